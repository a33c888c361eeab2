//! What a file is, told by its content and not by its name, and the one entry to reading it.
//!
//! Every limit on what will be read is set here. A file whose name claims another kind than its content is refused:
//! whoever sent it meant something else.

use crate::codes;
use crate::finding::{Finding, FindingCode, Place};
use crate::sheet::Sheet;
use crate::{csv_file, workbook};

mod container;

pub(crate) use container::{Archive, Compound};

/// A file as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, as findings show it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// What follows the last dot of the name, in small letters; empty when there is none.
    fn extension(&self) -> String {
        let base = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        base.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
    }
}

/// How much is read before a file is refused as `too-large`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes that the parts of a workbook may come to when unpacked.
    pub expanded_bytes: u64,
    /// Rows of one sheet that are not blank.
    pub rows: usize,
    /// Columns of one sheet.
    pub columns: usize,
    /// Cells of one sheet, blank ones within its rows included. This is what bounds memory: a cell takes 40 bytes.
    pub cells: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Sheets of one workbook.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            file_bytes: 50 * MIB,
            expanded_bytes: 500 * MIB,
            rows: 1_000_000,
            columns: 1_000,
            cells: 10_000_000,
            // What Excel itself allows.
            cell_chars: 32_767,
            sheets: 255,
        }
    }
}

/// What to read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The number of the row that holds the headings; otherwise the first row that is not blank.
    pub header_row: Option<u32>,
    /// The one sheet to read, even if hidden; otherwise every sheet that is not hidden. A CSV file has no sheets and
    /// ignores it.
    pub sheet: Option<String>,
}

/// The kinds of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Comma-separated or otherwise delimited text.
    Csv,
    /// Excel's workbook since 2007, with or without macros.
    Xlsx,
    /// Excel's older binary workbook.
    Xls,
    /// An OpenDocument spreadsheet.
    Ods,
}

impl Kind {
    /// In words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Csv => "a text file (CSV)",
            Self::Xlsx => "an Excel workbook (XLSX)",
            Self::Xls => "an old Excel workbook (XLS)",
            Self::Ods => "an OpenDocument spreadsheet (ODS)",
        }
    }

    /// The kind that a name with this extension claims.
    fn claimed(extension: &str) -> Option<Self> {
        match extension {
            "csv" | "txt" | "tsv" | "tab" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "xls" => Some(Self::Xls),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

/// Everything read from one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The sheets, in the file's order.
    pub sheets: Vec<Sheet>,
    /// Everything wrong with the file, or worth a look.
    pub findings: Vec<Finding>,
}

/// Reads a file of any kind. What cannot be read becomes findings; nothing in the bytes can make this fail otherwise.
pub fn read(file: &SourceFile, options: &ReadOptions, limits: &Limits) -> Reading {
    let mut reading = Reading::default();
    let findings = &mut reading.findings;
    match examine(file, limits) {
        Err(finding) => findings.push(*finding),
        Ok(Content::Text) => reading.sheets.extend(csv_file::read(file, options, limits, findings)),
        Ok(Content::Xlsx(archive)) => {
            reading.sheets = workbook::read_xlsx(file, archive, options, limits, findings);
        }
        Ok(Content::Ods(archive)) => {
            reading.sheets = workbook::read_ods(file, archive, options, limits, findings);
        }
        Ok(Content::Xls(compound)) => {
            reading.sheets = workbook::read_xls(file, compound, options, limits, findings);
        }
    }
    reading
}

/// Tells what kind of file it is, by its content.
///
/// # Errors
/// One finding when it is none of the kinds, or another than its name claims, or too large, damaged or encrypted.
pub fn kind(file: &SourceFile, limits: &Limits) -> Result<Kind, Box<Finding>> {
    examine(file, limits).map(|content| content.kind())
}

/// The content of a file whose kind is known and agrees with its name.
enum Content {
    Text,
    Xlsx(Archive),
    Ods(Archive),
    Xls(Compound),
}

impl Content {
    fn kind(&self) -> Kind {
        match self {
            Self::Text => Kind::Csv,
            Self::Xlsx(_) => Kind::Xlsx,
            Self::Ods(_) => Kind::Ods,
            Self::Xls(_) => Kind::Xls,
        }
    }
}

fn examine(file: &SourceFile, limits: &Limits) -> Result<Content, Box<Finding>> {
    let refuse = |code: &'static FindingCode, message: String| {
        Box::new(Finding::new(code, Place::file(&file.name), message))
    };
    if file.bytes.len() as u64 > limits.file_bytes {
        let message = format!("The file has {} bytes; the limit is {}.", file.bytes.len(), limits.file_bytes);
        return Err(refuse(&codes::TOO_LARGE, message));
    }
    if file.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse(&codes::EMPTY_FILE, "There is nothing in the file.".to_owned()));
    }
    let content = if file.bytes.starts_with(b"PK\x03\x04") {
        let archive = Archive::open(file, limits)?;
        if archive.is_ods() {
            Content::Ods(archive)
        } else if archive.is_xlsx() {
            Content::Xlsx(archive)
        } else {
            return Err(refuse(&codes::NOT_WHAT_IT_CLAIMS, format!("The file is {}.", archive.other())));
        }
    } else if file.bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Content::Xls(Compound::open(file)?)
    } else if let Some(other) = not_a_table(&file.bytes) {
        return Err(refuse(
            &codes::NOT_WHAT_IT_CLAIMS,
            format!("The file is {other}, not a spreadsheet or CSV file."),
        ));
    } else {
        Content::Text
    };
    agrees_with_name(file, content.kind()).map(|()| content)
}

/// Refuses a file whose name claims another kind than it is. A name that claims nothing is let pass.
fn agrees_with_name(file: &SourceFile, kind: Kind) -> Result<(), Box<Finding>> {
    let extension = file.extension();
    let claimed = Kind::claimed(&extension);
    if claimed == Some(kind) || (claimed.is_none() && kind == Kind::Csv) || extension.is_empty() {
        return Ok(());
    }
    let message = format!("The name ends in .{extension}, but the file is {}.", kind.words());
    let end = match kind {
        Kind::Csv => "csv",
        Kind::Xlsx => "xlsx",
        Kind::Xls => "xls",
        Kind::Ods => "ods",
    };
    let fix =
        format!("If it is what you meant to send, let its name end in .{end}; otherwise save it again.");
    Err(Box::new(Finding::new(&codes::NOT_WHAT_IT_CLAIMS, Place::file(&file.name), message).with_fix(fix)))
}

/// What a file that is neither a workbook nor delimited text is, as far as its first bytes tell.
fn not_a_table(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &'static str); 9] = [
        (b"%PDF", "a PDF document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a compressed file"),
        (b"7z\xbc\xaf", "a compressed file"),
        (b"Rar!", "a compressed file"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, what)) = kinds.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start: Vec<u8> = start.iter().take(400).map(u8::to_ascii_lowercase).collect();
    let holds = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
    if !start.starts_with(b"<") {
        return None;
    }
    if holds(b"<html") || holds(b"<!doctype html") || holds(b"<table") || holds(b"<head") {
        Some("a web page (HTML)")
    } else if start.starts_with(b"<?xml") {
        Some("an XML file")
    } else {
        None
    }
}
