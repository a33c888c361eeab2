//! Every rule fires on its failing examples and is silent on its passing ones, in every year in which it runs.

use returns::csww::check::{Checked, Settings, check, compare};
use returns::csww::finding::Level;
use returns::csww::rules::{self, Check, Rule, example::Example};
use returns::csww::year::CensusYear;

fn checked(example: &Example, year: CensusYear, only: &Rule) -> Checked {
    let settings = Settings { year: Some(year), rules: vec![only.id.to_owned()], ..Settings::default() };
    let file = example.file(year);
    let mut now = check(|| Ok(file.as_slice()), &settings).expect("memory can be read");
    if let Some(before) = example.previous(year) {
        let settings = Settings { year: Some(year.before()), ..settings.clone() };
        let before = check(|| Ok(before.as_slice()), &settings).expect("memory can be read");
        compare(&mut now, &before, &Settings { year: Some(year), ..settings });
    }
    now
}

/// The years in which a rule's examples are tried: dates in examples are those of the newest year unless they say so.
fn years(rule: &Rule) -> impl Iterator<Item = CensusYear> {
    (2021..=2026).filter_map(CensusYear::new).filter(|year| rule.years.contains(*year))
}

#[test]
fn every_rule_fires_on_what_fails_and_is_silent_on_what_passes() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        // The newest year that the examples are written for, and the last in which the rule runs.
        let Some(year) = years(rule)
            .filter(|year| *year <= CensusYear::NEWEST || !rule.years.contains(CensusYear::NEWEST))
            .last()
        else {
            wrong.push(format!("{} runs in no year", rule.id));
            continue;
        };
        if rule.passes.is_empty() || rule.fails.is_empty() {
            wrong.push(format!("{} lacks examples", rule.id));
        }
        for (expected, examples) in [(false, rule.passes), (true, rule.fails)] {
            for example in examples {
                let checked = checked(example, year, rule);
                let fired = checked.findings.iter().any(|finding| finding.rule == rule);
                if fired != expected {
                    wrong.push(format!("{} on {example:?}: fired is {fired}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sound_returns_of_every_year_have_no_findings() {
    for year in (2021..=2026).filter_map(CensusYear::new) {
        for base in [Base::InPost, Base::Leaver, Base::Starter, Base::Agency] {
            let file = Example::Workers(&[(Base::InPost, &[])]).file(year);
            let worker = Example::Many(1, base, &[]).file(year);
            for file in [file, worker] {
                let settings = Settings { year: Some(year), ..Settings::default() };
                let checked = check(|| Ok(file.as_slice()), &settings).expect("memory can be read");
                let found: Vec<String> =
                    checked.findings.iter().map(|one| format!("{} {}", one.rule.id, one.message())).collect();
                assert!(found.is_empty(), "{year} {base:?}: {found:?}\n{}", String::from_utf8_lossy(&file));
            }
        }
    }
}

#[test]
fn ids_are_in_order_and_a_rule_has_words() {
    for rule in rules::all() {
        assert!(rule.id.starts_with("CW-"), "{}", rule.id);
        for words in [rule.title, rule.explanation, rule.message, rule.fix] {
            assert!(!words.is_empty(), "{} lacks words", rule.id);
        }
        assert!(!rule.message.ends_with('.'), "{}: the message has a full stop", rule.id);
        assert!(rule.fix.ends_with('.'), "{}: the fix has none", rule.id);
        if let Check::Previous(_) = rule.check {
            assert_eq!(rule.severity.level(CensusYear::NEWEST), Level::Query, "{}", rule.id);
        }
    }
}

use returns::csww::rules::example::Base;
