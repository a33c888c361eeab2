//! The provider: where to send a browser, and who it was that came back.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client,
    ClientId, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IdTokenFields, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError,
    Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse, TokenResponse,
    UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::fetch::{self, NoAnswer, causes};
use crate::problem::Problem;
use crate::settings::ProviderSettings;

/// How long what the provider says of itself is kept.
const KEPT: Duration = Duration::from_hours(1);
/// How ID tokens may be signed: by a key of which only the provider has the secret half.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 6] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
];

/// The claims besides those of the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Others(HashMap<String, Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Answer = StandardTokenResponse<Fields, CoreTokenType>;
type Asking = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
type Metadata = Arc<ProviderMetadataWithLogout>;

/// A sign-on that begins: where to send the browser, and what to keep until it comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Where to send the browser.
    pub address: String,
    /// What it must bring back.
    pub state: String,
    /// What must be in the ID token.
    pub nonce: String,
    /// What shows the provider that whoever asks for the answer is whoever began.
    pub verifier: String,
}

/// Who somebody is, as the provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The provider.
    pub issuer: String,
    /// What the provider knows them under, for ever.
    pub subject: String,
    /// Their name.
    pub name: Option<String>,
    /// Their email address, if the provider has verified that it is theirs.
    pub verified_email: Option<String>,
    /// Their groups, in order.
    pub groups: Vec<String>,
}

/// A council's provider. Clones share what is known of it.
#[derive(Debug, Clone)]
pub struct Provider {
    settings: Arc<ProviderSettings>,
    /// Where a browser comes back to.
    returned: String,
    http: Result<reqwest::Client, NoAnswer>,
    kept: Arc<Mutex<Option<(Instant, Metadata)>>>,
}

impl Provider {
    /// A provider by its settings, and the address to which browsers come back. Nothing is asked of it yet.
    pub fn new(settings: ProviderSettings, returned: impl Into<String>) -> Self {
        let (settings, returned) = (Arc::new(settings), returned.into());
        Self { settings, returned, http: fetch::client(), kept: Arc::default() }
    }

    /// What asks, as the library wants it.
    fn http(
        &self,
    ) -> impl Fn(HttpRequest) -> std::pin::Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send>>
    + use<> {
        let http = self.http.clone();
        move |request| {
            let http = http.clone();
            Box::pin(async move { fetch::ask(http?, request).await })
        }
    }

