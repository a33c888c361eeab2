//! `mainstay serve` as its operator meets it: settings that cannot be used, said in one sentence.

mod common;

use common::{ask, file};
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
    // A flag comes before the file.
    file(&place, "settings.toml", "public-url = \"https://mainstay.example.org\"\n");
    let flag = ask(&place, "serve --config settings.toml --public-url odd").coded(2);
    assert!(flag.err.contains("`odd`"), "{}", flag.err);
    assert!(!std::path::Path::new(&place.address).exists(), "nothing was made");
}
