//! Against last year's return. All are queries; COLLECT's own continuity checks were not available.

use std::collections::HashMap;

use crate::csww::check::{Pair, Whole};
use crate::csww::element::Element;
use crate::csww::entry::Entry;
use crate::csww::worker::Kind;
use crate::csww::year::Years;

use super::example::{Base, Example};
use super::{Check, OFFICIAL_QUERY, QUERY, Rule};

const ALL: Years = Years::ALL;

/// Last year's workers and this year's; those of sound returns have numbers SW10000, SW10001 and on.
macro_rules! years {
    ($($base:ident [$($item:ident = $value:tt),*]),* => $($base_now:ident [$($item_now:ident = $value_now:tt),*]),*) => {
        Example::Years(
            &[$((Base::$base, &[$((Element::$item, one!(@ $value))),*])),*],
            &[$((Base::$base_now, &[$((Element::$item_now, one!(@ $value_now))),*])),*],
        )
    };
}

/// The first record of each number among those wanted.
fn by_number<'r>(whole: &'r Whole<'_>, wanted: impl Fn(&Entry) -> bool) -> HashMap<&'r str, &'r Entry> {
    let mut found = HashMap::new();
    for entry in whole.entries.iter().filter(|entry| wanted(entry) && !entry.swe.is_empty()) {
        found.entry(entry.swe.as_str()).or_insert(entry);
    }
    found
}

fn in_post(entry: &Entry) -> bool {
    entry.kind == Kind::InPost
}

/// Each record of this year that is wanted, by its place, with last year's of the same number.
fn each(
    pair: &Pair<'_>,
    now: impl Fn(&Entry) -> bool,
    before: impl Fn(&Entry) -> bool,
    mut ask: impl FnMut(usize, &Entry, &Entry),
) {
    let old = by_number(&pair.before, before);
    for (at, entry) in pair.now.entries.iter().enumerate().filter(|(_, entry)| now(entry)) {
        if let Some(last) = old.get(entry.swe.as_str()) {
            ask(at, entry, last);
        }
    }
}

/// A particular of a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Particular {
    /// The item has no readable value.
    Missing,
    /// The code says that it is not known.
    NotKnown,
    /// The code.
    Known(&'static str),
}

/// Sex under either year's name.
fn sex(entry: &Entry) -> Particular {
    match (entry.code(Element::Sex), entry.code(Element::GenderCurrent)) {
        (Some(code), _) => Particular::Known(code),
        (None, Some("1")) => Particular::Known("M"),
        (None, Some("2")) => Particular::Known("F"),
        (None, Some(_)) => Particular::NotKnown,
        (None, None) => Particular::Missing,
    }
}

fn ethnicity(entry: &Entry) -> Particular {
    match entry.code(Element::Ethnicity) {
        Some("REFU" | "NOBT") => Particular::NotKnown,
        Some(code) => Particular::Known(code),
        None => Particular::Missing,
    }
}

/// Whether something known became another, or not known.
fn changed(now: Particular, before: Particular) -> bool {
    matches!(before, Particular::Known(_)) && now != Particular::Missing && now != before
}

/// Millionths as a decimal.
fn fte(millionths: u32) -> String {
    format!("{}.{:02}", millionths / 1_000_000, millionths % 1_000_000 / 10_000)
}

