/// Reads bytes as a CSV file.
pub(crate) fn intake_csv(bytes: &[u8]) {
    use intake::source::{Limits, ReadOptions, SourceFile, read};

    let limits = Limits { file_bytes: 1 << 20, rows: 1000, columns: 100, cells: 10_000, ..Limits::default() };
    read(&SourceFile::new("x.csv", bytes), &ReadOptions::default(), &limits);
}
