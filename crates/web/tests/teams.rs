//! Whoever is confined to their own teams sees those, and no other by any way.

mod common;

use common::House;
use testkit::stores::Place;

#[tokio::test]
async fn a_team_manager_sees_the_position_of_their_own_team_only() {
    let house = House::furnished(Place::sqlite()).await;
    let mut manager = house.signed_in("team-manager").await;
    let own = manager.get("/position?as_at=2024-09-30").await.coded(200);
    own.with("Duty &amp; &lt;script&gt;").without("Looked after").without("<script>alert");
    manager.get("/position?as_at=2024-09-30&team=DUTY").await.coded(200);
    for elsewhere in
        ["team=LAC", "team=HOSP", "service=CHI", "service=ADU", "team=Looked+after", "team=NOWHERE"]
    {
        for csv in ["", "&csv=1"] {
            let seen = manager.get(&format!("/position?as_at=2024-09-30&{elsewhere}{csv}")).await.coded(403);
            seen.with("is not in your teams").without("1.00");
        }
    }
    let mut lead = house.signed_in("workforce-lead").await;
    lead.get("/position?as_at=2024-09-30").await.coded(200).with("Looked after");
}

#[tokio::test]
async fn tables_are_had_as_csv_without_formulas() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    let page = lead.get("/position?as_at=2024-09-30&by=team").await.coded(200);
    page.with("href=\"/position?as_at=2024-09-30&amp;by=team&amp;csv=1\"");
    let csv = lead.get("/position?as_at=2024-09-30&by=team&csv=1").await.coded(200);
    assert_eq!(csv.headers.get("content-type").expect("a type"), "text/csv; charset=utf-8");
    assert!(csv.body.contains("\n'=cmd|'/c calc'!A1,1.00"), "{}", csv.body);
    lead.get("/position?csv=9").await.coded(404);
    lead.get("/position?as_at=yesterday").await.coded(422).with("is not a date");
    lead.get("/position?team=Nowhere").await.coded(422).with("There is no service or team");
}
