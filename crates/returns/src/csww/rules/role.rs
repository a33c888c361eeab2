//! Roles, starts and origins.

use crate::csww::code::CodeSet;
use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, DERIVED_ERROR, ERROR, JUDGED_ERROR, QUERY, Rule, SCHEMA_ERROR};

const ALL: Years = Years::ALL;

/// The same day so many years before.
fn years_before(day: jiff::civil::Date, years: i16) -> jiff::civil::Date {
    // No census day is 29 February, so that the day exists in every year.
    jiff::civil::Date::new(day.year() - years, day.month(), day.day()).unwrap_or(day)
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-W40", ALL, [OrgRole],
        "An employed worker has a role",
        "An employed worker has no `OrgRole`.",
        "The role is missing",
        "Give a code from 1 (senior manager) to 6 (qualified without cases).",
        when!(w: OrgRole if w.is_employed() && !w.has(Element::OrgRole)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, OrgRole = _), one!(Leaver, OrgRole = _)]),
    rule!(ERROR, "CW-W41", ALL, [OrgRole],
        "The role is a code of its list",
        "`OrgRole` is not from 1 to 6.",
        "The code is not one of the list",
        "Give a code from 1 (senior manager) to 6 (qualified without cases).",
        when!(w: OrgRole if w.is_no_code(Element::OrgRole, CodeSet::OrgRole)),
        pass [one!(InPost, OrgRole = "6", Cases30 = "0")], fail [one!(InPost, OrgRole = "7"), one!(Agency, OrgRole = "0")]),
    rule!(ERROR, "CW-W42", ALL, [RoleStartDate],
        "An employed worker has a start date",
        "An employed worker has no `RoleStartDate`.",
        "The start date is missing",
        "Give the date on which the worker joined a child and family social worker post of the council.",
        when!(w: RoleStartDate if w.is_employed() && w.started.is_missing()),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, RoleStartDate = _)]),
    rule!(JUDGED_ERROR, "CW-W43", ALL, [RoleStartDate],
        "The start date is a real date",
        "`RoleStartDate` is no day of the calendar written `yyyy-mm-dd`.",
        "The start date is not a real date",
        "Write the date as yyyy-mm-dd.",
        when!(w: RoleStartDate if w.started.is_invalid()),
        pass [one!(InPost)], fail [one!(InPost, RoleStartDate = "2021-11-31"), one!(InPost, RoleStartDate = "1066-11-1-")]),
    rule!(
        DERIVED_ERROR,
        "CW-W44",
        ALL,
        [RoleStartDate],
        "Nobody starts after the census",
        "`RoleStartDate` is after 30 September of the census year.",
        "The worker starts after the census",
        "Leave the record out until next year, or correct the date.",
        when!(w: RoleStartDate if w.started.ok().is_some_and(|day| day > w.year.end())),
        pass[one!(Starter, RoleStartDate = "2025-09-30")],
        fail[one!(Starter, RoleStartDate = "2025-10-01")]
    ),
    rule!(
        QUERY,
        "CW-W45",
        ALL,
        [RoleStartDate],
        "Nobody has been here for more than 50 years",
        "`RoleStartDate` is more than 50 years before 30 September of the census year.",
        "The worker started more than 50 years ago",
        "Check the date.",
        when!(w: RoleStartDate if w.started.ok().is_some_and(|day| day < years_before(w.year.end(), 50))),
        pass[one!(InPost, RoleStartDate = "1975-09-30")],
        fail[one!(InPost, RoleStartDate = "1975-09-29")]
    ),
    rule!(ERROR, "CW-W46", ALL, [StartOrigin],
        "An employed worker has an origin",
        "An employed worker has no `StartOrigin`.",
        "The origin is missing",
        "Give a code from 1 to 10; 9 is not known, 10 not yet collected.",
        when!(w: StartOrigin if w.is_employed() && !w.has(Element::StartOrigin)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, StartOrigin = _)]),
    rule!(SCHEMA_ERROR, "CW-W47", ALL, [RoleStartDate, StartOrigin],
        "Start date and origin go together",
        "Exactly one of `RoleStartDate` and `StartOrigin` is given, in any record.",
        "One of start date and origin is given without the other",
        "Give both, or neither for an agency worker.",
        Check::Worker(|w, hits| match (w.started.is_given(), w.has(Element::StartOrigin)) {
            (true, false) => hits.at(Element::StartOrigin),
            (false, true) => hits.at(Element::RoleStartDate),
            (true, true) | (false, false) => {}
        }),
        pass [one!(InPost), one!(Agency)],
        fail [one!(Agency, RoleStartDate = "2025-01-06"), one!(InPost, RoleStartDate = _)]),
    rule!(ERROR, "CW-W48", ALL, [StartOrigin],
        "The origin is a code of its list",
        "`StartOrigin` is not from 1 to 10.",
        "The code is not one of the list",
        "Give a code from 1 to 10; the numbers are not those of LeaverDestination.",
        when!(w: StartOrigin if w.is_no_code(Element::StartOrigin, CodeSet::StartOrigin)),
        pass [one!(InPost, StartOrigin = "10")], fail [one!(InPost, StartOrigin = "11"), one!(InPost, StartOrigin = "0")]),
    rule!(QUERY, "CW-W49", ALL, [StartOrigin],
        "A new starter's origin is known",
        "The worker started in the year and `StartOrigin` is 9 or 10.",
        "The origin of a new starter is not known",
        "Find out where the worker came from.",
        when!(w: StartOrigin if w.is_starter() && w.is(Element::StartOrigin, &["9", "10"])),
        pass [one!(InPost, StartOrigin = "9"), one!(Starter)], fail [one!(Starter, StartOrigin = "9"), one!(Starter, StartOrigin = "10")]),
    rule!(QUERY, "CW-W50", ALL, [StartOrigin, OrgRole],
        "The newly qualified do not start in senior roles",
        "The worker started in the year, `StartOrigin` is 1 and `OrgRole` is 1, 2, 3 or 4.",
        "A newly qualified starter has a senior role",
        "Correct the origin or the role.",
        when!(w: OrgRole if w.is_starter() && w.is(Element::StartOrigin, &["1"]) && w.is(Element::OrgRole, &["1", "2", "3", "4"])),
        pass [one!(Starter, StartOrigin = "1"), one!(InPost, StartOrigin = "1", OrgRole = "3")],
        fail [one!(Starter, StartOrigin = "1", OrgRole = "4")]),
    rule!(
        QUERY,
        "CW-W51",
        Years::to(2024),
        [CfkssStatus, RoleStartDate, StartOrigin],
        "The assessed year ends within two years",
        "`CFKSSstatus` is 1, `StartOrigin` is 1 and the worker started more than two years before 30 September of the year.",
        "The worker is still in the assessed year after more than two years",
        "Correct the status, or explain in the return note.",
        when!(w: CfkssStatus if w.is(Element::CfkssStatus, &["1"]) && w.is(Element::StartOrigin, &["1"])
            && w.started.ok().is_some_and(|day| day < years_before(w.year.end(), 2))),
        pass[one!(InPost, CfkssStatus = "1", StartOrigin = "1", RoleStartDate = "2022-09-30")],
        fail[one!(InPost, CfkssStatus = "1", StartOrigin = "1", RoleStartDate = "2022-09-29")]
    ),
];
