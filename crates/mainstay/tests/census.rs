//! The census and the record, as their users call them: build, readiness, import.

mod common;

use common::{ask, ask_at, json, small_council};
use serde_json::{Value, json as value};
use testkit::stores::Place;

fn small() -> Place {
    let place = Place::sqlite();
    small_council(&place);
    ask(&place, &format!("import {}", place.file("first").display())).coded(0);
    place
}

/// A synthetic return in a place's folder.
fn sample(place: &Place, year: i16, more: &str) -> String {
    let path = place.file(&format!("{year}.xml")).display().to_string();
    ask(place, &format!("csww sample --workers 60 --year {year} --seed 5 --out {path} {more}")).coded(0);
    path
}

#[test]
fn a_return_is_built_with_what_there_is_and_says_where_each_value_comes_from() {
    let place = small();
    let path = place.file("r.xml").display().to_string();
    let built = json(&place, &format!("csww build --year 2025 --authority 301 --out {path} --explain"));
    assert_eq!((&built["file"], &built["year"]), (&value!(path), &value!(2025)));
    assert_eq!(
        (&built["authority"], &built["workers"], &built["known_at"]),
        (&value!("301"), &value!(2), &value!(1))
    );
    assert!(built["summary"]["error"].as_u64() > Some(5), "{built}");
    let explain = built["explain"].as_array().expect("values");
    let of = |worker: Value, item: &str| {
        explain.iter().find(|one| one["worker"] == worker && one["item"] == item).expect("a value").clone()
    };
    assert_eq!(
        of(value!(1), "FTE"),
        value!({ "worker": 1, "swe": null, "item": "FTE", "value": "0.800000", "records": ["occupancy:O1"], "note": null })
    );
    assert_eq!(of(Value::Null, "NumberOfVacancies")["value"], "0.70");
    assert_eq!(of(Value::Null, "NoAgencyFTE")["records"], value!(["occupancy:O2"]));
    // What was written is what is checked.
    ask(&place, &format!("csww check {path}")).coded(1);
    // Without a file the return itself is printed.
    let printed = ask(&place, "csww build --year 2025 --authority 301").coded(0);
    assert!(printed.out.starts_with("<?xml") && printed.out.contains("<LEA>301</LEA>"), "{}", printed.out);
    ask(&place, "csww build --year 1999 --authority 301").coded(2);
    // A file that is there is not written over.
    ask(&place, &format!("csww build --year 2025 --authority 301 --out {path}")).coded(3);
}

#[test]
fn what_is_missing_is_listed_under_the_team_that_knows() {
    let place = small();
    let ready = json(&place, "csww readiness --year 2025");
    assert_eq!((&ready["workers"], &ready["ready"]), (&value!(2), &value!(0)));
    let todo = ready["todo"].as_array().expect("things to do");
    let born =
        todo.iter().find(|one| one["record"] == "identity.birth_date").expect("a date of birth is missing");
    assert_eq!(
        (&born["team"], &born["worker"], &born["level"]),
        (&value!("DUTY"), &value!("W1"), &value!("error"))
    );
    assert!(!todo.iter().any(|one| one["item"] == "LEA"), "{todo:#?}");
    let table = ask(&place, "csww readiness --year 2025 --by team").coded(0);
    assert!(table.out.contains("the council") && table.out.contains("Duty"), "{}", table.out);
    assert!(table.out.contains("identity.birth_date"), "{}", table.out);
    // Before anything was known there was nobody to return.
    ask(&place, "csww readiness --year 2025 --known-at 9").coded(2);
}

