//! A synthetic England: 150 councils like Wexcombe, for benches of size. None of them exists.

use std::fmt;

use workforce::change::{Change, ChangeNumber, Content, Entry};
use workforce::records::Record;

use crate::wexcombe::{Plan, generate};

/// The ledger of one council, by number from 1.
pub fn council_changes(council: u64) -> Vec<Change> {
    let steps = generate(&Plan::of_england(council));
    let mut number = ChangeNumber::default();
    let change = |step: crate::wexcombe::Step| {
        number = number.next();
        let entry = |record: &Record| Entry { record: record.id(), content: Content::Body(record.body()) };
        Change {
            number,
            council: format!("E{council:03}"),
            note: step.note,
            entries: step.records.iter().map(entry).collect(),
        }
    };
    steps.into_iter().map(change).collect()
}

/// How large ledgers are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Councils.
    pub councils: u64,
    /// Record bodies.
    pub entries: u64,
    /// Bytes of record bodies.
    pub bytes: u64,
}

impl Totals {
    /// Counts one more council.
    pub fn add(&mut self, changes: &[Change]) {
        self.councils += 1;
        for entry in changes.iter().flat_map(|change| &change.entries) {
            self.entries += 1;
            if let Content::Body(body) = &entry.content {
                self.bytes += body.len() as u64;
            }
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { councils, entries, bytes } = self;
        write!(f, "{councils} councils, {entries} record bodies, {} MB", bytes / 1_000_000)
    }
}
