//! A return as tables for a spreadsheet and back, without loss: `header.csv`, `totals.csv`, `workers.csv` and, where
//! there is something that fits in no column, `extras.csv`.
//!
//! Columns have the names of the elements; codes stay codes. An empty cell is an element that is not there, `(empty)` one
//! that is there without a value. A spreadsheet takes some texts for formulas (those that begin with `=`, `+`, `-`, `@`,
//! a tab or a carriage return) and changes others (leading zeros, more digits than it can hold, days in the British
//! order): these, and texts that begin with an apostrophe themselves, get an apostrophe in front, and reading takes one
//! away. A spreadsheet that saved a day as `16/05/2025` is understood in columns of dates.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::document::{Part, Return, Value, is_name, totals};
use super::element::{Block, Element, Format};
use super::write::is_allowed;
use super::year::CensusYear;

/// The mark by which spreadsheets know UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";
const EMPTY: &str = "(empty)";
const RECORD: &str = "Record";
const ELEMENT: &str = "Element";
const FILE: &str = "File";
const VALUE: &str = "Value";
const EXTRAS: &str = "extras.csv";

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Something wrong in a folder of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The row as a spreadsheet numbers it; the names of the columns are in row 1.
    pub row: Option<usize>,
    /// The column's name, or its number where it has none.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The tables of parts: name, block, and the element where no column says it.
const SHEETS: [(&str, Block); 3] =
    [("header.csv", Block::Header), ("totals.csv", Block::Totals), ("workers.csv", Block::Worker)];

fn parts(content: &Return, block: Block) -> &[Part] {
    match block {
        Block::Header => &content.headers,
        Block::Totals => &content.totals,
        Block::Worker | Block::Structure => &content.workers,
    }
}

/// A return as tables; the columns are the year's, and those of other years that are used.
pub fn to_csv(content: &Return, year: CensusYear) -> Vec<Table> {
    let mut tables: Vec<Table> = SHEETS
        .iter()
        .map(|(name, block)| Table { name, bytes: sheet(parts(content, *block), *block, year) })
        .collect();
    let mut out = Rows::new(&[FILE, RECORD, ELEMENT, VALUE]);
    let mut any = false;
    for (name, block) in SHEETS {
        for (at, part) in parts(content, block).iter().enumerate() {
            for (element, value) in &part.extras {
                any = true;
                out.row([name, &(at + 1).to_string(), element, &cell(Some(value))]);
            }
        }
    }
    if any {
        tables.push(Table { name: EXTRAS, bytes: out.finish() });
    }
    tables
}

fn sheet(parts: &[Part], block: Block, year: CensusYear) -> Vec<u8> {
    let used: BTreeSet<Element> = parts.iter().flat_map(|part| part.items().map(|(item, _)| item)).collect();
    let usual = |item: &Element| item.spec().years.contains(year) && *item != Element::PerformanceReward;
    let columns: Vec<Element> =
        Element::of(block).iter().copied().filter(|item| usual(item) || used.contains(item)).collect();
    let names = columns.iter().map(|item| item.name());
    let mut out = if block == Block::Totals {
        Rows::new(&[RECORD, ELEMENT].into_iter().chain(names).collect::<Vec<_>>())
    } else {
        Rows::new(&[RECORD].into_iter().chain(names).collect::<Vec<_>>())
    };
    for (at, part) in parts.iter().enumerate() {
        let mut row = vec![(at + 1).to_string()];
        if block == Block::Totals {
            row.push(part.element.name().to_owned());
        }
        row.extend(columns.iter().map(|item| cell(part.get(*item)).into_owned()));
        out.row(&row);
    }
    out.finish()
}

/// A table being written.
struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    fn new(names: &[&str]) -> Self {
        let mut rows =
            Self(WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec()));
        rows.row(names);
        rows
    }

    fn row<I: IntoIterator<Item: AsRef<[u8]>>>(&mut self, cells: I) {
        self.0.write_record(cells).expect("rows of one length go into memory");
    }

    fn finish(self) -> Vec<u8> {
        self.0.into_inner().expect("memory can be written")
    }
}

