//! What leaves the council, and what moves inside it: released figures, restructures, and what happened beside a series.

mod common;

use common::House;
use testkit::stores::Place;

#[tokio::test]
async fn a_reader_sees_what_was_released_as_it_was_and_nothing_else() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut reader = house.signed_in("reader").await;
        reader.get("/released").await.coded(200).with("none.");
        let mut lead = house.signed_in("workforce-lead").await;
        let question = "/figures/vacancy_fte?to=2024-09-30";
        lead.get(question).await.coded(200).with("Release these figures");
        let released = lead.post("/figures/vacancy_fte/release", &[("to", "2024-09-30")]).await.coded(303);
        assert_eq!(released.location, "/released");
        let list = reader.get("/released").await.coded(200).with("href=\"/released/1\"").with("2024-09-30");
        let title = list.body.split("href=\"/released/1\">").nth(1).and_then(|rest| rest.split('<').next());
        let one =
            reader.get("/released/1").await.coded(200).with("What this figure is").with("Known at change");
        let one = one
            .with(title.expect("the link has words"))
            .with("Released on 2024-10-01 by Test workforce-lead");
        assert!(!one.body.contains("/record?id="), "no record is behind it");
        let csv = reader.get("/released/1?csv=1").await.coded(200).body;
        assert!(csv.contains("2024-09-30"), "{csv}");
        // Whatever the record says later, what was released stays.
        let leaver =
            "occupancy,worker,post,fte,from,to,basis\nO3,W3,P3,1,2018-01-01,2024-06-01,substantive\n";
        let file = app_file("occupancies.csv", leaver);
        house.import(vec![file], "2024-10-01T10:00:00Z").await;
        assert_eq!(reader.get("/released/1?csv=1").await.coded(200).body, csv);
        for other in ["/released/2", "/released/0", "/released/x"] {
            let code = reader.get(other).await.status.as_u16();
            assert!([400, 404].contains(&code), "{other}: {code}");
        }
        let api = reader.get("/api/v1/released").await.coded(200).with("\"measure\":\"vacancy_fte\"");
        assert!(api.body.contains("\"number\":1"), "{}", api.body);
        // Who may not release cannot by the form either, and a census analyst is not shown it.
        for name in ["hr", "reader", "team-manager"] {
            let mut other = house.signed_in(name).await;
            other.post("/figures/vacancy_fte/release", &[("to", "2024-09-30")]).await.coded(403);
        }
        let mut analyst = house.signed_in("census-analyst").await;
        analyst.get(question).await.coded(200).without("Release these figures");
    }
}

fn app_file(name: &str, text: &str) -> web::app::intake::source::SourceFile {
    web::app::intake::source::SourceFile::new(name, text.as_bytes().to_vec())
}

/// One leaver of few people is withheld, here as by every other way out.
#[tokio::test]
async fn small_counts_are_withheld_on_the_readers_page() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    lead.get("/figures/leavers_headcount?to=2024-09-30").await.coded(200).with(">1<");
    lead.post("/figures/leavers_headcount/release", &[("to", "2024-09-30")]).await.coded(303);
    let mut reader = house.signed_in("reader").await;
    let csv = reader.get("/released/1?csv=1").await.coded(200).body;
    assert!(csv.contains("suppressed"), "{csv}");
    assert!(!csv.contains(",1,"), "{csv}");
}

#[tokio::test]
async fn a_restructure_moves_posts_with_their_holders_and_conserves_what_both_units_have() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut hr = house.signed_in("hr").await;
        hr.get("/teams").await.coded(200).with("href=\"/restructure\"");
        hr.get("/restructure").await.coded(200).with("Posts leave");
        let question = "/restructure?unit=LAC&to=PERM&name=Permanence&on=2024-11-01&transfer=R1&ends=yes";
        let plan = hr.get(question).await.coded(200);
        let plan = plan.with("What both units have together stays the same").with("Move the posts");
        assert!(plan.body.matches("name=\"posts\"").count() >= 4, "two boxes and two that go along");
        // Only what is planned: nothing is changed yet.
        hr.get("/teams/PERM?on=2024-11-01").await.coded(422);
        let form = [
            ("unit", "LAC"),
            ("to", "PERM"),
            ("name", "Permanence"),
            ("on", "2024-11-01"),
            ("transfer", "R1"),
            ("ends", "yes"),
            ("posts", "P3"),
            ("posts", "P4"),
            ("seen", "1"),
        ];
        let no_reason = hr.post("/restructure", &form).await.coded(422).with("Enter why the posts move");
        no_reason.with("What both units have together");
        let with_reason = [&form[..], &[("reason", "Committee of October")]].concat();
        let done = hr.post("/restructure", &with_reason).await.coded(303);
        assert_eq!(done.location, "/history/2");
        hr.get("/history/2").await.coded(200).with("Committee of October").with("transfer:");
        hr.get("/teams/PERM?on=2024-11-01").await.coded(200).with("W3").with("P4");
        let before = hr.get("/position?as_at=2024-10-31&by=service&csv=1").await.coded(200).body;
        let after = hr.get("/position?as_at=2024-11-01&by=service&csv=1").await.coded(200).body;
        assert_eq!(before, after, "the service has what it had");
        // Once done it cannot be done again, and a plan made on an older record is not carried out.
        hr.post("/restructure", &with_reason).await.coded(422);
        // It is a marker on a series that spans it, with the table that says more.
        let series = "/figures/vacancy_fte?from=2024-09-30&to=2024-12-31&series=month";
        let marked = hr.get(series).await.coded(200).with("What happened meanwhile").with("Permanence");
        assert!(marked.body.matches(">Restructure<").count() >= 2, "in the chart and in the table");
        hr.get(&format!("{series}&service=ADU")).await.coded(200).without("What happened meanwhile");
        // Undone, everything is where it was.
        hr.post("/history/2/undo", &[("reason", "not yet")]).await.coded(303);
        hr.get("/teams/PERM?on=2024-11-01").await.coded(422);
        hr.get("/teams/LAC?on=2024-11-01").await.coded(200).with("W3");
    }
}

