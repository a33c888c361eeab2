//! Business cases.

use std::path::Path;

use app::cases::{CaseFile, check_case, example_case, report_case, track_case};

use crate::args::CaseCommand;
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

use super::measuring::shelf;
use super::{Desk, Done, operator, say};

pub(super) async fn case(desk: &mut Desk<'_>, command: &CaseCommand, console: &mut Console) -> Done {
    match command {
        CaseCommand::Check { file } => {
            let answer = check_case(&operator(None), &files::read_text(file)?)?;
            console.answer(&answer, &[answer.table()])?;
            Ok(if answer.errors == 0 { Outcome::Done } else { Outcome::DataHasErrors })
        }
        CaseCommand::Report { file } => {
            let answer = report_case(&operator(None), &files::read_text(file)?)?;
            say(console, &answer, &answer.tables())
        }
        CaseCommand::Track { id } => {
            let answer = track_case(&operator(None), &shelf(desk).await?.0, &named(id)?)?;
            say(console, &answer, &[answer.table()])
        }
    }
}

/// A case by the name of its example, or by its file.
fn named(id: &str) -> Result<CaseFile, Failure> {
    match example_case(id) {
        Some(file) => Ok(file),
        None => files::read_text(Path::new(id)),
    }
}
