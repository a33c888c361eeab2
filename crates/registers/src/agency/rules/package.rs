//! How workers are supplied: packages, notice, contracts, and what came before the rules.

use workforce::records::Mark;

use super::{Asks, Case, Example, Rule, Verdict};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "AR-02",
        title: "In a package the council names the workers, knows each one's cost and controls practice",
        explanation: "A project team or another packaged model is allowed only where the council named and approved every \
            worker beforehand, the cost is told apart for each worker and each other service, and the council keeps full \
            control of practice. A contract from before the rules excused until the end of the transition.",
        fix: "Record the three conditions; renegotiate or end the package where one is not met.",
        parameters: &["agency.transition-ends"],
        source: "Community Care, Employers given guidance on implementing agency social work rules, 2024",
        mark: Mark::Secondary,
        asks: Asks::Engagement(package),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement model=managed-team approved_in_advance=yes cost_told_apart=yes council_controls=yes",
                ],
            },
            Example {
                on: "2025-09-30",
                differs: &[
                    "occupancy from=2024-06-03",
                    "engagement model=managed-team cost_told_apart=no bound_before=yes",
                ],
            },
        ],
        fails: &[
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement model=managed-team approved_in_advance=yes cost_told_apart=no council_controls=yes",
                ],
            },
            Example {
                on: "2025-10-01",
                differs: &[
                    "occupancy from=2024-06-03",
                    "engagement model=managed-team cost_told_apart=no bound_before=yes",
                ],
            },
        ],
    },
    Rule {
        id: "AR-03",
        title: "Notice is as long as the rules ask",
        explanation: "An assignment is ended with four weeks' notice, or with the council's own notice for the same or an \
            equivalent substantive post where that is shorter. The number of weeks is a parameter.",
        fix: "Agree the notice with the agency, and record it; record the notice of the substantive post where it is shorter.",
        parameters: &["agency.notice-weeks"],
        source: "Local Government Lawyer, ADCS welcomes guidance on use of agency social workers, 2024, quoting the guidance",
        mark: Mark::Secondary,
        asks: Asks::Engagement(notice),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example { on: "2026-01-15", differs: &["engagement notice_weeks=1 substantive_notice_weeks=1"] },
        ],
        fails: &[
            Example { on: "2026-01-15", differs: &["engagement notice_weeks=3"] },
            Example { on: "2026-01-15", differs: &["engagement notice_weeks=1 substantive_notice_weeks=2"] },
            Example {
                on: "2026-01-15",
                differs: &["+parameter parameter=agency.notice-weeks scope=council from=2026-01-15 value=6"],
            },
        ],
    },
    Rule {
        id: "AR-08",
        title: "The contract of supply lets the rules be met",
        explanation: "Every contract by which these workers are supplied must let the rules be met. A contract from before \
            the rules excused until the end of the transition.",
        fix: "Change the contract, or record that it allows the rules.",
        parameters: &["agency.transition-ends"],
        source: "DfE, Support for social workers, Implementing the agency rules",
        mark: Mark::Official,
        asks: Asks::Engagement(contract),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2025-09-30",
                differs: &["occupancy from=2024-06-03", "engagement contract_allows=no bound_before=yes"],
            },
        ],
        fails: &[Example { on: "2026-01-15", differs: &["engagement contract_allows=no"] }],
    },
    Rule {
        id: "AR-09",
        title: "No assignment relies on the transition after its end",
        explanation: "From the end of the transition all assignments comply, also those made before the rules. An \
            engagement that is still marked as bound by an earlier contract is found.",
        fix: "Bring the engagement under the rules, and take the mark away.",
        parameters: &["agency.transition-ends"],
        source: "DfE, Support for social workers, Implementing the agency rules",
        mark: Mark::Official,
        asks: Asks::Engagement(transition),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2025-09-30",
                differs: &["occupancy from=2024-06-03", "engagement bound_before=yes"],
            },
        ],
        fails: &[Example {
            on: "2025-10-01",
            differs: &["occupancy from=2024-06-03", "engagement bound_before=yes"],
        }],
    },
];

fn package(case: &Case<'_>) -> Verdict {
    let engagement = case.engagement;
    match engagement.model {
        None => return Verdict::Unknown("model", "how the worker is supplied".to_owned()),
        Some(model) if !model.is_packaged() => return Verdict::NotAsked,
        Some(_) if case.is_excused() => return Verdict::NotAsked,
        Some(_) => {}
    }
    let conditions = [
        (
            "approved_in_advance",
            engagement.approved_in_advance,
            "the council did not name and approve the worker beforehand",
        ),
        (
            "cost_told_apart",
            engagement.cost_told_apart,
            "the cost is not told apart for each worker and other service",
        ),
        (
            "council_controls",
            engagement.council_controls,
            "the council does not keep full control of practice",
        ),
    ];
    for (column, met, told) in conditions {
        if met == Some(false) {
            return Verdict::Fail(column, Some("no".to_owned()), told.to_owned());
        }
    }
    let unsaid = conditions.iter().find(|(_, met, _)| met.is_none());
    unsaid.map_or(Verdict::Pass, |(column, ..)| {
        Verdict::Unknown(column, "whether the condition is met".to_owned())
    })
}

fn notice(case: &Case<'_>) -> Verdict {
    let Some(asked) = case.whole.parameters.on("agency.notice-weeks", case.day) else {
        return Verdict::NotAsked;
    };
    let Ok(weeks) = asked.text().parse::<u32>() else { return Verdict::NotAsked };
    let Some(given) = case.engagement.notice_weeks else {
        return Verdict::Unknown("notice_weeks", "the weeks of notice".to_owned());
    };
    let needed = case.engagement.substantive_notice_weeks.map_or(weeks, |own| own.min(weeks));
    if given >= needed {
        return Verdict::Pass;
    }
    let told = format!("notice is {given} weeks, and {needed} are asked; the parameter is {}", asked.told());
    Verdict::Fail("notice_weeks", Some(given.to_string()), told)
}

fn contract(case: &Case<'_>) -> Verdict {
    match case.engagement.contract_allows {
        Some(true) => Verdict::Pass,
        _ if case.is_excused() => Verdict::NotAsked,
        Some(false) => {
            let told = "the contract does not let the rules be met".to_owned();
            Verdict::Fail("contract_allows", Some("no".to_owned()), told)
        }
        None => Verdict::Unknown("contract_allows", "whether the contract lets the rules be met".to_owned()),
    }
}

fn transition(case: &Case<'_>) -> Verdict {
    if !case.engagement.bound_before.0 || case.is_excused() {
        return Verdict::Pass;
    }
    let ended = case.whole.transition_ends(case.day).map(|day| day.to_string()).unwrap_or_default();
    let told = format!("it is marked as bound by an earlier contract, and the transition ended on {ended}");
    Verdict::Fail("bound_before", Some("yes".to_owned()), told)
}
