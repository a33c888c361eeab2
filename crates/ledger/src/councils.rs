//! The councils a store holds, and their heads.

use workforce::change::ChangeNumber;

use crate::chain::{self, Digest};
use crate::error::StoreError;
use crate::open::Store;
use crate::rows::{self, CouncilRow};
use crate::sql;

/// A council, the tenant of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Council {
    /// Its DfE code, such as `884`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its newest change; 0 when it has none.
    pub head: ChangeNumber,
    /// The digest of its newest change, which stands for its whole history. Keep it elsewhere to be able to prove later
    /// that nothing was taken away.
    pub head_digest: Digest,
}

impl Council {
    fn of(row: CouncilRow) -> Result<Self, StoreError> {
        let head = rows::number(row.head)?;
        let head_digest = rows::digest(&row.head_digest)?;
        Ok(Self { code: row.code, name: row.name, head, head_digest })
    }
}

impl Store {
    /// Adds a council. Adding it again is no change; under another name it is refused.
    pub async fn add_council(&self, code: &str, name: &str) -> Result<(), StoreError> {
        for text in [code, name] {
            if text.trim().is_empty() || text.chars().any(char::is_control) {
                return Err(StoreError::BadCouncil(text.to_owned()));
            }
        }
        let mut writing = self.write().await?;
        let start = chain::start(code, name);
        let adding = sqlx::query(sql::ADD_COUNCIL).bind(code).bind(name).bind(start.0.as_slice());
        adding.execute(&mut *writing.tx).await?;
        let row = sqlx::query(sql::COUNCIL).bind(code).fetch_one(&mut *writing.tx).await?;
        let held = CouncilRow::read(&row)?.name;
        writing.commit().await?;
        if held != name {
            return Err(StoreError::OtherName { code: code.to_owned(), held, given: name.to_owned() });
        }
        Ok(())
    }

    /// Every council, by code.
    pub async fn councils(&self) -> Result<Vec<Council>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = sqlx::query(sql::COUNCILS).fetch_all(&mut *connection).await?;
        let councils = rows.iter().map(|row| Council::of(CouncilRow::read(row)?));
        let mut councils = councils.collect::<Result<Vec<_>, StoreError>>()?;
        councils.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(councils)
    }

    /// One council.
    pub async fn council(&self, code: &str) -> Result<Council, StoreError> {
        let mut connection = self.connection().await?;
        let row = sqlx::query(sql::COUNCIL).bind(code).fetch_optional(&mut *connection).await?;
        Council::of(CouncilRow::read(&row.ok_or_else(|| StoreError::NoCouncil(code.to_owned()))?)?)
    }

    /// A council's newest change; 0 when it has none.
    pub async fn head(&self, council: &str) -> Result<ChangeNumber, StoreError> {
        Ok(self.council(council).await?.head)
    }
}
