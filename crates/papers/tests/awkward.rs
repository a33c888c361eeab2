//! Papers that are broken, hostile or strange: no panic, places that fit the text, the same answer twice.

use std::io::{Cursor, Write};

use papers::claims::evidence::Evidence;
use papers::claims::{Claim, Report, Settings, Verdict, check, marked};
use papers::document::{Document, Matter};
use papers::read::{Unreadable, read};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn report(document: &Document) -> Report {
    let evidence = Evidence { releases: papers::benchmarks::releases().iter().collect(), own: None };
    check(document, &Settings { evidence, ..Settings::default() })
}

/// A DOCX of a body.
fn docx(body: &str) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    file.start_file("word/document.xml", SimpleFileOptions::default()).expect("in memory");
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    file.write_all(xml.as_bytes()).expect("in memory");
    file.finish().expect("in memory").into_inner()
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

fn cell(words: &str) -> String {
    format!("<w:tc>{}</w:tc>", paragraph(words))
}

#[test]
fn word_documents_give_words_headings_and_tables() {
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|words| cell(words)).collect::<String>())
    };
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Workforce</w:t></w:r></w:p>{}{}<w:tbl>{}{}{}{}</w:tbl>",
        paragraph("Turnover in England was "),
        "<w:p><w:r><w:t>The turnover rate in England was 15.9</w:t></w:r><w:r><w:t>% in 2023 &amp; fell.</w:t></w:r><w:del><w:r><w:delText>Struck out.</w:delText></w:r></w:del></w:p>",
        row(&["Role", "Posts"]),
        row(&["Social worker", "12"]),
        row(&["Manager", "3"]),
        row(&["Total", "16"]),
    );
    let document = read("paper.docx", &docx(&body)).unwrap();
    assert!(matches!(document.blocks[0].matter, Matter::Heading));
    assert!(document.text.contains("15.9% in 2023 & fell."), "{}", document.text);
    assert!(!document.text.contains("Struck out"));
    let report = report(&document);
    let found: Vec<(&str, &str)> =
        report.claims.iter().map(|claim| (claim.stated.as_str(), claim.verdict.text())).collect();
    assert!(found.contains(&("15.9", "confirmed")) && found.contains(&("16", "contradicted")), "{found:?}");
    for claim in &report.claims {
        assert_eq!(claim.text, document.text[claim.start..claim.end]);
    }
}

#[test]
fn a_bomb_and_a_broken_archive_are_refused() {
    let huge = "a ".repeat(9 << 20);
    assert_eq!(read("paper.docx", &docx(&paragraph(&huge))), Err(Unreadable::TooLong));
    let whole = docx(&paragraph("Words."));
    for cut in [10, whole.len() / 2, whole.len() - 5] {
        assert!(matches!(read("paper.docx", &whole[..cut]), Err(Unreadable::BrokenDocx(_))));
    }
    assert!(matches!(read("paper.docx", &docx("<w:p><w:r>")), Ok(_) | Err(_)));
}

/// Pieces that sentences, tables and markup are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("turnover"),
        Just("vacancy rate"),
        Just("agency workers"),
        Just("sickness"),
        Just("caseload"),
        Just("in post"),
        Just("England"),
        Just("Devon"),
        Just("North East"),
        Just("we"),
        Just("regional ("),
        Just("15.9%"),
        Just("1,302"),
        Just("£3.4"),
        Just("(13.20)"),
        Just("-6"),
        Just("2022"),
        Just("in 2023"),
        Just("September 2021"),
        Just("last 12 months"),
        Just("previous year"),
        Just("rose"),
        Just("fell"),
        Just("from"),
        Just("to"),
        Just("by"),
        Just("and"),
        Just(","),
        Just("."),
        Just(":"),
        Just(";"),
        Just("("),
        Just(")"),
        Just("%"),
        Just("nearly"),
        Just("half of"),
        Just("respectively"),
        Just("lowest since 2017"),
        Just("above the national average"),
        Just("\t"),
        Just("\n"),
        Just("\n\n"),
        Just("|"),
        Just("Total"),
        Just("Establishment"),
        Just("Permanent"),
        Just("Agency"),
        Just("Vacant"),
        Just("(Over)/under"),
        Just("Variance"),
        Just("is attached"),
        Just("é"),
        Just("’"),
        Just("\u{a0}"),
        Just("<p>"),
        Just("</td>"),
        Just("99999999999999999999"),
        Just("0.0000001"),
        Just("each service"),
        Just("of 0"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_words_are_read_without_harm(words in pieces(), name in prop_oneof![Just("a.txt"), Just("a.md"), Just("a.html")]) {
        let Ok(document) = read(name, words.as_bytes()) else { return Ok(()) };
        let one = report(&document);
        prop_assert_eq!(&one, &report(&document));
        for claim in &one.claims {
            prop_assert_eq!(&claim.text, &document.text[claim.start..claim.end]);
            prop_assert!(document.text.get(claim.mark.clone()).is_some());
            prop_assert!(!claim.because.is_empty());
        }
        let page = marked::page(&document, &one);
        prop_assert!(!page.contains("<p>England"));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), docx in any::<bool>()) {
        let mut bytes = bytes;
        if docx {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        if let Ok(document) = read("a.docx", &bytes) {
            report(&document);
        }
    }
}

