//! What the program is told before it serves: where to listen, how it is reached, what it takes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use sign_on::ProviderSettings;

use crate::tls::Tls;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How people reach it, such as `https://mainstay.example.gov.uk`; where it listens when not given.
    pub public_url: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// The largest upload, in MiB, all its files together.
    pub max_upload: u64,
    /// Whether this is a demonstration, whose accounts everyone may use.
    pub demonstration: bool,
    /// The council's single sign-on, where there is one.
    pub sign_on: Option<ProviderSettings>,
    /// The certificate, where the program serves TLS itself.
    pub tls: Option<Tls>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            proxies: Vec::new(),
            max_upload: 50,
            demonstration: false,
            sign_on: None,
            tls: None,
        }
    }
}

impl Settings {
    /// Whether people reach it by TLS, so that the session's cookie is never sent without.
    pub fn is_secure(&self) -> bool {
        self.tls.is_some() || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// How people reach it, without a slash at the end.
    pub fn url(&self) -> String {
        let plain = || format!("http{}://{}", if self.tls.is_some() { "s" } else { "" }, self.listen);
        self.public_url.as_ref().map_or_else(plain, |url| url.trim_end_matches('/').to_owned())
    }

    /// Everything that cannot be right about it, in sentences.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some(url) = &self.public_url {
            let sound = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if !sound.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '?', '#', '@'])) {
                problems.push(format!(
                    "public-url: `{url}` is not an address such as https://mainstay.example.org"
                ));
            }
        }
        if self.tls.is_some() && self.public_url.as_deref().is_some_and(|url| url.starts_with("http://")) {
            problems.push("public-url: with tls-certificate it must begin with https://".to_owned());
        }
        if !self.listen.ip().is_loopback() && !self.is_secure() {
            problems.push(format!(
                "listen: {} can be reached from other machines, and passwords would travel in the clear; give \
                 --tls-certificate and --tls-key, or put a proxy with TLS in front and give --public-url https://…",
                self.listen
            ));
        }
        let of_provider = self.sign_on.iter().flat_map(ProviderSettings::problems);
        problems.extend(of_provider.map(|problem| format!("oidc.{problem}")));
        if self.demonstration && !self.listen.ip().is_loopback() {
            problems.push(
                "listen: a demonstration, whose password everyone knows, is served on this machine only"
                    .to_owned(),
            );
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_do_not_travel_in_the_clear() {
        let open = Settings { listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 80)), ..Settings::default() };
        assert!(open.problems()[0].contains("in the clear"), "{:?}", open.problems());
        let behind = Settings { public_url: Some("https://mainstay.example.org/".to_owned()), ..open };
        assert_eq!(behind.problems(), Vec::<String>::new());
        assert_eq!(behind.url(), "https://mainstay.example.org");
        assert!(behind.is_secure());
        assert!(!Settings::default().is_secure());
        let odd = Settings { public_url: Some("mainstay".to_owned()), ..Settings::default() };
        assert!(odd.problems()[0].starts_with("public-url"), "{:?}", odd.problems());
    }
}
