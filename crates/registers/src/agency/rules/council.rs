//! What the council as a whole owes: the quarterly return, and the map of roles to core job types.

use workforce::records::Mark;

use super::case::type_of_role;
use super::{Asks, Example, Rule, Verdict, Whole, rule};
use crate::days::{Quarter, months_after};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "AR-07",
        title: "The quarterly return was sent within its window",
        explanation: "A legal duty. Of the quarters whose window has opened by the last day looked at, the two latest are \
            looked at: one whose window is over must have been sent within it; one whose window is open and that was not \
            sent yet is told as a query. The window of the first quarter was the two months after it; that later ones \
            are as long is inferred. What an engagement lacks for the return is in the quarterly figures.",
        fix: "Send the return, and record the day.",
        parameters: &["agency.return-months"],
        source: "DfE, Child and family social workers: agency rules; Community Care, 2 October 2024",
        mark: Mark::Official,
        asks: Asks::Council(returns),
        passes: &[
            Example { on: "2026-01-15", differs: &["+agency_return quarter=2025-Q4 sent_on=2026-01-10"] },
            Example { on: "2024-12-31", differs: &["occupancy from=2024-11-04", "-agency_return"] },
        ],
        fails: &[
            Example { on: "2026-01-15", differs: &["agency_return sent_on="] },
            Example { on: "2026-01-15", differs: &["agency_return sent_on=2025-12-01"] },
        ],
    },
    Rule {
        id: "AR-10",
        title: "Every role that agency workers fill is mapped to a core job type, and the map was sent",
        explanation: "Each post that agency workers may cover is mapped to one of five core job types, and the map is sent to \
            the department before the first return. Roles of the census are looked at in which an agency worker is on the \
            days looked at.",
        fix: "Give the role its `agency_job_type`; record in an agency return when the map was sent.",
        parameters: &[],
        source: "Community Care, 2 October 2024; CYP Now, 15 May 2024",
        mark: Mark::Secondary,
        asks: Asks::Council(job_map),
        passes: &[Example { on: "2026-01-15", differs: &[] }],
        fails: &[
            Example { on: "2026-01-15", differs: &["role agency_job_type="] },
            Example { on: "2026-01-15", differs: &["agency_return job_map_sent_on="] },
        ],
    },
];

fn returns(whole: &Whole<'_>) -> Vec<(String, Verdict)> {
    let months = whole.parameters.number("agency.return-months", whole.to).unwrap_or(2);
    let rule = rule("AR-07").expect("it is in the registry");
    let mut verdicts = Vec::new();
    let mut quarter = Quarter::of(whole.to).before();
    for _ in 0..2 {
        if whole.duty(rule, quarter.first()).is_some() {
            verdicts.push((format!("agency_return:{quarter}"), of_quarter(whole, quarter, months)));
        }
        quarter = quarter.before();
    }
    verdicts
}

/// Whether the return of a quarter was sent in time.
fn of_quarter(whole: &Whole<'_>, quarter: Quarter, months: u32) -> Verdict {
    let closes = months_after(quarter.end(), months);
    let sent = whole.records().agency_returns.get(quarter.to_string().as_str()).and_then(|sent| sent.sent_on);
    match sent.filter(|day| *day <= whole.to) {
        Some(day) if day < closes => Verdict::Pass,
        Some(day) => {
            let told =
                format!("the return of {quarter} was sent on {day}; its window closed before {closes}");
            Verdict::Fail("sent_on", Some(day.to_string()), told)
        }
        None if whole.to < closes => {
            Verdict::Unknown("sent_on", format!("the return of {quarter}, which is due before {closes}"))
        }
        None => {
            let told = format!("the return of {quarter} was not sent; its window closed before {closes}");
            Verdict::Fail("sent_on", None, told)
        }
    }
}

fn job_map(whole: &Whole<'_>) -> Vec<(String, Verdict)> {
    let workforce = whole.workforce;
    let mut roles: Vec<&str> = super::super::check::covered(whole)
        .filter_map(|work| work.on(work.period().clamp(whole.to)).role)
        .filter(|role| workforce.role_on(*role, whole.to).is_some_and(|facts| facts.census))
        .map(|role| workforce.role_key(role))
        .collect();
    roles.sort_unstable();
    roles.dedup();
    let mut verdicts: Vec<(String, Verdict)> = roles
        .iter()
        .map(|role| {
            let verdict = if type_of_role(whole.records(), role, whole.to).is_some() {
                Verdict::Pass
            } else {
                Verdict::Fail("agency_job_type", None, format!("role `{role}` has no core job type"))
            };
            (format!("role:{role}"), verdict)
        })
        .collect();
    if !roles.is_empty() {
        let sent = whole.records().agency_returns.values();
        let sent = sent.filter_map(|sent| sent.job_map_sent_on).any(|day| day <= whole.to);
        let verdict = if sent {
            Verdict::Pass
        } else {
            Verdict::Fail(
                "job_map_sent_on",
                None,
                "no return says when the map of job types was sent".to_owned(),
            )
        };
        verdicts.push(("agency_return".to_owned(), verdict));
    }
    verdicts
}
