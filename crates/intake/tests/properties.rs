//! Properties of importing: what is exported comes back, nothing panics, and an import is all or nothing.

mod common;

use common::{after, import, options};
use intake::export::to_csv;
use intake::mapping;
use intake::proposal::propose;
use intake::source::SourceFile;
use proptest::prelude::*;
use testkit::any_record::any_records;
use workforce::records::{LAYOUTS, Records};

/// The records as files in the standard layouts.
fn exported(records: &Records) -> Vec<SourceFile> {
    let layouts = LAYOUTS.iter().filter(|layout| !records.of_kind(layout.kind).is_empty());
    layouts.map(|layout| SourceFile::new(format!("{}.csv", layout.name), to_csv(layout, records))).collect()
}

/// Cells that people and spreadsheets leave behind.
fn awkward_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}",
        "-?[0-9]{0,12}[.,]?[0-9]{0,9}%?",
        "\\PC{0,12}",
        Just("=1+1".to_owned()),
        Just("#REF!".to_owned()),
        Just("2024-02-30".to_owned()),
        Just("W1".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn importing_what_was_exported_gives_the_same(records in any_records(12)) {
        let files = exported(&records);
        let proposal = import(&Records::default(), &files);
        // The records are each sound by themselves and contradict one another: only such breaches may be found.
        let rules: Vec<_> = workforce::check::RULES.iter().map(|rule| rule.code).collect();
        for finding in &proposal.findings {
            let known = rules.contains(&finding.code) || finding.level != intake::finding::Level::Error;
            prop_assert!(known, "{finding:?}");
        }
        prop_assert_eq!(&after(&Records::default(), &proposal), &records);
        let again = import(&records, &files);
        prop_assert!(again.entries.is_empty());
    }

    #[test]
    fn awkward_cells_give_findings_and_never_a_panic(
        layout in prop::sample::select(LAYOUTS),
        rows in prop::collection::vec(prop::collection::vec(awkward_cell(), 0..24), 0..6),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(layout.columns.iter().map(|column| column.name)).expect("memory");
        for row in &rows {
            writer.write_record(row.iter().take(layout.columns.len())).expect("memory");
        }
        let file = SourceFile::new(format!("{}.csv", layout.name), writer.into_inner().expect("memory"));
        let proposal = import(&Records::default(), &[file]);
        for finding in &proposal.findings {
            prop_assert!(!finding.message.is_empty() && !finding.fix.is_empty() && !finding.file.is_empty());
        }
    }

    #[test]
    fn any_bytes_under_any_name_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        start in prop::sample::select(&["", "PK\u{3}\u{4}", "\u{feff}", "post,from\n"][..]),
        name in prop::sample::select(&["posts.csv", "posts.xlsx", "posts.xls", "posts.ods", "posts"][..]),
    ) {
        let mut all = start.as_bytes().to_vec();
        all.extend(bytes);
        let proposal = import(&Records::default(), &[SourceFile::new(name, all)]);
        prop_assert!(!proposal.findings.is_empty());
    }

    #[test]
    fn any_text_is_a_mapping_or_is_told_why_not(text in "[\\[\\]a-z_\"=.{}, \\n0-9]{0,120}") {
        let (mapping, findings) = mapping::read("m.toml", &text);
        prop_assert!(!findings.is_empty() || !mapping.sources.is_empty());
        propose(&Records::default(), &[SourceFile::new("a.csv", "a,b\n1,2\n")], Some(&mapping), &options());
    }
}
