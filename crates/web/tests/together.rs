//! Two programs over one store: what is done at one is seen at the other within two seconds, and nothing works twice because
//! there are two.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::intake::source::SourceFile;
use app::reception::EntryRules;
use common::House;
use testkit::stores::Place;
use web::app;
use web::settings::Settings;

/// How soon the other program must show a change.
const SOON: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_change_made_at_one_program_is_shown_by_the_other_within_two_seconds() {
    for place in Place::both().await {
        let place = Arc::new(place);
        let here = House::furnished_at(place.clone(), EntryRules::default()).await;
        let there = House::ruled(place, Settings::default(), EntryRules::default()).await;
        // Who signs in at one is in at the other.
        let session = here.signed_in("workforce-lead").await.cookie;
        let mut reader = there.visitor();
        reader.cookie.clone_from(&session);
        let position = "/position?as_at=2024-09-30&by=team";
        // The other program has the record in memory, as it was.
        reader.get(position).await.coded(200).without("A new team");
        reader.get("/history").await.coded(200).without("units.csv, posts.csv");
        let files = [
            ("units.csv", "unit,from,name,kind,parent\nNEW,2024-01-01,A new team,team,CHI\n"),
            ("posts.csv", "post,from,role,team,fte,funding\nP9,2024-01-01,SW,NEW,1,base\n"),
        ];
        let files = files.map(|(name, text)| SourceFile::new(name, text.as_bytes().to_vec())).to_vec();
        here.import(files, "2024-09-30T09:00:00Z").await;
        let since = Instant::now();
        while !reader.get(position).await.coded(200).body.contains("A new team") {
            assert!(since.elapsed() < SOON, "the change is not shown after {SOON:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // The other way round: a form at the second, shown by the first.
        let mut writer = there.signed_in("hr").await;
        let mut lead = here.visitor();
        lead.cookie.clone_from(&session);
        lead.get("/people/W1").await.coded(200).without("noted elsewhere");
        let form = writer.get("/records/worker/edit?key=W1").await.coded(200).body;
        let seen = form.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let fields = [
            ("key", "W1"),
            ("seen", seen.expect("the form knows what it began from")),
            ("c-worker", "W1"),
            ("c-registration", "SW1001"),
            ("c-note", "noted elsewhere"),
            ("reason", "A note"),
        ];
        writer.post("/records/worker/edit", &fields).await.coded(303);
        let since = Instant::now();
        while !lead.get("/record?id=worker:W1").await.coded(200).body.contains("noted elsewhere") {
            assert!(since.elapsed() < SOON, "the change is not shown after {SOON:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // Who signs out at one is out at the other.
        lead.post("/sign-out", &[]).await.coded(303);
        reader.get("/").await.coded(303);
    }
}
