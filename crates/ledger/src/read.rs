//! Reading history and the state at a change.
//!
//! What was appended never changes, so that a read up to a given change number needs no lock. Only an erasure blanks
//! bodies, which are then read as [`workforce::change::Content::Erased`].

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::{AnyConnection, Row};
use workforce::change::{Change, ChangeNumber, Entry, Note, RecordId};

use crate::chain::Digest;
use crate::error::StoreError;
use crate::open::Store;
use crate::refusal::whole_second;
use crate::rows::{self, ChangeRow, EntryRow, LinkRow};
use crate::sql;

/// How many changes are read at a time.
const PAGE: i64 = 256;

/// A moment on the *known at* clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownAt {
    /// The newest change.
    Head,
    /// A change by number; 0 is the empty ledger.
    Number(ChangeNumber),
    /// The last change recorded at or before an RFC 3339 instant, with any offset.
    Instant(String),
}

/// The last entry of a record at some change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The change that said it.
    pub number: ChangeNumber,
    /// What it said.
    pub entry: Entry,
}

/// One entry of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The change that said it.
    pub number: ChangeNumber,
    /// Who, when, why and from where.
    pub note: Note,
    /// What it said of which record.
    pub entry: Entry,
}

/// A change without its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its number.
    pub number: ChangeNumber,
    /// Who, when, why and from where.
    pub note: Note,
    /// How many entries it has.
    pub entries: u64,
    /// Its digest, which stands for it and everything before it.
    pub digest: Digest,
}

/// A file that a change came from, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRef {
    /// The SHA-256 of its bytes.
    pub digest: Digest,
    /// The file's name.
    pub name: String,
    /// What it is.
    pub media_type: String,
}

/// What is kept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Nothing: it was erased to protect a person.
    Erased,
}

impl Store {
    /// The changes after one and up to another, in order. For long ledgers use [`Store::each_change`].
    pub async fn changes(
        &self,
        council: &str,
        after: ChangeNumber,
        up_to: ChangeNumber,
    ) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        let gather = |change| {
            changes.push(change);
            Ok::<_, StoreError>(())
        };
        self.each_change(council, after, up_to, gather).await?;
        Ok(changes)
    }

    /// Hands over the changes after one and up to another, in order. It holds one change in memory and a few
    /// hundred headers, and stops at the first error, the visitor's or its own.
    pub async fn each_change<E: From<StoreError>>(
        &self,
        council: &str,
        after: ChangeNumber,
        up_to: ChangeNumber,
        mut visit: impl FnMut(Change) -> Result<(), E>,
    ) -> Result<(), E> {
        let head = self.head(council).await?;
        let mut connection = self.connection().await?;
        let mut from = rows::stored(after);
        let to = rows::stored(up_to.min(head));
        while from < to {
            let headers = headers(&mut connection, council, from, to).await?;
            let Some(last) = headers.last().map(|header| header.number) else { break };
            visit_page(&mut connection, council, from, headers, &mut visit).await?;
            from = last;
        }
        Ok(())
    }

    /// The change number that a moment stands for. Beyond the head is an error; before the first change is 0.
    pub async fn resolve_known_at(
        &self,
        council: &str,
        known_at: &KnownAt,
    ) -> Result<ChangeNumber, StoreError> {
        let head = self.head(council).await?;
        match known_at {
            KnownAt::Head => Ok(head),
            KnownAt::Number(number) if *number > head => {
                Err(StoreError::BeyondHead { council: council.to_owned(), head: head.0, asked: number.0 })
            }
            KnownAt::Number(number) => Ok(*number),
            KnownAt::Instant(text) => {
                let instant = whole_second(text).ok_or_else(|| StoreError::BadInstant(text.clone()))?;
                let mut connection = self.connection().await?;
                let query = sqlx::query(sql::LAST_AT).bind(council).bind(instant);
                rows::number(query.fetch_one(&mut *connection).await?.try_get(0)?)
            }
        }
    }

    /// The last entry of every record at or before a change, in the order in which they were said. Withdrawn and
    /// erased records are among them.
    pub async fn state(&self, council: &str, at: ChangeNumber) -> Result<Vec<Stated>, StoreError> {
        let mut connection = self.connection().await?;
        let query = sqlx::query(sql::STATE).bind(council).bind(rows::stored(at));
        let mut rows = query.fetch(&mut *connection);
        let mut state = Vec::new();
        while let Some(row) = rows.try_next().await? {
            let record = RecordId::new(row.try_get::<&str, _>(1)?, row.try_get::<&str, _>(2)?);
            let content = rows::content(row.try_get(3)?, row.try_get(4)?)?;
            let number = rows::number(row.try_get(0)?)?;
            state.push(Stated { number, entry: Entry { record, content } });
        }
        Ok(state)
    }

    /// Everything ever said of a record, oldest first. A record whose key is the first part or parts of compound keys
    /// (`post:SW-001`) stands for all of those (`post:SW-001@2012-04-01`).
    pub async fn history(&self, council: &str, record: &RecordId) -> Result<Vec<Told>, StoreError> {
        let mut connection = self.connection().await?;
        let query =
            sqlx::query(sql::HISTORY).bind(council).bind(record.kind.as_str()).bind(record.key.as_str());
        let rows = query.fetch_all(&mut *connection).await?;
        let told = rows.iter().map(|row| {
            let record = RecordId::new(record.kind.clone(), row.try_get::<&str, _>(1)?);
            let content = rows::content(row.try_get(2)?, row.try_get(3)?)?;
            let number = rows::number(row.try_get(0)?)?;
            Ok(Told { number, note: rows::read_note(row, 4)?, entry: Entry { record, content } })
        });
        told.collect()
    }

    /// Every change without its entries, oldest first.
    pub async fn log(&self, council: &str) -> Result<Vec<Logged>, StoreError> {
        self.head(council).await?;
        let mut connection = self.connection().await?;
        let query = sqlx::query(sql::CHANGES).bind(council).bind(0_i64).bind(i64::MAX).bind(i64::MAX);
        let rows = query.fetch_all(&mut *connection).await?;
        let logged = rows.iter().map(|row| {
            let row = ChangeRow::read(row)?;
            let entries = u64::try_from(row.entry_count);
            let entries =
                entries.map_err(|_| StoreError::Damaged(format!("change {} has no size", row.number)))?;
            let number = rows::number(row.number)?;
            Ok(Logged { number, note: row.note, entries, digest: rows::digest(&row.digest)? })
        });
        logged.collect()
    }

    /// The files that a change came from, in order.
    pub async fn blobs(&self, council: &str, number: ChangeNumber) -> Result<Vec<BlobRef>, StoreError> {
        let at = rows::stored(number);
        let mut connection = self.connection().await?;
        let query = sqlx::query(sql::LINKS).bind(council).bind(at.saturating_sub(1)).bind(at);
        let rows = query.fetch_all(&mut *connection).await?;
        let blobs = rows.iter().map(|row| {
            let row = LinkRow::read(row)?;
            Ok(BlobRef { digest: rows::digest(&row.digest)?, name: row.name, media_type: row.media_type })
        });
        blobs.collect()
    }

    /// What is kept of a file; `None` when the council never imported it.
    pub async fn blob(&self, council: &str, digest: Digest) -> Result<Option<Kept>, StoreError> {
        let mut connection = self.connection().await?;
        let query = sqlx::query(sql::BLOB).bind(council).bind(digest.0.as_slice());
        let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
        let bytes = row.try_get::<Option<Vec<u8>>, _>(0)?;
        Ok(Some(bytes.map_or(Kept::Erased, Kept::Bytes)))
    }
}

