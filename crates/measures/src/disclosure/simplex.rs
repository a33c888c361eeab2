//! Linear programming in exact rationals: the bounded primal simplex method on a sparse tableau. It knows rows and
//! columns only, and must not know what they count.

use super::rational::{Rational, Stuck};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Basic in a row which no column has entered yet.
const ARTIFICIAL: usize = usize::MAX;
/// Steps by the steepest column before Bland's rule, which cannot cycle, takes over.
const STEEP: usize = 300;
const PATIENCE: usize = 20_000;
const BRANCHES: usize = 120;

/// Columns with bounds, and rows which the columns must meet exactly.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) bounds: Vec<(i64, i64)>,
    pub(super) rows: Vec<(Vec<(usize, i64)>, i64)>,
    /// Columns of interest to a proof even where their bounds leave no room. Other such columns are constants.
    pub(super) watched: BTreeSet<usize>,
}

/// A linear form over columns.
pub(super) type Form = [(usize, i64)];

impl Program {
    /// Does this point meet every bound and row? Plain integers, so that trust needs no fractions.
    pub(super) fn holds(&self, point: &[i64]) -> bool {
        point.len() == self.bounds.len()
            && self.bounds.iter().zip(point).all(|((low, high), at)| low <= at && at <= high)
            && self.rows.iter().all(|(form, total)| value(form, point) == i128::from(*total))
    }

    /// A whole point at which `form` is `goal` or more, by branch and bound.
    pub(super) fn whole_point(&self, form: &Form, goal: i64) -> Result<Option<Vec<i64>>, Stuck> {
        let mut open = vec![self.clone()];
        for _ in 0..BRANCHES {
            let Some(program) = open.pop() else { return Ok(None) };
            let Some(mut simplex) = Simplex::new(&program)? else { continue };
            simplex.aim(form, false)?;
            if simplex.climb(Some(goal))? {
                return Ok(simplex.whole());
            }
            if simplex.worth.compare(Rational::whole(goal))? == Ordering::Less {
                continue;
            }
            let Some((column, at)) =
                simplex.point()?.into_iter().enumerate().find(|(_, at)| at.as_whole().is_none())
            else {
                continue;
            };
            let floor = at.floor()?;
            let (mut below, mut above) = (program.clone(), program);
            below.bounds[column].1 = floor;
            above.bounds[column].0 = floor + 1;
            open.push(below);
            open.push(above);
        }
        Err(Stuck)
    }
}

pub(super) fn value(form: &Form, point: &[i64]) -> i128 {
    form.iter().map(|(column, coefficient)| i128::from(*coefficient) * i128::from(point[*column])).sum()
}

/// A tableau at a feasible vertex. Columns are kept as distances from their lower bound, or, when `turned`, from
/// their upper one.
#[derive(Clone, Debug)]
pub(super) struct Simplex {
    rows: Vec<Vec<(usize, Rational)>>,
    held: Vec<Rational>,
    basis: Vec<usize>,
    basic: Vec<bool>,
    turned: Vec<bool>,
    low: Vec<i64>,
    room: Vec<Rational>,
    artificial_room: bool,
    slope: Vec<Rational>,
    pub(super) worth: Rational,
}

impl Simplex {
    /// At some vertex of the program, or `None` where there is none.
    pub(super) fn new(program: &Program) -> Result<Option<Self>, Stuck> {
        let columns = program.bounds.len();
        if program.bounds.iter().any(|(low, high)| low > high) {
            return Ok(None);
        }
        let mut simplex = Self {
            rows: Vec::new(),
            held: Vec::new(),
            basis: vec![ARTIFICIAL; program.rows.len()],
            basic: vec![false; columns],
            turned: vec![false; columns],
            low: program.bounds.iter().map(|bounds| bounds.0).collect(),
            room: program.bounds.iter().map(|(low, high)| Rational::whole(high - low)).collect(),
            artificial_room: true,
            slope: vec![Rational::ZERO; columns],
            worth: Rational::ZERO,
        };
        for (form, total) in &program.rows {
            let mut row: Vec<(usize, Rational)> =
                form.iter().map(|(c, by)| (*c, Rational::whole(*by))).collect();
            row.sort_by_key(|(column, _)| *column);
            let mut held = Rational::whole(*total);
            for (column, by) in &row {
                held = held.minus(by.times(Rational::whole(simplex.low[*column]))?)?;
            }
            row.retain(|(column, _)| !simplex.room[*column].is_zero() || program.watched.contains(column));
            if held.sign() == Ordering::Less {
                held = held.negated();
                for (_, by) in &mut row {
                    *by = by.negated();
                }
            }
            // Phase one climbs until the artificial columns, one a row, hold nothing.
            for (column, by) in &row {
                simplex.slope[*column] = simplex.slope[*column].plus(*by)?;
            }
            simplex.worth = simplex.worth.minus(held)?;
            simplex.rows.push(row);
            simplex.held.push(held);
        }
        simplex.climb(None)?;
        simplex.artificial_room = false;
        Ok(simplex.worth.is_zero().then_some(simplex))
    }

