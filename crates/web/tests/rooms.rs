//! The rooms as their users find them: from a figure to a person and back, files in, records changed, changes undone.

mod common;

use std::sync::Arc;

use app::policy::Role;
use common::{Guest, House};
use testkit::stores::Place;
use web::app;

async fn lead(house: &House) -> Guest<'_> {
    house.signed_in("workforce-lead").await
}

#[tokio::test]
async fn from_a_figure_to_the_leaver_and_back() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = lead(&house).await;
    let figure = lead.get("/figures/turnover_rate_fte?to=2024-09-30").await.coded(200);
    let figure = figure.with("What this figure is").with("mainstay-number").with("Known at change");
    let evidence = figure.body.split("/record?id=").nth(1).expect("records are behind it");
    let id = evidence.split('"').next().expect("the link ends").to_owned();
    let record = lead.get(&format!("/record?id={id}")).await.coded(200).with("History of");
    let worker = record.body.split("href=\"/people/").nth(1).expect("the record names its worker");
    let worker = worker.split('"').next().expect("the link ends");
    let person = lead.get(&format!("/people/{worker}")).await.coded(200).with("Timeline");
    assert!(person.body.contains("/record?id="), "and the worker's page leads back to records");
}

#[tokio::test]
async fn a_worker_has_a_page_and_every_look_is_noted() {
    let house = House::furnished(Place::sqlite()).await;
    let mut hr = house.signed_in("hr").await;
    let list = hr.get("/people?find=testw").await.coded(200).with("Ann Testwater").without("Cy Invented");
    assert!(list.body.contains("href=\"/people/W1\""));
    let page = hr.get("/people/W1").await.coded(200);
    page.with("Ann Testwater").with("Timeline").with("Sickness").with("1980-02-03").with("WBRI");
    // What would run is text.
    hr.get("/people/W2").await.coded(200).with("Synthetic").without("<b>Synthetic");
    hr.get("/people/W999").await.coded(422).with("has no worker");
    let mut boss = house.signed_in("administrator").await;
    boss.get("/people/W1").await.coded(200).without("WBRI").without("Sickness").with("Away");
    let views = boss.get("/administration/views?worker=W1").await.coded(200);
    let views = views.with("a worker’s page").with("list of people").with(">hr<").with(">administrator<");
    assert!(views.body.matches("<tr").count() > 3);
    boss.get("/administration/views?worker=W2&by=hr").await.coded(200).without("list of people").with("page");
    boss.get("/administration/views?from=2024-10-02").await.coded(200).with("none.");
}

/// Awards, instalments as they stand and payments are shown to those who may read pay, and to nobody else.
#[tokio::test]
async fn a_workers_incentives_are_seen_by_those_who_may_read_pay() {
    let house = House::furnished(Place::sqlite()).await;
    let mut hr = house.signed_in("hr").await;
    let page = hr.get("/people/W1").await.coded(200);
    let page = page
        .with("Incentives as they stand on")
        .with("Synthetic stay")
        .with("paid, tied")
        .with("Incentive awarded");
    let page = page
        .with("Instalment of £1,000.00 falls due")
        .with("Instalment of £2,000.00 falls due")
        .with("Tie-in ends");
    assert!(page.body.contains("incentive_award:AX1") && !page.body.contains("AX3"), "only the worker's own");
    for role in ["administrator", "team-manager", "head-of-service"] {
        let mut other = house.signed_in(role).await;
        let page = other.get("/people/W1").await.coded(200);
        page.without("Incentive").without("Synthetic stay").without("1,000.00").without("PAY1");
    }
}

