//! Counts that the record tells otherwise than when they were released: each takes a new key, and its first one stays as it was
//! said.
//!
//! A reader is not sure which counts a correction touched. So a count that did not change keeps its key, and with it all that was
//! said and withheld of it; what changed is tied to it under its new key, and what was withheld of a changed count stays
//! withheld. A change of a withheld count is found where what was said before cannot be true of the counts now.
//!
//! That a count was restated, and by how much where both were shown, is told: it is of the record and not of anybody in it.

use std::collections::{BTreeMap, BTreeSet};

use super::memory::{Fact, Guard, Memory};
use super::statement::Sum;
use super::table::InsideTable;

/// Parts a count's name from the number of its revision. Names are made of keys, none of which may hold it.
const MARK: char = '\u{1f}';

impl Memory {
    /// The key of a count under its name as it stands now.
    pub(super) fn key(&self, atom: &str) -> String {
        match self.revised.get(atom) {
            Some(revision) => format!("{atom}{MARK}{revision}"),
            None => atom.to_owned(),
        }
    }

    /// The name of a count by its key; none of a key that is no longer in force.
    pub(super) fn name<'k>(&self, key: &'k str) -> Option<&'k str> {
        let revision = |name: &str| self.revised.get(name).copied();
        let revised = key.rsplit_once(MARK).and_then(|(name, own)| Some((name, revision(name)?, own)));
        match revised {
            Some((name, revision, own)) => (own == revision.to_string()).then_some(name),
            None => revision(key).is_none().then_some(key),
        }
    }

    /// A sum of counts by name, by key.
    pub(super) fn current(&self, sum: &Sum) -> Sum {
        if self.revised.is_empty() { sum.clone() } else { sum.renamed(|atom| self.key(atom)) }
    }

    /// Whether one of a sum's counts was restated since it was first released.
    pub fn is_restated(&self, sum: &Sum) -> bool {
        sum.terms().any(|(atom, _)| self.revised.contains_key(atom))
    }

    /// The names of the counts in these tables that are not what they were when they were released, as far as what was said
    /// before shows it.
    pub(crate) fn restated(&self, tables: &[InsideTable]) -> BTreeSet<String> {
        let mut now: BTreeMap<String, u64> = BTreeMap::new();
        for (atom, count) in tables.iter().flat_map(InsideTable::atoms) {
            now.insert(self.key(atom), count);
        }
        let mut said: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for fact in self.facts() {
            if let Some(key) = fact.sum.as_atom() {
                let bounds = said.entry(key).or_insert((fact.low, fact.high));
                *bounds = (bounds.0.max(fact.low), bounds.1.min(fact.high));
            }
        }
        let fits = |count: u64, (low, high): (i64, i64)| {
            i64::try_from(count).is_ok_and(|count| (low..=high).contains(&count))
        };
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        for (key, count) in &now {
            if said.get(key.as_str()).is_some_and(|bounds| !fits(*count, *bounds)) {
                changed.insert(key);
            }
        }
        // What a changed count was tied to cannot all be as it was: of what was not said, any part may have changed.
        loop {
            let before = changed.len();
            for fact in self.facts().filter(|fact| fact.sum.as_atom().is_none()) {
                let between = |key: &str| match now.get(key).filter(|_| !changed.contains(key)) {
                    Some(count) => (i128::from(*count), i128::from(*count)),
                    None => said.get(key).map_or((0, i128::from(i64::MAX)), |(low, high)| {
                        (i128::from(*low), i128::from(*high))
                    }),
                };
                if is_possible(fact, between) {
                    continue;
                }
                let open = |key: &&str| now.contains_key(*key) && !said.contains_key(*key);
                let tied: Vec<&str> = fact.sum.terms().map(|(key, _)| key).collect();
                let any_open = tied.iter().any(open);
                let of = tied.iter().filter(|key| !any_open || open(key));
                changed.extend(of.filter_map(|key| now.get_key_value(*key)).map(|(key, _)| key.as_str()));
            }
            if changed.len() == before {
                break;
            }
        }
        changed.into_iter().filter_map(|key| self.name(key)).map(str::to_owned).collect()
    }

    /// The names of the counts in these tables that were not said to be what they are: where it takes several ties to see that
    /// something changed, it may be any of them.
    pub(crate) fn unsettled(&self, tables: &[InsideTable]) -> BTreeSet<String> {
        let said: BTreeMap<&str, (i64, i64)> = self.released().collect();
        let settled = |atom: &str, count: u64| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            said.get(atom) == Some(&(count, count))
        };
        let atoms = tables.iter().flat_map(InsideTable::atoms);
        atoms.filter(|(atom, count)| !settled(atom, *count)).map(|(atom, _)| atom.to_owned()).collect()
    }

    /// Gives counts new keys, by their names.
    pub(crate) fn restate(&mut self, names: &BTreeSet<String>) {
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        for name in names {
            let before = self.key(name);
            *self.revised.entry(name.clone()).or_default() += 1;
            renamed.insert(before, self.key(name));
        }
        let touches = |sum: &Sum| sum.terms().any(|(key, _)| renamed.contains_key(key));
        // How they hung together then is remembered: ties are made anew of what they are now.
        let then: Vec<Fact> = self.ties.iter().filter(|fact| touches(&fact.sum)).cloned().collect();
        self.facts.extend(then);
        let after = |key: &str| renamed.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let again: Vec<Guard> = self
            .guards
            .iter()
            .filter(|guard| touches(&guard.sum))
            // It may be nought by now: that it is withheld goes on, and no more.
            .map(|guard| Guard { sum: guard.sum.renamed(after), positive: false, ..guard.clone() })
            .collect();
        self.guards.extend(again);
    }
}

/// Whether a fact can be true of counts that lie between these.
fn is_possible(fact: &Fact, between: impl Fn(&str) -> (i128, i128)) -> bool {
    let (mut least, mut most) = (0_i128, 0_i128);
    for (key, by) in fact.sum.terms() {
        let (low, high) = between(key);
        let by = i128::from(by);
        let (one, other) = (low.saturating_mul(by), high.saturating_mul(by));
        least = least.saturating_add(one.min(other));
        most = most.saturating_add(one.max(other));
    }
    least <= i128::from(fact.high) && i128::from(fact.low) <= most
}