    /// Climbs towards greater (or, downwards, smaller) values of `form` from now on.
    pub(super) fn aim(&mut self, form: &Form, down: bool) -> Result<(), Stuck> {
        self.slope.fill(Rational::ZERO);
        self.worth = Rational::ZERO;
        for (column, by) in form {
            let by = Rational::whole(if down { -*by } else { *by });
            self.worth = self.worth.plus(by.times(Rational::whole(self.low[*column]))?)?;
            self.slope[*column] = self.slope[*column].plus(by)?;
        }
        for column in 0..self.slope.len() {
            if self.turned[column] && !self.slope[column].is_zero() {
                self.worth = self.worth.plus(self.slope[column].times(self.room[column])?)?;
                self.slope[column] = self.slope[column].negated();
            }
        }
        for row in 0..self.rows.len() {
            let column = self.basis[row];
            if column != ARTIFICIAL && !self.slope[column].is_zero() {
                self.clear_slope(row, column)?;
            }
        }
        Ok(())
    }

    fn clear_slope(&mut self, row: usize, column: usize) -> Result<(), Stuck> {
        let slope = self.slope[column];
        for (other, by) in &self.rows[row] {
            self.slope[*other] = self.slope[*other].minus(slope.times(*by)?)?;
        }
        self.worth = self.worth.plus(slope.times(self.held[row])?)?;
        Ok(())
    }

    /// To the optimum, or true as soon as it stands on a whole point worth `goal` or more.
    pub(super) fn climb(&mut self, goal: Option<i64>) -> Result<bool, Stuck> {
        for step in 0..PATIENCE {
            if let Some(goal) = goal
                && self.worth.compare(Rational::whole(goal))? != Ordering::Less
                && self.held.iter().all(|held| held.as_whole().is_some())
            {
                return Ok(true);
            }
            let Some(column) = self.entering(step >= STEEP)? else { return Ok(false) };
            self.step(column)?;
        }
        Err(Stuck)
    }

    fn entering(&self, bland: bool) -> Result<Option<usize>, Stuck> {
        let mut best: Option<usize> = None;
        for (column, slope) in self.slope.iter().enumerate() {
            if self.basic[column] || slope.sign() != Ordering::Greater || self.room[column].is_zero() {
                continue;
            }
            if bland {
                return Ok(Some(column));
            }
            if best.is_none_or(|best| self.slope[best] != *slope) {
                best = match best {
                    Some(best) if slope.compare(self.slope[best])? != Ordering::Greater => Some(best),
                    _ => Some(column),
                };
            }
        }
        Ok(best)
    }

    fn entry(&self, row: usize, column: usize) -> Option<Rational> {
        let row = &self.rows[row];
        row.binary_search_by_key(&column, |(column, _)| *column).ok().map(|at| row[at].1)
    }

    /// Moves along one column until something is at a bound.
    fn step(&mut self, column: usize) -> Result<(), Stuck> {
        let mut limit = self.room[column];
        let mut leaving: Option<(usize, bool)> = None;
        for row in 0..self.rows.len() {
            let Some(by) = self.entry(row, column) else { continue };
            let rises = by.sign() == Ordering::Less;
            let reach = if !rises {
                self.held[row].divided_by(by)?
            } else if let Some(room) = self.room_of(self.basis[row]) {
                room.minus(self.held[row])?.divided_by(by.negated())?
            } else {
                continue;
            };
            // Ties go to the lowest column, artificial ones first, as Bland's rule asks.
            let earlier = match (reach.compare(limit)?, leaving) {
                (Ordering::Less, _) | (Ordering::Equal, None) => true,
                (Ordering::Equal, Some((best, _))) => {
                    self.basis[row].wrapping_add(1) < self.basis[best].wrapping_add(1)
                }
                (Ordering::Greater, _) => false,
            };
            if earlier {
                (limit, leaving) = (reach, Some((row, rises)));
            }
        }
        match leaving {
            None => self.turn(column),
            Some((row, rises)) => {
                if rises {
                    self.turn_basic(row)?;
                }
                self.pivot(row, column)
            }
        }
    }

