//! The rooms, a file each: what a page asks the office and what it shows. No page decides what may be seen.

pub(crate) mod account;
pub(crate) mod administration;
mod filter;
pub(crate) mod position;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod start;
