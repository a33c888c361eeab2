//! What the screens find in the bundled releases, to the last row.

use std::collections::BTreeSet;

use benchmarks::screen::residual;
use benchmarks::table::Level;
use benchmarks::{Measure, Screened, current, releases, screen};
use workforce::quantity::Fte;

#[test]
fn six_authorities_say_that_nobody_left_and_two_that_nobody_started() {
    let mut found = BTreeSet::new();
    for one in screen(releases()) {
        if let Screened::Zero { release, area, year, measure, .. } = one {
            assert_eq!(release, "2026-03");
            found.insert((measure, year, area.name));
        }
    }
    let expected = [
        (Measure::StartersFte, 2021, "Lewisham"),
        (Measure::StartersFte, 2022, "Lancashire"),
        (Measure::LeaversFte, 2017, "Derby"),
        (Measure::LeaversFte, 2017, "East Sussex"),
        (Measure::LeaversFte, 2017, "Kingston upon Hull, City of"),
        (Measure::LeaversFte, 2022, "Lewisham"),
        (Measure::LeaversFte, 2022, "Manchester"),
        (Measure::LeaversFte, 2022, "Oldham"),
    ];
    assert_eq!(found, expected.map(|(measure, year, name)| (measure, year, name.to_owned())).into());
}

#[test]
fn manchesters_flows_of_2022_leave_77_6_unexplained() {
    let mut residuals = Vec::new();
    for one in screen(releases()) {
        if let Screened::StockFlow { area, year, residual, .. } = one {
            residuals.push((area.name, year, residual.to_string()));
        }
    }
    assert_eq!(residuals.len(), 45);
    let found = |name: &str, year| {
        let one = residuals.iter().find(|(area, when, _)| area == name && *when == year);
        one.map(|(_, _, residual)| residual.as_str())
    };
    assert_eq!(found("Manchester", 2022), Some("-77.60"));
    assert_eq!(found("Oldham", 2022), Some("-54.60"));
    assert_eq!(found("Lancashire", 2023), Some("268.70"));
    assert_eq!(found("Isles of Scilly", 2021), None, "one FTE of one is no finding");
    assert_eq!(found("Manchester", 2021), None);
}

#[test]
fn england_too_leaves_some_unexplained() {
    let england = |year, measure| current().row("England", year).unwrap().value(measure).unwrap().fte();
    let left = residual(
        england(2020, Measure::InpostFte),
        england(2021, Measure::InpostFte),
        england(2021, Measure::StartersFte),
        england(2021, Measure::LeaversFte),
    );
    assert_eq!(left, Fte::parse("125.5").unwrap(), "649.7 of change, 524.2 of flows");
}

#[test]
fn restatements_name_both_releases() {
    let found = screen(releases());
    let between = |from: &str, to: &str| {
        let pair = |one: &&Screened| matches!(one, Screened::Restated { old_release, new_release, .. } if old_release == from && new_release == to);
        found.iter().filter(pair).count()
    };
    assert_eq!(between("2024-02", "2026-03"), 55);
    assert_eq!(between("2023-02", "2024-02"), 2520);
    assert_eq!(between("2023-02", "2026-03"), 0, "each release is held against the next");

    let england: BTreeSet<_> = found
        .iter()
        .filter_map(|one| match one {
            Screened::Restated { area, year: 2022, measure, old, new, new_release, .. }
                if area.level == Level::National && new_release == "2026-03" =>
            {
                Some((*measure, old.to_string(), new.to_string()))
            }
            _ => None,
        })
        .collect();
    let expected = [
        (Measure::LeaversFte, "5421", "5422"),
        (Measure::LeaversHeadcount, "5795", "5796"),
        (Measure::TurnoverRateFte, "17.1", "17.2"),
        (Measure::TurnoverRateHeadcount, "17.2", "17.3"),
    ];
    assert_eq!(england, expected.map(|(m, old, new)| (m, old.to_owned(), new.to_owned())).into());
}

#[test]
fn nothing_is_screened_of_nothing() {
    assert_eq!(screen(&[]), []);
}
