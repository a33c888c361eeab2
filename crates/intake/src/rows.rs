//! From the rows of planned sheets to drafts of records, each cell with the place that it came from.
//!
//! A draft holds only what the files say. What an existing record already holds is put in later, when changes are
//! proposed. Rows that give the same record are joined here, or reported.

use std::collections::HashMap;

use compact_str::CompactString;
use workforce::change::RecordId;
use workforce::layout::Layout;

use crate::finding::{Finding, Place};
use crate::plan::{Plan, RecordPlan};
use crate::row_codes::{DUPLICATE_KEY, REPEATED_ROW};
use crate::sheet::{Row, Sheet};
use crate::texts::Reader;
use crate::values::Value;

/// What the files say about one column of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// Nothing: no such column is in the files.
    Absent,
    /// This text, or that it is blank; with the index of the origin within the draft.
    Given(Option<CompactString>, usize),
    /// Something that cannot be read; a finding says so.
    Unreadable,
}

/// One record as the files give it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) id: RecordId,
    pub(crate) layout: &'static Layout,
    pub(crate) fields: Vec<Field>,
    /// The rows that it came from; most often one.
    pub(crate) origins: Vec<Origin>,
}

/// A row that a draft came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Index into [`Drafts::tables`].
    pub(crate) table: usize,
    pub(crate) row: u32,
}

/// A sheet read for one kind of record.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) kind: &'static str,
    pub(crate) place: Place,
    pub(crate) header_row: u32,
    /// For each column of the layout, the heading that filled it.
    pub(crate) headings: Vec<Option<String>>,
    several_kinds: bool,
}

/// Where a record came from: the file, sheet and row, and for each column of its layout the heading that filled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The file's name.
    pub file: String,
    /// The sheet's name; none in a CSV file.
    pub sheet: Option<String>,
    /// The row as in [`Place::row`].
    pub row: u32,
    /// For each column of the layout, the heading that filled it; none for constants and columns not given.
    pub headings: Vec<Option<String>>,
}

/// Every draft of all files, in the order in which their rows were met.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) all: Vec<Draft>,
    pub(crate) tables: Vec<Table>,
    by_id: HashMap<RecordId, usize>,
}

impl Drafts {
    /// Reads every row of a sheet by its plan.
    pub(crate) fn read(&mut self, sheet: &Sheet, plan: &Plan<'_>, findings: &mut Vec<Finding>) {
        for record in &plan.records {
            self.read_kind(sheet, record, plan.several_kinds, findings);
        }
    }

    fn read_kind(
        &mut self,
        sheet: &Sheet,
        plan: &RecordPlan<'_>,
        several_kinds: bool,
        findings: &mut Vec<Finding>,
    ) {
        let rows: Vec<&Row> = sheet.rows.iter().filter(|row| applies(plan, row)).collect();
        let layout = plan.layout;
        let mut readers: Vec<Option<Reader<'_>>> = layout.columns.iter().map(|_| None).collect();
        for column in &plan.columns {
            let reader = Reader::new(column, &layout.columns[column.column], sheet, &rows, findings);
            readers[column.column] = Some(reader);
        }
        let heading = |reader: &Option<Reader<'_>>| reader.as_ref().and_then(Reader::heading);
        self.tables.push(Table {
            kind: layout.kind,
            place: sheet.place(),
            header_row: sheet.header_row,
            headings: readers.iter().map(heading).collect(),
            several_kinds,
        });
        let table = self.tables.len() - 1;
        for row in rows {
            let mut read = |reader: &Option<Reader<'_>>| match reader {
                None => Field::Absent,
                Some(reader) => match reader.read(row, findings) {
                    Value::Blank => Field::Given(None, 0),
                    Value::Is(text) => Field::Given(Some(text.into()), 0),
                    Value::Unreadable => Field::Unreadable,
                },
            };
            let fields: Vec<Field> = readers.iter().map(&mut read).collect();
            if let Some(id) = id(layout, &fields) {
                let origins = vec![Origin { table, row: row.number }];
                self.add(Draft { id, layout, fields, origins }, findings);
            }
        }
    }

    /// Adds a draft, or joins it to the one of the same record.
    fn add(&mut self, draft: Draft, findings: &mut Vec<Finding>) {
        let Some(&at) = self.by_id.get(&draft.id) else {
            self.by_id.insert(draft.id.clone(), self.all.len());
            self.all.push(draft);
            return;
        };
        let first = &self.all[at];
        if let Some(column) = first.differs(&draft) {
            findings.push(self.conflict(first, &draft, column));
            return;
        }
        let (old, new) = (first.origins[0], draft.origins[0]);
        let expected = self.tables[old.table].several_kinds || self.tables[new.table].several_kinds;
        if first.same_columns(&draft) && !expected {
            let message = format!("{} gives the same {} already.", self.row(old, new), draft.layout.kind);
            findings.push(
                Finding::new(&REPEATED_ROW, self.place(&draft, None), message).with_value(&draft.id.key),
            );
        }
        self.all[at].join(draft);
    }

    /// The finding about two rows that give one record differently.
    fn conflict(&self, first: &Draft, draft: &Draft, column: usize) -> Finding {
        let shown = |draft: &Draft| match &draft.fields[column] {
            Field::Given(Some(text), _) => format!("`{text}`"),
            _ => "blank".to_owned(),
        };
        let message = format!(
            "{} gives {} `{}` as well, with `{}` {} where this row has {}.",
            self.row(first.origins[0], draft.origins[0]),
            draft.layout.kind,
            draft.id.key,
            draft.layout.columns[column].name,
            shown(first),
            shown(draft),
        );
        Finding::new(&DUPLICATE_KEY, self.place(draft, Some(column)), message).with_value(&draft.id.key)
    }

    /// An earlier row, named as seen from another: its file and sheet only where they are not the same.
    fn row(&self, earlier: Origin, from: Origin) -> String {
        let (place, here) = (&self.tables[earlier.table].place, &self.tables[from.table].place);
        let mut text = format!("Row {}", earlier.row);
        if place.file != here.file || place.sheet != here.sheet {
            if let Some(sheet) = &place.sheet {
                text = format!("{text} of sheet `{sheet}`");
            }
            text = format!("{text} of {}", place.file);
        }
        text
    }

    /// The draft of a record.
    pub(crate) fn get(&self, id: &RecordId) -> Option<&Draft> {
        self.by_id.get(id).map(|&at| &self.all[at])
    }

    /// Where a draft's column was given; its row alone where the column was not given.
    pub(crate) fn place(&self, draft: &Draft, column: Option<usize>) -> Place {
        let given = column.and_then(|column| match draft.fields[column] {
            Field::Given(_, origin) => Some(draft.origins[origin]),
            Field::Absent | Field::Unreadable => None,
        });
        let origin = given.unwrap_or(draft.origins[0]);
        let table = &self.tables[origin.table];
        let place = table.place.clone().at_row(origin.row);
        match column {
            None => place,
            Some(column) => {
                let heading = table.headings[column].as_deref();
                place.in_column(heading.unwrap_or(draft.layout.columns[column].name))
            }
        }
    }

    /// Where a draft came from first.
    pub(crate) fn provenance(&self, draft: &Draft) -> Provenance {
        let origin = draft.origins[0];
        let table = &self.tables[origin.table];
        Provenance {
            file: table.place.file.clone(),
            sheet: table.place.sheet.clone(),
            row: origin.row,
            headings: table.headings.clone(),
        }
    }
}

