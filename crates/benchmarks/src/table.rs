//! Rows of a release, and a release's table written as the publisher prints it today.
//!
//! A table holds one release. Nothing here looks anything up by name or joins releases.

use std::collections::BTreeSet;

use serde::Serialize;
use workforce::quantity::NoNumber;

use crate::cell::{Cell, Decimal, Symbol};
use crate::measure::Measure;

/// England's code.
pub const ENGLAND: &str = "E92000001";

/// What kind of area a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// England.
    National,
    /// A region, or Inner or Outer London. London is there three times: never add all eleven.
    Regional,
    /// An authority, or two that send one return.
    Authority,
}

impl Level {
    /// As printed.
    pub fn text(self) -> &'static str {
        match self {
            Self::National => "National",
            Self::Regional => "Regional",
            Self::Authority => "Local authority",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::National, Self::Regional, Self::Authority].into_iter().find(|level| level.text() == text)
    }
}

/// One area in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The year to 30 September.
    pub year: u16,
    /// What kind of area.
    pub level: Level,
    /// The region's ONS code; empty for England.
    pub region_code: String,
    /// The region, `Inner London` and `Outer London` being two; empty for England.
    pub region_name: String,
    /// DfE's three digits, two codes joined by ` / ` for a joint return; empty above authorities.
    pub la_code: String,
    /// The ONS code, likewise.
    pub ons_code: String,
    /// The authority, likewise.
    pub la_name: String,
    pub(crate) cells: [Option<Cell>; Measure::COUNT],
}

impl Row {
    /// The code of its area: DfE's for an authority, ONS's for a region and England.
    pub fn code(&self) -> &str {
        match self.level {
            Level::National => ENGLAND,
            Level::Regional => &self.region_code,
            Level::Authority => &self.la_code,
        }
    }

    /// The name of its area.
    pub fn name(&self) -> &str {
        match self.level {
            Level::National => "England",
            Level::Regional => &self.region_name,
            Level::Authority => &self.la_name,
        }
    }

    /// The cell; nothing when the release does not have the column.
    pub fn cell(&self, measure: Measure) -> Option<Cell> {
        self.cells[measure as usize]
    }

    /// The value; a column that the release does not have was not collected.
    pub fn value(&self, measure: Measure) -> Result<Decimal, NoNumber> {
        self.cell(measure).map_or(Err(NoNumber::NotAvailable), Cell::value)
    }

    /// Whether the row only marks that another authority's row holds its figures: every cell is `z`.
    pub fn is_reported_elsewhere(&self) -> bool {
        self.level == Level::Authority
            && self.cells.iter().flatten().all(|cell| *cell == Cell::Symbol(Symbol::Z))
    }

    /// Which of the nine regions it is in; the two parts of London are in London.
    pub fn region(&self) -> &str {
        match &*self.region_name {
            "Inner London" | "Outer London" => "London",
            name => name,
        }
    }

    /// The codes joined in its code.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.code().split('/').map(str::trim)
    }
}

/// A release's rows, in the publisher's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The measures it has columns for.
    pub measures: BTreeSet<Measure>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Columns before the measures, in the publisher's order.
pub(crate) const AREA_COLUMNS: [&str; 10] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
];

/// Writes a table with the current column names. Reading it back gives the same table.
pub fn to_csv(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = AREA_COLUMNS.into_iter().chain(table.measures.iter().map(|measure| measure.column()));
    let in_memory = "writing rows of one length to memory does not fail";
    writer.write_record(header).expect(in_memory);
    for row in &table.rows {
        let year = row.year.to_string();
        let area = [
            &*year,
            "Reporting year",
            row.level.text(),
            ENGLAND,
            "England",
            &row.region_code,
            &row.region_name,
            &row.la_code,
            &row.ons_code,
            &row.la_name,
        ];
        let cells =
            table.measures.iter().map(|measure| row.cell(*measure).map_or(String::new(), |c| c.to_string()));
        writer.write_record(area.into_iter().map(str::to_owned).chain(cells)).expect(in_memory);
    }
    let bytes = writer.into_inner().expect(in_memory);
    String::from_utf8(bytes).expect("only text was written")
}
