//! `mainstay statistics`: every method on reference data, and what is said of bad input.

mod common;

use std::path::Path;

use common::{Ran, mainstay, run};
use serde_json::{Value, json};

/// A reference file of the `statistics` crate.
fn reference(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../statistics/tests/data").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a reference file")).expect("JSON")
}

fn text(given: &str) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data.json");
    std::fs::write(&file, given).expect("a file");
    // There is no store, and none is made.
    let mut command = mainstay(&folder.path().join("none.db").display().to_string());
    command.arg("statistics").arg(&file);
    let ran = run(command);
    assert!(!folder.path().join("none.db").exists());
    ran
}

fn method(name: &str, mut data: Value) -> Value {
    data["method"] = name.into();
    text(&data.to_string()).coded(0).json()
}

/// Asserts that numbers agree; null agrees with null only.
#[track_caller]
fn agree(found: &Value, expected: &Value, share: f64) {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() <= share * expected.abs().max(1.0), "{found} is not {expected}");
        }
        _ => assert_eq!(found, expected, "one of them is null"),
    }
}

fn tiny() -> Value {
    reference("spells.json")["tiny_spells"].clone()
}

#[test]
fn kaplan_meier_of_r() {
    let (tiny, expected) = (tiny(), reference("survival.json"));
    let data = json!({ "entry": tiny["entry"], "exit": tiny["exit"], "event": tiny["event"] });
    let found = method("kaplan_meier", data.clone());
    let curve = &found["curves"][0];
    assert_eq!(curve["group"], Value::Null);
    let rows = expected["tiny_km"].as_array().unwrap();
    assert_eq!(curve["rows"].as_array().unwrap().len(), rows.len());
    for (row, expected) in curve["rows"].as_array().unwrap().iter().zip(rows) {
        assert_eq!(row.as_object().unwrap().len(), 9);
        for (key, value) in expected.as_object().unwrap() {
            agree(&row[key], value, 1e-9);
        }
    }
    // The method's name may hold the data as well.
    assert_eq!(text(&json!({ "kaplan_meier": data }).to_string()).coded(0).json(), found);
    // Quartiles: p is the share who stay.
    let lung = &reference("spells.json")["lung"];
    let found = method("kaplan_meier", json!({ "exit": lung["time"], "event": lung["event"] }));
    let quantiles = found["curves"][0]["quantiles"].as_array().unwrap();
    for (at, (p, quantile)) in [0.75, 0.5, 0.25].into_iter().zip(quantiles).enumerate() {
        agree(&quantile["p"], &json!(p), 0.0);
        for (ours, theirs) in [("time", "quantile"), ("lower", "lower"), ("upper", "upper")] {
            agree(&quantile[ours], &expected["lung_quantiles"][theirs][at], 0.0);
        }
    }
    // A quantile that is not reached, and a curve that comes down to nothing.
    let found = method("kaplan_meier", json!({ "exit": [1, 2], "event": [true, false] }));
    assert_eq!(found["curves"][0]["quantiles"][2]["time"], Value::Null);
    let found =
        method("kaplan_meier", json!({ "exit": [2, 2, 1], "event": [1, 1, 0], "group": [10, 9, 10] }));
    let groups: Vec<&Value> = found["curves"].as_array().unwrap().iter().map(|c| &c["group"]).collect();
    assert_eq!(groups, [&json!(9), &json!(10)]);
    let row = &found["curves"][0]["rows"][0];
    assert_eq!([&row["se"], &row["lower"], &row["upper"]], [&Value::Null; 3]);
    assert_eq!(row["surv"], json!(0.0));
}

#[test]
fn log_rank_of_r() {
    let (tiny, expected) = (tiny(), reference("survival.json"));
    let data = json!({ "entry": tiny["entry"], "exit": tiny["exit"], "event": tiny["event"], "group": tiny["team"] });
    let found = method("log_rank", data);
    let expected_tiny = &expected["tiny_logrank_team"];
    for key in ["chisq", "df", "p"] {
        agree(&found[key], &expected_tiny[key], 1e-9);
    }
    for (at, team) in ["A", "B"].into_iter().enumerate() {
        assert_eq!(found["groups"][at]["group"], team);
        agree(&found["groups"][at]["observed"], &expected_tiny["O"][at], 1e-9);
        agree(&found["groups"][at]["expected"], &expected_tiny["E"][at], 1e-9);
    }
    let lung = &reference("spells.json")["lung"];
    let known = |place: &usize| !lung["ph.ecog"][*place].is_null();
    let rows: Vec<usize> = (0..lung["time"].as_array().unwrap().len()).filter(known).collect();
    let pick = |key: &str| rows.iter().map(|place| lung[key][*place].clone()).collect::<Vec<_>>();
    let found = method(
        "log_rank",
        json!({ "exit": pick("time"), "event": pick("event"), "group": pick("sex"), "stratum": pick("ph.ecog") }),
    );
    agree(&found["chisq"], &expected["lung_logrank_sex_strat_ecog"]["chisq"], 1e-9);
    let none = method("log_rank", json!({ "exit": [1, 2], "event": [0, 0], "group": ["a", "b"] }));
    assert_eq!([&none["chisq"], &none["p"], &none["df"]], [&Value::Null, &Value::Null, &json!(0)]);
}

