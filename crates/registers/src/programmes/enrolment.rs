//! One enrolment as it stands on a day: when it is to end, what holds for it now, what is overdue.

use serde::Serialize;
use workforce::records::{Cohort, Enrolment, EnrolmentOutcome};
use workforce::{Date, Workforce};

use super::{MilestoneState, Term, milestones, paused, planned_end, terms};

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnrolmentLine {
    /// The enrolment.
    pub enrolment: String,
    /// The worker; none for someone who was never employed.
    pub worker: Option<String>,
    /// The name of the team of the programme.
    pub team: Option<String>,
    /// First day.
    pub started: Date,
    /// How it ended by the day, and when.
    pub outcome: Option<(EnrolmentOutcome, Option<Date>)>,
    /// The day on which it is to end, later by pauses and by part-time work; none where the programme is not recorded.
    pub planned_end: Option<Date>,
    /// Days that do not count.
    pub paused: u32,
    /// Who supervises or assesses.
    pub supervisor: Option<String>,
    /// What holds for it on the day: none once it has ended.
    pub terms: Vec<Term>,
    /// Reviews and panels overdue.
    pub overdue: usize,
}

/// An enrolment as it stands on a day.
pub fn enrolment_line(workforce: &Workforce, cohort: &Cohort, one: &Enrolment, on: Date) -> EnrolmentLine {
    let records = workforce.records();
    let outcome = one.outcome.filter(|_| one.outcome_on.is_none_or(|day| day <= on));
    let goes_on = outcome.is_none_or(|outcome| outcome == EnrolmentOutcome::Deferred);
    let unit = one.team.as_ref().and_then(|team| workforce.unit_named(team.as_str(), on).ok());
    let overdue = milestones(records, cohort, one, on);
    EnrolmentLine {
        enrolment: one.enrolment.to_string(),
        worker: one.worker.as_ref().map(ToString::to_string),
        team: unit.map(|unit| workforce.name_of_unit(unit, on).to_owned()),
        started: one.started,
        outcome: outcome.map(|outcome| (outcome, one.outcome_on)),
        planned_end: planned_end(records, cohort, one, on),
        paused: paused(records, one, on),
        supervisor: one.supervisor.as_ref().map(ToString::to_string),
        terms: if goes_on { terms(records, cohort, one, on) } else { Vec::new() },
        overdue: overdue.iter().filter(|line| line.state == MilestoneState::Overdue).count(),
    }
}
