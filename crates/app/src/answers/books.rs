//! The books as an answer.

use measures::books::{Books, Line};
use measures::exact::Amount;
use measures::measure::Count;
use serde::Serialize;

use crate::table::Table;

/// The books, as `mainstay books --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct BooksAnswer {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The unit that they are of; `null` for the council.
    pub scope: Option<String>,
    /// `fte` or `headcount`.
    pub unit: Count,
    /// The change as of which they were known.
    pub known_at: u64,
    /// On the day before the first.
    pub opening: String,
    /// The lines, in their order.
    pub lines: Vec<LineAnswer>,
    /// On the last day.
    pub closing: String,
    /// What the lines leave unexplained.
    pub residual: String,
    /// Whether nothing is left unexplained.
    pub closes: bool,
}

/// A line of the books.
#[derive(Debug, Clone, Serialize)]
pub struct LineAnswer {
    /// Its code.
    pub line: &'static str,
    /// `1` where it adds, `-1` where it takes away.
    pub sign: i8,
    /// Its sum.
    pub amount: String,
    /// The records behind it.
    pub records: Vec<EntryAnswer>,
}

/// One record's part in a line.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct EntryAnswer {
    pub record: String,
    pub day: String,
    pub amount: String,
}

impl BooksAnswer {
    pub(crate) fn new(books: &Books, known_at: u64, scope: Option<String>) -> Self {
        let line = |line: &Line| {
            let entries = books.entries.iter().filter(|entry| entry.line == *line);
            LineAnswer {
                line: line.code(),
                sign: if line.takes_away() { -1 } else { 1 },
                amount: books.total(*line).to_string(),
                records: entries
                    .map(|entry| EntryAnswer {
                        record: entry.record.to_string(),
                        day: entry.day.to_string(),
                        amount: entry.amount.to_string(),
                    })
                    .collect(),
            }
        };
        Self {
            from: books.span.from.to_string(),
            to: books.span.to.to_string(),
            scope,
            unit: books.count,
            known_at,
            opening: books.opening.to_string(),
            lines: Line::ALL.iter().map(line).collect(),
            closing: books.closing.to_string(),
            residual: books.residual().to_string(),
            closes: books.residual() == Amount::ZERO,
        }
    }

    /// As tables: the identity, then the records of each line.
    pub fn tables(&self) -> Vec<Table> {
        let unit = if self.unit == Count::Fte { "FTE" } else { "people" };
        let scope = self.scope.as_ref().map(|scope| format!(", {scope}")).unwrap_or_default();
        let title = format!("The books, {} to {}{scope}, in {unit}", self.from, self.to);
        let mut table = Table::new(title, &["Line", "#Amount", "#Records"]);
        table.rows.push(vec!["Opening".to_owned(), self.opening.clone(), String::new()]);
        for line in &self.lines {
            let sign = if line.sign < 0 { "less " } else { "plus " };
            let name = format!("{sign}{}", line.line.replace('-', " "));
            table.rows.push(vec![name, line.amount.clone(), line.records.len().to_string()]);
        }
        table.rows.push(vec!["Unexplained".to_owned(), self.residual.clone(), String::new()]);
        table.total = Some(vec!["Closing".to_owned(), self.closing.clone(), String::new()]);
        let mut records = Table::new("The records behind the lines", &["Line", "Day", "Record", "#Amount"]);
        for line in &self.lines {
            records.rows.extend(line.records.iter().map(|entry| {
                vec![line.line.to_owned(), entry.day.clone(), entry.record.clone(), entry.amount.clone()]
            }));
        }
        if records.rows.is_empty() { vec![table] } else { vec![table, records] }
    }
}
