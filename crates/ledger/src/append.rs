//! Appending a change: all of it or none, and nothing anybody else wrote is lost.
//!
//! The first statement takes the council's row lock, the same way on both engines; from then on nobody else can move
//! that council's head. A change made from an older head lands all the same when nobody has touched its records since.

use std::collections::{BTreeMap, HashSet};

use sqlx::{AnyConnection, Row};
use workforce::change::{ChangeNumber, Entry, Note, RecordId};

use crate::chain::{self, ChangeDigest, Digest, Named, Salts};
use crate::error::StoreError;
use crate::open::Store;
use crate::refusal::{Refusal, refusals};
use crate::rows::{self, Tag};
use crate::sql::{self, Table};
use crate::write::{Cell, insert_all};

/// A change to append.
#[derive(Debug, Clone)]
pub struct Append {
    /// The newest change its author had seen.
    pub expected_head: ChangeNumber,
    /// Who, when, why and from where.
    pub note: Note,
    /// One entry per record.
    pub entries: Vec<Entry>,
    /// The files it came from.
    pub blobs: Vec<Blob>,
}

/// A file that a change came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The file's name.
    pub name: String,
    /// What it is, such as `text/csv`.
    pub media_type: String,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
}

/// A record that somebody else changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The record.
    pub record: RecordId,
    /// The last change that touched it.
    pub number: ChangeNumber,
    /// Who signed that change.
    pub by: String,
    /// When it was recorded.
    pub at: String,
}

/// Why a change was not appended. Nothing of it is in the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Somebody else changed some of the same records after `expected_head`. Read them again and decide anew.
    #[error("{}", conflict(.0))]
    Conflict(Vec<Touched>),
    /// The change itself cannot be right. Everything wrong with it is listed.
    #[error("the change is refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Refusal>),
    /// The change was made from a head that the store has not reached: another store, or a restored one.
    #[error(
        "the change was made from change {expected}, but the store has only {head}; is it the same store?"
    )]
    Ahead {
        /// The head its author had seen.
        expected: ChangeNumber,
        /// The head there is.
        head: ChangeNumber,
    },
    /// The store failed. When that was while committing, read the head to learn whether the change landed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for AppendError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

fn conflict(touched: &[Touched]) -> String {
    let each = touched
        .iter()
        .map(|one| format!("{} was changed by {} at {} (change {})", one.record, one.by, one.at, one.number));
    format!("{}; read again and repeat the change", each.collect::<Vec<_>>().join("; "))
}

/// An entry about to be written.
pub(crate) struct NewEntry {
    pub(crate) record: RecordId,
    pub(crate) tag: Tag,
    pub(crate) body: Option<String>,
}

/// A council whose row lock is held.
pub(crate) struct Held {
    pub(crate) head: ChangeNumber,
    pub(crate) digest: Digest,
}

impl Store {
    /// Appends a change and gives its number. Once this answers, the change is on disk.
    pub async fn append(&self, council: &str, append: Append) -> Result<ChangeNumber, AppendError> {
        let refused = refusals(&append.note, &append.entries, &append.blobs);
        if !refused.is_empty() {
            return Err(AppendError::Refused(refused));
        }
        let Append { expected_head, note, entries, blobs } = append;
        let mut writing = self.write().await?;
        let held = lock(&mut writing.tx, council).await?;
        if expected_head > held.head {
            return Err(AppendError::Ahead { expected: expected_head, head: held.head });
        }
        if expected_head < held.head {
            let touched = touched_since(&mut writing.tx, council, expected_head, &entries).await?;
            if !touched.is_empty() {
                return Err(AppendError::Conflict(touched));
            }
        }
        let entries = entries.into_iter().map(NewEntry::of).collect();
        let number = land(&mut writing.tx, council, &held, &note, entries, blobs).await?;
        writing.commit().await?;
        Ok(number)
    }
}

impl NewEntry {
    fn of(entry: Entry) -> Self {
        use workforce::change::Content;
        let (tag, body) = match entry.content {
            Content::Body(body) => (Tag::Body, Some(body)),
            // `refusals` has refused erased content, so that only withdrawals are left.
            Content::Withdrawn | Content::Erased => (Tag::Withdrawn, None),
        };
        Self { record: entry.record, tag, body }
    }
}

/// Takes the council's row lock.
pub(crate) async fn lock(connection: &mut AnyConnection, council: &str) -> Result<Held, StoreError> {
    let row = sqlx::query(sql::LOCK_COUNCIL).bind(council).fetch_optional(connection).await?;
    let row = row.ok_or_else(|| StoreError::NoCouncil(council.to_owned()))?;
    let head = rows::number(row.try_get(0)?)?;
    let digest = rows::digest(row.try_get::<&[u8], _>(1)?)?;
    Ok(Held { head, digest })
}

