//! One change looked at, undone by a new one, and records changed by a form.
//!
//! A form goes in by the same way as anyone's file: as one row of the kind's layout, so that everything wrong is found by
//! the same rules, at its column.

use intake::finding::Finding;
use intake::proposal::{Options, propose};
use intake::source::{Limits, SourceFile};
use ledger::{Append, AppendError, Touched};
use workforce::Date;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};
use workforce::layout::Layout;
use workforce::records::{Record, Records};

use crate::error::OfficeError;
use crate::office::{Council, Office, to_read};
use crate::policy::{Action, allows};
use crate::table::Table;

/// How many cells of one change are shown.
pub const CELLS_SHOWN: usize = 1000;

/// One change and what it did.
#[derive(Debug, Clone)]
pub struct ChangeAnswer {
    /// Its number.
    pub number: u64,
    /// Who, when, why and from where.
    pub note: Note,
    /// The newest change.
    pub head: u64,
    /// Each cell that it changed, of records that the asker may read.
    pub table: Table,
    /// The records that it touched and the asker may read.
    pub records: Vec<RecordId>,
    /// How many of the records that it touched the asker may not read.
    pub unseen: usize,
    /// Whether it erased somebody, which cannot be undone.
    pub erased: bool,
}

/// What came of a form or an undoing.
#[derive(Debug, Clone)]
pub enum Changed {
    /// It was done, as this change.
    Done(u64),
    /// The record says all of it already.
    Nothing,
    /// It would not be right; nothing was done.
    Wrong(Vec<Finding>),
    /// Somebody else changed the same records meanwhile; nothing was done.
    Meanwhile(Vec<Touched>),
}

/// A record as a form fills it in.
#[derive(Debug, Clone)]
pub struct EditAsk {
    /// The kind of record.
    pub kind: String,
    /// What each column is to hold, by its name; blank for nothing. A column that is left out stays as it is.
    pub values: Vec<(String, String)>,
    /// The newest change when the form was opened.
    pub seen: u64,
    /// The day on which the form is sent.
    pub as_at: Date,
    /// Why.
    pub reason: String,
    /// The instant, as the ledger writes it.
    pub at: String,
}

/// The layout of a kind.
pub fn layout(kind: &str) -> Result<&'static Layout, OfficeError> {
    workforce::records::layout(kind)
        .ok_or_else(|| OfficeError::Usage(format!("there is no record kind `{kind}`")))
}

/// Whether a role may read records of a kind.
pub fn readable(office: &Office, kind: &str) -> bool {
    to_read(kind).iter().all(|action| allows(office.actor.role, *action))
}

impl Office {
    /// A change and what it did to the records that the asker may read.
    pub async fn change(&self, council: &Council, number: u64) -> Result<ChangeAnswer, OfficeError> {
        self.may(Action::ReadLog)?;
        let number = ChangeNumber(number);
        let head = self.store.head(&council.code).await?;
        let before = ChangeNumber(number.0.saturating_sub(1));
        let change = self.store.changes(&council.code, before, number).await?.pop();
        let change = change.filter(|change| change.number == number).ok_or_else(|| {
            OfficeError::Usage(format!(
                "council {} has {head} changes; there is no change {number}",
                council.code
            ))
        })?;
        let before = self.records(council, before).await?;
        let mut table = Table::new("What it changed", &["Record", "What", "Column", "Before", "After"]);
        let (mut records, mut unseen) = (Vec::new(), 0);
        for entry in &change.entries {
            if !readable(self, &entry.record.kind) {
                unseen += 1;
                continue;
            }
            records.push(entry.record.clone());
            table.rows.extend(cells(entry, before.get(&entry.record).as_ref()));
        }
        if table.rows.len() > CELLS_SHOWN {
            table.notes = vec![format!("The first {CELLS_SHOWN} of {} cells.", table.rows.len())];
            table.rows.truncate(CELLS_SHOWN);
        }
        let erased = change.entries.iter().any(|entry| entry.content == Content::Erased);
        Ok(ChangeAnswer { number: number.0, note: change.note, head: head.0, table, records, unseen, erased })
    }

