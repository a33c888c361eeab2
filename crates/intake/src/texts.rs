//! From the cells of a row to the canonical text of one column.
//!
//! What people type is read by [`crate::values`]; this module picks the reader for the column's shape, translates codes
//! and works out FTE from hours. It judges cells one by one and no record.

use jiff::civil::Date;
use workforce::cell::check_key;
use workforce::layout::{Code, Column, Shape};

use crate::finding::{Finding, Place};
use crate::names;
use crate::plan::{ColumnPlan, From};
use crate::row_codes::{BAD_FULL_TIME, BAD_KEY, BAD_VALUE, MISSING_VALUE, UNKNOWN_CODE};
use crate::sheet::{Cell, Content, Row, Sheet, one_line};
use crate::template;
use crate::values::{self, Blanks, DateColumn, Problem, Read, Unit, Value, show_millionths};

/// What a cell gave: a canonical text, a blank, or something unreadable that a finding tells of.
pub(crate) type Text = Value<String>;

/// A column of a plan, ready to read rows.
pub(crate) struct Reader<'p> {
    plan: &'p ColumnPlan<'p>,
    column: &'p Column,
    sheet: &'p Sheet,
    /// One for each date format; empty for columns that hold no dates.
    dates: Vec<DateColumn<'p>>,
    blank_dates: Vec<Date>,
}

impl<'p> Reader<'p> {
    /// Looks over the rows that the plan applies to, and notes what there is to say about the column as a whole.
    pub(crate) fn new(
        plan: &'p ColumnPlan<'p>,
        column: &'p Column,
        sheet: &'p Sheet,
        rows: &[&Row],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut reader = Self { plan, column, sheet, dates: Vec::new(), blank_dates: Vec::new() };
        let (Shape::Date, From::Cell(at)) = (column.shape, &plan.from) else {
            return reader;
        };
        let cells = || {
            rows.iter().filter_map(|row| row.cells.get(*at)).filter(|cell| !plan.blanks.has(&cell.shown()))
        };
        reader.dates = match plan.formats {
            [] => vec![DateColumn::survey(cells(), None)],
            formats => formats.iter().map(|format| DateColumn::survey(cells(), Some(format))).collect(),
        };
        let none = Blanks::default();
        let as_dates = plan.blank_texts.iter().map(|text| Cell::text(text.as_str()));
        reader.blank_dates = as_dates.filter_map(|cell| ends_of_time(&cell, &reader.dates, &none)).collect();
        let place = sheet.place().at_row(sheet.header_row).in_column(reader.shown_heading());
        if let Some(dates) = reader.dates.first() {
            findings.extend(
                dates.problems().iter().cloned().map(|problem| problem.at(place.clone(), &Cell::default())),
            );
        }
        reader
    }

    /// The heading of the column that it reads; none for a constant.
    pub(crate) fn heading(&self) -> Option<String> {
        let heading = self.plan.from.heading().and_then(|at| self.sheet.headings.get(at));
        heading.map(|heading| heading.name.to_string())
    }

    /// The heading at which findings are placed.
    fn shown_heading(&self) -> String {
        self.heading().unwrap_or_else(|| self.column.name.to_owned())
    }

    /// Reads the column's text from a row.
    pub(crate) fn read(&self, row: &Row, findings: &mut Vec<Finding>) -> Text {
        let place = self.sheet.place().at_row(row.number).in_column(self.shown_heading());
        let at = |index: usize| row.cells.get(index).cloned().unwrap_or_default();
        let (cell, text) = match &self.plan.from {
            From::Constant(text) => return Value::Is((*text).to_owned()),
            From::Cell(index) => {
                let cell = at(*index);
                let text = self.cell(&cell, &place, findings);
                (cell, text)
            }
            From::Join(all, with) => {
                let cells: Vec<Cell> = all.iter().map(|index| at(*index)).collect();
                self.join(&cells, with, &place, findings)
            }
            From::HoursOf(hours, full) => {
                let hours = at(*hours);
                let text = self.hours(&hours, Value::Is(*full), &place, findings);
                (hours, text)
            }
            From::HoursOver(hours, full) => {
                let full = self.full_time(&at(*full), *full, row, findings);
                let hours = at(*hours);
                let text = self.hours(&hours, full, &place, findings);
                (hours, text)
            }
        };
        self.required(text, &cell, place, findings)
    }

