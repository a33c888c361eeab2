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

#[test]
fn a_run_is_reproducible_of_groups_only_and_beside_its_baseline() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let scenario = r#"
name = "Retention payment"
[[intervention]]
title = "Payment to social workers"
works_on = "leaving"
roles = ["SW"]
effect = 0.6
low = 0.5
high = 0.8
evidence = "B"
source = "a test"
from = "2023-01-01"
"#;
    std::fs::write(place.folder().join("s.toml"), scenario).unwrap();
    let run =
        |more: &str| common::json(&place, &format!("forecast run --months 18 --trials 300 --seed 5 {more}"));
    let found = run("--scenario s.toml --by team");
    assert_eq!(found, run("--scenario s.toml --by team"));
    assert_ne!(
        found["paths"],
        common::json(&place, "forecast run --months 18 --trials 300 --seed 6 --by team")["paths"]
    );
    // The baseline is the same with a scenario beside it and without.
    let baseline = |found: &Value| -> Vec<Value> {
        let paths = found["paths"].as_array().unwrap().iter();
        paths.filter(|path| path["variant"] == "baseline" && path["group"].is_null()).cloned().collect()
    };
    assert_eq!(baseline(&found), baseline(&run("")));
    // Teams add up to the whole; fewer leave with the payment.
    let mean = |path: &Value, month: usize| path["months"][month]["mean"].as_f64().unwrap();
    let paths = found["paths"].as_array().unwrap();
    let own = |variant: &str, measure: &str, whole: bool| -> f64 {
        let rows = paths.iter().filter(|path| {
            path["variant"] == variant && path["measure"] == measure && path["group"].is_null() == whole
        });
        rows.map(|path| mean(path, 18)).sum()
    };
    for measure in ["in_post_fte", "vacant_fte", "agency_fte", "left", "joined"] {
        assert!((own("baseline", measure, true) - own("baseline", measure, false)).abs() < 1e-6, "{measure}");
    }
    assert!(own("Retention payment", "left", true) < own("baseline", "left", true) - 3.0);
    let used = &found["scenarios"][0]["interventions"][0];
    assert!((used["used"].as_f64().unwrap() - 0.6_f64.powf(0.75)).abs() < 1e-12, "{used}");
    // A second scenario beside the first changes neither it nor the baseline.
    let fewer = scenario.replace("Retention payment", "Less").replace("0.6", "0.9").replace("0.8", "0.95");
    std::fs::write(place.folder().join("t.toml"), fewer.replace("0.5", "0.85")).unwrap();
    let both = run("--scenario s.toml --scenario t.toml");
    assert_eq!(baseline(&both), baseline(&found));
    let differences = |found: &Value, at: usize| found["scenarios"][at]["differences"].clone();
    assert_eq!(differences(&both, 0), differences(&found, 0));
    assert_ne!(differences(&both, 1), differences(&both, 0));
    let twice =
        common::ask(&place, "forecast run --months 6 --seed 1 --scenario s.toml --scenario s.toml").coded(3);
    assert!(twice.err.contains("give each scenario its own"), "{}", twice.err);
    // Nobody is in it: no worker's key is anywhere in the answer.
    let workers = common::ask(&place, "export --out out").coded(0);
    let text = std::fs::read_to_string(place.folder().join("out/workers.csv")).unwrap_or_default();
    let answer = found.to_string();
    let keys: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(keys.len() > 100, "{workers:?}");
    assert!(keys.iter().all(|key| !answer.contains(&format!("\"{key}\""))));
}

