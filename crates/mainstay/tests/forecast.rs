//! `mainstay forecast`.

mod common;

use common::{ask_at, run};
use serde_json::Value;

fn backtest(arguments: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    ask_at("none.db", folder.path(), &format!("--format json forecast backtest {arguments}")).coded(0).json()
}

#[test]
fn the_published_series_are_scored_and_the_best_method_comes_first() {
    let found = backtest("--all");
    let measures = found["measures"].as_array().unwrap();
    let shown: Vec<String> = measures
        .iter()
        .map(|one| format!("{} {}", one["measure"].as_str().unwrap(), one["horizon"]))
        .collect();
    assert_eq!(
        shown,
        [
            "leavers_headcount 1",
            "leavers_headcount 2",
            "inpost_fte 1",
            "inpost_fte 2",
            "agency_fte 1",
            "agency_fte 2",
            "vacancy_fte 1",
            "vacancy_fte 2"
        ]
    );
    for measure in measures {
        let methods = measure["methods"].as_array().unwrap();
        assert_eq!(
            (&measure["best"], &measure["coverage_kept"]),
            (&methods[0]["method"], &Value::Bool(true))
        );
        let skills: Vec<f64> = methods.iter().filter_map(|method| method["model_skill"].as_f64()).collect();
        assert!(skills.is_sorted() && skills.iter().all(|skill| *skill > 0.0), "{measure}");
    }
}

#[test]
fn one_council_is_found_by_code_or_name_with_what_is_to_come() {
    let by_code = backtest("--authority 878 --horizon 1");
    assert_eq!(by_code["authority"]["name"], "Devon");
    assert_eq!(by_code, backtest("--authority Devon --horizon 1"));
    let leavers = &by_code["measures"][0];
    let years: Vec<u64> =
        leavers["forecasts"].as_array().unwrap().iter().map(|one| one["year"].as_u64().unwrap()).collect();
    assert_eq!((years, leavers["next"][0]["year"].as_u64()), (vec![2021, 2022, 2023], Some(2024)));
    let next = &leavers["next"][0];
    let order: Vec<f64> = ["lower_95", "lower_80", "median", "upper_80", "upper_95"]
        .iter()
        .map(|key| next[*key].as_f64().unwrap())
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    // A joint return under either code.
    assert_eq!(backtest("--authority 318")["authority"], backtest("--authority 314")["authority"]);
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = ask_at("none.db", folder.path(), "forecast backtest --authority Nowhere").coded(2);
    assert!(wrong.err.contains("Nowhere"), "{wrong:?}");
    let mut both = common::mainstay("none.db");
    both.args(["forecast", "backtest", "--all", "--authority", "878"]);
    run(both).coded(2);
}
