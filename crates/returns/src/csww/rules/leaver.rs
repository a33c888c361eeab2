//! Leavers.

use crate::csww::element::Element::{LeaverDestination, RoleEndDate, RoleStartDate};
use crate::csww::worker::Kind;

use super::example::{Base, Example};
use super::{Check, Confidence, ERROR, QUERY, Rule};

/// The rules of this subject.
pub(super) static RULES: &[&Rule] = &[&W60, &W63, &W74];

static W60: Rule = Rule {
    id: "CW-W60",
    items: &[RoleEndDate],
    title: "The leaving date is a real date",
    explanation: "`RoleEndDate` has a value that is not a day of the calendar written `yyyy-mm-dd`.",
    message: "The leaving date is not a real date",
    fix: "Write the date on which the worker left as yyyy-mm-dd, or leave the element out if the worker is in post.",
    level_confidence: Confidence::Derived,
    check: Check::Worker(|worker, hits| {
        if worker.ended.is_invalid() {
            hits.at(RoleEndDate);
        }
    }),
    passes: &[Example::Worker(Base::Leaver, &[])],
    fails: &[
        Example::Worker(Base::Leaver, &[(RoleEndDate, Some("2025-02-30"))]),
        Example::Worker(Base::Leaver, &[(RoleEndDate, Some("16/05/2025"))]),
    ],
    ..ERROR
};

static W63: Rule = Rule {
    id: "CW-W63",
    items: &[RoleEndDate, LeaverDestination],
    title: "A leaver has a destination",
    explanation: "An employed worker has `RoleEndDate` and no `LeaverDestination`. All three leaving items are mandatory \
                  for leavers.",
    message: "The worker left and the destination is missing",
    fix: "Give LeaverDestination (1 to 9), or take RoleEndDate out if the worker did not leave.",
    check: Check::Worker(|worker, hits| {
        if worker.kind == Kind::Leaver && !worker.has(LeaverDestination) {
            hits.at(LeaverDestination);
        }
    }),
    passes: &[Example::Worker(Base::Leaver, &[]), Example::Worker(Base::InPost, &[])],
    fails: &[
        Example::Worker(Base::Leaver, &[(LeaverDestination, None)]),
        Example::Worker(Base::Leaver, &[(LeaverDestination, Some(""))]),
    ],
    ..ERROR
};

static W74: Rule = Rule {
    id: "CW-W74",
    items: &[RoleStartDate, RoleEndDate],
    title: "A worker does not leave on the day of starting",
    explanation: "An employed worker's `RoleEndDate` is the same day as `RoleStartDate`.",
    message: "The worker left on the day of starting",
    fix: "Put the dates right, or explain in the return note.",
    check: Check::Worker(|worker, hits| {
        if worker.kind == Kind::Leaver
            && worker.ended.ok().is_some_and(|ended| worker.started.ok() == Some(ended))
        {
            hits.at(RoleEndDate);
        }
    }),
    passes: &[Example::Worker(Base::Leaver, &[])],
    fails: &[Example::Worker(
        Base::Leaver,
        &[(RoleStartDate, Some("2025-05-16")), (RoleEndDate, Some("2025-05-16"))],
    )],
    ..QUERY
};