/// A value as a spreadsheet leaves it alone.
fn cell(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None => Cow::Borrowed(""),
        Some(Value::Empty) => Cow::Borrowed(EMPTY),
        Some(Value::Given(text)) if is_changed(text) => Cow::Owned(format!("'{text}")),
        Some(Value::Given(text)) => Cow::Borrowed(text),
    }
}

/// Whether a spreadsheet, or reading, would take a text for something else.
fn is_changed(text: &str) -> bool {
    const DIGITS: usize = 15;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = text.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b)) && digits > 0;
    let zeros = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    let power = text.bytes().any(|b| b.eq_ignore_ascii_case(&b'e'));
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
        || text == EMPTY
        || (number && (zeros || power || digits > DIGITS) && super::value::date(text).is_none())
        || british_day(text).is_some()
}

/// What a cell says.
fn uncell(text: &str, format: Option<Format>) -> Option<Value> {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    match text {
        "" => None,
        EMPTY => Some(Value::Empty),
        _ => Some(match (text.strip_prefix('\''), british_day(text)) {
            (Some(text), _) => Value::new(text),
            (None, Some(day)) if format == Some(Format::Date) => Value::new(&day),
            (None, _) => Value::new(text),
        }),
    }
}

/// `16/05/2025` as `2025-05-16`.
fn british_day(text: &str) -> Option<String> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let iso = format!("{year}-{month:0>2}-{day:0>2}");
    (parts.next().is_none() && super::value::date(&iso).is_some()).then_some(iso)
}

/// A folder of tables as a return; where anything is wrong, everything that is.
pub fn from_csv(files: &[(&str, &[u8])], year: CensusYear) -> Result<Return, Vec<Problem>> {
    let mut folder = Folder { year, problems: Vec::new() };
    let mut content = Return::default();
    let mut places = BTreeMap::new();
    for (name, block) in SHEETS {
        match files.iter().find(|(file, _)| file.eq_ignore_ascii_case(name)) {
            Some((_, bytes)) => {
                let list = folder.sheet(name, block, bytes, &mut places);
                match block {
                    Block::Header => content.headers = list,
                    Block::Totals => content.totals = list,
                    Block::Worker | Block::Structure => content.workers = list,
                }
            }
            None => folder.say(name, None, None, "the file is missing"),
        }
    }
    if let Some((_, bytes)) = files.iter().find(|(file, _)| file.eq_ignore_ascii_case(EXTRAS)) {
        folder.extras(bytes, &places, &mut content);
    }
    if folder.problems.is_empty() { Ok(content) } else { Err(folder.problems) }
}

