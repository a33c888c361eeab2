//! Backing up a live store into a SQLite file, and restoring one into an empty store of either engine.
//!
//! A backup is a store: any command can be pointed at it. It is never written over, and a restore is all or nothing:
//! the chain is verified in the new store before it is committed.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use futures_util::TryStreamExt;
use sqlx::{AnyConnection, AssertSqlSafe, Executor, Row};

use crate::address::Engine;
use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{self, BATCHES, KEPT_TABLES, TABLES, Table};
use crate::verify::{Fault, verify};
use crate::write::{Cell, insert_batch};

/// How many bytes of rows may wait in memory while copying.
const WAITING_BYTES: usize = 4 << 20;

/// Why no backup was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// There is a file of that name.
    #[error("{0} exists; a backup is never written over another file")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{file} cannot be written: {detail}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nothing was restored. The store is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The store holds councils already.
    #[error("the store is not empty; restore into a new one")]
    NotEmpty,
    /// What is in the backup does not verify.
    #[error("the backup is damaged, and nothing was restored: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Damaged(Vec<Fault>),
    /// The store or the backup failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RestoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Writes a copy of the store, as it is at one moment, to a new SQLite file. Others may go on writing meanwhile.
    pub async fn backup(&self, file: &Path) -> Result<(), BackupError> {
        let failed =
            |error: std::io::Error| BackupError::File { file: file.to_owned(), detail: error.to_string() };
        // Taking the name first keeps two backups apart; the copy then takes its place in one step.
        match OpenOptions::new().write(true).create_new(true).open(file) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(BackupError::Exists(file.to_owned()));
            }
            Err(error) => return Err(failed(error)),
        }
        let part = part_of(file);
        let done = match self.copy_to(&part).await {
            Ok(()) => settle(&part, file).map_err(failed),
            Err(error) => Err(error.into()),
        };
        if done.is_err() {
            // What was begun is of no use; that it cannot be removed would only hide why.
            let _ = fs::remove_file(&part);
            let _ = fs::remove_file(file);
        }
        done
    }

    /// Restores a backup into this store, which must be empty.
    pub async fn restore(&self, file: &Path) -> Result<(), RestoreError> {
        let backup = Self::open_to_read(file).await?;
        let mut from = backup.snapshot().await?;
        let mut writing = self.write().await?;
        let held =
            sqlx::query(sql::COUNT_COUNCILS).fetch_one(&mut *writing.tx).await?.try_get::<i64, _>(0)?;
        if held > 0 {
            return Err(RestoreError::NotEmpty);
        }
        copy(&mut from, &mut writing.tx).await?;
        let report = verify(&mut writing.tx, self.engine(), None).await?;
        if !report.is_sound() {
            return Err(RestoreError::Damaged(report.faults));
        }
        writing.commit().await?;
        Ok(())
    }

    async fn copy_to(&self, part: &Path) -> Result<(), StoreError> {
        let name = part.to_str().ok_or_else(|| StoreError::Address("the path is not UTF-8".to_owned()))?;
        if self.engine() == Engine::Sqlite {
            let mut connection = self.connection().await?;
            sqlx::query(sql::COPY_INTO).bind(name).execute(&mut *connection).await?;
            // A copy lies about for years: no pass and no file in hand may be in it.
            let copy = Self::open(name).await?;
            copy.connection().await?.execute(sqlx::raw_sql(sql::CLEAR_COPY)).await?;
            copy.close().await;
            return Ok(());
        }
        let mut from = self.snapshot().await?;
        let target = Self::open_or_create(name).await?;
        let mut writing = target.write().await?;
        let copied = copy(&mut from, &mut writing.tx).await;
        if copied.is_ok() {
            writing.commit().await?;
        }
        // Closing folds the log into the file, so that one file is the whole backup.
        target.close().await;
        copied
    }
}

/// The name a backup bears while it is being written.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Makes sure the copy is on disk, then puts it under its name.
fn settle(part: &Path, file: &Path) -> std::io::Result<()> {
    OpenOptions::new().write(true).open(part)?.sync_all()?;
    fs::rename(part, file)?;
    #[cfg(unix)]
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Copies every table of history and what is kept beside it, row by row in batches.
async fn copy(from: &mut AnyConnection, to: &mut AnyConnection) -> Result<(), StoreError> {
    for table in TABLES.iter().chain(&KEPT_TABLES) {
        copy_table(from, to, table).await?;
    }
    Ok(())
}

async fn copy_table(
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    table: &Table,
) -> Result<(), StoreError> {
    // The text holds only the table's names.
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(from);
    let (mut waiting, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.try_next().await? {
        let cells = table.columns.iter().enumerate().map(|(at, (_, kind))| Cell::read(&row, at, *kind));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        bytes += cells.iter().map(Cell::size).sum::<usize>();
        waiting.push(cells);
        if waiting.len() == BATCHES[0] || bytes > WAITING_BYTES {
            insert_batch(to, table, &mut waiting).await?;
            bytes = 0;
        }
    }
    Ok(insert_batch(to, table, &mut waiting).await?)
}

impl Cell {
    fn size(&self) -> usize {
        match self {
            Self::Int(_) => 8,
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len),
        }
    }
}
