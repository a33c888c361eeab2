//! From the bare cells of a file to a sheet with headings: finding the header row and checking the shape.
//!
//! Nothing here knows what kind of file the cells came from, or what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::{Cell, Content, Heading, Row, Sheet, column_letters, folded, one_line};
use crate::codes;
use crate::finding::{Finding, FindingCode, Place};

/// How many findings of one kind in one column are told one by one; the others are counted.
const TOLD: usize = 20;

/// A block of merged cells, rows as shown and columns from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (usize, usize),
}

/// The bare cells of a sheet: rows in order, each with its cells from the first column on.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub(crate) rows: Vec<Row>,
    pub(crate) merges: Vec<Merge>,
}

/// Finds the headings (in `header_row`, or else the first row that is not blank) and aligns the rows to them. No sheet
/// comes back when there is no header row.
pub(crate) fn build(
    place: Place,
    mut grid: Grid,
    header_row: Option<u32>,
    findings: &mut Vec<Finding>,
) -> Option<Sheet> {
    let Some(at) = header_at(&grid, header_row) else {
        findings.push(match header_row {
            Some(number) => Finding::new(
                &codes::NO_HEADER_ROW,
                place.at_row(number),
                "The row of headings is blank or missing.",
            ),
            None => Finding::new(&codes::EMPTY_SHEET, place, "There is nothing in it."),
        });
        return None;
    };
    let under = grid.rows.split_off(at + 1);
    let header = grid.rows.swap_remove(at);
    let mut work = Building { place, findings, told: BTreeMap::new(), told_of: BTreeSet::new() };
    let headings = work.headings(&header);
    if headings.is_empty() {
        work.report(
            &codes::NO_HEADER_ROW,
            header.number,
            None,
            "None of the cells of the row can be a heading.",
            "",
        );
        return None;
    }
    work.merges(&grid.merges, &header, &headings);
    let rows = work.rows(under, &headings);
    if rows.is_empty() {
        work.findings.push(Finding::new(
            &codes::EMPTY_SHEET,
            work.place.clone(),
            "There are headings but no rows under them.",
        ));
    }
    work.formulas(&rows, &headings);
    work.rest();
    Some(Sheet { file: work.place.file, name: work.place.sheet, header_row: header.number, headings, rows })
}

fn header_at(grid: &Grid, wanted: Option<u32>) -> Option<usize> {
    let has_cells = |row: &Row| row.cells.iter().any(|cell| !cell.is_blank());
    match wanted {
        Some(number) => grid.rows.iter().position(|row| row.number == number && has_cells(row)),
        None => grid.rows.iter().position(has_cells),
    }
}

/// A sheet being built: where it is and what has been said about it.
struct Building<'a> {
    place: Place,
    findings: &'a mut Vec<Finding>,
    /// How often each code was met in each column, with its first row beyond those told.
    told: BTreeMap<(&'static str, Option<String>), (&'static FindingCode, usize, u32)>,
    /// Columns whose heading has been found wrong, so that their cells need no finding of their own.
    told_of: BTreeSet<usize>,
}

