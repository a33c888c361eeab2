//! Accounts, tokens and the log of views, as those who keep them use them.

use jiff::{SignedDuration, Timestamp};
use ledger::{Account, AccountChange, NewAccount, Pass, PassKind, Viewing, ViewingsAsk, random_hex};

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::{Action, Role};
use crate::reception::{DEMONSTRATION, Problems, Reception, written};
use crate::secret::Secret;
use crate::table::Table;

/// How many lines of the log of views are given at a time.
pub const VIEWINGS_SHOWN: i64 = 500;
/// How long a token lasts.
const TOKEN: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Somebody who is to get an account.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// What they will sign in with.
    pub name: String,
    /// The name that changes are signed with.
    pub shown: String,
    /// The role.
    pub role: Role,
    /// The units that the role is confined to, by key.
    pub teams: Vec<String>,
}

/// A sign-in name as it is kept: without spaces around it, in lower case.
pub(crate) fn sign_in_name(text: &str) -> String {
    text.trim().to_lowercase()
}

impl NewPerson {
    /// What is wrong with it, by field.
    pub(crate) fn problems(&self) -> Problems {
        let mut problems = Problems::new();
        let name = sign_in_name(&self.name);
        let sound = |text: &str, longest| {
            !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
        };
        if !sound(&name, 200) || name.contains(char::is_whitespace) {
            problems.push(("name", "Enter an email address or a name without spaces".to_owned()));
        } else if name.ends_with(DEMONSTRATION) {
            problems.push(("name", "Names of that ending are for demonstrations".to_owned()));
        }
        if !sound(self.shown.trim(), 100) {
            problems.push(("shown", "Enter a full name of at most 100 characters".to_owned()));
        }
        match (self.role, self.teams.is_empty()) {
            (Role::Operator, _) => problems.push(("role", "Select a role".to_owned())),
            (Role::TeamManager, true) => {
                problems.push(("teams", "Select at least one team for a team manager".to_owned()));
            }
            _ => {}
        }
        problems
    }

    pub(crate) fn account(
        &self,
        id: String,
        council: &str,
        password: Option<String>,
        made_at: String,
    ) -> NewAccount {
        NewAccount {
            id,
            council: council.to_owned(),
            name: sign_in_name(&self.name),
            shown: self.shown.trim().to_owned(),
            role: self.role.code().to_owned(),
            teams: self.confined_to(),
            password,
            made_at,
        }
    }

    /// Only a role that is confined to teams has any.
    pub(crate) fn confined_to(&self) -> Vec<String> {
        if self.role == Role::TeamManager { self.teams.clone() } else { Vec::new() }
    }
}

/// Why an account was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unchanged {
    /// What was filled in is wrong, by field.
    Problems(Problems),
    /// Somebody else has changed it since it was looked at.
    ChangedMeanwhile,
}

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The digest of its secret, by which it can be ended.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made_at: String,
    /// When it was last used.
    pub seen_at: String,
    /// When it ends.
    pub ends_at: String,
}

impl Office {
    /// The reception of the same store.
    fn reception(&self) -> Reception {
        Reception::sharing(self)
    }

    /// The accounts of a council.
    pub async fn accounts(&self, council: &Council) -> Result<Vec<Account>, OfficeError> {
        self.may(Action::KeepAccounts)?;
        Ok(self.store.accounts(&council.code).await?)
    }

    /// One account of a council.
    pub async fn account(&self, council: &Council, id: &str) -> Result<Account, OfficeError> {
        self.may(Action::KeepAccounts)?;
        let account = self.store.account(id).await?.filter(|account| account.council == council.code);
        account.ok_or_else(|| OfficeError::Usage("there is no such account".to_owned()))
    }

    /// The account of a council that signs in with a name.
    pub async fn account_named(&self, council: &Council, name: &str) -> Result<Account, OfficeError> {
        self.may(Action::KeepAccounts)?;
        let name = sign_in_name(name);
        let account =
            self.store.account_named(&name).await?.filter(|account| account.council == council.code);
        account.ok_or_else(|| OfficeError::Usage(format!("nobody signs in with `{name}`")))
    }

    /// Makes an account, and the secret of the link with which its owner chooses a password.
    pub async fn add_account(
        &self,
        council: &Council,
        person: &NewPerson,
        now: Timestamp,
    ) -> Result<Result<Secret, Problems>, OfficeError> {
        self.may(Action::KeepAccounts)?;
        let problems = person.problems();
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let id = random_hex(16)?;
        if !self.store.add_account(person.account(id.clone(), &council.code, None, written(now))).await? {
            return Ok(Err(vec![("name", "Somebody signs in with that name already".to_owned())]));
        }
        self.reception().choosing_link(&id, now).await.map(Ok)
    }

