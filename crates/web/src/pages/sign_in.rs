//! Signing in and out.

use app::policy::Role;
use app::reception::{DEMONSTRATION_PASSWORD, TurnedAway, demonstration_name};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::Button;
use crate::failure::Failure;
use crate::form::{Filled, input};
use crate::guard;
use crate::page::{Page, Surroundings, escape, html};
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

fn form(site: &Site, name: &str, next: &str, problem: Option<TurnedAway>) -> Response {
    let mut page = Page::new("Sign in");
    match problem {
        None => {}
        Some(TurnedAway::Wrong) => {
            page = page.with_status(StatusCode::UNAUTHORIZED);
            page.error("name", "The name or the password is wrong");
        }
        Some(TurnedAway::TooMany) => {
            page = page.with_status(StatusCode::TOO_MANY_REQUESTS);
            page.error("name", "There have been too many attempts: wait a quarter of an hour and try again");
        }
    }
    let mut who = input("name", "Email address or name", name);
    "username".clone_into(&mut who.autocomplete);
    who.spellcheck = Some(false);
    let mut password = input("password", "Password", "");
    "password".clone_into(&mut password.kind);
    "current-password".clone_into(&mut password.autocomplete);
    let button = Button { text: "Sign in".to_owned(), ..Button::default() };
    page.raw(&format!(
        "<form action=\"/sign-in\" method=\"post\" novalidate><input type=\"hidden\" name=\"next\" value=\"{}\">{}{}{}</form>",
        escape(guard::local(next)),
        html(&who),
        html(&password),
        html(&button)
    ));
    if site.settings().demonstration {
        demonstration(&mut page, next);
    }
    let around = Surroundings { demonstration: site.settings().demonstration, ..Surroundings::default() };
    page.response(&around, None)
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
            "<form action=\"/sign-in\" method=\"post\"><input type=\"hidden\" name=\"next\" value=\"{}\">\
             <input type=\"hidden\" name=\"name\" value=\"{}\"><input type=\"hidden\" name=\"password\" value=\"{}\">{}</form>",
            escape(guard::local(next)),
            escape(&demonstration_name(*role)),
            escape(DEMONSTRATION_PASSWORD),
            html(&button)
        ));
    }
    page.raw("</div>");
}

/// Lets someone in.
pub(crate) async fn sign_in(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let address = guard::address(&site, request.extensions(), request.headers());
    let filled = <Filled as axum::extract::FromRequest<Site>>::from_request(request, &site).await?;
    let (name, next) = (filled.get("name").to_owned(), filled.get("next").to_owned());
    let is_demonstration = name.trim().to_lowercase().ends_with(app::reception::DEMONSTRATION);
    if is_demonstration && !site.settings().demonstration {
        return Ok(form(&site, &name, &next, Some(TurnedAway::Wrong)));
    }
    let signing = site.reception().sign_in(&name, filled.raw("password"), &address, site.now());
    match signing.await? {
        Ok(session) => {
            let cookie = guard::cookie(&site, Some(&session));
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(guard::local(&next))).into_response())
        }
        Err(why) => Ok(form(&site, &name, &next, Some(why))),
    }
}

/// Ends the session.
pub(crate) async fn sign_out(visit: Visit) -> Result<Response, Failure> {
    if let Some(session) = &visit.session {
        visit.site.reception().sign_out(session).await?;
    }
    let cookie = guard::cookie(&visit.site, None);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response())
}