/// By page, table, figure, record and list: what is not in a manager's teams cannot be had.
#[tokio::test]
async fn a_team_manager_cannot_see_another_team_by_any_route() {
    let house = House::furnished(Place::sqlite()).await;
    let mut manager = house.signed_in("team-manager").await;
    manager.get("/people/W1").await.coded(200).with("Ann Testwater");
    manager.get("/teams/DUTY?on=2024-09-30").await.coded(200).with("Ann Testwater").without("W3");
    for path in [
        "/people/W3",
        "/people/W5",
        "/people/W999",
        "/teams/LAC?on=2024-09-30",
        "/teams/CHI?on=2024-09-30",
        "/record?id=worker:W3",
        "/record?id=identity:W3",
        "/record?id=occupancy:O3",
        "/record?id=spell:S3",
        "/record?id=absence:A3",
        "/record?id=post:P3",
        "/record?id=caseload:W3@2024-09-30",
        "/record?id=unit:LAC",
        "/record?id=equality:W1",
        "/figures/vacancy_rate_fte?to=2024-09-30&team=LAC",
        "/figures/turnover_rate_fte?to=2024-09-30&service=CHI",
        "/figures/turnover_rate_fte?to=2024-09-30&by=sex&team=DUTY",
        "/books?from=2023-10-01&to=2024-09-30&team=LAC",
        "/position/compare?from=2023-09-30&to=2024-09-30&team=LAC",
        "/position/project?as_at=2024-09-30&team=LAC",
        "/history",
        "/history/1",
        "/data",
        "/records/worker",
        "/records/worker/edit?key=W1",
        "/census",
        "/administration",
    ] {
        for csv in ["", "csv=1"] {
            let join = if path.contains('?') { "&" } else { "?" };
            let seen = manager.get(&format!("{path}{join}{csv}")).await;
            assert!([403, 422].contains(&seen.status.as_u16()), "{path}: {}\n{}", seen.status, seen.body);
            for name in ["Cy Invented", "SW1003", "1985-07-08", "Looked after"] {
                assert!(!seen.body.contains(name), "{path} shows {name}:\n{}", seen.body);
            }
        }
    }
    for path in
        ["/people", "/people?find=Cy", "/teams", "/agency?on=2024-09-30", "/position", "/people/W1?csv=1"]
    {
        let seen = manager.get(path).await.coded(200);
        for name in ["W3", "Invented<", "SW1003", "Looked after", "HYPERLINK", "HOSP"] {
            assert!(!seen.body.contains(name), "{path} shows {name}:\n{}", seen.body);
        }
    }
    manager.get("/figures/turnover_rate_fte?to=2024-09-30").await.coded(200).without("O3").without("S4");
    manager.get("/record?id=occupancy:O1").await.coded(200).with("W1");
}

const MESSY: &[u8] = b"Emp No,Ref,Pos,Contract,Start,Hours\r\n\
    W1,O1,P1,Permanent,01/01/2016,29.6\r\nW6,O6,P4,Permanent,02/09/2024,37\r\nW7,O7,P9,Casual,nonsense,37\r\n";

fn upload_of(location: &str) -> String {
    location.trim_start_matches("/data/uploads/").to_owned()
}

#[tokio::test]
async fn a_messy_file_is_tried_mapped_mended_and_accepted() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut hr = house.signed_in("hr").await;
        hr.upload("/data/upload", &[], &[]).await.coded(422).with("Choose at least one file");
        let sent = hr.upload("/data/upload", &[], &[("C:\\hr\\staff-2024-09.csv", MESSY)]).await.coded(303);
        let id = upload_of(&sent.location);
        let tried = hr.get(&sent.location).await.coded(200).without("Accept as one change");
        tried.with("errors and").with("staff-2024-09.csv").without("C:\\hr");
        let mut other = house.signed_in("administrator").await;
        other.get(&sent.location).await.coded(422).with("not in hand any more");
        let map = format!("/data/uploads/{id}/map");
        hr.get(&format!("{map}?sheet=0&kind=occupancy")).await.coded(200).with("Emp No").with("nonsense");
        let chosen = [
            ("sheet", "0"),
            ("kind", "occupancy"),
            ("name", "HR staff"),
            ("c-occupancy", ":Ref"),
            ("c-worker", ":Emp No"),
            ("c-post", ":Pos"),
            ("c-fte", "="),
            ("v-fte", "0.8"),
            ("c-from", ":Start"),
            ("c-basis", ":Contract"),
        ];
        // Without saying what `Casual` stands for, the preview says where it is wrong.
        let preview =
            hr.post(&map, &[&chosen[..], &[("do", "preview"), ("k-basis-1", "substantive")]].concat()).await;
        preview.coded(200).with("“Casual” is").with("Casual").with("row 4");
        let kept =
            [&chosen[..], &[("do", "keep"), ("k-basis-0", "fixed-term"), ("k-basis-1", "substantive")]]
                .concat();
        let back = hr.post(&map, &kept).await.coded(303);
        assert_eq!(back.location, format!("/data/uploads/{id}?mapping=HR%20staff"));
        hr.get(&back.location)
            .await
            .coded(200)
            .with("nonsense")
            .with("Start")
            .with("row 4")
            .without("Accept as one");
        // The file is mended and sent again; the mapping is remembered.
        let mended: &[u8] = b"Emp No,Ref,Pos,Contract,Start,Hours\r\nW1,O1,P1,Permanent,01/01/2016,29.6\r\n\
            W5,O6,P4,Casual,02/09/2024,37\r\n";
        let sent = hr.upload("/data/upload", &[], &[("staff-2024-10.csv", mended)]).await.coded(303);
        let page = hr.get(&format!("{}?mapping=HR+staff&as_at=2024-10-01", sent.location)).await.coded(200);
        page.with("occupancy:O6").with("Accept as one change");
        let accept = format!("{}/accept", sent.location);
        let form = [("mapping", "HR staff"), ("as_at", "2024-10-01"), ("reason", "October’s extract")];
        let done = hr.post(&accept, &form).await.coded(303);
        assert_eq!(done.location, "/history/2");
        hr.get("/history/2").await.coded(200).with("October’s extract").with("occupancy:O6").with("Test hr");
        hr.get(&sent.location).await.coded(422).with("not in hand any more");
        hr.post(&accept, &form).await.coded(400);
    }
}

