//! CSV files as they really come: other delimiters, quotes and line breaks in cells, and where each row stands.
//!
//! Rows are numbered by the line at which they start, as a text editor shows it. Without line breaks inside cells this
//! is also the row that Excel shows.
//!
//! The splitting is done here and not by the `csv` crate, which reads on silently where a quotation mark is never closed
//! and does not say at which line a row after blank lines starts. A property test holds the two against each other.

use compact_str::CompactString;

use crate::codes;
use crate::finding::{Finding, FindingCode, Place};
use crate::sheet::{Cell, Content, Grid, Row, Sheet, build};
use crate::source::{Limits, ReadOptions, SourceFile};
use crate::text::decode;

/// Reads a CSV file as one sheet without a name.
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Option<Sheet> {
    let text = decode(&file.bytes, &file.name, findings)?;
    let place = Place::file(&file.name);
    let (rest, declared) = declared_delimiter(&text);
    let delimiter = match declared {
        Some(delimiter) => delimiter,
        None => guessed_delimiter(rest, &place, findings),
    };
    let mut splitter = Splitter::new(rest, delimiter, limits);
    splitter.line += u32::from(declared.is_some());
    let mut grid = Grid::default();
    let mut cells = 0;
    while let Some(record) = splitter.record() {
        if let Some((line, fault)) = record.fault {
            findings.push(fault.finding(place.clone().at_row(line), limits));
            if fault.ends_reading() {
                break;
            }
        }
        if record.cells.iter().all(Cell::is_blank) {
            continue;
        }
        cells += record.cells.len();
        if grid.rows.len() >= limits.rows || cells > limits.cells {
            findings.push(Fault::TooManyRows.finding(place.clone().at_row(record.line), limits));
            return None;
        }
        grid.rows.push(Row { number: record.line, cells: record.cells });
    }
    build(place, grid, options.header_row, findings)
}

/// Excel's own `sep=;` first line, and the text after it.
fn declared_delimiter(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r').trim_matches('"');
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) if delimiter.is_ascii() && *delimiter != b'"' => (rest, Some(*delimiter)),
        _ => (text, None),
    }
}

/// A comma, unless the first line that is not blank has none outside quotes but has semicolons or tabs.
fn guessed_delimiter(text: &str, place: &Place, findings: &mut Vec<Finding>) -> u8 {
    let Some(first) = text.split(['\n', '\r']).find(|line| !line.trim().is_empty()) else {
        return b',';
    };
    let mut quoted = false;
    let (mut commas, mut semicolons, mut tabs) = (0, 0, 0);
    for byte in first.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            b'\t' if !quoted => tabs += 1,
            _ => {}
        }
    }
    if commas > 0 || semicolons + tabs == 0 {
        return b',';
    }
    let (delimiter, word) = if semicolons >= tabs { (b';', "semicolons") } else { (b'\t', "tabs") };
    let message =
        format!("The first line has {word} and no commas, so {word} were taken to separate the columns.");
    findings.push(Finding::new(&codes::OTHER_DELIMITER, place.clone(), message).with_value(first));
    delimiter
}

/// What may be wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    UnclosedQuote,
    StrayQuote,
    TooManyColumns,
    TooLongCell,
    TooManyRows,
}

impl Fault {
    fn ends_reading(self) -> bool {
        self != Self::StrayQuote
    }

    fn finding(self, place: Place, limits: &Limits) -> Finding {
        let (code, message): (&'static FindingCode, _) = match self {
            Self::UnclosedQuote => (
                &codes::UNCLOSED_QUOTE,
                "A quotation mark that opens in this line is never closed; from its row on nothing was read."
                    .to_owned(),
            ),
            Self::StrayQuote => {
                (&codes::STRAY_QUOTE, "A cell goes on after its closing quotation mark.".to_owned())
            }
            Self::TooManyColumns => (
                &codes::TOO_LARGE,
                format!("The row has more than {} cells; nothing was read from here on.", limits.columns),
            ),
            Self::TooLongCell => (
                &codes::TOO_LARGE,
                format!(
                    "A cell has more than {} characters; nothing was read from here on.",
                    limits.cell_chars
                ),
            ),
            Self::TooManyRows => (
                &codes::TOO_LARGE,
                format!("There are more than {} rows or {} cells.", limits.rows, limits.cells),
            ),
        };
        Finding::new(code, place, message)
    }
}

