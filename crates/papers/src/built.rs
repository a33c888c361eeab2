//! A paper as it is built: neutral of format, with every number already printed. Each format is written from this alone, so
//! that all have the same numbers; and this is what publishing freezes.

use serde::{Deserialize, Serialize};
use workforce::Date;

/// A paper that is built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// What stands before the text.
    pub front: Front,
    /// The text, in order. Heading levels begin at 1 below the title and are never skipped.
    pub blocks: Vec<Block>,
    /// Every figure that the text and its tables show, in the order in which they first appear.
    pub passports: Vec<Passport>,
}

/// What stands before the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Front {
    /// The title: the only heading above level 1.
    pub title: String,
    /// The council.
    pub council: String,
    /// The committee, board or group that it goes to.
    pub body: String,
    /// The day of the meeting.
    pub meeting: Date,
    /// The day that its figures are of, unless a figure says otherwise.
    pub as_at: Date,
    /// How old the figures are at the meeting, where that should be said.
    pub stale: Option<String>,
    /// BCP 47, such as `en-GB`.
    pub language: String,
    /// `Draft`, or which version was published when.
    pub status: String,
    /// Lines such as classification, wards, author's post, sign-off: a name and what it says.
    pub lines: Vec<(String, String)>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 5.
        level: u8,
        /// Its words, with its number if it has one.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// A chart, always with its numbers.
    Chart(Chart),
    /// What a reader must know, set apart: a suppressed count, where an earlier paper differed.
    Note(Vec<Run>),
}

/// Words in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are strong.
    #[serde(default)]
    pub strong: bool,
    /// Where they lead: an `https:` address or an anchor.
    #[serde(default)]
    pub link: Option<String>,
    /// The place in [`Built::passports`] of the figure that they print.
    #[serde(default)]
    pub figure: Option<usize>,
}

/// A table: one header row, no merged cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Short and the only one of its kind in the paper: letters, digits and hyphens. Names sheets and files.
    pub id: String,
    /// What it is, in a line.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, one cell for each column. The first cell of a row is its header.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row is a total.
    pub total: bool,
    /// What a reader must know to read it right.
    pub notes: Vec<String>,
    /// Where its numbers come from.
    pub source: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it holds numbers, which line up on the right.
    pub figures: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// As it is printed in every format.
    pub text: String,
    /// The number as a plain decimal, such as `-1234.50`, for spreadsheets; none for words and no-numbers.
    #[serde(default)]
    pub number: Option<String>,
    /// Why there is no number, in a word: `suppressed`, `not available`.
    #[serde(default)]
    pub missing: Option<String>,
    /// The place in [`Built::passports`] of the figure that it prints.
    #[serde(default)]
    pub figure: Option<usize>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows, in a line.
    pub title: String,
    /// What it shows, for whoever cannot see it.
    pub description: String,
    /// SVG without scripts, styles or addresses.
    pub svg: String,
    /// Its numbers, which are shown beside it.
    pub data: Table,
}

/// What must go with a figure wherever it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passport {
    /// The measure's id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// As it is printed, or why there is no number.
    pub value: String,
    /// Its lines: definition, source, numerator, denominator, population, period, unit, known at, cautions.
    pub lines: Vec<(String, String)>,
}

impl Run {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Cell {
    /// Words.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number, as it is printed and as a plain decimal.
    pub fn number(text: impl Into<String>, number: impl Into<String>) -> Self {
        Self { text: text.into(), number: Some(number.into()), ..Self::default() }
    }
}

impl Built {
    /// Every table, those of charts as well, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Chart(chart) => Some(&chart.data),
            _ => None,
        })
    }
}
