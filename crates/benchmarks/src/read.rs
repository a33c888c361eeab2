//! Reads a release's file as the publisher prints it, today or before, and says everything wrong with it at once.
//!
//! It is given text and opens nothing. It knows no year and no authority, so a later release needs no change here.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use csv::StringRecord;

use crate::cell::{Cell, CellProblem};
use crate::measure::Measure;
use crate::table::{AREA_COLUMNS, Level, Row, Table};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its table.
    pub table: Table,
    /// What a reader may want to know and need not act on.
    pub notes: Vec<Note>,
}

/// Something unexpected that does no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A column that Mainstay does not know; it was not read.
    UnknownColumn(String),
    /// A column that some releases do not have; its figures stand as not collected.
    NoColumn(Measure),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownColumn(name) => write!(f, "column `{name}` is not known and was not read"),
            Self::NoColumn(measure) => {
                write!(f, "there is no column `{measure}`: not collected in this release")
            }
        }
    }
}

/// One thing wrong with a file: where, what, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column `{column}`, value `{value}`: {wrong}")]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line; 1 is the header.
    pub line: u64,
    /// The column as the file names it; empty when it is about the whole line.
    pub column: String,
    /// The value found.
    pub value: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong, in words that say how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// No header.
    #[error("the file is empty; download the data file of the release again")]
    EmptyFile,
    /// A header and no more.
    #[error("there are no rows below the header; download the data file of the release again")]
    NoRows,
    /// A required column is not there.
    #[error("the column is missing; give the file as published, with every column")]
    MissingColumn,
    /// Two columns for one thing, perhaps under an old and a new name.
    #[error("the column is there twice (also as `{0}`); keep one")]
    ColumnTwice(String),
    /// A line too long or too short.
    #[error("the line has {found} cells and the header {wanted}; put names with commas in double quotes")]
    Ragged {
        /// Cells in the line.
        found: usize,
        /// Cells in the header.
        wanted: usize,
    },
    /// Not a year.
    #[error("a year is four digits from 2000 to 2100, such as 2024")]
    NotAYear,
    /// Not a level.
    #[error("a level is `National`, `Regional` or `Local authority`")]
    NotALevel,
    /// The area has no code or no name.
    #[error("the area's code or name is blank; copy it from the release")]
    BlankArea,
    /// Two rows for an area in a year.
    #[error("the area has a row for this year on line {0} already; keep one")]
    AreaYearTwice(u64),
    /// A cell that is neither number nor symbol.
    #[error("{0}")]
    Cell(CellProblem),
    /// People or cases with a fraction.
    #[error("this counts people or cases, so it is a whole number; look the figure up again")]
    NotWhole,
}

/// Reads a file: all of it, or everything wrong with it.
///
/// Column names may be current or older ones, may end in `%`, may be quoted and in any order; a byte-order mark is
/// skipped. Columns that are not known are noted.
pub fn read(file_name: &str, text: &str) -> Result<Reading, Vec<Problem>> {
    let mut problems = Problems { file: file_name, found: Vec::new() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let Some(header) = records.next() else {
        problems.add(1, "", "", Wrong::EmptyFile);
        return Err(problems.found);
    };
    let (columns, notes) = Columns::find(&header, &mut problems);

    let mut rows = Vec::new();
    let mut seen: HashMap<(u16, Level, String), u64> = HashMap::new();
    let mut lines = 0;
    for record in records {
        lines += 1;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            problems.add(line, "", "", Wrong::Ragged { found: record.len(), wanted: header.len() });
            continue;
        }
        let Some(row) = columns.row(&record, line, &mut problems) else { continue };
        let mut earlier = None;
        for code in row.codes() {
            let first = *seen.entry((row.year, row.level, code.to_owned())).or_insert(line);
            earlier = earlier.or((first != line).then_some(first));
        }
        match earlier {
            Some(first) => problems.add(line, "", row.name(), Wrong::AreaYearTwice(first)),
            None => rows.push(row),
        }
    }
    if lines == 0 {
        problems.add(1, "", "", Wrong::NoRows);
    }
    if problems.found.is_empty() {
        let measures = columns.measures.keys().copied().collect();
        Ok(Reading { table: Table { measures, rows }, notes })
    } else {
        Err(problems.found)
    }
}