    fn room_of(&self, basic: usize) -> Option<Rational> {
        if basic != ARTIFICIAL {
            return Some(self.room[basic]);
        }
        (!self.artificial_room).then_some(Rational::ZERO)
    }

    /// Measures a column outside the basis from its other bound.
    fn turn(&mut self, column: usize) -> Result<(), Stuck> {
        let room = self.room[column];
        for (row, held) in self.rows.iter_mut().zip(&mut self.held) {
            if let Ok(at) = row.binary_search_by_key(&column, |(column, _)| *column) {
                *held = held.minus(row[at].1.times(room)?)?;
                row[at].1 = row[at].1.negated();
            }
        }
        self.worth = self.worth.plus(self.slope[column].times(room)?)?;
        self.slope[column] = self.slope[column].negated();
        self.turned[column] = !self.turned[column];
        Ok(())
    }

    fn turn_basic(&mut self, row: usize) -> Result<(), Stuck> {
        let basic = self.basis[row];
        let room = self.room_of(basic).ok_or(Stuck)?;
        self.held[row] = room.minus(self.held[row])?;
        for (column, by) in &mut self.rows[row] {
            if *column != basic {
                *by = by.negated();
            }
        }
        if basic != ARTIFICIAL {
            self.turned[basic] = !self.turned[basic];
        }
        Ok(())
    }

    fn pivot(&mut self, row: usize, column: usize) -> Result<(), Stuck> {
        let by = self.entry(row, column).ok_or(Stuck)?;
        let mut pivot = std::mem::take(&mut self.rows[row]);
        if by != Rational::ONE {
            for (_, entry) in &mut pivot {
                *entry = entry.divided_by(by)?;
            }
            self.held[row] = self.held[row].divided_by(by)?;
        }
        for other in 0..self.rows.len() {
            if let Some(by) = self.entry(other, column) {
                self.rows[other] = less(&self.rows[other], by, &pivot)?;
                self.held[other] = self.held[other].minus(by.times(self.held[row])?)?;
            }
        }
        self.rows[row] = pivot;
        if !self.slope[column].is_zero() {
            self.clear_slope(row, column)?;
        }
        if self.basis[row] != ARTIFICIAL {
            self.basic[self.basis[row]] = false;
        }
        self.basis[row] = column;
        self.basic[column] = true;
        Ok(())
    }

    /// Where it stands.
    pub(super) fn point(&self) -> Result<Vec<Rational>, Stuck> {
        let mut away = vec![Rational::ZERO; self.low.len()];
        for (basic, held) in self.basis.iter().zip(&self.held) {
            if *basic != ARTIFICIAL {
                away[*basic] = *held;
            }
        }
        let place = |column: usize, away: Rational| {
            let away = if self.turned[column] { self.room[column].minus(away)? } else { away };
            away.plus(Rational::whole(self.low[column]))
        };
        away.into_iter().enumerate().map(|(column, away)| place(column, away)).collect()
    }

    /// Where it stands, when all coordinates are whole.
    pub(super) fn whole(&self) -> Option<Vec<i64>> {
        self.point().ok()?.into_iter().map(Rational::as_whole).collect()
    }

    /// The columns on which the optimum rests: which way each would have to move to better it.
    pub(super) fn proof(&self) -> Vec<(usize, Ordering)> {
        let signed = |column: usize| {
            let slope = self.slope[column];
            (column, if self.turned[column] { slope.negated().sign() } else { slope.sign() })
        };
        (0..self.slope.len())
            .filter(|column| !self.basic[*column])
            .map(signed)
            .filter(|(_, way)| *way != Ordering::Equal)
            .collect()
    }
}

/// `row - by × pivot`, both in order of column.
fn less(
    row: &[(usize, Rational)],
    by: Rational,
    pivot: &[(usize, Rational)],
) -> Result<Vec<(usize, Rational)>, Stuck> {
    let mut merged = Vec::with_capacity(row.len() + pivot.len());
    let (mut left, mut right) = (0, 0);
    loop {
        let (column, entry) = match (row.get(left), pivot.get(right)) {
            (Some(a), Some(b)) if a.0 == b.0 => {
                (left, right) = (left + 1, right + 1);
                (a.0, a.1.minus(by.times(b.1)?)?)
            }
            (Some(a), Some(b)) if a.0 < b.0 => {
                left += 1;
                *a
            }
            (_, Some(b)) => {
                right += 1;
                (b.0, by.times(b.1)?.negated())
            }
            (Some(a), None) => {
                left += 1;
                *a
            }
            (None, None) => return Ok(merged),
        };
        if !entry.is_zero() {
            merged.push((column, entry));
        }
    }
}
