//! The rooms, a file each: what a page asks the office and what it shows. No page decides what may be seen.

pub(crate) mod account;
pub(crate) mod administration;
pub(crate) mod census;
pub(crate) mod codes;
pub(crate) mod data;
mod drawn;
pub(crate) mod figures;
mod filter;
pub(crate) mod forecast;
pub(crate) mod history;
pub(crate) mod mapping;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod position;
pub(crate) mod programs;
pub(crate) mod published;
pub(crate) mod records;
pub(crate) mod registers;
pub(crate) mod released;
pub(crate) mod restructure;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod single_sign_on;
pub(crate) mod start;
pub(crate) mod staying;
pub(crate) mod teams;
