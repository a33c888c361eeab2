//! The sweep behind every estimator: at each distinct time of an event, how many were at risk and what happened.
//!
//! Tenures are nearly always whole days, so they are counted by day. Other times are sorted.

use super::Spells;
use crate::real;

/// Times up to this many whole units are counted instead of sorted: 358 years of days.
const MOST_UNITS: f64 = 131_072.0;

/// Spells in a form from which the numbers at risk can be read at any times.
pub(super) enum Sweep {
    /// By whole unit of time: how many entered, and how many ended.
    Counted { entered: Option<Vec<u32>>, ended: Vec<u32> },
    /// In order.
    Sorted { entry: Option<Vec<f64>>, exit: Vec<f64> },
    /// Nobody.
    Nobody,
}

/// The distinct times of events, in order, with how many of each cause.
pub(super) struct Events {
    pub(super) times: Vec<f64>,
    /// Events at each time, of any cause.
    pub(super) total: Vec<u64>,
    /// Events at each time by cause, `causes` of them for each time.
    pub(super) by_cause: Vec<u64>,
}

/// A place in the counts; times have been seen to be whole and small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn unit(time: f64) -> usize {
    time as usize
}

/// The largest time, when all are whole and small enough to count.
fn countable(spells: &Spells) -> Option<usize> {
    let check = |times: &[f64]| {
        let whole = times.iter().all(|time| (0.0..=MOST_UNITS).contains(time) && time.trunc() >= *time);
        (whole, times.iter().fold(0.0, |most: f64, time| most.max(*time)))
    };
    let (whole, most) = check(&spells.exit);
    let entries = spells.entry.as_deref().is_none_or(|entry| check(entry).0);
    (whole && entries && !spells.is_empty()).then(|| unit(most))
}

fn sorted(times: &[f64]) -> Vec<f64> {
    let mut times = times.to_vec();
    times.sort_unstable_by(f64::total_cmp);
    times
}

impl Sweep {
    /// The events of spells, and the sweep that says who was at risk.
    pub(super) fn new(spells: &Spells, causes: usize) -> (Events, Self) {
        if spells.is_empty() {
            return (Events { times: Vec::new(), total: Vec::new(), by_cause: Vec::new() }, Self::Nobody);
        }
        let Some(most) = countable(spells) else { return Self::by_sorting(spells, causes) };
        let mut ended = vec![0_u32; most + 1];
        let mut happened = vec![0_u32; (most + 1) * causes];
        for (exit, outcome) in spells.exit.iter().zip(&spells.outcome) {
            let at = unit(*exit);
            ended[at] += 1;
            if *outcome > 0 {
                happened[at * causes + *outcome as usize - 1] += 1;
            }
        }
        let entered = spells.entry.as_ref().map(|entry| {
            let mut entered = vec![0_u32; most + 1];
            for entry in entry {
                entered[unit(*entry)] += 1;
            }
            entered
        });
        let mut events = Events { times: Vec::new(), total: Vec::new(), by_cause: Vec::new() };
        if causes > 0 {
            for (at, counts) in happened.chunks_exact(causes).enumerate() {
                events.push(real(at), counts.iter().map(|count| u64::from(*count)));
            }
        }
        (events, Self::Counted { entered, ended })
    }

    fn by_sorting(spells: &Spells, causes: usize) -> (Events, Self) {
        let mut ends: Vec<(f64, u32)> = spells
            .exit
            .iter()
            .zip(&spells.outcome)
            .filter(|(_, outcome)| **outcome > 0)
            // Adding zero makes -0 and 0 one time.
            .map(|(exit, outcome)| (exit + 0.0, *outcome))
            .collect();
        ends.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut events = Events { times: Vec::new(), total: Vec::new(), by_cause: Vec::new() };
        let mut counts = vec![0_u64; causes];
        for tied in ends.chunk_by(|a, b| a.0 >= b.0) {
            counts.fill(0);
            for (_, outcome) in tied {
                counts[*outcome as usize - 1] += 1;
            }
            events.push(tied[0].0, counts.iter().copied());
        }
        let sweep = Self::Sorted { entry: spells.entry.as_deref().map(sorted), exit: sorted(&spells.exit) };
        (events, sweep)
    }

    /// How many were at risk at each of these times, which are in order.
    pub(super) fn at_risk(&self, times: &[f64]) -> Vec<u64> {
        match self {
            Self::Nobody => vec![0; times.len()],
            Self::Counted { entered, ended } => {
                let all: u64 = ended.iter().map(|count| u64::from(*count)).sum();
                let (mut here, mut at) = (if entered.is_some() { 0 } else { all }, 0);
                let mut risk = Vec::with_capacity(times.len());
                for time in times {
                    // Only whole times count people out; beyond the last nobody is left.
                    let until = unit(time.ceil().min(MOST_UNITS + 1.0)).min(ended.len());
                    while at < until {
                        here += entered.as_ref().map_or(0, |entered| u64::from(entered[at]));
                        here -= u64::from(ended[at]);
                        at += 1;
                    }
                    risk.push(here);
                }
                risk
            }
            Self::Sorted { entry, exit } => {
                let (mut came, mut gone) = (0, 0);
                let mut risk = Vec::with_capacity(times.len());
                for time in times {
                    while exit.get(gone).is_some_and(|exit| exit < time) {
                        gone += 1;
                    }
                    came = entry.as_ref().map_or(exit.len(), |entry| {
                        came + entry[came..].iter().take_while(|entry| *entry < time).count()
                    });
                    risk.push((came - gone) as u64);
                }
                risk
            }
        }
    }
}

impl Events {
    fn push(&mut self, time: f64, counts: impl Iterator<Item = u64>) {
        let before = self.by_cause.len();
        self.by_cause.extend(counts);
        let total = self.by_cause[before..].iter().sum();
        if total == 0 {
            self.by_cause.truncate(before);
            return;
        }
        self.times.push(time);
        self.total.push(total);
    }
}
