//! Control charts against NHSRplotthedots 0.2.2 under R 4.2.2; expected values in `data/xmr.json`.

mod common;

use common::{close, reference};
use proptest::prelude::*;
use serde_json::Value;
use statistics::xmr::{
    Assurance, Better, Chart, Label, Limits, NoChart, Options, Segment, Signal, Standing, chart, rules_apply,
};

/// What the R package calls a signal.
fn r_name(signal: Option<Signal>) -> &'static str {
    match signal {
        None => "Common Cause",
        Some(Signal::AboveLimit) => "Above UCL",
        Some(Signal::BelowLimit) => "Below LCL",
        Some(Signal::Rising) => "7 Point Trend (Increasing)",
        Some(Signal::Falling) => "7 Point Trend (Decreasing)",
        Some(Signal::TwoOfThreeAbove) => "2 in 3 Above CL",
        Some(Signal::TwoOfThreeBelow) => "2 in 3 Below CL",
        Some(Signal::ShiftAbove) => "7 Points Above CL",
        Some(Signal::ShiftBelow) => "7 Points Below CL",
    }
}

fn r_label(label: Label) -> &'static str {
    match label {
        Label::CommonCause => "common_cause",
        Label::Improvement => "special_cause_improvement",
        Label::Concern => "special_cause_concern",
        Label::Neutral => "neutral",
    }
}

