//! The record types, the calendar and quantities, and `Workforce`: everything true and known, ready to ask.
//!
//! Pure: no input or output, no clock, no async. It uses no other crate of Mainstay.

pub mod change;
pub mod layout;
