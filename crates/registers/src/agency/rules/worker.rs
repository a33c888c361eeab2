//! Who may be engaged: time since a substantive role, experience, references.

use workforce::Date;
use workforce::records::{LeavingReason, Mark, ReferenceGiver};

use super::{Asks, Case, Example, Rule, Verdict, rule};
use crate::days::{days_after, months_after};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "AR-04",
        title: "The worker left no substantive role in the region within the time to wait",
        explanation: "Nobody is engaged who left a substantive role in this authority's children's services, or in those of \
            another authority of the region, less than three months before the first day. The region is that of the \
            former employer on the day of leaving. The rule lapses for a worker who was made redundant, who left during \
            probation, or whose former role was in another region; it never keeps anybody from a permanent role. A region \
            may ask for longer: the months are a parameter by region. The record's own spells of the worker are looked \
            at, too. What happens at the end of a fixed-term contract was not settled in what could be read. The time is \
            that of the offer's day; for an offer before the rules that still runs, that of the end of the transition.",
        fix: "Record when the worker last left a substantive role and where, or that there was none; end the engagement, or \
            record the derogation.",
        parameters: &["agency.cool-off-months", "agency.transition-ends"],
        source: "Local Government Lawyer, 2024, quoting the guidance; exceptions: Advanced Childcare Assessments, 2024",
        mark: Mark::Secondary,
        asks: Asks::Engagement(cool_off),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example { on: "2026-01-15", differs: &["engagement left_substantive_on=2025-08-03"] },
            Example {
                on: "2026-01-15",
                differs: &["engagement left_substantive_on=2025-10-01 left_region=London"],
            },
            Example {
                on: "2026-01-15",
                differs: &["engagement left_substantive_on=2025-10-01 cool_off_exemption=redundancy"],
            },
            Example {
                on: "2026-01-15",
                differs: &[
                    "+spell spell=S9 worker=W1 started=2020-01-06 left=2025-10-01 reason=compulsory-redundancy",
                ],
            },
        ],
        fails: &[
            Example { on: "2026-01-15", differs: &["engagement left_substantive_on=2025-08-04"] },
            Example {
                on: "2026-01-15",
                differs: &["+spell spell=S9 worker=W1 started=2020-01-06 left=2025-10-01 reason=resignation"],
            },
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement left_substantive_on=2025-06-01",
                    "+parameter parameter=agency.cool-off-months scope=North_West from=2025-10-01 value=6",
                ],
            },
        ],
    },
    Rule {
        id: "AR-05",
        title: "The worker has three years' direct experience since qualifying",
        explanation: "At least 36 months of direct employment by an authority in child and family social work while \
            registered, before the first day. Separate spells are added together; statutory leave within one counts, and \
            so does a programme after qualifying such as ASYE. Agency work, placements and adults' services do not \
            (unverified), and part-time service counts by the calendar (unverified). Whether an authority outside \
            England counts was not settled in what could be read.",
        fix: "Add up the months from the worker's own record of employment and record them, or record the derogation.",
        parameters: &["agency.experience-months", "agency.transition-ends"],
        source: "Community Care, 2024; BASW, Professional Social Work, October 2024; Charles Hunter Associates, July 2025",
        mark: Mark::Secondary,
        asks: Asks::Engagement(experience),
        passes: &[Example { on: "2026-01-15", differs: &["engagement experience_months=36"] }],
        fails: &[Example { on: "2026-01-15", differs: &["engagement experience_months=35"] }],
    },
    Rule {
        id: "AR-06",
        title: "Two detailed practice references were obtained before the offer",
        explanation: "At least two detailed references about practice for each worker who is offered an assignment. Offers \
            before the rule began need none again.",
        fix: "Obtain the references, and record how many.",
        parameters: &["agency.references"],
        source: "DfE, Support for social workers, Agency worker recruitment",
        mark: Mark::Official,
        asks: Asks::Engagement(references),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2025-01-15",
                differs: &["engagement offered_on=2024-10-30 references=0", "occupancy from=2024-11-04"],
            },
        ],
        fails: &[Example { on: "2026-01-15", differs: &["engagement references=1"] }],
    },
    Rule {
        id: "AR-06a",
        title: "A reference that was asked for was given",
        explanation: "The council gives a reference whenever it is asked for one, also where the assignment began earlier. \
            How soon is not stated in what could be read: after the days of a parameter of ours it is found.",
        fix: "Give the reference on the standard template, and record the day.",
        parameters: &["agency.reference-days"],
        source: "DfE, Support for social workers, Agency worker recruitment",
        mark: Mark::Official,
        asks: Asks::Engagement(reference_given),
        passes: &[
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement reference_asked_on=2025-12-01 reference_given_on=2026-01-10 reference_given_by=council",
                ],
            },
            Example { on: "2026-01-15", differs: &["engagement reference_asked_on=2026-01-02"] },
        ],
        fails: &[Example { on: "2026-01-15", differs: &["engagement reference_asked_on=2025-12-01"] }],
    },
    Rule {
        id: "AR-06b",
        title: "The reference at the end is shared with the worker before the end",
        explanation: "When an assignment ends, its reference is shared with the worker before the last day is over. Asked of \
            assignments that end on the days looked at.",
        fix: "Share the reference, and record the day.",
        parameters: &[],
        source: "DfE, Support for social workers, Agency worker recruitment",
        mark: Mark::Official,
        asks: Asks::Engagement(end_reference),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2026-Q1",
                differs: &["occupancy to=2026-02-02", "engagement end_reference_shared_on=2026-01-30"],
            },
        ],
        fails: &[
            Example { on: "2026-Q1", differs: &["occupancy to=2026-02-02"] },
            Example {
                on: "2026-Q1",
                differs: &["occupancy to=2026-02-02", "engagement end_reference_shared_on=2026-02-02"],
            },
        ],
    },
    Rule {
        id: "AR-06c",
        title: "References are the council's own",
        explanation: "Giving references cannot be handed on: an agency or a managed service provider may only help to obtain, \
            keep or pass them on.",
        fix: "Have a manager of the council give the reference.",
        parameters: &[],
        source: "DfE, Support for social workers, Agency worker recruitment",
        mark: Mark::Official,
        asks: Asks::Engagement(reference_own),
        passes: &[Example {
            on: "2026-01-15",
            differs: &[
                "engagement reference_asked_on=2025-12-01 reference_given_on=2025-12-10 reference_given_by=council",
            ],
        }],
        fails: &[Example {
            on: "2026-01-15",
            differs: &[
                "engagement reference_asked_on=2025-12-01 reference_given_on=2025-12-10 reference_given_by=agency",
            ],
        }],
    },
];

