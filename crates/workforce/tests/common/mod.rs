//! Records from short lines of text: `post post=A from=2020-01-01 role=SW team=T fte=1`. A `_` in a value is a space.

use workforce::records::{Record, Records, layout};

/// Reads one record per line; panics on a line that is not one, since tests write them.
#[allow(dead_code, reason = "not every test file reads many records")]
pub(crate) fn records(text: &str) -> Records {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(record).collect()
}

/// Reads one record.
#[allow(dead_code, reason = "not every test file reads single records")]
pub(crate) fn record(line: &str) -> Record {
    let mut words = line.split_whitespace();
    let kind = words.next().expect("a line starts with a kind");
    let layout = layout(kind).unwrap_or_else(|| panic!("`{kind}` is not a kind"));
    let mut cells: Vec<Option<String>> = vec![None; layout.columns.len()];
    for word in words {
        let (name, value) = word.split_once('=').expect("words are name=value");
        let at = layout.column(name).unwrap_or_else(|| panic!("{kind} has no column `{name}`"));
        cells[at] = Some(value.replace('_', " "));
    }
    let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    Record::from_row(kind, &cells)
        .expect("the kind is known")
        .unwrap_or_else(|problems| panic!("{line}: {problems:?}"))
}
