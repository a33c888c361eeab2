//! Reading an example folder: `example.toml` and one folder of CSV files for each change.
//!
//! This is the plain reader of tests and benches, apart from the import that people use, so that each can check the
//! other. It stops at the first thing wrong; a committed example has nothing wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use workforce::change::{Change, ChangeNumber, Content, Entry, Note, RecordId};
use workforce::layout::Layout;
use workforce::records::{self, Record};

/// Why an example could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// A file or folder is not there or not readable.
    #[error("{path}: {problem}")]
    File {
        /// Where.
        path: PathBuf,
        /// What the system or the reader said.
        problem: String,
    },
    /// A row is not a record of its layout.
    #[error("{path}, line {line}: {problem}")]
    Row {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
}

/// One change of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The folder that its rows are in.
    pub folder: String,
    /// Who, when and why.
    pub note: Note,
    /// The records, new or changed, each whole.
    pub records: Vec<Record>,
}

/// An example council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The council's DfE code.
    pub council: String,
    /// The council's name.
    pub name: String,
    /// What it is and where it is from.
    pub about: String,
    /// Commands worth trying.
    pub try_next: Vec<String>,
    /// Its changes, in order.
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Header {
    council: String,
    name: String,
    about: String,
    #[serde(rename = "try")]
    try_next: Vec<String>,
    change: Vec<HeaderChange>,
}

#[derive(Deserialize)]
struct HeaderChange {
    folder: String,
    at: String,
    by: String,
    reason: String,
}

/// The folder of the committed examples.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The names of the committed examples, in order.
pub fn names() -> Result<Vec<String>, ExampleError> {
    let root = folder();
    let entries = std::fs::read_dir(&root).map_err(|problem| file_error(&root, &problem))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("example.toml").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Reads a committed example by name.
pub fn named(name: &str) -> Result<Example, ExampleError> {
    read(&folder().join(name))
}

/// Reads an example from its folder.
pub fn read(folder: &Path) -> Result<Example, ExampleError> {
    let path = folder.join("example.toml");
    let text = std::fs::read_to_string(&path).map_err(|problem| file_error(&path, &problem))?;
    let header: Header = toml::from_str(&text).map_err(|problem| file_error(&path, &problem))?;
    let mut known: BTreeMap<RecordId, Record> = BTreeMap::new();
    let mut steps = Vec::new();
    for change in header.change {
        let records = read_step(&folder.join(&change.folder), &mut known)?;
        let source = format!("{}/{}", folder.file_name().unwrap_or_default().display(), change.folder);
        let note = Note { at: change.at, by: change.by, reason: change.reason, source };
        steps.push(Step { folder: change.folder, note, records });
    }
    Ok(Example {
        council: header.council,
        name: header.name,
        about: header.about,
        try_next: header.try_next,
        steps,
    })
}

fn file_error(path: &Path, problem: &dyn std::fmt::Display) -> ExampleError {
    ExampleError::File { path: path.to_owned(), problem: problem.to_string() }
}

/// Reads the CSV files of one change, in the order of the layouts. Columns that a file does not have keep the values of
/// the record as it was.
fn read_step(folder: &Path, known: &mut BTreeMap<RecordId, Record>) -> Result<Vec<Record>, ExampleError> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|problem| file_error(folder, &problem))?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut found = Vec::new();
    for layout in records::LAYOUTS {
        let name = format!("{}.csv", layout.name);
        let before = names.len();
        names.retain(|known| *known != name);
        if names.len() < before {
            read_file(&folder.join(&name), layout, known, &mut found)?;
        }
    }
    match names.first() {
        Some(stray) => Err(file_error(&folder.join(stray), &"is not named by a layout")),
        None => Ok(found),
    }
}

fn read_file(
    path: &Path,
    layout: &Layout,
    known: &mut BTreeMap<RecordId, Record>,
    found: &mut Vec<Record>,
) -> Result<(), ExampleError> {
    let mut reader = csv::Reader::from_path(path).map_err(|problem| file_error(path, &problem))?;
    let headings = reader.headers().map_err(|problem| file_error(path, &problem))?.clone();
    let places: Vec<Option<usize>> = headings.iter().map(|heading| layout.column(heading)).collect();
    if let Some(at) = places.iter().position(Option::is_none) {
        return Err(file_error(path, &format_args!("there is no column `{}`", &headings[at])));
    }
    for row in reader.records() {
        let row = row.map_err(|problem| file_error(path, &problem))?;
        let line = row.position().map_or(0, csv::Position::line);
        let row_error = |problem: String| ExampleError::Row { path: path.to_owned(), line, problem };
        let mut cells: Vec<Option<String>> = vec![None; layout.columns.len()];
        for (place, text) in places.iter().flatten().zip(&row) {
            cells[*place] = (!text.is_empty()).then(|| text.to_owned());
        }
        let record = parse(layout, &cells).map_err(row_error)?;
        let record = match known.get(&record.id()) {
            Some(before) => parse(layout, &overlay(before, &cells, &places)).map_err(row_error)?,
            None => record,
        };
        known.insert(record.id(), record.clone());
        found.push(record);
    }
    Ok(())
}

/// The row as it was, with the cells of the columns that the file has.
fn overlay(before: &Record, cells: &[Option<String>], places: &[Option<usize>]) -> Vec<Option<String>> {
    let mut row = before.to_row();
    for &place in places.iter().flatten() {
        row[place].clone_from(&cells[place]);
    }
    row
}

fn parse(layout: &Layout, cells: &[Option<String>]) -> Result<Record, String> {
    let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    let read = Record::from_row(layout.kind, &cells).expect("layouts name the kinds that there are");
    read.map_err(|problems| {
        let told: Vec<String> = problems
            .iter()
            .map(|found| format!("{}: {}", layout.columns[found.column].name, found.problem))
            .collect();
        told.join("; ")
    })
}

impl Step {
    /// The change as a ledger would store it.
    pub fn to_change(&self, council: &str, number: ChangeNumber) -> Change {
        let entry = |record: &Record| Entry { record: record.id(), content: Content::Body(record.body()) };
        Change {
            number,
            council: council.to_owned(),
            note: self.note.clone(),
            entries: self.records.iter().map(entry).collect(),
        }
    }
}

impl Example {
    /// Its changes, numbered from 1.
    pub fn changes(&self) -> Vec<Change> {
        let mut number = ChangeNumber::default();
        let mut next = || {
            number = number.next();
            number
        };
        self.steps.iter().map(|step| step.to_change(&self.council, next())).collect()
    }
}
