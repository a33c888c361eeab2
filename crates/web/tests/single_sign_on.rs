//! Single sign-on as far as it is ours, on both engines: whose groups let them in, which account is theirs, what ends when a
//! group is gone. The provider itself is real in the browser's tests.

mod common;

use app::policy::Role;
use app::reception::{EntryRules, Means};
use app::sign_on::{GroupRule, NotLetIn, SignOn, SignedOn};
use common::{House, PASSWORD};
use testkit::stores::Place;
use web::app;

fn rules() -> EntryRules {
    let rule = |group: &str, role, teams: &[&str]| GroupRule {
        group: group.to_owned(),
        role,
        teams: teams.iter().map(|team| (*team).to_owned()).collect(),
    };
    EntryRules {
        groups: vec![rule("people", Role::Hr, &[]), rule("duty", Role::TeamManager, &["DUTY"])],
        codes_for: vec![Role::Hr],
        ..EntryRules::default()
    }
}

fn who(subject: &str, email: Option<&str>, groups: &[&str]) -> SignedOn {
    SignedOn {
        issuer: "https://login.example.org".to_owned(),
        subject: subject.to_owned(),
        name: Some("Cy Invented".to_owned()),
        verified_email: email.map(str::to_owned),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

/// Signs on, and gives whoever is in then.
async fn comes(house: &House, who: &SignedOn) -> Result<app::reception::Visitor, NotLetIn> {
    let now = house.site.now();
    let session = house.reception.sign_on(who, now).await.expect("the store answers")?;
    let visitor = house.reception.visitor(&session, now).await.expect("the store answers");
    Ok(visitor.expect("they are in"))
}

#[tokio::test]
async fn groups_make_the_account_and_are_read_again_each_time() {
    for place in Place::both().await {
        let house = House::furnished_at(place, rules()).await;
        let before = house.reception.is_new().await.expect("the store answers");
        assert!(!before);
        assert_eq!(
            comes(&house, &who("7", Some("cy@example.org"), &["others"])).await,
            Err(NotLetIn::NoGroup)
        );
        let mut boss = house.signed_in("administrator").await;
        boss.get("/administration").await.coded(200).without("cy@example.org");
        let first =
            comes(&house, &who("7", Some("Cy@Example.org"), &["duty"])).await.expect("they are let in");
        assert_eq!((first.name.as_str(), first.role), ("cy@example.org", Role::TeamManager));
        assert_eq!(
            (first.teams.as_slice(), first.means),
            (&["DUTY".to_owned()][..], Some(Means::SingleSignOn))
        );
        boss.get("/administration").await.coded(200).with("single sign-on");
        let office = house.reception.office_of(&first, house.site.today());
        let token = office.add_token(&first.account, "x", house.site.now()).await.expect("the store answers");
        // The same person with another address and another group is the same account, with other rights.
        let again =
            comes(&house, &who("7", Some("other@example.org"), &["people"])).await.expect("they are let in");
        assert_eq!((again.account.as_str(), again.role), (first.account.as_str(), Role::Hr));
        assert!(!again.must_set_up, "the provider sees to codes");
        let bearer = house.reception.token_bearer(&token, house.site.now()).await.expect("the store answers");
        assert!(bearer.is_none(), "a token ends with the rights that it was made with");
        // The same subject of another provider is somebody else.
        let other =
            SignedOn { issuer: "https://other.example.org".to_owned(), ..who("7", None, &["people"]) };
        let other = comes(&house, &other).await.expect("they are let in");
        assert!(
            other.name.starts_with("single-sign-on:") && other.account != first.account,
            "{}",
            other.name
        );
        // An address that has come to somebody else makes a new account.
        let heir =
            comes(&house, &who("8", Some("cy@example.org"), &["people"])).await.expect("they are let in");
        assert!(heir.account != first.account && heir.name.starts_with("single-sign-on:"), "{}", heir.name);
        // Who has left the groups is out at once, and has no password to come in by.
        assert_eq!(comes(&house, &who("7", None, &[])).await, Err(NotLetIn::NoGroup));
        let mut guest = house.visitor();
        guest.post("/sign-in", &[("name", "cy@example.org"), ("password", "")]).await.coded(401);
    }
}

#[tokio::test]
async fn an_account_made_for_a_verified_address_is_linked_once_and_loses_its_password() {
    for place in Place::both().await {
        let house = House::furnished_at(place, rules()).await;
        house.person("ann@example.org", Role::Reader, Vec::new()).await;
        let mut session = house.signed_in("ann@example.org").await;
        let unverified = comes(&house, &who("9", None, &["people"])).await.expect("they are let in");
        assert_ne!(unverified.name, "ann@example.org");
        session.get("/").await.coded(200);
        let linked =
            comes(&house, &who("10", Some("ANN@example.org"), &["people"])).await.expect("they are let in");
        assert_eq!((linked.name.as_str(), linked.role), ("ann@example.org", Role::Hr));
        session.get("/").await.coded(303);
        let mut guest = house.visitor();
        guest.post("/sign-in", &[("name", "ann@example.org"), ("password", PASSWORD)]).await.coded(401);
        let other =
            comes(&house, &who("11", Some("ann@example.org"), &["people"])).await.expect("they are let in");
        assert_ne!(other.account, linked.account, "nobody else takes it over");
        // A closed account stays closed.
        let office = house.reception.office(app::policy::Actor::operator("tester", house.site.today()));
        let council = office.council(None).await.expect("there is a council");
        let account = office.account(&council, &linked.account).await.expect("it is there");
        let person = app::accounts::NewPerson {
            name: account.name.clone(),
            shown: account.shown.clone(),
            role: Role::Hr,
            teams: Vec::new(),
        };
        let closing = office.change_account(&council, &account.id, account.version, &person, true).await;
        closing.expect("the store answers").expect("it is closed");
        assert_eq!(
            comes(&house, &who("10", Some("ann@example.org"), &["people"])).await,
            Err(NotLetIn::Closed)
        );
    }
}

#[tokio::test]
async fn with_passwords_turned_off_only_an_administrator_breaks_the_glass() {
    let place = std::sync::Arc::new(Place::sqlite());
    let house = House::furnished_at(place.clone(), EntryRules::default()).await;
    house.person("boss@example.org", Role::Administrator, Vec::new()).await;
    let named = ["administrator", "Boss@example.org", "hr"].map(str::to_owned).to_vec();
    let rules = EntryRules { passwords_only_for: Some(named), ..rules() };
    let house = House::ruled(place, web::settings::Settings::default(), rules).await;
    house.signed_in("administrator").await.get("/").await.coded(200);
    for name in ["hr", "reader"] {
        let form = [("name", name), ("password", PASSWORD)];
        house.visitor().post("/sign-in", &form).await.coded(401).with("The name or the password is wrong");
    }
    // What is left when the provider fails does not depend on it.
    let other =
        comes(&house, &who("12", Some("boss@example.org"), &["people"])).await.expect("they are let in");
    assert_ne!(other.name, "boss@example.org");
    house.signed_in("boss@example.org").await.get("/").await.coded(200);
}

#[tokio::test]
async fn a_sign_on_comes_back_once_to_the_browser_that_began_it_and_in_time() {
    let house = House::furnished_at(Place::sqlite(), rules()).await;
    let begun = SignOn { nonce: "n".to_owned(), verifier: "v".to_owned(), next: "/people".to_owned() };
    let send = async |state: &str| {
        let now = house.site.now();
        let browser = house.reception.begin_sign_on(state, &begun, "10.0.0.1", now).await;
        browser.expect("the store answers")
    };
    let back = async |state: &str, browser: &app::reception::Secret| {
        house.reception.returned(state, browser, house.site.now()).await.expect("the store answers")
    };
    let (mine, yours) = (send("mine").await.expect("few"), send("yours").await.expect("few"));
    assert_eq!(back("yours", &mine).await, None);
    assert_eq!(back("mine", &mine).await, Some(begun.clone()));
    assert_eq!(back("mine", &mine).await, None);
    house.wait(16);
    assert_eq!(back("yours", &yours).await, None);
    for at in 0..300 {
        assert!(send(&format!("state {at}")).await.is_some(), "{at}");
    }
    assert_eq!(send("one too many").await, None);
}

#[tokio::test]
async fn without_a_provider_there_is_no_single_sign_on() {
    let house = House::furnished(Place::sqlite()).await;
    for path in ["/sign-in/single", "/sign-in/returned?state=x&code=y", "/sign-in/out"] {
        house.visitor().get(path).await.coded(404).with("Page not found");
    }
    house.visitor().get("/sign-in").await.coded(200).without("council account");
}
