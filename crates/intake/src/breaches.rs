//! Consistency: the breaches that an import would bring in, each at the row and column that it comes from.
//!
//! What is wrong is decided by [`workforce::check`]; this module says which breaches are the import's doing and where a
//! person should look.

use std::collections::{BTreeSet, HashSet};

use workforce::Date;
use workforce::change::RecordId;
use workforce::check::{Breach, check};
use workforce::layout::Shape;
use workforce::records::{LAYOUTS, Records, layout};

use crate::finding::{Finding, Level, Place, shown};
use crate::proposal::RecordChange;
use crate::rows::{Draft, Drafts};

/// The breaches of records that the import adds or changes, and those of other records that were not there before.
pub(crate) fn brought_in(
    existing: &Records,
    changes: &[RecordChange],
    drafts: &Drafts,
    as_at: Date,
) -> Vec<Finding> {
    if changes.is_empty() {
        return Vec::new();
    }
    let before: HashSet<_> = check(existing, as_at).into_iter().map(same).collect();
    let mut after = existing.clone();
    for change in changes {
        after.put(change.after.clone());
    }
    let touched: BTreeSet<&RecordId> = changes.iter().map(|change| &change.id).collect();
    let broken = broken(drafts);
    let is_new =
        |breach: &Breach| touched.contains(&breach.record) || !before.contains(&same(breach.clone()));
    let mut found = check(&after, as_at);
    found.retain(|breach| is_new(breach) && !leads_to_broken(breach, &broken));
    let places = Places { drafts, records: &after, touched: &touched };
    found.into_iter().map(|breach| finding(&breach, &places.of(&breach))).collect()
}

/// What makes two breaches the same.
fn same(breach: Breach) -> (&'static str, RecordId, String) {
    (breach.rule.code, breach.record, breach.message)
}

/// The finding about a breach.
pub fn finding(breach: &Breach, place: &Place) -> Finding {
    let level = match breach.rule.level {
        workforce::check::Level::Error => Level::Error,
        workforce::check::Level::Query => Level::Query,
    };
    Finding {
        level,
        code: breach.rule.code,
        file: shown(&place.file),
        sheet: place.sheet.as_deref().map(shown),
        row: place.row,
        column: place.column.as_deref().map(shown),
        value: breach.value.as_deref().map(shown),
        message: format!("{}: {}.", shown(&breach.record.to_string()), breach.message),
        fix: breach.rule.fix.to_owned(),
    }
}

/// The kinds and first keys of records whose rows could not be read.
fn broken(drafts: &Drafts) -> BTreeSet<(&str, &str)> {
    let unread = drafts.all.iter().filter(|draft| draft.is_broken());
    unread.filter_map(|draft| draft.text(0).map(|key| (draft.id.kind.as_str(), key))).collect()
}

/// Whether a breach is only that a record is missing whose row could not be read: that row has its own finding.
fn leads_to_broken(breach: &Breach, broken: &BTreeSet<(&str, &str)>) -> bool {
    if breach.rule.code != "orphan-key" {
        return false;
    }
    let column = breach.column.and_then(|name| {
        let layout = layout(&breach.record.kind)?;
        layout.column(name).map(|at| layout.columns[at])
    });
    match (column.map(|column| column.shape), breach.value.as_deref()) {
        (Some(Shape::Reference(kind) | Shape::References(kind)), Some(key)) => broken.contains(&(kind, key)),
        _ => false,
    }
}

/// Where the records of a proposal came from.
struct Places<'a> {
    drafts: &'a Drafts,
    records: &'a Records,
    touched: &'a BTreeSet<&'a RecordId>,
}

impl Places<'_> {
    /// The row of the breach's record; if the files do not have it, of another that takes part or that it refers to.
    fn of(&self, breach: &Breach) -> Place {
        if let Some(draft) = self.drafts.get(&breach.record) {
            let column = breach.column.and_then(|name| draft.layout.column(name));
            return self.drafts.place(draft, column);
        }
        let touched = |id: &&RecordId| self.touched.contains(*id);
        let other = breach.others.iter().filter(touched).find_map(|id| self.drafts.get(id));
        let other = other.or_else(|| self.referred(&breach.record));
        if let Some(draft) = other {
            return self.drafts.place(draft, None);
        }
        let table = self.drafts.tables.iter().find(|table| table.kind == breach.record.kind);
        table.or(self.drafts.tables.first()).map_or(Place::default(), |table| table.place.clone())
    }

    /// A draft of a touched record that a record refers to.
    fn referred(&self, id: &RecordId) -> Option<&Draft> {
        let record = self.records.get(id)?;
        let row = record.to_row();
        let layout = LAYOUTS.iter().find(|layout| layout.kind == id.kind)?;
        let named: BTreeSet<(&str, &str)> = layout
            .columns
            .iter()
            .zip(&row)
            .filter_map(|(column, text)| match column.shape {
                Shape::Reference(kind) => Some((kind, text.as_deref()?)),
                _ => None,
            })
            .collect();
        self.drafts.all.iter().find(|draft| {
            let key = draft.text(0).unwrap_or_default();
            self.touched.contains(&draft.id) && named.contains(&(draft.id.kind.as_str(), key))
        })
    }
}
