//! Whether the return as a whole is plausible.
//!
//! The limits of P01 to P07 are the 1st and 99th percentiles of DfE's published values of councils with at least 50 FTE,
//! 2017 to 2025; smaller councils are not asked.

use crate::csww::check::Whole;
use crate::csww::element::Element;
use crate::csww::entry::Entry;
use crate::csww::summary::{Measure, Summary, Unit};
use crate::csww::worker::Kind;
use crate::csww::year::Years;

use super::example::{Base, Example};
use super::{Check, Hits, QUERY, Rule};

const ALL: Years = Years::ALL;
const PUBLISHED: &str =
    "1st and 99th percentiles of DfE's published values of councils with at least 50 FTE, 2017 to 2025";
const ONE: i64 = 1_000_000;

/// A hundred workers like one, or as many as an example needs to be above 50 FTE.
macro_rules! many {
    ($count:literal $base:ident $(, $item:ident = $value:tt)*) => {
        Example::Many($count, Base::$base, &[$((Element::$item, one!(@ $value))),*])
    };
}

const FEW: Example = Example::Worker(Base::InPost, &[]);

/// Fires when a measure of a council of at least 50 FTE is outside limits, in tenths.
fn outside(
    whole: &Whole<'_>,
    measure: impl Fn(&Summary) -> Option<Measure>,
    least: i128,
    most: i128,
    hits: &mut Hits,
) {
    let summary = whole.summary();
    if summary.inpost_fte < 50 * ONE {
        return;
    }
    let Some(measure) = measure(summary) else { return };
    if (measure.is_below(least) || measure.is_above(most))
        && let Some(shown) = measure.shown()
    {
        let limits = |tenths: i128| format!("{}.{}", tenths / 10, tenths % 10);
        let range = if least < 0 {
            format!("at most {}", limits(most))
        } else {
            format!("{} to {}", limits(least), limits(most))
        };
        hits.whole(format!("{shown}, where {range} is usual"));
    }
}

/// Fires when more than half, or so many tenths of a per cent, of some entries have something.
fn share(
    whole: &Whole<'_>,
    of: impl Fn(&Entry) -> bool,
    which: impl Fn(&Entry) -> bool,
    tenths: usize,
    hits: &mut Hits,
) {
    let all = whole.entries.iter().filter(|entry| of(entry)).count();
    let some = whole.entries.iter().filter(|entry| of(entry) && which(entry)).count();
    if some * 1000 > all * tenths {
        hits.whole(format!("{some} of {all}"));
    }
}

