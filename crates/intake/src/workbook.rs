//! Workbooks: sheets of XLSX, XLS and ODS files as tables, with the values last calculated.
//!
//! Formulas are never run, macros never looked at. XLSX and XLS are read by `calamine`; what it would take on trust is
//! checked before, and a panic inside it becomes a finding. ODS is read here (see `ods`).

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::{Date, DateTime, Time};

use crate::codes;
use crate::finding::{Finding, Place};
use crate::sheet::{Cell, Content, Grid, Row, Sheet, build};
use crate::source::{Limits, ReadOptions, SourceFile};

mod ods;
mod xls;
mod xlsx;

pub(crate) use ods::read_ods;
pub(crate) use xls::read_xls;
pub(crate) use xlsx::read_xlsx;

/// What a workbook says of one of its sheets.
#[derive(Debug, Clone)]
struct Tab {
    name: String,
    hidden: bool,
}

/// The sheets to read: the one asked for, or all that are not hidden, with a query for each that is.
fn chosen<'a>(
    tabs: &'a [Tab],
    file: &SourceFile,
    options: &ReadOptions,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Vec<&'a Tab> {
    let place = Place::file(&file.name);
    if tabs.len() > limits.sheets {
        let message = format!("The workbook has {} sheets; the limit is {}.", tabs.len(), limits.sheets);
        findings.push(Finding::new(&codes::TOO_LARGE, place, message));
        return Vec::new();
    }
    let Some(wanted) = &options.sheet else {
        for tab in tabs.iter().filter(|tab| tab.hidden) {
            let place = place.clone().in_sheet(Some(&tab.name));
            findings.push(Finding::new(&codes::HIDDEN_SHEET, place, "The sheet is hidden and was not read."));
        }
        return tabs.iter().filter(|tab| !tab.hidden).collect();
    };
    let found: Vec<_> =
        tabs.iter().filter(|tab| tab.name.trim().eq_ignore_ascii_case(wanted.trim())).take(1).collect();
    if found.is_empty() {
        let names: Vec<_> = tabs.iter().map(|tab| format!("“{}”", tab.name)).collect();
        let message = format!("There is no sheet “{wanted}”; there is {}.", names.join(", "));
        findings.push(Finding::new(&codes::NO_SUCH_SHEET, place.in_sheet(Some(wanted)), message));
    }
    found
}

/// Gathers the cells of one sheet, row by row and left to right, and refuses to go beyond the limits.
struct Gathering<'a> {
    limits: &'a Limits,
    grid: Grid,
    cells: usize,
}

/// A sheet went beyond this limit, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Beyond(String);

impl<'a> Gathering<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, grid: Grid::default(), cells: 0 }
    }

    /// Takes a cell; `row` and `column` count from 0. Empty cells need not be given.
    fn take(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Beyond> {
        if cell == Cell::default() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(Beyond(format!(
                "row {} has a cell beyond column {}",
                u64::from(row) + 1,
                self.limits.columns
            )));
        }
        if let Content::Text(text) = &cell.content
            && text.len() > self.limits.cell_chars
            && text.chars().count() > self.limits.cell_chars
        {
            let number = u64::from(row) + 1;
            return Err(Beyond(format!(
                "a cell of row {number} has more than {} characters",
                self.limits.cell_chars
            )));
        }
        let cells = self.row(row.saturating_add(1))?;
        let had = cells.len();
        if column < had {
            // A second cell at one place: damaged, but the last one is what spreadsheets show.
            cells[column] = cell;
        } else {
            cells.resize(column, Cell::default());
            cells.push(cell);
            self.cells += column + 1 - had;
        }
        if self.cells > self.limits.cells {
            return Err(Beyond(format!("it has more than {} cells", self.limits.cells)));
        }
        Ok(())
    }

    /// The cells of the row of this number, made if need be. Rows come in order but for damaged files.
    fn row(&mut self, number: u32) -> Result<&mut Vec<Cell>, Beyond> {
        let rows = &mut self.grid.rows;
        let at = match rows.last() {
            Some(last) if last.number == number => rows.len() - 1,
            Some(last) if last.number > number => {
                match rows.binary_search_by_key(&number, |row| row.number) {
                    Ok(at) => at,
                    Err(at) => {
                        rows.insert(at, Row { number, cells: Vec::new() });
                        at
                    }
                }
            }
            _ => {
                rows.push(Row { number, cells: Vec::new() });
                rows.len() - 1
            }
        };
        if rows.len() > self.limits.rows {
            return Err(Beyond(format!("it has more than {} rows", self.limits.rows)));
        }
        Ok(&mut rows[at].cells)
    }

    /// The finished sheet, or the finding that it was too large.
    fn finish(
        self,
        gathered: Result<(), Beyond>,
        place: Place,
        options: &ReadOptions,
        findings: &mut Vec<Finding>,
    ) -> Option<Sheet> {
        if let Err(Beyond(what)) = gathered {
            findings.push(Finding::new(&codes::TOO_LARGE, place, format!("The sheet was not read: {what}.")));
            return None;
        }
        build(place, self.grid, options.header_row, findings)
    }
}

