//! What was last asked for, kept ready: the records of a council, folded and indexed, as known at a change.
//!
//! An erasure reaches back into every change, and it is a change itself: whatever was kept before a council's head moved
//! is dropped. The head is asked of the store each time, so that several programs on one store see each other's changes.

use std::sync::{Arc, Mutex, PoisonError};

use workforce::change::ChangeNumber;

use crate::office::Known;

/// How many workforces are kept: the newest, and a few earlier ones that someone compares it with.
const KEPT: usize = 6;

#[derive(Debug)]
struct Slot {
    council: String,
    head: ChangeNumber,
    known: Arc<Known>,
}

/// Workforces in memory, the last used first. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cache {
    slots: Arc<Mutex<Vec<Slot>>>,
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

    /// Keeps a record for the next who asks.
    pub(crate) fn keep(&self, council: &str, head: ChangeNumber, known: &Arc<Known>) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.truncate(KEPT - 1);
        slots.insert(0, Slot { council: council.to_owned(), head, known: Arc::clone(known) });
    }
}
