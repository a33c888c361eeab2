//! Cox and discrete-time fits against R's survival 3.5-3, lifelines 0.30.3 and statsmodels 0.15.0; expected values in
//! `data/survival.json` and, for random spells, `data/random_spells.json`.

mod common;

use common::{close, codes, column, numbers, reference, whole};
use serde_json::Value;
use statistics::discrete::{self, Link};
use statistics::interval::Level;
use statistics::survival::Spells;
use statistics::survival::cox::{Fit, NoFit, Ties, fit, proportionality};
use statistics::survival::curve::Curve;
use statistics::survival::log_rank::log_rank;

fn data(name: &str) -> Value {
    reference("spells.json")[name].clone()
}

fn columns(table: &Value, names: &[&str]) -> Vec<Vec<f64>> {
    names.iter().map(|name| column(table, name)).collect()
}

/// Compares with R: the names are R's, in the order of the covariates.
fn is_fit(found: &Fit, expected: &Value, names: &[&str]) {
    for (name, coefficient) in names.iter().zip(&found.coefficients) {
        let coefficient = coefficient.expect("a value");
        close(coefficient.coefficient, expected["coef"][name].as_f64().expect("a value"), 1e-8);
        if let Some(se) = expected["se"][name].as_f64() {
            close(coefficient.se, se, 1e-8);
        }
    }
    if let Some(loglik) = expected["loglik"].as_array() {
        close(found.null, loglik[0].as_f64().expect("a value"), 1e-9);
        close(found.fitted, loglik[1].as_f64().expect("a value"), 1e-9);
    }
    if let Some(score) = expected["score"].as_f64() {
        close(found.score, score, 1e-8);
    }
    if let Some(n) = expected["n"].as_u64() {
        assert_eq!((found.rows as u64, Some(found.events)), (n, expected["nevent"].as_u64()));
    }
}

#[test]
fn cox_fits_of_r() {
    let expected = reference("survival.json");
    let tiny = data("tiny_spells");
    let spells =
        Spells::new(Some(column(&tiny, "entry")), column(&tiny, "exit"), whole(&tiny, "event")).unwrap();
    let team: Vec<f64> = codes(&tiny, "team").0.iter().map(|code| f64::from(*code)).collect();
    let one = |ties| fit(&spells, std::slice::from_ref(&team), ties).unwrap();
    is_fit(&one(Ties::Breslow), &expected["tiny_cox_breslow"], &["teamB"]);
    is_fit(&one(Ties::Efron), &expected["tiny_cox_efron"], &["teamB"]);
    let psych = data("psych");
    let spells =
        Spells::new(Some(column(&psych, "age")), column(&psych, "exit"), whole(&psych, "death")).unwrap();
    let found = fit(&spells, &columns(&psych, &["sex"]), Ties::Efron).unwrap();
    is_fit(&found, &expected["psych_cox_sex"], &["sex"]);
    let heart = data("heart");
    let spells =
        Spells::new(Some(column(&heart, "start")), column(&heart, "stop"), whole(&heart, "event")).unwrap();
    let mut drivers = columns(&heart, &["age", "year", "surgery"]);
    drivers.push(
        heart["transplant"].as_array().unwrap().iter().map(|v| if v == 1 { 1.0 } else { 0.0 }).collect(),
    );
    let found = fit(&spells, &drivers, Ties::Efron).unwrap();
    is_fit(&found, &expected["heart_cox"], &["age", "year", "surgery", "transplant1"]);
    let rossi = data("rossi");
    let spells = Spells::new(None, column(&rossi, "week"), whole(&rossi, "arrest")).unwrap();
    let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    is_fit(&fit(&spells, &columns(&rossi, &names), Ties::Efron).unwrap(), &expected["rossi_cox"], &names);
}

