//! Cases at 30 September of the census year.

use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, Confidence, ERROR, JUDGED_ERROR, QUERY, Rule, Severity};

const ALL: Years = Years::ALL;
const ONE: i64 = 1_000_000;
const ATTRITION: &str =
    "DfE, ad hoc release on attrition, caseload and agency workforce, 2021: how its caseload is worked out";

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(JUDGED_ERROR, "CW-W80", ALL, [Cases30],
        "Cases are a whole number from 0 to 9999",
        "`Cases30`, which is at 30 September of the census year, is no whole number from 0 to 9999.",
        "The number of cases is not a whole number from 0 to 9999",
        "Give the cases held on 30 September; 0 for none.",
        when!(w: Cases30 if w.cases.is_outside(9_999 * ONE) || w.cases.has_more_places_than(0)),
        pass [one!(InPost, Cases30 = "9999"), one!(InPost, Cases30 = "0")],
        fail [one!(InPost, Cases30 = "10000"), one!(InPost, Cases30 = "14.5"), one!(Agency, Cases30 = "-1"), one!(InPost, Cases30 = "many")]),
    rule!(ERROR.severity = Severity::ErrorFrom(2025), "CW-W81", ALL, [Cases30],
        "Everyone but a leaver has a number of cases",
        "There is no `RoleEndDate` and no `Cases30`. Mandatory in 2025; before, not known to be, so a query.",
        "The number of cases at 30 September of the census year is missing",
        "Give the cases held on 30 September; 0 for none.",
        when!(w: Cases30 if w.is_here() && w.cases.is_missing()),
        pass [one!(InPost, Cases30 = "0"), one!(Leaver)], fail [one!(InPost, Cases30 = _), one!(Agency, Cases30 = "")]),
    rule!(QUERY.source = "a limit of a public schema; the specification has none", "CW-W82", ALL, [Cases30],
        "Caseloads are at most 40",
        "`Cases30` is above 40.",
        "The caseload is high",
        "Check the number, or explain in the return note.",
        when!(w: Cases30 if w.cases.is_over(40 * ONE)),
        pass [one!(InPost, Cases30 = "40")], fail [one!(InPost, Cases30 = "41"), one!(Agency, Cases30 = "60")]),
    rule!(
        QUERY.source = ATTRITION,
        "CW-W83",
        ALL,
        [Cases30, Fte],
        "There are at most 50 cases to one FTE",
        "`FTE` is above 0 and `Cases30` divided by it is above 50. DfE's caseload analysis sets such workers aside.",
        "There are more than 50 cases to one FTE",
        "Check the cases and the FTE.",
        when!(w: Cases30 if w.fte.is_over(0) && w.fte.ok().is_some_and(|fte| w.cases.is_over(50 * fte.millionths))),
        pass[one!(InPost, Cases30 = "25", Fte = "0.5")],
        fail[one!(InPost, Cases30 = "26", Fte = "0.5")]
    ),
    rule!(QUERY.source = ATTRITION, "CW-W84", ALL, [Cases30, Fte],
        "Someone with cases has an FTE",
        "There is no `RoleEndDate`, `FTE` is 0 and `Cases30` is above 0. DfE leaves such workers out of the average caseload.",
        "The worker holds cases with an FTE of 0",
        "Give the FTE, or move the cases to who holds them.",
        when!(w: Cases30 if w.is_here() && w.fte.is_zero() && w.cases.is_over(0)),
        pass [one!(InPost), one!(InPost, Fte = "0", Cases30 = "0")], fail [one!(InPost, Fte = "0")]),
    rule!(QUERY.content = Confidence::Official, "CW-W85", ALL, [Cases30, RoleEndDate],
        "A leaver holds no cases",
        "An employed worker has `RoleEndDate` and `Cases30` above 0. The item does not apply to leavers.",
        "A leaver holds cases at 30 September",
        "Leave Cases30 out for a leaver.",
        when!(w: Cases30 if w.is_employed() && w.ended.is_given() && w.cases.is_over(0)),
        pass [one!(Leaver, Cases30 = "0"), one!(InPost)], fail [one!(Leaver, Cases30 = "3")]),
    rule!(
        QUERY,
        "CW-W86",
        ALL,
        [Cases30, OrgRole],
        "A case holder holds cases",
        "`OrgRole` is 5 (case holder), `FTE` is above 0, the worker is not marked absent, has not left and holds no case.",
        "A case holder holds no cases",
        "Check the cases and the role, or mark the absence.",
        when!(w: Cases30 if w.is_here() && w.is(Element::OrgRole, &["5"]) && w.fte.is_over(0)
            && !w.is(Element::AbsAt30Sept, &["1"]) && w.cases.is_zero()),
        pass[one!(InPost, Cases30 = "0", AbsAt30Sept = "1", ReasonAbsence = "MAT")],
        fail[one!(InPost, Cases30 = "0")]
    ),
    rule!(
        QUERY,
        "CW-W87",
        ALL,
        [Cases30, OrgRole],
        "One who is qualified without cases holds none",
        "`OrgRole` is 6 (qualified without cases) and `Cases30` is above 0.",
        "A worker who is qualified without cases holds cases",
        "Correct the role or the cases.",
        when!(w: OrgRole if w.is(Element::OrgRole, &["6"]) && w.cases.is_over(0)),
        pass[one!(InPost, OrgRole = "6", Cases30 = "0")],
        fail[one!(InPost, OrgRole = "6")]
    ),
    rule!(QUERY, "CW-W88", ALL, [Cases30, OrgRole],
        "Senior and middle managers hold no cases",
        "`OrgRole` is 1 or 2 and `Cases30` is above 0.",
        "A senior or middle manager holds cases",
        "Check the role and the cases, or explain in the return note.",
        when!(w: Cases30 if w.is(Element::OrgRole, &["1", "2"]) && w.cases.is_over(0)),
        pass [one!(InPost, OrgRole = "3")], fail [one!(InPost, OrgRole = "2"), one!(InPost, OrgRole = "1")]),
];
