//! The totals of the council, and its incentives from 2025.

use crate::csww::check::Whole;
use crate::csww::element::Element;
use crate::csww::read::Record;
use crate::csww::value::Number;
use crate::csww::worker::Kind;
use crate::csww::year::Years;

use super::example::{Base, Example};
use super::{Check, ERROR, Hits, OFFICIAL_QUERY, QUERY, Rule};

const ALL: Years = Years::ALL;
const FROM_2025: Years = Years::from(2025);
const ONE: i64 = 1_000_000;
/// What `NoAgencyFTE` may be above the agency records' own sum, for rounding: 0.05 FTE.
const TOLERANCE: i64 = 50_000;

const FLAGS: [Element; 8] = [
    Element::RecruitmentBonus,
    Element::RetentionBonus,
    Element::PerformanceAward,
    Element::CarAllowance,
    Element::RelocationPackage,
    Element::RegionalWeighting,
    Element::CostSwe,
    Element::CostDbs,
];

/// Totals that differ, with these workers.
macro_rules! totals {
    ($($item:ident = $value:tt),* $(; $($base:ident $([$($of:ident = $to:tt),*])?),*)?) => {
        Example::Totals(
            &[$((Element::$item, one!(@ $value))),*],
            &[$($((Base::$base, &[$($((Element::$of, one!(@ $to))),*)?])),*)?],
        )
    };
}

const SOUND: Example = Example::Workers(&[(Base::InPost, &[]), (Base::Agency, &[])]);

fn number(totals: &Record<'_>, item: Element) -> Option<Number> {
    totals.text(item).and_then(Number::parse)
}

fn total(whole: &Whole<'_>, item: Element) -> Option<Number> {
    whole.totals.text(item).and_then(Number::parse)
}

/// Fires unless an item is a number from zero to 9999.99 with at most so many places.
fn number_check(totals: &Record<'_>, item: Element, places: u32, hits: &mut Hits) {
    let sound = |number: &Number| (0..=9_999_990_000).contains(&number.millionths) && number.places <= places;
    if !number(totals, item).as_ref().is_some_and(sound) {
        hits.at(item);
    }
}

fn agency_records(whole: &Whole<'_>) -> i64 {
    let here = whole.entries.iter().filter(|entry| entry.kind == Kind::Agency && !entry.has_end);
    i64::try_from(here.count()).unwrap_or(i64::MAX)
}

fn says_none(text: &str) -> bool {
    let text = text.trim_end_matches('.').trim().to_ascii_lowercase();
    matches!(text.as_str(), "none" | "no" | "nil" | "n/a" | "na" | "nothing" | "not applicable")
}

