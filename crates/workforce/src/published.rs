//! Checking a table that a paper printed: which formula each row of its derived column follows, whether it adds up, and
//! where its figures differ from the record.
//!
//! The printed figures are never mixed into the record: a check reads both and reports.

use crate::cell::Key;
use crate::position::{Ask, AskError, By, Formula, Position};
use crate::quantity::{Fte, NoNumber, Printed, Quantity};
use crate::records::{Axis, Derived, Means, Missing, PublishedCell, PublishedLine, PublishedTable, TableBy};
use crate::workforce::Workforce;

/// How a printed derived figure can be explained.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// As printed.
    pub printed: Option<Printed>,
    /// Over/under by f1 from the printed inputs.
    pub f1: Option<Printed>,
    /// Over/under by f2 from the printed inputs, with the vacancies as printed.
    pub f2: Option<Printed>,
    /// Second date less first, from the printed inputs.
    pub variance: Option<Printed>,
}

impl Explanation {
    /// The formulas that give what is printed.
    pub fn follows(&self) -> Vec<&'static str> {
        let formulas = [("f1", self.f1), ("f2", self.f2), ("variance", self.variance)];
        let agree = |value: Option<Printed>| value.is_some() && value == self.printed;
        formulas.into_iter().filter(|(_, value)| agree(*value)).map(|(name, _)| name).collect()
    }
}

/// One row of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRow {
    /// The row's heading.
    pub key: String,
    /// Its derived figure.
    pub derived: Explanation,
}

/// One column's sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSum {
    /// The column's heading.
    pub column: String,
    /// The printed total.
    pub printed: Printed,
    /// The sum of its printed rows.
    pub sum: Printed,
}

/// A printed figure that is not what the record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The row's heading.
    pub key: String,
    /// The column's heading.
    pub column: String,
    /// As printed; a no-number when the paper prints none.
    pub printed: Quantity,
    /// From the record.
    pub record: Quantity,
}

/// What a check of a published table found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The table.
    pub table: PublishedTable,
    /// The derived column's heading, where there is one.
    pub derived_column: Option<String>,
    /// The rows, without the total.
    pub rows: Vec<CheckedRow>,
    /// The printed total of the derived column, and the formulas summed over the rows.
    pub total: Explanation,
    /// Every column that has a printed total.
    pub sums: Vec<ColumnSum>,
    /// Where the record says otherwise.
    pub differs_from_record: Vec<Difference>,
}

impl Check {
    /// Whether every printed total is the sum of its printed rows.
    pub fn adds_up(&self) -> bool {
        self.sums.iter().all(|column| column.printed == column.sum)
    }
}

/// Why a table could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// No such table.
    #[error("there is no published table `{0}`")]
    NoTable(String),
    /// The table asks for a baseline or unit that the record does not hold.
    #[error(transparent)]
    Ask(#[from] AskError),
}

/// A table's parts, in their printed order.
struct Printout<'a> {
    table: &'a PublishedTable,
    rows: Vec<&'a PublishedLine>,
    columns: Vec<&'a PublishedLine>,
    cells: Vec<&'a PublishedCell>,
}

impl<'a> Printout<'a> {
    fn read(workforce: &'a Workforce, key: &str) -> Result<Self, CheckError> {
        let records = workforce.records();
        let table = records.published_tables.get(key).ok_or_else(|| CheckError::NoTable(key.to_owned()))?;
        let lines = |axis: Axis| {
            let of_table = records.published_lines.values();
            let mut lines: Vec<_> = of_table.filter(|l| l.table == table.table && l.axis == axis).collect();
            lines.sort_by(|a, b| (a.place, &a.heading).cmp(&(b.place, &b.heading)));
            lines
        };
        let cells = records.published_cells.values().filter(|cell| cell.table == table.table).collect();
        Ok(Self { table, rows: lines(Axis::Row), columns: lines(Axis::Column), cells })
    }

    fn cell(&self, row: &PublishedLine, column: &PublishedLine) -> Option<&PublishedCell> {
        self.cells.iter().copied().find(|cell| cell.row == row.heading && cell.column == column.heading)
    }

    fn printed(&self, row: &PublishedLine, column: &PublishedLine) -> Option<Printed> {
        self.cell(row, column).and_then(|cell| cell.printed)
    }

    fn input(&self, row: &PublishedLine, means: Means) -> Option<Printed> {
        let column = self.columns.iter().find(|column| column.means == Some(means))?;
        self.printed(row, column)
    }

    fn derived_column(&self) -> Option<(&'a PublishedLine, Derived)> {
        self.columns.iter().find_map(|column| Some((*column, column.means?.derived()?)))
    }

    /// The derived figure of a row as printed and as each formula gives it.
    fn explain(&self, row: &PublishedLine) -> Explanation {
        let Some((column, derived)) = self.derived_column() else {
            return Explanation::default();
        };
        let printed = self.printed(row, column);
        match derived {
            Derived::OverUnder => {
                let input = |means| self.input(row, means);
                let f1 =
                    (|| Some(input(Means::Funded)? - input(Means::Substantive)? - input(Means::Agency)?))();
                let f2 = f1.zip(input(Means::Vacant)).map(|(room, vacant)| room - vacant);
                Explanation { printed, f1, f2, variance: None }
            }
            Derived::Variance => {
                let mut dated: Vec<_> = self.columns.iter().filter(|c| c.as_at.is_some()).collect();
                dated.sort_by_key(|column| column.as_at);
                let variance = match (dated.first(), dated.last()) {
                    (Some(first), Some(last)) if first.as_at != last.as_at => self
                        .printed(row, last)
                        .zip(self.printed(row, first))
                        .map(|(last, first)| last - first),
                    _ => None,
                };
                Explanation { printed, f1: None, f2: None, variance }
            }
        }
    }

