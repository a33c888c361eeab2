//! Secrets that someone bears, and passwords: how they are drawn, hashed and looked at.
//!
//! A secret is shown once and kept as its digest. A password is kept as an Argon2id string with its own salt.

use std::fmt;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use ledger::{Digest, random_hex};

use crate::error::OfficeError;

/// The least length of a password, in characters.
pub(crate) const SHORTEST_PASSWORD: usize = 12;
/// The greatest length of a password, in bytes: hashing more would only cost time.
const LONGEST_PASSWORD: usize = 512;

/// A secret that gives whoever bears it a right: a session's, a link's or a token's.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Draws a new one: 256 bits of the system's randomness.
    pub(crate) fn draw() -> Result<Self, OfficeError> {
        Ok(Self(random_hex(32)?))
    }

    /// One that somebody shows; `None` when it cannot be a secret at all.
    pub fn shown(text: &str) -> Option<Self> {
        let sound = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        sound.then(|| Self(text.to_ascii_lowercase()))
    }

    /// What is kept of it. Looking it up by its digest takes the same time whatever was guessed right.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// The secret itself, to hand to whom it is for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is wrong with a password that someone chooses; `None` when it will do.
pub(crate) fn weakness(password: &str, name: &str) -> Option<String> {
    let letters = password.chars().count();
    if letters < SHORTEST_PASSWORD {
        return Some(format!(
            "Your password must be {SHORTEST_PASSWORD} characters or more; it has {letters}"
        ));
    }
    if password.len() > LONGEST_PASSWORD {
        return Some(format!("Your password must be at most {LONGEST_PASSWORD} bytes long"));
    }
    let first = password.chars().next();
    if password.chars().all(|letter| Some(letter) == first) {
        return Some("Your password must not be one character repeated".to_owned());
    }
    let person = name.split('@').next().unwrap_or(name);
    if person.len() > 3 && password.to_lowercase().contains(person) {
        return Some("Your password must not contain the name that you sign in with".to_owned());
    }
    None
}

/// The Argon2id string of a password.
pub(crate) async fn hashed(password: &str) -> Result<String, OfficeError> {
    let password = password.to_owned();
    let hashing = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    hashing
        .await
        .map_err(|problem| problem.to_string())
        .and_then(|hash| hash.map_err(|problem| problem.to_string()))
        .map_err(|problem| OfficeError::Refused(format!("the password could not be kept: {problem}")))
}

/// Whether a password is the one of an Argon2id string. Without a string the same work is done and the answer is no, so
/// that the time tells nobody which accounts there are.
pub(crate) async fn fits(password: &str, kept: Option<String>) -> bool {
    /// Of a password that was drawn at random and thrown away.
    const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0IDEy$\
        9b4Vq0d3fPq6o6rPZk6mP0d1k8m6m1p3H3cQy2oQk7I";
    if password.len() > LONGEST_PASSWORD {
        return false;
    }
    let password = password.to_owned();
    let checking = tokio::task::spawn_blocking(move || {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODYS.to_owned());
        let fits = Argon2::default().verify_password(password.as_bytes(), kept.as_str()).is_ok();
        known && fits
    });
    checking.await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let kept = hashed("correct horse battery").await.expect("it is hashed");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(fits("correct horse battery", Some(kept.clone())).await);
        assert!(!fits("correct horse batterz", Some(kept)).await);
        assert!(!fits("correct horse battery", None).await);
    }

    #[tokio::test]
    async fn an_unknown_account_costs_as_much_as_a_known_one() {
        let kept = hashed("correct horse battery").await.expect("it is hashed");
        let time = async |kept: Option<String>| {
            let start = Instant::now();
            for _ in 0..3 {
                fits("a wrong password", kept.clone()).await;
            }
            start.elapsed().as_secs_f64()
        };
        time(None).await;
        let (known, unknown) = (time(Some(kept)).await, time(None).await);
        assert!(unknown > known / 4.0, "known {known} s, unknown {unknown} s");
    }

    #[test]
    fn weak_passwords_are_told_why() {
        assert!(weakness("short", "ann@example.org").is_some_and(|why| why.contains("12 characters")));
        assert!(weakness("aaaaaaaaaaaaaa", "ann").is_some());
        assert!(weakness("my-marian-password", "marian@example.org").is_some());
        assert_eq!(weakness("a quiet afternoon", "ann@example.org"), None);
    }
}