impl Building<'_> {
    /// Tells a finding, or only counts it when the same was told often enough in the column.
    fn report(
        &mut self,
        code: &'static FindingCode,
        row: u32,
        column: Option<&str>,
        message: &str,
        value: &str,
    ) {
        let (_, count, first_untold) =
            self.told.entry((code.code, column.map(str::to_owned))).or_insert((code, 0, row));
        *count += 1;
        if *count > TOLD {
            if *count == TOLD + 1 {
                *first_untold = row;
            }
            return;
        }
        let mut place = self.place.clone().at_row(row);
        place.column = column.map(str::to_owned);
        let finding = Finding::new(code, place, message);
        self.findings.push(if value.is_empty() { finding } else { finding.with_value(value) });
    }

    /// Says how many findings were only counted.
    fn rest(&mut self) {
        for ((_, column), (code, count, row)) in mem::take(&mut self.told) {
            if count > TOLD {
                let mut place = self.place.clone().at_row(row);
                place.column = column;
                let message = format!("The same in {} more rows, from this one on.", count - TOLD);
                self.findings.push(Finding::new(code, place, message));
            }
        }
    }

    fn headings(&mut self, header: &Row) -> Vec<Heading> {
        let mut headings: Vec<Heading> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (column_index, cell) in header.cells.iter().enumerate() {
            if let Content::Error(error) = &cell.content {
                let letters = column_letters(column_index);
                self.report(
                    &codes::ERROR_CELL,
                    header.number,
                    Some(&letters),
                    "A heading is in error.",
                    error,
                );
                self.told_of.insert(column_index);
                continue;
            }
            let name = one_line(&cell.shown());
            if name.is_empty() {
                continue;
            }
            if let Some(first) = seen.get(&folded(&name)) {
                let (a, b) = (column_letters(*first), column_letters(column_index));
                let message = format!("Columns {a} and {b} have the same heading. Only column {a} was read.");
                self.report(&codes::DUPLICATE_HEADING, header.number, Some(&name), &message, &name);
                self.told_of.insert(column_index);
                continue;
            }
            seen.insert(folded(&name), column_index);
            headings.push(Heading { name: name.into(), column_index });
        }
        headings
    }

    fn merges(&mut self, merges: &[Merge], header: &Row, headings: &[Heading]) {
        let last = headings.last().map_or(0, |heading| heading.column_index);
        for merge in merges {
            let block = format!(
                "{}{}:{}{}",
                column_letters(merge.columns.0),
                merge.rows.0,
                column_letters(merge.columns.1),
                merge.rows.1
            );
            let heading = headings
                .iter()
                .find(|heading| (merge.columns.0..=merge.columns.1).contains(&heading.column_index));
            let name = heading.map(|heading| heading.name.to_string());
            if merge.columns.0 > last || merge.rows.1 < header.number {
                continue;
            }
            if merge.rows.0 <= header.number {
                let message = format!("The cells {block} are merged, in the row read as headings.");
                self.report(&codes::MERGED_HEADINGS, header.number, name.as_deref(), &message, &block);
            } else {
                let message = format!("The cells {block} are merged.");
                self.report(&codes::MERGED_CELLS, merge.rows.0, name.as_deref(), &message, &block);
            }
        }
    }

    /// Aligns the rows to the headings; what stands outside them becomes findings.
    fn rows(&mut self, under: Vec<Row>, headings: &[Heading]) -> Vec<Row> {
        let last = headings.last().map_or(0, |heading| heading.column_index);
        let mut blank_columns: BTreeMap<usize, (u32, usize, String)> = BTreeMap::new();
        let mut rows = Vec::with_capacity(under.len());
        for mut row in under {
            let cells: Vec<Cell> = headings
                .iter()
                .map(|heading| row.cells.get_mut(heading.column_index).map(mem::take).unwrap_or_default())
                .collect();
            let mut beyond = None;
            for (index, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
                if self.told_of.contains(&index) {
                    continue;
                }
                if index > last {
                    beyond.get_or_insert((index, cell));
                } else {
                    blank_columns
                        .entry(index)
                        .or_insert_with(|| (row.number, 0, cell.shown().into_owned()))
                        .1 += 1;
                }
            }
            if let Some((index, cell)) = beyond {
                let message =
                    format!("There is a cell in column {}, beyond the last heading.", column_letters(index));
                self.report(&codes::MORE_CELLS, row.number, None, &message, &cell.shown());
            }
            self.errors(row.number, &cells, headings);
            if cells.iter().any(|cell| !cell.is_blank()) {
                rows.push(Row { number: row.number, cells });
            }
        }
        self.blank_headings(blank_columns);
        rows
    }

    fn blank_headings(&mut self, columns: BTreeMap<usize, (u32, usize, String)>) {
        for (index, (row, count, value)) in columns {
            let letters = column_letters(index);
            let cells = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
            let message =
                format!("Column {letters} has {cells} that were not read, for want of a heading of its own.");
            self.report(&codes::BLANK_HEADING, row, Some(&letters), &message, &value);
        }
    }

    fn errors(&mut self, row: u32, cells: &[Cell], headings: &[Heading]) {
        for (cell, heading) in cells.iter().zip(headings) {
            match &cell.content {
                Content::Error(error) => {
                    let message = "The cell shows an error instead of a value.";
                    self.report(&codes::ERROR_CELL, row, Some(&heading.name), message, error);
                }
                Content::Empty if cell.formula => {
                    let message = "The formula in the cell was never calculated.";
                    self.report(&codes::FORMULA_WITHOUT_VALUE, row, Some(&heading.name), message, "");
                }
                _ => {}
            }
        }
    }

    /// One query for each column with formulas: the first of them and how many there are.
    fn formulas(&mut self, rows: &[Row], headings: &[Heading]) {
        for (at, heading) in headings.iter().enumerate() {
            let mut found =
                rows.iter().filter(|row| row.cells[at].formula && row.cells[at].content != Content::Empty);
            if let Some(first) = found.next() {
                let count = found.count() + 1;
                let address = format!("{}{}", column_letters(heading.column_index), first.number);
                let message = match count {
                    1 => format!("The cell {address} is a formula."),
                    _ => format!("{count} cells are formulas, the first of them {address}."),
                };
                self.report(
                    &codes::FORMULA_CELLS,
                    first.number,
                    Some(&heading.name),
                    &message,
                    &first.cells[at].shown(),
                );
            }
        }
    }
}
