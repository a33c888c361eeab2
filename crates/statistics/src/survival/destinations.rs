//! Where leavers go: the cumulative incidence of each destination among the others (Aalen & Johansen 1978), with the
//! variance of R's `etm`, which allows late entry.
//!
//! One less the survival curve of one destination, with the others taken for censored, is not this: it overstates.

use super::Spells;
use super::curve::complementary_log_log;
use super::risk::Sweep;
use crate::count;
use crate::interval::Level;

/// The incidence just after one time at which somebody left, for whatever destination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Tenure.
    pub time: f64,
    /// Share who have gone to this destination by then.
    pub incidence: f64,
    /// Its variance.
    pub variance: f64,
    /// Interval on the log(-log) scale; none where the share is 0 or 1.
    pub interval: Option<(f64, f64)>,
}

/// Sums kept from row to row, so that a curve is one sweep: with `D` the incidence gained since an earlier row, `spread` is
/// the sum of `a D²`, `slope` of `a D` and `weight` of `a`, where `a = d/(n(n-d))`; `cross` and `cross_weight` the sums of
/// `c D` and `c`, where `c = S d_k/n²`; `own` the variance of the steps themselves.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    incidence: f64,
    spread: f64,
    slope: f64,
    weight: f64,
    cross: f64,
    cross_weight: f64,
    own: f64,
}

impl Sums {
    /// One more row: `stayed` is the share still there before it, `gone` of `all` who left of `n` at risk.
    fn step(&mut self, stayed: f64, n: f64, all: f64, gone: f64) {
        let gain = stayed * gone / n;
        self.spread += gain * (2.0 * self.slope + gain * self.weight);
        self.slope += gain * self.weight;
        self.cross += gain * self.cross_weight;
        self.incidence += gain;
        // With nobody left there is no later row that would gain.
        if n > all {
            self.weight += all / (n * (n - all));
        }
        self.cross_weight += stayed * gone / (n * n);
        self.own += stayed * stayed * gone * (n - gone) / (n * n * n);
    }

    fn variance(&self) -> f64 {
        (self.spread + self.own - 2.0 * self.cross).max(0.0)
    }
}

/// The incidence of outcomes 1, 2, … `causes`, each at every time of any event. The incidences and the share who stay add up
/// to one.
pub fn incidence(spells: &Spells, causes: usize, level: Level) -> Vec<Vec<Row>> {
    let (events, sweep) = Sweep::new(spells, causes);
    let risk = sweep.at_risk(&events.times);
    let mut sums = vec![Sums::default(); causes];
    let mut curves = vec![Vec::with_capacity(events.times.len()); causes];
    let mut stayed = 1.0;
    for (at, time) in events.times.iter().enumerate() {
        let (n, all) = (count(risk[at]), count(events.total[at]));
        let mut shown = 0.0;
        for cause in 0..causes {
            let own = &mut sums[cause];
            own.step(stayed, n, all, count(events.by_cause[at * causes + cause]));
            shown += own.incidence;
            let (incidence, variance) = (own.incidence, own.variance());
            let inside = incidence > 0.0 && incidence < 1.0;
            let interval = inside.then(|| complementary_log_log(incidence, variance.sqrt(), level));
            curves[cause].push(Row { time: *time, incidence, variance, interval });
        }
        stayed = if all >= n { 0.0 } else { stayed * (1.0 - all / n) };
        debug_assert!((shown + stayed - 1.0).abs() < 1e-9, "everyone stays or goes somewhere");
    }
    curves
}
