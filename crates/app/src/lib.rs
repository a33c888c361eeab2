//! The use cases that pages, API and command line share: who may do what, one transaction, one entry in the log.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`policy`] | who may do what; every use case asks it first |
//! | [`office`] | the use cases that read: positions, comparisons, projections, published tables, history |
//! | [`measuring`], [`benchmarking`] | figures with their evidence, closing the books; the published figures of every council |
//! | [`forecasting`] | forecasts, and how good they would have been |
//! | [`staying`] | how long people stay and where leavers go |
//! | [`importing`], [`examples`] | the use cases that add to the record |
//! | [`cases`] | business cases: checked, costed, tracked |
//! | [`calculating`] | one statistical method on given data, with no store |
//! | [`returning`] | statutory returns: checking files, with no store |
//! | [`keeping`] | verify, back up, restore, erase |
//! | [`answers`], [`table`] | what they give back: data for programs, tables for people |
//! | [`error`] | why something was not done |

pub mod answers;
pub mod benchmarking;
pub mod calculating;
pub mod cases;
pub mod error;
pub mod examples;
pub mod forecasting;
pub mod importing;
pub mod keeping;
pub mod measuring;
pub mod office;
pub mod policy;
mod publications;
pub mod returning;
pub mod staying;
pub mod table;

pub use benchmarks;
pub use forecast;
pub use intake;
pub use measures;
pub use returns;
pub use workforce;
