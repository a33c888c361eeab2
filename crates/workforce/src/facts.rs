//! What is true, one fact at a time: who worked where and when, who was employed, which posts stood on a day.
//!
//! This is what measures count. It decides nothing about what is in or out of a figure; it only reads the indexes of
//! [`Workforce`], so that nobody else needs to know how a spell ends an occupancy or a transfer moves a post.

mod posts;
mod source;

pub use posts::PostOnDay;
pub use source::Source;

use crate::lines::{Cases, Person, Sick, SickNote, WorkLine};
use crate::period::{Date, Ends, Period, sortable};
use crate::position::AskError;
use crate::quantity::{Days, Fte};
use crate::records::{
    Basis, CensusRole, CoverReason, Destination, Ethnicity, LeavingReason, OccupancyKey, Origin, PostKey,
    ServiceSide, Sex, SpellKey, UnitKind,
};
use crate::workforce::{PostLine, Stay, Workforce};

/// A worker's number within one [`Workforce`]; means nothing in another.
pub type WorkerNumber = u32;
/// A unit's number within one [`Workforce`].
pub type UnitNumber = u32;
/// A role's number within one [`Workforce`].
pub type RoleNumber = u32;

/// Where something is on a day: the team and role, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Where {
    /// The team.
    pub team: Option<UnitNumber>,
    /// The role.
    pub role: Option<RoleNumber>,
}

/// One occupancy: a worker at work, in a post or without one.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    line: &'a WorkLine,
    workforce: &'a Workforce,
}

impl std::fmt::Debug for Work<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.line.fmt(f)
    }
}

impl<'a> Work<'a> {
    #[inline]
    fn post_line(self) -> Option<&'a PostLine> {
        self.line.post.map(|post| &self.workforce.posts[post as usize])
    }

    #[inline]
    fn stay(self) -> &'a Stay {
        let stays = self.post_line().map_or(&self.workforce.loose, |post| &post.stays);
        &stays[self.line.stay as usize]
    }

    /// The occupancy's key.
    pub fn occupancy(self) -> &'a OccupancyKey {
        &self.stay().key
    }

    /// The post, where there is one.
    pub fn post(self) -> Option<&'a PostKey> {
        self.post_line().map(|post| &post.key)
    }

    /// The worker.
    #[inline]
    pub fn worker(self) -> WorkerNumber {
        self.line.worker
    }

    /// FTE worked.
    #[inline]
    pub fn fte(self) -> Fte {
        self.line.fte
    }

    /// Its dates, ended by the end of the worker's spell.
    #[inline]
    pub fn period(self) -> Period {
        self.line.period
    }

    /// Whether a day is one of its dates.
    #[inline]
    pub fn holds(self, day: Date) -> bool {
        self.line.ends.holds(sortable(day))
    }

    /// On what footing.
    #[inline]
    pub fn basis(self) -> Basis {
        self.line.basis
    }

    /// What it stands in for.
    #[inline]
    pub fn cover(self) -> Option<CoverReason> {
        self.line.cover
    }

    /// The team and role on a day: the post's then, or what it last was or first will be; the occupancy's own without a
    /// post.
    #[inline]
    pub fn on(self, day: Date) -> Where {
        let terms = self.post_line().filter(|_| self.line.moves).and_then(|post| post.terms.near(day));
        terms.map_or(self.line.place, |terms| Where { team: Some(terms.team), role: Some(terms.role) })
    }
}

/// One spell of employment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employment {
    /// The spell's key.
    pub spell: SpellKey,
    /// The worker.
    pub worker: WorkerNumber,
    /// From the first day up to the leaving date.
    pub period: Period,
    /// Where the worker came from.
    pub origin: Option<Origin>,
    /// Why the worker left.
    pub reason: Option<LeavingReason>,
    /// Where the worker went.
    pub destination: Option<Destination>,
}

/// What a role is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleFacts {
    /// Whether a holder must be a registered social worker.
    pub qualified: bool,
    /// Whether it is in scope of the children's social work workforce census.
    pub census: bool,
    /// The census role.
    pub census_role: Option<CensusRole>,
    /// Place on the ladder; lower comes first.
    pub rank: u32,
}

/// One sickness absence of a worker whom the record knows.
#[derive(Debug, Clone, Copy)]
pub struct Sickness<'a> {
    sick: &'a Sick,
    note: &'a SickNote,
}

