//! Pay, from 2025.

use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, ERROR, JUDGED_ERROR, OFFICIAL_QUERY, QUERY, Rule};
use crate::csww::value::Number;
use crate::csww::worker::{Field, Worker};

const FROM_2025: Years = Years::from(2025);
const ONE: i64 = 1_000_000;

fn amounts(w: &Worker<'_>) -> [(Element, Field<Number>); 3] {
    [
        (Element::BaseSalary, w.salary),
        (Element::RrPayments, w.rr_payments),
        (Element::OtherPayments, w.other_payments),
    ]
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-W120", FROM_2025, [BaseSalary],
        "An employed worker has a base salary",
        "An employed worker, leavers included, has no `BaseSalary`.",
        "The base salary is missing",
        "Give the annual base salary in pounds.",
        when!(w: BaseSalary if w.is_employed() && w.salary.is_missing()),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, BaseSalary = _), one!(Leaver, BaseSalary = _)]),
    rule!(JUDGED_ERROR, "CW-W121", FROM_2025, [BaseSalary, RrPayments, OtherPayments],
        "Amounts are numbers from 0 to 999999.99",
        "`BaseSalary`, `RRPayments` or `OtherPayments` is no number from 0 to 999999.99.",
        "The amount is no number from 0 to 999999.99",
        "Give pounds and pence without signs or commas, such as 42000.00.",
        Check::Worker(|w, hits| {
            for (item, field) in amounts(w) {
                if field.is_outside(999_999_990_000) {
                    hits.at(item);
                }
            }
        }),
        pass [one!(InPost, RrPayments = "0")],
        fail [one!(InPost, BaseSalary = "42,000"), one!(InPost, RrPayments = "-1"), one!(InPost, OtherPayments = "1000000")]),
    rule!(
        OFFICIAL_QUERY,
        "CW-W122",
        FROM_2025,
        [BaseSalary, RrPayments, OtherPayments],
        "Amounts have at most two decimal places",
        "`BaseSalary`, `RRPayments` or `OtherPayments` has more than two decimal places.",
        "The amount has more than two decimal places",
        "Round to pence.",
        Check::Worker(|w, hits| {
            for (item, field) in amounts(w) {
                if field.has_more_places_than(2) {
                    hits.at(item);
                }
            }
        }),
        pass[one!(InPost, BaseSalary = "42000.000")],
        fail[one!(InPost, OtherPayments = "10.005")]
    ),
    rule!(
        QUERY,
        "CW-W123",
        FROM_2025,
        [BaseSalary],
        "An employed worker is paid",
        "An employed worker's `BaseSalary` is 0.",
        "The base salary is 0",
        "Give the annual base salary.",
        when!(w: BaseSalary if w.is_employed() && w.salary.is_zero()),
        pass[one!(InPost)],
        fail[one!(InPost, BaseSalary = "0.00")]
    ),
    rule!(OFFICIAL_QUERY, "CW-W124", FROM_2025, [BaseSalary],
        "The base salary is an annual one",
        "An employed worker's `BaseSalary` is above 0 and below 10,000, or above 200,000: monthly, hourly or part of a year, or a slip in the digits. The limits are a judgement; a council may set its own in its notes.",
        "The base salary is unlikely to be an annual one",
        "Give the annual base salary in pounds.",
        when!(w: BaseSalary if w.is_employed() && w.salary.ok().is_some_and(|n| n.millionths > 0
            && !(w.likely.salary.0 * ONE..=w.likely.salary.1 * ONE).contains(&n.millionths))),
        pass [one!(InPost, BaseSalary = "10000"), one!(InPost, BaseSalary = "200000"), one!(InPost, BaseSalary = "0")],
        fail [one!(InPost, BaseSalary = "9999.99"), one!(InPost, BaseSalary = "200000.01")]),
    rule!(
        OFFICIAL_QUERY,
        "CW-W125",
        FROM_2025,
        [BaseSalary, RrPayments, OtherPayments],
        "Agency workers have no pay items",
        "An agency worker's record has `BaseSalary`, `RRPayments` or `OtherPayments` above 0.",
        "Pay is not asked for of agency workers",
        "Leave the element out.",
        Check::Worker(|w, hits| {
            for (item, field) in amounts(w) {
                if w.is_agency() && field.is_over(0) {
                    hits.at(item);
                }
            }
        }),
        pass[one!(Agency)],
        fail[one!(Agency, BaseSalary = "42000")]
    ),
    rule!(QUERY, "CW-W126", FROM_2025, [RrPayments, OtherPayments, BaseSalary],
        "Payments are at most the salary",
        "`RRPayments` or `OtherPayments` is above a `BaseSalary` that is above 0.",
        "The payments of the year are above the base salary",
        "Check the amounts.",
        Check::Worker(|w, hits| {
            let Some(salary) = w.salary.ok().filter(|salary| salary.millionths > 0) else { return };
            for (item, field) in &amounts(w)[1..] {
                if field.is_over(salary.millionths) {
                    hits.at(*item);
                }
            }
        }),
        pass [one!(InPost, RrPayments = "40000"), one!(InPost, BaseSalary = "0", RrPayments = "1")],
        fail [one!(InPost, RrPayments = "40000.01")]),
];
