//! Reading how one column is filled.

use toml::Spanned;
use toml::de::DeValue;
use workforce::layout::{Column, Shape};
use workforce::quantity::Fte;

use super::table::{Notes, Table, scalar};
use super::{ColumnMap, ENDS, Fill, FullTime, check_text};
use crate::row_codes::{
    MAPPING_BAD_VALUE, MAPPING_MISSING, MAPPING_UNKNOWN_CODE, MAPPING_UNKNOWN_COLUMN, MAPPING_WRONG_TYPE,
};
use crate::values::DateFormat;

/// What a record's columns share unless they say otherwise.
pub(super) struct Settings {
    inclusive: bool,
    dates: Vec<DateFormat>,
    blanks: Vec<String>,
}

impl Settings {
    /// Reads `ends`, `dates` and `blanks` of a record.
    pub(super) fn read(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Self {
        Self {
            inclusive: ends(notes, table).unwrap_or(false),
            dates: dates(notes, table).unwrap_or_default(),
            blanks: table.texts(notes, "blanks").unwrap_or_default(),
        }
    }
}

/// Reads `ends`: whether end dates are the last day.
fn ends(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<bool> {
    let text = table.text(notes, "ends")?;
    match text.as_str() {
        "inclusive" => Some(true),
        "exclusive" => Some(false),
        _ => {
            let message = "`ends` is `inclusive` (the last day on which it holds) or `exclusive` (the first on which it does not).";
            let span = table.get("ends").map_or(table.span.clone(), Spanned::span);
            notes.add(&MAPPING_BAD_VALUE, &span, Some("ends"), Some(&text), message);
            None
        }
    }
}

/// Reads `dates`: the formats, each of which must be one that can be read.
fn dates(notes: &mut Notes<'_>, table: &Table<'_, '_>) -> Option<Vec<DateFormat>> {
    let texts = table.texts(notes, "dates")?;
    let span = table.get("dates").map_or(table.span.clone(), Spanned::span);
    let mut formats = Vec::new();
    for text in texts {
        match DateFormat::new(&text) {
            Ok(format) => formats.push(format),
            Err(problem) => {
                let message = format!("{problem}.");
                notes.add(&MAPPING_BAD_VALUE, &span, Some("dates"), Some(&text), message);
            }
        }
    }
    Some(formats)
}

const KEYS: &[&str] =
    &["column", "join", "with", "hours", "full_time", "value", "blanks", "codes", "default", "dates", "ends"];

/// Reads what fills one column: a heading, or a table.
pub(super) fn column(
    notes: &mut Notes<'_>,
    column: &Column,
    index: usize,
    line: u32,
    value: &Spanned<DeValue<'_>>,
    settings: &Settings,
) -> Option<ColumnMap> {
    let name = column.name;
    let is_end = ENDS.contains(&name);
    let plain = |fill| ColumnMap {
        column: index,
        line,
        fill,
        blanks: settings.blanks.clone(),
        dates: settings.dates.clone(),
        inclusive: settings.inclusive && is_end,
        codes: Vec::new(),
        default: None,
    };
    let table = match value.get_ref() {
        DeValue::String(heading) if !heading.trim().is_empty() => {
            return Some(plain(Fill::Heading(heading.trim().to_owned())));
        }
        DeValue::Table(entries) => Table::new(entries, value.span()),
        _ => {
            notes.wrong_type(name, value, "a heading or a table such as `{ column = \"…\" }`");
            return None;
        }
    };
    table.only(notes, KEYS);
    let fill = fill(notes, column, &table);
    let mut map = plain(fill?);
    map.blanks.extend(table.texts(notes, "blanks").unwrap_or_default());
    map.dates = dates(notes, &table).unwrap_or(map.dates);
    if let Some(inclusive) = ends(notes, &table) {
        if is_end {
            map.inclusive = inclusive;
        } else {
            let message = format!("`{name}` is no end, so `ends` has no meaning for it.");
            notes.add(&MAPPING_BAD_VALUE, &table.span, Some(name), None, message);
        }
    }
    map.codes = codes(notes, column, &table);
    map.default = constant(notes, column, &table, "default");
    Some(map)
}

/// Reads which of the four ways of filling it is.
fn fill(notes: &mut Notes<'_>, column: &Column, table: &Table<'_, '_>) -> Option<Fill> {
    let ways: Vec<&str> =
        ["column", "join", "hours", "value"].into_iter().filter(|way| table.get(way).is_some()).collect();
    let [way] = ways.as_slice() else {
        let message = format!("`{}` has one of `column`, `join`, `hours` and `value`.", column.name);
        let code = if ways.is_empty() { &MAPPING_MISSING } else { &MAPPING_BAD_VALUE };
        notes.add(code, &table.span, Some(column.name), None, message);
        return None;
    };
    match *way {
        "column" => table.text(notes, "column").map(Fill::Heading),
        "value" => constant(notes, column, table, "value").map(Fill::Constant),
        "hours" => hours(notes, column, table),
        _ => join(notes, column, table),
    }
}

fn join(notes: &mut Notes<'_>, column: &Column, table: &Table<'_, '_>) -> Option<Fill> {
    let headings = table.texts(notes, "join")?;
    if headings.iter().any(String::is_empty) || headings.is_empty() {
        let message = "`join` lists the headings whose cells are joined.";
        notes.add(&MAPPING_BAD_VALUE, &table.span, Some(column.name), None, message);
        return None;
    }
    let with = match table.get("with").map(|with| (with, with.get_ref())) {
        None => "-".to_owned(),
        Some((_, DeValue::String(with))) => with.to_string(),
        Some((value, _)) => {
            notes.wrong_type("with", value, "a text");
            return None;
        }
    };
    Some(Fill::Join { headings, with })
}

fn hours(notes: &mut Notes<'_>, column: &Column, table: &Table<'_, '_>) -> Option<Fill> {
    let hours = table.text(notes, "hours");
    if column.shape != Shape::Fte {
        let message = format!("`{}` does not hold FTE, so hours cannot fill it.", column.name);
        notes.add(&MAPPING_UNKNOWN_COLUMN, &table.span, Some(column.name), None, message);
        return None;
    }
    let Some(value) = table.get("full_time") else {
        let message = "`hours` needs `full_time`: the full-time hours, or the heading of their column.";
        notes.add(&MAPPING_MISSING, &table.span, Some(column.name), None, message);
        return None;
    };
    let Some(text) = scalar(value.get_ref()).filter(|text| !text.is_empty()) else {
        notes.add(
            &MAPPING_WRONG_TYPE,
            &value.span(),
            Some("full_time"),
            None,
            "`full_time` should be hours or a heading.",
        );
        return None;
    };
    let full_time = match Fte::parse(&text) {
        Ok(fixed) if fixed > Fte::ZERO => FullTime::Fixed(fixed.millionths()),
        Ok(_) => {
            let message = "Full-time hours must be above zero.";
            notes.add(&MAPPING_BAD_VALUE, &value.span(), Some("full_time"), Some(&text), message);
            return None;
        }
        Err(_) => FullTime::Heading(text),
    };
    Some(Fill::Hours { hours: hours?, full_time })
}

/// Reads `codes`: translations, each to a value that the column can hold.
fn codes(notes: &mut Notes<'_>, column: &Column, table: &Table<'_, '_>) -> Vec<(String, String)> {
    let Some(table) = table.get("codes").and_then(|value| Table::from_value(notes, "codes", value)) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (from, span, value) in table.entries() {
        let Some(to) = scalar(value.get_ref()) else {
            notes.wrong_type(from, value, "a text");
            continue;
        };
        match check_text(column.shape, &to) {
            Ok(()) => all.push((from.to_owned(), to)),
            Err(problem) => {
                let message = format!("`{from}` is translated to `{to}`, which {problem}.");
                notes.add(&MAPPING_UNKNOWN_CODE, &span, Some(column.name), Some(&to), message);
            }
        }
    }
    all
}

/// Reads a constant or default and checks that the column can hold it.
fn constant(notes: &mut Notes<'_>, column: &Column, table: &Table<'_, '_>, key: &str) -> Option<String> {
    let value = table.get(key)?;
    let Some(text) = scalar(value.get_ref()).filter(|text| !text.is_empty()) else {
        notes.wrong_type(key, value, "a text, number, date, or true or false");
        return None;
    };
    match check_text(column.shape, &text) {
        Ok(()) => Some(text),
        Err(problem) => {
            let is_code = matches!(column.shape, Shape::Code(_) | Shape::Codes(_));
            let code = if is_code { &MAPPING_UNKNOWN_CODE } else { &MAPPING_BAD_VALUE };
            notes.add(code, &value.span(), Some(column.name), Some(&text), format!("`{text}` {problem}."));
            None
        }
    }
}