    /// Undoes a change by a new one that gives every record back what it held before. Where somebody has changed one of
    /// them since, or the record would not be sound, nothing is done.
    pub async fn undo(
        &self,
        council: &Council,
        number: u64,
        at: String,
        reason: String,
    ) -> Result<Changed, OfficeError> {
        self.may(Action::UndoChange)?;
        let undone = self.change(council, number).await?;
        if undone.unseen > 0 {
            return Err(OfficeError::Refused(
                "it touches records of kinds that you may not read: somebody who may has to undo it"
                    .to_owned(),
            ));
        }
        if undone.erased {
            return Err(OfficeError::Refused("an erasure cannot be undone".to_owned()));
        }
        let number = ChangeNumber(number);
        let earlier = self.records(council, ChangeNumber(number.0 - 1)).await?;
        let later = self.records(council, number).await?;
        let change = self.store.changes(&council.code, ChangeNumber(number.0 - 1), number).await?.pop();
        let entries: Vec<Entry> = change
            .into_iter()
            .flat_map(|change| change.entries)
            .filter(|entry| earlier.get(&entry.record) != later.get(&entry.record))
            .map(|entry| {
                let content = earlier
                    .get(&entry.record)
                    .map_or(Content::Withdrawn, |record| Content::Body(record.body()));
                Entry { record: entry.record, content }
            })
            .collect();
        if entries.is_empty() {
            return Ok(Changed::Nothing);
        }
        let wrong = self.breaches(council, &entries).await?;
        if !wrong.is_empty() {
            return Ok(Changed::Wrong(wrong));
        }
        let note =
            Note { at, by: self.actor.name.clone(), reason, source: format!("undoes change {number}") };
        self.landed(council, Append { expected_head: number, note, entries, blobs: Vec::new() }).await
    }

    /// What the record would break if these entries were made: errors that are not there now.
    pub(crate) async fn breaches(
        &self,
        council: &Council,
        entries: &[Entry],
    ) -> Result<Vec<Finding>, OfficeError> {
        let head = self.number(council, None).await?;
        let now = self.records(council, head).await?;
        let mut then = now.clone();
        for entry in entries {
            then.apply(head, entry)?;
        }
        let is_error =
            |breach: &workforce::check::Breach| breach.rule.level == workforce::check::Level::Error;
        let check = |records: &Records| -> Vec<workforce::check::Breach> {
            workforce::check::check(records, self.actor.on).into_iter().filter(is_error).collect()
        };
        let before: Vec<_> = check(&now).into_iter().map(|breach| (breach.record, breach.message)).collect();
        let place = intake::finding::Place::default();
        Ok(check(&then)
            .into_iter()
            .filter(|breach| !before.contains(&(breach.record.clone(), breach.message.clone())))
            .map(|breach| intake::breaches::finding(&breach, &place))
            .collect())
    }

    pub(crate) async fn landed(&self, council: &Council, append: Append) -> Result<Changed, OfficeError> {
        match self.store.append(&council.code, append).await {
            Ok(number) => {
                self.store.publish_views(workforce::records::LAYOUTS).await?;
                Ok(Changed::Done(number.0))
            }
            Err(AppendError::Conflict(touched)) => Ok(Changed::Meanwhile(touched)),
            Err(other) => Err(other.into()),
        }
    }

    /// A record as it stands, for a form: the texts of its columns, and the newest change.
    pub async fn to_edit(
        &self,
        council: &Council,
        kind: &str,
        key: &str,
    ) -> Result<(Option<Record>, u64), OfficeError> {
        self.may(Action::EditRecord)?;
        let layout = layout(kind)?;
        for action in to_read(layout.kind) {
            self.may(*action)?;
        }
        let known = self.known(council, None).await?;
        let record = known.workforce.records().get(&RecordId::new(layout.kind, key));
        Ok((record, known.number.0))
    }

    /// Changes a record as a form says, or makes it.
    pub async fn edit(&self, council: &Council, ask: &EditAsk) -> Result<Changed, OfficeError> {
        self.may(Action::EditRecord)?;
        let layout = layout(&ask.kind)?;
        for action in to_read(layout.kind) {
            self.may(*action)?;
        }
        let head = self.number(council, None).await?;
        let records = self.records(council, head).await?;
        let file = row(layout, &ask.values);
        let options = Options { limits: Limits::default(), complete: Vec::new(), as_at: ask.as_at };
        let proposal = propose(&records, &[file], None, &options);
        if proposal.has_errors() {
            return Ok(Changed::Wrong(proposal.findings));
        }
        if proposal.entries.is_empty() {
            return Ok(Changed::Nothing);
        }
        let note = Note {
            at: ask.at.clone(),
            by: self.actor.name.clone(),
            reason: ask.reason.clone(),
            source: format!("the form for {}", layout.name),
        };
        let expected_head = ChangeNumber(ask.seen);
        let append = Append { expected_head, note, entries: proposal.entries, blobs: Vec::new() };
        self.landed(council, append).await
    }

