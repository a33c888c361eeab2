//! Where England's leavers went, 2021 to 2023: official statistics in development, England only.
//!
//! In post for 2022 leaves out one authority whose leavers are unreliable, so it is not the in post of the main table.

use std::sync::LazyLock;

use crate::cell::Cell;
use crate::tables::Sheet;

/// A year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attrition {
    /// The year to 30 September.
    pub year: u16,
    /// In post, FTE, less authorities whose leavers are unreliable.
    pub inpost_fte: Cell,
    /// Leavers, FTE: attrition and movers together.
    pub leavers_fte: Cell,
    /// Turnover, per cent.
    pub turnover_rate_fte: Cell,
    /// Left authorities' employment for none or for agency work, FTE: full and agency together.
    pub total_fte: Cell,
    /// The same, per cent of in post.
    pub total_rate_fte: Cell,
    /// Left the authorities' children's social work, FTE.
    pub full_fte: Cell,
    /// The same, per cent of in post.
    pub full_rate_fte: Cell,
    /// Went to agency work, FTE.
    pub agency_fte: Cell,
    /// The same, per cent of in post.
    pub agency_rate_fte: Cell,
    /// Moved to another authority, FTE.
    pub movers_fte: Cell,
    /// The same, per cent of in post.
    pub movers_rate_fte: Cell,
}

static ROWS: LazyLock<Vec<Attrition>> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../../data/csww-attrition-national.csv"));
    let lines = sheet.lines().map(|line| {
        let cell = |column| line.cell(column).expect("attrition has no blanks");
        Attrition {
            year: line.year("time_period").expect("attrition has years"),
            inpost_fte: cell("inpost_fte"),
            leavers_fte: cell("leavers_fte"),
            turnover_rate_fte: cell("turnover_rate_fte"),
            total_fte: cell("total_attrition_fte"),
            total_rate_fte: cell("total_attrition_rate_fte"),
            full_fte: cell("full_attrition_fte"),
            full_rate_fte: cell("full_attrition_rate_fte"),
            agency_fte: cell("agency_attrition_fte"),
            agency_rate_fte: cell("agency_attrition_rate_fte"),
            movers_fte: cell("movers_las_fte"),
            movers_rate_fte: cell("movers_las_rate_fte"),
        }
    });
    lines.collect()
});

/// Every year.
pub fn rows() -> &'static [Attrition] {
    &ROWS
}

/// England in a year.
pub fn england(year: u16) -> Option<&'static Attrition> {
    rows().iter().find(|row| row.year == year)
}