async fn headers(
    connection: &mut AnyConnection,
    council: &str,
    from: i64,
    to: i64,
) -> Result<Vec<ChangeRow>, StoreError> {
    let query = sqlx::query(sql::CHANGES).bind(council).bind(from).bind(to).bind(PAGE);
    let rows = query.fetch_all(connection).await?;
    Ok(rows.iter().map(ChangeRow::read).collect::<Result<_, _>>()?)
}

/// Streams the entries of a page of changes and hands each change over as soon as it is whole.
async fn visit_page<E: From<StoreError>>(
    connection: &mut AnyConnection,
    council: &str,
    from: i64,
    headers: Vec<ChangeRow>,
    visit: &mut impl FnMut(Change) -> Result<(), E>,
) -> Result<(), E> {
    let last = headers.last().map_or(from, |header| header.number);
    let mut waiting = headers.into_iter().map(|header| (header.number, header)).collect::<BTreeMap<_, _>>();
    let mut entries = Vec::new();
    let mut at = from;
    let query = sqlx::query(sql::ENTRIES).bind(council).bind(from).bind(last);
    let mut rows = query.fetch(connection);
    while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
        let row = EntryRow::read(&row).map_err(StoreError::from)?;
        if row.number != at {
            hand_over(council, at, &mut waiting, &mut entries, visit)?;
            at = row.number;
        }
        let record = RecordId::new(row.kind, row.key);
        entries.push(Entry { record, content: rows::content(&row.tag, row.body)? });
    }
    hand_over(council, at, &mut waiting, &mut entries, visit)?;
    match waiting.keys().next() {
        Some(number) => Err(damaged(council, *number, "has no entries").into()),
        None => Ok(()),
    }
}

fn hand_over<E: From<StoreError>>(
    council: &str,
    number: i64,
    waiting: &mut BTreeMap<i64, ChangeRow>,
    entries: &mut Vec<Entry>,
    visit: &mut impl FnMut(Change) -> Result<(), E>,
) -> Result<(), E> {
    if entries.is_empty() {
        return Ok(());
    }
    let header =
        waiting.remove(&number).ok_or_else(|| damaged(council, number, "has entries and no header"))?;
    let entries = std::mem::take(entries);
    if i64::try_from(entries.len()) != Ok(header.entry_count) {
        return Err(damaged(council, number, "does not have as many entries as it says").into());
    }
    visit(Change { number: rows::number(number)?, council: council.to_owned(), note: header.note, entries })
}

fn damaged(council: &str, number: i64, what: &str) -> StoreError {
    StoreError::Damaged(format!("change {number} of council {council} {what}"))
}
