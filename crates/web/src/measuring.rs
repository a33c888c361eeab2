//! What the service counts about itself: requests by route, method and code, and how long they took. Routes are named by
//! their pattern, so that no key of a person gets into a metric or a log.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::site::Site;

/// The upper bounds of the buckets of durations, in seconds.
const BOUNDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

#[derive(Debug, Default, Clone)]
struct Tally {
    count: u64,
    seconds: f64,
    buckets: [u64; BOUNDS.len()],
}

/// Requests by method, route and code.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    all: Mutex<BTreeMap<(String, String, u16), Tally>>,
}

impl Tallies {
    fn count(&self, method: &str, route: &str, code: u16, took: Duration) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = all.entry((method.to_owned(), route.to_owned(), code)).or_default();
        let seconds = took.as_secs_f64();
        tally.count += 1;
        tally.seconds += seconds;
        for (bucket, bound) in tally.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// In the text form that Prometheus reads.
    pub(crate) fn text(&self) -> String {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::from(
            "# HELP mainstay_http_request_duration_seconds Requests by method, route and code.\n\
             # TYPE mainstay_http_request_duration_seconds histogram\n",
        );
        let name = "mainstay_http_request_duration_seconds";
        for ((method, route, code), tally) in all {
            let labels = format!("method=\"{method}\",route=\"{route}\",code=\"{code}\"");
            for (bucket, bound) in tally.buckets.iter().zip(BOUNDS) {
                let _ = writeln!(out, "{name}_bucket{{{labels},le=\"{bound}\"}} {bucket}");
            }
            let _ = writeln!(out, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", tally.count);
            let _ = writeln!(out, "{name}_sum{{{labels}}} {}", tally.seconds);
            let _ = writeln!(out, "{name}_count{{{labels}}} {}", tally.count);
        }
        out
    }
}

/// Counts a request and writes a line of the log, without anything that may name a person.
pub(crate) async fn counted(State(site): State<Site>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let (took, code) = (begun.elapsed(), response.status().as_u16());
    site.tallies().count(&method, &route, code, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method, route, code, milliseconds, "request");
    response
}

/// The metrics.
pub(crate) async fn metrics(State(site): State<Site>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], site.tallies().text())
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_what_is_within_them() {
        let tallies = Tallies::default();
        tallies.count("GET", "/people/{worker}", 200, Duration::from_millis(30));
        tallies.count("GET", "/people/{worker}", 200, Duration::from_secs(9));
        let text = tallies.text();
        let labels = "method=\"GET\",route=\"/people/{worker}\",code=\"200\"";
        for line in [
            format!("_bucket{{{labels},le=\"0.025\"}} 0"),
            format!("_bucket{{{labels},le=\"0.05\"}} 1"),
            format!("_bucket{{{labels},le=\"5\"}} 1"),
            format!("_bucket{{{labels},le=\"+Inf\"}} 2"),
            format!("_count{{{labels}}} 2"),
        ] {
            assert!(text.contains(&line), "{line}\n{text}");
        }
    }
}
