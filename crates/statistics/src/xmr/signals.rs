//! The four rules of an XmR chart, and which one labels a point that meets several.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{Limits, Segment};

/// Consecutive points of a trend or a shift.
const RUN: usize = 7;

/// A reason to take a point for more than the usual variation, in order of precedence for labelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// One of seven or more points each higher than the one before.
    Rising,
    /// One of seven or more points each lower than the one before.
    Falling,
    /// Past the upper near limit, as another of three consecutive points above the mean is.
    TwoOfThreeAbove,
    /// Past the lower near limit, as another of three consecutive points below the mean is.
    TwoOfThreeBelow,
    /// One of seven or more consecutive points above the mean.
    ShiftAbove,
    /// One of seven or more consecutive points below the mean.
    ShiftBelow,
}

impl Signal {
    /// Whether the signal is of higher values or rising ones.
    pub fn is_upward(self) -> bool {
        matches!(self, Self::AboveLimit | Self::Rising | Self::TwoOfThreeAbove | Self::ShiftAbove)
    }
}

/// The signal of every point of a segment. Values closer to a line than `rounding` are on it.
///
/// Without limits (all values of the baseline equal) only the run rules can speak. The peak or trough between two trends
/// belongs to the one that ends in it.
pub(super) fn find(values: &[f64], segment: &Segment, rounding: f64) -> Vec<Option<Signal>> {
    let compare = |value: f64, line: f64| {
        if (value - line).abs() <= rounding { Ordering::Equal } else { value.total_cmp(&line) }
    };
    let sides: Vec<Ordering> = values.iter().map(|value| compare(*value, segment.mean)).collect();
    let mut found = vec![None; values.len()];
    if let Some(limits) = segment.limits {
        outside(values, &limits, compare, &mut found);
    }
    trend(values, &mut found);
    if let Some(limits) = segment.limits {
        two_of_three(values, &sides, &limits, compare, &mut found);
    }
    shift(&sides, &mut found);
    found
}

/// Labels a point unless a rule of higher precedence already has.
fn mark(found: &mut Option<Signal>, signal: Signal) {
    found.get_or_insert(signal);
}

/// Rule 1: strictly outside the limits.
fn outside(
    values: &[f64],
    limits: &Limits,
    compare: impl Fn(f64, f64) -> Ordering,
    found: &mut [Option<Signal>],
) {
    for (value, found) in values.iter().zip(found) {
        if compare(*value, limits.upper).is_gt() {
            mark(found, Signal::AboveLimit);
        } else if compare(*value, limits.lower).is_lt() {
            mark(found, Signal::BelowLimit);
        }
    }
}

/// Rule 2: seven consecutive points strictly rising or falling.
fn trend(values: &[f64], found: &mut [Option<Signal>]) {
    let steps: Vec<Ordering> = values
        .windows(2)
        .map(|pair| pair[1].partial_cmp(&pair[0]).expect("values of a chart are finite"))
        .collect();
    for (start, length, step) in runs(&steps) {
        // So many steps join one point more.
        if length + 1 >= RUN {
            let signal = if step.is_gt() { Signal::Rising } else { Signal::Falling };
            found[start..=start + length].iter_mut().for_each(|found| mark(found, signal));
        }
    }
}

/// Rule 3: of three consecutive points on one side of the mean, two or more past the near limit but not outside.
fn two_of_three(
    values: &[f64],
    sides: &[Ordering],
    limits: &Limits,
    compare: impl Fn(f64, f64) -> Ordering,
    found: &mut [Option<Signal>],
) {
    let near: Vec<bool> = values
        .iter()
        .map(|value| {
            let (high, low) = (compare(*value, limits.near_upper), compare(*value, limits.near_lower));
            let inside = compare(*value, limits.upper).is_le() && compare(*value, limits.lower).is_ge();
            inside && (high.is_gt() || low.is_lt())
        })
        .collect();
    for (start, window) in sides.windows(3).enumerate() {
        let side = window[0];
        let places = start..start + 3;
        let enough = places.clone().filter(|place| near[*place]).count() >= 2;
        if side.is_eq() || window.iter().any(|other| *other != side) || !enough {
            continue;
        }
        let signal = if side.is_gt() { Signal::TwoOfThreeAbove } else { Signal::TwoOfThreeBelow };
        places.filter(|place| near[*place]).for_each(|place| mark(&mut found[place], signal));
    }
}

/// Rule 4: seven consecutive points strictly on one side of the mean.
fn shift(sides: &[Ordering], found: &mut [Option<Signal>]) {
    for (start, length, side) in runs(sides) {
        if length >= RUN {
            let signal = if side.is_gt() { Signal::ShiftAbove } else { Signal::ShiftBelow };
            found[start..start + length].iter_mut().for_each(|found| mark(found, signal));
        }
    }
}

/// Runs of the same order, as start, length and order; points on the line and level steps belong to none.
fn runs(orders: &[Ordering]) -> impl Iterator<Item = (usize, usize, Ordering)> {
    let mut start = 0;
    orders
        .chunk_by(|one, next| one == next)
        .map(move |run| {
            start += run.len();
            (start - run.len(), run.len(), run[0])
        })
        .filter(|(_, _, order)| order.is_ne())
}