#[test]
fn lung_with_both_ties_and_the_test_of_proportionality() {
    let expected = reference("survival.json");
    let lung = data("lung");
    let names = ["age", "sex", "ph.ecog"];
    let all = columns(&lung, &names);
    let kept: Vec<usize> = (0..all[0].len()).filter(|place| !all[2][*place].is_nan()).collect();
    let pick = |values: &[f64]| kept.iter().map(|place| values[*place]).collect::<Vec<f64>>();
    let drivers: Vec<Vec<f64>> = all.iter().map(|column| pick(column)).collect();
    let event = whole(&lung, "event");
    let events = kept.iter().map(|place| event[*place]).collect();
    let spells = Spells::new(None, pick(&column(&lung, "time")), events).unwrap();
    let efron = fit(&spells, &drivers, Ties::Efron).unwrap();
    is_fit(&efron, &expected["lung_cox_efron"], &names);
    is_fit(&fit(&spells, &drivers, Ties::Breslow).unwrap(), &expected["lung_cox_breslow"], &names);
    let (each, all) = proportionality(&spells, &drivers, &efron, Ties::Efron).unwrap();
    let rows = expected["lung_zph"].as_array().unwrap();
    for (found, row) in each.iter().chain([&all]).zip(rows) {
        let [chisq, p] = numbers(row, ["chisq", "p"]);
        close(found.chisq, chisq, 1e-6);
        close(found.p, p, 1e-6);
    }
    assert_eq!(all.df, 3);
}

/// Six draws of spells with late entry, ties and drivers; what R 4.2.2 made of them.
#[test]
fn random_spells_as_r_has_them() {
    for case in reference("random_spells.json")["cases"].as_array().unwrap() {
        let events: Vec<u32> = whole(case, "cause").iter().map(|cause| u32::from(*cause > 0)).collect();
        let spells = Spells::new(Some(column(case, "entry")), column(case, "exit"), events).unwrap();
        let curve = Curve::new(&spells, Level::P95);
        assert_eq!(curve.rows.iter().map(|row| row.time).collect::<Vec<_>>(), column(case, "time"));
        let nothing = f64::NAN;
        for (name, value) in [
            (
                "n_risk",
                curve
                    .rows
                    .iter()
                    .map(|row| f64::from(u32::try_from(row.at_risk).unwrap()))
                    .collect::<Vec<_>>(),
            ),
            ("surv", curve.rows.iter().map(|row| row.survival).collect()),
            ("cumhaz", curve.rows.iter().map(|row| row.hazard).collect()),
            ("se", curve.rows.iter().map(|row| row.se.unwrap_or(nothing)).collect()),
            ("lower", curve.rows.iter().map(|row| row.interval.map_or(nothing, |i| i.0)).collect()),
            ("upper", curve.rows.iter().map(|row| row.interval.map_or(nothing, |i| i.1)).collect()),
        ] {
            for (found, expected) in value.iter().zip(column(case, name)) {
                assert_eq!(found.is_nan(), expected.is_nan(), "{name}");
                if !expected.is_nan() {
                    close(*found, expected, 1e-10);
                }
            }
        }
        for (at, p) in [0.75, 0.5, 0.25].into_iter().enumerate() {
            let found = curve.quantile(p);
            for (name, found) in
                [("quantile", found.time), ("quantile_lower", found.lower), ("quantile_upper", found.upper)]
            {
                assert_eq!(found, case[name][at].as_f64(), "{name} at {p}");
            }
        }
        let drivers = columns(case, &["x1", "x2"]);
        for (name, ties) in [("efron", Ties::Efron), ("breslow", Ties::Breslow)] {
            let found = fit(&spells, &drivers, ties).unwrap();
            let (coefficient, error) = (column(case, name), column(case, &format!("{name}_se")));
            for (at, own) in found.coefficients.iter().enumerate() {
                close(own.unwrap().coefficient, coefficient[at], 1e-9);
                close(own.unwrap().se, error[at], 1e-9);
            }
            close(found.fitted, column(case, &format!("{name}_loglik"))[1], 1e-10);
        }
        let efron = fit(&spells, &drivers, Ties::Efron).unwrap();
        close(efron.score, column(case, "efron_score")[0], 1e-9);
        // The log-rank test is the score test of R's model with exact ties.
        let test = log_rank(&spells, &whole(case, "group"), 3, None);
        close(test.chisq.unwrap(), column(case, "log_rank")[0], 1e-8);
        let (each, all) = proportionality(&spells, &drivers, &efron, Ties::Efron).unwrap();
        for (found, expected) in each.iter().chain([&all]).zip(column(case, "zph")) {
            close(found.chisq, expected, 1e-6);
        }
    }
}

