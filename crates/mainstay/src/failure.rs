//! Exit codes: 0 done; 1 done, and the data has errors; 2 usage; 3 input unreadable or refused; 4 store unavailable or
//! conflict.

use std::process::ExitCode;

use app::error::OfficeError;

/// How a command that was carried out ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, and the data has errors.
    DataHasErrors,
    /// The input was refused; the findings were printed.
    Refused,
}

impl Outcome {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::DataHasErrors => 1,
            Self::Refused => 3,
        })
    }
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The office would not or could not.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A file or folder could not be read or written.
    #[error("{0}")]
    File(String),
    /// A setting cannot be used.
    #[error("{0}")]
    Settings(String),
    /// The machine would not.
    #[error("the machine refused to start the program's threads: {0}")]
    Machine(String),
}

impl Failure {
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Office(OfficeError::Usage(_) | OfficeError::Forbidden(_) | OfficeError::NotYours(_))
            | Self::Settings(_) => 2,
            Self::Office(OfficeError::Refused(_) | OfficeError::Backup(_) | OfficeError::Restore(_))
            | Self::File(_) => 3,
            Self::Office(_) | Self::Machine(_) => 4,
        })
    }
}
