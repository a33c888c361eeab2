//! People: find a worker, and a worker's page with the timeline. Every look at a named person is noted first.

use std::fmt::Write as _;

use app::policy::Action;
use axum::extract::Path;
use axum::response::Response;

use crate::components::SummaryList;
use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::{Page, escape, link, part};
use crate::pages::account::row;
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::pages::records::record_link;
use crate::visit::Visit;

/// Finds workers.
pub(crate) async fn list(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("People").under(&[]);
    let mut filter = Filter::new(&asked, &places);
    let find = filter.text("find", "Name, key or registration");
    let day = filter.date(&mut page, "on", "On", visit.today());
    if !filter.put(&mut page, "/people", "Find") {
        return Ok(visit.show(page));
    }
    let found = visit.office().people(visit.council(), find.as_deref().unwrap_or_default(), day).await?;
    if found.named {
        visit.note(&found.workers, "list of people").await?;
    }
    let keys = found.workers.clone();
    page.table(&Grid::new(found.table).linked(0, |at, _| Some(format!("/people/{}", part(&keys[at])))));
    Ok(visit.show(page))
}

/// A worker's page.
pub(crate) async fn show(
    visit: Visit,
    Path(worker): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    let known_at = asked.some("known_at");
    let office = visit.office();
    let mut page = Page::new("Worker").under(&[("People", "/people")]);
    let person = office.person(visit.council(), &worker, visit.today(), known_at.as_deref()).await;
    let Some(person) = answered(&mut page, person)? else { return Ok(visit.show(page)) };
    visit.note(std::slice::from_ref(&person.worker), "a worker’s page").await?;
    let title = person.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| person.worker.clone());
    let mut page = Page::new(title)
        .caption(format!("Worker {}, as known at change {}", person.worker, person.known_at))
        .under(&[("People", "/people")]);
    if !person.fields.is_empty() {
        let rows = person.fields.iter().map(|(name, value)| row(name, value)).collect();
        page.put(&SummaryList { rows, classes: String::new() });
    }
    let mut ways =
        vec![link(&record_link(&format!("worker:{}", person.worker)), "The record and its changes")];
    if visit.may(Action::EditRecord) {
        for (kind, words) in [
            ("identity", "Change identity"),
            ("spell", "Add a spell"),
            ("occupancy", "Add an occupancy"),
            ("absence", "Add an absence"),
        ] {
            ways.push(link(&format!("/records/{kind}/edit?worker={}", part(&person.worker)), words));
        }
    }
    page.raw(&format!("<p class=\"govuk-body mainstay-noprint\">{}</p>", ways.join(" | ")));
    timeline(&mut page, &person.events);
    for (table, ids) in person.tables.into_iter().zip(person.records) {
        page.table(&Grid::new(table).linked(0, |at, _| Some(record_link(&ids[at].to_string()))));
    }
    Ok(visit.show(page))
}

fn timeline(page: &mut Page, events: &[app::people::Event]) {
    page.heading("Timeline");
    let mut out = String::from("<ol class=\"mainstay-timeline\">");
    for event in events {
        let _ = write!(
            out,
            "<li class=\"mainstay-timeline__item\"><p class=\"govuk-body-s mainstay-timeline__date\">{}</p>\
             <h3 class=\"govuk-heading-s govuk-!-margin-bottom-1\">{}</h3><p class=\"govuk-body\">{} {}</p></li>",
            event.day,
            escape(&event.what),
            escape(&event.detail),
            link(&record_link(&event.record.to_string()), &event.record.to_string())
        );
    }
    out.push_str("</ol>");
    page.raw(if events.is_empty() { "<p class=\"govuk-body\">Nothing dated.</p>" } else { &out });
}
