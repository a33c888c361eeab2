//! What was released and is not what the record has now: every count of a part over a span, in whatever breakdown it was told, also
//! where nobody is left to count.

use std::collections::{BTreeMap, BTreeSet};

use workforce::position::AskError;

use crate::breakdown::Breakdown;
use crate::disclosure::Memory;
use crate::ground::Ground;
use crate::release::people::{Counts, Person, Subject};

/// Every count of these, by name.
fn note(counts: &Counts, now: &mut BTreeMap<String, u64>) {
    let all = [&counts.total].into_iter().chain(counts.homes.values());
    let all = all.chain(counts.groups.values()).chain(counts.by_home.values());
    now.extend(all.map(|(name, count)| (name.clone(), *count)));
}

impl Ground<'_> {
    /// The names of the counts of a part over a span that were released and are other now; `people` are those of the subject. Where none of the totals, homes and
    /// groups asked for is, no other is looked at.
    pub(super) fn restated(
        &self,
        subject: &Subject<'_>,
        people: &[Person<'_>],
        by: Option<Breakdown>,
        memory: &Memory,
    ) -> Result<BTreeSet<String>, AskError> {
        let whole = Subject { unit: None, ..*subject };
        let stem = format!("{}|", whole.stem());
        let before: Vec<(&str, u64)> = memory.counted(&stem).collect();
        if before.is_empty() {
            return Ok(BTreeSet::new());
        }
        let everybody;
        let people = if subject.unit.is_none() {
            people
        } else {
            everybody = self.people(&whole)?.unwrap_or_default();
            &everybody
        };
        let mut now = BTreeMap::new();
        for by in [None, by] {
            note(&self.named(&whole, people, by), &mut now);
        }
        // A home, or a group of one, in which nobody is any more has no name now.
        let gone = |name: &str, bys: &[Breakdown]| {
            let rest = name.strip_prefix(stem.as_str()).and_then(|rest| rest.strip_prefix("team="));
            rest.is_some_and(|rest| match rest.split_once('|') {
                None => true,
                Some((_, group)) => {
                    bys.iter().any(|by| group.split_once('=').is_some_and(|(code, _)| code == by.code()))
                }
            })
        };
        let other = |now: &BTreeMap<String, u64>, bys: &[Breakdown]| -> BTreeSet<String> {
            let differs = |(name, count): &&(&str, u64)| match now.get(*name) {
                Some(now) => now != count,
                None => *count > 0 && gone(name, bys),
            };
            before.iter().filter(differs).map(|(name, _)| (*name).to_owned()).collect()
        };
        if other(&now, by.as_slice()).is_empty() {
            return Ok(BTreeSet::new());
        }
        for by in Breakdown::ALL {
            note(&self.named(&whole, people, Some(*by)), &mut now);
        }
        for unit in self.workforce().unit_numbers() {
            let scope = format!("{stem}in={}", self.workforce().unit_key(unit));
            if before.iter().any(|(name, _)| name.starts_with(&scope)) {
                let subject = Subject { unit: Some(unit), ..whole };
                let people = self.people(&subject)?.unwrap_or_default();
                for by in Breakdown::ALL {
                    note(&self.named(&subject, &people, Some(*by)), &mut now);
                }
            }
        }
        Ok(other(&now, Breakdown::ALL))
    }
}
