//! The reader's side: tries to recover what was withheld, from what is public alone. It must not look at inside
//! counts, and shares no judgement with `protect`: exact elimination is its own, and it trusts bounds, not witnesses.

use super::audit::{Builder, Columns, most};
use super::memory::{Fact, Memory};
use super::rational::{Rational, Stuck};
use super::simplex::Simplex;
use super::statement::{Released, Sum};
use super::table::ReleaseTable;
use std::collections::{BTreeMap, BTreeSet};

/// By what means a value was recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Adding and subtracting printed values.
    Elimination,
    /// Counts are never negative: the bounds leave few values, or one.
    Bounds,
}

/// Something withheld which is not safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// What was recovered.
    pub sum: Sum,
    /// It is at least this.
    pub low: i64,
    /// It is at most this; `None` when nothing bounds it.
    pub high: Option<i64>,
    /// How.
    pub means: Means,
}

/// The attack did not come to an end, so it proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttackError {
    /// Fractions outgrew their room.
    #[error("The attack outgrew exact arithmetic: try fewer releases at once")]
    TooHard,
    /// No counts fit all statements.
    #[error("The releases contradict each other: a revised count needs a new atom key")]
    Contradiction,
}

impl From<Stuck> for AttackError {
    fn from(_: Stuck) -> Self {
        Self::TooHard
    }
}

/// Attacks everything withheld in these releases and guarded in memory. What it returns is known exactly, or known to
/// be below the threshold. Nothing returned is what we want.
pub fn attack(memory: &Memory, releases: &[&ReleaseTable]) -> Result<Vec<Recovered>, AttackError> {
    let mut targets: BTreeMap<&Sum, u64> = BTreeMap::new();
    let withheld = releases
        .iter()
        .flat_map(|release| release.statements())
        .filter(|statement| statement.value == Released::Suppressed)
        .map(|statement| (&statement.sum, statement.threshold));
    for (sum, threshold) in withheld.chain(memory.guards().map(|guard| (&guard.sum, guard.threshold))) {
        let entry = targets.entry(sum).or_default();
        *entry = threshold.max(*entry);
    }
    let targets: Vec<(&Sum, u64)> = targets.into_iter().collect();
    recover(&facts(memory, releases), &targets)
}

/// Attacks given sums, whether printed or not. What it returns is known exactly.
pub fn attack_on(
    memory: &Memory,
    releases: &[&ReleaseTable],
    sums: &[Sum],
) -> Result<Vec<Recovered>, AttackError> {
    let targets: Vec<(&Sum, u64)> = sums.iter().map(|sum| (sum, 0)).collect();
    recover(&facts(memory, releases), &targets)
}

/// A group of people, and how many of them are in each category of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// All of them.
    pub group: Sum,
    /// By category, with those whose category is not known as one.
    pub categories: Vec<Sum>,
}

/// Attacks an attribute: which categories everybody in a group is shown to be in, where the group is shown to be anybody.
pub fn attack_attributes(
    memory: &Memory,
    releases: &[&ReleaseTable],
    groups: &[Split],
) -> Result<Vec<Sum>, AttackError> {
    let facts = facts(memory, releases);
    let sums = groups.iter().flat_map(|split| split.categories.iter().chain([&split.group]));
    let columns = Columns::of(facts.iter().map(|fact| &fact.sum).chain(sums));
    let mut builder = Builder::new(columns.len(), most(facts.iter().map(|fact| fact.high)));
    for fact in &facts {
        builder.bound(columns.form(&fact.sum), fact.low, fact.high);
    }
    let mut simplex = Simplex::new(&builder.program)?.ok_or(AttackError::Contradiction)?;
    let mut most_of = |sum: &Sum, down: bool| -> Result<i64, Stuck> {
        simplex.aim(&columns.form(sum), down)?;
        simplex.climb(None)?;
        simplex.worth.floor()
    };
    let mut shared = Vec::new();
    for split in groups {
        let least = -most_of(&split.group, true)?;
        for category in &split.categories {
            // Nobody of the group can be in another category.
            if least > 0 && most_of(&split.group.minus(category), false)? <= 0 {
                shared.push(category.clone());
            }
        }
    }
    Ok(shared)
}

