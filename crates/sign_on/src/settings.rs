//! What is known of a provider beforehand.

use std::fmt;

use openidconnect::url::{Host, Url};

/// The secret that the provider knows us by.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// A secret, without the space around it that files have.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret")
    }
}

/// What is known of a provider beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// The issuer, as its discovery document names it.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// The secret that it knows us by.
    pub client_secret: ClientSecret,
    /// The claim that holds a person's groups: a list of texts.
    pub groups_claim: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
}

impl ProviderSettings {
    /// Everything that cannot be right about them, by key and in sentences.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        match Url::parse(&self.issuer) {
            Ok(url) if url.query().is_none() && url.fragment().is_none() && is_safe(&url) => {}
            Ok(url) if url.scheme() == "http" => problems.push(format!(
                "issuer: `{}` would be asked in the clear: it must begin with https://",
                self.issuer
            )),
            _ => problems.push(format!(
                "issuer: `{}` is not an address such as https://login.example.org",
                self.issuer
            )),
        }
        for (key, text) in [
            ("client-id", self.client_id.as_str()),
            ("client secret", self.client_secret.reveal()),
            ("groups-claim", self.groups_claim.as_str()),
        ] {
            if text.is_empty() {
                problems.push(format!("{key}: it is empty"));
            }
        }
        if let Some(scope) = self.scopes.iter().find(|scope| scope.is_empty() || scope.contains(' ')) {
            problems.push(format!("scopes: `{scope}` is not one scope"));
        }
        problems
    }
}

/// Whether nobody on the way can read or change what is asked there: TLS, or this machine.
fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(issuer: &str) -> ProviderSettings {
        ProviderSettings {
            issuer: issuer.to_owned(),
            client_id: "mainstay".to_owned(),
            client_secret: ClientSecret::new("  hush\n"),
            groups_claim: "groups".to_owned(),
            scopes: vec!["email".to_owned()],
        }
    }

    #[test]
    fn a_provider_is_asked_by_tls_or_on_this_machine() {
        for sound in [
            "https://login.example.org/tenant/v2.0",
            "http://127.0.0.1:9000",
            "http://localhost:9000/a",
            "http://[::1]",
        ] {
            assert_eq!(of(sound).problems(), Vec::<String>::new(), "{sound}");
        }
        assert!(of("http://login.example.org").problems()[0].contains("in the clear"));
        for odd in ["login.example.org", "", "https://a.example.org?x=1", "file:///etc/passwd"] {
            assert!(of(odd).problems()[0].contains("is not an address"), "{odd}");
        }
    }

    #[test]
    fn every_key_that_is_wrong_is_named_and_no_secret_is_printed() {
        let bare = ProviderSettings {
            client_id: String::new(),
            client_secret: ClientSecret::new(" "),
            groups_claim: String::new(),
            scopes: vec!["email profile".to_owned()],
            ..of("https://login.example.org")
        };
        assert_eq!(bare.problems().len(), 4, "{:?}", bare.problems());
        assert!(!format!("{:?}", of("https://login.example.org")).contains("hush"));
    }
}
