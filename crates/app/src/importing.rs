//! Import: files to one change, all or nothing, with everything that is wrong reported at once.

use std::collections::BTreeMap;

use intake::finding::{Finding, Level};
use intake::mapping;
use intake::proposal::{Counts, Effect, Options, Proposal, propose};
use intake::source::{Limits, SourceFile};
use ledger::{Append, Blob};
use serde::Serialize;
use workforce::Date;
use workforce::change::Note;
use workforce::records::Records;

use crate::changing::readable;
use crate::error::OfficeError;
use crate::office::{Council, Office, to_read};
use crate::policy::Action;
use crate::table::Table;

/// What to import and how.
#[derive(Debug, Clone)]
pub struct ImportAsk {
    /// The files.
    pub files: Vec<SourceFile>,
    /// The mapping file, by name and text.
    pub mapping: Option<(String, String)>,
    /// Kinds that the files hold whole, by word or sheet name.
    pub complete: Vec<String>,
    /// The day that the files describe: endings take it, and what starts after it is future-dated.
    pub as_at: Date,
    /// How large files may be.
    pub limits: Limits,
}

/// Who signs an import, when and why.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The instant, RFC 3339 in UTC with whole seconds.
    pub at: String,
    /// The reason; without one, the files are named.
    pub reason: Option<String>,
}

/// What an import did or would do, as `mainstay import --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct ImportAnswer {
    /// The change that it made; `null` when it made none.
    pub change: Option<u64>,
    /// What becomes of the records, by kind.
    pub records: BTreeMap<&'static str, Counts>,
    /// Everything wrong or doubtful.
    pub findings: Vec<Finding>,
    /// What becomes of each record that is not left as it is.
    #[serde(skip)]
    pub changes: Vec<intake::proposal::RecordChange>,
}

impl ImportAnswer {
    fn new(proposal: Proposal, change: Option<u64>) -> Self {
        let Proposal { counts, findings, changes, .. } = proposal;
        Self { change, records: counts, findings, changes }
    }

    /// Whether the files would change anything.
    pub fn changes_something(&self) -> bool {
        self.records.values().any(|counts| counts.added + counts.changed + counts.ended > 0)
    }

    /// Whether any finding keeps the files from being imported.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }

    /// As tables: the records by kind, each record's change, and the findings.
    pub fn tables(&self, with_changes: bool) -> Vec<Table> {
        let mut counts = Table::new("Records", &["Kind", "#Added", "#Changed", "#Ended", "#Unchanged"]);
        counts.rows = self.records.iter().map(|(kind, counts)| count_cells(kind, counts)).collect();
        let mut tables = vec![counts];
        if with_changes && !self.changes.is_empty() {
            tables.push(self.changes_table());
        }
        if !self.findings.is_empty() {
            tables.push(findings_table(&self.findings));
        }
        tables
    }

    fn changes_table(&self) -> Table {
        let mut table = Table::new("What would change", &["Record", "What", "Column", "Before", "After"]);
        for change in &self.changes {
            let after = change.after.to_row();
            let before = change.before.as_ref().map(workforce::records::Record::to_row);
            let layout = change.after.layout();
            let what = match change.effect {
                Effect::Added => "added",
                Effect::Changed => "changed",
                Effect::Ended => "ended",
            };
            for (at, column) in layout.columns.iter().enumerate() {
                let old = before.as_ref().and_then(|row| row[at].clone());
                if old != after[at] {
                    let (old, new) = (old.unwrap_or_default(), after[at].clone().unwrap_or_default());
                    table.rows.push(vec![
                        change.id.to_string(),
                        what.to_owned(),
                        column.name.to_owned(),
                        old,
                        new,
                    ]);
                }
            }
        }
        table
    }
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.level == Level::Error)
}

fn count_cells(kind: &str, counts: &Counts) -> Vec<String> {
    let Counts { added, changed, ended, unchanged } = counts;
    vec![kind.to_owned(), added.to_string(), changed.to_string(), ended.to_string(), unchanged.to_string()]
}

fn findings_table(findings: &[Finding]) -> Table {
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let title = format!("{errors} errors and {} queries", findings.len() - errors);
    let mut table =
        Table::new(title, &["Level", "Code", "Where", "Value", "What is wrong", "How to put it right"]);
    table.rows = findings
        .iter()
        .map(|finding| {
            let level = if finding.level == Level::Error { "error" } else { "query" };
            vec![
                level.to_owned(),
                finding.code.to_owned(),
                place(finding),
                finding.value.clone().unwrap_or_default(),
                finding.message.clone(),
                finding.fix.clone(),
            ]
        })
        .collect();
    table
}

/// Where a finding is, as people say it.
pub fn place(finding: &Finding) -> String {
    let sheet = finding.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
    let row = finding.row.map(|row| format!(", row {row}")).unwrap_or_default();
    let column = finding.column.as_ref().map(|column| format!(", {column}")).unwrap_or_default();
    format!("{}{sheet}{row}{column}", finding.file)
}

