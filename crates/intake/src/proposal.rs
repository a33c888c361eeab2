//! What an import would change, and everything that speaks for or against it.
//!
//! Pure: the record as it stands, files and a mapping go in; entries, counts and findings come out. Nothing is decided
//! here: whoever calls refuses the import when a finding is an error.
//!
//! **What a file does not say stays.** For a record that exists, a column that no file has (and no mapping fills) keeps
//! the value that it holds, so that an HR extract does not wipe what finance entered. A column that is there and whose
//! cell is blank clears the value. A new record has blanks where the files say nothing.
//!
//! **The same file again changes nothing**: a record that already is as the files have it gives no entry.

use std::collections::{BTreeMap, BTreeSet};

use workforce::Date;
use workforce::change::{Content, Entry, RecordId};
use workforce::records::{Record, Records};

use crate::finding::{Finding, Place};
use crate::mapping::{Mapping, end_column};
use crate::row_codes::{BAD_VALUE, MISSING_REQUIRED_COLUMN};
use crate::rows::{Draft, Drafts, Field, Provenance};
use crate::source::{Limits, SourceFile};
use crate::{absent, breaches, gather};

/// How files are read and judged.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much is read.
    pub limits: Limits,
    /// The kinds, by kind or layout name, of which the files hold every current record.
    pub complete: Vec<String>,
    /// The day that the files describe: what they leave out of a complete kind ends on it, and what starts after it is
    /// in the future.
    pub as_at: Date,
}

/// What an import would change.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// One whole body for each record that is added or changed, by id.
    pub entries: Vec<Entry>,
    /// How many records of each kind that the files touch.
    pub counts: BTreeMap<&'static str, Counts>,
    /// Everything wrong or worth a look, by file, sheet and row.
    pub findings: Vec<Finding>,
    /// What happens to each record that is added or changed, by id.
    pub changes: Vec<RecordChange>,
}

/// How many records of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// New.
    pub added: usize,
    /// Changed, other than by being given an end.
    pub changed: usize,
    /// Given an end, or an earlier one.
    pub ended: usize,
    /// In the files, and already so.
    pub unchanged: usize,
}

/// What happens to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It is new.
    Added,
    /// Something about it changes.
    Changed,
    /// It is given an end, or an earlier one; other columns may change as well.
    Ended,
}

/// One record's change, for people to look at before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// Which record.
    pub id: RecordId,
    /// As it stands; none for a new one.
    pub before: Option<Record>,
    /// As it would be.
    pub after: Record,
    /// What happens.
    pub effect: Effect,
    /// The columns that change; for a new record, those that are filled.
    pub columns: Vec<&'static str>,
    /// Where it comes from; none for a record that ends because no file has it.
    pub provenance: Option<Provenance>,
}

impl Proposal {
    /// Whether some finding keeps it from being imported.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

/// Proposes what the files would change. With no files there is nothing to propose.
pub fn propose(
    existing: &Records,
    files: &[SourceFile],
    mapping: Option<&Mapping>,
    options: &Options,
) -> Proposal {
    let (drafts, mut findings) = gather::gather(files, mapping, &options.limits);
    let mut proposal = Proposal::default();
    let mut lacking = Lacking::new();
    for draft in &drafts.all {
        let before = existing.get(&draft.id);
        if let Some(after) = whole(&drafts, draft, before.as_ref(), &mut lacking, &mut findings) {
            proposal.take(before, after, Some(drafts.provenance(draft)));
        }
    }
    findings.extend(lacking.into_iter().map(|(place, of)| of.finding(place)));
    for (before, after) in absent::endings(existing, &drafts, options, files, &mut findings) {
        proposal.take(Some(before), after, None);
    }
    proposal.changes.sort_by(|a, b| a.id.cmp(&b.id));
    findings.extend(breaches::brought_in(existing, &proposal.changes, &drafts, options.as_at));
    proposal.findings = in_order(files, findings);
    let body = |change: &RecordChange| Content::Body(change.after.body());
    let entry = |change: &RecordChange| Entry { record: change.id.clone(), content: body(change) };
    proposal.entries = proposal.changes.iter().map(entry).collect();
    proposal
}

impl Proposal {
    /// Counts a record, and keeps its change if there is one.
    fn take(&mut self, before: Option<Record>, after: Record, provenance: Option<Provenance>) {
        let counts = self.counts.entry(after.layout().kind).or_default();
        let effect = match &before {
            None => Effect::Added,
            Some(before) if *before == after => {
                counts.unchanged += 1;
                return;
            }
            Some(before) if ends(before, &after) => Effect::Ended,
            Some(_) => Effect::Changed,
        };
        match effect {
            Effect::Added => counts.added += 1,
            Effect::Changed => counts.changed += 1,
            Effect::Ended => counts.ended += 1,
        }
        let columns = changed_columns(before.as_ref(), &after);
        self.changes.push(RecordChange { id: after.id(), before, after, effect, columns, provenance });
    }
}

/// Whether a record is given an end, or an earlier one.
fn ends(before: &Record, after: &Record) -> bool {
    let Some(column) = end_column(&after.layout()) else { return false };
    // ISO dates sort as texts.
    let end = |record: &Record| record.to_row().swap_remove(column);
    match (end(before), end(after)) {
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after < before,
        (_, None) => false,
    }
}

fn changed_columns(before: Option<&Record>, after: &Record) -> Vec<&'static str> {
    let layout = after.layout();
    let old = before.map_or_else(|| vec![None; layout.columns.len()], Record::to_row);
    let pairs = old.into_iter().zip(after.to_row());
    let changed = layout.columns.iter().zip(pairs).filter(|(_, (old, new))| old != new);
    changed.map(|(column, _)| column.name).collect()
}

