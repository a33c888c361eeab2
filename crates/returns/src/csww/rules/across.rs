//! Across the records of one return.

use rustc_hash::FxHashMap;

use crate::csww::check::Whole;
use crate::csww::element::Element;
use crate::csww::entry::Entry;
use crate::csww::worker::Kind;
use crate::csww::year::Years;

use super::example::{Base, Example};
use super::{Check, DERIVED_ERROR, Hits, QUERY, Rule};

const ALL: Years = Years::ALL;
const METHODOLOGY: &str = "DfE's methodology of the workforce statistics: how records become people";

/// Records that differ from sound ones; those of a sound return have numbers SW10000, SW10001 and on.
macro_rules! workers {
    ($($base:ident [$($item:ident = $value:tt),*]),*) => {
        Example::Workers(&[$((Base::$base, &[$((Element::$item, one!(@ $value))),*])),*])
    };
}

const SOUND: Example = Example::Workers(&[(Base::InPost, &[]), (Base::InPost, &[]), (Base::Agency, &[])]);

/// The groups of records that share a registration number.
fn numbered<'w>(whole: &'w Whole<'_>) -> impl Iterator<Item = &'w Vec<u32>> {
    whole.same_number().iter().filter(|group| !whole.entries[group[0] as usize].swe.is_empty())
}

/// Fires at every record that is the same in all items as an earlier one of its number.
fn identical(whole: &Whole<'_>, kind: impl Fn(&Entry) -> bool, hits: &mut Hits) {
    for group in whole.same_number() {
        let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
        for at in group.iter().map(|at| *at as usize).filter(|at| kind(&whole.entries[*at])) {
            let entry = &whole.entries[at];
            match seen.get(&entry.print) {
                Some(first) => hits.of(at, Element::SweNo, Some(format!("the same as worker {first}"))),
                None => {
                    seen.insert(entry.print, entry.number);
                }
            }
        }
    }
}

