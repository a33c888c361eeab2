//! Answers: what a question gives back, as data for programs (serialised exactly as documented) and as a table for people.
//!
//! Nothing here computes a figure or touches a store; the `workforce` crate computes, `office` asks.

pub mod backtests;
pub mod benchmark;
pub mod beside;
pub mod books;
pub mod cases;
pub mod census;
pub mod claims;
pub mod compared;
pub mod decided;
pub mod figures;
pub mod hindsight;
pub mod history;
pub mod position;
pub mod projected;
pub mod published;
pub mod registers;
pub mod returns;
pub mod simulated;
pub mod staying;
