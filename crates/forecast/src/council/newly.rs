//! The newly qualified: who is in the first year at the start and until when, how many come and when, what they carry.

use std::collections::BTreeMap;

use measures::ground::Ground;
use registers::programmes::{enrolments, planned_end, programme_on};
use workforce::Date;
use workforce::facts::WorkerNumber;
use workforce::records::{Cohort, Enrolment, EnrolmentOutcome, Origin, ProgrammeKind, ReductionKind};

use super::assumption::Assumption;
use super::months_on;
use super::start::{Begun, month};
use crate::simulate::rates::{Belief, NewlyQualified};

/// Years of the record that the intake is counted over.
const YEARS: i32 = 5;

/// What a newly qualified worker carries, and for how long, as the parameters of policy have it.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstYear {
    /// The share of a full load.
    pub carried: f64,
    /// Months.
    pub months: u16,
    /// Where both are from.
    pub source: String,
}

fn is_first_year(ground: &Ground<'_>, cohort: &Cohort) -> bool {
    let records = ground.workforce().records();
    let programme = programme_on(records, cohort.programme.as_str(), cohort.starts);
    programme.is_some_and(|programme| programme.kind == ProgrammeKind::Asye)
}

/// Whether an enrolment goes on on a day, as far as is known then.
fn goes_on(enrolment: &Enrolment, day: Date) -> bool {
    let ended = enrolment.outcome.filter(|own| *own != EnrolmentOutcome::Deferred);
    enrolment.started <= day && (ended.is_none() || enrolment.outcome_on.is_some_and(|on| on > day))
}

/// When each worker who is in the first year at the start carries a full load: by enrolment, a recorded reduction, or, where there is
/// neither, the months after a newly qualified start.
pub fn full_from(ground: &Ground<'_>, day: Date, first: &FirstYear) -> BTreeMap<WorkerNumber, u16> {
    let workforce = ground.workforce();
    let records = workforce.records();
    let mut full = BTreeMap::new();
    for spell in workforce.employments() {
        if spell.origin == Some(Origin::NewlyQualified) && spell.period.holds(day) {
            let end = months_on(spell.period.from, i32::from(first.months));
            if end > day {
                full.insert(spell.worker, month(day, end));
            }
        }
    }
    for reduction in records.reductions.values() {
        let holds = workforce::period::Period::new(reduction.from, reduction.to).holds(day);
        let worker = workforce.worker_number(reduction.worker.as_str());
        if let (true, ReductionKind::NewlyQualified, Some(worker), Some(to)) =
            (holds, reduction.kind, worker, reduction.to)
        {
            full.insert(worker, month(day, to));
        }
    }
    for enrolment in records.enrolments.values() {
        let cohort = records.cohorts.get(enrolment.cohort.as_str());
        let cohort = cohort.filter(|cohort| is_first_year(ground, cohort));
        let worker = enrolment.worker.as_ref().and_then(|own| workforce.worker_number(own.as_str()));
        let (Some(cohort), Some(worker)) = (cohort, worker) else { continue };
        if goes_on(enrolment, day) {
            let end = planned_end(records, cohort, enrolment, day);
            // Beyond its planned end and not yet passed: it may end any day.
            full.insert(worker, end.map_or(1, |end| month(day, end.max(day))));
        } else if enrolment.started <= day {
            full.remove(&worker);
        }
    }
    full
}

/// How many of a cohort are known to start in a post: they come by themselves, each on their day.
fn to_come(ground: &Ground<'_>, cohort: &Cohort, day: Date) -> u32 {
    let workforce = ground.workforce();
    let starts = |enrolment: &&Enrolment| {
        let worker = enrolment.worker.as_ref().and_then(|own| workforce.worker_number(own.as_str()));
        worker.is_some_and(|worker| {
            let mut works = workforce.works_of(worker);
            works.any(|work| work.post().is_some() && work.basis().holds() && work.period().from > day)
        })
    };
    let all = enrolments(workforce.records(), cohort);
    u32::try_from(all.iter().filter(|own| starts(own)).count()).unwrap_or(u32::MAX)
}

