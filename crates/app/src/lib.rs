//! The use cases that pages, API and command line share: who may do what, one transaction, one entry in the log.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`policy`] | who may do what; every use case asks it first |
//! | [`office`] | the use cases that read: positions, comparisons, projections, published tables, history |
//! | [`people`], [`teams`] | a worker, a team's page, the agency register: as they may see it who asks |
//! | [`uploading`] | files in hand: sent, tried, mapped by hand, accepted |
//! | [`changing`] | one change looked at and undone; records changed by a form |
//! | [`places`] | the units and baselines that someone may ask about |
//! | [`measuring`], [`benchmarking`] | figures with their evidence, closing the books; the published figures of every council |
//! | [`forecasting`] | forecasts, and how good they would have been |
//! | [`claiming`] | papers read, and which of their figures and claims hold |
//! | [`papering`] | papers begun, built, published, produced again and corrected |
//! | [`staying`] | how long people stay and where leavers go |
//! | [`importing`], [`examples`] | the use cases that add to the record |
//! | [`registering`] | the registers: agency rules and cost, incentives, cohorts, improvement, workload, funnels, renewals |
//! | [`mission`] | what the five papers ask for, and what serves it |
//! | [`cases`], [`strands`] | business cases: checked, costed, tracked; their strands as actions |
//! | [`calculating`] | one statistical method on given data, with no store |
//! | [`returning`] | statutory returns: checking files, with no store |
//! | [`census`] | the census and the record: building a return, what is missing for one, taking in past ones |
//! | [`reception`], [`accounts`] | who comes in: signing in and out; accounts, and who looked at whose data |
//! | [`codes`], [`sign_on`] | one-time codes beside passwords; the council's single sign-on and its groups |
//! | [`keeping`] | verify, back up, restore, erase |
//! | [`answers`], [`table`] | what they give back: data for programs, tables for people |
//! | [`error`] | why something was not done |

pub mod accounts;
pub mod answers;
pub mod benchmarking;
mod cache;
pub mod calculating;
pub mod cases;
pub mod census;
pub mod changing;
pub mod claiming;
pub mod codes;
pub mod error;
pub mod examples;
pub mod forecasting;
pub mod happenings;
pub mod hindsight;
pub mod importing;
pub mod keeping;
pub mod measuring;
pub mod mission;
pub mod office;
pub mod papering;
pub mod people;
pub mod places;
pub mod planning;
pub mod policy;
mod publications;
pub mod reception;
pub mod registering;
pub mod released;
pub mod restructuring;
pub mod returning;
mod secret;
mod sight;
pub mod sign_on;
mod signing_in;
pub mod staying;
pub mod strands;
pub mod table;
pub mod teams;
pub mod uploading;

pub use benchmarks;
pub use forecast;
pub use intake;
pub use ledger::Account;
pub use measures;
pub use papers;
pub use registers;
pub use returns;
pub use workforce;

/// A short reference that nobody has had before, to find a line of the log by; none when the system gives no randomness.
pub fn reference() -> Option<String> {
    ledger::random_hex(4).ok()
}
