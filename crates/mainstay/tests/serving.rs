//! `mainstay serve` as its operator meets it: settings that cannot be used, said in one sentence.

mod common;

use app::reception::{FirstPerson, Reception, Secret};
use common::{ask, file, json};
use testkit::stores::Place;

#[test]
fn settings_that_cannot_be_used_are_said_in_a_sentence() {
    let place = Place::sqlite();
    let open = ask(&place, "serve --listen 0.0.0.0:8080").coded(2);
    assert!(open.err.contains("passwords would travel in the clear"), "{}", open.err);
    let odd = ask(&place, "serve --public-url mainstay.example.org").coded(2);
    assert!(odd.err.contains("public-url: `mainstay.example.org` is not an address"), "{}", odd.err);
    let demo = ask(&place, "demo --serve --listen 0.0.0.0:8080").coded(2);
    assert!(demo.err.contains("a demonstration"), "{}", demo.err);
    file(&place, "settings.toml", "listen = \"127.0.0.1:0\"\nlisen = 1\n");
    let key = ask(&place, "serve --config settings.toml").coded(2);
    assert!(key.err.contains("settings.toml") && key.err.contains("`lisen`"), "{}", key.err);
    file(&place, "settings.toml", "listen = \"here\"\n");
    let value = ask(&place, "serve --config settings.toml").coded(2);
    assert!(value.err.contains("line 1"), "{}", value.err);
    let role = ask(&place, "serve --require-codes administrator,boss").coded(2);
    assert!(
        role.err.contains("require-codes: there is no role `boss`; there are administrator"),
        "{}",
        role.err
    );
    file(&place, "settings.toml", "require-codes = [\"operator\"]\n");
    let operator = ask(&place, "serve --config settings.toml").coded(2);
    assert!(operator.err.contains("there is no role `operator`"), "{}", operator.err);
    let oidc = "[oidc]\nissuer = \"http://login.example.org\"\nclient-id = \"\"\nclient-secret-file = \"none\"\nbreak-glass = []\n\
        [[oidc.group]]\nname = \"a\"\nrole = \"boss\"\n[[oidc.group]]\nname = \"b\"\nrole = \"team-manager\"\n\
        [[oidc.group]]\nname = \"c\"\nrole = \"hr\"\nteams = [\"DUTY\"]\n";
    file(&place, "settings.toml", oidc);
    let all = ask(&place, "serve --config settings.toml").coded(2);
    for said in [
        "oidc.client-secret-file: none: ",
        "oidc.break-glass: name at least one",
        "oidc.group `a`: there is no role `boss`",
        "oidc.group `b`: say which teams",
        "oidc.group `c`: hr sees the whole council",
    ] {
        assert!(all.err.contains(said), "{said} is not in: {}", all.err);
    }
    file(&place, "none", "hush");
    let provider = ask(&place, "serve --config settings.toml").coded(2);
    for said in
        ["oidc.issuer: `http://login.example.org` would be asked in the clear", "oidc.client-id: it is empty"]
    {
        assert!(provider.err.contains(said), "{said} is not in: {}", provider.err);
    }
    assert!(!provider.err.contains("hush"));
    file(&place, "settings.toml", "[oidc]\nissuer = \"https://login.example.org\"\nclient_id = \"x\"\n");
    let key = ask(&place, "serve --config settings.toml").coded(2);
    assert!(key.err.contains("`client_id`"), "{}", key.err);
    let alone = ask(&place, "serve --tls-certificate cert.pem").coded(2);
    assert!(alone.err.contains("tls-key: give the key"), "{}", alone.err);
    let missing =
        ask(&place, "serve --tls-certificate cert.pem --tls-key key.pem --listen 0.0.0.0:0").coded(2);
    assert!(missing.err.contains("tls-certificate: cert.pem: No such file"), "{}", missing.err);
    assert!(!missing.err.contains("in the clear"), "{}", missing.err);
    // A flag comes before the file.
    file(&place, "settings.toml", "public-url = \"https://mainstay.example.org\"\n");
    let flag = ask(&place, "serve --config settings.toml --public-url odd").coded(2);
    assert!(flag.err.contains("`odd`"), "{}", flag.err);
    assert!(!std::path::Path::new(&place.address).exists(), "nothing was made");
}

#[tokio::test]
async fn whoever_runs_the_program_can_let_an_administrator_in_again() {
    let place = Place::sqlite();
    ask(&place, "account list").coded(4);
    let reception =
        Reception::open_or_create(&place.address).await.expect("a fresh place can be made a store");
    let now = jiff::Timestamp::now();
    let link = reception.first_link(now).await.expect("the store answers").expect("it is new");
    let person = FirstPerson {
        council_code: "999".to_owned(),
        council_name: "Testshire".to_owned(),
        name: "boss".to_owned(),
        shown: "The Boss".to_owned(),
        password: "a quiet afternoon".to_owned(),
    };
    let session =
        reception.set_up(&link, person, now).await.expect("the store answers").expect("it is sound");
    let visitor = reception.visitor(&session, now).await.expect("the store answers").expect("they are in");
    reception.offer_codes(&visitor, now).await.expect("the store answers").expect("none are on");
    reception.close().await;
    let listed = json(&place, "account list");
    assert_eq!((&listed[0]["name"], &listed[0]["role"]), (&"boss".into(), &"administrator".into()));
    let odd = ask(&place, "account add 'a b' --shown Lead --role boss").coded(2);
    assert!(odd.err.contains("--role: there is no role `boss`"), "{}", odd.err);
    let odd = ask(&place, "account add 'a b' --shown '' --role team-manager").coded(2);
    for said in
        ["name: Enter an email address", "shown: Enter a full name", "teams: Select at least one team"]
    {
        assert!(odd.err.contains(said), "{said}: {}", odd.err);
    }
    let added = json(&place, "account add Lead@example.org --shown 'The Lead' --role workforce-lead");
    assert!(added["page"].as_str().is_some_and(|page| page.starts_with("/set-up/")), "{added}");
    ask(&place, "account add lead@example.org --shown 'The Lead' --role hr").coded(2);
    assert_eq!(json(&place, "account list")[1]["name"], "lead@example.org");
    assert!(ask(&place, "account link nobody").coded(2).err.contains("nobody signs in with `nobody`"));
    let page = json(&place, "account link Boss")["page"].as_str().expect("text").to_owned();
    assert_eq!(page.len(), "/set-up/".len() + 64, "{page}");
    ask(&place, "account reset-codes boss").coded(0);
    let reception = Reception::open_or_create(&place.address).await.expect("it is a store");
    let secret = Secret::shown(&page["/set-up/".len()..]).expect("a secret");
    assert_eq!(reception.link(&secret, now).await.expect("the store answers"), Some(Some("boss".to_owned())));
    let gone = reception.visitor(&session, now).await.expect("the store answers");
    assert!(gone.is_none(), "the session has ended");
    reception.close().await;
}
