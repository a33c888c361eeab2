//! The establishment position: on a date, compared with another, and projected ahead.

use app::answers::position::PositionAnswer;
use app::error::OfficeError;
use app::workforce::position::{Ask, By, Row};
use app::workforce::quantity::Fte;
use axum::response::Response;
use charts::Words;
use charts::position::Row as Bar;

use crate::failure::{Failure, sentence};
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::{Page, address, link};
use crate::pages::filter::{Filter, places};
use crate::visit::Visit;

/// FTE as a length on paper.
#[expect(clippy::cast_precision_loss, reason = "a length on paper, not a figure")]
pub(crate) fn length(fte: Fte) -> f64 {
    fte.millionths() as f64 / 1e6
}

pub(crate) fn bar(row: &Row, name: &str) -> Bar {
    let line = row.line;
    Bar {
        name: name.to_owned(),
        funded: line.funded().ok().map(length),
        substantive: length(line.substantive()),
        covered: length(line.covered()),
        uncovered: line.uncovered().ok().map(length),
        above: length(line.above_establishment()),
        away: length(line.away()),
    }
}

/// The position as bars, the whole first.
pub(crate) fn chart(id: &str, answer: &PositionAnswer) -> String {
    let position = &answer.position;
    let total = &answer.total;
    let missing = || "not collected".to_owned();
    let or_missing = |text: &Option<String>| text.clone().unwrap_or_else(missing);
    let words = Words {
        id: id.to_owned(),
        title: format!("Position as at {}", answer.as_at),
        description: format!(
            "Bars of FTE. In all: funded {}, substantive {}, vacant and covered {}, uncovered {}, above establishment {}. \
             The table below holds every row.",
            or_missing(&total.funded),
            total.substantive,
            total.covered,
            or_missing(&total.uncovered),
            total.above_establishment
        ),
        unit: "FTE".to_owned(),
    };
    let mut bars = vec![bar(&position.total, "Total")];
    if position.rows.len() > 1 {
        bars.extend(position.rows.iter().map(|row| bar(row, &row.name)));
    }
    format!("<div class=\"mainstay-chart\">{}</div>", charts::position::draw(&words, &bars))
}

/// Puts an answer on a page, or what is wrong with the question.
pub(crate) fn answered<T>(page: &mut Page, answer: Result<T, OfficeError>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(OfficeError::Usage(message)) => {
            page.error("", sentence(&message));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// The links between the three pages of the position, which keep what was asked.
fn ways(page: &mut Page, asked: &Filled) {
    let keep: Vec<(&str, &str)> = ["as_at", "baseline", "service", "team", "by", "formula"]
        .into_iter()
        .map(|name| (name, asked.get(name)))
        .collect();
    let ways: Vec<String> =
        [("/position", "On a date"), ("/position/compare", "Compare"), ("/position/project", "Ahead")]
            .into_iter()
            .map(|(path, words)| link(&address(path, &keep), words))
            .collect();
    page.raw(&format!("<p class=\"govuk-body mainstay-noprint\">{}</p>", ways.join(" | ")));
}

/// The position on a date.
pub(crate) async fn show(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Position").under(&[]);
    ways(&mut page, &asked);
    let mut filter = Filter::new(&asked, &places);
    let as_at = filter.date(&mut page, "as_at", "As at", visit.today());
    let known_at = filter.known_at("known_at", "As known at");
    let baseline = filter.baseline("baseline", "Budget");
    let (service, team) = filter.scope();
    let by = filter.rows(By::Team);
    let formula = filter.formula();
    if !filter.put(&mut page, "/position", "Show") {
        return Ok(visit.show(page));
    }
    let ask = Ask { as_at, baseline, service, team, by };
    let answer = visit.office().position(visit.council(), &ask, known_at.as_deref(), formula).await;
    if let Some(answer) = answered(&mut page, answer)? {
        page.raw(&chart("position", &answer));
        let rows = answer.rows.clone();
        let to = move |at: usize, _: &[String]| match by {
            By::Team => rows
                .get(at)
                .filter(|row| !row.key.is_empty())
                .map(|row| format!("/teams/{}", crate::page::part(&row.key))),
            _ => None,
        };
        page.table(&Grid::new(answer.table()).linked(0, to));
    }
    Ok(visit.show(page))
}