struct Problems<'a> {
    file: &'a str,
    found: Vec<Problem>,
}

impl Problems<'_> {
    fn add(&mut self, line: u64, column: &str, value: &str, wrong: Wrong) {
        let (file, column, value) = (self.file.to_owned(), column.to_owned(), value.to_owned());
        self.found.push(Problem { file, line, column, value, wrong });
    }
}

/// Where the file keeps each thing.
struct Columns {
    areas: BTreeMap<&'static str, usize>,
    measures: BTreeMap<Measure, (usize, String)>,
}

/// Columns that say the same in every row of every release, and need not be there.
const CONSTANT: [&str; 3] = ["time_identifier", "country_code", "country_name"];

impl Columns {
    fn find(header: &StringRecord, problems: &mut Problems<'_>) -> (Self, Vec<Note>) {
        let mut columns = Self { areas: BTreeMap::new(), measures: BTreeMap::new() };
        let mut notes = Vec::new();
        for (place, name) in header.iter().enumerate() {
            let area = AREA_COLUMNS.into_iter().find(|area| name.eq_ignore_ascii_case(area));
            let earlier = if let Some(area) = area {
                columns.areas.insert(area, place)
            } else if let Some(measure) = Measure::from_column(name) {
                columns.measures.insert(measure, (place, name.to_owned())).map(|(place, _)| place)
            } else {
                notes.push(Note::UnknownColumn(name.to_owned()));
                None
            };
            if let Some(earlier) = earlier {
                let other = header.get(earlier).unwrap_or_default().to_owned();
                problems.add(1, name, name, Wrong::ColumnTwice(other));
            }
        }
        for area in AREA_COLUMNS {
            if !columns.areas.contains_key(area) && !CONSTANT.contains(&area) {
                problems.add(1, area, "", Wrong::MissingColumn);
            }
        }
        for measure in Measure::ALL.iter().filter(|measure| !columns.measures.contains_key(measure)) {
            if measure.may_be_absent() {
                notes.push(Note::NoColumn(*measure));
            } else {
                problems.add(1, measure.column(), "", Wrong::MissingColumn);
            }
        }
        (columns, notes)
    }

    /// Reads a row, or says what is wrong with all of it.
    fn row(&self, record: &StringRecord, line: u64, problems: &mut Problems<'_>) -> Option<Row> {
        let before = problems.found.len();
        let area = |name| self.areas.get(name).and_then(|place| record.get(*place));
        let text = |name| area(name).unwrap_or_default().to_owned();

        let year = area("time_period").and_then(|text| {
            let four = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            let year = text.parse().ok().filter(|year| four && (2000..=2100).contains(year));
            if year.is_none() {
                problems.add(line, "time_period", text, Wrong::NotAYear);
            }
            year
        });
        let level = area("geographic_level").and_then(|text| {
            let level = Level::parse(text);
            if level.is_none() {
                problems.add(line, "geographic_level", text, Wrong::NotALevel);
            }
            level
        });
        let named: &[&str] = match level {
            Some(Level::Authority) => &["old_la_code", "new_la_code", "la_name"],
            Some(Level::Regional) => &["region_code", "region_name"],
            Some(Level::National) | None => &[],
        };
        for column in named {
            if area(column) == Some("") {
                problems.add(line, column, "", Wrong::BlankArea);
            }
        }

        let mut cells = [None; Measure::COUNT];
        for (measure, (place, column)) in &self.measures {
            let text = record.get(*place).unwrap_or_default();
            match Cell::parse(text) {
                Ok(Cell::Number(number)) if measure.places() == 0 && number.millionths() % 1_000_000 != 0 => {
                    problems.add(line, column, text, Wrong::NotWhole);
                }
                Ok(cell) => cells[*measure as usize] = Some(cell),
                Err(problem) => problems.add(line, column, text, Wrong::Cell(problem)),
            }
        }

        if problems.found.len() > before {
            return None;
        }
        Some(Row {
            year: year?,
            level: level?,
            region_code: text("region_code"),
            region_name: text("region_name"),
            la_code: text("old_la_code"),
            ons_code: text("new_la_code"),
            la_name: text("la_name"),
            cells,
        })
    }
}
