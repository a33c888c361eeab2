//! `mainstay survival` and `mainstay destinations` on the synthetic council.

mod common;

use common::{ask, json};
use testkit::stores::Place;

fn wexcombe() -> Place {
    let place = Place::sqlite();
    ask(&place, "example load wexcombe").coded(0);
    place
}

#[test]
fn curves_and_destinations_of_the_record() {
    let place = wexcombe();
    let everybody = json(&place, "survival");
    let curve = &everybody["groups"][0];
    assert_eq!((curve["name"].as_str(), everybody["test"].is_null()), (Some("Everybody"), true));
    let rows = curve["rows"].as_array().unwrap();
    let stay = |row: &serde_json::Value| row["stay"].as_f64().unwrap();
    assert!(rows.windows(2).all(|pair| stay(&pair[1]) < stay(&pair[0])), "a curve only comes down");
    assert!(rows.iter().all(|row| row["at_risk"].as_u64().unwrap() >= 10), "the floor is kept");
    // Groups part the same leavers; those that moved count where they left from.
    for by in ["team", "role", "route", "cohort"] {
        let groups = json(&place, &format!("survival --by {by}"));
        let left: u64 =
            groups["groups"].as_array().unwrap().iter().map(|group| group["leavers"].as_u64().unwrap()).sum();
        assert_eq!(Some(left), curve["leavers"].as_u64(), "{by}");
        let test = &groups["test"];
        let sum = |key: &str| -> f64 {
            test["groups"].as_array().unwrap().iter().map(|group| group[key].as_f64().unwrap()).sum()
        };
        assert!((sum("observed") - sum("expected")).abs() < 1e-6, "{by}");
        assert_eq!(test["approximate"].as_bool().unwrap(), !test["shuffled_p"].is_null(), "{by}");
    }
    // Where leavers go and the share who stay add up to all, at every step.
    let gone = json(&place, "destinations");
    let curves = gone["curves"].as_array().unwrap();
    for (at, row) in rows.iter().enumerate() {
        let gone: f64 = curves.iter().map(|curve| curve["rows"][at]["gone"].as_f64().unwrap()).sum();
        assert!((gone + stay(row) - 1.0).abs() < 1e-9, "{row}");
    }
    let table = ask(&place, "destinations --by route").coded(0).out;
    assert!(table.contains("Where leavers go by route") && table.contains("Aalen-Johansen"), "{table}");
    // A window: nobody who left before it counts.
    let late = json(&place, "survival --from 2022-01-01 --to 2022-12-31");
    assert!(late["groups"][0]["leavers"].as_u64() < curve["leavers"].as_u64());
    let wrong = ask(&place, "survival --from 2023-01-01 --to 2022-01-01").coded(2);
    assert!(wrong.err.contains("--from and --to"), "{wrong:?}");
    ask(&place, "survival --by colour").coded(2);
}
