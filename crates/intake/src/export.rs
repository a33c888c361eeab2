//! Records back to files in the standard layouts, such that importing what was exported gives the same records.

use workforce::layout::{Layout, Shape};
use workforce::records::Records;

use crate::template::neutralise;

/// The records of one kind as a CSV file: UTF-8 with a byte-order mark, as the empty templates are. Texts that a
/// spreadsheet would run as formulas are guarded; the readers take the guard off again.
pub fn to_csv(layout: &Layout, records: &Records) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let headings = layout.columns.iter().map(|column| column.name);
    writer.write_record(headings).expect("writing to memory does not fail");
    for record in records.of_kind(layout.kind) {
        let cells = layout.columns.iter().zip(record.to_row()).map(|(column, cell)| {
            let cell = cell.unwrap_or_default();
            if is_words(column.shape) { neutralise(&cell) } else { cell }
        });
        writer.write_record(cells).expect("writing to memory does not fail");
    }
    writer.into_inner().expect("writing to memory does not fail")
}

/// Whether a column holds words that people chose: dates, figures and codes cannot be formulas.
fn is_words(shape: Shape) -> bool {
    matches!(shape, Shape::Key | Shape::Reference(_) | Shape::References(_) | Shape::Text)
}
