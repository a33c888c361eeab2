//! Early careers: milestones generated from a programme's stages, cohorts with their outcomes, and who stayed.
//!
//! **Milestones.** A stage is due so many weeks or months after the start of the enrolment, and later by every day that
//! the enrolment was paused before. Where the programme is pro rata, a part-time worker's weeks and months are stretched
//! by the inverse of the FTE.
//!
//! **Retention** is told from *starters*, so that nobody who failed or left drops out of sight, and also from the end of
//! the programme, for those who passed. A worker has stayed at a month when employed by the council on that day; those
//! whose day is still to come are told apart and are in no share.

mod enrolment;

use serde::Serialize;
use workforce::period::Period;
use workforce::records::{
    Cohort, Enrolment, EnrolmentOutcome, Programme, ProgrammeStage, Records, StageKind,
};
use workforce::{Date, Workforce};

pub use enrolment::{EnrolmentLine, enrolment_line};

use crate::days::{days_after, days_between, months_after, weeks_after};

/// The months after which retention is told.
pub const RETENTION_MONTHS: [u32; 3] = [12, 24, 36];

/// The row of a programme for those who start on a day.
pub fn programme_on<'a>(records: &'a Records, programme: &str, day: Date) -> Option<&'a Programme> {
    let rows =
        records.programmes.values().filter(|row| row.programme.as_str() == programme && row.from <= day);
    rows.max_by_key(|row| row.from)
}

/// The stages of a programme for those who start on a day: of each, the latest row.
fn stages_on<'a>(records: &'a Records, programme: &str, day: Date) -> Vec<&'a ProgrammeStage> {
    let rows = records.programme_stages.values();
    let mut rows: Vec<&ProgrammeStage> =
        rows.filter(|row| row.programme.as_str() == programme && row.from <= day).collect();
    rows.sort_by(|a, b| (&a.stage, b.from).cmp(&(&b.stage, a.from)));
    rows.dedup_by(|later, first| later.stage == first.stage);
    rows
}

/// A time after the start of an enrolment, later by its pauses. A pause that begins by then moves it on, whole.
fn after(
    records: &Records,
    enrolment: &Enrolment,
    (weeks, months): (u32, u32),
    stretch: Option<i64>,
    on: Date,
) -> Date {
    let plain = weeks_after(months_after(enrolment.started, months), weeks);
    let stretched = stretch.map_or(plain, |fte| {
        let days = days_between(enrolment.started, plain) * 1_000_000 / fte.max(1);
        days_after(enrolment.started, u32::try_from(days).unwrap_or(0))
    });
    let mut day = stretched;
    // Each pause may bring another into reach; there are few.
    for _ in 0..16 {
        let pauses = records.programme_pauses.values();
        let reached = pauses.filter(|pause| pause.enrolment == enrolment.enrolment && pause.from < day);
        let days: i64 = reached
            .map(|pause| {
                days_between(pause.from.max(enrolment.started), pause.to.unwrap_or(on.max(pause.from))).max(0)
            })
            .sum();
        let next = days_after(stretched, u32::try_from(days).unwrap_or(0));
        if next == day {
            break;
        }
        day = next;
    }
    day
}

/// How a milestone stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneState {
    /// Held.
    Held,
    /// Due, and not held.
    Overdue,
    /// Due later.
    Ahead,
    /// The enrolment ended before it was due.
    Lapsed,
}

impl MilestoneState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Overdue => "overdue",
            Self::Ahead => "ahead",
            Self::Lapsed => "ended before",
        }
    }
}

/// A review or panel of an enrolment, with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneLine {
    /// The enrolment.
    pub enrolment: String,
    /// The worker.
    pub worker: Option<String>,
    /// The stage.
    pub stage: String,
    /// What it is.
    pub name: String,
    /// The day on which it is due.
    pub due: Date,
    /// The day on which it was held.
    pub held: Option<Date>,
    /// How it stands.
    pub state: MilestoneState,
}

/// What holds for an enrolment on a day: how often supervision, what share of time and workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// What it asks for.
    pub kind: StageKind,
    /// What it is.
    pub name: String,
    /// For supervision: at least every so many days.
    pub every_days: Option<u32>,
    /// For protected time and workload: the share.
    pub share: Option<String>,
}

fn stretch(records: &Records, cohort: &Cohort, enrolment: &Enrolment) -> Option<i64> {
    let programme = programme_on(records, cohort.programme.as_str(), enrolment.started)?;
    enrolment
        .fte
        .filter(|fte| programme.pro_rata.0 && fte.millionths() > 0)
        .map(workforce::quantity::Fte::millionths)
}

