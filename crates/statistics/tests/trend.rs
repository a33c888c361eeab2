//! Trends against scipy 1.17.1 and pymannkendall 1.4.3; expected values in `data/trend.json`.

mod common;

use common::{close, numbers, reference};
use proptest::prelude::*;
use statistics::trend::{mann_kendall, theil_sen, theil_sen_evenly_spaced};

#[test]
fn eighteen_months_of_the_reference() {
    let data = reference("trend.json");
    let row = &data["theil_sen"];
    let y: Vec<f64> = row["y"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    let line = theil_sen_evenly_spaced(&y).unwrap();
    let [slope, intercept, low, high] = numbers(row, ["slope", "intercept", "low", "high"]);
    for (found, expected) in
        [(line.slope, slope), (line.intercept, intercept), (line.low, low), (line.high, high)]
    {
        close(found, expected, 1e-12);
    }
    let test = mann_kendall(&y).unwrap();
    let [s, variance, z, p, tau] = numbers(row, ["mk_s", "mk_var", "mk_z", "mk_p", "mk_tau"]);
    for (found, expected) in
        [(test.s, s), (test.variance, variance), (test.z, z), (test.p, p), (test.tau, tau)]
    {
        close(found, expected, 1e-12);
    }
    // As methods are quoted: to these digits.
    assert_eq!(format!("{:.6} {:.6}", test.z, test.p), "2.045396 0.040816");
    assert_eq!(
        format!("{:.2} [{:.6}, {:.1}] {:.2}", line.slope, line.low, line.high, line.intercept),
        "0.08 [0.007143, 0.2] 17.47"
    );
    close(line.at(8.5).unwrap(), 18.15, 1e-12);
}

#[test]
fn ties_take_from_the_variance() {
    // By hand: n = 8 gives 8 * 7 * 21 / 18; a triple takes 3 * 2 * 11 / 18, a pair 2 * 1 * 9 / 18.
    let test = mann_kendall(&[1.0, 1.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0]).unwrap();
    close(test.variance, (1176.0 - 66.0 - 18.0) / 18.0, 1e-15);
    close(test.s, 28.0 - 3.0 - 1.0, 0.0);
    close(test.z, 23.0 / ((1176.0_f64 - 84.0) / 18.0).sqrt(), 1e-15);
    // Zero has two signs and one value.
    let signs = mann_kendall(&[0.0, -0.0, 0.0, 2.0, 3.0, 3.0, 4.0, 5.0]).unwrap();
    close(signs.variance, test.variance, 0.0);
}

#[test]
fn what_has_no_trend() {
    assert_eq!(mann_kendall(&[1.0; 7]), None, "seven values are too few");
    assert_eq!(mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, f64::NAN]), None);
    let flat = mann_kendall(&[4.0; 8]).unwrap();
    assert_eq!((flat.s, flat.variance, flat.z, flat.p), (0.0, 0.0, 0.0, 1.0));
    assert_eq!(theil_sen_evenly_spaced(&[]), None);
    assert_eq!(theil_sen_evenly_spaced(&[3.0]), None);
    assert_eq!(theil_sen(&[1.0, 2.0], &[1.0]), None);
    assert_eq!(theil_sen(&[2.0, 2.0], &[1.0, 5.0]), None, "no two x differ");
    assert_eq!(theil_sen(&[0.0, -0.0], &[1.0, 5.0]), None, "zero has two signs and one value");
    assert_eq!(theil_sen_evenly_spaced(&[-1e308, 1e308]), None, "a slope past the largest number");
}

proptest! {
    #[test]
    fn a_straight_line_is_found_exactly(slope in -1000..1000_i32, intercept in -1000..1000_i32, x in proptest::collection::vec(-500..500_i32, 2..40)) {
        prop_assume!(x.iter().any(|value| *value != x[0]));
        let y: Vec<f64> = x.iter().map(|x| f64::from(slope * x + intercept)).collect();
        let x: Vec<f64> = x.into_iter().map(f64::from).collect();
        let line = theil_sen(&x, &y).unwrap();
        prop_assert_eq!((line.slope, line.intercept), (f64::from(slope), f64::from(intercept)));
        prop_assert_eq!((line.low, line.high), (f64::from(slope), f64::from(slope)));
    }

    #[test]
    fn the_interval_holds_the_slope(y in proptest::collection::vec(-1e6..1e6_f64, 2..60)) {
        let line = theil_sen_evenly_spaced(&y).unwrap();
        prop_assert!(line.low <= line.slope && line.slope <= line.high);
    }

    #[test]
    fn turned_round_a_trend_is_the_opposite(y in proptest::collection::vec(-50..50_i32, 8..60)) {
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        let back: Vec<f64> = y.iter().rev().copied().collect();
        let (one, other) = (mann_kendall(&y).unwrap(), mann_kendall(&back).unwrap());
        prop_assert_eq!((one.s, one.z, one.p, one.variance), (-other.s, -other.z, other.p, other.variance));
        prop_assert!((0.0..=1.0).contains(&one.p) && (-1.0..=1.0).contains(&one.tau));
    }

    #[test]
    fn no_number_breaks_a_trend(points in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..30)) {
        let (x, y): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        for line in [theil_sen(&x, &y), theil_sen_evenly_spaced(&y)].into_iter().flatten() {
            prop_assert!([line.slope, line.intercept, line.low, line.high].iter().all(|number| number.is_finite()));
        }
        if let Some(test) = mann_kendall(&y) {
            prop_assert!([test.s, test.variance, test.z, test.p, test.tau].iter().all(|number| number.is_finite()));
        }
    }
}
