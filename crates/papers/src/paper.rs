//! A paper as data: a file (TOML) that says what it shows and in which order, and holds no number of the record.
//!
//! Prose is written in sections. `{figure ID}` stands for a figure, `{change ID ID}` for how the first moved from the
//! second ("fell from 32.4% to 8.1%"), and on a line by themselves `{table ID}`, `{chart ID}`, `{position ID}`, `{register ID}`,
//! `{forecast ID}`, `{records ID}`, `{implications}`, `{sign-off}` and `{changes}` for what is defined beside the prose. Paragraphs are parted by blank
//! lines; lines that begin with `- ` or `1. ` are lists; `**…**` stands out.

mod figures;
mod forecast;
mod position;
mod read;
mod register;
mod table;
mod text;

pub use figures::{ChartSpec, ColumnSpec, FigureSpec, RecordsSpec, TableSpec, When};
pub use forecast::{ForecastPart, ForecastSpec};
pub use position::{PositionColumn, PositionSpec};
pub use read::{Problem, read};
pub use register::{Register, RegisterSpec};
pub use text::{Item, Part, parse as parse_text};

use workforce::Date;

/// A paper as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The body that it is for.
    pub committee: String,
    /// The date of its figures.
    pub as_at: Date,
    /// The date of the meeting.
    pub meeting: Date,
    /// Who reports.
    pub report_of: String,
    /// Whom to ask about it.
    pub contact: String,
    /// Public, or exempt and why.
    pub classification: String,
    /// The published paper before it on the theme, by id.
    pub previous: Option<String>,
    /// What a correction of a published paper put right.
    pub correction: Option<String>,
    /// Days between figures and meeting after which figures are called old.
    pub stale_after_days: u32,
    /// The figures by id.
    pub figures: Vec<FigureSpec>,
    /// The tables by id.
    pub tables: Vec<TableSpec>,
    /// The charts by id.
    pub charts: Vec<ChartSpec>,
    /// The positions by id.
    pub positions: Vec<PositionSpec>,
    /// The tables of registers by id.
    pub registers: Vec<RegisterSpec>,
    /// The forecasts by id.
    pub forecasts: Vec<ForecastSpec>,
    /// The lists of records by id.
    pub records: Vec<RecordsSpec>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The implications grid: area, and what there is to say.
    pub implications: Vec<(String, String)>,
    /// The sign-off chain: role, and the date of clearance where there is one.
    pub sign_off: Vec<(String, Option<Date>)>,
    /// The appendices in order.
    pub appendices: Vec<Section>,
    /// Background papers.
    pub background: Vec<String>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading, in the council's own words.
    pub heading: String,
    /// Its level below the title: 2, or 3 for a part of the one before.
    pub level: u8,
    /// Its prose.
    pub items: Vec<Item>,
}
