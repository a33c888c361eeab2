//! Requests to a provider: bounded in size and time, and never redirected, so that no answer leads us elsewhere.

use std::error::Error;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::redirect::Policy;

/// How long the provider has for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How large an answer may be, in bytes.
const MOST: usize = 1 << 20;

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NoAnswer(pub(crate) String);

/// Every cause of an error, in one sentence.
pub(crate) fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(under) = cause {
        let said = under.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = under.source();
    }
    text
}

fn no_answer(error: reqwest::Error) -> NoAnswer {
    // An address may hold what is secret.
    NoAnswer(causes(&error.without_url()))
}

/// What asks.
pub(crate) fn client() -> Result<reqwest::Client, NoAnswer> {
    // The same implementation of TLS as for the store; whoever chose one before has chosen the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest::Client::builder().redirect(Policy::none()).timeout(PATIENCE).connect_timeout(PATIENCE / 2);
    client.build().map_err(no_answer)
}

/// Asks, and reads the answer as far as it may go.
pub(crate) async fn ask(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let request = reqwest::Request::try_from(request).map_err(no_answer)?;
    let mut answer = client.execute(request).await.map_err(no_answer)?;
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(no_answer)? {
        if body.len() + part.len() > MOST {
            return Err(NoAnswer(format!("the answer is larger than {MOST} bytes")));
        }
        body.extend_from_slice(&part);
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}
