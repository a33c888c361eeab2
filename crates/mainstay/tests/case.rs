//! `mainstay case`: Devon's decision of 2021, and cases that do not hold together.

mod common;

use std::path::{Path, PathBuf};

use common::{ask_at, mainstay, run};
use serde_json::{Value, json};

fn devon() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/devon-2021/case.toml")
}

fn answer(arguments: &[&str]) -> Value {
    let mut command = mainstay("none.db");
    command.args(["--format", "json", "case"]).args(arguments);
    run(command).coded(0).json()
}

#[test]
fn devon_keeps_apart_what_its_cabinet_kept_apart() {
    let file = devon();
    let report = answer(&["report", file.to_str().unwrap()]);
    // New posts and people to recruit.
    assert_eq!((&report["stated_new_fte"], &report["to_recruit"]), (&json!(48.0), &json!(106)));
    assert_eq!(report["new_fte_by_strand"], json!(4.0));
    // Approved and to be considered: the 3.4 million is in no approved sum.
    let years: Vec<(String, i64, i64)> = report["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|year| {
            let sum = |key: &str| year[key].as_i64().unwrap();
            (year["year"].as_str().unwrap().to_owned(), sum("approved"), sum("to_be_considered"))
        })
        .collect();
    assert_eq!(
        years,
        [
            ("2021-22".to_owned(), 1_100_000, 0),
            ("2022-23".to_owned(), 0, 3_400_000),
            ("2023-24".to_owned(), 0, 3_400_000)
        ]
    );
    // 121 agency workers would have to be replaced.
    let even = &report["break_even"][0];
    assert_eq!(format!("{:.0}", even["agency_workers"].as_f64().unwrap()), "121");
    assert_eq!(even["approval"], "to-be-considered");
    // Options: nothing costs nothing; the base budget increase is discounted at the Green Book rate.
    let value = |at: usize| report["options"][at]["present_value"].as_f64().unwrap();
    let both = -1_100_000.0 - 3_400_000.0 * (1.0 / 1.035 + 1.0 / (1.035 * 1.035));
    assert!(value(0).abs() < 1e-9 && (value(1) + 1_100_000.0).abs() < 1e-6 && (value(2) - both).abs() < 1e-6);
    assert_eq!(report["options"][2]["benefits"], Value::Null);
    // Nowhere a total over FTE: 3.4 million over 48 is 70,833.
    let mut command = mainstay("none.db");
    command.args(["case", "report"]).arg(&file);
    let text = run(command).coded(0).out;
    assert!(!text.contains("70,833") && text.contains("never divided by FTE"), "{text}");
    let check = answer(&["check", file.to_str().unwrap()]);
    let all = check["findings"].to_string();
    assert!(all.contains("44 are in no strand") && all.contains("CS/21/13"), "{all}");
    assert_eq!(check["errors"], 0);
}

#[test]
fn devon_beside_what_was_published_after() {
    let track = answer(&["track", "devon-2021"]);
    let path = |measure: &str| -> Vec<(u64, String)> {
        let rows = track["path"].as_array().unwrap().iter().filter(|row| row["measure"] == measure);
        rows.map(|row| (row["year"].as_u64().unwrap(), row["actual"].as_str().unwrap().to_owned())).collect()
    };
    let year = |year, text: &str| (year, text.to_owned());
    assert_eq!(path("inpost_fte"), [year(2021, "319.5"), year(2022, "317.5"), year(2023, "313")]);
    assert_eq!(path("agency_fte"), [year(2021, "89"), year(2022, "114"), year(2023, "144.7")]);
    assert_eq!(path("vacancy_rate_fte"), [year(2021, "22.2"), year(2022, "23"), year(2023, "21.7")]);
    let mut command = mainstay("none.db");
    command.args(["case", "track", "devon-2021"]);
    let text = run(command).coded(0).out;
    assert!(text.contains("not because of it"), "{text}");
}

