//! Supervision due and held, and how far a course has reached those it is for.

use serde::Serialize;
use std::collections::BTreeSet;

use workforce::records::{Course, CourseCompletion, Records, Supervision, SupervisionRule};
use workforce::{Date, Workforce};

use crate::days::{days_after, days_between, months_after};
use crate::parameter::Parameters;

/// A worker's supervision on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupervisionLine {
    /// The worker.
    pub worker: String,
    /// The team, by key and name.
    pub team: Option<(String, String)>,
    /// At least every so many days: as the role's rule says, or the parameter.
    pub every_days: u32,
    /// The day of the last one.
    pub last: Option<Date>,
    /// The day by which the next is due.
    pub due: Date,
    /// Whether that day is over.
    pub overdue: bool,
    /// Whether one in the last three months was reflective; none where it was not recorded.
    pub reflective: Option<bool>,
}

fn rule<'a>(records: &'a Records, role: &str, on: Date) -> Option<&'a SupervisionRule> {
    let rows = records.supervision_rules.values().filter(|row| row.role.as_str() == role && row.from <= on);
    rows.max_by_key(|row| row.from)
}

/// The supervision of everybody who is at work on a day in a qualified role, overdue first. The first is due so long after
/// the first day of the occupancy.
pub fn supervision(workforce: &Workforce, parameters: &Parameters<'_>, on: Date) -> Vec<SupervisionLine> {
    let records = workforce.records();
    let default = parameters.number("supervision.every-days", on);
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for work in workforce.works_on(on) {
        let place = work.on(on);
        let Some(role) =
            place.role.filter(|role| workforce.role_on(*role, on).is_some_and(|facts| facts.qualified))
        else {
            continue;
        };
        let own = rule(records, workforce.role_key(role), on).map(|rule| rule.every_days);
        let Some(every_days) = own.or(default).filter(|_| seen.insert(work.worker())) else { continue };
        let worker = workforce.worker_key(work.worker());
        let held = records.supervisions.values().filter(|one| one.worker.as_str() == worker && one.on <= on);
        let held: Vec<&Supervision> = held.collect();
        let last = held.iter().map(|one| one.on).max();
        let due = days_after(last.unwrap_or(work.period().from).max(work.period().from), every_days);
        let recent: Vec<Option<bool>> =
            held.iter().filter(|one| months_after(one.on, 3) > on).map(|one| one.reflective).collect();
        let reflective = if recent.contains(&Some(true)) {
            Some(true)
        } else {
            (!recent.is_empty() && recent.iter().all(Option::is_some)).then_some(false)
        };
        lines.push(SupervisionLine {
            worker: worker.to_owned(),
            team: place.team.map(|team| {
                (workforce.unit_key(team).to_owned(), workforce.name_of_unit(team, on).to_owned())
            }),
            every_days,
            last,
            due,
            overdue: due < on,
            reflective,
        });
    }
    lines.sort_by(|a, b| (!a.overdue, a.due, &a.worker).cmp(&(!b.overdue, b.due, &b.worker)));
    lines
}

/// How far a course has reached: of so many whom it is for, so many completed it in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The course.
    pub course: String,
    /// Its name.
    pub name: String,
    /// Employed on the day in a role and unit that it is for.
    pub of: u64,
    /// Of these, completed, and not so long ago that it is to be done again.
    pub completed: u64,
    /// The day on which it is planned, where that lies ahead.
    pub planned: Option<Date>,
}

fn completed(records: &Records, course: &Course, worker: &str, on: Date) -> bool {
    let own = |one: &&CourseCompletion| {
        one.course == course.course && one.worker.as_str() == worker && one.on <= on
    };
    let last = records.course_completions.values().filter(own).map(|one| one.on).max();
    last.is_some_and(|last| course.again_months.is_none_or(|months| months_after(last, months) > on))
}

/// The coverage of every course on a day, by key.
pub fn coverage(workforce: &Workforce, on: Date) -> Vec<Coverage> {
    let records = workforce.records();
    let mut courses: Vec<&Course> = records.courses.values().collect();
    courses.sort_unstable_by(|a, b| a.course.cmp(&b.course));
    let lines = courses.into_iter().map(|course| {
        let mut workers = BTreeSet::new();
        for work in workforce.works_on(on).filter(|work| work.basis().holds()) {
            let place = work.on(on);
            let role = place.role.map(|role| workforce.role_key(role));
            let in_role =
                course.roles.is_empty() || course.roles.iter().any(|key| Some(key.as_str()) == role);
            let in_team = course.teams.is_empty()
                || place.team.is_some_and(|team| {
                    let mut above = workforce.above(team, on).take(16);
                    above.any(|unit| course.teams.iter().any(|key| key.as_str() == workforce.unit_key(unit)))
                });
            if in_role && in_team {
                workers.insert(workforce.worker_key(work.worker()));
            }
        }
        let done = workers.iter().filter(|worker| completed(records, course, worker, on)).count();
        let count = |count: usize| u64::try_from(count).unwrap_or(0);
        Coverage {
            course: course.course.to_string(),
            name: course.name.to_string(),
            of: count(workers.len()),
            completed: count(done),
            planned: course.planned_from.filter(|day| *day > on),
        }
    });
    lines.collect()
}

/// The mean number of days since the last supervision of those who have had one, in tenths of a day.
pub fn mean_days(lines: &[SupervisionLine], on: Date) -> Option<i64> {
    let days: Vec<i64> = lines.iter().filter_map(|line| Some(days_between(line.last?, on))).collect();
    let count = i64::try_from(days.len()).ok().filter(|count| *count > 0)?;
    Some((days.iter().sum::<i64>() * 20 + count) / (count * 2))
}