    /// Changes an account's name, role and teams, or closes it; its sessions and tokens end with its rights.
    pub async fn change_account(
        &self,
        council: &Council,
        id: &str,
        version: i64,
        person: &NewPerson,
        closed: bool,
    ) -> Result<Result<(), Unchanged>, OfficeError> {
        let account = self.account(council, id).await?;
        let mut problems = NewPerson { name: "unchanged".to_owned(), ..person.clone() }.problems();
        let is_last = account.role == Role::Administrator.code() && !account.closed && {
            let all = self.store.accounts(&council.code).await?;
            all.iter().filter(|one| one.role == Role::Administrator.code() && !one.closed).count() == 1
        };
        if is_last && (closed || person.role != Role::Administrator) {
            problems.push(("role", "This is the last administrator: make another one first".to_owned()));
        }
        if !problems.is_empty() {
            return Ok(Err(Unchanged::Problems(problems)));
        }
        let change = AccountChange {
            shown: person.shown.trim().to_owned(),
            role: person.role.code().to_owned(),
            teams: person.confined_to(),
            closed,
        };
        if !self.store.change_account(id, version, change).await? {
            return Ok(Err(Unchanged::ChangedMeanwhile));
        }
        if closed || account.role != person.role.code() {
            self.reception().end_sessions(id).await?;
            self.store.end_passes_of(PassKind::Token, id).await?;
        }
        Ok(Ok(()))
    }

    /// A new link with which the owner of an account chooses a password; sessions and earlier links end.
    pub async fn new_link(&self, council: &Council, id: &str, now: Timestamp) -> Result<Secret, OfficeError> {
        let account = self.account(council, id).await?;
        if account.closed {
            return Err(OfficeError::Refused("the account is closed: open it first".to_owned()));
        }
        self.reception().end_sessions(id).await?;
        self.reception().choosing_link(id, now).await
    }

    /// Makes a token with which a program may ask in the name of an account, for a year.
    pub async fn add_token(&self, account: &str, label: &str, now: Timestamp) -> Result<Secret, OfficeError> {
        let secret = Secret::draw()?;
        let label: String = label.trim().chars().take(100).collect();
        let pass = Pass {
            digest: secret.digest(),
            account: account.to_owned(),
            label,
            began_at: written(now),
            seen_at: written(now),
            ends_at: written(now + TOKEN),
        };
        self.store.add_pass(PassKind::Token, &pass).await?;
        Ok(secret)
    }

    /// The tokens of an account.
    pub async fn tokens(&self, account: &str, now: Timestamp) -> Result<Vec<Token>, OfficeError> {
        let passes = self.store.passes_of(PassKind::Token, account, &written(now)).await?;
        let token = |pass: Pass| Token {
            id: pass.digest.to_string(),
            label: pass.label,
            made_at: pass.began_at,
            seen_at: pass.seen_at,
            ends_at: pass.ends_at,
        };
        Ok(passes.into_iter().map(token).collect())
    }

    /// Ends a token of an account.
    pub async fn end_token(&self, account: &str, id: &str, now: Timestamp) -> Result<(), OfficeError> {
        let passes = self.store.passes_of(PassKind::Token, account, &written(now)).await?;
        if let Some(pass) = passes.iter().find(|pass| pass.digest.to_string() == id) {
            self.store.end_pass(PassKind::Token, pass.digest).await?;
        }
        Ok(())
    }

    /// Notes that someone was shown the data of people. It is noted before it is shown.
    pub async fn note_viewing(
        &self,
        council: &Council,
        by: &str,
        workers: &[String],
        what: &str,
        now: Timestamp,
    ) -> Result<(), OfficeError> {
        let viewing = |worker: &String| Viewing {
            seen_at: written(now),
            seen_by: by.to_owned(),
            worker: worker.clone(),
            what: what.to_owned(),
        };
        let viewings: Vec<Viewing> = workers.iter().map(viewing).collect();
        Ok(self.store.add_viewings(&council.code, &viewings).await?)
    }

    /// Who looked at whose data, newest first.
    pub async fn viewings(&self, council: &Council, ask: &ViewingsFor) -> Result<Table, OfficeError> {
        self.may(Action::ReadViewings)?;
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let ask = ViewingsAsk {
            from: ask.from.map(|day| format!("{day}T00:00:00Z")),
            to: ask.to.map(|day| format!("{day}T23:59:59Z")),
            worker: text(&ask.worker),
            by: text(&ask.by),
            limit: VIEWINGS_SHOWN,
        };
        let found = self.store.viewings(&council.code, &ask).await?;
        let mut table = Table::new("Views of people's data", &["When", "Who", "Worker", "What"]);
        table.rows =
            found.into_iter().map(|one| vec![one.seen_at, one.seen_by, one.worker, one.what]).collect();
        table.notes = vec![format!("The newest {VIEWINGS_SHOWN} at most.")];
        Ok(table)
    }
}

/// Which views are asked for.
#[derive(Debug, Clone, Default)]
pub struct ViewingsFor {
    /// From this day.
    pub from: Option<workforce::Date>,
    /// To this day, which is in it.
    pub to: Option<workforce::Date>,
    /// Of this worker's data.
    pub worker: Option<String>,
    /// By this person.
    pub by: Option<String>,
}
