//! What may be paid for an hour.

use workforce::quantity::Pence;
use workforce::records::{EngagementRate, Mark, Route};

use super::{Asks, Case, Example, Rule, Verdict};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "AR-01",
        title: "The worker's rate is at most the regional cap for the core job type",
        explanation: "For every engagement on the days looked at, the tested parts of the hourly rate are added up and \
            compared with the cap that the council has loaded for the core job type. The caps of 2025 and later in pounds \
            were not found in any source that could be read, so none is shipped: load them as parameters \
            `agency.cap.SW`, `agency.cap.SSW`, `agency.cap.AP`, `agency.cap.TM` and `agency.cap.IRO`. Without one, the \
            rule says that it cannot be asked. A rate above the cap is let pass where a derogation from AR-01 was signed \
            by the director and the chief executive before the rate began.",
        fix: "Agree a rate at or below the cap, or record the derogation with both signatures.",
        parameters: &["agency.cap.SW", "agency.cap-parts", "agency.cap-parts.paye"],
        source: "Community Care, Caps on agency social worker pay show significant regional variations, 2025; BASW, \
            Professional Social Work, October 2024",
        mark: Mark::Secondary,
        asks: Asks::Engagement(cap),
        passes: &[
            Example { on: "2026-01-15", differs: &[] },
            Example {
                on: "2026-01-15",
                differs: &["engagement_rate pay=34.00 employer_ni=2.00 margin=9.00"],
            },
            Example {
                on: "2025-09-30",
                differs: &[
                    "occupancy from=2025-09-01",
                    "engagement offered_on=2025-08-20",
                    "engagement_rate from=2025-09-01 pay=60.00",
                ],
            },
        ],
        fails: &[
            Example { on: "2026-01-15", differs: &["engagement_rate pay=34.00 employer_ni=2.01"] },
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement_rate pay=40.00",
                    "+derogation derogation=D1 rule=AR-01 engagement=E1 from=2025-11-03 reason=Court_work director_signed_on=2025-10-30",
                ],
            },
            Example {
                on: "2026-01-15",
                differs: &["engagement route=paye", "engagement_rate pay=36.01 employer_ni=0"],
            },
        ],
    },
    Rule {
        id: "AR-01a",
        title: "The cap is tested for each worker of a package, too",
        explanation: "Workers of project teams and other packaged models are under the cap like any other. A package \
            whose price is known only as a whole cannot show that it keeps it.",
        fix: "Have the supplier state an hourly rate for each worker, and record it.",
        parameters: &[],
        source: "DfE, Support for social workers, Statutory guidance components",
        mark: Mark::Official,
        asks: Asks::Engagement(package_rate),
        passes: &[Example {
            on: "2026-01-15",
            differs: &[
                "engagement model=project-team approved_in_advance=yes cost_told_apart=yes council_controls=yes",
            ],
        }],
        fails: &[Example {
            on: "2026-01-15",
            differs: &[
                "engagement model=project-team approved_in_advance=yes cost_told_apart=yes council_controls=yes",
                "-engagement_rate",
            ],
        }],
    },
    Rule {
        id: "AR-01b",
        title: "The parts of the rate that the cap is tested on are stated",
        explanation: "The cap is tested on hourly pay and the employer's National Insurance, and on the apprenticeship levy \
            where it applies. Whether holiday pay, the agency's margin and the provider's fee are inside was not settled in \
            what could be read: which parts are added is the parameter `agency.cap-parts`, and for a worker on the agency's \
            payroll `agency.cap-parts.paye`. A part that is tested must be given, if only as 0.",
        fix: "Give each part of the rate; 0 where there is none.",
        parameters: &["agency.cap-parts", "agency.cap-parts.paye"],
        source: "DfE, Support for social workers, Statutory guidance components; Community Care, 2024 and 2025",
        mark: Mark::Official,
        asks: Asks::Engagement(parts_stated),
        passes: &[Example { on: "2026-01-15", differs: &[] }],
        fails: &[Example { on: "2026-01-15", differs: &["engagement_rate employer_ni="] }],
    },
    Rule {
        id: "AR-01c",
        title: "A rate above the cap was signed off before it was agreed",
        explanation: "An assignment above the cap needs the signatures of the director of children's services and of the \
            chief executive before it is agreed; it is told to the region and in the quarterly return. Asked wherever a \
            derogation from AR-01 is recorded.",
        fix: "Record both signatures with their days; what was agreed before them was agreed without.",
        parameters: &[],
        source: "Connect2Kent, New Government statutory guidance, 2024; Community Care, 2 October 2024",
        mark: Mark::Secondary,
        asks: Asks::Engagement(signed_off),
        passes: &[Example {
            on: "2026-01-15",
            differs: &[
                "engagement_rate pay=40.00",
                "+derogation derogation=D1 rule=AR-01 engagement=E1 from=2025-11-03 reason=Court_work \
                 director_signed_on=2025-10-30 chief_executive_signed_on=2025-10-31",
            ],
        }],
        fails: &[
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement_rate pay=40.00",
                    "+derogation derogation=D1 rule=AR-01 engagement=E1 from=2025-11-03 reason=Court_work \
                     director_signed_on=2025-10-30 chief_executive_signed_on=2025-11-10",
                ],
            },
            Example {
                on: "2026-01-15",
                differs: &[
                    "engagement_rate pay=40.00",
                    "+derogation derogation=D1 rule=AR-01 engagement=E1 from=2025-11-03 reason=Court_work \
                     chief_executive_signed_on=2025-10-31",
                ],
            },
        ],
    },
];

