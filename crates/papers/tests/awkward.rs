//! Papers that are broken, hostile or strange: no panic, places that fit the text, the same answer twice.

use std::io::{Cursor, Write};

use papers::claims::evidence::Evidence;
use papers::claims::{Report, Settings, check, marked};
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
