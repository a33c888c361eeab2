//! Children in England's children's social care, 2016 to 2023.
//!
//! Its year ends on **31 March**, not 30 September. Counts of England and regions are rounded to ten. Authorities that
//! send one workforce return have rows of their own here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::areas;
use crate::cell::Cell;
use crate::table::{ENGLAND, Level};
use crate::tables::Sheet;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// Episodes of need on 31 March.
    CinAt31March,
    /// Episodes of need at any point in the year.
    CinAnyPoint,
    /// Episodes of need that started in the year.
    CinStarted,
    /// Referrals in the year.
    Referrals,
    /// Per cent of referrals within 12 months of an earlier one.
    RereferralPercent,
    /// Child protection plans on 31 March.
    CppAt31March,
    /// Child protection plans started in the year.
    CppStarted,
    /// Per cent of plans started that were a second or later one.
    CppSecondPercent,
    /// Children looked after on 31 March.
    ClaAt31March,
    /// Children under 18, estimated for the middle of that calendar year.
    Population,
}

impl Demand {
    /// Every count, in the order of the file.
    pub const ALL: [Self; 10] = [
        Self::CinAt31March,
        Self::CinAnyPoint,
        Self::CinStarted,
        Self::Referrals,
        Self::RereferralPercent,
        Self::CppAt31March,
        Self::CppStarted,
        Self::CppSecondPercent,
        Self::ClaAt31March,
        Self::Population,
    ];

    /// Its column.
    pub fn column(self) -> &'static str {
        match self {
            Self::CinAt31March => "cin_at_31_march_episodes",
            Self::CinAnyPoint => "cin_any_point_in_year_episodes",
            Self::CinStarted => "cin_started_in_year_episodes",
            Self::Referrals => "referrals_in_year",
            Self::RereferralPercent => "rereferral_percent",
            Self::CppAt31March => "cpp_at_31_march",
            Self::CppStarted => "cpp_started_in_year",
            Self::CppSecondPercent => "cpp_second_or_later_percent",
            Self::ClaAt31March => "cla_at_31_march",
            Self::Population => "population_0_17_mid_year",
        }
    }
}

/// An area in a year to 31 March.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRow {
    /// The year to 31 March.
    pub year: u16,
    /// What kind of area.
    pub level: Level,
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// Which publication the looked-after count is from.
    pub cla_source: String,
    cells: [Option<Cell>; 10],
}

impl DemandRow {
    /// A cell; nothing when the source has none.
    pub fn cell(&self, demand: Demand) -> Option<Cell> {
        self.cells[demand as usize]
    }
}

struct Rows {
    rows: Vec<DemandRow>,
    /// By year, then by code and by plain name.
    index: HashMap<u16, HashMap<String, usize>>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../../data/demand.csv"));
    let lines = sheet.lines().map(|line| {
        let (code, name) = line.area();
        DemandRow {
            year: line.year("time_period").expect("demand has years"),
            level: line.level(),
            code,
            name,
            cla_source: line.text("cla_source"),
            cells: Demand::ALL.map(|demand| line.cell(demand.column())),
        }
    });
    let rows: Vec<DemandRow> = lines.collect();
    let mut index: HashMap<u16, HashMap<String, usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        let year = index.entry(row.year).or_default();
        year.insert(row.code.clone(), place);
        year.insert(areas::plain(&row.name), place);
    }
    Rows { rows, index }
});

/// Every row.
pub fn rows() -> &'static [DemandRow] {
    &ROWS.rows
}

/// An area, given by code or name, in a year to 31 March.
pub fn demand(area: &str, year: u16) -> Option<&'static DemandRow> {
    let rows = ROWS.index.get(&year)?;
    let area = area.trim();
    let code = if area == ENGLAND { Some(ENGLAND) } else { areas::find(area).map(|found| &*found.code) };
    let by_name = || rows.get(area).or_else(|| rows.get(&areas::plain(area)));
    let place = code.and_then(|code| rows.get(code)).or_else(by_name)?;
    Some(&ROWS.rows[*place])
}