/// One row of the file.
#[derive(Debug)]
struct Record {
    line: u32,
    cells: Vec<Cell>,
    /// What is wrong, and at which line. Of several the gravest.
    fault: Option<(u32, Fault)>,
}

/// Splits text into records. Delimiters and quotation marks are ASCII, so bytes can be looked at one by one.
struct Splitter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
    columns: usize,
    cell_chars: usize,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, delimiter: u8, limits: &Limits) -> Self {
        Self { text, at: 0, line: 1, delimiter, columns: limits.columns, cell_chars: limits.cell_chars }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next record; a blank line is a record of one empty cell. After a fault that ends reading, the cells before it
    /// do not count.
    fn record(&mut self) -> Option<Record> {
        self.byte()?;
        let mut record = Record { line: self.line, cells: Vec::new(), fault: None };
        loop {
            let line = self.line;
            let (field, mut fault) = self.field();
            if field.len() > self.cell_chars && field.chars().count() > self.cell_chars {
                fault = Some(Fault::TooLongCell);
            }
            if record.cells.len() >= self.columns && !field.trim().is_empty() {
                fault = Some(Fault::TooManyColumns);
            }
            if let Some(fault) = fault {
                record.fault = Some((line, fault));
                if fault.ends_reading() {
                    record.cells.clear();
                    return Some(record);
                }
            }
            if record.cells.len() < self.columns {
                let empty = field.is_empty();
                record.cells.push(if empty { Cell::default() } else { Content::Text(field).into() });
            }
            if !self.pass_delimiter() {
                self.pass_line_end();
                return Some(record);
            }
        }
    }

    fn pass_delimiter(&mut self) -> bool {
        let passed = self.byte() == Some(self.delimiter);
        self.at += usize::from(passed);
        passed
    }

    /// Passes one line end of any kind: `\r\n`, `\n`, or the lone `\r` of old Macs.
    fn pass_line_end(&mut self) {
        if self.byte() == Some(b'\r') {
            self.at += 1;
            self.at += usize::from(self.byte() == Some(b'\n'));
        } else if self.byte() == Some(b'\n') {
            self.at += 1;
        } else {
            return;
        }
        self.line += 1;
    }

    /// The next field, ending before a delimiter, a line end or the end of the text. A field is quoted if it opens with a
    /// quotation mark, spaces before it aside; a quotation mark elsewhere is a plain character (`5" pipe`).
    fn field(&mut self) -> (CompactString, Option<Fault>) {
        let plain = &self.text[self.at..];
        let spaces = plain.bytes().take_while(|byte| *byte == b' ').count();
        if plain.as_bytes().get(spaces) != Some(&b'"') {
            return (self.plain().into(), None);
        }
        self.at += spaces + 1;
        let mut field = CompactString::default();
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find('"') else {
                self.at = self.text.len();
                return (field, Some(Fault::UnclosedQuote));
            };
            field.push_str(&rest[..end]);
            self.line = self.line.saturating_add(lines_in(&rest[..end]));
            self.at += end + 1;
            if self.byte() != Some(b'"') {
                break;
            }
            field.push('"');
            self.at += 1;
        }
        let after = self.plain();
        if after.trim_matches(' ').is_empty() {
            return (field, None);
        }
        field.push_str(after);
        (field, Some(Fault::StrayQuote))
    }

    /// The text up to the next delimiter or line end.
    fn plain(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let ends = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }
}

fn lines_in(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<(u32, Vec<String>)> {
        let limits = Limits::default();
        let mut splitter = Splitter::new(text, b',', &limits);
        std::iter::from_fn(|| splitter.record())
            .map(|record| (record.line, record.cells.iter().map(|cell| cell.shown().into_owned()).collect()))
            .collect()
    }

    #[test]
    fn rows_are_numbered_by_the_line_they_start_at() {
        let rows = split("a,b\r\n\r\n\"one\r\ntwo\nthree\",x\ry,\"z \"\"q\"\"\"\n\"\n\",last");
        let expected = [
            (1, vec!["a", "b"]),
            (2, vec![""]),
            (3, vec!["one\r\ntwo\nthree", "x"]),
            (6, vec!["y", "z \"q\""]),
            (7, vec!["\n", "last"]),
        ];
        assert_eq!(
            rows,
            expected.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect()))
        );
    }

    proptest! {
        #[test]
        fn agrees_with_the_csv_crate(
            rows in prop::collection::vec(prop::collection::vec("[a-z ,;\"\n\ré£]{0,6}", 2..4), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<_> = split(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
