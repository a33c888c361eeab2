//! All trials, spread over the cores.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use statistics::chance::{Chance, Keyed};

use super::effects::{Effect, Mechanism};
use super::rates::{Rates, hazard};
use super::tally::{Counts, MEASURES, Measure};
use super::trial::{Cell, Layout, Scratch, Setting};
use super::world::{Slot, Start, World};

/// How a run is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Months ahead.
    pub months: u16,
    /// Trials.
    pub trials: u64,
    /// The seed: the same gives the same answer.
    pub seed: u64,
    /// Cores used; the answer does not depend on it.
    pub cores: usize,
    /// Whether rates are uncertain.
    pub parameters: bool,
    /// Whether years differ.
    pub years: bool,
    /// What the groups of the answer are.
    pub by: By,
}

/// The groups of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// One, of everything.
    #[default]
    Nothing,
    /// Teams.
    Team,
    /// Roles.
    Role,
}

/// Lets a long run say how far it is, and be stopped.
#[derive(Debug, Default)]
pub struct Watch {
    /// Trials done.
    pub done: AtomicU64,
    /// Set to stop.
    pub stop: AtomicBool,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    months: u16,
    groups: usize,
    /// By variant, group, measure and month.
    counts: Vec<Vec<Counts>>,
    /// By variant beyond the first, measure and month: less the first.
    differences: Vec<Vec<Counts>>,
}

impl Outcome {
    fn zero(plan: &Plan, groups: usize, variants: usize) -> Self {
        let width = MEASURES * (usize::from(plan.months) + 1);
        Self {
            months: plan.months,
            groups,
            counts: vec![vec![Counts::default(); groups * width]; variants],
            differences: vec![vec![Counts::default(); width]; variants.saturating_sub(1)],
        }
    }

    fn place(&self, group: usize, measure: Measure, month: u16) -> usize {
        (group * MEASURES + measure as usize) * (usize::from(self.months) + 1) + usize::from(month)
    }

    /// Months simulated.
    pub fn months(&self) -> u16 {
        self.months
    }

    /// Groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// A measure of a group at the end of a month; variant 0 is the baseline. Groups come after the whole, which is 0.
    pub fn counts(&self, variant: usize, group: usize, measure: Measure, month: u16) -> &Counts {
        &self.counts[variant][self.place(group, measure, month)]
    }

    /// A variant, from 1, less the baseline, trial by trial.
    pub fn difference(&self, variant: usize, measure: Measure, month: u16) -> &Counts {
        &self.differences[variant - 1][self.place(0, measure, month)]
    }

    fn merge(&mut self, other: &Self) {
        let pairs = self.counts.iter_mut().zip(&other.counts);
        let differences = self.differences.iter_mut().zip(&other.differences);
        for (own, other) in pairs.chain(differences) {
            own.iter_mut().zip(other).for_each(|(own, other)| own.merge(other));
        }
    }
}

/// A world as one variant has it, ready for trials.
struct Variant {
    world: World,
    effects: Vec<Effect>,
    /// The role of each cell, and which effects reach it.
    cells: Vec<(u16, Vec<bool>)>,
    layout: Layout,
}

impl Variant {
    fn new(world: &World, effects: &[Effect], plan: &Plan) -> Self {
        let mut world = world.clone();
        add_posts(&mut world, effects);
        // By their own numbers, so that the order of listing settles nothing.
        world.slots.sort_by_key(|slot| slot.id);
        world.engagements.sort_by_key(|own| own.id);
        let mut cells: Vec<(u16, Vec<bool>)> = Vec::new();
        let cell_of = world.slots.iter().map(|slot| {
            let reached: Vec<bool> =
                effects.iter().map(|effect| effect.reaches(slot.role, slot.team)).collect();
            let own = (slot.role, reached);
            let at = cells.iter().position(|cell| *cell == own).unwrap_or_else(|| {
                cells.push(own);
                cells.len() - 1
            });
            u16::try_from(at).unwrap_or(u16::MAX)
        });
        let cell_of = cell_of.collect();
        let group = |team: u16, role: u16| match plan.by {
            By::Nothing => 0,
            By::Team => team,
            By::Role => role,
        };
        let group_of = world.slots.iter().map(|slot| group(slot.team, slot.role)).collect();
        let engaged = world.engagements.iter().map(|own| group(own.team, own.role)).collect();
        let mut dated = vec![Vec::new(); usize::from(plan.months) + 1];
        for (slot, at) in world.slots.iter().zip(0_u32..) {
            let mut months = vec![slot.from, slot.to];
            months.dedup();
            for month in months.into_iter().filter(|month| (1..=plan.months).contains(month)) {
                dated[usize::from(month)].push(at);
            }
        }
        let layout = Layout { cell_of, group_of, engaged, dated };
        Self { world, effects: effects.to_vec(), cells, layout }
    }
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
                start: Start::Vacant { starts: super::world::NEVER, joins: true, covered: false },
            });
            left = left.saturating_sub(1000);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of posts")]