/// Runs a parser of others' making; a panic in it comes back as a problem in words.
fn guarded<T>(parse: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|_| Err("its structure makes no sense".to_owned()))
}

fn broken(place: Place, problem: &str) -> Finding {
    Finding::new(&codes::BROKEN_FILE, place, format!("The workbook cannot be read: {problem}."))
}

/// The exact decimal text of a spreadsheet's number: its shortest form of at most 15 significant digits, which is what
/// spreadsheets show and keeps float noise (`0.30000000000000004`) out. `None` when it is not finite.
fn exact_text(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    if number == 0.0 {
        return Some("0".to_owned());
    }
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let digits = digits.trim_end_matches('0');
    let (whole, places) = (usize::try_from(exponent + 1).unwrap_or(0), digits.len());
    Some(match exponent {
        0..=20 if whole >= places => format!("{sign}{digits}{}", "0".repeat(whole - places)),
        0..=20 => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
        -15..=-1 => format!("{sign}0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0))),
        _ => format!("{sign}{}.{}e{exponent}", &digits[..1], if places > 1 { &digits[1..] } else { "0" }),
    })
}

/// A spreadsheet's day number as the cell that it stands for: a date, a date with a time, or a time alone as text.
fn serial_content(serial: f64, is_1904: bool) -> Content {
    const DAY: i64 = 86_400;
    let failed = || Content::Error("#DATE!".into());
    if !(0.0..3_000_000.0).contains(&serial) {
        return failed();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let seconds = (serial * 86_400.0).round() as i64;
    let (days, seconds) = (seconds / DAY, seconds % DAY);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if days == 0 && !is_1904 {
        return Content::Text(format!("{hours:02}:{minutes:02}:{seconds:02}").into());
    }
    let Some(date) = serial_date(days, is_1904) else {
        return failed();
    };
    if (hours, minutes, seconds) == (0, 0, 0) {
        return Content::Date(date);
    }
    let part = |value: i64| i8::try_from(value).unwrap_or(0);
    match Time::new(part(hours), part(minutes), part(seconds), 0) {
        Ok(time) => Content::DateTime(DateTime::from_parts(date, time)),
        Err(_) => failed(),
    }
}

/// The date of a spreadsheet's day number. In the usual system day 1 is 1 January 1900 and day 60 is the 29 February
/// 1900 that never was; in the 1904 system day 0 is 1 January 1904.
pub(crate) fn serial_date(days: i64, is_1904: bool) -> Option<Date> {
    let (start, days) = match (is_1904, days) {
        (true, _) => (jiff::civil::date(1904, 1, 1), days),
        (false, ..=0 | 60) => return None,
        (false, 1..60) => (jiff::civil::date(1899, 12, 31), days),
        (false, _) => (jiff::civil::date(1899, 12, 30), days),
    };
    start.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_lose_float_noise_and_nothing_else() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (12.0, "12"),
            (12.39, "12.39"),
            (-14.2, "-14.2"),
            (0.810_810_810_810_811, "0.810810810810811"),
            (1e-7, "0.0000001"),
            (1_234_567_890.123_456, "1234567890.12346"),
            (4.5e15, "4500000000000000"),
            (1.5e30, "1.5e30"),
            (-0.0, "0"),
        ] {
            assert_eq!(exact_text(number).as_deref(), Some(text));
        }
        assert_eq!(exact_text(f64::NAN), None);
    }

    #[test]
    fn day_numbers_follow_the_spreadsheets() {
        assert_eq!(serial_date(1, false), Some(date(1900, 1, 1)));
        assert_eq!(serial_date(59, false), Some(date(1900, 2, 28)));
        assert_eq!(serial_date(60, false), None);
        assert_eq!(serial_date(61, false), Some(date(1900, 3, 1)));
        assert_eq!(serial_date(43_556, false), Some(date(2019, 4, 1)));
        assert_eq!(serial_date(43_556 - 1462, true), Some(date(2019, 4, 1)));
        assert_eq!(serial_content(43_556.5, false), Content::DateTime(date(2019, 4, 1).at(12, 0, 0, 0)));
        assert_eq!(serial_content(43_555.999_999_999, false), Content::Date(date(2019, 4, 1)));
        assert_eq!(serial_content(0.354_166_666_666_667, false), Content::Text("08:30:00".into()));
        assert_eq!(serial_content(-1.0, false), Content::Error("#DATE!".into()));
    }
}
