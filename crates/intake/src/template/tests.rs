//! Tests of the templates, read back by the readers of this crate.

use super::*;
use crate::source::{Limits, ReadOptions, SourceFile, read};

const BASES: &[Code] = &[
    Code { code: "substantive", meaning: "Holds the post." },
    Code { code: "cover", meaning: "Stands in for the holder." },
];

const fn column(name: &'static str, required: bool, shape: Shape) -> Column {
    Column { name, required, key: false, shape, doc: "What it means." }
}

const HOLDINGS: Layout = Layout {
    kind: "holding",
    name: "holdings",
    doc: "who holds a post.",
    personal: true,
    columns: &[
        column("post", true, Shape::Key),
        column("worker", true, Shape::Reference("worker")),
        column("basis", true, Shape::Code(BASES)),
        column("bases before", false, Shape::Codes(BASES)),
        column("from", true, Shape::Date),
        column("fte", true, Shape::Fte),
        column("pay", false, Shape::Money),
        column("cases", false, Shape::Count),
        column("hours", false, Shape::Decimal),
        column("part-time", false, Shape::YesNo),
        column("note", false, Shape::Text),
    ],
};

const UNITS: Layout = Layout {
    kind: "unit",
    name: "units",
    doc: "a team.",
    personal: false,
    columns: &[column("unit", true, Shape::Key)],
};

#[test]
fn a_workbook_reads_back_as_its_headings() {
    let bytes = workbook(&[&HOLDINGS, &UNITS]).unwrap();
    let reading = read(&SourceFile::new("t.xlsx", bytes), &ReadOptions::default(), &Limits::default());
    let names: Vec<_> = reading.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    assert_eq!(names, ["Notes", "holdings", "units", "Codes"]);
    let headings: Vec<_> = reading.sheets[1].headings.iter().map(|heading| heading.name.as_str()).collect();
    assert_eq!(headings, HOLDINGS.columns.iter().map(|column| column.name).collect::<Vec<_>>());
    assert_eq!(reading.sheets[1].header_row, 1);
    let codes: Vec<_> =
        reading.findings.iter().map(|finding| (finding.code, finding.sheet.as_deref())).collect();
    assert!(codes.contains(&("empty-sheet", Some("holdings"))), "{codes:?}");
    assert!(names.iter().filter(|name| is_for_people(name)).eq(["Notes", "Codes"].iter()));
    let list = &reading.sheets[3];
    assert_eq!(list.rows.len(), 4);
    assert_eq!(list.rows[1].cells[2].shown(), "cover");
}

#[test]
fn notes_tell_every_column() {
    let bytes = workbook(&[&HOLDINGS]).unwrap();
    let options = ReadOptions { header_row: Some(2), sheet: Some("Notes".to_owned()) };
    let reading = read(&SourceFile::new("t.xlsx", bytes), &options, &Limits::default());
    assert_eq!(reading.findings, []);
    let sheet = &reading.sheets[0];
    assert_eq!(sheet.rows.len(), 1 + HOLDINGS.columns.len());
    let row: Vec<_> = sheet.rows[3].cells.iter().map(|cell| cell.shown()).collect();
    assert_eq!(row, ["holdings", "basis", "yes", "one of: substantive, cover", "What it means."]);
}

#[test]
fn the_same_layouts_give_the_same_bytes() {
    let first = workbook(&[&HOLDINGS, &UNITS]).unwrap();
    // Long enough for any clock in the file to move on.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == workbook(&[&HOLDINGS, &UNITS]).unwrap());
}

#[test]
fn a_name_that_no_sheet_may_have_is_refused() {
    let layout = Layout { name: "holdings/of/posts", ..UNITS };
    assert!(workbook(&[&layout]).is_err());
}

#[test]
fn csv_has_headings_only() {
    assert_eq!(csv(&UNITS), b"\xef\xbb\xbfunit\r\n");
    let reading =
        read(&SourceFile::new("holdings.csv", csv(&HOLDINGS)), &ReadOptions::default(), &Limits::default());
    assert_eq!(reading.sheets[0].headings.len(), HOLDINGS.columns.len());
    assert_eq!(reading.sheets[0].headings[0].name, "post");
}
