//! Verifying: everything stored is computed again and compared.
//!
//! For each council: changes are numbered from 1 without gaps up to the head; every entry's, change's and file's digest
//! is what its columns give; the chain is whole from the council's name to its head digest; nothing stands beside the
//! chain; a body or file is blank exactly when a later change in the chain erased it. On SQLite, the engine's own check
//! of the file is run first. Every fault is reported, not the first only.
//!
//! **What it cannot see.** Whoever can rewrite the store can also compute a new chain, or take away the newest changes
//! together with the head. Against that, keep the head digest that the report prints somewhere else, and compare.
//!
//! Nothing here writes.

mod walk;

use std::collections::BTreeSet;

use futures_util::{Stream, StreamExt};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use workforce::change::{ChangeNumber, RecordId};

use crate::address::Engine;
use crate::chain::Digest;
use crate::error::StoreError;
use crate::open::Store;
use crate::rows::CouncilRow;
use crate::sql;

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// What was read, council by council.
    pub councils: Vec<Verified>,
    /// Everything that is wrong. Empty when all is well.
    pub faults: Vec<Fault>,
}

/// What was read of one council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The council's code.
    pub code: String,
    /// The council's name.
    pub name: String,
    /// Its newest change.
    pub head: ChangeNumber,
    /// The digest of its newest change; keep it elsewhere.
    pub head_digest: Option<Digest>,
    /// How many changes were read.
    pub changes: u64,
    /// How many entries were read.
    pub entries: u64,
    /// How many of those are blanked by an erasure.
    pub erased_entries: u64,
    /// How many files were read.
    pub blobs: u64,
    /// How many of those are blanked by an erasure.
    pub erased_blobs: u64,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The council; blank when it is the file itself.
    pub council: String,
    /// The change, as numbered in the store.
    pub change: Option<i64>,
    /// The record.
    pub record: Option<RecordId>,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.council.is_empty() {
            write!(f, "council {}, ", self.council)?;
        }
        if let Some(change) = self.change {
            write!(f, "change {change}, ")?;
        }
        if let Some(record) = &self.record {
            write!(f, "{record}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl VerifyReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Store {
    /// Verifies one council, or all. Faults are in the report; an error means that the store does not answer.
    pub async fn verify(&self, council: Option<&str>) -> Result<VerifyReport, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let report = verify(&mut snapshot, self.engine(), council).await?;
        snapshot.rollback().await?;
        Ok(report)
    }
}

/// Verifies what a connection sees.
pub(crate) async fn verify(
    connection: &mut AnyConnection,
    engine: Engine,
    only: Option<&str>,
) -> Result<VerifyReport, StoreError> {
    let mut report = VerifyReport::default();
    if engine == Engine::Sqlite {
        integrity(connection, &mut report).await?;
    }
    let (rows, errors) = gather(sqlx::query(sql::COUNCILS).fetch(&mut *connection)).await?;
    report.faults.extend(
        errors.into_iter().map(|error| Fault::of_store(format!("a council cannot be read: {error}"))),
    );
    let mut councils = Vec::new();
    for row in &rows {
        match CouncilRow::read(row) {
            Ok(council) => councils.push(council),
            Err(error) => report.faults.push(Fault::of_store(format!("a council cannot be read: {error}"))),
        }
    }
    councils.sort_by(|a, b| a.code.cmp(&b.code));
    match only {
        None => strays(connection, &councils, &mut report).await?,
        Some(code) => {
            councils.retain(|council| council.code == code);
            if councils.is_empty() {
                return Err(StoreError::NoCouncil(code.to_owned()));
            }
        }
    }
    for council in councils {
        let code = council.code.clone();
        match walk::walk(connection, council, &mut report).await {
            Err(StoreError::Damaged(what)) => {
                report.faults.push(Fault { council: code, change: None, record: None, what });
            }
            other => other?,
        }
    }
    Ok(report)
}

/// SQLite's own check of pages, indexes and types.
async fn integrity(connection: &mut AnyConnection, report: &mut VerifyReport) -> Result<(), StoreError> {
    let (rows, errors) = gather(sqlx::query(sql::INTEGRITY).fetch(connection)).await?;
    let said = rows.iter().filter_map(|row| row.try_get::<String, _>(0).ok()).filter(|said| said != "ok");
    report
        .faults
        .extend(said.chain(errors).map(|said| Fault::of_store(format!("the file is damaged: {said}"))));
    Ok(())
}

/// Rows that belong to no council in the list.
async fn strays(
    connection: &mut AnyConnection,
    councils: &[CouncilRow],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let known = councils.iter().map(|council| council.code.as_str()).collect::<BTreeSet<_>>();
    let (rows, errors) = gather(sqlx::query(sql::COUNCILS_NAMED).fetch(connection)).await?;
    report
        .faults
        .extend(errors.into_iter().map(|error| Fault::of_store(format!("history cannot be read: {error}"))));
    for row in rows {
        let code = row.try_get::<String, _>(0)?;
        if !known.contains(code.as_str()) {
            let what = "history names this council, and the list of councils does not".to_owned();
            report.faults.push(Fault { council: code, change: None, record: None, what });
        }
    }
    Ok(())
}

impl Fault {
    fn of_store(what: String) -> Self {
        Self { council: String::new(), change: None, record: None, what }
    }
}

/// Reads every row it can, and says what it could not read. Only a store that does not answer is an error.
async fn gather(
    mut rows: impl Stream<Item = Result<AnyRow, sqlx::Error>> + Unpin,
) -> Result<(Vec<AnyRow>, Vec<String>), StoreError> {
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => read.push(row),
            Err(error) => errors.push(unreadable(error)?),
        }
    }
    Ok((read, errors))
}

/// What cannot be read about a damaged value; any other error is passed on.
fn unreadable(error: sqlx::Error) -> Result<String, StoreError> {
    match StoreError::from(error) {
        StoreError::Damaged(what) => Ok(what),
        other => Err(other),
    }
}
