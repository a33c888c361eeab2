//! All trials, spread over the cores.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use statistics::chance::{Chance, Keyed};

use super::drawn::{Drawn, holding};
use super::effects::Effect;
use super::load::{LOADED, Loaded, Loads, Part};
use super::lots::{LOT, Lots};
use super::rates::Rates;
use super::tally::{Counts, MEASURES, Measure};
use super::trial::Scratch;
use super::trial::setting::Setting;
use super::trial::state::{LANES, Row};
use super::variant::{Altered, Variant};
use super::world::World;

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

impl By {
    /// The group of a team and role, from 0.
    pub(super) fn group(self, team: u16, role: u16) -> u16 {
        match self {
            Self::Nothing => 0,
            Self::Team => team,
            Self::Role => role,
        }
    }
}

impl Plan {
    /// How many groups there are beside the whole.
    pub(super) fn groups(&self, world: &World) -> usize {
        match self.by {
            By::Nothing => 0,
            By::Team => world.teams.len(),
            By::Role => world.roles.len(),
        }
    }
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

/// Runs every trial of a baseline and of scenarios. None when it was stopped.
pub fn run(
    world: &World,
    rates: &Rates,
    plan: &Plan,
    scenarios: &[Altered],
    watch: &Watch,
) -> Option<Outcome> {
    let mut variants = vec![Variant::new(world, rates, &Altered::default(), plan)];
    variants.extend(scenarios.iter().map(|altered| Variant::new(world, rates, altered, plan)));
    let groups = plan.groups(world) + 1;
    let cores = plan.cores.clamp(1, 256);
    let parts: Vec<Outcome> = thread::scope(|scope| {
        let work = |core: usize| {
            let (variants, mut trial) = (&variants, core as u64);
            scope.spawn(move || {
                let mut outcome = Outcome::zero(plan, groups, variants.len());
                let mut worker = Worker::new(plan, groups, variants.len());
                while trial < plan.trials && !watch.stop.load(Ordering::Relaxed) {
                    worker.trial(rates, variants, trial, &mut outcome);
                    watch.done.fetch_add(1, Ordering::Relaxed);
                    trial += cores as u64;
                }
                worker.add_lot(&mut outcome);
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
struct Worker<'a> {
    plan: &'a Plan,
    setting: Setting,
    room: Scratch,
    /// Counts of each group by month, the whole first.
    groups: Vec<Vec<Row>>,
    /// Counts of each cell by month.
    cells: Vec<Vec<Row>>,
    /// The baseline's whole, to take differences from.
    base: Vec<Row>,
    base_loaded: Vec<Loaded>,
    /// How many trials are in the lot that is not yet added to the counts.
    lot: usize,
    /// By variant.
    counted: Vec<Lots>,
    /// By variant beyond the first: less the first.
    differing: Vec<Lots>,
}

impl<'a> Worker<'a> {
    fn new(plan: &'a Plan, groups: usize, variants: usize) -> Self {
        let width = usize::from(plan.months) + 1;
        Self {
            plan,
            setting: Setting::default(),
            room: Scratch::new(plan.months),
            groups: vec![vec![[0; LANES]; width]; groups],
            cells: Vec::new(),
            base: vec![[0; LANES]; width],
            base_loaded: Vec::new(),
            lot: 0,
            counted: vec![Lots::new(groups, width); variants],
            differing: vec![Lots::new(1, width); variants.saturating_sub(1)],
        }
    }

    fn trial(&mut self, rates: &Rates, variants: &[Variant], trial: u64, outcome: &mut Outcome) {
        let plan = self.plan;
        let mut chance = Chance::new(plan.seed, trial);
        let keyed = Keyed::new(&mut chance);
        let has_demand = variants.iter().any(|variant| variant.demand.is_some());
        let drawn = Drawn::new(rates, plan, has_demand, &mut chance);
        for (at, variant) in variants.iter().enumerate() {
            // Sizes of effects, from a stream of their own: the same for the same effect.
            let mut own = Chance::new(plan.seed ^ 0x5ce0_a210, trial);
            let size = |effect: &Effect| {
                let drawn = effect.draw(&mut own);
                if plan.parameters { drawn } else { effect.middle }
            };
            let sizes: Vec<f64> = variant.effects.iter().map(size).collect();
            drawn.setting(variant, rates, &sizes, plan.months, &mut self.setting);
            self.room.run(&variant.world, &variant.layout, &self.setting, keyed);
            self.count(at, variant);
            match variant.demand {
                Some(demand) => {
                    let holding = holding(variant, rates, &sizes, plan.months);
                    let cases = drawn.cases(&demand, plan);
                    self.load(at, &Loads { variant, holding: &holding, cases: &cases }, outcome);
                }
                None if at == 0 => self.base_loaded.clear(),
                None => {}
            }
        }
        self.lot += 1;
        if self.lot == LOT {
            self.add_lot(outcome);
        }
    }

    /// Adds the lot to the counts.
    fn add_lot(&mut self, outcome: &mut Outcome) {
        let counted = self.counted.iter().zip(&mut outcome.counts);
        for (lots, counts) in counted.chain(self.differing.iter().zip(&mut outcome.differences)) {
            lots.add_to(self.lot, counts);
        }
        self.lot = 0;
    }

    /// What is counted.
    fn count(&mut self, at: usize, variant: &Variant) {
        for rows in &mut self.groups {
            rows.fill([0; LANES]);
        }
        for (place, (group, _)) in variant.layout.places.iter().enumerate() {
            let path = self.room.path(place);
            add(&mut self.groups[0], path);
            if self.plan.by != By::Nothing {
                add(&mut self.groups[usize::from(*group) + 1], path);
            }
        }
        for (group, rows) in self.groups.iter().enumerate() {
            self.counted[at].put(self.lot, group, &rows.iter().copied());
        }
        if at == 0 {
            self.base.copy_from_slice(&self.groups[0]);
            return;
        }
        let pairs = self.groups[0].iter().zip(&self.base);
        let less = pairs.map(|(row, base)| std::array::from_fn(|lane| row[lane] - base[lane]));
        self.differing[at - 1].put(self.lot, 0, &less);
    }

    /// Caseload and workload. The whole is reckoned by cell, which are the same whatever the groups are.
    fn load(&mut self, at: usize, loads: &Loads<'_>, outcome: &mut Outcome) {
        let variant = loads.variant;
        let width = usize::from(self.plan.months) + 1;
        self.cells.resize_with(variant.cells.len().max(self.cells.len()), Vec::new);
        for rows in &mut self.cells {
            rows.clear();
            rows.resize(width, [0; LANES]);
        }
        for (place, (_, cell)) in variant.layout.places.iter().enumerate() {
            add(&mut self.cells[usize::from(*cell)], self.room.path(place));
        }
        let whole: Vec<Part<'_>> = variant
            .cases_of_cell
            .iter()
            .enumerate()
            .map(|(cell, share)| (cell, *share, &*self.cells[cell]))
            .collect();
        let path = loads.path(&whole, &variant.limits[0], None);
        let mut tally = Tally { outcome, variant: at, width };
        tally.add(0, &path);
        let average = path[0][1].map(|load| f64::from(load) / 1000.0);
        for group in 1..self.groups.len() {
            let places = variant.layout.places.iter().enumerate();
            let parts: Vec<Part<'_>> = places
                .filter(|(_, (own, _))| usize::from(*own) + 1 == group)
                .map(|(place, (_, cell))| {
                    (usize::from(*cell), variant.cases_of_place[place], self.room.path(place))
                })
                .collect();
            // A group that holds no cases has no caseload.
            if parts.iter().any(|(_, share, _)| *share > 0.0) {
                tally.add(group, &loads.path(&parts, &variant.limits[group], average));
            }
        }
        if at > 0 {
            tally.differ(&path, &self.base_loaded);
        } else {
            self.base_loaded = path;
        }
    }
}

/// Adds a path to another.
fn add(sums: &mut [Row], path: &[Row]) {
    for (sum, row) in sums.iter_mut().zip(path) {
        for lane in 0..LANES {
            sum[lane] += row[lane];
        }
    }
}

/// Where loads are counted.
struct Tally<'a> {
    outcome: &'a mut Outcome,
    variant: usize,
    width: usize,
}

impl Tally<'_> {
    fn add(&mut self, group: usize, path: &[Loaded]) {
        let counts = &mut self.outcome.counts[self.variant];
        for (month, loaded) in path.iter().enumerate() {
            for (measure, value) in LOADED.into_iter().zip(loaded) {
                if let Some(value) = value {
                    counts[(group * MEASURES + measure as usize) * self.width + month].add(*value);
                }
            }
        }
    }

    fn differ(&mut self, path: &[Loaded], base: &[Loaded]) {
        let differences = &mut self.outcome.differences[self.variant - 1];
        for (month, (loaded, base)) in path.iter().zip(base).enumerate() {
            for (at, measure) in LOADED.into_iter().enumerate() {
                if let (Some(value), Some(base)) = (loaded[at], base[at]) {
                    differences[measure as usize * self.width + month].add(value - base);
                }
            }
        }
    }
}
