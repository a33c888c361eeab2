//! Reading a mapping file: its sources and the records that they give.

use toml::de::{DeTable, DeValue};
use workforce::layout::Layout;
use workforce::records::{LAYOUTS, layout};

use super::fill;
use super::table::{Notes, Table};
use super::{Condition, Mapping, RecordMap, Source, Test};
use crate::finding::Finding;
use crate::names;
use crate::row_codes::{
    MAPPING_BAD_VALUE, MAPPING_MISSING, MAPPING_SYNTAX, MAPPING_UNKNOWN_COLUMN, MAPPING_UNKNOWN_KIND,
};

/// Reads a mapping file, by the name that findings show. The mapping is whole only when no finding is an error; what
/// could be read is given all the same, so that the files can be looked at in the same run.
pub fn read(file: &str, text: &str) -> (Mapping, Vec<Finding>) {
    let mut notes = Notes::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut mapping = Mapping { file: file.to_owned(), sources: Vec::new() };
    if errors.is_empty() {
        let top = Table::new(document.get_ref(), 0..0);
        top.only(&mut notes, &["source"]);
        mapping.sources =
            top.tables(&mut notes, "source").iter().map(|one| source(&mut notes, one)).collect();
        if mapping.sources.is_empty() && notes.findings.is_empty() {
            notes.add(&MAPPING_MISSING, &(0..0), None, None, "The mapping has no `[[source]]`.");
        }
    }
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        notes.add(&MAPPING_SYNTAX, &span, None, None, error.message());
    }
    let mut findings = notes.findings;
    findings.sort_by_key(|finding| finding.row);
    (mapping, findings)
}

/// Reads one `[[source]]`.
fn source(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Source {
    table.only(notes, &["file", "sheet", "header_row", "ignore", "ignore_rest", "record"]);
    let records = table.tables(notes, "record");
    if records.is_empty() && table.get("record").is_none() {
        notes.add(&MAPPING_MISSING, &table.span, None, None, "The source has no `[[source.record]]`.");
    }
    Source {
        line: notes.line(&table.span),
        file: table.text(notes, "file"),
        sheet: table.text(notes, "sheet"),
        header_row: header_row(notes, table),
        ignore: table.texts(notes, "ignore").unwrap_or_default(),
        ignore_rest: table.flag(notes, "ignore_rest"),
        records: records.iter().filter_map(|one| record(notes, one)).collect(),
    }
}

fn header_row(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<u32> {
    let value = table.get("header_row")?;
    let number = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok().filter(|&row: &u32| row > 0),
        _ => None,
    };
    if number.is_none() {
        notes.wrong_type("header_row", value, "a whole number from 1, as the spreadsheet shows it");
    }
    number
}

/// Reads one `[[source.record]]`.
fn record(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<RecordMap> {
    table.only(notes, &["kind", "when", "ends", "dates", "blanks", "columns"]);
    let layout = kind(notes, table);
    let settings = fill::Settings::read(notes, table);
    let when = table.tables(notes, "when").iter().filter_map(|one| condition(notes, one)).collect();
    let columns = table.get("columns").and_then(|value| Table::from_value(notes, "columns", value));
    if table.get("columns").is_none() {
        notes.add(&MAPPING_MISSING, &table.span, None, None, "The record has no `[source.record.columns]`.");
    }
    let (layout, columns) = (layout?, columns?);
    let mut maps = Vec::new();
    for (name, span, value) in columns.entries() {
        match layout.column(name) {
            Some(column) => {
                let line = notes.line(&span);
                maps.extend(fill::column(notes, &layout.columns[column], column, line, value, &settings));
            }
            None => unknown_column(notes, layout, name, &span),
        }
    }
    // A column that was named and could not be read has been reported; one that was never named is reported here.
    for column in layout.columns.iter().filter(|column| column.key && columns.get(column.name).is_none()) {
        let message =
            format!("`{}` is part of the key of each {} and is not filled.", column.name, layout.kind);
        notes.add(&MAPPING_MISSING, &columns.span, Some(column.name), None, message);
    }
    Some(RecordMap { line: notes.line(&table.span), layout, when, columns: maps })
}

fn kind(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<&'static Layout> {
    if table.get("kind").is_none() {
        notes.add(&MAPPING_MISSING, &table.span, Some("kind"), None, "The record has no `kind`.");
    }
    let name = table.text(notes, "kind")?;
    let found = layout(&name);
    if found.is_none() {
        let kinds = || LAYOUTS.iter().map(|layout| layout.kind);
        let every = LAYOUTS.iter().flat_map(|layout| [layout.kind, layout.name]);
        let near = names::nearest(&name, every).map(|near| format!("; did you mean `{near}`?"));
        let message = format!(
            "There is no record kind `{name}`{} The kinds are {}.",
            near.as_deref().unwrap_or("."),
            kinds().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ")
        );
        let span = table.get("kind").map_or(table.span.clone(), toml::Spanned::span);
        notes.add(&MAPPING_UNKNOWN_KIND, &span, Some("kind"), Some(&name), message);
    }
    found
}

fn unknown_column(notes: &mut Notes<'_>, layout: &Layout, name: &str, span: &std::ops::Range<usize>) {
    let all = || layout.columns.iter().map(|column| column.name);
    let near = names::nearest(name, all()).map(|near| format!("; did you mean `{near}`?"));
    let message = format!(
        "A {} has no column `{name}`{} Its columns are {}.",
        layout.kind,
        near.as_deref().unwrap_or("."),
        all().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
    );
    notes.add(&MAPPING_UNKNOWN_COLUMN, span, Some(name), Some(name), message);
}

/// Reads one condition of `when`.
fn condition(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<Condition> {
    table.only(notes, &["column", "in", "not_in", "blank", "not_blank"]);
    if table.get("column").is_none() {
        notes.add(&MAPPING_MISSING, &table.span, Some("when"), None, "`when` names no `column`.");
    }
    let heading = table.text(notes, "column");
    let mut tests: Vec<Test> = Vec::new();
    tests.extend(table.texts(notes, "in").map(Test::In));
    tests.extend(table.texts(notes, "not_in").map(Test::NotIn));
    tests.extend(table.flag(notes, "blank").then_some(Test::Blank));
    tests.extend(table.flag(notes, "not_blank").then_some(Test::NotBlank));
    if tests.len() == 1 {
        return Some(Condition { heading: heading?, test: tests.remove(0) });
    }
    let message = "`when` has one of `in`, `not_in`, `blank = true` and `not_blank = true`.";
    let code = if tests.is_empty() { &MAPPING_MISSING } else { &MAPPING_BAD_VALUE };
    notes.add(code, &table.span, Some("when"), None, message);
    None
}