/// New records that cannot be made because their files lack a required column, by the place of the headings.
type Lacking = BTreeMap<Place, Lack>;

struct Lack {
    kind: &'static str,
    rows: usize,
    first: u32,
}

impl Lack {
    fn finding(self, place: Place) -> Finding {
        let name = place.column.as_deref().unwrap_or_default();
        let message = match self.rows {
            1 => format!("Row {} gives a new {}, which needs `{name}`.", self.first, self.kind),
            rows => format!(
                "{rows} rows, the first of them row {}, give a new {}, which needs `{name}`.",
                self.first, self.kind
            ),
        };
        Finding::new(&MISSING_REQUIRED_COLUMN, place, message)
    }
}

/// The whole record: what the files give over what it holds. None when it cannot be made; a finding says why.
fn whole(
    drafts: &Drafts,
    draft: &Draft,
    before: Option<&Record>,
    lacking: &mut Lacking,
    findings: &mut Vec<Finding>,
) -> Option<Record> {
    let mut row = before.map_or_else(|| vec![None; draft.layout.columns.len()], Record::to_row);
    let mut lacks = false;
    for (at, column) in draft.layout.columns.iter().enumerate() {
        match &draft.fields[at] {
            Field::Given(text, _) => row[at] = text.as_ref().map(ToString::to_string),
            Field::Absent if column.required && row[at].is_none() => {
                lacks = true;
                let origin = draft.origins[0];
                let table = &drafts.tables[origin.table];
                let place = table.place.clone().at_row(table.header_row).in_column(column.name);
                let lack = Lack { kind: draft.layout.kind, rows: 0, first: origin.row };
                lacking.entry(place).or_insert(lack).rows += 1;
            }
            Field::Absent | Field::Unreadable => {}
        }
    }
    if lacks || draft.is_broken() {
        return None;
    }
    let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
    match Record::from_row(draft.layout.kind, &cells)? {
        Ok(record) => Some(record),
        Err(problems) => {
            for problem in problems {
                let value = row[problem.column].as_deref().unwrap_or_default();
                let message = format!("`{value}` {}.", problem.problem);
                let place = drafts.place(draft, Some(problem.column));
                findings.push(Finding::new(&BAD_VALUE, place, message).with_value(value));
            }
            None
        }
    }
}

/// The findings in the order of the files, then by sheet and row; each once, though several records read one cell.
fn in_order(files: &[SourceFile], mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        let place = (finding.file.clone(), finding.sheet.clone(), finding.row, finding.column.clone());
        seen.insert((place, finding.code, finding.value.clone(), finding.message.clone()))
    });
    let order = |finding: &Finding| {
        let file = files.iter().position(|file| crate::finding::shown(&file.name) == finding.file);
        (file.unwrap_or(files.len()), finding.sheet.clone(), finding.row)
    };
    findings.sort_by_cached_key(order);
    findings
}
