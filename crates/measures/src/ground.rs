//! The ground that measures stand on: the facts of one council as known at one change, ready to count.

use workforce::facts::{Employment, PostOnDay, UnitNumber, Where, Work, WorkerNumber};
use workforce::position::{Ask, AskError, By};
use workforce::records::{Basis, CensusRole, CoverReason, Records, ServiceSide};
use workforce::{Date, Workforce};

use crate::counting::Over;
use crate::found::Found;
use crate::part::{Contribution, Part};
use crate::span::Span;

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
    pub(crate) has_absences: bool,
    /// No role is marked as in census scope, so all qualified ones are taken.
    pub(crate) scope_is_guessed: bool,
    /// Some unit serves adults.
    has_adults: bool,
    pub(crate) agreed: Agreed,
    /// The last day that the record can speak of: cohorts whose time has not come by then have no retention yet.
    pub(crate) known_on: Date,
    /// The first day of anything in the record.
    begins: Date,
}

/// What a place makes of whoever works there on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether it counts as children's social work: in census scope or, where no role is marked so, qualified, and not in
    /// a team that serves adults.
    pub in_scope: bool,
    /// The census role.
    pub census_role: Option<CensusRole>,
    /// Who is kept when one person has several posts, lower first: census role 1 (senior manager) first, then the ladder.
    pub seniority: u32,
    /// Place on the ladder; lower comes first.
    pub rank: u32,
}

/// The first day of anything that figures are counted from. An empty record begins with time, so that it counts nobody.
fn begins(records: &Records) -> Date {
    let works = records.occupancies.values().map(|one| one.from);
    let spells = records.spells.values().map(|one| one.started);
    let posts = records.posts.values().map(|one| one.from);
    let totals = records.census_totals.values().map(|one| one.on);
    works.chain(spells).chain(posts).chain(totals).min().unwrap_or(Date::MIN)
}

/// Whoever works in a role that the record does not hold.
const NO_ROLE: Standing =
    Standing { in_scope: false, census_role: None, seniority: u32::MAX, rank: u32::MAX };

impl<'a> Ground<'a> {
    /// Stands on the facts of a council. `known_on` is the day on which the record was as it is.
    pub fn new(workforce: &'a Workforce, known_on: Date, agreed: Agreed) -> Self {
        let records = workforce.records();
        Self {
            workforce,
            has_absences: !records.absences.is_empty(),
            has_adults: records.units.values().any(|unit| unit.side == Some(ServiceSide::Adults)),
            scope_is_guessed: !records.roles.values().any(|role| role.census.0),
            agreed,
            known_on,
            begins: begins(records),
        }
    }

    /// Whether the record says nothing of a span, as it begins later only: nobody was not there, nobody is known.
    pub(crate) fn begins_after(&self, span: Span) -> bool {
        span.to < self.begins
    }

    /// The record that it stands on.
    pub fn workforce(&self) -> &'a Workforce {
        self.workforce
    }

    /// Whether a team serves adults and nobody else: whoever works there is not in the census.
    pub(crate) fn serves_adults(&self, team: Option<UnitNumber>, day: Date) -> bool {
        let side = || self.workforce.side_of(team?, day);
        self.has_adults && side() == Some(ServiceSide::Adults)
    }

    /// What a place makes of whoever works there on a day.
    pub fn standing(&self, place: Where, day: Date) -> Standing {
        let facts = place.role.and_then(|role| self.workforce.role_on(role, day));
        facts.map_or(NO_ROLE, |facts| Standing {
            in_scope: (if self.scope_is_guessed { facts.qualified } else { facts.census })
                && !self.serves_adults(place.team, day),
            census_role: facts.census_role,
            seniority: facts.census_role.map_or(9, |role| role as u32) * 10_000 + facts.rank.min(9_999),
            rank: facts.rank,
        })
    }

    /// Whether an occupancy counts as employment by the council on a day. Agency workers and people on loan are employed
    /// by others; whoever acts up is counted in the post that they hold.
    pub fn is_employed(&self, work: Work<'a>, day: Date) -> bool {
        if !work.holds(day) {
            return false;
        }
        match work.basis() {
            Basis::Agency | Basis::SecondmentIn => false,
            Basis::ActingUp => {
                let holds = |other: Work<'_>| other.basis().holds() && other.holds(day);
                !self.workforce.works_of(work.worker()).any(holds)
            }
            _ => true,
        }
    }

    /// Where a worker was employed on a day, whatever the role, each with its standing.
    pub(crate) fn jobs_of(
        &self,
        worker: WorkerNumber,
        day: Date,
    ) -> impl Iterator<Item = (Work<'a>, Where, Standing)> {
        let works = self.workforce.works_of(worker).filter(move |work| self.is_employed(*work, day));
        works.map(move |work| {
            let place = work.on(day);
            (work, place, self.standing(place, day))
        })
    }

    /// Where a worker of the census population was employed on a day: the most senior occupancy.
    pub(crate) fn place_of(&self, worker: WorkerNumber, day: Date) -> Option<(Where, Standing)> {
        let placed = self.jobs_of(worker, day).filter(|(_, _, standing)| standing.in_scope);
        placed.min_by_key(|(_, _, standing)| standing.seniority).map(|(_, place, standing)| (place, standing))
    }

    /// The spell that a contribution counts with.
    pub(crate) fn spell_of(&self, one: &Contribution<'_>) -> Option<&'a Employment> {
        one.spell.map(|at| &self.workforce.employments()[at])
    }

    /// The posts of the question with their vacancies on a day.
    pub(crate) fn posts(&self, baseline: Option<&str>, day: Date) -> Result<Vec<PostOnDay<'a>>, AskError> {
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
    pub(crate) fn is_beyond(work: Work<'_>) -> bool {
        matches!(work.cover(), Some(CoverReason::AdditionalWorkload | CoverReason::SkillMix))
            || work.basis() == Basis::Supernumerary
    }

    /// What a part is made of, over the whole council: each record with what it contributes. `None` where the record holds
    /// nothing of the kind. Returns are built from this, so that their totals are the figures'.
    pub fn contributions(&self, part: Part, span: Span) -> Result<Option<Vec<Contribution<'a>>>, AskError> {
        let mut all = Vec::new();
        let found = Found::new(self, Over { span, baseline: None });
        let counted = self.count(part, &found, &mut |one| all.push(one))?;
        Ok(counted.is_recorded.then_some(all))
    }

    /// The caseloads counted last, on a day or up to 31 days before: the day, and each worker's cases.
    pub fn cases_on(&self, day: Date) -> Option<(Date, &'a [(WorkerNumber, u32)])> {
        let earliest = day.checked_sub(jiff::Span::new().days(31)).unwrap_or(Date::MIN);
        self.workforce.cases_counted(earliest, day)
    }
}
