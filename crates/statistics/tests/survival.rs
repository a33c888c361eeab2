//! Curves, tests, destinations and bands against R's survival 3.5-3 and etm 1.1.1; expected values in `data/survival.json`.

mod common;

use common::{close, codes, column, numbers, reference, whole};
use proptest::prelude::*;
use serde_json::Value;
use statistics::interval::Level;
use statistics::shrinkage::Gamma;
use statistics::survival::bands::{self, Band};
use statistics::survival::curve::{Curve, FLOOR};
use statistics::survival::destinations::incidence;
use statistics::survival::log_rank::{LogRank, log_rank, permutation};
use statistics::survival::{SpellError, Spells};

fn data(name: &str) -> Value {
    reference("spells.json")[name].clone()
}

fn spells(table: &Value, entry: Option<&str>, exit: &str, event: &str) -> Spells {
    Spells::new(entry.map(|entry| column(table, entry)), column(table, exit), whole(table, event))
        .expect("a value")
}

fn tiny() -> Spells {
    spells(&data("tiny_spells"), Some("entry"), "exit", "event")
}

fn psych() -> Spells {
    spells(&data("psych"), Some("age"), "exit", "death")
}

fn lung() -> Spells {
    spells(&data("lung"), None, "time", "event")
}

/// Compares a curve with R's rows, which may be a few of them only.
fn is_curve(curve: &Curve, rows: &Value) {
    for expected in rows.as_array().expect("a value") {
        let [time, surv, hazard, hazard_se] = numbers(expected, ["time", "surv", "cumhaz", "cumhaz_se"]);
        let row = curve.row(time).expect("a value");
        close(row.survival, surv, 1e-10);
        close(row.hazard, hazard, 1e-10);
        close(row.hazard_se, hazard_se, 1e-10);
        let Some(se) = expected["se"].as_f64() else {
            assert_eq!((row.se, row.interval), (None, None));
            continue;
        };
        close(row.se.expect("a value"), se, 1e-10);
        let (lower, upper) = row.interval.expect("a value");
        let [low, high] = numbers(expected, ["lower", "upper"]);
        close(lower, low, 1e-10);
        close(upper, high, 1e-10);
    }
}

#[test]
fn curves_of_r() {
    let expected = reference("survival.json");
    is_curve(&Curve::new(&tiny(), Level::P95), &expected["tiny_km"]);
    is_curve(&Curve::new(&psych(), Level::P95), &expected["psych_km"]);
    let lung = Curve::new(&lung(), Level::P95);
    is_curve(&lung, &expected["lung_km"]);
    let quantile = &expected["lung_quantiles"];
    for (at, p) in [0.75, 0.5, 0.25].into_iter().enumerate() {
        let found = lung.quantile(p);
        for (name, found) in [("quantile", found.time), ("lower", found.lower), ("upper", found.upper)] {
            assert_eq!(found, quantile[name][at].as_f64(), "{name} at {p}");
        }
    }
    let (mean, se) = lung.restricted_mean(365.0);
    let [r_mean, r_se] = numbers(&expected["lung_rmst365"], ["rmean", "se(rmean)"]);
    close(mean, r_mean, 1e-10);
    close(se, r_se, 1e-10);
    let aml = data("aml");
    let groups = spells(&aml, None, "time", "status").split(&codes(&aml, "x").0, 2);
    let rows = expected["aml_km"].as_array().unwrap();
    for (group, name) in groups.iter().zip(["x=Maintained", "x=Nonmaintained"]) {
        let own: Vec<Value> = rows.iter().filter(|row| row["stratum"] == name).cloned().collect();
        is_curve(&Curve::new(group, Level::P95), &Value::from(own));
    }
}

#[test]
fn counts_at_risk_do_not_include_those_who_enter_then() {
    let rows: Vec<(f64, u64, u64)> =
        Curve::new(&tiny(), Level::P95).rows.iter().map(|row| (row.time, row.at_risk, row.events)).collect();
    assert_eq!(rows, [(3.0, 6, 1), (7.0, 6, 2), (12.0, 5, 2), (18.0, 4, 1), (24.0, 2, 1)]);
}

