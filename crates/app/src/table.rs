//! A table of words and figures, before it is drawn for a terminal, written as CSV or laid out on a page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use workforce::change::RecordId;
use workforce::position::show;
use workforce::quantity::Quantity;

/// A table with its heading, notes and, last, its total where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What it is, in a line.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, one text per column.
    pub rows: Vec<Vec<String>>,
    /// The total, one text per column.
    pub total: Option<Vec<String>>,
    /// What a reader must know to read it right.
    pub notes: Vec<String>,
    /// The records behind the cells of some columns, row by row: a page may lead there.
    #[serde(skip)]
    pub behind: BTreeMap<usize, Vec<Option<RecordId>>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it holds figures, which line up on the right.
    pub figures: bool,
}

impl Table {
    /// A table with columns of words (plain headings) and of figures (headings that start with `#`).
    pub fn new(title: impl Into<String>, headings: &[&str]) -> Self {
        let column = |heading: &&str| Column {
            heading: heading.trim_start_matches('#').to_owned(),
            figures: heading.starts_with('#'),
        };
        Self { title: title.into(), columns: headings.iter().map(column).collect(), ..Self::default() }
    }

    /// Says which records of a kind stand behind a column's cells, row by row; a blank key is none.
    pub(crate) fn lead<K: AsRef<str>>(
        &mut self,
        column: usize,
        kind: &str,
        keys: impl IntoIterator<Item = K>,
    ) {
        let id =
            |key: K| Some(key.as_ref()).filter(|key| !key.is_empty()).map(|key| RecordId::new(kind, key));
        self.behind.insert(column, keys.into_iter().map(id).collect());
    }
}

/// A quantity as the decimal string that every interface gives; `None` is a no-number.
pub fn decimal(quantity: Quantity) -> Option<String> {
    quantity.ok().map(|fte| fte.to_string())
}

/// A quantity with its sign written out, for changes.
pub fn signed(quantity: Quantity) -> String {
    match quantity {
        Ok(fte) if fte > workforce::quantity::Fte::ZERO => format!("+{fte}"),
        other => show(other),
    }
}
