//! Business cases.

use std::path::Path;

use app::cases::{CaseFile, check_case, example_case, report_case, track_case};
use app::error::OfficeError;

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
            let answer = track_case(&operator(None), &shelf(desk).await?.0, &named(desk, id).await?)?;
            say(console, &answer, &[answer.table()])
        }
    }
}

/// A case by its file, by the name of its example, or by the name that it is kept by.
async fn named(desk: &mut Desk<'_>, id: &str) -> Result<CaseFile, Failure> {
    let path = Path::new(id);
    if path.exists() {
        return files::read_text(path);
    }
    if let Some(file) = example_case(id) {
        return Ok(file);
    }
    let (office, council) = desk.open_council().await?;
    let kept = office.kept_case(&council, id).await?;
    kept.ok_or_else(|| {
        OfficeError::Usage(format!("there is no case `{id}`: no file, no example, and none that is kept"))
            .into()
    })
}
