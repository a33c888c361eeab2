//! What was said already, and what must stay unsaid. It holds no suppressed count, but it tells which sums are
//! small: it stays inside, and must not be published.

use super::statement::Sum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// Everything released so far. Keep the one that `protect` hands back when its release is published, and only then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    facts: BTreeSet<Fact>,
    guards: BTreeSet<Guard>,
}

impl Memory {
    /// Nothing was released.
    pub fn new() -> Self {
        Self::default()
    }

    /// Readers know that two sums are equal, as with one total broken down in two ways.
    pub fn tie(&mut self, one: &Sum, other: &Sum) {
        self.fact(Fact { sum: one.minus(other), low: 0, high: 0 });
    }

    /// Readers know that the later stock is the earlier one with the joiners and without the leavers.
    pub fn tie_flows(&mut self, earlier: &Sum, joiners: &Sum, leavers: &Sum, later: &Sum) {
        self.tie(&earlier.plus(joiners), &later.plus(leavers));
    }

    /// Readers know this count from elsewhere.
    pub fn known(&mut self, sum: &Sum, count: u32) {
        let count = i64::from(count);
        self.fact(Fact { sum: sum.clone(), low: count, high: count });
    }

    /// Nothing was released or tied.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.guards.is_empty()
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
        self.facts.iter()
    }

    pub(super) fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.guards.iter()
    }
}
