//! Supervision due and held, and how far a course has reached those it is for.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The role, by key and title.
    pub role: (String, String),
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
    let mut held_of: BTreeMap<&str, Vec<&Supervision>> = BTreeMap::new();
    for one in records.supervisions.values().filter(|one| one.on <= on) {
        held_of.entry(one.worker.as_str()).or_default().push(one);
    }
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
        let held = held_of.get(worker).map_or(&[][..], Vec::as_slice);
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
            role: (workforce.role_key(role).to_owned(), workforce.title_of_role(role, on).to_owned()),
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

/// Supervision of the workers of a role on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleSupervision {
    /// The role's key.
    pub role: String,
    /// Its title.
    pub title: String,
    /// Workers for whom supervision is due from time to time.
    pub of: u64,
    /// Of these, those whose next one is not overdue.
    pub in_time: u64,
    /// Of these, those who had a reflective one in the last three months, and of how many that is recorded.
    pub reflective: (u64, u64),
    /// The mean number of days since the last one of those who have had one, in tenths of a day.
    pub mean_days_tenths: Option<i64>,
}

/// Supervision by role, by the roles' titles.
pub fn by_role(lines: &[SupervisionLine], on: Date) -> Vec<RoleSupervision> {
    let mut roles: BTreeMap<(&str, &str), Vec<&SupervisionLine>> = BTreeMap::new();
    for line in lines {
        roles.entry((line.role.1.as_str(), line.role.0.as_str())).or_default().push(line);
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(0);
    let told = roles.into_iter().map(|((title, role), own)| {
        let recorded: Vec<bool> = own.iter().filter_map(|line| line.reflective).collect();
        RoleSupervision {
            role: role.to_owned(),
            title: title.to_owned(),
            of: count(own.len()),
            in_time: count(own.iter().filter(|line| !line.overdue).count()),
            reflective: (count(recorded.iter().filter(|yes| **yes).count()), count(recorded.len())),
            mean_days_tenths: mean_days(own.iter().copied(), on),
        }
    });
    told.collect()
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
pub fn mean_days<'l>(lines: impl IntoIterator<Item = &'l SupervisionLine>, on: Date) -> Option<i64> {
    let days: Vec<i64> = lines.into_iter().filter_map(|line| Some(days_between(line.last?, on))).collect();
    let count = i64::try_from(days.len()).ok().filter(|count| *count > 0)?;
    Some((days.iter().sum::<i64>() * 20 + count) / (count * 2))
}
