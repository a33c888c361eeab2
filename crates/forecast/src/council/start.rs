//! Posts, holders and agency workers on a day, and the dated events that are known to come.

use std::collections::{BTreeMap, BTreeSet};

use measures::ground::Ground;
use workforce::Date;
use workforce::facts::{RoleNumber, UnitNumber, Work, WorkerNumber};
use workforce::position::{Ask, AskError, By};
use workforce::records::{Basis, CoverReason};

use super::newly::{FirstYear, full_from};
use super::{is_long, months_on};
use crate::simulate::world::{Engagement, NEVER, Slot, Start, World};

/// FTE below which a post's remainder is no vacancy, in thousandths.
const CRUMB: u32 = 50;

/// A world, with the council's own numbers of its roles and teams.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// The world.
    pub world: World,
    /// Roles, in the order of the world's.
    pub roles: Vec<RoleNumber>,
    /// Teams, likewise; none where a team is not stated.
    pub teams: Vec<Option<UnitNumber>>,
    /// The day of the start.
    pub day: Date,
}

/// The month at whose end an event shows: the first that ends on or after its day.
pub(super) fn month(start: Date, on: Date) -> u16 {
    let months = (i32::from(on.year()) - i32::from(start.year())) * 12 + i32::from(on.month())
        - i32::from(start.month())
        + i32::from(on.day() > start.day());
    u16::try_from(months.max(1)).unwrap_or(NEVER)
}

/// Whole months served.
fn served(from: Date, to: Date) -> u16 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month())
        - i32::from(to.day() < from.day());
    u16::try_from(months.max(0)).unwrap_or(NEVER)
}

/// FTE in thousandths.
fn thousandths(fte: workforce::quantity::Fte) -> u32 {
    u32::try_from((fte.millionths() + 500) / 1000).unwrap_or_default()
}

/// One post over the months.
#[derive(Default)]
struct Post<'a> {
    role: RoleNumber,
    team: Option<UnitNumber>,
    funded: u32,
    from: u16,
    to: u16,
    holders: Vec<Work<'a>>,
    to_come: Vec<Work<'a>>,
    cover: Vec<Work<'a>>,
}

/// The start of a simulation of so many months, under the budgets in force or a named one.
pub fn begin(
    ground: &Ground<'_>,
    day: Date,
    months: u16,
    baseline: Option<&str>,
    first: &FirstYear,
) -> Result<Begun, AskError> {
    let mut posts = posts(ground, day, months, baseline)?;
    let mut loose: Vec<Work<'_>> = Vec::new();
    let mut engaged: Vec<Work<'_>> = Vec::new();
    for work in ground.workforce().works() {
        let here = work.post().and_then(|post| posts.get_mut(post.as_str()));
        let now = work.period().holds(day);
        match (here, work.basis()) {
            (Some(post), basis) if basis.holds() && now => post.holders.push(work),
            (Some(post), basis) if basis.holds() && work.period().from > day => post.to_come.push(work),
            (Some(post), Basis::Agency)
                if now && matches!(work.cover(), None | Some(CoverReason::Vacancy)) =>
            {
                post.cover.push(work);
            }
            (_, Basis::Agency) if now && ground.standing(work.on(day), day).in_scope => engaged.push(work),
            (None, _)
                if work.post().is_none()
                    && ground.is_employed(work, day)
                    && ground.standing(work.on(day), day).in_scope =>
            {
                loose.push(work);
            }
            _ => {}
        }
    }
    let mut making = Making::new(ground, day, &posts, loose.iter().chain(&engaged));
    making.full = full_from(ground, day, first);
    for post in posts.values() {
        making.post(post);
    }
    for work in loose {
        let place = work.on(day);
        let start = making.held(&work);
        making.slot(place.role.unwrap_or_default(), place.team, thousandths(work.fte()), start, |slot| {
            slot.refilled = false;
        });
    }
    for work in engaged {
        making.engage(&work);
    }
    Ok(Begun { world: making.world, roles: making.roles, teams: making.teams, day })
}

/// The posts in scope, with when each is funded.
fn posts<'a>(
    ground: &Ground<'_>,
    day: Date,
    months: u16,
    baseline: Option<&str>,
) -> Result<BTreeMap<String, Post<'a>>, AskError> {
    let mut posts: BTreeMap<String, Post<'a>> = BTreeMap::new();
    for at in 0..=months {
        let as_at = months_on(day, i32::from(at));
        let ask =
            Ask { as_at, baseline: baseline.map(str::to_owned), service: None, team: None, by: By::Role };
        let mut there: BTreeSet<String> = BTreeSet::new();
        for post in ground.workforce().posts_on(&ask)? {
            let funded = thousandths(post.funded);
            let (Some(role), true) = (post.place.role, ground.standing(post.place, as_at).in_scope) else {
                continue;
            };
            if funded == 0 && at > 0 {
                continue;
            }
            let key = post.post.as_str().to_owned();
            posts.entry(key.clone()).or_insert_with(|| Post {
                role,
                team: post.place.team,
                funded,
                from: at,
                to: NEVER,
                ..Post::default()
            });
            there.insert(key);
        }
        for (key, post) in &mut posts {
            if post.to == NEVER && at > post.from && !there.contains(key) {
                post.to = at;
            }
        }
    }
    Ok(posts)
}

/// A world being made.
struct Making<'g, 'a> {
    ground: &'g Ground<'a>,
    day: Date,
    world: World,
    roles: Vec<RoleNumber>,
    teams: Vec<Option<UnitNumber>>,
    /// When whoever is newly qualified carries a full load.
    full: BTreeMap<WorkerNumber, u16>,
    next: u32,
}

