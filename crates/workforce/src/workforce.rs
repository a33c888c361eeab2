//! `Workforce`: the records of one council, indexed and ready to ask.
//!
//! Records fold by key; questions need them by post, by worker and by date. This module builds those indexes once. It
//! answers nothing itself: positions, comparisons, projections and checks read from it.
//!
//! A reference to a record that does not exist (an orphan) still gets a place in the index, so that no question can fail
//! on it; `check` reports it.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::cell::Key;
use crate::facts::{Employment, RoleFacts, Where};
use crate::lines::Lines;
use crate::period::{Date, Period, earlier};
use crate::quantity::Fte;
use crate::record::Kind;
use crate::records::{
    Absence, AbsenceKind, Baseline, Basis, CoverReason, Occupancy, OccupancyKey, Post, PostKey, Records,
    Role, ServiceSide, Spell, Transfer, Unit, UnitKind,
};

/// How many days of sickness make a holder count as away from the post.
pub const LONG_SICKNESS_DAYS: i64 = 28;

/// Keys of one kind, each with a small number.
#[derive(Debug, Default)]
pub(crate) struct Index {
    numbers: FxHashMap<CompactString, u32>,
    keys: Vec<CompactString>,
}

impl Index {
    fn number(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number =
            u32::try_from(self.keys.len()).expect("a council has fewer than four thousand million keys");
        self.keys.push(key.into());
        self.numbers.insert(key.into(), number);
        number
    }

