//! A restructure: posts of a unit move to another. Asked and looked at by address, then done by a form.

use app::changing::Changed;
use app::policy::Action;
use app::reception::written;
use app::restructuring::{Plan, RestructureAsk};
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Checkboxes, Choice, Fieldset, WarningText};
use crate::failure::Failure;
use crate::form::{Filled, hidden, input};
use crate::grid::Grid;
use crate::page::{Page, html};
use crate::pages::filter::{Filter, places};
use crate::pages::position::answered;
use crate::pages::records::outcome;
use crate::visit::Visit;

/// The names of what is asked, in the address and in the form that does it.
const NAMES: [&str; 8] = ["unit", "to", "name", "on", "transfer", "decision", "ends", "posts"];

/// The plan.
pub(crate) async fn show(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let (page, _) = planned(&visit, &asked).await?;
    Ok(visit.show(page))
}

/// Does it.
pub(crate) async fn carry_out(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let (mut page, ask) = planned(&visit, &asked).await?;
    let (Some(ask), Ok(seen)) = (ask, asked.get("seen").parse()) else { return Ok(visit.show(page)) };
    let Some(reason) = asked.some("reason") else {
        page.error("reason", "Enter why the posts move");
        return Ok(visit.show(page));
    };
    let done = visit.office().restructure(visit.council(), &ask, (seen, reason, written(visit.now()))).await;
    let Some(changed) = answered(&mut page, done)? else { return Ok(visit.show(page)) };
    if let Changed::Done(number) = changed {
        return Ok(Redirect::to(&format!("/history/{number}")).into_response());
    }
    outcome(&mut page, &changed, &[]);
    Ok(visit.show(page))
}

async fn planned(visit: &Visit, asked: &Filled) -> Result<(Page, Option<RestructureAsk>), Failure> {
    let mut page =
        Page::new("Restructure").caption("Posts and people").under(&[("Posts and teams", "/teams")]);
    let places = places(visit).await?;
    page.prose(
        "Posts move from one unit to another on a day, with whoever is in them. Nothing is changed until you have seen the plan.",
    );
    let mut filter = Filter::new(asked, &places);
    let none = vec![(String::new(), "Choose a unit".to_owned())];
    let units = [none, places.teams()].concat();
    let unit = filter.choice("unit", "Posts leave", &units);
    let to = filter.text("to", "Posts join, by the unit’s key");
    let name = filter.text("name", "Its name, if it is a new unit");
    let on = filter.date_or_none(&mut page, "on", "First day in the new place", None);
    let transfer = filter.text("transfer", "What the restructure is called");
    let decision = filter.text("decision", "Key of the decision that ordered it");
    let ends = [("", "Goes on"), ("yes", "Ends on the day")]
        .map(|(code, words)| (code.to_owned(), words.to_owned()));
    let ends = filter.choice("ends", "The unit that posts leave", &ends).is_some();
    let sound = filter.put(&mut page, "/restructure", "Show the plan");
    let (Some(unit), true) = (unit, sound) else { return Ok((page, None)) };
    let Some((to, on)) = to.zip(on) else {
        page.error("to", "Enter the unit that the posts join and the first day");
        return Ok((page, None));
    };
    let ask = RestructureAsk {
        unit,
        to,
        name,
        on,
        transfer: transfer.unwrap_or_default(),
        decision,
        posts: asked.all("posts"),
        ends,
    };
    let plan = visit.office().plan_restructure(visit.council(), &ask).await;
    let Some(plan) = answered(&mut page, plan)? else { return Ok((page, None)) };
    put(visit, &mut page, asked, &plan);
    Ok((page, Some(ask)))
}

fn put(visit: &Visit, page: &mut Page, asked: &Filled, plan: &Plan) {
    page.heading("The plan");
    page.prose(if plan.is_conserved {
        "What both units have together stays the same."
    } else {
        "What both units have together would not stay the same, so this cannot be done."
    });
    page.table(&Grid::new(plan.conserved.clone()));
    for left in &plan.left {
        page.put(&WarningText { text: format!("{left}."), ..WarningText::default() });
    }
    page.table(&Grid::new(plan.listed.clone()));
    let kept: String = NAMES
        .iter()
        .filter(|name| **name != "posts")
        .filter_map(|name| Some(hidden(name, &asked.some(name)?)))
        .collect();
    let boxes = Checkboxes {
        id_prefix: "posts".to_owned(),
        name: "posts".to_owned(),
        fieldset: Some(Fieldset { legend: "Posts that move".into(), ..Fieldset::default() }),
        classes: "govuk-checkboxes--small".to_owned(),
        items: plan
            .posts
            .iter()
            .map(|(key, moves)| Choice {
                value: key.clone(),
                text: key.clone(),
                checked: *moves,
                ..Choice::default()
            })
            .collect(),
        ..Checkboxes::default()
    };
    let again = Button {
        text: "Plan with these posts".to_owned(),
        classes: "govuk-button--secondary".to_owned(),
        ..Button::default()
    };
    page.raw(&format!(
        "<form action=\"/restructure\" method=\"get\" novalidate>{kept}{}{}</form>",
        html(&boxes),
        html(&again)
    ));
    if !plan.is_conserved || !visit.may(Action::EditRecord) {
        return;
    }
    page.heading("Do it");
    let moving: String =
        plan.posts.iter().filter(|(_, moves)| *moves).map(|(key, _)| hidden("posts", key)).collect();
    let seen = hidden("seen", &plan.seen.to_string());
    let button = Button { text: "Move the posts".to_owned(), ..Button::default() };
    page.raw(&format!(
        "<form action=\"/restructure\" method=\"post\" novalidate>{kept}{moving}{seen}{}{}</form>",
        html(&input("reason", "Reason", asked.get("reason"))),
        html(&button)
    ));
}
