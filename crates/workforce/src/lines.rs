//! The facts that are counted, each kind in one row of memory in the order in which it is counted.
//!
//! Records fold by key and stays lie with their posts; counting goes by worker and by day, for many days at once. These
//! lines hold what it needs of each fact and nothing else. They are made with the other indexes and answer nothing
//! themselves: [`crate::facts`] reads them.

use std::ops::Range;

use crate::cell::Text;
use crate::facts::Where;
use crate::period::{Date, Ends, Period};
use crate::quantity::{Days, Fte};
use crate::records::{Absence, AbsenceKind, Basis, CoverReason, Ethnicity, Records, Sex};
use crate::workforce::{Index, PostLine, Stay};

/// How many sickness lines share the note of when the last of them ended.
const BLOCK: usize = 64;

/// An occupancy.
#[derive(Debug, Clone)]
pub(crate) struct WorkLine {
    pub(crate) period: Period,
    pub(crate) ends: Ends,
    pub(crate) worker: u32,
    /// Its post, by place.
    pub(crate) post: Option<u32>,
    /// Its place among the post's stays, or among the loose ones.
    pub(crate) stay: u32,
    /// Where it is, unless the post moves.
    pub(crate) place: Where,
    /// Whether the post's team or role depends on the day.
    pub(crate) moves: bool,
    pub(crate) basis: Basis,
    pub(crate) cover: Option<CoverReason>,
    pub(crate) fte: Fte,
}

/// A sickness absence of a worker whom the record knows.
#[derive(Debug, Clone)]
pub(crate) struct Sick {
    pub(crate) worker: u32,
    pub(crate) period: Period,
    pub(crate) days_lost: Option<Days>,
}

/// The rest of a sickness absence, which counting many does not touch.
#[derive(Debug, Clone)]
pub(crate) struct SickNote {
    pub(crate) absence: Text,
    pub(crate) work_pattern: Option<Text>,
}

/// The cases counted on a day: each worker's, by worker.
#[derive(Debug, Clone)]
pub(crate) struct Cases {
    pub(crate) on: Date,
    pub(crate) held: Vec<(u32, u32)>,
}

/// What is known of a worker's person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) born: Option<Date>,
    pub(crate) sex: Option<Sex>,
    pub(crate) ethnicity: Option<Ethnicity>,
}

/// Where each worker's lines begin in a row of lines by worker; one more at the end.
#[derive(Debug, Default)]
pub(crate) struct Starts(Vec<u32>);

impl Starts {
    fn new(workers: usize, of_lines: impl Iterator<Item = u32>) -> Self {
        let mut starts = vec![0u32; workers + 1];
        for worker in of_lines {
            starts[worker as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self(starts)
    }

    /// The places of a worker's lines.
    #[inline]
    pub(crate) fn range(&self, worker: u32) -> Range<usize> {
        self.0[worker as usize] as usize..self.0[worker as usize + 1] as usize
    }
}

/// The lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// By worker, then first day, then key.
    pub(crate) works: Vec<WorkLine>,
    /// Their dates, close together for scans.
    pub(crate) work_ends: Vec<Ends>,
    pub(crate) works_of: Starts,
    /// The spells' dates, by worker and first day as the spells are.
    pub(crate) spells: Vec<Ends>,
    pub(crate) spells_of: Starts,
    /// By first day, then key.
    pub(crate) sickness: Vec<Sick>,
    /// The same, by place.
    pub(crate) sick_notes: Vec<SickNote>,
    sick_ends: Vec<Ends>,
    /// For each block of sickness, the last end in it.
    sick_until: Vec<i32>,
    /// By day.
    pub(crate) cases: Vec<Cases>,
    /// By worker; empty where the record holds nothing personal.
    pub(crate) people: Vec<Person>,
}

impl Lines {
    /// Makes the lines of records whose other indexes are made.
    pub(crate) fn new(records: &Records, workers: &Index, employments: &[crate::facts::Employment]) -> Self {
        Self {
            spells: employments.iter().map(|spell| Ends::of(spell.period)).collect(),
            spells_of: Starts::new(workers.len(), employments.iter().map(|spell| spell.worker)),
            cases: cases(records, workers),
            people: people(records, workers),
            ..Self::default()
        }
    }

