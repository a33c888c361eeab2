//! Every published rate of every bundled release, from its parts: how many agree, and why the rest do not.

use std::collections::{BTreeMap, BTreeSet};

use benchmarks::recompute::{Basis, Why};
use benchmarks::table::Level;
use benchmarks::{Measure, Recomputed, Release, current, recompute, releases};
use workforce::quantity::NoNumber;

/// How many agree, by basis, and how many do not, by reason, at a level.
fn account(made: &[Recomputed], level: Level) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in made.iter().filter(|one| one.level == level) {
        let key = match (one.agrees, one.why) {
            (true, _) => format!("{:?}", one.basis),
            (false, why) => format!("{why:?}"),
        };
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn counts(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
}

#[test]
fn nothing_in_any_release_is_left_unexplained() {
    for release in releases() {
        for one in recompute(release, None) {
            assert!(
                one.agrees || one.why.is_some(),
                "{}: {} {} {} is {} and its parts make {:?}",
                release.label(),
                one.area,
                one.year,
                one.measure,
                one.published,
                one.recomputed.map(|rate| rate.rounded(3)),
            );
        }
    }
}

#[test]
fn each_rate_that_cannot_be_said_to_agree_has_its_reason() {
    let [oldest, middle, newest] = releases() else { panic!("three releases are bundled") };
    let authorities = |release: &Release| account(&recompute(release, None), Level::Authority);
    assert_eq!(
        authorities(oldest),
        counts(&[
            ("AsPrinted", 8050),
            ("Some(NoPart(NotApplicable))", 2),
            ("Some(NoPart(NotAvailable))", 19),
            ("Some(NoPart(Suppressed))", 4),
            ("Some(ReportedElsewhere)", 36),
            ("Some(ZeroOverNothing)", 43),
        ])
    );
    assert_eq!(
        authorities(middle),
        counts(&[
            ("AsPrinted", 9440),
            ("Some(NoPart(LowReliability))", 5),
            ("Some(NoPart(NotApplicable))", 3),
            ("Some(NoPart(NotAvailable))", 25),
            ("Some(NoPart(Suppressed))", 4),
        ])
    );
    assert_eq!(
        authorities(newest),
        counts(&[
            ("AsPrinted", 9418),
            ("Some(NoPart(LowReliability))", 6),
            ("Some(NoPart(NotApplicable))", 3),
            ("Some(NoPart(NotAvailable))", 25),
            ("Some(NoPart(Suppressed))", 4),
            ("Some(RateWithheld(LowReliability))", 21),
        ])
    );
}

#[test]
fn england_and_the_regions_agree_in_every_year_of_every_release() {
    let [oldest, middle, newest] = releases() else { panic!("three releases are bundled") };
    let at = |release: &Release, level| account(&recompute(release, None), level);
    assert_eq!(at(oldest, Level::National), counts(&[("AsPrinted", 51), ("WithoutMissing", 3)]));
    assert_eq!(at(middle, Level::National), counts(&[("AsPrinted", 60), ("WithoutMissing", 3)]));
    assert_eq!(
        at(newest, Level::National),
        counts(&[("AsPrinted", 55), ("WithoutUnreliable", 5), ("WithoutMissing", 3)])
    );
    assert_eq!(at(oldest, Level::Regional), counts(&[("AsPrinted", 586), ("WithoutMissing", 8)]));
    assert_eq!(at(middle, Level::Regional), counts(&[("AsPrinted", 685), ("WithoutMissing", 8)]));
    assert_eq!(
        at(newest, Level::Regional),
        counts(&[
            ("AsPrinted", 676),
            ("WithoutUnreliable", 8),
            ("WithoutMissing", 8),
            ("Some(RateWithheld(LowReliability))", 1),
        ])
    );
}

#[test]
fn only_the_cover_rates_of_2017_and_2018_need_missing_authorities_taken_out() {
    for one in releases().iter().flat_map(|release| recompute(release, None)) {
        if one.basis == Basis::WithoutMissing {
            let cover = [Measure::AgencyCoverRateFte, Measure::VacancyAgencyCoverRateFte];
            assert!(cover.contains(&one.measure) && [2017, 2018].contains(&one.year), "{one:?}");
        }
    }
}

#[test]
fn england_less_the_unreliable_is_what_was_published() {
    let found: BTreeSet<(u16, &str, String, String)> = recompute(current(), None)
        .into_iter()
        .filter(|one| one.level == Level::National && one.basis == Basis::WithoutUnreliable)
        .map(|one| {
            let made = one.recomputed.unwrap().rounded(2).to_string();
            (one.year, one.measure.column(), one.published.to_string(), made)
        })
        .collect();
    let expected = [
        (2022, "turnover_rate_fte", "17.2", "17.22"),
        (2022, "turnover_rate_headcount", "17.3", "17.29"),
        (2023, "absence_rate_fte", "3.3", "3.27"),
        (2023, "agency_cover_rate_fte", "79.8", "79.77"),
        (2023, "agency_rate_fte", "17.9", "17.86"),
    ];
    let expected =
        expected.map(|(year, m, published, made)| (year, m, published.to_owned(), made.to_owned()));
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn withheld_rates_are_of_authorities_whose_cover_exceeds_the_whole() {
    let withheld = Some(Why::RateWithheld(NoNumber::LowReliability));
    let mut named = BTreeSet::new();
    for one in recompute(current(), None).iter().filter(|one| one.why == withheld) {
        let row = current().row(&one.code, one.year).unwrap();
        let parts = one.measure.parts().unwrap();
        let number = |measure| row.value(measure).unwrap();
        assert!(number(parts.numerator).millionths() > number(parts.denominator).millionths(), "{one:?}");
        if one.measure == Measure::AgencyCoverRateFte {
            named.insert((one.year, one.area.clone()));
        }
        assert!(one.level == Level::Authority || (one.year, &*one.area) == (2019, "East Midlands"));
    }
    let expected = [
        (2020, "Suffolk"),
        (2021, "Surrey"),
        (2023, "Birmingham"),
        (2023, "Hounslow"),
        (2023, "Telford and Wrekin"),
    ];
    assert_eq!(named, expected.map(|(year, name)| (year, name.to_owned())).into());
}

#[test]
fn the_documented_counts_are_the_counts() {
    let made = recompute(current(), None);
    for (measure, rows, equal, near) in [
        (Measure::TurnoverRateFte, 1048, 958, 1048),
        (Measure::TurnoverRateHeadcount, 1049, 1049, 1049),
        (Measure::AgencyRateFte, 1046, 1001, 1046),
        (Measure::AgencyRateHeadcount, 1053, 1053, 1053),
        (Measure::AgencyCoverRateFte, 1006, 916, 990),
        (Measure::VacancyRateFte, 1053, 1023, 1053),
        (Measure::VacancyAgencyCoverRateFte, 1011, 906, 995),
        (Measure::CaseloadFte, 1051, 1027, 1050),
        (Measure::AbsenceRateFte, 1040, 1034, 1040),
    ] {
        let own = made.iter().filter(|one| one.level == Level::Authority && one.measure == measure);
        let gaps: Vec<i64> = own
            .filter_map(|one| {
                let (published, made) = (one.published.number()?, one.recomputed?.rounded(1));
                assert!(one.agrees, "{one:?}");
                Some((published.millionths() - made.millionths()).abs())
            })
            .collect();
        let within = |most: i64| gaps.iter().filter(|gap| **gap <= most).count();
        assert_eq!((gaps.len(), within(0), within(100_000)), (rows, equal, near), "{measure}");
    }
}

#[test]
fn the_worked_example_of_2021() {
    let england = |year, measure| {
        let made = recompute(current(), Some(year));
        let one = made.into_iter().find(|one| one.level == Level::National && one.measure == measure);
        one.unwrap().recomputed.unwrap().rounded(3).to_string()
    };
    for (measure, unrounded) in [
        (Measure::TurnoverRateFte, "15.367"),
        (Measure::TurnoverRateHeadcount, "15.563"),
        (Measure::AgencyRateFte, "15.517"),
        (Measure::AgencyRateHeadcount, "15.062"),
        (Measure::AgencyCoverRateFte, "76.351"),
        (Measure::VacancyRateFte, "16.713"),
        (Measure::VacancyAgencyCoverRateFte, "69.885"),
        (Measure::CaseloadFte, "16.312"),
        (Measure::AbsenceRateFte, "3.128"),
    ] {
        assert_eq!(england(2021, measure), unrounded, "{measure}");
    }
    assert_eq!(england(2020, Measure::AbsenceRateFte), "2.860", "a leap year has 254 working days");
}

#[test]
fn a_wrong_rate_is_found() {
    let mut text = benchmarks::to_csv(current().table());
    // Manchester 2021 published 17.8; nothing within the rounding of its parts makes 18.8.
    let row = text
        .lines()
        .find(|line| line.starts_with("2021") && line.contains(",Manchester,"))
        .unwrap()
        .to_owned();
    let published =
        current().row("Manchester", 2021).unwrap().cell(Measure::TurnoverRateFte).unwrap().to_string();
    let wrong = row.replacen(&format!(",{published},"), ",98.7,", 1);
    assert_ne!(row, wrong);
    text = text.replace(&row, &wrong);
    let release = Release::read(current().provenance.clone(), "changed.csv", &text).unwrap();
    let found: Vec<_> =
        recompute(&release, None).into_iter().filter(|one| !one.agrees && one.why.is_none()).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&*found[0].area, found[0].year, found[0].measure),
        ("Manchester", 2021, Measure::TurnoverRateFte)
    );
}
