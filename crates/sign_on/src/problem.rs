//! What can go wrong between us and a provider, sorted by who can put it right. The words are for the log: no code, token or
//! secret is in them.

/// Why nobody is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The provider does not answer, or answers something else than its own documents: try later.
    #[error("the provider cannot be asked: {0}")]
    Unreachable(String),
    /// The provider answers and refuses: the settings of one side do not fit the other's.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// What the provider says of the person does not hold: another audience, nonce, issuer, signature or time.
    #[error("the ID token cannot be believed: {0}")]
    Untrusted(String),
    /// The person is in more groups than the provider puts into a token.
    #[error("the provider leaves the groups out because there are too many")]
    TooManyGroups,
}
