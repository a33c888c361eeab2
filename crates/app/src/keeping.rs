//! Keeping the store: verify, back up, restore, and erase a person.

use std::collections::BTreeSet;
use std::path::Path;

use ledger::{Erase, Fault, Verified, VerifyReport};
use serde::Serialize;
use workforce::cell::Key;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};
use workforce::records::{Record, Worker};

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::people::worker_of;
use crate::policy::Action;
use crate::table::Table;

/// What verification found, as `mainstay verify --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct VerifyAnswer {
    /// Whether the whole history is as it was written.
    pub ok: bool,
    /// Each council's chain.
    pub councils: Vec<VerifiedCouncil>,
    /// Everything that is not as it was written.
    pub problems: Vec<VerifyProblem>,
}

/// One council's chain.
#[derive(Debug, Clone, Serialize)]
pub struct VerifiedCouncil {
    /// The council's code.
    pub council: String,
    /// How many changes it has.
    pub changes: u64,
    /// The digest of the newest change: note it elsewhere to know later that none was lost.
    pub head_digest: Option<String>,
}

/// One thing that is not as it was written.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `workforce::change`")]
pub struct VerifyProblem {
    pub council: Option<String>,
    pub change: Option<i64>,
    pub record: Option<String>,
    pub message: String,
}

impl VerifyAnswer {
    fn new(report: VerifyReport) -> Self {
        let council = |verified: Verified| VerifiedCouncil {
            council: verified.code,
            changes: verified.changes,
            head_digest: verified.head_digest.map(|digest| digest.to_string()),
        };
        let problem = |fault: Fault| VerifyProblem {
            council: Some(fault.council).filter(|council| !council.is_empty()),
            change: fault.change,
            record: fault.record.map(|record| record.to_string()),
            message: fault.what,
        };
        Self {
            ok: report.is_sound(),
            councils: report.councils.into_iter().map(council).collect(),
            problems: report.faults.into_iter().map(problem).collect(),
        }
    }

    /// As tables: the chains, and the problems.
    pub fn tables(&self) -> Vec<Table> {
        let mut chains =
            Table::new("Chains of changes", &["Council", "#Changes", "Digest of the newest change"]);
        let row = |c: &VerifiedCouncil| {
            vec![c.council.clone(), c.changes.to_string(), c.head_digest.clone().unwrap_or_default()]
        };
        chains.rows = self.councils.iter().map(row).collect();
        chains.notes = vec![match self.problems.len() {
            0 => "Everything is as it was written.".to_owned(),
            n => format!("{n} things are not as they were written."),
        }];
        let mut tables = vec![chains];
        if !self.problems.is_empty() {
            let mut problems = Table::new("Problems", &["Council", "#Change", "Record", "What"]);
            problems.rows = self.problems.iter().map(problem_cells).collect();
            tables.push(problems);
        }
        tables
    }
}

fn problem_cells(problem: &VerifyProblem) -> Vec<String> {
    let VerifyProblem { council, change, record, message } = problem;
    let change = change.map(|change| change.to_string());
    vec![
        council.clone().unwrap_or_default(),
        change.unwrap_or_default(),
        record.clone().unwrap_or_default(),
        message.clone(),
    ]
}

/// What an erasure did, as `mainstay erase --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct ErasedAnswer {
    /// The change that records it.
    pub change: u64,
    /// The records whose content is gone from every change.
    pub erased: Vec<String>,
    /// How many earlier entries were blanked.
    pub entries: u64,
    /// How many imported files were blanked.
    pub files: u64,
    /// Why the store's files may still hold the old bytes; `null` when they do not.
    pub unscrubbed: Option<String>,
}

impl ErasedAnswer {
    /// As a table.
    pub fn table(&self) -> Table {
        let title = format!("Erased at change {}", self.change);
        let mut table = Table::new(title, &["Record"]);
        table.rows = self.erased.iter().map(|record| vec![record.clone()]).collect();
        table.notes = vec![format!(
            "Counts and the chain of changes stand. {} earlier entries and {} imported files are gone from the store. \
             Backups made before this still hold them: delete or replace those.",
            self.entries, self.files
        )];
        if let Some(why) = &self.unscrubbed {
            table.notes.push(format!("The store's files may still hold the old bytes: {why}."));
        }
        table
    }
}

