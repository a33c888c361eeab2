//! What a paper asks of the record.

use measures::breakdown::Breakdown;
use measures::span::Step;
use workforce::Date;

/// When something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On a day.
    Day(Date),
    /// Over the year that ends with a day; a stock on that day.
    YearEnding(Date),
    /// From a first to a last day.
    Between(Date, Date),
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSpec {
    /// Its id in the paper.
    pub id: String,
    /// The measure's id.
    pub measure: String,
    /// When; the year that ends with the paper's as-at date when not said.
    pub when: When,
    /// Only this service.
    pub service: Option<String>,
    /// Only this team.
    pub team: Option<String>,
    /// The baseline of the posts.
    pub baseline: Option<String>,
}

/// A table: words as given, or one row for each group and one column for each measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpec {
    /// Its id.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its notes.
    pub notes: Vec<String>,
    /// What its rows are, unless they are given.
    pub by: Option<Breakdown>,
    /// Whether a row for everything comes last.
    pub total: bool,
    /// Only this service.
    pub service: Option<String>,
    /// The columns of figures.
    pub columns: Vec<ColumnSpec>,
    /// The headings of given rows.
    pub headings: Vec<String>,
    /// The given rows, whose texts may hold `{figure ID}`.
    pub rows: Vec<Vec<String>>,
}

/// A column of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its heading.
    pub heading: String,
    /// The measure's id.
    pub measure: String,
    /// When.
    pub when: When,
    /// The baseline of the posts.
    pub baseline: Option<String>,
}

/// A chart of one measure: over time, or by group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSpec {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The measure's id.
    pub measure: String,
    /// When.
    pub when: When,
    /// The steps of a series.
    pub series: Option<Step>,
    /// The groups of bars.
    pub by: Option<Breakdown>,
    /// Only this service.
    pub service: Option<String>,
    /// Only this team.
    pub team: Option<String>,
}

/// A list of records of a kind that is about no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsSpec {
    /// Its id.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// The kind of record.
    pub kind: String,
    /// The columns, by name.
    pub columns: Vec<String>,
}
