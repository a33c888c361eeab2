//! Leaving rates by band of tenure: as many leavers as there were, over the time that people spent in the band.

use super::Spells;
use crate::interval::{self, Level};

/// A band of tenure: after `low`, up to and including `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Its lower end, which is not in it.
    pub low: f64,
    /// Its upper end; none for the last.
    pub high: Option<f64>,
}

/// What was seen in a band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The band.
    pub band: Band,
    /// Time that people spent in it, in the unit of the spells.
    pub exposure: f64,
    /// Events.
    pub events: u64,
}

impl Seen {
    /// Events per unit of time; none where nobody spent any time.
    pub fn rate(&self) -> Option<f64> {
        (self.exposure > 0.0).then(|| crate::count(self.events) / self.exposure)
    }

    /// The exact interval of the rate; none where nobody spent any time. Its lower limit is 0 without events.
    pub fn interval(&self, level: Level) -> Option<(f64, f64)> {
        let events = interval::exact_poisson(crate::count(self.events), level)?;
        (self.exposure > 0.0)
            .then(|| (events.low.unwrap_or(0.0) / self.exposure, events.high / self.exposure))
    }
}

/// Bands between cuts, in order: from 0 to the first, on to the last, and beyond. Cuts that are not above the one before are
/// left out.
pub fn bands(cuts: &[f64]) -> Vec<Band> {
    let mut bands = Vec::with_capacity(cuts.len() + 1);
    let mut low = 0.0;
    for cut in cuts.iter().filter(|cut| cut.is_finite()) {
        if *cut > low {
            bands.push(Band { low, high: Some(*cut) });
            low = *cut;
        }
    }
    bands.push(Band { low, high: None });
    bands
}

/// What was seen in each band; any event counts. Bands may be any, each is counted by itself.
pub fn count(spells: &Spells, bands: &[Band]) -> Vec<Seen> {
    let mut seen: Vec<Seen> =
        bands.iter().map(|band| Seen { band: *band, exposure: 0.0, events: 0 }).collect();
    for place in 0..spells.len() {
        let exit = spells.exit()[place];
        let entry = spells.entry().map_or(0.0, |entry| entry[place]);
        let left = spells.outcome()[place] > 0;
        for own in &mut seen {
            let high = own.band.high.unwrap_or(f64::INFINITY);
            own.exposure += (exit.min(high) - entry.max(own.band.low)).max(0.0);
            own.events += u64::from(left && exit > own.band.low && exit <= high);
        }
    }
    seen
}

/// Share who stay beyond a time at these rates; none where a band on the way has no rate.
pub fn survival(seen: &[Seen], time: f64) -> Option<f64> {
    let mut hazard = 0.0;
    for own in seen.iter().filter(|own| own.band.low < time) {
        let spent = time.min(own.band.high.unwrap_or(f64::INFINITY)) - own.band.low;
        hazard += own.rate()? * spent;
    }
    Some((-hazard).exp())
}