fn floats(values: &Value) -> Vec<f64> {
    values.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

fn of_reference(name: &str) -> (Value, Chart) {
    let series = reference("xmr.json")[name].clone();
    let options = Options {
        screening: series["screen_outliers"].as_bool().expect("true or false"),
        // R counts from one.
        rebase: series["rebase_at_index"]
            .as_u64()
            .map(|at| usize::try_from(at).expect("a place") - 1)
            .into_iter()
            .collect(),
        better: if series["improvement_direction"] == "increase" { Better::Higher } else { Better::Lower },
        target: series["target"].as_f64(),
        ..Options::default()
    };
    let chart = chart(&floats(&series["values"]), &options).expect("a chart");
    (series, chart)
}

#[test]
fn every_series_of_the_r_package() {
    let names = [
        "vignette_screened",
        "vignette_unscreened",
        "turnover_shift",
        "turnover_trend",
        "two_of_three",
        "agency_rebase",
        "equal_values",
        "short",
    ];
    for name in names {
        let (series, chart) = of_reference(name);
        for (place, point) in chart.points.iter().enumerate() {
            let segment = chart.segments[point.segment];
            close(segment.mean, series["mean"][place].as_f64().unwrap(), 1e-9);
            assert_eq!(segment.limits.is_some(), !series["lower_limit"][place].is_null(), "{name}");
            if let Some(limits) = segment.limits {
                close(limits.lower, series["lower_limit"][place].as_f64().unwrap(), 1e-9);
                close(limits.upper, series["upper_limit"][place].as_f64().unwrap(), 1e-9);
            }
            assert_eq!(r_name(point.signal), series["special_cause"][place], "{name}, point {place}");
            assert_eq!(r_label(point.label), series["point_type"][place], "{name}, point {place}");
        }
        let assurance = chart.assurance.map(|assurance| match assurance {
            Assurance::ConsistentlyMet => "consistent_pass",
            Assurance::ConsistentlyMissed => "consistent_fail",
            Assurance::HitAndMiss => "inconsistent",
        });
        assert_eq!(assurance, series["assurance"].as_str(), "{name}");
    }
}

#[test]
fn the_table_as_printed() {
    let print = |segment: &Segment| {
        let Limits { lower, upper, .. } = segment.limits.unwrap();
        format!("{:.6} {lower:.6} {upper:.6}", segment.mean)
    };
    let table = [
        ("vignette_screened", vec!["1.944444 -0.715556 4.604444"]),
        ("vignette_unscreened", vec!["1.944444 -3.062614 6.951503"]),
        ("turnover_shift", vec!["14.275000 12.287000 16.263000"]),
        ("turnover_trend", vec!["18.322222 16.303752 20.340693"]),
        ("two_of_three", vec!["20.212500 19.095300 21.329700"]),
        ("agency_rebase", vec!["16.416667 12.547576 20.285758", "12.916667 9.531212 16.302121"]),
    ];
    for (name, expected) in table {
        let (_, chart) = of_reference(name);
        assert_eq!(chart.segments.iter().map(print).collect::<Vec<_>>(), expected, "{name}");
    }
}

fn signals(values: &[f64], options: &Options) -> Vec<Option<Signal>> {
    chart(values, options).expect("a chart").points.iter().map(|point| point.signal).collect()
}

/// A wide baseline around ten, so that what follows it is judged by known limits: mean 10, limits 10 ± 5.32.
const BASELINE: [f64; 12] = [9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0];

fn after_baseline(values: &[f64]) -> Vec<Option<Signal>> {
    let all: Vec<f64> = BASELINE.iter().chain(values).copied().collect();
    let options = Options { baseline: Some(12), ..Options::default() };
    let chart = chart(&all, &options).expect("a chart");
    close(chart.segments[0].mean, 10.0, 0.0);
    close(chart.segments[0].limits.expect("limits").upper, 15.32, 1e-15);
    chart.points[12..].iter().map(|point| point.signal).collect()
}

#[test]
fn a_point_on_a_limit_is_inside() {
    assert_eq!(after_baseline(&[15.32, 15.33]), [None, Some(Signal::AboveLimit)]);
    assert_eq!(after_baseline(&[4.68, 4.67]), [None, Some(Signal::BelowLimit)]);
}

#[test]
fn a_point_on_the_mean_breaks_a_shift() {
    let above = [10.5, 10.6, 10.5, 10.6, 10.5, 10.6, 10.5];
    // The last point of the baseline is above the mean: it is of the run.
    assert_eq!(after_baseline(&above), [Some(Signal::ShiftAbove); 7]);
    let broken = [10.0, 10.6, 10.5, 10.6, 10.5, 10.6, 10.5, 10.0, 10.6, 10.5];
    assert_eq!(after_baseline(&broken), [None; 10]);
}

#[test]
fn a_level_step_breaks_a_trend() {
    let rising = [8.0, 8.5, 9.0, 9.5, 10.5, 11.0, 11.5];
    assert_eq!(after_baseline(&rising), [Some(Signal::Rising); 7]);
    let level = [8.0, 8.5, 9.0, 9.0, 10.5, 11.0, 11.5];
    assert_eq!(after_baseline(&level), [None; 7]);
    let falling: Vec<f64> = rising.iter().rev().copied().collect();
    // The last point of the baseline, 11, is below the first of these: the run is these seven.
    assert_eq!(after_baseline(&falling), [Some(Signal::Falling); 7]);
}

#[test]
fn outside_wins_over_a_trend_and_a_trend_over_a_shift() {
    let found = after_baseline(&[10.5, 11.5, 12.5, 13.0, 14.0, 15.0, 16.0]);
    assert_eq!(found[..6], [Some(Signal::Rising); 6]);
    assert_eq!(found[6], Some(Signal::AboveLimit));
}

#[test]
fn two_of_three_need_company_on_their_side() {
    // The near limit is 10 + 3.5467.
    let two = Some(Signal::TwoOfThreeAbove);
    assert_eq!(after_baseline(&[9.5, 14.0, 10.5, 14.0, 9.5]), [None, two, None, two, None]);
    assert_eq!(after_baseline(&[9.5, 14.0, 9.5, 14.0, 9.5]), [None; 5], "one of the three is below the mean");
    assert_eq!(after_baseline(&[9.5, 14.0, 10.0, 14.0, 9.5]), [None; 5], "one of the three is on the mean");
    // A point outside the limits is company, but not one of the two.
    assert_eq!(after_baseline(&[9.5, 14.0, 16.0, 10.5]), [None, None, Some(Signal::AboveLimit), None]);
    assert_eq!(after_baseline(&[9.5, 14.0, 16.0, 14.0]), [None, two, Some(Signal::AboveLimit), two]);
}

#[test]
fn no_run_crosses_a_rebase() {
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    assert!(signals(&values, &Options::default()).iter().all(Option::is_some));
    let rebased = Options { rebase: vec![4], ..Options::default() };
    assert_eq!(signals(&values, &rebased), [None; 8]);
    // Places may come in any order, and twice.
    let twice = Options { rebase: vec![6, 4, 6], ..Options::default() };
    let starts: Vec<usize> =
        chart(&values, &twice).unwrap().segments.iter().map(|segment| segment.start).collect();
    assert_eq!(starts, [0, 4, 6]);
}

#[test]
fn no_variation_and_too_few_points() {
    // A tenth is not exact, and its mean must be itself all the same.
    let equal = chart(&[0.1; 13], &Options::default()).unwrap();
    assert_eq!(equal.segments[0].standing, Standing::NoVariation);
    assert_eq!(equal.segments[0].limits, None);
    assert!(equal.points.iter().all(|point| point.label == Label::CommonCause));
    let one =
        chart(&[4.0], &Options { target: Some(3.0), better: Better::Higher, ..Options::default() }).unwrap();
    assert_eq!((one.segments[0].standing, one.assurance), (Standing::OnePoint, None));
    let standing = |points: usize| {
        chart(&BASELINE.repeat(2)[..points], &Options::default()).unwrap().segments[0].standing
    };
    assert_eq!((standing(12), standing(13)), (Standing::Provisional, Standing::Settled));
}

#[test]
fn one_step_in_a_flat_series_is_not_screened_into_limits_without_width() {
    let mut values = vec![5.0; 12];
    values.extend([9.0; 2]);
    let chart = chart(&values, &Options::default()).unwrap();
    let limits = chart.segments[0].limits.unwrap();
    assert!(limits.upper > limits.lower);
    close(chart.segments[0].moving_range.unwrap(), 4.0 / 13.0, 1e-15);
}

#[test]
fn targets_and_directions() {
    let assurance = |target: f64, better: Better| {
        let options = Options { target: Some(target), better, ..Options::default() };
        chart(&BASELINE, &options).unwrap().assurance
    };
    assert_eq!(assurance(4.0, Better::Higher), Some(Assurance::ConsistentlyMet));
    assert_eq!(assurance(4.0, Better::Lower), Some(Assurance::ConsistentlyMissed));
    assert_eq!(assurance(16.0, Better::Higher), Some(Assurance::ConsistentlyMissed));
    assert_eq!(assurance(16.0, Better::Lower), Some(Assurance::ConsistentlyMet));
    assert_eq!(assurance(10.0, Better::Higher), Some(Assurance::HitAndMiss));
    assert_eq!(assurance(10.0, Better::Neither), None);
    assert_eq!(assurance(f64::NAN, Better::Higher), None);
    let labels = |better: Better| {
        let values: Vec<f64> = BASELINE.iter().copied().chain([30.0, 10.0, -10.0]).collect();
        let options = Options { better, baseline: Some(12), ..Options::default() };
        let points = chart(&values, &options).unwrap().points;
        [points[12].label, points[13].label, points[14].label]
    };
    assert_eq!(labels(Better::Higher), [Label::Improvement, Label::CommonCause, Label::Concern]);
    assert_eq!(labels(Better::Lower), [Label::Concern, Label::CommonCause, Label::Improvement]);
    assert_eq!(labels(Better::Neither), [Label::Neutral, Label::CommonCause, Label::Neutral]);
}

#[test]
fn what_cannot_be_charted() {
    let refused = |values: &[f64], options: Options| chart(values, &options).unwrap_err();
    assert_eq!(refused(&[], Options::default()), NoChart::NoValues);
    assert_eq!(refused(&[1.0, f64::NAN], Options::default()), NoChart::NotFinite(1));
    assert_eq!(refused(&[1e308; 9], Options::default()), NoChart::TooLarge);
    for place in [0, 2, 9] {
        let options = Options { rebase: vec![place], ..Options::default() };
        assert_eq!(refused(&[1.0, 2.0], options), NoChart::RebaseOutside(place));
    }
    let options = Options { baseline: Some(11), ..Options::default() };
    assert_eq!(refused(&BASELINE, options), NoChart::ShortBaseline(11));
}

#[test]
fn rules_may_be_off() {
    assert!(rules_apply(3.0) && !rules_apply(2.999) && !rules_apply(f64::NAN));
    let options = Options { rules: false, ..Options::default() };
    assert_eq!(signals(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], &options), [None; 8]);
}