/// The reviews and panels of an enrolment, in the order of their days.
pub fn milestones(records: &Records, cohort: &Cohort, enrolment: &Enrolment, on: Date) -> Vec<MilestoneLine> {
    let stretch = stretch(records, cohort, enrolment);
    let ended = enrolment.outcome_on.filter(|_| enrolment.outcome != Some(EnrolmentOutcome::Deferred));
    let once = |stage: &&ProgrammeStage| matches!(stage.kind, StageKind::Review | StageKind::Panel);
    let stages = stages_on(records, cohort.programme.as_str(), enrolment.started);
    let lines = stages.into_iter().filter(once).map(|stage| {
        let at = (stage.at_weeks.unwrap_or(0), stage.at_months.unwrap_or(0));
        let due = after(records, enrolment, at, stretch, on);
        let held = records.milestones.values().find(|held| {
            held.enrolment == enrolment.enrolment && held.stage == stage.stage && held.held_on <= on
        });
        let held = held.map(|held| held.held_on);
        let state = match held {
            Some(_) => MilestoneState::Held,
            None if ended.is_some_and(|end| end <= due && end <= on) => MilestoneState::Lapsed,
            None if due <= on => MilestoneState::Overdue,
            None => MilestoneState::Ahead,
        };
        MilestoneLine {
            enrolment: enrolment.enrolment.to_string(),
            worker: enrolment.worker.as_ref().map(ToString::to_string),
            stage: stage.stage.to_string(),
            name: stage.name.to_string(),
            due,
            held,
            state,
        }
    });
    let mut lines: Vec<MilestoneLine> = lines.collect();
    lines.sort_by(|a, b| (a.due, &a.stage).cmp(&(b.due, &b.stage)));
    lines
}

/// What holds for an enrolment on a day.
pub fn terms(records: &Records, cohort: &Cohort, enrolment: &Enrolment, on: Date) -> Vec<Term> {
    let stretch = stretch(records, cohort, enrolment);
    let lasting = |stage: &&ProgrammeStage| !matches!(stage.kind, StageKind::Review | StageKind::Panel);
    let at = |weeks: Option<u32>, months: Option<u32>| {
        after(records, enrolment, (weeks.unwrap_or(0), months.unwrap_or(0)), stretch, on)
    };
    let holds = |stage: &&ProgrammeStage| {
        let has_end = stage.to_weeks.is_some() || stage.to_months.is_some();
        let end = has_end.then(|| at(stage.to_weeks, stage.to_months));
        Period::new(at(stage.at_weeks, stage.at_months), end).holds(on)
    };
    let stages = stages_on(records, cohort.programme.as_str(), enrolment.started);
    let terms = stages.into_iter().filter(lasting).filter(holds).map(|stage| Term {
        kind: stage.kind,
        name: stage.name.to_string(),
        every_days: stage.every_days,
        share: stage.share.map(|share| share.to_string()),
    });
    terms.collect()
}

/// The planned end of an enrolment: the programme's months, stretched and moved by pauses.
pub fn planned_end(records: &Records, cohort: &Cohort, enrolment: &Enrolment, on: Date) -> Option<Date> {
    let programme = programme_on(records, cohort.programme.as_str(), enrolment.started)?;
    Some(after(records, enrolment, (0, programme.months), stretch(records, cohort, enrolment), on))
}

/// How many stayed, of those of whom it can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Retained {
    /// Months after the start, or after the end of the programme.
    pub months: u32,
    /// Employed by the council on that day.
    pub here: u64,
    /// All of whom the day has come.
    pub of: u64,
    /// Those whose day is still to come.
    pub ahead: u64,
}

/// A cohort as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CohortLine {
    /// The cohort.
    pub cohort: String,
    /// Its name.
    pub name: String,
    /// The programme.
    pub programme: String,
    /// The day on which it starts.
    pub starts: Date,
    /// Places.
    pub places: Option<u32>,
    /// Started by the day.
    pub started: u64,
    /// Still on it.
    pub current: u64,
    /// By outcome, in the order of [`EnrolmentOutcome::ALL`].
    pub outcomes: Vec<(EnrolmentOutcome, u64)>,
    /// Passed, and employed by the council on the day.
    pub passed_here: u64,
    /// Started, and employed by the council on the day.
    pub here: u64,
    /// Who started on the programme and was never employed, or has no worker: no retention can be told of them.
    pub unknown: u64,
    /// From starters.
    pub from_start: Vec<Retained>,
    /// Of those who passed, from that day.
    pub from_end: Vec<Retained>,
    /// Reviews and panels overdue.
    pub overdue: usize,
    /// Moved out of the team of the programme's end within twelve months, of those who passed and stayed.
    pub moved: Option<(u64, u64)>,
}

fn is_here(workforce: &Workforce, worker: &str, day: Date) -> bool {
    workforce.worker_number(worker).is_some_and(|number| workforce.spell_on(number, day).is_some())
}

