//! TLS without a proxy: what is served by it, and files that cannot be.

mod common;

use std::path::PathBuf;
use std::time::Duration;

use app::policy::Role;
use common::{House, PASSWORD};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use testkit::stores::Place;
use web::app;
use web::serve::{listen, serve};
use web::settings::Settings;
use web::tls::Tls;

/// A certificate for this machine and its key, as PEM.
fn made() -> (String, String) {
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(names).expect("a certificate can be made");
    (cert.pem(), signing_key.serialize_pem())
}

fn file(place: &Place, name: &str, text: &str) -> PathBuf {
    let path = place.file(name);
    std::fs::write(&path, text).expect("a file can be written");
    path
}

#[tokio::test]
async fn pages_are_served_by_tls_and_whatever_has_begun_comes_to_its_end() {
    let place = Place::sqlite();
    let (certificate, key) = made();
    let tls = Tls::read(&file(&place, "cert.pem", &certificate), &file(&place, "key.pem", &key));
    let settings = Settings {
        listen: "127.0.0.1:0".parse().expect("an address"),
        tls: Some(tls.expect("the files fit")),
        ..Settings::default()
    };
    assert_eq!(settings.problems(), Vec::<String>::new());
    let house = House::with(place, settings).await;
    house.council().await;
    house.person("ann", Role::Hr, Vec::new()).await;
    let listener = listen(&house.site).await.expect("a port is free");
    let port = listener.local_addr().expect("it listens").port();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(house.site.clone(), listener, async {
        let _ = stopped.await;
    }));
    let root = reqwest::Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
    let client = reqwest::Client::builder()
        .tls_certs_only([root])
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let at = |path: &str| format!("https://127.0.0.1:{port}{path}");
    let health = client.get(at("/health")).send().await.expect("it answers");
    assert_eq!(health.status().as_u16(), 200);
    assert!(health.headers().contains_key("strict-transport-security"), "{:?}", health.headers());
    let plain = reqwest::get(format!("http://127.0.0.1:{port}/health")).await;
    assert!(plain.is_err() || plain.is_ok_and(|answer| !answer.status().is_success()), "not without TLS");
    let signing = client
        .post(at("/sign-in"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("name=ann&password={}", PASSWORD.replace(' ', "+")));
    // Looking at a password takes its time: the end is asked for while it is looked at.
    let signing = tokio::spawn(signing.send());
    tokio::time::sleep(Duration::from_millis(30)).await;
    stop.send(()).expect("it is served");
    let signed = signing.await.expect("it comes to its end").expect("nobody is cut off");
    assert_eq!(signed.status().as_u16(), 303);
    let cookie = signed.headers()["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("__Host-mainstay=") && cookie.contains("; Secure"), "{cookie}");
    let ended = tokio::time::timeout(Duration::from_secs(20), serving).await.expect("it ends in time");
    ended.expect("nothing panicked").expect("it ended well");
    assert!(client.get(at("/health")).send().await.is_err(), "nobody listens any more");
}

#[test]
fn files_that_cannot_be_served_are_said_in_a_sentence_each() {
    let place = Place::sqlite();
    let (certificate, key) = made();
    let (cert, secret) = (file(&place, "cert.pem", &certificate), file(&place, "key.pem", &key));
    let other = KeyPair::generate().expect("a key can be made").serialize_pem();
    let (other, odd) = (file(&place, "other.pem", &other), file(&place, "odd.pem", "hello"));
    let locked = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let locked = file(&place, "locked.pem", &locked);
    let broken = file(&place, "broken.pem", &certificate.replace("MI", "!!"));
    let none = place.file("none.pem");
    let said =
        |certificate: &PathBuf, key: &PathBuf| Tls::read(certificate, key).expect_err("it cannot be served");
    let one = |certificate, key, words: &str| {
        let all = said(certificate, key);
        assert!(all.len() == 1 && all[0].contains(words), "{words}: {all:?}");
    };
    one(&cert, &other, "other.pem is not the key of the certificate in ");
    one(&cert, &none, "tls-key: ");
    one(&none, &secret, "No such file");
    one(&odd, &secret, "holds no certificate in PEM form");
    one(&cert, &odd, "holds no private key in PEM form");
    one(&cert, &locked, "the key is encrypted");
    one(&broken, &secret, "tls-certificate: ");
    one(&secret, &secret, "holds no certificate");
    assert_eq!(said(&none, &odd).len(), 2, "everything at once");
}
