//! What went wrong, as a page that says what happened and what to do. What only the operator can put right carries a
//! reference, under which the log says more.

use app::error::OfficeError;
use app::policy::Action;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::page::{Page, Surroundings};

/// Why a page was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The office would not or could not.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// There is no such page.
    #[error("there is no such page")]
    NotFound,
    /// The role may not.
    #[error("you may not {0}")]
    Forbidden(Action),
    /// What was sent is larger than is taken.
    #[error("too large")]
    TooLarge,
    /// What was sent cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// Somebody was not let in by single sign-on.
    #[error("{why}")]
    NotSignedOn {
        /// The code of the answer.
        status: StatusCode,
        /// What happened, for people.
        title: &'static str,
        /// What to do, for people.
        message: &'static str,
        /// Why, for the log: nothing that names a person.
        why: String,
    },
}

impl From<axum::extract::multipart::MultipartError> for Failure {
    fn from(error: axum::extract::multipart::MultipartError) -> Self {
        Self::unread(error.status(), error.body_text())
    }
}

/// What a failure comes to: the code, the title, and what to do.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) message: String,
}

impl Failure {
    /// What cannot be read, or is too large to be.
    pub(crate) fn unread(status: StatusCode, why: String) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::Unreadable(why) }
    }

    /// What people are told of it.
    pub(crate) fn told(&self) -> Told {
        let told = |status, title, message: String| Told { status, title, message };
        match self {
            Self::NotFound => told(
                StatusCode::NOT_FOUND,
                "Page not found",
                "If you typed the address, check that it is right.".to_owned(),
            ),
            Self::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE),
            Self::NotSignedOn { status, title, message, why } => {
                let reference = reference();
                tracing::warn!(reference, why, "nobody was let in by single sign-on");
                told(
                    *status,
                    title,
                    format!("{message} If you ask for help, give this reference: {reference}."),
                )
            }
            Self::Unreadable(why) => told(StatusCode::BAD_REQUEST, "That cannot be read", sentence(why)),
            Self::Forbidden(action) | Self::Office(OfficeError::Forbidden(action)) => forbidden(*action),
            Self::Office(error @ OfficeError::NotYours(_)) => {
                told(StatusCode::FORBIDDEN, "You cannot see this", sentence(&error.to_string()))
            }
            Self::Office(error @ OfficeError::Usage(_)) => {
                told(StatusCode::BAD_REQUEST, "That cannot be answered", sentence(&error.to_string()))
            }
            Self::Office(error @ (OfficeError::Refused(_) | OfficeError::Append(_))) => {
                told(StatusCode::CONFLICT, "That was not done", sentence(&error.to_string()))
            }
            Self::Office(error) => {
                let reference = reference();
                tracing::error!(reference, error = %error, "the office could not answer");
                told(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "There is a problem with the service",
                    format!(
                        "Try again in a few minutes. If it stays, tell your administrator this reference: {reference}."
                    ),
                )
            }
        }
    }
}

fn forbidden(action: Action) -> Told {
    Told {
        status: StatusCode::FORBIDDEN,
        title: "You cannot see this",
        message: format!("Your role may not {action}. If you need to, ask an administrator of your council."),
    }
}

/// A message as a sentence.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// A reference under which the log says more.
fn reference() -> String {
    app::reference().unwrap_or_else(|| "none".to_owned())
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        page(&self.told())
    }
}

fn page(told: &Told) -> Response {
    let mut page = Page::new(told.title).with_status(told.status);
    page.prose(&told.message);
    page.raw("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/\">Go to the start page</a></p>");
    page.response(&Surroundings::default(), None)
}

/// What a layer refuses in plain words, as a page or as JSON.
pub(crate) fn dress(response: Response, wants_json: bool) -> Response {
    let status = response.status();
    let is_ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"));
    if is_ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let told = plain(status);
    if wants_json {
        return (status, Json(serde_json::json!({ "error": told.message }))).into_response();
    }
    page(&told)
}

fn plain(status: StatusCode) -> Told {
    let (title, message) = match status {
        StatusCode::NOT_FOUND => ("Page not found", "If you typed the address, check that it is right."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("That cannot be done here", "Go back and use the page's own buttons.")
        }
        StatusCode::FORBIDDEN => (
            "That came from another site",
            "A form is only taken from a page of this service. Open the page again and send it from there.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That is too large",
            "Send fewer or smaller files, or ask your administrator to raise the limit.",
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            ("That took too long", "Try again, or ask for a smaller part.")
        }
        status if status.is_server_error() => {
            let reference = reference();
            tracing::error!(reference, status = status.as_u16(), "a request failed");
            return Told {
                status,
                title: "There is a problem with the service",
                message: format!("Nothing was changed. Tell your administrator this reference: {reference}."),
            };
        }
        _ => ("That cannot be read", "Go back, check what you filled in and try again."),
    };
    Told { status, title, message: message.to_owned() }
}
