//! Signing in and out.

use app::policy::Role;
use app::reception::{DEMONSTRATION_PASSWORD, Means, TurnedAway, demonstration_name};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::{Button, Details};
use crate::failure::Failure;
use crate::form::{Filled, hidden, input};
use crate::guard::{self, Cookie};
use crate::page::{Page, Surroundings, address, html};
use crate::site::Site;
use crate::visit::Visit;

/// The form.
pub(crate) async fn show(State(site): State<Site>, asked: Filled) -> Result<Response, Failure> {
    if site.reception().is_new().await? {
        let mut page = Page::new("Mainstay is not set up yet");
        page.prose("Nobody has an account. Whoever started the program finds a one-time link on its console: open it to make the first administrator.");
        return Ok(page.response(&Surroundings::default(), None));
    }
    Ok(form(&site, "", asked.get("next"), None))
}

/// What somebody who was turned away is told, and the code of the answer.
fn told(why: TurnedAway) -> (StatusCode, &'static str) {
    match why {
        TurnedAway::Wrong => (StatusCode::UNAUTHORIZED, "The name or the password is wrong"),
        TurnedAway::WrongCode => (
            StatusCode::UNAUTHORIZED,
            "That code is wrong or has been used: wait for the next one and try again",
        ),
        TurnedAway::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "There have been too many attempts: wait a quarter of an hour and try again",
        ),
        TurnedAway::Ended => (StatusCode::UNAUTHORIZED, "The time for the code is over: sign in again"),
    }
}

/// A page of the way in, with why somebody was turned away.
fn door(title: &str, field: &str, problem: Option<TurnedAway>) -> Page {
    let Some((status, words)) = problem.map(told) else { return Page::new(title) };
    let mut page = Page::new(title).with_status(status);
    page.error(field, words);
    page
}

/// Where to go afterwards, kept in a form.
fn hidden_next(next: &str) -> String {
    hidden("next", guard::local(next))
}

pub(super) fn around(site: &Site) -> Surroundings {
    Surroundings { demonstration: site.settings().demonstration, ..Surroundings::default() }
}

/// The form that asks for a password.
fn by_password(name: &str, next: &str) -> String {
    let mut who = input("name", "Email address or name", name);
    "username".clone_into(&mut who.autocomplete);
    who.spellcheck = Some(false);
    let mut password = input("password", "Password", "");
    "password".clone_into(&mut password.kind);
    "current-password".clone_into(&mut password.autocomplete);
    let button = Button { text: "Sign in".to_owned(), ..Button::default() };
    format!(
        "<form action=\"/sign-in\" method=\"post\" novalidate>{}{}{}{}</form>",
        hidden_next(next),
        html(&who),
        html(&password),
        html(&button)
    )
}

fn form(site: &Site, name: &str, next: &str, problem: Option<TurnedAway>) -> Response {
    let mut page = door("Sign in", "name", problem);
    let form = by_password(name, next);
    if site.provider().is_some() {
        page.put(&Button {
            text: "Sign in with your council account".to_owned(),
            href: address("/sign-in/single", &[("next", guard::local(next))]),
            ..Button::default()
        });
        let turned_off = site.reception().rules().passwords_only_for.is_some();
        page.put(&Details {
            summary_text: if turned_off {
                "Administrators, when the council’s sign-in fails".to_owned()
            } else {
                "Sign in with a password".to_owned()
            },
            html: form,
            open: problem.is_some(),
            ..Details::default()
        });
    } else {
        page.raw(&form);
    }
    if site.settings().demonstration {
        demonstration(&mut page, next);
    }
    page.response(&around(site), None)
}