    /// What the provider says of itself, as it was kept or asked anew.
    async fn metadata(&self, anew: bool) -> Result<Metadata, Problem> {
        let mut kept = self.kept.lock().await;
        if let Some((since, metadata)) = kept.as_ref()
            && !anew
            && since.elapsed() < KEPT
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|problem| Problem::Unreachable(problem.to_string()))?;
        let http = self.http();
        let asked = ProviderMetadataWithLogout::discover_async(issuer, &http).await;
        let metadata = Arc::new(asked.map_err(|problem| Problem::Unreachable(causes(&problem)))?);
        *kept = Some((Instant::now(), Arc::clone(&metadata)));
        Ok(metadata)
    }

    fn asking(&self, metadata: &Metadata) -> Result<Asking, Problem> {
        let ProviderSettings { client_id, client_secret, .. } = &*self.settings;
        let secret = openidconnect::ClientSecret::new(client_secret.reveal().to_owned());
        let client = Asking::from_provider_metadata(
            (**metadata).clone(),
            ClientId::new(client_id.clone()),
            Some(secret),
        );
        let returned = RedirectUrl::new(self.returned.clone())
            .map_err(|problem| Problem::Refused(format!("the address to come back to: {problem}")))?;
        // The secret goes into a header unless the provider takes it in the form alone.
        let methods = metadata.token_endpoint_auth_methods_supported();
        let in_form = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let client = client.set_redirect_uri(returned);
        Ok(if in_form { client.set_auth_type(AuthType::RequestBody) } else { client })
    }

    /// Begins a sign-on.
    pub async fn begin(&self) -> Result<Begun, Problem> {
        let client = self.asking(&self.metadata(false).await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut asking = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        for scope in &self.settings.scopes {
            asking = asking.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = asking.set_pkce_challenge(challenge).url();
        Ok(Begun {
            address: address.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Finishes a sign-on with the code that a browser brought back: who it is.
    pub async fn finish(&self, code: &str, nonce: &str, verifier: &str) -> Result<Person, Problem> {
        let mut client = self.asking(&self.metadata(false).await?)?;
        let exchange = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|problem| Problem::Unreachable(problem.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        let http = self.http();
        let answer: Answer = exchange.request_async(&http).await.map_err(refused)?;
        let token =
            answer.id_token().ok_or_else(|| Problem::Untrusted("the answer holds no ID token".to_owned()))?;
        let nonce = Nonce::new(nonce.to_owned());
        let checked = token.claims(&checking(&client), &nonce);
        let claims = match checked {
            // The provider may have changed its keys since it was asked.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                client = self.asking(&self.metadata(true).await?)?;
                token.claims(&checking(&client), &nonce).map_err(|problem| untrusted(&problem))?
            }
            checked => checked.map_err(|problem| untrusted(&problem))?,
        };
        if let Some(expected) = claims.access_token_hash() {
            let verifier = checking(&client);
            let algorithm = token.signing_alg().map_err(|problem| untrusted(&problem))?;
            let key = token.signing_key(&verifier).map_err(|problem| untrusted(&problem))?;
            let found = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if found.map_err(|problem| untrusted(&problem))? != *expected {
                return Err(Problem::Untrusted("the access token is another's".to_owned()));
            }
        }
        let mut told = Told::new(
            &claims.additional_claims().0,
            claims.name().and_then(|name| name.get(None)).map(|name| name.as_str()),
            claims.email().map(|email| email.as_str()),
            claims.email_verified(),
        );
        // Some providers put into the token no more than they must.
        let asks = client.user_info(answer.access_token().clone(), Some(claims.subject().clone()));
        if !told.others.contains_key(&self.settings.groups_claim)
            && let Ok(asks) = asks
        {
            let more: UserInfoClaims<Others, CoreGenderClaim> =
                asks.request_async(&http).await.map_err(|problem| Problem::Unreachable(causes(&problem)))?;
            told.add(Told::new(
                &more.additional_claims().0,
                more.name().and_then(|name| name.get(None)).map(|name| name.as_str()),
                more.email().map(|email| email.as_str()),
                more.email_verified(),
            ));
        }
        told.person(claims.issuer().as_str(), claims.subject().as_str(), &self.settings.groups_claim)
    }

    /// Where somebody signs out of the provider itself, coming back to an address; `None` where it does not say.
    pub async fn way_out(&self, back: &str) -> Option<String> {
        let metadata = self.metadata(false).await.ok()?;
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        let request = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).ok()?);
        Some(request.http_get_url().into())
    }
}

/// What holds an ID token against issuer, audience, keys and time.
fn checking(client: &Asking) -> CoreIdTokenVerifier<'_> {
    client.id_token_verifier().set_allowed_algs(ALGORITHMS)
}

fn untrusted(problem: &dyn std::error::Error) -> Problem {
    Problem::Untrusted(causes(problem))
}

fn refused(problem: RequestTokenError<NoAnswer, StandardErrorResponse<CoreErrorResponseType>>) -> Problem {
    match problem {
        // Its code alone: what some providers say beside it names the person.
        RequestTokenError::ServerResponse(said) => Problem::Refused(said.error().to_string()),
        // What could not be read is not repeated: it may hold a token.
        RequestTokenError::Parse(problem, _) => {
            Problem::Unreachable(format!("its answer cannot be read: {problem}"))
        }
        other => Problem::Unreachable(causes(&other)),
    }
}

/// What the provider tells of somebody.
struct Told {
    others: HashMap<String, Value>,
    name: Option<String>,
    verified_email: Option<String>,
}

impl Told {
    fn new(
        others: &HashMap<String, Value>,
        name: Option<&str>,
        email: Option<&str>,
        verified: Option<bool>,
    ) -> Self {
        let verified_email = email.filter(|_| verified == Some(true)).map(str::to_owned);
        Self { others: others.clone(), name: name.map(str::to_owned), verified_email }
    }

    /// Adds what was not told before.
    fn add(&mut self, more: Self) {
        for (claim, value) in more.others {
            self.others.entry(claim).or_insert(value);
        }
        self.name = self.name.take().or(more.name);
        self.verified_email = self.verified_email.take().or(more.verified_email);
    }

    fn person(self, issuer: &str, subject: &str, groups_claim: &str) -> Result<Person, Problem> {
        let groups = match self.others.get(groups_claim) {
            Some(Value::Array(all)) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            Some(Value::String(one)) => vec![one.clone()],
            // Microsoft Entra's way of saying that there are too many.
            None if self
                .others
                .get("_claim_names")
                .is_some_and(|names| names.get(groups_claim).is_some()) =>
            {
                return Err(Problem::TooManyGroups);
            }
            _ => Vec::new(),
        };
        let Self { name, verified_email, .. } = self;
        Ok(Person { issuer: issuer.to_owned(), subject: subject.to_owned(), name, verified_email, groups })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(others: Value) -> Told {
        let others = serde_json::from_value(others).expect("an object");
        Told::new(&others, Some("Ann"), Some("ann@example.org"), Some(true))
    }

    fn groups(others: Value) -> Result<Vec<String>, Problem> {
        told(others).person("https://login.example.org", "7", "groups").map(|person| person.groups)
    }

    #[test]
    fn groups_are_a_list_or_one_text_and_nothing_else() {
        assert_eq!(groups(json!({"groups": ["a", 7, "b"]})), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(groups(json!({"groups": "a b"})), Ok(vec!["a b".to_owned()]));
        for odd in
            [json!({}), json!({"groups": null}), json!({"groups": {"a": true}}), json!({"roles": ["a"]})]
        {
            assert_eq!(groups(odd), Ok(Vec::new()));
        }
        let left_out = json!({"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}});
        assert_eq!(groups(left_out), Err(Problem::TooManyGroups));
    }

    #[test]
    fn an_address_that_is_not_verified_is_nobodys() {
        for verified in [None, Some(false)] {
            assert_eq!(
                Told::new(&HashMap::new(), None, Some("ann@example.org"), verified).verified_email,
                None
            );
        }
        let mut first = Told::new(&HashMap::new(), None, Some("boss@example.org"), None);
        first.add(told(json!({"groups": ["a"]})));
        assert_eq!(
            first.verified_email.as_deref(),
            Some("ann@example.org"),
            "an address goes with its own word"
        );
    }
}
