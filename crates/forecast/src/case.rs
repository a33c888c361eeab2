//! Business cases: a proposal's strands costed by year, what is approved kept apart from what is to be considered, what must
//! be true for it to pay, and what then happened.
//!
//! What a source does not state is none, never zero, and the check says so. A total is never divided by FTE: it buys
//! supplements, relocation and fees as well as posts.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`mod@file`] | a case as a file has it (TOML) |
//! | [`mod@check`] | what is wrong with it, what is not stated, what does not add up |
//! | [`cost`] | costs by financial year, present value, break-even |

pub mod check;
pub mod cost;
pub mod file;

pub use check::{Finding, check};
pub use cost::{Costed, Totals, YearCost, costed};
pub use file::{Case, read};
