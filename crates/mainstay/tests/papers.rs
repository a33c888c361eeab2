//! `mainstay paper`: begun, built, published; the record corrected; the same bytes again, and what was restated.

mod common;

use common::{ask, file, json, places};
use serde_json::json;
use testkit::stores::Place;

/// A paper of the invented council.
fn published(place: &Place) -> serde_json::Value {
    ask(place, "example load wexcombe").coded(0);
    ask(place, "paper new scrutiny-update --as-at 2022-09-30 --meeting 2023-02-02 --out paper.toml").coded(0);
    json(place, "paper publish paper.toml")
}

#[test]
fn a_published_paper_is_the_same_for_ever_and_what_was_restated_is_listed() {
    let place = Place::sqlite();
    let answer = published(&place);
    assert_eq!((&answer["version"], &answer["as_at"]), (&json!(1), &json!("2022-09-30")));
    let id = answer["id"].as_str().unwrap().to_owned();
    let formats = ["html", "docx", "xlsx", "ods", "csv"];
    let give = |format: &str, out: &str| {
        ask(&place, &format!("--format {format} paper reproduce {id} --out {out}")).coded(0);
        std::fs::read(place.file(out)).expect("the file is there")
    };
    let first: Vec<Vec<u8>> = formats.iter().map(|format| give(format, &format!("first.{format}"))).collect();
    let none = json(&place, &format!("paper changes {id} --since {id}"));
    assert_eq!(none["restated"], json!([]), "nothing is known otherwise yet");
    // A leaver of March 2022 turns out to have left a year later.
    file(
        &place,
        "late/spells.csv",
        "spell,worker,started,origin,left,reason,destination,notice_given\n\
         S00011,W00011,2005-06-20,other-authority,2023-03-27,retired,not-social-care,2022-02-01\n",
    );
    ask(&place, "import late").coded(0);
    for (format, bytes) in formats.iter().zip(&first) {
        assert!(give(format, &format!("again.{format}")) == *bytes, "{format}");
    }
    let changes = json(&place, &format!("paper changes {id} --since {id}"));
    let restated: Vec<&str> =
        changes["restated"].as_array().unwrap().iter().filter_map(|one| one["figure"].as_str()).collect();
    assert!(restated.contains(&"leavers") && restated.contains(&"turnover"), "{changes}");
    assert!(!restated.contains(&"turnover-before"), "{changes}");
    // Publishing again is a correction, which must say what it puts right.
    let refused = ask(&place, "paper publish paper.toml").coded(2);
    assert!(refused.err.contains("correction"), "{refused:?}");
    ask(&place, "verify").coded(0);
}

#[test]
fn a_paper_is_built_in_every_format_and_mistakes_are_all_said() {
    for place in places() {
        ask(&place, "example load northumberland-2022").coded(0);
        for template in json(&place, "paper templates")["templates"].as_array().unwrap() {
            let name = template["name"].as_str().unwrap();
            let new = format!("paper new {name} --as-at 2022-09-30 --meeting 2023-02-02 --out {name}.toml");
            ask(&place, &new).coded(0);
        }
        for format in ["html", "docx", "xlsx", "ods", "csv"] {
            ask(&place, &format!("--format {format} paper build scrutiny-update.toml --out out.{format}"))
                .coded(0);
        }
        let page = std::fs::read_to_string(place.file("out.html")).expect("the page is there");
        assert!(page.contains("Not for publication"), "it was not released");
        assert!(page.contains("Turnover was 15.9% both times"), "{page}");
        file(&place, "bad.toml", "id = \"x\"\nsize = 3\n");
        let refused = ask(&place, "paper build bad.toml --out bad.html").coded(3);
        assert!(refused.err.contains("line 2") && refused.err.contains("needs `title`"), "{refused:?}");
    }
}
