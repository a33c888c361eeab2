//! Who comes in: the first administrator by a one-time link, signing in and out, and what a visitor may then do.
//!
//! Nothing here is asked of an actor: this is where actors come from. Limits on attempts are counted in the store, so that
//! they hold over a restart and over several programs.

use jiff::{SignedDuration, Timestamp};
use ledger::{Account, Digest, NewAccount, Pass, PassKind, Store, random_hex};
use workforce::Date;

use crate::accounts::{NewPerson, sign_in_name};
use crate::cache::Cache;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::{Actor, Role};
pub use crate::secret::Secret;
use crate::secret::{fits, hashed, weakness};

/// How long a session lasts without being used.
const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// How long a session lasts at most.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How long a one-time link works.
const LINK: SignedDuration = SignedDuration::from_hours(48);
/// The window in which attempts to sign in are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts that a name has in a window.
const ATTEMPTS_PER_NAME: i64 = 8;
/// Attempts that an address has in a window; an office may share one.
const ATTEMPTS_PER_ADDRESS: i64 = 60;
/// What a link for the first administrator is labelled.
const FIRST: &str = "first administrator";
/// What a link to choose a password is labelled.
const CHOOSE: &str = "choose a password";
/// The ending of the names of demonstration accounts; no such name can be given otherwise.
pub const DEMONSTRATION: &str = "@demonstration.invalid";
/// The password of every demonstration account.
pub const DEMONSTRATION_PASSWORD: &str = "for demonstration only";

/// What the demonstration account of a role signs in with.
pub fn demonstration_name(role: Role) -> String {
    format!("{}{DEMONSTRATION}", role.code())
}

/// The instant as the store writes it.
pub fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Where people come in.
#[derive(Debug, Clone)]
pub struct Reception {
    store: Store,
    cache: Cache,
}

/// Someone who has signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The account's id.
    pub account: String,
    /// What they sign in with.
    pub name: String,
    /// The name that changes are signed with.
    pub shown: String,
    /// The role.
    pub role: Role,
    /// The units that the role is confined to.
    pub teams: Vec<String>,
    /// Their council.
    pub council: Council,
}

/// Why someone was not let in. What it says is the same whether or not there is such an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnedAway {
    /// The name or the password is wrong, or the account is closed.
    Wrong,
    /// Too many attempts in a quarter of an hour.
    TooMany,
}

/// What the first administrator says of themselves and of the council.
#[derive(Debug, Clone)]
pub struct FirstPerson {
    /// The council's DfE code.
    pub council_code: String,
    /// The council's name.
    pub council_name: String,
    /// What they will sign in with.
    pub name: String,
    /// The name that changes are signed with.
    pub shown: String,
    /// The password.
    pub password: String,
}