fn in_post(entry: &Entry) -> bool {
    entry.kind == Kind::InPost
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(
        QUERY.source = PUBLISHED,
        "CW-P01",
        ALL,
        [],
        "The turnover rate is plausible",
        "Turnover (FTE of leavers at the September before, of FTE in post at this one) is outside 2.5% to 34.7%.",
        "The turnover rate in per cent is unusual",
        "Check the leavers and the workers in post, or explain in the return note.",
        Check::Whole(|whole, hits| outside(
            whole,
            |summary| summary.measure("turnover_rate_fte"),
            25,
            347,
            hits
        )),
        pass[FEW],
        fail[many!(60 InPost)]
    ),
    rule!(QUERY.source = PUBLISHED, "CW-P02", ALL, [],
        "The vacancy rate is plausible",
        "The vacancy rate is above 48.6%. Zero does occur.",
        "The vacancy rate in per cent is unusual",
        "Check the vacancies, which are FTE, or explain in the return note.",
        Check::Whole(|whole, hits| outside(whole, |summary| summary.measure("vacancy_rate_fte"), -1, 486, hits)),
        pass [FEW, many!(60 InPost)], fail [Example::Crowd(60, Base::InPost, &[(Element::NumberOfVacancies, Some("60"))])]),
    rule!(QUERY.source = PUBLISHED, "CW-P03", ALL, [],
        "The agency worker rate is plausible",
        "The agency worker rate (FTE) is above 46.4%. Zero does occur.",
        "The agency worker rate in per cent is unusual",
        "Check the agency workers, or explain in the return note.",
        Check::Whole(|whole, hits| outside(whole, |summary| summary.measure("agency_rate_fte"), -1, 464, hits)),
        pass [FEW, many!(60 InPost)], fail [Example::Mixed(60, 60)]),
    rule!(QUERY.source = PUBLISHED, "CW-P04", ALL, [],
        "The average caseload is plausible",
        "Cases for each FTE of those who hold cases are outside 11.2 to 23.9.",
        "The average caseload is unusual",
        "Check the cases and the FTE, or explain in the return note.",
        Check::Whole(|whole, hits| outside(whole, |summary| summary.measure("caseload_fte"), 112, 239, hits)),
        pass [FEW, many!(60 InPost)], fail [many!(60 InPost, Cases30 = "24"), many!(60 InPost, Cases30 = "11")]),
    rule!(QUERY.source = PUBLISHED, "CW-P05", ALL, [],
        "The sickness absence rate is plausible",
        "The sickness absence rate is outside 0.6% to 7.4%.",
        "The sickness absence rate in per cent is unusual",
        "Check that working days are counted, not calendar days, or explain in the return note.",
        Check::Whole(|whole, hits| outside(whole, |summary| summary.measure("absence_rate_fte"), 6, 74, hits)),
        pass [FEW, many!(60 InPost)], fail [many!(60 InPost, WorkingDaysLost = "19"), many!(60 InPost, WorkingDaysLost = "1")]),
    rule!(QUERY.source = PUBLISHED, "CW-P06", ALL, [],
        "FTE for each head is plausible",
        "FTE in post for each hundred people is outside 85.2 to 99.7.",
        "The FTE for each hundred people in post is unusual",
        "Check the FTE of part-time workers.",
        Check::Whole(|whole, hits| {
            let per_head = |summary: &Summary| Some(Measure {
                id: "fte_per_head",
                unit: Unit::Percent,
                numerator: Some(summary.inpost_fte),
                denominator: summary.inpost_headcount,
            });
            outside(whole, per_head, 852, 997, hits);
        }),
        pass [FEW, many!(60 InPost, Fte = "0.9")], fail [many!(60 InPost), many!(70 InPost, Fte = "0.8")]),
    rule!(QUERY.source = PUBLISHED, "CW-P07", ALL, [],
        "The share of workers with cases is plausible",
        "FTE with cases is outside 33.9% to 74.6% of all FTE in post, agency workers included.",
        "The share of FTE with cases in per cent is unusual",
        "Check the cases of each worker; 0 and missing are not the same.",
        Check::Whole(|whole, hits| {
            let share = |summary: &Summary| Some(Measure {
                id: "case_holders_share",
                unit: Unit::Percent,
                numerator: Some(summary.case_holders_fte),
                denominator: summary.inpost_fte + summary.agency_fte,
            });
            outside(whole, share, 339, 746, hits);
        }),
        pass [FEW], fail [many!(60 InPost), many!(60 InPost, Cases30 = "0")]),
    rule!(
        QUERY,
        "CW-P08",
        ALL,
        [Ethnicity],
        "Ethnicity is known of at least half",
        "More than half of those employed and in post have ethnicity REFU or NOBT.",
        "Ethnicity is not known of most workers in post",
        "Ask the workers before the return is made.",
        Check::Whole(|whole, hits| share(
            whole,
            in_post,
            |entry| matches!(entry.code(Element::Ethnicity), Some("REFU" | "NOBT")),
            500,
            hits
        )),
        pass[FEW],
        fail[many!(3 InPost, Ethnicity = "REFU")]
    ),
    rule!(
        QUERY.source = "a limit that DfE's children in need census uses",
        "CW-P09",
        Years::to(2023),
        [GenderCurrent],
        "Gender is known of nearly all",
        "More than 2% of those employed and in post have `GenderCurrent` 0 or 9.",
        "Gender is not known of more than 2% of workers in post",
        "Complete the gender of workers in post.",
        Check::Whole(|whole, hits| share(
            whole,
            in_post,
            |entry| matches!(entry.code(Element::GenderCurrent), Some("0" | "9")),
            20,
            hits
        )),
        pass[FEW],
        fail[many!(3 InPost, GenderCurrent = "9")]
    ),
    rule!(
        QUERY,
        "CW-P10",
        ALL,
        [WorkingDaysLost],
        "Someone lost days to sickness",
        "The sum of `WorkingDaysLost` is 0.",
        "No days were lost to sickness in the whole return",
        "Check that the days lost were filled in.",
        Check::Whole(|whole, hits| {
            let mut lost = whole
                .entries
                .iter()
                .filter(|entry| entry.is_employed())
                .filter_map(|entry| entry.days_lost)
                .peekable();
            if lost.peek().is_some() && lost.all(|days| days == 0) {
                hits.whole("the sum is 0".to_owned());
            }
        }),
        pass[FEW],
        fail[many!(3 InPost, WorkingDaysLost = "0")]
    ),
    rule!(
        QUERY,
        "CW-P11",
        ALL,
        [LeaverDestination],
        "The destinations of at least half the leavers are known",
        "More than half of the leavers have destination 8 or 9.",
        "The destination of most leavers is not known",
        "Ask leavers where they go.",
        Check::Whole(|whole, hits| share(
            whole,
            |entry| entry.kind == Kind::Leaver,
            |entry| matches!(entry.code(Element::LeaverDestination), Some("8" | "9")),
            500,
            hits
        )),
        pass[Example::Worker(Base::Leaver, &[])],
        fail[many!(3 Leaver, LeaverDestination = "9")]
    ),
    rule!(QUERY, "CW-P12", Years::from(2025), [BaseSalary],
        "Base salaries differ",
        "Every employed record, of ten or more, has the same `BaseSalary`.",
        "Every employed worker has the same base salary",
        "Give each worker's own base salary.",
        Check::Whole(|whole, hits| {
            let salaries: Vec<u32> = whole.entries.iter().filter(|entry| entry.is_employed()).filter_map(|entry| entry.salary).collect();
            if let [first, rest @ ..] = salaries.as_slice()
                && rest.len() >= 9
                && rest.iter().all(|salary| salary == first)
            {
                hits.whole(format!("{} records", salaries.len()));
            }
        }),
        pass [FEW, many!(12 InPost), many!(9 InPost, BaseSalary = "40000")], fail [many!(10 InPost, BaseSalary = "40000")]),
];