#[test]
fn drivers_that_say_nothing_or_separate_have_no_coefficient() {
    let spells = Spells::new(None, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], vec![1, 1, 1, 0, 1, 0]).unwrap();
    let driver = vec![0.5, 1.0, -1.0, 0.2, 0.0, 2.0];
    let twice: Vec<f64> = driver.iter().map(|value| 2.0 * value + 1.0).collect();
    let found = fit(&spells, &[driver, twice, vec![3.0; 6]], Ties::Efron).unwrap();
    assert!(found.coefficients[0].is_some());
    assert_eq!(found.coefficients[1..], [None, None]);
    // Everyone with the driver leaves before anyone without.
    let separates = vec![1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
    let found = fit(&spells, &[separates], Ties::Breslow).unwrap();
    assert_eq!((found.coefficients[0], found.without_limit.as_slice()), (None, [0].as_slice()));
    let none = Spells::new(None, vec![1.0], vec![0]).unwrap();
    assert_eq!(fit(&none, &[vec![1.0]], Ties::Efron), Err(NoFit::NoEvents));
    assert_eq!(fit(&spells, &[vec![1.0]], Ties::Efron), Err(NoFit::Length(0)));
}

/// Person-periods of 13 weeks of the Rossi data.
fn periods() -> (Vec<bool>, Vec<Vec<f64>>) {
    let rossi = data("rossi");
    let drivers = columns(&rossi, &["fin", "age", "prio"]);
    let (week, arrest) = (whole(&rossi, "week"), whole(&rossi, "arrest"));
    let (mut events, mut rows) = (Vec::new(), vec![Vec::new(); 7]);
    for (place, week) in week.iter().enumerate() {
        let last = week.div_ceil(13);
        for period in 1..=last {
            events.push(period == last && arrest[place] > 0);
            for band in 1..=4_u32 {
                rows[band as usize - 1].push(f64::from(u8::from(band == period)));
            }
            for (at, driver) in drivers.iter().enumerate() {
                rows[4 + at].push(driver[place]);
            }
        }
    }
    (events, rows)
}

#[test]
fn discrete_time_fits_of_statsmodels() {
    let expected = reference("survival.json");
    let (events, rows) = periods();
    assert_eq!(events.len(), 1_573);
    for (name, link) in
        [("rossi_discrete_logit", Link::Logit), ("rossi_discrete_cloglog", Link::ComplementaryLogLog)]
    {
        let found = discrete::fit(&events, &rows, link, &[None; 7]).unwrap();
        let terms = ["p_1", "p_2", "p_3", "p_4", "fin", "age", "prio"];
        for (at, term) in terms.iter().enumerate() {
            close(found.coefficients[at], expected[name]["coef"][term].as_f64().unwrap(), 1e-7);
            close(found.errors[at], expected[name]["se"][term].as_f64().unwrap(), 1e-5);
        }
        if let Some(deviance) = expected[name]["deviance"].as_f64() {
            close(found.deviance, deviance, 1e-9);
        }
    }
}

#[test]
fn a_ridge_keeps_a_separating_driver_finite() {
    let events: Vec<bool> = (0..60).map(|row| row % 3 == 0).collect();
    let one = vec![1.0; 60];
    // Nobody with the driver left.
    let driver: Vec<f64> = (0..60).map(|row| f64::from(u8::from(row % 3 == 1))).collect();
    let columns = [one, driver];
    assert_eq!(
        discrete::fit(&events, &columns, Link::Logit, &[None, None]),
        Err(discrete::NoFit::Separated(1))
    );
    let found = discrete::fit(&events, &columns, Link::Logit, &[None, Some(discrete::RIDGE)]).unwrap();
    assert!((-2.0..-0.5).contains(&found.coefficients[1]), "{found:?}");
    let repeated = [columns[1].clone(), columns[1].clone()];
    assert_eq!(
        discrete::fit(&events, &repeated, Link::Logit, &[None, None]),
        Err(discrete::NoFit::Repeats(1))
    );
}
