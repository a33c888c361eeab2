//! Our templates against the design system's own fixtures: the same options must give the same page, but for white space and
//! the order of attributes. Options that a template does not have are not ours to show; how many remain is counted.

use std::collections::BTreeMap;

use askama::Template;
use serde::de::DeserializeOwned;
use serde_json::Value;
use web::components;

/// A page as a list of tags and texts that does not depend on white space, the order of attributes or how a character is
/// escaped.
fn pieces(html: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag_end(tag);
            pieces.push(tag_piece(&tag[..end]));
            rest = tag.get(end + 1..).unwrap_or_default();
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let text = unescaped(&rest[..end]).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                pieces.push(text);
            }
            rest = &rest[end..];
        }
    }
    pieces
}

fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in tag.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

fn tag_piece(tag: &str) -> String {
    let name_end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(name_end);
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let key_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..key_end].to_owned();
        rest = &rest[key_end..];
        let value = if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("a quoted value ends");
            rest = &quoted[end + 1..];
            unescaped(&quoted[..end]).split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            String::new()
        };
        attributes.insert(key, value);
    }
    format!("<{name} {attributes:?}>")
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

/// How many fixtures a template has options for, all of which it must show as the package does.
fn shown<T: Template + DeserializeOwned>(name: &str) -> usize {
    let path = format!("{}/tests/govuk/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the fixtures are there"))
        .expect("they are JSON");
    let mut shown = 0;
    for fixture in all["fixtures"].as_array().expect("a list of fixtures") {
        let Ok(component) = serde_json::from_value::<T>(fixture["options"].clone()) else { continue };
        let ours = component.render().expect("a template renders");
        let theirs = fixture["html"].as_str().expect("a page");
        assert_eq!(pieces(&ours), pieces(theirs), "{name}: {}\n{ours}", fixture["name"]);
        shown += 1;
    }
    shown
}

#[test]
fn the_templates_give_what_the_package_gives() {
    let counts = [
        ("breadcrumbs", shown::<components::Breadcrumbs>("breadcrumbs")),
        ("button", shown::<components::Button>("button")),
        ("checkboxes", shown::<components::Checkboxes>("checkboxes")),
        ("details", shown::<components::Details>("details")),
        ("error-summary", shown::<components::ErrorSummary>("error-summary")),
        ("file-upload", shown::<components::FileUpload>("file-upload")),
        ("generic-header", shown::<components::GenericHeader>("generic-header")),
        ("input", shown::<components::Input>("input")),
        ("inset-text", shown::<components::InsetText>("inset-text")),
        ("notification-banner", shown::<components::NotificationBanner>("notification-banner")),
        ("phase-banner", shown::<components::PhaseBanner>("phase-banner")),
        ("radios", shown::<components::Radios>("radios")),
        ("select", shown::<components::Select>("select")),
        ("service-navigation", shown::<components::ServiceNavigation>("service-navigation")),
        ("skip-link", shown::<components::SkipLink>("skip-link")),
        ("summary-list", shown::<components::SummaryList>("summary-list")),
        ("table", shown::<components::Table>("table")),
        ("tag", shown::<components::Tag>("tag")),
        ("textarea", shown::<components::Textarea>("textarea")),
        ("warning-text", shown::<components::WarningText>("warning-text")),
    ];
    for (name, count) in counts {
        eprintln!("{name}: {count} fixtures");
        assert!(count >= 2, "{name} is held against {count} fixtures only");
    }
    assert!(counts.iter().map(|(_, count)| count).sum::<usize>() >= 120, "{counts:?}");
}
