//! Figures, books and benchmarks as other programs call them.

mod common;

use common::{ask, json};
use serde_json::{Value, json as value};
use testkit::stores::Place;

fn northumberland() -> Place {
    let place = Place::sqlite();
    ask(&place, "example load northumberland-2022").coded(0);
    place
}

#[test]
fn a_figure_has_the_agreed_shape() {
    let place = northumberland();
    let answer = json(&place, "figure turnover_rate_fte --year-ending 2022-09-30");
    assert_eq!(answer["measure"], "turnover_rate_fte");
    assert_eq!(answer["value"], "15.9");
    assert_eq!(answer["unrounded"], value!({ "numerator": "28.8", "denominator": "181.1" }));
    assert_eq!((&answer["unit"], &answer["status"]), (&value!("percent"), &value!("number")));
    assert_eq!(answer["period"], value!({ "from": "2021-10-01", "to": "2022-09-30" }));
    assert_eq!(answer["known_at"], 4);
    assert!(answer["population"].is_string());
    assert_eq!(answer["definition"]["id"], "turnover_rate_fte");
    assert!(answer["definition"]["source"].is_string());
    assert_eq!(answer["interval"]["method"], "byar");
    assert!(answer["interval"]["low"].is_string() && answer["interval"]["high"].is_string());
    assert!(answer["cautions"].is_array());
    assert_eq!(answer["evidence"], value!([]));
    // As known a year earlier, the year had not happened.
    let before = json(&place, "figure turnover_rate_fte --year-ending 2022-09-30 --known-at 1");
    assert_eq!((&before["known_at"], &before["unrounded"]["numerator"]), (&value!(1), &value!("0")));
}

#[test]
fn evidence_sums_to_the_parts() {
    let place = northumberland();
    let answer = json(&place, "figure leavers_fte --year-ending 2022-09-30 --evidence");
    let evidence = answer["evidence"].as_array().expect("evidence");
    let millionths = |text: &Value| {
        let text = text.as_str().expect("a decimal string");
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let part = format!("{part:0<6}");
        whole.parse::<i64>().expect("a number") * 1_000_000 + part.parse::<i64>().expect("a number")
    };
    let sum: i64 = evidence.iter().map(|one| millionths(&one["amount"])).sum();
    assert_eq!(sum, millionths(&answer["unrounded"]["numerator"]));
    let record = evidence[0]["record"].as_str().expect("a record id");
    ask(&place, &format!("show {record}")).coded(0);
}

