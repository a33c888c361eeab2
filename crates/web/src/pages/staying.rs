//! How long people stay and where leavers go: curves with late entry, by group, with the test between groups.

use app::answers::staying::{DestinationsAnswer, SurvivalAnswer};
use app::measures::staying::StayingBy;
use app::staying::StayAsk;
use app::workforce::cell::Value;
use axum::response::Response;
use charts::Words;
use charts::curve::{Curve, Step, draw};

use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::Page;
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::visit::Visit;

/// Days in a year of tenure.
const YEAR: f64 = 365.25;
/// Fewest people at risk where a curve speaks.
pub(crate) const FLOOR: u64 = 10;
/// Spells with no more days between them are one.
pub(crate) const GAP: u16 = 0;
/// Curves on one chart.
const CURVES: usize = 5;

/// The question of both pages; none where a part of it cannot be read.
fn question(page: &mut Page, mut filter: Filter<'_>, action: &str) -> Option<StayAsk> {
    let groups: Vec<(String, String)> = std::iter::once((String::new(), "Everybody together".to_owned()))
        .chain(
            [("team", "Team"), ("role", "Role"), ("route", "Route in"), ("cohort", "Year of joining")]
                .map(|(code, words)| (code.to_owned(), words.to_owned())),
        )
        .collect();
    let by = filter.choice("by", "By", &groups).and_then(|code| <StayingBy as Value>::parse(&code).ok());
    let from = filter.date_or_none(page, "from", "Observed from", None);
    let to = filter.date_or_none(page, "to", "Observed to", None);
    let known_at = filter.known_at("known_at", "As known at");
    filter.put(page, action, "Show").then_some(StayAsk { by, from, to, gap: GAP, floor: FLOOR, known_at })
}

/// How long people stay.
pub(crate) async fn survival(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("How long people stay").under(&[("Figures", "/figures")]);
    let Some(ask) = question(&mut page, Filter::new(&asked, &places), "/staying") else {
        return Ok(visit.show(page));
    };
    let answer = visit.office().survival(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        page.raw(&format!("<div class=\"mainstay-chart\">{}</div>", chart(&answer)));
        for table in answer.tables() {
            page.table(&Grid::new(table));
        }
    }
    Ok(visit.show(page))
}

fn chart(answer: &SurvivalAnswer) -> String {
    let mut groups: Vec<_> = answer.groups.iter().filter(|group| !group.rows.is_empty()).collect();
    let all = groups.len();
    groups.sort_by_key(|group| std::cmp::Reverse(group.people));
    groups.truncate(CURVES);
    let curves: Vec<Curve> = groups
        .iter()
        .map(|group| {
            let begin = Step { time: group.start_days / YEAR, share: 1.0, band: None };
            let rows = group.rows.iter().map(|row| Step {
                time: row.days / YEAR,
                share: row.stay,
                band: row.lower.zip(row.upper),
            });
            Curve { name: group.name.clone(), steps: std::iter::once(begin).chain(rows).collect() }
        })
        .collect();
    let which = if all > CURVES { format!(", the {CURVES} largest of {all} groups") } else { String::new() };
    let words = Words {
        id: "staying".to_owned(),
        title: "Share who stay, by years since joining".to_owned(),
        description: format!(
            "{} curves in steps with 95% bands{which}. The table below holds every group at whole years.",
            curves.len()
        ),
        unit: "%".to_owned(),
    };
    draw(&words, "Years since joining", &curves)
}

/// Where leavers go.
pub(crate) async fn destinations(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Where leavers go").under(&[("Figures", "/figures")]);
    let Some(ask) = question(&mut page, Filter::new(&asked, &places), "/destinations") else {
        return Ok(visit.show(page));
    };
    let answer: Result<DestinationsAnswer, _> = visit.office().destinations(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        for table in answer.tables() {
            page.table(&Grid::new(table));
        }
    }
    Ok(visit.show(page))
}
