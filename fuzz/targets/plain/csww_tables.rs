/// Reads bytes as the tables of a return, cut at NUL bytes; what is read is written and read again as it was.
pub(crate) fn csww_tables(bytes: &[u8]) {
    use returns::csww::csv::{from_csv, to_csv};
    use returns::csww::year::CensusYear;

    let names = ["workers.csv", "header.csv", "totals.csv", "extras.csv"];
    let files: Vec<(&str, &[u8])> = names.into_iter().zip(bytes.split(|byte| *byte == 0)).collect();
    let Ok(content) = from_csv(&files, CensusYear::NEWEST) else { return };
    let tables = to_csv(&content, CensusYear::NEWEST);
    let again: Vec<(&str, &[u8])> = tables.iter().map(|table| (table.name, table.bytes.as_slice())).collect();
    assert_eq!(
        from_csv(&again, CensusYear::NEWEST).as_ref(),
        Ok(&content),
        "what was written reads as it was"
    );
}
