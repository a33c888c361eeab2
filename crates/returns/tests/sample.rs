//! Samples are sound in every year and at every size, the same for the same seed, and the defects planted in them are
//! found, each once, and nothing else is.

use std::collections::BTreeSet;

use returns::csww::check::{Checked, Settings, check};
use returns::csww::rules;
use returns::csww::sample::{Plan, Planted, list, plantable, sample};
use returns::csww::year::CensusYear;

fn years() -> impl Iterator<Item = CensusYear> {
    (2021..=2026).filter_map(CensusYear::new)
}

fn made(plan: &Plan<'_>) -> (Vec<u8>, Vec<Planted>) {
    let mut out = Vec::new();
    let planted = sample(plan, &mut out).expect("memory can be written");
    (out, planted)
}

fn checked(file: &[u8]) -> Checked {
    check(|| Ok(file), &Settings::default()).expect("memory can be read")
}

/// Rule, worker's record and item of each finding.
fn found(checked: &Checked) -> Vec<(String, Option<u64>, String)> {
    let item = |item: Option<&returns::csww::finding::Item>| item.map_or("", |item| item.name()).to_owned();
    let each = checked.findings.iter();
    let mut found: Vec<_> = each
        .map(|one| (one.rule.id.to_owned(), one.worker.map(u64::from), item(one.item.as_ref())))
        .collect();
    found.sort();
    found
}

#[test]
fn sound_samples_have_no_findings() {
    for year in years() {
        for (workers, seed) in
            (1..12).map(|n| (n, n)).chain([(40, 1), (60, 2), (75, 3), (150, 4), (1_500, 5)])
        {
            let plan = Plan { year, seed, ..Plan::new(workers) };
            let checked = checked(&made(&plan).0);
            assert_eq!(checked.entries.len() as u64, workers);
            let found = found(&checked);
            assert!(found.is_empty(), "{plan:?}: {} findings, first {:?}", found.len(), found.first());
        }
    }
}

#[test]
fn small_councils_of_many_seeds_are_within_the_usual() {
    for seed in 0..60 {
        let plan = Plan { seed, ..Plan::new(70) };
        assert_eq!(found(&checked(&made(&plan).0)), [], "seed {seed}");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let plan = Plan { defects: 20, ..Plan::new(500) };
    assert_eq!(made(&plan), made(&plan));
    assert_ne!(made(&plan).0, made(&Plan { seed: 2, ..plan }).0);
}

#[test]
fn every_planted_defect_is_found_and_nothing_else_is() {
    let registered: BTreeSet<&str> = rules::all().map(|rule| rule.id).collect();
    for rule in plantable() {
        assert!(registered.contains(rule), "{rule} is no rule");
    }
    for year in years() {
        for seed in 1..3 {
            let plan = Plan { year, seed, defects: 120, ..Plan::new(2_500) };
            let (file, planted) = made(&plan);
            let kinds: BTreeSet<&str> = planted.iter().map(|one| one.rule).collect();
            assert!(
                kinds.len() >= 50 && planted.len() >= 110,
                "{year}: {} of {}",
                kinds.len(),
                planted.len()
            );
            let due = planted.iter().filter(|one| registered.contains(one.rule));
            let mut due: Vec<_> =
                due.map(|one| (one.rule.to_owned(), one.worker, one.item.to_owned())).collect();
            due.sort();
            // A rule names the item that has to change, which need not be the one that was altered: places count.
            let places = |list: &[(String, Option<u64>, String)]| -> BTreeSet<(String, Option<u64>)> {
                list.iter().map(|(rule, worker, _)| (rule.clone(), *worker)).collect()
            };
            let found = found(&checked(&file));
            let (seen, wanted) = (places(&found), places(&due));
            let more: Vec<_> = seen.difference(&wanted).collect();
            let fewer: Vec<_> = wanted.difference(&seen).collect();
            assert!(more.is_empty() && fewer.is_empty(), "{plan:?}: also {more:?}, not {fewer:?}");
            assert_eq!(found.len(), due.len(), "{plan:?}: something is said twice");
        }
    }
}

#[test]
fn the_list_of_defects_is_json() {
    let (_, planted) = made(&Plan { defects: 3, ..Plan::new(200) });
    let read: serde_json::Value = serde_json::from_str(&list(&planted)).expect("the list is JSON");
    let of = |name: &str| -> Vec<&serde_json::Value> {
        read.as_array().into_iter().flatten().map(|one| &one[name]).collect()
    };
    assert_eq!(of("rule").len(), 3);
    assert!(of("worker").iter().all(|worker| worker.is_u64()), "{read}");
}

/// As many workers as England has: a file of many blocks.
#[test]
fn a_large_sample_is_sound() {
    let checked = checked(&made(&Plan::new(38_000)).0);
    assert_eq!(checked.entries.len(), 38_000);
    let found = found(&checked);
    assert!(found.is_empty(), "{} findings, first {:?}", found.len(), found.first());
    let employed = checked.entries.iter().filter(|one| one.is_employed() && !one.has_end);
    let numbers: BTreeSet<_> = employed.map(|one| one.swe.clone()).collect();
    let of_employed = checked.entries.iter().filter(|one| one.is_employed() && !one.has_end).count();
    assert_eq!(numbers.len(), of_employed, "no two people in post share a number");
}