#[test]
fn a_floor_keeps_tiny_early_risk_sets_from_ending_the_curve() {
    // One person, hired long ago, left at once; twelve others follow.
    let entry: Vec<f64> =
        std::iter::once(0.0).chain((0..12).map(f64::from).map(|day| 20.0 + day / 100.0)).collect();
    let exit: Vec<f64> = std::iter::once(5.0).chain((0..12).map(|day| 30.0 + f64::from(day))).collect();
    let spells = Spells::new(Some(entry), exit, vec![1; 13]).unwrap();
    assert!(Curve::new(&spells, Level::P95).at(30.0) <= 0.0);
    let floored = Curve::with_floor(&spells, Level::P95, FLOOR);
    close(floored.start, 5.0, 0.0);
    close(floored.at(30.0), 11.0 / 12.0, 1e-12);
    // It stops before fewer than ten are at risk.
    assert_eq!(floored.rows.last().unwrap().at_risk, 10);
    assert!(Curve::with_floor(&tiny(), Level::P95, FLOOR).rows.is_empty());
}

fn is_test(found: &LogRank, expected: &Value) {
    let [chisq, df, p] = numbers(expected, ["chisq", "df", "p"]);
    close(found.chisq.expect("a value"), chisq, 1e-9);
    close(f64::from(u32::try_from(found.df).expect("a value")), df, 0.0);
    assert!((found.p.expect("a value") / p - 1.0).abs() < 1e-8, "{:?} is not {p}", found.p);
    for (name, value) in [("observed", true), ("expected", false), ("O", true), ("E", false)] {
        let Some(list) = expected[name].as_array().filter(|list| list.len() == found.groups.len()) else {
            continue;
        };
        for (group, expected) in found.groups.iter().zip(list) {
            close(
                if value { group.observed } else { group.expected },
                expected.as_f64().expect("a value"),
                1e-9,
            );
        }
    }
}

#[test]
fn log_rank_tests_of_r() {
    let expected = reference("survival.json");
    let by = |table: &Value, spells: &Spells, name: &str| {
        let (group, known) = codes(table, name);
        log_rank(spells, &group, known.len(), None)
    };
    is_test(&by(&data("tiny_spells"), &tiny(), "team"), &expected["tiny_logrank_team"]);
    is_test(&by(&data("psych"), &psych(), "sex"), &expected["psych_logrank_sex"]);
    let aml = data("aml");
    is_test(&by(&aml, &spells(&aml, None, "time", "status"), "x"), &expected["aml_logrank"]);
    is_test(&by(&data("lung"), &lung(), "sex"), &expected["lung_logrank_sex"]);
    let veteran = data("veteran");
    let test = by(&veteran, &spells(&veteran, None, "time", "status"), "celltype");
    let r = &expected["veteran_logrank_cell"];
    close(test.chisq.unwrap(), r["chisq"].as_f64().unwrap(), 1e-9);
    assert_eq!(test.df, 3);
    // R orders the cells squamous, small, adeno, large; we by name.
    let ours: Vec<f64> = [3, 2, 0, 1].iter().map(|at: &usize| test.groups[*at].observed).collect();
    assert_eq!(ours, column(r, "observed"));
    // One row lacks the performance score, and is no stratum of R's.
    let lung = data("lung");
    let (strata, known) = codes(&lung, "ph.ecog");
    let lacks = u32::try_from(known.iter().position(|word| word == "null").unwrap()).unwrap();
    let kept: Vec<usize> = (0..strata.len()).filter(|place| strata[*place] != lacks).collect();
    let pick = |values: &[u32]| kept.iter().map(|place| values[*place]).collect::<Vec<u32>>();
    let exit = column(&lung, "time");
    let of_kept =
        Spells::new(None, kept.iter().map(|place| exit[*place]).collect(), pick(&whole(&lung, "event")));
    let test = log_rank(&of_kept.unwrap(), &pick(&codes(&lung, "sex").0), 2, Some(&pick(&strata)));
    let r = &expected["lung_logrank_sex_strat_ecog"];
    close(test.chisq.unwrap(), r["chisq"].as_f64().unwrap(), 1e-9);
    close(test.groups[0].observed, 28.0 + 54.0 + 28.0 + 1.0, 0.0);
}

#[test]
fn a_group_never_at_risk_drops_out_and_no_event_is_no_test() {
    let exit = vec![2.0, 3.0, 4.0, 5.0, 1.0];
    let spells = Spells::new(None, exit.clone(), vec![1, 1, 1, 0, 0]).unwrap();
    let test = log_rank(&spells, &[0, 1, 0, 1, 2], 3, None);
    assert_eq!((test.df, test.groups[2].expected), (1, 0.0));
    let none = log_rank(&Spells::new(None, exit, vec![0; 5]).unwrap(), &[0, 1, 0, 1, 0], 2, None);
    assert_eq!((none.chisq, none.df, none.p), (None, 0, None));
}

