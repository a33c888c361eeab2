//! Passes: sessions, one-time links, tokens and sign-ins that wait for a code. Whoever bears the secret has the right, so that only its digest is kept.
//! Attempts to sign in are counted here too, so that a limit holds over a restart and over several programs.

use sqlx::Row;

use crate::chain::Digest;
use crate::error::StoreError;
use crate::open::Store;
use crate::{rows, sql};

/// What a pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassKind {
    /// Someone is signed in.
    Session,
    /// A link that works once.
    Link,
    /// A program asks in someone's name.
    Token,
    /// A password was right, and a one-time code is waited for.
    Waiting,
}

impl PassKind {
    fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Link => "link",
            Self::Token => "token",
            Self::Waiting => "waiting",
        }
    }
}

/// A pass that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The SHA-256 of its secret.
    pub digest: Digest,
    /// The id of the account in whose name it is; empty where there is none yet.
    pub account: String,
    /// What its owner calls it, or what it is for.
    pub label: String,
    /// When it began.
    pub began_at: String,
    /// When it was last used, to the minute.
    pub seen_at: String,
    /// When it ends.
    pub ends_at: String,
}

impl Store {
    /// Keeps a pass. Instants are RFC 3339 in UTC with whole seconds; `seen_at` is when it begins.
    pub async fn add_pass(&self, kind: PassKind, pass: &Pass) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        let adding = sqlx::query(sql::ADD_PASS)
            .bind(pass.digest.0.as_slice())
            .bind(kind.word())
            .bind(pass.account.as_str())
            .bind(pass.label.as_str())
            .bind(pass.began_at.as_str())
            .bind(pass.ends_at.as_str());
        adding.execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// The pass of a secret, unless it has ended by now.
    pub async fn pass(&self, kind: PassKind, digest: Digest, now: &str) -> Result<Option<Pass>, StoreError> {
        let mut connection = self.connection().await?;
        let asking = sqlx::query(sql::PASS).bind(digest.0.as_slice()).bind(kind.word()).bind(now);
        let Some(row) = asking.fetch_optional(&mut *connection).await? else { return Ok(None) };
        Ok(Some(Pass {
            digest,
            account: row.try_get(0)?,
            label: row.try_get(1)?,
            began_at: row.try_get(2)?,
            seen_at: row.try_get(3)?,
            ends_at: row.try_get(4)?,
        }))
    }

    /// The passes of an account, oldest first.
    pub async fn passes_of(&self, kind: PassKind, account: &str, now: &str) -> Result<Vec<Pass>, StoreError> {
        let mut connection = self.connection().await?;
        let asking = sqlx::query(sql::PASSES_OF).bind(account).bind(kind.word()).bind(now);
        let rows = asking.fetch_all(&mut *connection).await?;
        let pass = |row: &sqlx::any::AnyRow| {
            Ok(Pass {
                digest: rows::digest(&row.try_get::<Vec<u8>, _>(0)?)?,
                account: account.to_owned(),
                label: row.try_get(1)?,
                began_at: row.try_get(2)?,
                seen_at: row.try_get(3)?,
                ends_at: row.try_get(4)?,
            })
        };
        rows.iter().map(pass).collect()
    }

    /// Notes that a pass was used.
    pub async fn see_pass(&self, digest: Digest, now: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        sqlx::query(sql::SEE_PASS).bind(digest.0.as_slice()).bind(now).execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// Ends a pass; `false` when somebody else has ended it before. A link is used by ending it, so that it works once.
    pub async fn end_pass(&self, kind: PassKind, digest: Digest) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let ending = sqlx::query(sql::END_PASS).bind(digest.0.as_slice()).bind(kind.word());
        let ended = ending.execute(&mut *writing.tx).await?.rows_affected() > 0;
        writing.commit().await?;
        Ok(ended)
    }

    /// Ends every pass of a kind of an account.
    pub async fn end_passes_of(&self, kind: PassKind, account: &str) -> Result<u64, StoreError> {
        let mut writing = self.write().await?;
        let ending = sqlx::query(sql::END_PASSES_OF).bind(account).bind(kind.word());
        let ended = ending.execute(&mut *writing.tx).await?.rows_affected();
        writing.commit().await?;
        Ok(ended)
    }

    /// Counts an attempt and gives how many there have been in the window, this one with them. A window is over when it
    /// began at or before `over`. The count is one statement, so that attempts at once are all counted.
    pub async fn count_attempt(&self, bucket: &str, now: &str, over: &str) -> Result<i64, StoreError> {
        let mut writing = self.write().await?;
        let counting = sqlx::query(sql::COUNT_ATTEMPT).bind(bucket).bind(now).bind(over);
        let made = counting.fetch_one(&mut *writing.tx).await?.try_get(0)?;
        writing.commit().await?;
        Ok(made)
    }

    /// Forgets the attempts of a bucket.
    pub async fn forget_attempts(&self, bucket: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        sqlx::query(sql::FORGET_ATTEMPTS).bind(bucket).execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// Clears away passes and single sign-ons that have ended by now, and windows of attempts that are over.
    pub async fn clear_ended(&self, now: &str, over: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        sqlx::query(sql::CLEAR_PASSES).bind(now).execute(&mut *writing.tx).await?;
        sqlx::query(sql::CLEAR_SIGN_ONS).bind(now).execute(&mut *writing.tx).await?;
        sqlx::query(sql::CLEAR_ATTEMPTS).bind(over).execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }
}