fn salary_outside(now: u32, before: u32) -> bool {
    let (now, before) = (u64::from(now), u64::from(before));
    now * 100 < before * 80 || now * 100 > before * 130
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(QUERY, "CW-Y01", ALL, [SweNo],
        "Whoever was in post last year is in post or a leaver this year",
        "An employed worker in post in last year's return has no record with that `SWENo` this year.",
        "A worker in post last year is neither in post nor a leaver this year",
        "Send the leaver's record, or correct the number.",
        Check::Previous(|pair, hits| {
            let now = by_number(&pair.now, |_| true);
            let mut gone: Vec<&Entry> = by_number(&pair.before, in_post).into_values().filter(|entry| !now.contains_key(entry.swe.as_str())).collect();
            gone.sort_by_key(|entry| entry.number);
            for entry in gone {
                hits.missing(&entry.swe, format!("{}, worker {} of last year's return", entry.swe, entry.number));
            }
        }),
        pass [years!(InPost[] => InPost[]), years!(InPost[] => Leaver[])], fail [years!(InPost[], InPost[] => InPost[])]),
    rule!(
        QUERY,
        "CW-Y02",
        ALL,
        [SweNo, RoleStartDate],
        "Whoever started before the year was in last year's return",
        "An employed worker's `RoleStartDate` is on or before 30 September of the year before, and last year's return has no such `SWENo`.",
        "The worker started before the year and is not in last year's return",
        "Correct the start date or the number, or explain in the return note.",
        Check::Previous(|pair, hits| {
            let before = by_number(&pair.before, |_| true);
            for (at, entry) in pair.now.entries.iter().enumerate().filter(|(_, entry)| entry.is_employed()) {
                let early = entry.started.is_some_and(|day| day <= pair.now.year.previous_end());
                if early && !entry.swe.is_empty() && !before.contains_key(entry.swe.as_str()) {
                    hits.of(at, Element::RoleStartDate, None);
                }
            }
        }),
        pass[years!(InPost[] => InPost[], Starter[])],
        fail[years!(InPost[] => InPost[], InPost[])]
    ),
    rule!(
        QUERY,
        "CW-Y03",
        ALL,
        [RoleStartDate, SweNo],
        "A leaver of last year is not still in post",
        "A leaver in last year's return is in post this year with the same `RoleStartDate`.",
        "The worker left last year, yet is in post with the same start date",
        "Give the new start date, or put last year's return right.",
        Check::Previous(|pair, hits| each(
            pair,
            in_post,
            |entry| entry.kind == Kind::Leaver,
            |at, now, before| {
                if now.started.is_some() && now.started == before.started {
                    hits.of(at, Element::RoleStartDate, None);
                }
            }
        )),
        pass[years!(Leaver[] => Starter[])],
        fail[years!(Leaver[RoleStartDate = "2021-11-01"] => InPost[RoleStartDate = "2021-11-01"])]
    ),
    rule!(
        QUERY,
        "CW-Y04",
        ALL,
        [PersonBirthDate],
        "A date of birth does not change",
        "`PersonBirthDate` differs from last year's for the same `SWENo`.",
        "The date of birth differs from last year's",
        "Correct the date of birth or the number.",
        Check::Previous(|pair, hits| each(
            pair,
            |_| true,
            |entry| entry.born.is_some(),
            |at, now, before| {
                if let Some((_, before)) = now.born.zip(before.born).filter(|(now, before)| now != before) {
                    hits.of(at, Element::PersonBirthDate, Some(format!("it was {before}")));
                }
            }
        )),
        pass[years!(InPost[] => InPost[])],
        fail[years!(InPost[] => InPost[PersonBirthDate = "1971-01-02"])]
    ),
    rule!(QUERY, "CW-Y05", ALL, [Sex, GenderCurrent, Ethnicity],
        "Sex and ethnicity do not change",
        "Sex or ethnicity changed from known to another or to not known. To 2024, gender 1 is read as M and 2 as F.",
        "The worker's sex or ethnicity differs from last year's",
        "Check which is right.",
        Check::Previous(|pair, hits| each(pair, |_| true, |_| true, |at, now, before| {
            if changed(sex(now), sex(before)) {
                hits.of(at, if now.code(Element::Sex).is_some() { Element::Sex } else { Element::GenderCurrent }, None);
            }
            if changed(ethnicity(now), ethnicity(before)) {
                hits.of(at, Element::Ethnicity, before.code(Element::Ethnicity).map(|code| format!("it was {code}")));
            }
        })),
        pass [years!(InPost[] => InPost[]), years!(InPost[Ethnicity = "NOBT"] => InPost[])],
        fail [years!(InPost[] => InPost[Sex = "M"]), years!(InPost[] => InPost[Ethnicity = "REFU"]), years!(InPost[] => InPost[Ethnicity = "WIRI"])]),
    rule!(QUERY, "CW-Y06", ALL, [QualLevel, StepUpGrad, FrontlineGrad, QualInst],
        "A qualification does not change",
        "`QualLevel`, `StepUpGrad` or `FrontlineGrad` (to 2024 also `QualInst`) differs from last year's.",
        "The qualification differs from last year's",
        "Check which is right.",
        Check::Previous(|pair, hits| each(pair, |_| true, |_| true, |at, now, before| {
            for item in [Element::QualLevel, Element::StepUpGrad, Element::FrontlineGrad] {
                if let Some((_, before)) = now.code(item).zip(before.code(item)).filter(|(now, before)| now != before) {
                    hits.of(at, item, Some(format!("it was {before}")));
                }
            }
            if pair.now.year.number() <= 2024 && now.is_employed() && before.is_employed() && now.institution != before.institution {
                hits.of(at, Element::QualInst, None);
            }
        })),
        pass [years!(InPost[] => InPost[])], fail [years!(InPost[] => InPost[QualLevel = "1"]), years!(InPost[] => InPost[StepUpGrad = "1"])]),
    rule!(
        QUERY,
        "CW-Y07",
        ALL,
        [RoleStartDate],
        "A start date does not change while in post",
        "The worker is in post in both years and `RoleStartDate` differs: a new role, or a slip. A move inside the council keeps the date.",
        "The start date differs from last year's",
        "Keep the date on which the worker joined the council's child and family social work.",
        Check::Previous(|pair, hits| each(pair, in_post, in_post, |at, now, before| {
            if let Some((_, before)) = now.started.zip(before.started).filter(|(now, before)| now != before) {
                hits.of(at, Element::RoleStartDate, Some(format!("it was {before}")));
            }
        })),
        pass[years!(InPost[RoleStartDate = "2020-01-06"] => InPost[RoleStartDate = "2020-01-06"])],
        fail[years!(InPost[RoleStartDate = "2020-01-06"] => InPost[RoleStartDate = "2024-01-06"])]
    ),
    rule!(OFFICIAL_QUERY, "CW-Y08", ALL, [Fte30],
        "The FTE at the September before is last year's FTE",
        "An employed worker was in post last year, and `FTE30` differs from last year's `FTE` by more than 0.01. Leavers are included.",
        "The FTE at the September before differs from the FTE in last year's return",
        "Give last year's FTE, or put last year's return right.",
        Check::Previous(|pair, hits| each(pair, Entry::is_employed, in_post, |at, now, before| {
            if let Some((_, before)) = now.fte30.zip(before.fte).filter(|(now, before)| now.abs_diff(*before) > 10_000) {
                hits.of(at, Element::Fte30, Some(format!("last year's return has {}", fte(before))));
            }
        })),
        pass [years!(InPost[Fte = "0.8"] => InPost[Fte30 = "0.81"])], fail [years!(InPost[Fte = "0.8"] => InPost[]), years!(InPost[Fte = "0.8"] => Leaver[])]),
    rule!(QUERY.source = "1st and 99th percentiles of DfE's published changes", "CW-Y09", ALL, [],
        "FTE in post changes by little",
        "FTE in post changed by less than -18% or more than +35%.",
        "The FTE in post changed a great deal since last year's return",
        "Check that everybody is in both returns, or explain in the return note.",
        Check::Previous(|pair, hits| {
            let (now, before) = (i128::from(pair.now.summary().inpost_fte), i128::from(pair.before.summary().inpost_fte));
            if before > 0 && (now * 100 < before * 82 || now * 100 > before * 135) {
                hits.whole(format!("{:+}%", (now - before) * 100 / before));
            }
        }),
        pass [years!(InPost[] => InPost[])], fail [years!(InPost[], InPost[] => InPost[], Leaver[]), years!(InPost[] => InPost[], Starter[])]),
    rule!(
        QUERY,
        "CW-Y10",
        ALL,
        [],
        "Opening, starters and leavers give the closing FTE",
        "Last year's FTE in post, with starters and without leavers, differs from this year's by more than 1%. Changes of hours make small differences.",
        "Last year's FTE in post, with starters and without leavers, is not this year's",
        "Look for missed leavers, missed starters and large changes of hours.",
        Check::Previous(|pair, hits| {
            let (now, opening) = (pair.now.summary(), pair.before.summary().inpost_fte);
            let expected = opening + now.starters_fte - now.leavers_fte;
            let residual = now.inpost_fte - expected;
            if residual.abs() * 100 > opening {
                let sign = if residual < 0 { '-' } else { '+' };
                hits.whole(format!(
                    "{sign}{} FTE is not explained",
                    fte(u32::try_from(residual.abs()).unwrap_or(u32::MAX))
                ));
            }
        }),
        pass[years!(InPost[], InPost[] => InPost[], Leaver[], Starter[])],
        fail[years!(InPost[], InPost[] => InPost[])]
    ),
    rule!(
        QUERY,
        "CW-Y11",
        ALL,
        [StartOrigin],
        "An agency worker who joined has agency as origin",
        "An agency worker of last year is employed this year, and `StartOrigin` is not 4.",
        "The worker was an agency worker last year and the origin is another",
        "Give origin 4, agency or consultancy social work.",
        Check::Previous(|pair, hits| {
            let employed = by_number(&pair.before, Entry::is_employed);
            each(
                pair,
                Entry::is_employed,
                |entry| entry.kind == Kind::Agency,
                |at, now, _| {
                    if now.code(Element::StartOrigin) != Some("4") && !employed.contains_key(now.swe.as_str())
                    {
                        hits.of(at, Element::StartOrigin, None);
                    }
                },
            );
        }),
        pass[years!(Agency[] => Starter[StartOrigin = "4"])],
        fail[years!(Agency[] => Starter[])]
    ),
    rule!(QUERY, "CW-Y12", Years::from(2026), [BaseSalary],
        "A salary changes by little in the same role",
        "The worker is in post in both years in the same `OrgRole`, and `BaseSalary` is down by more than 20% or up by more than 30%.",
        "The base salary changed a great deal since last year's return",
        "Check both salaries.",
        Check::Previous(|pair, hits| each(pair, in_post, in_post, |at, now, before| {
            let same = now.code(Element::OrgRole).is_some() && now.code(Element::OrgRole) == before.code(Element::OrgRole);
            if now.salary.zip(before.salary).is_some_and(|(now, before)| same && salary_outside(now, before)) {
                hits.of(at, Element::BaseSalary, None);
            }
        })),
        pass [years!(InPost[BaseSalary = "40000"] => InPost[BaseSalary = "52000"])],
        fail [years!(InPost[BaseSalary = "40000"] => InPost[BaseSalary = "52000.01"]), years!(InPost[BaseSalary = "40000"] => InPost[BaseSalary = "31999.99"])]),
];