#[tokio::test]
async fn a_restructure_that_cannot_be_is_told_and_nothing_is_changed() {
    let house = House::furnished(Place::sqlite()).await;
    let mut hr = house.signed_in("hr").await;
    for (question, why) in [
        ("unit=LAC&to=LAC&on=2024-11-01&transfer=R1", "another unit"),
        ("unit=LAC&to=PERM&on=2024-11-01&transfer=R1", "give its name"),
        ("unit=LAC&to=DUTY&name=New&on=2024-11-01&transfer=R1", "already"),
        ("unit=LAC&to=DUTY&on=2024-11-01", "a name"),
        ("unit=LAC&to=DUTY&on=2010-01-01&transfer=R1", "LAC"),
        ("unit=LAC&to=DUTY&on=2024-11-01&transfer=R1&posts=P1", "is not in"),
        ("unit=LAC&on=2024-11-01&transfer=R1", "Enter the unit"),
        ("unit=LAC&to=DUTY&on=32/13/2024&transfer=R1", "is not a date"),
    ] {
        let seen = hr.get(&format!("/restructure?{question}")).await.coded(422).with(why);
        assert!(!seen.body.contains("Move the posts"), "{question}");
    }
    // A part of the posts may move, and a unit that ends with posts in it is warned of.
    let part = "/restructure?unit=LAC&to=DUTY&on=2024-11-01&transfer=R1&ends=yes&posts=P3";
    hr.get(part).await.coded(200).with("1 of its posts stay in the unit that ends");
    for name in ["census-analyst", "team-manager", "head-of-service", "reader"] {
        house.signed_in(name).await.get(part).await.coded(403);
    }
    hr.get("/history").await.coded(200).without("href=\"/history/2\"");
}

#[tokio::test]
async fn each_value_of_a_built_return_leads_to_its_records() {
    let house = House::furnished(Place::sqlite()).await;
    let mut analyst = house.signed_in("census-analyst").await;
    analyst.get("/census/readiness?year=2024").await.coded(200).with("/census/explained?year=2024");
    let all = analyst.get("/census/explained?year=2024").await.coded(200).with("SWENo");
    all.with("/record?id=worker%3AW1").with("totals");
    let found = analyst.get("/census/explained?year=2024&find=SW1003").await.coded(200);
    let csv = analyst.get("/census/explained?year=2024&find=SW1003&csv=1").await.coded(200).body;
    assert!(csv.lines().count() > 1 && csv.lines().skip(1).all(|line| line.contains("SW1003")), "{csv}");
    found.without("SW1001").with("worker:W3");
    analyst
        .get("/census/explained?year=2024&find=%3Cscript%3E")
        .await
        .coded(200)
        .without("<script>")
        .with("none.");
    let mut lead = house.signed_in("workforce-lead").await;
    lead.get("/administration/views?worker=W3&by=census-analyst")
        .await
        .coded(200)
        .with("where the values of census");
    house.signed_in("head-of-service").await.get("/census/explained?year=2024").await.coded(403);
}

/// A figure by itself comes with the years before it, drawn and in numbers; a measure of a day as well as one of a year.
#[tokio::test]
async fn a_figure_is_never_shown_without_the_years_before_it() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    for measure in ["turnover_rate_fte", "vacancy_fte"] {
        let page = lead.get(&format!("/figures/{measure}?to=2024-09-30")).await.coded(200);
        let page = page.with("The years before").with(", by census year");
        for year in 2020..=2024 {
            assert!(page.body.contains(&format!("{year}-09-30")), "{measure} {year}:\n{}", page.body);
        }
    }
    let broken_down = "/figures/turnover_rate_fte?to=2024-09-30&by=team";
    lead.get(broken_down).await.coded(200).without("The years before");
}
