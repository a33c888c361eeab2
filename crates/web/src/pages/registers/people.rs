//! The registers of people at work: early careers, supervision and courses, registration, leave to remain, workload.

use app::registers::workload::LoadBy;
use axum::extract::Path;
use axum::response::Response;

use super::{ABOVE, adds, of_day, put};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::{Page, part};
use crate::pages::filter::{Filter, all, places};
use crate::pages::position::answered;
use crate::visit::Visit;

const WAYS: &[(&str, &str)] = &[
    ("/registers/supervision", "Supervision and courses"),
    ("/registers/renewals", "Registration"),
    ("/registers/right-to-work", "Leave to remain"),
];

/// The groups of workload, with their words.
const GROUPS: &[(&str, &str)] = &[("team", "Team"), ("role", "Role"), ("worker", "Worker")];

/// Every cohort.
pub(crate) async fn cohorts(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Early careers").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/early-careers", &[]).await? {
        let told = visit.office().cohorts(visit.council(), on).await?;
        put(&visit, &mut page, told, "").await?;
    }
    adds(&mut page, &visit, &["programme", "programme_stage", "cohort"]);
    Ok(visit.show(page))
}

/// One cohort: who is on it, its reviews and panels, how it ended and who stayed.
pub(crate) async fn cohort(
    visit: Visit,
    Path(cohort): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    let above = [("Registers", "/registers"), ("Early careers", "/registers/early-careers")];
    let mut page = Page::new(cohort.clone()).caption("Cohort").under(&above);
    let path = format!("/registers/early-careers/{}", part(&cohort));
    let Some(on) = of_day(&visit, &asked, &mut page, &path, &[]).await? else {
        return Ok(visit.show(page));
    };
    let answer = visit.office().cohort(visit.council(), &cohort, on).await;
    if let Some(told) = answered(&mut page, answer)? {
        put(&visit, &mut page, told, "a cohort’s page").await?;
    }
    adds(&mut page, &visit, &["enrolment", "milestone", "programme_pause"]);
    Ok(visit.show(page))
}

/// Supervision due and held, and how far courses have reached.
pub(crate) async fn supervision(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Supervision and courses").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/supervision", WAYS).await? {
        let told = visit.office().supervision(visit.council(), on).await?;
        put(&visit, &mut page, told, "supervision that is overdue").await?;
    }
    adds(&mut page, &visit, &["supervision", "supervision_rule", "course", "course_completion"]);
    Ok(visit.show(page))
}

/// Who is at risk before the window closes.
pub(crate) async fn renewals(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Registration").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/renewals", WAYS).await? {
        let told = visit.office().renewals(visit.council(), on, None).await?;
        put(&visit, &mut page, told, "registration renewals").await?;
    }
    adds(&mut page, &visit, &["renewal"]);
    Ok(visit.show(page))
}

/// Rights to work that end.
pub(crate) async fn right_to_work(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Leave to remain").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/right-to-work", WAYS).await? {
        let told = visit.office().leave_to_remain(visit.council(), on).await?;
        put(&visit, &mut page, told, "leave to remain").await?;
    }
    adds(&mut page, &visit, &["right_to_work"]);
    Ok(visit.show(page))
}

/// Cases against limits, points against capacity, and what one worker more or filled vacancies would do.
pub(crate) async fn workload(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let choices = visit.office().choices(visit.council(), visit.today()).await?;
    let mut page = Page::new("Workload").under(ABOVE);
    let mut filter = Filter::new(&asked, &places);
    let on = filter.date(&mut page, "on", "On", visit.today());
    let items = [all("In use on the day"), choices.weightings].concat();
    let version = filter.choice("weighting", "Weighting", &items);
    let by = filter.code("by", "Rows", GROUPS, LoadBy::Team);
    if !filter.put(&mut page, "/registers/workload", "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().workload(visit.council(), on, by, version.as_deref()).await;
    if let Some(told) = answered(&mut page, answer)? {
        put(&visit, &mut page, told, "workload by worker").await?;
    }
    adds(
        &mut page,
        &visit,
        &["caseload", "case_limit", "reduction", "weighting", "weighting_points", "demand"],
    );
    Ok(visit.show(page))
}
