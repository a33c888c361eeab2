//! One sweep from the longest tenure to the shortest: the partial likelihood with its slope and curvature.

use super::{Point, Scaled, Ties};
use crate::linear::Symmetric;
use crate::real;
use crate::survival::Spells;

/// Rows in the order in which they come into the risk sets and go out of them.
pub(super) struct Ready {
    size: usize,
    /// Values of row after row, in order of exit, longest first.
    values: Vec<f64>,
    exit: Vec<f64>,
    event: Vec<bool>,
    /// Entries, latest first, each with its row's place in the order of exit; empty where all entered at the start.
    entries: Vec<(f64, u32)>,
}

/// Sums over a risk set, each row weighing its hazard.
#[derive(Clone)]
struct Sums {
    weight: f64,
    first: Vec<f64>,
    second: Symmetric,
}

impl Sums {
    fn zero(size: usize) -> Self {
        Self { weight: 0.0, first: vec![0.0; size], second: Symmetric::zero(size) }
    }

    fn clear(&mut self) {
        self.weight = 0.0;
        self.first.fill(0.0);
        self.second.lower_mut().fill(0.0);
    }

    fn add(&mut self, row: &[f64], weight: f64) {
        self.weight += weight;
        self.first.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
        self.second.add_outer(row, weight);
    }
}

/// What one of the tied events adds: the mean of the risk set, and the variance in it.
pub(super) struct Seen<'a> {
    pub(super) time: f64,
    pub(super) mean: &'a [f64],
    pub(super) variance: &'a Symmetric,
    /// Log of the risk set's weight.
    weight: f64,
}

/// What is told while sweeping.
pub(super) trait Watch {
    /// A row with an event.
    fn event(&mut self, time: f64, row: &[f64], risk: f64);
    /// One of the events' shares of the risk set.
    fn risk_set(&mut self, seen: &Seen<'_>);
}

impl Ready {
    pub(super) fn new(spells: &Spells, columns: &[Scaled]) -> Self {
        let n = spells.len();
        let ends = spells.exit();
        let mut order: Vec<u32> = (0..u32::try_from(n).expect("fewer rows than 2^32")).collect();
        order.sort_unstable_by(|a, b| ends[*b as usize].total_cmp(&ends[*a as usize]).then_with(|| a.cmp(b)));
        let mut values = Vec::with_capacity(n * columns.len());
        for row in &order {
            values.extend(columns.iter().map(|column| column.values[*row as usize]));
        }
        let mut entries = Vec::new();
        if let Some(entered) = spells.entry() {
            entries.extend(order.iter().zip(0..).map(|(row, place)| (entered[*row as usize], place)));
            entries.sort_unstable_by(|a: &(f64, u32), b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        }
        Self {
            size: columns.len(),
            values,
            exit: order.iter().map(|row| ends[*row as usize]).collect(),
            event: order.iter().map(|row| spells.outcome()[*row as usize] > 0).collect(),
            entries,
        }
    }

    fn row(&self, place: usize) -> &[f64] {
        &self.values[place * self.size..(place + 1) * self.size]
    }

    /// The hazard of each row relative to a row of zeros, and its log.
    fn hazards(&self, beta: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let log: Vec<f64> = (0..self.exit.len())
            .map(|place| self.row(place).iter().zip(beta).map(|(value, beta)| value * beta).sum())
            .collect();
        (log.iter().map(|log| log.exp()).collect(), log)
    }

    /// Log likelihood, slope and curvature at `beta`.
    pub(super) fn point(&self, beta: &[f64], ties: Ties) -> Point {
        let mut adding = Adding {
            point: Point {
                loglik: 0.0,
                slope: vec![0.0; self.size],
                information: Symmetric::zero(self.size),
            },
        };
        self.sweep(beta, ties, &mut adding);
        adding.point
    }

    /// Goes through the risk sets, longest tenure first.
    pub(super) fn sweep(&self, beta: &[f64], ties: Ties, watch: &mut impl Watch) {
        let (hazard, log) = self.hazards(beta);
        let mut at_risk = Sums::zero(self.size);
        let mut leaving = Sums::zero(self.size);
        let (mut mean, mut variance) = (vec![0.0; self.size], Symmetric::zero(self.size));
        let (mut place, mut gone, mut here) = (0, 0, 0_usize);
        while place < self.exit.len() {
            let time = self.exit[place];
            leaving.clear();
            let mut events = 0_usize;
            while place < self.exit.len() && self.exit[place] >= time {
                let row = self.row(place);
                at_risk.add(row, hazard[place]);
                here += 1;
                if self.event[place] {
                    events += 1;
                    leaving.add(row, hazard[place]);
                    watch.event(time, row, log[place]);
                }
                place += 1;
            }
            if events == 0 {
                continue;
            }
            while self.entries.get(gone).is_some_and(|(entry, _)| *entry >= time) {
                let row = self.entries[gone].1 as usize;
                at_risk.add(self.row(row), -hazard[row]);
                here -= 1;
                gone += 1;
                if here == 0 {
                    // Nobody is left: what remains is rounding.
                    at_risk.clear();
                }
            }
            for which in 0..events {
                let out = if ties == Ties::Efron { real(which) / real(events) } else { 0.0 };
                let weight = at_risk.weight - out * leaving.weight;
                for (mean, (all, leaving)) in mean.iter_mut().zip(at_risk.first.iter().zip(&leaving.first)) {
                    *mean = (all - out * leaving) / weight;
                }
                variance.lower_mut().fill(0.0);
                variance.add(&at_risk.second, 1.0 / weight);
                variance.add(&leaving.second, -out / weight);
                variance.add_outer(&mean, -1.0);
                watch.risk_set(&Seen { time, mean: &mean, variance: &variance, weight: weight.ln() });
            }
        }
    }
}

/// Adds up the likelihood.
struct Adding {
    point: Point,
}

impl Watch for Adding {
    fn event(&mut self, _: f64, row: &[f64], risk: f64) {
        self.point.loglik += risk;
        self.point.slope.iter_mut().zip(row).for_each(|(slope, value)| *slope += value);
    }

    fn risk_set(&mut self, seen: &Seen<'_>) {
        self.point.loglik -= seen.weight;
        self.point.slope.iter_mut().zip(seen.mean).for_each(|(slope, mean)| *slope -= mean);
        self.point.information.add(seen.variance, 1.0);
    }
}
