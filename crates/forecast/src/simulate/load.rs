//! Caseload and workload of one trial: the cases that there are over the case holders who are at work.
//!
//! Cases at the start lie where the record has them, by team and role, and grow together. A case holder is whoever is at work in a
//! role that holds cases, agency workers among them; a newly qualified worker counts for what they carry. The share above
//! an agreed limit takes loads to lie about a group's average as they do at the start. Where there is a cap, a group's
//! holders hold no more than it allows, and the rest of the cases wait.

use super::effects::{Effect, Mechanism, ratio};
use super::tally::Measure;
use super::trial::state::{AT_WORK, Row};
use super::variant::Variant;
use super::world::World;

/// What is reckoned beside what is counted, in the order of [`Measure`], in thousandths; none where nobody is at work to
/// hold the cases, or there is no limit.
pub(crate) type Loaded = [Option<i32>; 4];

/// A limit as far as loads may grow before it is passed, with the FTE of which it is so.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    /// Cases for each FTE of all together at which these pass their limit.
    at: f64,
    fte: f64,
}

/// The limits of a group, the first passed first, with and without those that a cap keeps from being passed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    plain: Vec<Mark>,
    capped: Vec<Mark>,
    fte: f64,
}

impl Limits {
    /// The limits of those in a group.
    pub(crate) fn new(world: &World, effects: &[Effect], within: impl Fn(u16, u16) -> bool) -> Self {
        let mut limits = Self::default();
        let caps = || effects.iter().filter(|effect| effect.mechanism == Mechanism::Cap);
        for own in world.carried.iter().filter(|own| within(own.team, own.role)) {
            limits.fte += own.fte;
            if own.load <= 0.0 {
                continue;
            }
            let mark = Mark { at: own.limit / own.load, fte: own.fte };
            limits.plain.push(mark);
            let kept = caps().any(|cap| cap.reaches(own.role, own.team) && cap.middle <= own.limit);
            if !kept {
                limits.capped.push(mark);
            }
        }
        limits.plain.sort_by(|a, b| a.at.total_cmp(&b.at));
        limits.capped.sort_by(|a, b| a.at.total_cmp(&b.at));
        limits
    }

    /// The share above, when loads have come to what would be so many cases for each FTE of all.
    fn above(&self, cases: f64, is_capped: bool) -> Option<f64> {
        let marks = if is_capped { &self.capped } else { &self.plain };
        let above: f64 = marks.iter().take_while(|mark| mark.at < cases - 1e-9).map(|mark| mark.fte).sum();
        (self.fte > 0.0).then(|| above / self.fte)
    }
}

/// A group's cases and holders in one month.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    cases: f64,
    /// FTE, and the same as far as work is made lighter.
    fte: f64,
    able: f64,
    /// Cases and room of those whom a cap reaches.
    capped: f64,
    room: f64,
}

/// What one cell adds, by month: how much of its FTE holds cases, and what is done about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holding {
    /// Share of those at work who hold cases.
    holds: f64,
    /// By month: cases that can be held with the same work, over before.
    support: Vec<f64>,
    /// By month: the cases that there are, over what they would be.
    demand: Vec<f64>,
    /// By month: the cap.
    cap: Vec<Option<f64>>,
}

impl Holding {
    /// Of a cell that effects reach, given their sizes.
    pub(crate) fn new(holds: f64, reached: &[(&Effect, f64)], months: u16) -> Self {
        let by_month = |mechanism| (0..=months).map(|month| ratio(reached, mechanism, month)).collect();
        let cap = |month| {
            let own = reached.iter().filter(|(own, _)| own.mechanism == Mechanism::Cap && own.works(month));
            own.map(|(effect, _)| effect.middle).min_by(f64::total_cmp)
        };
        Self {
            holds,
            support: by_month(Mechanism::Support),
            demand: by_month(Mechanism::Demand),
            cap: (0..=months).map(cap).collect(),
        }
    }

    fn add(&self, sum: &mut Sum, month: usize, at_work: i32, cases: f64) {
        let fte = f64::from(at_work) / 1000.0 * self.holds;
        let (able, cases) = (fte * self.support[month], cases * self.demand[month]);
        sum.fte += fte;
        sum.able += able;
        sum.cases += cases;
        if let Some(cap) = self.cap[month] {
            sum.capped += cases;
            sum.room += cap * able;
        }
    }
}

/// The loads of one trial.
pub(crate) struct Loads<'a> {
    /// The world as the variant has it.
    pub(crate) variant: &'a Variant,
    /// Of each cell.
    pub(crate) holding: &'a [Holding],
    /// Cases of all together, by month, before interventions.
    pub(crate) cases: &'a [f64],
}

/// A cell's or place's share of cases with its path.
pub(crate) type Part<'a> = (usize, f64, &'a [Row]);

impl Loads<'_> {
    /// A group's path. `average` is the caseload of all together at the start; none for all together themselves.
    pub(crate) fn path(&self, parts: &[Part<'_>], limits: &Limits, average: Option<f64>) -> Vec<Loaded> {
        let mut start = None;
        let is_capped = self.holding.iter().any(|own| own.cap.iter().any(Option::is_some));
        let sums = (0..self.cases.len()).map(|month| {
            let mut sum = Sum::default();
            for (cell, share, rows) in parts {
                self.holding[*cell].add(&mut sum, month, rows[month][AT_WORK], share * self.cases[month]);
            }
            sum
        });
        sums.map(|sum| {
            let waiting = (sum.capped - sum.room).max(0.0);
            let load = (sum.able > 1e-6).then(|| (sum.cases - waiting) / sum.able);
            let first = *start.get_or_insert(load);
            let above = load.zip(first).filter(|(_, first)| *first > 0.0).and_then(|(load, first)| {
                limits.above(load / first * average.unwrap_or(first), sum.room > 0.0)
            });
            [Some(sum.fte), load, above.map(|share| share * 100.0), is_capped.then_some(waiting)]
                .map(|value| value.map(thousandths))
        })
        .collect()
    }
}

/// The measures of [`Loaded`].
pub(crate) const LOADED: [Measure; 4] =
    [Measure::Holding, Measure::Caseload, Measure::Above, Measure::Waiting];

#[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
fn thousandths(value: f64) -> i32 {
    (value * 1000.0).round() as i32
}
