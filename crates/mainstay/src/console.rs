//! Where answers are printed: standard output in the form asked for, errors and progress on standard error.

use std::io::{self, Write};
use std::process::ExitCode;

use app::error::OfficeError;
use app::table::Table;
use serde::Serialize;

use crate::args::Format;
use crate::draw;
use crate::failure::Failure;

/// Prints answers in one form.
#[derive(Debug)]
pub(crate) struct Console {
    format: Format,
}

impl Console {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Prints an answer: as data, or as its tables.
    pub(crate) fn answer(&mut self, data: &impl Serialize, tables: &[Table]) -> Result<(), Failure> {
        let text = match self.format {
            Format::Json => {
                let json = serde_json::to_string_pretty(data);
                json.map_err(|problem| {
                    Failure::File(format!("the answer cannot be written as JSON: {problem}"))
                })? + "\n"
            }
            Format::Sarif => return Err(only_for("sarif", "`csww check`")),
            Format::Html => return Err(only_for("html", "`claims check` and papers")),
            Format::Pdf | Format::Docx | Format::Xlsx | Format::Ods => {
                return Err(only_for("pdf, docx, xlsx and ods", "papers"));
            }
            Format::Csv => tables.iter().map(draw::csv).collect::<Vec<_>>().join("\n"),
            Format::Table => tables.iter().map(draw::terminal).collect::<Vec<_>>().join("\n"),
        };
        Self::print(&text)
    }

    /// The form asked for.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Prints plain text.
    pub(crate) fn print(text: &str) -> Result<(), Failure> {
        Self::give(text.as_bytes())
    }

    /// Gives a file's bytes.
    pub(crate) fn give(bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // Whoever read the output has seen enough.
            Err(problem) if problem.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|problem| Failure::File(format!("standard output: {problem}"))),
        }
    }

    /// Says on standard error what long work is doing.
    pub(crate) fn progress(text: &str) {
        // Progress that nobody can see is no failure.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Says on standard error why a command was not carried out.
    pub(crate) fn fail(&mut self, failure: &Failure) -> ExitCode {
        let text = match self.format {
            Format::Json | Format::Sarif => serde_json::json!({ "error": failure.to_string() }).to_string(),
            _ => format!("mainstay: {failure}"),
        };
        Self::progress(&text);
        failure.code()
    }
}

fn only_for(format: &str, what: &str) -> Failure {
    Failure::Office(OfficeError::Usage(format!("--format {format} is for {what} only")))
}