fn facts(memory: &Memory, releases: &[&ReleaseTable]) -> BTreeSet<Fact> {
    let printed = releases.iter().flat_map(|release| release.statements()).filter_map(|statement| {
        let (low, high) = statement.bounds?;
        Some(Fact { sum: statement.sum.clone(), low, high })
    });
    memory.facts().cloned().chain(printed).filter(|fact| fact.sum.terms().next().is_some()).collect()
}

fn recover(facts: &BTreeSet<Fact>, targets: &[(&Sum, u64)]) -> Result<Vec<Recovered>, AttackError> {
    let columns =
        Columns::of(facts.iter().map(|fact| &fact.sum).chain(targets.iter().map(|target| target.0)));
    let solved = Eliminated::new(facts, &columns)?;
    let most = most(facts.iter().map(|fact| fact.high));
    let mut builder = Builder::new(columns.len(), most);
    for fact in facts {
        builder.bound(columns.form(&fact.sum), fact.low, fact.high);
    }
    let mut simplex = Simplex::new(&builder.program)?.ok_or(AttackError::Contradiction)?;
    let mut recovered = Vec::new();
    for (sum, threshold) in targets {
        let form = columns.form(sum);
        if let Some(value) = solved.value(&form)? {
            let (low, high) = (value, Some(value));
            recovered.push(Recovered { sum: (*sum).clone(), low, high, means: Means::Elimination });
            continue;
        }
        simplex.aim(&form, false)?;
        simplex.climb(None)?;
        let high = simplex.worth.floor()?;
        simplex.aim(&form, true)?;
        simplex.climb(None)?;
        let low = -simplex.worth.floor()?;
        if low >= high || u64::try_from(high).unwrap_or(0) < *threshold {
            let high = (high < most / 2).then_some(high);
            recovered.push(Recovered { sum: (*sum).clone(), low, high, means: Means::Bounds });
        }
    }
    Ok(recovered)
}

type Row = BTreeMap<usize, Rational>;

/// The exact statements, solved for one column each.
struct Eliminated(BTreeMap<usize, (Row, Rational)>);

impl Eliminated {
    fn new(facts: &BTreeSet<Fact>, columns: &Columns) -> Result<Self, Stuck> {
        let mut solved = Self(BTreeMap::new());
        for fact in facts.iter().filter(|fact| fact.low == fact.high) {
            let (row, value) = solved.reduce(&columns.form(&fact.sum), Rational::whole(fact.low))?;
            let Some((column, by)) = row.first_key_value().map(|(column, by)| (*column, *by)) else {
                continue;
            };
            let row: Row = row
                .into_iter()
                .map(|(column, entry)| Ok((column, entry.divided_by(by)?)))
                .collect::<Result<_, _>>()?;
            solved.0.insert(column, (row, value.divided_by(by)?));
        }
        Ok(solved)
    }

    /// The form with every solved column replaced, from the first on, so that no replaced one comes back.
    fn reduce(&self, form: &[(usize, i64)], mut value: Rational) -> Result<(Row, Rational), Stuck> {
        let mut row: Row = form.iter().map(|(column, by)| (*column, Rational::whole(*by))).collect();
        let mut from = 0;
        while let Some((column, by)) = row.range(from..).next().map(|(column, by)| (*column, *by)) {
            from = column + 1;
            let Some((pivot, held)) = self.0.get(&column) else { continue };
            for (other, entry) in pivot {
                let reduced = row.get(other).copied().unwrap_or(Rational::ZERO).minus(by.times(*entry)?)?;
                if reduced.is_zero() {
                    row.remove(other);
                } else {
                    row.insert(*other, reduced);
                }
            }
            value = value.minus(by.times(*held)?)?;
        }
        Ok((row, value))
    }

    fn value(&self, form: &[(usize, i64)]) -> Result<Option<i64>, Stuck> {
        let (row, value) = self.reduce(form, Rational::ZERO)?;
        Ok(if row.is_empty() { value.negated().as_whole() } else { None })
    }
}
