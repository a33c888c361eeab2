//! The establishment position: on a date, compared with another, and projected ahead.

use app::answers::position::PositionAnswer;
use app::error::OfficeError;
use app::office::CompareAsk;
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
    // The whole has a chart of its own: on its scale no row could be read.
    let whole = charts::position::draw(&words, &[bar(&position.total, "Total")]);
    let mut drawn = format!("<div class=\"mainstay-chart\">{whole}</div>");
    if position.rows.len() > 1 {
        let words = Words {
            id: format!("{id}-rows"),
            title: format!("Position as at {}, row by row", answer.as_at),
            description: "The same for each row; the table below holds every number.".to_owned(),
            ..words
        };
        let bars: Vec<Bar> = position.rows.iter().map(|row| bar(row, &row.name)).collect();
        drawn.push_str(&format!(
            "<div class=\"mainstay-chart\">{}</div>",
            charts::position::draw(&words, &bars)
        ));
    }
    drawn
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

/// Two positions compared: posts, people and what became known later.
pub(crate) async fn compare(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Position compared").under(&[("Position", "/position")]);
    ways(&mut page, &asked);
    let today = visit.today();
    let year_ago = today.checked_sub(jiff::Span::new().years(1)).unwrap_or(today);
    let mut filter = Filter::new(&asked, &places);
    let earlier = filter.date(&mut page, "from", "From", year_ago);
    let from_known_at = filter.known_at("from_known_at", "As known at");
    let from_baseline = filter.baseline("from_baseline", "Budget then");
    let later = filter.date(&mut page, "to", "To", today);
    let to_known_at = filter.known_at("to_known_at", "As known at, later");
    let to_baseline = filter.baseline("to_baseline", "Budget later");
    let (service, team) = filter.scope();
    let by = filter.rows(By::Team);
    let formula = filter.formula();
    if !filter.put(&mut page, "/position/compare", "Compare") {
        return Ok(visit.show(page));
    }
    let side = |as_at, baseline| Ask { as_at, baseline, service: service.clone(), team: team.clone(), by };
    let ask = CompareAsk {
        from: side(earlier, from_baseline),
        to: side(later, to_baseline),
        from_known_at,
        to_known_at,
        formula,
    };
    let answer = visit.office().compare(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        page.table(&Grid::new(answer.table()));
    }
    Ok(visit.show(page))
}

/// The position projected from known dated events.
pub(crate) async fn project(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Position ahead").under(&[("Position", "/position")]);
    ways(&mut page, &asked);
    let mut filter = Filter::new(&asked, &places);
    let as_at = filter.date(&mut page, "as_at", "From", visit.today());
    let months = [3, 6, 12, 24].map(|months: u32| (months.to_string(), format!("{months} months")));
    let ahead = filter.choice("months", "Ahead", &months).and_then(|text| text.parse().ok()).unwrap_or(6);
    let known_at = filter.known_at("known_at", "As known at");
    let baseline = filter.baseline("baseline", "Budget");
    let (service, team) = filter.scope();
    let by = filter.rows(By::Service);
    if !filter.put(&mut page, "/position/project", "Project") {
        return Ok(visit.show(page));
    }
    let ask = Ask { as_at, baseline, service, team, by };
    let answer = visit.office().project(visit.council(), &ask, ahead, known_at.as_deref()).await;
    if let Some(answer) = answered(&mut page, answer)? {
        let working: Vec<_> = answer
            .months
            .iter()
            .map(|month| charts::line::Point {
                when: month.date.clone(),
                value: month.total.working.parse().ok(),
                interval: None,
                signal: false,
            })
            .collect();
        let words = Words {
            id: "ahead".to_owned(),
            title: "FTE at work, month by month".to_owned(),
            description: "From known dated events only; the table below holds every row.".to_owned(),
            unit: "FTE".to_owned(),
        };
        let drawn = charts::line::draw(&words, &working, None, &[]);
        page.raw(&format!("<div class=\"mainstay-chart\">{drawn}</div>"));
        for table in answer.tables() {
            page.table(&Grid::new(table));
        }
    }
    Ok(visit.show(page))
}
