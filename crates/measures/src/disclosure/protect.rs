//! From inside to release: primary suppression, then secondary suppression until the audit passes. Nothing may leave
//! by another way, and on any doubt nothing leaves.

use super::audit::{Builder, Columns, Failure, Outcome, Target, audit, bearing_on, most};
use super::memory::{Fact, Guard, Memory};
use super::statement::{DisclosureError, Policy, Released, Statement, Sum};
use super::table::{InsideTable, Place, ReleaseTable};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A table fit to be released, and what to remember if it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection<T = ReleaseTable> {
    /// For the reader.
    pub release: T,
    /// For us, in place of the memory given, once the release is published.
    pub memory: Memory,
}

/// Protects a table, given all that was released before.
pub fn protect(table: &InsideTable, policy: &Policy, memory: &Memory) -> Result<Protection, DisclosureError> {
    let mut together = protect_together(&[table], policy, memory)?;
    let release = together.release.pop().expect("one table for one");
    Ok(Protection { release, memory: together.memory })
}

/// Protects tables which are released together. It can succeed where one after the other cannot, because nothing of
/// the first is settled before the last was seen.
pub fn protect_together(
    tables: &[&InsideTable],
    policy: &Policy,
    memory: &Memory,
) -> Result<Protection<Vec<ReleaseTable>>, DisclosureError> {
    let mut work = Work::new(tables, policy, memory)?;
    // The second reader knows more, but is only kept from certainty: see the module. What we withhold from him the
    // first must not recover either.
    loop {
        work.suppress_until_free(Reader::Plain)?;
        let before = work.shown();
        work.suppress_until_free(Reader::KnowsZerosAreShown)?;
        if work.shown() == before {
            break;
        }
    }
    Ok(work.finish())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Plain,
    KnowsZerosAreShown,
}

/// How to break a proof.
enum Break {
    /// What was chosen for another proof breaks this one too.
    Made,
    /// By suppressing this sum.
    By(usize),
    /// It does not rest on anything that we are about to say.
    None,
}

/// A sum which some table prints.
struct Said {
    sum: Sum,
    form: Vec<(usize, i64)>,
    count: u64,
    is_cell: bool,
    tables: Vec<usize>,
    shown: bool,
    bounds: (i64, i64),
    /// What earlier releases say of it.
    before: (i64, i64),
}

impl Said {
    fn is_atom(&self) -> bool {
        self.sum.as_atom().is_some()
    }
}

struct Work<'a> {
    tables: &'a [&'a InsideTable],
    policy: &'a Policy,
    memory: &'a Memory,
    places: Vec<Vec<(Place, usize)>>,
    said: Vec<Said>,
    /// Small atoms, and sums to withhold, which no table prints by themselves.
    hidden: Vec<(Sum, u64)>,
    facts: Vec<&'a Fact>,
    guards: Vec<&'a Guard>,
    columns: Columns<'a>,
    most: i64,
}

