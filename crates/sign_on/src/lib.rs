//! Single sign-on by OpenID Connect: asks the council's provider who somebody is, and believes no answer that does not hold.
//! Who may come in, and as what, is no business of this crate.
//!
//! The way in is the authorization code flow with PKCE, a state and a nonce (OpenID Connect Core 1.0, RFC 7636). What the
//! provider is and which keys it signs with is read from its discovery document, kept for an hour, and read again when a key
//! is not known.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`settings`] | what is known of the provider beforehand |
//! | [`provider`] | [`Provider`]: beginning, finishing, the way out |
//! | `fetch` | requests to the provider: bounded in size and time, never redirected |
//! | [`problem`] | what can go wrong, by who can put it right |

mod fetch;
pub mod problem;
pub mod provider;
pub mod settings;

pub use problem::Problem;
pub use provider::{Begun, Person, Provider};
pub use settings::{ClientSecret, ProviderSettings};
