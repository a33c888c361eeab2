//! Whether the service lives, and whether it can answer.

use axum::extract::State;
use axum::http::StatusCode;

use crate::site::Site;

/// It lives.
pub(crate) async fn health() -> &'static str {
    "ok\n"
}

/// It can answer: its store does.
pub(crate) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    if site.reception().answers().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    }
}