#[test]
fn shuffling_agrees_with_the_chi_square_where_that_is_good() {
    let lung = data("lung");
    let group = codes(&lung, "sex").0;
    let p = permutation(&self::lung(), &group, 2, &vec![0; group.len()], 1_999, 7).unwrap();
    assert!(p < 0.006, "{p}, by chi-square 0.0013");
    let tiny_table = data("tiny_spells");
    let p = permutation(&tiny(), &codes(&tiny_table, "team").0, 2, &[0; 12], 1_999, 7).unwrap();
    assert!((0.3..0.8).contains(&p), "{p}, by chi-square 0.47");
}

#[test]
fn destinations_of_etm() {
    let expected = reference("survival.json");
    let table = data("tiny_spells");
    let cause = |word: &Value| match word.as_str().unwrap() {
        "agency" => 1,
        "council" => 2,
        "left" => 3,
        _ => 0,
    };
    let causes = table["dest"].as_array().unwrap().iter().map(cause).collect();
    let spells = Spells::new(Some(column(&table, "entry")), column(&table, "exit"), causes).unwrap();
    let curves = incidence(&spells, 3, Level::P95);
    for (curve, name) in curves.iter().zip(["0 agency", "0 council", "0 left"]) {
        let rows = expected["tiny_aj_etm"][name].as_array().unwrap();
        assert_eq!(rows.len(), curve.len());
        for (row, expected) in curve.iter().zip(rows) {
            let [time, p, variance] = numbers(expected, ["time", "P", "var"]);
            close(row.time, time, 0.0);
            close(row.incidence, p, 1e-10);
            close(row.variance, variance, 1e-10);
        }
    }
    let table = data("mgus2");
    let spells = self::spells(&table, None, "etime", "ev");
    let curves = incidence(&spells, 2, Level::P95);
    for expected in expected["mgus2_aj_r"].as_array().unwrap() {
        let [time] = numbers(expected, ["time"]);
        for (curve, name) in curves.iter().zip(["pcm", "death"]) {
            let row = curve[..curve.partition_point(|row| row.time <= time)].last().unwrap();
            let [p, se] = numbers(expected, [&format!("p_{name}"), &format!("se_{name}")]);
            close(row.incidence, p, 1e-10);
            close(row.variance.sqrt(), se, 1e-10);
        }
    }
}

#[test]
fn bands_and_their_posteriors() {
    let expected = reference("survival.json");
    let seen = bands::count(&tiny(), &bands::bands(&[6.0, 12.0, 24.0]));
    for (own, row) in seen.iter().zip(expected["tiny_piecewise"].as_array().unwrap()) {
        let [exposure, events, rate, low, high] =
            numbers(row, ["exposure", "events", "rate", "lower", "upper"]);
        assert_eq!((own.exposure, own.events.to_string()), (exposure, events.to_string()));
        close(own.rate().unwrap(), rate, 1e-12);
        let interval = own.interval(Level::P95).unwrap();
        close(interval.0, low, 1e-10);
        close(interval.1, high, 1e-10);
    }
    for (time, share) in expected["tiny_piecewise_S"].as_object().unwrap() {
        let found = bands::survival(&seen, time.parse().unwrap()).unwrap();
        close(found, share.as_f64().unwrap(), 1e-12);
    }
    for (own, row) in seen.iter().zip(expected["tiny_shrunk"].as_array().unwrap()) {
        let [national, shape, rate, mean, low, high] =
            numbers(row, ["national", "shape", "rate", "mean", "q025", "q975"]);
        let prior = Gamma::worth(national, 10.0).unwrap();
        let events = f64::from(u32::try_from(own.events).unwrap());
        let posterior = prior.after(events, own.exposure);
        for (found, expected) in [(posterior.shape, shape), (posterior.rate, rate), (posterior.mean(), mean)]
        {
            close(found, expected, 1e-12);
        }
        let interval = posterior.interval(Level::P95);
        close(interval.0, low, 1e-10);
        close(interval.1, high, 1e-10);
    }
}

