//! Tables: their rows and columns by name, and whether totals, variances and shares follow from the cells beside them.
//!
//! A column is judged only by a formula that most of its rows follow; the rows that do not are named.

use crate::document::{Document, Matter, Span};

use super::area;
use super::bind::When;
use super::correction;
use super::evidence::Place;
use super::figures;
use super::number::Number;
use super::period::{self, Period};
use super::quantity::Unit;
use super::token::{self, Sentence};
use super::topic;
use super::{Case, Claim, Kind, Verdict};

/// A number in a table.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) number: Number,
    pub(crate) span: Span,
    pub(crate) percent: bool,
}

/// A row with numbers.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// One for each column of the table.
    pub(crate) cells: Vec<Option<Cell>>,
}

impl Row {
    pub(crate) fn is_total(&self) -> bool {
        let label = self.label.to_lowercase();
        label == "total" || label.starts_with("total ") || label.starts_with("grand total") || label == "all"
    }

    pub(crate) fn number(&self, column: usize) -> Option<Number> {
        self.cells.get(column)?.as_ref().map(|cell| cell.number)
    }
}

/// A table that holds numbers.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// The words before it that name it.
    pub(crate) caption: String,
    pub(crate) span: Span,
    /// The heading of each column; empty for that of the labels.
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Grid {
    /// The rows that are no totals.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.is_total())
    }

    pub(crate) fn total(&self) -> Option<&Row> {
        self.rows.iter().rfind(|row| row.is_total())
    }

    /// The columns that hold numbers.
    pub(crate) fn columns(&self) -> Vec<usize> {
        let numeric = |column: &usize| self.rows.iter().any(|row| row.number(*column).is_some());
        (0..self.headings.len()).filter(numeric).collect()
    }

    /// The sum of a column over its parts; nothing when a part has no number.
    pub(crate) fn sum(&self, column: usize) -> Option<Number> {
        let mut sum = None;
        for row in self.parts() {
            let number = row.number(column)?;
            sum = Some(sum.map_or(number, |sum: Number| sum.plus(number)));
        }
        sum
    }

    /// A name for it in sentences.
    pub(crate) fn name(&self) -> String {
        let words: Vec<&str> = self.caption.split_whitespace().collect();
        if words.is_empty() { "the table".to_owned() } else { format!("\"{}\"", words.join(" ")) }
    }
}

/// The tables of a document that hold numbers.
pub(crate) fn all(document: &Document) -> Vec<Grid> {
    let blocks = document.blocks.iter().enumerate();
    blocks
        .filter_map(|(place, block)| match &block.matter {
            Matter::Table(rows) => grid(document, place, &block.span, rows),
            _ => None,
        })
        .collect()
}

fn grid(document: &Document, block: usize, span: &Span, rows: &[Vec<Span>]) -> Option<Grid> {
    let text = |cell: &Span| document.at(cell).trim();
    let is_year =
        |words: &str| words.len() == 4 && words.parse().is_ok_and(|year: u16| (1990..2040).contains(&year));
    let is_heading = |row: &&Vec<Span>| {
        let filled: Vec<&str> = row.iter().map(text).filter(|words| !words.is_empty()).collect();
        filled.len() > 1 && filled.iter().all(|words| Number::parse_cell(words).is_none() || is_year(words))
    };
    let head = rows.iter().position(|row| is_heading(&row))?;
    let headings: Vec<String> =
        rows[head].iter().map(|cell| text(cell).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut made: Vec<Row> = Vec::new();
    let mut pending = String::new();
    for row in &rows[head + 1..] {
        let numbers: Vec<Option<Cell>> = (0..headings.len().max(row.len()))
            .map(|column| {
                let span = row.get(column)?;
                let number = Number::parse_cell(text(span))?;
                Some(Cell { number, span: span.clone(), percent: text(span).contains('%') })
            })
            .collect();
        let label =
            row.iter().map(text).find(|words| !words.is_empty() && Number::parse_cell(words).is_none());
        let label = label.unwrap_or_default().trim_matches('*');
        if numbers.iter().all(Option::is_none) {
            pending = if row.iter().filter(|cell| !text(cell).is_empty()).count() == 1 {
                label.to_owned()
            } else {
                String::new()
            };
            continue;
        }
        if label.is_empty() {
            continue;
        }
        // A label that runs over two lines.
        let label = if pending.is_empty() { label.to_owned() } else { format!("{pending} {label}") };
        pending = String::new();
        made.push(Row { label, cells: numbers });
    }
    if made.is_empty() {
        return None;
    }
    let above: Vec<String> = rows[..head]
        .iter()
        .map(|row| row.iter().map(text).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" "))
        .filter(|line| line.contains(char::is_alphabetic))
        .collect();
    let caption = if above.is_empty() { caption(document, block) } else { above.join(" ") };
    Some(Grid { caption, span: span.clone(), headings, rows: made })
}

