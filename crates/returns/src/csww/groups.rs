//! Who is in a return, as the DfE's tables show them: in post, starters and leavers by role, age, time in service,
//! ethnicity and sex; starters by origin; leavers by destination and reason.
//!
//! People are counted as the summary counts them. Somebody with two roles is counted in the more senior one; FTE adds up
//! where it is held.

use std::collections::{BTreeMap, HashSet};

use measures::breakdown::{Breakdown as Slots, Group, age, completed_years, ethnic_group, not_known, tenure};
use serde::Serialize;
use workforce::cell::Value as _;
use workforce::period::Date;
use workforce::records::{Ethnicity, Sex};

use super::check::Whole;
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
    let numbered = |item: Element| entry.code(item)?.parse::<usize>().ok()?.checked_sub(1);
    let ethnicity = || Ethnicity::parse(entry.code(Element::Ethnicity)?).ok();
    let (slots, slot) = match by {
        By::Role => (Slots::CensusRole, numbered(Element::OrgRole)),
        By::Age => (Slots::Age, years(entry.born).map(age)),
        By::TimeInService => (Slots::Tenure, years(entry.started).map(tenure)),
        By::Ethnicity => (Slots::Ethnicity, ethnicity().and_then(ethnic_group)),
        By::Sex => (
            Slots::Sex,
            entry.sex().and_then(|code| match code {
                "F" | "2" => Some(Sex::Female as usize),
                "M" | "1" => Some(Sex::Male as usize),
                _ => None,
            }),
        ),
        By::Origin => (Slots::Origin, numbered(Element::StartOrigin)),
        By::Destination => (Slots::Destination, numbered(Element::LeaverDestination)),
        By::Reason => (Slots::Reason, numbered(Element::ReasonLeave)),
    };
    slots.group_at(slot).unwrap_or_else(not_known)
}
