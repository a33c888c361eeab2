//! The two views of a table as two types: `InsideTable` holds counts and cannot be printed, `ReleaseTable` holds
//! printed values and comes from `protect` only. Nothing here may turn the one into the other.

use super::memory::Memory;
use super::statement::{DisclosureError, Released, Statement, Sum};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// No council employs so many; below it, sums of sums stay exact.
const MOST: u64 = 1_000_000_000_000;

/// A place in a table with margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// By row and column.
    Cell(usize, usize),
    /// Of a row.
    RowTotal(usize),
    /// Of a column.
    ColumnTotal(usize),
    /// Of everything.
    GrandTotal,
}

/// True counts, for use inside the council. Totals are implied. It has no `Display` and no `Serialize`, on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsideTable {
    name: String,
    rows: Vec<String>,
    columns: Vec<String>,
    cells: Vec<Vec<Sum>>,
    atoms: BTreeMap<String, u64>,
    withheld: BTreeSet<Sum>,
}

impl InsideTable {
    /// A table whose cells are atoms of their own, keyed `name|row|column`. The name should carry the date.
    pub fn new(
        name: impl Into<String>,
        rows: Vec<String>,
        columns: Vec<String>,
        counts: &[Vec<u64>],
    ) -> Result<Self, DisclosureError> {
        let name = name.into();
        let key = |row: usize, column: usize| {
            let named = |keys: &[String], at: usize| keys.get(at).cloned().unwrap_or_default();
            format!("{name}|{}|{}", named(&rows, row), named(&columns, column))
        };
        let cells = counts.iter().enumerate().map(|(row, counts)| {
            counts.iter().enumerate().map(|(column, count)| vec![(key(row, column), *count)]).collect()
        });
        let cells = cells.collect();
        Self::of_atoms(name, rows, columns, cells)
    }

    /// A table whose cells are sums of atoms, each with its count, which other tables may share.
    pub fn of_atoms(
        name: impl Into<String>,
        rows: Vec<String>,
        columns: Vec<String>,
        cells: Vec<Vec<Vec<(String, u64)>>>,
    ) -> Result<Self, DisclosureError> {
        let name = name.into();
        let fits = cells.len() == rows.len() && cells.iter().all(|row| row.len() == columns.len());
        if !fits || rows.is_empty() || columns.is_empty() {
            return Err(DisclosureError::Shape { table: name, rows: rows.len(), columns: columns.len() });
        }
        let mut atoms = BTreeMap::new();
        let mut total: u64 = 0;
        let mut sums = Vec::new();
        for row in cells {
            let mut sums_of_row = Vec::new();
            for cell in row {
                let mut parts = Vec::new();
                for (atom, count) in cell {
                    total = total.saturating_add(count);
                    if atoms.insert(atom.clone(), count).is_some() {
                        return Err(DisclosureError::AtomTwice { table: name, atom });
                    }
                    parts.push(Sum::of(atom));
                }
                sums_of_row.push(parts.iter().collect());
            }
            sums.push(sums_of_row);
        }
        if total > MOST {
            return Err(DisclosureError::TooLarge { table: name });
        }
        Ok(Self { name, rows, columns, cells: sums, atoms, withheld: BTreeSet::new() })
    }

    /// Names an atom which the table does not print, but which what it prints may give away, with its count. Where it is
    /// small it is guarded like any other.
    pub fn hold(&mut self, atom: impl Into<String>, count: u64) -> Result<(), DisclosureError> {
        let atom = atom.into();
        match self.atoms.insert(atom.clone(), count) {
            Some(other) if other != count => Err(DisclosureError::Contradiction { what: atom }),
            _ => Ok(()),
        }
    }

    /// Withholds a sum whether it is small or not: a place of the table, or one that only a difference could give away. Its
    /// atoms must be of the table, or held by it.
    pub fn withhold(&mut self, sum: Sum) {
        if sum.terms().next().is_some() {
            self.withheld.insert(sum);
        }
    }

    /// The same under the keys that its counts have now.
    pub(crate) fn keyed(&self, memory: &Memory) -> Self {
        let sum = |sum: &Sum| memory.current(sum);
        Self {
            name: self.name.clone(),
            rows: self.rows.clone(),
            columns: self.columns.clone(),
            cells: self.cells.iter().map(|row| row.iter().map(sum).collect()).collect(),
            atoms: self.atoms.iter().map(|(atom, count)| (memory.key(atom), *count)).collect(),
            withheld: self.withheld.iter().map(sum).collect(),
        }
    }

