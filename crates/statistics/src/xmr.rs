//! Control charts of single values (XmR) with the rules of NHS England's "Making Data Count".
//!
//! Limits and rules are those of the R package NHSRplotthedots 0.2.2. Limits are the mean ± 2.66 times the average moving
//! range. A signal is a reason to ask what happened, not an answer.
//!
//! Monthly counts below three on average raise false alarms in a third of charts and more ([`rules_apply`]); rolling values
//! repeat their neighbours, so no rule means anything on them ([`Options::rules`] off).

mod signals;

use serde::{Deserialize, Serialize};

use crate::real;
pub use signals::Signal;

/// Limits are this many average moving ranges from the mean: 3 / 1.128.
pub const LIMIT: f64 = 2.66;
/// Two thirds of the way to the limits.
pub const NEAR_LIMIT: f64 = LIMIT * 2.0 / 3.0;
/// With screening, moving ranges of this many averages or more are left out of the average, once.
pub const SCREEN: f64 = 3.267;
/// A segment of fewer points has provisional limits. The R package warns below 13; NHS guidance says 12.
pub const FEWEST_SETTLED: usize = 13;
/// A fixed baseline has at least this many points.
pub const FEWEST_BASELINE: usize = 12;
/// Mean count of a period from which the rules may be applied to counts.
pub const FEWEST_COUNT: f64 = 3.0;

/// Differences below this share of a segment's largest value are rounding: such a point is on the line.
const ROUNDING: f64 = 1e-12;

/// Whether the rules may be applied to counts of this mean: three or more. In stable Poisson counts over 24 months the
/// chance of at least one false signal is 61% at a mean of 0.5, 47% at 1, 32% at 2 and 23% at 5.
pub fn rules_apply(mean_count: f64) -> bool {
    mean_count >= FEWEST_COUNT
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither way is better: signals are only signals.
    #[default]
    Neither,
}

/// What to do with a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Leave outlying moving ranges out of the average (on in the R package, off in the NHS workbook).
    pub screening: bool,
    /// Apply the rules; off for rolling values and for small counts.
    pub rules: bool,
    /// Places (from 0) of the first point after each change that a person recorded: new limits start there.
    pub rebase: Vec<usize>,
    /// Take mean and limits from only the first so many points of each segment; at least [`FEWEST_BASELINE`].
    pub baseline: Option<usize>,
    /// Which way is better.
    pub better: Better,
    /// Target in the unit of the values.
    pub target: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            screening: true,
            rules: true,
            rebase: Vec::new(),
            baseline: None,
            better: Better::Neither,
            target: None,
        }
    }
}

/// Why there is no chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoChart {
    /// The series is empty.
    #[error("the series is empty")]
    NoValues,
    /// A value is NaN or infinite.
    #[error("point {0} (from 0) is not a number: leave points without a value out of the series")]
    NotFinite(usize),
    /// Mean or limits are too large for numbers.
    #[error("the values are too large to average")]
    TooLarge,
    /// A rebase point that starts no new segment.
    #[error(
        "limits cannot restart at point {0} (from 0): it must come after the first point and within the series"
    )]
    RebaseOutside(usize),
    /// A fixed baseline that is too short.
    #[error("a baseline of {0} points is too short: {FEWEST_BASELINE} are the fewest")]
    ShortBaseline(usize),
}

/// Process limits of one segment, in the unit of the values. The lower ones may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Mean less 2.66 average moving ranges.
    pub lower: f64,
    /// Two thirds of the way down.
    pub near_lower: f64,
    /// Two thirds of the way up.
    pub near_upper: f64,
    /// Mean plus 2.66 average moving ranges.
    pub upper: f64,
}

/// How far a segment's limits can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// One point has no moving range: no limits.
    OnePoint,
    /// All values of the baseline are equal: "no variation", no limits.
    NoVariation,
    /// Fewer than [`FEWEST_SETTLED`] points: "provisional limits".
    Provisional,
    /// Enough points.
    Settled,
}

/// A stretch of the series with one mean and one pair of limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Place of its first point.
    pub start: usize,
    /// Place after its last point.
    pub end: usize,
    /// Mean of its baseline.
    pub mean: f64,
    /// Average moving range, after screening; none where there are no limits.
    pub moving_range: Option<f64>,
    /// Limits, where the standing allows them.
    pub limits: Option<Limits>,
    /// How far the limits can be relied on.
    pub standing: Standing,
}

/// What a point's signal means for the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// No signal: the usual variation.
    CommonCause,
    /// A signal in the better direction.
    Improvement,
    /// A signal in the worse direction.
    Concern,
    /// A signal where neither direction is better.
    Neutral,
}

/// One value and what the rules say of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The value as given.
    pub value: f64,
    /// Which of [`Chart::segments`] it belongs to.
    pub segment: usize,
    /// The first signal by precedence.
    pub signal: Option<Signal>,
    /// The signal's meaning.
    pub label: Label,
}

/// Whether the process as it is now will meet a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The target is outside the limits on the worse side.
    ConsistentlyMet,
    /// The target is outside the limits on the better side.
    ConsistentlyMissed,
    /// The target is between the limits, or on one: it is met or missed by chance.
    HitAndMiss,
}