/// How many come, and when: as in the years before, and in the cohorts that are known to come.
pub fn intake(ground: &Ground<'_>, begun: &Begun, first: &FirstYear) -> (NewlyQualified, Vec<Assumption>) {
    let workforce = ground.workforce();
    let day = begun.day;
    let observed = ground.observed().map_or(day, |span| span.from);
    let whole = (1..=YEARS).rev().find(|years| months_on(day, -12 * years) >= observed);
    let years = whole.unwrap_or(0);
    let since = months_on(day, -12 * years);
    let mut spread = [0.0; 12];
    let mut roles: BTreeMap<u16, u32> = BTreeMap::new();
    for spell in workforce.employments() {
        let from = spell.period.from;
        if spell.origin != Some(Origin::NewlyQualified) || from <= since || from > day {
            continue;
        }
        let held = workforce.works_of(spell.worker).find(|work| work.basis().holds() && work.holds(from));
        let role = held.and_then(|work| begun.roles.iter().position(|own| Some(*own) == work.on(from).role));
        let Some(role) = role.and_then(|role| u16::try_from(role).ok()) else { continue };
        *roles.entry(role).or_default() += 1;
        // The month after the start in which such a day of the year comes: the first is 1.
        let later = months_on(from, 12 * YEARS);
        spread[usize::from((month(day, later) + 11) % 12)] += 1.0;
    }
    let came: f64 = spread.iter().sum();
    if came > 0.0 {
        for share in &mut spread {
            *share /= came;
        }
    }
    let total: u32 = roles.values().sum();
    let mut known: Vec<(u16, u32)> = workforce
        .records()
        .cohorts
        .values()
        .filter(|cohort| cohort.starts > day && is_first_year(ground, cohort))
        .filter_map(|cohort| {
            Some((month(day, cohort.starts), cohort.places?.saturating_sub(to_come(ground, cohort, day))))
        })
        .collect();
    known.sort_unstable();
    let yearly = if came > 0.0 {
        Belief::Gamma { shape: came, rate: f64::from(years.max(1)) }
    } else {
        Belief::Known(0.0)
    };
    // A role that takes one in ten or more; where nobody has come yet, the lowest on the ladder.
    let mut taking: Vec<u16> =
        roles.iter().filter(|(_, own)| **own * 10 >= total).map(|own| *own.0).collect();
    if taking.is_empty() && !known.is_empty() && !begun.roles.is_empty() {
        taking.push(0);
    }
    let newly =
        NewlyQualified { carried: first.carried, months: first.months, yearly, spread, known, roles: taking };
    let assumptions = assumed(&newly, first, years, day);
    (newly, assumptions)
}

fn assumed(newly: &NewlyQualified, first: &FirstYear, years: i32, day: Date) -> Vec<Assumption> {
    let known = match newly.known.as_slice() {
        [] => String::new(),
        cohorts => {
            let told: Vec<String> =
                cohorts.iter().map(|(month, people)| format!("{people} in month {month}")).collect();
            format!("; cohorts of the record come instead near their month: {}", told.join(", "))
        }
    };
    let note =
        |key: &str, what: &str, belief, source: String| Assumption::new(key.to_owned(), what, belief, source);
    vec![
        note(
            "newly_qualified",
            "Newly qualified workers who come in a year, as far as there are vacancies",
            newly.yearly,
            format!("own starters of {years} years to {day}, in the months in which they came{known}"),
        ),
        note(
            "newly_qualified_load",
            "What they carry in their first year, of a full load",
            Belief::Known(newly.carried),
            first.source.clone(),
        ),
        note(
            "newly_qualified_months",
            "Months for which they do",
            Belief::Known(f64::from(newly.months)),
            first.source.clone(),
        ),
    ]
}
