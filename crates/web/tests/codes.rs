//! One-time codes: set up, asked for, used once, lost and reset. Told on both engines where the store keeps it.

mod common;

use app::policy::Role;
use app::reception::EntryRules;
use common::{Guest, House, PASSWORD, Seen};
use testkit::stores::Place;
use totp_rs::{Builder, Secret};
use web::app;
use web::settings::Settings;

/// What stands in the element with an id.
fn text_of<'b>(body: &'b str, id: &str) -> &'b str {
    let rest = body.split(&format!("id=\"{id}\">")).nth(1).unwrap_or_else(|| panic!("no {id} in:\n{body}"));
    rest.split("</p>").next().and_then(|rest| rest.split("</ul>").next()).expect("it ends")
}

/// The code that a device shows for a secret, some steps from now.
fn code(house: &House, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("a secret in base 32");
    let device = Builder::new().with_secret(secret).build().expect("a device takes it");
    let second = house.site.now().as_second() + steps * 30;
    device.generate(u64::try_from(second).expect("after 1970")).to_string()
}

fn recovery(seen: &Seen) -> Vec<String> {
    let list = text_of(&seen.body, "recovery");
    let codes: Vec<_> =
        list.split("<li>").skip(1).map(|one| one.trim_end_matches("</li>").to_owned()).collect();
    assert_eq!(codes.len(), 10, "{list}");
    codes
}

/// Sets codes up for whoever visits, and gives the secret and the recovery codes.
async fn set_up(house: &House, guest: &mut Guest<'_>) -> (String, Vec<String>) {
    let page = guest.get("/account/codes").await.coded(200).with("data:image/svg+xml,");
    let secret = text_of(&page.body, "secret").to_owned();
    let again = guest.get("/account/codes").await.coded(200);
    assert_eq!(text_of(&again.body, "secret"), secret, "looking again shows the same");
    guest
        .post("/account/codes", &[("code", "000000x")])
        .await
        .coded(422)
        .with("not the code that your device");
    let first = code(house, &secret, 0);
    let seen = guest.post("/account/codes", &[("code", &first)]).await.coded(200).with("turned on");
    (secret, recovery(&seen))
}

/// Shows the password, which must lead to the code.
async fn by_password<'h>(house: &'h House, name: &str) -> Guest<'h> {
    let mut guest = house.visitor();
    let form = [("name", name), ("password", PASSWORD), ("next", "/position?by=role")];
    let seen = guest.post("/sign-in", &form).await.coded(303);
    assert_eq!(seen.location, "/sign-in/code?next=%2Fposition%3Fby%3Drole");
    guest.get("/").await.coded(303);
    guest
}

async fn shows(guest: &mut Guest<'_>, code: &str) -> Seen {
    guest.post("/sign-in/code", &[("code", code), ("next", "/position?by=role")]).await
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_works_once() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let (mut owner, mut elsewhere) = (house.signed_in("hr").await, house.signed_in("hr").await);
        let (secret, spare) = set_up(&house, &mut owner).await;
        elsewhere.get("/account").await.coded(303);
        owner.get("/account").await.coded(200).with("turned on").without(&secret);
        owner.get("/account/codes").await.coded(200).with("10 recovery codes left").without(&secret);
        // The code that confirmed has been used.
        let mut guest = by_password(&house, "hr").await;
        guest.get("/sign-in/code").await.coded(200).with("Enter your code");
        shows(&mut guest, &code(&house, &secret, 0)).await.coded(401).with("has been used");
        shows(&mut guest, "").await.coded(401);
        let next = code(&house, &secret, 1);
        let seen = shows(&mut guest, &format!(" {} {} ", &next[..3], &next[3..])).await.coded(303);
        assert_eq!(seen.location, "/position?by=role");
        guest.get("/").await.coded(200);
        let mut thief = by_password(&house, "hr").await;
        shows(&mut thief, &next).await.coded(401).with("has been used");
        // The waiting ended when somebody was let in by it.
        let mut lost = by_password(&house, "hr").await;
        let waiting = lost.cookie.clone();
        shows(&mut lost, &spare[0].to_uppercase()).await.coded(303);
        lost.get("/account/codes").await.coded(200).with("9 recovery codes left");
        let mut again = house.visitor();
        again.cookie = waiting;
        shows(&mut again, &spare[1]).await.coded(401).with("The time for the code is over");
        let mut twice = by_password(&house, "hr").await;
        shows(&mut twice, &spare[0]).await.coded(401);
        // A session is no waiting, and a waiting is no session.
        let mut odd = by_password(&house, "hr").await;
        odd.cookie = odd.cookie.replace("mainstay-code=", "mainstay=");
        odd.get("/").await.coded(303);
        let mut late = by_password(&house, "hr").await;
        house.wait(11);
        shows(&mut late, &code(&house, &secret, 0)).await.coded(401).with("The time for the code is over");
    }
}

