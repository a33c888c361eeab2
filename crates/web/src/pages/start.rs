//! The start page: the rooms that someone may enter, and what each is for.

use axum::response::Response;

use crate::page::Page;
use crate::visit::Visit;

/// What each room is for.
const WORDS: &[(&str, &str)] = &[
    ("/position", "Funded, held, covered and uncovered posts on any date, compared and projected."),
    (
        "/figures",
        "Turnover, vacancies, caseloads and the rest, each with its definition and the records behind it.",
    ),
    ("/papers", "Committee papers: begun, built, published; and a check of anyone’s claims."),
    ("/forecast", "What the workforce may come to, with honest ranges; scenarios; business cases."),
    ("/released", "Figures that have left the council, as they were shown then."),
    ("/published", "What the DfE publishes of every council, beside neighbours, region and England."),
    ("/people", "Find a worker: spells, posts, absences and the history of changes."),
    ("/teams", "A team’s posts, holders, cover, vacancies and who starts and leaves when."),
    ("/agency", "Agency workers, what they cover and when they are due to end."),
    (
        "/registers",
        "Recruitment, early careers, supervision, workload, leavers, incentives, improvement: what is due now.",
    ),
    ("/census", "Check and compare returns of the children’s social work workforce census."),
    ("/data", "Bring files in: try them, map their columns, accept them, take the record out."),
    ("/history", "Every change: who, when, why and what."),
    ("/administration", "Accounts, and who looked at whose data."),
];

pub(crate) async fn show(visit: Visit) -> Response {
    let mut page = Page::new("Workforce record").caption(visit.council().name.clone());
    let cards: Vec<(&str, String, String)> = visit
        .room_links()
        .into_iter()
        .filter_map(|room| {
            let (href, words) = WORDS.iter().find(|(href, _)| *href == room.href)?;
            Some((*href, room.text, (*words).to_owned()))
        })
        .collect();
    page.cards(&cards);
    visit.show(page)
}
