//! Agency workers' contracts, and, to 2024, knowledge and skills status.

use crate::csww::code::CodeSet;
use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, Confidence, ERROR, OFFICIAL_QUERY, QUERY, Rule, SCHEMA_ERROR};

const ALL: Years = Years::ALL;
const TO_2024: Years = Years::to(2024);
const ONE: i64 = 1_000_000;

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(OFFICIAL_QUERY.on = false, "CW-W110", ALL, [ContractWeeks],
        "An agency worker's contract has a length",
        "An agency worker in post has no `ContractWeeks`. The item is voluntary, so this is off unless asked for.",
        "The length of the contract is missing",
        "Give the length in weeks where it is known.",
        when!(w: ContractWeeks if w.is_agency() && w.is_here() && w.weeks.is_missing()),
        pass [one!(Agency), one!(InPost)], fail [one!(Agency, ContractWeeks = _)]),
    rule!(ERROR.level_confidence = Confidence::Schema, "CW-W111", ALL, [ContractWeeks],
        "The length of a contract is a number from 0 to 999.9",
        "`ContractWeeks` is no number from 0 to 999.9.",
        "The length of the contract is no number from 0 to 999.9",
        "Give the length in weeks.",
        when!(w: ContractWeeks if w.weeks.is_outside(999_900_000)),
        pass [one!(Agency, ContractWeeks = "13.5")], fail [one!(Agency, ContractWeeks = "six"), one!(Agency, ContractWeeks = "-1"), one!(Agency, ContractWeeks = "1000")]),
    rule!(
        OFFICIAL_QUERY.level_confidence = Confidence::Official,
        "CW-W112",
        ALL,
        [ContractWeeks],
        "Contracts are at most 500 weeks long",
        "`ContractWeeks` is above 500.",
        "The contract is longer than 500 weeks",
        "Check the length: it is in weeks.",
        when!(w: ContractWeeks if w.weeks.is_over(500 * ONE)),
        pass[one!(Agency, ContractWeeks = "500")],
        fail[one!(Agency, ContractWeeks = "501")]
    ),
    rule!(OFFICIAL_QUERY, "CW-W113", ALL, [ContractWeeks],
        "Only agency workers have a length of contract",
        "An employed worker has `ContractWeeks` above 0.",
        "An employed worker has a length of contract",
        "Leave ContractWeeks out, or mark the worker as an agency worker.",
        when!(w: ContractWeeks if w.is_employed() && w.weeks.is_over(0)),
        pass [one!(Agency), one!(InPost, ContractWeeks = "0")], fail [one!(InPost, ContractWeeks = "26")]),
    rule!(
        QUERY,
        "CW-W114",
        ALL,
        [ContractWeeks, RoleStartDate],
        "An agency worker's contract has not ended before 30 September",
        "The weeks from an agency worker's `RoleStartDate` to 30 September are more than `ContractWeeks` and one.",
        "The contract ended before 30 September",
        "Give the length of the present contract, or leave the record out if the worker is gone.",
        Check::Worker(|w, hits| {
            let (Some(started), Some(weeks)) = (w.started.ok(), w.weeks.ok()) else { return };
            let days = i64::from((w.year.end() - started).get_days());
            if w.is_agency() && days * ONE > (weeks.millionths + ONE) * 7 {
                hits.because(Element::ContractWeeks, format!("{} weeks have passed", days / 7));
            }
        }),
        pass[one!(Agency, RoleStartDate = "2025-03-25", StartOrigin = "4")],
        fail[one!(Agency, RoleStartDate = "2025-03-24", StartOrigin = "4")]
    ),
    rule!(
        SCHEMA_ERROR,
        "CW-W115",
        TO_2024,
        [CfkssStatus],
        "Knowledge and skills status is a code of its list",
        "`CFKSSstatus` is not from 1 to 4.",
        "The code is not one of the list",
        "Give a code from 1 to 4, or leave the element out.",
        when!(w: CfkssStatus if w.is_no_code(Element::CfkssStatus, CodeSet::CfkssStatus)),
        pass[one!(InPost, CfkssStatus = "2")],
        fail[one!(InPost, CfkssStatus = "5")]
    ),
    rule!(QUERY, "CW-W116", TO_2024, [CfkssStatus, OrgRole],
        "Knowledge and skills status fits the role",
        "`CFKSSstatus` is 3 (practice supervisor) and `OrgRole` is 5 or 6, or it is 4 (practice leader) and `OrgRole` is not 1 or 2.",
        "The status does not fit the role",
        "Correct the status or the role.",
        when!(w: CfkssStatus if w.is(Element::CfkssStatus, &["3"]) && w.is(Element::OrgRole, &["5", "6"])
            || w.is(Element::CfkssStatus, &["4"]) && w.has(Element::OrgRole) && !w.is(Element::OrgRole, &["1", "2"])),
        pass [one!(InPost, CfkssStatus = "3", OrgRole = "3"), one!(InPost, CfkssStatus = "4", OrgRole = "1")],
        fail [one!(InPost, CfkssStatus = "3"), one!(InPost, CfkssStatus = "4", OrgRole = "3")]),
    rule!(OFFICIAL_QUERY, "CW-W117", ALL, [RoleEndDate],
        "Agency workers in the return are in post",
        "An agency worker's record has `RoleEndDate`. Only those in post on 30 September are sent.",
        "The agency worker has a leaving date",
        "Leave the record out, or take the date out if the worker is in post.",
        when!(w: RoleEndDate if w.is_agency() && w.ended.is_given()),
        pass [one!(Agency), one!(Leaver)], fail [one!(Agency, RoleEndDate = "2025-06-30")]),
];
