//! What is to happen, by month and kind.

use super::state::KINDS;

/// What is to happen in a trial: lists by month and kind, each in the order in which it was planned.
///
/// What lies beyond the last month is filed as well, under a month that never comes. That costs less than asking, since whether
/// somebody leaves within the months that there are could not be foretold.
#[derive(Debug)]
pub(crate) struct Agenda {
    months: u16,
    /// The link that ends each list.
    last: Vec<u32>,
    /// Links to what comes next: first one of each list, to its first entry, then one of each entry.
    after: Vec<u32>,
    /// The slot of each entry.
    slots: Vec<u32>,
}

/// The end of a list.
const END: u32 = u32::MAX;

/// A place in a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(u32);

impl Agenda {
    /// For so many months.
    pub(crate) fn new(months: u16) -> Self {
        Self { months, last: Vec::new(), after: Vec::new(), slots: Vec::new() }
    }

    /// Nothing is to happen.
    pub(crate) fn clear(&mut self) {
        let lists = (u32::from(self.months) + 2) * u32::try_from(KINDS).unwrap_or_default();
        self.last.clear();
        self.last.extend(0..lists);
        self.after.clear();
        self.after.resize(lists as usize, END);
        self.slots.clear();
    }

    fn list(&self, month: u16, kind: usize) -> usize {
        usize::from(month.min(self.months + 1)) * KINDS + kind
    }

    /// Adds a slot at the end of a list.
    #[inline]
    pub(crate) fn add(&mut self, month: u16, kind: usize, slot: u32) {
        let list = self.list(month, kind);
        #[expect(clippy::cast_possible_truncation, reason = "far fewer entries")]
        let link = self.after.len() as u32;
        self.after[self.last[list] as usize] = link;
        self.last[list] = link;
        self.after.push(END);
        self.slots.push(slot);
    }

    /// The beginning of a list.
    pub(crate) fn begin(&self, month: u16, kind: usize) -> Place {
        Place(u32::try_from(self.list(month, kind)).unwrap_or(END))
    }

    /// The slot after a place, which may have been added meanwhile.
    #[inline]
    pub(crate) fn next(&self, place: &mut Place) -> Option<u32> {
        place.0 = self.after[place.0 as usize];
        (place.0 != END).then(|| self.slots[place.0 as usize - self.last.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::world::NEVER;

    #[test]
    fn a_list_is_in_the_order_of_planning_and_may_grow_while_it_is_read() {
        let mut agenda = Agenda::new(12);
        for _ in 0..2 {
            agenda.clear();
            for (slot, month, kind) in [(7, 3, 1), (8, 12, 1), (5, 3, 1), (6, 3, 2), (4, NEVER, 1), (9, 3, 1)]
            {
                agenda.add(month, kind, slot);
            }
            let (mut place, mut read) = (agenda.begin(3, 1), Vec::new());
            while let Some(slot) = agenda.next(&mut place) {
                read.push(slot);
                if slot < 9 {
                    agenda.add(3, 1, slot + 10);
                }
            }
            assert_eq!(read, [7, 5, 9, 17, 15]);
            assert_eq!(agenda.next(&mut agenda.begin(4, 1)), None);
            assert_eq!(agenda.next(&mut agenda.begin(12, 1)), Some(8));
        }
    }
}