impl<'a> Work<'a> {
    fn new(
        tables: &'a [&'a InsideTable],
        policy: &'a Policy,
        memory: &'a Memory,
    ) -> Result<Self, DisclosureError> {
        let atoms = atoms(tables)?;
        let (facts, guards) = bearing_on(memory, atoms.keys().copied());
        check(&facts, &atoms)?;

        let mut before: BTreeMap<&Sum, (i64, i64)> = BTreeMap::new();
        for fact in &facts {
            let bounds = before.entry(&fact.sum).or_insert((0, i64::MAX));
            *bounds = (bounds.0.max(fact.low), bounds.1.min(fact.high));
        }
        // What was withheld stays so: to show it now would only be to lose it again in the audit, by way of others.
        let before_now = guards.iter().map(|guard| &guard.sum);
        let withheld: BTreeSet<&Sum> =
            before_now.chain(tables.iter().flat_map(|table| table.withheld())).collect();
        let mut said: Vec<Said> = Vec::new();
        let mut by_sum: BTreeMap<Sum, usize> = BTreeMap::new();
        let mut places = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            let mut places_of_table = Vec::new();
            for place in table.places() {
                let sum = table.sum(place);
                let index = *by_sum.entry(sum).or_insert_with_key(|sum| {
                    let mut new = Said::new(sum, table.count_of(sum), policy, before.get(sum).copied());
                    new.shown &= !withheld.contains(sum);
                    said.push(new);
                    said.len() - 1
                });
                said[index].is_cell |= matches!(place, Place::Cell(..));
                said[index].tables.push(at);
                places_of_table.push((place, index));
            }
            places.push(places_of_table);
        }
        let small = atoms.iter().filter(|(_, count)| policy.is_small(**count));
        let small = small.map(|(atom, count)| (Sum::of(*atom), *count));
        let told_not = tables.iter().flat_map(|table| {
            table.withheld().map(|sum| (sum.clone(), table.count_of(sum))).collect::<Vec<_>>()
        });
        let hidden: BTreeMap<Sum, u64> =
            small.chain(told_not).filter(|(sum, _)| !by_sum.contains_key(sum)).collect();
        let hidden: Vec<(Sum, u64)> = hidden.into_iter().collect();
        let columns = Columns::with(
            facts.iter().map(|fact| &fact.sum).chain(guards.iter().map(|guard| &guard.sum)),
            atoms.keys().copied(),
        );
        for said in &mut said {
            said.form = columns.form(&said.sum);
        }
        let bounds = facts.iter().map(|fact| fact.high).chain(said.iter().map(|said| said.bounds.1));
        let most = most(bounds.chain([i64::try_from(policy.threshold()).unwrap_or(i64::MAX)]));
        Ok(Self { tables, policy, memory, places, said, hidden, facts, guards, columns, most })
    }

    fn shown(&self) -> usize {
        self.said.iter().filter(|said| said.shown).count()
    }

    /// A table which withholds a zero leaves no reader sure that its suppressed cells are not zeros.
    fn withholds_zero(&self, table: usize) -> bool {
        self.said.iter().any(|said| !said.shown && said.count == 0 && said.tables.contains(&table))
    }

    /// Taken for one or more by a reader who knows that zeros are shown.
    fn is_taken_as_positive(&self, said: &Said) -> bool {
        !said.shown
            && said.is_atom()
            && said.is_cell
            && said.tables.iter().any(|table| !self.withholds_zero(*table))
    }

    fn suppress_until_free(&mut self, reader: Reader) -> Result<(), DisclosureError> {
        let mut targets = self.targets(reader);
        loop {
            let (builder, carriers) = self.program(reader);
            let failures = match audit(&builder.program, &mut targets) {
                Ok(Outcome::Free) => return Ok(()),
                Ok(Outcome::Impossible) => {
                    return Err(DisclosureError::Contradiction { what: self.names() });
                }
                Ok(Outcome::Bound(failures)) => failures,
                Err(_) => Vec::new(),
            };
            let mut chosen = Vec::new();
            for failure in &failures {
                match self.breaks(failure, &carriers, reader, &chosen) {
                    Break::By(next) => chosen.push(next),
                    Break::None if failure.proof.whole => return Err(self.helpless(Some(failure), &targets)),
                    Break::Made | Break::None => {}
                }
            }
            if chosen.is_empty() {
                // Not proved either way: less said can only help.
                let least = self.least(|_| true).ok_or_else(|| self.helpless(failures.first(), &targets))?;
                chosen.push(least);
            }
            for next in chosen {
                self.said[next].shown = false;
                // What was seen stays possible when less is said.
                targets.push(self.target(next, reader));
            }
        }
    }

    fn target(&self, said: usize, reader: Reader) -> Target {
        let said = &self.said[said];
        let threshold = if reader == Reader::Plain { self.policy.threshold() } else { 0 };
        Target::new(said.form.clone(), threshold, Some(said.count))
    }

    fn targets(&self, reader: Reader) -> Vec<Target> {
        let plain = reader == Reader::Plain;
        let suppressed = (0..self.said.len()).filter(|said| !self.said[*said].shown);
        let mut targets: Vec<Target> = suppressed.map(|said| self.target(said, reader)).collect();
        for (sum, count) in &self.hidden {
            let threshold = if plain { self.policy.threshold() } else { 0 };
            targets.push(Target::new(self.columns.form(sum), threshold, Some(*count)));
        }
        for guard in &self.guards {
            let threshold = if plain { guard.threshold } else { 0 };
            targets.push(Target::new(self.columns.form(&guard.sum), threshold, None));
        }
        targets
    }

    /// All that the reader knows, and for each sum the column which carries it and whether that runs against it.
    fn program(&self, reader: Reader) -> (Builder, Vec<(usize, bool)>) {
        let mut builder = Builder::new(self.columns.len(), self.most);
        for fact in &self.facts {
            builder.bound(self.columns.form(&fact.sum), fact.low, fact.high);
        }
        if reader == Reader::KnowsZerosAreShown {
            let before = self.guards.iter().filter(|guard| guard.positive).map(|guard| &guard.sum);
            let now = self.said.iter().filter(|said| self.is_taken_as_positive(said)).map(|said| &said.sum);
            for sum in before.chain(now) {
                builder.bound(self.columns.form(sum), 1, self.most);
            }
        }
        let carriers = self.said.iter().map(|said| {
            if said.shown && !said.form.is_empty() {
                builder.bound(said.form.clone(), said.bounds.0, said.bounds.1)
            } else {
                (usize::MAX, false)
            }
        });
        let carriers: Vec<(usize, bool)> = carriers.collect();
        builder.program.watched.extend(carriers.iter().map(|(column, _)| *column));
        (builder, carriers)
    }

    /// The smallest shown sum whose suppression breaks the proof, unless one already chosen does.
    fn breaks(
        &self,
        failure: &Failure,
        carriers: &[(usize, bool)],
        reader: Reader,
        chosen: &[usize],
    ) -> Break {
        let mut ways: BTreeMap<usize, Vec<Ordering>> = BTreeMap::new();
        for (column, way) in &failure.proof.rests_on {
            ways.entry(*column).or_default().push(*way);
        }
        let widens = |index: usize| {
            let said = &self.said[index];
            let (column, against) = carriers[index];
            ways.get(&column).into_iter().flatten().any(|way| {
                let up = (*way == Ordering::Greater) != against;
                if up { said.before.1 > said.bounds.1 } else { said.before.0 < said.bounds.0 }
            })
        };
        // The proof may rest on cells being one or more: a withheld zero takes that away.
        let supposes = |said: &&Said| {
            let column = said.form.first().map_or(usize::MAX, |term| term.0);
            self.is_taken_as_positive(said) && ways.contains_key(&column)
        };
        let tables: BTreeSet<usize> = match reader {
            Reader::Plain => BTreeSet::new(),
            Reader::KnowsZerosAreShown => {
                self.said.iter().filter(supposes).flat_map(|said| said.tables.iter().copied()).collect()
            }
        };
        let unsettles = |index: usize| {
            let said = &self.said[index];
            said.count == 0 && said.is_cell && said.tables.iter().any(|table| tables.contains(table))
        };
        if chosen.iter().any(|index| widens(*index) || unsettles(*index)) {
            return Break::Made;
        }
        self.least(widens).or_else(|| self.least(unsettles)).map_or(Break::None, Break::By)
    }

    /// The cheapest shown sum to lose: a cell before a total, a number before a zero, a small one before a large.
    fn least(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.said.len())
            .filter(|index| self.said[*index].shown && !self.said[*index].form.is_empty() && fits(*index))
            .min_by_key(|index| {
                let said = &self.said[*index];
                (!said.is_cell, said.count == 0, said.count, *index)
            })
    }

    fn helpless(&self, failure: Option<&Failure>, targets: &[Target]) -> DisclosureError {
        let Some(failure) = failure else { return DisclosureError::NotProved { what: self.names() } };
        let form = &targets[failure.target].form;
        let sums = self
            .said
            .iter()
            .map(|said| &said.sum)
            .chain(self.hidden.iter().map(|(sum, _)| sum))
            .chain(self.guards.iter().map(|guard| &guard.sum));
        let what = sums
            .into_iter()
            .find(|sum| self.columns.form(sum) == *form)
            .map_or_else(|| self.names(), ToString::to_string);
        if failure.proof.whole {
            DisclosureError::AlreadyDisclosed { what }
        } else {
            DisclosureError::NotProved { what }
        }
    }

    fn names(&self) -> String {
        self.tables.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ")
    }

    fn finish(self) -> Protection<Vec<ReleaseTable>> {
        let mut memory = self.memory.clone();
        let threshold = self.policy.threshold();
        let counted = self.tables.iter().flat_map(|table| table.atoms());
        memory.counts.extend(counted.map(|(atom, count)| (atom.to_owned(), count)));
        for said in &self.said {
            let sum = said.sum.clone();
            if said.shown {
                memory.fact(Fact { sum, low: said.bounds.0, high: said.bounds.1 });
            } else {
                let positive = self.is_taken_as_positive(said);
                memory.guard(Guard { sum, threshold, positive });
            }
        }
        for (sum, _) in &self.hidden {
            memory.guard(Guard { sum: sum.clone(), threshold, positive: false });
        }
        let statement = |index: usize| {
            let said = &self.said[index];
            let (value, bounds) = if said.shown {
                (Released::Count(self.policy.print(said.count)), Some(said.bounds))
            } else {
                (Released::Suppressed, None)
            };
            Statement { sum: said.sum.clone(), value, bounds, threshold }
        };
        let release = self
            .tables
            .iter()
            .zip(&self.places)
            .map(|(table, places)| {
                table.release(
                    self.policy.round_to(),
                    places.iter().map(|(_, index)| statement(*index)).collect(),
                )
            })
            .collect();
        Protection { release, memory }
    }
}

