//! Leavers.

use crate::csww::code::CodeSet;
use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, DERIVED_ERROR, ERROR, JUDGED_ERROR, QUERY, Rule};

const ALL: Years = Years::ALL;
/// Destinations that are work in social work.
const SOCIAL_WORK: &[&str] = &["1", "2", "3", "4"];
/// Destinations that are work.
const WORK: &[&str] = &["1", "2", "3", "4", "5"];

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(JUDGED_ERROR, "CW-W60", ALL, [RoleEndDate],
        "The leaving date is a real date",
        "`RoleEndDate` is no day of the calendar written `yyyy-mm-dd`.",
        "The leaving date is not a real date",
        "Write the date as yyyy-mm-dd, or leave the element out if the worker is in post.",
        when!(w: RoleEndDate if w.ended.is_invalid()),
        pass [one!(Leaver)], fail [one!(Leaver, RoleEndDate = "2025-02-30"), one!(Leaver, RoleEndDate = "16/05/2025")]),
    rule!(ERROR, "CW-W61", ALL, [RoleEndDate],
        "Leavers left in the census year",
        "`RoleEndDate` is before 1 October of the year before or after 30 September of the census year. 30 September itself is in the year.",
        "The worker left outside the census year",
        "Leave out a worker who left before the year; take RoleEndDate out for one who leaves after it.",
        when!(w: RoleEndDate if w.ended.ok().is_some_and(|day| day < w.year.start() || day > w.year.end())),
        pass [one!(Leaver, RoleEndDate = "2024-10-01"), one!(Leaver, RoleEndDate = "2025-09-30")],
        fail [one!(Leaver, RoleEndDate = "2024-09-30"), one!(Leaver, RoleEndDate = "2025-10-01")]),
    rule!(
        DERIVED_ERROR,
        "CW-W62",
        ALL,
        [RoleEndDate, RoleStartDate],
        "Nobody leaves before starting",
        "`RoleEndDate` is before `RoleStartDate`.",
        "The worker left before starting",
        "Correct one of the dates.",
        when!(w: RoleEndDate if w.ended.ok().zip(w.started.ok()).is_some_and(|(ended, started)| ended < started)),
        pass[one!(Leaver)],
        fail[one!(Leaver, RoleStartDate = "2025-05-17")]
    ),
    rule!(ERROR, "CW-W63", ALL, [RoleEndDate, LeaverDestination],
        "A leaver has a destination",
        "An employed worker has `RoleEndDate` and no `LeaverDestination`. All three leaving items are mandatory for leavers.",
        "The worker left and the destination is missing",
        "Give LeaverDestination (1 to 9), or take RoleEndDate out if the worker did not leave.",
        when!(w: LeaverDestination if w.is_employed() && w.ended.is_given() && !w.has(Element::LeaverDestination)),
        pass [one!(Leaver), one!(InPost)], fail [one!(Leaver, LeaverDestination = _), one!(Leaver, LeaverDestination = "")]),
    rule!(ERROR, "CW-W64", ALL, [RoleEndDate, LeaverDestination],
        "Only a leaver has a destination",
        "`LeaverDestination` is given without `RoleEndDate`.",
        "There is a destination and no leaving date",
        "Give RoleEndDate if the worker left; otherwise take LeaverDestination out.",
        when!(w: RoleEndDate if w.is_here() && w.has(Element::LeaverDestination)),
        pass [one!(Leaver), one!(InPost)], fail [one!(InPost, LeaverDestination = "1")]),
    rule!(ERROR, "CW-W65", ALL, [RoleEndDate, ReasonLeave],
        "A leaver has a reason",
        "An employed worker has `RoleEndDate` and no `ReasonLeave`.",
        "The worker left and the reason is missing",
        "Give ReasonLeave (1 to 10), or take RoleEndDate out if the worker did not leave.",
        when!(w: ReasonLeave if w.is_employed() && w.ended.is_given() && !w.has(Element::ReasonLeave)),
        pass [one!(Leaver), one!(InPost)], fail [one!(Leaver, ReasonLeave = _)]),
    rule!(ERROR, "CW-W66", ALL, [RoleEndDate, ReasonLeave],
        "Only a leaver has a reason",
        "`ReasonLeave` is given without `RoleEndDate`.",
        "There is a reason for leaving and no leaving date",
        "Give RoleEndDate if the worker left; otherwise take ReasonLeave out.",
        when!(w: RoleEndDate if w.is_here() && w.has(Element::ReasonLeave)),
        pass [one!(Leaver), one!(InPost)], fail [one!(InPost, ReasonLeave = "1")]),
    rule!(
        ERROR,
        "CW-W67",
        ALL,
        [LeaverDestination],
        "The destination is a code of its list",
        "`LeaverDestination` is not from 1 to 9.",
        "The code is not one of the list",
        "Give a code from 1 to 9; the numbers are not those of StartOrigin.",
        when!(w: LeaverDestination if w.is_no_code(Element::LeaverDestination, CodeSet::LeaverDestination)),
        pass[one!(Leaver, LeaverDestination = "9")],
        fail[one!(Leaver, LeaverDestination = "10")]
    ),
    rule!(
        ERROR,
        "CW-W68",
        ALL,
        [ReasonLeave],
        "The reason is a code of its list",
        "`ReasonLeave` is not from 1 to 10.",
        "The code is not one of the list",
        "Give a code from 1 to 10.",
        when!(w: ReasonLeave if w.is_no_code(Element::ReasonLeave, CodeSet::ReasonLeave)),
        pass[one!(Leaver, ReasonLeave = "10")],
        fail[one!(Leaver, ReasonLeave = "11")]
    ),
    rule!(QUERY, "CW-W69", ALL, [LeaverDestination, ReasonLeave],
        "It is known where a leaver went and why",
        "`LeaverDestination` is 8 or 9, or `ReasonLeave` is 9 or 10.",
        "Not known, or not yet collected",
        "Find out from the leaver's manager or the exit interview.",
        Check::Worker(|w, hits| {
            if w.is(Element::LeaverDestination, &["8", "9"]) {
                hits.at(Element::LeaverDestination);
            }
            if w.is(Element::ReasonLeave, &["9", "10"]) {
                hits.at(Element::ReasonLeave);
            }
        }),
        pass [one!(Leaver, LeaverDestination = "7", ReasonLeave = "8")],
        fail [one!(Leaver, LeaverDestination = "8"), one!(Leaver, ReasonLeave = "10")]),
    rule!(
        QUERY,
        "CW-W70",
        ALL,
        [ReasonLeave, LeaverDestination],
        "The deceased do not go to a job",
        "`ReasonLeave` is 6 (deceased) and `LeaverDestination` is from 1 to 5.",
        "The worker died, yet went to a job",
        "Give destination 6, or correct the reason.",
        when!(w: LeaverDestination if w.is(Element::ReasonLeave, &["6"]) && w.is(Element::LeaverDestination, WORK)),
        pass[one!(Leaver, ReasonLeave = "6", LeaverDestination = "6")],
        fail[one!(Leaver, ReasonLeave = "6", LeaverDestination = "5")]
    ),
    rule!(
        QUERY,
        "CW-W71",
        ALL,
        [ReasonLeave, LeaverDestination],
        "The retired do not go to social work",
        "`ReasonLeave` is 5 (retired) and `LeaverDestination` is from 1 to 4.",
        "The worker retired, yet went to social work",
        "Correct the reason or the destination, or explain in the return note.",
        when!(w: LeaverDestination if w.is(Element::ReasonLeave, &["5"]) && w.is(Element::LeaverDestination, SOCIAL_WORK)),
        pass[one!(Leaver, ReasonLeave = "5", LeaverDestination = "6")],
        fail[one!(Leaver, ReasonLeave = "5", LeaverDestination = "4")]
    ),
    rule!(
        QUERY,
        "CW-W72",
        ALL,
        [ReasonLeave, PersonBirthDate],
        "Nobody retires before 50",
        "`ReasonLeave` is 5 (retired) and the age at `RoleEndDate` is below 50.",
        "The worker is young to retire",
        "Correct the reason or the date of birth, or explain in the return note.",
        Check::Worker(|w, hits| {
            let age = w.ended.ok().and_then(|day| w.age_on(day)).filter(|age| *age < 50);
            if let Some(age) = age.filter(|_| w.is(Element::ReasonLeave, &["5"])) {
                hits.because(Element::ReasonLeave, format!("{age} years"));
            }
        }),
        pass[one!(Leaver, ReasonLeave = "5", PersonBirthDate = "1975-05-16")],
        fail[one!(Leaver, ReasonLeave = "5", PersonBirthDate = "1975-05-17")]
    ),
    rule!(
        QUERY,
        "CW-W73",
        ALL,
        [ReasonLeave, LeaverDestination],
        "One who moved within the council did not go elsewhere",
        "`ReasonLeave` is 7 (moved within the council) and `LeaverDestination` is from 1 to 4.",
        "The worker moved within the council, yet went elsewhere",
        "Correct the reason or the destination.",
        when!(w: LeaverDestination if w.is(Element::ReasonLeave, &["7"]) && w.is(Element::LeaverDestination, SOCIAL_WORK)),
        pass[one!(Leaver, ReasonLeave = "7", LeaverDestination = "5")],
        fail[one!(Leaver, ReasonLeave = "7")]
    ),
    rule!(
        QUERY,
        "CW-W74",
        ALL,
        [RoleEndDate, RoleStartDate],
        "Nobody leaves on the day of starting",
        "An employed worker's `RoleEndDate` is the same day as `RoleStartDate`.",
        "The worker left on the day of starting",
        "Correct one of the dates, or explain in the return note.",
        when!(w: RoleEndDate if w.is_employed() && w.ended.ok().is_some_and(|ended| w.started.ok() == Some(ended))),
        pass[one!(Leaver)],
        fail[one!(Leaver, RoleStartDate = "2025-05-16")]
    ),
];
