//! Every route, in one table: its method, its path, who may pass, and what answers. The router is made from the table, so
//! that no route can be missing from it, and `docs/rights.md` prints it.

use std::time::Duration;

use app::policy::Action;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::guard::{self, Gate};
use crate::site::Site;
use crate::{api, assets, failure, health, measuring, pages};

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
use Gate::{Arriving, May, Open, SignedIn, Whole};

routes! {
    get "/" SignedIn => pages::start::show;
    get "/assets/{digest}/{name}" Open => assets::serve;

    get "/sign-in" Open => pages::sign_in::show;
    post "/sign-in" Open => pages::sign_in::sign_in;
    get "/sign-in/code" Open => pages::sign_in::show_code;
    post "/sign-in/code" Open => pages::sign_in::sign_in_by_code;
    get "/sign-in/single" Open => pages::single_sign_on::begin;
    get "/sign-in/returned" Open => pages::single_sign_on::returned;
    get "/sign-in/out" Open => pages::single_sign_on::out;
    post "/sign-out" Arriving => pages::sign_in::sign_out;
    get "/set-up/{link}" Open => pages::set_up::show;
    post "/set-up/{link}" Open => pages::set_up::set_up;
    get "/account" SignedIn => pages::account::show;
    post "/account/password" SignedIn => pages::account::change_password;
    get "/account/codes" Arriving => pages::codes::show;
    post "/account/codes" Arriving => pages::codes::turn_on;
    post "/account/codes/off" SignedIn => pages::codes::turn_off;
    post "/account/codes/recovery" SignedIn => pages::codes::renew;
    post "/account/tokens" SignedIn => pages::account::add_token;
    post "/account/tokens/end" SignedIn => pages::account::end_token;

    get "/position" May(A::ReadFigures) => pages::position::show;
    get "/position/compare" May(A::ReadFigures) => pages::position::compare;
    get "/position/project" May(A::ReadFigures) => pages::position::project;
    get "/figures" May(A::ReadFigures) => pages::figures::list;
    get "/figures/{id}" May(A::ReadFigures) => pages::figures::show;
    get "/books" May(A::ReadRecord) => pages::figures::books;
    post "/figures/{id}/release" May(A::Release) => pages::released::release;
    get "/staying" May(A::Forecast) => pages::staying::survival;
    get "/destinations" May(A::Forecast) => pages::staying::destinations;
    get "/forecast" May(A::Forecast) => pages::forecast::show;
    post "/forecast/runs" May(A::Forecast) => pages::forecast::begin;
    get "/forecast/runs/{id}" May(A::Forecast) => pages::forecast::run;
    get "/forecast/runs/{id}/progress" May(A::Forecast) => pages::forecast::progress;
    post "/forecast/runs/{id}/stop" May(A::Forecast) => pages::forecast::stop;
    get "/forecast/assumptions" May(A::Forecast) => pages::forecast::assumptions;
    get "/forecast/backtest" May(A::Forecast) => pages::forecast::backtest;
    get "/scenarios/new" May(A::EditRecord) => pages::plans::new_scenario;
    post "/scenarios/new" May(A::EditRecord) => pages::plans::add_scenario;
    get "/scenarios/{id}" May(A::Forecast) => pages::plans::scenario;
    get "/scenarios/{id}/edit" May(A::EditRecord) => pages::plans::edit_scenario;
    post "/scenarios/{id}/edit" May(A::EditRecord) => pages::plans::save_scenario;
    get "/cases" May(A::Forecast) => pages::plans::cases;
    get "/cases/new" May(A::EditRecord) => pages::plans::new_case;
    post "/cases/new" May(A::EditRecord) => pages::plans::add_case;
    get "/cases/{id}" May(A::Forecast) => pages::plans::case;
    post "/cases/{id}/action" May(A::EditRecord) => pages::plans::act;
    get "/cases/{id}/edit" May(A::EditRecord) => pages::plans::edit_case;
    post "/cases/{id}/edit" May(A::EditRecord) => pages::plans::save_case;
    get "/released" May(A::ReadReleased) => pages::released::list;
    get "/released/{number}" May(A::ReadReleased) => pages::released::show;
    get "/published" May(A::ReadReleased) => pages::published::show;
    get "/papers" May(A::ReadReleased) => pages::papers::list;
    get "/papers/new" May(A::EditRecord) => pages::papers::new;
    post "/papers/drafts/new" May(A::EditRecord) => pages::papers::add;
    get "/papers/drafts/{id}" May(A::ReadFigures) => pages::papers::draft;
    get "/papers/drafts/{id}/edit" May(A::EditRecord) => pages::papers::edit;
    post "/papers/drafts/{id}/edit" May(A::EditRecord) => pages::papers::save;
    post "/papers/drafts/{id}/publish" May(A::Release) => pages::papers::publish;
    get "/papers/drafts/{id}/{file}" May(A::ReadFigures) => pages::papers::draft_file;
    get "/papers/published/{id}/{version}" May(A::ReadReleased) => pages::papers::published;
    get "/papers/published/{id}/{version}/changes" May(A::Release) => pages::papers::changes;
    get "/papers/published/{id}/{version}/{file}" May(A::ReadReleased) => pages::papers::published_file;
    get "/claims" May(A::ReadReleased) => pages::claims::show;
    post "/claims/check" May(A::ReadReleased) => pages::claims::check;
    get "/people" May(A::ReadRecord) => pages::people::list;
    get "/people/{worker}" May(A::ReadRecord) => pages::people::show;
    get "/teams" May(A::ReadRecord) => pages::teams::list;
    get "/teams/{unit}" May(A::ReadRecord) => pages::teams::show;
    get "/restructure" May(A::EditRecord) => pages::restructure::show;
    post "/restructure" May(A::EditRecord) => pages::restructure::carry_out;
    get "/agency" May(A::ReadRecord) => pages::teams::agency;
    get "/agency/rules" Whole(A::ReadPay) => pages::registers::agency::rules;
    get "/agency/cost" Whole(A::ReadFigures) => pages::registers::agency::cost;
    get "/agency/return" Whole(A::ReadPay) => pages::registers::agency::quarterly;
    get "/registers" May(A::ReadFigures) => pages::registers::index;
    get "/registers/parameters" May(A::ReadFigures) => pages::registers::parameters;
    get "/registers/recruitment" Whole(A::ReadFigures) => pages::registers::recruitment::funnel;
    get "/registers/vacancies" Whole(A::ReadRecord) => pages::registers::recruitment::vacancies;
    get "/registers/early-careers" Whole(A::ReadFigures) => pages::registers::people::cohorts;
    get "/registers/early-careers/{cohort}" May(A::ReadRecord) => pages::registers::people::cohort;
    get "/registers/supervision" May(A::ReadRecord) => pages::registers::people::supervision;
    get "/registers/renewals" May(A::ReadRecord) => pages::registers::people::renewals;
    get "/registers/right-to-work" Whole(A::ReadRestricted) => pages::registers::people::right_to_work;
    get "/registers/workload" May(A::ReadFigures) => pages::registers::people::workload;
    get "/registers/exits" Whole(A::ReadFigures) => pages::registers::leaving::exits;
    get "/registers/incentives" Whole(A::ReadFigures) => pages::registers::pay::incentives;
    get "/registers/improvement" Whole(A::ReadRecord) => pages::registers::improvement::actions;
    get "/registers/improvement/pack" Whole(A::ReadRecord) => pages::registers::improvement::pack;

    get "/census" May(A::CheckReturns) => pages::census::show;
    get "/census/readiness" May(A::BuildReturns) => pages::census::readiness;
    get "/census/explained" May(A::BuildReturns) => pages::census::explained;
    get "/census/return.xml" May(A::BuildReturns) => pages::census::build;
    post "/census/check" May(A::CheckReturns) => pages::census::check;
    get "/data" May(A::TryImport) => pages::data::show;
    get "/data/templates.xlsx" May(A::TryImport) => pages::data::templates;
    post "/data/upload" May(A::TryImport) => pages::data::upload;
    get "/data/uploads/{id}" May(A::TryImport) => pages::data::tried;
    post "/data/uploads/{id}/accept" May(A::Import) => pages::data::accept;
    post "/data/uploads/{id}/give-up" May(A::TryImport) => pages::data::give_up;
    get "/data/uploads/{id}/map" May(A::TryImport) => pages::mapping::show;
    post "/data/uploads/{id}/map" May(A::Import) => pages::mapping::choose;

    get "/records" May(A::ReadRecord) => pages::records::kinds;
    get "/records/{kind}" May(A::ReadRecord) => pages::records::of_kind;
    get "/records/{kind}/edit" May(A::EditRecord) => pages::records::edit;
    post "/records/{kind}/edit" May(A::EditRecord) => pages::records::save;
    get "/record" May(A::ReadRecord) => pages::records::show;
    get "/history" May(A::ReadLog) => pages::history::list;
    get "/history/{number}" May(A::ReadLog) => pages::history::show;
    post "/history/{number}/undo" May(A::UndoChange) => pages::history::undo;

    get "/programs" SignedIn => pages::programs::show;
    get "/api/v1/openapi.json" Open => api::openapi;
    get "/api/v1/position" May(A::ReadFigures) => api::position;
    get "/api/v1/position/compare" May(A::ReadFigures) => api::compare;
    get "/api/v1/position/project" May(A::ReadFigures) => api::project;
    get "/api/v1/figures" May(A::ReadFigures) => api::measures;
    get "/api/v1/figures/{id}" May(A::ReadFigures) => api::figure;
    get "/api/v1/books" May(A::ReadRecord) => api::books;
    get "/api/v1/survival" May(A::Forecast) => api::ahead::survival;
    get "/api/v1/destinations" May(A::Forecast) => api::ahead::destinations;
    get "/api/v1/forecast" May(A::Forecast) => api::ahead::forecast;
    get "/api/v1/forecast/assumptions" May(A::Forecast) => api::ahead::assumptions;
    get "/api/v1/released" May(A::ReadReleased) => api::released;
    get "/api/v1/benchmarks" May(A::ReadReleased) => api::benchmarks;
    get "/api/v1/registers" May(A::ReadFigures) => api::registers::due_now;
    get "/api/v1/registers/parameters" May(A::ReadFigures) => api::registers::parameters;
    get "/api/v1/registers/recruitment" Whole(A::ReadFigures) => api::registers::recruitment;
    get "/api/v1/registers/vacancies" Whole(A::ReadRecord) => api::registers::vacancies;
    get "/api/v1/registers/agency/due" May(A::ReadRecord) => api::registers::agency_due;
    get "/api/v1/registers/agency/check" Whole(A::ReadPay) => api::registers::agency_check;
    get "/api/v1/registers/agency/cost" Whole(A::ReadFigures) => api::registers::agency_cost;
    get "/api/v1/registers/agency/return" Whole(A::ReadPay) => api::registers::agency_return;
    get "/api/v1/registers/cohorts" Whole(A::ReadFigures) => api::registers::cohorts;
    get "/api/v1/registers/cohorts/{cohort}" May(A::ReadRecord) => api::registers::cohort;
    get "/api/v1/registers/supervision" May(A::ReadRecord) => api::registers::supervision;
    get "/api/v1/registers/renewals" May(A::ReadRecord) => api::registers::renewals;
    get "/api/v1/registers/right-to-work" Whole(A::ReadRestricted) => api::registers::right_to_work;
    get "/api/v1/registers/workload" May(A::ReadFigures) => api::registers::workload;
    get "/api/v1/registers/exits" Whole(A::ReadFigures) => api::registers::exits;
    get "/api/v1/registers/exits/years" Whole(A::ReadFigures) => api::registers::exit_years;
    get "/api/v1/registers/incentives/due" Whole(A::ReadPay) => api::registers::incentives_due;
    get "/api/v1/registers/incentives/cost" Whole(A::ReadFigures) => api::registers::incentives_cost;
    get "/api/v1/registers/improvement" Whole(A::ReadRecord) => api::registers::improvement;
    get "/api/v1/registers/improvement/board" Whole(A::ReadRecord) => api::registers::board;
    get "/api/v1/records/{kind}" May(A::ReadRecord) => api::records;
    get "/api/v1/changes" May(A::ReadLog) => api::changes;
    post "/api/v1/census/check" May(A::CheckReturns) => api::census;

    get "/health" Open => health::health;
    get "/ready" Open => health::ready;
    get "/metrics" Open => measuring::metrics;

    get "/administration" May(A::KeepAccounts) => pages::administration::list;
    get "/administration/accounts/new" May(A::KeepAccounts) => pages::administration::new;
    post "/administration/accounts/new" May(A::KeepAccounts) => pages::administration::add;
    get "/administration/accounts/{id}" May(A::KeepAccounts) => pages::administration::show;
    post "/administration/accounts/{id}" May(A::KeepAccounts) => pages::administration::change;
    post "/administration/accounts/{id}/link" May(A::KeepAccounts) => pages::administration::link;
    post "/administration/accounts/{id}/codes" May(A::KeepAccounts) => pages::administration::reset_codes;
    get "/administration/views" May(A::ReadViewings) => pages::administration::viewings;
}

