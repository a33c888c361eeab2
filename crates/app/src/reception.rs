//! Who comes in: the first administrator by a one-time link, sessions, and what a visitor may then do. How people sign in is
//! in `signing_in`, with one-time codes in [`crate::codes`] and the council's single sign-on in [`crate::sign_on`].
//!
//! Nothing here is asked of an actor: this is where actors come from.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ledger::{Account, Digest, NewAccount, Pass, PassKind, Store, random_hex};
use workforce::Date;

use crate::accounts::{NewPerson, sign_in_name};
use crate::cache::Cache;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::{Actor, Role};
pub use crate::secret::Secret;
use crate::secret::{hashed, weakness};
use crate::sign_on::GroupRule;
use crate::signing_in::LONGEST_WINDOW;
pub use crate::signing_in::{Admitted, TurnedAway};

/// How long a session lasts without being used.
const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// How long a session lasts at most.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How long a one-time link works.
const LINK: SignedDuration = SignedDuration::from_hours(48);
/// How long somebody whose password was right has for the code.
const WAITING: SignedDuration = SignedDuration::from_mins(10);
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
    pub(crate) store: Store,
    pub(crate) rules: Arc<EntryRules>,
    cache: Cache,
}

/// How people may come in, as the operator has settled it.
#[derive(Debug, Clone, Default)]
pub struct EntryRules {
    /// Roles whose people need one-time codes beside their password.
    pub codes_for: Vec<Role>,
    /// When there is single sign-on and passwords are turned off: the administrators who may use one all the same.
    pub passwords_only_for: Option<Vec<String>>,
    /// What the provider's groups are here, the first that holds before the others.
    pub groups: Vec<GroupRule>,
    /// The council, by code, whose people come by single sign-on; the only one of the store when it is not said.
    pub council: Option<String>,
}

/// By what someone came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By a password, with or without a code.
    Password,
    /// By the council's single sign-on.
    SingleSignOn,
}

impl Means {
    fn label(self) -> &'static str {
        match self {
            Self::Password => "",
            Self::SingleSignOn => "single sign-on",
        }
    }
}

/// Someone who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether they use one-time codes.
    pub codes: bool,
    /// Whether they have a password.
    pub has_password: bool,
    /// By what they came in; nothing for a program with a token.
    pub means: Option<Means>,
    /// Whether they must set up one-time codes before anything else.
    pub must_set_up: bool,
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
        Ok(Self {
            store: Store::open_or_create(store).await?,
            rules: Arc::default(),
            cache: Cache::default(),
        })
    }

    /// The reception of the store that an office works on.
    pub(crate) fn sharing(office: &Office) -> Self {
        Self { store: office.store.clone(), rules: Arc::default(), cache: office.cache.clone() }
    }

    /// The same reception under these rules.
    #[must_use]
    pub fn under(self, rules: EntryRules) -> Self {
        Self { rules: Arc::new(rules), ..self }
    }

    /// How people may come in.
    pub fn rules(&self) -> &EntryRules {
        &self.rules
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

    pub(crate) async fn pass(
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
        self.begin_session(&id, Means::Password, now).await.map(Ok)
    }

    /// Begins a session; how its bearer came in stays with it.
    pub(crate) async fn begin_session(
        &self,
        account: &str,
        by: Means,
        now: Timestamp,
    ) -> Result<Secret, OfficeError> {
        self.store.clear_ended(&written(now), &written(now - LONGEST_WINDOW)).await?;
        self.pass(PassKind::Session, account, by.label(), now, LONGEST).await
    }

    /// Begins to wait for the code of somebody whose password was right.
    pub(crate) async fn begin_waiting(&self, account: &str, now: Timestamp) -> Result<Secret, OfficeError> {
        self.pass(PassKind::Waiting, account, "", now, WAITING).await
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
        let means =
            if pass.label == Means::SingleSignOn.label() { Means::SingleSignOn } else { Means::Password };
        self.bearer(&pass.account, Some(means)).await
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
        self.bearer(&pass.account, None).await
    }

    async fn bearer(&self, account: &str, means: Option<Means>) -> Result<Option<Visitor>, OfficeError> {
        let Some(account) = self.store.account(account).await?.filter(|account| !account.closed) else {
            return Ok(None);
        };
        let Some(role) = Role::from_code(&account.role) else { return Ok(None) };
        let council = self.store.council(&account.council).await?;
        let council = Council { code: council.code, name: council.name };
        let Account { id, name, shown, teams, codes, password, .. } = account;
        // With single sign-on the provider sees to it that people are who they say; a program has its token.
        let must_set_up = means == Some(Means::Password) && !codes && self.rules.codes_for.contains(&role);
        let has_password = password.is_some();
        Ok(Some(Visitor {
            account: id,
            name,
            shown,
            role,
            teams,
            council,
            codes,
            has_password,
            means,
            must_set_up,
        }))
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
