//! The same numbers in every format, by reading the files back; and the same bytes for the same paper.

mod common;

use std::io::{Cursor, Read as _};

use common::{built, cells};
use papers::built::{Built, Cell};
use papers::write::{Format, write};

#[test]
fn a_sentence_and_its_tables_say_what_the_figures_say() {
    let built = built();
    let html = String::from_utf8(write(&built, Format::Html).expect("HTML")).expect("UTF-8");
    assert!(html.contains("rose from 15.8% to 15.9% (small numbers)"), "{html}");
    assert!(html.contains("Social workers: an update &amp; &lt;more&gt;") && !html.contains("<more>"));
    assert!(html.contains("125 days old on the day of the meeting"), "how old the figures are is said");
    assert!(html.contains("[c] is suppressed."));
    assert!(html.contains("<html lang=\"en-GB\">") && !html.contains("src=") && !html.contains("@import"));
    assert_eq!(html.matches("<h1>").count(), 1);
}

#[test]
fn every_format_gives_the_same_numbers() {
    let built = built();
    let numbers: Vec<String> = built
        .tables()
        .flat_map(|table| table.rows.iter().flatten())
        .filter_map(|cell| if let Cell::Number(number) = cell { Some(number.clone()) } else { None })
        .collect();
    assert!(numbers.len() > 10, "{numbers:?}");
    for format in [Format::Xlsx, Format::Ods] {
        let sheets = cells(write(&built, format).expect("a workbook"));
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["Cover", "Contents", "Notes"], "{format:?}");
        assert_eq!(names.last(), Some(&"Sources"));
        let all: Vec<&String> = sheets.iter().flat_map(|(_, cells)| cells).collect();
        for number in &numbers {
            let value: f64 = number.parse().expect("a number");
            assert!(all.contains(&&format!("number {value}")), "{format:?} lacks {number}: {all:?}");
        }
        assert!(all.iter().any(|cell| *cell == "[c]"), "{format:?}");
        assert!(all.iter().any(|cell| *cell == "=1+1 is no formula"), "{format:?}: {all:?}");
    }
    let html = String::from_utf8(write(&built, Format::Html).expect("HTML")).expect("UTF-8");
    let docx = write(&built, Format::Docx).expect("DOCX");
    let read = papers::read::read("paper.docx", &docx).expect("our own reader reads it");
    let csv = String::from_utf8(write(&built, Format::Csv).expect("CSV")).expect("UTF-8");
    for number in &numbers {
        assert!(html.contains(&format!(">{number}</t")), "HTML lacks {number}");
        assert!(read.text.contains(number.as_str()), "DOCX lacks {number}");
        assert!(csv.contains(number.as_str()), "CSV lacks {number}");
    }
    assert!(csv.contains("Note: =1+1 is no formula"), "text after a word is no formula");
}

#[test]
fn a_docx_says_what_its_charts_show_and_repeats_headings() {
    let docx = write(&built(), Format::Docx).expect("DOCX");
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        package.by_name(name).expect("the part is there").read_to_end(&mut bytes).expect("it reads");
        bytes
    };
    let document = String::from_utf8(part("word/document.xml")).expect("UTF-8");
    assert_eq!(document.matches("<w:tblHeader/>").count(), document.matches("<w:tbl>").count());
    assert!(document.contains("descr=\"Turnover by year from 2021 to 2022: it rose from 15.8% to 15.9%"));
    let styles = String::from_utf8(part("word/styles.xml")).expect("UTF-8");
    assert!(styles.contains("<w:lang w:val=\"en-GB\"/>"));
    assert!(part("word/media/chart1.png").starts_with(b"\x89PNG"));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for format in Format::ALL {
        let first = write(&built(), format).expect("it is written");
        assert!(first == write(&built(), format).expect("it is written"), "{format:?}");
    }
    let frozen = serde_json::to_string(&built()).expect("it is JSON");
    let again: Built = serde_json::from_str(&frozen).expect("it reads back");
    assert_eq!(again, built());
}

#[test]
fn everything_wrong_with_a_file_is_said_at_once_with_its_line() {
    let text = "id = \"Bad Id\"\ntitle = \"T\"\ncommittee = \"C\"\nas_at = \"2023-02-03\"\nmeeting = \"2023-02-02\"\n\
                colour = \"red\"\n\n[[figure]]\nid = \"a\"\nmeasure = \"turnover\"\n\n[[section]]\nheading = \"H\"\n\
                level = 3\ntext = \"\"\"\nFine.\nSee {figure b} and {nothing}.\n\"\"\"\n";
    let problems = papers::paper::read(text).expect_err("it is wrong");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 4, 6, 10, 14, 17, 17], "{problems:#?}");
}
