//! Asks of each guarded sum whether the statements leave it free. It must clear a sum only on witnesses.

use super::memory::{Fact, Memory};
use super::rational::Stuck;
use super::simplex::{Program, Simplex, value};
use super::statement::Sum;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a program by atom.
pub(super) struct Columns<'a>(BTreeMap<&'a str, usize>);

impl<'a> Columns<'a> {
    pub(super) fn of(sums: impl IntoIterator<Item = &'a Sum>) -> Self {
        Self::with(sums, [])
    }

    pub(super) fn with(
        sums: impl IntoIterator<Item = &'a Sum>,
        atoms: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut all: BTreeSet<&str> = atoms.into_iter().collect();
        all.extend(sums.into_iter().flat_map(|sum| sum.terms().map(|(atom, _)| atom)));
        Self(all.into_iter().enumerate().map(|(column, atom)| (atom, column)).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn form(&self, sum: &Sum) -> Vec<(usize, i64)> {
        sum.terms().filter_map(|(atom, by)| self.0.get(atom).map(|column| (*column, by))).collect()
    }
}

/// A program of atoms from zero up, to which bounded sums are added.
pub(super) struct Builder {
    pub(super) program: Program,
    by_form: BTreeMap<Vec<(usize, i64)>, usize>,
}

impl Builder {
    /// `most` stands for no bound at all: it must be far above anything said.
    pub(super) fn new(atoms: usize, most: i64) -> Self {
        Self {
            program: Program { bounds: vec![(0, most); atoms], rows: Vec::new(), watched: BTreeSet::new() },
            by_form: BTreeMap::new(),
        }
    }

    /// Bounds a form and says which column carries it, and whether that column runs against it.
    pub(super) fn bound(&mut self, form: Vec<(usize, i64)>, low: i64, high: i64) -> (usize, bool) {
        let bounds = &mut self.program.bounds;
        if let [(column, 1)] = form[..] {
            bounds[column] = (bounds[column].0.max(low), bounds[column].1.min(high));
            return (column, false);
        }
        // A slack column holds the negative of the form.
        let column = *self.by_form.entry(form).or_insert_with_key(|form| {
            bounds.push((i64::MIN, i64::MAX));
            let mut row = form.clone();
            row.push((bounds.len() - 1, 1));
            self.program.rows.push((row, 0));
            bounds.len() - 1
        });
        bounds[column] = (bounds[column].0.max(-high), bounds[column].1.min(-low));
        (column, true)
    }
}

/// Far above anything said, and far below overflow.
pub(super) fn most(bounds: impl IntoIterator<Item = i64>) -> i64 {
    let total: i128 = bounds.into_iter().map(|bound| i128::from(bound).abs()).sum();
    i64::try_from(total.saturating_mul(4).saturating_add(1_000)).unwrap_or(i64::MAX).min(i64::MAX >> 8)
}

/// A guarded sum and how free it has been seen to be.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) form: Vec<(usize, i64)>,
    threshold: i64,
    reaches: bool,
    seen: Option<i128>,
    varies: bool,
}

impl Target {
    /// To be seen at `threshold` or more, and at two values, of which the true one, if we know it, is one.
    pub(super) fn new(form: Vec<(usize, i64)>, threshold: u64, truth: Option<u64>) -> Self {
        let threshold = i64::try_from(threshold).unwrap_or(i64::MAX);
        let mut target = Self { form, threshold, reaches: threshold == 0, seen: None, varies: false };
        if let Some(truth) = truth {
            target.see(i128::from(truth));
        }
        target
    }

    fn see(&mut self, value: i128) {
        self.reaches |= value >= i128::from(self.threshold);
        self.varies |= *self.seen.get_or_insert(value) != value;
    }

    pub(super) fn is_free(&self) -> bool {
        self.reaches && self.varies
    }
}

/// A sum which is not free.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) target: usize,
    pub(super) proof: Proof,
}

/// What bounds a sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// The columns on which the bounds rest, and which way each would have to move to widen them.
    pub(super) rests_on: Vec<(usize, Ordering)>,
    /// They alone bound it; otherwise integrality does too, or arithmetic gave up.
    pub(super) whole: bool,
}

/// What an audit came to.
pub(super) enum Outcome {
    /// The statements contradict each other.
    Impossible,
    /// All targets are free.
    Free,
    /// The first that are not.
    Bound(Vec<Failure>),
}

/// More would be found in vain, since each suppression frees others.
const FAILURES: usize = 8;

