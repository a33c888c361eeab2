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

/// The place of a time in the counts, when it is whole and small enough to count.
fn unit(time: f64) -> Option<usize> {
    // Through a small integer and back: asking for the whole part is a call on common machines.
    #[expect(clippy::cast_possible_truncation, reason = "a time out of range does not come back the same")]
    let at = time as i32;
    let same = f64::from(at) >= time && (0.0..=MOST_UNITS).contains(&time);
    usize::try_from(at).ok().filter(|_| same)
}

/// Counts by whole unit of time: `width` of them for each, as far as the largest time. None when a time cannot be counted.
fn counted(times: &[f64], width: usize, which: impl Fn(usize) -> usize) -> Option<Vec<u32>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    let mut counts = vec![0_u32; (MOST_UNITS as usize + 1) * width];
    let mut most = 0;
    for (place, time) in times.iter().enumerate() {
        let at = unit(*time)?;
        most = most.max(at);
        counts[at * width + which(place)] += 1;
    }
    counts.truncate((most + 1) * width);
    Some(counts)
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
        Self::by_counting(spells, causes).unwrap_or_else(|| Self::by_sorting(spells, causes))
    }

    /// None when the times cannot be counted.
    fn by_counting(spells: &Spells, causes: usize) -> Option<(Events, Self)> {
        let width = causes + 1;
        let outcomes = &spells.outcome;
        let happened = counted(&spells.exit, width, |place| outcomes[place] as usize)?;
        let entered = match &spells.entry {
            Some(entry) => Some(counted(entry, 1, |_| 0)?),
            None => None,
        };
        let mut events = Events { times: Vec::new(), total: Vec::new(), by_cause: Vec::new() };
        let mut ended = Vec::with_capacity(happened.len() / width);
        for (at, counts) in happened.chunks_exact(width).enumerate() {
            ended.push(counts.iter().sum());
            events.push(real(at), counts[1..].iter().map(|count| u64::from(*count)));
        }
        Some((events, Self::Counted { entered, ended }))
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
                    while at < ended.len() && real(at) < *time {
                        let came = entered.as_ref().and_then(|entered| entered.get(at));
                        here += came.map_or(0, |came| u64::from(*came));
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