fn flag<'r>(whole: &'r Whole<'_>, item: Element) -> Option<&'r str> {
    let other =
        (item == Element::PerformanceAward).then(|| whole.totals.text(Element::PerformanceReward)).flatten();
    whole.totals.text(item).or(other)
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-L01", ALL, [NumberOfVacancies],
        "The vacancies are a number from 0 to 9999.99",
        "`NumberOfVacancies` is missing or is no number from 0 to 9999.99 with at most two places. It is FTE, and includes vacancies that agency workers cover.",
        "The vacancies are missing or are no number from 0 to 9999.99 with at most two places",
        "Give the FTE of vacant posts on 30 September, covered or not.",
        Check::Totals(|totals, _, hits| number_check(totals, Element::NumberOfVacancies, 2, hits)),
        pass [SOUND], fail [totals!(NumberOfVacancies = _; InPost), totals!(NumberOfVacancies = "1.005"; InPost),
            totals!(NumberOfVacancies = "-1"; InPost), totals!(NumberOfVacancies = "10000"; InPost)]),
    rule!(ERROR, "CW-L02", ALL, [NoAgencyFte],
        "Agency cover is a number from 0 to 9999.99",
        "`NoAgencyFTE` is missing or is no number from 0 to 9999.99 with at most two places. It is the FTE of vacancies that agency workers cover, not of all agency workers.",
        "The FTE of agency cover is missing or is no number from 0 to 9999.99 with at most two places",
        "Give the FTE of vacancies that agency workers cover.",
        Check::Totals(|totals, _, hits| number_check(totals, Element::NoAgencyFte, 2, hits)),
        pass [SOUND], fail [totals!(NoAgencyFte = _; InPost), totals!(NoAgencyFte = "two"; InPost)]),
    rule!(ERROR, "CW-L03", ALL, [NoAgencyHeadcount],
        "The headcount of agency cover is a whole number from 0 to 9999",
        "`NoAgencyHeadcount` is missing or is no whole number from 0 to 9999.",
        "The headcount of agency cover is missing or is no whole number from 0 to 9999",
        "Give the number of agency workers who cover vacancies.",
        Check::Totals(|totals, _, hits| number_check(totals, Element::NoAgencyHeadcount, 0, hits)),
        pass [SOUND], fail [totals!(NoAgencyHeadcount = _; InPost), totals!(NoAgencyHeadcount = "1.5"; InPost), totals!(NoAgencyHeadcount = "10000"; InPost)]),
    rule!(
        QUERY,
        "CW-L04",
        ALL,
        [NoAgencyFte, NoAgencyHeadcount],
        "Agency cover has no more FTE than people",
        "`NoAgencyFTE` is above `NoAgencyHeadcount`, though each person is at most one FTE.",
        "Agency cover has more FTE than people",
        "Check both totals.",
        Check::Totals(|totals, _, hits| {
            let parts = number(totals, Element::NoAgencyFte).zip(number(totals, Element::NoAgencyHeadcount));
            if parts.is_some_and(|(fte, people)| fte > people) {
                hits.at(Element::NoAgencyFte);
            }
        }),
        pass[SOUND],
        fail[totals!(NumberOfVacancies = "3", NoAgencyFte = "1.5", NoAgencyHeadcount = "1"; Agency, Agency)]
    ),
    rule!(QUERY, "CW-L05", ALL, [NoAgencyFte, NoAgencyHeadcount],
        "Agency cover has both FTE and people, or neither",
        "Exactly one of `NoAgencyFTE` and `NoAgencyHeadcount` is 0.",
        "One total says that there is agency cover and the other that there is none",
        "Check both totals.",
        Check::Totals(|totals, _, hits| {
            let parts = number(totals, Element::NoAgencyFte).zip(number(totals, Element::NoAgencyHeadcount));
            if let Some((fte, people)) = parts.filter(|(fte, people)| fte.is_zero() != people.is_zero()) {
                hits.at(if fte.is_zero() { Element::NoAgencyFte } else { Element::NoAgencyHeadcount });
                let _ = people;
            }
        }),
        pass [SOUND], fail [totals!(NoAgencyFte = "0"; Agency), totals!(NoAgencyHeadcount = "0"; Agency)]),
    rule!(
        OFFICIAL_QUERY,
        "CW-L06",
        ALL,
        [NoAgencyFte, NumberOfVacancies],
        "Agency cover is at most the vacancies",
        "`NoAgencyFTE` is above `NumberOfVacancies`, of which it is a part. Such rates were published to 2020 as of low reliability and none since, so DfE may have made this an error.",
        "Agency cover is above the vacancies that it covers",
        "Count covered vacancies among the vacancies.",
        Check::Totals(|totals, _, hits| {
            let parts = number(totals, Element::NoAgencyFte).zip(number(totals, Element::NumberOfVacancies));
            if parts.is_some_and(|(cover, vacancies)| cover > vacancies) {
                hits.at(Element::NoAgencyFte);
            }
        }),
        pass[SOUND],
        fail[totals!(NumberOfVacancies = "0.5"; Agency)]
    ),
    rule!(QUERY.source = "derived from published data", "CW-L07", ALL, [NoAgencyFte],
        "Agency cover is at most the agency workers' FTE",
        "`NoAgencyFTE` is above the sum of `FTE` over agency workers in post by more than 0.05.",
        "Agency cover is above the FTE of all agency workers",
        "Check the total, or send the missing agency workers.",
        Check::Whole(|whole, hits| {
            let here = whole.entries.iter().filter(|entry| entry.kind == Kind::Agency && !entry.has_end);
            let sum: i64 = here.map(|entry| i64::from(entry.fte.unwrap_or_default())).sum();
            if total(whole, Element::NoAgencyFte).is_some_and(|cover| cover.millionths > sum + TOLERANCE) {
                hits.because(Element::NoAgencyFte, format!("the records add up to {}.{:02}", sum / ONE, sum % ONE / 10_000));
            }
        }),
        pass [SOUND, totals!(NumberOfVacancies = "2", NoAgencyFte = "1.05", NoAgencyHeadcount = "2"; Agency)],
        fail [totals!(NumberOfVacancies = "2", NoAgencyFte = "1.06", NoAgencyHeadcount = "2"; Agency)]),
    rule!(
        QUERY,
        "CW-L08",
        ALL,
        [NoAgencyHeadcount],
        "Agency cover has at most as many people as there are agency workers",
        "`NoAgencyHeadcount` is above the number of agency records without a leaving date.",
        "Agency cover has more people than there are agency workers",
        "Check the total, or send the missing agency workers.",
        Check::Whole(|whole, hits| {
            let records = agency_records(whole);
            if total(whole, Element::NoAgencyHeadcount).is_some_and(|people| people > Number::whole(records))
            {
                hits.because(Element::NoAgencyHeadcount, format!("there are {records} records"));
            }
        }),
        pass[SOUND],
        fail[totals!(NoAgencyHeadcount = "2"; Agency)]
    ),
    rule!(
        QUERY,
        "CW-L09",
        ALL,
        [NumberOfVacancies],
        "Where there are agency workers there are vacancies",
        "`NumberOfVacancies` is 0 and there is an agency record.",
        "There are agency workers and no vacancies",
        "Check the vacancies, which include those that agency workers cover.",
        Check::Whole(|whole, hits| {
            let any = whole.entries.iter().any(|entry| entry.kind == Kind::Agency);
            if any && total(whole, Element::NumberOfVacancies).is_some_and(Number::is_zero) {
                hits.at(Element::NumberOfVacancies);
            }
        }),
        pass[SOUND],
        fail[totals!(NumberOfVacancies = "0"; Agency)]
    ),
    rule!(
        QUERY,
        "CW-L10",
        ALL,
        [NoAgencyHeadcount],
        "Where there is agency cover there are agency workers",
        "`NoAgencyHeadcount` is above 0 and there is no agency record.",
        "Agency cover is given and no agency worker is sent",
        "Send a record for each agency worker in post on 30 September.",
        Check::Whole(|whole, hits| {
            let none = !whole.entries.iter().any(|entry| entry.kind == Kind::Agency);
            if none && total(whole, Element::NoAgencyHeadcount).is_some_and(|people| people.millionths > 0) {
                hits.at(Element::NoAgencyHeadcount);
            }
        }),
        pass[SOUND],
        fail[totals!(NoAgencyHeadcount = "1"; InPost)]
    ),
    rule!(ERROR, "CW-L11", FROM_2025, [RecruitmentBonus, RetentionBonus, PerformanceAward, CarAllowance, RelocationPackage, RegionalWeighting, CostSwe, CostDbs],
        "Incentives are marked 0, 1 or 2",
        "An incentive is missing or is not 0 (no), 1 (all social workers are eligible) or 2 (some are).",
        "The incentive is missing or is not 0, 1 or 2",
        "Give 0 for no, 1 if all social workers are eligible, 2 if some are.",
        Check::Totals(|totals, _, hits| {
            for item in FLAGS {
                let other = (item == Element::PerformanceAward).then(|| totals.text(Element::PerformanceReward)).flatten();
                if !matches!(totals.text(item).or(other), Some("0" | "1" | "2")) {
                    hits.at(item);
                }
            }
        }),
        pass [SOUND, totals!(PerformanceAward = _, PerformanceReward = "1"; InPost)],
        fail [totals!(CarAllowance = _; InPost), totals!(CostDbs = "3"; InPost), totals!(PerformanceAward = "Y"; InPost)]),
    rule!(ERROR, "CW-L12", FROM_2025, [OtherAllowances],
        "Other allowances are told in words",
        "`OtherAllowances` is missing or empty.",
        "The other allowances are missing",
        "Say what they are, and whether for all or some; say None if there are none.",
        Check::Totals(|totals, _, hits| {
            if totals.text(Element::OtherAllowances).is_none() {
                hits.at(Element::OtherAllowances);
            }
        }),
        pass [SOUND], fail [totals!(OtherAllowances = _; InPost), totals!(OtherAllowances = ""; InPost)]),
    rule!(
        OFFICIAL_QUERY,
        "CW-L13",
        FROM_2025,
        [OtherAllowances],
        "Other allowances are not work expenses",
        "`OtherAllowances` names mileage or subsistence, which are to be left out.",
        "The other allowances name work expenses",
        "Leave mileage and subsistence out.",
        Check::Totals(|totals, _, hits| {
            let text = totals.text(Element::OtherAllowances).unwrap_or_default().to_ascii_lowercase();
            if text.contains("mileage") || text.contains("subsistence") {
                hits.at(Element::OtherAllowances);
            }
        }),
        pass[SOUND],
        fail[totals!(OtherAllowances = "Mileage at 45p"; InPost)]
    ),
    rule!(QUERY, "CW-L14", FROM_2025, [RecruitmentBonus, RetentionBonus, RrPayments],
        "Where payments were made, an incentive is offered",
        "`RecruitmentBonus` and `RetentionBonus` are 0, and a record has `RRPayments` above 0.",
        "Recruitment or retention payments were made and neither is offered",
        "Check the incentives and the payments.",
        Check::Whole(|whole, hits| {
            let none = [Element::RecruitmentBonus, Element::RetentionBonus].iter().all(|item| flag(whole, *item) == Some("0"));
            if none && whole.entries.iter().any(|entry| entry.rr_payments.is_some_and(|pence| pence > 0)) {
                hits.at(Element::RetentionBonus);
            }
        }),
        pass [SOUND, totals!(RetentionBonus = "2"; InPost[RrPayments = "500"])], fail [totals!(; InPost[RrPayments = "500"])]),
    rule!(QUERY, "CW-L15", FROM_2025, [RecruitmentBonus, RetentionBonus, RrPayments],
        "Where an incentive is offered, payments were made",
        "`RecruitmentBonus` or `RetentionBonus` is 1 or 2, records have `RRPayments`, and every one is 0.",
        "An incentive is offered and no payment was made",
        "Check the incentives and the payments.",
        Check::Whole(|whole, hits| {
            let items = [Element::RecruitmentBonus, Element::RetentionBonus];
            let offered = items.into_iter().find(|item| matches!(flag(whole, *item), Some("1" | "2")));
            let mut paid = whole.entries.iter().filter_map(|entry| entry.rr_payments).peekable();
            let any = paid.peek().is_some();
            if let Some(item) = offered.filter(|_| any && paid.all(|pence| pence == 0)) {
                hits.at(item);
            }
        }),
        pass [SOUND, totals!(RetentionBonus = "1"; InPost[RrPayments = "500"])], fail [totals!(RetentionBonus = "1"; InPost[RrPayments = "0"])]),
    rule!(QUERY, "CW-L16", FROM_2025, [PerformanceAward, CarAllowance, RegionalWeighting, RelocationPackage, CostSwe, CostDbs, OtherAllowances, OtherPayments],
        "Where other payments were made, something is offered",
        "No incentive of another kind is offered, `OtherAllowances` says none, and a record has `OtherPayments` above 0.",
        "Other payments were made and nothing is offered",
        "Name the payment in the incentives or in OtherAllowances.",
        Check::Whole(|whole, hits| {
            let none = FLAGS[2..].iter().all(|item| flag(whole, *item) == Some("0"));
            let words = whole.totals.text(Element::OtherAllowances).is_some_and(says_none);
            if none && words && whole.entries.iter().any(|entry| entry.other_payments.is_some_and(|pence| pence > 0)) {
                hits.at(Element::OtherAllowances);
            }
        }),
        pass [SOUND, totals!(CarAllowance = "2"; InPost[OtherPayments = "100"])], fail [totals!(; InPost[OtherPayments = "100"])]),
];