/// The parts of the rate that are tested for an engagement.
fn tested_parts<'a>(case: &Case<'a>) -> Vec<&'a str> {
    let parameters = case.whole.parameters;
    let payroll = case.engagement.route == Some(Route::Payroll);
    let own = payroll.then(|| parameters.words("agency.cap-parts.paye", case.day)).flatten();
    own.or_else(|| parameters.words("agency.cap-parts", case.day)).unwrap_or_else(|| vec!["pay"])
}

/// A part of a rate by its name; none where it is not stated or has another name.
fn part(rate: &EngagementRate, name: &str) -> Option<Pence> {
    match name {
        "pay" => Some(rate.pay),
        "employer_ni" => rate.employer_ni,
        "holiday" => rate.holiday,
        "pension" => rate.pension,
        "levy" => rate.levy,
        "margin" => rate.margin,
        "fee" => rate.fee,
        _ => None,
    }
}

fn cap(case: &Case<'_>) -> Verdict {
    let Some(job) = case.job else {
        return Verdict::Unknown("job_type", "the core job type, by which the cap is found".to_owned());
    };
    let Some(cap) = case.whole.parameters.pounds(&format!("agency.cap.{job}"), case.day) else {
        return Verdict::Unknown(
            "job_type",
            format!("a cap for {job}: load the parameter `agency.cap.{job}`"),
        );
    };
    let Some(rate) = case.rate() else {
        return Verdict::Unknown("rate", "the hourly rate, as an engagement rate".to_owned());
    };
    let parts = tested_parts(case);
    let tested: Pence = parts.iter().filter_map(|name| part(rate, name)).sum();
    if tested <= cap {
        return Verdict::Pass;
    }
    let told = format!("{} adds up to {tested}, and the cap for {job} is {cap}", parts.join(" and "));
    Verdict::Fail("pay", Some(rate.pay.to_string()), told)
}

fn package_rate(case: &Case<'_>) -> Verdict {
    match (case.engagement.model, case.rate()) {
        (Some(model), _) if !model.is_packaged() => Verdict::NotAsked,
        (Some(_), Some(_)) => Verdict::Pass,
        (Some(model), None) => Verdict::Fail(
            "model",
            Some(model.to_string()),
            "no hourly rate is recorded for this worker of a package".to_owned(),
        ),
        (None, _) => Verdict::Unknown("model", "how the worker is supplied".to_owned()),
    }
}

fn parts_stated(case: &Case<'_>) -> Verdict {
    let Some(rate) = case.rate() else {
        return Verdict::Unknown("rate", "the hourly rate, as an engagement rate".to_owned());
    };
    if case.engagement.route.is_none() {
        return Verdict::Unknown("route", "through whom the worker is paid".to_owned());
    }
    let parts = tested_parts(case);
    // The levy is tested only where it applies.
    let missing: Vec<&str> =
        parts.into_iter().filter(|name| *name != "levy" && part(rate, name).is_none()).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    Verdict::Fail(
        "employer_ni",
        None,
        format!("the rate from {} does not state {}", rate.from, missing.join(", ")),
    )
}

fn signed_off(case: &Case<'_>) -> Verdict {
    let Some(derogation) = case.derogations("AR-01").first().copied() else { return Verdict::NotAsked };
    let begins = case.rate().map_or(case.occupancy.from, |rate| rate.from);
    let signatures = [
        ("director_signed_on", derogation.director_signed_on, "the director of children's services"),
        ("chief_executive_signed_on", derogation.chief_executive_signed_on, "the chief executive"),
    ];
    for (column, signed, who) in signatures {
        match signed {
            None => {
                return Verdict::Fail(
                    column,
                    None,
                    format!("{who} has not signed derogation `{}`", derogation.derogation),
                );
            }
            Some(day) if day > begins => {
                let told = format!("{who} signed on {day}, after the rate began on {begins}");
                return Verdict::Fail(column, Some(day.to_string()), told);
            }
            Some(_) => {}
        }
    }
    Verdict::Pass
}