/// The short blocks just before a table.
fn caption(document: &Document, block: usize) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for before in document.blocks[..block].iter().rev().take(2) {
        let words = document.at(&before.span);
        let short = words.split_whitespace().count() <= 25 && !words.ends_with('.');
        if matches!(before.matter, Matter::Table(_)) || !short {
            break;
        }
        lines.insert(0, words.trim_start_matches('#').trim());
    }
    lines.join(" ")
}

/// Totals, variances, shares and published figures in every table.
pub(crate) fn check(case: &Case, grids: &[Grid], claims: &mut Vec<Claim>) {
    for grid in grids {
        let derived = derived(case, grid, claims);
        totals(case, grid, &derived, claims);
        published(case, grid, &derived, claims);
    }
}

/// A claim about a cell.
pub(crate) fn cell_claim(case: &Case, cell: &Cell) -> Claim {
    let mut claim = case.claim(cell.span.clone(), cell.span.clone(), Kind::TableCell);
    claim.stated = cell.number.to_string();
    claim
}

fn is_rate_heading(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    heading.contains('%')
        || heading.contains("rate")
        || heading.contains("average")
        || heading.contains("per cent")
}

fn totals(case: &Case, grid: &Grid, derived: &[usize], claims: &mut Vec<Claim>) {
    let Some(total) = grid.total() else { return };
    if grid.parts().count() < 2 || grid.rows.iter().filter(|row| row.is_total()).count() > 1 {
        return;
    }
    for column in grid.columns() {
        let mixed = grid.rows.iter().any(|row| row.cells[column].as_ref().is_some_and(|cell| cell.percent));
        let over_under = super::establishment::is_over_under(&grid.headings[column]);
        let (Some(Some(cell)), Some(sum)) = (total.cells.get(column), grid.sum(column)) else { continue };
        if mixed || over_under || is_rate_heading(&grid.headings[column]) {
            continue;
        }
        let mut claim = cell_claim(case, cell);
        claim.computed = Some(sum.to_string());
        let off = (sum.millionths() - cell.number.millionths()).abs();
        let rounding = i64::try_from(grid.parts().count()).unwrap_or(1) * cell.number.last_place() / 2;
        let heading = &grid.headings[column];
        (claim.verdict, claim.because) = if off == 0 {
            (Verdict::Confirmed, format!("The rows of \"{heading}\" add up to {sum}."))
        } else if off <= rounding && cell.number.places() > 0 {
            (
                Verdict::Imprecise,
                format!("The rows of \"{heading}\" add up to {sum}; rounding of the rows can explain it."),
            )
        } else {
            let difference = cell.number.minus(sum).signed();
            (
                Verdict::Contradicted,
                format!(
                    "The rows of \"{heading}\" add up to {sum}, and {} is printed: {difference}.",
                    cell.number
                ),
            )
        };
        if derived.contains(&column) {
            claim.because.push_str(" The column was checked row by row as well.");
        }
        claims.push(claim);
    }
}

/// How a column may follow from others.
type Formula<'a> = (String, Box<dyn Fn(&Row) -> Option<Number> + 'a>);