/// The rule of this file with an id.
fn own(id: &str) -> &'static Rule {
    rule(id).expect("the rules of this file are in the registry")
}

/// When a substantive role was last left in the region, whether that exempts, and where it is recorded.
fn last_left(case: &Case<'_>) -> Option<(Date, bool, &'static str)> {
    let engagement = case.engagement;
    let region = case.whole.parameters.region();
    let elsewhere = match (engagement.left_region.as_deref(), region) {
        (Some(left), Some(own)) => !left.eq_ignore_ascii_case(own),
        _ => false,
    };
    let told = engagement.left_substantive_on.filter(|_| !elsewhere);
    let told = told.map(|day| (day, engagement.cool_off_exemption.is_some(), "left_substantive_on"));
    let spells = case.whole.records().spells.values();
    let spells = spells.filter(|spell| spell.worker == case.occupancy.worker);
    let here = spells
        .filter_map(|spell| Some((spell.left?, spell.reason)))
        .filter(|(left, _)| *left <= case.occupancy.from);
    let here = here.max_by_key(|(left, _)| *left).map(|(left, reason)| {
        let redundant =
            matches!(reason, Some(LeavingReason::VoluntaryRedundancy | LeavingReason::CompulsoryRedundancy));
        (left, redundant || engagement.cool_off_exemption.is_some(), "occupancy")
    });
    told.into_iter().chain(here).max_by_key(|(day, ..)| *day)
}

