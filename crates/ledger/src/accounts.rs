//! Accounts: who may come in, as what, and for which council. What a role may do is no business of this crate.

use sqlx::any::AnyRow;
use sqlx::{Error, Row};

use crate::error::StoreError;
use crate::open::{Store, Writing};
use crate::sql;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, which nobody can guess.
    pub id: String,
    /// The council that it belongs to.
    pub council: String,
    /// What its owner signs in with, in lower case.
    pub name: String,
    /// The name that changes are signed with.
    pub shown: String,
    /// The role's code.
    pub role: String,
    /// The units that it is confined to, where the role is; by key.
    pub teams: Vec<String>,
    /// The password's PHC string; none until its owner has chosen one.
    pub password: Option<String>,
    /// Whether nobody can sign in with it any more.
    pub closed: bool,
    /// When it was made.
    pub made_at: String,
    /// How often it was changed, so that two changes at once are noticed.
    pub version: i64,
    /// Whether its owner signs in with one-time codes besides.
    pub codes: bool,
    /// Whether a provider of single sign-on answers for its owner.
    pub linked: bool,
}

/// An account to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the fields of `Account`")]
pub struct NewAccount {
    pub id: String,
    pub council: String,
    pub name: String,
    pub shown: String,
    pub role: String,
    pub teams: Vec<String>,
    pub password: Option<String>,
    pub made_at: String,
}

/// What becomes of an account.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as the fields of `Account`")]
pub struct AccountChange {
    pub shown: String,
    pub role: String,
    pub teams: Vec<String>,
    pub closed: bool,
}

pub(crate) fn read(row: &AnyRow) -> Result<Account, Error> {
    let teams: String = row.try_get(5)?;
    Ok(Account {
        id: row.try_get(0)?,
        council: row.try_get(1)?,
        name: row.try_get(2)?,
        shown: row.try_get(3)?,
        role: row.try_get(4)?,
        teams: teams.lines().map(str::to_owned).collect(),
        password: row.try_get(6)?,
        closed: row.try_get::<i64, _>(7)? != 0,
        made_at: row.try_get(8)?,
        version: row.try_get(9)?,
        codes: row.try_get::<i64, _>(10)? > 0,
        linked: row.try_get::<i64, _>(11)? > 0,
    })
}

/// Adds an account in a transaction; `false` when the name is taken.
pub(crate) async fn add(writing: &mut Writing<'_>, account: NewAccount) -> Result<bool, StoreError> {
    let adding = sqlx::query(sql::ADD_ACCOUNT)
        .bind(account.id)
        .bind(account.council)
        .bind(account.name)
        .bind(account.shown)
        .bind(account.role)
        .bind(account.teams.join("\n"))
        .bind(account.password)
        .bind(account.made_at);
    Ok(adding.execute(&mut *writing.tx).await?.rows_affected() > 0)
}

impl Store {
    /// Adds an account; `false` when the name is taken, and then nothing is done.
    pub async fn add_account(&self, account: NewAccount) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let added = add(&mut writing, account).await?;
        writing.commit().await?;
        Ok(added)
    }

    /// The account with an id.
    pub async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        self.one_account(sql::ACCOUNT, id).await
    }

    /// The account that someone signs in with.
    pub async fn account_named(&self, name: &str) -> Result<Option<Account>, StoreError> {
        self.one_account(sql::ACCOUNT_NAMED, name).await
    }

    async fn one_account(&self, text: &'static str, by: &str) -> Result<Option<Account>, StoreError> {
        let mut connection = self.connection().await?;
        let row = sqlx::query(text).bind(by).fetch_optional(&mut *connection).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// The accounts of a council, by name.
    pub async fn accounts(&self, council: &str) -> Result<Vec<Account>, StoreError> {
        let mut connection = self.connection().await?;
        let rows = sqlx::query(sql::ACCOUNTS).bind(council).fetch_all(&mut *connection).await?;
        let mut accounts = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        accounts.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(accounts)
    }

    /// How many accounts there are, of all councils.
    pub async fn count_accounts(&self) -> Result<i64, StoreError> {
        let mut connection = self.connection().await?;
        let row = sqlx::query(sql::COUNT_ACCOUNTS).fetch_one(&mut *connection).await?;
        Ok(row.try_get(0)?)
    }

    /// Changes an account; `false` when it has been changed since the version that was seen, and then nothing is done.
    pub async fn change_account(
        &self,
        id: &str,
        version: i64,
        change: AccountChange,
    ) -> Result<bool, StoreError> {
        let mut writing = self.write().await?;
        let changing = sqlx::query(sql::CHANGE_ACCOUNT)
            .bind(id)
            .bind(version)
            .bind(change.shown)
            .bind(change.role)
            .bind(change.teams.join("\n"))
            .bind(i64::from(change.closed));
        let changed = changing.execute(&mut *writing.tx).await?.rows_affected() > 0;
        writing.commit().await?;
        Ok(changed)
    }

    /// Gives an account a password, as a PHC string.
    pub async fn set_password(&self, id: &str, password: &str) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        sqlx::query(sql::SET_PASSWORD).bind(id).bind(password).execute(&mut *writing.tx).await?;
        Ok(writing.commit().await?)
    }
}
