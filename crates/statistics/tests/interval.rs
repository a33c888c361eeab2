//! Intervals against PHEindicatormethods 2.1.0 under R 4.2.2 and scipy 1.17.1; expected values in `data/`.

mod common;

use common::{close, numbers, reference};
use proptest::prelude::*;
use statistics::interval::{Interval, Level, Method, byar, exact_poisson, poisson, rate, wilson};

const LEVELS: [(Level, &str); 2] = [(Level::P95, "95_0cl"), (Level::P998, "99_8cl")];

fn low(interval: Interval) -> f64 {
    interval.low.expect("a lower limit")
}

#[test]
fn proportions_of_the_r_package() {
    for row in reference("intervals_funnels.json")["intervals"]["wilson"].as_array().unwrap() {
        let [x, n] = numbers(row, ["x", "n"]);
        for (level, suffix) in LEVELS {
            let [lower, upper] = numbers(row, [&format!("lower{suffix}"), &format!("upper{suffix}")]);
            let interval = wilson(x, n, level).unwrap();
            close(low(interval), lower, 1e-10);
            close(interval.high, upper, 1e-10);
            assert_eq!(interval.method, Method::Wilson);
        }
    }
}

#[test]
fn rates_of_the_r_package() {
    for row in reference("intervals_funnels.json")["intervals"]["rate_per_100"].as_array().unwrap() {
        let [x, n] = numbers(row, ["x", "n"]);
        for (level, suffix) in LEVELS {
            let [lower, upper] = numbers(row, [&format!("lower{suffix}"), &format!("upper{suffix}")]);
            let interval = rate(x, n, level).unwrap();
            close(low(interval) * 100.0, lower, 1e-9);
            close(interval.high * 100.0, upper, 1e-9);
            let exact = row["method"] == "Exact";
            assert_eq!(interval.method, if exact { Method::ExactPoisson } else { Method::Byar });
        }
    }
}

#[test]
fn the_table_as_printed() {
    // x, n, Wilson 95% in six places, rate per 100 in six places.
    let table = [
        (0.0, 20.0, "0.000000 0.161125", "0.000000 18.444397"),
        (1.0, 25.0, "0.007096 0.195441", "0.101271 22.286574"),
        (3.0, 20.0, "0.052369 0.360419", "3.093361 43.836365"),
        (9.0, 60.0, "0.080974 0.261146", "6.858955 28.474672"),
        (10.0, 60.0, "0.093132 0.280316", "7.979083 30.652431"),
        (32.0, 210.0, "0.110053 0.207198", "10.421047 21.512357"),
        (20.0, 20.0, "0.838875 1.000000", "61.057144 154.449402"),
    ];
    let print =
        |interval: Interval, unit: f64| format!("{:.6} {:.6}", low(interval) * unit, interval.high * unit);
    for (x, n, share, per_100) in table {
        assert_eq!(print(wilson(x, n, Level::P95).unwrap(), 1.0), share);
        assert_eq!(print(rate(x, n, Level::P95).unwrap(), 100.0), per_100);
    }
}

#[test]
fn poisson_limits_of_scipy() {
    let data = reference("intervals_funnels.json");
    for (name, function) in
        [("garwood95", exact_poisson as fn(f64, Level) -> Option<Interval>), ("byar95", byar)]
    {
        for (count, limits) in data[name].as_object().unwrap() {
            let interval = function(count.parse().unwrap(), Level::P95).unwrap();
            close(low(interval), limits[0].as_f64().unwrap(), 1e-12);
            close(interval.high, limits[1].as_f64().unwrap(), 1e-12);
        }
    }
}

#[test]
fn test_rows_that_the_r_package_publishes() {
    let share = wilson(65.0, 100.0, Level::P95).unwrap();
    close(low(share), 0.552_544_433, 1e-9);
    close(share.high, 0.736_357_518, 1e-9);
    let count = byar(65.0, Level::P95).unwrap();
    close(low(count), 50.163_187_71, 1e-9);
    close(count.high, 82.849_138_55, 1e-9);
    let one = byar(1.0, Level::P998).unwrap();
    close(one.high, 9.362_180_22, 1e-9);
    assert_eq!(one.low, None);
}

#[test]
fn what_has_no_interval() {
    for level in [Level::P95, Level::P998] {
        for (x, n) in
            [(0.0, 0.0), (1.0, -1.0), (-0.1, 5.0), (5.1, 5.0), (f64::NAN, 5.0), (1.0, f64::INFINITY)]
        {
            assert_eq!(wilson(x, n, level), None);
        }
        for count in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(poisson(count, level), None);
            assert_eq!(exact_poisson(count, level), None);
            assert_eq!(byar(count, level), None);
        }
        assert_eq!(rate(3.0, 0.0, level), None);
        assert_eq!(rate(3.0, -2.0, level), None);
        assert_eq!(rate(3.0, 1e-320, level), None, "a rate past the largest number");
    }
}

#[test]
fn exact_and_byar_meet_where_exact_stops() {
    for level in [Level::P95, Level::P998] {
        let (below, above) =
            (exact_poisson(99_999.0, level).unwrap(), exact_poisson(100_000.0, level).unwrap());
        assert_eq!((below.method, above.method), (Method::ExactPoisson, Method::Byar));
        let byar = byar(99_999.0, level).unwrap();
        close(low(below), low(byar), 1e-8);
        close(below.high, byar.high, 1e-8);
    }
}

#[test]
fn fractional_counts_lie_between_whole_ones() {
    for tenths in 0..99_u32 {
        let (one, next) = (f64::from(tenths) / 10.0, f64::from(tenths + 1) / 10.0);
        let (one, next) = (poisson(one, Level::P95).unwrap(), poisson(next, Level::P95).unwrap());
        assert!(low(one) <= low(next) && one.high < next.high, "{one:?} {next:?}");
    }
}

proptest! {
    #[test]
    fn wilson_contains_the_share_and_widens((n, part) in (1e-6..1e9_f64, 0.0..=1.0_f64)) {
        let x = n * part;
        let (near, far) = (wilson(x, n, Level::P95).unwrap(), wilson(x, n, Level::P998).unwrap());
        prop_assert!(near.contains(x / n) && far.contains(x / n));
        prop_assert!(low(far) <= low(near) && near.high <= far.high);
        prop_assert!(low(far) >= 0.0 && far.high <= 1.0);
    }

    #[test]
    fn poisson_contains_the_count_and_widens(count in prop_oneof![0.0..30.0_f64, 0.0..1e9_f64]) {
        for function in [poisson, exact_poisson, byar] {
            let (near, far) = (function(count, Level::P95).unwrap(), function(count, Level::P998).unwrap());
            prop_assert!(near.contains(count) && far.contains(count));
            prop_assert!(near.high <= far.high);
            if let (Some(near), Some(far)) = (near.low, far.low) {
                prop_assert!(0.0 <= far && far <= near);
            }
        }
    }

    #[test]
    fn no_number_breaks_an_interval(x in any::<f64>(), n in any::<f64>()) {
        for level in [Level::P95, Level::P998] {
            for interval in [wilson(x, n, level), poisson(x, level), exact_poisson(x, level), byar(x, level), rate(x, n, level)] {
                let Some(Interval { low, high, .. }) = interval else { continue };
                prop_assert!(high.is_finite() && low.is_none_or(|low| low.is_finite() && low <= high));
            }
        }
    }
}
