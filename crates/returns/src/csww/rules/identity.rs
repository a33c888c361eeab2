//! Every worker: who, and for how much of full time.

use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, ERROR, JUDGED_ERROR, OFFICIAL_QUERY, QUERY, Rule};

const ALL: Years = Years::ALL;
const ONE: i64 = 1_000_000;

/// Two letters and one to ten digits.
fn is_registration(text: &str) -> bool {
    let (letters, digits) = text.as_bytes().split_at(text.len().min(2));
    letters.len() == 2
        && letters.iter().all(u8::is_ascii_alphabetic)
        && (1..=10).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
}

/// `SW` and a number of one to six digits that does not begin with 0.
fn is_of_register(text: &str) -> bool {
    let digits = text.get(2..).unwrap_or_default();
    text.get(..2).is_some_and(|letters| letters.eq_ignore_ascii_case("SW"))
        && (1..=6).contains(&digits.len())
        && !digits.starts_with('0')
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-W01", ALL, [AgencyWorker],
        "The agency marker is 0 or 1",
        "`AgencyWorker` is missing, or neither 0 nor 1.",
        "The agency marker is missing or is neither 0 nor 1",
        "Give 1 for an agency worker and 0 for an employed one.",
        when!(w: AgencyWorker if !w.is(Element::AgencyWorker, &["0", "1"])),
        pass [one!(InPost), one!(Agency)],
        fail [one!(InPost, AgencyWorker = _), one!(InPost, AgencyWorker = "N"), one!(InPost, AgencyWorker = "")]),
    rule!(
        ERROR,
        "CW-W02",
        ALL,
        [SweNo],
        "Every record has a registration number",
        "`SWENo` is missing.",
        "The Social Work England number is missing",
        "Give the worker's Social Work England number.",
        when!(w: SweNo if !w.has(Element::SweNo)),
        pass[one!(InPost)],
        fail[one!(Agency, SweNo = _)]
    ),
    rule!(JUDGED_ERROR, "CW-W03", ALL, [SweNo],
        "The registration number is two letters and one to ten digits",
        "`SWENo` has a value of another form.",
        "The Social Work England number is not two letters and one to ten digits",
        "Correct the number, such as SW12345.",
        when!(w: SweNo if w.text(Element::SweNo).is_some_and(|text| !is_registration(text))),
        pass [one!(InPost, SweNo = "AB1234567890"), one!(InPost, SweNo = "sw1")],
        fail [one!(InPost, SweNo = "SW"), one!(InPost, SweNo = "SW12345678901"), one!(InPost, SweNo = "12345"),
            one!(InPost, SweNo = "SWé1")]),
    rule!(OFFICIAL_QUERY, "CW-W04", ALL, [SweNo],
        "The registration number is one of Social Work England's",
        "`SWENo` has the form of the census and not that of the register: SW and up to six digits without a leading zero.",
        "The number is not of Social Work England's form, SW and up to six digits",
        "Look the number up in the register.",
        when!(w: SweNo if w.text(Element::SweNo).is_some_and(|text| is_registration(text) && !is_of_register(text))),
        pass [one!(InPost, SweNo = "sw123456"), one!(InPost, SweNo = "bad")],
        fail [one!(InPost, SweNo = "SW1234567"), one!(InPost, SweNo = "SW012345"), one!(InPost, SweNo = "AB123")]),
    rule!(ERROR, "CW-W05", ALL, [Fte],
        "Every record has an FTE",
        "`FTE` is missing or is not a number.",
        "The FTE at 30 September of the census year is missing or is not a number",
        "Give the FTE from 0 to 1; 0 for a leaver.",
        when!(w: Fte if w.fte.ok().is_none()),
        pass [one!(InPost), one!(Leaver)], fail [one!(InPost, Fte = _), one!(Agency, Fte = "full")]),
    rule!(ERROR, "CW-W06", ALL, [Fte],
        "The FTE is from 0 to 1",
        "`FTE` is below 0 or above 1.",
        "The FTE at 30 September of the census year is not from 0 to 1",
        "Give the contracted hours as a share of full time, at most 1 in each record.",
        when!(w: Fte if !w.fte.is_invalid() && w.fte.is_outside(ONE)),
        pass [one!(InPost, Fte = "1"), one!(InPost, Fte = "none")],
        fail [one!(InPost, Fte = "1.000001"), one!(InPost, Fte = "-0.5"), one!(InPost, Fte = "37")]),
    rule!(OFFICIAL_QUERY, "CW-W07", ALL, [Fte, Fte30],
        "FTE has at most six decimal places",
        "`FTE` or `FTE30` has more than six decimal places.",
        "The FTE has more than six decimal places",
        "Round to six decimal places.",
        Check::Worker(|w, hits| {
            for (item, field) in [(Element::Fte, w.fte), (Element::Fte30, w.fte30)] {
                if field.has_more_places_than(6) {
                    hits.at(item);
                }
            }
        }),
        pass [one!(InPost, Fte = "0.8108110"), one!(InPost, Fte30 = "0.810811")],
        fail [one!(InPost, Fte = "0.8108108"), one!(InPost, Fte30 = "0.81081081")]),
    rule!(ERROR, "CW-W08", ALL, [Fte, RoleEndDate],
        "A leaver has no FTE on 30 September",
        "An employed worker has `RoleEndDate` and an `FTE` other than 0.",
        "The worker left, yet has an FTE at 30 September of the census year",
        "Give FTE as 0; a leaver's FTE at the September before goes into FTE30.",
        when!(w: Fte if w.is_employed() && w.ended.is_given() && w.fte.ok().is_some_and(|n| !n.is_zero())),
        pass [one!(Leaver), one!(Leaver, Fte = "0")], fail [one!(Leaver, Fte = "0.6")]),
    rule!(QUERY, "CW-W09", ALL, [Fte],
        "Someone in post has contracted time",
        "There is no `RoleEndDate` and `FTE` is 0: a casual contract, a secondment or a slip.",
        "The worker is in post with an FTE of 0",
        "Give the FTE, or explain a casual contract or secondment in the return note.",
        when!(w: Fte if w.is_here() && w.fte.is_zero()),
        pass [one!(InPost), one!(Leaver)], fail [one!(InPost, Fte = "0.000000"), one!(Agency, Fte = "0")]),
    rule!(QUERY, "CW-W10", ALL, [Fte],
        "FTE is seldom below 0.1",
        "There is no `RoleEndDate` and `FTE` is above 0 and below 0.1.",
        "The FTE is very small",
        "Check the contracted hours.",
        when!(w: Fte if w.is_here() && w.fte.is_over(0) && !w.fte.is_over(99_999)),
        pass [one!(InPost, Fte = "0.1"), one!(InPost, Fte = "0")], fail [one!(InPost, Fte = "0.099999")]),
    rule!(ERROR, "CW-W11", ALL, [Fte30],
        "An employed worker has an FTE at the September before",
        "An employed worker has no `FTE30`, which is at 30 September of the year before.",
        "The FTE at the September before is missing",
        "Give FTE30; 0 for someone who started in the year.",
        when!(w: Fte30 if w.is_employed() && w.fte30.is_missing()),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, Fte30 = _), one!(Leaver, Fte30 = "")]),
    rule!(ERROR, "CW-W12", ALL, [Fte30],
        "The FTE at the September before is from 0 to 1",
        "`FTE30` is no number, or is below 0 or above 1.",
        "The FTE at the September before is no number from 0 to 1",
        "Give the FTE at 30 September of the year before, from 0 to 1.",
        when!(w: Fte30 if w.fte30.is_outside(ONE)),
        pass [one!(InPost, Fte30 = "1.0")], fail [one!(InPost, Fte30 = "1.1"), one!(InPost, Fte30 = "x")]),
    rule!(OFFICIAL_QUERY, "CW-W13", ALL, [Fte30, RoleStartDate],
        "Someone who started in the year has no FTE before it",
        "An employed worker's `RoleStartDate` is in the year, yet `FTE30`, at the September before, is above 0.",
        "The worker started in the year and has an FTE at the September before",
        "If the worker moved between posts of the council, keep the first start date; if the two FTE items were swapped, swap them back; otherwise give FTE30 as 0.",
        when!(w: Fte30 if w.is_employed() && w.started.ok().is_some_and(|day| day >= w.year.start()) && w.fte30.is_over(0)),
        pass [one!(Starter), one!(InPost)],
        fail [one!(Starter, Fte30 = "1"), one!(InPost, RoleStartDate = "2024-10-01")]),
    rule!(OFFICIAL_QUERY, "CW-W14", ALL, [Fte30, RoleStartDate],
        "Someone who started before the year has an FTE at the September before",
        "An employed worker's `RoleStartDate` is before the year, and `FTE30` is 0.",
        "The worker started before the year and has no FTE at the September before",
        "Give the FTE at 30 September of the year before, or correct the start date.",
        when!(w: Fte30 if w.is_employed() && w.started.ok().is_some_and(|day| day < w.year.start()) && w.fte30.is_zero()),
        pass [one!(InPost), one!(Starter)],
        fail [one!(InPost, Fte30 = "0"), one!(Starter, RoleStartDate = "2024-09-30")]),
];
