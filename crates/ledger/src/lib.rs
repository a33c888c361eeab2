//! The only crate that knows SQL: an append-only store on SQLite or PostgreSQL, one text of SQL, one test suite.
//!
//! A ledger is a council's numbered changes. A change holds whole record bodies; the state at change *N* is the last
//! entry per record at or before *N*. Nothing of it is ever updated, but for one thing: an erasure blanks what was said of
//! a person, and leaves a trace that it did. What a body means is no business of this crate. Beside the ledgers stand the
//! tables of who may come in and what is in hand, which are changed in place and prove nothing.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `open` | [`Store`]: opening, creating, migrations, durability settings |
//! | `address` | [`Engine`], and where a store is; no password is ever shown |
//! | `councils` | [`Council`]: whose ledgers a store holds, and their heads |
//! | `append`, `refusal` | [`Append`]: one change, all or nothing, with conflicts named record by record |
//! | `read` | changes, state, history, log, files, and the *known at* clock ([`KnownAt`]) |
//! | `erase` | [`Erase`]: a person goes, the counts and the chain stay |
//! | [`chain`] | the exact bytes behind every digest |
//! | `verify` | [`VerifyReport`]: everything computed again and compared |
//! | `backup` | a live store to a SQLite file, and back into either engine |
//! | `accounts`, `passes` | who may come in: accounts; sessions, links and tokens; attempts to sign in |
//! | `codes`, `sign_ons` | one-time codes; single sign-on: who is whom, and what has begun |
//! | `viewings`, `uploads` | who looked at whose data; files in hand and mappings |
//! | `views` | flat read-only views of the current records, for SQL and Power BI |
//! | [`sql`] | every statement, by name; `rows` and `write` carry values to and fro |
//! | `error` | [`StoreError`]: what the reader can do about it |
//!
//! # How it keeps its word
//!
//! *Durable*: once an append answers, the change is on disk (SQLite: write-ahead log, `synchronous=FULL`; PostgreSQL:
//! its own settings, which must not be weakened). *Atomic*: one transaction per change. *Nobody loses*: the first
//! statement of every append takes the council's row lock; a change made from an older head lands unless somebody
//! touched the same records. *Tamper-evident*: a SHA-256 chain per council, from its name to its head digest.

mod accounts;
mod address;
mod append;
mod backup;
pub mod chain;
mod codes;
mod councils;
mod erase;
mod error;
mod open;
mod passes;
mod random;
mod read;
mod refusal;
mod rows;
mod sign_ons;
pub mod sql;
mod uploads;
mod verify;
mod viewings;
mod views;
mod write;

pub use accounts::{Account, AccountChange, NewAccount};
pub use address::Engine;
pub use append::{Append, AppendError, Blob, Touched};
pub use backup::{BackupError, RestoreError};
pub use chain::Digest;
pub use codes::KeptCodes;
pub use councils::Council;
pub use erase::{Erase, EraseError, Erasure};
pub use error::StoreError;
pub use open::Store;
pub use passes::{Pass, PassKind};
pub use random::{random_bytes, random_hex};
pub use read::{BlobRef, Kept, KnownAt, Logged, Stated, Told};
pub use refusal::Refusal;
pub use sign_ons::SignOn;
pub use uploads::{KeptMapping, UploadedFile};
pub use verify::{Fault, Verified, VerifyReport};
pub use viewings::{Viewing, ViewingsAsk};
pub use views::view_name;