/// What `pdftotext -layout` made of three pages that were written for this test; no council wrote them.
const OF_PDF: &str = include_str!("pdf/paper.txt");

#[test]
fn the_text_of_a_pdf_is_read_over_its_pages() {
    let document = read("paper.txt", OF_PDF.as_bytes()).unwrap();
    assert_eq!(document.text.len(), OF_PDF.len(), "every place stays where it was");
    assert_eq!(document.text.matches("Leeds City Council").count(), 1, "kept where it stands first");
    assert!(!document.text.contains("Page 2 of 3"));
    let report = report(&document);
    assert_eq!(report.document.authority.as_deref(), Some("383"));
    assert_eq!(report.document.published.as_deref(), Some("2024-06-18"));
    let wrong: Vec<&str> = report
        .claims
        .iter()
        .filter(|claim| claim.verdict == Verdict::Contradicted)
        .map(|claim| claim.stated.as_str())
        .collect();
    // The long label of a row leaves one space before its number, and its numbers are still those of their columns.
    assert_eq!(wrong, ["21", "18"], "{:#?}", report.claims);
    // What a line begins with is no item, in the middle of a sentence.
    let of_lines = ["628.5", "3.2"];
    let holds =
        |claim: &&Claim| of_lines.contains(&claim.stated.as_str()) && claim.verdict == Verdict::Confirmed;
    assert_eq!(report.claims.iter().filter(holds).count(), 2, "{:#?}", report.claims);
    for claim in &report.claims {
        assert_eq!(claim.text, document.text[claim.start..claim.end]);
        assert!(!claim.text.contains("Page"), "{}", claim.text);
    }
}

#[test]
fn words_broken_over_lines_and_joined_letters_are_whole() {
    let text = "The turn-\nover rate in England was 15.9% in 2023. The va\u{AD}can\u{AD}\ncy rate in England was\n18.9% in 2023. \
                In 2023 there were 33,119.1 full-\n  time equivalent social workers in post in England. The agency work-\r\nforce: \
                the agency rate was 17.9% in 2023 in England, an ofﬁcial ﬁgure.";
    let document = read("paper.txt", text.as_bytes()).unwrap();
    let report = report(&document);
    let found: Vec<(&str, &str)> =
        report.claims.iter().map(|claim| (claim.stated.as_str(), claim.verdict.text())).collect();
    let confirmed = ["15.9", "18.9", "33119.1", "17.9"].map(|stated| (stated, "confirmed"));
    assert_eq!(found, confirmed, "{:#?}", report.claims);
}

#[test]
fn lines_that_pages_do_not_repeat_are_kept() {
    let text = "Report\n\nOne\n12\n\x0CReport\n\nTwo\n400\n\x0CEnd of it\n";
    let document = read("paper.txt", text.as_bytes()).unwrap();
    for kept in ["One", "12", "Two", "400", "End of it"] {
        assert!(document.text.contains(kept), "{kept}: {}", document.text);
    }
    assert_eq!(document.text.matches("Report").count(), 1);
    // Without form feeds there are no pages.
    assert_eq!(read("paper.txt", b"Report\n\nReport\n").unwrap().text, "Report\n\nReport\n");
}
