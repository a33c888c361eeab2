//! Every agency rule on its own examples, and what the registry promises of itself.

#[path = "../../workforce/tests/common/mod.rs"]
mod common;

use std::collections::BTreeSet;

use common::records;
use registers::agency::rules::{Duty, Example, all, rule};
use registers::agency::{Check, CostBy, DueKind, Level, check, cost, due, page, quarter_return};
use registers::days::Quarter;
use registers::parameter::{Parameters, shipped};
use workforce::quantity::Pence;
use workforce::{Date, Workforce};

/// A council with one agency worker, who is engaged by every rule.
const SOUND: &[&str] = &[
    "unit unit=T from=2010-01-01 name=Duty kind=team",
    "unit unit=U from=2010-01-01 name=Court kind=team",
    "role role=SW from=2010-01-01 title=Social_worker qualified=yes census=yes census_role=case-holder agency_job_type=SW",
    "post post=P1 from=2010-01-01 role=SW team=T fte=1 funding=base",
    "worker worker=W1 registration=SW12345",
    "occupancy occupancy=O1 worker=W1 post=P1 fte=1 from=2025-11-03 expected_end=2026-05-01 basis=agency cover=vacancy supplier=Mockham",
    "engagement engagement=E1 occupancy=O1 offered_on=2025-10-20 route=umbrella model=individual hours=37 notice_weeks=4 \
     left_checked=yes experience_months=60 references=2 contract_allows=yes",
    "engagement_rate engagement=E1 from=2025-11-03 pay=30.00 employer_ni=2.00",
    "parameter parameter=agency.cap.SW scope=North_West from=2025-10-01 value=36.00",
    "agency_return quarter=2025-Q3 sent_on=2025-11-20 job_map_sent_on=2025-04-01",
];

/// The sound council with some lines changed: see [`Example`].
fn council(differs: &[&str]) -> Workforce {
    let mut lines: Vec<String> = SOUND.iter().map(|line| (*line).to_owned()).collect();
    for line in differs {
        if let Some(added) = line.strip_prefix('+') {
            lines.push(added.to_owned());
        } else if let Some(kind) = line.strip_prefix('-') {
            lines.retain(|line| line.split(' ').next() != Some(kind));
        } else {
            let kind = line.split(' ').next().expect("a kind");
            let at = lines
                .iter()
                .position(|line| line.split(' ').next() == Some(kind))
                .expect("a line of the kind");
            lines[at] = changed(&lines[at], line);
        }
    }
    Workforce::new(records(&lines.join("\n")))
}

/// A line with fields of another in the place of its own; a field with nothing after the sign is taken away.
fn changed(line: &str, by: &str) -> String {
    let name = |word: &str| word.split('=').next().unwrap_or_default().to_owned();
    let new: Vec<&str> = by.split_whitespace().skip(1).collect();
    let kept = line.split_whitespace().filter(|word| !new.iter().any(|other| name(other) == name(word)));
    let set = new.iter().copied().filter(|word| !word.ends_with('='));
    kept.chain(set).collect::<Vec<_>>().join(" ")
}

fn looked(on: &str, differs: &[&str]) -> Check {
    let workforce = council(differs);
    let parameters = Parameters::new(workforce.records(), Some("North West"));
    let (from, to) = match Quarter::parse(on) {
        Some(quarter) => (quarter.first(), quarter.last()),
        None => (day(on), day(on)),
    };
    check(&workforce, &parameters, from, to)
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn counts(id: &str, example: &Example) -> (usize, usize, Check) {
    let check = looked(example.on, example.differs);
    let count = check.rules.iter().find(|count| count.rule == id).expect("every rule is counted");
    (count.fail, count.unknown, check)
}

#[test]
fn every_rule_passes_and_fails_its_own_examples() {
    for rule in all() {
        assert!(!rule.passes.is_empty() && !rule.fails.is_empty(), "{} has no examples", rule.id);
        for example in rule.passes {
            let (fail, unknown, check) = counts(rule.id, example);
            assert_eq!((fail, unknown), (0, 0), "{} on {example:?}: {:#?}", rule.id, check.findings);
        }
        for example in rule.fails {
            let (fail, _, check) = counts(rule.id, example);
            assert!(fail > 0, "{} on {example:?}: {:#?}", rule.id, check.findings);
            let one = check.findings.iter().find(|one| one.rule.id == rule.id).expect("a finding");
            assert!(one.message.ends_with('.') && one.level == Level::Error, "{one:?}");
        }
    }
}

#[test]
fn the_sound_council_has_only_an_open_window() {
    let check = looked("2026-01-15", &[]);
    let told: Vec<&str> = check.findings.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        told,
        ["Not enough is recorded; missing is the return of 2025-Q4, which is due before 2026-03-01."]
    );
    assert_eq!((check.engagements, check.without_terms.len()), (1, 0));
}

