//! The workforce of the year to 30 September 2016, the last before authorities returned people one by one.
//!
//! **Not comparable** with 2017 and later: authorities sent totals. It is kept apart so that nothing draws one line
//! through both.

use std::sync::LazyLock;

use crate::areas;
use crate::cell::Cell;
use crate::table::Level;
use crate::tables::Sheet;

/// An area in 2016.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct In2016 {
    /// What kind of area.
    pub level: Level,
    /// DfE's code; 970 is England, 980 to 990 are regions.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// In post, FTE; rounded for England and regions.
    pub inpost_fte: Cell,
    /// Turnover, per cent.
    pub turnover_rate_fte: Cell,
    /// Agency worker rate, per cent.
    pub agency_rate_fte: Cell,
    /// Vacancy rate, per cent.
    pub vacancy_rate_fte: Cell,
    /// Absence rate, per cent.
    pub absence_rate_fte: Cell,
    /// Cases.
    pub cases: Cell,
    /// Cases for each FTE, on another basis than later.
    pub caseload_fte: Cell,
}

static ROWS: LazyLock<Vec<In2016>> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../../data/workforce-2016.csv"));
    let lines = sheet.lines().map(|line| {
        let cell = |column| line.cell(column).expect("2016 has no blanks");
        In2016 {
            level: line.level(),
            code: line.text("lait_area_code"),
            name: line.text("area_name"),
            inpost_fte: cell("inpost_fte"),
            turnover_rate_fte: cell("turnover_rate_fte"),
            agency_rate_fte: cell("agency_rate_fte"),
            vacancy_rate_fte: cell("vacancy_rate_fte"),
            absence_rate_fte: cell("absence_rate_fte"),
            cases: cell("cases"),
            caseload_fte: cell("caseload_fte"),
        }
    });
    lines.collect()
});

/// Every area.
pub fn rows() -> &'static [In2016] {
    &ROWS
}

/// An area, given by code or name.
pub fn in_2016(area: &str) -> Option<&'static In2016> {
    let name = areas::plain(area);
    let named = |row: &&In2016| row.code == area.trim() || areas::plain(&row.name) == name;
    let code = || areas::find_in(area, 2017).map(|authority| &authority.code);
    rows().iter().find(named).or_else(|| code().and_then(|code| rows().iter().find(|row| row.code == *code)))
}