    /// Puts the default in place of a blank, and reports a blank where there may be none.
    fn required(&self, text: Text, cell: &Cell, place: Place, findings: &mut Vec<Finding>) -> Text {
        match (text, self.plan.default) {
            (Value::Blank, Some(default)) => Value::Is(default.to_owned()),
            (Value::Blank, None) if self.column.required => {
                let message = format!("`{}` may not be blank.", self.column.name);
                let finding = Finding::new(&MISSING_VALUE, place, message);
                let shown = cell.shown();
                findings.push(if cell.is_blank() { finding } else { finding.with_value(&shown) });
                Value::Unreadable
            }
            (text, _) => text,
        }
    }

    /// Reads a cell as what the column holds.
    fn cell(&self, cell: &Cell, place: &Place, findings: &mut Vec<Finding>) -> Text {
        let blanks = &self.plan.blanks;
        let mut note = |problems: Vec<Problem>| {
            findings.extend(problems.into_iter().map(|problem| problem.at(place.clone(), cell)));
        };
        let is_code = matches!(self.column.shape, Shape::Code(_) | Shape::Codes(_));
        if !is_code && let Some(text) = self.translated(&cell.shown()) {
            return Value::Is(text);
        }
        match self.column.shape {
            Shape::Date => {
                let (value, problems) = self.date(cell);
                note(problems);
                value
            }
            Shape::Fte | Shape::Decimal | Shape::Money => {
                let unit = match self.column.shape {
                    Shape::Fte => Unit::Fte,
                    Shape::Money => Unit::Money,
                    _ => Unit::Plain,
                };
                told(values::decimal(cell, unit, blanks), show_millionths, note)
            }
            Shape::Count => told(values::count(cell, blanks), |count| count.to_string(), note),
            Shape::YesNo => {
                told(values::yes_no(cell, blanks), |yes| if yes { "yes" } else { "no" }.to_owned(), note)
            }
            Shape::Text => told(values::text(cell, blanks), restored, note),
            Shape::Key | Shape::Reference(_) => {
                let key = told(values::key(cell, blanks), restored, note);
                self.checked(key, cell, place, findings, |key| check_key(key).map(|()| key.to_owned()))
            }
            Shape::References(_) => {
                let keys = told(values::text(cell, blanks), restored, note);
                self.checked(keys, cell, place, findings, |keys| {
                    each(keys, |key| check_key(key).map(|()| key.to_owned()))
                })
            }
            Shape::Code(known) => {
                let code = told(values::text(cell, blanks), |text| text, note);
                Self::coded(code, place, findings, |text| self.code(known, text))
            }
            Shape::Codes(known) => {
                let codes = told(values::text(cell, blanks), |text| text, note);
                Self::coded(codes, place, findings, |text| each(text, |part| self.code(known, part)))
            }
        }
    }

    /// Reads a date by the first format that fits.
    fn date(&self, cell: &Cell) -> (Text, Vec<Problem>) {
        if let Content::Date(date) = cell.content
            && self.blank_dates.contains(&date)
        {
            return (Value::Blank, Vec::new());
        }
        let mut reads = self.dates.iter().map(|column| column.read(cell, &self.plan.blanks));
        let first = reads.next();
        let read = match first {
            Some(read) if read.value == Value::Unreadable => {
                reads.find(|other| other.value != Value::Unreadable).unwrap_or(read)
            }
            Some(read) => read,
            None => return (Value::Blank, Vec::new()),
        };
        let value = match read.value {
            Value::Blank => Value::Blank,
            Value::Unreadable => Value::Unreadable,
            Value::Is(date) if self.plan.inclusive => Value::Is(date.tomorrow().unwrap_or(date).to_string()),
            Value::Is(date) => Value::Is(date.to_string()),
        };
        (value, read.problems)
    }