#[test]
fn the_registry_is_sound() {
    let ids: Vec<&str> = all().map(|rule| rule.id).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len());
    for number in 1..=10 {
        assert!(rule(&format!("ar-{number:02}")).is_some(), "AR-{number:02}");
    }
    for rule in all() {
        let known = |name: &str| shipped().iter().any(|row| row.parameter == name);
        assert!(known(&rule.duty()), "{} is never in force", rule.id);
        assert!(rule.parameters.iter().all(|name| known(name)), "{}", rule.id);
        let duties = shipped().iter().filter(|row| row.parameter == rule.duty());
        assert!(duties.clone().all(|row| Duty::parse(&row.value).is_some()), "{}", rule.id);
        assert!(rule.fix.ends_with('.') && rule.explanation.ends_with('.'), "{}", rule.id);
        let text = page::page(rule);
        assert!(text.contains("Is met") && text.contains(rule.title), "{text}");
        assert!(page::index().contains(rule.id));
    }
}

#[test]
fn a_parameter_changes_the_verdict_from_its_date() {
    let six = "+parameter parameter=agency.notice-weeks scope=council from=2026-02-01 value=6";
    let fails = |on| looked(on, &[six]).findings.iter().any(|one| one.rule.id == "AR-03");
    assert!(!fails("2026-01-31"));
    assert!(fails("2026-02-01"));
    let later = "+parameter parameter=agency.notice-weeks scope=council from=2026-03-01 value=6";
    assert!(looked("2026-02-28", &[later]).findings.iter().all(|one| one.rule.id != "AR-03"));

    // A rule that is switched off is not asked; one of a memorandum is a query.
    let three = "engagement notice_weeks=3";
    let off = "+parameter parameter=agency.rule.AR-03 scope=council from=2026-01-01 to=2026-02-01 value=off";
    assert!(looked("2026-01-31", &[three, off]).findings.iter().all(|one| one.rule.id != "AR-03"));
    assert!(looked("2026-02-01", &[three, off]).findings.iter().any(|one| one.rule.id == "AR-03"));
    let agreed = "+parameter parameter=agency.rule.AR-03 scope=North_West from=2026-01-01 value=voluntary";
    let check = looked("2026-01-15", &[three, agreed]);
    let one = check.findings.iter().find(|one| one.rule.id == "AR-03").expect("a finding");
    assert_eq!((one.level, one.duty), (Level::Query, Duty::Voluntary));
}

#[test]
fn the_rules_begin_for_new_offers_and_reach_old_ones_at_the_end_of_the_transition() {
    let old = [
        "occupancy from=2024-06-03",
        "engagement offered_on=2024-05-20 experience_months=12",
        "engagement_rate from=2024-06-03",
    ];
    let fails = |on| looked(on, &old).findings.iter().any(|one| one.rule.id == "AR-05");
    assert!(!fails("2025-09-30"));
    assert!(fails("2025-10-01"));
    let new = ["occupancy from=2024-11-11", "engagement offered_on=2024-11-01 experience_months=12"];
    assert!(looked("2024-12-01", &new).findings.iter().any(|one| one.rule.id == "AR-05"));
}

#[test]
fn an_earlier_regime_is_data() {
    // London's memorandum of 2016: 28 pounds for a social worker of two years; a query, since it binds nobody.
    let lines = [
        "occupancy from=2018-01-08",
        "engagement offered_on=2018-01-02",
        "engagement_rate from=2018-01-08 pay=29.00",
    ];
    let workforce = council(&lines);
    let of_region = |region| {
        let parameters = Parameters::new(workforce.records(), Some(region));
        check(&workforce, &parameters, day("2018-06-01"), day("2018-06-01")).findings
    };
    let found = of_region("London");
    let cap = found.iter().find(|one| one.rule.id == "AR-01").expect("a finding");
    assert_eq!(cap.level, Level::Query);
    assert!(cap.message.contains("29.00, and the cap for SW is 28.00"), "{}", cap.message);
    assert!(of_region("North West").is_empty());
}

