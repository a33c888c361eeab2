//! Business cases.

use std::path::Path;

use app::cases::{CaseFile, check_case, example_case, report_case, track_case};
use app::error::OfficeError;
use app::planning::{KeptAnswer, ListedPlans, Plan};
use app::strands::{StrandAsk, action_key};

use crate::args::CaseCommand;
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

use super::measuring::shelf;
use super::{Desk, Done, now, operator, say};

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
            let case = named(desk, id).await?;
            let shelf = shelf(desk).await?.0;
            // Without a store, or without the council in it, the published path stands by itself.
            let answer = match desk.open_council().await {
                Ok((office, council)) => office.track_case(&council, &shelf, &case).await?,
                Err(_) => track_case(&operator(None), &shelf, &case)?,
            };
            say(console, &answer, &[answer.table()])
        }
        CaseCommand::Keep { file, reason, by } => {
            let case = files::read_text(file)?;
            let id = check_case(&operator(None), &case)?.id;
            let office = desk.open_as(operator(by.as_deref())).await?;
            let council = office.council(desk.arguments.council.as_deref()).await?;
            let (_, seen) = office.plans(&council, Plan::Case).await?;
            let reason = reason.clone().unwrap_or_else(|| format!("{} kept", case.0));
            let kept = office.keep_plan(&council, Plan::Case, (&id, &case.1), (seen, reason, now())).await?;
            let answer = KeptAnswer::of(&id, &kept)?;
            say(console, &answer, &[answer.table()])
        }
        CaseCommand::List => {
            let (office, council) = desk.open_council().await?;
            let answer = ListedPlans { plans: office.plans(&council, Plan::Case).await?.0 };
            say(console, &answer, &[answer.table()])
        }
        CaseCommand::Action { id, strand, owner, due, measure, reason, by } => {
            let office = desk.open_as(operator(by.as_deref())).await?;
            let council = office.council(desk.arguments.council.as_deref()).await?;
            let ask = StrandAsk {
                owner: owner.clone(),
                due: *due,
                measure: measure.clone(),
                reason: reason.clone(),
                at: now(),
            };
            let changed = office.strand_to_action(&council, id, strand, &ask).await?;
            let answer = KeptAnswer::of(&action_key(id, strand), &changed)?;
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
    // Without a store it can be a file only, and is told as one.
    let Ok((office, council)) = desk.open_council().await else { return files::read_text(path) };
    let kept = office.kept_case(&council, id).await?;
    kept.ok_or_else(|| {
        OfficeError::Usage(format!("there is no case `{id}`: no file, no example, and none that is kept"))
            .into()
    })
}
