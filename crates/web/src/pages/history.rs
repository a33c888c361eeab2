//! The history: every change, what one did, and undoing one by a new one.

use app::changing::Changed;
use app::policy::Action;
use app::reception::written;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, SummaryList};
use crate::failure::Failure;
use crate::form::{Filled, input};
use crate::grid::Grid;
use crate::page::{Page, html};
use crate::pages::account::row;
use crate::pages::position::answered;
use crate::pages::records::{outcome, record_link};
use crate::visit::Visit;

/// How many changes are listed.
const SHOWN: usize = 200;

/// Every change, the newest first.
pub(crate) async fn list(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("History").under(&[]);
    let find = input("find", "Who, why or from where", asked.get("find"));
    page.raw(&super::filter::form("/history", &html(&find), "Find"));
    let log = visit.office().log(visit.council()).await?;
    let wanted = asked.get("find").to_lowercase();
    let mut table = log.table();
    table.rows.retain(|row| row.iter().any(|cell| cell.to_lowercase().contains(&wanted)));
    table.rows.reverse();
    if table.rows.len() > SHOWN {
        table.notes = vec![format!("The newest {SHOWN} of {}.", table.rows.len())];
        table.rows.truncate(SHOWN);
    }
    page.table(&Grid::new(table).linked(0, |_, row| Some(format!("/history/{}", row[0]))));
    Ok(visit.show(page))
}

/// One change.
pub(crate) async fn show(visit: Visit, Path(number): Path<u64>) -> Result<Response, Failure> {
    let page = change(&visit, number).await?;
    Ok(visit.show(page))
}

async fn change(visit: &Visit, number: u64) -> Result<Page, Failure> {
    let mut page = Page::new(format!("Change {number}")).under(&[("History", "/history")]);
    let answer = visit.office().change(visit.council(), number).await;
    let Some(change) = answered(&mut page, answer)? else { return Ok(page) };
    let note = &change.note;
    page.put(&SummaryList {
        rows: vec![
            row("When", &note.at),
            row("Who", &note.by),
            row("Why", &note.reason),
            row("From", &note.source),
            row("Records", &(change.records.len() + change.unseen).to_string()),
        ],
        classes: String::new(),
    });
    if change.unseen > 0 {
        page.prose(&format!("{} of its records are of kinds that you may not read.", change.unseen));
    }
    let ids: Vec<String> = change.table.rows.iter().map(|row| row[0].clone()).collect();
    page.table(&Grid::new(change.table).linked(0, |at, _| Some(record_link(&ids[at]))));
    if visit.may(Action::UndoChange) && !change.erased {
        page.heading("Undo it by a new change");
        page.prose("Every record gets back what it held before. Nothing is taken out of the history.");
        page.raw(&format!(
            "<form action=\"/history/{number}/undo\" method=\"post\" novalidate>{}{}</form>",
            html(&input("reason", "Reason", "")),
            html(&Button {
                text: "Undo this change".to_owned(),
                classes: "govuk-button--warning".to_owned(),
                ..Button::default()
            })
        ));
    }
    Ok(page)
}

/// Undoes a change by a new one.
pub(crate) async fn undo(visit: Visit, Path(number): Path<u64>, filled: Filled) -> Result<Response, Failure> {
    let Some(reason) = filled.some("reason") else {
        let mut page = change(&visit, number).await?;
        page.error("reason", "Enter why the change is undone");
        return Ok(visit.show(page));
    };
    let changed = visit.office().undo(visit.council(), number, written(visit.now()), reason).await?;
    if let Changed::Done(new) = changed {
        return Ok(Redirect::to(&format!("/history/{new}")).into_response());
    }
    let mut page = change(&visit, number).await?;
    outcome(&mut page, &changed, &[]);
    Ok(visit.show(page))
}