/// One button for each demonstration account.
fn demonstration(page: &mut Page, next: &str) {
    page.heading("Demonstration accounts");
    page.prose(&format!("Each role has one. Their password is “{DEMONSTRATION_PASSWORD}”."));
    page.raw("<div class=\"mainstay-actions\">");
    for role in Role::ALL.iter().filter(|role| **role != Role::Operator) {
        let button = Button {
            text: format!("Sign in as {}", role.words().to_lowercase().replace("hr", "HR")),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        };
        page.raw(&format!(
            "<form action=\"/sign-in\" method=\"post\">{}{}{}{}</form>",
            hidden_next(next),
            hidden("name", &demonstration_name(*role)),
            hidden("password", DEMONSTRATION_PASSWORD),
            html(&button)
        ));
    }
    page.raw("</div>");
}

/// Lets someone in.
pub(crate) async fn sign_in(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let from = guard::address(&site, request.extensions(), request.headers());
    let filled = <Filled as axum::extract::FromRequest<Site>>::from_request(request, &site).await?;
    let (name, next) = (filled.get("name").to_owned(), filled.get("next").to_owned());
    let is_demonstration = name.trim().to_lowercase().ends_with(app::reception::DEMONSTRATION);
    if is_demonstration && !site.settings().demonstration {
        return Ok(form(&site, &name, &next, Some(TurnedAway::Wrong)));
    }
    let signing = site.reception().sign_in(&name, filled.raw("password"), &from, site.now());
    match signing.await? {
        Ok(admitted) => Ok(guard::admitted(&site, &admitted, &next)),
        Err(why) => Ok(form(&site, &name, &next, Some(why))),
    }
}

/// The page that asks for the code.
fn code_form(site: &Site, next: &str, problem: Option<TurnedAway>) -> Response {
    let mut page = door("Enter your code", "code", problem);
    page.prose("Open the app on your device that makes your one-time codes for Mainstay.");
    let code = super::codes::input(problem.map(|why| told(why).1));
    let button = Button { text: "Go on".to_owned(), ..Button::default() };
    page.raw(&format!(
        "<form action=\"/sign-in/code\" method=\"post\" novalidate>{}{}{}</form>",
        hidden_next(next),
        html(&code),
        html(&button)
    ));
    page.put(&Details {
        summary_text: "You do not have your device".to_owned(),
        text: "Enter one of the recovery codes that you were shown when you turned codes on. If you have none left, ask \
               an administrator of your council to reset your codes."
            .to_owned(),
        ..Details::default()
    });
    page.response(&around(site), None)
}

/// Asks whoever's password was right for a code.
pub(crate) async fn show_code(State(site): State<Site>, headers: HeaderMap, asked: Filled) -> Response {
    match Cookie::Code.of(&site, &headers) {
        Some(_) => code_form(&site, asked.get("next"), None),
        None => Redirect::to("/sign-in").into_response(),
    }
}

/// Lets someone in by a code, whose password was right.
pub(crate) async fn sign_in_by_code(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let from = guard::address(&site, request.extensions(), request.headers());
    let waiting = Cookie::Code.of(&site, request.headers());
    let filled = <Filled as axum::extract::FromRequest<Site>>::from_request(request, &site).await?;
    let next = filled.get("next");
    let Some(waiting) = waiting else { return Ok(form(&site, "", next, Some(TurnedAway::Ended))) };
    let signing = site.reception().sign_in_by_code(&waiting, filled.get("code"), &from, site.now());
    Ok(match signing.await? {
        Ok(session) => guard::let_in(&site, &session, next),
        Err(TurnedAway::Ended) => form(&site, "", next, Some(TurnedAway::Ended)),
        Err(why) => code_form(&site, next, Some(why)),
    })
}

/// Ends the session.
pub(crate) async fn sign_out(visit: Visit) -> Result<Response, Failure> {
    if let Some(session) = &visit.session {
        visit.site.reception().sign_out(session).await?;
    }
    let cookie = Cookie::Session.set(&visit.site, None);
    let by_provider = visit.visitor.means == Some(Means::SingleSignOn);
    let next = if by_provider { "/sign-in/out" } else { "/sign-in" };
    Ok(([cookie], Redirect::to(next)).into_response())
}
