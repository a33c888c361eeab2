//! One-time codes of someone's own account: set up by a QR code or by hand, turned off, and the recovery codes.

use app::codes::Offer;
use app::reception::Problems;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::components::{Button, Input, InsetText, WarningText};
use crate::failure::Failure;
use crate::form::{self, Filled, error_of};
use crate::guard::Cookie;
use crate::page::{Page, escape, html, part};
use crate::visit::Visit;

/// The id of the field that turns codes off.
const OFF: &str = "code-off";
const UNDER: (&str, &str) = ("Your account", "/account");

/// The field of a code.
pub(crate) fn input(error: Option<&str>) -> Input {
    Input {
        autocomplete: "one-time-code".to_owned(),
        spellcheck: Some(false),
        error_message: error.map(Into::into),
        hint: Some("Six digits, or a recovery code".into()),
        ..form::input("code", "Code", "")
    }
}

/// An address as a picture that a device's camera reads. It stands in the page itself: nothing else ever sees it.
fn picture(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    Some(format!(
        "<p><img width=\"240\" height=\"240\" alt=\"QR code that holds the secret below\" src=\"data:image/svg+xml,{}\"></p>",
        part(&drawn)
    ))
}

/// The form that turns codes on.
fn offered(page: &mut Page, offer: &Offer, problems: &Problems) {
    page.errors(problems);
    page.prose(
        "Besides your password, an app on a device of yours shows six digits that change every 30 seconds. Use any app for \
         one-time codes (TOTP).",
    );
    page.raw("<ol class=\"govuk-list govuk-list--number\"><li>Scan this code with the app, or type the secret into it.</li>");
    page.raw("<li>Enter the six digits that the app shows then.</li></ol>");
    page.raw(&picture(&offer.address).unwrap_or_default());
    page.put(&InsetText {
        html: format!(
            "<p class=\"govuk-body\">The secret, for typing:</p><p class=\"mainstay-key\" id=\"secret\">{}</p>",
            escape(&offer.text)
        ),
        ..InsetText::default()
    });
    let error = error_of(problems, "code");
    let code = Input {
        hint: Some("The six digits that the app shows".into()),
        inputmode: "numeric".to_owned(),
        ..input(error.as_ref().map(|words| words.text.as_str()))
    };
    page.raw(&sent("/account/codes", &code, "Turn codes on", ""));
}

/// A form with a code alone.
fn sent(to: &str, code: &Input, text: &str, classes: &str) -> String {
    let button = Button { text: text.to_owned(), classes: classes.to_owned(), ..Button::default() };
    format!("<form action=\"{to}\" method=\"post\" novalidate>{}{}</form>", html(code), html(&button))
}

/// What may be done with codes that are on.
async fn on(visit: &Visit, page: &mut Page, problems: &Problems) -> Result<(), Failure> {
    page.errors(problems);
    let left = visit.site.reception().recovery_left(&visit.visitor).await?;
    page.prose(&format!(
        "Your codes are turned on: signing in asks for one after your password. You have {left} recovery codes left."
    ));
    let error_at = |field| error_of(problems, field).map(|words| words.text);
    page.heading("New recovery codes");
    page.prose("They take the place of those that you have.");
    page.raw(&sent(
        "/account/codes/recovery",
        &input(error_at("code").as_deref()),
        "Make new recovery codes",
        "govuk-button--secondary",
    ));
    page.heading("Another device");
    page.prose("Turn your codes off, and set them up again on the other device.");
    let code = Input { id: OFF.to_owned(), ..input(error_at(OFF).as_deref()) };
    page.raw(&sent("/account/codes/off", &code, "Turn codes off", "govuk-button--warning"));
    Ok(())
}

async fn page(visit: &Visit, problems: &Problems) -> Result<Response, Failure> {
    let mut page = Page::new("One-time codes");
    if visit.visitor.must_set_up {
        page.put(&WarningText {
            text: "Your role needs one-time codes: set them up before you go on.".to_owned(),
            icon_fallback_text: "Warning".to_owned(),
            ..WarningText::default()
        });
    } else {
        page = page.under(&[UNDER]);
    }
    if !visit.visitor.has_password {
        page.prose(
            "You sign in with your council account, which has its own ways of making sure that it is you.",
        );
        return Ok(visit.show(page));
    }
    match visit.site.reception().offer_codes(&visit.visitor, visit.now()).await? {
        Some(offer) => offered(&mut page, &offer, problems),
        None => on(visit, &mut page, problems).await?,
    }
    Ok(visit.show(page))
}

/// The page.
pub(crate) async fn show(visit: Visit) -> Result<Response, Failure> {
    page(&visit, &Problems::new()).await
}

/// The recovery codes, shown this once.
fn shown(visit: &Visit, done: &str, recovery: &[String]) -> Response {
    let mut page = Page::new("Your recovery codes").under(&[UNDER]);
    page.done(done);
    page.prose(
        "Each lets you in once when you do not have your device. Keep them where only you find them, and not on the same \
         device: they are not shown again.",
    );
    let codes = recovery.iter().map(|code| escape(code)).collect::<Vec<_>>().join("</li><li>");
    page.raw(&format!("<ul class=\"govuk-list mainstay-key\" id=\"recovery\"><li>{codes}</li></ul>"));
    page.raw(&format!("<p class=\"govuk-body\">{}</p>", crate::page::link("/", "Go on to the start page")));
    visit.show(page)
}

/// Turns codes on by a first one.
pub(crate) async fn turn_on(mut visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let turning = visit.site.reception().turn_codes_on(&visit.visitor, filled.get("code"), visit.now());
    match turning.await? {
        Ok(on) => {
            visit.visitor.must_set_up = false;
            let cookie = Cookie::Session.set(&visit.site, Some(&on.session));
            Ok((AppendHeaders([cookie]), shown(&visit, "One-time codes are turned on", &on.recovery))
                .into_response())
        }
        Err(problems) => page(&visit, &problems).await,
    }
}

/// Turns codes off.
pub(crate) async fn turn_off(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let turning = visit.site.reception().turn_codes_off(&visit.visitor, filled.get("code"), visit.now());
    match turning.await? {
        Ok(()) => Ok(Redirect::to("/account").into_response()),
        // Two fields of the page are for a code.
        Err(problems) => page(&visit, &problems.into_iter().map(|(_, why)| (OFF, why)).collect()).await,
    }
}

/// Makes other recovery codes.
pub(crate) async fn renew(visit: Visit, filled: Filled) -> Result<Response, Failure> {
    let renewing = visit.site.reception().renew_recovery(&visit.visitor, filled.get("code"), visit.now());
    match renewing.await? {
        Ok(recovery) => Ok(shown(&visit, "Your recovery codes are new", &recovery)),
        Err(problems) => page(&visit, &problems).await,
    }
}
