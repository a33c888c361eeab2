//! What may be asked about serving and about those who sign in.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Flags and variables come before the file, the file before what is usual.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// A settings file (TOML) with the same names as these flags.
    #[arg(long, value_name = "FILE", env = "MAINSTAY_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Where to listen; 127.0.0.1:8080 when not given.
    #[arg(long, value_name = "ADDRESS", env = "MAINSTAY_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
    /// How people reach it, such as `https://mainstay.example.gov.uk`.
    #[arg(long, value_name = "URL", env = "MAINSTAY_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// A certificate with its chain (PEM), to serve TLS without a proxy; --tls-key goes with it.
    #[arg(long, value_name = "FILE", env = "MAINSTAY_TLS_CERTIFICATE")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The key of the certificate (PEM), without a passphrase.
    #[arg(long, value_name = "FILE", env = "MAINSTAY_TLS_KEY")]
    pub(crate) tls_key: Option<PathBuf>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times.
    #[arg(long, value_name = "ADDRESS", env = "MAINSTAY_PROXY", value_delimiter = ',')]
    pub(crate) proxy: Vec<IpAddr>,
    /// The largest upload in MiB; 50 when not given.
    #[arg(long, value_name = "MIB", env = "MAINSTAY_MAX_UPLOAD", value_parser = clap::value_parser!(u64).range(1..=2000))]
    pub(crate) max_upload: Option<u64>,
    /// How the log is written to standard error; text when not given.
    #[arg(long, value_enum, env = "MAINSTAY_LOG")]
    pub(crate) log: Option<LogForm>,
    /// A role whose people need one-time codes beside their password; may be given several times.
    #[arg(long, value_name = "ROLE", env = "MAINSTAY_REQUIRE_CODES", value_delimiter = ',')]
    pub(crate) require_codes: Vec<String>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogForm {
    /// A line for people.
    Text,
    /// A line of JSON.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// List the accounts.
    List,
    /// Make an account, and the link with which its owner chooses a password.
    Add {
        /// What its owner signs in with: an email address or a name without spaces.
        name: String,
        /// The full name, with which changes are signed.
        #[arg(long)]
        shown: String,
        /// The role's code, such as `hr`; docs/rights.md says what each may do.
        #[arg(long)]
        role: String,
        /// A team that a team manager sees, by key; may be given several times.
        #[arg(long = "team", value_name = "UNIT")]
        teams: Vec<String>,
    },
    /// Make a link with which the owner of an account chooses a new password; sessions and earlier links end.
    Link {
        /// What the account signs in with.
        name: String,
    },
    /// Reset the one-time codes of an account whose owner has lost their device; its sessions end.
    ResetCodes {
        /// What the account signs in with.
        name: String,
    },
}
