//! Who may come in, from the settings: roles that need codes, the provider of single sign-on and what its groups are here.
//! Every key that cannot be right is a sentence of its own.

use std::path::{Path, PathBuf};

use app::policy::Role;
use app::reception::EntryRules;
use app::sign_on::GroupRule;
use serde::Deserialize;
use web::provider::{ClientSecret, ProviderSettings};

/// The variable that holds the secret that the provider knows us by. It is no flag: everybody on a machine sees those.
pub(super) const SECRET: &str = "MAINSTAY_OIDC_CLIENT_SECRET";

/// The provider, in the settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Oidc {
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    #[serde(default = "groups_claim")]
    groups_claim: String,
    #[serde(default = "scopes")]
    scopes: Vec<String>,
    council: Option<String>,
    break_glass: Option<Vec<String>>,
    #[serde(default)]
    group: Vec<Group>,
}

/// A group of the provider's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Group {
    name: String,
    role: String,
    #[serde(default)]
    teams: Vec<String>,
}

fn groups_claim() -> String {
    "groups".to_owned()
}

fn scopes() -> Vec<String> {
    ["profile", "email"].map(str::to_owned).to_vec()
}

/// A role that an account can have, by its code.
pub(super) fn role(key: &str, code: &str) -> Result<Role, String> {
    Role::from_code(code).filter(|role| *role != Role::Operator).ok_or_else(|| {
        let known: Vec<_> =
            Role::ALL.iter().filter(|role| **role != Role::Operator).map(|role| role.code()).collect();
        format!("{key}: there is no role `{code}`; there are {}", known.join(", "))
    })
}

/// What is settled about coming in, and everything that cannot be right about it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) rules: EntryRules,
    pub(super) provider: Option<ProviderSettings>,
    pub(super) problems: Vec<String>,
}

impl Entry {
    /// Reads it from the roles that need codes and from the file's section. Paths in a file begin where the file is.
    pub(super) fn new(codes_for: &[String], oidc: Option<&Oidc>, folder: &Path) -> Self {
        let mut entry = Self::default();
        for code in codes_for {
            let role = entry.role("require-codes", code);
            entry.rules.codes_for.extend(role);
        }
        if let Some(oidc) = oidc {
            entry.single_sign_on(oidc, folder);
        }
        entry
    }

    /// A role that an account can have, by its code; what is wrong is kept.
    fn role(&mut self, key: &str, code: &str) -> Option<Role> {
        role(key, code).map_err(|problem| self.problems.push(problem)).ok()
    }

    fn single_sign_on(&mut self, oidc: &Oidc, folder: &Path) {
        let client_secret = self.secret(oidc, folder);
        self.rules.council.clone_from(&oidc.council);
        self.rules.passwords_only_for.clone_from(&oidc.break_glass);
        if oidc.break_glass.as_ref().is_some_and(Vec::is_empty) {
            self.problems.push(
                "oidc.break-glass: name at least one administrator who can come in by a password when the provider fails"
                    .to_owned(),
            );
        }
        if oidc.group.is_empty() {
            let why = "oidc.group: nobody could come in: say which group has which role, in [[oidc.group]]";
            self.problems.push(why.to_owned());
        }
        for Group { name, role: code, teams } in &oidc.group {
            let key = format!("oidc.group `{name}`");
            let Some(role) = self.role(&key, code) else { continue };
            if role == Role::TeamManager && teams.is_empty() {
                self.problems.push(format!("{key}: say which teams its team managers have, in teams"));
            }
            if role != Role::TeamManager && !teams.is_empty() {
                self.problems.push(format!(
                    "{key}: {} sees the whole council, and teams are for team managers",
                    role.words().to_lowercase()
                ));
            }
            self.rules.groups.push(GroupRule { group: name.clone(), role, teams: teams.clone() });
        }
        let Oidc { issuer, client_id, groups_claim, scopes, .. } = oidc;
        self.provider = client_secret.map(|client_secret| ProviderSettings {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            client_secret,
            groups_claim: groups_claim.clone(),
            scopes: scopes.clone(),
        });
    }

    /// The secret, from the variable or from its file.
    fn secret(&mut self, oidc: &Oidc, folder: &Path) -> Option<ClientSecret> {
        if let Ok(secret) = std::env::var(SECRET) {
            return Some(ClientSecret::new(&secret));
        }
        let Some(file) = &oidc.client_secret_file else {
            self.problems
                .push(format!("oidc.client-secret-file: name the file with the secret, or set {SECRET}"));
            return None;
        };
        let path = folder.join(file);
        match std::fs::read_to_string(&path) {
            Ok(secret) => Some(ClientSecret::new(&secret)),
            Err(problem) => {
                self.problems.push(format!("oidc.client-secret-file: {}: {problem}", path.display()));
                None
            }
        }
    }
}
