//! The mapping: how the sheets of another system's export become records.
//!
//! A mapping is written by people, in TOML; `docs/mapping.md` describes it with worked examples. It is read whole and
//! everything wrong with it is told at once, as findings with line numbers. It says how cells fill columns; it holds no
//! data and reads no sheet.

use jiff::civil::Date;
use workforce::layout::{Layout, Shape};

use crate::names;
use crate::values::DateFormat;

mod fill;
mod read;
mod table;

pub use read::read;

/// A mapping file.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Its name, for findings.
    pub file: String,
    /// Its sources; the first that matches a sheet is used for it.
    pub sources: Vec<Source>,
}

/// How sheets of one sort are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Where it starts in the mapping file.
    pub line: u32,
    /// A glob on the file's name; none matches every file.
    pub file: Option<String>,
    /// A glob on the sheet's name; none matches every sheet.
    pub sheet: Option<String>,
    /// The row that holds the headings; the first that is not blank when not given.
    pub header_row: Option<u32>,
    /// Globs on the headings that are known and left out.
    pub ignore: Vec<String>,
    /// Whether every heading that is not used is left out.
    pub ignore_rest: bool,
    /// The records that each row gives.
    pub records: Vec<RecordMap>,
}

/// How a row becomes one record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordMap {
    /// Where it starts in the mapping file.
    pub line: u32,
    /// The kind of record.
    pub layout: &'static Layout,
    /// What a row must meet to give the record: all of these.
    pub when: Vec<Condition>,
    /// The columns that are filled.
    pub columns: Vec<ColumnMap>,
}

/// How one column is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMap {
    /// Index into the layout's columns.
    pub column: usize,
    /// Where it is said in the mapping file.
    pub line: u32,
    /// What from.
    pub fill: Fill,
    /// Texts that stand for a blank.
    pub blanks: Vec<String>,
    /// Date formats; none means ISO and day/month/year.
    pub dates: Vec<DateFormat>,
    /// Whether its dates are the last day on which something holds, so that one day is added.
    pub inclusive: bool,
    /// Translations, from what the file says to what the column holds.
    pub codes: Vec<(String, String)>,
    /// The canonical text of a blank cell.
    pub default: Option<String>,
}

/// What fills a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// The cell under a heading.
    Heading(String),
    /// The cells under several headings, joined; blank when any of them is.
    Join {
        /// The headings.
        headings: Vec<String>,
        /// What stands between the parts.
        with: String,
    },
    /// Hours over full-time hours.
    Hours {
        /// The heading of the hours.
        hours: String,
        /// The full-time hours.
        full_time: FullTime,
    },
    /// The same canonical text for every row.
    Constant(String),
}

/// Full-time hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FullTime {
    /// In millionths of an hour, the same for every row.
    Fixed(i64),
    /// The cell under a heading.
    Heading(String),
}

/// One condition on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The heading of the cell.
    pub heading: String,
    /// What the cell must be.
    pub test: Test,
}

/// What a cell must be. Texts are compared without case and spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these.
    In(Vec<String>),
    /// None of these.
    NotIn(Vec<String>),
    /// Blank.
    Blank,
    /// Not blank.
    NotBlank,
}

impl Test {
    /// Whether a cell's text meets it; a blank cell is the empty text.
    pub fn holds(&self, text: &str) -> bool {
        let is_one_of = |all: &[String]| all.iter().any(|one| names::alike(one, text));
        match self {
            Self::In(all) => is_one_of(all),
            Self::NotIn(all) => !is_one_of(all),
            Self::Blank => text.is_empty(),
            Self::NotBlank => !text.is_empty(),
        }
    }
}

impl Source {
    /// Whether a file's name, without its folder, matches.
    pub fn matches_file(&self, file: &str) -> bool {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        self.file.as_deref().is_none_or(|pattern| names::glob(pattern, name) || names::glob(pattern, file))
    }

    /// Whether a sheet's name matches; a text file's table has none and matches every source of its file.
    pub fn matches_sheet(&self, sheet: Option<&str>) -> bool {
        match (self.sheet.as_deref(), sheet) {
            (Some(pattern), Some(name)) => names::glob(pattern, name),
            _ => true,
        }
    }

    /// Every heading that it uses, as written in the mapping.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.records.iter().flat_map(|record| {
            let filling = record.columns.iter().flat_map(|column| column.fill.headings());
            filling.chain(record.when.iter().map(|condition| condition.heading.as_str()))
        })
    }
}

impl Fill {
    /// The headings that it uses.
    pub fn headings(&self) -> Vec<&str> {
        match self {
            Self::Heading(heading) => vec![heading],
            Self::Join { headings, .. } => headings.iter().map(String::as_str).collect(),
            Self::Hours { hours, full_time: FullTime::Heading(full_time) } => vec![hours, full_time],
            Self::Hours { hours, .. } => vec![hours],
            Self::Constant(_) => Vec::new(),
        }
    }
}

/// The columns whose dates are ends: the first day on which something no longer holds.
pub const ENDS: &[&str] = &["to", "left", "funding_to", "expected_end", "expected_return"];

/// The column that ends a record of a layout, if it has one.
pub fn end_column(layout: &Layout) -> Option<usize> {
    layout.column("to").or_else(|| layout.column("left"))
}

/// The column that starts a record of a layout, if it has one.
pub fn start_column(layout: &Layout) -> Option<usize> {
    layout.column("from").or_else(|| layout.column("started"))
}

/// Checks a canonical text against a shape; the error completes the sentence "`x` …".
pub fn check_text(shape: Shape, text: &str) -> Result<(), String> {
    use workforce::cell::{Value, check_key};
    use workforce::quantity::{Fte, Pence};
    let codes = |codes: &[workforce::layout::Code], text: &str| {
        let known = codes.iter().map(|code| code.code);
        let is_known = codes.iter().any(|code| code.code == text);
        is_known.then_some(()).ok_or_else(|| format!("is not one of {}", names::listed(known)))
    };
    let each = |check: &dyn Fn(&str) -> Result<(), String>| {
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).try_for_each(check)
    };
    match shape {
        Shape::Key | Shape::Reference(_) => check_key(text),
        Shape::References(_) => each(&check_key),
        Shape::Text => Ok(()),
        Shape::Date => <Date as Value>::parse(text).map(drop),
        Shape::Fte | Shape::Decimal => Fte::parse(text).map(drop).map_err(|problem| problem.to_string()),
        Shape::Money => Pence::parse(text).map(drop).map_err(|problem| problem.to_string()),
        Shape::Count => <u32 as Value>::parse(text).map(drop),
        Shape::YesNo => <bool as Value>::parse(text).map(drop),
        Shape::Code(known) => codes(known, text),
        Shape::Codes(known) => each(&|part| codes(known, part)),
    }
}
