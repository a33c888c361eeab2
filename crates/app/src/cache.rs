//! What was last asked for, kept ready: the records of a council, folded and indexed, as known at a change.
//!
//! An erasure reaches back into every change, and it is a change itself: whatever was kept before a council's head moved
//! is dropped. The head is asked of the store each time, so that several programs on one store see each other's changes.

use std::sync::{Arc, Mutex, PoisonError};

use workforce::change::ChangeNumber;

use crate::benchmarking::Shelf;
use crate::office::Known;

/// How many workforces of a council are kept: the newest, and a few earlier ones that someone compares it with.
const KEPT_OF_COUNCIL: usize = 6;
/// How many are kept in all, the last used first: enough for every council of England on one service. Folding a council anew
/// takes some eighty milliseconds, keeping it two to three megabytes.
const KEPT: usize = 200;

#[derive(Debug)]
struct Slot {
    council: String,
    head: ChangeNumber,
    known: Arc<Known>,
}

/// The releases of published figures, with the head of the store's own ledger when they were read.
type Shelved = Option<(ChangeNumber, Arc<Shelf>)>;

/// Workforces in memory, the last used first, and the releases of published figures. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cache {
    slots: Arc<Mutex<Vec<Slot>>>,
    releases: Arc<Mutex<Shelved>>,
}

impl Cache {
    /// The record as known at a change, if it is kept and the council's head is still where it was.
    pub(crate) fn find(&self, council: &str, head: ChangeNumber, number: ChangeNumber) -> Option<Arc<Known>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|slot| slot.council != council || slot.head == head);
        let at = slots.iter().position(|slot| slot.council == council && slot.known.number == number)?;
        let slot = slots.remove(at);
        let known = Arc::clone(&slot.known);
        slots.insert(0, slot);
        Some(known)
    }

    /// The releases of published figures, if the head of the store's own ledger is still where it was.
    pub(crate) fn releases(&self, head: ChangeNumber) -> Option<Arc<Shelf>> {
        let kept = self.releases.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(then, _)| *then == head).map(|(_, releases)| Arc::clone(releases))
    }

    /// Keeps the releases for the next who asks.
    pub(crate) fn keep_releases(&self, head: ChangeNumber, releases: &Arc<Shelf>) {
        let mut kept = self.releases.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((head, Arc::clone(releases)));
    }

    /// Keeps a record for the next who asks.
    pub(crate) fn keep(&self, council: &str, head: ChangeNumber, known: &Arc<Known>) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.insert(0, Slot { council: council.to_owned(), head, known: Arc::clone(known) });
        let mut of_council = 0;
        slots.retain(|slot| {
            of_council += usize::from(slot.council == council);
            slot.council != council || of_council <= KEPT_OF_COUNCIL
        });
        slots.truncate(KEPT);
    }
}

#[cfg(test)]
mod tests {
    use workforce::Workforce;
    use workforce::records::Records;

    use super::*;

    fn known(number: u64) -> Arc<Known> {
        Arc::new(Known { number: ChangeNumber(number), workforce: Workforce::new(Records::default()) })
    }

    #[test]
    fn many_councils_are_kept_and_few_of_each() {
        let (cache, head) = (Cache::default(), ChangeNumber(9));
        let found = |council: &str, number: u64| cache.find(council, head, ChangeNumber(number)).is_some();
        for council in 0..KEPT {
            cache.keep(&council.to_string(), head, &known(9));
        }
        assert!(found("0", 9) && found("199", 9));
        for number in 0..8 {
            cache.keep("0", head, &known(number));
        }
        assert!(found("0", 7) && found("0", 2) && !found("0", 1) && !found("0", 9));
        // What was used longest ago makes room: the first council was asked for since, the second was not.
        assert!(found("198", 9) && !found("1", 9));
    }

    #[test]
    fn nothing_is_kept_past_a_change() {
        let cache = Cache::default();
        for council in ["a", "b"] {
            cache.keep(council, ChangeNumber(1), &known(1));
        }
        assert!(cache.find("a", ChangeNumber(2), ChangeNumber(1)).is_none(), "an erasure reaches back");
        assert!(cache.find("a", ChangeNumber(1), ChangeNumber(1)).is_none());
        assert!(cache.find("b", ChangeNumber(1), ChangeNumber(1)).is_some());
    }
}
