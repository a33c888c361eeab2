//! Why people leave and what surveys say, above the threshold; themes by year beside turnover.

use axum::response::Response;

use super::{ABOVE, adds, put};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::Page;
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::visit::Visit;

/// How many years stand side by side.
const YEARS: u8 = 5;

/// Leavers' interviews, surveys, and the years before.
pub(crate) async fn exits(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Leavers and surveys").under(ABOVE);
    let mut filter = Filter::new(&asked, &places);
    let (from, to) = filter.year(&mut page, visit.today(), ("Left from", "to"));
    if !filter.put(&mut page, "/registers/exits", "Show") {
        return Ok(visit.show(page));
    }
    let office = visit.office();
    let answer = office.exits(visit.council(), (from, to)).await;
    if let Some(told) = answered(&mut page, answer)? {
        put(&visit, &mut page, told, "").await?;
        let years = office.exits_by_year(visit.council(), to, YEARS).await?;
        put(&visit, &mut page, years, "").await?;
    }
    adds(&mut page, &visit, &["exit_interview", "stay_interview", "survey", "survey_result"]);
    Ok(visit.show(page))
}
