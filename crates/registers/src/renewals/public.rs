//! The public register as somebody downloaded it, set against the record. Its layout is not ours: which heading holds what
//! is said by whoever asks, with defaults that are near what such files use.

use serde::Serialize;
use std::collections::BTreeMap;

use workforce::Workforce;

use super::RenewalLine;

/// The headings of the columns that are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The registration number.
    pub number: String,
    /// What the register says of it.
    pub status: String,
    /// Until when it says so; may be missing.
    pub until: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            number: "Registration number".to_owned(),
            status: "Registration status".to_owned(),
            until: "Registered until".to_owned(),
        }
    }
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The line of the file, from 1.
    pub line: u64,
    /// The number, in capitals, without spaces.
    pub number: String,
    /// What the register says.
    pub status: String,
    /// Until when, as the file has it.
    pub until: Option<String>,
}

/// What cannot be read of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong and how to put it right.
    pub message: String,
}

/// A register as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// Its entries, by number; a number that comes twice is a problem, and its first line stands.
    pub entries: BTreeMap<String, Entry>,
    /// Everything that cannot be read.
    pub problems: Vec<Problem>,
}

/// Whether a number has a form that the regulator or the census knows: letters, then digits.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = text.len() - digits.len();
    letters == 2 && !digits.is_empty() && text.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A number in capitals, without spaces.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

impl Register {
    /// Reads a CSV file.
    pub fn read(bytes: &[u8], columns: &Columns) -> Self {
        let mut register = Self::default();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut file = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
        let headings: Vec<String> = match file.headers() {
            Ok(headings) => headings.iter().map(str::to_owned).collect(),
            Err(problem) => {
                register.problem(
                    1,
                    format!("the headings cannot be read: {problem}; save the file as CSV in UTF-8"),
                );
                return register;
            }
        };
        let find = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
        let (Some(number), Some(status)) = (find(&columns.number), find(&columns.status)) else {
            let told = format!(
                "there is no column `{}` or no column `{}`; the headings are {}: name the columns",
                columns.number,
                columns.status,
                headings.join(", ")
            );
            register.problem(1, told);
            return register;
        };
        let until = find(&columns.until);
        for row in file.records() {
            match row {
                Ok(row) => {
                    let line = row.position().map_or(0, csv::Position::line);
                    let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
                    let until = until.map(cell).filter(|text| !text.is_empty());
                    register.take(Entry { line, number: plain(&cell(number)), status: cell(status), until });
                }
                Err(problem) => {
                    let line = problem.position().map_or(0, csv::Position::line);
                    register.problem(
                        line,
                        format!("the line cannot be read: {problem}; save the file as CSV in UTF-8"),
                    );
                }
            }
        }
        register
    }

    fn problem(&mut self, line: u64, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn take(&mut self, entry: Entry) {
        if !is_number(&entry.number) {
            let told = format!("`{}` is not a registration number such as SW12345: correct it", entry.number);
            self.problem(entry.line, told);
        } else if let Some(first) = self.entries.get(&entry.number) {
            let told = format!("`{}` is on line {}, too: take one of the two away", entry.number, first.line);
            self.problem(entry.line, told);
        } else {
            self.entries.insert(entry.number.clone(), entry);
        }
    }
}

/// Where the record and the register differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The worker.
    pub worker: String,
    /// The number that the record has.
    pub number: Option<String>,
    /// What differs, in a sentence.
    pub message: String,
}

/// Sets the register against the workers of a renewal list. The register may show an entry as ending on 30 November for a
/// while after that day without its having ended, so its dates are told and not judged.
pub fn reconcile(workforce: &Workforce, lines: &[RenewalLine], register: &Register) -> Vec<Difference> {
    let mut differences = Vec::new();
    for line in lines {
        let number = line.registration.as_deref().map(plain);
        let told = match number.as_deref() {
            None => Some("The record has no registration number: add it to the worker.".to_owned()),
            Some(number) if !is_number(number) => {
                Some(format!("`{number}` is not a registration number such as SW12345: correct it."))
            }
            Some(number) => match register.entries.get(number) {
                None => Some("The register's file has no such number: look it up.".to_owned()),
                Some(entry) if entry.status.eq_ignore_ascii_case("registered") => None,
                Some(entry) => {
                    let until = entry.until.as_ref().map(|day| format!(", until {day}")).unwrap_or_default();
                    Some(format!("The register says `{}`{until} (line {}).", entry.status, entry.line))
                }
            },
        };
        differences.extend(told.map(|message| Difference { worker: line.worker.clone(), number, message }));
    }
    let mut held: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for worker in workforce.records().workers.values() {
        if let Some(number) = &worker.registration {
            held.entry(plain(number)).or_default().push(worker.worker.as_str());
        }
    }
    for (number, mut workers) in held.into_iter().filter(|(_, workers)| workers.len() > 1) {
        workers.sort_unstable();
        let told = format!(
            "Workers {} have the same registration number: they may be one person.",
            workers.join(", ")
        );
        differences.push(Difference { worker: workers[0].to_owned(), number: Some(number), message: told });
    }
    differences
}