/// Where each record of each table is, by its number.
type Places = BTreeMap<(&'static str, String), usize>;

struct Folder {
    year: CensusYear,
    problems: Vec<Problem>,
}

impl Folder {
    fn say(&mut self, file: &str, row: Option<usize>, column: Option<&str>, what: impl Into<String>) {
        let column = column.map(str::to_owned);
        self.problems.push(Problem { file: file.to_owned(), row, column, what: what.into() });
    }

    /// The rows of a file with their numbers, the names of the columns first.
    fn rows(&mut self, file: &str, bytes: &[u8]) -> Vec<(usize, StringRecord)> {
        let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
        // Spreadsheets that save "CSV" without more write the old character set.
        let text = std::str::from_utf8(bytes)
            .map_or_else(|_| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed);
        let mut rows = Vec::new();
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for (at, row) in reader.into_records().enumerate() {
            match row {
                Ok(row) => rows.push((at + 1, row)),
                Err(problem) => self.say(file, Some(at + 1), None, format!("cannot be read: {problem}")),
            }
        }
        if rows.is_empty() {
            self.say(file, Some(1), None, "the names of the columns are missing");
        }
        rows
    }

    fn sheet(&mut self, file: &'static str, block: Block, bytes: &[u8], places: &mut Places) -> Vec<Part> {
        let rows = self.rows(file, bytes);
        let Some(((_, names), rows)) = rows.split_first() else { return Vec::new() };
        let columns = self.columns(file, block, names);
        let mut parts = Vec::new();
        for (row, cells) in rows {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let mut part = Part::new(match block {
                Block::Header => Element::Header,
                Block::Totals => totals(self.year),
                Block::Worker | Block::Structure => Element::Worker,
            });
            for (at, text) in cells.iter().enumerate() {
                match columns.get(at) {
                    Some(Column::Item(item)) => {
                        if let Some(value) =
                            self.value(file, *row, item.name(), text, Some(item.spec().format))
                        {
                            part.set(*item, Some(value));
                        }
                    }
                    Some(Column::Unknown) => {}
                    Some(Column::Record | Column::Element) | None if text.trim().is_empty() => {}
                    Some(Column::Record) => {
                        let key = (file, text.trim().to_owned());
                        if places.insert(key, parts.len()).is_some() {
                            self.say(file, Some(*row), Some(RECORD), format!("{text} is there twice"));
                        }
                    }
                    Some(Column::Element) => match Element::named(text.trim()) {
                        Some(block @ (Element::LaLevel | Element::LaLevelVacancies)) => part.element = block,
                        _ => {
                            let what = format!("{text} is not LALevel or LALevelVacancies");
                            self.say(file, Some(*row), Some(ELEMENT), what);
                        }
                    },
                    None => {
                        let column = (at + 1).to_string();
                        self.say(file, Some(*row), Some(&column), "a value stands beyond the last column");
                    }
                }
            }
            parts.push(part);
        }
        parts
    }

    /// What the columns are.
    fn columns(&mut self, file: &str, block: Block, names: &StringRecord) -> Vec<Column> {
        let mut columns = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let name = name.trim();
            let number = (at + 1).to_string();
            let column = match Element::named_loosely(name) {
                _ if name.eq_ignore_ascii_case(RECORD) => Column::Record,
                _ if block == Block::Totals && name.eq_ignore_ascii_case(ELEMENT) => Column::Element,
                Some(item) if item.spec().block == block => Column::Item(item),
                _ => {
                    let what = if name.is_empty() {
                        "the column has no name".to_owned()
                    } else {
                        format!("{name} is no item of this file")
                    };
                    self.say(file, Some(1), Some(&number), what);
                    Column::Unknown
                }
            };
            if column != Column::Unknown && columns.contains(&column) {
                self.say(file, Some(1), Some(&number), format!("{name} is there twice"));
            }
            columns.push(column);
        }
        columns
    }

    fn value(
        &mut self,
        file: &str,
        row: usize,
        column: &str,
        text: &str,
        format: Option<Format>,
    ) -> Option<Value> {
        let value = uncell(text, format)?;
        if let Some(bad) = value.text().and_then(|text| text.chars().find(|c| !is_allowed(*c))) {
            let what = format!("the character U+{:04X} may not stand in XML", u32::from(bad));
            self.say(file, Some(row), Some(column), what);
        }
        Some(value)
    }

    fn extras(&mut self, bytes: &[u8], places: &Places, content: &mut Return) {
        let rows = self.rows(EXTRAS, bytes);
        let Some(((_, names), rows)) = rows.split_first() else { return };
        let mut at = [0; 4];
        for (place, wanted) in at.iter_mut().zip([FILE, RECORD, ELEMENT, VALUE]) {
            match names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted)) {
                Some(found) => *place = found,
                None => return self.say(EXTRAS, Some(1), Some(wanted), "the column is missing"),
            }
        }
        for (row, cells) in rows.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        {
            let [file, record, element, value] = at.map(|at| cells.get(at).unwrap_or_default());
            let sheet = SHEETS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(file.trim()));
            let Some((name, block)) = sheet else {
                self.say(EXTRAS, Some(*row), Some(FILE), format!("{file} is no file of the folder"));
                continue;
            };
            let element = element.trim();
            if !is_name(element) || Element::named_loosely(element) == Some(Element::Worker) {
                let what = format!("{element:?} cannot be the name of an element here");
                self.say(EXTRAS, Some(*row), Some(ELEMENT), what);
                continue;
            }
            let value = self.value(EXTRAS, *row, VALUE, value, None).unwrap_or_default();
            let list = match block {
                Block::Header => &mut content.headers,
                Block::Totals => &mut content.totals,
                Block::Worker | Block::Structure => &mut content.workers,
            };
            let part = places.get(&(name, record.trim().to_owned())).and_then(|at| list.get_mut(*at));
            let Some(part) = part else {
                self.say(EXTRAS, Some(*row), Some(RECORD), format!("{name} has no record {record}"));
                continue;
            };
            match part.repeats(element) {
                // What repeats nothing is the item itself.
                Some(item) if part.get(item).is_none() => part.set(item, Some(value)),
                _ => part.extras.push((element.into(), value)),
            }
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Record,
    Element,
    Item(Element),
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csww::write::tests::any_return;
    use proptest::prelude::*;

    fn year() -> CensusYear {
        CensusYear::NEWEST
    }

    fn again(tables: &[Table]) -> Result<Return, Vec<Problem>> {
        let files: Vec<(&str, &[u8])> =
            tables.iter().map(|table| (table.name, table.bytes.as_slice())).collect();
        from_csv(&files, year())
    }

    proptest! {
        #[test]
        fn tables_lose_nothing(content in any_return()) {
            let tables = to_csv(&content, year());
            prop_assert!(tables.iter().all(|table| table.bytes.starts_with(MARK)));
            prop_assert_eq!(again(&tables), Ok(content));
        }

        #[test]
        fn a_cell_says_what_the_value_was_and_is_no_formula(text in "[-=+@'0-9a-z/(. ]{1,20}|\\(empty\\)|0[0-9]{2,20}") {
            let value = Value::new(&text);
            let cell = cell(Some(&value)).into_owned();
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            prop_assert_eq!(uncell(&cell, Some(Format::Date)), Some(value));
        }
    }

    #[test]
    fn everything_wrong_in_a_folder_is_told_at_once_with_its_place() {
        let files: &[(&str, &[u8])] = &[
            ("header.csv", b"Record,Collection,Colour\r\n1,CSWW,red\r\n"),
            ("workers.csv", b"Record,SWENo,FTE,SWENo\r\n1,SW1,1,SW1\r\n1,SW\x01,1,,9\r\n,,,\r\n"),
            ("extras.csv", b"File,Record,Element,Value\r\nstaff.csv,1,Pay,1\r\nworkers.csv,7,Pay,1\r\nworkers.csv,1,a b,1\r\n"),
        ];
        let problems = from_csv(files, year()).expect_err("much is wrong");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "header.csv, row 1, column 3: Colour is no item of this file",
                "totals.csv: the file is missing",
                "workers.csv, row 1, column 4: SWENo is there twice",
                "workers.csv, row 3, column Record: 1 is there twice",
                "workers.csv, row 3, column SWENo: the character U+0001 may not stand in XML",
                "workers.csv, row 3, column 5: a value stands beyond the last column",
                "extras.csv, row 2, column File: staff.csv is no file of the folder",
                "extras.csv, row 3, column Record: workers.csv has no record 7",
                "extras.csv, row 4, column Element: \"a b\" cannot be the name of an element here",
            ]
        );
    }

    #[test]
    fn a_spreadsheet_s_days_and_character_set_are_understood() {
        let files: &[(&str, &[u8])] = &[
            ("header.csv", b"Record,Collection,SoftwareCode\r\n1,CSWW,Zo\xEB\r\n"),
            ("totals.csv", b"NumberOfVacancies\r\n1.5\r\n"),
            ("workers.csv", b"SWENo,PersonBirthDate,Cases30,Absat30Sept\r\nSW1,16/05/1985,'007,(empty)\r\n"),
        ];
        let content = from_csv(files, year()).expect("nothing is wrong");
        assert_eq!(content.headers[0].text(Element::SoftwareCode), Some("Zoë"));
        assert_eq!(content.totals[0].element, Element::LaLevel);
        let worker = &content.workers[0];
        assert_eq!(worker.text(Element::PersonBirthDate), Some("1985-05-16"));
        assert_eq!(worker.text(Element::Cases30), Some("007"));
        assert_eq!(worker.get(Element::AbsAt30Sept), Some(&Value::Empty));
        assert_eq!(worker.get(Element::Fte), None);
    }
}
