//! Agency beyond the list of workers: the statutory rules, what it cost and the premium, the quarter's figures.

use app::registering::{Looked, quarter};
use app::registers::agency::CostBy;
use app::registers::days::Quarter;
use axum::response::Response;

use super::{adds, put, tabled, ways};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::Page;
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::visit::Visit;

/// The pages of the agency register.
pub(crate) const WAYS: &[(&str, &str)] = &[
    ("/agency", "Workers and what ends"),
    ("/agency/rules", "The rules"),
    ("/agency/cost", "Cost and premium"),
    ("/agency/return", "A quarter’s figures"),
];

const ABOVE: &[(&str, &str)] = &[("Registers", "/registers"), ("Agency", "/agency")];

/// The groups of cost, with their words.
const GROUPS: &[(&str, &str)] =
    &[("team", "Team"), ("month", "Month"), ("reason", "Reason"), ("supplier", "Agency")];

/// The links of the register, for its first page.
pub(crate) fn put_ways(page: &mut Page, visit: &Visit) {
    ways(page, visit, WAYS);
}

/// What ends soon and who might be asked to stay, for the register's first page.
pub(crate) async fn due(visit: &Visit, page: &mut Page, on: app::workforce::Date) -> Result<(), Failure> {
    let told = visit.office().agency_due(visit.council(), on).await?;
    put(visit, page, told, "agency engagements that end").await
}

/// The rules, asked of every engagement on a day or over a quarter.
pub(crate) async fn rules(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Agency rules").under(ABOVE);
    put_ways(&mut page, &visit);
    let mut filter = Filter::new(&asked, &places);
    let on = filter.date(&mut page, "on", "On", visit.today());
    let text = filter.text("quarter", "Or over a quarter, such as 2025-Q1");
    if !filter.put(&mut page, "/agency/rules", "Check") {
        return Ok(visit.show(page));
    }
    let looked = text.map_or(Ok(Looked::AsAt(on)), |text| quarter(&text).map(Looked::Quarter));
    let Some(looked) = answered(&mut page, looked)? else { return Ok(visit.show(page)) };
    let answer = visit.office().agency_check(visit.council(), looked).await?;
    visit.note(&answer.workers(), "what the agency rules found").await?;
    tabled(&visit, &mut page, answer.tables()).await?;
    adds(&mut page, &visit, &["engagement", "engagement_rate", "derogation", "agency_return"]);
    Ok(visit.show(page))
}

/// What agency work cost, and its premium over employing.
pub(crate) async fn cost(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("What agency work costs").under(ABOVE);
    put_ways(&mut page, &visit);
    let mut filter = Filter::new(&asked, &places);
    let days = filter.year(&mut page, visit.today(), ("From", "to"));
    let by = filter.code("by", "Rows", GROUPS, CostBy::Team);
    if !filter.put(&mut page, "/agency/cost", "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().agency_cost(visit.council(), days, by).await;
    if let Some(told) = answered(&mut page, answer)? {
        put(&visit, &mut page, told, "").await?;
    }
    Ok(visit.show(page))
}

/// The figures of a quarter, with what is missing; the last whole quarter when none is asked for.
pub(crate) async fn quarterly(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("A quarter’s agency figures").under(ABOVE);
    put_ways(&mut page, &visit);
    let last = Quarter::of(visit.today()).before();
    let mut filter = Filter::new(&asked, &places);
    let text = filter.text("quarter", "Quarter, such as 2025-Q1");
    filter.put(&mut page, "/agency/return", "Show");
    let wanted = text.map_or(Ok(last), |text| quarter(&text));
    let Some(wanted) = answered(&mut page, wanted)? else { return Ok(visit.show(page)) };
    let told = visit.office().agency_quarter(visit.council(), wanted).await?;
    put(&visit, &mut page, told, "a quarter’s agency figures").await?;
    Ok(visit.show(page))
}
