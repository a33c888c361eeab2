//! From one sheet and what is known of it to a plan: which cells fill which columns of which records.
//!
//! A plan is made by a source of the mapping, or by the layout that the sheet is named after. Everything wrong between
//! the headings and the plan is found here; cells are not looked at.

use workforce::layout::Layout;

use crate::finding::{Finding, Place};
use crate::mapping::{ColumnMap, Fill, FullTime, RecordMap, Source, Test};
use crate::names;
use crate::row_codes::{MAPPED_COLUMN_MISSING, MISSING_REQUIRED_COLUMN, UNKNOWN_COLUMN};
use crate::sheet::Sheet;
use crate::values::{Blanks, DateFormat};

/// What the rows of a sheet give.
pub(crate) struct Plan<'m> {
    /// The records of each row; those whose key cannot be read are left out, with a finding.
    pub(crate) records: Vec<RecordPlan<'m>>,
    /// Whether each row feeds several kinds, so that the same record may well come from many rows.
    pub(crate) several_kinds: bool,
}

/// How a row becomes one record.
pub(crate) struct RecordPlan<'m> {
    pub(crate) layout: &'static Layout,
    pub(crate) when: Vec<(usize, &'m Test)>,
    pub(crate) columns: Vec<ColumnPlan<'m>>,
}

/// How one column is filled.
pub(crate) struct ColumnPlan<'m> {
    /// Index into the layout's columns.
    pub(crate) column: usize,
    pub(crate) from: From<'m>,
    pub(crate) blanks: Blanks,
    /// The blanks as they were written: dates among them are compared as dates.
    pub(crate) blank_texts: &'m [String],
    pub(crate) formats: &'m [DateFormat],
    pub(crate) inclusive: bool,
    pub(crate) codes: &'m [(String, String)],
    pub(crate) default: Option<&'m str>,
}

/// Where a column's text comes from; the numbers are indices into the sheet's headings.
pub(crate) enum From<'m> {
    Cell(usize),
    Join(Vec<usize>, &'m str),
    /// Hours over a fixed number of full-time hours, in millionths.
    HoursOf(usize, i64),
    /// Hours over the full-time hours of the same row.
    HoursOver(usize, usize),
    Constant(&'m str),
}

impl From<'_> {
    /// The heading at which a finding about the column is placed.
    pub(crate) fn heading(&self) -> Option<usize> {
        match self {
            Self::Cell(at) | Self::HoursOf(at, _) | Self::HoursOver(at, _) => Some(*at),
            Self::Join(all, _) => all.first().copied(),
            Self::Constant(_) => None,
        }
    }
}

/// The heading of a sheet that is meant by a name.
fn find(sheet: &Sheet, name: &str) -> Option<usize> {
    sheet
        .heading(name)
        .or_else(|| sheet.headings.iter().position(|heading| names::alike(&heading.name, name)))
}

/// Where the headings stand.
fn header(sheet: &Sheet) -> Place {
    sheet.place().at_row(sheet.header_row)
}

/// The plan of a sheet that is laid out as a layout.
pub(crate) fn by_layout(
    sheet: &Sheet,
    layout: &'static Layout,
    findings: &mut Vec<Finding>,
) -> Plan<'static> {
    let mut columns = Vec::new();
    let mut used = Vec::new();
    for (column, it) in layout.columns.iter().enumerate() {
        if let Some(at) = find(sheet, it.name) {
            used.push(at);
            columns.push(plain(column, From::Cell(at)));
        }
    }
    let free = || layout.columns.iter().map(|column| column.name);
    let free = || free().filter(|name| find(sheet, name).is_none());
    for heading in unused(sheet, &used) {
        let message = match names::nearest(heading, free()) {
            Some(near) => format!("The layout has no column `{heading}`; is it meant to be `{near}`?"),
            None => format!(
                "The layout has no column `{heading}`. Its columns are {}.",
                layout
                    .columns
                    .iter()
                    .map(|column| format!("`{}`", column.name))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        findings.push(unknown(sheet, heading, message));
    }
    let record = RecordPlan { layout, when: Vec::new(), columns };
    let records = with_key(sheet, record, findings).into_iter().collect();
    Plan { records, several_kinds: false }
}

fn plain(column: usize, from: From<'static>) -> ColumnPlan<'static> {
    ColumnPlan {
        column,
        from,
        blanks: Blanks::default(),
        blank_texts: &[],
        formats: &[],
        inclusive: false,
        codes: &[],
        default: None,
    }
}

/// The plan of a sheet that a source of the mapping describes.
pub(crate) fn by_source<'m>(sheet: &Sheet, source: &'m Source, findings: &mut Vec<Finding>) -> Plan<'m> {
    let mut used = Vec::new();
    for name in source.headings() {
        match find(sheet, name) {
            Some(at) => used.push(at),
            None => findings.push(missing(sheet, name)),
        }
    }
    for heading in unused(sheet, &used).filter(|heading| !is_ignored(source, heading)) {
        let near = names::nearest(heading, source.headings().filter(|name| find(sheet, name).is_none()));
        let message = match near {
            Some(near) => {
                format!("The mapping does not say what `{heading}` is; is it meant to be `{near}`?")
            }
            None => format!("The mapping does not say what `{heading}` is."),
        };
        findings.push(unknown(sheet, heading, message));
    }
    let records = source.records.iter().filter_map(|map| record(sheet, map, findings)).collect();
    Plan { records, several_kinds: source.records.len() > 1 }
}