    fn sums(&self) -> Vec<ColumnSum> {
        let Some(total) = self.rows.iter().find(|row| row.total.0) else {
            return Vec::new();
        };
        let column_sum = |column: &&'a PublishedLine| {
            let printed = self.printed(total, column)?;
            let rows = self.rows.iter().filter(|row| !row.total.0);
            let sum = rows.filter_map(|row| self.printed(row, column)).sum();
            Some(ColumnSum { column: column.heading.to_string(), printed, sum })
        };
        self.columns.iter().filter_map(column_sum).collect()
    }
}

/// Adds the rows' figures by one formula; `None` when no row has one.
fn sum_of(rows: &[CheckedRow], pick: impl Fn(&Explanation) -> Option<Printed>) -> Option<Printed> {
    let values: Vec<Printed> = rows.iter().filter_map(|row| pick(&row.derived)).collect();
    (!values.is_empty()).then(|| values.into_iter().sum())
}

/// Checks a published table against itself and against the record.
pub fn check(workforce: &Workforce, key: &str) -> Result<Check, CheckError> {
    let printout = Printout::read(workforce, key)?;
    let checked =
        |row: &&PublishedLine| CheckedRow { key: row.heading.to_string(), derived: printout.explain(row) };
    let rows: Vec<CheckedRow> = printout.rows.iter().filter(|row| !row.total.0).map(checked).collect();
    let printed_total = printout.rows.iter().find(|row| row.total.0).map(|row| printout.explain(row));
    let total = Explanation {
        printed: printed_total.and_then(|total| total.printed),
        f1: sum_of(&rows, |row| row.f1),
        f2: sum_of(&rows, |row| row.f2),
        variance: sum_of(&rows, |row| row.variance),
    };
    Ok(Check {
        table: printout.table.clone(),
        derived_column: printout.derived_column().map(|(column, _)| column.heading.to_string()),
        rows,
        total,
        sums: printout.sums(),
        differs_from_record: differences(workforce, &printout)?,
    })
}

/// The printed inputs that the record contradicts.
fn differences(workforce: &Workforce, printout: &Printout<'_>) -> Result<Vec<Difference>, CheckError> {
    let mut found = Vec::new();
    for column in printout.columns.iter().filter(|column| column.means.is_none_or(|m| m.derived().is_none()))
    {
        let position = position_for(workforce, printout.table, column)?;
        for row in &printout.rows {
            let Some(cell) = printout.cell(row, column) else {
                continue;
            };
            let printed = match (cell.printed, cell.missing) {
                (Some(printed), _) => Ok(Fte::from(printed)),
                (None, Some(Missing::Suppressed)) => Err(NoNumber::Suppressed),
                (None, Some(Missing::NotApplicable)) => Err(NoNumber::NotApplicable),
                (None, Some(Missing::NotCollected) | None) => Err(NoNumber::NotAvailable),
            };
            let record = recorded(&position, row, column);
            if record.is_some_and(|record| record != printed) {
                found.push(Difference {
                    key: row.heading.to_string(),
                    column: column.heading.to_string(),
                    printed,
                    record: record.unwrap_or(Err(NoNumber::NotAvailable)),
                });
            }
        }
    }
    Ok(found)
}

fn position_for(
    workforce: &Workforce,
    table: &PublishedTable,
    column: &PublishedLine,
) -> Result<Position, AskError> {
    let by = match table.by {
        TableBy::Role => By::Role,
        TableBy::Team => By::Team,
        TableBy::Cover => By::Cover,
    };
    workforce.position(&Ask {
        as_at: column.as_at.unwrap_or(table.as_at),
        baseline: table.baseline.as_ref().map(ToString::to_string),
        service: table.service.as_ref().map(ToString::to_string),
        team: None,
        by,
    })
}

/// What the record gives for a cell; `None` when the record has no word for it.
fn recorded(position: &Position, row: &PublishedLine, column: &PublishedLine) -> Option<Quantity> {
    if position.by == By::Cover {
        return recorded_cover(position, row);
    }
    let key = row.role.as_ref().map(Key::as_str).or(row.team.as_ref().map(Key::as_str));
    let line = if row.total.0 {
        position.total.line
    } else {
        position.row(key?).map(|row| row.line).unwrap_or_default()
    };
    match column.means? {
        Means::Funded => Some(line.funded()),
        Means::Substantive => Some(Ok(line.substantive())),
        Means::Agency => Some(Ok(line.agency())),
        Means::Vacant => Some(line.vacant()),
        Means::Uncovered => Some(line.uncovered()),
        Means::OverUnder => Some(line.over_under(Formula::F1)),
        _ => None,
    }
}

/// What the record gives for a row of a table by cover.
fn recorded_cover(position: &Position, row: &PublishedLine) -> Option<Quantity> {
    if row.total.0 {
        // The parts that were collected: the printed total adds no others.
        let lines = position.rows.iter().filter_map(|row| row.line.assignments().ok());
        return Some(Ok(lines.sum()));
    }
    let key = row.means?.code();
    let found = position.row(key);
    let not_collected = |row: &crate::position::Row| row.not_collected.iter().any(|gap| gap.code() == key);
    if found.is_some_and(not_collected) {
        return Some(Err(NoNumber::NotAvailable));
    }
    Some(found.map_or(Ok(Fte::ZERO), |row| row.line.assignments()))
}
