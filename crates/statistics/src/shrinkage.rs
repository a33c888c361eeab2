//! Rates of small groups drawn towards the rate of all: the gamma-Poisson model.
//!
//! A group that saw few events says little of its own rate. Its rate before looking is taken to be gamma, with the rate of
//! all for mean and a weight "worth so many events"; afterwards it is gamma again, nearer to what the group saw the more it
//! saw. The weight can be given, or estimated from how much groups differ beyond chance ([`weight_by_likelihood`]).

use crate::gamma;
use crate::interval::Level;
use crate::real;

/// A gamma distribution of a rate or a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// Shape.
    pub shape: f64,
    /// Rate: events per unit are `shape / rate` on average.
    pub rate: f64,
}

impl Gamma {
    /// A rate of `mean` that is worth `events` events. None unless both are positive.
    pub fn worth(mean: f64, events: f64) -> Option<Self> {
        let sound = mean > 0.0 && events > 0.0 && (events / mean).is_finite();
        sound.then(|| Self { shape: events, rate: events / mean })
    }

    /// After `events` in `exposure`.
    #[must_use]
    pub fn after(self, events: f64, exposure: f64) -> Self {
        Self { shape: self.shape + events, rate: self.rate + exposure }
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        self.shape / self.rate
    }

    /// The value below which it lies with this chance, between 0 and 1.
    pub fn quantile(self, chance: f64) -> f64 {
        gamma::quantile(self.shape, chance) / self.rate
    }

    /// The interval with equal tails.
    pub fn interval(self, level: Level) -> (f64, f64) {
        (self.quantile(level.tail()), self.quantile(1.0 - level.tail()))
    }

    /// The chance that it is above a value.
    pub fn above(self, value: f64) -> f64 {
        gamma::regularised(self.shape, value * self.rate).1
    }
}

/// One group: events seen, and expected had it the rate of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Events seen.
    pub seen: f64,
    /// Events expected; positive.
    pub expected: f64,
}

impl Group {
    /// The group's ratio to expected, given a weight; no weight means that groups do not differ: none.
    pub fn ratio(self, weight: f64) -> Gamma {
        Gamma { shape: weight, rate: weight }.after(self.seen, self.expected)
    }
}

/// Log likelihood of a weight: negative binomial.
pub fn log_likelihood(groups: &[Group], weight: f64) -> f64 {
    let one = |group: &Group| {
        let (y, e) = (group.seen, group.expected);
        gamma::ln_gamma(y + weight) - gamma::ln_gamma(weight) - gamma::ln_gamma(y + 1.0)
            + weight * (weight / (weight + e)).ln()
            + y * (e / (weight + e)).ln()
    };
    groups.iter().map(one).sum()
}

/// Beyond this weight groups are as good as alike.
const ALIKE: f64 = 1e5;

/// The weight that makes what was seen most likely. None when the likelihood grows without bound: no evidence that groups
/// differ.
pub fn weight_by_likelihood(groups: &[Group]) -> Option<f64> {
    if groups.len() < 2 || groups.iter().any(|group| !(group.expected > 0.0 && group.seen >= 0.0)) {
        return None;
    }
    // By thirds on the log scale, from a grid, for the likelihood may be flat far out.
    let at = |log: f64| log_likelihood(groups, log.exp());
    let (low, high, cells) = (f64::ln(1e-2), f64::ln(ALIKE), 64);
    let grid = |cell: usize| low + (high - low) * real(cell) / real(cells);
    let best = (0..=cells).max_by(|a, b| at(grid(*a)).total_cmp(&at(grid(*b))))?;
    if best == cells {
        return None;
    }
    let (mut left, mut right) = (grid(best.saturating_sub(1)), grid(best + 1));
    for _ in 0..200 {
        let third = (right - left) / 3.0;
        if third <= f64::EPSILON * right.abs() {
            break;
        }
        if at(left + third) < at(right - third) {
            left += third;
        } else {
            right -= third;
        }
    }
    Some(f64::midpoint(left, right).exp())
}

/// The weight by moments (Marshall 1991); none where groups do not differ beyond chance.
pub fn weight_by_moments(groups: &[Group]) -> Option<f64> {
    let seen: f64 = groups.iter().map(|group| group.seen).sum();
    let expected: f64 = groups.iter().map(|group| group.expected).sum();
    let mean = seen / expected;
    let between: f64 =
        groups.iter().map(|group| group.expected * (group.seen / group.expected - mean).powi(2)).sum();
    let variance = between / expected - mean / (expected / real(groups.len()));
    (variance > 0.0).then(|| mean * mean / variance)
}
