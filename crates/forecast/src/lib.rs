//! What the workforce may come to, with honest ranges that are scored against what then happened.
//!
//! Pure: the seed and every date are arguments. It speaks of groups, never of a person: nothing here holds a chance of
//! leaving for anybody by name, and nothing gives one out.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`published`] | forecasts of the published series of every council, and their backtest against naive ones |
//! | [`case`] | business cases: costed proposals, break-even, benefits tracked |
//! | [`council`] | the start and the rates of a simulation, from a council's record |
//! | [`scenario`] | interventions, as a file has them |
//! | [`simulate`] | the workforce of one council, month by month, many times |

pub mod case;
pub mod council;
pub mod published;
pub mod scenario;
pub mod simulate;