    /// Takes the occupancies as they now are.
    pub(crate) fn take_works(&mut self, workers: usize, posts: &[PostLine], loose: &[Stay]) {
        let mut works: Vec<(&Stay, WorkLine)> = Vec::new();
        for (at, post) in posts.iter().enumerate() {
            let steps = &post.terms.steps;
            let place = steps.first().map_or(Where::default(), |(_, terms)| terms.place());
            let moves = steps.iter().any(|(_, terms)| terms.place() != place);
            let lines = post.stays.iter().enumerate();
            works.extend(lines.map(|(stay, of)| (of, work_line(of, Some(at), stay, place, moves))));
        }
        let own = |stay: &Stay| Where { team: stay.team, role: stay.role };
        let lines = loose.iter().enumerate();
        works.extend(lines.map(|(stay, of)| (of, work_line(of, None, stay, own(of), false))));
        works.sort_unstable_by(|(a, line), (b, other)| {
            (line.worker, line.ends.from, &a.key).cmp(&(other.worker, other.ends.from, &b.key))
        });
        self.works = works.into_iter().map(|(_, line)| line).collect();
        self.work_ends = self.works.iter().map(|line| line.ends).collect();
        self.works_of = Starts::new(workers, self.works.iter().map(|line| line.worker));
    }

    /// Takes the sickness among absences sorted by first day and key.
    pub(crate) fn take_sickness(&mut self, absences: &[&Absence], workers: &Index) {
        let sick = absences.iter().filter(|absence| absence.kind == AbsenceKind::Sickness);
        let line = |absence: &&Absence| {
            let worker = workers.find(absence.worker.as_str())?;
            let period = Period::new(absence.from, absence.to);
            let (key, work_pattern) = (absence.absence.clone(), absence.work_pattern.clone());
            Some((
                Sick { worker, period, days_lost: absence.days_lost },
                SickNote { absence: key, work_pattern },
            ))
        };
        (self.sickness, self.sick_notes) = sick.filter_map(line).unzip();
        self.sick_ends = self.sickness.iter().map(|sick| Ends::of(sick.period)).collect();
        let last = |block: &[Ends]| block.iter().map(|ends| ends.to).max().unwrap_or(i32::MIN);
        self.sick_until = self.sick_ends.chunks(BLOCK).map(last).collect();
    }

    /// Sickness with a day in a period, by place.
    pub(crate) fn sickness_in(&self, within: Ends) -> impl Iterator<Item = usize> {
        let begun = self.sick_ends.partition_point(|ends| ends.from < within.to);
        let blocks = self.sick_until.iter().enumerate().filter(move |(_, until)| **until > within.from);
        let places = blocks.flat_map(move |(at, _)| at * BLOCK..begun.min((at + 1) * BLOCK));
        places.filter(move |&at| self.sick_ends[at].to > within.from)
    }
}

fn work_line(of: &Stay, post: Option<usize>, stay: usize, place: Where, moves: bool) -> WorkLine {
    let number = |at: usize| u32::try_from(at).expect("posts and stays were numbered as u32");
    WorkLine {
        period: of.period,
        ends: Ends::of(of.period),
        worker: of.worker,
        post: post.map(number),
        stay: number(stay),
        place,
        moves,
        basis: of.basis,
        cover: of.cover,
        fte: of.fte,
    }
}

fn cases(records: &Records, workers: &Index) -> Vec<Cases> {
    let of_known = |(on, worker, cases): (Date, &str, u32)| Some((on, workers.find(worker)?, cases));
    let all = records.caseloads.values().map(|one| (one.on, one.worker.as_str(), one.total()));
    let mut all: Vec<(Date, u32, u32)> = all.filter_map(of_known).collect();
    all.sort_unstable();
    let days = all.chunk_by(|a, b| a.0 == b.0);
    days.map(|day| Cases {
        on: day[0].0,
        held: day.iter().map(|(_, worker, held)| (*worker, *held)).collect(),
    })
    .collect()
}

fn people(records: &Records, workers: &Index) -> Vec<Person> {
    if records.identities.is_empty() && records.equality.is_empty() {
        return Vec::new();
    }
    let mut people = vec![Person::default(); workers.len()];
    for identity in records.identities.values() {
        if let Some(worker) = workers.find(identity.worker.as_str()) {
            people[worker as usize].born = identity.birth_date;
        }
    }
    for equality in records.equality.values() {
        if let Some(worker) = workers.find(equality.worker.as_str()) {
            let person = &mut people[worker as usize];
            person.sex = equality.sex;
            person.ethnicity = equality.ethnicity;
        }
    }
    people
}