#[test]
fn a_past_return_becomes_history_and_is_given_back() {
    let place = Place::sqlite();
    let sent = sample(&place, 2024, "");
    let dry = json(&place, &format!("csww import {sent} --dry-run"));
    assert_eq!(dry["change"], Value::Null);
    assert_eq!(dry["records"]["census_total"], value!({ "added": 1, "changed": 0 }));
    let taken = json(&place, &format!("csww import {sent} --by 'A. N. Analyst'"));
    assert_eq!((&taken["change"], &taken["left"], &taken["errors"]), (&value!(1), &value!([]), &value!([])));
    assert_eq!(json(&place, &format!("csww import {sent}"))["change"], Value::Null);
    // The council was made with the name that the DfE has for its number.
    assert!(ask(&place, "log").coded(0).out.contains("A. N. Analyst"));
    let summary = json(&place, &format!("csww summary {sent}"));
    for measure in summary["measures"].as_array().expect("measures") {
        let id = measure["measure"].as_str().expect("an id");
        let figure = json(&place, &format!("figure {id} --year-ending 2024-09-30"));
        assert_eq!(figure["value"], measure["value"], "{id}");
        assert_eq!(figure["unrounded"], measure["unrounded"], "{id}");
    }
    let team = json(&place, "figure vacancy_fte --as-at 2024-09-30 --team csww");
    assert_eq!(team["status"], "not_available");
    let again = place.file("again.xml").display().to_string();
    ask(&place, &format!("csww build --year 2024 --authority 301 --out {again}")).coded(0);
    let records = |path: &str| {
        let text = std::fs::read_to_string(path).expect("a return");
        let mut records: Vec<String> = text.split("<CSWWWorker>").skip(1).map(str::to_owned).collect();
        if let Some(last) = records.last_mut() {
            *last = last.replace("</Message>\n", "");
        }
        let mut records: Vec<String> = records.iter().map(|one| one.trim().to_owned()).collect();
        records.sort();
        records
    };
    assert_eq!(records(&sent), records(&again));
}

#[test]
fn a_return_with_errors_is_not_taken_in() {
    let place = Place::sqlite();
    let sent = sample(&place, 2025, "--defects 20");
    let refused = ask(&place, &format!("--format json csww import {sent}")).coded(3).json();
    assert!(!refused["errors"].as_array().expect("errors").is_empty(), "{refused}");
    assert!(ask(&place, "log").coded(0).out.contains("no change") || refused["change"].is_null());
    ask(&place, &format!("csww import {sent} --dry-run")).coded(1);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("x.xml"), "not a return").expect("a file");
    ask_at(&place.file("other.db").display().to_string(), folder.path(), "csww import x.xml").coded(3);
}

#[test]
fn the_councils_notes_explain_queries_and_turn_them_off() {
    let place = Place::sqlite();
    let sent = sample(&place, 2025, "--defects 30");
    let plain = json_at(&place, &format!("csww check {sent}"));
    let findings = plain["findings"].as_array().expect("findings");
    let queries: Vec<&Value> = findings.iter().filter(|one| one["level"] == "query").collect();
    let (first, last) = (queries[0], queries[queries.len() - 1]);
    let count = |rule: &Value| findings.iter().filter(|one| one["rule"] == *rule).count() as u64;
    let notes = format!(
        "off = [{}]\n[[explain]]\nrule = {}\nnote = \"Seen, and right\"\n[[explain]]\nrule = \"CW-W82\"\nswe = \"SW0\"\nnote = \"Gone\"\n",
        last["rule"], first["rule"]
    );
    let path = place.file("notes.toml");
    std::fs::write(&path, notes).expect("a file");
    let told_of = json_at(&place, &format!("csww check {sent} --notes {}", path.display()));
    let (off, explained) = (count(&last["rule"]), count(&first["rule"]));
    assert_eq!(told_of["noted"], value!({ "explained": explained, "off": off, "idle": ["CW-W82 of SW0"] }));
    let left = plain["summary"]["query"].as_u64().expect("a number") - off - explained;
    assert_eq!(told_of["summary"]["query"], left);
    assert_eq!(told_of["summary"]["error"], plain["summary"]["error"]);
    let told = told_of["findings"].as_array().expect("findings");
    assert!(told.iter().any(|one| one["rule"] == first["rule"] && one["note"] == "Seen, and right"));
    assert!(!told.iter().any(|one| one["rule"] == last["rule"]));
    std::fs::write(&path, "salary = [90000, 95000]\n").expect("a file");
    let checked = json_at(&place, &format!("csww check {sent} --rules CW-W124 --notes {}", path.display()));
    assert!(checked["summary"]["query"].as_u64() > Some(20), "{}", checked["summary"]);
    std::fs::write(&path, "off = [\"CW-W63\", \"CW-W999\"]\n").expect("a file");
    let refused = ask(&place, &format!("csww check {sent} --notes {}", path.display())).coded(3);
    assert!(
        refused.err.contains("CW-W63 is an error") && refused.err.contains("no rule CW-W999"),
        "{}",
        refused.err
    );
}

/// The answer of a check, which may find errors.
fn json_at(place: &Place, arguments: &str) -> Value {
    ask(place, &format!("--format json {arguments}")).json()
}
