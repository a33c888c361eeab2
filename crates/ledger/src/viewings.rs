//! Who looked at whose data: one line each time a named person's data was shown.

use sqlx::Row;

use crate::error::StoreError;
use crate::open::Store;
use crate::random::random_hex;
use crate::sql;

/// One look at a person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewing {
    /// When, RFC 3339 in UTC with whole seconds.
    pub seen_at: String,
    /// Who looked: the name that they sign in with.
    pub seen_by: String,
    /// At whose data: the worker's key.
    pub worker: String,
    /// At what: the page or the question.
    pub what: String,
}

/// Which looks are asked for.
#[derive(Debug, Clone, Default)]
pub struct ViewingsAsk {
    /// From this instant; from the first without it.
    pub from: Option<String>,
    /// To this instant; to the last without it.
    pub to: Option<String>,
    /// Only those at this worker's data.
    pub worker: Option<String>,
    /// Only those by this person.
    pub by: Option<String>,
    /// At most so many, the newest.
    pub limit: i64,
}

impl Store {
    /// Notes looks at people's data, all or none.
    pub async fn add_viewings(&self, council: &str, viewings: &[Viewing]) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        for viewing in viewings {
            let adding = sqlx::query(sql::ADD_VIEWING)
                .bind(random_hex(16)?)
                .bind(council)
                .bind(viewing.seen_at.as_str())
                .bind(viewing.seen_by.as_str())
                .bind(viewing.worker.as_str())
                .bind(viewing.what.as_str());
            adding.execute(&mut *writing.tx).await?;
        }
        Ok(writing.commit().await?)
    }

    /// Looks at people's data, newest first.
    pub async fn viewings(&self, council: &str, ask: &ViewingsAsk) -> Result<Vec<Viewing>, StoreError> {
        let mut connection = self.connection().await?;
        let asking = sqlx::query(sql::VIEWINGS)
            .bind(council)
            .bind(ask.from.as_deref().unwrap_or_default())
            .bind(ask.to.as_deref().unwrap_or(sql::END_OF_TIME))
            .bind(ask.worker.as_deref().unwrap_or_default())
            .bind(ask.by.as_deref().unwrap_or_default())
            .bind(ask.limit);
        let rows = asking.fetch_all(&mut *connection).await?;
        let viewing = |row: &sqlx::any::AnyRow| {
            Ok(Viewing {
                seen_at: row.try_get(0)?,
                seen_by: row.try_get(1)?,
                worker: row.try_get(2)?,
                what: row.try_get(3)?,
            })
        };
        rows.iter().map(viewing).collect()
    }
}
