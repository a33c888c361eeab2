//! What goes with leaving: the proportional hazards model (Cox 1972) with late entry, ties by Efron or Breslow.
//!
//! "Goes with", not "causes". Spells are cut where a driver changes: one row per stretch, each with its own entry and exit.

mod sweep;
mod zph;

use super::Spells;
use crate::linear::{Factor, Symmetric};
use crate::real;
pub use zph::{Proportionality, proportionality};

/// What to do with events at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// Each of the tied has on average gone half-way out of the risk set (Efron 1977).
    #[default]
    Efron,
    /// All stay in it (Breslow 1974).
    Breslow,
}

/// Why there is no fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFit {
    /// A column of another length than the spells.
    #[error("covariate {0} (from 0) is not as long as `exit`")]
    Length(usize),
    /// A value that is not a number.
    #[error("covariate {0} (from 0) has a value that is not a finite number, at place {1}")]
    NotFinite(usize, usize),
    /// Nobody left.
    #[error("there is no event")]
    NoEvents,
}

/// One driver's coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    /// Log of the hazard ratio for one unit more.
    pub coefficient: f64,
    /// Its standard error.
    pub se: f64,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One for each covariate. None for one that never varies or repeats others, and for one that has no finite best value
    /// because nobody left on one side of it.
    pub coefficients: Vec<Option<Coefficient>>,
    /// Log partial likelihood with all coefficients zero.
    pub null: f64,
    /// Log partial likelihood of the fit.
    pub fitted: f64,
    /// The score test of all coefficients being zero.
    pub score: f64,
    /// Rows.
    pub rows: usize,
    /// Events.
    pub events: u64,
    /// Covariates without a finite best value.
    pub without_limit: Vec<usize>,
}

/// Most steps of Newton and Raphson; eight are usual.
const MOST_STEPS: usize = 50;
/// Change of the log likelihood, as a share, at which it has converged.
const CONVERGED: f64 = 1e-12;
/// A coefficient that still moves by this share when the likelihood has converged has no limit.
const STILL_MOVING: f64 = 1e-4;

/// Fits the model; `covariates` holds one column for each driver.
pub fn fit(spells: &Spells, covariates: &[Vec<f64>], ties: Ties) -> Result<Fit, NoFit> {
    for (which, column) in covariates.iter().enumerate() {
        if column.len() != spells.len() {
            return Err(NoFit::Length(which));
        }
        if let Some(place) = column.iter().position(|value| !value.is_finite()) {
            return Err(NoFit::NotFinite(which, place));
        }
    }
    let events = spells.outcome().iter().map(|outcome| u64::from(*outcome > 0)).sum();
    if events == 0 {
        return Err(NoFit::NoEvents);
    }
    let scaled: Vec<Scaled> = covariates.iter().map(|column| Scaled::new(column)).collect();
    let ready = sweep::Ready::new(spells, &scaled);
    let newton = Newton::run(&ready, covariates.len(), ties);
    let variances = newton.factor.inverse_diagonal();
    let coefficient = |which: usize| {
        let se = variances[which]?.sqrt() / scaled[which].scale;
        let coefficient = newton.beta[which] / scaled[which].scale;
        (!newton.without_limit.contains(&which)).then_some(Coefficient { coefficient, se })
    };
    Ok(Fit {
        coefficients: (0..covariates.len()).map(coefficient).collect(),
        null: newton.null,
        fitted: newton.fitted,
        score: newton.score,
        rows: spells.len(),
        events,
        without_limit: newton.without_limit.clone(),
    })
}

/// A column about its mean, in units of its spread: the fit is the same and its sums are exact for longer.
struct Scaled {
    values: Vec<f64>,
    scale: f64,
}

impl Scaled {
    fn new(column: &[f64]) -> Self {
        let n = real(column.len()).max(1.0);
        let mean = column.iter().map(|value| value / n).sum::<f64>();
        let variance = column.iter().map(|value| (value - mean) * (value - mean) / n).sum::<f64>();
        let spread = variance.sqrt();
        // A column without spread is rounding about its mean: nothing can be learnt of it.
        if !(spread.is_finite() && spread > 1e-13 * mean.abs()) {
            return Self { values: vec![0.0; column.len()], scale: 1.0 };
        }
        let values = column.iter().map(|value| (value - mean) / spread).collect();
        Self { values, scale: spread }
    }
}

/// Log likelihood with its slope and curvature at some coefficients.
struct Point {
    loglik: f64,
    slope: Vec<f64>,
    information: Symmetric,
}

/// The way up.
struct Newton {
    beta: Vec<f64>,
    factor: Factor,
    null: f64,
    fitted: f64,
    score: f64,
    without_limit: Vec<usize>,
}

impl Newton {
    fn run(ready: &sweep::Ready, size: usize, ties: Ties) -> Self {
        let mut beta = vec![0.0; size];
        let mut here = ready.point(&beta, ties);
        let null = here.loglik;
        let mut factor = here.information.clone().information();
        let mut step = factor.solve(&here.slope);
        let score = step.iter().zip(&here.slope).map(|(step, slope)| step * slope).sum();
        let mut converged = size == 0;
        for _ in 0..MOST_STEPS {
            if converged {
                break;
            }
            let mut next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + step).collect();
            let mut there = ready.point(&next, ties);
            let mut halvings = 0;
            let worse = |there: &Point| {
                there.loglik.is_nan() || there.loglik < here.loglik - CONVERGED * here.loglik.abs()
            };
            while worse(&there) && halvings < 30 {
                next = next.iter().zip(&beta).map(|(next, beta)| f64::midpoint(*next, *beta)).collect();
                there = ready.point(&next, ties);
                halvings += 1;
            }
            if !there.loglik.is_finite() {
                break;
            }
            converged = (there.loglik - here.loglik).abs() <= CONVERGED * there.loglik.abs();
            (beta, here) = (next, there);
            factor = here.information.clone().information();
            step = factor.solve(&here.slope);
        }
        let moving = |(beta, step): (&f64, &f64)| step.abs() > STILL_MOVING * beta.abs().max(0.01);
        let without_limit = beta.iter().zip(&step).enumerate().filter(|(_, pair)| moving(*pair));
        let without_limit = without_limit.map(|(which, _)| which).collect();
        Self { beta, factor, null, fitted: here.loglik, score, without_limit }
    }
}
