//! What was said already, what hangs together, and what must stay unsaid. It holds what was counted, withheld or not, so that it can
//! be seen what a correction changed: it stays inside, beside the record that it was counted from, and must not be published.

use super::statement::Sum;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use workforce::Date;

/// Anybody may know that `sum` lies from `low` to `high`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Fact {
    pub(super) sum: Sum,
    pub(super) low: i64,
    pub(super) high: i64,
}

/// Nobody may learn `sum`, nor that it is below `threshold`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Guard {
    pub(super) sum: Sum,
    pub(super) threshold: u64,
    /// A reader who knows that we show zeros takes it for one or more.
    pub(super) positive: bool,
}

/// Events that were told of, by which groups (none: an empty text), from a first to a last day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Told {
    /// What was counted.
    pub what: String,
    /// The code of the breakdown.
    pub by: String,
    /// The first day.
    pub from: Date,
    /// The last day, which is in it.
    pub to: Date,
}

/// Everything released so far. Keep the one that `protect` hands back when its release is published, and only then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    pub(super) facts: BTreeSet<Fact>,
    guards: BTreeSet<Guard>,
    /// What follows from how days and events hang together; made anew from what was told, which a later release may cut.
    #[serde(default)]
    ties: BTreeSet<Fact>,
    #[serde(default)]
    told: BTreeSet<Told>,
    /// What was counted when it was last released, shown or not, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) counts: BTreeMap<String, u64>,
    /// How often counts were restated since they were first released, by name: see `revision.rs`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) revised: BTreeMap<String, u32>,
}

impl Memory {
    /// Nothing was released.
    pub fn new() -> Self {
        Self::default()
    }

    /// Readers know that two sums are equal, as with one total broken down in two ways.
    pub fn tie(&mut self, one: &Sum, other: &Sum) {
        self.fact(Fact { sum: self.current(&one.minus(other)), low: 0, high: 0 });
    }

    /// Readers know that the later stock is the earlier one with the joiners and without the leavers.
    pub fn tie_flows(&mut self, earlier: &Sum, joiners: &Sum, leavers: &Sum, later: &Sum) {
        self.tie(&earlier.plus(joiners), &later.plus(leavers));
    }

    /// Readers know this count from elsewhere.
    pub fn known(&mut self, sum: &Sum, count: u32) {
        let count = i64::from(count);
        self.fact(Fact { sum: self.current(sum), low: count, high: count });
    }

    /// Nothing was released or tied.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.guards.is_empty() && self.ties.is_empty()
    }

    /// Notes that events were told of.
    pub(crate) fn tell(&mut self, told: Told) {
        self.told.insert(told);
    }

    /// The events that were told of.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Told> {
        self.told.iter()
    }

    /// Puts these ties in place of those of the events told of before: each sum comes to so much.
    pub(crate) fn retie(&mut self, ties: impl IntoIterator<Item = (Sum, i64)>) {
        let fact = |(sum, count): (Sum, i64)| Fact { sum: self.current(&sum), low: count, high: count };
        let ties: BTreeSet<Fact> =
            ties.into_iter().map(fact).filter(|fact| fact.sum.terms().next().is_some()).collect();
        self.ties = ties;
    }

    /// What was released of single atoms as they stand now, by name: each lies between these.
    pub(crate) fn released(&self) -> impl Iterator<Item = (&str, (i64, i64))> {
        self.facts.iter().filter_map(|fact| Some((self.name(fact.sum.as_atom()?)?, (fact.low, fact.high))))
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        if fact.sum.terms().next().is_some() {
            self.facts.insert(fact);
        }
    }

    pub(super) fn guard(&mut self, guard: Guard) {
        self.guards.insert(guard);
    }

    pub(super) fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().chain(&self.ties)
    }

    pub(super) fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.guards.iter()
    }
}