#[test]
fn series_and_breakdowns_give_several() {
    let place = northumberland();
    let months = json(&place, "figure inpost_fte --from 2021-10-01 --to 2022-09-30 --series month");
    let figures = months["figures"].as_array().expect("figures");
    assert_eq!((figures.len(), &figures[11]["value"]), (12, &value!("181.1")));
    assert_eq!(months["chart"]["standing"], "provisional");
    assert_eq!(months["chart"]["signals"].as_array().map(Vec::len), Some(12));
    let reasons = json(&place, "figure leavers_headcount --year-ending 2022-09-30 --by reason");
    let sum: u32 = reasons["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|figure| figure["value"].as_str().expect("a number").parse::<u32>().expect("people"))
        .sum();
    assert_eq!(sum, 31);
}

#[test]
fn what_a_paper_prints_can_be_put_in() {
    let place = northumberland();
    let printed = json(&place, "figure absence_rate_fte --year-ending 2022-09-30 --numerator 1302");
    assert_eq!(printed["value"], "2.8");
    assert_eq!(json(&place, "figure absence_rate_fte --year-ending 2022-09-30")["value"], "1.9");
}

#[test]
fn a_release_shows_no_small_count_and_none_can_be_worked_out() {
    let place = northumberland();
    let inside = json(&place, "figure leavers_headcount --year-ending 2022-09-30 --by reason");
    let released = json(&place, "figure leavers_headcount --year-ending 2022-09-30 --by reason --release");
    let status = |answer: &Value| -> Vec<(Value, Value)> {
        let figures = answer["figures"].as_array().expect("figures").iter();
        figures.map(|figure| (figure["value"].clone(), figure["status"].clone())).collect()
    };
    let withheld = status(&released).iter().filter(|(_, status)| *status == "suppressed").count();
    // Retired and other are four each: both are withheld, so neither follows from the total and the third.
    assert_eq!(
        status(&inside),
        [("23", "number"), ("4", "number"), ("4", "number")].map(|(v, s)| (value!(v), value!(s)))
    );
    assert!(withheld >= 2, "{released}");
    for figure in released["figures"].as_array().expect("figures") {
        assert_eq!(figure["evidence"], value!([]));
        if figure["status"] == "suppressed" {
            assert_eq!((&figure["value"], &figure["unrounded"]["numerator"]), (&Value::Null, &Value::Null));
        }
    }
    ask(&place, "figure leavers_headcount --year-ending 2022-09-30 --release --evidence").coded(2);
    // The same again is the same, and the memory of it is part of the chain.
    let again = json(&place, "figure leavers_headcount --year-ending 2022-09-30 --by reason --release");
    assert_eq!(again, released);
    ask(&place, "verify").coded(0);
    // FTE of the same people by the same reasons: what was withheld of the people stays withheld.
    let fte = json(&place, "figure leavers_fte --year-ending 2022-09-30 --by reason --release");
    for (one, other) in status(&fte).iter().zip(status(&released)) {
        assert_eq!((one.1 == "suppressed"), (other.1 == "suppressed"));
    }
}

/// The council less all teams but one would give that team away: whatever order they are asked in, it does not.
#[test]
fn teams_released_one_by_one_do_not_add_up_to_a_withheld_one() {
    let place = northumberland();
    let year = "--year-ending 2022-09-30 --release";
    let inside = json(&place, "figure leavers_headcount --year-ending 2022-09-30 --by team");
    let teams: Vec<(String, u64)> = inside["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|one| {
            let key = one["group"]["key"].as_str().expect("a key").to_owned();
            (key, one["value"].as_str().expect("a number").parse().expect("people"))
        })
        .collect();
    let mut shown = 0;
    let mut withheld = Vec::new();
    for (team, people) in &teams {
        let ran = ask(&place, &format!("--format json figure leavers_headcount {year} --team {team}"));
        let value = if ran.code == 0 { ran.json()["value"].clone() } else { Value::Null };
        match value.as_str() {
            Some(text) => shown += text.parse::<u64>().expect("people"),
            None => withheld.push(*people),
        }
    }
    let total = ask(&place, &format!("--format json figure leavers_headcount {year}"));
    let total = if total.code == 0 { total.json()["value"].clone() } else { Value::Null };
    assert!(teams.iter().filter(|(_, people)| (1..5).contains(people)).count() <= withheld.len());
    if let Some(total) = total.as_str().map(|text| text.parse::<u64>().expect("people")) {
        let rest = total - shown;
        assert_eq!(rest, withheld.iter().sum::<u64>());
        assert_ne!(withheld.len(), 1, "one withheld team would be what is left of the total");
    }
}

#[test]
fn wrong_questions_are_usage() {
    let place = northumberland();
    let near = ask(&place, "figure turnover_rate --year-ending 2022-09-30").coded(2);
    assert!(near.err.contains("turnover_rate_fte"), "{near:?}");
    ask(&place, "figure turnover_rate_fte").coded(2);
    ask(&place, "figure turnover_rate_fte --as-at 2022-09-30").coded(2);
    ask(&place, "figure inpost_fte --as-at 2022-09-30 --year-ending 2022-09-30").coded(2);
    ask(&place, "figure inpost_fte --from 2022-09-30 --to 2022-09-01").coded(2);
    ask(&place, "figure inpost_fte --as-at 2022-09-30 --team nowhere").coded(2);
    ask(&place, "books --from 2022-09-30 --to 2022-09-01").coded(2);
}

