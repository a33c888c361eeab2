//! The workforce month by month: posts and the people in them, simulated many times.
//!
//! **Order of a month.** Funding begins and ends; a newly qualified worker's first year ends; people leave; cohorts join;
//! vacancies are filled (from outside, or by somebody who moves up, whose own post then falls vacant and is tried from the
//! next month on); absences begin and end; agency cover begins. A vacancy is tried in the month in which it falls vacant,
//! unless approval takes time. Stocks are those at the end of the month. Caseload is reckoned after that (`load`).
//!
//! **What is uncertain**, each apart: what the rates are (drawn once for each trial), what a year is like (a shock of the
//! council and one of the country, drawn for each year, and what demand does beyond its trend), and chance.
//!
//! **Chance by key.** Each post's each occupant has random numbers of its own, by key and not in order of asking. So a scenario
//! differs from the baseline through its interventions only, and nothing depends on how many cores there are or in which
//! order posts are listed.
//!
//! **Groups, never people.** A slot knows its team, role, FTE and the tenure in it; it knows nobody. What comes out is counts by
//! group.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`world`] | what there is at the start, and what is known to come |
//! | [`rates`] | what is believed of rates, with where it comes from |
//! | [`effects`] | what interventions change, from when to when |
//! | `variant` | a world as a baseline or a scenario has it |
//! | `drawn` | what is drawn once for each trial |
//! | `trial` | one trial |
//! | `load` | caseload and workload of one trial |
//! | `lots` | what is counted in some trials, before it is added to counts |
//! | [`tally`] | counts over trials |
//! | [`run`](mod@run) | all trials on all cores |

mod drawn;
pub mod effects;
mod load;
mod lots;
pub mod rates;
pub mod run;
pub mod tally;
mod trial;
mod variant;
pub mod world;

pub use effects::{Effect, Mechanism};
pub use rates::{Belief, Demand, NewlyQualified, Rates, RoleRates, Route};
pub use run::{Outcome, Plan, run};
pub use tally::{Measure, Summary};
pub use variant::Altered;
pub use world::{Carried, Engagement, Held, Slot, Start, World};
