//! Counts that vary more than by chance alone: the negative binomial, of which the Poisson is the limit.

use crate::gamma;

/// Counts with a mean, whose variance is `mean + mean²/size`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    mean: f64,
    size: f64,
}

/// `ln Γ(count + size) - ln Γ(size) - ln Γ(count + 1)`: the part of the log chance that does not depend on the mean.
pub fn ln_binomial(count: f64, size: f64) -> f64 {
    gamma::ln_gamma(count + size) - gamma::ln_gamma(size) - gamma::ln_gamma(count + 1.0)
}

/// A size beyond which the counts are Poisson for every purpose.
const POISSON: f64 = 1e9;

impl NegativeBinomial {
    /// None unless both are positive and finite.
    pub fn new(mean: f64, size: f64) -> Option<Self> {
        let sound = mean > 0.0 && size > 0.0 && mean.is_finite() && size.is_finite();
        sound.then_some(Self { mean, size })
    }

    /// Chance alone. None unless the mean is positive and finite.
    pub fn poisson(mean: f64) -> Option<Self> {
        Self::new(mean, POISSON)
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        self.mean
    }

    /// The variance.
    pub fn variance(self) -> f64 {
        self.mean + self.mean * self.mean / self.size
    }

    /// The chances of 0, 1, 2 …, without end.
    pub fn chances(self) -> impl Iterator<Item = f64> {
        let Self { mean, size } = self;
        // In logs, for the chance of none at all may be too small for a number.
        let mut log = -size * (mean / size).ln_1p();
        let ratio = (mean / (size + mean)).ln();
        let mut count = 0.0;
        std::iter::from_fn(move || {
            let chance = log.exp();
            count += 1.0;
            log += ((count - 1.0 + size) / count).ln() + ratio;
            Some(chance)
        })
    }

    /// The smallest counts at which the chance of no more reaches each of `levels`, which are in order and below one.
    pub fn quantiles(self, levels: &[f64]) -> Vec<f64> {
        let mut found = Vec::with_capacity(levels.len());
        let (mut below, mut count) = (0.0, 0.0);
        // Rounding may keep the sum from a level near one: no count is so far out.
        let furthest = self.mean + 60.0 * self.variance().sqrt() + 60.0;
        for chance in self.chances() {
            below += chance;
            while found.len() < levels.len() && (below >= levels[found.len()] || count > furthest) {
                found.push(count);
            }
            if found.len() == levels.len() {
                break;
            }
            count += 1.0;
        }
        found
    }
}