/// Whoever may bring files in sees what stands in the record only where they may read it.
#[tokio::test]
async fn trying_a_file_shows_nothing_that_may_not_be_read() {
    let house = House::furnished(Place::sqlite()).await;
    let file: &[u8] = b"worker,sex,ethnicity,disability\nW1,male,WIRI,yes\n";
    let mut boss = house.signed_in("administrator").await;
    let sent = boss.upload("/data/upload", &[], &[("equality.csv", file)]).await.coded(303);
    let tried = boss.get(&sent.location).await.coded(200).without("WBRI").without("female");
    tried.with("Accept as one change").with("equality");
    let done = boss.post(&format!("{}/accept", sent.location), &[("reason", "x")]).await.coded(303);
    assert_eq!(done.location, "/history/2");
    let change = boss.get("/history/2").await.coded(200).without("WBRI").without("WIRI");
    change.with("1 of its records are of kinds that you may not read");
    boss.post("/history/2/undo", &[("reason", "x")]).await.coded(409).with("you may not read");
    let mut hr = house.signed_in("hr").await;
    hr.get("/history/2").await.coded(200).with("WBRI").with("WIRI");
    hr.post("/history/2/undo", &[("reason", "x")]).await.coded(303);
    hr.get("/people/W1").await.coded(200).with("WBRI");
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let settings = web::settings::Settings { max_upload: 1, ..web::settings::Settings::default() };
    let house = House::with(Place::sqlite(), settings).await;
    house.council().await;
    house.person("hr", Role::Hr, Vec::new()).await;
    let mut hr = house.signed_in("hr").await;
    let large = vec![b'x'; 2 << 20];
    hr.upload("/data/upload", &[], &[("a.csv", &large)]).await.coded(413).with("That is too large");
    let long = "x".repeat(300_000);
    hr.post("/account/tokens", &[("label", &long)]).await.coded(413);
}

fn seen_of(body: &str) -> String {
    let rest = body.split("name=\"seen\" value=\"").nth(1).expect("a form");
    rest.split('"').next().expect("it ends").to_owned()
}

async fn post(guest: &mut Guest<'_>, path: &str, pairs: &[(String, String)]) -> common::Seen {
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    guest.post(path, &pairs).await
}

