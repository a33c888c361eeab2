//! What can keep a use case from being done, sorted by what the asker can do about it.

use ledger::{AppendError, BackupError, EraseError, RestoreError, StoreError};
use workforce::position::AskError;
use workforce::published::CheckError;
use workforce::records::FoldError;

use crate::policy::Action;

/// Why a use case was not done.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The question names something that is not there, or leaves out something needed.
    #[error("{0}")]
    Usage(String),
    /// The input could not be read, or was refused.
    #[error("{0}")]
    Refused(String),
    /// The actor may not.
    #[error("you may not {0}")]
    Forbidden(Action),
    /// The actor is confined to their own teams, and this is not in them, or not there at all: which, is not said.
    #[error("`{0}` is not in your teams")]
    NotYours(String),
    /// The store could not be opened, read or written.
    #[error(transparent)]
    Store(StoreError),
    /// Someone else changed the same record meanwhile, or the store would not take the change.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The person could not be erased.
    #[error(transparent)]
    Erase(#[from] EraseError),
    /// The copy could not be made.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The store could not be filled.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// A stored record could not be read back.
    #[error(transparent)]
    Fold(#[from] FoldError),
}

impl From<StoreError> for OfficeError {
    /// What the asker got wrong is usage; what is wrong with the store is not.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoCouncil(_)
            | StoreError::OtherName { .. }
            | StoreError::BadCouncil(_)
            | StoreError::BeyondHead { .. }
            | StoreError::BadInstant(_) => Self::Usage(error.to_string()),
            other => Self::Store(other),
        }
    }
}

impl From<AskError> for OfficeError {
    fn from(error: AskError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<CheckError> for OfficeError {
    fn from(error: CheckError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl OfficeError {
    /// Whether there is simply no store there yet.
    pub fn is_missing_store(&self) -> bool {
        matches!(self, Self::Store(StoreError::NotFound(_)))
    }
}
