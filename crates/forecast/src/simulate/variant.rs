//! A world as a baseline or a scenario has it, ready for trials.

use super::effects::{Effect, Mechanism};
use super::load::Limits;
use super::rates::{Demand, Rates};
use super::run::{By, Plan};
use super::trial::setting::Layout;
use super::world::{NEVER, Slot, Start, World};

/// What a scenario changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Altered {
    /// Its interventions.
    pub effects: Vec<Effect>,
    /// Another demand; the baseline's without.
    pub demand: Option<Demand>,
}

impl From<Vec<Effect>> for Altered {
    fn from(effects: Vec<Effect>) -> Self {
        Self { effects, demand: None }
    }
}

/// A world as one variant has it.
pub(crate) struct Variant {
    pub(crate) world: World,
    pub(crate) effects: Vec<Effect>,
    pub(crate) demand: Option<Demand>,
    /// The role of each cell, and which effects reach it.
    pub(crate) cells: Vec<(u16, Vec<bool>)>,
    pub(crate) layout: Layout,
    /// The share of all cases in each cell, and in each place.
    pub(crate) cases_of_cell: Vec<f64>,
    pub(crate) cases_of_place: Vec<f64>,
    /// The limits of all together, then of each group.
    pub(crate) limits: Vec<Limits>,
}

impl Variant {
    pub(crate) fn new(world: &World, rates: &Rates, altered: &Altered, plan: &Plan) -> Self {
        let mut world = world.clone();
        let effects = &altered.effects;
        add_posts(&mut world, effects);
        // By their own numbers, so that the order of listing settles nothing.
        world.slots.sort_by_key(|slot| slot.id);
        world.engagements.sort_by_key(|own| own.id);
        world.held.sort_by_key(|own| (own.team, own.role));
        let mut finding = Finding { effects, by: plan.by, cells: Vec::new(), places: Vec::new() };
        let mut layout = Layout::default();
        for slot in &world.slots {
            let (cell, place) = finding.place(slot.team, slot.role);
            layout.cell_of.push(cell);
            layout.place_of.push(place);
        }
        layout.engaged = world.engagements.iter().map(|own| finding.place(own.team, own.role).1).collect();
        let held: Vec<_> =
            world.held.iter().map(|own| (finding.place(own.team, own.role), own.share)).collect();
        let Finding { cells, places, .. } = finding;
        let mut cases_of_cell = vec![0.0; cells.len()];
        let mut cases_of_place = vec![0.0; places.len()];
        for ((cell, place), share) in held {
            cases_of_cell[usize::from(cell)] += share;
            cases_of_place[usize::from(place)] += share;
        }
        layout.places = places;
        layout.of_role = vec![Vec::new(); world.roles.len()];
        for (slot, at) in world.slots.iter().zip(0_u32..) {
            layout.of_role[usize::from(slot.role)].push(at);
        }
        layout.begin(&world, rates.newly_qualified.carried_thousandths());
        let group_count = u16::try_from(plan.groups(&world)).unwrap_or_default();
        let limits = (0..=group_count).map(|group| {
            Limits::new(&world, effects, |team, role| {
                group == 0 || plan.by.group(team, role).checked_add(1) == Some(group)
            })
        });
        Self {
            limits: limits.collect(),
            effects: effects.clone(),
            demand: altered
                .demand
                .or(rates.demand)
                .filter(|demand| demand.cases > 0.0 && !world.held.is_empty()),
            world,
            cells,
            layout,
            cases_of_cell,
            cases_of_place,
        }
    }

    /// The effects that reach a cell, with their sizes.
    pub(crate) fn reached<'a>(&'a self, cell: usize, sizes: &[f64]) -> Vec<(&'a Effect, f64)> {
        let all = self.effects.iter().zip(sizes.iter().copied()).zip(&self.cells[cell].1);
        all.filter(|(_, reached)| **reached).map(|(own, _)| own).collect()
    }

    /// The cells of some roles.
    pub(crate) fn cells_of(&self, roles: &[u16]) -> Vec<u16> {
        let all = self.cells.iter().zip(0_u16..);
        all.filter(|((role, _), _)| roles.contains(role)).map(|(_, cell)| cell).collect()
    }
}

/// Cells and places, as they are come upon.
struct Finding<'a> {
    effects: &'a [Effect],
    by: By,
    cells: Vec<(u16, Vec<bool>)>,
    places: Vec<(u16, u16)>,
}

impl Finding<'_> {
    fn place(&mut self, team: u16, role: u16) -> (u16, u16) {
        let reached = self.effects.iter().map(|effect| effect.reaches(role, team)).collect();
        let cell = find(&mut self.cells, (role, reached));
        (cell, find(&mut self.places, (self.by.group(team, role), cell)))
    }
}

/// The place of a value in a list, at its end where it is new.
fn find<T: PartialEq>(all: &mut Vec<T>, value: T) -> u16 {
    let at = all.iter().position(|own| *own == value).unwrap_or_else(|| {
        all.push(value);
        all.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Posts that interventions add, each with a number of its own beyond those that there are.
fn add_posts(world: &mut World, effects: &[Effect]) {
    let mut id = world.slots.iter().map(|slot| slot.id).max().unwrap_or_default() | 0x8000_0000;
    for effect in effects.iter().filter(|effect| effect.mechanism == Mechanism::Posts) {
        let (role, team) = (effect.roles.first().copied(), effect.teams.first().copied());
        let mut left = thousandths(effect.middle);
        while left > 0 {
            id += 1;
            world.slots.push(Slot {
                id,
                role: role.unwrap_or_default(),
                team: team.unwrap_or_default(),
                fte: left.min(1000),
                from: effect.from,
                to: effect.to,
                refilled: true,
                start: Start::Vacant { starts: NEVER, joins: true, covered: false },
            });
            left = left.saturating_sub(1000);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of posts")]
fn thousandths(posts: f64) -> u32 {
    (posts.clamp(0.0, 10_000.0) * 1000.0).round() as u32
}