/// Asked without a breakdown, a measure of shares gives its own; no other fits it.
#[test]
fn shares_come_with_their_groups() {
    let place = northumberland();
    let answer = json(&place, "figure role_mix_headcount --as-at 2022-09-30");
    let same = json(&place, "figure role_mix_headcount --as-at 2022-09-30 --by census-role");
    assert_eq!(answer, same);
    let figures = answer["figures"].as_array().expect("figures");
    let people = |figure: &Value, part: &str| -> u32 {
        figure["unrounded"][part].as_str().expect("a part").parse().expect("people")
    };
    assert_eq!(figures.iter().map(|figure| people(figure, "numerator")).sum::<u32>(), 188);
    assert!(figures.iter().all(|figure| people(figure, "denominator") == 188), "{answer}");
    let refused = ask(&place, "figure role_mix_headcount --as-at 2022-09-30 --by team").coded(2);
    assert!(refused.err.contains("--team"), "{refused:?}");
    ask(&place, "figure role_mix_headcount --as-at 2022-09-30 --numerator 3").coded(2);
    let years = "figure role_mix_headcount --as-at 2022-09-30 --compare-as-at 2021-09-30";
    assert!(json(&place, years)["comparisons"].as_array().is_some_and(|pairs| pairs.len() > 1));
}

#[test]
fn like_figures_are_compared() {
    let place = northumberland();
    let figure = "figure turnover_rate_fte --year-ending 2022-09-30";
    let answer = json(&place, &format!("{figure} --compare-year-ending 2021-09-30"));
    assert_eq!((&answer["figure"]["value"], &answer["with"]["value"]), (&value!("15.9"), &value!("15.9")));
    assert_eq!(answer["with"]["period"], value!({ "from": "2020-10-01", "to": "2021-09-30" }));
    assert_eq!(answer["change"]["unit"], "percentage points");
    assert_eq!(answer["unlike"], value!([]));
    // What became known later; and two teams.
    let later = json(&place, "figure inpost_fte --as-at 2022-09-30 --compare-known-at 1");
    assert_eq!((&later["figure"]["known_at"], &later["with"]["known_at"]), (&value!(4), &value!(1)));
    let change = |answer: &Value| ["value", "unit", "status"].map(|key| answer["change"][key].clone());
    assert_eq!(change(&later)[1..], [value!("fte"), value!("number")]);
    let leavers = json(&place, "figure leavers_fte --year-ending 2022-09-30 --compare-known-at 1");
    assert_eq!(change(&leavers), [value!("28.8"), value!("fte"), value!("number")]);
    let teams =
        json(&place, "figure inpost_headcount --as-at 2022-09-30 --team ACAD --compare-team ASSESS-N");
    let people = |one: &Value| one.as_str().expect("a number").parse::<i64>().expect("people");
    let (acad, assess) = (people(&teams["figure"]["value"]), people(&teams["with"]["value"]));
    assert_eq!(people(&teams["change"]["value"]), acad - assess);
    // Group by group.
    let roles = json(
        &place,
        "figure inpost_headcount --as-at 2022-09-30 --by census-role --compare-as-at 2021-09-30",
    );
    let pairs = roles["comparisons"].as_array().expect("comparisons");
    assert!(pairs.iter().all(|pair| pair["figure"]["group"] == pair["with"]["group"]), "{roles}");
    let table = ask(&place, &format!("{figure} --compare-year-ending 2021-09-30")).coded(0);
    assert!(table.out.contains("percentage points"), "{table:?}");
}

#[test]
fn unlike_figures_are_refused_or_labelled() {
    let place = northumberland();
    let figure = "figure turnover_rate_fte --year-ending 2022-09-30";
    for (with, what, words) in [
        ("--compare turnover_rate_headcount", value!(["definition"]), "different definitions"),
        ("--compare inpost_fte", value!(["definition", "unit", "period"]), "different units"),
        ("--compare-from 2022-09-01 --compare-to 2022-09-30", value!(["period"]), "periods of unlike"),
        ("--compare-team ACAD", value!(["population"]), "different kinds of population"),
    ] {
        let refused = ask(&place, &format!("{figure} {with}")).coded(2);
        assert!(refused.err.contains(words) && refused.err.contains("--although-unlike"), "{refused:?}");
        let labelled = json(&place, &format!("{figure} {with} --although-unlike"));
        assert_eq!(labelled["unlike"], what, "{with}");
        assert!(labelled["figure"]["value"].is_string());
        let table = ask(&place, &format!("{figure} {with} --although-unlike")).coded(0);
        assert!(table.out.contains(words), "{table:?}");
    }
    let units = json(&place, &format!("{figure} --compare inpost_fte --although-unlike"));
    assert_eq!(
        (&units["change"]["value"], &units["change"]["status"]),
        (&Value::Null, &value!("not_applicable"))
    );
    ask(&place, &format!("{figure} --although-unlike")).coded(2);
    ask(&place, &format!("{figure} --compare-from 2022-09-01")).coded(2);
    ask(&place, &format!("{figure} --series month --compare-year-ending 2021-09-30")).coded(2);
}

