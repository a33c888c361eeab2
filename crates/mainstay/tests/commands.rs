//! The commands as other programs call them: exit codes, JSON to the letter, errors on standard error.

mod common;

use common::{ask, ask_at, file, json, places, small_council};
use serde_json::{Value, json as value};
use testkit::stores::Place;

fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap_or_else(|| panic!("{value} is no object"));
    object.keys().map(String::as_str).collect()
}

/// Asserts that an object has at least these keys.
fn has(value: &Value, wanted: &[&str]) {
    let keys = keys(value);
    for key in wanted {
        assert!(keys.contains(key), "{key} is missing from {keys:?}");
    }
}

fn herefordshire() -> Place {
    let place = Place::sqlite();
    ask(&place, "example load herefordshire-2013").coded(0);
    place
}

#[test]
fn position_has_the_agreed_shape() {
    let place = herefordshire();
    let answer = json(&place, "position --as-at 2013-03-31 --baseline 2012-13");
    has(&answer, &["as_at", "known_at", "baseline", "formula", "unit", "rows", "total"]);
    assert_eq!(answer["as_at"], "2013-03-31");
    assert_eq!(answer["known_at"], 5);
    assert_eq!(answer["baseline"], "2012-13");
    assert_eq!(answer["formula"], "f1");
    assert_eq!(answer["unit"], "fte");
    let figures = [
        "funded",
        "substantive",
        "vacant",
        "covered",
        "uncovered",
        "absent_cover",
        "above_establishment",
        "agency",
        "working",
        "over_under",
    ];
    let rows = answer["rows"].as_array().expect("rows");
    for row in rows.iter().chain([&answer["total"]]) {
        has(row, &figures);
        assert!(figures.iter().all(|figure| row[figure].is_string()), "decimal strings: {row}");
        assert!(row["headcount"].is_object());
    }
    let worker = rows.iter().find(|row| row["key"] == "SW").expect("social workers");
    assert_eq!(worker["funded"], "56.05");
    assert_eq!(worker["substantive"], "54.66");
    assert_eq!(worker["over_under"], "-12.61");
    assert_eq!(answer["total"]["over_under"], "-9.61");
    let f2 = json(&place, "position --as-at 2013-03-31 --baseline 2012-13 --formula f2");
    assert_eq!((&f2["formula"], &f2["total"]["over_under"]), (&value!("f2"), &value!("-22.00")));
}

#[test]
fn every_grouping_has_the_same_total() {
    let place = herefordshire();
    let total = |by: &str| {
        json(&place, &format!("position --as-at 2013-03-31 --baseline 2012-13 --by {by}"))["total"].clone()
    };
    let by_role = total("role");
    for by in ["service", "team", "basis", "cover"] {
        let other = total(by);
        for figure in ["funded", "substantive", "vacant", "working"] {
            assert_eq!(other[figure], by_role[figure], "{by}: {figure}");
        }
    }
}

#[test]
fn published_check_has_the_agreed_shape() {
    let place = herefordshire();
    let answer = json(&place, "published check herefordshire-2013-12-13");
    has(&answer, &["id", "rows", "total", "adds_up", "differs_from_record"]);
    assert_eq!(answer["id"], "herefordshire-2013-12-13");
    assert_eq!(
        answer["rows"],
        value!([
            { "key": "Service Manager", "printed": "0.00", "f1": "0.00", "f2": "0.00", "follows": ["f1", "f2"] },
            { "key": "Assistant Team Manager", "printed": "-3.00", "f1": "-1.00", "f2": "-3.00", "follows": ["f2"] },
            { "key": "AP's", "printed": "4.00", "f1": "4.00", "f2": "0.00", "follows": ["f1"] },
            { "key": "Social Workers", "printed": "-14.20", "f1": "-12.61", "f2": "-14.20", "follows": ["f2"] },
        ])
    );
    assert_eq!(answer["total"], value!({ "printed": "-13.20", "f1": "-9.61", "f2": "-17.20" }));
    assert_eq!(answer["adds_up"], true);
    let vacant = answer["differs_from_record"].as_array().expect("a list");
    let total = vacant.iter().find(|row| row["key"] == "Total").expect("the total differs");
    assert_eq!((&total["printed"], &total["record"]), (&value!("7.59"), &value!("12.39")));
    let ids = json(&place, "published list");
    let ids: Vec<_> =
        ids["tables"].as_array().expect("tables").iter().map(|table| table["id"].clone()).collect();
    assert_eq!(ids, ["herefordshire-2013-12-13", "herefordshire-2013-13-14"]);
}