impl<'g, 'a> Making<'g, 'a> {
    fn new<'w>(
        ground: &'g Ground<'a>,
        day: Date,
        posts: &BTreeMap<String, Post<'_>>,
        others: impl Iterator<Item = &'w Work<'w>>,
    ) -> Self
    where
        'a: 'w,
    {
        let workforce = ground.workforce();
        let mut places: BTreeSet<(Option<UnitNumber>, RoleNumber)> =
            posts.values().map(|post| (post.team, post.role)).collect();
        places.extend(others.filter_map(|work| {
            let place = work.on(day);
            Some((place.team, place.role?))
        }));
        let mut roles: Vec<RoleNumber> = places.iter().map(|place| place.1).collect();
        let rank = |role: RoleNumber| workforce.role_on(role, day).map_or(u32::MAX, |facts| facts.rank);
        roles.sort_by_key(|role| (rank(*role), workforce.role_key(*role).to_owned()));
        roles.dedup();
        let mut teams: Vec<Option<UnitNumber>> = places.iter().map(|place| place.0).collect();
        let key = |team: Option<UnitNumber>| team.map(|team| workforce.unit_key(team).to_owned());
        teams.sort_by_key(|team| key(*team));
        teams.dedup();
        let world = World {
            teams: teams.iter().map(|team| key(*team).unwrap_or_else(|| "not-stated".to_owned())).collect(),
            roles: roles.iter().map(|role| workforce.role_key(*role).to_owned()).collect(),
            ..World::default()
        };
        Self { ground, day, world, roles, teams, full: BTreeMap::new(), next: 0 }
    }

    fn role(&self, role: RoleNumber) -> u16 {
        let at = self.roles.iter().position(|own| *own == role).unwrap_or_default();
        u16::try_from(at).unwrap_or_default()
    }

    fn team(&self, team: Option<UnitNumber>) -> u16 {
        let at = self.teams.iter().position(|own| *own == team).unwrap_or_default();
        u16::try_from(at).unwrap_or_default()
    }

    fn slot(
        &mut self,
        role: RoleNumber,
        team: Option<UnitNumber>,
        fte: u32,
        start: Start,
        change: impl FnOnce(&mut Slot),
    ) {
        let (team, role) = (self.team(team), self.role(role));
        let mut slot = Slot { id: self.next, team, role, fte, from: 0, to: NEVER, refilled: true, start };
        change(&mut slot);
        self.next += 1;
        self.world.slots.push(slot);
    }

    /// A post's holders, then what is left of it.
    fn post(&mut self, post: &Post<'_>) {
        let dates = |slot: &mut Slot| (slot.from, slot.to) = (post.from, post.to);
        let mut held = 0;
        for work in &post.holders {
            let fte = thousandths(work.fte());
            held += fte;
            let start = self.held(work);
            self.slot(post.role, post.team, fte, start, dates);
        }
        let mut left = post.funded.saturating_sub(held);
        let mut to_come = post.to_come.iter();
        let mut cover = post.cover.iter();
        while left >= CRUMB {
            let fte = left.min(1000);
            left -= fte;
            let coming = to_come.next();
            let start = Start::Vacant {
                starts: coming.map_or(NEVER, |work| month(self.day, work.period().from)),
                joins: coming.is_none_or(|work| !self.was_employed(work)),
                covered: cover.next().is_some(),
            };
            self.slot(post.role, post.team, fte, start, dates);
        }
        // Cover that no vacancy stands behind is beyond vacancies.
        for work in cover {
            self.engage(work);
        }
    }

    fn was_employed(&self, work: &Work<'_>) -> bool {
        self.ground.workforce().spell_on(work.worker(), self.day).is_some()
    }

    fn held(&self, work: &Work<'_>) -> Start {
        let workforce = self.ground.workforce();
        let occupancy = workforce.records().occupancies.get(work.occupancy().as_str());
        let planned = occupancy.and_then(|own| own.expected_end).filter(|end| *end > self.day);
        let end = work.period().to.or(planned);
        let spell = workforce.spell_on(work.worker(), self.day).map(|at| &workforce.employments()[at]);
        let goes_on = end.is_some_and(|end| {
            let later = self.ground.workforce().works_of(work.worker());
            later.clone().any(|other| other.period().from >= end && other.period().from <= months_on(end, 1))
        });
        let absences = workforce.records().absences.values();
        let worker = workforce.worker_key(work.worker());
        let away = absences
            .filter(|absence| absence.worker.as_str() == worker && absence.from <= self.day)
            .filter(|absence| absence.to.is_none_or(|to| to > self.day))
            .find(|absence| is_long(absence, self.day));
        let back = away.map_or(0, |absence| {
            let known = absence.to.or(absence.expected_return).filter(|day| *day > self.day);
            known.map_or(NEVER, |known| month(self.day, known))
        });
        Start::Held {
            tenure: spell.map_or(0, |spell| served(spell.period.from, self.day)),
            goes: end.map_or(NEVER, |end| month(self.day, end)),
            leaves: !goes_on,
            back,
            full: self.full.get(&work.worker()).copied().unwrap_or(0),
        }
    }

    fn engage(&mut self, work: &Work<'_>) {
        let place = work.on(self.day);
        let records = self.ground.workforce().records();
        let planned = records.occupancies.get(work.occupancy().as_str()).and_then(|own| own.expected_end);
        let ends = work.period().to.or(planned).filter(|end| *end > self.day);
        let engagement = Engagement {
            id: self.next,
            team: self.team(place.team),
            role: self.role(place.role.unwrap_or_default()),
            fte: thousandths(work.fte()),
            ends: ends.map_or(NEVER, |end| month(self.day, end)),
        };
        self.next += 1;
        self.world.engagements.push(engagement);
    }
}
