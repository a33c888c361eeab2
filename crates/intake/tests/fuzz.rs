//! The fuzz targets of `fuzz/`, on what proptest makes: files with bytes changed.

#[path = "../../../fuzz/targets/plain/intake_csv.rs"]
mod intake_csv;
#[path = "../../../fuzz/targets/plain/intake_workbook.rs"]
mod intake_workbook;

use proptest::prelude::*;
use proptest::sample::Index;

const WORKBOOKS: [&[u8]; 3] = [
    include_bytes!("fixtures/awkward.xlsx"),
    include_bytes!("fixtures/awkward.ods"),
    include_bytes!("fixtures/awkward.xls"),
];

/// Found by fuzzing: a formula that says it is longer than its record, on which the library panics. It is a refusal, with
/// its file.
#[test]
fn a_workbook_that_the_library_panics_on_is_refused() {
    use intake::source::{Limits, ReadOptions, SourceFile, read};

    let bytes = include_bytes!("fixtures/formula-past-its-end.xls");
    let told = read(&SourceFile::new("staff.xls", &bytes[..]), &ReadOptions::default(), &Limits::default());
    let refused = told.findings.iter().find(|finding| finding.is_error()).expect("it is refused");
    assert!(refused.message.contains("makes no sense"), "{refused:?}");
    assert_eq!(refused.file, "staff.xls");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_as_csv_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        intake_csv::intake_csv(&bytes);
    }

    #[test]
    fn any_workbook_is_read_or_refused(
        which in 0..WORKBOOKS.len(),
        edits in proptest::collection::vec((any::<Index>(), any::<u8>()), 0..8),
    ) {
        let mut bytes = WORKBOOKS[which].to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        intake_workbook::intake_workbook(&bytes);
    }
}
