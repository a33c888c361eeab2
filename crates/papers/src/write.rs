//! One writer for each format. Each reads a built paper and nothing else, and gives the same bytes for the same paper on
//! every machine: no clock, no random number, no order of a hash map.

mod csv;
mod docx;
mod html;
mod ods;
mod package;
mod png;
mod sheets;
mod xlsx;
mod xml;

use crate::built::Built;

/// A format that this crate writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the formats' own names")]
pub enum Format {
    Html,
    Docx,
    Xlsx,
    Ods,
    Csv,
}

/// Why a paper could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook was refused.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The package could not be made.
    #[error("the package could not be written: {0}")]
    Package(#[from] zip::result::ZipError),
    /// Bytes could not be written to memory.
    #[error("it could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// A chart could not be drawn as a picture.
    #[error("chart `{0}` could not be drawn: {1}")]
    Chart(String, String),
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Html, Self::Docx, Self::Xlsx, Self::Ods, Self::Csv];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv",
        }
    }
}

/// The bytes of a paper in a format.
///
/// # Errors
/// When the paper holds what the format cannot; see [`WriteError`].
pub fn write(built: &Built, format: Format) -> Result<Vec<u8>, WriteError> {
    match format {
        Format::Html => Ok(html::write(built).into_bytes()),
        Format::Csv => Ok(csv::write(built)),
        Format::Xlsx => xlsx::write(built),
        Format::Ods => ods::write(built),
        Format::Docx => docx::write(built),
    }
}
