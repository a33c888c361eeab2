//! Grids: many measures over many spans for many units at once, without evidence.
//!
//! A grid gives the numerator, denominator and value that [`Ground::figures`] gives for each question, group by group: it
//! counts the same parts by the same functions (`counting`) and takes people once by the same rule. It differs in keeping
//! sums by team instead of records: each part is counted once for each span, whichever measures use it, and its sums are
//! rolled up the tree of units. What a reader must be shown with a figure (records, intervals, cautions) it does not have.
//!
//! One span is counted at a time and its cells are handed on before the next, so that however many spans are asked for, what
//! is kept stays small enough to be near the processor.

mod sums;

use workforce::facts::UnitNumber;
use workforce::position::AskError;
use workforce::quantity::NoNumber;

use crate::breakdown::{Breakdown, Group};
use crate::counting::Over;
use crate::exact::{Amount, Rounded};
use crate::figure::{factor, worth};
use crate::found::Found;
use crate::grid::sums::{Adding, Sums, Tree};
use crate::ground::Ground;
use crate::measure::{Measure, Term, Times};
use crate::part::{Known, Part};
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
    /// How many groups there are, "not known" with them and last; 1 where nothing is grouped.
    slots: usize,
    /// How many groups the rows before it have together.
    before: usize,
}

/// A measure in terms of rows.
#[derive(Debug)]
struct Formula {
    measure: &'static Measure,
    numerator: Vec<RowTerm>,
    denominator: Vec<RowTerm>,
}

/// So many times a row, which begins at a place among the sums.
#[derive(Debug)]
struct RowTerm {
    times: Times,
    row: usize,
    place: usize,
}

/// The figures of one span.
#[derive(Debug)]
pub struct Grid {
    formulas: Vec<Formula>,
    rows: Vec<Row>,
    span: Span,
    lengths: Lengths,
    /// For each row, of what it is known.
    known: Vec<Known>,
    /// For each unit of the question, whether it is one and not the whole council.
    is_unit: Vec<bool>,
    sums: Sums,
}

/// How long a span is, in what parts are multiplied by.
#[derive(Debug, Clone, Copy)]
struct Lengths {
    working_days: i128,
    calendar_days: i128,
}

impl Lengths {
    fn of(span: Span) -> Self {
        Self {
            working_days: factor(Times::WorkingDays, span),
            calendar_days: factor(Times::CalendarDays, span),
        }
    }

    fn factor(self, times: Times) -> i128 {
        match times {
            Times::Whole(times) => times.into(),
            Times::WorkingDays => self.working_days,
            Times::CalendarDays => self.calendar_days,
        }
    }
}

impl Ground<'_> {
    /// Counts a grid; gives the figures of each span with its place in the question.
    pub fn grid(&self, ask: &GridAsk<'_>, mut take: impl FnMut(usize, &Grid)) -> Result<(), AskError> {
        let Some(&first) = ask.spans.first() else { return Ok(()) };
        let mut rows: Vec<Row> = Vec::new();
        let formulas = ask.measures.iter().map(|measure| formula(measure, &mut rows)).collect();
        let places = rows.last().map_or(0, |row| row.before + row.slots);
        let sums = Sums::new(places, ask.units.len());
        let known = vec![Known::Nothing; rows.len()];
        let is_unit = ask.units.iter().map(Option::is_some).collect();
        let lengths = Lengths::of(first);
        let mut grid = Grid { formulas, rows, span: first, lengths, known, is_unit, sums };
        let mut before: Option<Found<'_, '_>> = None;
        let mut tree = Tree::default();
        for (at, &span) in ask.spans.iter().enumerate() {
            let over = Over { span, baseline: ask.baseline };
            let found = match before {
                Some(before) => before.and_then(over),
                None => Found::new(self, over),
            };
            tree.stand_on(self, ask.units, span.to);
            grid.sums.clear();
            for (row, known) in grid.rows.iter().zip(&mut grid.known) {
                let adding = Adding::new(&mut tree, &mut grid.sums, row.before, row.slots);
                *known = if self.begins_after(span) {
                    Known::Nothing
                } else {
                    self.add_up(row.part, row.by, &found, adding)?
                };
            }
            (grid.span, grid.lengths) = (span, Lengths::of(span));
            take(at, &grid);
            before = Some(found);
        }
        Ok(())
    }
}

