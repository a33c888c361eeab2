//! The ground that measures stand on: the facts of one council as known at one change, sorted for counting.

use std::collections::BTreeMap;

use workforce::facts::{Employment, RoleNumber, Where, Work, WorkerNumber};
use workforce::position::{Ask, AskError, By};
use workforce::records::{Absence, AbsenceKind, Basis, Caseload, CensusRole, CoverReason};
use workforce::{Date, Workforce};

use crate::part::Contribution;

/// What a council has agreed about workload, for the measures that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// The most cases that a worker should hold.
    pub case_limit: u32,
}

impl Default for Agreed {
    /// 25 cases: the target that Cheshire East's update of May 2017 names.
    fn default() -> Self {
        Self { case_limit: 25 }
    }
}

/// The facts, ready to count.
pub struct Ground<'a> {
    pub(crate) workforce: &'a Workforce,
    /// By worker, then first day, then key.
    pub(crate) works: Vec<Work<'a>>,
    pub(crate) sickness: Vec<(&'a Absence, WorkerNumber)>,
    /// By day, then worker.
    pub(crate) caseloads: BTreeMap<Date, Vec<(WorkerNumber, &'a Caseload)>>,
    pub(crate) has_absences: bool,
    /// No role is marked as in census scope, so all qualified ones are taken.
    pub(crate) scope_is_guessed: bool,
    pub(crate) agreed: Agreed,
    /// The last day that the record can speak of: cohorts whose time has not come by then have no retention yet.
    pub(crate) known_on: Date,
}

impl<'a> Ground<'a> {
    /// Sorts the facts of a council. `known_on` is the day on which the record was as it is.
    pub fn new(workforce: &'a Workforce, known_on: Date, agreed: Agreed) -> Self {
        let mut works: Vec<Work<'a>> = workforce.works().collect();
        works.sort_by(|a, b| {
            (a.worker(), a.period().from, a.occupancy()).cmp(&(b.worker(), b.period().from, b.occupancy()))
        });
        let records = workforce.records();
        let number = |key: &str| workforce.worker_number(key);
        let mut sickness: Vec<_> = records
            .absences
            .values()
            .filter(|absence| absence.kind == AbsenceKind::Sickness)
            .filter_map(|absence| Some((absence, number(absence.worker.as_str())?)))
            .collect();
        sickness.sort_by(|(a, _), (b, _)| (a.from, &a.absence).cmp(&(b.from, &b.absence)));
        let mut caseloads: BTreeMap<Date, Vec<(WorkerNumber, &'a Caseload)>> = BTreeMap::new();
        for caseload in records.caseloads.values() {
            if let Some(worker) = number(caseload.worker.as_str()) {
                caseloads.entry(caseload.on).or_default().push((worker, caseload));
            }
        }
        for day in caseloads.values_mut() {
            day.sort_unstable_by_key(|(worker, _)| *worker);
        }
        Self {
            workforce,
            works,
            sickness,
            caseloads,
            has_absences: !records.absences.is_empty(),
            scope_is_guessed: !records.roles.values().any(|role| role.census.0),
            agreed,
            known_on,
        }
    }

    /// The record that it stands on.
    pub fn workforce(&self) -> &'a Workforce {
        self.workforce
    }

    /// Whether a role counts as children's social work: in census scope or, where no role is marked so, qualified.
    pub fn in_scope(&self, role: Option<RoleNumber>, day: Date) -> bool {
        let facts = role.and_then(|role| self.workforce.role_on(role, day));
        facts.is_some_and(|facts| if self.scope_is_guessed { facts.qualified } else { facts.census })
    }

    /// The census role on a day.
    pub(crate) fn census_role(&self, place: Where, day: Date) -> Option<CensusRole> {
        place.role.and_then(|role| self.workforce.role_on(role, day)).and_then(|facts| facts.census_role)
    }

    /// Who is kept when one person has several posts: census role 1 (senior manager) first, then the ladder.
    pub fn seniority(&self, place: Where, day: Date) -> u32 {
        let facts = place.role.and_then(|role| self.workforce.role_on(role, day));
        facts.map_or(u32::MAX, |facts| {
            let census = facts.census_role.map_or(9, |role| role as u32);
            census * 10_000 + facts.rank.min(9_999)
        })
    }

    /// A worker's occupancies.
    pub fn works_of(&self, worker: WorkerNumber) -> &[Work<'a>] {
        let from = self.works.partition_point(|work| work.worker() < worker);
        let to = self.works.partition_point(|work| work.worker() <= worker);
        &self.works[from..to]
    }

    /// Whether an occupancy counts as employment by the council on a day. Agency workers and people on loan are employed
    /// by others; whoever acts up is counted in the post that they hold.
    pub fn is_employed(&self, work: &Work<'a>, day: Date) -> bool {
        if !work.period().holds(day) {
            return false;
        }
        match work.basis() {
            Basis::Agency | Basis::SecondmentIn => false,
            Basis::ActingUp => {
                let holds = |other: &Work<'_>| other.basis().holds() && other.period().holds(day);
                !self.works_of(work.worker()).iter().any(holds)
            }
            _ => true,
        }
    }

    /// Occupancies of the census population that are employment on a day, each with its place.
    pub fn employed_on(&self, day: Date) -> impl Iterator<Item = (&Work<'a>, Where)> {
        self.works.iter().filter(move |work| self.is_employed(work, day)).filter_map(move |work| {
            let place = work.on(day);
            self.in_scope(place.role, day).then_some((work, place))
        })
    }

    /// Agency workers of the census population on a day.
    pub fn agency_on(&self, day: Date) -> impl Iterator<Item = (&Work<'a>, Where)> {
        let present = move |work: &&Work<'a>| work.basis() == Basis::Agency && work.period().holds(day);
        self.works.iter().filter(present).filter_map(move |work| {
            let place = work.on(day);
            self.in_scope(place.role, day).then_some((work, place))
        })
    }

    /// Where a worker of the census population was employed on a day: the most senior occupancy.
    pub(crate) fn place_of(&self, worker: WorkerNumber, day: Date) -> Option<(Work<'a>, Where)> {
        let here = self.works_of(worker).iter().filter(|work| self.is_employed(work, day));
        let placed =
            here.map(|work| (*work, work.on(day))).filter(|(_, place)| self.in_scope(place.role, day));
        placed.min_by_key(|(_, place)| self.seniority(*place, day))
    }

    /// The spell that a worker was in on a day, with its place among all spells.
    pub fn spell_on(&self, worker: WorkerNumber, day: Date) -> Option<(usize, &'a Employment)> {
        let all = self.workforce.employments();
        let from = all.partition_point(|spell| spell.worker < worker);
        let spells = all[from..].iter().take_while(|spell| spell.worker == worker).enumerate();
        spells.filter(|(_, spell)| spell.period.holds(day)).map(|(at, spell)| (from + at, spell)).next()
    }

    /// The spell that a contribution counts with.
    pub(crate) fn spell_of(&self, one: &Contribution) -> Option<&'a Employment> {
        one.spell.map(|at| &self.workforce.employments()[at])
    }

    /// The posts of the question with their vacancies on a day.
    pub(crate) fn posts(
        &self,
        baseline: Option<&str>,
        day: Date,
    ) -> Result<Vec<workforce::facts::PostOnDay<'a>>, AskError> {
        let ask = Ask {
            as_at: day,
            baseline: baseline.map(str::to_owned),
            service: None,
            team: None,
            by: By::Role,
        };
        self.workforce.posts_on(&ask)
    }

    /// Whether cover is for nobody's post.
    pub(crate) fn is_beyond(work: &Work<'_>) -> bool {
        matches!(work.cover(), Some(CoverReason::AdditionalWorkload | CoverReason::SkillMix))
            || work.basis() == Basis::Supernumerary
    }

    /// The caseloads counted last, on a day or up to 31 days before.
    pub(crate) fn caseloads_on(&self, day: Date) -> Option<(Date, &[(WorkerNumber, &'a Caseload)])> {
        let earliest = day.checked_sub(jiff::Span::new().days(31)).unwrap_or(Date::MIN);
        let (on, counted) = self.caseloads.range(earliest..=day).next_back()?;
        Some((*on, counted))
    }
}
