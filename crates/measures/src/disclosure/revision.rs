//! Counts that the record tells otherwise than when they were released: each takes a new key, and its first one stays as it was
//! said.
//!
//! A count that did not change keeps its key, and with it all that was said and withheld of it: what is said now of what changed must
//! not give it away, nor what was said before.
//!
//! That a count was restated, and by how much where both were shown, is told: it is of the record and not of anybody in it. So a
//! reader who knows which counts a correction touched may see where it was, and by how much it moved a count that was withheld; not
//! what that count is.

use std::collections::{BTreeMap, BTreeSet};

use super::memory::{Fact, Memory};
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

    /// What was counted when it was released, by names that begin so.
    pub(crate) fn counted<'m>(&'m self, stem: &'m str) -> impl Iterator<Item = (&'m str, u64)> {
        let from = self.counts.range(stem.to_owned()..);
        let of = from.take_while(move |(key, _)| key.starts_with(stem));
        of.filter_map(|(key, count)| Some((self.name(key)?, *count)))
    }

    /// The names of the counts in these tables that were shown as something else, by a memory of before counts were kept.
    pub(crate) fn restated(&self, tables: &[InsideTable]) -> BTreeSet<String> {
        let said: BTreeMap<&str, (i64, i64)> = self.released().collect();
        let unlike = |atom: &str, now: u64| {
            let shown = said.get(atom).filter(|_| !self.counts.contains_key(&self.key(atom)));
            shown.is_some_and(|(low, high)| i64::try_from(now).is_ok_and(|now| now < *low || now > *high))
        };
        let atoms = tables.iter().flat_map(InsideTable::atoms);
        atoms.filter(|(atom, count)| unlike(atom, *count)).map(|(atom, _)| atom.to_owned()).collect()
    }

    /// Gives counts new keys, by their names. What was said of the others together with them goes on being said as far as these were
    /// shown; what hung together with a withheld count that is restated is not known of the new one.
    pub(crate) fn restate(&mut self, names: &BTreeSet<String>) {
        let before: BTreeSet<String> = names.iter().map(|name| self.key(name)).collect();
        let exact =
            |fact: &Fact| Some((fact.sum.as_atom()?.to_owned(), fact.low)).filter(|_| fact.low == fact.high);
        let shown: BTreeMap<String, i64> = self.facts.iter().filter_map(exact).collect();
        let after = |fact: Fact| -> Option<Fact> {
            if fact.sum.as_atom().is_some() || !fact.sum.terms().any(|(key, _)| before.contains(key)) {
                return Some(fact);
            }
            fact.without(|key| before.contains(key).then(|| shown.get(key).copied()))
        };
        self.facts = std::mem::take(&mut self.facts).into_iter().filter_map(after).collect();
        for name in names {
            *self.revised.entry(name.clone()).or_default() += 1;
        }
    }
}

impl Fact {
    /// The same of the terms that remain when others take the values that they had; none where one of these is not known, or none
    /// remains. `value` gives nothing for a term that remains.
    fn without(self, value: impl Fn(&str) -> Option<Option<i64>>) -> Option<Self> {
        let (mut sum, mut known) = (Sum::default(), 0_i64);
        for (key, by) in self.sum.terms() {
            match value(key) {
                None => sum = sum.add(&Sum::of(key), by),
                Some(value) => known = known.saturating_add(value?.saturating_mul(by)),
            }
        }
        let fact = Self { sum, low: self.low.saturating_sub(known), high: self.high.saturating_sub(known) };
        let remains = fact.sum.terms().next().is_some();
        remains.then_some(fact)
    }
}