fn cool_off(case: &Case<'_>) -> Verdict {
    let Some(judged) = case.judged(own("AR-04")) else { return Verdict::NotAsked };
    let Some(asked) = case.whole.parameters.on("agency.cool-off-months", judged) else {
        return Verdict::NotAsked;
    };
    let Ok(months) = asked.text().parse::<u32>() else { return Verdict::NotAsked };
    let Some((left, exempt, column)) = last_left(case) else {
        let known = case.engagement.left_checked.0 || case.engagement.left_substantive_on.is_some();
        if known {
            return Verdict::Pass;
        }
        let missing = "when a substantive role was last left, or that it was looked at and there was none";
        return Verdict::Unknown("left_checked", missing.to_owned());
    };
    let free = months_after(left, months);
    if exempt || free <= case.occupancy.from {
        return Verdict::Pass;
    }
    let told = format!(
        "a substantive role was left on {left}, and the engagement began on {}, before {free}; the months are {}",
        case.occupancy.from,
        asked.told()
    );
    Verdict::Fail(column, Some(left.to_string()), told)
}

fn experience(case: &Case<'_>) -> Verdict {
    let Some(judged) = case.judged(own("AR-05")) else { return Verdict::NotAsked };
    let Some(needed) = case.whole.parameters.number("agency.experience-months", judged) else {
        return Verdict::NotAsked;
    };
    match case.engagement.experience_months {
        None => Verdict::Unknown("experience_months", "the months of direct experience".to_owned()),
        Some(months) if months >= needed => Verdict::Pass,
        Some(months) => {
            let told = format!("{months} months of direct experience, and {needed} are asked");
            Verdict::Fail("experience_months", Some(months.to_string()), told)
        }
    }
}

fn references(case: &Case<'_>) -> Verdict {
    if case.whole.duty(own("AR-06"), case.offered()).is_none() {
        return Verdict::NotAsked;
    }
    let Some(needed) = case.whole.parameters.number("agency.references", case.offered()) else {
        return Verdict::NotAsked;
    };
    match case.engagement.references {
        None => Verdict::Unknown("references", "how many references were obtained".to_owned()),
        Some(number) if number >= needed => Verdict::Pass,
        Some(number) => {
            let told = format!("{number} references were obtained, and {needed} are asked");
            Verdict::Fail("references", Some(number.to_string()), told)
        }
    }
}

fn reference_given(case: &Case<'_>) -> Verdict {
    let Some(asked) = case.engagement.reference_asked_on.filter(|day| *day <= case.whole.to) else {
        return Verdict::NotAsked;
    };
    if case.engagement.reference_given_on.is_some_and(|given| given <= case.whole.to) {
        return Verdict::Pass;
    }
    let days = case.whole.parameters.number("agency.reference-days", case.whole.to).unwrap_or_default();
    if days_after(asked, days) >= case.whole.to {
        return Verdict::Pass;
    }
    let told =
        format!("a reference was asked for on {asked}, more than {days} days before, and none was given");
    Verdict::Fail("reference_given_on", None, told)
}

fn end_reference(case: &Case<'_>) -> Verdict {
    let Some(end) = case.occupancy.to.filter(|end| *end <= case.whole.to) else { return Verdict::NotAsked };
    match case.engagement.end_reference_shared_on {
        Some(shared) if shared < end => Verdict::Pass,
        Some(shared) => {
            let told = format!("the reference was shared on {shared}, and the assignment had ended by {end}");
            Verdict::Fail("end_reference_shared_on", Some(shared.to_string()), told)
        }
        None => {
            let told = format!("the assignment ended by {end}, and no reference was shared with the worker");
            Verdict::Fail("end_reference_shared_on", None, told)
        }
    }
}

fn reference_own(case: &Case<'_>) -> Verdict {
    match (case.engagement.reference_given_on, case.engagement.reference_given_by) {
        (None, _) => Verdict::NotAsked,
        (Some(_), Some(ReferenceGiver::Council)) => Verdict::Pass,
        (Some(_), Some(ReferenceGiver::Agency)) => {
            let told = "the reference was given by the agency or the provider".to_owned();
            Verdict::Fail("reference_given_by", Some("agency".to_owned()), told)
        }
        (Some(_), None) => Verdict::Unknown("reference_given_by", "who gave the reference".to_owned()),
    }
}