proptest! {
    #[test]
    fn limits_are_symmetrical_about_the_mean(values in proptest::collection::vec(-1e6..1e6_f64, 1..60), screening: bool) {
        let chart = chart(&values, &Options { screening, ..Options::default() }).unwrap();
        for segment in &chart.segments {
            let Some(limits) = segment.limits else { continue };
            let scale = 1e-9 * values.iter().fold(1.0_f64, |largest, value| largest.max(value.abs()));
            prop_assert!((limits.upper + limits.lower - 2.0 * segment.mean).abs() <= scale);
            prop_assert!((limits.near_upper + limits.near_lower - 2.0 * segment.mean).abs() <= scale);
            prop_assert!(limits.lower <= limits.near_lower && limits.near_upper <= limits.upper);
        }
    }

    #[test]
    fn upside_down_every_signal_is_the_opposite(values in proptest::collection::vec(-9..9_i32, 1..60)) {
        let up: Vec<f64> = values.iter().copied().map(f64::from).collect();
        let down: Vec<f64> = up.iter().map(|value| -value).collect();
        let up = signals(&up, &Options::default());
        for (one, other) in up.iter().zip(signals(&down, &Options::default())) {
            prop_assert_eq!(one.is_some(), other.is_some());
            prop_assert!(one.zip(other).is_none_or(|(one, other)| one.is_upward() != other.is_upward()));
        }
    }

    #[test]
    fn no_number_breaks_a_chart(
        values in proptest::collection::vec(any::<f64>(), 0..40),
        rebase in proptest::collection::vec(0..40_usize, 0..3),
        baseline in proptest::option::of(0..40_usize),
        target in proptest::option::of(any::<f64>()),
        screening: bool,
    ) {
        let options = Options { screening, rebase, baseline, target, better: Better::Lower, ..Options::default() };
        let Ok(chart) = chart(&values, &options) else { return Ok(()) };
        prop_assert_eq!(chart.points.len(), values.len());
        for segment in &chart.segments {
            prop_assert!(segment.mean.is_finite());
            if let Some(Limits { lower, near_lower, near_upper, upper }) = segment.limits {
                prop_assert!([lower, near_lower, near_upper, upper].iter().all(|limit| limit.is_finite()));
            }
        }
    }
}
