//! The common table: what every kind of file becomes before anything is read into it.
//!
//! Cells keep what the file held; turning them into dates and quantities is the work of [`crate::values`]. Rows and
//! columns keep their places, so that every later finding can say where it stands.

use std::borrow::Cow;

use compact_str::CompactString;
use jiff::civil::{Date, DateTime};

use crate::finding::Place;

mod build;

pub(crate) use build::{Grid, Merge, build};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// Text as it stands in the file.
    Text(CompactString),
    /// A number, as its exact decimal text (`-12.5`, `1e-7`). There is no float to go through.
    Number(CompactString),
    /// A true date cell of a workbook.
    Date(Date),
    /// A true date cell with a time of day other than midnight.
    DateTime(DateTime),
    /// A true yes or no.
    Bool(bool),
    /// A spreadsheet error such as `#REF!`; a finding about it has been made.
    Error(CompactString),
}

/// A cell and how it came about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// Whether a formula gave the content.
    pub formula: bool,
}

impl Cell {
    /// A cell that holds text.
    pub fn text(text: impl Into<CompactString>) -> Self {
        Content::Text(text.into()).into()
    }

    /// Whether the cell shows nothing: empty, or nothing but spaces.
    pub fn is_blank(&self) -> bool {
        match &self.content {
            Content::Empty => true,
            Content::Text(text) => tidy(text).is_empty(),
            _ => false,
        }
    }

    /// The content as one text: dates in ISO form, numbers exactly, `yes` and `no`.
    pub fn shown(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Empty => Cow::Borrowed(""),
            Content::Text(text) | Content::Number(text) | Content::Error(text) => Cow::Borrowed(text),
            Content::Date(date) => Cow::Owned(date.to_string()),
            Content::DateTime(at) => Cow::Owned(at.to_string()),
            Content::Bool(true) => Cow::Borrowed("yes"),
            Content::Bool(false) => Cow::Borrowed("no"),
        }
    }
}

impl From<Content> for Cell {
    fn from(content: Content) -> Self {
        Self { content, formula: false }
    }
}

/// One column's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The heading, tidied: no spaces around it, no line breaks or runs of spaces within.
    pub name: CompactString,
    /// The column's place in the file, from 0.
    pub column_index: usize,
}

/// One row under the headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row's number as in [`Place::row`].
    pub number: u32,
    /// One cell for each heading, in the headings' order.
    pub cells: Vec<Cell>,
}

/// One table with its headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The file's name.
    pub file: String,
    /// The sheet's name; none for a CSV file.
    pub name: Option<String>,
    /// The number of the row that holds the headings.
    pub header_row: u32,
    /// The headings, left to right. Columns with a blank heading are left out, with a finding.
    pub headings: Vec<Heading>,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The sheet as a place.
    pub fn place(&self) -> Place {
        Place::file(&self.file).in_sheet(self.name.as_deref())
    }

    /// The place of the cell of `row` under the heading at `heading`; without a column when there is no such heading.
    pub fn place_of(&self, row: &Row, heading: usize) -> Place {
        let place = self.place().at_row(row.number);
        match self.headings.get(heading) {
            Some(heading) => place.in_column(heading.name.as_str()),
            None => place,
        }
    }

    /// Where the heading of this name stands among the headings, capitals and spaces aside.
    pub fn heading(&self, name: &str) -> Option<usize> {
        let wanted = folded(name);
        self.headings.iter().position(|heading| folded(&heading.name) == wanted)
    }
}

/// Text without what is only there by accident: spaces of every kind (also non-breaking and zero-width) around it, and
/// byte-order marks. Inside, it is left as it is.
pub fn tidy(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Whether a character takes no room, and so is never meant in a cell.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Text on one line: tidied, with every run of spaces and line breaks inside made one space.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_invisible(c)) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What two headings are compared by.
fn folded(name: &str) -> String {
    one_line(name).to_lowercase()
}

/// A column's letters as spreadsheets show them: 0 is `A`, 26 is `AA`.
pub fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(index % 26).expect("a remainder of 26 fits a byte")));
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_spreadsheets_show() {
        for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(index), letters);
        }
    }

    #[test]
    fn headings_lose_accidental_spaces() {
        assert_eq!(one_line("\u{feff} Post\u{a0}\r\nnumber \u{200b}"), "Post number");
        assert_eq!(tidy("\u{a0}\u{feff}0.8\u{2007}"), "0.8");
    }

    #[test]
    fn a_cell_stays_small() {
        // Ten million cells are within the default limits.
        assert!(size_of::<Cell>() <= 40, "{}", size_of::<Cell>());
    }
}