/// Which of the records were touched after a change, with the last change that touched each.
async fn touched_since(
    connection: &mut AnyConnection,
    council: &str,
    seen: ChangeNumber,
    entries: &[Entry],
) -> Result<Vec<Touched>, StoreError> {
    let ours = entries.iter().map(|entry| &entry.record).collect::<HashSet<_>>();
    let query = sqlx::query(sql::TOUCHED_SINCE).bind(council).bind(rows::stored(seen));
    let mut touched = BTreeMap::new();
    for row in query.fetch_all(connection).await? {
        let record = RecordId::new(row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?);
        if ours.contains(&record) {
            let number = rows::number(row.try_get(2)?)?;
            let one = Touched { record: record.clone(), number, by: row.try_get(3)?, at: row.try_get(4)? };
            touched.insert(record, one);
        }
    }
    Ok(touched.into_values().collect())
}

/// Writes a change at the held council's next number and moves the head.
pub(crate) async fn land(
    connection: &mut AnyConnection,
    council: &str,
    held: &Held,
    note: &Note,
    entries: Vec<NewEntry>,
    blobs: Vec<Blob>,
) -> Result<ChangeNumber, StoreError> {
    let number = held.head.next();
    let named = keep_blobs(connection, council, blobs).await?;
    let mut digest = ChangeDigest::new(held.digest, council, number, note, &named, entries.len() as u64);
    let count = entries.len();
    let sealed = seal_entries(entries, &mut digest)?;
    let digest = digest.seal();
    let change = vec![
        Cell::text(council),
        Cell::Int(rows::stored(number)),
        Cell::text(&note.at),
        Cell::text(&note.by),
        Cell::text(&note.reason),
        Cell::text(&note.source),
        Cell::count(count),
        Cell::digest(digest),
    ];
    insert_all(connection, &sql::CHANGE_TABLE, std::iter::once(change)).await?;
    let under = |table: &'static Table, rest: Vec<Vec<Cell>>| {
        let rows = rest.into_iter().enumerate().map(move |(seq, rest)| {
            let mut row = vec![Cell::text(council), Cell::Int(rows::stored(number)), Cell::count(seq)];
            row.extend(rest);
            row
        });
        (table, rows)
    };
    let (table, entries) = under(&sql::ENTRY_TABLE, sealed);
    insert_all(connection, table, entries).await?;
    let links = named.into_iter().map(|blob| {
        vec![Cell::digest(blob.digest), Cell::Text(Some(blob.name)), Cell::Text(Some(blob.media_type))]
    });
    let (table, links) = under(&sql::LINK_TABLE, links.collect());
    insert_all(connection, table, links).await?;
    let moving =
        sqlx::query(sql::MOVE_HEAD).bind(council).bind(rows::stored(number)).bind(digest.0.as_slice());
    moving.execute(connection).await?;
    Ok(number)
}

/// Seals each entry, adding its digest to the change's; gives the columns from `kind` on.
fn seal_entries(entries: Vec<NewEntry>, digest: &mut ChangeDigest) -> Result<Vec<Vec<Cell>>, StoreError> {
    let no_randomness =
        |error| StoreError::Unavailable(format!("the system gives no random numbers ({error})"));
    let mut salts = Salts::draw().map_err(no_randomness)?;
    let seal = |entry: NewEntry| {
        let salt = entry.tag.tells().then(|| salts.salt().to_vec());
        let said =
            chain::content(salt.as_deref().unwrap_or_default(), entry.body.as_deref().unwrap_or_default());
        digest.add(chain::entry(&entry.record.kind, &entry.record.key, entry.tag.word(), said));
        vec![
            Cell::text(&entry.record.kind),
            Cell::text(&entry.record.key),
            Cell::text(entry.tag.word()),
            Cell::Text(entry.body),
            Cell::Bytes(salt),
            Cell::Int(0),
            Cell::digest(said),
        ]
    };
    Ok(entries.into_iter().map(seal).collect())
}

/// Keeps the bytes of each file once per council.
async fn keep_blobs(
    connection: &mut AnyConnection,
    council: &str,
    blobs: Vec<Blob>,
) -> Result<Vec<Named>, StoreError> {
    let mut named = Vec::with_capacity(blobs.len());
    for blob in blobs {
        let digest = Digest::of(&blob.bytes);
        let keeping = sqlx::query(sql::ADD_BLOB).bind(council).bind(digest.0.as_slice()).bind(blob.bytes);
        keeping.execute(&mut *connection).await?;
        named.push(Named { digest, name: blob.name, media_type: blob.media_type });
    }
    Ok(named)
}
