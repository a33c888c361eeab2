//! What may come: forecasts as runs, scenarios beside them, and business cases with their history.

mod common;

use common::{Guest, House};
use testkit::stores::Place;

const SCENARIO: &str = "name = \"Retention <b>payment</b>\"\r\n\r\n[[intervention]]\r\ntitle = \"Payment\"\r\nworks_on = \"leaving\"\r\n\
    roles = [\"SW\"]\r\neffect = 0.6\r\nlow = 0.5\r\nhigh = 0.8\r\nevidence = \"B\"\r\nsource = \"a test\"\r\nfrom = \"2024-10-01\"\r\n";

async fn keep(guest: &mut Guest<'_>, path: &str, id: &str, text: &str, seen: &str) -> common::Seen {
    guest.post(path, &[("id", id), ("text", text), ("seen", seen), ("reason", "a test")]).await
}

#[tokio::test]
async fn a_forecast_is_run_beside_a_scenario_and_made_again_from_its_question() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut hr = house.signed_in("hr").await;
        hr.get("/scenarios/new").await.coded(200).with("Part to add at the end");
        let kept = keep(&mut hr, "/scenarios/new", "pay", SCENARIO, "1").await.coded(303);
        assert_eq!(kept.location, "/scenarios/pay");
        hr.get("/scenarios/pay").await.coded(200).with("Retention &lt;b&gt;payment").without("<b>payment");
        let mut head = house.signed_in("head-of-service").await;
        head.get("/forecast").await.coded(200).with("Run the forecast").without("Write a scenario");
        let question =
            [("months", "12"), ("trials", "200"), ("seed", "7"), ("scenario", "pay"), ("by", "team")];
        let begun = head.post("/forecast/runs", &question).await.coded(303);
        let came = head.get(&begun.location).await.coded(200);
        let came = came.with("fan-in_post_fte").with("Retention &lt;b&gt;payment").with("what it changes");
        let came = came
            .with("Leavers in the year, people, one year ahead")
            .with("leaving.1.SW")
            .with("Chance alone");
        for worker in ["W1", "W2", "W3", "Testwater"] {
            assert!(!came.body.contains(&format!(">{worker}<")), "groups only, never {worker}");
        }
        let csv = |seen: &common::Seen| seen.location.clone() + "&csv=1";
        let first = head.get(&csv(&begun)).await.coded(200).body;
        let again = head.post("/forecast/runs", &question).await.coded(303);
        assert_ne!(again.location, begun.location);
        assert_eq!(head.get(&csv(&again)).await.coded(200).body, first, "the same seed, the same answer");
        // A run is its owner's alone, and an unknown one is asked again.
        let path = begun.location.split('?').next().expect("a path").to_owned();
        house.signed_in("workforce-lead").await.get(&path).await.coded(404).with("Run it again");
        house.signed_in("reader").await.get(&path).await.coded(403);
        house.signed_in("team-manager").await.post("/forecast/runs", &question).await.coded(403);
        head.get("/forecast/runs/0000").await.coded(404);
        head.get(&format!("{path}/progress")).await.coded(200).with("\"finished\":true").with("200 of 200");
    }
}

#[tokio::test]
async fn a_long_run_says_how_far_it_is_and_can_be_stopped() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    // Larger than can be done while anybody waits: as many trials as a page takes, over ten years, by team.
    let question =
        [("months", "120"), ("trials", "100000"), ("seed", "1"), ("by", "team"), ("as_at", "2023-12-31")];
    let begun = lead.post("/forecast/runs", &question).await.coded(303);
    let path = begun.location.split('?').next().expect("a path").to_owned();
    let told = lead.get(&format!("{path}/progress")).await.coded(200);
    if told.body.contains("\"finished\":false") {
        lead.get(&path).await.coded(200).with("Stop it").with("of 100000 trials are done");
        let stopped = lead.post(&format!("{path}/stop"), &[]).await.coded(303);
        lead.get(&stopped.location).await.coded(200).with("was stopped").without("fan-in_post_fte");
    } else {
        lead.get(&path).await.coded(200).with("fan-in_post_fte");
    }
    house.signed_in("hr").await.post(&format!("{path}/stop"), &[]).await.coded(404);
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_told_beside_it() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    let wrong = [("months", "0"), ("trials", "many"), ("seed", "-1"), ("as_at", "31/2/2024")];
    let told = lead.post("/forecast/runs", &wrong).await.coded(422).with("from 1 to 120").with("from 100 to");
    told.with("whole number for the seed").with("is not a date").with("Run the forecast");
    let other = [("as_at", "2023-12-31"), ("assumptions", "\"fill.NOBODY\" = 0.1\nnation = \"much\"")];
    let told = lead.post("/forecast/runs", &other).await.coded(422).with("fill.NOBODY").with("nation");
    told.with("Run the forecast");
    lead.get("/forecast/assumptions").await.coded(422).with("say from which day");
    lead.get("/forecast/assumptions?as_at=2023-12-31").await.coded(200).with("England");
    lead.get("/forecast/backtest").await.coded(200).with("CRPS").with("Leavers in the year");
    lead.get("/forecast/backtest?authority=Nowhere").await.coded(422).with("Nowhere");
    lead.get("/staying?by=role&from=2016-01-01&to=2024-09-30").await.coded(200).with("Share who stay");
    lead.get("/destinations?from=2016-01-01&to=2024-09-30").await.coded(200).with("Where leavers go");
    house.signed_in("team-manager").await.get("/staying").await.coded(403);
}