/// A chart: one point per value, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Stretches with limits of their own; at least one.
    pub segments: Vec<Segment>,
    /// The points.
    pub points: Vec<Point>,
    /// The target against the latest limits; none without a target, limits or a better direction.
    pub assurance: Option<Assurance>,
}

/// Charts values in order of time. Each segment is charted by itself: no run crosses a rebase.
pub fn chart(values: &[f64], options: &Options) -> Result<Chart, NoChart> {
    check(values, options)?;
    let mut starts = options.rebase.clone();
    starts.push(0);
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([values.len()]);
    let mut segments = Vec::with_capacity(starts.len());
    let mut points = Vec::with_capacity(values.len());
    for (place, (start, end)) in starts.iter().copied().zip(ends).enumerate() {
        let own = &values[start..end];
        let segment = segment(own, start, options)?;
        let found =
            if options.rules { signals::find(own, &segment, rounding(own)) } else { vec![None; own.len()] };
        points.extend(own.iter().zip(found).map(|(value, signal)| Point {
            value: *value,
            segment: place,
            signal,
            label: label(signal, options.better),
        }));
        segments.push(segment);
    }
    let latest = segments.last().and_then(|segment| segment.limits);
    let assurance =
        latest.zip(options.target).and_then(|(limits, target)| assurance(limits, target, options.better));
    Ok(Chart { segments, points, assurance })
}

fn check(values: &[f64], options: &Options) -> Result<(), NoChart> {
    if values.is_empty() {
        return Err(NoChart::NoValues);
    }
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        return Err(NoChart::NotFinite(place));
    }
    if let Some(outside) = options.rebase.iter().find(|place| !(1..values.len()).contains(*place)) {
        return Err(NoChart::RebaseOutside(*outside));
    }
    match options.baseline {
        Some(points) if points < FEWEST_BASELINE => Err(NoChart::ShortBaseline(points)),
        _ => Ok(()),
    }
}

fn segment(values: &[f64], start: usize, options: &Options) -> Result<Segment, NoChart> {
    let baseline = &values[..options.baseline.unwrap_or(values.len()).min(values.len())];
    let mean = mean(baseline);
    let ranges: Vec<f64> = baseline.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let none = |standing| Segment {
        start,
        end: start + values.len(),
        mean,
        moving_range: None,
        limits: None,
        standing,
    };
    if !mean.is_finite() {
        return Err(NoChart::TooLarge);
    }
    if ranges.is_empty() {
        return Ok(none(Standing::OnePoint));
    }
    let rounding = rounding(values);
    if ranges.iter().all(|range| *range <= rounding) {
        return Ok(none(Standing::NoVariation));
    }
    let moving_range = average_range(&ranges, options.screening, rounding);
    let at = |ranges: f64| mean + ranges * moving_range;
    let limits = Limits {
        lower: at(-LIMIT),
        near_lower: at(-NEAR_LIMIT),
        near_upper: at(NEAR_LIMIT),
        upper: at(LIMIT),
    };
    if !(limits.lower.is_finite() && limits.upper.is_finite()) {
        return Err(NoChart::TooLarge);
    }
    let standing = if values.len() < FEWEST_SETTLED { Standing::Provisional } else { Standing::Settled };
    Ok(Segment { moving_range: Some(moving_range), limits: Some(limits), ..none(standing) })
}

/// The average moving range of `ranges`, of which at least one is more than `rounding`.
fn average_range(ranges: &[f64], screening: bool, rounding: f64) -> f64 {
    let average = mean(ranges);
    if !screening {
        return average;
    }
    let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < SCREEN * average).collect();
    // One step in a series that is flat otherwise: screened, nothing is left to vary, and limits without width would
    // call every point a signal.
    if kept.iter().all(|range| *range <= rounding) { average } else { mean(&kept) }
}

/// The mean, corrected once for rounding, so that values all alike have themselves for a mean.
fn mean(values: &[f64]) -> f64 {
    let n = real(values.len());
    let first = values.iter().sum::<f64>() / n;
    first + values.iter().map(|value| value - first).sum::<f64>() / n
}

/// What counts as rounding among these values, in their unit.
fn rounding(values: &[f64]) -> f64 {
    ROUNDING * values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

fn label(signal: Option<Signal>, better: Better) -> Label {
    let Some(signal) = signal else { return Label::CommonCause };
    match better {
        Better::Neither => Label::Neutral,
        Better::Higher if signal.is_upward() => Label::Improvement,
        Better::Lower if !signal.is_upward() => Label::Improvement,
        Better::Higher | Better::Lower => Label::Concern,
    }
}

fn assurance(limits: Limits, target: f64, better: Better) -> Option<Assurance> {
    let (above, below) = (target > limits.upper, target < limits.lower);
    let (met, missed) = match better {
        Better::Higher => (below, above),
        Better::Lower => (above, below),
        Better::Neither => return None,
    };
    if !target.is_finite() {
        return None;
    }
    Some(if met {
        Assurance::ConsistentlyMet
    } else if missed {
        Assurance::ConsistentlyMissed
    } else {
        Assurance::HitAndMiss
    })
}
