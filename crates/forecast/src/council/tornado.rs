//! What a forecast turns on: each sort of assumption at its 10% and 90% points, everything else at its middle.

use super::assumption::set;
use super::beliefs::Beliefs;
use super::start::Begun;
use crate::simulate::run::{By, Plan, Watch, run};
use crate::simulate::tally::Measure;

/// How far one sort of assumption moves the last month.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Turn {
    /// The sort: what the keys of its assumptions begin with.
    pub sort: String,
    /// What they are.
    pub what: String,
    /// The mean FTE in post with all of them low, and with all of them high.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

/// What a forecast turns on, by how much the mean FTE in post of the last month moves, the most first.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Tornado {
    /// The mean with every assumption at its middle.
    pub middle: f64,
    /// The sorts.
    pub turns: Vec<Turn>,
}

/// The sort of a key: `leaving` of `leaving.1.SW`.
fn sort_of(key: &str) -> &str {
    key.split('.').next().unwrap_or(key)
}

/// Sets every sort of assumption to its low and high points in turn. Chance is common to all of them, so that what differs
/// is the assumption. None when it was stopped.
pub fn tornado(begun: &Begun, beliefs: &Beliefs, plan: &Plan, watch: &Watch) -> Option<Tornado> {
    let plan = Plan { parameters: false, years: false, by: By::Nothing, ..*plan };
    let mean = |rates: &_| {
        let outcome = run(&begun.world, rates, &plan, &[], watch)?;
        Some(outcome.counts(0, 0, Measure::InPost, plan.months).mean())
    };
    let middle = mean(&beliefs.rates)?;
    let mut sorts: Vec<&str> = beliefs.assumptions.iter().map(|own| sort_of(&own.key)).collect();
    sorts.dedup();
    sorts.sort_unstable();
    sorts.dedup();
    let mut turns = Vec::new();
    for sort in sorts.into_iter().filter(|sort| !matches!(*sort, "year_shape" | "nation")) {
        let own: Vec<_> = beliefs.assumptions.iter().filter(|own| sort_of(&own.key) == sort).collect();
        let at = |end: fn(&super::Assumption) -> f64| {
            let mut rates = beliefs.rates.clone();
            for assumption in &own {
                // What was counted is in range; a point beyond it stays where it was.
                let _ = set(&mut rates, &begun.world, &assumption.key, end(assumption));
            }
            mean(&rates)
        };
        let (low, high) = (at(|own| own.low)?, at(|own| own.high)?);
        let what = own
            .first()
            .map_or_else(String::new, |own| own.what.split(',').next().unwrap_or_default().to_owned());
        turns.push(Turn { sort: sort.to_owned(), what, low, high });
    }
    turns.retain(|turn| (turn.high - turn.low).abs() > 1e-9);
    turns.sort_by(|a, b| (b.high - b.low).abs().total_cmp(&(a.high - a.low).abs()));
    Some(Tornado { middle, turns })
}