    /// The translation of a text, if the mapping has one.
    fn translated(&self, text: &str) -> Option<String> {
        let codes = self.plan.codes;
        codes.iter().find(|(from, _)| names::alike(from, text)).map(|(_, to)| to.clone())
    }

    /// The code that a text stands for; the error completes the sentence "`x` …".
    fn code(&self, known: &[Code], text: &str) -> Result<String, String> {
        if let Some(to) = self.translated(text) {
            return Ok(to);
        }
        if let Some(code) = known.iter().find(|code| names::alike(code.code, text)) {
            return Ok(code.code.to_owned());
        }
        let written = || self.plan.codes.iter().map(|(from, _)| from.as_str());
        let codes = || known.iter().map(|code| code.code);
        let near = match names::nearest(text, written().chain(codes())) {
            Some(near) => format!("; is it meant to be `{near}`?"),
            None => ".".to_owned(),
        };
        let all: Vec<_> = written().chain(codes()).map(|code| format!("`{code}`")).collect();
        Err(format!("is not a code of `{}`{near} Known are {}", self.column.name, all.join(", ")))
    }

    fn coded(
        text: Text,
        place: &Place,
        findings: &mut Vec<Finding>,
        read: impl Fn(&str) -> Result<String, String>,
    ) -> Text {
        let Value::Is(text) = text else { return text };
        read(&text).map_or_else(
            |problem| {
                let message = format!("`{text}` {problem}.");
                findings.push(Finding::new(&UNKNOWN_CODE, place.clone(), message).with_value(&text));
                Value::Unreadable
            },
            Value::Is,
        )
    }

    /// Checks the text of a key or of several.
    fn checked(
        &self,
        text: Text,
        cell: &Cell,
        place: &Place,
        findings: &mut Vec<Finding>,
        check: impl Fn(&str) -> Result<String, String>,
    ) -> Text {
        let Value::Is(text) = text else { return text };
        check(&text).map_or_else(
            |problem| {
                let message = format!("`{}` {problem}.", self.column.name);
                findings.push(Finding::new(&BAD_KEY, place.clone(), message).with_value(&cell.shown()));
                Value::Unreadable
            },
            Value::Is,
        )
    }

    /// Joins cells; blank when any of them is.
    fn join(&self, cells: &[Cell], with: &str, place: &Place, findings: &mut Vec<Finding>) -> (Cell, Text) {
        let mut parts = Vec::new();
        let blank = cells.iter().find(|cell| self.plan.blanks.has(&cell.shown()));
        if let Some(blank) = blank {
            return (blank.clone(), Value::Blank);
        }
        for cell in cells {
            let read = values::key(cell, &self.plan.blanks);
            findings.extend(read.problems.into_iter().map(|problem| problem.at(place.clone(), cell)));
            match read.value {
                Value::Is(part) => parts.push(part),
                Value::Blank => return (cell.clone(), Value::Blank),
                Value::Unreadable => return (cell.clone(), Value::Unreadable),
            }
        }
        let joined = Cell::text(parts.join(with));
        let text = self.cell(&joined, place, findings);
        (joined, text)
    }

    /// The full-time hours of a row.
    fn full_time(&self, cell: &Cell, index: usize, row: &Row, findings: &mut Vec<Finding>) -> Value<i64> {
        let place = self.sheet.place_of(row, index);
        let read = values::decimal(cell, Unit::Plain, &self.plan.blanks);
        findings.extend(read.problems.into_iter().map(|problem| problem.at(place.clone(), cell)));
        if matches!(read.value, Value::Is(1..) | Value::Unreadable) {
            return read.value;
        }
        let message = "Hours cannot be divided by full-time hours that are blank, zero or below.";
        let finding = Finding::new(&BAD_FULL_TIME, place, message);
        findings.push(if cell.is_blank() { finding } else { finding.with_value(&cell.shown()) });
        Value::Unreadable
    }