#[test]
fn manchester_matches_its_appendices() {
    let place = Place::sqlite();
    ask(&place, "example load manchester-2009").coded(0);
    for (id, total, missing) in
        [("children", "-6.00", "Act Ups (agency covering)"), ("adults", "13.00", "Vacant")]
    {
        let answer = json(&place, &format!("published check manchester-2009-{id}"));
        assert_eq!(answer["total"]["printed"], total);
        let rows = answer["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["key"] == missing).expect("a row that was not collected");
        assert_eq!(row["printed"], Value::Null, "not collected is not zero");
        assert_eq!(answer["differs_from_record"], value!([]), "the rows give what was printed");
    }
}

#[test]
fn compare_splits_the_change() {
    let place = herefordshire();
    let answer = json(
        &place,
        "compare --from 2013-03-31 --to 2013-03-31 --from-baseline 2012-13 --to-baseline 2013-14 --by role",
    );
    for row in answer["rows"].as_array().expect("rows").iter().chain([&answer["total"]]) {
        has(row, &["posts_effect", "people_effect", "restated", "total"]);
    }
    let total = &answer["total"];
    assert_eq!((&total["posts_effect"], &total["people_effect"]), (&value!("8.14"), &value!("0.00")));
    // The first budget was known one change earlier; what came after restates it.
    let restated =
        json(&place, "compare --from 2013-07-01 --to 2013-07-01 --from-known-at 1 --to-known-at 4 --by team");
    let team = restated["rows"].as_array().expect("rows").iter().any(|row| row["restated"] != "0.00");
    assert!(team, "{restated}");
}

#[test]
fn project_goes_month_by_month() {
    let place = Place::sqlite();
    ask(&place, "example load cheshire-east-2017").coded(0);
    let answer = json(&place, "project --as-at 2017-04-04 --months 3 --by team");
    let dates: Vec<_> =
        answer["months"].as_array().expect("months").iter().map(|month| month["date"].clone()).collect();
    assert_eq!(dates[0], "2017-04-04");
    assert_eq!(dates.len(), 4);
}

#[test]
fn import_has_the_agreed_shape() {
    for place in places() {
        small_council(&place);
        let answer = json(&place, "import first --by 'HR partner' --reason 'First load'");
        assert_eq!(keys(&answer), ["change", "findings", "records"]);
        assert_eq!(answer["change"], 1);
        assert_eq!(
            answer["records"]["post"],
            value!({ "added": 2, "changed": 0, "ended": 0, "unchanged": 0 })
        );
        let again = json(&place, "import first");
        assert_eq!(again["change"], Value::Null, "the same files change nothing");
        assert_eq!(
            again["records"]["post"],
            value!({ "added": 0, "changed": 0, "ended": 0, "unchanged": 2 })
        );
        let log = json(&place, "log");
        assert_eq!(log["changes"][0]["by"], "HR partner");
        assert_eq!(log["changes"][0]["reason"], "First load");
        let fte = |known: &str| {
            json(&place, &format!("position --as-at 2024-01-01 {known}"))["total"]["substantive"].clone()
        };
        assert_eq!(fte(""), "0.80");
        file(&place, "more/occupancies.csv", "occupancy,fte\nO1,1\n");
        let changed = json(&place, "import more");
        assert_eq!(changed["records"]["occupancy"]["changed"], 1);
        assert_eq!((fte(""), fte("--known-at 1")), (value!("1.00"), value!("0.80")));
    }
}

#[test]
fn findings_have_the_agreed_shape_and_refuse_the_whole_import() {
    for place in places() {
        small_council(&place);
        ask(&place, "import first").coded(0);
        file(
            &place,
            "bad/posts.csv",
            "post,from,role,team,fte,funding\nP8,2020-01-01,SW,DUTY,1,base\nP9,2020-01-01,SW,DUTY,\"0,5\",base\n",
        );
        let dry = ask(&place, "--format json import bad --dry-run").coded(1).json();
        let refused = ask(&place, "--format json import bad").coded(3).json();
        assert_eq!(dry, refused);
        assert_eq!(refused["change"], Value::Null);
        let finding = &refused["findings"][0];
        assert_eq!(
            keys(finding),
            ["code", "column", "file", "fix", "level", "message", "row", "sheet", "value"]
        );
        let place_of = |key: &str| finding[key].clone();
        assert_eq!(place_of("level"), "error");
        assert_eq!(place_of("code"), "decimal-comma");
        assert_eq!(place_of("file"), "posts.csv");
        assert_eq!(place_of("sheet"), Value::Null);
        assert_eq!(place_of("row"), 3);
        assert_eq!(place_of("column"), "fte");
        assert_eq!(place_of("value"), "0,5");
        // Nothing of the file landed, not even its sound row.
        assert_eq!(json(&place, "log")["changes"].as_array().expect("changes").len(), 1);
        ask(&place, "show post:P8").coded(2);
    }
}

#[test]
fn a_dry_run_makes_no_store() {
    let place = Place::sqlite();
    small_council(&place);
    let answer = json(&place, "import first --dry-run");
    assert_eq!(answer["records"]["post"]["added"], 2);
    assert!(!place.file("store.db").exists());
}

#[test]
fn complete_proposes_endings() {
    for place in places() {
        small_council(&place);
        ask(&place, "import first").coded(0);
        file(&place, "next/occupancies.csv", "occupancy\nO1\n");
        let answer = json(&place, "import next --complete occupancy --as-at 2024-09-30");
        assert_eq!(answer["records"]["occupancy"]["ended"], 1);
        assert_eq!(answer["findings"][0]["code"], "absent-so-ended");
        let shown = json(&place, "show occupancy:O2");
        assert_eq!(shown["records"][0]["fields"]["to"], "2024-09-30");
    }
}

#[test]
fn exit_codes_and_streams() {
    let place = Place::sqlite();
    let missing = ask(&place, "position --as-at 2024-01-01").coded(4);
    assert!(missing.out.is_empty() && missing.err.contains("store.db"), "{missing:?}");
    assert!(!place.file("store.db").exists(), "asking makes no store");
    ask(&place, "position --as-at tomorrow").coded(2);
    ask(&place, "no-such-command").coded(2);
    ask(&place, "--help").coded(0);
    ask(&place, "--version").coded(0);
    file(&place, "notes.db", "not a store");
    let other = ask_at(&place.file("notes.db").display().to_string(), place.folder(), "verify").coded(4);
    assert!(other.err.contains("notes.db"), "{other:?}");
    ask(&place, "import no-such-folder").coded(3);
    ask(&place, "example load nowhere-1999").coded(2);
    ask(&place, "example load herefordshire-2013").coded(0);
    ask(&place, "example load devon-2021").coded(0);
    let several = ask(&place, "position --as-at 2013-03-31").coded(2);
    assert!(several.err.contains("884") && several.err.contains("878"), "{several:?}");
    ask(&place, "--council 884 position --as-at 2013-03-31").coded(0);
    ask(&place, "--council Herefordshire position --as-at 2013-03-31").coded(0);
    ask(&place, "--council 884 position --as-at 2013-03-31 --baseline 1999").coded(2);
    ask(&place, "--council 884 position --as-at 2013-03-31 --known-at 99").coded(2);
    let unknown = ask(&place, "--format json published check no-such-table").coded(2);
    assert!(unknown.out.is_empty());
    let error: Value =
        serde_json::from_str(&unknown.err).expect("errors are JSON too when JSON is asked for");
    assert!(error["error"].is_string());
}

#[test]
fn an_unreachable_server_is_code_4_at_once_and_its_password_is_not_shown() {
    let folder = Place::sqlite();
    let start = std::time::Instant::now();
    let ran = ask_at("postgres://someone:secret-word@127.0.0.1:1/none", folder.folder(), "verify").coded(4);
    assert!(start.elapsed().as_secs() < 30, "it does not wait for a server that refuses");
    assert!(!ran.err.contains("secret-word"), "{ran:?}");
}

#[test]
fn csv_and_tables_hold_the_same_figures() {
    let place = herefordshire();
    let ask_as = |format: &str| {
        ask(&place, &format!("--format {format} position --as-at 2013-03-31 --baseline 2012-13")).coded(0).out
    };
    let csv = ask_as("csv");
    let last = csv.lines().last().expect("a total");
    assert!(last.starts_with("Total,79.05,66.66,12.39,"), "{csv}");
    let table = ask_as("table");
    for figure in last.split(',') {
        assert!(table.contains(figure), "{figure} is missing from\n{table}");
    }
}

#[test]
fn show_and_log_tell_a_records_history() {
    let place = herefordshire();
    let shown = json(&place, "show decision:2012-10-a");
    assert_eq!(shown["records"][0]["fields"]["status"], "approved");
    let history = json(&place, "log --record decision:2012-10-a");
    assert_eq!(history["history"].as_array().map(Vec::len), Some(1), "{history}");
    ask(&place, "show decision:nothing").coded(2);
    ask(&place, "show nonsense").coded(2);
}

#[test]
fn the_examples_load_once() {
    let place = Place::sqlite();
    let listed = json(&place, "example list");
    let names: Vec<_> =
        listed["examples"].as_array().expect("examples").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(
        names,
        [
            "cheshire-east-2017",
            "devon-2021",
            "herefordshire-2013",
            "manchester-2009",
            "northumberland-2022",
            "wexcombe"
        ]
    );
    let load = || json(&place, "example load devon-2021")["changes"].clone();
    assert_eq!((load(), load()), (value!(2), value!(0)));
}

#[test]
fn every_suggested_command_works() {
    let place = Place::sqlite();
    let examples = json(&place, "example list");
    for example in examples["examples"].as_array().expect("examples") {
        let name = example["name"].as_str().expect("a name");
        ask(&place, &format!("example load {name}")).coded(0);
        for command in example["try"].as_array().expect("suggestions") {
            ask(&place, command.as_str().expect("a command")).coded(0);
        }
    }
}