/// A refused comparison releases nothing; a released one withholds what each figure by itself would.
#[test]
fn a_comparison_is_released_as_its_figures_are() {
    let place = northumberland();
    let year = "--year-ending 2022-09-30 --release";
    let before = json(&place, "verify");
    ask(&place, &format!("figure leavers_headcount {year} --compare turnover_rate_headcount")).coded(2);
    assert_eq!(json(&place, "verify"), before);
    let answer = json(
        &place,
        &format!("figure leavers_headcount {year} --by reason --compare-year-ending 2021-09-30"),
    );
    let pairs = answer["comparisons"].as_array().expect("comparisons");
    let withheld = pairs.iter().filter(|pair| pair["figure"]["status"] == "suppressed");
    assert!(withheld.clone().count() >= 2, "{answer}");
    assert!(withheld.into_iter().all(|pair| pair["change"]["value"].is_null()), "{answer}");
    assert_ne!(json(&place, "verify"), before);
}

#[test]
fn the_books_list_their_records() {
    let place = northumberland();
    let books = json(&place, "books --from 2021-10-01 --to 2022-09-30");
    assert_eq!(
        (&books["opening"], &books["closing"], &books["residual"]),
        (&value!("189.9"), &value!("181.1"), &value!("0"))
    );
    assert_eq!(books["closes"], true);
    let lines = books["lines"].as_array().expect("lines");
    let line = |name: &str| lines.iter().find(|line| line["line"] == name).expect("the line");
    assert_eq!(line("left")["amount"], "28.8");
    assert_eq!(line("left")["records"].as_array().map(Vec::len), Some(31));
    let people = json(&place, "books --from 2021-10-01 --to 2022-09-30 --unit headcount");
    assert_eq!((&people["opening"], &people["closing"]), (&value!("199"), &value!("188")));
    for team in ["ACAD", "ASSESS-N"] {
        assert_eq!(
            json(&place, &format!("books --from 2021-10-01 --to 2022-09-30 --team {team}"))["closes"],
            true
        );
    }
}

#[test]
fn figures_lists_every_measure() {
    let place = Place::sqlite();
    let listed = json(&place, "figures");
    let ids: Vec<_> =
        listed["measures"].as_array().expect("measures").iter().map(|one| one["id"].clone()).collect();
    for id in [
        "inpost_fte",
        "inpost_headcount",
        "starters_fte",
        "starters_headcount",
        "leavers_fte",
        "leavers_headcount",
        "turnover_rate_fte",
        "turnover_rate_headcount",
        "agency_fte",
        "agency_headcount",
        "agency_rate_fte",
        "agency_rate_headcount",
        "agency_cover_fte",
        "agency_cover_rate_fte",
        "vacancy_fte",
        "vacancy_rate_fte",
        "vacancy_agency_cover_rate_fte",
        "case_holders_fte",
        "cases",
        "caseload_fte",
        "working_days_lost_fte",
        "absence_rate_fte",
    ] {
        assert!(ids.contains(&value!(id)), "{id}");
    }
    assert!(!place.file("store.db").exists(), "listing needs no store");
}

