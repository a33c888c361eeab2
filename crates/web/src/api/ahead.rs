//! What lies ahead, for programs: how long people stay, where leavers go, the forecast and what it rests on.

use app::measures::staying::StayingBy;
use app::staying::StayAsk;
use std::time::Duration;

use super::{Answer, answer, code, unread};
use crate::form::Filled;
use crate::pages::forecast::{begun, read};
use crate::pages::staying::{FLOOR, GAP};
use crate::visit::Visit;

fn stay_ask(asked: &Filled) -> Result<StayAsk, super::ApiFailure> {
    Ok(StayAsk {
        by: asked.some("by").map(|_| code(asked, "by", StayingBy::Team)).transpose()?,
        from: asked.date("from").map_err(unread)?,
        to: asked.date("to").map_err(unread)?,
        gap: GAP,
        floor: FLOOR,
        known_at: asked.some("known_at"),
    })
}

/// How long people stay.
pub(crate) async fn survival(visit: Visit, asked: Filled) -> Answer {
    let found = visit.office().survival(visit.council(), &stay_ask(&asked)?).await?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// Where leavers go.
pub(crate) async fn destinations(visit: Visit, asked: Filled) -> Answer {
    let found = visit.office().destinations(visit.council(), &stay_ask(&asked)?).await?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// What is wrong with a question, all at once.
fn wrong(problems: &[(&str, String)]) -> super::ApiFailure {
    let told: Vec<String> = problems.iter().map(|(field, problem)| format!("{field}: {problem}")).collect();
    unread(told.join("; "))
}

/// What the workforce may come to. It waits its turn as the pages' runs do, and is answered when it is done.
pub(crate) async fn forecast(visit: Visit, asked: Filled) -> Answer {
    let ask = read(&visit, &asked).await?.map_err(|problems| wrong(&problems))?;
    // What is wrong with the question itself is told before anything runs.
    visit.office().assumptions(visit.council(), &ask).await?;
    let run = begun(&visit, ask)?;
    loop {
        match run.outcome() {
            Some(Ok(Some(found))) => return answer(&asked, found, || found.tables().into_iter().next()),
            Some(Ok(None)) => return Err(unread("the run was stopped by another of yours".to_owned())),
            Some(Err(problem)) => return Err(unread(problem.to_string())),
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// What it rests on.
pub(crate) async fn assumptions(visit: Visit, asked: Filled) -> Answer {
    let ask = read(&visit, &asked).await?.map_err(|problems| wrong(&problems))?;
    let found = visit.office().assumptions(visit.council(), &ask).await?;
    answer(&asked, &found, || Some(found.table()))
}
