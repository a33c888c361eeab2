//! The council's single sign-on, as far as it is ours: who may come in by it and as what, by the groups that the provider
//! says they are in, and which account is theirs.
//!
//! Groups are read at every sign-on: an account's role and teams are what the groups say, and whose groups say nothing is
//! not let in, with an account or without. An account is found by issuer and subject, which are a person's for ever. By an
//! address it is found only once: when an administrator has made an account of that name, and the provider has verified
//! the address. Its password goes then.

use jiff::{SignedDuration, Timestamp};
pub use ledger::SignOn;
use ledger::{Account, AccountChange, Digest, PassKind, random_hex};

use crate::accounts::{NewPerson, sign_in_name};
use crate::error::OfficeError;
use crate::policy::Role;
use crate::reception::{DEMONSTRATION, Means, Reception, written};
use crate::secret::Secret;

/// How long somebody has at the provider.
const AT_PROVIDER: SignedDuration = SignedDuration::from_mins(15);
/// Sign-ons that an address may begin in a quarter of an hour; an office may share one.
const PER_ADDRESS: i64 = 300;

/// What a group of the provider's is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// The group, as the provider names it.
    pub group: String,
    /// The role of its people.
    pub role: Role,
    /// The units that they are confined to, by key; for team managers.
    pub teams: Vec<String>,
}

/// Who somebody is, as the provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOn {
    /// The provider.
    pub issuer: String,
    /// What the provider knows them under, for ever.
    pub subject: String,
    /// Their name.
    pub name: Option<String>,
    /// Their address, if the provider has verified it.
    pub verified_email: Option<String>,
    /// Their groups.
    pub groups: Vec<String>,
}

/// Why somebody whom the provider knows was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLetIn {
    /// None of their groups has a role here.
    NoGroup,
    /// Their account is closed.
    Closed,
    /// The store holds no council yet, or several and nobody has said which is meant.
    NoCouncil,
}

/// The role and the teams of somebody in these groups: the first rule that holds gives the role, and a team manager has the
/// teams of every rule of that role that holds.
pub fn role_of(rules: &[GroupRule], groups: &[String]) -> Option<(Role, Vec<String>)> {
    let holding: Vec<&GroupRule> = rules.iter().filter(|rule| groups.contains(&rule.group)).collect();
    let role = holding.first()?.role;
    let mut teams = Vec::new();
    for team in holding.iter().filter(|rule| rule.role == role).flat_map(|rule| &rule.teams) {
        if !teams.contains(team) {
            teams.push(team.clone());
        }
    }
    Some((role, teams))
}

impl SignedOn {
    /// The name that changes are signed with: theirs, or else what there is.
    fn shown(&self) -> String {
        let sound = |text: &&str| !text.trim().is_empty();
        let told =
            self.name.as_deref().filter(sound).or(self.verified_email.as_deref()).unwrap_or(&self.subject);
        told.trim().chars().filter(|letter| !letter.is_control()).take(100).collect()
    }

    /// What they sign in as: their verified address, or what the provider knows them under.
    fn names(&self) -> Vec<String> {
        let lasting = Digest::of(format!("{}\n{}", self.issuer, self.subject).as_bytes()).to_string();
        let lasting = format!("single-sign-on:{}", &lasting[..32]);
        let address = self.verified_email.as_deref().map(sign_in_name);
        let sound = |name: &String| {
            name.chars().count() <= 200
                && !name.contains(|letter: char| letter.is_whitespace() || letter.is_control())
                && !name.ends_with(DEMONSTRATION)
        };
        address.filter(sound).into_iter().chain([lasting]).collect()
    }
}

impl Reception {
    /// Keeps what a sign-on began with, and gives the secret that the browser must bring back; `None` when too many were
    /// begun from the address.
    pub async fn begin_sign_on(
        &self,
        state: &str,
        begun: &SignOn,
        address: &str,
        now: Timestamp,
    ) -> Result<Option<Secret>, OfficeError> {
        let (bucket, over) = (format!("sign-on:{address}"), written(now - AT_PROVIDER));
        if self.store.count_attempt(&bucket, &written(now), &over).await? > PER_ADDRESS {
            return Ok(None);
        }
        let browser = Secret::draw()?;
        let ends_at = written(now + AT_PROVIDER);
        self.store.begin_sign_on(Digest::of(state.as_bytes()), browser.digest(), begun, &ends_at).await?;
        Ok(Some(browser))
    }

    /// What a sign-on began with that a browser comes back from; `None` when this browser began none of that state within
    /// the last quarter of an hour, or has come back already.
    pub async fn returned(
        &self,
        state: &str,
        browser: &Secret,
        now: Timestamp,
    ) -> Result<Option<SignOn>, OfficeError> {
        let state = Digest::of(state.as_bytes());
        Ok(self.store.take_sign_on(state, browser.digest(), &written(now)).await?)
    }

    /// Lets somebody in whom the provider knows.
    pub async fn sign_on(
        &self,
        who: &SignedOn,
        now: Timestamp,
    ) -> Result<Result<Secret, NotLetIn>, OfficeError> {
        let known = self.store.account_of_subject(&who.issuer, &who.subject).await?;
        let Some((role, teams)) = role_of(&self.rules.groups, &who.groups) else {
            // Whoever has left their groups has no rights left here either.
            if let Some(account) = known {
                self.end_all(&account.id).await?;
            }
            return Ok(Err(NotLetIn::NoGroup));
        };
        let person = NewPerson { name: String::new(), shown: who.shown(), role, teams };
        let account = match known {
            Some(account) => account,
            None => match self.first_time(who, &person, now).await? {
                Ok(account) => account,
                Err(why) => return Ok(Err(why)),
            },
        };
        if account.closed {
            return Ok(Err(NotLetIn::Closed));
        }
        self.as_groups_say(account.clone(), &person).await?;
        self.begin_session(&account.id, Means::SingleSignOn, now).await.map(Ok)
    }