/// Shows targets to be free, one after another, and stops when some are not.
pub(super) fn audit(program: &Program, targets: &mut [Target]) -> Result<Outcome, Stuck> {
    let Some(mut simplex) = Simplex::new(program)? else { return Ok(Outcome::Impossible) };
    if let Some(point) = simplex.whole() {
        witness(program, &point, targets);
    }
    let mut failures = Vec::new();
    for target in 0..targets.len() {
        if targets[target].is_free() {
            continue;
        }
        let (proof, stuck) = match free(program, &mut simplex, targets, target) {
            Ok(None) => continue,
            Ok(Some(proof)) => (proof, false),
            Err(Stuck) => (Proof::default(), true),
        };
        failures.push(Failure { target, proof });
        // A tableau which gave up may be broken.
        if stuck || failures.len() == FAILURES {
            break;
        }
    }
    Ok(if failures.is_empty() { Outcome::Free } else { Outcome::Bound(failures) })
}

/// `None` when the target was shown to be free, otherwise why it is not.
fn free(
    program: &Program,
    simplex: &mut Simplex,
    targets: &mut [Target],
    target: usize,
) -> Result<Option<Proof>, Stuck> {
    let form = targets[target].form.clone();
    if !targets[target].reaches {
        let goal = targets[target].threshold;
        if !seek(program, simplex, targets, &form, goal, false)? {
            return Ok(Some(Proof { rests_on: simplex.proof(), whole: simplex.worth.floor()? < goal }));
        }
    }
    if targets[target].seen.is_none() {
        seek(program, simplex, targets, &form, i64::MIN >> 8, false)?;
    }
    let mut proof = Proof { rests_on: Vec::new(), whole: true };
    for down in [false, true] {
        if targets[target].is_free() {
            return Ok(None);
        }
        let seen = targets[target].seen.and_then(|seen| i64::try_from(seen).ok()).ok_or(Stuck)?;
        let goal = if down { 1 - seen } else { seen + 1 };
        if !seek(program, simplex, targets, &form, goal, down)? {
            proof.rests_on.extend(simplex.proof());
            proof.whole &= simplex.worth.floor()? < goal;
        }
    }
    Ok(if targets[target].is_free() { None } else { Some(proof) })
}

/// Looks for a whole point at which the form (downwards: its negative) is `goal` or more, and lets all targets see it.
fn seek(
    program: &Program,
    simplex: &mut Simplex,
    targets: &mut [Target],
    form: &[(usize, i64)],
    goal: i64,
    down: bool,
) -> Result<bool, Stuck> {
    simplex.aim(form, down)?;
    let point = if simplex.climb(Some(goal))? {
        simplex.whole()
    } else if simplex.worth.floor()? < goal {
        None
    } else {
        let form: Vec<_> = form.iter().map(|(column, by)| (*column, if down { -by } else { *by })).collect();
        program.whole_point(&form, goal)?
    };
    Ok(point.is_some_and(|point| witness(program, &point, targets)))
}

/// A point counts only if it meets every statement.
fn witness(program: &Program, point: &[i64], targets: &mut [Target]) -> bool {
    if !program.holds(point) {
        return false;
    }
    for target in targets.iter_mut() {
        let value = value(&target.form, point);
        target.see(value);
    }
    true
}

/// The facts and guards of memory which bear on these atoms, through whatever chain of sums.
pub(super) fn bearing_on<'a>(
    memory: &'a Memory,
    atoms: impl IntoIterator<Item = &'a str>,
) -> (Vec<&'a Fact>, Vec<&'a super::memory::Guard>) {
    // An atom which was printed exactly passes nothing on.
    let pinned: BTreeSet<&str> =
        memory.facts().filter(|fact| fact.low == fact.high).filter_map(|fact| fact.sum.as_atom()).collect();
    let sums: Vec<&Sum> =
        memory.facts().map(|fact| &fact.sum).chain(memory.guards().map(|guard| &guard.sum)).collect();
    let mut by_atom: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, sum) in sums.iter().enumerate() {
        for (atom, _) in sum.terms() {
            by_atom.entry(atom).or_default().push(at);
        }
    }
    let mut reached = vec![false; sums.len()];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = atoms.into_iter().collect();
    while let Some(atom) = open.pop() {
        if !seen.insert(atom) {
            continue;
        }
        for at in by_atom.get(atom).into_iter().flatten() {
            if pinned.contains(atom) && sums[*at].as_atom().is_none() {
                continue;
            }
            if !std::mem::replace(&mut reached[*at], true) {
                open.extend(sums[*at].terms().map(|(atom, _)| atom));
            }
        }
    }
    let facts = memory.facts().enumerate().filter(|(at, _)| reached[*at]).map(|(_, fact)| fact);
    let count = memory.facts().count();
    let guards = memory.guards().enumerate().filter(|(at, _)| reached[count + at]).map(|(_, guard)| guard);
    (facts.collect(), guards.collect())
}