fn retained(workforce: &Workforce, from: &[(String, Date)], on: Date) -> Vec<Retained> {
    let told = RETENTION_MONTHS.map(|months| {
        let mut count = Retained { months, here: 0, of: 0, ahead: 0 };
        for (worker, day) in from {
            let then = months_after(*day, months);
            if then > on {
                count.ahead += 1;
            } else {
                count.of += 1;
                count.here += u64::from(is_here(workforce, worker, then));
            }
        }
        count
    });
    told.to_vec()
}

/// The enrolments of a cohort, by key.
pub fn enrolments<'a>(records: &'a Records, cohort: &Cohort) -> Vec<&'a Enrolment> {
    let mut own: Vec<&Enrolment> =
        records.enrolments.values().filter(|one| one.cohort == cohort.cohort).collect();
    own.sort_unstable_by(|a, b| a.enrolment.cmp(&b.enrolment));
    own
}

/// A cohort as it stands on a day.
pub fn cohort_line(workforce: &Workforce, cohort: &Cohort, on: Date) -> CohortLine {
    let records = workforce.records();
    let own: Vec<&Enrolment> =
        enrolments(records, cohort).into_iter().filter(|one| one.started <= on).collect();
    let outcome = |one: &Enrolment| one.outcome.filter(|_| one.outcome_on.is_none_or(|day| day <= on));
    let count = |is: &dyn Fn(&Enrolment) -> bool| {
        u64::try_from(own.iter().filter(|one| is(one)).count()).unwrap_or(0)
    };
    let here =
        |one: &Enrolment| one.worker.as_ref().is_some_and(|worker| is_here(workforce, worker.as_str(), on));
    let passed = |one: &Enrolment| outcome(one) == Some(EnrolmentOutcome::Passed);
    let starters: Vec<(String, Date)> =
        own.iter().filter_map(|one| Some((one.worker.as_ref()?.to_string(), one.started))).collect();
    let ended: Vec<(String, Date)> = own
        .iter()
        .filter(|one| passed(one))
        .filter_map(|one| Some((one.worker.as_ref()?.to_string(), one.outcome_on?)))
        .collect();
    let overdue = own
        .iter()
        .flat_map(|one| milestones(records, cohort, one, on))
        .filter(|line| line.state == MilestoneState::Overdue);
    CohortLine {
        cohort: cohort.cohort.to_string(),
        name: cohort.name.to_string(),
        programme: cohort.programme.to_string(),
        starts: cohort.starts,
        places: cohort.places,
        started: count(&|_| true),
        current: count(&|one| outcome(one).is_none_or(|outcome| outcome == EnrolmentOutcome::Deferred)),
        outcomes: EnrolmentOutcome::ALL
            .iter()
            .map(|known| (*known, count(&|one| outcome(one) == Some(*known))))
            .collect(),
        passed_here: count(&|one| passed(one) && here(one)),
        here: count(&here),
        unknown: count(&|one| one.worker.is_none()),
        from_start: retained(workforce, &starters, on),
        from_end: retained(workforce, &ended, on),
        overdue: overdue.count(),
        moved: moved(workforce, &ended, on),
    }
}

/// Of those who passed twelve months before the day or earlier and were still here twelve months after: in another team.
fn moved(workforce: &Workforce, ended: &[(String, Date)], on: Date) -> Option<(u64, u64)> {
    let team = |worker: &str, day: Date| {
        let number = workforce.worker_number(worker)?;
        let work = workforce
            .works_of(number)
            .find(|work| work.holds(day) && work.basis() != workforce::records::Basis::Agency)?;
        work.on(day).team
    };
    let (mut other, mut all) = (0, 0);
    for (worker, day) in ended {
        let then = months_after(*day, 12);
        if let (Some(first), Some(second), true) = (team(worker, *day), team(worker, then), then <= on) {
            all += 1;
            other += u64::from(first != second);
        }
    }
    (all > 0).then_some((other, all))
}

/// Every cohort as it stands on a day, by first day.
pub fn cohorts(workforce: &Workforce, on: Date) -> Vec<CohortLine> {
    let mut all: Vec<&Cohort> = workforce.records().cohorts.values().collect();
    all.sort_unstable_by(|a, b| (a.starts, &a.cohort).cmp(&(b.starts, &b.cohort)));
    all.into_iter().map(|cohort| cohort_line(workforce, cohort, on)).collect()
}

/// The days of an enrolment that do not count, up to a day: whole days.
pub fn paused(records: &Records, enrolment: &Enrolment, on: Date) -> u32 {
    let pauses = records.programme_pauses.values().filter(|pause| pause.enrolment == enrolment.enrolment);
    let days = pauses.map(|pause| {
        let end = pause.to.unwrap_or(on).min(on);
        days_between(pause.from.max(enrolment.started), end).max(0)
    });
    u32::try_from(days.sum::<i64>()).unwrap_or(0)
}
