//! The children's social work workforce census (CSWW): one XML file a year from each council, with totals of the council
//! and one record for each worker.
//!
//! Items, formats and codes are those of DfE's *business and technical specification* for 2024 to 2025 and, for 2021 to
//! 2024, of public schemas written to it. The DfE's numbered validation rules were not available: every rule here is
//! Mainstay's own, with its source and how sure it is.

pub mod authority;
pub mod build;
pub mod check;
pub mod code;
pub mod csv;
pub mod document;
pub mod element;
pub mod entry;
pub mod finding;
pub mod groups;
pub mod notes;
pub mod read;
pub mod rules;
pub mod sample;
pub mod schema;
pub mod summary;
pub mod take;
pub mod value;
pub mod worker;
pub mod write;
pub mod year;