#[test]
fn spells_that_cannot_be_used() {
    let new = |entry, exit, event| Spells::new(entry, exit, event).unwrap_err();
    let wrong = new(None, vec![1.0, 2.0], vec![1]);
    assert_eq!(wrong, SpellError::Length { column: "event", found: 1, wanted: 2 });
    let wrong = new(None, vec![1.0, f64::NAN], vec![1, 0]);
    assert_eq!(wrong, SpellError::NotFinite { column: "exit", place: 1 });
    assert_eq!(new(Some(vec![0.0, 2.0]), vec![1.0, 2.0], vec![1, 0]), SpellError::NoTime(1));
    assert!(Curve::new(&Spells::default(), Level::P95).rows.is_empty());
}

/// The curve by its definition, row by row.
fn by_definition(spells: &Spells) -> Vec<(f64, u64, u64)> {
    let entry = |place: usize| spells.entry().map_or(f64::NEG_INFINITY, |entry| entry[place]);
    let left = |place: &usize| spells.outcome()[*place] > 0;
    let mut times: Vec<f64> = (0..spells.len()).filter(left).map(|place| spells.exit()[place]).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let row = |time: &f64| {
        let here = |place: &usize| entry(*place) < *time && *time <= spells.exit()[*place];
        let then =
            |place: &usize| left(place) && spells.exit()[*place] >= *time && spells.exit()[*place] <= *time;
        let count = |test: &dyn Fn(&usize) -> bool| (0..spells.len()).filter(test).count() as u64;
        (*time, count(&here), count(&then))
    };
    times.iter().map(row).collect()
}

proptest! {
    #[test]
    fn counted_and_sorted_sweeps_agree_with_the_definition(
        rows in prop::collection::vec((0_u8..20, 1_u8..20, 0_u32..4), 0..60),
        late in any::<bool>(),
        fraction in any::<bool>(),
    ) {
        let scale = if fraction { 0.37 } else { 1.0 };
        let entry = rows.iter().map(|row| f64::from(row.0) * scale).collect();
        let exit = rows.iter().map(|row| f64::from(row.0 + row.1) * scale).collect();
        let spells = Spells::new(late.then_some(entry), exit, rows.iter().map(|row| row.2).collect()).unwrap();
        let curve = Curve::new(&spells, Level::P95);
        let found: Vec<_> = curve.rows.iter().map(|row| (row.time, row.at_risk, row.events)).collect();
        prop_assert_eq!(found, by_definition(&spells));
        // Everyone stays or has gone somewhere.
        let curves = incidence(&spells, 3, Level::P95);
        for (at, row) in curve.rows.iter().enumerate() {
            let gone: f64 = curves.iter().map(|curve| curve[at].incidence).sum();
            prop_assert!((gone + row.survival - 1.0).abs() < 1e-12);
            prop_assert!(curves.iter().all(|curve| curve[at].variance >= 0.0));
            prop_assert!(row.interval.is_none_or(|(low, high)| low <= row.survival && row.survival <= high));
        }
        // With one cause, the variance is Greenwood's.
        let one = incidence(&spells.any_cause(), 1, Level::P95);
        for (row, gone) in curve.rows.iter().zip(one.first().into_iter().flatten()) {
            let se = row.se.unwrap_or_else(|| gone.variance.sqrt());
            prop_assert!((se - gone.variance.sqrt()).abs() < 1e-10);
        }
    }

    #[test]
    fn band_exposures_add_up(rows in prop::collection::vec((0_u8..40, 1_u8..40, 0_u32..2), 0..40)) {
        let entry = rows.iter().map(|row| f64::from(row.0)).collect();
        let exit = rows.iter().map(|row| f64::from(row.0 + row.1)).collect();
        let spells = Spells::new(Some(entry), exit, rows.iter().map(|row| row.2).collect()).unwrap();
        let seen = bands::count(&spells, &bands::bands(&[5.0, 11.0, 30.0]));
        let served: f64 = rows.iter().map(|row| f64::from(row.1)).sum();
        let left: u64 = rows.iter().map(|row| u64::from(row.2)).sum();
        prop_assert!((seen.iter().map(|own| own.exposure).sum::<f64>() - served).abs() < 1e-9);
        prop_assert_eq!(seen.iter().map(|own| own.events).sum::<u64>(), left);
        prop_assert_eq!(seen[1].band, Band { low: 5.0, high: Some(11.0) });
    }
}
