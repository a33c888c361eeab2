//! The API by token and by session, its document, and what the service says of itself.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Guest, House, Seen};
use serde_json::Value;
use testkit::stores::Place;
use web::Gate;
use web::api::{CENSUS, document, endpoints};
use web::routes::ROUTES;

async fn token(house: &House, who: &str) -> String {
    let mut guest = house.signed_in(who).await;
    let page =
        guest.post("/account/tokens", &[("label", "Power BI")]).await.coded(200).with("This is shown once");
    let rest = page.body.split("id=\"token\">").nth(1).expect("a token").to_owned();
    rest.split('<').next().expect("it ends").to_owned()
}

async fn ask(guest: &mut Guest<'_>, token: &str, path: &str) -> Seen {
    let request = Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty());
    guest.ask(request.expect("a request")).await
}

fn json(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap_or_else(|problem| panic!("{problem}: {}", seen.body))
}

/// A question that each endpoint can answer.
const QUESTIONS: &[&str] = &[
    "/api/v1/position?as_at=2024-09-30",
    "/api/v1/position/compare?from=2023-09-30&to=2024-09-30",
    "/api/v1/position/project?as_at=2024-09-30&months=3",
    "/api/v1/figures",
    "/api/v1/figures/turnover_rate_fte?to=2024-09-30&evidence=yes",
    "/api/v1/books?from=2023-10-01&to=2024-09-30",
    "/api/v1/survival?from=2016-01-01&to=2024-09-30&by=role",
    "/api/v1/destinations?from=2016-01-01&to=2024-09-30",
    "/api/v1/forecast?months=6&trials=100&seed=3&as_at=2023-12-31",
    "/api/v1/forecast/assumptions?as_at=2023-12-31",
    "/api/v1/released",
    "/api/v1/benchmarks?authority=891&year=2022&against=neighbours",
    "/api/v1/records/post",
    "/api/v1/changes",
    "/api/v1/registers",
    "/api/v1/registers/parameters?as_at=2024-09-30",
    "/api/v1/registers/recruitment?from=2023-10-01&to=2024-09-30&by=role",
    "/api/v1/registers/vacancies?as_at=2024-09-30",
    "/api/v1/registers/agency/due?as_at=2024-09-30",
    "/api/v1/registers/agency/check?quarter=2024-Q3",
    "/api/v1/registers/agency/cost?from=2023-10-01&to=2024-09-30&by=month",
    "/api/v1/registers/agency/return?quarter=2024-Q3",
    "/api/v1/registers/cohorts?as_at=2024-09-30",
    "/api/v1/registers/cohorts/C24?as_at=2024-09-30",
    "/api/v1/registers/supervision?as_at=2024-09-30",
    "/api/v1/registers/renewals?as_at=2024-09-30",
    "/api/v1/registers/right-to-work?as_at=2024-09-30",
    "/api/v1/registers/workload?as_at=2024-09-30&by=worker",
    "/api/v1/registers/exits?from=2023-10-01&to=2024-09-30",
    "/api/v1/registers/exits/years?to=2024-09-30&years=2",
    "/api/v1/registers/incentives/due?as_at=2024-09-30",
    "/api/v1/registers/incentives/cost?as_at=2024-09-30",
    "/api/v1/registers/improvement?as_at=2024-09-30&overdue=yes",
    "/api/v1/registers/improvement/board?as_at=2024-09-30",
];

#[tokio::test]
async fn a_program_gets_json_and_csv_by_token() {
    let house = House::furnished(Place::sqlite()).await;
    house.registers().await;
    let token = token(&house, "workforce-lead").await;
    let mut program = house.visitor();
    for path in QUESTIONS {
        let seen = ask(&mut program, &token, path).await.coded(200);
        assert!(json(&seen).is_object(), "{path}");
        let join = if path.contains('?') { '&' } else { '?' };
        let csv = ask(&mut program, &token, &format!("{path}{join}format=csv")).await.coded(200);
        assert_eq!(csv.headers.get("content-type").expect("a type"), "text/csv; charset=utf-8", "{path}");
        ask(&mut program, &token, &format!("{path}{join}format=xml"))
            .await
            .coded(400)
            .with("neither json nor csv");
    }
    let position = json(&ask(&mut program, &token, QUESTIONS[0]).await);
    assert_eq!(position["total"]["funded"], "4.50");
    assert_eq!(position["known_at"], 2);
    let run = || "/api/v1/forecast?months=6&trials=100&seed=3&as_at=2023-12-31";
    let first = json(&ask(&mut program, &token, run()).await.coded(200));
    assert_eq!(first, json(&ask(&mut program, &token, run()).await), "the same seed, the same answer");
    assert!(first["no_caseload"].as_str().expect("a reason").contains("no demand is typed in"), "{first}");
    let several = format!("{}&months=0&by=team&scenario=none", "/api/v1/forecast?trials=1");
    let told = ask(&mut program, &token, &several).await.coded(400).with("from 1 to 120");
    told.with("from 100 to").with("by the name none");
    ask(&mut program, &token, "/api/v1/survival?by=eyes").await.coded(400).with("By: `eyes`");
    let wrong = ask(&mut program, &token, "/api/v1/position").await.coded(400);
    assert_eq!(json(&wrong)["error"], "As_at is needed: a date such as 2024-09-30.");
    program.get(QUESTIONS[0]).await.coded(401);
    ask(&mut program, &"0".repeat(64), QUESTIONS[0]).await.coded(401);
    // A token opens the API only, and ends when its owner ends it.
    ask(&mut program, &token, "/position").await.coded(303);
    let mut owner = house.signed_in("workforce-lead").await;
    let page = owner.get("/account").await.coded(200);
    let id = page.body.split("name=\"id\" value=\"").nth(1).expect("the token is listed");
    let id = id.split('"').next().expect("it ends").to_owned();
    assert!(!page.body.contains(&token), "its secret is not shown again");
    owner.post("/account/tokens/end", &[("id", &id)]).await.coded(303);
    ask(&mut program, &token, QUESTIONS[0]).await.coded(401);
}