    /// The account of somebody who comes for the first time: one that an administrator has made for their verified address,
    /// or a new one.
    async fn first_time(
        &self,
        who: &SignedOn,
        person: &NewPerson,
        now: Timestamp,
    ) -> Result<Result<Account, NotLetIn>, OfficeError> {
        if let Some(account) = self.waiting_for(who).await? {
            // What is closed is not linked either: it may be another's by the time that it is opened.
            if account.closed {
                return Ok(Err(NotLetIn::Closed));
            }
            if self.store.link_account(&account.id, &who.issuer, &who.subject).await? {
                self.end_all(&account.id).await?;
                return Ok(Ok(account));
            }
        }
        let Some(council) = self.council_of_sign_on().await? else { return Ok(Err(NotLetIn::NoCouncil)) };
        for name in who.names() {
            let new = NewPerson { name, ..person.clone() };
            let account = new.account(random_hex(16)?, &council, None, written(now));
            if self.store.add_linked_account(account, &who.issuer, &who.subject).await? {
                break;
            }
        }
        // Somebody else may have been let in under the same subject meanwhile: it is the same account.
        let account = self.store.account_of_subject(&who.issuer, &who.subject).await?;
        account.map(Ok).ok_or_else(|| OfficeError::Refused("no name is left for the account".to_owned()))
    }

    /// The account that an administrator has made for somebody's verified address, and that nobody is linked to.
    async fn waiting_for(&self, who: &SignedOn) -> Result<Option<Account>, OfficeError> {
        let Some(address) = &who.verified_email else { return Ok(None) };
        let account = self.store.account_named(&sign_in_name(address)).await?;
        // The way in that is left when the provider fails must not depend on it.
        Ok(account.filter(|account| !account.linked && !self.is_break_glass(account)))
    }

    async fn council_of_sign_on(&self) -> Result<Option<String>, OfficeError> {
        let councils = self.councils().await?;
        Ok(match (&self.rules.council, councils.as_slice()) {
            (Some(code), _) => {
                councils.iter().find(|council| council.code == *code).map(|one| one.code.clone())
            }
            (None, [only]) => Some(only.code.clone()),
            (None, _) => None,
        })
    }

    /// Gives an account the name, role and teams that the provider says; rights that are gone end what was begun with them.
    async fn as_groups_say(&self, mut account: Account, person: &NewPerson) -> Result<(), OfficeError> {
        // Somebody may change the account at the same moment: it is looked at again then.
        for _ in 0..3 {
            let change = AccountChange {
                shown: person.shown.clone(),
                role: person.role.code().to_owned(),
                teams: person.confined_to(),
                closed: account.closed,
            };
            let same =
                account.shown == change.shown && account.role == change.role && account.teams == change.teams;
            let loses = account.role != change.role || account.teams != change.teams;
            if same || self.store.change_account(&account.id, account.version, change).await? {
                if loses {
                    self.end_all(&account.id).await?;
                }
                return Ok(());
            }
            let again = self.store.account(&account.id).await?;
            account = again.ok_or_else(|| OfficeError::Refused("the account is gone".to_owned()))?;
        }
        Err(OfficeError::Refused("somebody else is changing the account: try again".to_owned()))
    }

    /// Ends everything that is borne in an account's name.
    async fn end_all(&self, account: &str) -> Result<(), OfficeError> {
        self.end_sessions(account).await?;
        self.store.end_passes_of(PassKind::Token, account).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(group: &str, role: Role, teams: &[&str]) -> GroupRule {
        GroupRule {
            group: group.to_owned(),
            role,
            teams: teams.iter().map(|team| (*team).to_owned()).collect(),
        }
    }

    #[test]
    fn the_first_rule_that_holds_gives_the_role_and_a_manager_has_all_their_teams() {
        let rules = [
            rule("hr", Role::Hr, &[]),
            rule("duty", Role::TeamManager, &["DUTY"]),
            rule("lac", Role::TeamManager, &["LAC", "DUTY"]),
        ];
        let of = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            role_of(&rules, &groups)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&["HR"]), None, "a group is written as it is");
        assert_eq!(of(&["lac", "hr"]), Some((Role::Hr, Vec::new())));
        assert_eq!(of(&["lac", "duty"]), Some((Role::TeamManager, vec!["DUTY".into(), "LAC".into()])));
    }

    #[test]
    fn a_name_is_a_verified_address_or_lasts_for_ever() {
        let who = SignedOn {
            issuer: "https://login.example.org".into(),
            subject: "7".into(),
            name: Some("  Ann\u{7} Example ".into()),
            verified_email: Some("Ann@Example.org".into()),
            groups: Vec::new(),
        };
        assert_eq!(who.shown(), "Ann Example");
        assert_eq!(who.names()[0], "ann@example.org");
        let other = SignedOn {
            verified_email: Some("administrator@demonstration.invalid".into()),
            name: None,
            ..who
        };
        assert_eq!(other.names().len(), 1, "no demonstration account is made");
        assert!(other.names()[0].starts_with("single-sign-on:"));
    }
}