/// Columns that say they follow from others; gives those that were judged.
fn derived(case: &Case, grid: &Grid, claims: &mut Vec<Claim>) -> Vec<usize> {
    let columns = grid.columns();
    let mut judged = Vec::new();
    for (place, column) in columns.iter().copied().enumerate() {
        let heading = grid.headings[column].to_lowercase();
        let before = &columns[..place];
        let formulas = formulas(grid, &heading, before);
        if formulas.is_empty() || super::establishment::is_over_under(&heading) {
            continue;
        }
        let follows = |formula: &Formula, row: &Row| {
            let (Some(printed), Some(value)) = (row.number(column), formula.1(row)) else { return false };
            value.prints_as(printed)
        };
        let count = |formula: &Formula| grid.rows.iter().filter(|row| follows(formula, row)).count();
        let with_number = grid.rows.iter().filter(|row| row.number(column).is_some()).count();
        let Some(best) = formulas.iter().max_by_key(|formula| count(formula)) else { continue };
        // Two rows in three must follow it, and at least two.
        if count(best) < 2 || count(best) * 3 < with_number * 2 {
            continue;
        }
        judged.push(column);
        // A total is held against the sum of its rows.
        let summed = grid.parts().count() > 1 && !is_rate_heading(&grid.headings[column]);
        for row in grid.rows.iter().filter(|row| !(summed && row.is_total())) {
            let (Some(Some(cell)), Some(value)) = (row.cells.get(column), best.1(row)) else { continue };
            let mut claim = cell_claim(case, cell);
            let value = value.rounded(cell.number.places());
            claim.computed = Some(value.to_string());
            let off = (value.millionths() - cell.number.millionths()).abs();
            (claim.verdict, claim.because) = if off == 0 {
                (
                    Verdict::Confirmed,
                    format!("\"{}\" of {} is {}: {value}.", grid.headings[column], row.label, best.0),
                )
            } else {
                let verdict = if off <= cell.number.last_place() && cell.number.places() > 0 {
                    Verdict::Imprecise
                } else {
                    Verdict::Contradicted
                };
                (
                    verdict,
                    format!(
                        "\"{}\" of {} should be {}: {value}, as in the other rows; {} is printed.",
                        grid.headings[column], row.label, best.0, cell.number
                    ),
                )
            };
            claims.push(claim);
        }
    }
    judged
}

fn formulas<'a>(grid: &'a Grid, heading: &str, before: &'a [usize]) -> Vec<Formula<'a>> {
    let name = |column: usize| grid.headings[column].clone();
    let mut made: Vec<Formula<'a>> = Vec::new();
    let change =
        ["variance", "change", "difference", "movement", "+/-"].iter().any(|word| heading.contains(word));
    if let ([.., one, two], true) = (before, change) {
        let (one, two) = (*one, *two);
        let minus = move |row: &Row, a: usize, b: usize| Some(row.number(a)?.minus(row.number(b)?));
        if heading.contains('%') || heading.contains("per cent") {
            let rate = move |row: &Row| row.number(two)?.minus(row.number(one)?).percent_of(row.number(one)?);
            made.push((
                format!("the change from {} to {} in per cent", name(one), name(two)),
                Box::new(rate),
            ));
        } else {
            made.push((
                format!("{} less {}", name(two), name(one)),
                Box::new(move |row| minus(row, two, one)),
            ));
            made.push((
                format!("{} less {}", name(one), name(two)),
                Box::new(move |row| minus(row, one, two)),
            ));
        }
    } else if heading.starts_with("total") && before.len() > 1 {
        let add = move |row: &Row| {
            let numbers: Option<Vec<Number>> = before.iter().map(|column| row.number(*column)).collect();
            numbers?.into_iter().reduce(Number::plus)
        };
        made.push(("the sum of the columns before it".to_owned(), Box::new(add)));
    } else if heading.contains('%') && before.len() == 1 {
        let column = before[0];
        if let Some(whole) = grid.total().and_then(|row| row.number(column)).or_else(|| grid.sum(column)) {
            let share = move |row: &Row| row.number(column)?.percent_of(whole);
            made.push((format!("the share of {whole} in \"{}\"", name(column)), Box::new(share)));
        }
    }
    made
}

