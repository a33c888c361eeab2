//! The start and the rates of a simulation, from a council's record of children's social work.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`start`] | posts, holders, agency workers on a day, and what is known to come |
//! | [`beliefs`] | rates counted in the record and drawn towards what is usual |
//! | [`demand`] | cases, who holds them, agreed limits, and how demand has grown |
//! | [`newly`] | the newly qualified: who is in the first year, how many come |
//! | [`own`] | forecasts of the council's own past, scored |
//! | [`tornado`](mod@tornado) | what a forecast turns on |
//! | [`assumption`] | every parameter with its range and source, and how to set another value |

pub mod assumption;
pub mod beliefs;
pub mod demand;
pub mod newly;
pub mod own;
pub mod start;
pub mod tornado;

pub use assumption::Assumption;
pub use beliefs::{Beliefs, Usual};
pub use newly::FirstYear;
pub use start::{Begun, begin};
pub use tornado::tornado;

use workforce::Date;
use workforce::records::{Absence, AbsenceKind};

/// Days after which sickness is long.
const LONG_SICKNESS: i32 = 28;

/// Whether an absence takes its holder away for long, by a day.
fn is_long(absence: &Absence, by: Date) -> bool {
    match absence.kind {
        AbsenceKind::Maternity
        | AbsenceKind::SecondmentOut
        | AbsenceKind::CareerBreak
        | AbsenceKind::Suspension
        | AbsenceKind::Unpaid
        | AbsenceKind::Unauthorised => true,
        AbsenceKind::Sickness => {
            (absence.to.unwrap_or(by).min(by) - absence.from).get_days() >= LONG_SICKNESS
        }
        AbsenceKind::Study | AbsenceKind::PublicDuties | AbsenceKind::OtherPaid => false,
    }
}

/// A day so many months later, or earlier.
fn months_on(day: Date, months: i32) -> Date {
    day.saturating_add(jiff::Span::new().months(months))
}