#[test]
fn aalen_johansen_of_etm() {
    let (tiny, expected) = (tiny(), reference("survival.json"));
    let code =
        |word: &Value| ["none", "agency", "council", "left"].iter().position(|own| word == own).unwrap();
    let causes: Vec<usize> = tiny["dest"].as_array().unwrap().iter().map(code).collect();
    let data = json!({ "entry": tiny["entry"], "exit": tiny["exit"], "cause": causes });
    let found = method("aalen_johansen", data);
    let curves = found["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 3);
    for (at, name) in ["0 agency", "0 council", "0 left"].into_iter().enumerate() {
        assert_eq!((&curves[at]["cause"], &curves[at]["group"]), (&json!(at + 1), &Value::Null));
        let rows = curves[at]["rows"].as_array().unwrap();
        for (row, expected) in rows.iter().zip(expected["tiny_aj_etm"][name].as_array().unwrap()) {
            agree(&row["time"], &expected["time"], 0.0);
            agree(&row["cif"], &expected["P"], 1e-9);
            agree(&row["var"], &expected["var"], 1e-9);
            let inside = row["cif"].as_f64().unwrap() > 0.0;
            assert_eq!([row["lower"].is_null(), row["upper"].is_null()], [!inside; 2]);
        }
    }
    let named = json!({ "exit": [1, 2, 3], "cause": ["agency", 0, "council"], "group": ["x", "x", "y"] });
    let found = method("aalen_johansen", named);
    let named: Vec<String> = found["curves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|curve| {
            format!("{} {} {}", curve["group"], curve["cause"], curve["rows"].as_array().unwrap().len())
        })
        .collect();
    assert_eq!(named, [r#""x" "agency" 1"#, r#""x" "council" 1"#, r#""y" "agency" 1"#, r#""y" "council" 1"#]);
}

#[test]
fn tenure_bands_with_their_posteriors() {
    let (tiny, expected) = (tiny(), reference("survival.json"));
    let all = [json!([0, 6, 12, 24]), json!([6, 12, 24]), json!([[0, 6], [6, 12], [12, 24], [24, null]])];
    for bands in all {
        let data = json!({
            "entry": tiny["entry"], "exit": tiny["exit"], "event": tiny["event"], "bands": bands,
            "prior": { "rates": [0.020, 0.018, 0.015, 0.012], "events": 10 },
        });
        let found = method("tenure_bands", data);
        let rows = found["bands"].as_array().unwrap();
        assert_eq!((rows.len(), &rows[3]["high"]), (4, &Value::Null));
        for (at, row) in rows.iter().enumerate() {
            let (seen, shrunk) = (&expected["tiny_piecewise"][at], &expected["tiny_shrunk"][at]);
            let pairs = [("low", "lo"), ("exposure", "exposure"), ("events", "events"), ("rate", "rate")];
            for (ours, theirs) in
                pairs.into_iter().chain([("exact_lower", "lower"), ("exact_upper", "upper")])
            {
                agree(&row[ours], &seen[theirs], 1e-9);
            }
            agree(&row["posterior_mean"], &shrunk["mean"], 1e-9);
        }
    }
    // A last cut with one rate fewer closes the last band; a band that nobody reached has no rate.
    let data = json!({ "exit": [3, 5], "event": [1, 0], "bands": [0, 6, 12], "prior": { "rates": [1, 2], "events": [1, 2] } });
    let found = method("tenure_bands", data);
    assert_eq!((&found["bands"][1]["high"], &found["bands"][1]["rate"]), (&json!(12.0), &Value::Null));
    agree(&found["bands"][0]["posterior_mean"], &json!(2.0 / 9.0), 1e-12);
}

#[test]
fn cox_of_r() {
    let (tiny, expected) = (tiny(), reference("survival.json"));
    let team: Vec<bool> = tiny["team"].as_array().unwrap().iter().map(|team| team == "B").collect();
    for ties in ["efron", "breslow"] {
        let data = json!({
            "entry": tiny["entry"], "exit": tiny["exit"], "event": tiny["event"],
            "covariates": { "teamB": team }, "ties": ties,
        });
        let found = method("cox", data);
        let expected = &expected[format!("tiny_cox_{ties}")];
        assert_eq!(found["coefficients"][0]["name"], "teamB");
        agree(&found["coefficients"][0]["coef"], &expected["coef"]["teamB"], 1e-9);
        agree(&found["coefficients"][0]["se"], &expected["se"]["teamB"], 1e-9);
        for at in [0, 1] {
            agree(&found["loglik"][at], &expected["loglik"][at], 1e-9);
        }
        agree(&found["score"], &expected["score"], 1e-9);
        assert_eq!((&found["n"], &found["events"]), (&expected["n"], &expected["nevent"]));
    }
    // Columns keep the file's order, and a row that lacks one is left out.
    let lung = &reference("spells.json")["lung"];
    let words = format!(
        r#"{{ "method": "cox", "exit": {}, "event": {}, "covariates": {{ "sex": {}, "ph.ecog": {}, "age": {} }} }}"#,
        lung["time"], lung["event"], lung["sex"], lung["ph.ecog"], lung["age"]
    );
    let found = text(&words).coded(0).json();
    for (at, name) in ["sex", "ph.ecog", "age"].into_iter().enumerate() {
        assert_eq!(found["coefficients"][at]["name"], name);
        agree(&found["coefficients"][at]["coef"], &expected["lung_cox_efron"]["coef"][name], 1e-8);
        agree(&found["coefficients"][at]["se"], &expected["lung_cox_efron"]["se"][name], 1e-8);
    }
    assert_eq!(found["n"], 227);
    assert_eq!(found["notes"], json!(["1 rows without all covariates are left out"]));
    let found = method("cox", json!({ "exit": [1, 2], "event": [0, 0], "covariates": { "x": [1, 2] } }));
    assert_eq!((&found["coefficients"][0]["coef"], &found["score"]), (&Value::Null, &Value::Null));
}

#[test]
fn intervals_of_the_r_package() {
    let expected = reference("intervals_funnels.json");
    for row in expected["intervals"]["wilson"].as_array().unwrap() {
        for (level, name) in [(0.95, "95_0cl"), (0.998, "99_8cl")] {
            let found = method("wilson", json!({ "x": row["x"], "n": row["n"], "level": level }));
            agree(&found["low"], &row[format!("lower{name}")], 1e-9);
            agree(&found["high"], &row[format!("upper{name}")], 1e-9);
        }
    }
    for (x, n, low, high, name) in [
        (0, 20, 0.0, 18.444_397, "exact"),
        (9, 60, 6.858_955, 28.474_672, "exact"),
        (10, 60, 7.979_083, 30.652_431, "byar"),
        (20, 20, 61.057_144, 154.449_400, "byar"),
        (65, 100, 50.163_187_71, 82.849_138_55, "byar"),
    ] {
        let found = method("poisson_interval", json!({ "x": x, "n": n, "per": 100, "level": 0.95 }));
        agree(&found["low"], &json!(low), 1e-6);
        agree(&found["high"], &json!(high), 1e-6);
        agree(&found["rate"], &json!(f64::from(x) / f64::from(n) * 100.0), 1e-12);
        assert_eq!(found["method"], name);
    }
    // Another level: 90% of 5 events, from the gamma quantiles.
    let found = method("poisson_interval", json!({ "x": 5, "n": 1, "level": 0.9 }));
    agree(&found["low"], &json!(1.970_149_568_06), 1e-9);
    agree(&found["high"], &json!(10.513_034_908_74), 1e-9);
}

#[test]
fn funnels_of_the_r_package() {
    let expected = reference("intervals_funnels.json");
    for name in ["funnel_proportion", "funnel_rate"] {
        let rows = expected[name].as_array().unwrap();
        let list = |key: &str| rows.iter().map(|row| row[key].clone()).collect::<Vec<_>>();
        let found = method(name, json!({ "numerators": list("num"), "denominators": list("den") }));
        for (point, row) in found["points"].as_array().unwrap().iter().zip(rows) {
            agree(&json!(point["rate"].as_f64().unwrap() * 100.0), &row["rate"], 1e-9);
            assert_eq!(point["significance"], row["significance"]);
            for (ours, theirs) in
                [("lower_95", "lo95"), ("upper_95", "hi95"), ("lower_99_8", "lo998"), ("upper_99_8", "hi998")]
            {
                if let Some(limit) = row[theirs].as_f64() {
                    agree(&json!(point[ours].as_f64().unwrap() * 100.0), &json!(limit), 1e-9);
                }
            }
        }
    }
    // An area without a denominator has no value; a rate's limits are its own.
    let found = method("funnel_rate", json!({ "numerators": [10, 0], "denominators": [60, 0] }));
    agree(&found["points"][0]["lower_95"], &json!(0.079_790_83), 1e-7);
    assert_eq!(found["points"][1]["significance"], Value::Null);
}

#[test]
fn control_charts_of_the_r_package() {
    let all = reference("xmr.json");
    for (name, series) in all.as_object().unwrap().iter().filter(|(name, _)| *name != "versions") {
        let data = json!({
            "values": series["values"], "improvement": series["improvement_direction"],
            "screen_outliers": series["screen_outliers"], "rebase_at": series["rebase_at_index"],
            "fix_after": series["fix_after_n_points"], "target": series["target"],
        });
        let found = method("xmr", data);
        for key in ["mean", "lower_limit", "upper_limit"] {
            let (found, expected) = (found[key].as_array().unwrap(), series[key].as_array().unwrap());
            assert_eq!(found.len(), expected.len(), "{name}");
            for (found, expected) in found.iter().zip(expected) {
                agree(found, expected, 1e-9);
            }
        }
        for key in ["special_cause", "point_type", "assurance"] {
            assert_eq!(found[key], series[key], "{name} {key}");
        }
    }
    let values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2];
    let found = method("xmr", json!({ "values": values, "improvement": "neutral", "fix_after": 12 }));
    assert_eq!(found["point_type"][4], "special_cause_neutral_high");
}

#[test]
fn trends_scores_and_present_value() {
    let trend = &reference("trend.json")["theil_sen"];
    let found = method("theil_sen", json!({ "y": trend["y"] }));
    for key in ["slope", "intercept", "low", "high"] {
        agree(&found[key], &trend[key], 1e-12);
    }
    let found = method("mann_kendall", json!({ "y": trend["y"] }));
    for key in ["s", "var", "z", "p"] {
        agree(&found[key], &trend[format!("mk_{key}")], 1e-12);
    }
    let found = method("mann_kendall", json!({ "y": [1, 2, 3] }));
    assert_eq!(found, json!({ "s": null, "var": null, "z": null, "p": null }));
    assert_eq!(method("theil_sen", json!({ "y": [1] }))["slope"], Value::Null);
    let scores = &reference("scores.json")["scores"];
    for (at, sample) in scores["ensembles"].as_array().unwrap().iter().enumerate() {
        let found = method("crps", json!({ "observed": scores["obs"][at], "sample": sample }));
        agree(&found["crps"], &scores["crps_edf"][at], 1e-12);
    }
    let finance = &reference("finance.json")["npv"];
    let found = method("npv", json!({ "flows": finance["cash_flows"], "rate": 0.035 }));
    agree(&found["npv"], &finance["npv"], 1e-9);
}

#[test]
fn bad_input_is_told_in_one_sentence_that_names_the_key() {
    let told = |given: &str| {
        let ran = text(given).coded(3);
        assert_eq!((ran.out.as_str(), ran.err.lines().count()), ("", 1), "{ran:?}");
        ran.err.trim().trim_start_matches("mainstay: data.json: ").to_owned()
    };
    for (given, key) in [
        (r#"{"exit": [1]}"#, "`method` is missing"),
        (r#"{"method": "kaplan_maier"}"#, "`method` names `kaplan_maier`"),
        (r#"{"method": 3}"#, "`method` is a number"),
        (r#"{"kaplan_maier": {}}"#, "`kaplan_maier` is no method"),
        (r#"{"method": "kaplan_meier", "event": [1]}"#, "`exit` is missing"),
        (r#"{"method": "kaplan_meier", "exit": [], "event": []}"#, "`exit` is empty"),
        (
            r#"{"method": "kaplan_meier", "exit": [1, "x"], "event": [1, 0]}"#,
            "`exit` holds a text at place 1",
        ),
        (r#"{"method": "kaplan_meier", "exit": [1, null], "event": [1, 0]}"#, "`exit` holds null at place 1"),
        (
            r#"{"method": "kaplan_meier", "exit": [1, 2], "event": [1]}"#,
            "`event` has 1 values where `exit` has 2",
        ),
        (
            r#"{"method": "kaplan_meier", "exit": [1, 2], "event": [1, 2]}"#,
            "`event` is neither 0 nor 1 at place 1",
        ),
        (
            r#"{"method": "kaplan_meier", "entry": [0, 2], "exit": [1, 2], "event": [1, 1]}"#,
            "`exit` is not after `entry` at place 1",
        ),
        (
            r#"{"method": "kaplan_meier", "entry": [0], "exit": [1, 2], "event": [1, 1]}"#,
            "`entry` has 1 values",
        ),
        (
            r#"{"method": "kaplan_meier", "exit": [1], "event": [1], "entyr": [0]}"#,
            "`entyr` is no key of kaplan_meier",
        ),
        (r#"{"method": "kaplan_meier", "exit": [1], "exit": [2], "event": [1]}"#, "`exit` is given twice"),
        (r#"{"method": "log_rank", "exit": [1], "event": [1]}"#, "`group` is missing"),
        (
            r#"{"method": "log_rank", "exit": [1], "event": [1], "group": [null]}"#,
            "`group` is null at place 0",
        ),
        (r#"{"method": "aalen_johansen", "exit": [1]}"#, "`cause` is missing"),
        (
            r#"{"method": "tenure_bands", "exit": [1], "event": [1], "bands": [2, 1]}"#,
            "`bands` does not rise",
        ),
        (r#"{"method": "tenure_bands", "exit": [-1], "event": [1], "bands": [1]}"#, "`exit` is negative"),
        (
            r#"{"method": "tenure_bands", "exit": [1], "event": [1], "bands": [1], "prior": {"rates": [1, 2, 3], "events": 1}}"#,
            "`prior.rates` has 3 values where there are 2 bands",
        ),
        (
            r#"{"method": "tenure_bands", "exit": [1], "event": [1], "bands": [1], "prior": {"rates": [1, 2], "events": 0}}"#,
            "`prior.events` must be above 0",
        ),
        (r#"{"method": "cox", "exit": [1], "event": [1]}"#, "`covariates` is missing"),
        (
            r#"{"method": "cox", "exit": [1], "event": [1], "covariates": {"x": [1, 2]}}"#,
            "`covariates.x` has 2 values",
        ),
        (
            r#"{"method": "cox", "exit": [1], "event": [1], "covariates": {"x": [1]}, "ties": "exact"}"#,
            "`ties` is `exact`, not efron or breslow",
        ),
        (r#"{"method": "wilson", "x": 3, "n": 2}"#, "`x` is not between 0 and 2"),
        (r#"{"method": "wilson", "x": 0, "n": 0}"#, "`n` must be above 0"),
        (r#"{"method": "wilson", "x": 1, "n": 2, "level": 95}"#, "`level` is not between 0 and 1"),
        (
            r#"{"method": "poisson_interval", "x": -1, "n": 2, "per": 1, "level": 0.95}"#,
            "`x` must not be negative",
        ),
        (
            r#"{"method": "funnel_rate", "numerators": [1], "denominators": [1, 2]}"#,
            "`denominators` has 2 values",
        ),
        (
            r#"{"method": "funnel_proportion", "numerators": [3], "denominators": [2]}"#,
            "`numerators` is above its denominator",
        ),
        (r#"{"method": "xmr", "values": [1, 2], "improvement": "up"}"#, "`improvement` is `up`"),
        (
            r#"{"method": "xmr", "values": [1, 2], "rebase_at": 9}"#,
            "`rebase_at` must be the number of a point from 2 to 2",
        ),
        (r#"{"method": "xmr", "values": [1, 2], "fix_after": 3}"#, "`fix_after` gives no chart"),
        (r#"{"method": "crps", "observed": 1, "sample": []}"#, "`sample` is empty"),
        (r#"{"method": "npv", "flows": [1], "rate": -1}"#, "`rate` must be above -1"),
        (r#"{"method": "theil_sen", "y": {}}"#, "`y` is an object, not a list"),
        ("[1, 2]", "is a list, not an object"),
        ("{", "is not JSON"),
    ] {
        let sentence = told(given);
        assert!(sentence.starts_with(key), "{given}: {sentence}");
    }
}

#[test]
fn standard_input_and_forms() {
    use std::io::Write;
    use std::process::Stdio;
    let mut command = mainstay("none.db");
    command.args(["statistics", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let given = br#"{"method": "npv", "flows": [1, 1], "rate": 0}"#;
    child.stdin.take().expect("a pipe").write_all(given).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found, json!({ "npv": 2.0 }));
    let mut command = mainstay("none.db");
    command.args(["statistics", "missing.json"]);
    run(command).coded(3);
    let mut command = mainstay("none.db");
    command.args(["statistics", "-", "--format", "csv"]).stdin(Stdio::null());
    run(command).coded(2);
}
