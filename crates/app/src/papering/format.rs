//! The formats of a paper: those that `papers` writes, and PDF.

use papers::built::Built;
use papers::write;

use crate::error::OfficeError;

/// A format in which a paper is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF/UA-1 and PDF/A-2a.
    Pdf,
    /// What needs no typesetter.
    Plain(write::Format),
}

impl Format {
    /// Every format, in the order in which readers are offered them.
    pub const ALL: [Self; 6] = [
        Self::Plain(write::Format::Html),
        Self::Pdf,
        Self::Plain(write::Format::Docx),
        Self::Plain(write::Format::Xlsx),
        Self::Plain(write::Format::Ods),
        Self::Plain(write::Format::Csv),
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Plain(format) => format.ending(),
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Plain(format) => format.media_type(),
        }
    }

    /// The one with an ending.
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Plain(write::Format::Html) => "Web page (HTML)",
            Self::Plain(write::Format::Docx) => "Word (DOCX)",
            Self::Plain(write::Format::Xlsx) => "Excel (XLSX), tables",
            Self::Plain(write::Format::Ods) => "OpenDocument (ODS), tables",
            Self::Plain(write::Format::Csv) => "CSV, tables",
        }
    }
}

/// The bytes of a built paper in a format.
pub fn written(built: &Built, format: Format) -> Result<Vec<u8>, OfficeError> {
    let refused = |problem: String| OfficeError::Refused(format!("{}: {problem}", built.id));
    match format {
        Format::Pdf => pdf::write(built).map_err(|problem| refused(problem.to_string())),
        Format::Plain(format) => write::write(built, format).map_err(|problem| refused(problem.to_string())),
    }
}
