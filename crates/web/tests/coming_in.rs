//! Coming in: the first administrator, passwords, limits, sessions, accounts. Told on both engines where the store keeps it.

mod common;

use app::policy::Role;
use common::{Guest, House, PASSWORD};
use testkit::stores::Place;
use web::app;
use web::settings::Settings;

const FIRST: &[(&str, &str)] = &[
    ("code", "999"),
    ("council", "Testshire"),
    ("name", "Boss@Example.org"),
    ("shown", "The Boss"),
    ("password", PASSWORD),
];

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_that_works_once() {
    for place in Place::both().await {
        let house = House::at(place).await;
        house.visitor().get("/sign-in").await.coded(200).with("not set up yet");
        let link = house
            .reception
            .first_link(house.site.now())
            .await
            .expect("the store answers")
            .expect("it is new");
        let path = format!("/set-up/{}", link.reveal());
        let mut guest = house.visitor();
        guest.get(&path).await.coded(200).with("Set up Mainstay");
        guest.get("/set-up/0000").await.coded(410);
        let weak = [&FIRST[..4], &[("password", "short")]].concat();
        guest.post(&path, &weak).await.coded(422).with("12 characters or more").with("There is a problem");
        let seen = guest.post(&path, FIRST).await.coded(303);
        assert_eq!(seen.location, "/");
        guest.get("/").await.coded(200).with("Testshire").with("The Boss (Administrator)");
        house.visitor().post(&path, FIRST).await.coded(410);
        assert!(house.reception.first_link(house.site.now()).await.expect("the store answers").is_none());
        let mut again = house.visitor();
        again.post("/sign-in", &[("name", " boss@example.ORG "), ("password", PASSWORD)]).await.coded(303);
        again.get("/").await.coded(200);
    }
}

async fn try_wrong(guest: &mut Guest<'_>, name: &str) -> u16 {
    guest.post("/sign-in", &[("name", name), ("password", "a wrong password")]).await.status.as_u16()
}

#[tokio::test]
async fn guessing_is_stopped_and_stays_stopped_over_a_restart() {
    for place in Place::both().await {
        let house = House::at(place).await;
        house.council().await;
        house.person("ann", Role::Hr, Vec::new()).await;
        let mut guest = house.visitor();
        for _ in 0..8 {
            assert_eq!(try_wrong(&mut guest, "ann").await, 401);
        }
        assert_eq!(try_wrong(&mut guest, "ANN").await, 429, "letters make no other account");
        let right = [("name", "ann"), ("password", PASSWORD)];
        guest.post("/sign-in", &right).await.coded(429).with("too many attempts");
        // Whoever does not exist is turned away in the same words.
        for _ in 0..8 {
            assert_eq!(try_wrong(&mut guest, "nobody").await, 401);
        }
        assert_eq!(try_wrong(&mut guest, "nobody").await, 429);
        let House { place, reception, .. } = house;
        reception.close().await;
        let house = House::at(place).await;
        house.visitor().post("/sign-in", &right).await.coded(429);
        house.wait(16);
        house.visitor().post("/sign-in", &right).await.coded(303);
    }
}

#[tokio::test]
async fn sessions_end_when_they_are_not_used_after_half_a_day_and_when_someone_signs_out() {
    let house = House::furnished(Place::sqlite()).await;
    let mut guest = house.signed_in("hr").await;
    house.wait(59);
    guest.get("/").await.coded(200);
    house.wait(59);
    guest.get("/").await.coded(200);
    house.wait(61);
    assert_eq!(
        guest.get("/position?by=team").await.coded(303).location,
        "/sign-in?next=%2Fposition%3Fby%3Dteam"
    );
    let mut guest = house.signed_in("hr").await;
    for _ in 0..15 {
        house.wait(50);
        guest.get("/").await;
    }
    guest.get("/").await.coded(303);
    let mut guest = house.signed_in("hr").await;
    let cookie = guest.cookie.clone();
    guest.post("/sign-out", &[]).await.coded(303);
    let mut thief = house.visitor();
    thief.cookie = cookie;
    thief.get("/").await.coded(303);
}

#[tokio::test]
async fn an_account_is_made_changed_and_closed_and_two_changes_at_once_are_noticed() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut boss = house.signed_in("administrator").await;
        let new = [("name", "new@example.org"), ("shown", "New <b>Person</b>"), ("role", "team-manager")];
        boss.post("/administration/accounts/new", &new).await.coded(422).with("Select at least one team");
        let page = boss
            .post("/administration/accounts/new", &[&new[..], &[("teams", "LAC")]].concat())
            .await
            .coded(200)
            .with("Hand over the link");
        let link = page
            .body
            .split("/set-up/")
            .nth(1)
            .expect("a link")
            .split('<')
            .next()
            .expect("it ends")
            .to_owned();
        let mut owner = house.visitor();
        owner.post("/sign-in", &[("name", "new@example.org"), ("password", PASSWORD)]).await.coded(401);
        owner.post(&format!("/set-up/{link}"), &[("password", PASSWORD)]).await.coded(303);
        owner.get("/").await.coded(200).with("New &#60;b&#62;Person&#60;/b&#62;");
        let list = boss.get("/administration").await.coded(200).without("<b>Person");
        let id = list.body.split("/administration/accounts/").find_map(|rest| {
            let id = rest.split('"').next()?;
            (rest.contains("New &lt;b&gt;") && id.len() == 32).then(|| id.to_owned())
        });
        let path = format!("/administration/accounts/{}", id.expect("the account is listed"));
        let version = |body: &str| {
            let rest = body.split("name=\"version\" value=\"").nth(1).expect("a version").to_owned();
            rest.split('"').next().expect("it ends").to_owned()
        };
        let seen = version(&boss.get(&path).await.coded(200).body);
        let change = [("shown", "New Person"), ("role", "hr"), ("version", seen.as_str())];
        boss.post(&path, &change).await.coded(303);
        boss.post(&path, &change).await.coded(422).with("Somebody else has changed this account");
        owner.get("/").await.coded(303);
        let seen = version(&boss.get(&path).await.coded(200).body);
        let close = [("shown", "New Person"), ("role", "hr"), ("version", seen.as_str()), ("closed", "yes")];
        boss.post(&path, &close).await.coded(303);
        let right = [("name", "new@example.org"), ("password", PASSWORD)];
        house.visitor().post("/sign-in", &right).await.coded(401);
        let elsewhere = format!("/administration/accounts/{}", "0".repeat(32));
        boss.get(&elsewhere).await.coded(400).with("no such account");
    }
}

