//! The gate before every route: who asks, and whether the policy lets them as far as this. The office asks the policy
//! again, and it alone knows about teams.

use std::net::{IpAddr, SocketAddr};

use app::policy::{Action, Reach, Role, allows, reach};
use app::reception::{Admitted, Secret};
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::failure::Failure;
use crate::page::{address as address_of, part};
use crate::site::Site;
use crate::visit::Visit;

/// Who may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Open,
    /// Whoever has signed in, even before they have set up the one-time codes that their role needs.
    Arriving,
    /// Whoever has signed in.
    SignedIn,
    /// Whoever the policy lets do this, for the council or for their own teams.
    May(Action),
    /// Whoever the policy lets do this for the whole council.
    Whole(Action),
}

impl Gate {
    /// What the policy must allow, where this asks it and it does not.
    pub(crate) fn refuses(self, role: Role) -> Option<Action> {
        let (action, lets) = match self {
            Self::Open | Self::Arriving | Self::SignedIn => return None,
            Self::May(action) => (action, allows(role, action)),
            Self::Whole(action) => (action, reach(role, action) == Reach::Council),
        };
        (!lets).then_some(action)
    }
}

/// What a browser keeps for us, each a secret under a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session.
    Session,
    /// A sign-in that waits for a one-time code.
    Code,
    /// A single sign-on that the browser has begun.
    SignOn,
}

impl Cookie {
    /// Its name. With TLS it is bound to this host and never sent without.
    fn name(self, site: &Site) -> String {
        let name = match self {
            Self::Session => "mainstay",
            Self::Code => "mainstay-code",
            Self::SignOn => "mainstay-sign-on",
        };
        if site.settings().is_secure() { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// The header that gives a browser the secret, or takes it away.
    pub(crate) fn set(self, site: &Site, secret: Option<&Secret>) -> (HeaderName, String) {
        let secure = if site.settings().is_secure() { "; Secure" } else { "" };
        let (value, age) = secret.map_or(("", "; Max-Age=0"), |secret| (secret.reveal(), ""));
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(site));
        (header::SET_COOKIE, text)
    }

    /// The secret that a request bears.
    pub(crate) fn of(self, site: &Site, headers: &HeaderMap) -> Option<Secret> {
        let name = self.name(site);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).and_then(|(_, value)| Secret::shown(value))
    }
}

/// Sends a browser on, with a session: whatever else it kept on the way there is taken away.
pub(crate) fn let_in(site: &Site, session: &Secret, next: &str) -> Response {
    let others = [Cookie::Code, Cookie::SignOn].map(|cookie| cookie.set(site, None));
    let cookies: Vec<_> = [Cookie::Session.set(site, Some(session))].into_iter().chain(others).collect();
    (AppendHeaders(cookies), Redirect::to(local(next))).into_response()
}

/// Sends a browser on to where somebody has come whose password was right.
pub(crate) fn admitted(site: &Site, admitted: &Admitted, next: &str) -> Response {
    match admitted {
        Admitted::In(session) => let_in(site, session, next),
        Admitted::NeedsCode(waiting) => {
            let page = address_of("/sign-in/code", &[("next", local(next))]);
            (AppendHeaders([Cookie::Code.set(site, Some(waiting))]), Redirect::to(&page)).into_response()
        }
    }
}

fn token(headers: &HeaderMap) -> Option<Secret> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    Secret::shown(shown.strip_prefix("Bearer ")?.trim())
}

/// The address that a request comes from: that of the connection, or what a proxy that is believed says of it.
pub(crate) fn address(site: &Site, request: &axum::http::Extensions, headers: &HeaderMap) -> String {
    let peer: Option<IpAddr> = request.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let believed = peer.is_some_and(|peer| site.settings().proxies.contains(&peer));
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    // The last is what the proxy itself saw; what stands before it anybody can write.
    let told = forwarded
        .filter(|_| believed)
        .and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    told.or(peer).map_or_else(|| "unknown".to_owned(), |address| address.to_string())
}

/// Lets a request pass, or turns it away.
pub(crate) async fn admit(
    State((site, gate)): State<(Site, Gate)>,
    mut request: Request,
    next: Next,
) -> Response {
    if gate == Gate::Open {
        return next.run(request).await;
    }
    let is_api = request.uri().path().starts_with("/api/");
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let visit = match visit(&site, &headers, &uri, is_api).await {
        Ok(visit) => visit,
        Err(failure) => return turned(failure, is_api),
    };
    let Some(visit) = visit else { return sign_in_first(&request, is_api) };
    if visit.visitor.must_set_up && gate != Gate::Arriving {
        return set_up_first(is_api);
    }
    if let Some(action) = gate.refuses(visit.visitor.role) {
        return turned(Failure::Forbidden(action), is_api);
    }
    request.extensions_mut().insert(visit);
    next.run(request).await
}

async fn visit(site: &Site, headers: &HeaderMap, uri: &Uri, is_api: bool) -> Result<Option<Visit>, Failure> {
    let (reception, now) = (site.reception(), site.now());
    let session = Cookie::Session.of(site, headers);
    let mut visitor = None;
    if let Some(session) = &session {
        visitor = reception.visitor(session, now).await?;
    } else if let (true, Some(token)) = (is_api, token(headers)) {
        visitor = reception.token_bearer(&token, now).await?;
    }
    let (mut question, mut csv) = (Vec::new(), None);
    for pair in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        match pair.strip_prefix("csv=") {
            Some(number) => csv = Some(number.parse().unwrap_or(1)),
            None => question.push(pair),
        }
    }
    let question = question.join("&");
    let address =
        if question.is_empty() { uri.path().to_owned() } else { format!("{}?{question}", uri.path()) };
    Ok(visitor.map(|visitor| Visit { site: site.clone(), visitor, session, address, csv }))
}

fn turned(failure: Failure, is_api: bool) -> Response {
    if !is_api {
        return failure.into_response();
    }
    let told = failure.told();
    (told.status, Json(serde_json::json!({ "error": told.message }))).into_response()
}

/// Leads someone to set up the one-time codes that their role needs.
fn set_up_first(is_api: bool) -> Response {
    if is_api {
        let told = serde_json::json!({ "error": "Set up one-time codes at /account/codes first: your role needs them" });
        return (StatusCode::FORBIDDEN, Json(told)).into_response();
    }
    Redirect::to("/account/codes").into_response()
}

fn sign_in_first(request: &Request, is_api: bool) -> Response {
    if is_api {
        let told = serde_json::json!({ "error": "Sign in, or show a token: Authorization: Bearer …" });
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], Json(told))
            .into_response();
    }
    if request.method() == Method::GET {
        let wanted = request.uri().path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
        let wanted = if wanted == "/" { String::new() } else { format!("?next={}", part(wanted)) };
        return Redirect::to(&format!("/sign-in{wanted}")).into_response();
    }
    Redirect::to("/sign-in").into_response()
}

/// Where to go after signing in: a page of this service and nowhere else.
pub(crate) fn local(next: &str) -> &str {
    let sound = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && next.chars().all(|letter| !letter.is_control());
    if sound { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        assert_eq!(local("/position?by=team"), "/position?by=team");
        for elsewhere in
            ["https://example.org", "//example.org", "/\\example.org", "javascript:1", "", "/a\r\nb"]
        {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