/// Whether a page is one that a role may enter.
pub(crate) fn is_open_to(path: &str, role: app::policy::Role) -> bool {
    let page = ROUTES.iter().find(|route| route.method == "get" && route.path == path);
    page.is_some_and(|route| route.gate.refuses(role).is_none())
}

/// How much a form may hold; uploads have a limit of their own.
const FORM_BYTES: u64 = 256 * 1024;
/// How long an answer may take.
const LONGEST: Duration = Duration::from_mins(1);

/// The whole site.
pub fn router(site: Site) -> Router {
    table(&site)
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(site.clone(), limited))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(from_fn(dressed))
        .layer(from_fn_with_state(site.clone(), measuring::counted))
        .layer(from_fn_with_state(site.clone(), headed))
        .layer(CompressionLayer::new())
        .with_state(site)
}

/// The paths that take files.
const UPLOADS: [&str; 4] = ["/data/upload", "/census/check", "/claims/check", api::CENSUS];

/// Refuses what is too large before it is read: forms are small, uploads are as large as the settings say.
async fn limited(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_upload = UPLOADS.contains(&request.uri().path());
    let most = if is_upload { site.settings().max_upload.saturating_mul(1024 * 1024) } else { FORM_BYTES };
    let said = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|length| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    // A body of unsaid length is cut off where it has grown too large.
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let request = request.map(|body| axum::body::Body::new(Limited::new(body, most)));
    next.run(request).await
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
            Gate::Arriving => "a session, even before one-time codes are set up".to_owned(),
            Gate::SignedIn => "a session".to_owned(),
            Gate::May(action) => action.words().to_owned(),
            Gate::Whole(action) => format!("{}, for the whole council", action.words()),
        };
        page.push_str(&format!("| `{} {}` | {needs} |\n", route.method.to_uppercase(), route.path));
    }
    page
}
