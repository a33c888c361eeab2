//! What a board looks at beside actions and risks: priorities with their measures, what is expected from outside and how
//! often that slipped, groups that should have met, consultations, and what was decided about money.

use serde::Serialize;
use std::collections::BTreeMap;
use workforce::Date;
use workforce::period::Period;
use workforce::quantity::Pence;
use workforce::records::{Decision, DecisionStatus, ExpectedEvent, Priority, Records, Sought};

use super::{ActionLine, actions};
use crate::days::{days_after, months_after};

/// A priority of a strategy that holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriorityLine {
    /// Its key.
    pub priority: String,
    /// What it is.
    pub title: String,
    /// The strategy's title.
    pub strategy: String,
    /// The measures by which it is judged, by their ids.
    pub measures: Vec<String>,
    /// Actions that serve it and are neither done nor given up.
    pub open: usize,
    /// Of these, overdue.
    pub overdue: usize,
}

/// The priorities of the strategies that hold on a day, by strategy and rank.
pub fn priorities(records: &Records, on: Date) -> Vec<PriorityLine> {
    let lines = actions(records, on, false);
    let of_action: BTreeMap<&str, &ActionLine> =
        lines.iter().map(|line| (line.action.as_str(), line)).collect();
    let mut held: Vec<(&Priority, String)> = records
        .priorities
        .values()
        .filter_map(|one| {
            let strategy = records.strategies.get(one.strategy.as_str())?;
            let holds = Period::new(strategy.from, strategy.to).holds(on);
            holds.then(|| (one, strategy.title.to_string()))
        })
        .collect();
    held.sort_by_key(|(one, _)| {
        (one.strategy.to_string(), one.rank.unwrap_or(u32::MAX), one.priority.to_string())
    });
    let told = held.into_iter().map(|(one, strategy)| {
        let own = records.actions.values().filter(|action| action.priorities.contains(&one.priority));
        let own: Vec<&ActionLine> =
            own.filter_map(|action| of_action.get(action.action.as_str()).copied()).collect();
        PriorityLine {
            priority: one.priority.to_string(),
            title: one.title.to_string(),
            strategy,
            measures: one.measures.iter().map(ToString::to_string).collect(),
            open: own.iter().filter(|line| line.is_open()).count(),
            overdue: own.iter().filter(|line| line.overdue).count(),
        }
    });
    told.collect()
}

/// Something expected from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// Its key.
    pub event: String,
    /// The day on which the latest expectation was noted.
    pub noted: Date,
    /// What is expected.
    pub title: String,
    /// From whom.
    pub body: Option<String>,
    /// When, as last noted.
    pub expected: Option<Date>,
    /// The days on which it was expected before, the first first.
    pub before: Vec<Date>,
    /// Whether that day is over and it has not happened.
    pub overdue: bool,
}

/// What is expected and has not happened by a day, what comes first first.
pub fn horizon(records: &Records, on: Date) -> Vec<EventLine> {
    let mut revisions: BTreeMap<&str, Vec<&ExpectedEvent>> = BTreeMap::new();
    for one in records.expected_events.values().filter(|one| one.noted_on <= on) {
        revisions.entry(one.event.as_str()).or_default().push(one);
    }
    let mut lines = Vec::new();
    for (event, mut own) in revisions {
        own.sort_by_key(|one| one.noted_on);
        let Some((last, earlier)) = own.split_last() else { continue };
        if last.happened_on.is_some_and(|day| day <= on) {
            continue;
        }
        let mut before: Vec<Date> = earlier.iter().filter_map(|one| one.expected_on).collect();
        before.dedup();
        lines.push(EventLine {
            event: event.to_owned(),
            noted: last.noted_on,
            title: last.title.to_string(),
            body: last.body.as_ref().map(ToString::to_string),
            expected: last.expected_on,
            before,
            overdue: last.expected_on.is_some_and(|day| day < on),
        });
    }
    lines.sort_by(|a, b| {
        (a.expected.is_none(), a.expected, &a.event).cmp(&(b.expected.is_none(), b.expected, &b.event))
    });
    lines
}

