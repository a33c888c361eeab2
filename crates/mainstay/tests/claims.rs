//! `mainstay claims check`.

mod common;

use std::fs;

use common::{Ran, ask_at};
use serde_json::Value;
use tempfile::TempDir;

const PAPER: &str = "Northumberland County Council\n\nCommittee, 2 February 2023\n\n\
    Over the last 12 months the turnover rate in Northumberland has been 15.9%. The vacancy rate was 18.1% in 2022.\n";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Checks a paper with no store.
fn check(name: &str, content: &[u8], arguments: &str) -> Ran {
    let folder = folder();
    fs::write(folder.path().join(name), content).expect("the test's own data");
    ask_at("none.db", folder.path(), &format!("claims check {name} {arguments}"))
}

fn verdicts(found: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found["claims"]
        .as_array()
        .expect("the test's own data")
        .iter()
        .map(|one| (text(&one["stated"]), text(&one["verdict"])))
        .collect()
}

#[test]
fn figures_are_confirmed_and_contradicted_with_no_store() {
    let found = check("paper.txt", PAPER.as_bytes(), "--format json").coded(1).json();
    let pair = |stated: &str, verdict: &str| (stated.to_owned(), verdict.to_owned());
    assert_eq!(verdicts(&found), [pair("15.9", "confirmed"), pair("18.1", "contradicted")]);
    let claim = &found["claims"][1];
    assert_eq!((&claim["measure"], &claim["authority"]), (&"vacancy_rate_fte".into(), &"929".into()));
    assert_eq!(claim["computed"], "8.1");
    let (start, end) = (
        claim["start"].as_u64().expect("the test's own data"),
        claim["end"].as_u64().expect("the test's own data"),
    );
    let bytes = usize::try_from(start).expect("the test's own data")
        ..usize::try_from(end).expect("the test's own data");
    assert_eq!(claim["text"], PAPER[bytes]);
    assert_eq!(found["document"]["published"], "2023-02-02");
    assert_eq!(found["summary"]["contradicted"], 1);
    let keys: Vec<&String> = claim.as_object().expect("the test's own data").keys().collect();
    for key in [
        "text",
        "start",
        "end",
        "kind",
        "measure",
        "authority",
        "period",
        "stated",
        "computed",
        "verdict",
        "because",
        "source",
    ] {
        assert!(keys.iter().any(|known| *known == key), "{key}");
    }
}

#[test]
fn a_paper_that_holds_ends_with_nothing_wrong() {
    let text = "The turnover rate in England was 15.9% in 2023.";
    let shown = check("paper.md", text.as_bytes(), "").coded(0);
    assert!(shown.out.contains("confirmed") && shown.out.contains("1 claims: 1 confirmed"), "{}", shown.out);
}

#[test]
fn the_marked_page_escapes_the_paper_and_marks_each_claim() {
    let text = "The turnover rate in England was 12.9% in 2023 <script>alert(1)</script>.";
    let page = check("paper.txt", text.as_bytes(), "--format html").coded(1).out;
    assert!(page.contains("<mark id=\"in-1\" class=\"contradicted\""), "{page}");
    assert!(!page.contains("<script>"));
}

#[test]
fn html_is_read_as_the_words_it_shows() {
    let html = "<!doctype html><html><head><style>p{}</style></head><body><p>The turnover rate in <b>England</b>\n\
        was 15.9% in&nbsp;2023.</p><table><tr><th>Role</th><th>Number</th></tr><tr><td>A</td><td>2</td></tr>\
        <tr><td>B</td><td>3</td></tr><tr><td>Total</td><td>6</td></tr></table></body></html>";
    let found = check("paper.html", html.as_bytes(), "--format json").coded(1).json();
    assert_eq!(
        verdicts(&found),
        [("15.9".to_owned(), "confirmed".to_owned()), ("6".to_owned(), "contradicted".to_owned())]
    );
}

#[test]
fn what_is_no_paper_is_refused_with_what_to_do() {
    assert!(check("paper.pdf", b"%PDF-1.7", "").coded(3).err.contains("pdftotext"));
    assert!(check("paper.txt", b"", "").coded(3).err.contains("no words"));
    assert!(check("paper.docx", b"PK\x03\x04broken", "").coded(3).err.contains("DOCX"));
    assert!(check("paper.txt", b"\0\x01\x02", "").coded(3).err.contains("not text"));
    assert!(
        check("paper.txt", b"Words.", "--authority Nowhere").coded(2).err.contains("no authority `Nowhere`")
    );
    assert!(check("paper.txt", b"Words.", "--format sarif").coded(2).err.contains("sarif"));
}

#[test]
fn the_record_is_asked_where_it_is_wanted() {
    let folder = folder();
    ask_at("wexcombe.db", folder.path(), "example load wexcombe").coded(0);
    let figure = ask_at(
        "wexcombe.db",
        folder.path(),
        "--format json figure turnover_rate_fte --year-ending 2024-09-30",
    )
    .coded(0)
    .json();
    let value = figure["value"].as_str().expect("the test's own data").to_owned();
    let text = format!("Our turnover rate was {value}% in 2024. Our turnover rate was 99.9% in 2024.\n");
    fs::write(folder.path().join("paper.txt"), text).expect("the test's own data");
    let found = ask_at(
        "wexcombe.db",
        folder.path(),
        "--format json claims check paper.txt --against record --published 2025-01-10",
    )
    .coded(1)
    .json();
    assert_eq!(
        verdicts(&found),
        [(value, "confirmed".to_owned()), ("99.9".to_owned(), "contradicted".to_owned())]
    );
    assert!(found["claims"][0]["source"].as_str().expect("the test's own data").starts_with("the record of"));
}

#[test]
fn a_correction_is_kept_and_used_by_the_next_check() {
    let folder = folder();
    let run = |arguments: &str| ask_at("none.db", folder.path(), arguments);
    let claim = "--sentence 'The vacancy rate was 18.1% in 2022.' --stated 18.1";
    let correct = |more: &str| run(&format!("claims correct kept.toml {claim} {more}"));
    fs::write(folder.path().join("paper.txt"), PAPER).expect("the test's own data");
    let said = correct("--measure vacancy --reason 'By headcount.'").coded(3).err;
    assert!(said.contains("kept.toml: line 1: there is no measure `vacancy`"), "{said}");
    assert!(!folder.path().join("kept.toml").exists());
    correct("--authority england --measure turnover_rate_headcount --reason 'The heading.'").coded(0);
    assert!(correct("--year 2021 --reason Again").coded(3).err.contains("corrected twice"));
    let checked = run("--format json claims check paper.txt --corrections kept.toml").coded(0).json();
    let claim = &checked["claims"][1];
    assert_eq!((&claim["verdict"], &claim["authority"]), (&"confirmed".into(), &"england".into()));
    assert!(claim["because"].as_str().expect("the test's own data").contains("given by hand"), "{claim}");
    fs::write(folder.path().join("paper.txt"), "Words alone.").expect("the test's own data");
    let other = run("claims check paper.txt --corrections kept.toml").coded(0).err;
    assert!(other.contains("A correction was not used: no claim of the paper states `18.1`"), "{other}");
}