#[test]
fn a_derogation_counts_when_it_is_signed_and_reasoned() {
    let dear = "engagement_rate pay=40.00";
    let derogation = |more: &str| {
        format!("+derogation derogation=D1 rule=AR-01 engagement=E1 from=2025-11-03 to=2026-02-01 {more}")
    };
    let signed =
        derogation("reason=Court_work director_signed_on=2025-10-30 chief_executive_signed_on=2025-10-31");
    let check = looked("2026-01-15", &[dear, &signed]);
    let cap = check.findings.iter().find(|one| one.rule.id == "AR-01").expect("a finding");
    assert_eq!((cap.level, cap.note.as_deref()), (Level::Query, Some("derogation `D1`: Court work")));
    let count = check.rules.iter().find(|count| count.rule == "AR-01").expect("counted");
    assert_eq!((count.pass, count.derogated, count.fail), (0, 1, 0));
    // Its review is due: it no longer holds.
    let check = looked("2026-02-01", &[dear, &signed]);
    assert_eq!(
        check.findings.iter().find(|one| one.rule.id == "AR-01").map(|one| one.level),
        Some(Level::Error)
    );
    let unreasoned = derogation("director_signed_on=2025-10-30 chief_executive_signed_on=2025-10-31");
    let check = looked("2026-01-15", &[dear, &unreasoned]);
    assert_eq!(
        check.findings.iter().find(|one| one.rule.id == "AR-01").map(|one| one.level),
        Some(Level::Error)
    );
}

#[test]
fn cost_is_counted_by_hand() {
    // 37 hours at 32 pounds are 1,184.00 a week, 236.80 a weekday. November 2025 has 20 weekdays from the 3rd.
    let salary = "+parameter parameter=cost.salary.SW scope=council from=2020-01-01 value=45500";
    let workforce = council(&[salary]);
    let parameters = Parameters::new(workforce.records(), Some("North West"));
    let november = (day("2025-11-01"), day("2025-11-30"));
    let found = cost(&workforce, &parameters, november, CostBy::Team);
    let line = &found.lines[0];
    assert_eq!((line.key.as_str(), line.days, line.cost), ("T", 20, Pence::from_pence(473_600)));
    // 45,500 + 15% of 40,500 + 20% + 0.5% of 45,500 = 60,902.50 a year, over 227.5 worked days: 267.7033 a day.
    assert_eq!(line.employed, Pence::from_pence(535_407));
    assert_eq!(line.premium(), Pence::from_pence(473_600 - 535_407));
    assert!(found.uncosted.is_empty());
    let by_month = cost(&workforce, &parameters, (day("2025-11-01"), day("2025-12-31")), CostBy::Month);
    let months: Vec<(&str, u64)> = by_month.lines.iter().map(|line| (line.key.as_str(), line.days)).collect();
    assert_eq!(months, [("2025-11", 20), ("2025-12", 23)]);
    assert_eq!(by_month.total.cost, Pence::from_pence(43 * 23_680));

    // A rate that begins later leaves days uncosted, and says so.
    let late = council(&["engagement_rate from=2025-11-10"]);
    let parameters = Parameters::new(late.records(), None);
    let found = cost(&late, &parameters, november, CostBy::Reason);
    assert_eq!((found.lines[0].key.as_str(), found.lines[0].days), ("vacancy", 15));
    assert_eq!(
        (found.uncosted[0].days, found.uncosted[0].missing),
        (5, "the hourly rate from the first day")
    );
    assert_eq!(found.uncompared, 15, "no salary is known");
}

#[test]
fn ends_and_conversions_are_told() {
    let workforce = council(&[]);
    let parameters = Parameters::new(workforce.records(), None);
    let kinds = |on| due(&workforce, &parameters, day(on)).iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds("2026-01-25"), []);
    assert_eq!(kinds("2026-01-26"), [DueKind::Conversion], "twelve weeks from 3 November");
    assert_eq!(kinds("2026-04-03"), [DueKind::Ends, DueKind::Conversion]);
    assert_eq!(kinds("2026-05-01"), [DueKind::Overrun, DueKind::Conversion]);
}

#[test]
fn the_quarter_says_what_is_missing() {
    let workforce = council(&[
        "+worker worker=W2",
        "+occupancy occupancy=O2 worker=W2 team=U role=SW fte=1 from=2025-12-01 to=2026-01-05 basis=agency cover=skill-mix",
    ]);
    let parameters = Parameters::new(workforce.records(), Some("North West"));
    let figures = quarter_return(&workforce, &parameters, Quarter::parse("2025-Q4").expect("a quarter"));
    let lines: Vec<(&str, &[&str])> =
        figures.lines.iter().map(|line| (line.occupancy.as_str(), line.missing.as_slice())).collect();
    assert_eq!(
        lines,
        [("O1", &[][..]), ("O2", &["registration number", "hourly pay", "model of supply"][..])]
    );
    assert_eq!(figures.lines[0].pay, Some(Pence::from_pence(3_000)));
    assert_eq!(figures.check.without_terms, ["O2"]);
    assert_eq!(figures.cost.uncosted.len(), 1);
}
