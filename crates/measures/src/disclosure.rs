//! Disclosure control: what may leave the council. It must not print, and must not let an unprotected count pass
//! for a released one: `InsideTable` is what we know, `ReleaseTable` what we say, and only `protect` leads across.
//!
//! **Statements.** Everything said is a linear sum over *atoms* (non-negative whole counts under a stable key) with
//! a printed value or [`Released::Suppressed`]. Tables which share people share atoms, so a release is judged with
//! everything said before ([`Memory`]), whatever table it stood in.
//!
//! **Criterion.** A suppressed sum is protected when the statements leave it at least two whole values and at least
//! one of them is `threshold` or more; a reader can neither work it out nor tell that it is small (sliding
//! protection: no fixed width about the true value). Each is accepted only on a *witness*: another table of whole
//! counts, checked by substitution, which would print the very same release. A fault in the optimiser can
//! therefore suppress too much, never too little. A second audit supposes a reader who knows that we show zeros,
//! and so takes every suppressed cell for one or more: he too must be left two values.
//! The same holds for a small atom which no table prints but a difference of tables could give away.
//!
//! **Method.** Primary suppression by the minimum frequency rule, secondary suppression by a greedy heuristic with
//! an interval audit by linear programming, as in tau-Argus (Hundepool and others, *Statistical Disclosure
//! Control*, 2012, chapter 4), in exact rationals. Where an audit fails, its dual solution is the reader's own
//! proof, and we suppress the smallest cell that the proof rests on.
//!
//! **Attributes.** A table by a personal attribute which would tell of each of the people in it is not said at all, but for
//! its total: [`Policy::with_smallest_group`]. [`InsideTable::withhold`] guards what a difference of larger tables could
//! tell of such a group, and [`attack::attack_attributes`] tries to work it out.
//!
//! **Not covered.** Readers with knowledge of their own (a leaver knows that he left), readers who replay this very
//! algorithm, and counts weighted by money or FTE.

pub mod attack;
mod audit;
mod memory;
mod protect;
mod rate;
mod rational;
mod revision;
mod simplex;
mod statement;
mod table;

pub use memory::{Memory, Told};
pub use protect::{Protection, protect, protect_together};
pub use rate::{ReleasedRate, release_rate, safe_decimals};
pub use statement::{DisclosureError, Policy, Released, Statement, Sum};
pub use table::{InsideTable, Place, ReleaseTable};
