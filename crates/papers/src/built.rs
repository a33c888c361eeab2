//! A built paper: everything that any format shows, and nothing about any format. Publishing freezes it as JSON.
//!
//! Writers read only this, so that a number cannot differ between formats.

use serde::{Deserialize, Serialize};
pub use workforce::quantity::NoNumber;

/// The layout of a built paper as JSON; a change of its meaning takes the next number.
pub const LAYOUT: u32 = 1;

/// A built paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// [`LAYOUT`] of when it was built.
    pub layout: u32,
    /// Its id: lower-case letters, figures and hyphens.
    pub id: String,
    /// 1 for the first publication; each correction is one more.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The council's name.
    pub council: String,
    /// The date of the figures, `YYYY-MM-DD`.
    pub as_at: String,
    /// The date of the meeting, `YYYY-MM-DD`; documents are dated by it, so that no clock is read.
    pub meeting: String,
    /// The language, such as `en-GB`.
    pub language: String,
    /// Whether its figures went through disclosure control.
    pub released: bool,
    /// The change of the record as of which its figures were known.
    pub known_at: u64,
    /// What it consists of, in order.
    pub blocks: Vec<Block>,
    /// The figures in it, each once, under the ids that the paper gives them.
    pub figures: Vec<Passport>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading; 2 is below the title, and no level is skipped.
    Heading {
        /// From 2 on.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list.
    List {
        /// Whether it is numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// A chart, always with the table of what it shows.
    Chart(Chart),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Words.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// A figure or a sentence made of figures.
    Figure {
        /// As printed.
        text: String,
        /// The ids of the figures in it.
        of: Vec<String>,
    },
}

impl Run {
    /// What it says.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Figure { text, .. } => text,
        }
    }
}

/// What a run of pieces says.
pub fn plain(runs: &[Run]) -> String {
    runs.iter().map(Run::text).collect()
}

/// A table. The first column holds the rows' headings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows, of when and in what unit.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row is the total.
    pub has_total: bool,
    /// What a reader must know to read it right.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it holds numbers, which line up on the right.
    pub numbers: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number as it is printed: a plain decimal.
    Number(String),
    /// Why there is no number.
    None(NoNumber),
}

impl Cell {
    /// As it is printed.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::None(why) => shorthand(*why),
        }
    }
}

/// Why there is no number, in a cell: the shorthand of the Government Analysis Function's guidance on symbols in tables.
pub fn shorthand(why: NoNumber) -> &'static str {
    match why {
        NoNumber::NotApplicable => "[z]",
        NoNumber::NotAvailable => "[x]",
        NoNumber::Suppressed => "[c]",
        NoNumber::LowReliability => "[u]",
        NoNumber::RoundsToZero => "[low]",
    }
}

/// Why there is no number, in a sentence.
pub fn why_none(why: NoNumber) -> String {
    why.code().replace('_', " ")
}

impl Table {
    /// The kinds of no-number in it, each once.
    pub fn no_numbers(&self) -> Vec<NoNumber> {
        let mut all: Vec<NoNumber> = self
            .rows
            .iter()
            .flatten()
            .filter_map(|cell| if let Cell::None(why) = cell { Some(*why) } else { None })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Its notes, and what the shorthand in it means.
    pub fn all_notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(
            self.no_numbers().iter().map(|why| format!("{} is {}.", shorthand(*why), why_none(*why))),
        );
        notes
    }
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What it is, in a line.
    pub title: String,
    /// What it shows, for whoever cannot see it.
    pub description: String,
    /// The drawing, as SVG that names nothing outside itself.
    pub svg: String,
    /// The same numbers.
    pub table: Table,
}

/// A figure with all that says what it is. Numbers are decimal texts, as printed or exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passport {
    /// Its id in the paper.
    pub id: String,
    /// The measure's id.
    pub measure: String,
    /// The measure's title.
    pub title: String,
    /// As it is printed; none without a number.
    pub value: Option<String>,
    /// Why there is none.
    pub none: Option<NoNumber>,
    /// What it is counted in, by code: `fte`, `people`, `cases`, `days`, `percent`, `ratio`.
    pub unit: String,
    /// The exact numerator.
    pub numerator: Option<String>,
    /// The exact denominator.
    pub denominator: Option<String>,
    /// Whose posts or people are counted.
    pub population: String,
    /// The day, or the first and the last day with ` to ` between them.
    pub period: String,
    /// How long a time it is about, so that unlike periods are not compared: `a day`, `12 months`, `17 days`.
    pub length: String,
    /// The definition in words.
    pub definition: String,
    /// Where the definition is from.
    pub source: String,
    /// The change as of which it was known.
    pub known_at: u64,
    /// What a reader should know.
    pub cautions: Vec<String>,
}

impl Passport {
    /// As a sentence prints it, with its unit.
    pub fn words(&self) -> String {
        match (&self.value, self.none) {
            (Some(value), _) => match self.unit.as_str() {
                "percent" => format!("{value}%"),
                "fte" => format!("{value} FTE"),
                "days" => format!("{value} days"),
                _ => value.clone(),
            },
            (None, why) => why_none(why.unwrap_or(NoNumber::NotAvailable)),
        }
    }

    /// As a table prints it.
    pub fn cell(&self) -> Cell {
        match (&self.value, self.none) {
            (Some(value), _) => Cell::Number(value.clone()),
            (None, why) => Cell::None(why.unwrap_or(NoNumber::NotAvailable)),
        }
    }
}

impl Built {
    /// The tables, those of charts among them, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Chart(chart) => Some(&chart.table),
            _ => None,
        })
    }

    /// The data appendix: the passports of the figures, as a table; none where there are none, as in a paper of positions.
    pub fn appendix(&self) -> Option<Table> {
        (!self.figures.is_empty()).then(|| self.sources())
    }

    /// The passports of the figures, as a table.
    pub fn sources(&self) -> Table {
        let heading = |(heading, numbers): (&str, bool)| Column { heading: heading.to_owned(), numbers };
        let columns = [
            ("Figure", false),
            ("Value", true),
            ("Unit", false),
            ("Numerator", true),
            ("Denominator", true),
            ("When", false),
            ("Of whom", false),
            ("Definition", false),
            ("Source of the definition", false),
            ("Known at change", true),
        ];
        let part = |part: &Option<String>| match part {
            Some(number) => Cell::Number(number.clone()),
            None => Cell::None(NoNumber::NotApplicable),
        };
        let row = |one: &Passport| {
            vec![
                Cell::Text(format!("{} ({})", one.title, one.id)),
                one.cell(),
                Cell::Text(one.unit.clone()),
                part(&one.numerator),
                part(&one.denominator),
                Cell::Text(one.period.clone()),
                Cell::Text(one.population.clone()),
                Cell::Text(one.definition.clone()),
                Cell::Text(one.source.clone()),
                Cell::Number(one.known_at.to_string()),
            ]
        };
        Table {
            caption: "Figures in this paper, with what each is".to_owned(),
            columns: columns.map(heading).to_vec(),
            rows: self.figures.iter().map(row).collect(),
            has_total: false,
            notes: Vec::new(),
        }
    }
}
