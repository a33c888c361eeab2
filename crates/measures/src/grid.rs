//! Grids: many measures over many spans for many units at once, without evidence.
//!
//! A grid gives the numerator, denominator and value that [`Ground::figures`] gives for each question, group by group: it
//! counts the same parts by the same functions (`counting`) and takes people once by the same rule. It differs in keeping
//! sums by team instead of records: each part is counted once for each span, whichever measures use it, and its sums are
//! rolled up the tree of units. What a reader must be shown with a figure (records, intervals, cautions) it does not have.

mod sums;

use std::ops::Range;

use workforce::facts::UnitNumber;
use workforce::position::AskError;
use workforce::quantity::NoNumber;

use crate::breakdown::{Breakdown, Group};
use crate::counting::Over;
use crate::exact::{Amount, Rounded};
use crate::figure::{factor, worth};
use crate::found::Found;
use crate::grid::sums::{Sums, Tree};
use crate::ground::Ground;
use crate::measure::{Measure, Term, Times};
use crate::part::Part;
use crate::span::Span;

/// What a grid is asked for: every measure over every span for every unit.
#[derive(Debug, Clone, Copy)]
pub struct GridAsk<'q> {
    /// The measures.
    pub measures: &'q [&'static Measure],
    /// The spans; in order of days they are counted fastest.
    pub spans: &'q [Span],
    /// Units, each with what is below it; `None` is the whole council.
    pub units: &'q [Option<UnitNumber>],
    /// The baseline of the posts; those in force without one.
    pub baseline: Option<&'q str>,
}

/// One figure of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The place of its measure in the question.
    pub measure: usize,
    /// Of a measure of shares, the place of the group in [`Breakdown::group_at`]; `None` there is "not known".
    pub slot: Option<usize>,
    /// The exact numerator; none when nothing of the kind is recorded.
    pub numerator: Option<Amount>,
    /// The exact denominator of a rate.
    pub denominator: Option<Amount>,
    /// The value, rounded once, or why there is none.
    pub value: Result<Rounded, NoNumber>,
}

/// A part to be counted and, for shares, what it is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    part: Part,
    by: Option<Breakdown>,
}

/// A measure in terms of rows.
#[derive(Debug)]
struct Formula {
    measure: &'static Measure,
    numerator: Vec<(Times, usize)>,
    denominator: Vec<(Times, usize)>,
}

/// A grid.
#[derive(Debug)]
pub struct Grid<'q> {
    ask: GridAsk<'q>,
    formulas: Vec<Formula>,
    /// The sums of each row and span, span by span.
    sums: Vec<Sums>,
    rows: usize,
}

impl Ground<'_> {
    /// Counts a grid.
    pub fn grid<'q>(&self, ask: &GridAsk<'q>) -> Result<Grid<'q>, AskError> {
        let mut rows: Vec<Row> = Vec::new();
        let formulas: Vec<Formula> = ask.measures.iter().map(|measure| formula(measure, &mut rows)).collect();
        let mut sums = Vec::with_capacity(rows.len() * ask.spans.len());
        let mut before: Option<Found<'_, '_>> = None;
        let mut tree = Tree::default();
        for &span in ask.spans {
            let over = Over { span, baseline: ask.baseline };
            let found = match before {
                Some(before) => before.and_then(over),
                None => Found::new(self, over),
            };
            tree.stand_on(self, ask.units, span.to);
            for row in &rows {
                sums.push(self.sums(row.part, row.by, &found, &mut tree)?);
            }
            before = Some(found);
        }
        Ok(Grid { ask: *ask, formulas, sums, rows: rows.len() })
    }
}

/// A measure in terms of rows; rows that are not there yet are added.
fn formula(measure: &'static Measure, rows: &mut Vec<Row>) -> Formula {
    let mut place = |row: Row| {
        rows.iter().position(|known| *known == row).unwrap_or_else(|| {
            rows.push(row);
            rows.len() - 1
        })
    };
    let mut terms = |terms: &[Term], by: Option<Breakdown>| {
        terms.iter().map(|&(times, part)| (times, place(Row { part, by }))).collect()
    };
    Formula {
        measure,
        numerator: terms(measure.numerator, measure.groups),
        denominator: terms(measure.denominator, None),
    }
}

impl Grid<'_> {
    /// The figures of a unit over a span, both by their places in the question: those of the measures in their order, and
    /// of shares those of the groups in theirs.
    pub fn cells(&self, span: usize, unit: usize) -> impl Iterator<Item = Cell> {
        let sums = &self.sums[span * self.rows..(span + 1) * self.rows];
        let is_unit = self.ask.units[unit].is_some();
        let of = OfUnit { span: self.ask.spans[span], unit, is_unit, sums };
        self.formulas.iter().enumerate().flat_map(move |(measure, formula)| {
            of.slots(formula).filter_map(move |at| of.cell(measure, formula, at))
        })
    }

    /// The group of a cell, if it is of shares.
    pub fn group(&self, cell: &Cell) -> Option<Group> {
        self.formulas[cell.measure].measure.groups?.group_at(cell.slot)
    }
}

/// One unit over one span.
#[derive(Clone, Copy)]
struct OfUnit<'g> {
    span: Span,
    unit: usize,
    /// A unit, and not the whole council.
    is_unit: bool,
    sums: &'g [Sums],
}

impl OfUnit<'_> {
    /// The places of a measure's groups, "not known" last; only the first for any other measure, or one not recorded.
    fn slots(self, formula: &Formula) -> Range<usize> {
        let first = formula.numerator.first().map(|(_, row)| &self.sums[*row]);
        0..first.filter(|sums| sums.is_recorded).map_or(1, |sums| sums.slots)
    }

    fn cell(self, measure: usize, formula: &Formula, at: usize) -> Option<Cell> {
        let mut is_recorded = true;
        let sum = |terms: &[(Times, usize)], at: usize| {
            let term = |&(times, row): &(Times, usize)| {
                factor(times, self.span) * self.sums[row].of(self.unit, at).0
            };
            Amount(terms.iter().map(term).sum())
        };
        for (_, row) in formula.numerator.iter().chain(&formula.denominator) {
            let sums = &self.sums[*row];
            is_recorded &= sums.is_recorded && !(self.is_unit && sums.is_of_council_only);
        }
        if !is_recorded {
            let value = Err(NoNumber::NotAvailable);
            return (at == 0).then_some(Cell {
                measure,
                slot: None,
                numerator: None,
                denominator: None,
                value,
            });
        }
        let by = formula.measure.groups;
        let slots = by.and_then(Breakdown::slots);
        if by.is_some() && !self.is_told(formula, at) {
            return None;
        }
        let numerator = sum(&formula.numerator, at);
        let denominator = formula.measure.is_rate().then(|| sum(&formula.denominator, 0));
        let value = worth(formula.measure, self.span, numerator, denominator);
        let slot = slots.and_then(|slots| (at < slots).then_some(at));
        Some(Cell { measure, slot, numerator: Some(numerator), denominator, value })
    }

    /// Whether a group is one that there is a figure of: somebody is in it, or it is told whether anybody is or not.
    fn is_told(self, formula: &Formula, at: usize) -> bool {
        let by = formula.measure.groups.is_some_and(|by| at < by.always());
        by || formula.numerator.iter().any(|(_, row)| self.sums[*row].has(self.unit, at))
    }
}