const CASE: &str = "id = \"ID\"\ntitle = \"More <i>workers</i>\"\ncouncil = \"878\"\ndecided = \"2021-09-08\"\nsource = \"A paper\"\n\
    price_year = \"2021-22\"\nuntil = \"2023-24\"\n\n[[strand]]\nkey = \"a\"\ntitle = \"Posts\"\n\n[[strand.post]]\nrole = \"Social worker\"\n\
    fte = 2\nfrom = \"2021-10-01\"\nfunding = \"reserves\"\napproval = \"approved\"\n\n[[pay]]\nrole = \"Social worker\"\nyear = \"2021-22\"\n\
    salary = 40_000\non_costs = 0.25\nsource = \"A paper\"\n\n[[option]]\nname = \"Do nothing\"\nnothing = true\n\n\
    [[benefit]]\nmeasure = \"agency_fte\"\n\n[benefit.expected]\n2023 = 90\n";

async fn page_of_actions(house: &House, hr: &mut Guest<'_>) {
    let act = "/cases/more/action";
    hr.get("/cases/more").await.coded(200).with("Make it an action");
    let told = hr.post(act, &[("strand", "a")]).await.coded(422).with("names nobody who answers for it");
    told.with("no day by which it is due");
    hr.post(act, &[("strand", "z")]).await.coded(422).with("has no strand");
    let ask =
        [("strand", "a"), ("owner", "Head of service"), ("due", "2022-03-31"), ("measure", "agency_fte")];
    let done = hr.post(act, &ask).await.coded(303);
    let page = hr.get(&done.location).await.coded(200).with("Head of service").with("2022-03-31");
    page.with("agency_fte").with("90").with("2023-09-30");
    hr.post(act, &ask).await.coded(303);
    let other = [("strand", "a"), ("owner", "Somebody else"), ("due", "2022-03-31")];
    hr.post(act, &other).await.coded(422).with("is there already");
    let mut head = house.signed_in("head-of-service").await;
    head.get("/cases/more").await.coded(200).without("Make it an action");
    head.post(act, &ask).await.coded(403);
    hr.post("/history/3/undo", &[("reason", "a test")]).await.coded(303);
    hr.get("/records/action").await.coded(200).without("Head of service");
}

#[tokio::test]
async fn a_business_case_is_written_checked_kept_tracked_and_changed_with_its_history() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut hr = house.signed_in("hr").await;
        hr.get("/cases").await.coded(200).with("none.").with("href=\"/cases/new\"");
        hr.get("/cases/new").await.coded(200).with("council = &#34;999&#34;");
        // A part is added at the end, the text is checked, and nothing is kept by either.
        let added = [("text", "id = \"x\""), ("seen", "1"), ("part", "benefit"), ("do", "add")];
        hr.post("/cases/new", &added).await.coded(422).with("[[benefit]]").with("missing field");
        let checked = [("text", CASE), ("seen", "1"), ("do", "check")];
        hr.post("/cases/new", &checked).await.coded(200).with("to put right");
        hr.get("/cases").await.coded(200).with("none.");
        for (id, text, why) in [
            ("", CASE, "short name"),
            ("../up", CASE, "short name"),
            ("more", "id = 1", "invalid type"),
            ("more", &CASE.replace("id = \"ID\"", "id = \"other\""), "it must be `more`"),
        ] {
            keep(&mut hr, "/cases/new", id, text, "1").await.coded(422).with(why);
        }
        let no_reason = [("id", "more"), ("text", CASE), ("seen", "1")];
        hr.post("/cases/new", &no_reason).await.coded(422).with("Enter why");
        let kept = keep(&mut hr, "/cases/new", "more", CASE, "1").await.coded(303);
        assert_eq!(kept.location, "/cases/more");
        let page =
            hr.get("/cases/more").await.coded(200).with("More &lt;i&gt;workers").with("By financial year");
        page.with("Strands as actions").with("After the decision").with(">90<").without("because of it was");
        // A strand becomes an action: not without an owner and a day, once, and undone like any change.
        page_of_actions(&house, &mut hr).await;
        // Changed by two: the second is told, and nothing of theirs is saved.
        let later = CASE.replace("id = \"ID\"", "id = \"more\"").replace("2023 = 90", "2023 = 80");
        keep(&mut hr, "/cases/more/edit", "", &later, "4").await.coded(303);
        let mut lead = house.signed_in("workforce-lead").await;
        keep(&mut lead, "/cases/more/edit", "", &later.replace("= 80", "= 70"), "4")
            .await
            .coded(422)
            .with("was changed by");
        hr.get("/cases/more").await.coded(200).with(">80<");
        hr.get("/record?id=business_case%3Amore").await.coded(200).with("History of");
        let mut head = house.signed_in("head-of-service").await;
        head.get("/cases/more").await.coded(200).without("/cases/more/edit");
        head.get("/cases/more/edit").await.coded(403);
        keep(&mut head, "/cases/new", "b", CASE, "1").await.coded(403);
        house.signed_in("reader").await.get("/cases").await.coded(403);
        hr.get("/cases/none").await.coded(404);
    }
}
