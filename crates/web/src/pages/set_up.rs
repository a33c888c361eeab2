//! One-time links: the first administrator, and whoever chooses a password.

use app::reception::{FirstPerson, Problems, Secret};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::components::{Button, Input};
use crate::failure::Failure;
use crate::form::{Filled, error_of, input};
use crate::guard;
use crate::page::{Page, Surroundings, html};
use crate::site::Site;

/// Whom a link is for.
enum For {
    First,
    Owner(String),
}

async fn read(site: &Site, link: &str) -> Result<Option<(Secret, For)>, Failure> {
    let Some(secret) = Secret::shown(link) else { return Ok(None) };
    Ok(match site.reception().link(&secret, site.now()).await? {
        None => None,
        Some(None) => Some((secret, For::First)),
        Some(Some(name)) => Some((secret, For::Owner(name))),
    })
}

fn gone() -> Response {
    let mut page = Page::new("This link does not work").with_status(StatusCode::GONE);
    page.prose("It has been used, it has ended, or it is not whole. Ask an administrator for a new one; for the very first account, start the program again.");
    page.response(&Surroundings::default(), None)
}

/// The form.
pub(crate) async fn show(State(site): State<Site>, Path(link): Path<String>) -> Result<Response, Failure> {
    match read(&site, &link).await? {
        None => Ok(gone()),
        Some((_, For::Owner(name))) => Ok(choosing(&name, &Problems::new())),
        Some((_, For::First)) => {
            let councils = site.reception().councils().await?;
            let (code, name) =
                councils.first().map_or(("", ""), |council| (council.code.as_str(), council.name.as_str()));
            let filled =
                Filled(vec![("code".to_owned(), code.to_owned()), ("council".to_owned(), name.to_owned())]);
            Ok(first(&filled, &Problems::new()))
        }
    }
}

fn field(name: &'static str, label: &str, filled: &Filled, problems: &Problems) -> Input {
    Input { error_message: error_of(problems, name), ..input(name, label, filled.get(name)) }
}

fn password(problems: &Problems) -> Input {
    Input {
        kind: "password".to_owned(),
        autocomplete: "new-password".to_owned(),
        hint: Some(
            "At least 12 characters. Three words that do not belong together are easy to keep in mind."
                .into(),
        ),
        error_message: error_of(problems, "password"),
        ..input("password", "Password", "")
    }
}

fn first(filled: &Filled, problems: &Problems) -> Response {
    let mut page = Page::new("Set up Mainstay");
    page.errors(problems);
    page.prose("You will be the first administrator. You can make accounts for others after this.");
    let code = Input {
        hint: Some("The DfE’s three digits, such as 891".into()),
        classes: "govuk-input--width-5".to_owned(),
        ..field("code", "Council code", filled, problems)
    };
    let name = Input {
        autocomplete: "username".to_owned(),
        ..field("name", "Your email address", filled, problems)
    };
    let shown = Input {
        hint: Some("Changes that you make are signed with it".into()),
        autocomplete: "name".to_owned(),
        ..field("shown", "Your full name", filled, problems)
    };
    let button = Button { text: "Set up".to_owned(), ..Button::default() };
    page.raw("<form method=\"post\" novalidate>");
    for part in [code, field("council", "Council", filled, problems), name, shown, password(problems)] {
        page.put(&part);
    }
    page.raw(&html(&button));
    page.raw("</form>");
    page.response(&Surroundings::default(), None)
}

fn choosing(name: &str, problems: &Problems) -> Response {
    let mut page = Page::new("Choose a password").caption(name);
    page.errors(problems);
    page.raw("<form method=\"post\" novalidate>");
    page.put(&password(problems));
    page.put(&Button { text: "Save and sign in".to_owned(), ..Button::default() });
    page.raw("</form>");
    page.response(&Surroundings::default(), None)
}

/// Makes the first administrator, or keeps the password that someone has chosen.
pub(crate) async fn set_up(
    State(site): State<Site>,
    Path(link): Path<String>,
    filled: Filled,
) -> Result<Response, Failure> {
    let Some((secret, whom)) = read(&site, &link).await? else { return Ok(gone()) };
    let chosen = filled.raw("password");
    let reception = site.reception();
    match whom {
        For::Owner(name) => Ok(match reception.choose_password(&secret, chosen, site.now()).await? {
            Ok(admitted) => guard::admitted(&site, &admitted, "/"),
            Err(problems) => choosing(&name, &problems),
        }),
        For::First => {
            let person = FirstPerson {
                council_code: filled.get("code").to_owned(),
                council_name: filled.get("council").to_owned(),
                name: filled.get("name").to_owned(),
                shown: filled.get("shown").to_owned(),
                password: chosen.to_owned(),
            };
            Ok(match reception.set_up(&secret, person, site.now()).await? {
                Ok(session) => guard::let_in(&site, &session, "/"),
                Err(problems) => first(&filled, &problems),
            })
        }
    }
}
