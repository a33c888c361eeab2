//! Posts and teams: the tree of units, a team's page, and the agency register.

use app::workforce::records::UnitKind;
use axum::extract::Path;
use axum::response::Response;

use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::{Page, link, part};
use crate::pages::filter::{Filter, places};
use crate::pages::position::{answered, chart};
use crate::visit::Visit;

/// The units that a visitor may see.
pub(crate) async fn list(visit: Visit) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Posts and teams").under(&[]);
    let mut table = app::table::Table::new("Services and teams", &["Unit", "Kind", "Belongs to", "Standing"]);
    table.rows = places
        .units
        .iter()
        .map(|place| {
            let kind = match place.kind {
                UnitKind::Service => "service",
                UnitKind::Area => "area",
                UnitKind::Team => "team",
            };
            let standing = if place.exists { "now" } else { "ended or not yet" };
            vec![place.name.clone(), kind.to_owned(), place.above.join(", "), standing.to_owned()]
        })
        .collect();
    if visit.may(app::policy::Action::EditRecord) {
        page.raw(&format!(
            "<p class=\"govuk-body\">{}</p>",
            link("/restructure", "Move posts from one unit to another (restructure)")
        ));
    }
    let keys: Vec<String> = places.units.iter().map(|place| place.key.clone()).collect();
    page.table(&Grid::new(table).linked(0, |at, _| Some(format!("/teams/{}", part(&keys[at])))));
    Ok(visit.show(page))
}

/// A unit's page.
pub(crate) async fn show(visit: Visit, Path(unit): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let title = places.name(&unit).unwrap_or(&unit).to_owned();
    let mut page = Page::new(title).caption("Posts and people").under(&[("Posts and teams", "/teams")]);
    let mut filter = Filter::new(&asked, &places);
    let day = filter.date(&mut page, "on", "On", visit.today());
    let known_at = filter.known_at("known_at", "As known at");
    if !filter.put(&mut page, &format!("/teams/{}", part(&unit)), "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().team(visit.council(), &unit, day, known_at.as_deref()).await;
    let Some(team) = answered(&mut page, answer)? else { return Ok(visit.show(page)) };
    if team.named {
        visit.note(&team.workers, "a team’s page").await?;
    }
    page.raw(&chart("team", &team.position));
    page.table(&Grid::new(team.position.table()));
    let posts: Vec<String> = team.posts.rows.iter().map(|row| row[0].clone()).collect();
    page.table(
        &Grid::new(team.posts)
            .linked(0, |at, _| Some(super::records::record_link(&format!("post:{}", posts[at])))),
    );
    page.table(
        &Grid::new(team.people).linked(0, |at, _| Some(format!("/people/{}", part(&team.workers[at])))),
    );
    page.table(&Grid::new(team.events));
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        link(
            &format!("/position?team={}&by=role", part(&team.key)),
            "The position of this unit on other dates"
        )
    ));
    Ok(visit.show(page))
}

/// The agency register.
pub(crate) async fn agency(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let places = places(&visit).await?;
    let mut page = Page::new("Agency").under(&[("Registers", "/registers")]);
    super::registers::agency::put_ways(&mut page, &visit);
    let mut filter = Filter::new(&asked, &places);
    let day = filter.date(&mut page, "on", "On", visit.today());
    if !filter.put(&mut page, "/agency", "Show") {
        return Ok(visit.show(page));
    }
    let answer = visit.office().agency(visit.council(), day).await?;
    if answer.named {
        visit.note(&answer.workers, "the agency register").await?;
    }
    let workers = answer.workers;
    page.table(
        &Grid::new(answer.table)
            .linked(0, |at, _| workers.get(at).map(|worker| format!("/people/{}", part(worker)))),
    );
    super::registers::agency::due(&visit, &mut page, day).await?;
    Ok(visit.show(page))
}
