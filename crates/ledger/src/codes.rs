//! One-time codes: the secret that an account's codes are made from, the last one used, and codes for when it is lost.
//!
//! The secret must be kept as it is, because each code is computed from it. Recovery codes are kept as digests.

use std::fmt;

use sqlx::Row;

use crate::chain::Digest;
use crate::error::StoreError;
use crate::open::{Store, Writing};
use crate::sql;

/// What is kept of an account's one-time codes.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptCodes {
    /// The secret.
    pub secret: Vec<u8>,
    /// Whether its owner has confirmed it by a first code.
    pub confirmed: bool,
    /// The time step of the last code that was used; 0 before the first.
    pub last_step: i64,
}

impl fmt::Debug for KeptCodes {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { confirmed, last_step, .. } = self;
        f.debug_struct("KeptCodes")
            .field("confirmed", confirmed)
            .field("last_step", last_step)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Offers an account a secret, and gives what the account has then: the same, one that was offered after `stale`, or
    /// one that is confirmed.
    pub async fn offer_codes(
        &self,
        account: &str,
        secret: &[u8],
        now: &str,
        stale: &str,
    ) -> Result<KeptCodes, StoreError> {
        let mut writing = self.write().await?;
        let offering = sqlx::query(sql::OFFER_CODES).bind(account).bind(secret).bind(now).bind(stale);
        offering.execute(&mut *writing.tx).await?;
        writing.commit().await?;
        let kept = self.codes(account).await?;
        kept.ok_or_else(|| StoreError::Unavailable("the codes were ended meanwhile".to_owned()))
    }

    /// What is kept of an account's one-time codes.
    pub async fn codes(&self, account: &str) -> Result<Option<KeptCodes>, StoreError> {
        let mut connection = self.connection().await?;
        let row = sqlx::query(sql::CODES).bind(account).fetch_optional(&mut *connection).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(KeptCodes {
            secret: row.try_get(0)?,
            confirmed: row.try_get::<i64, _>(1)? != 0,
            last_step: row.try_get(2)?,
        }))
    }

    /// Confirms the secret that was offered, with its recovery codes; `false` when it is not the one on offer any more.
    pub async fn confirm_codes(
        &self,
        account: &str,
        secret: &[u8],
        step: i64,
        recovery: &[Digest],
    ) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let confirming = sqlx::query(sql::CONFIRM_CODES).bind(account).bind(secret).bind(step);
        if confirming.execute(&mut *writing.tx).await?.rows_affected() == 0 {
            return Ok(false);
        }
        replace_recovery(&mut writing, account, recovery).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Uses up a time step; `false` when it or a later one was used before. It is one statement, so that of several who
    /// show the same code at once only one is let in.
    pub async fn use_step(&self, account: &str, step: i64) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let using = sqlx::query(sql::USE_STEP).bind(account).bind(step);
        let used = using.execute(&mut *writing.tx).await?.rows_affected() > 0;
        writing.commit().await?;
        Ok(used)
    }

    /// Uses a recovery code up; `false` when the account has no such code.
    pub async fn use_recovery(&self, account: &str, code: Digest) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let using = sqlx::query(sql::USE_RECOVERY).bind(account).bind(code.0.as_slice());
        let used = using.execute(&mut *writing.tx).await?.rows_affected() > 0;
        writing.commit().await?;
        Ok(used)
    }

    /// Gives an account other recovery codes in place of those that it has.
    pub async fn renew_recovery(&self, account: &str, recovery: &[Digest]) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        replace_recovery(&mut writing, account, recovery).await?;
        Ok(writing.commit().await?)
    }

    /// How many recovery codes an account has left.
    pub async fn count_recovery(&self, account: &str) -> Result<i64, StoreError> {
        let mut connection = self.connection().await?;
        let row = sqlx::query(sql::COUNT_RECOVERY).bind(account).fetch_one(&mut *connection).await?;
        Ok(row.try_get(0)?)
    }

    /// Ends an account's one-time codes and recovery codes.
    pub async fn end_codes(&self, account: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        for text in [sql::END_CODES, sql::END_RECOVERY] {
            sqlx::query(text).bind(account).execute(&mut *writing.tx).await?;
        }
        Ok(writing.commit().await?)
    }
}

async fn replace_recovery(
    writing: &mut Writing<'_>,
    account: &str,
    recovery: &[Digest],
) -> Result<(), StoreError> {
    sqlx::query(sql::END_RECOVERY).bind(account).execute(&mut *writing.tx).await?;
    for code in recovery {
        let adding = sqlx::query(sql::ADD_RECOVERY).bind(account).bind(code.0.as_slice());
        adding.execute(&mut *writing.tx).await?;
    }
    Ok(())
}
