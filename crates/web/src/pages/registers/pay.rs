//! Incentives: what is due and to be paid back, for those who may see pay; what schemes cost, and who stayed after.

use app::policy::Action;
use axum::response::Response;

use super::{ABOVE, adds, put};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::Page;
use crate::pages::filter::{Filter, places};
use crate::visit::Visit;

/// The months over which staying may be looked at.
const MONTHS: &[(&str, &str)] =
    &[("6", "6 months"), ("12", "12 months"), ("24", "24 months"), ("36", "36 months")];

/// Schemes and awards.
pub(crate) async fn incentives(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Incentives").under(ABOVE);
    let mut filter = Filter::new(&asked, &places);
    let on = filter.date(&mut page, "on", "On", visit.today());
    let months: u32 = filter.code("months", "Who stayed after", MONTHS, 12);
    if !filter.put(&mut page, "/registers/incentives", "Show") {
        return Ok(visit.show(page));
    }
    let office = visit.office();
    let cost = office.incentives_cost(visit.council(), on, months).await?;
    if visit.may_in_all(Action::ReadPay) && visit.may_in_all(Action::ReadRecord) {
        let due = office.incentives_due(visit.council(), on).await?;
        put(&visit, &mut page, due, "incentives that are due").await?;
    }
    put(&visit, &mut page, cost, "").await?;
    adds(
        &mut page,
        &visit,
        &["incentive_scheme", "incentive_instalment", "incentive_award", "payment", "incentive_repayment"],
    );
    Ok(visit.show(page))
}
