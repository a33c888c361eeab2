//! Someone's own account: who they are here, and the tokens of programs that ask in their name.

use app::reception::Problems;
use app::table::Table;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Input, InsetText, SummaryList, SummaryRow, SummaryValue};
use crate::failure::Failure;
use crate::form::{Filled, error_of, hidden, input};
use crate::grid::Grid;
use crate::guard;
use crate::page::{Page, escape, html};
use crate::visit::Visit;

pub(crate) fn row(key: &str, value: &str) -> SummaryRow {
    let text = |text: &str| SummaryValue { text: text.to_owned(), ..SummaryValue::default() };
    SummaryRow { key: text(key), value: text(value), ..SummaryRow::default() }
}

pub(crate) async fn show(visit: Visit) -> Result<Response, Failure> {
    let page = account(&visit).await?;
    Ok(visit.show(page))
}

async fn account(visit: &Visit) -> Result<Page, Failure> {
    let visitor = &visit.visitor;
    let mut page = Page::new("Your account").under(&[]);
    let teams =
        if visitor.teams.is_empty() { "the whole council".to_owned() } else { visitor.teams.join(", ") };
    page.put(&SummaryList {
        rows: vec![
            row("Signs in as", &visitor.name),
            row("Signs changes as", &visitor.shown),
            row("Role", visitor.role.words()),
            row("Sees", &teams),
            row("One-time codes", if visitor.codes { "turned on" } else { "turned off" }),
        ],
        classes: String::new(),
    });
    // Codes belong to passwords.
    if visitor.has_password {
        page.raw(&format!(
            "<p class=\"govuk-body\">{}</p>",
            crate::page::link("/account/codes", "One-time codes")
        ));
    }
    page.raw(&format!(
        "<p class=\"govuk-body\">{}</p>",
        crate::page::link("/programs", "How Power BI, Excel and other programs ask")
    ));
    let tokens = visit.office().tokens(&visitor.account, visit.now()).await?;
    let mut table = Table::new("Tokens for programs", &["Name", "Made", "Last used", "Ends"]);
    table.rows = tokens
        .iter()
        .map(|token| {
            [&token.label, &token.made_at, &token.seen_at, &token.ends_at].map(Clone::clone).to_vec()
        })
        .collect();
    table.notes = vec!["A program that shows a token sees what you may see, and no more.".to_owned()];
    page.table(&Grid::new(table));
    for token in &tokens {
        let button = Button {
            text: format!("End “{}”", token.label),
            classes: "govuk-button--warning".to_owned(),
            ..Button::default()
        };
        page.raw(&format!(
            "<form action=\"/account/tokens/end\" method=\"post\">{}{}</form>",
            hidden("id", &token.id),
            html(&button)
        ));
    }
    if visitor.has_password {
        password_form(&mut page, &Problems::new());
    }
    page.heading("Make a token");
    let label =
        Input { hint: Some("Such as “Power BI”".into()), ..input("label", "Name of a new token", "") };
    page.raw(&format!(
        "<form action=\"/account/tokens\" method=\"post\">{}{}</form>",
        html(&label),
        html(&Button { text: "Make a token".to_owned(), ..Button::default() })
    ));
    Ok(page)
}

/// The form with which someone changes their password.
fn password_form(page: &mut Page, problems: &Problems) {
    page.heading("Change your password");
    page.raw("<form action=\"/account/password\" method=\"post\" novalidate>");
    for (name, label, autocomplete) in
        [("current", "Your password now", "current-password"), ("password", "The new one", "new-password")]
    {
        page.put(&Input {
            kind: "password".to_owned(),
            autocomplete: autocomplete.to_owned(),
            error_message: error_of(problems, name),
            ..input(name, label, "")
        });
    }
    page.put(&Button { text: "Change it".to_owned(), ..Button::default() });
    page.raw("</form>");
}

/// Changes the password. Whoever else was signed in with the old one is signed out.
pub(crate) async fn change_password(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let reception = visit.site.reception();
    let (now_known, chosen) = (filled.raw("current"), filled.raw("password"));
    match reception.change_password(&visit.visitor, now_known, chosen, visit.now()).await? {
        Ok(session) => Ok(guard::let_in(&visit.site, &session, "/account")),
        Err(problems) => {
            let mut page = Page::new("Your account").under(&[]);
            page.errors(&problems);
            password_form(&mut page, &problems);
            Ok(visit.show(page))
        }
    }
}

/// Makes a token, and shows it this once.
pub(crate) async fn add_token(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let label = filled.some("label");
    let Some(label) = label else {
        let mut page = account(&visit).await?;
        page.error("label", "Enter a name for the token");
        return Ok(visit.show(page));
    };
    let token = visit.office().add_token(&visit.visitor.account, &label, visit.now()).await?;
    let mut page = account(&visit).await?;
    page.done("The token is made");
    page.put(&InsetText {
        html: format!(
            "<p class=\"govuk-body\">This is shown once. Keep it like a password:</p>\
             <p class=\"mainstay-key\" id=\"token\">{}</p>",
            escape(token.reveal())
        ),
        ..InsetText::default()
    });
    Ok(visit.show(page))
}

/// Ends a token.
pub(crate) async fn end_token(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    visit.office().end_token(&visit.visitor.account, filled.get("id"), visit.now()).await?;
    Ok(Redirect::to("/account").into_response())
}
