/// Reads bytes as each sort of workbook.
pub(crate) fn intake_workbook(bytes: &[u8]) {
    use intake::source::{Limits, ReadOptions, SourceFile, read};

    let limits = Limits {
        file_bytes: 1 << 20,
        expanded_bytes: 1 << 22,
        rows: 1000,
        columns: 100,
        cells: 10_000,
        ..Limits::default()
    };
    for name in ["x.xlsx", "x.xls", "x.ods"] {
        read(&SourceFile::new(name, bytes), &ReadOptions::default(), &limits);
    }
}