impl Office {
    /// Checks the whole history of every council.
    pub async fn verify(&self) -> Result<VerifyAnswer, OfficeError> {
        self.may(Action::Verify)?;
        Ok(VerifyAnswer::new(self.store.verify(None).await?))
    }

    /// Copies the store, live, into a new file.
    pub async fn backup(&self, file: &Path) -> Result<(), OfficeError> {
        self.may(Action::Backup)?;
        Ok(self.store.backup(file).await?)
    }

    /// Fills this store, which must be empty, from a backup.
    pub async fn restore(&self, file: &Path) -> Result<(), OfficeError> {
        self.may(Action::Restore)?;
        self.store.restore(file).await?;
        self.store.publish_views(workforce::records::LAYOUTS).await?;
        Ok(())
    }

    /// Interviews with a worker, which are erased with the person, whether or not they or their spells were withdrawn since.
    async fn interviews(&self, council: &Council, worker: &str) -> Result<Vec<RecordId>, OfficeError> {
        let mut spells = BTreeSet::new();
        let head = self.store.head(&council.code).await?;
        let first = ChangeNumber(0);
        self.store
            .each_change(&council.code, first, head, |change| {
                for entry in change.entries.iter().filter(|entry| entry.record.kind == "spell") {
                    let Content::Body(body) = &entry.content else { continue };
                    let of_worker = Record::from_body("spell", body)
                        .is_ok_and(|record| worker_of(&record).is_some_and(|of| of == worker));
                    if of_worker {
                        spells.insert(entry.record.key.clone());
                    }
                }
                Ok::<(), OfficeError>(())
            })
            .await?;
        let stays = self.store.history(&council.code, &RecordId::new("stay_interview", worker)).await?;
        let mut found: BTreeSet<RecordId> = stays.into_iter().map(|told| told.entry.record).collect();
        found.extend(spells.into_iter().map(|spell| RecordId::new("exit_interview", spell)));
        Ok(found.into_iter().collect())
    }

    /// Erases who a worker is from every change: identity, equality data, right to work,
    /// interviews and registration number. Employment stays, under
    /// the pseudonymous key, so that every count still stands.
    pub async fn erase(
        &self,
        council: &Council,
        worker: &str,
        at: String,
        reason: String,
    ) -> Result<ErasedAnswer, OfficeError> {
        self.may(Action::Erase)?;
        let key = worker.strip_prefix("worker:").unwrap_or(worker);
        let worker_id = RecordId::new("worker", key);
        if self.store.history(&council.code, &worker_id).await?.is_empty() {
            return Err(OfficeError::Usage(format!("council {} has no worker `{key}`", council.code)));
        }
        let bare = Worker { worker: Key::new(key), registration: None, registered_from: None, note: None };
        let replacement =
            Entry { record: worker_id.clone(), content: Content::Body(Record::from(bare).body()) };
        let mut erased = Vec::new();
        let interviews = self.interviews(council, key).await?;
        let own = ["identity", "equality", "right_to_work"].map(|kind| RecordId::new(kind, key));
        for id in own.into_iter().chain(interviews) {
            if !self.store.history(&council.code, &id).await?.is_empty() {
                erased.push(id);
            }
        }
        let note = Note { at, by: self.actor.name.clone(), reason, source: String::new() };
        let names = erased.iter().chain([&worker_id]).map(ToString::to_string).collect();
        let asked = Erase { note, records: erased, replacements: vec![replacement] };
        let erasure = self.store.erase(&council.code, asked).await?;
        Ok(ErasedAnswer {
            change: erasure.number.0,
            erased: names,
            entries: erasure.entries,
            files: erasure.blobs,
            unscrubbed: erasure.unscrubbed.map(|why| why.to_string()),
        })
    }
}
