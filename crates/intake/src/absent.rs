//! Records that a file declared complete leaves out: they become proposed endings, never silent deletions.
//!
//! Only what is current on the day of the files can be ended by its absence. What has yet to start, and what has no end
//! to set, stays, and a query says so.

use std::collections::{BTreeMap, BTreeSet};

use workforce::Date;
use workforce::layout::Layout;
use workforce::records::{self, LAYOUTS, Record, Records};

use crate::finding::{Finding, Place};
use crate::mapping::{end_column, start_column};
use crate::names;
use crate::proposal::Options;
use crate::row_codes::{ABSENT_NOT_ENDED, ABSENT_SO_ENDED, COMPLETE_WITHOUT_ROWS, NOT_A_KIND};
use crate::rows::{Drafts, key_of};
use crate::source::SourceFile;

/// The endings of every complete kind: each record as it stands, and with its end.
pub(crate) fn endings(
    existing: &Records,
    drafts: &Drafts,
    options: &Options,
    files: &[SourceFile],
    findings: &mut Vec<Finding>,
) -> Vec<(Record, Record)> {
    let first = files.first().map_or(Place::default(), |file| Place::file(&file.name));
    let mut all = Vec::new();
    let mut done = BTreeSet::new();
    for name in &options.complete {
        let Some(layout) = records::layout(name) else {
            let kinds = names::listed(LAYOUTS.iter().map(|layout| layout.kind));
            let message = format!("`{name}` was declared complete and is no kind. The kinds are {kinds}.");
            findings.push(Finding::new(&NOT_A_KIND, first.clone(), message).with_value(name));
            continue;
        };
        if !done.insert(layout.kind) {
            continue;
        }
        let present = present(drafts, layout);
        if present.is_empty() {
            let message = format!("No row gives a {}, though the kind was declared complete.", layout.kind);
            findings.push(Finding::new(&COMPLETE_WITHOUT_ROWS, first.clone(), message).with_value(name));
            continue;
        }
        let kind = Kind {
            layout,
            place: place(drafts, layout).unwrap_or_else(|| first.clone()),
            as_at: options.as_at,
        };
        all.extend(kind.endings(existing, &present, findings));
    }
    all
}

/// What the records of a kind are told apart by, with the day of each line left out: a post that the files have in any
/// line is present.
fn thing(layout: &Layout, text: impl Fn(usize) -> Option<String>) -> Option<String> {
    let start = start_column(layout);
    let keys = layout.columns.iter().enumerate().filter(|(at, column)| column.key && Some(*at) != start);
    let parts: Vec<String> = keys.map(|(at, _)| text(at)).collect::<Option<_>>()?;
    Some(key_of(parts.iter().map(String::as_str)))
}

fn thing_of(record: &Record) -> String {
    let row = record.to_row();
    thing(&record.layout(), |at| row[at].clone()).unwrap_or_default()
}

/// Everything of a kind that the files have, whether or not the rest of its row could be read.
fn present(drafts: &Drafts, layout: &Layout) -> BTreeSet<String> {
    let of_kind = drafts.all.iter().filter(|draft| draft.id.kind == layout.kind);
    of_kind.filter_map(|draft| thing(layout, |at| draft.text(at).map(str::to_owned))).collect()
}

/// The first sheet that gives the kind.
fn place(drafts: &Drafts, layout: &Layout) -> Option<Place> {
    drafts.tables.iter().find(|table| table.kind == layout.kind).map(|table| table.place.clone())
}

/// A kind that was declared complete.
struct Kind {
    layout: &'static Layout,
    place: Place,
    as_at: Date,
}

impl Kind {
    fn endings(
        &self,
        existing: &Records,
        present: &BTreeSet<String>,
        findings: &mut Vec<Finding>,
    ) -> Vec<(Record, Record)> {
        let mut lines: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for record in existing.of_kind(self.layout.kind) {
            let thing = thing_of(&record);
            if !present.contains(&thing) {
                lines.entry(thing).or_default().push(record);
            }
        }
        let Some(end) = end_column(self.layout) else {
            findings.extend(self.kept(&lines));
            return Vec::new();
        };
        let mut endings = Vec::new();
        for lines in lines.into_values() {
            for record in &lines {
                if self.starts(record).is_some_and(|start| start > self.as_at) {
                    findings.push(self.yet_to_start(record));
                }
            }
            let Some(current) = self.current(lines, end) else { continue };
            if let Some(ended) = self.ended(&current, end) {
                findings.push(self.finding(&current));
                endings.push((current, ended));
            }
        }
        endings
    }

    fn starts(&self, record: &Record) -> Option<Date> {
        let at = start_column(self.layout)?;
        record.to_row().swap_remove(at)?.parse().ok()
    }

    /// The line that holds on the day: the last to have started, if it has not ended.
    fn current(&self, lines: Vec<Record>, end: usize) -> Option<Record> {
        let started =
            lines.into_iter().filter(|record| self.starts(record).is_none_or(|start| start <= self.as_at));
        let last = started.max_by_key(|record| self.starts(record))?;
        let ends: Option<Date> = last.to_row().swap_remove(end).and_then(|text| text.parse().ok());
        ends.is_none_or(|ends| ends > self.as_at).then_some(last)
    }

    /// A record with its end on the day. It has started by then, so its end is never before its start.
    fn ended(&self, record: &Record, end: usize) -> Option<Record> {
        let mut row = record.to_row();
        row[end] = Some(self.as_at.to_string());
        let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
        Record::from_row(self.layout.kind, &cells)?.ok()
    }

    fn place(&self) -> Place {
        let end = end_column(self.layout).map(|end| self.layout.columns[end].name);
        end.map_or(self.place.clone(), |end| self.place.clone().in_column(end))
    }

    fn finding(&self, record: &Record) -> Finding {
        let key = record.id().key;
        let message =
            format!("{} `{key}` is not in the files, so it ends on {}.", self.layout.kind, self.as_at);
        Finding::new(&ABSENT_SO_ENDED, self.place(), message).with_value(&key)
    }

    fn yet_to_start(&self, record: &Record) -> Finding {
        let key = record.id().key;
        let message = format!(
            "{} `{key}` is not in the files and starts after {}; it is kept.",
            self.layout.kind, self.as_at
        );
        Finding::new(&ABSENT_NOT_ENDED, self.place(), message).with_value(&key)
    }

    /// One finding for all records of a kind that has no end to set.
    fn kept(&self, lines: &BTreeMap<String, Vec<Record>>) -> Option<Finding> {
        let first = lines.keys().next()?;
        let message = format!(
            "{} of kind {} are not in the files and are kept, as a {} has no end: {}.",
            lines.len(),
            self.layout.kind,
            self.layout.kind,
            names::listed(lines.keys().map(String::as_str))
        );
        Some(Finding::new(&ABSENT_NOT_ENDED, self.place(), message).with_value(first))
    }
}