/// Cells that a heading and a label bind to a published measure and year.
fn published(case: &Case, grid: &Grid, derived: &[usize], claims: &mut Vec<Claim>) {
    let Some((first, last)) = case.evidence.years() else { return };
    for row in &grid.rows {
        for column in grid.columns() {
            let Some(Some(cell)) = row.cells.get(column) else { continue };
            if derived.contains(&column) || row.is_total() {
                continue;
            }
            let mut claim = cell_claim(case, cell);
            let name = format!("{} | {}", row.label.trim(), grid.headings[column].trim());
            let bound = bind(case, grid, row, column, cell);
            let corrected = correction::find(case, &name, &claim.stated);
            claim.cell = Some(name);
            claim.by_hand = corrected.is_some();
            if corrected.is_some_and(correction::Correction::is_of_nothing) {
                claim.verdict = Verdict::Unsupported;
                "none".clone_into(&mut claim.source);
                "No published measure counts what it is of.".clone_into(&mut claim.because);
                claims.push(claim);
                continue;
            }
            let bound = match corrected {
                Some(correction) => correction.cell(case, bound),
                None => bound,
            };
            let BoundCell { year: Some(year), place: Some(place), measures } = bound else { continue };
            if measures.is_empty() || !(first..=last).contains(&year) {
                continue;
            }
            if figures::judge_cell(case, &mut claim, &measures, &place, When::Named(year), cell) {
                claims.push(claim);
            }
        }
    }
}

/// What a cell is bound to, as far as its heading, its label and the caption say.
#[derive(Debug, Clone, Default)]
pub(super) struct BoundCell {
    pub(super) year: Option<u16>,
    pub(super) place: Option<Place>,
    /// The measures that it may be of, the headline first; none where nothing says so.
    pub(super) measures: Vec<benchmarks::Measure>,
}

fn bind(case: &Case, grid: &Grid, row: &Row, column: usize, cell: &Cell) -> BoundCell {
    let read = |words: &str| Sentence {
        span: 0..words.len(),
        tokens: token::tokens(words, &(0..words.len())),
        block: 0,
    };
    let heading = grid.headings[column].as_str();
    let parts = [read(&row.label), read(heading), read(&grid.caption)];
    let narrowed = parts[..2].iter().any(|part| topic::narrowed(part).is_some());
    let one_topic = |part: &Sentence| {
        let found = topic::mentions(part);
        match found.as_slice() {
            [only] => Some(only.topic),
            _ => None,
        }
    };
    let topic = parts.iter().find_map(one_topic).filter(|_| !narrowed);
    let years: Option<Vec<u16>> = parts
        .iter()
        .map(|part| {
            period::mentions(part)
                .into_iter()
                .filter_map(|mention| match mention.period {
                    Period::Year(year) => Some(year),
                    _ => None,
                })
                .collect::<Vec<_>>()
        })
        .find(|years| !years.is_empty());
    let year = years.and_then(|years| if let [year] = years.as_slice() { Some(*year) } else { None });
    let place = parts
        .iter()
        .find_map(|part| area::mentions(part).first().map(|mention| mention.area.place(case.home.as_ref())));
    let place = place.unwrap_or_else(|| case.home.clone());
    let words = format!("{} {heading} {}", row.label, grid.caption).to_lowercase();
    let rate = cell.percent || words.contains('%') || words.contains("rate");
    let basis = match (words.contains("fte"), words.contains("headcount")) {
        (true, false) => topic::Basis::Fte,
        (false, true) => topic::Basis::Headcount,
        _ => topic::Basis::Unsaid,
    };
    let of = |unit| topic.map_or_else(Vec::new, |topic| topic::measures(topic, unit, basis));
    // Turnover is a rate, whether the heading says so or not.
    let measures = Some(of(if rate { Unit::Percent } else { Unit::Bare })).filter(|found| !found.is_empty());
    let measures = measures.unwrap_or_else(|| of(Unit::Percent));
    BoundCell { year, place, measures }
}