#[test]
fn assumptions_can_be_set_and_scenarios_are_refused_with_everything_wrong() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let all = common::json(&place, "forecast assumptions");
    let rows = all["assumptions"].as_array().unwrap();
    assert!(rows.iter().all(
        |row| row["low"].as_f64() <= row["high"].as_f64() && !row["source"].as_str().unwrap().is_empty()
    ));
    std::fs::write(
        place.folder().join("a.toml"),
        "\"fill.SW\" = 0\n\"fill.SSW\" = 0\nconversion = 0\nnewly_qualified = 0\n",
    )
    .unwrap();
    let set = common::json(&place, "forecast assumptions --assumptions a.toml");
    let own = set["assumptions"].as_array().unwrap().iter().find(|row| row["key"] == "fill.SW").unwrap();
    // How long a vacancy takes by each route from outside, as shares that come to one.
    let routes = ["authority", "abroad", "elsewhere"].map(|route| {
        let key = format!("route.{route}.SW");
        let row = rows.iter().find(|row| row["key"] == key.as_str()).unwrap_or_else(|| panic!("{key}"));
        assert!(row["source"].as_str().unwrap().contains("by it"), "{row}");
        row["value"].as_f64().unwrap()
    });
    assert!((routes.iter().sum::<f64>() - 1.0).abs() < 1e-9 && routes[0] > 0.0, "{routes:?}");
    // Each is set by itself, in whatever order; what comes from elsewhere is the rest.
    let write = |name: &str, text: &str| std::fs::write(place.folder().join(name), text).unwrap();
    write("r.toml", "\"route.abroad.SW\" = 0.4\n\"route.authority.SW\" = 0.3\n");
    let set = common::json(&place, "forecast assumptions --assumptions r.toml");
    let of = |route: &str| {
        let key = format!("route.{route}.SW");
        let row =
            set["assumptions"].as_array().unwrap().iter().find(|row| row["key"] == key.as_str()).unwrap();
        row["value"].as_f64().unwrap()
    };
    assert_eq!((of("authority"), of("abroad")), (0.3, 0.4));
    assert!((of("elsewhere") - 0.3).abs() < 1e-9, "{}", of("elsewhere"));
    write(
        "s.toml",
        "\"route.abroad.SW\" = 0.8\n\"route.authority.SW\" = 0.7\n\"route.elsewhere.SW\" = 0.1\n",
    );
    let refused = common::ask(&place, "forecast assumptions --assumptions s.toml").coded(3).err;
    assert!(refused.contains("what the other routes leave") && refused.contains("set those"), "{refused}");
    assert_eq!((own["value"].as_f64(), own["source"].as_str()), (Some(0.0), Some("set in a.toml")));
    let joined = |more: &str| {
        let found = common::json(&place, &format!("forecast run --months 12 --trials 100 --seed 1 {more}"));
        let paths = found["paths"].as_array().unwrap();
        let own = paths.iter().find(|path| path["measure"] == "joined").unwrap();
        own["months"][12]["mean"].as_f64().unwrap()
    };
    assert!(joined("--assumptions a.toml") < joined("") / 2.0);
    std::fs::write(place.folder().join("b.toml"), "\"fill.NOBODY\" = 0.1\nnation = \"much\"\n").unwrap();
    let told = common::ask(&place, "forecast assumptions --assumptions b.toml").coded(3).err;
    assert!(told.contains("fill.NOBODY") && told.contains("nation"), "{told}");
    let scenario = "name = 's'\n[[intervention]]\ntitle = 'x'\nworks_on = 'leaving'\neffect = 0.8\nevidence = 'B'\n\
        source = ''\nfrom = '2024-01-01'\nroles = ['NONE']\n";
    std::fs::write(place.folder().join("c.toml"), scenario).unwrap();
    let told = common::ask(&place, "forecast run --months 6 --seed 1 --scenario c.toml").coded(3).err;
    assert!(told.contains("without a range") && told.contains("`source` is empty"), "{told}");
}

#[test]
fn the_councils_own_past_is_forecast_from_what_was_known_then_and_scored_beside_naive_rules() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let found = common::json(&place, "forecast backtest --own");
    let forecasts = found["forecasts"].as_array().unwrap();
    assert!(forecasts.len() >= 15, "five years of three measures: {}", forecasts.len());
    for own in forecasts {
        let number = |key: &str| own[key].as_f64().unwrap();
        assert!(own["origin"].as_str() < own["target"].as_str());
        assert!(
            number("lower_95") <= number("lower_80") && number("upper_80") <= number("upper_95"),
            "{own}"
        );
        assert!(number("crps") >= 0.0);
    }
    // What happened is what the record says on the day.
    let last = forecasts.iter().rfind(|own| own["measure"] == "in_post_fte").unwrap();
    let told = common::json(
        &place,
        &format!("forecast run --months 1 --trials 1 --seed 1 --as-at {}", last["target"].as_str().unwrap()),
    );
    let path =
        told["paths"].as_array().unwrap().iter().find(|path| path["measure"] == "in_post_fte").unwrap();
    assert_eq!(path["months"][0]["mean"], last["happened"]);
    for own in found["measures"].as_array().unwrap() {
        let better: Vec<&str> = own["better"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let (ours, theirs) = (own["crps"].as_f64().unwrap(), own["last_value"].as_f64().unwrap());
        assert_eq!(better.contains(&"last value"), theirs < ours, "{own}");
    }
    common::ask(&place, "forecast backtest --own --all").coded(2);
}

