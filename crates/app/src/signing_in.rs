//! Signing in by a password, and by a code where the account has codes; choosing and changing a password.
//!
//! Limits on attempts are counted in the store, so that they hold over a restart and over several programs. An attempt is
//! counted before it is looked at, so that attempts at once are counted too, and all of a name's attempts are forgotten only
//! when somebody is let in: a password alone buys no further guesses at a code.

use jiff::{SignedDuration, Timestamp};
use ledger::{Account, PassKind};

use crate::accounts::sign_in_name;
use crate::error::OfficeError;
use crate::policy::Role;
use crate::reception::{Means, Problems, Reception, Visitor, written};
use crate::secret::{Secret, fits, hashed, weakness};

/// The window in which attempts to sign in are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts that a name has in a window.
const ATTEMPTS_PER_NAME: i64 = 8;
/// Attempts that an address has in a window; an office may share one.
const ATTEMPTS_PER_ADDRESS: i64 = 60;
/// The window in which codes of an account are counted besides: a code has six digits only, and whoever tries one has the
/// password already.
const CODE_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// Codes that an account may try in that window without being let in.
const CODES_PER_ACCOUNT: i64 = 30;
/// How long attempts are remembered at most.
pub(crate) const LONGEST_WINDOW: SignedDuration = CODE_WINDOW;

/// Why someone was not let in. What it says is the same whether or not there is such an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnedAway {
    /// The name or the password is wrong, or the account is closed.
    Wrong,
    /// The code is wrong, or was used before.
    WrongCode,
    /// Too many attempts in a quarter of an hour, or too many codes in a day.
    TooMany,
    /// The time for the code is over: the password is asked for again.
    Ended,
}

/// How far someone has come whose password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admitted {
    /// In, with the secret of a session.
    In(Secret),
    /// As far as the code, with the secret under which it is waited for.
    NeedsCode(Secret),
}

fn by_name(name: &str) -> String {
    format!("name:{name}")
}

fn by_account(account: &str) -> String {
    format!("codes:{account}")
}

impl Reception {
    /// Counts an attempt in a bucket; whether there have been more than so many in the window.
    async fn exceeds(
        &self,
        bucket: &str,
        most: i64,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<bool, OfficeError> {
        Ok(self.store.count_attempt(bucket, &written(now), &written(now - window)).await? > most)
    }

    /// Counts an attempt at a name from an address; whether there are too many of either.
    async fn too_many(&self, name: &str, address: &str, now: Timestamp) -> Result<bool, OfficeError> {
        let address = format!("address:{address}");
        let from_address = self.exceeds(&address, ATTEMPTS_PER_ADDRESS, WINDOW, now).await?;
        let for_name = self.exceeds(&by_name(name), ATTEMPTS_PER_NAME, WINDOW, now).await?;
        Ok(from_address || for_name)
    }

    /// Forgets the attempts at an account, when its owner was let in or an administrator vouches for them.
    pub(crate) async fn forgive(&self, name: &str, account: &str) -> Result<(), OfficeError> {
        self.store.forget_attempts(&by_name(name)).await?;
        Ok(self.store.forget_attempts(&by_account(account)).await?)
    }

    /// Whether an account may use a password although passwords are turned off.
    pub(crate) fn is_break_glass(&self, account: &Account) -> bool {
        let names = self.rules.passwords_only_for.iter().flatten();
        account.role == Role::Administrator.code()
            && names.into_iter().any(|name| sign_in_name(name) == account.name)
    }

    /// Whether an account may sign in by a password.
    fn may_use_password(&self, account: &Account) -> bool {
        self.rules.passwords_only_for.is_none() || self.is_break_glass(account)
    }

    /// Lets someone in by name and password, from an address; as far as the code, where their account has codes.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Result<Admitted, TurnedAway>, OfficeError> {
        let name: String = sign_in_name(name).chars().take(200).collect();
        if self.too_many(&name, address, now).await? {
            return Ok(Err(TurnedAway::TooMany));
        }
        let account = self.store.account_named(&name).await?;
        let open = account.filter(|account| !account.closed && self.may_use_password(account));
        let kept = open.as_ref().and_then(|account| account.password.clone());
        if !fits(password, kept).await {
            return Ok(Err(TurnedAway::Wrong));
        }
        let Some(account) = open else { return Ok(Err(TurnedAway::Wrong)) };
        self.admit(&account, now).await.map(Ok)
    }

    /// Lets the owner of an account in whose password is known to be right.
    async fn admit(&self, account: &Account, now: Timestamp) -> Result<Admitted, OfficeError> {
        if account.codes {
            return self.begin_waiting(&account.id, now).await.map(Admitted::NeedsCode);
        }
        self.forgive(&account.name, &account.id).await?;
        self.begin_session(&account.id, Means::Password, now).await.map(Admitted::In)
    }

