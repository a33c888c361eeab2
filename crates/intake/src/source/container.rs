//! The containers that workbooks come in: zip archives (XLSX, ODS) and compound files (XLS).
//!
//! They are unpacked and measured here, before any reader of cells sees them, because readers trust what a container
//! declares and a few bytes can declare more than any machine has. Nothing here knows of cells.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{Limits, SourceFile};
use crate::codes;
use crate::finding::{Finding, FindingCode, Place};

/// The most parts an archive may have; a workbook of the most sheets has far fewer.
const PARTS: usize = 10_000;

/// A zip archive whose every part has been unpacked once and found within the limits.
pub(crate) struct Archive {
    names: Vec<String>,
    mimetype: Vec<u8>,
}

impl Archive {
    /// Opens an archive and unpacks every part to measure it, keeping none.
    pub(crate) fn open(file: &SourceFile, limits: &Limits) -> Result<Self, Box<Finding>> {
        let refuse = |code: &'static FindingCode, message: String| {
            Box::new(Finding::new(code, Place::file(&file.name), message))
        };
        let broken = |problem: String| {
            refuse(&codes::BROKEN_FILE, format!("The archive cannot be unpacked: {problem}."))
        };
        let mut zip =
            ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(|error| broken(error.to_string()))?;
        if zip.len() > PARTS {
            return Err(refuse(&codes::TOO_LARGE, format!("The archive has more than {PARTS} parts.")));
        }
        let mut archive = Self { names: Vec::with_capacity(zip.len()), mimetype: Vec::new() };
        let mut left = limits.expanded_bytes;
        let bomb = || {
            let message = format!("Unpacked, the file has more than {} bytes.", limits.expanded_bytes);
            refuse(&codes::TOO_LARGE, message)
        };
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).map_err(|error| broken(error.to_string()))?;
            let name = part.name().map_err(|error| broken(error.to_string()))?.into_owned();
            if part.size() > left {
                return Err(bomb());
            }
            // The declared size may be a lie, so what really comes out is counted too.
            let mut counted = part.by_ref().take(left.saturating_add(1));
            let size = if name == "mimetype" {
                std::io::copy(&mut counted.by_ref().take(100), &mut archive.mimetype)
                    .and_then(|first| Ok(first + std::io::copy(&mut counted, &mut std::io::sink())?))
            } else {
                std::io::copy(&mut counted, &mut std::io::sink())
            };
            let size = size.map_err(|error| broken(format!("{name}: {error}")))?;
            left = left.checked_sub(size).ok_or_else(bomb)?;
            archive.names.push(name);
        }
        Ok(archive)
    }

    /// Whether the part of this name is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|part| part.eq_ignore_ascii_case(name))
    }

    pub(crate) fn is_ods(&self) -> bool {
        self.mimetype.trim_ascii() == b"application/vnd.oasis.opendocument.spreadsheet"
            && self.has("content.xml")
    }

    pub(crate) fn is_xlsx(&self) -> bool {
        self.has("[Content_Types].xml")
            && self.names.iter().any(|name| name.starts_with("xl/"))
            && !self.has("xl/workbook.bin")
    }

    /// Whether the workbook carries macros.
    pub(crate) fn has_macros(&self) -> bool {
        self.has("xl/vbaProject.bin")
    }

    /// What an archive that is no workbook is.
    pub(super) fn other(&self) -> &'static str {
        if self.has("xl/workbook.bin") {
            "a binary Excel workbook (XLSB), which is not read; save it as XLSX"
        } else if self.has("word/document.xml") {
            "a Word document"
        } else if self.has("ppt/presentation.xml") {
            "a PowerPoint presentation"
        } else if self.mimetype.starts_with(b"application/vnd.oasis.opendocument") {
            "an OpenDocument file other than a spreadsheet"
        } else {
            "a zip archive; unpack it first"
        }
    }
}

/// The `Workbook` stream of a compound file.
pub(crate) struct Compound {
    pub(crate) workbook: Vec<u8>,
}

impl Compound {
    /// Opens a compound file and takes its workbook stream out.
    pub(crate) fn open(file: &SourceFile) -> Result<Self, Box<Finding>> {
        let refuse = |code: &'static FindingCode, message: &str| {
            Box::new(Finding::new(code, Place::file(&file.name), message))
        };
        let broken = || {
            refuse(&codes::BROKEN_FILE, "The file has the mark of an old Office document, but is damaged.")
        };
        let mut compound =
            cfb::CompoundFile::open(Cursor::new(file.bytes.as_slice())).map_err(|_| broken())?;
        if compound.exists("/EncryptedPackage") {
            return Err(refuse(&codes::PASSWORD_PROTECTED, "The workbook is encrypted with a password."));
        }
        let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| compound.is_stream(name)) else {
            let what = if compound.exists("/WordDocument") {
                "an old Word document"
            } else if compound.exists("/PowerPoint Document") {
                "an old PowerPoint presentation"
            } else {
                "an old Office file with no workbook in it"
            };
            return Err(refuse(&codes::NOT_WHAT_IT_CLAIMS, &format!("The file is {what}.")));
        };
        let mut stream = compound.open_stream(name).map_err(|_| broken())?;
        if stream.len() > file.bytes.len() as u64 {
            return Err(broken());
        }
        let mut workbook = Vec::new();
        stream.read_to_end(&mut workbook).map_err(|_| broken())?;
        Ok(Self { workbook })
    }
}
