//! The sheets of a data appendix, the same for XLSX and ODS: cover, contents, notes, one sheet for each table, and last the
//! passports of the figures.

use crate::built::{Block, Built, NoNumber, Table, shorthand, why_none};

/// A sheet: lines of words, or one table.
pub(super) struct Sheet {
    /// Its name, at most 31 letters and the only one of its kind.
    pub(super) name: String,
    /// Lines, each with the sheet that it leads to.
    pub(super) lines: Vec<(String, Option<String>)>,
    /// The table.
    pub(super) table: Option<Table>,
}

pub(super) fn sheets(built: &Built) -> Vec<Sheet> {
    let plain = |text: String| (text, None);
    let cover = vec![
        plain(format!("{}: data", built.title)),
        plain(built.council.clone()),
        plain(format!("Figures as at {}; for the meeting on {}.", built.as_at, built.meeting)),
        plain(format!("Version {}; known at change {} of the record.", built.version, built.known_at)),
        plain(if built.released {
            "Small counts of people are withheld.".to_owned()
        } else {
            "For use inside the council: small counts of people are shown. Not for publication.".to_owned()
        }),
    ];
    let mut tables: Vec<Table> = built.tables().cloned().collect();
    let shown = tables.len();
    tables.extend(built.appendix());
    let name = |at: usize| if at == shown { "Sources".to_owned() } else { format!("Table {}", at + 1) };
    let mut contents = vec![plain("Contents".to_owned()), ("Notes".to_owned(), Some("Notes".to_owned()))];
    contents.extend(
        tables
            .iter()
            .enumerate()
            .map(|(at, table)| (format!("{}: {}", name(at), table.caption), Some(name(at)))),
    );
    let mut notes = vec![plain("Notes".to_owned())];
    notes.extend(
        NoNumber::ALL.iter().map(|why| plain(format!("{} means {}.", shorthand(*why), why_none(*why)))),
    );
    let charts = built
        .blocks
        .iter()
        .filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None });
    notes.extend(charts.map(|chart| plain(format!("Chart: {}", chart.description))));
    let words = |name: &str, lines| Sheet { name: name.to_owned(), lines, table: None };
    let mut all = vec![words("Cover", cover), words("Contents", contents), words("Notes", notes)];
    all.extend(tables.into_iter().enumerate().map(|(at, table)| Sheet {
        name: name(at),
        lines: Vec::new(),
        table: Some(table),
    }));
    all
}