    /// Lets someone in whose password was right, by a code of their device or a recovery code.
    pub async fn sign_in_by_code(
        &self,
        waiting: &Secret,
        code: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Result<Secret, TurnedAway>, OfficeError> {
        let digest = waiting.digest();
        let pass = self.store.pass(PassKind::Waiting, digest, &written(now)).await?;
        let Some(pass) = pass else { return Ok(Err(TurnedAway::Ended)) };
        let account = self.store.account(&pass.account).await?;
        let Some(account) = account.filter(|account| !account.closed && account.codes) else {
            return Ok(Err(TurnedAway::Ended));
        };
        if self.too_many(&account.name, address, now).await? {
            return Ok(Err(TurnedAway::TooMany));
        }
        match self.try_code(&account.id, code, now).await? {
            Err(why) => Ok(Err(why)),
            // Whoever ends the waiting first is let in.
            Ok(()) if !self.store.end_pass(PassKind::Waiting, digest).await? => Ok(Err(TurnedAway::Ended)),
            Ok(()) => {
                self.forgive(&account.name, &account.id).await?;
                self.begin_session(&account.id, Means::Password, now).await.map(Ok)
            }
        }
    }

    /// Whether a code is one of an account's that was not used before, which it then is. Codes are counted by the day.
    async fn try_code(
        &self,
        account: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<(), TurnedAway>, OfficeError> {
        if self.exceeds(&by_account(account), CODES_PER_ACCOUNT, CODE_WINDOW, now).await? {
            return Ok(Err(TurnedAway::TooMany));
        }
        Ok(if self.use_code(account, code, now).await? { Ok(()) } else { Err(TurnedAway::WrongCode) })
    }

    /// Whether a visitor who is in already shows a code that is right: asked before their codes are changed.
    pub(crate) async fn shows_code(
        &self,
        visitor: &Visitor,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<(), Problems>, OfficeError> {
        let wrong = |why: &str| Ok(Err(vec![("code", why.to_owned())]));
        if self.exceeds(&by_name(&visitor.name), ATTEMPTS_PER_NAME, WINDOW, now).await? {
            return wrong(LATER);
        }
        match self.try_code(&visitor.account, code, now).await? {
            Ok(()) => {
                self.forgive(&visitor.name, &visitor.account).await?;
                Ok(Ok(()))
            }
            Err(TurnedAway::TooMany) => {
                wrong("There have been too many wrong codes today: ask an administrator")
            }
            Err(_) => wrong("That code is wrong or has been used: wait for the next one and try again"),
        }
    }

    /// Gives the owner of an account the password that they choose. The link works once; other sessions end.
    pub async fn choose_password(
        &self,
        link: &Secret,
        password: &str,
        now: Timestamp,
    ) -> Result<Result<Admitted, Problems>, OfficeError> {
        let gone = || OfficeError::Refused("this link has been used or has ended".to_owned());
        let Some(Some(name)) = self.link(link, now).await? else { return Err(gone()) };
        if let Some(weakness) = weakness(password, &name) {
            return Ok(Err(vec![("password", weakness)]));
        }
        let account = self.store.account_named(&name).await?.ok_or_else(gone)?;
        if !self.may_use_password(&account) {
            let why = "passwords are turned off here: sign in with your council account instead";
            return Err(OfficeError::Refused(why.to_owned()));
        }
        let password = hashed(password).await?;
        if !self.store.end_pass(PassKind::Link, link.digest()).await? {
            return Err(gone());
        }
        self.store.set_password(&account.id, &password).await?;
        self.end_sessions(&account.id).await?;
        self.admit(&account, now).await.map(Ok)
    }

    /// Ends every session of an account, and every sign-in that waits for a code.
    pub(crate) async fn end_sessions(&self, account: &str) -> Result<(), OfficeError> {
        for kind in [PassKind::Session, PassKind::Waiting] {
            self.store.end_passes_of(kind, account).await?;
        }
        Ok(())
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
        if self.exceeds(&by_name(&visitor.name), ATTEMPTS_PER_NAME, WINDOW, now).await? {
            return wrong(LATER);
        }
        let account = self.store.account(&visitor.account).await?;
        if !fits(now_known, account.and_then(|account| account.password)).await {
            return wrong("That is not your password");
        }
        if let Some(weakness) = weakness(chosen, &visitor.name) {
            return Ok(Err(vec![("password", weakness)]));
        }
        self.store.forget_attempts(&by_name(&visitor.name)).await?;
        self.store.set_password(&visitor.account, &hashed(chosen).await?).await?;
        self.end_sessions(&visitor.account).await?;
        let means = visitor.means.unwrap_or(Means::Password);
        self.begin_session(&visitor.account, means, now).await.map(Ok)
    }
}

const LATER: &str = "There have been too many attempts: wait a quarter of an hour and try again";
