//! What goes with leaving, month by month: one row per person and period, logistic or complementary log-log, which allows
//! drivers that change. With few leavers, or a driver that nobody left without, a ridge keeps the fit finite.

use crate::linear::Symmetric;
use crate::real;

/// How the chance of leaving in a period follows from the sum of the drivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Coefficients are log odds ratios.
    Logit,
    /// Coefficients are log hazard ratios.
    ComplementaryLogLog,
}

/// Leavers per coefficient below which no fit without a ridge is given.
pub const FEWEST_PER_COEFFICIENT: f64 = 10.0;
/// Leavers below which there is no model at all, only rates.
pub const FEWEST_EVENTS: f64 = 20.0;
/// Spread of the ridge: the normal prior of the log odds of one standard deviation of a driver.
pub const RIDGE: f64 = 0.5;
/// A coefficient beyond this has run away: the driver separates leavers from stayers.
const RAN_AWAY: f64 = 10.0;

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// Deviance: twice the log likelihood short of certainty.
    pub deviance: f64,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFit {
    /// Columns of other lengths than the events, or values that are not finite.
    #[error("the columns are not as long as the events, or hold a value that is not a number")]
    Malformed,
    /// Columns that repeat others.
    #[error("column {0} (from 0) never varies or repeats others")]
    Repeats(usize),
    /// No finite best value.
    #[error("column {0} (from 0) has no finite best value: nobody left on one side of it; fit with a ridge")]
    Separated(usize),
}

impl Link {
    /// Chance, and its slope by the sum.
    fn chance(self, sum: f64) -> (f64, f64) {
        match self {
            Self::Logit => {
                let chance = 1.0 / (1.0 + (-sum).exp());
                (chance, chance * (1.0 - chance))
            }
            Self::ComplementaryLogLog => {
                let hazard = sum.min(30.0).exp();
                (-(-hazard).exp_m1(), hazard * (-hazard).exp())
            }
        }
    }
}

/// Fits `events` on `columns`, of which some may be the intercepts of bands. `ridge` holds the standard deviation of each
/// coefficient's prior, none for a column without one.
pub fn fit(events: &[bool], columns: &[Vec<f64>], link: Link, ridge: &[Option<f64>]) -> Result<Fit, NoFit> {
    let sound =
        |column: &Vec<f64>| column.len() == events.len() && column.iter().all(|value| value.is_finite());
    if !columns.iter().all(sound) || ridge.len() != columns.len() {
        return Err(NoFit::Malformed);
    }
    let mut beta = vec![0.0; columns.len()];
    let mut here = Point::at(events, columns, link, ridge, &beta);
    let mut moved = f64::INFINITY;
    for _ in 0..100 {
        let factor = here.information.clone().information();
        if let Some(column) = (0..beta.len()).find(|column| !factor.keeps(*column)) {
            return Err(NoFit::Repeats(column));
        }
        let step = factor.solve(&here.slope);
        let mut share = 1.0;
        let (next, there) = loop {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + share * step).collect();
            let there = Point::at(events, columns, link, ridge, &next);
            if there.objective >= here.objective - 1e-12 * here.objective.abs() || share < 1e-6 {
                break (next, there);
            }
            share /= 2.0;
        };
        moved = (there.objective - here.objective).abs() / there.objective.abs().max(1e-300);
        (beta, here) = (next, there);
        if moved < 1e-13 {
            break;
        }
    }
    let wide = |column: &Vec<f64>| {
        let n = real(column.len()).max(1.0);
        let mean = column.iter().sum::<f64>() / n;
        (column.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()
    };
    let ran_away = (0..beta.len())
        .find(|which| (beta[*which] * wide(&columns[*which])).abs() > RAN_AWAY || moved > 1e-6);
    if let Some(column) = ran_away {
        return Err(NoFit::Separated(column));
    }
    let variances = here.information.information().inverse_diagonal();
    Ok(Fit {
        errors: variances.iter().map(|variance| variance.map_or(f64::INFINITY, f64::sqrt)).collect(),
        coefficients: beta,
        deviance: -2.0 * here.loglik,
    })
}

/// The likelihood at some coefficients.
struct Point {
    loglik: f64,
    objective: f64,
    slope: Vec<f64>,
    information: Symmetric,
}

impl Point {
    fn at(events: &[bool], columns: &[Vec<f64>], link: Link, ridge: &[Option<f64>], beta: &[f64]) -> Self {
        let size = columns.len();
        let mut point =
            Self { loglik: 0.0, objective: 0.0, slope: vec![0.0; size], information: Symmetric::zero(size) };
        let mut row = vec![0.0; size];
        for (place, event) in events.iter().enumerate() {
            row.iter_mut().zip(columns).for_each(|(cell, column)| *cell = column[place]);
            let sum: f64 = row.iter().zip(beta).map(|(value, beta)| value * beta).sum();
            let (chance, slope) = link.chance(sum);
            let chance = chance.clamp(1e-300, 1.0 - 1e-16);
            point.loglik += if *event { chance.ln() } else { (-chance).ln_1p() };
            let variance = chance * (1.0 - chance);
            let miss = (f64::from(u8::from(*event)) - chance) * slope / variance;
            point.slope.iter_mut().zip(&row).for_each(|(slope, value)| *slope += miss * value);
            point.information.add_outer(&row, slope * slope / variance);
        }
        point.objective = point.loglik;
        for (which, spread) in ridge.iter().enumerate() {
            if let Some(spread) = spread {
                let weight = 1.0 / (spread * spread);
                point.objective -= weight * beta[which] * beta[which] / 2.0;
                point.slope[which] -= weight * beta[which];
                point.information.add_to_diagonal(which, weight);
            }
        }
        point
    }
}
