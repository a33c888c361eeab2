//! Recruitment: the funnel by campaign, channel, role, team or what applicants did; vacancies with their age, and rounds.

use app::registers::recruitment::{FunnelAsk, FunnelBy};
use axum::response::Response;

use super::{ABOVE, adds, of_day, put, ways};
use crate::failure::Failure;
use crate::form::Filled;
use crate::page::Page;
use crate::pages::filter::{Filter, all, places};
use crate::pages::position::answered;
use crate::visit::Visit;

const WAYS: &[(&str, &str)] = &[
    ("/registers/recruitment", "From advert to start"),
    ("/registers/vacancies", "Vacancies and rounds of interviews"),
];

/// The groups, with their words.
const GROUPS: &[(&str, &str)] = &[
    ("campaign", "Campaign"),
    ("channel", "Channel"),
    ("role", "Role"),
    ("team", "Team"),
    ("status", "What applicants did"),
];

/// The funnel.
pub(crate) async fn funnel(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let choices = visit.office().choices(visit.council(), visit.today()).await?;
    let mut page = Page::new("Recruitment").under(ABOVE);
    ways(&mut page, &visit, WAYS);
    let mut filter = Filter::new(&asked, &places);
    let days = filter.year(&mut page, visit.today(), ("Adverts opened from", "to"));
    let mut one = |name, label, words, items: Vec<(String, String)>| {
        filter.choice(name, label, &[all(words), items].concat())
    };
    let ask = FunnelAsk {
        campaign: one("campaign", "Campaign", "Every campaign", choices.campaigns),
        channel: one("channel", "Channel", "Every channel", choices.channels),
        role: one("role", "Role", "Every role", choices.roles),
    };
    let by = filter.code("by", "Rows", GROUPS, FunnelBy::Campaign);
    if !filter.put(&mut page, "/registers/recruitment", "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().funnel(visit.council(), &ask, days, by).await;
    if let Some(told) = answered(&mut page, answer)? {
        put(&visit, &mut page, told, "").await?;
    }
    adds(
        &mut page,
        &visit,
        &["campaign", "channel", "advert", "advert_views", "enquiry", "application", "application_stage"],
    );
    Ok(visit.show(page))
}

/// Open vacancies, and the rounds that they ask for.
pub(crate) async fn vacancies(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Vacancies").under(ABOVE);
    if let Some(on) = of_day(&visit, &asked, &mut page, "/registers/vacancies", WAYS).await? {
        let told = visit.office().vacancies(visit.council(), on).await?;
        put(&visit, &mut page, told, "").await?;
    }
    adds(&mut page, &visit, &["vacancy", "interview_round", "panel_members"]);
    Ok(visit.show(page))
}
