//! Single sign-on: which account a provider's subject is linked to, and the sign-ons that have begun.
//!
//! What is kept of one that has begun works on any program over the store, once, and only for the browser that began it.

use sqlx::Row;

use crate::accounts::{Account, NewAccount, add, read};
use crate::chain::Digest;
use crate::error::StoreError;
use crate::open::{Store, Writing};
use crate::sql;

/// A single sign-on that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// What the provider must put into its answer.
    pub nonce: String,
    /// What shows the provider that whoever asks for the answer began.
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
}

impl Store {
    /// The account that a subject is linked to.
    pub async fn account_of_subject(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<Account>, StoreError> {
        let mut connection = self.connection().await?;
        let asking = sqlx::query(sql::ACCOUNT_OF_SUBJECT).bind(issuer).bind(subject);
        let row = asking.fetch_optional(&mut *connection).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// Makes an account that is linked to a subject; `false` when the name or the subject is taken, and then nothing is done.
    pub async fn add_linked_account(
        &self,
        account: NewAccount,
        issuer: &str,
        subject: &str,
    ) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let id = account.id.clone();
        if !add(&mut writing, account).await? || !link(&mut writing, &id, issuer, subject).await? {
            return Ok(false);
        }
        writing.commit().await?;
        Ok(true)
    }

    /// Links an account to a subject and takes its password away, so that whoever the provider does not let in any more is
    /// not let in here; `false` when either is linked already, and then nothing is done.
    pub async fn link_account(&self, id: &str, issuer: &str, subject: &str) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        if !link(&mut writing, id, issuer, subject).await? {
            return Ok(false);
        }
        sqlx::query(sql::FORGET_PASSWORD).bind(id).execute(&mut *writing.tx).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Notes that a single sign-on has begun: under the digest of its state, for the browser that bears a secret.
    pub async fn begin_sign_on(
        &self,
        state: Digest,
        browser: Digest,
        begun: &SignOn,
        ends_at: &str,
    ) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        let adding = sqlx::query(sql::ADD_SIGN_ON)
            .bind(state.0.as_slice())
            .bind(browser.0.as_slice())
            .bind(begun.nonce.as_str())
            .bind(begun.verifier.as_str())
            .bind(begun.next.as_str())
            .bind(ends_at);
        adding.execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }

    /// Takes a single sign-on that has begun and not ended by now; `None` when this browser began none of that state, or it
    /// was taken before.
    pub async fn take_sign_on(
        &self,
        state: Digest,
        browser: Digest,
        now: &str,
    ) -> Result<Option<SignOn>, StoreError> {
        let mut writing = self.write().await?;
        let taking =
            sqlx::query(sql::TAKE_SIGN_ON).bind(state.0.as_slice()).bind(browser.0.as_slice()).bind(now);
        let Some(row) = taking.fetch_optional(&mut *writing.tx).await? else { return Ok(None) };
        let taken = SignOn { nonce: row.try_get(0)?, verifier: row.try_get(1)?, next: row.try_get(2)? };
        writing.commit().await?;
        Ok(Some(taken))
    }
}

async fn link(
    writing: &mut Writing<'_>,
    account: &str,
    issuer: &str,
    subject: &str,
) -> Result<bool, StoreError> {
    let linking = sqlx::query(sql::ADD_SUBJECT).bind(issuer).bind(subject).bind(account);
    Ok(linking.execute(&mut *writing.tx).await?.rows_affected() > 0)
}
