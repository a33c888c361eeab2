//! A forecast as evenly spaced quantiles, and its scores.

use statistics::score;

/// How many quantiles there are.
pub const QUANTILES: u32 = 199;

/// The chances of the quantiles: the middles of equal parts.
pub fn chances() -> impl Iterator<Item = f64> {
    (0..QUANTILES).map(|at| (f64::from(at) + 0.5) / f64::from(QUANTILES))
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    sorted: Vec<f64>,
}

impl Ensemble {
    /// Of quantiles at [`chances`], in any order.
    pub fn new(mut quantiles: Vec<f64>) -> Self {
        quantiles.sort_unstable_by(f64::total_cmp);
        Self { sorted: quantiles }
    }

    /// The quantile of a chance.
    pub fn quantile(&self, chance: f64) -> f64 {
        score::quantile(&self.sorted, chance).unwrap_or(0.0)
    }

    /// The middle.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The interval that should hold what happens with this chance.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        (self.quantile((1.0 - level) / 2.0), self.quantile(f64::midpoint(1.0, level)))
    }

    /// The continuous ranked probability score, once it is known what happened.
    pub fn crps(&self, observed: f64) -> f64 {
        score::crps(observed, &self.sorted).unwrap_or(0.0)
    }

    /// The mean pinball loss at 5, 10, 25, 50, 75, 90 and 95%.
    pub fn pinball(&self, observed: f64) -> f64 {
        let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
        levels.map(|chance| score::pinball(observed, self.quantile(chance), chance)).iter().sum::<f64>() / 7.0
    }
}

/// Quantiles at [`chances`] of values in any order; none for no values.
pub(super) fn quantiles(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    chances().filter_map(|chance| score::quantile(&values, chance)).collect()
}

/// The median of values in any order; none for no values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    score::quantile(&values, 0.5)
}

/// The mean; none for no values.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
