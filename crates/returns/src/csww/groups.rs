//! Who is in a return, as the DfE's tables show them: in post, starters and leavers by role, age, time in service,
//! ethnicity and sex; starters by origin; leavers by destination and reason.
//!
//! People are counted as the summary counts them. Somebody with two roles is counted in the more senior one; FTE adds up
//! where it is held.

use std::collections::{BTreeMap, HashSet};

use measures::breakdown::{Group, age, coded, completed_years, ethnic_group, not_known, tenure};
use serde::Serialize;
use workforce::cell::Value as _;
use workforce::period::Date;
use workforce::records::{CensusRole, Destination, Ethnicity, LeavingReason, Origin};

use super::check::Whole;
use super::code::numbered;
use super::element::Element;
use super::entry::Entry;
use super::summary::person;
use super::worker::Kind;
use super::year::CensusYear;

/// Whom a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// Employed at 30 September; FTE then.
    InPost,
    /// Started in the year; FTE at its end.
    Starters,
    /// Left in the year; FTE at the September before.
    Leavers,
}

/// By what a table is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// `OrgRole`.
    Role,
    /// Age at the end of the year or on leaving.
    Age,
    /// Time in service then.
    TimeInService,
    /// Ethnicity in DfE's groups.
    Ethnicity,
    /// Sex, or gender to 2023.
    Sex,
    /// `StartOrigin`.
    Origin,
    /// `LeaverDestination`.
    Destination,
    /// `ReasonLeave`.
    Reason,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Whom it is of.
    pub of: Of,
    /// By what.
    pub by: By,
    /// Its rows, those of whom nothing is known last.
    pub rows: Vec<Row>,
}

/// A group of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The group.
    pub group: Group,
    /// FTE, in millionths.
    pub fte: i64,
    /// People.
    pub people: usize,
}

/// Every table.
pub const TABLES: [(Of, By); 18] = [
    (Of::InPost, By::Role),
    (Of::InPost, By::Age),
    (Of::InPost, By::TimeInService),
    (Of::InPost, By::Ethnicity),
    (Of::InPost, By::Sex),
    (Of::InPost, By::Origin),
    (Of::Starters, By::Role),
    (Of::Starters, By::Age),
    (Of::Starters, By::Ethnicity),
    (Of::Starters, By::Sex),
    (Of::Starters, By::Origin),
    (Of::Leavers, By::Role),
    (Of::Leavers, By::Age),
    (Of::Leavers, By::TimeInService),
    (Of::Leavers, By::Ethnicity),
    (Of::Leavers, By::Sex),
    (Of::Leavers, By::Destination),
    (Of::Leavers, By::Reason),
];

/// The tables of a return.
pub fn tables(whole: &Whole<'_>) -> Vec<Breakdown> {
    TABLES.into_iter().map(|(of, by)| table(whole, of, by)).collect()
}

fn table(whole: &Whole<'_>, of: Of, by: By) -> Breakdown {
    let mut entries: Vec<&Entry> =
        whole.entries.iter().filter(|entry| takes(of, entry, whole.year)).collect();
    // The more senior role of somebody first: role 1 is the most senior.
    entries.sort_by_key(|entry| (entry.code(Element::OrgRole), entry.number));
    let mut rows: BTreeMap<Group, (i64, usize)> = BTreeMap::new();
    let mut seen = HashSet::new();
    for entry in entries {
        let row = rows.entry(group(by, entry, whole.year)).or_default();
        let (fte, day) = match of {
            Of::InPost => (entry.fte, None),
            Of::Starters => (entry.fte, entry.started),
            Of::Leavers => (entry.fte30, entry.ended),
        };
        row.0 += i64::from(fte.unwrap_or_default());
        row.1 += usize::from(seen.insert(person(entry, day)));
    }
    let rows = rows.into_iter().map(|(group, (fte, people))| Row { group, fte, people }).collect();
    Breakdown { of, by, rows }
}

fn takes(of: Of, entry: &Entry, year: CensusYear) -> bool {
    let in_year = |day: Option<Date>| day.is_some_and(|day| (year.start()..=year.end()).contains(&day));
    match of {
        Of::InPost => entry.kind == Kind::InPost,
        Of::Starters => entry.is_employed() && in_year(entry.started),
        Of::Leavers => entry.kind == Kind::Leaver && in_year(entry.ended),
    }
}

fn group(by: By, entry: &Entry, year: CensusYear) -> Group {
    let day = entry.ended.unwrap_or(year.end());
    let years = |from: Option<Date>| from.map(|from| completed_years(from, day));
    match by {
        By::Role => coded(
            numbered(CensusRole::ALL, entry.code(Element::OrgRole)),
            |role| role as u32,
            CensusRole::meaning,
        ),
        By::Age => years(entry.born).map_or_else(not_known, age),
        By::TimeInService => years(entry.started).map_or_else(not_known, tenure),
        By::Ethnicity => entry
            .code(Element::Ethnicity)
            .and_then(|code| Ethnicity::parse(code).ok())
            .map_or_else(not_known, ethnic_group),
        By::Sex => match entry.sex() {
            Some("F" | "2") => measures::breakdown::sex(workforce::records::Sex::Female),
            Some("M" | "1") => measures::breakdown::sex(workforce::records::Sex::Male),
            _ => not_known(),
        },
        By::Origin => coded(
            numbered(Origin::ALL, entry.code(Element::StartOrigin)),
            |code| code as u32,
            Origin::meaning,
        ),
        By::Destination => coded(
            numbered(Destination::ALL, entry.code(Element::LeaverDestination)),
            |code| code as u32,
            Destination::meaning,
        ),
        By::Reason => coded(
            numbered(LeavingReason::ALL, entry.code(Element::ReasonLeave)),
            |code| code as u32,
            LeavingReason::meaning,
        ),
    }
}