fn thousandths(posts: f64) -> u32 {
    (posts.clamp(0.0, 10_000.0) * 1000.0).round() as u32
}

/// What is drawn once for each trial, for every variant alike.
struct Drawn {
    roles: Vec<Cell>,
    conversion: Vec<f64>,
    fill: Vec<f64>,
    years: Vec<f64>,
    engagement_end: f64,
}

impl Drawn {
    fn new(rates: &Rates, plan: &Plan, chance: &mut Chance) -> Self {
        let mut draw = |belief: super::Belief| {
            // Drawn whether it is used or not, so that what comes after does not depend on it.
            let drawn = belief.draw(chance);
            if plan.parameters { drawn } else { belief.mean() }
        };
        let mut drawn = Self {
            roles: Vec::new(),
            conversion: Vec::new(),
            fill: Vec::new(),
            years: Vec::new(),
            engagement_end: 0.0,
        };
        for role in &rates.roles {
            let leaving = role.leaving.map(|belief| draw(belief) / 12.0);
            drawn.fill.push(hazard(draw(role.fill)));
            drawn.conversion.push(hazard(draw(role.conversion)));
            drawn.roles.push(Cell {
                leaving,
                approval: role.approval,
                cover: draw(role.cover),
                cover_delay: role.cover_delay,
                internal: draw(role.internal),
                feeder: role.feeder,
                away: draw(role.absence) / 12.0,
                back: 1.0 / role.absence_months.max(1.0),
                away_cover: draw(role.absence_cover),
                ..Cell::default()
            });
        }
        drawn.engagement_end = hazard(draw(rates.engagement_end));
        for _ in 0..=plan.months.div_ceil(12) {
            let council = rates.year_shape.map_or(1.0, |shape| chance.gamma(shape) / shape);
            let nation = (rates.nation * chance.normal() - rates.nation * rates.nation / 2.0).exp();
            drawn.years.push(if plan.years { council * nation } else { 1.0 });
        }
        drawn
    }

    /// The setting of a variant; `sizes` are its effects' sizes.
    fn setting(&self, variant: &Variant, sizes: &[f64], months: u16, setting: &mut Setting) {
        setting.cells.resize_with(variant.cells.len(), Cell::default);
        for ((role, reached), cell) in variant.cells.iter().zip(&mut setting.cells) {
            let role = usize::from(*role);
            let (mut weight, mut fill) = (std::mem::take(&mut cell.weight), std::mem::take(&mut cell.fill));
            *cell = self.roles[role].clone();
            let ratio = |mechanism, month| -> f64 {
                let own = variant.effects.iter().zip(sizes).zip(reached);
                own.filter(|((effect, _), reached)| effect.mechanism == mechanism && **reached)
                    .map(|((effect, size), _)| effect.ratio(*size, month))
                    .product()
            };
            let cumulate = |sums: &mut Vec<f64>, step: &dyn Fn(u16) -> f64| {
                sums.clear();
                sums.push(0.0);
                let mut sum = 0.0;
                for month in 1..=months {
                    sum += step(month);
                    sums.push(sum);
                }
            };
            cumulate(&mut weight, &|month| {
                self.years[usize::from((month - 1) / 12)] * ratio(Mechanism::Leaving, month)
            });
            let open = |month| self.fill[role] * ratio(Mechanism::Fill, month);
            cumulate(&mut fill[0], &open);
            cumulate(&mut fill[1], &|month| {
                open(month) + self.conversion[role] * ratio(Mechanism::Conversion, month)
            });
            (cell.weight, cell.fill) = (weight, fill);
        }
        setting.engagement_end = self.engagement_end;
        setting.cohorts.clear();
        for (at, effect) in variant.effects.iter().enumerate() {
            if effect.mechanism == Mechanism::Joiners {
                let here = variant.cells.iter().zip(0_u16..).filter(|((_, reached), _)| reached[at]);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some people")]
                let people = sizes[at].round().clamp(0.0, 10_000.0) as u32;
                setting.cohorts.push((effect.from, people, here.map(|(_, cell)| cell).collect()));
            }
        }
    }
}