/// What is wrong with what someone filled in: the field and what to do.
pub type Problems = Vec<(&'static str, String)>;

impl Reception {
    /// Opens a store, making it when there is none.
    pub async fn open_or_create(store: &str) -> Result<Self, OfficeError> {
        Ok(Self { store: Store::open_or_create(store).await?, cache: Cache::default() })
    }

    /// The reception of the store that an office works on.
    pub(crate) fn sharing(office: &Office) -> Self {
        Self { store: office.store.clone(), cache: office.cache.clone() }
    }

    /// Closes the store.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Whether the store answers.
    pub async fn answers(&self) -> bool {
        self.store.councils().await.is_ok()
    }

    /// Whether nobody has an account yet.
    pub async fn is_new(&self) -> Result<bool, OfficeError> {
        Ok(self.store.count_accounts().await? == 0)
    }

    /// The councils in the store.
    pub async fn councils(&self) -> Result<Vec<Council>, OfficeError> {
        self.office(Actor::operator("", Date::MIN)).councils().await
    }

    /// The office for someone who acts. It shares this reception's store and what is kept ready.
    pub fn office(&self, actor: Actor) -> Office {
        Office { store: self.store.clone(), actor, cache: self.cache.clone() }
    }

    /// The office for a visitor on a day.
    pub fn office_of(&self, visitor: &Visitor, on: Date) -> Office {
        let Visitor { shown, role, teams, .. } = visitor;
        self.office(Actor { name: shown.clone(), role: *role, teams: teams.clone(), on })
    }

    async fn pass(
        &self,
        kind: PassKind,
        account: &str,
        label: &str,
        now: Timestamp,
        lasts: SignedDuration,
    ) -> Result<Secret, OfficeError> {
        let secret = Secret::draw()?;
        let pass = Pass {
            digest: secret.digest(),
            account: account.to_owned(),
            label: label.to_owned(),
            began_at: written(now),
            seen_at: written(now),
            ends_at: written(now + lasts),
        };
        self.store.add_pass(kind, &pass).await?;
        Ok(secret)
    }

    /// A one-time link's secret for the first administrator; `None` when there are accounts already.
    pub async fn first_link(&self, now: Timestamp) -> Result<Option<Secret>, OfficeError> {
        if !self.is_new().await? {
            return Ok(None);
        }
        self.pass(PassKind::Link, "", FIRST, now, LINK).await.map(Some)
    }

    /// A one-time link's secret with which the owner of an account chooses a password.
    pub(crate) async fn choosing_link(&self, account: &str, now: Timestamp) -> Result<Secret, OfficeError> {
        self.store.end_passes_of(PassKind::Link, account).await?;
        self.pass(PassKind::Link, account, CHOOSE, now, LINK).await
    }

    /// Whose link a secret is: the account's sign-in name, or nothing for the first administrator's.
    pub async fn link(&self, secret: &Secret, now: Timestamp) -> Result<Option<Option<String>>, OfficeError> {
        let Some(pass) = self.store.pass(PassKind::Link, secret.digest(), &written(now)).await? else {
            return Ok(None);
        };
        if pass.account.is_empty() {
            return Ok(self.is_new().await?.then_some(None));
        }
        let account = self.store.account(&pass.account).await?;
        Ok(account.filter(|account| !account.closed).map(|account| Some(account.name)))
    }

    /// Makes the first administrator, and the council where the store has none of that code. The link works once.
    pub async fn set_up(
        &self,
        link: &Secret,
        person: FirstPerson,
        now: Timestamp,
    ) -> Result<Result<Secret, Problems>, OfficeError> {
        let new =
            NewPerson { name: person.name, shown: person.shown, role: Role::Administrator, teams: vec![] };
        let mut problems = new.problems();
        if let Some(weakness) = weakness(&person.password, &sign_in_name(&new.name)) {
            problems.push(("password", weakness));
        }
        let (code, name) = (person.council_code.trim(), person.council_name.trim());
        for (field, text, what) in
            [("code", code, "the council's code"), ("council", name, "the council's name")]
        {
            if text.is_empty() {
                problems.push((field, format!("Enter {what}")));
            }
        }
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let gone = || OfficeError::Refused("this link has been used or has ended".to_owned());
        if self.link(link, now).await? != Some(None) {
            return Err(gone());
        }
        let password = hashed(&person.password).await?;
        let operator = self.office(Actor::operator("set-up", Date::MIN));
        if !self.councils().await?.iter().any(|council| council.code == code) {
            operator.add_council(code, name).await?;
        }
        // Whoever ends the link first is the first administrator.
        if !self.store.end_pass(PassKind::Link, link.digest()).await? {
            return Err(gone());
        }
        let id = random_hex(16)?;
        let account = new.account(id.clone(), code, Some(password), written(now));
        if !self.store.add_account(account).await? {
            return Err(OfficeError::Refused("that name is taken".to_owned()));
        }
        self.begin_session(&id, now).await.map(Ok)
    }

    /// Gives the owner of an account the password that they choose. The link works once; other sessions end.
    pub async fn choose_password(
        &self,
        link: &Secret,
        password: &str,
        now: Timestamp,
    ) -> Result<Result<Secret, Problems>, OfficeError> {
        let gone = || OfficeError::Refused("this link has been used or has ended".to_owned());
        let Some(Some(name)) = self.link(link, now).await? else { return Err(gone()) };
        if let Some(weakness) = weakness(password, &name) {
            return Ok(Err(vec![("password", weakness)]));
        }
        let account = self.store.account_named(&name).await?.ok_or_else(gone)?;
        let password = hashed(password).await?;
        if !self.store.end_pass(PassKind::Link, link.digest()).await? {
            return Err(gone());
        }
        self.store.set_password(&account.id, &password).await?;
        self.store.end_passes_of(PassKind::Session, &account.id).await?;
        self.begin_session(&account.id, now).await.map(Ok)
    }

    /// Changes a visitor's password, which they must know. Their other sessions end; guesses are counted as at the door.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        now_known: &str,
        chosen: &str,
        now: Timestamp,
    ) -> Result<Result<Secret, Problems>, OfficeError> {
        let wrong = |why: &str| Ok(Err(vec![("current", why.to_owned())]));
        let bucket = format!("name:{}", visitor.name);
        let made = self.store.count_attempt(&bucket, &written(now), &written(now - WINDOW)).await?;
        if made > ATTEMPTS_PER_NAME {
            return wrong("There have been too many attempts: wait a quarter of an hour and try again");
        }
        let account = self.store.account(&visitor.account).await?;
        if !fits(now_known, account.and_then(|account| account.password)).await {
            return wrong("That is not your password");
        }
        if let Some(weakness) = weakness(chosen, &visitor.name) {
            return Ok(Err(vec![("password", weakness)]));
        }
        self.store.forget_attempts(&bucket).await?;
        self.store.set_password(&visitor.account, &hashed(chosen).await?).await?;
        self.store.end_passes_of(PassKind::Session, &visitor.account).await?;
        self.begin_session(&visitor.account, now).await.map(Ok)
    }

    async fn begin_session(&self, account: &str, now: Timestamp) -> Result<Secret, OfficeError> {
        self.store.clear_ended(&written(now), &written(now - WINDOW)).await?;
        self.pass(PassKind::Session, account, "", now, LONGEST).await
    }

    /// Lets someone in by name and password, from an address. Each attempt is counted before the password is looked at, so
    /// that attempts at once are counted too.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Result<Secret, TurnedAway>, OfficeError> {
        let name: String = sign_in_name(name).chars().take(200).collect();
        let (by_name, by_address) = (format!("name:{name}"), format!("address:{address}"));
        let (at, over) = (written(now), written(now - WINDOW));
        let from_address = self.store.count_attempt(&by_address, &at, &over).await?;
        let for_name = self.store.count_attempt(&by_name, &at, &over).await?;
        if from_address > ATTEMPTS_PER_ADDRESS || for_name > ATTEMPTS_PER_NAME {
            return Ok(Err(TurnedAway::TooMany));
        }
        let account = self.store.account_named(&name).await?;
        let open = account.filter(|account| !account.closed);
        let kept = open.as_ref().and_then(|account| account.password.clone());
        if !fits(password, kept).await {
            return Ok(Err(TurnedAway::Wrong));
        }
        let Some(account) = open else { return Ok(Err(TurnedAway::Wrong)) };
        self.store.forget_attempts(&by_name).await?;
        self.begin_session(&account.id, now).await.map(Ok)
    }

    /// Ends a session.
    pub async fn sign_out(&self, session: &Secret) -> Result<(), OfficeError> {
        self.store.end_pass(PassKind::Session, session.digest()).await?;
        Ok(())
    }

    /// Who bears the secret of a session that has not ended. A session ends an hour after it was last used.
    pub async fn visitor(&self, session: &Secret, now: Timestamp) -> Result<Option<Visitor>, OfficeError> {
        let digest = session.digest();
        let Some(pass) = self.store.pass(PassKind::Session, digest, &written(now)).await? else {
            return Ok(None);
        };
        if pass.seen_at < written(now - IDLE) {
            self.store.end_pass(PassKind::Session, digest).await?;
            return Ok(None);
        }
        // Noted once a minute: every page would be a write otherwise.
        if pass.seen_at < written(now - SignedDuration::from_mins(1)) {
            self.store.see_pass(digest, &written(now)).await?;
        }
        self.bearer(&pass.account).await
    }

    /// Who bears the secret of a token.
    pub async fn token_bearer(&self, token: &Secret, now: Timestamp) -> Result<Option<Visitor>, OfficeError> {
        let digest: Digest = token.digest();
        let Some(pass) = self.store.pass(PassKind::Token, digest, &written(now)).await? else {
            return Ok(None);
        };
        if pass.seen_at < written(now - SignedDuration::from_mins(1)) {
            self.store.see_pass(digest, &written(now)).await?;
        }
        self.bearer(&pass.account).await
    }

    async fn bearer(&self, account: &str) -> Result<Option<Visitor>, OfficeError> {
        let Some(account) = self.store.account(account).await?.filter(|account| !account.closed) else {
            return Ok(None);
        };
        let Some(role) = Role::from_code(&account.role) else { return Ok(None) };
        let council = self.store.council(&account.council).await?;
        let council = Council { code: council.code, name: council.name };
        let Account { id, name, shown, teams, .. } = account;
        Ok(Some(Visitor { account: id, name, shown, role, teams, council }))
    }

    /// Adds one account per role to a council, for demonstrations: everyone knows their password. The manager has the
    /// first of the given teams.
    pub async fn add_demonstration(
        &self,
        council: &Council,
        teams: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, Role)>, OfficeError> {
        let mut names = Vec::new();
        let password = hashed(DEMONSTRATION_PASSWORD).await?;
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Operator) {
            let name = demonstration_name(role);
            let own = teams.first().filter(|_| role == Role::TeamManager);
            let account = NewAccount {
                id: random_hex(16)?,
                council: council.code.clone(),
                name: name.clone(),
                shown: format!("Demonstration {}", role.words().to_lowercase()),
                role: role.code().to_owned(),
                teams: own.cloned().into_iter().collect(),
                password: Some(password.clone()),
                made_at: written(now),
            };
            self.store.add_account(account).await?;
            names.push((name, role));
        }
        Ok(names)
    }

    /// Whether a store holds demonstration accounts, which must not be served as if they were real.
    pub async fn has_demonstration(&self) -> Result<bool, OfficeError> {
        let name = demonstration_name(Role::Administrator);
        Ok(self.store.account_named(&name).await?.is_some())
    }
}
