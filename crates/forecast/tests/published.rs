//! Forecasts of the published series: no look ahead, and the scores that they reach on the years to 2023.

use benchmarks::release;
use forecast::published::naive::{Rule, Spread};
use forecast::published::{Backtest, Method, Panel, Series, backtest, forecast};

fn panel() -> Panel {
    Panel::new(release::current()).expect("the carried release has years")
}

fn crps(found: &Backtest, method: Method) -> f64 {
    let record = found.records.iter().find(|record| record.method == method).expect("the method");
    record.scores.expect("it forecast something").crps
}

#[test]
fn nothing_after_the_origin_is_seen() {
    let panel = panel();
    let mut other = panel.clone();
    for council in 0..panel.councils().len() {
        for series in Series::ALL {
            for year in 2022..=2023 {
                other.set(*series, council, year, Some(f64::from(year)));
            }
        }
    }
    for series in Series::ALL {
        for method in Method::of(*series) {
            let made = |panel: &Panel| method.forecast(&panel.until(2021), *series, 1);
            assert_eq!(made(&panel), made(&other), "{method} of {series:?}");
        }
    }
}

#[test]
fn the_model_beats_every_naive_rule_and_covers_on_the_years_to_2023() {
    let panel = panel();
    for series in Series::ALL {
        for horizon in [1, 2] {
            let found = backtest(&panel, *series, horizon);
            let scores = found.model().and_then(|record| record.scores).expect("our scores");
            assert_eq!(found.better(), [], "{series:?} {horizon}: {scores:?}");
            assert!(scores.covers(), "{series:?} {horizon}: {scores:?}");
            assert_eq!(found.records[0].method, Method::Model);
        }
    }
}

#[test]
fn leavers_a_year_ahead_as_the_reference_has_them() {
    let found = backtest(&panel(), Series::Leavers, 1);
    assert_eq!(found.years, [2021, 2022, 2023]);
    // A shrinkage model with year noise has 6.32 on nearly these forecasts, the last value with chance alone 8.65 and 50%.
    assert!(crps(&found, Method::Model) < 6.32, "{}", crps(&found, Method::Model));
    let naive = Method::Naive(Rule::Last, Spread::Chance);
    assert!((crps(&found, naive) - 8.65).abs() < 0.2, "{}", crps(&found, naive));
}

#[test]
fn a_council_without_a_last_value_is_not_forecast() {
    let mut panel = panel();
    panel.set(Series::Agency, 0, 2023, None);
    for method in Method::of(Series::Agency) {
        assert_eq!(method.forecast(&panel, Series::Agency, 1)[0], None, "{method}");
    }
    // And one year alone teaches nothing.
    let one = panel.until(2017);
    for series in Series::ALL {
        assert!(forecast(&one, *series, 1).iter().all(Option::is_none), "{series:?}");
    }
}