/// Runs every trial of a baseline and of variants, each a list of interventions. None when it was stopped.
pub fn run(
    world: &World,
    rates: &Rates,
    plan: &Plan,
    scenarios: &[Vec<Effect>],
    watch: &Watch,
) -> Option<Outcome> {
    let mut variants = vec![Variant::new(world, &[], plan)];
    variants.extend(scenarios.iter().map(|effects| Variant::new(world, effects, plan)));
    let groups = match plan.by {
        By::Nothing => 1,
        By::Team => world.teams.len() + 1,
        By::Role => world.roles.len() + 1,
    };
    let cores = plan.cores.clamp(1, 256);
    let parts: Vec<Outcome> = thread::scope(|scope| {
        let work = |core: usize| {
            let (variants, mut trial) = (&variants, core as u64);
            scope.spawn(move || {
                let mut outcome = Outcome::zero(plan, groups, variants.len());
                let mut worker = Worker::new(plan, groups);
                while trial < plan.trials && !watch.stop.load(Ordering::Relaxed) {
                    worker.trial(rates, plan, variants, trial, &mut outcome);
                    watch.done.fetch_add(1, Ordering::Relaxed);
                    trial += cores as u64;
                }
                outcome
            })
        };
        let started: Vec<_> = (0..cores).map(work).collect();
        started.into_iter().filter_map(|one| one.join().ok()).collect()
    });
    if watch.stop.load(Ordering::Relaxed) || parts.len() < cores {
        return None;
    }
    let mut outcome = Outcome::zero(plan, groups, variants.len());
    for part in &parts {
        outcome.merge(part);
    }
    Some(outcome)
}

/// One core's room.
struct Worker {
    setting: Setting,
    room: Scratch,
    /// The baseline's whole, to take differences from.
    base: Vec<i32>,
    whole: Vec<i32>,
}

impl Worker {
    fn new(plan: &Plan, groups: usize) -> Self {
        let inner = if plan.by == By::Nothing { 1 } else { groups - 1 };
        let width = MEASURES * (usize::from(plan.months) + 1);
        Self {
            setting: Setting::default(),
            room: Scratch::new(plan.months, inner),
            base: vec![0; width],
            whole: vec![0; width],
        }
    }

    fn trial(&mut self, rates: &Rates, plan: &Plan, variants: &[Variant], trial: u64, outcome: &mut Outcome) {
        let mut chance = Chance::new(plan.seed, trial);
        let keyed = Keyed::new(&mut chance);
        let drawn = Drawn::new(rates, plan, &mut chance);
        let width = usize::from(plan.months) + 1;
        for (at, variant) in variants.iter().enumerate() {
            // Sizes of effects, from a stream of their own: the same for the same effect.
            let mut own = Chance::new(plan.seed ^ 0x5ce0_a210, trial);
            let size = |effect: &Effect| {
                let drawn = effect.draw(&mut own);
                if plan.parameters { drawn } else { effect.middle }
            };
            let sizes: Vec<f64> = variant.effects.iter().map(size).collect();
            drawn.setting(variant, &sizes, plan.months, &mut self.setting);
            self.room.run(&variant.world, &variant.layout, &self.setting, keyed);
            self.whole.fill(0);
            let inner = if plan.by == By::Nothing { 1 } else { outcome.groups - 1 };
            for group in 0..inner {
                for measure in Measure::ALL {
                    let path = self.room.path(group, measure);
                    let start = measure as usize * width;
                    for (month, value) in path.iter().enumerate() {
                        self.whole[start + month] += value;
                        if plan.by != By::Nothing {
                            let place = ((group + 1) * MEASURES + measure as usize) * width + month;
                            outcome.counts[at][place].add(*value);
                        }
                    }
                }
            }
            for (place, value) in self.whole.iter().enumerate() {
                outcome.counts[at][place].add(*value);
                if at > 0 {
                    outcome.differences[at - 1][place].add(value - self.base[place]);
                }
            }
            if at == 0 {
                self.base.copy_from_slice(&self.whole);
            }
        }
    }
}
