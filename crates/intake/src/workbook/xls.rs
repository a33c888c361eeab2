//! XLS workbooks (BIFF), through `calamine`.
//!
//! `calamine` takes positions and sizes inside the file on trust: it allots memory for whatever range a sheet declares
//! and follows chains of sectors without end. So the workbook's stream is taken out of its container, walked here record
//! by record, stripped of declared dimensions, and handed on in a container made anew.

use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls};

use super::xlsx::{duration_content, iso_content, number_content};
use super::{Beyond, Gathering, Tab, broken, chosen, guarded, serial_content};
use crate::codes;
use crate::finding::{Finding, Place};
use crate::sheet::{Cell, Content, Merge, Sheet};
use crate::source::{Compound, Limits, ReadOptions, SourceFile};

/// Record types of the format's published description ([MS-XLS] 2.3) that matter before reading.
mod record {
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const DIMENSIONS: u16 = 0x0200;
    pub(super) const BOF: u16 = 0x0809;
    pub(super) const FORMULA: u16 = 0x0006;
    /// The text that the formula before it gave.
    pub(super) const STRING: u16 = 0x0207;
    /// Records that start with a row and a column: formula, rstring, label from the table, number, label, boolean or
    /// error, and rk.
    pub(super) const CELLS: [u16; 7] = [FORMULA, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
    /// Several rk numbers in a row; ends with its last column.
    pub(super) const MUL_RK: u16 = 0x00BD;
    /// A type that no reader knows, and so passes over.
    pub(super) const UNKNOWN: u16 = 0x7FFF;
}

/// Reads the sheets of an XLS workbook.
pub(crate) fn read_xls(
    file: &SourceFile,
    compound: Compound,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Vec<Sheet> {
    let place = Place::file(&file.name);
    let bytes = match checked(compound.workbook, limits) {
        Ok(bytes) => bytes,
        Err(Refusal::Password) => {
            let message = "The workbook is encrypted with a password.";
            findings.push(Finding::new(&codes::PASSWORD_PROTECTED, place, message));
            return Vec::new();
        }
        Err(Refusal::TooLarge) => {
            let message = format!("The workbook spans more than {} cells.", limits.cells);
            findings.push(Finding::new(&codes::TOO_LARGE, place, message));
            return Vec::new();
        }
        Err(Refusal::Broken(problem)) => {
            findings.push(broken(place, problem));
            return Vec::new();
        }
    };
    let mut book = match guarded(|| Xls::new(Cursor::new(bytes)).map_err(|error| error.to_string())) {
        Ok(book) => book,
        Err(problem) => {
            findings.push(broken(place, &problem));
            return Vec::new();
        }
    };
    let tabs: Vec<Tab> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Tab { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible })
        .collect();
    let mut sheets = Vec::new();
    for tab in chosen(&tabs, file, options, limits, findings) {
        let place = place.clone().in_sheet(Some(&tab.name));
        let mut gathering = Gathering::new(limits);
        match guarded(|| gather(&mut book, &tab.name, &mut gathering)) {
            Ok(gathered) => sheets.extend(gathering.finish(gathered, place, options, findings)),
            Err(problem) => findings.push(broken(place, &problem)),
        }
    }
    sheets
}

fn gather(
    book: &mut Xls<Cursor<Vec<u8>>>,
    name: &str,
    gathering: &mut Gathering<'_>,
) -> Result<Result<(), Beyond>, String> {
    let is_1904 = book.has_1904_epoch();
    let merges = book.merge_cells_by_sheet_name(name).map_err(|error| error.to_string())?;
    gathering.grid.merges = merges.into_iter().filter_map(Merge::of).collect();
    let formulas = book.worksheet_formula(name).map_err(|error| error.to_string())?;
    let range = book.worksheet_range(name).map_err(|error| error.to_string())?;
    let (Some((top, left)), Some(_)) = (range.start(), range.end()) else {
        return Ok(Ok(()));
    };
    for (row, column, value) in range.used_cells() {
        let at =
            (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
        let formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
        if let Err(beyond) =
            gathering.take(at.0, at.1 as usize, Cell { content: content(value, is_1904), formula })
        {
            return Ok(Err(beyond));
        }
    }
    Ok(Ok(()))
}

fn content(value: &Data, is_1904: bool) -> Content {
    match value {
        Data::Empty => Content::Empty,
        Data::Int(number) => Content::Number(number.to_string().into()),
        Data::Float(number) => number_content(*number),
        Data::String(text) | Data::DurationIso(text) => Content::Text(text.as_str().into()),
        Data::Bool(yes) => Content::Bool(*yes),
        Data::DateTime(at) if at.is_duration() => duration_content(at.as_f64()),
        Data::DateTime(at) => serial_content(at.as_f64(), is_1904),
        Data::DateTimeIso(text) => iso_content(text),
        Data::Error(error) => Content::Error(error.to_string().into()),
    }
}

/// Why a stream is not handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Password,
    TooLarge,
    Broken(&'static str),
}

/// Walks the stream, strips what declares sizes, and puts it into a fresh container.
fn checked(mut stream: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let starts = sheet_starts(&stream)?;
    if starts.len() > limits.sheets {
        return Err(Refusal::TooLarge);
    }
    let mut spanned = 0;
    for start in starts {
        spanned += spanned_cells(&mut stream, start)?;
        if spanned > limits.cells {
            return Err(Refusal::TooLarge);
        }
    }
    let failed = |_| Refusal::Broken("it cannot be put into a new container");
    let mut compound =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).map_err(failed)?;
    compound.create_stream("/Workbook").and_then(|mut out| out.write_all(&stream)).map_err(failed)?;
    compound.flush().map_err(failed)?;
    Ok(compound.into_inner().into_inner())
}

/// Where the sheets start, as the workbook's first records say.
fn sheet_starts(stream: &[u8]) -> Result<Vec<usize>, Refusal> {
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some((kind, data)) = record_at(stream, at) {
        match kind {
            record::FILE_PASS => return Err(Refusal::Password),
            record::BOUND_SHEET => {
                let start = data.first_chunk().map(|bytes| u32::from_le_bytes(*bytes) as usize);
                starts.push(
                    start
                        .filter(|start| *start < stream.len())
                        .ok_or(Refusal::Broken("a sheet starts beyond its end"))?,
                );
            }
            record::EOF => return Ok(starts),
            _ => {}
        }
        at += 4 + data.len();
    }
    Err(Refusal::Broken("its list of sheets has no end"))
}

/// How many cells lie between the outermost cells of the sheet that starts here, by the same walk as the reader's.
/// Declared dimensions are struck out.
fn spanned_cells(stream: &mut [u8], start: usize) -> Result<usize, Refusal> {
    let mut span = Span::default();
    let (mut at, mut depth, mut begun) = (start, 0_usize, false);
    while let Some((kind, data)) = record_at(stream, at) {
        let next = at + 4 + data.len();
        match kind {
            // Charts within a sheet are streams of their own, which the reader passes over.
            record::BOF if begun => depth += 1,
            record::BOF => begun = true,
            record::EOF if depth == 0 => break,
            record::EOF => depth -= 1,
            _ if depth > 0 => {}
            record::DIMENSIONS => stream[at..at + 2].copy_from_slice(&record::UNKNOWN.to_le_bytes()),
            _ => span.take(kind, data)?,
        }
        at = next;
    }
    Ok(span.cells())
}

/// The outermost rows and columns with cells.
#[derive(Default)]
struct Span {
    rows: Option<(u16, u16)>,
    columns: (u16, u16),
    /// Where the last formula stands: its text comes in a record without a position.
    formula: (u16, u16),
}

impl Span {
    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), Refusal> {
        let word =
            |at: usize| data.get(at..at + 2).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
        let (row, first, last) = match kind {
            record::MUL_RK => (word(0), word(2), word(data.len().saturating_sub(2))),
            record::STRING => (self.formula.0, self.formula.1, self.formula.1),
            kind if record::CELLS.contains(&kind) => (word(0), word(2), word(2)),
            _ => return Ok(()),
        };
        if first > 255 || last > 255 || last < first {
            return Err(Refusal::Broken("a cell stands beyond column IV"));
        }
        if kind == record::FORMULA {
            self.formula = (row, first);
        }
        self.columns = match self.rows {
            None => (first, last),
            Some(_) => (self.columns.0.min(first), self.columns.1.max(last)),
        };
        self.rows = Some(self.rows.map_or((row, row), |(top, bottom)| (top.min(row), bottom.max(row))));
        Ok(())
    }

    fn cells(&self) -> usize {
        let length = |(from, to): (u16, u16)| usize::from(to) - usize::from(from) + 1;
        self.rows.map_or(0, |rows| length(rows) * length(self.columns))
    }
}

/// The record that starts here: its type and data. `None` at the end, or where what is left cannot be a record.
fn record_at(stream: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let head: &[u8; 4] = stream.get(at..)?.first_chunk()?;
    let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
    let data = stream.get(at + 4..at + 4 + length)?;
    Some((u16::from_le_bytes([head[0], head[1]]), data))
}