#[tokio::test]
async fn a_form_finds_what_is_wrong_at_its_field_and_two_people_at_once_are_told() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let (mut hr, mut lead) = (house.signed_in("hr").await, house.signed_in("workforce-lead").await);
        let path = "/records/occupancy/edit";
        let opened = hr.get(&format!("{path}?key=O1")).await.coded(200).with("Change occupancy:O1");
        let seen = seen_of(&opened.body);
        let form = |fte: &'static str, from: &'static str| {
            vec![
                ("key", "O1"),
                ("c-occupancy", "O1"),
                ("c-worker", "W1"),
                ("c-post", "P1"),
                ("c-fte", fte),
                ("c-from", from),
                ("c-basis", "substantive"),
                ("reason", "Hours changed"),
                ("do", "save"),
            ]
        };
        let with = |mut pairs: Vec<(&'static str, &'static str)>, seen: &str| -> Vec<(String, String)> {
            pairs.retain(|(name, _)| *name != "seen");
            let mut owned: Vec<(String, String)> =
                pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            owned.push(("seen".to_owned(), seen.to_owned()));
            owned
        };
        let wrong = post(&mut hr, path, &with(form("much", "2016-01-01"), &seen)).await.coded(422);
        wrong.with("There is a problem").with("href=\"#c-fte\"").with("id=\"c-fte-error\"");
        let mut silent = with(form("0.5", "2016-01-01"), &seen);
        silent.retain(|(name, _)| name != "reason");
        post(&mut hr, path, &silent).await.coded(422).with("Enter why the record is changed");
        let done = post(&mut lead, path, &with(form("0.6", "2016-01-01"), &seen)).await.coded(303);
        assert_eq!(done.location, "/history/2");
        let late = post(&mut hr, path, &with(form("0.5", "2016-01-01"), &seen)).await.coded(409);
        let late = late
            .with("Somebody else changed this record")
            .with("Test workforce-lead")
            .with("0.6")
            .with("0.5");
        let again = seen_of(&late.body);
        post(&mut hr, path, &with(form("0.5", "2016-01-01"), &again)).await.coded(303);
        // Undoing the first of two changes of one record would lose the second.
        hr.post("/history/2/undo", &[("reason", "It was wrong")])
            .await
            .coded(422)
            .with("was changed by Test hr");
        hr.post("/history/3/undo", &[]).await.coded(422).with("Enter why");
        let undone = hr.post("/history/3/undo", &[("reason", "It was wrong")]).await.coded(303);
        assert_eq!(undone.location, "/history/4");
        hr.get("/history/4").await.coded(200).with("undoes change 3").with("0.60");
        // A new record, and one withdrawn: a post that somebody holds cannot be.
        let new = [
            ("c-absence", "A9"),
            ("c-worker", "W1"),
            ("c-kind", "study"),
            ("c-from", "2024-09-01"),
            ("seen", "4"),
            ("reason", "Study"),
            ("do", "save"),
        ];
        hr.post("/records/absence/edit", &new).await.coded(303);
        hr.get("/people/W1").await.coded(200).with("Study");
        let seen = seen_of(&hr.get("/records/absence/edit?key=A9").await.coded(200).body);
        let withdraw = [("key", "A9"), ("seen", seen.as_str()), ("reason", "Not true"), ("do", "withdraw")];
        hr.post("/records/absence/edit", &withdraw).await.coded(303);
        hr.get("/people/W1").await.coded(200).without("A9");
        let post = [("key", "P1@2015-01-01"), ("seen", "6"), ("reason", "Not true"), ("do", "withdraw")];
        hr.post("/records/post/edit", &post).await.coded(422).with("There is a problem");
        hr.get("/records/identity/edit?key=W1").await.coded(200).with("Testwater");
        let mut boss = house.signed_in("administrator").await;
        boss.get("/records/equality/edit?key=W1").await.coded(403);
        boss.get("/records/equality").await.coded(403);
    }
}

#[tokio::test]
async fn what_was_known_then_is_shown_beside_what_is_known_now() {
    let house = House::furnished(Place::sqlite()).await;
    let late = "spell,worker,started,left,reason\nS3,W3,2018-01-01,2024-09-01,resignation\n";
    let file = app::intake::source::SourceFile::new("spells.csv", late.as_bytes().to_vec());
    house.import(vec![file], "2024-10-01T10:00:00Z").await;
    let mut lead = lead(&house).await;
    let ask = "/figures/turnover_rate_fte?to=2024-09-30";
    let then = lead.get(&format!("{ask}&known_at=1")).await.coded(200);
    let now = lead.get(ask).await.coded(200);
    let number = |body: &str| {
        let rest = body.split("mainstay-number\">").nth(1).expect("a figure").to_owned();
        rest.split('<').next().expect("it ends").to_owned()
    };
    assert_ne!(number(&then.body), number(&now.body));
    lead.get("/position/compare?from=2024-09-30&to=2024-09-30&from_known_at=1&by=team")
        .await
        .coded(200)
        .with("Restated")
        .with("1.00");
    lead.get(&format!("{ask}&known_at=99")).await.coded(422).with("there is no change 99");
}

