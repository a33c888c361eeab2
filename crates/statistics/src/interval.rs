//! Confidence intervals of proportions, counts and rates, by the conventions of OHID's Fingertips profiles.
//!
//! The methods and the threshold between them are those of the R package PHEindicatormethods 2.1.0, which publishes them
//! for local authorities. Turnover is a rate, not a proportion: a post can be left twice.
//!
//! **Fractional counts.** Counts may be fractional, as FTE are. Wilson and Byar are formulas of real numbers and are used
//! as they stand. Exact Poisson limits are gamma quantiles, which also exist between whole numbers and join the limits of
//! the whole numbers smoothly. The interval is then honest only so far as one FTE varies like one person.

use serde::{Deserialize, Serialize};

use crate::gamma;

/// Counts below this get exact Poisson limits, counts from here on Byar's approximation.
pub const EXACT_BELOW: f64 = 10.0;

/// How sure an interval is to cover the underlying value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    z: f64,
    tail: f64,
}

impl Level {
    /// 95%: 2.5% in each tail.
    pub const P95: Self = Self { z: 1.959_963_984_540_054, tail: 0.025 };
    /// 99.8%: 0.1% in each tail.
    pub const P998: Self = Self { z: 3.090_232_306_167_813_5, tail: 0.001 };

    /// The level of a share such as 0.9. None unless it is between 0 and 1.
    pub fn new(share: f64) -> Option<Self> {
        let is = |level: f64| (share - level).abs() < 1e-12;
        if is(0.95) {
            return Some(Self::P95);
        }
        if is(0.998) {
            return Some(Self::P998);
        }
        let level = Self { z: gamma::normal_reach(share), tail: (1.0 - share) / 2.0 };
        (share > 0.0 && share < 1.0).then_some(level)
    }

    /// Standard normal deviate of the upper tail.
    pub const fn z(self) -> f64 {
        self.z
    }

    /// Probability in each tail.
    pub const fn tail(self) -> f64 {
        self.tail
    }
}

/// How an interval was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Wilson's score interval of a proportion (Wilson 1927).
    Wilson,
    /// Byar's approximation to the Poisson interval (Breslow and Day 1987).
    Byar,
    /// The exact Poisson interval, from gamma quantiles (Garwood 1936).
    ExactPoisson,
}

/// A confidence interval, in the unit of what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower limit; none where Byar's approximation has none (few events at a high level).
    pub low: Option<f64>,
    /// Upper limit.
    pub high: f64,
    /// How both limits were computed.
    pub method: Method,
}

impl Interval {
    /// Whether `value` is between the limits, or on one. An undefined lower limit shuts nothing out.
    pub fn contains(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && value <= self.high
    }
}

/// Wilson's interval of the proportion `x` of `n`, in 0 to 1. None when `n` is not positive or `x` is not in 0 to `n`.
pub fn wilson(x: f64, n: f64, level: Level) -> Option<Interval> {
    if !(n.is_finite() && n > 0.0 && (0.0..=n).contains(&x)) {
        return None;
    }
    let proportion = x / n;
    let z = level.z();
    let middle = x + z * z / 2.0;
    let half = z * (z * z / 4.0 + x * (1.0 - proportion)).sqrt();
    // Rounding must not push a limit past the estimate or out of 0 to 1.
    let low = if x <= 0.0 { 0.0 } else { ((middle - half) / (n + z * z)).clamp(0.0, proportion) };
    let high = if x >= n { 1.0 } else { ((middle + half) / (n + z * z)).clamp(proportion, 1.0) };
    Some(Interval { low: Some(low), high, method: Method::Wilson })
}

/// Interval of the expected number of events, where `count` were seen: exact under [`EXACT_BELOW`], Byar from there.
/// None when `count` is negative or not finite.
pub fn poisson(count: f64, level: Level) -> Option<Interval> {
    if count < EXACT_BELOW { exact_poisson(count, level) } else { byar(count, level) }
}

/// Exact Poisson interval of the expected number of events. None when `count` is negative or not finite.
/// Past 100 000 events it is Byar's, and says so: the two then differ by less than one part in a hundred million.
pub fn exact_poisson(count: f64, level: Level) -> Option<Interval> {
    if !(count.is_finite() && count >= 0.0) {
        return None;
    }
    if count >= gamma::LARGEST_SHAPE {
        return byar(count, level);
    }
    let low = gamma::quantile(count, level.tail()).min(count);
    let high = gamma::quantile(count + 1.0, 1.0 - level.tail()).max(count);
    Some(Interval { low: Some(low), high, method: Method::ExactPoisson })
}

/// Byar's interval of the expected number of events. The lower limit is none where its formula turns negative.
/// None when `count` is negative or not finite.
pub fn byar(count: f64, level: Level) -> Option<Interval> {
    if !(count.is_finite() && count >= 0.0) {
        return None;
    }
    let z = level.z();
    let side = |x: f64, z: f64| {
        let root = 1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt());
        (root >= 0.0).then_some(x * (root * root * root))
    };
    let low = if count > 0.0 { side(count, -z).map(|low| low.min(count)) } else { None };
    let high = side(count + 1.0, z).unwrap_or(count).max(count);
    Some(Interval { low, high, method: Method::Byar })
}

/// Interval of `count` events per unit of `denominator`, by [`poisson`]; multiply by 100 for a rate per 100.
/// None when the denominator is not positive, the count is negative, or the rate is too large for a number.
pub fn rate(count: f64, denominator: f64, level: Level) -> Option<Interval> {
    if !(denominator.is_finite() && denominator > 0.0) {
        return None;
    }
    let events = poisson(count, level)?;
    let high = events.high / denominator;
    high.is_finite().then_some(Interval { low: events.low.map(|low| low / denominator), high, ..events })
}