/// Reads files against a record without any store.
pub fn try_on(records: &Records, ask: &ImportAsk) -> ImportAnswer {
    ImportAnswer::new(proposal(records, ask), None)
}

fn proposal(records: &Records, ask: &ImportAsk) -> Proposal {
    let (mapping, mut findings) = match &ask.mapping {
        None => (None, Vec::new()),
        Some((name, text)) => {
            let (mapping, findings) = mapping::read(name, text);
            (Some(mapping), findings)
        }
    };
    let options = Options { limits: ask.limits, complete: ask.complete.clone(), as_at: ask.as_at };
    let mut proposal = propose(records, &ask.files, mapping.as_ref(), &options);
    findings.append(&mut proposal.findings);
    proposal.findings = findings;
    proposal
}

impl Office {
    /// The council that an import is for: the one asked for, the only one, or a new one in an empty store.
    pub async fn council_for_import(
        &self,
        asked: Option<&str>,
        name: Option<&str>,
    ) -> Result<Council, OfficeError> {
        self.may(Action::Import)?;
        let councils = self.councils().await?;
        let known = |code: &str| {
            councils.iter().any(|council| council.code == code || council.name.eq_ignore_ascii_case(code))
        };
        match (asked, name) {
            (Some(code), name) if !known(code) && (councils.is_empty() || name.is_some()) => {
                self.add_council(code, name.unwrap_or(code)).await
            }
            (None, name) if councils.is_empty() => {
                self.add_council("000", name.unwrap_or("This council")).await
            }
            _ => self.council(asked).await,
        }
    }

    pub(crate) async fn add_council(&self, code: &str, name: &str) -> Result<Council, OfficeError> {
        if code == crate::benchmarking::LEDGER {
            return Err(OfficeError::Usage(format!(
                "`{code}` cannot be a council's code: the store uses it itself"
            )));
        }
        self.store.add_council(code, name).await?;
        Ok(Council { code: code.to_owned(), name: name.to_owned() })
    }

    /// Reads files against the record and changes nothing.
    pub async fn try_import(&self, council: &Council, ask: &ImportAsk) -> Result<ImportAnswer, OfficeError> {
        self.may(Action::TryImport)?;
        let head = self.number(council, None).await?;
        Ok(self.seen(try_on(&self.records(council, head).await?, ask)))
    }

    /// An answer without what stands in records of kinds that the asker may not read. They are counted all the same.
    fn seen(&self, mut answer: ImportAnswer) -> ImportAnswer {
        answer.changes.retain(|change| readable(self, &change.id.kind));
        answer
    }

    /// Imports files as one change; with any error finding, or nothing to change, it makes none.
    pub async fn import(
        &self,
        council: &Council,
        ask: &ImportAsk,
        signature: Signature,
    ) -> Result<ImportAnswer, OfficeError> {
        self.may(Action::Import)?;
        let head = self.number(council, None).await?;
        let mut proposal = proposal(&self.records(council, head).await?, ask);
        if has_errors(&proposal.findings) || proposal.entries.is_empty() {
            return Ok(self.seen(ImportAnswer::new(proposal, None)));
        }
        let names: Vec<_> = ask.files.iter().map(|file| file.name.clone()).collect();
        let names = names.join(", ");
        let note = Note {
            at: signature.at,
            by: self.actor.name.clone(),
            reason: signature.reason.unwrap_or_else(|| format!("Import of {names}")),
            source: names,
        };
        let blob = |file: &SourceFile| Blob {
            name: file.name.clone(),
            media_type: "application/octet-stream".to_owned(),
            bytes: file.bytes.clone(),
        };
        let append = Append {
            expected_head: head,
            note,
            entries: std::mem::take(&mut proposal.entries),
            blobs: ask.files.iter().map(blob).collect(),
        };
        let number = self.store.append(&council.code, append).await?;
        self.store.publish_views(workforce::records::LAYOUTS).await?;
        Ok(self.seen(ImportAnswer::new(proposal, Some(number.0))))
    }

    /// The record as CSV files in the standard layouts, one per kind that has any record. Identity and equality data only
    /// when asked for, and then only for those who may read it.
    pub async fn export(
        &self,
        council: &Council,
        known_at: Option<&str>,
        personal: bool,
    ) -> Result<Vec<(String, Vec<u8>)>, OfficeError> {
        self.may(Action::ReadRecord)?;
        if personal {
            self.may(Action::ReadIdentity)?;
            self.may(Action::ReadEquality)?;
        }
        let number = self.number(council, known_at).await?;
        let records = self.records(council, number).await?;
        let readable = |kind: &str| to_read(kind).iter().all(|action| self.may(*action).is_ok());
        let layouts = workforce::records::LAYOUTS.iter().filter(|layout| personal || !layout.personal);
        let layouts = layouts.filter(|layout| readable(layout.kind));
        Ok(layouts
            .filter(|layout| !records.of_kind(layout.kind).is_empty())
            .map(|layout| (format!("{}.csv", layout.name), intake::export::to_csv(layout, &records)))
            .collect())
    }
}