impl Draft {
    /// The first column that the two give differently.
    fn differs(&self, other: &Self) -> Option<usize> {
        let pairs = self.fields.iter().zip(&other.fields);
        pairs.into_iter().position(|pair| match pair {
            (Field::Given(one, _), Field::Given(two, _)) => one != two,
            _ => false,
        })
    }

    /// Whether the two give the same columns.
    fn same_columns(&self, other: &Self) -> bool {
        let given = |field: &Field| !matches!(field, Field::Absent);
        self.fields.iter().map(given).eq(other.fields.iter().map(given))
    }

    /// Takes in what another draft of the record gives and this one does not.
    fn join(&mut self, other: Self) {
        let first = self.origins.len();
        let mut used = false;
        for (mine, theirs) in self.fields.iter_mut().zip(other.fields) {
            match (&mine, theirs) {
                (Field::Absent, Field::Given(text, origin)) => {
                    *mine = Field::Given(text, first + origin);
                    used = true;
                }
                (_, Field::Unreadable) => *mine = Field::Unreadable,
                _ => {}
            }
        }
        if used {
            self.origins.extend(other.origins);
        }
    }

    /// Whether some cell of it could not be read.
    pub(crate) fn is_broken(&self) -> bool {
        self.fields.contains(&Field::Unreadable)
    }

    /// The text of a column, where one is given.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match &self.fields[column] {
            Field::Given(text, _) => text.as_deref(),
            Field::Absent | Field::Unreadable => None,
        }
    }
}

/// Whether a row meets the conditions of a plan.
fn applies(plan: &RecordPlan<'_>, row: &Row) -> bool {
    plan.when.iter().all(|(at, test)| {
        let shown = row.cells.get(*at).map(crate::sheet::Cell::shown).unwrap_or_default();
        test.holds(crate::sheet::tidy(&shown))
    })
}

/// Which record a row gives; none when a part of its key cannot be read.
fn id(layout: &Layout, fields: &[Field]) -> Option<RecordId> {
    let mut parts = Vec::new();
    for (_, field) in layout.columns.iter().zip(fields).filter(|(column, _)| column.key) {
        match field {
            Field::Given(Some(text), _) => parts.push(text.as_str()),
            _ => return None,
        }
    }
    Some(RecordId::new(layout.kind, key_of(parts)))
}

/// The key with these parts, joined as [`workforce::record::Kind::key`] joins them.
pub(crate) fn key_of<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.into_iter().collect();
    match parts.as_slice() {
        [only] => (*only).to_owned(),
        parts => parts.iter().map(|part| part.replace('@', "@@")).collect::<Vec<_>>().join("@"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use testkit::any_record::any_record;

    proptest! {
        #[test]
        fn a_row_names_the_record_that_it_becomes(record in any_record()) {
            let given = |text: Option<String>| Field::Given(text.map(CompactString::from), 0);
            let fields: Vec<Field> = record.to_row().into_iter().map(given).collect();
            prop_assert_eq!(id(&record.layout(), &fields), Some(record.id()));
        }
    }
}
