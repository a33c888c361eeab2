//! Texts that are kept with the record and written in the browser: begun, added to, checked, kept with a reason, and told
//! when somebody else changed them meanwhile. Business cases, scenarios and papers are such texts.

use app::changing::Changed;
use app::error::OfficeError;
use app::planning::{Kept, Plan};
use app::policy::Action;
use app::reception::written;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Textarea};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, hidden, input, select};
use crate::grid::Grid;
use crate::page::{Page, html, link};
use crate::pages::position::answered;
use crate::pages::records::{outcome, record_link};
use crate::visit::Visit;

/// A part that can be added to a text: its code, its name and its lines.
pub(super) type Part = (&'static str, &'static str, &'static str);

/// How a sort of text is called and begun.
pub(super) struct Sort {
    pub(super) plan: Plan,
    /// The room that it is in.
    pub(super) under: (&'static str, &'static str),
    pub(super) path: &'static str,
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) begun: &'static str,
    pub(super) parts: &'static [Part],
    /// What a look at the text says before it is kept: a table, or everything that is wrong.
    pub(super) check: fn(&Visit, &str) -> Looked,
}

/// A table about a text, if there is one to show; or everything that is wrong with it.
pub(super) type Looked = Result<Option<Grid>, Vec<String>>;

/// The links to a text's form and its history.
pub(super) fn around(visit: &Visit, page: &mut Page, sort: &Sort, kept: &Kept) {
    let mut ways = vec![link(&record_link(&format!("{}:{}", sort.plan.kind(), kept.id)), "Its history")];
    if visit.may(Action::EditRecord) {
        ways.insert(0, link(&format!("{}/{}/edit", sort.path, kept.id), "Change it"));
    }
    page.raw(&format!("<p class=\"govuk-body mainstay-noprint\">{}</p>", ways.join(" | ")));
}

/// A form for a text, with what is wrong with its text.
fn form(visit: &Visit, sort: &Sort, id: Option<&str>, text: &str, seen: u64, asked: &Filled) -> Page {
    let title = match id {
        Some(id) => format!("Change {id}"),
        None => format!("Write a {}", sort.one),
    };
    let mut page = Page::new(title).under(&[sort.under]);
    let mut wrong = Vec::new();
    if !text.is_empty() {
        match (sort.check)(visit, text) {
            Ok(Some(grid)) => page.table_inside(&grid),
            Ok(None) => {}
            Err(all) => wrong = all,
        }
    }
    for problem in &wrong {
        page.error("text", sentence(problem));
    }
    let name = if id.is_none() {
        html(&input("id", "Short name, such as retention-2026", asked.get("id")))
    } else {
        String::new()
    };
    let area = Textarea {
        id: "text".to_owned(),
        name: "text".to_owned(),
        label: "The text (TOML)".into(),
        hint: Some("Whatever the paper does not state is left out, not guessed".into()),
        value: text.to_owned(),
        rows: Some(30),
        spellcheck: Some(false),
        classes: "mainstay-text".to_owned(),
        error_message: wrong.first().map(|first| sentence(first).as_str().into()),
        ..Textarea::default()
    };
    let parts: Vec<(String, String)> =
        sort.parts.iter().map(|(code, words, _)| ((*code).to_owned(), (*words).to_owned())).collect();
    let secondary = |text: &str, value: &str| {
        html(&Button {
            text: text.to_owned(),
            name: "do".to_owned(),
            value: value.to_owned(),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        })
    };
    let action = id.map_or_else(|| format!("{}/new", sort.path), |id| format!("{}/{id}/edit", sort.path));
    page.raw(&format!(
        "<form action=\"{action}\" method=\"post\" novalidate>{name}{}{}{}{}{}{}{}</form>",
        hidden("seen", &seen.to_string()),
        html(&area),
        secondary("Check the text", "check"),
        html(&select("part", "Part to add at the end", &parts, asked.get("part"))),
        secondary("Add this part", "add"),
        html(&input("reason", "Reason", asked.get("reason"))),
        html(&Button { text: "Keep it".to_owned(), ..Button::default() })
    ));
    page
}

/// The form of a new text.
pub(super) async fn begun(
    visit: Visit,
    sort: &'static Sort,
    text: &str,
    asked: &Filled,
) -> Result<Response, Failure> {
    let (_, seen) = visit.office().plans(visit.council(), sort.plan).await?;
    let page = form(&visit, sort, None, text, seen, asked);
    Ok(visit.show(page))
}

/// The form of a kept text.
pub(super) async fn opened(visit: Visit, sort: &'static Sort, id: &str) -> Result<Response, Failure> {
    let Ok((kept, seen)) = visit.office().plan(visit.council(), sort.plan, id).await else {
        return Err(Failure::NotFound);
    };
    let page = form(&visit, sort, Some(id), &kept.text, seen, &Filled::default());
    Ok(visit.show(page))
}

/// Adds to a text, checks it or keeps it.
pub(super) async fn sent(
    visit: Visit,
    sort: &'static Sort,
    known: Option<&str>,
    asked: Filled,
) -> Result<Response, Failure> {
    let id = known.map_or_else(|| asked.get("id").to_owned(), str::to_owned);
    let seen = asked.get("seen").parse().unwrap_or_default();
    let mut text = asked.raw("text").replace("\r\n", "\n");
    if asked.get("do") == "add"
        && let Some((.., lines)) = sort.parts.iter().find(|(code, ..)| *code == asked.get("part"))
    {
        text = format!("{}\n\n{lines}", text.trim_end());
    }
    // The text of a new one names itself as it is kept.
    if known.is_none() && !id.is_empty() {
        text = text.replacen("id = \"ID\"", &format!("id = \"{id}\""), 1);
    }
    let mut page = form(&visit, sort, known, &text, seen, &asked);
    if !asked.get("do").is_empty() {
        return Ok(visit.show(page));
    }
    let reason = asked.some("reason");
    if reason.is_none() {
        page.error("reason", "Enter why it is written or changed");
    }
    let Some(reason) = reason.filter(|_| page.is_sound()) else { return Ok(visit.show(page)) };
    let office = visit.office();
    let signed = (seen, reason, written(visit.now()));
    let kept = office.keep_plan(visit.council(), sort.plan, (&id, &text), signed).await;
    let kept = match kept {
        Err(OfficeError::Refused(why)) => {
            for line in why.lines() {
                page.error("text", sentence(line));
            }
            return Ok(visit.show(page));
        }
        other => other,
    };
    let Some(changed) = answered(&mut page, kept)? else { return Ok(visit.show(page)) };
    if let Changed::Done(_) = changed {
        return Ok(Redirect::to(&format!("{}/{id}", sort.path)).into_response());
    }
    outcome(&mut page, &changed, &[]);
    Ok(visit.show(page))
}