#[tokio::test]
async fn programs_have_the_rights_of_whom_they_ask_for() {
    let house = House::furnished(Place::sqlite()).await;
    let manager = token(&house, "team-manager").await;
    let mut program = house.visitor();
    let own = ask(&mut program, &manager, "/api/v1/position?as_at=2024-09-30").await.coded(200);
    assert_eq!(json(&own)["total"]["funded"], "1.50");
    for path in [
        "/api/v1/position?as_at=2024-09-30&team=LAC",
        "/api/v1/position/compare?from=2023-09-30&to=2024-09-30&service=CHI",
        "/api/v1/figures/turnover_rate_fte?to=2024-09-30&team=LAC",
        "/api/v1/books?from=2023-10-01&to=2024-09-30&team=HOSP",
        "/api/v1/records/identity",
        "/api/v1/records/worker",
        "/api/v1/changes",
        "/api/v1/registers/vacancies",
        "/api/v1/registers/agency/check",
        "/api/v1/registers/incentives/due",
        "/api/v1/registers/right-to-work",
        "/api/v1/survival?from=2016-01-01&to=2024-09-30",
        "/api/v1/destinations?from=2016-01-01&to=2024-09-30",
        "/api/v1/forecast?as_at=2023-12-31",
        "/api/v1/forecast/assumptions?as_at=2023-12-31",
    ] {
        for csv in ["", "&format=csv"] {
            let join = if path.contains('?') { "" } else { "?" };
            ask(&mut program, &manager, &format!("{path}{join}{csv}"))
                .await
                .coded(403)
                .without("Cy")
                .without("W3");
        }
    }
    let reader = token(&house, "reader").await;
    ask(&mut program, &reader, QUESTIONS[0]).await.coded(403);
    ask(&mut program, &reader, "/api/v1/benchmarks?authority=891&year=2022").await.coded(200);
    let hr = token(&house, "hr").await;
    ask(&mut program, &hr, "/api/v1/records/identity").await.coded(200).with("Testwater");
    let mut boss = house.signed_in("administrator").await;
    boss.get("/administration/views?worker=W1").await.coded(200).with("API: identity");
}

#[test]
fn the_document_has_every_route_and_nothing_else() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let written: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    let routes: Vec<&str> = ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/") && route.gate != Gate::Open)
        .map(|route| route.path)
        .collect();
    assert_eq!(written.len(), routes.len());
    for path in routes {
        assert!(written.iter().any(|known| *known == path), "{path} is not in the document");
    }
    for endpoint in endpoints() {
        let said = &document["paths"][endpoint.path]["get"]["parameters"];
        let names: Vec<&str> =
            said.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
        for parameter in endpoint.parameters {
            assert!(names.contains(&parameter.name), "{} of {}", parameter.name, endpoint.path);
        }
        assert!(
            QUESTIONS.iter().any(|path| {
                let asked = path.split('?').next().unwrap_or_default();
                let pattern = endpoint.path.split('{').next().unwrap_or_default();
                asked == endpoint.path || (endpoint.path.contains('{') && asked.starts_with(pattern))
            }),
            "{} is not asked",
            endpoint.path
        );
    }
    assert!(document["paths"][CENSUS]["post"].is_object());
}

#[tokio::test]
async fn a_return_is_checked_by_a_program() {
    let house = House::furnished(Place::sqlite()).await;
    let token = token(&house, "census-analyst").await;
    let request = Request::post(CENSUS)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/xml")
        .body(Body::from("<Message>"));
    let seen = house.visitor().ask(request.expect("a request")).await.coded(200);
    assert!(json(&seen)["findings"].is_array(), "{}", seen.body);
}

#[tokio::test]
async fn the_service_says_how_it_is() {
    let house = House::furnished(Place::sqlite()).await;
    let mut guest = house.visitor();
    guest.get("/health").await.coded(200);
    guest.get("/ready").await.coded(200);
    let mut hr = house.signed_in("hr").await;
    hr.get("/people/W1").await.coded(200);
    hr.get("/programs").await.coded(200).with("/api/v1/position");
    let metrics = guest.get("/metrics").await.coded(200);
    let metrics = metrics.with("route=\"/people/{worker}\",code=\"200\"");
    metrics.without("W1");
    house.reception.close().await;
    guest.get("/ready").await.coded(503);
    guest.get("/health").await.coded(200);
    let seen = hr.get("/people/W1").await.coded(503).with("tell your administrator this reference");
    assert!(!seen.body.contains("sqlx") && !seen.body.contains("Pool"), "{}", seen.body);
}
