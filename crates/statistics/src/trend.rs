//! Trends that outliers cannot bend: the Theil-Sen line, with its interval, and the Mann-Kendall test.
//!
//! Theil 1950, Sen 1968; the same conventions as scipy 1.17 (`theilslopes`) and pymannkendall 1.4 (`original_test`).
//! Both take the values as independent. Monthly stocks are not: their test says "trend" too readily, so use yearly or
//! seasonally matched differences, or call the line descriptive.

use serde::{Deserialize, Serialize};

use crate::gamma;
use crate::interval::Level;
use crate::real;

/// Fewest values that the Mann-Kendall test is given.
pub const FEWEST_FOR_TEST: usize = 8;

/// A Theil-Sen line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Median of the slopes between every two points, in units of y per unit of x.
    pub slope: f64,
    /// Median y less slope times median x, in units of y.
    pub intercept: f64,
    /// Lower 95% limit of the slope, from the variance of Kendall's S.
    pub low: f64,
    /// Upper 95% limit of the slope.
    pub high: f64,
}

impl Line {
    /// The line's y at `x`; none where it is too large for a number.
    pub fn at(&self, x: f64) -> Option<f64> {
        let y = self.intercept + self.slope * x;
        y.is_finite().then_some(y)
    }
}

/// The Theil-Sen line through `x` and `y`. None when the slices differ in length, no two x differ, or a value or slope is
/// not finite. Works on every pair: ten thousand points are fifty million slopes.
pub fn theil_sen(x: &[f64], y: &[f64]) -> Option<Line> {
    if x.len() != y.len() || !x.iter().chain(y).all(|value| value.is_finite()) {
        return None;
    }
    let points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    let mut slopes = Vec::with_capacity(points.len().saturating_sub(1) * points.len() / 2);
    for (i, first) in points.iter().enumerate() {
        let steps = points[i + 1..].iter().map(|later| (later.0 - first.0, later.1 - first.1));
        slopes.extend(steps.filter(|step| step.0.abs() > 0.0).map(|(run, rise)| rise / run));
    }
    if slopes.is_empty() || !slopes.iter().all(|slope| slope.is_finite()) {
        return None;
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let slope = sorted_median(&slopes);
    let intercept = median(y) - slope * median(x);
    if !intercept.is_finite() {
        return None;
    }
    let (low, high) = limits(&slopes, kendall_variance(&[x, y], y.len()));
    Some(Line { slope, intercept, low, high })
}

/// The Theil-Sen line of values at equal steps; x is 0 for the first, 1 for the second, and so on.
pub fn theil_sen_evenly_spaced(y: &[f64]) -> Option<Line> {
    let x: Vec<f64> = (0..y.len()).map(real).collect();
    theil_sen(&x, y)
}

/// The slopes at the ranks that Kendall's S would reach by chance: 95%, on either side of the middle.
fn limits(sorted: &[f64], variance: f64) -> (f64, f64) {
    let last = sorted.len() - 1;
    let pairs = real(sorted.len());
    let reach = Level::P95.z() * variance.max(0.0).sqrt();
    // Ranks are rounded half to even, as scipy's are; the cast saturates, which is what is wanted at both ends.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rank = |middle: f64| middle.round_ties_even() as usize;
    let low = rank(f64::midpoint(pairs, -reach)).saturating_sub(1).min(last);
    let high = rank(f64::midpoint(pairs, reach)).min(last);
    (sorted[low], sorted[high])
}

/// Result of the Mann-Kendall test for a monotonic trend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MannKendall {
    /// Pairs that rise less pairs that fall.
    pub s: f64,
    /// Variance of S without a trend, corrected for ties.
    pub variance: f64,
    /// Standard normal deviate of S, with continuity correction; 0 when S is 0.
    pub z: f64,
    /// Two-sided p value.
    pub p: f64,
    /// S as a share of all pairs, in -1 to 1 (Kendall's tau-a).
    pub tau: f64,
}

/// The Mann-Kendall test on values in order of time. None under [`FEWEST_FOR_TEST`] values, or when one is not finite.
/// Values all alike give no trend: z is 0 and p is 1.
pub fn mann_kendall(y: &[f64]) -> Option<MannKendall> {
    if y.len() < FEWEST_FOR_TEST || !y.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut s = 0.0;
    for (i, first) in y.iter().enumerate() {
        for later in &y[i + 1..] {
            // Compared, not subtracted: the difference of two close small values may be zero.
            s += f64::from(i8::from(later > first) - i8::from(later < first));
        }
    }
    let variance = kendall_variance(&[y], y.len());
    let z =
        if s.abs() < 1.0 || variance <= 0.0 { 0.0 } else { (s.abs() - 1.0) / variance.sqrt() * s.signum() };
    let n = real(y.len());
    Some(MannKendall { s, variance, z, p: gamma::normal_two_sided(z), tau: s / (n * (n - 1.0) / 2.0) })
}

/// Variance of Kendall's S of `n` values, less that of the ties in each slice.
fn kendall_variance(slices: &[&[f64]], n: usize) -> f64 {
    let part = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let ties: f64 = slices
        .iter()
        .map(|values| {
            let mut sorted = values.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            // Not by total order, so that 0 and -0 are a tie.
            sorted.chunk_by(|a, b| a >= b).map(|run| part(real(run.len()))).sum::<f64>()
        })
        .sum();
    (part(real(n)) - ties) / 18.0
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted_median(&sorted)
}

/// Median of sorted values, of which there is at least one.
fn sorted_median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}