/// Whether a heading is known to a source and left out.
pub(crate) fn is_ignored(source: &Source, heading: &str) -> bool {
    let named = || source.headings().any(|name| names::alike(name, heading));
    let listed = || source.ignore.iter().any(|it| names::glob(it, heading) || names::alike(it, heading));
    !named() && (source.ignore_rest || listed())
}

fn unused<'s>(sheet: &'s Sheet, used: &[usize]) -> impl Iterator<Item = &'s str> {
    let all = sheet.headings.iter().enumerate();
    all.filter(|(at, _)| !used.contains(at)).map(|(_, heading)| heading.name.as_str())
}

fn unknown(sheet: &Sheet, heading: &str, message: String) -> Finding {
    Finding::new(&UNKNOWN_COLUMN, header(sheet).in_column(heading), message).with_value(heading)
}

fn missing(sheet: &Sheet, name: &str) -> Finding {
    let near = names::nearest(name, sheet.headings.iter().map(|heading| heading.name.as_str()));
    let message = match near {
        Some(near) => format!("The sheet has no column `{name}`; the nearest is `{near}`."),
        None => format!("The sheet has no column `{name}`."),
    };
    Finding::new(&MAPPED_COLUMN_MISSING, header(sheet).in_column(name), message).with_value(name)
}

/// Resolves one record of a source. A condition on a column that is missing leaves the record out: which rows give it
/// is then unknown.
fn record<'m>(sheet: &Sheet, map: &'m RecordMap, findings: &mut Vec<Finding>) -> Option<RecordPlan<'m>> {
    let when: Vec<_> = map
        .when
        .iter()
        .map(|condition| find(sheet, &condition.heading).map(|at| (at, &condition.test)))
        .collect::<Option<_>>()?;
    let columns = map.columns.iter().filter_map(|column| column_plan(sheet, column)).collect();
    with_key(sheet, RecordPlan { layout: map.layout, when, columns }, findings)
}

fn column_plan<'m>(sheet: &Sheet, map: &'m ColumnMap) -> Option<ColumnPlan<'m>> {
    let from = match &map.fill {
        Fill::Heading(name) => From::Cell(find(sheet, name)?),
        Fill::Join { headings, with } => {
            let all = headings.iter().map(|name| find(sheet, name)).collect::<Option<_>>()?;
            From::Join(all, with)
        }
        Fill::Hours { hours, full_time: FullTime::Fixed(full) } => From::HoursOf(find(sheet, hours)?, *full),
        Fill::Hours { hours, full_time: FullTime::Heading(full) } => {
            From::HoursOver(find(sheet, hours)?, find(sheet, full)?)
        }
        Fill::Constant(text) => From::Constant(text),
    };
    Some(ColumnPlan {
        column: map.column,
        from,
        blanks: Blanks::new(&map.blanks),
        blank_texts: &map.blanks,
        formats: &map.dates,
        inclusive: map.inclusive,
        codes: &map.codes,
        default: map.default.as_deref(),
    })
}

/// The plan, if every part of its records' key is filled; otherwise a finding for each part that is not.
fn with_key<'m>(
    sheet: &Sheet,
    record: RecordPlan<'m>,
    findings: &mut Vec<Finding>,
) -> Option<RecordPlan<'m>> {
    let filled = |at: usize| record.columns.iter().any(|column| column.column == at);
    let keys = record.layout.columns.iter().enumerate().filter(|(_, column)| column.key);
    let missing: Vec<&str> = keys.filter(|(at, _)| !filled(*at)).map(|(_, column)| column.name).collect();
    for name in &missing {
        let message = format!(
            "`{name}` is part of the key of each {}; without it no row can be read.",
            record.layout.kind
        );
        findings.push(Finding::new(&MISSING_REQUIRED_COLUMN, header(sheet).in_column(*name), message));
    }
    missing.is_empty().then_some(record)
}