/// A measure in terms of rows; rows that are not there yet are added.
fn formula(measure: &'static Measure, rows: &mut Vec<Row>) -> Formula {
    let mut place = |part: Part, by: Option<Breakdown>| {
        let known = rows.iter().position(|row| (row.part, row.by) == (part, by));
        let at = known.unwrap_or_else(|| {
            let before = rows.last().map_or(0, |row| row.before + row.slots);
            let slots = by.and_then(Breakdown::slots).map_or(1, |slots| slots + 1);
            rows.push(Row { part, by, slots, before });
            rows.len() - 1
        });
        (at, rows[at].before)
    };
    let mut terms = |terms: &[Term], by: Option<Breakdown>| {
        let term = |&(times, part): &Term| {
            let (row, place) = place(part, by);
            RowTerm { times, row, place }
        };
        terms.iter().map(term).collect::<Vec<_>>()
    };
    Formula {
        measure,
        numerator: terms(measure.numerator, measure.groups),
        denominator: terms(measure.denominator, None),
    }
}

impl Grid {
    /// The figures of a unit, by its place in the question: those of the measures in their order, and of shares those of the
    /// groups in theirs.
    pub fn cells(&self, unit: usize) -> impl Iterator<Item = Cell> {
        self.formulas.iter().enumerate().flat_map(move |(measure, formula)| {
            let gives = |term: &RowTerm| self.known[term.row].gives(self.is_unit[unit]);
            let is_recorded = formula.terms().all(gives);
            let slots = if is_recorded { self.slots(formula) } else { 1 };
            (0..slots).filter_map(move |at| {
                if is_recorded {
                    self.cell(measure, formula, unit, at)
                } else {
                    let value = Err(NoNumber::NotAvailable);
                    Some(Cell { measure, slot: None, numerator: None, denominator: None, value })
                }
            })
        })
    }

    /// The group of a cell, if it is of shares.
    pub fn group(&self, cell: &Cell) -> Option<Group> {
        let by = self.formulas[cell.measure].measure.groups?;
        cell.numerator.and_then(|_| by.group_at(cell.slot))
    }

    /// How many groups a measure has, "not known" with them; 1 for one that has none.
    fn slots(&self, formula: &Formula) -> usize {
        formula.numerator.first().map_or(1, |term| self.rows[term.row].slots)
    }

    fn sum(&self, terms: &[RowTerm], unit: usize, at: usize) -> Amount {
        let term = |term: &RowTerm| {
            let sum = self.sums.of(term.place + at, unit);
            if term.times == Times::Whole(1) { sum } else { self.lengths.factor(term.times) * sum }
        };
        Amount(terms.iter().map(term).sum())
    }

    fn cell(&self, measure: usize, formula: &Formula, unit: usize, at: usize) -> Option<Cell> {
        let of = formula.measure;
        let mut slot = None;
        if let Some(by) = of.groups {
            let is_anybody_in = || formula.numerator.iter().any(|term| self.sums.has(term.place + at, unit));
            if at >= by.always() && !is_anybody_in() {
                return None;
            }
            slot = by.slots().and_then(|slots| (at < slots).then_some(at));
        }
        let numerator = self.sum(&formula.numerator, unit, at);
        let denominator = of.is_rate().then(|| self.sum(&formula.denominator, unit, 0));
        let value = worth(of, self.span, numerator, denominator);
        Some(Cell { measure, slot, numerator: Some(numerator), denominator, value })
    }
}

impl Formula {
    fn terms(&self) -> impl Iterator<Item = &RowTerm> {
        self.numerator.iter().chain(&self.denominator)
    }
}
