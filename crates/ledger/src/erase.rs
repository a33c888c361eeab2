//! Erasing a person: bodies and files go, the count of what happened stays.
//!
//! An erasure is a change like any other. Its entries put a tombstone, or a redacted body, in the place of each record;
//! in the same transaction the bodies and salts of all earlier entries of those records are blanked, and so are the
//! bytes of every file that came with a change that touched them. Digests stay, so that the chain holds. Record keys,
//! notes (signer, reason, source) and file names stay too: do not put names of people in them.
//!
//! A blanked row can outlive its transaction in the files below the database, so the files are *scrubbed* afterwards. On
//! SQLite, deleted bytes are overwritten with zeros and the write-ahead log is emptied. On PostgreSQL the two tables are
//! rewritten (`VACUUM FULL`, which makes other programs wait while it runs). **Out of reach**: backups made
//! earlier, PostgreSQL's own write-ahead log, its archive and its replicas, and copies below the file system (snapshots,
//! worn-out blocks of a flash disk). Whoever runs the service must let those expire.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::{AnyConnection, Executor, Row};
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};

use crate::address::Engine;
use crate::append::{NewEntry, land, lock};
use crate::error::StoreError;
use crate::open::Store;
use crate::refusal::{Refusal, refusals};
use crate::rows::{self, TOMBSTONE, Tag};
use crate::sql;

/// What to erase.
#[derive(Debug, Clone)]
pub struct Erase {
    /// Who, when, why and from where. It stays readable: name nobody in it.
    pub note: Note,
    /// Records of which nothing stays but a tombstone.
    pub records: Vec<RecordId>,
    /// Records of which a redacted body stays, which says nothing of the person.
    pub replacements: Vec<Entry>,
}

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The change that carries the tombstones.
    pub number: ChangeNumber,
    /// How many earlier entries were blanked.
    pub entries: u64,
    /// How many imported files were blanked.
    pub blobs: u64,
    /// Why the store's files may still hold the old bytes, when scrubbing them failed; run [`Store::scrub`] again.
    pub unscrubbed: Option<StoreError>,
}

/// Why nothing was erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EraseError {
    /// The request itself cannot be right.
    #[error("the erasure is refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Refusal>),
    /// The council holds no such records.
    #[error("the council holds no record {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Unknown(Vec<RecordId>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for EraseError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Erases records, then scrubs the store's files. Nothing else is changed, and [`Store::verify`] still passes.
    pub async fn erase(&self, council: &str, erase: Erase) -> Result<Erasure, EraseError> {
        let refused = refused(&erase);
        if !refused.is_empty() {
            return Err(EraseError::Refused(refused));
        }
        let entries = new_entries(&erase);
        let records = entries.iter().map(|entry| entry.record.clone()).collect::<Vec<_>>();
        let mut writing = self.write().await?;
        let held = lock(&mut writing.tx, council).await?;
        let unknown = unknown(&mut writing.tx, council, &records).await?;
        if !unknown.is_empty() {
            return Err(EraseError::Unknown(unknown));
        }
        let number = land(&mut writing.tx, council, &held, &erase.note, entries, Vec::new()).await?;
        let (entries, blobs) = blank(&mut writing.tx, council, &records, number).await?;
        // A file in hand may name the person too.
        let clearing = sqlx::query(sql::CLEAR_UPLOADS).bind(council).bind(sql::END_OF_TIME);
        clearing.execute(&mut *writing.tx).await?;
        writing.commit().await?;
        Ok(Erasure { number, entries, blobs, unscrubbed: self.scrub().await.err() })
    }

    /// Makes sure that the store's files no longer hold what has been erased, as far as the module's page says.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        let mut connection = self.connection().await?;
        if self.engine() == Engine::Postgres {
            for text in sql::REWRITE {
                connection.execute(sqlx::raw_sql(text)).await?;
            }
            return Ok(());
        }
        for _ in 0..100 {
            let row = sqlx::query(sql::CHECKPOINT).fetch_one(&mut *connection).await?;
            let busy = row.try_get::<i64, _>(0)?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let why = "a program that reads the store keeps its log from being emptied; close it and scrub again";
        Err(StoreError::Unavailable(why.to_owned()))
    }
}

fn refused(erase: &Erase) -> Vec<Refusal> {
    let tombs =
        erase.records.iter().map(|record| Entry { record: record.clone(), content: Content::Withdrawn });
    // A tombstone is refused for the same reasons as a withdrawal: a bad or repeated record, or an unsigned note.
    let all = tombs.chain(erase.replacements.iter().cloned()).collect::<Vec<_>>();
    let mut seen = HashSet::new();
    let mut found = refusals(&erase.note, &all, &[]);
    found.retain(|refusal| seen.insert(refusal.to_string()));
    found
}

fn new_entries(erase: &Erase) -> Vec<NewEntry> {
    let tombs = erase.records.iter().map(|record| NewEntry {
        record: record.clone(),
        tag: Tag::Erased,
        body: Some(TOMBSTONE.to_owned()),
    });
    let redacted = erase.replacements.iter().map(|entry| match &entry.content {
        Content::Body(body) => {
            NewEntry { record: entry.record.clone(), tag: Tag::Redacted, body: Some(body.clone()) }
        }
        // A replacement that says nothing is a tombstone.
        Content::Withdrawn | Content::Erased => {
            NewEntry { record: entry.record.clone(), tag: Tag::Erased, body: Some(TOMBSTONE.to_owned()) }
        }
    });
    tombs.chain(redacted).collect()
}

async fn unknown(
    connection: &mut AnyConnection,
    council: &str,
    records: &[RecordId],
) -> Result<Vec<RecordId>, sqlx::Error> {
    let mut unknown = Vec::new();
    for record in records {
        let query = sqlx::query(sql::COUNT_RECORD).bind(council).bind(&*record.kind).bind(&*record.key);
        if query.fetch_one(&mut *connection).await?.try_get::<i64, _>(0)? == 0 {
            unknown.push(record.clone());
        }
    }
    Ok(unknown)
}

/// Blanks what earlier changes said of the records, and the files they came from.
async fn blank(
    connection: &mut AnyConnection,
    council: &str,
    records: &[RecordId],
    before: ChangeNumber,
) -> Result<(u64, u64), sqlx::Error> {
    let (mut entries, mut blobs) = (0, 0);
    for record in records {
        for (text, count) in [(sql::BLANK_ENTRIES, &mut entries), (sql::BLANK_BLOBS, &mut blobs)] {
            let query = sqlx::query(text).bind(council).bind(&*record.kind).bind(&*record.key);
            let done = query.bind(rows::stored(before)).execute(&mut *connection).await?;
            *count += done.rows_affected();
        }
    }
    Ok((entries, blobs))
}
