//! The record types, the calendar and quantities, and `Workforce`: everything true and known, ready to ask.
//!
//! Pure: no input or output, no clock, no async. It uses no other crate of Mainstay.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`quantity`] | FTE, days, money and printed figures, exact; the five kinds of no-number |
//! | [`period`] | civil dates and half-open periods, with the leaving-date convention |
//! | [`cell`], [`layout`], [`record`] | how a record is a row, a body and a documented layout, from one declaration |
//! | [`records`] | every record kind, and [`records::Records`], what changes fold into |
//! | [`workforce`], [`facts`] | the records indexed; what is true, one fact at a time |
//! | [`position`], [`compare`], [`project`] | the establishment position, compared and projected |
//! | [`published`], [`decided`] | printed tables and decisions, set against the record |
//! | [`check`] | consistency of a whole set of records |
//! | [`change`] | the change and its entries: what the ledger stores |

pub mod cell;
pub mod change;
pub mod check;
pub mod compare;
pub mod decided;
pub mod facts;
pub mod layout;
mod lines;
pub mod period;
pub mod position;
pub mod project;
pub mod published;
pub mod quantity;
pub mod record;
pub mod records;
pub mod workforce;

pub use period::Date;
pub use workforce::Workforce;
