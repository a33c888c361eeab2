//! What is counted in some trials, before it is added to counts: each count then takes many values at once, and is not fetched
//! again for each.

use super::tally::{COUNTED, Counts, MEASURES};
use super::trial::state::Row;

/// Trials in a lot.
pub(super) const LOT: usize = 16;

/// One number in so many trials.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Lot([i32; LOT]);

/// Every number that is counted, by group, measure and month.
#[derive(Clone, Debug)]
pub(super) struct Lots {
    width: usize,
    values: Vec<Lot>,
}

impl Lots {
    /// For so many groups, and the end of so many months.
    pub(super) fn new(groups: usize, width: usize) -> Self {
        Self { width, values: vec![Lot::default(); groups * COUNTED * width] }
    }

    /// Notes a group's path in a trial of the lot.
    pub(super) fn put(&mut self, trial: usize, group: usize, path: &(impl Iterator<Item = Row> + Clone)) {
        let own = &mut self.values[group * COUNTED * self.width..][..COUNTED * self.width];
        for (lane, lots) in own.chunks_exact_mut(self.width).enumerate() {
            for (lot, row) in lots.iter_mut().zip(path.clone()) {
                lot.0[trial % LOT] = row[lane];
            }
        }
    }

    /// Adds the first trials of the lot to counts by group, measure and month.
    pub(super) fn add_to(&self, trials: usize, counts: &mut [Counts]) {
        let groups = self.values.chunks_exact(COUNTED * self.width);
        for (lots, counts) in groups.zip(counts.chunks_exact_mut(MEASURES * self.width)) {
            for (lot, counts) in lots.iter().zip(counts) {
                counts.add_all(&lot.0[..trials]);
            }
        }
    }
}
