//! In post by role, 2019 to 2023, of the current release.
//!
//! The role "case holder" is not the measure `case_holders_fte`, which counts anyone that holds a case. Cumbria 2019 to
//! 2022 and Northamptonshire 2019 to 2020 are not there.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::cell::Cell;
use crate::release;
use crate::table::Level;
use crate::tables::Sheet;

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Senior manager.
    SeniorManager,
    /// Middle manager.
    MiddleManager,
    /// First line manager.
    FirstLineManager,
    /// Senior practitioner.
    SeniorPractitioner,
    /// Case holder.
    CaseHolder,
    /// Qualified, and without cases.
    QualifiedWithoutCases,
    /// All six, which add up to it within 0.1.
    Total,
}

impl Role {
    /// Every role, the total last.
    pub const ALL: [Self; 7] = [
        Self::SeniorManager,
        Self::MiddleManager,
        Self::FirstLineManager,
        Self::SeniorPractitioner,
        Self::CaseHolder,
        Self::QualifiedWithoutCases,
        Self::Total,
    ];

    /// As printed.
    pub fn text(self) -> &'static str {
        match self {
            Self::SeniorManager => "Senior manager",
            Self::MiddleManager => "Middle manager",
            Self::FirstLineManager => "First line manager",
            Self::SeniorPractitioner => "Senior practitioner",
            Self::CaseHolder => "Case holder",
            Self::QualifiedWithoutCases => "Qualified without cases",
            Self::Total => "Total",
        }
    }
}

/// A role in an area in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InRole {
    /// The year to 30 September.
    pub year: u16,
    /// What kind of area.
    pub level: Level,
    /// The area's code as in the workforce table, joint returns included.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// In post, FTE.
    pub fte: Cell,
    /// In post, people.
    pub headcount: Cell,
}

struct Roles {
    rows: Vec<InRole>,
    index: HashMap<(u16, Role), HashMap<String, usize>>,
}

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../../data/csww-roles.csv"));
    let lines = sheet.lines().map(|line| {
        let (code, name) = line.area();
        let printed = line.get("role");
        InRole {
            year: line.year("time_period").expect("roles have years"),
            level: line.level(),
            code,
            name,
            role: Role::ALL.into_iter().find(|role| role.text() == printed).expect("the roles are known"),
            fte: line.cell("inpost_fte").expect("roles have no blanks"),
            headcount: line.cell("inpost_headcount").expect("roles have no blanks"),
        }
    });
    let rows: Vec<InRole> = lines.collect();
    let mut index: HashMap<(u16, Role), HashMap<String, usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        index.entry((row.year, row.role)).or_default().insert(row.code.clone(), place);
    }
    Roles { rows, index }
});

/// Every row.
pub fn rows() -> &'static [InRole] {
    &ROLES.rows
}

/// A role in an area, given by code or name, joint returns resolved.
pub fn in_role(area: &str, year: u16, role: Role) -> Option<&'static InRole> {
    let code = release::current().row(area, year).ok()?.code();
    let place = *ROLES.index.get(&(year, role))?.get(code)?;
    Some(&ROLES.rows[place])
}
