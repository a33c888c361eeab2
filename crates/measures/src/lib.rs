//! What each measure means and how it is computed, with its evidence; closing the books; disclosure control.
//!
//! Pure, and everything exact but intervals: a figure is integers until it is shown, and is rounded once.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`measure`], [`registry`] | what a measure is; every measure, with a worked example that is a test |
//! | [`part`], [`ground`] | the counts that measures are made of, and the facts that they stand on |
//! | [`figure`], [`breakdown`], [`span`] | a measure's value for a scope and time, its groups, its days |
//! | [`grid`] | many measures over many spans and units at once, without evidence |
//! | [`compare`] | what must be alike for two figures to be compared, and the change |
//! | [`books`] | opening, joined, left, moved and closing |
//! | [`staying`] | how long people stay, as spells with late entry |
//! | [`exact`] | exact sums and the one place where a rate is rounded |
//! | [`docs`] | the pages of `docs/measures` |
//! | [`disclosure`], [`release`] | what may leave the council; figures that may |

pub mod books;
pub mod breakdown;
pub mod compare;
mod counting;
pub mod disclosure;
pub mod docs;
pub mod exact;
pub mod figure;
mod found;
pub mod grid;
pub mod ground;
pub mod measure;
pub mod part;
pub mod registry;
pub mod release;
pub mod span;
pub mod staying;
