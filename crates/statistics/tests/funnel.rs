//! Funnels against PHEindicatormethods 2.1.0 under R 4.2.2; expected values in `data/intervals_funnels.json`.
//! Over-dispersion against the formulas of Spiegelhalter 2005, computed apart from this crate (a script in Python).

mod common;

use common::{close, numbers, reference};
use proptest::prelude::*;
use serde_json::Value;
use statistics::funnel::dispersion::{Adjustment, dispersion};
use statistics::funnel::{
    Area, Kind, Limits, Position, positions, proportion_limits, proportion_position, rate_curve,
    rate_position,
};

fn areas(rows: &Value) -> Vec<Area> {
    let row = |row| {
        let [count, denominator] = numbers(row, ["num", "den"]);
        Area { count, denominator }
    };
    rows.as_array().expect("a list").iter().map(row).collect()
}

fn r_position(position: Option<Position>) -> &'static str {
    match position.expect("a position") {
        Position::Low998 => "Low (0.001)",
        Position::Low95 => "Low (0.025)",
        Position::Inside => "Not significant",
        Position::High95 => "High (0.025)",
        Position::High998 => "High (0.001)",
    }
}

#[test]
fn ten_teams_of_the_r_package() {
    let data = reference("intervals_funnels.json");
    for (kind, name) in [(Kind::Proportion, "funnel_proportion"), (Kind::Rate, "funnel_rate")] {
        let (rows, teams) = (data[name].as_array().unwrap(), areas(&data[name]));
        assert_eq!(format!("{:.6}", kind.average(&teams).unwrap()), "0.164384");
        for (row, position) in rows.iter().zip(positions(kind, &teams)) {
            assert_eq!(r_position(position), row["significance"], "{row}");
        }
    }
}

#[test]
fn proportion_limits_of_the_r_package() {
    let data = reference("intervals_funnels.json");
    let teams = areas(&data["funnel_proportion"]);
    let average = Kind::Proportion.average(&teams).unwrap();
    for (row, team) in data["funnel_proportion"].as_array().unwrap().iter().zip(&teams) {
        let limits = proportion_limits(average, team.denominator).unwrap();
        let expected = numbers(row, ["lo998", "lo95", "hi95", "hi998"]);
        for (found, expected) in
            [limits.low998, limits.low95, limits.high95, limits.high998].iter().zip(expected)
        {
            close(found * 100.0, expected, 1e-10);
        }
    }
    for row in data["funnel_proportion_curve"].as_array().unwrap() {
        let [n] = numbers(row, ["Population"]);
        let limits = proportion_limits(average, n).unwrap().clamped(Kind::Proportion);
        let expected = numbers(row, ["lower_3s_limit", "lower_2s_limit", "upper_2s_limit", "upper_3s_limit"]);
        for (found, expected) in
            [limits.low998, limits.low95, limits.high95, limits.high998].iter().zip(expected)
        {
            close(found * 100.0, expected, 1e-10);
        }
    }
    // As methods are quoted: to these digits.
    for (n, quoted) in [(88.0, "8.695-24.182"), (150.0, "10.507-22.369")] {
        let limits = proportion_limits(average, n).unwrap();
        assert_eq!(format!("{:.3}-{:.3}", limits.low95 * 100.0, limits.high95 * 100.0), quoted);
    }
}

#[test]
fn rate_curve_of_the_r_package() {
    let data = reference("intervals_funnels.json");
    let average = Kind::Rate.average(&areas(&data["funnel_rate"])).unwrap();
    for row in data["funnel_rate_curve"].as_array().unwrap() {
        let [events] = numbers(row, ["Events"]);
        let curve = rate_curve(events, average).unwrap();
        let points = [
            (curve.low998, "lower_3s"),
            (curve.low95, "lower_2s"),
            (curve.high95, "upper_2s"),
            (curve.high998, "upper_3s"),
        ];
        for (point, name) in points {
            let [denominator, rate] =
                numbers(row, [&format!("{name}_population_1_year"), &format!("{name}_limit")]);
            // R's solver stops early, by up to 5 parts in 100 000; the next test asks for the tails themselves.
            close(point.denominator, denominator, 5e-5);
            close(point.rate * 100.0, rate, 5e-5);
        }
    }
}

/// P(X <= events) of a Poisson count, term by term.
fn at_most(events: u32, expected: f64) -> f64 {
    let mut term = (-expected).exp();
    let mut sum = term;
    for k in 1..=events {
        term *= expected / f64::from(k);
        sum += term;
    }
    sum
}

#[test]
fn rate_curve_solves_the_poisson_tails() {
    for events in [1, 2, 5, 10, 20, 50, 100] {
        let curve = rate_curve(f64::from(events), 1.0).unwrap();
        close(at_most(events, curve.low95.denominator), 0.025, 1e-12);
        close(at_most(events, curve.low998.denominator), 0.001, 1e-12);
        close(1.0 - at_most(events - 1, curve.high95.denominator), 0.025, 1e-12);
        close(1.0 - at_most(events - 1, curve.high998.denominator), 0.001, 1e-12);
    }
}