#[tokio::test]
async fn several_programs_on_one_store_see_each_others_changes_at_once() {
    for place in Place::both().await {
        let one = House::furnished(place).await;
        let other = House::at(Arc::clone(&one.place)).await;
        let (mut here, mut there) = (one.signed_in("hr").await, other.signed_in("workforce-lead").await);
        let ask = "/position?as_at=2024-09-30&by=team";
        there.get(ask).await.coded(200).with("4.50");
        let form = [
            ("c-post", "P6"),
            ("c-from", "2024-01-01"),
            ("c-role", "SW"),
            ("c-team", "LAC"),
            ("c-fte", "1"),
            ("c-funding", "base"),
            ("seen", "1"),
            ("reason", "A new post"),
            ("do", "save"),
        ];
        here.post("/records/post/edit", &form).await.coded(303);
        there.get(ask).await.coded(200).with("5.50");
        // A session is in the store as well: whoever signs out here is signed out there.
        there.cookie = here.cookie.clone();
        there.get("/").await.coded(200).with("Test hr");
        here.post("/sign-out", &[]).await.coded(303);
        there.get("/").await.coded(303);
    }
}

#[tokio::test]
async fn what_the_census_lacks_is_listed_with_where_it_goes_and_the_return_is_built() {
    let house = House::furnished(Place::sqlite()).await;
    let mut analyst = house.signed_in("census-analyst").await;
    analyst.get("/census").await.coded(200).with("What is missing").with("Check a return");
    let lacks = analyst.get("/census/readiness?year=2024").await.coded(200);
    let lacks = lacks.with("Build the return").with("href=\"/people/W1\"");
    assert!(
        lacks.body.contains("/records/") && lacks.body.contains("find=W"),
        "each thing leads to its record"
    );
    let built = analyst.get("/census/return.xml?year=2024").await.coded(200).with("<CSWWWorker");
    assert_eq!(built.headers.get("content-type").expect("a type"), "application/xml");
    let checked = upload_return(&mut analyst, built.body.as_bytes()).await.coded(200);
    checked.with("errors and").without("CW-F0");
    analyst.get("/census/readiness?year=1999").await.coded(422);
    let mut boss = house.signed_in("administrator").await;
    boss.get("/census/readiness?year=2024").await.coded(403);
    boss.get("/administration/views")
        .await
        .coded(200)
        .with("the return of census 2024")
        .with("what census 2024 lacks");
}

#[tokio::test]
async fn a_return_is_checked_and_is_not_kept() {
    let house = House::furnished(Place::sqlite()).await;
    let mut analyst = house.signed_in("census-analyst").await;
    let actor = app::policy::Actor::operator("tester", house.site.today());
    let ask = app::returning::SampleAsk {
        workers: 30,
        year: 2025,
        seed: 7,
        defects: 5,
        authority: "301".to_owned(),
    };
    let mut xml = Vec::new();
    app::returning::sample_return(&actor, &ask, &mut xml).expect("a sample is drawn");
    let page = analyst.upload("/census/check", &[("year", "")], &[]).await;
    page.coded(422).with("Choose the return");
    let seen = upload_return(&mut analyst, &xml).await.coded(200);
    seen.with("errors and").with("CW-").with("href=\"data:text/csv");
    upload_return(&mut analyst, b"<Message><Header>").await.coded(200).with("CW-F");
    upload_return(&mut analyst, b"PK\x03\x04 not a return").await.coded(200).with("CW-F");
}

async fn upload_return(guest: &mut Guest<'_>, xml: &[u8]) -> common::Seen {
    let mut body =
        b"--tear\r\nContent-Disposition: form-data; name=\"file\"; filename=\"return.xml\"\r\n\r\n".to_vec();
    body.extend_from_slice(xml);
    body.extend_from_slice(b"\r\n--tear--\r\n");
    let request = axum::http::Request::post("/census/check")
        .header("content-type", "multipart/form-data; boundary=tear")
        .body(axum::body::Body::from(body));
    guest.ask(request.expect("a request")).await
}

#[tokio::test]
async fn a_reader_reads_what_is_published_and_no_name() {
    let house = House::furnished(Place::sqlite()).await;
    let mut reader = house.signed_in("reader").await;
    reader.get("/published?authority=891&year=2022").await.coded(200).with("Nottinghamshire");
    reader.get("/published?authority=nowhere").await.coded(422).with("no authority");
    reader.get("/published").await.coded(200).with("Nothing is published of your council");
    for path in ["/position", "/figures", "/people", "/teams", "/record?id=worker:W1", "/history"] {
        reader.get(path).await.coded(403);
    }
}