fn is_open(entry: &Entry) -> bool {
    entry.kind == Kind::InPost
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(
        DERIVED_ERROR.source = METHODOLOGY,
        "CW-X01",
        ALL,
        [SweNo],
        "No two employed records are the same",
        "Two employed records are the same in every item.",
        "The record is there twice",
        "Take one out.",
        Check::Whole(|whole, hits| identical(whole, Entry::is_employed, hits)),
        pass[SOUND],
        fail[workers!(InPost[PersonBirthDate = "1980-01-01", SweNo = "SW1", Cases30 = "9", BaseSalary = "40000"], InPost[PersonBirthDate = "1980-01-01", SweNo = "SW1", Cases30 = "9", BaseSalary = "40000"])]
    ),
    rule!(
        QUERY.source = METHODOLOGY,
        "CW-X02",
        ALL,
        [SweNo],
        "No two agency records are the same",
        "Two agency records are the same in every item. DfE counts each as a person.",
        "The agency worker's record is there twice, and each is counted as a person",
        "Take one out, unless there are two engagements.",
        Check::Whole(|whole, hits| identical(whole, |entry| entry.kind == Kind::Agency, hits)),
        pass[SOUND],
        fail[workers!(Agency[SweNo = "SW1", Cases30 = "9"], Agency[SweNo = "SW1", Cases30 = "9"])]
    ),
    rule!(QUERY.source = METHODOLOGY, "CW-X03", ALL, [SweNo, PersonBirthDate, Sex, GenderCurrent, Ethnicity],
        "One registration number is one person",
        "Two records with one `SWENo` differ in date of birth, sex or ethnicity. Headcount would count two people.",
        "Another record with this registration number has other particulars, so two people would be counted",
        "Correct the number or the particulars.",
        Check::Whole(|whole, hits| {
            for group in numbered(whole) {
                let first = &whole.entries[group[0] as usize];
                for at in group[1..].iter().map(|at| *at as usize) {
                    let entry = &whole.entries[at];
                    let sex_item = if entry.code(Element::Sex).is_some() { Element::Sex } else { Element::GenderCurrent };
                    let differs = [
                        (Element::PersonBirthDate, entry.born.zip(first.born).is_some_and(|(a, b)| a != b)),
                        (sex_item, entry.sex().zip(first.sex()).is_some_and(|(a, b)| a != b)),
                        (Element::Ethnicity, entry.code(Element::Ethnicity).zip(first.code(Element::Ethnicity)).is_some_and(|(a, b)| a != b)),
                    ];
                    for (item, _) in differs.into_iter().filter(|(_, differs)| *differs) {
                        hits.of(at, item, Some(format!("unlike worker {}", first.number)));
                    }
                }
            }
        }),
        pass [SOUND, workers!(Leaver[SweNo = "SW1", PersonBirthDate = "1980-01-01"], Starter[SweNo = "SW1", PersonBirthDate = "1980-01-01"])],
        fail [workers!(Leaver[SweNo = "SW1"], Starter[SweNo = "SW1"])]),
    rule!(QUERY, "CW-X04", ALL, [SweNo, OrgRole, Fte],
        "A worker has one record in post",
        "Two employed records with one `SWENo` have no leaving date: two roles? DfE keeps the more senior for headcount and adds up the FTE.",
        "There is another employed record in post with this registration number",
        "Check that there are two roles, and how the FTE is shared.",
        Check::Whole(|whole, hits| {
            for group in numbered(whole) {
                let mut open = group.iter().map(|at| *at as usize).filter(|at| is_open(&whole.entries[*at]));
                if let Some(first) = open.next() {
                    for at in open {
                        hits.of(at, Element::SweNo, Some(format!("worker {}", whole.entries[first].number)));
                    }
                }
            }
        }),
        pass [SOUND, workers!(Leaver[SweNo = "SW1"], Starter[SweNo = "SW1"])], fail [workers!(InPost[SweNo = "SW1", Fte = "0.5"], InPost[SweNo = "SW1", Fte = "0.5"])]),
    rule!(QUERY, "CW-X05", ALL, [SweNo, Fte],
        "A worker's records add up to at most one FTE",
        "The `FTE` of the records with one `SWENo` and no leaving date add up to more than 1.",
        "The records of this registration number add up to more than full time",
        "Share the FTE out between the records.",
        Check::Whole(|whole, hits| {
            for group in numbered(whole) {
                let here = || group.iter().map(|at| *at as usize).filter(|at| !whole.entries[*at].has_end);
                let sum: u64 = here().map(|at| u64::from(whole.entries[at].fte.unwrap_or_default())).sum();
                if let Some(last) = here().next_back().filter(|_| sum > 1_000_000 && here().count() > 1) {
                    hits.of(last, Element::Fte, Some(format!("{}.{:06}", sum / 1_000_000, sum % 1_000_000)));
                }
            }
        }),
        pass [SOUND, workers!(InPost[SweNo = "SW1", Fte = "0.5"], InPost[SweNo = "SW1", Fte = "0.5"])],
        fail [workers!(InPost[SweNo = "SW1", Fte = "0.5"], InPost[SweNo = "SW1", Fte = "0.500001"])]),
    rule!(QUERY, "CW-X06", ALL, [SweNo, RoleStartDate, RoleEndDate],
        "A worker's roles do not overlap",
        "The dates of two employed records with one `SWENo` overlap, at least one of them closed.",
        "The role overlaps with another of this registration number",
        "Correct the dates.",
        Check::Whole(|whole, hits| {
            for group in numbered(whole) {
                let mut spans: Vec<usize> = group.iter().map(|at| *at as usize)
                    .filter(|at| { let entry = &whole.entries[*at]; entry.is_employed() && entry.started.is_some() && (entry.ended.is_some() || !entry.has_end) })
                    .collect();
                spans.sort_by_key(|at| whole.entries[*at].started);
                // Each role against the one before that lasts longest; two open ones are another rule's.
                let mut longest: Option<usize> = None;
                for at in spans {
                    let entry = &whole.entries[at];
                    if let Some(before) = longest.map(|at| &whole.entries[at]) {
                        let overlaps = before.ended.is_none_or(|ended| entry.started.is_some_and(|started| started < ended));
                        if overlaps && !(before.ended.is_none() && entry.ended.is_none()) {
                            hits.of(at, Element::RoleStartDate, Some(format!("worker {}", before.number)));
                        }
                    }
                    let lasts = |at: usize| (whole.entries[at].ended.is_none(), whole.entries[at].ended);
                    if longest.is_none_or(|longest| lasts(at) > lasts(longest)) {
                        longest = Some(at);
                    }
                }
            }
        }),
        pass [SOUND, workers!(Leaver[SweNo = "SW1"], Starter[SweNo = "SW1", RoleStartDate = "2025-05-16"])],
        fail [workers!(Leaver[SweNo = "SW1"], Starter[SweNo = "SW1", RoleStartDate = "2025-05-15"])]),
    rule!(QUERY, "CW-X07", ALL, [SweNo, AgencyWorker],
        "Nobody is employed and an agency worker at once",
        "An agency record and an employed record with one `SWENo` both have no leaving date.",
        "The worker is also there as employed, with no leaving date",
        "Close one of the two, or explain in the return note.",
        Check::Whole(|whole, hits| {
            for group in numbered(whole) {
                let open = group.iter().find(|at| is_open(&whole.entries[**at as usize]));
                let Some(open) = open else { continue };
                for at in group.iter().map(|at| *at as usize) {
                    if whole.entries[at].kind == Kind::Agency && !whole.entries[at].has_end {
                        let detail = format!("worker {}", whole.entries[*open as usize].number);
                        hits.of(at, Element::AgencyWorker, Some(detail));
                    }
                }
            }
        }),
        pass [SOUND, workers!(Leaver[SweNo = "SW1"], Agency[SweNo = "SW1"])], fail [workers!(Agency[SweNo = "SW1"], InPost[SweNo = "SW1"])]),
    rule!(QUERY, "CW-X08", ALL, [SweNo, PersonBirthDate, Sex, GenderCurrent, Ethnicity, RoleStartDate, QualInst],
        "One person has one registration number",
        "Two employed records with different `SWENo` have the same date of birth, sex, ethnicity and start date (to 2024 also institution).",
        "Another record has the same particulars and another registration number",
        "Check whether it is one person under two numbers.",
        Check::Whole(|whole, hits| {
            let mut seen = FxHashMap::default();
            for (at, entry) in whole.entries.iter().enumerate().filter(|(_, entry)| entry.is_employed()) {
                let (Some(born), Some(started), Some(sex), Some(ethnicity)) =
                    (entry.born, entry.started, entry.sex(), entry.code(Element::Ethnicity)) else { continue };
                let first = *seen.entry((born, started, sex, ethnicity, entry.institution)).or_insert(at);
                if whole.entries[first].swe != entry.swe {
                    hits.of(at, Element::SweNo, Some(format!("worker {}", whole.entries[first].number)));
                }
            }
        }),
        pass [SOUND, workers!(InPost[PersonBirthDate = "1980-01-01"], InPost[PersonBirthDate = "1980-01-01", Ethnicity = "WIRI"])],
        fail [workers!(InPost[PersonBirthDate = "1980-01-01"], InPost[PersonBirthDate = "1980-01-01"])]),
];
