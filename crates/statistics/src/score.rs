//! How good forecasts were, once it is known what happened: proper scores, smaller is better.
//!
//! Gneiting & Raftery 2007. The same conventions as scoringrules 0.10 and numpy's linear quantiles.

use crate::gamma;
use crate::real;

/// The continuous ranked probability score of a sample, in the unit of the values: mean distance to what happened, less half
/// the mean distance within the sample. None for an empty sample or values that are not finite.
pub fn crps(observed: f64, sample: &[f64]) -> Option<f64> {
    let (distance, spread) = distances(observed, sample)?;
    let m = real(sample.len());
    Some(distance - spread / (m * m))
}

/// The same, corrected for the sample's size, so that samples of different sizes compare. None under two values.
pub fn crps_fair(observed: f64, sample: &[f64]) -> Option<f64> {
    let (distance, spread) = distances(observed, sample)?;
    let m = real(sample.len());
    (sample.len() > 1).then(|| distance - spread / (m * (m - 1.0)))
}

/// Mean distance to what happened, and half the sum of all distances within the sample.
fn distances(observed: f64, sample: &[f64]) -> Option<(f64, f64)> {
    if sample.is_empty() || !observed.is_finite() || !sample.iter().all(|value| value.is_finite()) {
        return None;
    }
    let sorted = sorted(sample);
    let m = real(sorted.len());
    let distance = sorted.iter().map(|value| (value - observed).abs()).sum::<f64>() / m;
    // In order, each value is ahead of those before it: the sum is one pass.
    let spread: f64 =
        sorted.iter().enumerate().map(|(place, value)| value * (2.0 * real(place) + 1.0 - m)).sum();
    Some((distance, spread))
}

fn sorted(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The score of a normal forecast.
pub fn crps_normal(observed: f64, mean: f64, sd: f64) -> f64 {
    let z = (observed - mean) / sd;
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    sd * (z * (2.0 * gamma::normal_at_most(z) - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt())
}

/// The score of a forecast of counts, given the chances of 0, 1, 2 … as far as they matter; a count beyond them has no
/// chance.
pub fn crps_counts(observed: u64, chances: impl IntoIterator<Item = f64>) -> f64 {
    let (mut below, mut score, mut at) = (0.0, 0.0, 0_u64);
    for chance in chances {
        below += chance;
        let miss = if at >= observed { below - 1.0 } else { below };
        score += miss * miss;
        at += 1;
    }
    score + crate::count(observed.saturating_sub(at)) * below * below
}

/// The quantile of a sorted sample by linear interpolation (type 7). None for an empty sample.
pub fn quantile(sorted: &[f64], chance: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = chance.clamp(0.0, 1.0) * real(last);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the sample")]
    let low = (place.floor() as usize).min(last);
    let high = (low + 1).min(last);
    Some(sorted[low] + (place - real(low)) * (sorted[high] - sorted[low]))
}

/// The pinball loss of a quantile: misses cost `chance` above it and `1 - chance` below.
pub fn pinball(observed: f64, quantile: f64, chance: f64) -> f64 {
    let miss = observed - quantile;
    if miss >= 0.0 { miss * chance } else { -miss * (1.0 - chance) }
}

/// The interval score of an interval that should cover with chance `level`: its width, and a fine for missing.
pub fn interval_score(observed: f64, low: f64, high: f64, level: f64) -> f64 {
    let fine = 2.0 / (1.0 - level);
    (high - low) + fine * ((low - observed).max(0.0) + (observed - high).max(0.0))
}

/// The share of what happened that lay within its interval, limits included. None without intervals.
pub fn coverage(intervals: &[(f64, f64)], observed: &[f64]) -> Option<f64> {
    let within =
        intervals.iter().zip(observed).filter(|((low, high), value)| *low <= **value && *value <= high);
    let n = intervals.len().min(observed.len());
    (n > 0).then(|| real(within.count()) / real(n))
}