impl<'a> Sickness<'a> {
    /// The absence's key.
    pub fn absence(self) -> &'a str {
        &self.note.absence
    }

    /// The worker.
    #[inline]
    pub fn worker(self) -> WorkerNumber {
        self.sick.worker
    }

    /// Its dates.
    #[inline]
    pub fn period(self) -> Period {
        self.sick.period
    }

    /// Working days lost, as the council counts them.
    #[inline]
    pub fn days_lost(self) -> Option<Days> {
        self.sick.days_lost
    }

    /// Days of the week worked, Monday first.
    pub fn work_pattern(self) -> Option<&'a str> {
        self.note.work_pattern.as_deref()
    }
}

impl Workforce {
    /// Every occupancy in the record, whenever it was: by worker, then first day, then key.
    pub fn works(&self) -> impl ExactSizeIterator<Item = Work<'_>> {
        self.lines.works.iter().map(|line| Work { line, workforce: self })
    }

    /// The occupancies that a day is one of the dates of, in the same order.
    pub fn works_on(&self, day: Date) -> impl Iterator<Item = Work<'_>> {
        let day = sortable(day);
        self.works_where(move |ends| ends.holds(day))
    }

    /// The occupancies that began in a period, in the same order.
    pub fn works_begun(&self, period: Period) -> impl Iterator<Item = Work<'_>> {
        let within = Ends::of(period);
        self.works_where(move |ends| within.holds(ends.from))
    }

    fn works_where(&self, takes: impl Fn(Ends) -> bool) -> impl Iterator<Item = Work<'_>> {
        let ends = self.lines.work_ends.iter().enumerate().filter(move |(_, ends)| takes(**ends));
        ends.map(|(at, _)| Work { line: &self.lines.works[at], workforce: self })
    }

    /// The occupancies of one worker, in the same order.
    #[inline]
    pub fn works_of(&self, worker: WorkerNumber) -> impl ExactSizeIterator<Item = Work<'_>> + Clone {
        let lines = &self.lines.works[self.lines.works_of.range(worker)];
        lines.iter().map(|line| Work { line, workforce: self })
    }

    /// Every spell of employment, by worker and first day.
    pub fn employments(&self) -> &[Employment] {
        &self.employments
    }

    /// The spells of one worker, by first day.
    pub fn employments_of(&self, worker: WorkerNumber) -> &[Employment] {
        &self.employments[self.lines.spells_of.range(worker)]
    }

    /// The first of a worker's spells that a day is in, by its place among all spells.
    #[inline]
    pub fn spell_on(&self, worker: WorkerNumber, day: Date) -> Option<usize> {
        let day = sortable(day);
        self.lines.spells_of.range(worker).find(|&at| self.lines.spells[at].holds(day))
    }

    /// The spells that began in a period, each with its place among all spells.
    pub fn spells_begun(&self, period: Period) -> impl Iterator<Item = (usize, &Employment)> {
        let within = Ends::of(period);
        self.spells_where(move |ends| within.holds(ends.from))
    }

    /// The spells that ended in a period, each with its place among all spells.
    pub fn spells_ended(&self, period: Period) -> impl Iterator<Item = (usize, &Employment)> {
        let within = Ends::of(period);
        self.spells_where(move |ends| within.holds(ends.to))
    }

    fn spells_where(&self, takes: impl Fn(Ends) -> bool) -> impl Iterator<Item = (usize, &Employment)> {
        let ends = self.lines.spells.iter().enumerate();
        ends.filter(move |(_, ends)| takes(**ends)).map(|(at, _)| (at, &self.employments[at]))
    }

    /// Sickness with a day in a period, by first day and key.
    pub fn sickness_in(&self, period: Period) -> impl Iterator<Item = Sickness<'_>> {
        let places = self.lines.sickness_in(Ends::of(period));
        places.map(|at| Sickness { sick: &self.lines.sickness[at], note: &self.lines.sick_notes[at] })
    }

    /// The cases counted last, on a day or on an earlier one that is not before another: the day of the count, and each
    /// worker's cases by worker.
    pub fn cases_counted(&self, earliest: Date, latest: Date) -> Option<(Date, &[(WorkerNumber, u32)])> {
        let counts = &self.lines.cases;
        let at = counts.partition_point(|Cases { on, .. }| *on <= latest).checked_sub(1)?;
        (counts[at].on >= earliest).then(|| (counts[at].on, counts[at].held.as_slice()))
    }

    /// A worker's date of birth.
    #[inline]
    pub fn born(&self, worker: WorkerNumber) -> Option<Date> {
        self.person(worker).and_then(|person| person.born)
    }

    /// A worker's sex.
    pub fn sex(&self, worker: WorkerNumber) -> Option<Sex> {
        self.person(worker).and_then(|person| person.sex)
    }

    /// A worker's ethnicity.
    #[inline]
    pub fn ethnicity(&self, worker: WorkerNumber) -> Option<Ethnicity> {
        self.person(worker).and_then(|person| person.ethnicity)
    }

    #[inline]
    fn person(&self, worker: WorkerNumber) -> Option<&Person> {
        self.lines.people.get(worker as usize)
    }

    /// A worker's key.
    pub fn worker_key(&self, worker: WorkerNumber) -> &str {
        self.worker_index.key(worker)
    }

    /// The number of a worker's key.
    pub fn worker_number(&self, key: &str) -> Option<WorkerNumber> {
        self.worker_index.find(key)
    }

    /// A unit's key.
    pub fn unit_key(&self, unit: UnitNumber) -> &str {
        self.unit_index.key(unit)
    }

    /// A unit's name on a day.
    pub fn name_of_unit(&self, unit: UnitNumber, day: Date) -> &str {
        self.unit_name(unit, day)
    }

    /// What a unit is on a day; `None` for one that the record only refers to.
    pub fn kind_of_unit(&self, unit: UnitNumber, day: Date) -> Option<UnitKind> {
        self.units[unit as usize].near(day).map(|terms| terms.kind)
    }

    /// The unit with a key or, on the day, a name.
    pub fn unit_named(&self, name: &str, day: Date) -> Result<UnitNumber, AskError> {
        self.find_unit(name, day)
    }

    /// The service that a unit belongs to on a day.
    pub fn service_on(&self, unit: UnitNumber, day: Date) -> Option<UnitNumber> {
        self.service_of(unit, day)
    }

    /// Whom a unit serves on a day: what it says itself, or else the nearest unit above it that says so.
    pub fn side_of(&self, unit: UnitNumber, day: Date) -> Option<ServiceSide> {
        self.upwards(unit, day).find_map(|unit| self.units[unit as usize].near(day)?.side)
    }

    /// A unit and everything above it on a day, from the unit up. One that lies above itself comes again and again.
    pub fn above(&self, unit: UnitNumber, day: Date) -> impl Iterator<Item = UnitNumber> {
        self.upwards(unit, day)
    }

    /// Whether a unit is another or lies below it on a day.
    pub fn lies_in(&self, unit: UnitNumber, above: UnitNumber, day: Date) -> bool {
        self.upwards(unit, day).any(|unit| unit == above)
    }

    /// The numbers of all units, also of those that the record only refers to.
    pub fn unit_numbers(&self) -> impl Iterator<Item = UnitNumber> + use<> {
        0..UnitNumber::try_from(self.units.len()).unwrap_or(UnitNumber::MAX)
    }

    /// Whether a unit exists on a day.
    pub fn unit_exists(&self, unit: UnitNumber, day: Date) -> bool {
        self.units[unit as usize].on(day).is_some()
    }

    /// The units above a unit on a day, the nearest first.
    pub fn units_above(&self, unit: UnitNumber, day: Date) -> Vec<UnitNumber> {
        self.upwards(unit, day).skip(1).collect()
    }

    /// How many units there are: their numbers run from 0.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }

    /// How many roles there are: their numbers run from 0.
    pub fn role_count(&self) -> usize {
        self.roles.len()
    }

    /// A role's key.
    pub fn role_key(&self, role: RoleNumber) -> &str {
        self.role_index.key(role)
    }

    /// The number of a role's key.
    pub fn role_number(&self, key: &str) -> Option<RoleNumber> {
        self.role_index.find(key)
    }

    /// A role's title on a day.
    pub fn title_of_role(&self, role: RoleNumber, day: Date) -> &str {
        self.role_title(role, day)
    }

    /// What a role is on a day; `None` for one that the record does not hold.
    #[inline]
    pub fn role_on(&self, role: RoleNumber, day: Date) -> Option<RoleFacts> {
        self.roles[role as usize].near(day).map(|terms| terms.facts)
    }
}
