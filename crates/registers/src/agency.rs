//! Agency child and family social workers: the statutory rules asked of each engagement, what the work costs, what ends
//! soon, and the quarterly figures.
//!
//! The rules are entries of a registry (`rules`), each with its meaning, source, how sure it is, and examples that are its
//! tests. When a rule is in force, how binding it is and every number in it are parameters by date and region.

mod check;
mod cost;
mod due;
pub mod page;
mod quarter;
pub mod rules;

pub use check::{Check, Finding, Level, RuleCount, check};
pub use cost::{Cost, CostBy, CostLine, Uncosted, cost, cost_by_occupancy, with_on_costs};
pub use due::{Due, DueKind, due};
pub use quarter::{QuarterLine, QuarterReturn, quarter_return};