    /// The number of a key, if it is known.
    pub(crate) fn find(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// The key with a number.
    pub(crate) fn key(&self, number: u32) -> &CompactString {
        &self.keys[number as usize]
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// What something is over time: each step holds from its day until the next step or its own end.
#[derive(Debug, Clone)]
pub(crate) struct Timeline<T> {
    pub(crate) steps: Vec<(Period, T)>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<T> Timeline<T> {
    /// From dated rows in any order; a later row takes over from its own first day.
    fn new(mut rows: Vec<(Period, T)>) -> Self {
        rows.sort_by_key(|(period, _)| period.from);
        for at in 1..rows.len() {
            let next = rows[at].0.from;
            rows[at - 1].0.to = earlier(rows[at - 1].0.to, Some(next));
        }
        Self { steps: rows }
    }

    /// What it is on a day.
    pub(crate) fn on(&self, day: Date) -> Option<&T> {
        self.steps.iter().find(|(period, _)| period.holds(day)).map(|(_, terms)| terms)
    }

    /// What it is on a day, or what it last was before, or what it first will be.
    #[inline]
    pub(crate) fn near(&self, day: Date) -> Option<&T> {
        if let [(_, terms)] = self.steps.as_slice() {
            return Some(terms);
        }
        let last = self.steps.iter().rfind(|(period, _)| period.from <= day);
        last.or(self.steps.first()).map(|(_, terms)| terms)
    }
}

/// What a unit is.
#[derive(Debug, Clone)]
pub(crate) struct UnitTerms {
    pub(crate) name: CompactString,
    pub(crate) kind: UnitKind,
    pub(crate) parent: Option<u32>,
    pub(crate) side: Option<ServiceSide>,
}

/// What a role is.
#[derive(Debug, Clone)]
pub(crate) struct RoleTerms {
    pub(crate) title: CompactString,
    pub(crate) facts: RoleFacts,
}

/// What a post is.
#[derive(Debug, Clone)]
pub(crate) struct PostTerms {
    /// The first day of the record's row; a transfer does not make a new row.
    pub(crate) row: Date,
    pub(crate) role: u32,
    pub(crate) team: u32,
    pub(crate) fte: Fte,
    pub(crate) funding_to: Option<Date>,
    /// Numbers of the baselines that it is confined to; empty means all.
    pub(crate) baselines: Vec<u32>,
}

impl PostTerms {
    /// Its team and role.
    pub(crate) fn place(&self) -> Where {
        Where { team: Some(self.team), role: Some(self.role) }
    }

    /// The FTE that the money covers on a day.
    pub(crate) fn funded_on(&self, day: Date) -> Fte {
        if self.funding_to.is_some_and(|end| end <= day) { Fte::ZERO } else { self.fte }
    }
}

/// A worker in a post, as questions need it.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) key: OccupancyKey,
    pub(crate) worker: u32,
    pub(crate) fte: Fte,
    /// Its own dates, ended by the end of the spell.
    pub(crate) period: Period,
    pub(crate) expected_end: Option<Date>,
    pub(crate) basis: Basis,
    pub(crate) cover: Option<CoverReason>,
    pub(crate) team: Option<u32>,
    pub(crate) role: Option<u32>,
}

/// A post and everyone who was ever in it.
#[derive(Debug)]
pub(crate) struct PostLine {
    pub(crate) key: PostKey,
    pub(crate) terms: Timeline<PostTerms>,
    /// In order of first day, then key.
    pub(crate) stays: Vec<Stay>,
}

/// A worker away for long enough to be missed from the post.
#[derive(Debug, Clone)]
pub(crate) struct Away {
    pub(crate) period: Period,
    pub(crate) expected_return: Option<Date>,
    pub(crate) kind: AbsenceKind,
}

/// The records of one council, indexed: everything true and known as of the change they were folded to.
#[derive(Debug)]
pub struct Workforce {
    records: Records,
    pub(crate) unit_index: Index,
    pub(crate) units: Vec<Timeline<UnitTerms>>,
    pub(crate) role_index: Index,
    pub(crate) roles: Vec<Timeline<RoleTerms>>,
    pub(crate) baseline_index: Index,
    pub(crate) baselines: Vec<Baseline>,
    pub(crate) worker_index: Index,
    pub(crate) away: FxHashMap<u32, Vec<Away>>,
    pub(crate) posts: Vec<PostLine>,
    /// Stays without a post, or in a post that is not in the record.
    pub(crate) loose: Vec<Stay>,
    /// By worker and first day.
    pub(crate) employments: Vec<Employment>,
    /// Workers who act up, with the dates: their own post lacks them meanwhile.
    pub(crate) acting: FxHashMap<u32, Vec<Period>>,
    /// What is counted, in the order in which it is.
    pub(crate) lines: Lines,
}

impl Workforce {
    /// Indexes the records.
    pub fn new(records: Records) -> Self {
        let mut unit_index = Index::default();
        let mut role_index = Index::default();
        let mut baseline_index = Index::default();
        let mut worker_index = Index::default();
        let baselines = sorted(&records.baselines, |a, b| (a.from, &a.baseline).cmp(&(b.from, &b.baseline)));
        for baseline in &baselines {
            baseline_index.number(baseline.baseline.as_str());
        }
        let units = unit_timelines(&records, &mut unit_index);
        let roles = role_timelines(&records, &mut role_index);
        let mut names = Names {
            units: &mut unit_index,
            roles: &mut role_index,
            baselines: &mut baseline_index,
            workers: &mut worker_index,
        };
        let (post_index, mut posts) = post_lines(&records, &mut names);
        let (loose, acting) = place_stays(&records, &post_index, &mut posts, &mut names);
        let employments = employments(&records, &worker_index);
        let absences =
            sorted(&records.absences, |a: &Absence, b| (a.from, &a.absence).cmp(&(b.from, &b.absence)));
        let away = away_by_worker(&absences, &worker_index);
        let mut lines = Lines::new(&records, &worker_index, &employments);
        lines.take_works(worker_index.len(), &posts, &loose);
        lines.take_sickness(&absences, &worker_index);
        let baselines = baselines.into_iter().cloned().collect();
        let mut workforce = Self {
            records,
            unit_index,
            units,
            role_index,
            roles,
            baseline_index,
            baselines,
            worker_index,
            away,
            posts,
            loose,
            employments,
            acting,
            lines,
        };
        // Orphan references were numbered after the timelines were made.
        workforce.units.resize_with(workforce.unit_index.len(), Timeline::default);
        workforce.roles.resize_with(workforce.role_index.len(), Timeline::default);
        workforce
    }

    /// The records that it was built from.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Gives the records back, to fold further changes into.
    pub fn into_records(self) -> Records {
        self.records
    }

    /// How many workers it knows of.
    pub fn worker_count(&self) -> usize {
        self.worker_index.len()
    }

    /// Whether a worker is away from work for long enough to be missed from the post on a day.
    pub(crate) fn is_away(&self, worker: u32, day: Date) -> bool {
        self.away.get(&worker).is_some_and(|absences| absences.iter().any(|away| away.period.holds(day)))
    }

    /// Whether a worker acts up on a day.
    pub(crate) fn is_acting(&self, worker: u32, day: Date) -> bool {
        self.acting.get(&worker).is_some_and(|periods| periods.iter().any(|period| period.holds(day)))
    }

    /// The nearest service at or above a unit on a day.
    pub(crate) fn service_of(&self, unit: u32, day: Date) -> Option<u32> {
        self.upwards(unit, day).find(|&above| {
            self.units[above as usize].near(day).is_some_and(|terms| terms.kind == UnitKind::Service)
        })
    }

    /// A unit and everything above it on a day. A tree that loops is cut at the depth of any real one.
    pub(crate) fn upwards(&self, unit: u32, day: Date) -> impl Iterator<Item = u32> + '_ {
        let parent = move |&unit: &u32| self.units[unit as usize].near(day).and_then(|terms| terms.parent);
        std::iter::successors(Some(unit), parent).take(16)
    }

    /// A unit's name on a day, or its key.
    pub(crate) fn unit_name(&self, unit: u32, day: Date) -> &str {
        self.units[unit as usize].near(day).map_or(self.unit_index.key(unit), |terms| &terms.name)
    }

    /// A role's title on a day, or its key.
    pub(crate) fn role_title(&self, role: u32, day: Date) -> &str {
        self.roles[role as usize].near(day).map_or(self.role_index.key(role), |terms| &terms.title)
    }
}

/// The four indexes that posts and stays are numbered by.
struct Names<'a> {
    units: &'a mut Index,
    roles: &'a mut Index,
    baselines: &'a mut Index,
    workers: &'a mut Index,
}

/// The records of one kind in a stated order: maps have none of their own.
fn sorted<T: Kind>(
    records: &FxHashMap<CompactString, T>,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) -> Vec<&T> {
    let mut all: Vec<&T> = records.values().collect();
    all.sort_unstable_by(|a, b| order(a, b));
    all
}

fn unit_timelines(records: &Records, index: &mut Index) -> Vec<Timeline<UnitTerms>> {
    let mut rows: Vec<Vec<(Period, UnitTerms)>> = Vec::new();
    for unit in sorted(&records.units, |a: &Unit, b| (&a.unit, a.from).cmp(&(&b.unit, b.from))) {
        let number = index.number(unit.unit.as_str()) as usize;
        let parent = unit.parent.as_ref().map(|parent| index.number(parent.as_str()));
        rows.resize_with(index.len(), Vec::new);
        let terms = UnitTerms { name: unit.name.clone(), kind: unit.kind, parent, side: unit.side };
        rows[number].push((Period::new(unit.from, unit.to), terms));
    }
    rows.into_iter().map(Timeline::new).collect()
}

fn role_timelines(records: &Records, index: &mut Index) -> Vec<Timeline<RoleTerms>> {
    let mut rows: Vec<Vec<(Period, RoleTerms)>> = Vec::new();
    for role in sorted(&records.roles, |a: &Role, b| (&a.role, a.from).cmp(&(&b.role, b.from))) {
        let number = index.number(role.role.as_str()) as usize;
        rows.resize_with(index.len(), Vec::new);
        let facts = RoleFacts {
            qualified: role.qualified,
            census: role.census.0,
            census_role: role.census_role,
            rank: role.rank.unwrap_or(u32::MAX),
        };
        let terms = RoleTerms { title: role.title.clone(), facts };
        rows[number].push((Period::new(role.from, role.to), terms));
    }
    rows.into_iter().map(Timeline::new).collect()
}

fn post_lines(records: &Records, names: &mut Names<'_>) -> (Index, Vec<PostLine>) {
    let mut index = Index::default();
    let mut rows: Vec<Vec<(Period, PostTerms)>> = Vec::new();
    for post in sorted(&records.posts, |a: &Post, b| (&a.post, a.from).cmp(&(&b.post, b.from))) {
        let number = index.number(post.post.as_str()) as usize;
        rows.resize_with(index.len(), Vec::new);
        let terms = PostTerms {
            row: post.from,
            role: names.roles.number(post.role.as_str()),
            team: names.units.number(post.team.as_str()),
            fte: post.fte,
            funding_to: post.funding_to,
            baselines: post.baselines.iter().map(|key| names.baselines.number(key.as_str())).collect(),
        };
        rows[number].push((Period::new(post.from, post.to), terms));
    }
    let mut lines: Vec<PostLine> = rows
        .into_iter()
        .enumerate()
        .map(|(number, rows)| PostLine {
            key: Key::new(index.keys[number].clone()),
            terms: Timeline::new(rows),
            stays: Vec::new(),
        })
        .collect();
    apply_transfers(records, &index, &mut lines, names);
    (index, lines)
}

/// Moves posts between teams and titles: from the day of the transfer, the post's terms are the old ones in the new place.
fn apply_transfers(records: &Records, index: &Index, lines: &mut [PostLine], names: &mut Names<'_>) {
    let by_day = |a: &Transfer, b: &Transfer| (a.on, &a.transfer, &a.post).cmp(&(b.on, &b.transfer, &b.post));
    for transfer in sorted(&records.transfers, by_day) {
        let team = transfer.to_team.as_ref().map(|team| names.units.number(team.as_str()));
        let role = transfer.to_role.as_ref().map(|role| names.roles.number(role.as_str()));
        let Some(post) = index.find(transfer.post.as_str()) else {
            continue;
        };
        let steps = &mut lines[post as usize].terms.steps;
        let Some(at) = steps.iter().position(|(period, _)| period.holds(transfer.on)) else {
            continue;
        };
        let (period, mut terms) = steps[at].clone();
        terms.team = team.unwrap_or(terms.team);
        terms.role = role.unwrap_or(terms.role);
        if period.from == transfer.on {
            steps[at].1 = terms;
        } else {
            steps[at].0.to = Some(transfer.on);
            steps.insert(at + 1, (Period::new(transfer.on, period.to), terms));
        }
    }
}

/// The spells, by worker and first day. Every worker of a spell is in the record, or was numbered here as an orphan.
fn employments(records: &Records, workers: &Index) -> Vec<Employment> {
    let line = |spell: &Spell| {
        let worker = workers.find(spell.worker.as_str())?;
        Some(Employment {
            spell: spell.spell.clone(),
            worker,
            period: Period::new(spell.started, spell.left),
            origin: spell.origin,
            reason: spell.reason,
            destination: spell.destination,
        })
    };
    let mut all: Vec<Employment> = records.spells.values().filter_map(line).collect();
    all.sort_unstable_by(|a, b| {
        (a.worker, a.period.from, &a.spell).cmp(&(b.worker, b.period.from, &b.spell))
    });
    all
}

type Acting = FxHashMap<u32, Vec<Period>>;

/// Puts every occupancy into its post, or among the loose ones.
fn place_stays(
    records: &Records,
    post_index: &Index,
    posts: &mut [PostLine],
    names: &mut Names<'_>,
) -> (Vec<Stay>, Acting) {
    let mut spells: FxHashMap<&str, Vec<&Spell>> = FxHashMap::default();
    for spell in sorted(&records.spells, |a: &Spell, b| (a.started, &a.spell).cmp(&(b.started, &b.spell))) {
        spells.entry(spell.worker.as_str()).or_default().push(spell);
    }
    let mut loose = Vec::new();
    let mut acting = Acting::default();
    let by_day = |a: &Occupancy, b: &Occupancy| (a.from, &a.occupancy).cmp(&(b.from, &b.occupancy));
    for occupancy in sorted(&records.occupancies, by_day) {
        let spell_end = match occupancy.basis {
            Basis::Agency => None,
            _ => spells
                .get(occupancy.worker.as_str())
                .and_then(|spells| {
                    spells.iter().find(|s| Period::new(s.started, s.left).holds(occupancy.from))
                })
                .and_then(|spell| spell.left),
        };
        let stay = Stay {
            key: occupancy.occupancy.clone(),
            worker: names.workers.number(occupancy.worker.as_str()),
            fte: occupancy.fte,
            period: Period::new(occupancy.from, earlier(occupancy.to, spell_end)),
            expected_end: occupancy.expected_end,
            basis: occupancy.basis,
            cover: occupancy.cover,
            team: occupancy.team.as_ref().map(|team| names.units.number(team.as_str())),
            role: occupancy.role.as_ref().map(|role| names.roles.number(role.as_str())),
        };
        if stay.basis == Basis::ActingUp {
            acting.entry(stay.worker).or_default().push(stay.period);
        }
        match occupancy.post.as_ref().and_then(|post| post_index.find(post.as_str())) {
            Some(post) => posts[post as usize].stays.push(stay),
            None => loose.push(stay),
        }
    }
    for worker in records.workers.values() {
        names.workers.number(worker.worker.as_str());
    }
    for spell in records.spells.values() {
        names.workers.number(spell.worker.as_str());
    }
    (loose, acting)
}

/// The absences that take a holder out of the post, by worker. Sickness counts from the end of its fourth week.
fn away_by_worker(absences: &[&Absence], workers: &Index) -> FxHashMap<u32, Vec<Away>> {
    let mut away: FxHashMap<u32, Vec<Away>> = FxHashMap::default();
    for absence in absences {
        let from = match absence.kind {
            AbsenceKind::Maternity
            | AbsenceKind::SecondmentOut
            | AbsenceKind::CareerBreak
            | AbsenceKind::Suspension => Some(absence.from),
            AbsenceKind::Sickness => {
                absence.from.checked_add(jiff::Span::new().days(LONG_SICKNESS_DAYS)).ok()
            }
            AbsenceKind::Study
            | AbsenceKind::PublicDuties
            | AbsenceKind::OtherPaid
            | AbsenceKind::Unpaid
            | AbsenceKind::Unauthorised => None,
        };
        let Some(from) = from else { continue };
        let period = Period::new(from, absence.to);
        if period.is_empty() {
            continue;
        }
        if let Some(worker) = workers.find(absence.worker.as_str()) {
            let line = Away { period, expected_return: absence.expected_return, kind: absence.kind };
            away.entry(worker).or_default().push(line);
        }
    }
    away
}
