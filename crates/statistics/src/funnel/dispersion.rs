//! Over-dispersion: areas that vary by more than chance, and limits widened by as much.
//!
//! Spiegelhalter 2005, "Funnel plots for comparing institutional performance" and "Handling over-dispersion of performance
//! indicators". Naive z scores are winsorised: the 10% at either end are pulled in to the 10th and 90th percentile
//! (interpolated, R's type 7), so that the outliers being looked for do not widen their own limits. Standard errors are of
//! the plain value at the average, not of a transformed one. Whoever shows adjusted limits must say which of the two:
//!
//! * *multiplicative*: every standard error times `sqrt(phi)`. Large areas keep narrow limits.
//! * *additive*: a variance between areas, `tau²`, added to each area's own. Even the largest area is allowed it, which suits
//!   councils that differ for reasons no size removes.
//!
//! Neither narrows a funnel: phi below one and a negative tau² leave it as it is.

use serde::{Deserialize, Serialize};

use super::{Area, Kind, Limits, Position};
use crate::real;

/// Share of z scores pulled in at either end.
pub const WINSORISED: f64 = 0.1;

/// How much more than chance the areas vary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispersion {
    /// What the counts are.
    pub kind: Kind,
    /// The average of the areas, per unit of denominator.
    pub average: f64,
    /// Areas that had a value.
    pub areas: usize,
    /// Mean square of the winsorised z scores; about one when chance explains everything. Stored as found, also below one.
    pub phi: f64,
    /// Variance between areas, in squared units of the average; zero when chance explains everything.
    pub tau_squared: f64,
}

/// How limits allow for over-dispersion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Not at all: chance only.
    Unadjusted,
    /// Standard errors times the square root of phi.
    Multiplicative,
    /// Variances plus tau².
    Additive,
}

/// Measures over-dispersion around the average of `areas`. None with fewer than two areas of a value, or when the average
/// leaves no room for chance (0, or a proportion of 1).
pub fn dispersion(kind: Kind, areas: &[Area]) -> Option<Dispersion> {
    let average = kind.average(areas)?;
    let mut scores = Vec::with_capacity(areas.len());
    let mut weights = Vec::with_capacity(areas.len());
    for area in areas {
        let Some(value) = kind.value(*area) else { continue };
        let error = kind.standard_error(average, area.denominator)?;
        scores.push((value - average) / error);
        weights.push(1.0 / (error * error));
    }
    if scores.len() < 2 || !scores.iter().chain(&weights).all(|number| number.is_finite()) {
        return None;
    }
    winsorise(&mut scores);
    let n = real(scores.len());
    let squares: f64 = scores.iter().map(|score| score * score).sum();
    // Σw - Σw²/Σw, by shares, whose squares cannot overflow.
    let total: f64 = weights.iter().sum();
    let shares: f64 = weights.iter().map(|weight| (weight / total) * (weight / total)).sum();
    let room = total * (1.0 - shares);
    let excess = squares - (n - 1.0);
    let tau_squared = if excess > 0.0 && room > 0.0 { excess / room } else { 0.0 };
    let phi = squares / n;
    let finite = phi.is_finite() && tau_squared.is_finite() && total.is_finite();
    finite.then_some(Dispersion { kind, average, areas: scores.len(), phi, tau_squared })
}

impl Dispersion {
    /// Limits at a denominator, raw, as many standard errors either side of the average as the level asks (a normal
    /// approximation, also for rates). None when the denominator is not positive.
    pub fn limits(&self, denominator: f64, adjustment: Adjustment) -> Option<Limits> {
        let error = self.kind.standard_error(self.average, denominator)?;
        let widened = match adjustment {
            Adjustment::Unadjusted => error,
            Adjustment::Multiplicative => error * self.phi.max(1.0).sqrt(),
            Adjustment::Additive => error.hypot(self.tau_squared.sqrt()),
        };
        Limits::around(self.average, widened)
    }

    /// The position of an area by the adjusted limits. None when it has no value.
    pub fn position(&self, area: Area, adjustment: Adjustment) -> Option<Position> {
        let value = self.kind.value(area)?;
        Some(self.limits(area.denominator, adjustment)?.position(value))
    }
}

/// Pulls the ends of `scores` in to their 10th and 90th percentile.
fn winsorise(scores: &mut [f64]) {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (low, high) = (percentile(&sorted, WINSORISED), percentile(&sorted, 1.0 - WINSORISED));
    for score in scores {
        // Interpolation may round the two past each other when all scores are alike.
        *score = score.min(high).max(low);
    }
}

/// Interpolated percentile of sorted values, R's type 7. There is at least one value; `share` is in 0 to 1.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = real(last) * share;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let part = place - real(below);
    sorted[below] * (1.0 - part) + sorted[above] * part
}