impl Said {
    fn new(sum: &Sum, count: u64, policy: &Policy, before: Option<(i64, i64)>) -> Self {
        Self {
            sum: sum.clone(),
            form: Vec::new(),
            count,
            is_cell: false,
            tables: Vec::new(),
            shown: !policy.is_small(count),
            bounds: policy.bounds(count),
            before: before.unwrap_or((0, i64::MAX)),
        }
    }
}

/// All atoms of the tables with their counts, on which the tables must agree.
fn atoms<'a>(tables: &[&'a InsideTable]) -> Result<BTreeMap<&'a str, u64>, DisclosureError> {
    let mut atoms = BTreeMap::new();
    for table in tables {
        for (atom, count) in table.atoms() {
            if atoms.insert(atom, count).is_some_and(|other| other != count) {
                return Err(DisclosureError::Contradiction { what: atom.into() });
            }
        }
    }
    Ok(atoms)
}

/// The facts which these counts settle must be true of them.
fn check(facts: &[&Fact], atoms: &BTreeMap<&str, u64>) -> Result<(), DisclosureError> {
    for fact in facts {
        let terms: Option<Vec<i128>> = fact
            .sum
            .terms()
            .map(|(atom, by)| atoms.get(atom).map(|count| i128::from(*count) * i128::from(by)))
            .collect();
        let Some(terms) = terms else { continue };
        let total: i128 = terms.into_iter().sum();
        if !(i128::from(fact.low)..=i128::from(fact.high)).contains(&total) {
            return Err(DisclosureError::Contradiction { what: fact.sum.to_string() });
        }
    }
    Ok(())
}