/// A group that looks after improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupLine {
    /// Its key.
    pub group: String,
    /// Its name.
    pub name: String,
    /// The day on which it last met.
    pub last: Option<Date>,
    /// What it decided then.
    pub decided: Option<String>,
    /// The day by which it should meet again.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub overdue: bool,
    /// Meetings in the year up to the day.
    pub meetings: usize,
}

/// The groups with their meetings by a day, by name.
pub fn groups(records: &Records, on: Date) -> Vec<GroupLine> {
    let year = |day: Date| months_after(day, 12) > on;
    let mut lines: Vec<GroupLine> = records
        .governance_groups
        .values()
        .map(|group| {
            let met = records.meetings.values().filter(|one| one.group == group.group && one.on <= on);
            let last = met.clone().max_by_key(|one| one.on);
            let due = last.and_then(|last| Some(days_after(last.on, group.every_days?)));
            GroupLine {
                group: group.group.to_string(),
                name: group.name.to_string(),
                last: last.map(|last| last.on),
                decided: last.and_then(|last| last.decided.as_ref()).map(ToString::to_string),
                due,
                overdue: due.is_some_and(|due| due < on),
                meetings: met.filter(|one| year(one.on)).count(),
            }
        })
        .collect();
    lines.sort_by(|a, b| (&a.name, &a.group).cmp(&(&b.name, &b.group)));
    lines
}

/// A consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsultationLine {
    /// Its key.
    pub consultation: String,
    /// On what.
    pub title: String,
    /// First day.
    pub from: Date,
    /// First day after it.
    pub to: Option<Date>,
    /// Whether it is open on the day.
    pub open: bool,
    /// Whom it asked.
    pub asked: Option<String>,
    /// How many answered.
    pub answers: Option<u32>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// The consultations begun by a day, the latest first.
pub fn consultations(records: &Records, on: Date) -> Vec<ConsultationLine> {
    let begun = records.consultations.values().filter(|one| one.from <= on);
    let mut lines: Vec<ConsultationLine> = begun
        .map(|one| ConsultationLine {
            consultation: one.consultation.to_string(),
            title: one.title.to_string(),
            from: one.from,
            to: one.to,
            open: Period::new(one.from, one.to).holds(on),
            asked: one.asked.as_ref().map(ToString::to_string),
            answers: one.answers,
            outcome: one.outcome.as_ref().map(ToString::to_string),
        })
        .collect();
    lines.sort_by(|a, b| (b.from, &a.consultation).cmp(&(a.from, &b.consultation)));
    lines
}

/// A decision, with what it was asked for and the money as far as that has got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedLine {
    /// Its key.
    pub decision: String,
    /// Its day.
    pub on: Date,
    /// The body.
    pub body: Option<String>,
    /// What it decides.
    pub title: String,
    /// What the body was asked to do.
    pub sought: Option<&'static str>,
    /// How far it has got: money is approved only where this says so.
    pub status: DecisionStatus,
    /// The money.
    pub amount: Option<Pence>,
    /// The purse and year.
    pub purse: Option<String>,
}

/// The decisions of the twelve months up to a day, the latest first.
pub fn decided(records: &Records, on: Date) -> Vec<DecidedLine> {
    let recent = |one: &&Decision| one.on <= on && months_after(one.on, 12) > on;
    let mut lines: Vec<DecidedLine> = records
        .decisions
        .values()
        .filter(recent)
        .map(|one| DecidedLine {
            decision: one.decision.to_string(),
            on: one.on,
            body: one.body.as_ref().map(ToString::to_string),
            title: one.title.to_string(),
            sought: one.sought.map(Sought::code),
            status: one.status,
            amount: one.amount,
            purse: one.purse.as_ref().map(ToString::to_string),
        })
        .collect();
    lines.sort_by(|a, b| (b.on, &a.decision).cmp(&(a.on, &b.decision)));
    lines
}
