//! Whether hazards are proportional: the score test of a coefficient that changes with time (Grambsch & Therneau 1994, in
//! the exact form of R's `cox.zph` since survival 3.0), time being measured by the share who have left.

use super::sweep::{Ready, Seen, Watch};
use super::{Fit, Scaled, Ties};
use crate::gamma;
use crate::interval::Level;
use crate::linear::Symmetric;
use crate::survival::Spells;
use crate::survival::curve::Curve;

/// The test of one covariate, or of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportionality {
    /// The statistic.
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Chance of a statistic so large were hazards proportional.
    pub p: f64,
}

/// Sums of score and information, with the clock as one more factor.
struct Clocked<'a> {
    clock: &'a dyn Fn(f64) -> f64,
    slope: Vec<f64>,
    plain: Symmetric,
    once: Symmetric,
    twice: Symmetric,
}

impl Watch for Clocked<'_> {
    fn event(&mut self, time: f64, row: &[f64], _: f64) {
        let clock = (self.clock)(time);
        self.slope.iter_mut().zip(row).for_each(|(slope, value)| *slope += clock * value);
    }

    fn risk_set(&mut self, seen: &Seen<'_>) {
        let clock = (self.clock)(seen.time);
        self.slope.iter_mut().zip(seen.mean).for_each(|(slope, mean)| *slope -= clock * mean);
        self.plain.add(seen.variance, 1.0);
        self.once.add(seen.variance, clock);
        self.twice.add(seen.variance, clock * clock);
    }
}

/// The test for each covariate of a fit, and for all together. None when a coefficient is missing.
pub fn proportionality(
    spells: &Spells,
    covariates: &[Vec<f64>],
    fit: &Fit,
    ties: Ties,
) -> Option<(Vec<Proportionality>, Proportionality)> {
    let scaled: Vec<Scaled> = covariates.iter().map(|column| Scaled::new(column)).collect();
    let beta: Option<Vec<f64>> = fit
        .coefficients
        .iter()
        .zip(&scaled)
        .map(|(coefficient, scaled)| Some(coefficient.as_ref()?.coefficient * scaled.scale))
        .collect();
    let (beta, size) = (beta?, covariates.len());
    let curve = Curve::new(spells, Level::P95);
    // The share who had left just before: the curve is read to the left of its step.
    let before = |time: f64| {
        let at = curve.rows.partition_point(|row| row.time < time);
        1.0 - at.checked_sub(1).map_or(1.0, |at| curve.rows[at].survival)
    };
    let zero = || Symmetric::zero(size);
    let mut sums =
        Clocked { clock: &before, slope: vec![0.0; size], plain: zero(), once: zero(), twice: zero() };
    Ready::new(spells, &scaled).sweep(&beta, ties, &mut sums);
    // What is left of the clocked information once the plain coefficients are known.
    let plain = sums.plain.clone().information();
    let mut left = sums.twice.clone();
    let columns: Vec<Vec<f64>> =
        (0..size).map(|column| (0..size).map(|row| sums.once.get(row, column)).collect()).collect();
    let solved: Vec<Vec<f64>> = columns.iter().map(|column| plain.solve(column)).collect();
    let mut cells = left.lower_mut().iter_mut();
    for (row, once) in columns.iter().enumerate() {
        for solved in &solved[..=row] {
            let explained: f64 = once.iter().zip(solved).map(|(a, b)| a * b).sum();
            *cells.next()? -= explained;
        }
    }
    let test = |chisq: f64, df| Proportionality { chisq, df, p: gamma::chi_square_tail(chisq, df) };
    let each = (0..size).map(|row| test(sums.slope[row] * sums.slope[row] / left.get(row, row), 1)).collect();
    let (chisq, df) = left.quadratic(&sums.slope)?;
    Some((each, test(chisq, df)))
}
