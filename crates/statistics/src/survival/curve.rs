//! The survival curve with late entry (Kaplan & Meier 1958; Tsai, Jewell & Wang 1987) and the cumulative hazard
//! (Nelson-Aalen, in its plain form: `sum d/n`, as R has it; lifelines adds a correction for ties by default).

use super::Spells;
use super::risk::Sweep;
use crate::count;
use crate::interval::Level;

/// Smallest number at risk from which a curve for publication starts, and where it stops.
pub const FLOOR: u64 = 10;

/// The curve just after one time at which somebody left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Tenure.
    pub time: f64,
    /// At risk just before.
    pub at_risk: u64,
    /// Events at that time.
    pub events: u64,
    /// Share who stay beyond.
    pub survival: f64,
    /// Standard error of the share (Greenwood); none where the share is zero.
    pub se: Option<f64>,
    /// Interval of the share on the log(-log) scale; none where the share is zero.
    pub interval: Option<(f64, f64)>,
    /// Cumulative hazard.
    pub hazard: f64,
    /// Standard error of the hazard: root of `sum d/n²`.
    pub hazard_se: f64,
}

/// A survival curve: a step down at each row, one before the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Tenure from which it speaks: the share is of those who reach it.
    pub start: f64,
    /// Its steps, in order of time.
    pub rows: Vec<Row>,
}

/// A time by which a share is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The share who stay.
    pub p: f64,
    /// Smallest time at which no more than `p` stay; none when the curve does not come down so far.
    pub time: Option<f64>,
    /// The same of the curve's lower limit.
    pub lower: Option<f64>,
    /// The same of the curve's upper limit.
    pub upper: Option<f64>,
}

/// One time's counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) time: f64,
    pub(crate) at_risk: u64,
    pub(crate) events: u64,
}

/// The counts at every distinct time of an event.
fn steps(spells: &Spells) -> Vec<Step> {
    let (events, sweep) = Sweep::new(spells, spells.causes());
    let risk = sweep.at_risk(&events.times);
    let rows = events.times.iter().zip(&risk).zip(&events.total);
    rows.map(|((time, at_risk), events)| Step { time: *time, at_risk: *at_risk, events: *events }).collect()
}

impl Curve {
    /// The curve of all spells, any event counting, with intervals at a level.
    pub fn new(spells: &Spells, level: Level) -> Self {
        Self { start: 0.0, rows: estimate(&steps(spells), level) }
    }

    /// The curve where at least `floor` are at risk: it starts after the last early time at which fewer were, and stops
    /// before the first late one. With late entry the first few at risk can take the whole curve to zero.
    pub fn with_floor(spells: &Spells, level: Level, floor: u64) -> Self {
        let steps = steps(spells);
        let peak = (0..steps.len()).max_by_key(|at| (steps[*at].at_risk, std::cmp::Reverse(*at)));
        let Some(peak) = peak.filter(|at| steps[*at].at_risk >= floor) else {
            return Self { start: 0.0, rows: Vec::new() };
        };
        let first = steps[..peak].iter().rposition(|step| step.at_risk < floor).map_or(0, |at| at + 1);
        let end =
            steps[peak..].iter().position(|step| step.at_risk < floor).map_or(steps.len(), |at| peak + at);
        let start = if first == 0 { 0.0 } else { steps[first - 1].time };
        Self { start, rows: estimate(&steps[first..end], level) }
    }

    /// The share who stay beyond a time; one before the first row.
    pub fn at(&self, time: f64) -> f64 {
        self.row(time).map_or(1.0, |row| row.survival)
    }

    /// The row that holds at a time.
    pub fn row(&self, time: f64) -> Option<&Row> {
        let after = self.rows.partition_point(|row| row.time <= time);
        after.checked_sub(1).map(|at| &self.rows[at])
    }

    /// The smallest time at which no more than `p` stay, with the times at which the limits come down to it. R gives the
    /// middle of a flat stretch that lies exactly at `p`; this is the stretch's beginning.
    pub fn quantile(&self, p: f64) -> Quantile {
        // Products of fractions miss a round share by their rounding.
        let first = |value: &dyn Fn(&Row) -> Option<f64>| {
            let down = |row: &&Row| value(row).is_some_and(|value| value <= p + 1e-12);
            self.rows.iter().find(down).map(|row| row.time)
        };
        Quantile {
            p,
            time: first(&|row| Some(row.survival)),
            lower: first(&|row| row.interval.map(|(lower, _)| lower)),
            upper: first(&|row| row.interval.map(|(_, upper)| upper)),
        }
    }

    /// The mean time stayed, of time up to `tau`, with its standard error: the area under the curve.
    pub fn restricted_mean(&self, tau: f64) -> (f64, f64) {
        let within = &self.rows[..self.rows.partition_point(|row| row.time <= tau)];
        let (mut area, mut variance, mut right) = (0.0, 0.0, tau);
        for row in within.iter().rev() {
            area += row.survival * (right - row.time);
            right = row.time;
            if row.at_risk > row.events {
                let n = count(row.at_risk);
                variance += area * area * count(row.events) / (n * (n - count(row.events)));
            }
        }
        (area + (right - self.start).max(0.0), variance.sqrt())
    }

    /// The hazard smoothed over `half` on either side of a time, in events per unit of time.
    pub fn smoothed_hazard(&self, time: f64, half: f64) -> f64 {
        let at = |time| self.row(time).map_or(0.0, |row| row.hazard);
        (at(time + half) - at(time - half)) / (2.0 * half)
    }
}

fn estimate(steps: &[Step], level: Level) -> Vec<Row> {
    let (mut survival, mut greenwood, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
    let row = |step: &Step| {
        let (n, d) = (count(step.at_risk), count(step.events));
        let gone = step.events >= step.at_risk;
        survival = if gone { 0.0 } else { survival * (1.0 - d / n) };
        greenwood += if gone { 0.0 } else { d / (n * (n - d)) };
        hazard += d / n;
        hazard_variance += d / (n * n);
        let spread = greenwood.sqrt();
        let some = survival > 0.0;
        Row {
            time: step.time,
            at_risk: step.at_risk,
            events: step.events,
            survival,
            se: some.then_some(survival * spread),
            interval: some.then(|| complementary_log_log(survival, survival * spread, level)),
            hazard,
            hazard_se: hazard_variance.sqrt(),
        }
    };
    steps.iter().map(row).collect()
}

/// The interval of a share in (0, 1) on the log(-log) scale: `S^exp(±z se / (S |ln S|))`.
pub(super) fn complementary_log_log(share: f64, se: f64, level: Level) -> (f64, f64) {
    let reach = level.z() * se / (share * share.ln().abs());
    (share.powf(reach.exp()), share.powf((-reach).exp()))
}
