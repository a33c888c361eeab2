//! Every route, in one table: its method, its path, who may pass, and what answers. The router is made from the table, so
//! that no route can be missing from it, and `docs/rights.md` prints it.

use std::time::Duration;

use app::policy::Action;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::guard::{self, Gate};
use crate::site::Site;
use crate::{assets, failure, pages};

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `get` or `post`.
    pub method: &'static str,
    /// Its path, with the names of its parts in braces.
    pub path: &'static str,
    /// Who may pass.
    pub gate: Gate,
}

macro_rules! routes {
    ($( $method:ident $path:literal $gate:expr => $handler:expr; )+) => {
        /// Every route.
        pub const ROUTES: &[Route] =
            &[$(Route { method: stringify!($method), path: $path, gate: $gate }),+];

        fn table(site: &Site) -> Router<Site> {
            Router::new()$(.route(
                $path,
                axum::routing::$method($handler).layer(from_fn_with_state((site.clone(), $gate), guard::admit)),
            ))+
        }
    };
}

use Action as A;
use Gate::{May, Open, SignedIn};

routes! {
    get "/" SignedIn => pages::start::show;
    get "/assets/{digest}/{name}" Open => assets::serve;

    get "/sign-in" Open => pages::sign_in::show;
    post "/sign-in" Open => pages::sign_in::sign_in;
    post "/sign-out" SignedIn => pages::sign_in::sign_out;
    get "/set-up/{link}" Open => pages::set_up::show;
    post "/set-up/{link}" Open => pages::set_up::set_up;
    get "/account" SignedIn => pages::account::show;
    post "/account/tokens" SignedIn => pages::account::add_token;
    post "/account/tokens/end" SignedIn => pages::account::end_token;

    get "/position" May(A::ReadFigures) => pages::position::show;

    get "/administration" May(A::KeepAccounts) => pages::administration::list;
    get "/administration/accounts/new" May(A::KeepAccounts) => pages::administration::new;
    post "/administration/accounts/new" May(A::KeepAccounts) => pages::administration::add;
    get "/administration/accounts/{id}" May(A::KeepAccounts) => pages::administration::show;
    post "/administration/accounts/{id}" May(A::KeepAccounts) => pages::administration::change;
    post "/administration/accounts/{id}/link" May(A::KeepAccounts) => pages::administration::link;
    get "/administration/views" May(A::ReadViewings) => pages::administration::viewings;
}

/// How much a form may hold; uploads have a limit of their own.
const FORM_BYTES: usize = 256 * 1024;
/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(60);

/// The whole site.
pub fn router(site: Site) -> Router {
    table(&site)
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(from_fn(dressed))
        .layer(from_fn_with_state(site.clone(), headed))
        .layer(CompressionLayer::new())
        .with_state(site)
}

/// Gives what a layer refuses in plain words the form of a page.
async fn dressed(request: Request, next: Next) -> Response {
    let wants_json = request.uri().path().starts_with("/api/");
    failure::dress(next.run(request).await, wants_json)
}

/// What a browser is told about every answer: nothing runs but our own files, nothing is framed, nothing is leaked.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

async fn headed(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if site.settings().is_secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// The rights page: the policy, then every route with who may pass.
pub fn rights_markdown() -> String {
    let table = app::policy::table();
    let mut page = "# Who may do what\n\n<!-- Written by a test of the web crate. Do not edit. -->\n\n\
        `own teams` means the actor's teams and what is below them, by the tree of the day on which they act.\n\n"
        .to_owned();
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    page.push_str(&line(&headings));
    page.push_str(&line(&vec!["---"; headings.len()]));
    for row in &table.rows {
        page.push_str(&line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    page.push_str("\n## Routes\n\n| route | needs |\n| --- | --- |\n");
    for route in ROUTES {
        let needs = match route.gate {
            Gate::Open => "nothing".to_owned(),
            Gate::SignedIn => "a session".to_owned(),
            Gate::May(action) => action.words().to_owned(),
        };
        page.push_str(&format!("| `{} {}` | {needs} |\n", route.method.to_uppercase(), route.path));
    }
    page
}
