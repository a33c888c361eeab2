//! The demonstration, and the README's picture of it.

mod common;

use std::path::Path;

use common::{mainstay, run};
use testkit::stores::Place;

/// The demonstration's output in the default store of a folder.
fn demonstration(place: &Place) -> String {
    let mut command = mainstay("mainstay.db");
    command.current_dir(place.folder()).arg("demo");
    run(command).coded(0).out
}

#[test]
fn prints_the_papers_tables_and_what_to_try_next() {
    let place = Place::sqlite();
    let out = demonstration(&place);
    insta::assert_snapshot!(out);
    let again = demonstration(&place);
    assert_eq!(again.matches("Already there: ").count(), 6, "a second run loads nothing twice");
    let tables = |text: &str| text.split_once("\nHerefordshire").map(|(_, tables)| tables.to_owned());
    assert_eq!(tables(&again), tables(&out));
}

#[test]
fn the_readme_shows_real_output() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README is in the repository");
    let pictures: Vec<&str> =
        readme.split("```text\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert!(!pictures.is_empty());
    let out = demonstration(&Place::sqlite());
    for picture in pictures {
        assert!(out.contains(picture), "the demonstration does not print\n{picture}");
    }
}