const SMALL: &str = r#"
id = "small"
title = "Two posts"
council = "878"
decided = "2024-05-01"
source = "a test"
price_year = "2024-25"
until = "2026-27"
stated_new_fte = 2
[optimism]
costs = 0.1
benefits = 0.2
[agency_premium]
pounds = 30_000
evidence = "E"
source = "a test"
[[pay]]
role = "Social worker"
year = "2024-25"
salary = 40_000
on_costs = 0.3
source = "a test"
[[pay]]
role = "Social worker"
year = "2025-26"
salary = 42_000
on_costs = 0.3
source = "a test"
[[strand]]
key = "a"
title = "Two social workers"
[[strand.post]]
role = "Social worker"
fte = 2
from = "2024-10-01"
until = "2026-09-30"
funding = "grant"
approval = "approved"
[[money]]
title = "Two posts"
pounds = 100_000
year = "2024-25"
comes = "every-year"
funding = "grant"
approval = "approved"
[[option]]
name = "Do nothing"
nothing = true
[[option]]
name = "Do it"
takes = ["approved"]
agency_replaced = { "2025-26" = 2, "2026-27" = 3 }
"#;

#[test]
fn part_years_pay_by_year_optimism_and_present_value() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("case.toml");
    std::fs::write(&file, SMALL).unwrap();
    let report = answer(&["report", file.to_str().unwrap()]);
    let posts: Vec<i64> = report["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|year| year["posts_approved"].as_i64().unwrap())
        .collect();
    // 2 × 40,000 × 1.3 for six months; 2 × 42,000 × 1.3 for a year, then for six months.
    assert_eq!(posts, [52_000, 109_200, 54_600]);
    let option = &report["options"][1];
    let flows = [-110_000.0, 48_000.0 - 110_000.0, 72_000.0 - 110_000.0];
    let value: f64 = flows.iter().zip([1.0, 1.035, 1.035 * 1.035]).map(|(flow, factor)| flow / factor).sum();
    assert!((option["present_value"].as_f64().unwrap() - value).abs() < 1e-6, "{option}");
}

#[test]
fn what_is_wrong_with_a_case_is_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = |text: &str, code: i32| {
        std::fs::write(folder.path().join("case.toml"), text).unwrap();
        ask_at("none.db", folder.path(), "case check case.toml").coded(code)
    };
    checked(SMALL, 0);
    let wrong = SMALL
        .replace("fte = 2\n", "fte = -2\n")
        .replace("nothing = true", "")
        .replace("\"2026-27\" = 3", "\"2026\" = 3")
        .replace("costs = 0.1", "costs = 10");
    let told = checked(&wrong, 1).out;
    for part in ["`fte` must be above 0", "\"do nothing\" is missing", "no financial year", "optimism.costs"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    // A report of it is refused, and nothing is printed.
    let refused = ask_at("none.db", folder.path(), "case report case.toml").coded(3);
    assert!(refused.out.is_empty() && refused.err.contains("`fte` must be above 0"), "{refused:?}");
    let unread = checked("id = 3", 3).err;
    assert!(unread.contains("case.toml"), "{unread}");
    ask_at("none.db", folder.path(), "case track nowhere").coded(3);
}

#[test]
fn a_case_is_kept_with_the_record_listed_and_tracked_by_its_name() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load devon-2021").coded(0);
    let case = include_str!("../../../examples/devon-2021/case.toml").replace("devon-2021", "kept-case");
    std::fs::write(place.folder().join("c.toml"), &case).unwrap();
    let kept = common::json(&place, "case keep c.toml --reason Cabinet");
    assert_eq!(kept["id"], "kept-case");
    assert!(kept["change"].as_u64().is_some());
    assert!(common::json(&place, "case keep c.toml")["change"].is_null(), "it is kept like this already");
    let listed = common::json(&place, "case list");
    assert_eq!(listed["plans"].as_array().map(Vec::len), Some(1));
    let tracked = common::json(&place, "case track kept-case");
    let rows = tracked["path"].as_array().unwrap();
    let row = |measure: &str, year: u64| {
        rows.iter().find(|row| row["measure"] == measure && row["year"] == year).unwrap().clone()
    };
    // The published path goes on beside the record, which has its own word on the years after.
    assert_eq!(row("agency_fte", 2024)["actual"], "not published yet");
    assert!(row("inpost_fte", 2022)["own"].is_string(), "{tracked}");
    let unknown = common::ask(&place, "case track nothing").coded(2);
    assert!(unknown.err.contains("there is no case `nothing`"), "{}", unknown.err);
    std::fs::write(place.folder().join("d.toml"), "id = 1").unwrap();
    common::ask(&place, "case keep d.toml").coded(3);
    // It is a record like any other: in the history, and taken out with an export.
    let log = common::ask(&place, "log").coded(0);
    assert!(log.out.contains("Cabinet"), "{}", log.out);
}
