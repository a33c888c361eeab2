//! Writing many rows: few texts, many rows in each, inside the caller's transaction.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Error, Row};

use crate::chain::Digest;
use crate::sql::{BATCHES, Kind, Table};

/// One value to write.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Int(i64),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }

    pub(crate) fn digest(digest: Digest) -> Self {
        Self::Bytes(Some(digest.0.to_vec()))
    }

    /// A count of things in memory, which never comes near the end of the scale.
    pub(crate) fn count(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A column of a row that is being copied.
    pub(crate) fn read(row: &AnyRow, at: usize, kind: Kind) -> Result<Self, Error> {
        Ok(match kind {
            Kind::Int => Self::Int(row.try_get(at)?),
            Kind::Text => Self::Text(row.try_get(at)?),
            Kind::Bytes => Self::Bytes(row.try_get(at)?),
        })
    }

    fn bind(self, query: Query<'_, Any, AnyArguments>) -> Query<'_, Any, AnyArguments> {
        match self {
            Self::Int(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Bytes(value) => query.bind(value),
        }
    }
}

/// Inserts the rows in order, in batches.
pub(crate) async fn insert_all(
    connection: &mut AnyConnection,
    table: &Table,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), Error> {
    let mut waiting = Vec::with_capacity(BATCHES[0]);
    for row in rows {
        waiting.push(row);
        if waiting.len() == BATCHES[0] {
            insert_batch(connection, table, &mut waiting).await?;
        }
    }
    insert_batch(connection, table, &mut waiting).await
}

/// Inserts what is waiting, and leaves nothing waiting.
pub(crate) async fn insert_batch(
    connection: &mut AnyConnection,
    table: &Table,
    waiting: &mut Vec<Vec<Cell>>,
) -> Result<(), Error> {
    let mut rows = std::mem::take(waiting).into_iter();
    for size in BATCHES {
        while rows.len() >= size {
            // The text holds only the table's names and placeholders.
            let text = AssertSqlSafe(table.insert(size));
            let query =
                rows.by_ref().take(size).flatten().fold(sqlx::query(text), |query, cell| cell.bind(query));
            query.execute(&mut *connection).await?;
        }
    }
    Ok(())
}
