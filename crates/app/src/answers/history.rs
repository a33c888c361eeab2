//! The log of changes and the history of a record, as answers.

use ledger::{Logged, Told};
use serde::Serialize;
use workforce::change::{ChangeNumber, Content, RecordId};

use crate::office::Council;
use crate::table::Table;

/// The changes of a council, as `mainstay log --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct LogAnswer {
    /// The council's code.
    pub council: String,
    /// The changes, oldest first.
    pub changes: Vec<LoggedChange>,
}

/// One change without its entries.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `workforce::change`")]
pub struct LoggedChange {
    pub number: u64,
    pub at: String,
    pub by: String,
    pub reason: String,
    pub source: String,
    /// How many records it touches.
    pub entries: u64,
}

impl LogAnswer {
    /// The log as an answer.
    pub fn new(council: &Council, logged: Vec<Logged>) -> Self {
        let change = |entry: Logged| LoggedChange {
            number: entry.number.0,
            at: entry.note.at,
            by: entry.note.by,
            reason: entry.note.reason,
            source: entry.note.source,
            entries: entry.entries,
        };
        Self { council: council.code.clone(), changes: logged.into_iter().map(change).collect() }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let headings = ["#Change", "At", "By", "#Records", "Reason", "Source"];
        let mut table = Table::new(format!("Changes of council {}", self.council), &headings);
        let row = |change: &LoggedChange| {
            vec![
                change.number.to_string(),
                change.at.clone(),
                change.by.clone(),
                change.entries.to_string(),
                change.reason.clone(),
                change.source.clone(),
            ]
        };
        table.rows = self.changes.iter().map(row).collect();
        table
    }
}

/// What each change did to a record, as `mainstay log --record ID --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryAnswer {
    /// The id asked for.
    pub record: String,
    /// The changes that touched it, oldest first.
    pub history: Vec<TouchedRecord>,
}

/// One change's part in a record.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `workforce::change`")]
pub struct TouchedRecord {
    pub change: u64,
    pub at: String,
    pub by: String,
    pub reason: String,
    pub record: String,
    /// `set`, `withdrawn` or `erased`.
    pub became: &'static str,
    /// The body that it was given.
    pub fields: Option<serde_json::Value>,
}

fn became(content: &Content) -> (&'static str, Option<serde_json::Value>) {
    match content {
        Content::Body(body) => ("set", serde_json::from_str(body).ok()),
        Content::Withdrawn => ("withdrawn", None),
        Content::Erased => ("erased", None),
    }
}

impl HistoryAnswer {
    /// A history as an answer.
    pub fn new(id: &RecordId, history: Vec<Told>) -> Self {
        let touched = |entry: Told| {
            let (became, fields) = became(&entry.entry.content);
            TouchedRecord {
                change: entry.number.0,
                at: entry.note.at,
                by: entry.note.by,
                reason: entry.note.reason,
                record: entry.entry.record.to_string(),
                became,
                fields,
            }
        };
        Self { record: id.to_string(), history: history.into_iter().map(touched).collect() }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let headings = ["#Change", "At", "By", "Record", "Became", "Fields", "Reason"];
        let mut table = Table::new(format!("History of {}", self.record), &headings);
        let row = |touched: &TouchedRecord| {
            vec![
                touched.change.to_string(),
                touched.at.clone(),
                touched.by.clone(),
                touched.record.clone(),
                touched.became.to_owned(),
                touched.fields.as_ref().map(fields_text).unwrap_or_default(),
                touched.reason.clone(),
            ]
        };
        table.rows = self.history.iter().map(row).collect();
        table
    }
}

/// A body as `name=value` in one line.
fn fields_text(fields: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => {
            list.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    };
    let fields = fields.as_object().into_iter().flatten();
    fields.map(|(name, value)| format!("{name}={}", text(value))).collect::<Vec<_>>().join(" ")
}

/// A record as it was known, as `mainstay show --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct RecordAnswer {
    /// The id asked for.
    pub record: String,
    /// The change that it was asked at.
    pub known_at: u64,
    /// The record, or each dated row of it.
    pub records: Vec<ShownRecord>,
}

/// One record and who last set it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `workforce::change`")]
pub struct ShownRecord {
    pub record: String,
    pub change: u64,
    pub at: String,
    pub by: String,
    /// `set`, `withdrawn` or `erased`.
    pub state: &'static str,
    pub fields: Option<serde_json::Value>,
}

impl RecordAnswer {
    /// The last state of each record of a history up to a change; `None` when there is none.
    pub fn new(id: &RecordId, number: ChangeNumber, history: Vec<Told>) -> Option<Self> {
        let mut records: Vec<ShownRecord> = Vec::new();
        for entry in history.into_iter().filter(|entry| entry.number <= number) {
            let (state, fields) = became(&entry.entry.content);
            let record = entry.entry.record.to_string();
            records.retain(|shown| shown.record != record);
            let (change, at, by) = (entry.number.0, entry.note.at, entry.note.by);
            records.push(ShownRecord { record, change, at, by, state, fields });
        }
        records.sort_by(|a, b| a.record.cmp(&b.record));
        (!records.is_empty()).then(|| Self { record: id.to_string(), known_at: number.0, records })
    }

    /// As one table per record: its fields, and who last set them.
    pub fn tables(&self) -> Vec<Table> {
        let table = |shown: &ShownRecord| {
            let ShownRecord { record, change, at, by, state, .. } = shown;
            let title = format!("{record}: {state} at change {change}, {at}, by {by}");
            let mut table = Table::new(title, &["Field", "Value"]);
            let fields = shown.fields.as_ref().and_then(|fields| fields.as_object()).into_iter().flatten();
            let one = |(name, value): (&String, &serde_json::Value)| {
                let text = fields_text(&serde_json::json!({ "": value }));
                vec![name.clone(), text.trim_start_matches('=').to_owned()]
            };
            table.rows = fields.map(one).collect();
            table
        };
        self.records.iter().map(table).collect()
    }
}