#[test]
fn benchmarks_need_no_store() {
    let place = Place::sqlite();
    let shown = json(
        &place,
        "benchmark show --authority 929 --measure turnover_rate_fte --year 2022 --against neighbours",
    );
    let figure = &shown["figures"][0];
    assert_eq!((&figure["value"], &figure["england"]), (&value!("15.9"), &value!("17.2")));
    assert_eq!(figure["others"].as_array().map(Vec::len), Some(10));
    let older = json(
        &place,
        "benchmark show --authority Northumberland --measure turnover_rate_headcount --year 2022 --release 2023-02",
    );
    assert!(older["release"]["label"] == "2023-02" && older["figures"][0]["value"].is_string());
    let again = json(&place, "benchmark recompute");
    assert_eq!(again["unexplained"], 0);
    let row = &again["rows"][0];
    for key in ["authority", "year", "measure", "published", "recomputed", "agrees", "why"] {
        assert!(row.get(key).is_some(), "{key}");
    }
    let screen = json(&place, "benchmark screen");
    let leavers =
        screen["zeros"].as_array().expect("zeros").iter().filter(|one| one["measure"] == "leavers_fte");
    assert_eq!(leavers.count(), 6);
    let residuals = screen["residuals"].as_array().expect("residuals");
    let manchester = residuals.iter().find(|one| one["name"] == "Manchester" && one["year"] == 2022);
    assert_eq!(manchester.expect("Manchester 2022")["residual"], "-77.6");
    ask(&place, "benchmark show --authority Nowhere").coded(2);
    ask(&place, "benchmark show --authority 929 --year 1999").coded(2);
    ask(&place, "benchmark show --authority 929 --measure happiness").coded(2);
    assert!(!place.file("store.db").exists());
}

/// What the record gives stands beside what was published, by the same definition.
#[test]
fn a_councils_own_figure_stands_beside_its_published_one() {
    let place = northumberland();
    let shown = json(&place, "benchmark show --authority 929 --year 2022 --against region");
    let figures = shown["figures"].as_array().expect("figures");
    let one = |id: &str| figures.iter().find(|figure| figure["measure"] == id).expect("the measure");
    for id in ["turnover_rate_fte", "agency_rate_fte", "absence_rate_fte", "vacancy_rate_fte", "caseload_fte"]
    {
        assert_eq!(one(id)["own"]["value"], one(id)["value"], "{id}");
    }
    assert_eq!(one("inpost_headcount")["own"]["known_at"], 4);
    assert!(json(&place, "benchmark show --authority 330 --year 2022")["figures"][0]["own"].is_null());
}

/// A file of later years, with the columns of today, is kept and asked like the carried ones.
#[test]
fn a_newer_release_loads_and_shows_what_it_restates() {
    for place in common::places() {
        let carried = concat!(env!("CARGO_MANIFEST_DIR"), "/../benchmarks/data/csww-indicators.csv");
        let carried = std::fs::read_to_string(carried).expect("the carried release");
        let mut newer = String::new();
        for (at, line) in carried.lines().enumerate() {
            let later = line.replacen("2023,", "2024,", 1);
            if at == 0 || line.starts_with("2022,") {
                newer.push_str(line);
                newer.push('\n');
            } else if line.starts_with("2023,") {
                newer.push_str(&later);
                newer.push('\n');
            }
        }
        // England's leavers of 2022 are said to be otherwise.
        newer = newer.replacen(",5422,5796,", ",5423,5796,", 1);
        common::file(&place, "indicators-2024.csv", &newer);
        let update = "benchmark update indicators-2024.csv --published 2027-02-25";
        let kept = json(&place, update);
        assert_eq!((&kept["release"], &kept["years"]), (&value!("indicators-2024"), &value!([2022, 2024])));
        assert_eq!(kept["restated"].as_array().map(Vec::len), Some(1), "{kept}");
        assert_eq!(
            (&kept["restated"][0]["old"], &kept["restated"][0]["new"]),
            (&value!("5422"), &value!("5423"))
        );
        assert_eq!(json(&place, update)["change"], Value::Null, "the same file again changes nothing");
        let shown = json(&place, "benchmark show --authority 929 --measure turnover_rate_fte --year 2024");
        assert_eq!(shown["release"]["label"], "indicators-2024");
        let older = json(
            &place,
            "benchmark show --authority 929 --measure turnover_rate_fte --year 2021 --release 2026-03",
        );
        assert!(older["figures"][0]["value"].is_string(), "every release is kept");
        ask(&place, "verify").coded(0);
        // The figures are no council, and cannot be named as one.
        ask(&place, "example load devon-2021").coded(0);
        ask(&place, "position --as-at 2021-09-30").coded(0);
        common::file(&place, "bad.csv", "time_period,la_name\n2024,Nowhere\n");
        let bad = ask(&place, "benchmark update bad.csv").coded(3);
        assert!(bad.err.contains("inpost_fte"), "{bad:?}");
    }
}
