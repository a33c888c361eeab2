//! The registers' commands on the examples, and the map of what the papers ask for.

mod common;

use std::collections::BTreeSet;

use common::{ask, json, mainstay, run};
use serde_json::Value;
use testkit::stores::Place;

fn loaded(example: &str) -> Place {
    let place = Place::sqlite();
    ask(&place, &format!("example load {example}")).coded(0);
    place
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn northumberlands_academy_is_told_from_starters_as_well() {
    let place = loaded("northumberland-2022");
    let told = json(&place, "cohort list --as-at 2023-02-02");
    let cohorts = told["cohorts"].as_array().expect("cohorts");
    let first = &cohorts[0];
    assert_eq!(text(first, "cohort"), "2021");
    // 16 passed and all remain; of 16 who are known to have started, 16 were here after twelve months.
    assert_eq!((first["started"].as_u64(), first["passed_here"].as_u64()), (Some(16), Some(16)));
    let year = &first["from_start"][0];
    assert_eq!(
        (year["months"].as_u64(), year["here"].as_u64(), year["of"].as_u64()),
        (Some(12), Some(16), Some(16))
    );
    assert_eq!(cohorts[1]["started"].as_u64(), Some(15));
    assert_eq!(cohorts[2]["started"].as_u64(), Some(0), "March had not come");
    let table = ask(&place, "cohort list --as-at 2023-02-02").coded(0).out;
    assert!(table.contains("16 of 16"), "{table}");
    ask(&place, "cohort show nobody").coded(2);
}

#[test]
fn herefordshires_recommendations_are_tracked_with_evidence() {
    let place = loaded("herefordshire-2013");
    let told = json(&place, "actions --as-at 2013-07-11");
    let recommendations = told["recommendations"].as_array().expect("recommendations");
    let numbers: Vec<&str> = recommendations.iter().map(|one| text(one, "number")).collect();
    assert_eq!(numbers, ["a", "b", "c", "d", "7", "14", "19"]);
    let seven = &recommendations[4];
    assert_eq!((text(seven, "state"), text(seven, "kind")), ("open", "recommendation"));
    assert_eq!(seven["evidence"][0][1], "External coaching was given in November and December");
    let heed = &recommendations[0];
    assert_eq!(text(heed, "state"), "unanswered", "the paper names no action for the eight standards");
    assert!(
        json(&place, "actions --overdue --as-at 2013-07-11")["actions"].as_array().is_some_and(Vec::is_empty)
    );
}

#[test]
fn manchesters_appointments_are_a_chain_of_vacancies() {
    let place = loaded("manchester-2009");
    let told = json(&place, "vacancies --as-at 2010-03-01");
    assert_eq!((told["internal"].as_u64(), told["filled"].as_u64()), (Some(24), Some(27)));
    let long = told["chains"].as_array().expect("chains").iter();
    assert_eq!(
        long.filter(|chain| chain["vacancies"].as_array().is_some_and(|all| all.len() == 2)).count(),
        24
    );
    assert_eq!(told["vacancies"].as_array().map(Vec::len), Some(24), "the posts below stand open");
}

#[test]
fn wexcombes_registers_answer() {
    let place = loaded("wexcombe");
    let check = ask(&place, "--format json agency check --as-at 2025-11-15").coded(1).json();
    assert_eq!(text(&check, "region"), "South West");
    let errors = check["summary"]["error"].as_u64().expect("a count");
    let findings = check["findings"].as_array().expect("findings");
    let of_level = |level: &str| findings.iter().filter(|one| text(one, "level") == level).count() as u64;
    assert_eq!(of_level("error"), errors);
    assert!(check["rules"].as_array().expect("rules").iter().any(|rule| text(rule, "rule") == "AR-10"));
    let csv = ask(&place, "--format csv agency check --quarter 2025-Q3").coded(1).out;
    assert!(csv.starts_with("level,rule,duty,day,record,worker,swe,item,value,message,fix,note"), "{csv}");

    // Money by month and by reason is the same money, but for a penny in each line.
    let cost = |by: &str| {
        let told = json(&place, &format!("agency cost --from 2025-01-01 --to 2025-09-30 --by {by}"));
        let pence = |line: &Value| {
            app::workforce::quantity::Pence::parse(text(line, "cost")).expect("pounds and pence").pence()
        };
        let lines = told["cost"]["lines"].as_array().expect("lines").iter().map(pence).collect::<Vec<_>>();
        (lines.iter().sum::<i64>(), pence(&told["cost"]["total"]), lines.len())
    };
    let ((months, total, nine), (reasons, same, few)) = (cost("month"), cost("reason"));
    assert_eq!((total, nine), (same, 9));
    assert!(
        (months - total).abs() <= 9 && (reasons - total).abs() <= i64::try_from(few).expect("few"),
        "{months} {reasons} {total}"
    );

    let due = json(&place, "incentives due --as-at 2025-09-30");
    for line in due["due"].as_array().expect("lines") {
        assert!(["due", "to-repay", "waived"].contains(&text(line, "standing")), "{line}");
    }
    let cohorts = json(&place, "cohort list --as-at 2025-09-30");
    assert!(cohorts["cohorts"].as_array().expect("cohorts").len() >= 6);
    let loads = json(&place, "workload --as-at 2025-09-30 --by role");
    assert_eq!(text(&loads, "weighting"), "Second weighting (2024)");
    let old = json(&place, "workload --as-at 2025-09-30 --by team --weighting 2023");
    assert_eq!(text(&old, "weighting"), "First weighting (2023)");
    ask(&place, "workload --as-at 2025-09-30 --weighting 1999").coded(2);

    let funnel = json(&place, "funnel --from 2022-10-01 --to 2025-09-30");
    let all = &funnel["funnels"].as_array().expect("funnels").last().expect("all")["funnel"];
    let reached: Vec<u64> =
        all["reached"].as_array().expect("stages").iter().filter_map(|stage| stage[1].as_u64()).collect();
    assert!(reached.windows(2).all(|pair| pair[1] <= pair[0]) && reached[5] > 50, "{reached:?}");
    ask(&place, "funnel --from 2022-10-01 --to 2025-09-30 --campaign nothing").coded(2);
    ask(&place, "funnel --from 2025-10-01 --to 2025-09-30").coded(2);

    let renewals = json(&place, "renewals --as-at 2025-11-10");
    let states: BTreeSet<&str> =
        renewals["renewals"].as_array().expect("lines").iter().map(|line| text(line, "state")).collect();
    assert!(states.contains("at-risk") && states.contains("renewed"), "{states:?}");
    common::file(&place, "register.csv", "No,Says\nSW1,Registered\nx,Registered\n");
    let register = place.file("register.csv");
    let compared = json(
        &place,
        &format!(
            "renewals --as-at 2025-11-10 --register {} --number-column No --status-column Says",
            register.display()
        ),
    );
    assert_eq!(compared["problems"].as_array().map(Vec::len), Some(1));
    assert!(!compared["differences"].as_array().expect("differences").is_empty());

    let exits = json(&place, "exits --from 2024-10-01 --to 2025-09-30");
    assert!(exits["exits"]["themes"].as_array().is_some_and(|themes| themes.len() > 2), "{exits}");
    let hidden = &exits["surveys"][0]["results"];
    assert!(
        hidden.as_array().expect("results").iter().any(|one| one["told"].is_null()),
        "seven answers are not told"
    );
    ask(&place, "supervision --as-at 2025-09-30").coded(0);
    ask(&place, "agency due --as-at 2025-09-30").coded(0);
    ask(&place, "agency return --quarter 2025-Q3").coded(0);
    ask(&place, "agency return --quarter 2025").coded(2);
    let parameters = json(&place, "parameters --as-at 2025-11-15");
    let own =
        parameters["parameters"].as_array().expect("parameters").iter().filter(|one| one["own"] == true);
    assert_eq!(own.count(), 6, "the region and five caps");
}

/// The area updates of May 2017 as dated events: what is vacant and who is away month by month, and what is told in public.
#[test]
fn cheshire_easts_updates_give_the_position_month_by_month() {
    let place = loaded("cheshire-east-2017");
    let told = json(&place, "project --as-at 2017-04-04 --months 6 --team MACC --by role");
    let months = told["months"].as_array().expect("months");
    let line = |key: &str| -> Vec<&str> {
        months.iter().map(|month| month["total"][key].as_str().unwrap_or_default()).collect()
    };
    let (vacant, working) = (line("vacant"), line("working"));
    assert_eq!((vacant[0], vacant[6]), ("2.60", "1.00"), "{vacant:?}");
    let falls = |all: &[&str]| {
        let all: Vec<f64> = all.iter().map(|text| text.parse().expect("FTE")).collect();
        all.windows(2).all(|pair| pair[1] <= pair[0])
    };
    assert!(falls(&vacant), "{vacant:?}");
    assert!(working[6].parse::<f64>().expect("FTE") > working[0].parse::<f64>().expect("FTE"), "{working:?}");
    let events: usize = months.iter().filter_map(|month| month["events"].as_array()).map(Vec::len).sum();
    assert!(events >= 4, "each step has its dated event: {told}");

    // "Only two" workers were above the limit: inside the council a number, in public none.
    let two = json(&place, "figure cases_over_limit_workers --as-at 2017-04-04");
    assert_eq!(text(&two, "value"), "2");
    let public = ask(&place, "figure cases_over_limit_workers --as-at 2017-04-04 --release").coded(0).out;
    assert!(public.contains("suppressed"), "{public}");
    assert!(!public.split_whitespace().any(|word| word == "2"), "{public}");
}

#[test]
fn a_board_is_given_everything_and_leavers_themes_stand_beside_turnover() {
    let place = loaded("wexcombe");
    let told = json(&place, "board --as-at 2025-09-30");
    for part in ["priorities", "actions", "recommendations", "risks", "decisions", "groups", "consultations"]
    {
        assert!(told[part].as_array().is_some_and(|lines| !lines.is_empty()), "{part} of {told}");
    }
    // What is expected is told from the day on which it was noted.
    assert!(told["horizon"].as_array().is_some_and(Vec::is_empty));
    let later = json(&place, "board --as-at 2026-03-01");
    assert_eq!(text(&later["horizon"][0], "expected"), "2027-09-01");
    for priority in told["priorities"].as_array().expect("priorities") {
        for figure in priority["figures"].as_array().expect("figures") {
            let alone = json(&place, &format!("figure {} --year-ending 2025-09-30", text(figure, "measure")));
            assert_eq!(text(figure, "figure"), text(&alone, "value"), "{figure}");
        }
    }
    let years = json(&place, "exits --to 2025-09-30 --years 3");
    let years = years["years"].as_array().expect("years");
    assert_eq!(years.len(), 3);
    assert_eq!((text(&years[0], "from"), text(&years[0], "to")), ("2024-10-01", "2025-09-30"));
    let turnover = json(&place, "figure turnover_rate_headcount --year-ending 2025-09-30");
    assert_eq!(text(&years[0], "turnover"), text(&turnover, "value"));
    ask(&place, "exits --to 2025-09-30").coded(2);
    ask(&place, "exits --to 2025-09-30 --years 0").coded(2);
    let leave = json(&place, "leave-to-remain --as-at 2025-09-30");
    assert!(leave["leave"].as_array().is_some_and(|lines| !lines.is_empty()), "{leave}");
    let vacancies = json(&place, "vacancies --as-at 2025-09-30");
    assert_eq!(vacancies["calendar"].as_array().map(Vec::len), Some(6));
}

#[test]
fn every_item_of_the_papers_is_served_by_what_there_is_or_says_why_not() {
    let items = app::mission::items();
    let ids: BTreeSet<&str> = items.iter().map(|item| item.id).collect();
    let wanted: BTreeSet<String> = [("CE", 52), ("NO", 56), ("DE", 31), ("HE", 68), ("MA", 54)]
        .into_iter()
        .flat_map(|(letters, count)| (1..=count).map(move |number| format!("{letters}{number:02}")))
        .collect();
    assert_eq!((items.len(), ids), (261, wanted.iter().map(String::as_str).collect()));
    let measures: BTreeSet<&str> = app::measures::registry::all().map(|measure| measure.id).collect();
    let mut commands: BTreeSet<&str> = BTreeSet::new();
    for item in &items {
        let served = !(item.records.is_empty() && item.measures.is_empty() && item.commands.is_empty());
        assert_eq!(served, item.is_served(), "{}: either something serves it or it says why not", item.id);
        assert!(item.records.iter().all(|kind| app::workforce::records::layout(kind).is_some()), "{item:?}");
        assert!(item.measures.iter().all(|id| measures.contains(id)), "{item:?}");
        assert!(
            item.pages.iter().all(|page| web::routes::ROUTES.iter().any(|route| route.path == *page)),
            "{item:?}"
        );
        commands.extend(&item.commands);
    }
    for command in commands {
        let mut program = mainstay("nowhere.db");
        program.args(command.split(' ')).arg("--help");
        let ran = run(program);
        assert_eq!(ran.code, 0, "there is no command `{command}`");
        let last = command.split(' ').next_back().unwrap_or_default();
        assert!(ran.out.contains(&format!("{last} ")), "{}", ran.out);
    }
}
