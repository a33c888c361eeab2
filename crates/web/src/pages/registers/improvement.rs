//! Improvement: what is to be done and what is overdue; and the board's pack, which is made to be printed.

use axum::response::Response;

use super::{ABOVE, adds, of_day, put, ways};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::Page;
use crate::pages::filter::{Filter, places};
use crate::visit::Visit;

const WAYS: &[(&str, &str)] =
    &[("/registers/improvement", "Actions and risks"), ("/registers/improvement/pack", "The board’s pack")];

/// What the list holds.
const WHICH: &[(&str, &str)] = &[("no", "Everything"), ("yes", "Only what is overdue")];

/// Actions, recommendations and risks.
pub(crate) async fn actions(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Improvement").under(ABOVE);
    ways(&mut page, &visit, WAYS);
    let mut filter = Filter::new(&asked, &places);
    let on = filter.date(&mut page, "on", "On", visit.today());
    let overdue = filter.code("overdue", "Show", WHICH, false);
    if filter.put(&mut page, "/registers/improvement", "Show") {
        let told = visit.office().actions(visit.council(), on, overdue).await?;
        put(&visit, &mut page, told, "").await?;
    }
    adds(
        &mut page,
        &visit,
        &[
            "strategy",
            "priority",
            "improvement_source",
            "recommendation",
            "action",
            "evidence",
            "risk",
            "risk_rating",
        ],
    );
    Ok(visit.show(page))
}

/// Everything that a board looks at, on one page.
pub(crate) async fn pack(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let council = visit.council().name.clone();
    let above = [("Registers", "/registers"), ("Improvement", "/registers/improvement")];
    let mut page = Page::new("Improvement board").caption(council).under(&above);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/improvement/pack", WAYS).await? {
        let told = visit.office().board(visit.council(), on).await?;
        let due = if told.due.is_empty() { "Nothing is overdue.".to_owned() } else { told.due.clone() };
        page.prose(&format!("As it stands on {on}, as known at change {}. {due}", told.known_at));
        put(&visit, &mut page, told, "").await?;
    }
    adds(&mut page, &visit, &["decision", "expected_event", "governance_group", "meeting", "consultation"]);
    Ok(visit.show(page))
}
