//! Single sign-on: to the provider and back, each failure a page that says what to do, and the way out.

use app::sign_on::{NotLetIn, SignOn, SignedOn};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use sign_on::{Person, Problem, Provider};

use super::sign_in::around;
use crate::components::Button;
use crate::failure::Failure;
use crate::form::Filled;
use crate::guard::{self, Cookie};
use crate::page::Page;
use crate::site::Site;

fn refused(status: StatusCode, title: &'static str, message: &'static str, why: &dyn ToString) -> Failure {
    Failure::NotSignedOn { status, title, message, why: why.to_string() }
}

/// What people are told when the provider's part has failed.
fn failed(problem: &Problem) -> Failure {
    let title = "Your council account could not be checked";
    match problem {
        Problem::Unreachable(_) => refused(
            StatusCode::BAD_GATEWAY,
            title,
            "The council’s sign-in service does not answer. Try again in a few minutes. If it goes on, tell your IT service desk.",
            problem,
        ),
        Problem::Refused(_) => refused(
            StatusCode::BAD_GATEWAY,
            title,
            "The council’s sign-in service did not accept Mainstay, which an administrator must put right. Starting again may \
             help if you took long.",
            problem,
        ),
        Problem::Untrusted(_) => refused(
            StatusCode::FORBIDDEN,
            title,
            "What the council’s sign-in service said of you could not be believed. Start again from the sign-in page. If it \
             happens again, tell your IT service desk.",
            problem,
        ),
        Problem::TooManyGroups => refused(
            StatusCode::FORBIDDEN,
            title,
            "You are in more groups than the council’s sign-in service tells us of. Ask your IT service desk to send Mainstay \
             only the groups that are assigned to it.",
            problem,
        ),
    }
}

/// What people are told whom the provider knows and who are not let in.
fn not_let_in(why: NotLetIn) -> Failure {
    let (title, message) = match why {
        NotLetIn::NoGroup => (
            "You are not set up for Mainstay yet",
            "Your council account works, but none of its groups may use Mainstay. Ask your manager or your IT service desk to \
             add you to one. No account was made.",
        ),
        NotLetIn::Closed => (
            "Your account is closed",
            "An administrator of Mainstay has closed your account. Ask them if you need it again.",
        ),
        NotLetIn::NoCouncil => {
            ("Mainstay is not ready for single sign-on", "An administrator must set up the council first.")
        }
    };
    refused(StatusCode::FORBIDDEN, title, message, &format!("{why:?}"))
}

fn provider(site: &Site) -> Result<&Provider, Failure> {
    site.provider().ok_or(Failure::NotFound)
}

/// Sends a browser to the provider.
pub(crate) async fn begin(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let provider = provider(&site)?;
    let from = guard::address(&site, request.extensions(), request.headers());
    let asked = <Filled as axum::extract::FromRequest<Site>>::from_request(request, &site).await?;
    let sent = provider.begin().await.map_err(|problem| failed(&problem))?;
    let begun = SignOn {
        nonce: sent.nonce,
        verifier: sent.verifier,
        next: guard::local(asked.get("next")).to_owned(),
    };
    let browser = site.reception().begin_sign_on(&sent.state, &begun, &from, site.now()).await?;
    let browser = browser.ok_or_else(|| {
        let message =
            "There have been too many attempts from where you are: wait a quarter of an hour and try again.";
        refused(StatusCode::TOO_MANY_REQUESTS, "Too many attempts", message, &"too many from one address")
    })?;
    let cookie = Cookie::SignOn.set(&site, Some(&browser));
    Ok((AppendHeaders([cookie]), Redirect::to(&sent.address)).into_response())
}

/// Lets somebody in who comes back from the provider.
pub(crate) async fn returned(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let provider = provider(&site)?;
    let browser = Cookie::SignOn.of(&site, request.headers());
    let asked = <Filled as axum::extract::FromRequest<Site>>::from_request(request, &site).await?;
    let lost = |why: &str| {
        refused(
            StatusCode::BAD_REQUEST,
            "This sign-in cannot be finished",
            "It was begun too long ago, in another browser, or is finished already. Start again from the sign-in page.",
            &why,
        )
    };
    let browser = browser.ok_or_else(|| lost("the browser has begun nothing"))?;
    let begun = site.reception().returned(asked.get("state"), &browser, site.now()).await?;
    let begun = begun.ok_or_else(|| lost("the browser has begun nothing of that state"))?;
    if let Some(error) = asked.some("error") {
        // Anybody can write into an address what the log must not be made to hold.
        let known = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let why: String = error.chars().filter(|letter| known(*letter)).take(60).collect();
        let message = "The council’s sign-in service did not sign you in, or you stopped on the way. Start again from the \
            sign-in page.";
        return Err(refused(StatusCode::FORBIDDEN, "You were not signed in", message, &why));
    }
    let finishing = provider.finish(asked.get("code"), &begun.nonce, &begun.verifier);
    let Person { issuer, subject, name, verified_email, groups } =
        finishing.await.map_err(|problem| failed(&problem))?;
    let who = SignedOn { issuer, subject, name, verified_email, groups };
    match site.reception().sign_on(&who, site.now()).await? {
        Ok(session) => Ok(guard::let_in(&site, &session, &begun.next)),
        Err(why) => Err(not_let_in(why)),
    }
}

/// The page after signing out, with the way out of the provider.
pub(crate) async fn out(State(site): State<Site>) -> Result<Response, Failure> {
    let way_out = provider(&site)?.way_out(&format!("{}/sign-in", site.settings().url())).await;
    let mut page = Page::new("You are signed out of Mainstay");
    if let Some(href) = way_out {
        page.prose(
            "You may still be signed in to your council account, so that nobody would have to enter a password here to come \
             in again. On a device that others use, sign out of it too.",
        );
        page.put(&Button {
            text: "Sign out of your council account".to_owned(),
            href,
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        });
    }
    page.raw(&format!("<p class=\"govuk-body\">{}</p>", crate::page::link("/sign-in", "Sign in again")));
    Ok(page.response(&around(&site), None))
}