#[tokio::test]
async fn whoever_knows_their_password_can_change_it() {
    let house = House::furnished(Place::sqlite()).await;
    let (mut here, mut elsewhere) = (house.signed_in("hr").await, house.signed_in("hr").await);
    let form = |now: &'static str, new: &'static str| [("current", now), ("password", new)];
    let path = "/account/password";
    here.post(path, &form("a wrong password", "another afternoon"))
        .await
        .coded(422)
        .with("That is not your password");
    here.post(path, &form(PASSWORD, "short")).await.coded(422).with("12 characters or more");
    here.post(path, &form(PASSWORD, "another afternoon")).await.coded(303);
    here.get("/account").await.coded(200);
    elsewhere.get("/account").await.coded(303);
    let mut again = house.visitor();
    again.post("/sign-in", &[("name", "hr"), ("password", PASSWORD)]).await.coded(401);
    again.post("/sign-in", &[("name", "hr"), ("password", "another afternoon")]).await.coded(303);
    for _ in 0..8 {
        here.post(path, &form("a wrong password", "another afternoon")).await.coded(422);
    }
    here.post(path, &form("another afternoon", PASSWORD)).await.coded(422).with("too many attempts");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let house = House::furnished(Place::sqlite()).await;
    let mut boss = house.signed_in("administrator").await;
    let list = boss.get("/administration").await.body;
    let id = list
        .split("/administration/accounts/")
        .find(|rest| rest.contains("Test administrator"))
        .expect("it is listed");
    let path = format!("/administration/accounts/{}", &id[..32]);
    let close = [("shown", "Boss"), ("role", "hr"), ("version", "2")];
    boss.post(&path, &close).await.coded(422).with("This is the last administrator");
}

#[tokio::test]
async fn forms_from_elsewhere_are_not_taken() {
    let house = House::furnished(Place::sqlite()).await;
    let mut guest = house.signed_in("hr").await;
    guest.origin = Some("cross-site");
    guest.post("/sign-out", &[]).await.coded(403).with("That came from another site");
    guest.origin = Some("same-origin");
    guest.get("/").await.coded(200);
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_do() {
    let house = House::furnished(Place::sqlite()).await;
    let mut guest = house.signed_in("hr").await;
    for path in [
        "/",
        "/position",
        "/nowhere",
        "/administration",
        "/sign-in",
        "/assets/x/mainstay.css",
        "/position?csv=1",
    ] {
        let seen = guest.get(path).await;
        let policy = seen.headers.get("content-security-policy").expect("a policy").to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(seen.headers.get("x-content-type-options").expect("a header"), "nosniff", "{path}");
        if path.ends_with("csv=1") {
            continue; // A spreadsheet's text may look like anything; it is sent as a file and never sniffed.
        }
        for inline in ["<script>", "onclick=", "onload=", " style=", "javascript:"] {
            assert!(!seen.body.contains(inline), "{path} has {inline}");
        }
    }
    guest.get("/nowhere").await.coded(404).with("Page not found");
}

#[tokio::test]
async fn behind_tls_the_session_is_bound_to_the_host() {
    let settings =
        Settings { public_url: Some("https://mainstay.example.org".into()), ..Settings::default() };
    let house = House::with(Place::sqlite(), settings).await;
    house.council().await;
    house.person("ann", Role::Hr, Vec::new()).await;
    let seen = house.visitor().post("/sign-in", &[("name", "ann"), ("password", PASSWORD)]).await.coded(303);
    let cookie = seen.headers.get("set-cookie").expect("a cookie").to_str().expect("text").to_owned();
    for part in ["__Host-mainstay=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(seen.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let house = House::furnished(Place::sqlite()).await;
    for next in ["https://example.org", "//example.org", "/\\example.org"] {
        let form = [("name", "hr"), ("password", PASSWORD), ("next", next)];
        assert_eq!(house.visitor().post("/sign-in", &form).await.coded(303).location, "/", "{next}");
    }
    let form = [("name", "hr"), ("password", PASSWORD), ("next", "/position?by=role")];
    assert_eq!(house.visitor().post("/sign-in", &form).await.coded(303).location, "/position?by=role");
}