    /// Withdraws a record: from then on it was never true. The record without it must be sound.
    pub async fn withdraw(
        &self,
        council: &Council,
        id: &RecordId,
        seen: u64,
        at: String,
        reason: String,
    ) -> Result<Changed, OfficeError> {
        let (record, _) = self.to_edit(council, &id.kind, &id.key).await?;
        if record.is_none() {
            return Ok(Changed::Nothing);
        }
        let entries = vec![Entry { record: id.clone(), content: Content::Withdrawn }];
        let wrong = self.breaches(council, &entries).await?;
        if !wrong.is_empty() {
            return Ok(Changed::Wrong(wrong));
        }
        let note = Note { at, by: self.actor.name.clone(), reason, source: "withdrawn by a form".to_owned() };
        self.landed(council, Append { expected_head: ChangeNumber(seen), note, entries, blobs: Vec::new() })
            .await
    }

    /// The records of a kind, as a table with their ids.
    pub async fn records_of(
        &self,
        council: &Council,
        kind: &str,
        find: &str,
    ) -> Result<(Table, Vec<RecordId>), OfficeError> {
        let layout = layout(kind)?;
        self.may(Action::ReadRecord)?;
        for action in to_read(layout.kind) {
            self.may(*action)?;
        }
        let known = self.known(council, None).await?;
        let wanted = find.trim().to_lowercase();
        let all = known.workforce.records().of_kind(layout.kind);
        let mut found: Vec<Record> = all
            .into_iter()
            .filter(|record| {
                record.to_row().iter().flatten().any(|cell| cell.to_lowercase().contains(&wanted))
            })
            .collect();
        let count = found.len();
        found.truncate(CELLS_SHOWN);
        let names: Vec<&str> = layout.columns.iter().map(|column| column.name).collect();
        let mut table = Table::new(crate::people::in_words(layout.name), &names);
        table.rows = found
            .iter()
            .map(|record| record.to_row().into_iter().map(Option::unwrap_or_default).collect())
            .collect();
        if count > CELLS_SHOWN {
            table.notes = vec![format!("The first {CELLS_SHOWN} of {count}: find a part of them.")];
        }
        Ok((table, found.iter().map(Record::id).collect()))
    }
}

/// A form as a file of one row.
fn row(layout: &Layout, values: &[(String, String)]) -> SourceFile {
    let known: Vec<&(String, String)> =
        values.iter().filter(|(name, _)| layout.column(name).is_some()).collect();
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace(['\r', '\n'], " "));
    let names: Vec<String> = known.iter().map(|(name, _)| quote(name)).collect();
    let cells: Vec<String> = known.iter().map(|(_, value)| quote(value)).collect();
    let text = format!("{}\r\n{}\r\n", names.join(","), cells.join(","));
    SourceFile::new(format!("{}.csv", layout.name), text.into_bytes())
}

fn cells(entry: &Entry, before: Option<&Record>) -> Vec<Vec<String>> {
    let id = entry.record.to_string();
    let after = match &entry.content {
        Content::Body(body) => Record::from_body(&entry.record.kind, body).ok(),
        Content::Withdrawn | Content::Erased => None,
    };
    let what = match (&entry.content, before) {
        (Content::Withdrawn, _) => "withdrawn",
        (Content::Erased, _) => "erased",
        (Content::Body(_), None) => "added",
        (Content::Body(_), Some(_)) => "changed",
    };
    let Some(layout) = workforce::records::layout(&entry.record.kind) else {
        return vec![vec![id, what.to_owned(), String::new(), String::new(), String::new()]];
    };
    let blank = || vec![None; layout.columns.len()];
    let old = before.map_or_else(blank, Record::to_row);
    let new = after.as_ref().map_or_else(blank, Record::to_row);
    let changed = layout.columns.iter().zip(old.into_iter().zip(new)).filter(|(_, (old, new))| old != new);
    changed
        .map(|(column, (old, new))| {
            let text = Option::unwrap_or_default;
            vec![id.clone(), what.to_owned(), column.name.to_owned(), text(old), text(new)]
        })
        .collect()
}