#[tokio::test]
async fn wrong_codes_count_as_wrong_passwords_do_and_by_the_day_besides() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let (secret, _) = set_up(&house, &mut house.signed_in("hr").await).await;
        // The right password in between forgives nothing.
        let mut made = 0;
        'all: loop {
            let mut guest = house.visitor();
            let form = [("name", "hr"), ("password", PASSWORD)];
            made += 1;
            if guest.post("/sign-in", &form).await.status.as_u16() == 429 {
                break;
            }
            for _ in 0..3 {
                made += 1;
                if shows(&mut guest, "123456").await.status.as_u16() == 429 {
                    break 'all;
                }
            }
        }
        assert_eq!(made, 9, "the ninth attempt in a quarter of an hour is turned away");
        let House { place, reception, .. } = house;
        reception.close().await;
        let house = House::at(place).await;
        house.visitor().post("/sign-in", &[("name", "hr"), ("password", PASSWORD)]).await.coded(429);
        // Patience does not help: thirty wrong codes are enough for a day.
        let mut wrong = 6;
        while wrong <= 30 {
            house.wait(16);
            let mut guest = by_password(&house, "hr").await;
            for _ in 0..7 {
                shows(&mut guest, "123456").await;
                wrong += 1;
            }
        }
        house.wait(16);
        let mut guest = by_password(&house, "hr").await;
        shows(&mut guest, &code(&house, &secret, 0)).await.coded(429);
        house.wait(24 * 60);
        let mut guest = by_password(&house, "hr").await;
        shows(&mut guest, &code(&house, &secret, 0)).await.coded(303);
    }
}

#[tokio::test]
async fn codes_are_turned_off_and_renewed_by_whoever_has_one() {
    let house = House::furnished(Place::sqlite()).await;
    let mut owner = house.signed_in("hr").await;
    let (secret, spare) = set_up(&house, &mut owner).await;
    owner
        .post("/account/codes/recovery", &[("code", "123456")])
        .await
        .coded(422)
        .with("wrong or has been used");
    let seen = owner.post("/account/codes/recovery", &[("code", &spare[0])]).await.coded(200);
    let renewed = recovery(&seen);
    assert!(renewed.iter().all(|code| !spare.contains(code)));
    owner.post("/account/codes/off", &[("code", &spare[1])]).await.coded(422).with("#code-off");
    owner.post("/account/codes/off", &[("code", &code(&house, &secret, 1))]).await.coded(303);
    owner.get("/account").await.coded(200).with("turned off");
    house.signed_in("hr").await.get("/").await.coded(200);
}

#[tokio::test]
async fn an_administrator_resets_codes_and_a_new_password_needs_them_all_the_same() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut owner = house.signed_in("hr").await;
        let (_, spare) = set_up(&house, &mut owner).await;
        let mut boss = house.signed_in("administrator").await;
        let list = boss.get("/administration").await.coded(200).with("password and code").body;
        let all = list.split("/administration/accounts/").skip(1);
        let id =
            all.into_iter().find(|rest| rest.contains("Test hr<")).expect("it is listed")[..32].to_owned();
        let path = format!("/administration/accounts/{id}");
        let page = boss.post(&format!("{path}/link"), &[]).await.coded(200).body;
        let link = page.split("/set-up/").nth(1).expect("a link")[..64].to_owned();
        let mut chosen = house.visitor();
        let seen = chosen.post(&format!("/set-up/{link}"), &[("password", PASSWORD)]).await.coded(303);
        assert_eq!(seen.location, "/sign-in/code?next=%2F");
        shows(&mut chosen, &spare[0]).await.coded(303);
        house.signed_in("team-manager").await.post(&format!("{path}/codes"), &[]).await.coded(403);
        boss.get(&path).await.coded(200).with("Reset one-time codes");
        boss.post(&format!("{path}/codes"), &[]).await.coded(303);
        chosen.get("/").await.coded(303);
        boss.get(&path).await.coded(200).without("Reset one-time codes");
        house.signed_in("hr").await.get("/account").await.coded(200).with("turned off");
    }
}

#[tokio::test]
async fn a_role_that_needs_codes_sets_them_up_before_anything_else_and_tokens_go_on() {
    let place = std::sync::Arc::new(Place::sqlite());
    let house = House::furnished_at(place.clone(), EntryRules::default()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    let page = lead.post("/account/tokens", &[("label", "Power BI")]).await.coded(200);
    let token = text_of(&page.body, "token").to_owned();
    let rules = EntryRules { codes_for: vec![Role::WorkforceLead], ..EntryRules::default() };
    let house = House::ruled(place, Settings::default(), rules).await;
    let mut lead = house.signed_in("workforce-lead").await;
    for path in ["/", "/position", "/account", "/people/W1", "/programs"] {
        assert_eq!(lead.get(path).await.coded(303).location, "/account/codes", "{path}");
    }
    assert_eq!(lead.post("/account/tokens", &[("label", "x")]).await.coded(303).location, "/account/codes");
    lead.get("/api/v1/figures").await.coded(403).with("one-time codes");
    lead.get("/account/codes")
        .await
        .coded(200)
        .with("Your role needs one-time codes")
        .without("href=\"/people\"");
    let (secret, _) = set_up(&house, &mut lead).await;
    lead.get("/position").await.coded(200);
    let mut program = house.visitor();
    program.token = Some(token);
    program.get("/api/v1/figures").await.coded(200);
    // Codes that are turned off must be set up again.
    lead.post("/account/codes/off", &[("code", &code(&house, &secret, 1))]).await.coded(303);
    assert_eq!(lead.get("/").await.coded(303).location, "/account/codes");
    lead.post("/sign-out", &[]).await.coded(303);
    // Who has another role goes on as before.
    house.signed_in("hr").await.get("/").await.coded(200);
}