    /// Hours over full-time hours, to the nearest millionth of an FTE.
    fn hours(&self, cell: &Cell, full: Value<i64>, place: &Place, findings: &mut Vec<Finding>) -> Text {
        let read = values::decimal(cell, Unit::Plain, &self.plan.blanks);
        findings.extend(read.problems.into_iter().map(|problem| problem.at(place.clone(), cell)));
        let (hours, full) = match (read.value, full) {
            (Value::Blank, _) => return Value::Blank,
            (Value::Is(hours), Value::Is(full)) => (hours, full),
            _ => return Value::Unreadable,
        };
        if let Some(fte) = share(hours, full) {
            return Value::Is(show_millionths(fte));
        }
        let message = format!("{} hours is no share of full time.", show_millionths(hours));
        findings.push(Finding::new(&BAD_VALUE, place.clone(), message).with_value(&cell.shown()));
        Value::Unreadable
    }
}

/// One quantity over another in millionths, rounded once, half away from zero.
fn share(part: i64, whole: i64) -> Option<i64> {
    let (part, whole) = (i128::from(part) * 1_000_000, i128::from(whole));
    let twice = part.abs().checked_mul(2)?.checked_add(whole)?;
    let rounded = twice.checked_div(whole.checked_mul(2)?)?;
    i64::try_from(rounded * part.signum()).ok()
}

/// A value's text, its problems noted.
fn told<T>(read: Read<T>, show: impl Fn(T) -> String, mut note: impl FnMut(Vec<Problem>)) -> Text {
    note(read.problems);
    match read.value {
        Value::Blank => Value::Blank,
        Value::Is(value) => Value::Is(show(value)),
        Value::Unreadable => Value::Unreadable,
    }
}

/// A text as it was before an export guarded it against being taken for a formula.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to `told`, which gives the value away")]
fn restored(text: String) -> String {
    template::restore(&text).to_owned()
}

/// Reads each part of a list, separated by `;`.
fn each(text: &str, read: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let parts = text.split(';').map(one_line).filter(|part| !part.is_empty());
    Ok(parts.map(|part| read(&part)).collect::<Result<Vec<_>, _>>()?.join(";"))
}

/// The date that a blank's text means, where it is one: `31/12/9999` stands in many exports for no end, and comes as a
/// true date from workbooks.
fn ends_of_time(cell: &Cell, columns: &[DateColumn<'_>], none: &Blanks) -> Option<Date> {
    let by_format = columns.iter().find_map(|column| column.read(cell, none).value.known());
    by_format.or_else(|| {
        let text = cell.shown();
        let iso = text.parse().ok();
        iso.or_else(|| {
            let parts: Vec<i16> =
                text.split(['/', '-', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
            let [day, month, year] = parts[..] else { return None };
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_are_shared_out_exactly_and_rounded_half_away_from_zero() {
        let hours = |n: i64| n * 1_000_000;
        assert_eq!(share(hours(37), hours(37)), Some(1_000_000));
        assert_eq!(share(18_500_000, hours(37)), Some(500_000));
        assert_eq!(share(hours(30), hours(37)), Some(810_811));
        assert_eq!(share(1, hours(2)), Some(1));
        assert_eq!(share(-1, hours(2)), Some(-1));
        assert_eq!(share(i64::MAX, 1), None);
    }

    proptest! {
        #[test]
        fn a_share_is_within_half_a_millionth(part in -10_000_000_000i64..10_000_000_000, whole in 1i64..100_000_000) {
            if let Some(share) = share(part, whole) {
                let error = i128::from(share) * i128::from(whole) - i128::from(part) * 1_000_000;
                prop_assert!(error.abs() * 2 <= i128::from(whole));
            }
        }
    }
}
