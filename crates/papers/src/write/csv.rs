//! The data of a paper as CSV: its tables one below the other, each under its caption, and then the figures' passports.
//! Cells that a spreadsheet would run as formulas are made text.

use crate::built::{Built, Cell, Table};

pub(super) fn write(built: &Built) -> Vec<u8> {
    // The mark keeps Excel from taking the file for Windows-1252.
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let mut line = |cells: &[String]| {
        writer.write_record(cells).expect("writing to memory does not fail");
    };
    line(&[guarded(&built.title)]);
    for table in built.tables().chain(&built.appendix()) {
        line(&[String::new()]);
        table_lines(table, &mut line);
    }
    writer.into_inner().expect("writing to memory does not fail")
}

fn table_lines(table: &Table, line: &mut impl FnMut(&[String])) {
    line(&[guarded(&table.caption)]);
    line(&table.columns.iter().map(|column| guarded(&column.heading)).collect::<Vec<_>>());
    for row in &table.rows {
        line(&row.iter().map(cell).collect::<Vec<_>>());
    }
    for note in table.all_notes() {
        line(&[guarded(&format!("Note: {note}"))]);
    }
}

fn cell(cell: &Cell) -> String {
    if let Cell::Number(number) = cell { number.clone() } else { guarded(cell.text()) }
}

/// Text that no spreadsheet runs.
fn guarded(text: &str) -> String {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if runs || text.starts_with(['\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}
