//! What the generated council wrote down and when, gathered into the changes of its ledger.

use std::collections::HashMap;

use workforce::Date;
use workforce::change::RecordId;
use workforce::records::{LAYOUTS, Record, Records};

/// Records in the order in which they were written, each with the day on which the council knew it.
#[derive(Debug, Default)]
pub(super) struct Journal(Vec<(Date, Record)>);

impl Journal {
    /// Writes a record down, known from a day.
    pub(super) fn write(&mut self, known: Date, record: impl Into<Record>) {
        self.0.push((known, record.into()));
    }

    /// Every record as it was last known.
    pub(super) fn all(&self) -> Records {
        let mut written: Vec<&(Date, Record)> = self.0.iter().collect();
        written.sort_by_key(|(known, _)| *known);
        written.into_iter().map(|(_, record)| record.clone()).collect()
    }

    /// The records new or changed by each cut-off day: the last state known by then, where it differs from the state at
    /// the cut-off before. What is known only after the last cut-off is left out.
    pub(super) fn by_cut_off(mut self, cut_offs: &[Date]) -> Vec<Vec<Record>> {
        self.0.sort_by_key(|(known, _)| *known);
        let mut written = self.0.into_iter().peekable();
        let mut state: HashMap<RecordId, Record> = HashMap::new();
        let mut groups = Vec::new();
        for &cut_off in cut_offs {
            let mut latest: HashMap<RecordId, Record> = HashMap::new();
            while let Some((_, record)) = written.next_if(|(known, _)| *known <= cut_off) {
                latest.insert(record.id(), record);
            }
            latest.retain(|id, record| state.get(id) != Some(record));
            state.extend(latest.iter().map(|(id, record)| (id.clone(), record.clone())));
            groups.push(in_order(latest));
        }
        groups
    }
}

/// Records by layout and then by key.
fn in_order(records: HashMap<RecordId, Record>) -> Vec<Record> {
    let place = |kind: &str| LAYOUTS.iter().position(|layout| layout.kind == kind);
    let mut ordered: Vec<(RecordId, Record)> = records.into_iter().collect();
    ordered.sort_by(|(a, _), (b, _)| (place(&a.kind), &a.key).cmp(&(place(&b.kind), &b.key)));
    ordered.into_iter().map(|(_, record)| record).collect()
}