#[test]
fn positions_at_both_levels() {
    let share = |count| proportion_position(Area { count, denominator: 100.0 }, 0.5).unwrap();
    // 50 ± 9.80 and ± 15.45.
    let expected = [
        (34.0, Position::Low998),
        (35.0, Position::Low95),
        (40.0, Position::Low95),
        (41.0, Position::Inside),
        (59.0, Position::Inside),
        (60.0, Position::High95),
        (65.0, Position::High95),
        (66.0, Position::High998),
    ];
    for (count, position) in expected {
        assert_eq!(share(count), position, "{count} of 100");
    }
    // Ten expected; 0 events are at most 3.69 (95%) or 6.91 (99.8%).
    let rate = |count, expected| rate_position(Area { count, denominator: expected }, 1.0).unwrap();
    assert_eq!(rate(0.0, 3.0), Position::Inside);
    assert_eq!(rate(0.0, 5.0), Position::Low95);
    assert_eq!(rate(0.0, 7.0), Position::Low998);
    assert_eq!(rate(5.0, 1.7), Position::Inside);
    assert_eq!(rate(5.0, 1.6), Position::High95);
    assert_eq!(rate(5.0, 0.7), Position::High998);
}

/// The ten teams, and the same with four of them moved away from the average.
const TEAMS: [(f64, f64); 10] = [
    (3.0, 41.0),
    (9.0, 60.0),
    (12.0, 55.0),
    (22.0, 100.0),
    (18.0, 160.0),
    (41.0, 210.0),
    (7.0, 88.0),
    (30.0, 140.0),
    (60.0, 310.0),
    (14.0, 150.0),
];
const APART: [(f64, f64); 10] = [
    (3.0, 41.0),
    (9.0, 60.0),
    (25.0, 55.0),
    (22.0, 100.0),
    (8.0, 160.0),
    (41.0, 210.0),
    (2.0, 88.0),
    (50.0, 140.0),
    (60.0, 310.0),
    (14.0, 150.0),
];

fn of(pairs: &[(f64, f64)]) -> Vec<Area> {
    pairs.iter().map(|(count, denominator)| Area { count: *count, denominator: *denominator }).collect()
}

#[test]
fn over_dispersion_by_both_methods() {
    // Teams, kind, phi, tau².
    let expected = [
        (TEAMS, Kind::Proportion, 2.408_333_644_046_801_5, 0.001_823_901_257_887_611_6),
        (TEAMS, Kind::Rate, 2.012_443_182_011_711, 0.001_609_810_546_603_344_5),
        (APART, Kind::Proportion, 9.987_567_207_148_235, 0.011_709_411_321_243_202),
        (APART, Kind::Rate, 8.208_959_348_341_015, 0.011_458_152_083_694_308),
    ];
    for (pairs, kind, phi, tau_squared) in expected {
        let found = dispersion(kind, &of(&pairs)).unwrap();
        assert_eq!(found.areas, 10);
        close(found.phi, phi, 1e-12);
        close(found.tau_squared, tau_squared, 1e-14);
    }
    let found = dispersion(Kind::Proportion, &of(&TEAMS)).unwrap();
    close(found.limits(100.0, Adjustment::Multiplicative).unwrap().high95, 0.277_113_455_426_976_85, 1e-14);
    close(found.limits(100.0, Adjustment::Additive).unwrap().high998, 0.339_125_673_989_787, 1e-14);
    assert_eq!(found.limits(100.0, Adjustment::Unadjusted), proportion_limits(found.average, 100.0));
    // What was low by chance alone is inside what these teams' own variation allows.
    let low = of(&TEAMS)[6];
    assert_eq!(found.position(low, Adjustment::Unadjusted), Some(Position::Low95));
    assert_eq!(found.position(low, Adjustment::Multiplicative), Some(Position::Inside));
    assert_eq!(found.position(low, Adjustment::Additive), Some(Position::Inside));
}

#[test]
fn areas_more_alike_than_chance_keep_their_limits() {
    let alike = dispersion(Kind::Rate, &of(&[(10.0, 100.0), (20.0, 200.0), (30.0, 300.0)])).unwrap();
    close(alike.phi, 0.0, 1e-15);
    close(alike.tau_squared, 0.0, 0.0);
    let plain = alike.limits(50.0, Adjustment::Unadjusted);
    assert_eq!(alike.limits(50.0, Adjustment::Multiplicative), plain);
    assert_eq!(alike.limits(50.0, Adjustment::Additive), plain);
}

