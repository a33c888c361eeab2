//! What can go wrong with a store, sorted by what the reader can do about it.
//!
//! Nothing here may carry a password, a record body or a driver's own error value: only sentences.

use sqlx::error::DatabaseError;

/// A store that cannot be opened, read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The address of the store is not one that can be understood.
    #[error("the store's address cannot be used: {0}")]
    Address(String),
    /// There is no store at that place.
    #[error("there is no store at {0}; check the path, or create the store first")]
    NotFound(String),
    /// There is something at that place, and it is not a Mainstay store.
    #[error("{store} is not a Mainstay store: {detail}")]
    NotAStore {
        /// The store's address, without any password.
        store: String,
        /// What was found instead.
        detail: String,
    },
    /// The store was made by a newer program.
    #[error(
        "{store} was made by a newer Mainstay (its tables are version {found}, this program knows {known}); use the newer program"
    )]
    Newer {
        /// The store's address, without any password.
        store: String,
        /// The version of its tables.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The file or server does not answer: not there, not allowed, full, or busy for too long.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be right.
    #[error("the store is damaged: {0}; run verify, and restore a backup if it agrees")]
    Damaged(String),
    /// The store holds no such council.
    #[error("the store holds no council with the code {0}")]
    NoCouncil(String),
    /// The store holds a council of that code under another name.
    #[error("council {code} is already in the store as {held}, not {given}")]
    OtherName {
        /// The council's code.
        code: String,
        /// The name the store holds.
        held: String,
        /// The name that was given.
        given: String,
    },
    /// A council's code or name is blank or holds control characters.
    #[error("{0:?} cannot be a council's code or name: it is blank or holds control characters")]
    BadCouncil(String),
    /// A change number beyond the council's newest change was asked for.
    #[error("council {council} has {head} changes; there is no change {asked} yet")]
    BeyondHead {
        /// The council's code.
        council: String,
        /// Its newest change.
        head: u64,
        /// The number asked for.
        asked: u64,
    },
    /// An instant that is not RFC 3339.
    #[error("{0:?} is not an instant of the form 2013-03-28T09:00:00Z")]
    BadInstant(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => from_database(error.as_ref()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Damaged(format!("a value cannot be read ({error})"))
            }
            sqlx::Error::PoolTimedOut => Self::Unavailable("it did not answer in time".to_owned()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// Sorts what an engine reports, by SQLite result code or PostgreSQL SQLSTATE.
fn from_database(error: &dyn DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let said = error.message().to_owned();
    // SQLite's extended codes hold the plain code in their lowest byte.
    match code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff) {
        Some(5 | 6) => {
            StoreError::Unavailable("another program has been writing to it for too long".to_owned())
        }
        Some(11 | 26) => StoreError::Damaged(said),
        None if code.starts_with("XX") => StoreError::Damaged(said),
        Some(_) | None => StoreError::Unavailable(said),
    }
}
