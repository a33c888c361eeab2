//! Sickness in the year, and absence on 30 September.

use jiff::civil::{Date, Weekday};

use crate::csww::code::CodeSet;
use crate::csww::element::Element;
use crate::csww::value::Number;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, Confidence, ERROR, OFFICIAL_QUERY, QUERY, Rule};

const ALL: Years = Years::ALL;
const ONE: i64 = 1_000_000;

/// Mondays to Fridays from the first to the last day, both counted; none when the last comes first.
fn weekdays(from: Date, to: Date) -> i64 {
    let days = i64::from((to - from).get_days()) + 1;
    if days <= 0 {
        return 0;
    }
    let (weeks, rest) = (days / 7, days % 7);
    let first = i64::from(from.weekday().to_monday_zero_offset());
    let friday = i64::from(Weekday::Friday.to_monday_zero_offset());
    weeks * 5 + (0..rest).filter(|day| (first + day) % 7 <= friday).map(|_| 1).sum::<i64>()
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-W90", ALL, [WorkingDaysLost],
        "An employed worker has a number of days lost",
        "An employed worker, leavers included, has no `WorkingDaysLost`.",
        "The working days lost to sickness are missing",
        "Give the working days lost in the year; 0 for none.",
        when!(w: WorkingDaysLost if w.is_employed() && w.days_lost.is_missing()),
        pass [one!(InPost, WorkingDaysLost = "0"), one!(Agency)], fail [one!(InPost, WorkingDaysLost = _), one!(Leaver, WorkingDaysLost = _)]),
    rule!(ERROR.level_confidence = Confidence::Schema, "CW-W91", ALL, [WorkingDaysLost],
        "Days lost are a number from 0 to 999.99",
        "`WorkingDaysLost` is no number from 0 to 999.99.",
        "The working days lost are no number from 0 to 999.99",
        "Give the working days lost in the year.",
        when!(w: WorkingDaysLost if w.days_lost.is_outside(999_990_000)),
        pass [one!(InPost, WorkingDaysLost = "2.25")], fail [one!(InPost, WorkingDaysLost = "-1"), one!(InPost, WorkingDaysLost = "1000"), one!(InPost, WorkingDaysLost = "2,5")]),
    rule!(
        QUERY,
        "CW-W92",
        ALL,
        [WorkingDaysLost],
        "Days lost have at most two decimal places",
        "`WorkingDaysLost` has more than two decimal places. The specification says one in its text and has two in its example.",
        "The working days lost have more than two decimal places",
        "Round to two decimal places.",
        when!(w: WorkingDaysLost if w.days_lost.has_more_places_than(2)),
        pass[one!(InPost, WorkingDaysLost = "2.250")],
        fail[one!(InPost, WorkingDaysLost = "2.255")]
    ),
    rule!(
        QUERY.source = "the denominator of DfE's sickness absence rate",
        "CW-W93",
        ALL,
        [WorkingDaysLost],
        "Days lost are at most the working days of the year",
        "`WorkingDaysLost` is above 253 (254 when the census year has a 29 February): calendar days instead of working days?",
        "More days were lost than the year has working days",
        "Count working days, not calendar days.",
        when!(w: WorkingDaysLost if w.days_lost.is_over(w.year.working_days() * ONE)),
        pass[one!(InPost, WorkingDaysLost = "253")],
        fail[one!(InPost, WorkingDaysLost = "253.5")]
    ),
    rule!(QUERY, "CW-W94", ALL, [WorkingDaysLost, RoleStartDate, RoleEndDate],
        "Days lost are at most the weekdays of the employment",
        "`WorkingDaysLost` is above the number of weekdays between starting, or the first day of the year, and leaving, or its last day.",
        "More days were lost than the worker was employed",
        "Check the days lost and the dates.",
        Check::Worker(|w, hits| {
            let Some(lost) = w.days_lost.ok().filter(|lost| lost.millionths > 0) else { return };
            if w.started.is_invalid() || w.ended.is_invalid() {
                return;
            }
            let from = w.started.ok().map_or(w.year.start(), |day| day.max(w.year.start()));
            let to = w.ended.ok().map_or(w.year.end(), |day| day.min(w.year.end()));
            let days = weekdays(from, to);
            if lost > Number::whole(days) {
                hits.because(Element::WorkingDaysLost, format!("the employment has {days} weekdays in the year"));
            }
        }),
        pass [one!(Starter, RoleStartDate = "2025-09-22", WorkingDaysLost = "7"), one!(InPost)],
        fail [one!(Starter, RoleStartDate = "2025-09-22", WorkingDaysLost = "7.5"), one!(Leaver, RoleEndDate = "2024-10-02", WorkingDaysLost = "3")]),
    rule!(OFFICIAL_QUERY, "CW-W95", ALL, [WorkingDaysLost],
        "Agency workers have no days lost",
        "An agency worker's record has `WorkingDaysLost` above 0, which is not asked for.",
        "Days lost are not asked for of agency workers",
        "Leave WorkingDaysLost out.",
        when!(w: WorkingDaysLost if w.is_agency() && w.days_lost.is_over(0)),
        pass [one!(Agency), one!(Agency, WorkingDaysLost = "0")], fail [one!(Agency, WorkingDaysLost = "1")]),
    rule!(
        ERROR,
        "CW-W96",
        ALL,
        [AbsAt30Sept],
        "Absence on 30 September is marked 0 or 1",
        "`Absat30Sept` is neither 0 nor 1.",
        "The marker of absence is neither 0 nor 1",
        "Give 1 for absent and 0 for not, or leave the element out.",
        when!(w: AbsAt30Sept if w.is_no_code(Element::AbsAt30Sept, CodeSet::YesNo)),
        pass[one!(InPost, AbsAt30Sept = "0")],
        fail[one!(InPost, AbsAt30Sept = "2")]
    ),
    rule!(
        ERROR,
        "CW-W97",
        ALL,
        [ReasonAbsence],
        "The reason for absence is a code of its list",
        "`ReasonAbsence` is none of MAT, OTH, PUB, SIC, TRN, UNA and UNP.",
        "The code is not one of the list",
        "Give a code of the list, in capitals.",
        when!(w: ReasonAbsence if w.is_no_code(Element::ReasonAbsence, CodeSet::ReasonAbsence)),
        pass[one!(InPost, AbsAt30Sept = "1", ReasonAbsence = "TRN")],
        fail[one!(InPost, AbsAt30Sept = "1", ReasonAbsence = "HOL")]
    ),
    rule!(
        QUERY,
        "CW-W98",
        ALL,
        [AbsAt30Sept, ReasonAbsence],
        "Someone absent has a reason",
        "`Absat30Sept` is 1 and there is no `ReasonAbsence`. Both are voluntary.",
        "The worker is absent and the reason is missing",
        "Give the reason.",
        when!(w: ReasonAbsence if w.is(Element::AbsAt30Sept, &["1"]) && !w.has(Element::ReasonAbsence)),
        pass[one!(InPost, AbsAt30Sept = "0")],
        fail[one!(InPost, AbsAt30Sept = "1")]
    ),
    rule!(OFFICIAL_QUERY, "CW-W99", ALL, [AbsAt30Sept, ReasonAbsence],
        "Only someone absent has a reason",
        "`ReasonAbsence` is given and `Absat30Sept` is not 1.",
        "There is a reason and no absence",
        "Give Absat30Sept as 1, or take the reason out.",
        when!(w: AbsAt30Sept if w.has(Element::ReasonAbsence) && !w.is(Element::AbsAt30Sept, &["1"])),
        pass [one!(InPost, AbsAt30Sept = "1", ReasonAbsence = "SIC")], fail [one!(InPost, ReasonAbsence = "SIC"), one!(InPost, AbsAt30Sept = "0", ReasonAbsence = "SIC")]),
    rule!(
        QUERY,
        "CW-W100",
        ALL,
        [AbsAt30Sept, RoleEndDate],
        "A leaver is not absent on 30 September",
        "`RoleEndDate` is given and `Absat30Sept` is 1.",
        "A leaver is marked absent on 30 September",
        "Leave Absat30Sept out for a leaver.",
        when!(w: AbsAt30Sept if w.ended.is_given() && w.is(Element::AbsAt30Sept, &["1"])),
        pass[one!(Leaver)],
        fail[one!(Leaver, AbsAt30Sept = "1", ReasonAbsence = "SIC")]
    ),
    rule!(
        QUERY,
        "CW-W101",
        ALL,
        [ReasonAbsence, WorkingDaysLost],
        "Someone sick on 30 September lost days",
        "`ReasonAbsence` is SIC and `WorkingDaysLost` is 0. 30 September may be a weekend.",
        "The worker was sick on 30 September and lost no days",
        "Check the days lost.",
        when!(w: WorkingDaysLost if w.is(Element::ReasonAbsence, &["SIC"]) && w.days_lost.is_zero()),
        pass[one!(InPost, AbsAt30Sept = "1", ReasonAbsence = "SIC")],
        fail[one!(InPost, AbsAt30Sept = "1", ReasonAbsence = "SIC", WorkingDaysLost = "0")]
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekdays_are_counted_as_a_calendar_does() {
        let counted = |from: Date, to: Date| {
            from.series(jiff::Span::new().days(1))
                .take_while(|day| *day <= to)
                .filter(|day| day.weekday().to_monday_one_offset() < 6)
                .count()
        };
        for start in 0..14 {
            let from = date(2024, 10, 1).saturating_add(jiff::Span::new().days(start));
            for length in 0..400 {
                let to = from.saturating_add(jiff::Span::new().days(length));
                assert_eq!(
                    weekdays(from, to),
                    i64::try_from(counted(from, to)).expect("small"),
                    "{from} {to}"
                );
            }
        }
        assert_eq!(weekdays(date(2025, 1, 2), date(2025, 1, 1)), 0);
    }
}