#[test]
fn what_has_no_place_on_a_funnel() {
    let broken = of(&[(1.0, 0.0), (-1.0, 10.0), (11.0, 10.0), (4.0, 10.0)]);
    let found = positions(Kind::Proportion, &broken);
    assert_eq!(found, [None, None, None, Some(Position::Inside)]);
    close(Kind::Proportion.average(&broken).unwrap(), 0.4, 0.0);
    // A rate may be more than one.
    close(Kind::Rate.average(&broken).unwrap(), 0.75, 0.0);
    assert_eq!(positions(Kind::Rate, &broken[..2]), []);
    assert_eq!(Kind::Rate.average(&[]), None);
    assert_eq!(dispersion(Kind::Rate, &broken[2..3]), None, "one area");
    assert_eq!(dispersion(Kind::Rate, &of(&[(0.0, 5.0), (0.0, 9.0)])), None, "no events");
    assert_eq!(dispersion(Kind::Proportion, &of(&[(5.0, 5.0), (9.0, 9.0)])), None, "no room for chance");
    assert_eq!(proportion_limits(1.1, 10.0), None);
    assert_eq!(proportion_limits(0.5, 0.0), None);
    for (events, average) in [(0.0, 0.1), (-1.0, 0.1), (5.0, 0.0), (f64::NAN, 0.1), (5.0, f64::INFINITY)] {
        assert_eq!(rate_curve(events, average), None);
    }
    // Nobody left anywhere: an average of zero, and every area on it.
    assert_eq!(positions(Kind::Rate, &of(&[(0.0, 5.0), (0.0, 9.0)])), [Some(Position::Inside); 2]);
}

fn ordered(limits: &Limits) -> bool {
    let Limits { low998, low95, high95, high998 } = *limits;
    [low998, low95, high95, high998].iter().all(|limit| limit.is_finite())
        && low998 <= low95
        && low95 <= high95
        && high95 <= high998
}

proptest! {
    #[test]
    fn adjusted_limits_are_never_narrower(pairs in proptest::collection::vec((0.0..=1.0_f64, 1.0..1e4_f64), 2..40)) {
        let areas: Vec<Area> = pairs.iter().map(|(part, n)| Area { count: part * n, denominator: *n }).collect();
        for kind in [Kind::Proportion, Kind::Rate] {
            let Some(found) = dispersion(kind, &areas) else { continue };
            let plain = found.limits(100.0, Adjustment::Unadjusted).unwrap();
            for adjustment in [Adjustment::Multiplicative, Adjustment::Additive] {
                let limits = found.limits(100.0, adjustment).unwrap();
                prop_assert!(ordered(&limits) && limits.low95 <= plain.low95 && plain.high95 <= limits.high95);
            }
        }
    }

    #[test]
    fn the_curve_and_the_positions_agree(events in 1..9_u32, average in 0.01..2.0_f64) {
        // Just inside the curve an area is inside its own interval, and just outside it is not.
        let count = f64::from(events);
        let curve = rate_curve(count, average).unwrap();
        let at = |denominator| rate_position(Area { count, denominator }, average).unwrap();
        prop_assert_eq!(at(curve.low95.denominator * 0.999), Position::Inside);
        prop_assert_eq!(at(curve.low95.denominator * 1.001), Position::Low95);
        prop_assert_eq!(at(curve.low998.denominator * 1.001), Position::Low998);
        prop_assert_eq!(at(curve.high95.denominator * 1.001), Position::Inside);
        prop_assert_eq!(at(curve.high95.denominator * 0.999), Position::High95);
        prop_assert_eq!(at(curve.high998.denominator * 0.999), Position::High998);
    }

    #[test]
    fn no_number_breaks_a_funnel(pairs in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..20), n in any::<f64>()) {
        let mut areas = of(&pairs);
        // Half of any floats are negative: more areas of a value.
        areas.extend(pairs.iter().map(|(count, n)| Area { count: count.abs().min(n.abs()), denominator: n.abs() }));
        for kind in [Kind::Proportion, Kind::Rate] {
            let average = kind.average(&areas);
            prop_assert!(average.is_none_or(f64::is_finite));
            let found = positions(kind, &areas);
            prop_assert_eq!(found.len(), if average.is_some() { areas.len() } else { 0 });
            if let Some(found) = dispersion(kind, &areas) {
                prop_assert!(found.phi.is_finite() && found.tau_squared.is_finite() && found.tau_squared >= 0.0);
                for adjustment in [Adjustment::Unadjusted, Adjustment::Multiplicative, Adjustment::Additive] {
                    prop_assert!(found.limits(n.abs(), adjustment).is_none_or(|limits| ordered(&limits)));
                }
            }
            if let Some(average) = average {
                prop_assert!(proportion_limits(average, n).is_none_or(|limits| ordered(&limits)));
                if let Some(curve) = rate_curve(n, average) {
                    prop_assert!(curve.low998.rate <= curve.low95.rate && curve.high95.rate <= curve.high998.rate);
                }
            }
        }
    }
}
