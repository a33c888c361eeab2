//! The rights as a document, and every route held against it.

mod common;

use common::House;
use testkit::stores::Place;
use web::app::policy::{Reach, Role, reach};
use web::routes::{ROUTES, rights_markdown};
use web::{Gate, app};

/// `docs/rights.md` is this test's own output: with `MAINSTAY_WRITE=1` it writes it.
#[test]
fn the_printed_rights_are_those_that_hold() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rights.md");
    let page = rights_markdown();
    if std::env::var("MAINSTAY_WRITE").is_ok() {
        std::fs::write(path, &page).expect("the document can be written");
    }
    let printed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        printed == page,
        "docs/rights.md is out of date: MAINSTAY_WRITE=1 cargo test -p web --test rights"
    );
    for role in Role::ALL {
        assert!(page.contains(role.words()), "{role} is missing");
    }
    for action in app::policy::Action::ALL {
        assert!(page.contains(&format!("| {} |", action.words())), "{action} is missing");
    }
    for route in ROUTES {
        let line = format!("| `{} {}` |", route.method.to_uppercase(), route.path);
        assert!(page.contains(&line), "{line} is missing");
    }
}

/// A route that was added to the router by hand would be missing from the table, and ungated.
#[test]
fn no_route_is_made_but_by_the_table() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut seen = 0;
    for path in files(std::path::Path::new(folder)) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let made = text.matches(".route(").count()
            + text.matches(".nest(").count()
            + text.matches(".merge(").count();
        seen += made;
        assert!(made == 0 || path.ends_with("routes.rs"), "{} makes routes", path.display());
    }
    assert_eq!(seen, 1, "the table makes its routes in one place");
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries
        .flat_map(|entry| {
            let path = entry.expect("an entry").path();
            if path.is_dir() { files(&path) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

/// Only these need no session: they show nothing of the record.
#[test]
fn what_is_open_shows_nothing() {
    let open: Vec<&str> =
        ROUTES.iter().filter(|route| route.gate == Gate::Open).map(|route| route.path).collect();
    for path in open {
        let sound =
            ["/assets/", "/sign-in", "/set-up/", "/health", "/ready", "/metrics", "/api/v1/openapi.json"];
        assert!(sound.iter().any(|start| path.starts_with(start)), "{path} is open");
    }
}

#[tokio::test]
async fn each_role_passes_where_the_table_says_and_nowhere_else() {
    let house = House::furnished(Place::sqlite()).await;
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Operator) {
        let mut guest = house.signed_in(role.code()).await;
        for route in ROUTES.iter().filter(|route| route.method == "get" && !route.path.contains('{')) {
            let Gate::May(action) = route.gate else { continue };
            let seen = guest.get(route.path).await;
            let passes = reach(role, action) != Reach::Nothing;
            assert_eq!(
                seen.status.as_u16() != 403,
                passes,
                "{role} at {} ({}): {}",
                route.path,
                seen.status,
                seen.body
            );
            assert!(!seen.status.is_server_error(), "{role} at {}: {}", route.path, seen.body);
        }
    }
}

#[tokio::test]
async fn without_a_session_everything_leads_to_signing_in() {
    let house = House::furnished(Place::sqlite()).await;
    for route in ROUTES.iter().filter(|route| route.gate != Gate::Open) {
        let path = route.path.replace(['{', '}'], "x");
        let mut guest = house.visitor();
        let seen = if route.method == "get" { guest.get(&path).await } else { guest.post(&path, &[]).await };
        if route.path.starts_with("/api/") {
            assert_eq!(seen.status.as_u16(), 401, "{path}");
        } else {
            assert_eq!(seen.status.as_u16(), 303, "{path}: {}", seen.body);
            assert!(seen.location.starts_with("/sign-in"), "{path}: {}", seen.location);
        }
    }
}
