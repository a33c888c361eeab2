//! Where a store is: reading its address, and showing it without its password.
//!
//! The only place that holds a database URL. Neither `Display` nor `Debug` shows one.

use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::sql::Pair;

/// Which database engine holds a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server, or what speaks its protocol.
    Postgres,
}

impl Engine {
    pub(crate) fn pick(self, pair: Pair) -> &'static str {
        match self {
            Self::Sqlite => pair.sqlite,
            Self::Postgres => pair.postgres,
        }
    }
}

/// A store's address.
#[derive(Clone)]
pub(crate) enum Address {
    /// A SQLite file, by absolute path.
    File(PathBuf),
    /// A server: the URL to connect with, and the one to show.
    Server { url: String, shown: String },
}

impl Address {
    /// Reads a plain path, a `sqlite:` path or a `postgres://` URL.
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("postgres" | "postgresql") => Self::server(text),
            Some("sqlite") => Self::file(&text["sqlite://".len()..]),
            // One letter is a Windows drive.
            Some(other) if other.len() > 1 && other.chars().all(|c| c.is_ascii_alphanumeric()) => {
                let refusal = format!("a store is a file or a postgres:// URL, not {other}://");
                Err(StoreError::Address(refusal))
            }
            _ => Self::file(text.strip_prefix("sqlite:").unwrap_or(text)),
        }
    }

    fn file(path: &str) -> Result<Self, StoreError> {
        if path.is_empty() || path == ":memory:" || path.contains('\0') {
            return Err(StoreError::Address("it names no file".to_owned()));
        }
        let path = std::path::absolute(path).map_err(|error| StoreError::Address(error.to_string()))?;
        Ok(Self::File(path))
    }

    fn server(url: &str) -> Result<Self, StoreError> {
        let Some(shown) = shown(url) else {
            let advice = "it is not a postgres:// URL that can be read without doubt; write it as \
                postgres://user:password@host:port/database and percent-encode any other sign in the user and password";
            return Err(StoreError::Address(advice.to_owned()));
        };
        Ok(Self::Server { url: url.to_owned(), shown })
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::File(_) => Engine::Sqlite,
            Self::Server { .. } => Engine::Postgres,
        }
    }

    /// What the driver connects with.
    pub(crate) fn url(&self, access: Access) -> Result<String, StoreError> {
        match self {
            Self::File(path) => sqlite_url(path, access),
            Self::Server { url, .. } => Ok(url.clone()),
        }
    }
}

/// What a SQLite file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
    Create,
}

fn sqlite_url(path: &Path, access: Access) -> Result<String, StoreError> {
    let path = path.to_str().ok_or_else(|| StoreError::Address("the path is not UTF-8".to_owned()))?;
    let mode = match access {
        Access::Read => "ro",
        Access::Write => "rw",
        Access::Create => "rwc",
    };
    let mut url = "sqlite://".to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            url.push(char::from(byte));
        } else {
            write!(url, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    Ok(format!("{url}?mode={mode}"))
}

/// The URL without password and options; `None` when there is any doubt about where the password ends.
fn shown(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%".contains(c));
    let (before, options) = rest.split_once('?').map_or((rest, ""), |(before, options)| (before, options));
    let (authority, database) = before.split_once('/').unwrap_or((before, ""));
    let (login, host) =
        authority.split_once('@').map_or((None, authority), |(login, host)| (Some(login), host));
    let user = login.map(|login| login.split_once(':').map_or(login, |(user, _)| user));
    let (name, port) = match host.strip_prefix('[') {
        Some(v6) => v6.split_once(']').map(|(name, port)| (name, port.strip_prefix(':').unwrap_or(port)))?,
        None => host.split_once(':').unwrap_or((host, "")),
    };
    let sound = plain(database)
        && plain(user.unwrap_or_default())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._:%".contains(c))
        && port.chars().all(|c| c.is_ascii_digit())
        && !host.contains('@')
        && !options.contains(['@', '/', '?']);
    sound.then(|| match user {
        Some(user) => format!("{scheme}://{user}@{host}/{database}"),
        None => format!("{scheme}://{host}/{database}"),
    })
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server { shown, .. } => f.write_str(shown),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let secret = "hunter2";
        for url in [
            "postgres://u:hunter2@h/db",
            "postgresql://u:hunter2@h:5432/db?sslmode=require",
            "postgres://h/db?user=u&password=hunter2",
            "postgres://u:hunter2%40@[::1]:5432/db",
            "postgres://u:hunter2@x@h/db",
            "postgres://u:hunter2/x@h/db",
            "postgres://u:hunter2?x@h/db",
            "postgres://u:1?hunter2@h/db",
            "postgres://h/db?password=a@hunter2",
            "postgres://u:hunter2",
        ] {
            let said = match Address::parse(url) {
                Ok(address) => format!("{address} {address:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(!said.contains(secret), "{url} is shown as {said}");
        }
    }

    #[test]
    fn sound_addresses_are_shown_whole() {
        let shown = |text| Address::parse(text).map(|address| address.to_string());
        assert_eq!(shown("postgres://u:p@h:5432/db?x=y").as_deref(), Ok("postgres://u@h:5432/db"));
        assert_eq!(shown("postgres://h/db").as_deref(), Ok("postgres://h/db"));
        assert_eq!(shown("sqlite:/a/b.db").as_deref(), Ok("/a/b.db"));
        assert_eq!(shown("sqlite:///a/b.db").as_deref(), Ok("/a/b.db"));
        assert_eq!(shown("/a/b c?.db").as_deref(), Ok("/a/b c?.db"));
    }

    #[test]
    fn other_schemes_and_nameless_files_are_refused() {
        for text in ["mysql://h/db", "", ":memory:", "sqlite:", "sqlite::memory:", "a\0b"] {
            assert!(matches!(Address::parse(text), Err(StoreError::Address(_))), "{text:?}");
        }
    }

    #[test]
    fn odd_signs_in_a_path_reach_the_driver_encoded() {
        let address = Address::parse("/a/b c?#%.db").expect("sound");
        assert_eq!(address.url(Access::Read).as_deref(), Ok("sqlite:///a/b%20c%3F%23%25.db?mode=ro"));
    }
}