#[test]
fn a_forecast_says_what_it_turns_on() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let run =
        |more: &str| common::json(&place, &format!("forecast run --months 12 --trials 300 --seed 1 {more}"));
    assert!(run("")["sensitivity"].is_null());
    let turns = run("--sensitivity")["sensitivity"].clone();
    let rows = turns["turns"].as_array().unwrap();
    let moves = |row: &Value| row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap();
    let of = |sort: &str| moves(rows.iter().find(|row| row["sort"] == sort).unwrap());
    assert!(
        of("leaving") < 0.0 && of("fill") > 0.0,
        "more leave, fewer in post; faster filled, more: {turns}"
    );
    assert!(rows.windows(2).all(|two| moves(&two[0]).abs() >= moves(&two[1]).abs()));
    assert_eq!(turns, run("--sensitivity")["sensitivity"]);
}

/// A path of the answer, by variant, measure and whether it is of the whole.
fn path<'a>(found: &'a Value, variant: &str, measure: &str) -> Option<&'a Value> {
    found["paths"]
        .as_array()?
        .iter()
        .find(|path| path["variant"] == variant && path["measure"] == measure && path["group"].is_null())
}

#[test]
fn caseload_is_reckoned_where_there_is_demand_and_otherwise_absent_with_the_reason() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let scenario = "name = 'Support and cap'\n[[intervention]]\ntitle = 'Business support'\nworks_on = 'business-support'\n\
        effect = 1.25\nlow = 1.25\nhigh = 1.25\nevidence = 'A'\nsource = 'a test'\nfrom = '2023-01-01'\n\
        [[intervention]]\ntitle = 'Cap'\nworks_on = 'caseload-cap'\neffect = 12\nevidence = 'A'\nsource = 'a test'\n\
        from = '2023-01-01'\n";
    std::fs::write(place.folder().join("s.toml"), scenario).unwrap();
    let found =
        common::json(&place, "forecast run --months 12 --trials 200 --seed 1 --by team --scenario s.toml");
    let mean = |variant: &str, measure: &str, month: usize| {
        path(&found, variant, measure).unwrap()["months"][month]["mean"].as_f64().unwrap()
    };
    // At the start, what is counted of caseloads over those who hold them; then within reach of it.
    let counted = common::json(&place, &format!("workload --as-at {}", found["start"].as_str().unwrap()));
    assert!(counted.is_object());
    let start = mean("baseline", "caseload", 0);
    assert!((10.0..25.0).contains(&start), "{start}");
    assert!((mean("baseline", "caseload", 12) / start - 1.0).abs() < 0.2);
    assert!((0.0..=100.0).contains(&mean("baseline", "above_limit", 0)));
    // With support and a cap fewer for each; what is above the cap waits, and no case vanishes.
    let capped = mean("Support and cap", "caseload", 12);
    assert!(capped < 12.01 && capped < mean("baseline", "caseload", 12), "{capped}");
    assert!(mean("Support and cap", "cases_waiting", 12) > 0.0);
    assert!(path(&found, "baseline", "cases_waiting").is_none());
    let teams = found["paths"].as_array().unwrap().iter().filter(|path| path["measure"] == "caseload");
    assert!(teams.filter(|path| !path["group"].is_null()).count() > 10);
    assert!(found["no_caseload"].is_null());
    let rows = common::json(&place, "forecast assumptions");
    let keys: Vec<&str> =
        rows["assumptions"].as_array().unwrap().iter().filter_map(|row| row["key"].as_str()).collect();
    for key in ["cases", "demand_growth", "holds.SW", "newly_qualified", "newly_qualified_load"] {
        assert!(keys.contains(&key), "{key}");
    }
    // A record without demand: nothing is reckoned, and it is said why; until a demand is typed in.
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load northumberland-2022").coded(0);
    let run = "forecast run --months 6 --trials 100 --seed 1 --as-at 2022-09-30";
    let found = common::json(&place, run);
    assert!(found["no_caseload"].as_str().unwrap().contains("no demand is typed in"), "{found}");
    assert!(path(&found, "baseline", "caseload").is_none());
    let typed = "name = 'More demand'\n[demand]\ncases = 1500\ngrowth = 0.1\nlow = 0.05\nhigh = 0.15\nsource = 'a test'\n";
    std::fs::write(place.folder().join("d.toml"), typed).unwrap();
    let found = common::json(&place, &format!("{run} --scenario d.toml"));
    assert!(path(&found, "baseline", "caseload").is_none());
    let months = &path(&found, "More demand", "caseload").unwrap()["months"];
    assert!(months[0]["mean"].as_f64().unwrap() > 0.0);
    std::fs::write(place.folder().join("d.toml"), typed.replace("cases = 1500\n", "")).unwrap();
    let told = common::ask(&place, &format!("{run} --scenario d.toml")).coded(3).err;
    assert!(told.contains("`cases` is missing"), "{told}");
}