    pub(super) fn withheld(&self) -> impl Iterator<Item = &Sum> {
        self.withheld.iter()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a place counts, for ties to other tables.
    ///
    /// # Panics
    ///
    /// Where the table has no such place.
    pub fn sum(&self, place: Place) -> Sum {
        match place {
            Place::Cell(row, column) => self.cells[row][column].clone(),
            Place::RowTotal(row) => self.cells[row].iter().collect(),
            Place::ColumnTotal(column) => self.cells.iter().map(|row| &row[column]).collect(),
            Place::GrandTotal => self.cells.iter().flatten().collect(),
        }
    }

    /// The true count of a place.
    pub fn count(&self, place: Place) -> u64 {
        self.count_of(&self.sum(place))
    }

    pub(super) fn count_of(&self, sum: &Sum) -> u64 {
        sum.terms().filter_map(|(atom, _)| self.atoms.get(atom)).sum()
    }

    pub(super) fn atoms(&self) -> impl Iterator<Item = (&str, u64)> {
        self.atoms.iter().map(|(atom, count)| (atom.as_str(), *count))
    }

    /// All its places: cells by row, then the margins.
    pub fn places(&self) -> Vec<Place> {
        places(self.rows.len(), self.columns.len())
    }

    pub(super) fn release(&self, round_to: Option<u64>, said: Vec<Statement>) -> ReleaseTable {
        ReleaseTable {
            name: self.name.clone(),
            rows: self.rows.clone(),
            columns: self.columns.clone(),
            round_to,
            said,
        }
    }
}

fn places(rows: usize, columns: usize) -> Vec<Place> {
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| Place::Cell(row, column)));
    cells
        .chain((0..rows).map(Place::RowTotal))
        .chain((0..columns).map(Place::ColumnTotal))
        .chain([Place::GrandTotal])
        .collect()
}

/// A protected table, for anybody to read. Only [`super::protect()`] makes one. Where the policy rounds, each value is
/// rounded on its own, so margins need not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseTable {
    name: String,
    rows: Vec<String>,
    columns: Vec<String>,
    round_to: Option<u64>,
    /// In the order of `places`.
    said: Vec<Statement>,
}

impl ReleaseTable {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Row keys.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// Column keys.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The multiple to which counts are rounded.
    pub fn round_to(&self) -> Option<u64> {
        self.round_to
    }

    /// All its places: cells by row, then the margins.
    pub fn places(&self) -> Vec<Place> {
        places(self.rows.len(), self.columns.len())
    }

    /// What is printed at a place.
    ///
    /// # Panics
    ///
    /// Where the table has no such place.
    pub fn value(&self, place: Place) -> Released {
        let (rows, columns) = (self.rows.len(), self.columns.len());
        let at = match place {
            Place::Cell(row, column) => {
                assert!(row < rows && column < columns, "a cell of the table");
                row * columns + column
            }
            Place::RowTotal(row) => {
                assert!(row < rows, "a row of the table");
                rows * columns + row
            }
            Place::ColumnTotal(column) => {
                assert!(column < columns, "a column of the table");
                rows * columns + rows + column
            }
            Place::GrandTotal => rows * columns + rows + columns,
        };
        self.said[at].value
    }

    /// All that it says, by place.
    pub fn statements(&self) -> &[Statement] {
        &self.said
    }
}

/// Printed with `c` for what is withheld. Atom keys are left out: they are ours, not the reader's.
impl Serialize for ReleaseTable {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let (rows, columns) = (self.rows.len(), self.columns.len());
        let values =
            |places: Vec<Place>| places.into_iter().map(|place| self.value(place)).collect::<Vec<_>>();
        let cells: Vec<_> = (0..rows)
            .map(|row| values((0..columns).map(|column| Place::Cell(row, column)).collect()))
            .collect();
        let mut out = serializer.serialize_struct("ReleaseTable", 8)?;
        out.serialize_field("name", &self.name)?;
        out.serialize_field("rows", &self.rows)?;
        out.serialize_field("columns", &self.columns)?;
        out.serialize_field("round_to", &self.round_to)?;
        out.serialize_field("cells", &cells)?;
        out.serialize_field("row_totals", &values((0..rows).map(Place::RowTotal).collect()))?;
        out.serialize_field("column_totals", &values((0..columns).map(Place::ColumnTotal).collect()))?;
        out.serialize_field("grand_total", &self.value(Place::GrandTotal))?;
        out.end()
    }
}

/// Tab-separated, with margins.
impl fmt::Display for ReleaseTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\t{}\ttotal", self.name, self.columns.join("\t"))?;
        for (row, key) in self.rows.iter().enumerate() {
            write!(f, "{key}")?;
            for column in 0..self.columns.len() {
                write!(f, "\t{}", self.value(Place::Cell(row, column)))?;
            }
            writeln!(f, "\t{}", self.value(Place::RowTotal(row)))?;
        }
        write!(f, "total")?;
        for column in 0..self.columns.len() {
            write!(f, "\t{}", self.value(Place::ColumnTotal(column)))?;
        }
        writeln!(f, "\t{}", self.value(Place::GrandTotal))
    }
}