#[test]
fn an_intervention_takes_days_roles_and_cost_from_the_registers() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let out = common::ask(&place, "export --out out").coded(0);
    let first = |file: &str| {
        let text = std::fs::read_to_string(place.folder().join("out").join(file)).expect("exported");
        let row = text.lines().nth(1).unwrap_or_else(|| panic!("{file} is empty: {out:?}")).to_owned();
        row.split(',').next().unwrap().to_owned()
    };
    let (scheme, campaign) = (first("incentive-schemes.csv"), first("campaigns.csv"));
    let scenario = |from: &str, until: &str| {
        format!(
            "name = 's'\n[[intervention]]\ntitle = 'From the register'\nworks_on = 'leaving'\neffect = 0.7\nlow = 0.6\n\
             high = 0.9\nevidence = 'B'\nsource = 'a test'\nfrom = '{from}'\n{until}"
        )
    };
    let run = |text: String| {
        std::fs::write(place.folder().join("s.toml"), text).unwrap();
        common::ask(&place, "--format json forecast run --months 12 --trials 100 --seed 1 --scenario s.toml")
    };
    let found = run(scenario(&format!("scheme:{scheme}"), "until = '2030-01-01'\n")).coded(0).json();
    let used = &found["scenarios"][0]["interventions"][0];
    assert!(used["record"].as_str().unwrap().contains(&format!("scheme:{scheme}")), "{used}");
    assert!(used["cost"].as_str().unwrap().contains("for each award"), "{used}");
    let found = run(scenario(&format!("campaign:{campaign}"), "until = '2030-01-01'\n")).coded(0).json();
    let used = &found["scenarios"][0]["interventions"][0];
    assert!(used["record"].as_str().unwrap().contains(&format!("campaign:{campaign}")), "{used}");
    // What is not in the record, and what nobody can read, is refused with what there is.
    let told = run(scenario("scheme:NONE", "")).coded(3).err;
    assert!(told.contains("holds no incentive scheme `NONE`") && told.contains(&scheme), "{told}");
    let told = run(scenario("sometime", "")).coded(3).err;
    assert!(told.contains("scheme:KEY"), "{told}");
}

#[test]
fn a_strand_of_a_case_becomes_an_action() {
    let place = testkit::stores::Place::sqlite();
    common::ask(&place, "example load wexcombe").coded(0);
    let case = "id = 'more'\ntitle = 'More workers'\ncouncil = '999'\ndecided = '2025-10-01'\nsource = 'A paper'\n\
        price_year = '2025-26'\nuntil = '2027-28'\n[[strand]]\nkey = 'a'\ntitle = 'Posts'\nowner = 'Head of service'\n\
        due = '2026-03-31'\n[[strand]]\nkey = 'b'\ntitle = 'Offer'\n[[benefit]]\nmeasure = 'agency_fte'\n\
        [benefit.expected]\n2027 = 20\n";
    std::fs::write(place.folder().join("c.toml"), case).unwrap();
    common::ask(&place, "case keep c.toml").coded(0);
    common::ask(&place, "case action more a --by Director").coded(0);
    let rows = common::ask(&place, "export --out out").coded(0);
    let text = std::fs::read_to_string(place.folder().join("out/actions.csv")).expect("exported");
    let row = text.lines().find(|line| line.starts_with("more-a,")).unwrap_or_else(|| panic!("{rows:?}"));
    for part in ["Posts", "Head of service", "2026-03-31", "agency_fte", "20", "2027-09-30", "2025-10-01"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    let again = common::ask(&place, "case action more a").coded(0);
    assert!(again.out.contains("already"), "{again:?}");
    let told = common::ask(&place, "case action more b").coded(3).err;
    assert!(told.contains("names nobody") && told.contains("no day by which"), "{told}");
    common::ask(&place, "case action more z").coded(2);
}
