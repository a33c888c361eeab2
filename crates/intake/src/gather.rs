//! From files to drafts: every file is read, each sheet finds its source or its layout, and its rows are read.
//!
//! Nothing here knows what the record already holds.

use workforce::layout::Layout;
use workforce::records::LAYOUTS;

use crate::finding::{Finding, Place};
use crate::mapping::{Mapping, Source};
use crate::names;
use crate::plan::{self, Plan};
use crate::row_codes::{MAPPING_UNUSED, SHEET_NOT_MAPPED, UNKNOWN_SHEET};
use crate::rows::Drafts;
use crate::sheet::Sheet;
use crate::source::{self, Limits, ReadOptions, Reading, SourceFile};
use crate::template;

/// Reads every file into drafts.
pub(crate) fn gather(
    files: &[SourceFile],
    mapping: Option<&Mapping>,
    limits: &Limits,
) -> (Drafts, Vec<Finding>) {
    let mut drafts = Drafts::default();
    let mut findings = Vec::new();
    let mut used = vec![false; mapping.map_or(0, |mapping| mapping.sources.len())];
    for file in files {
        let sources: Vec<(usize, &Source)> = mapping.map_or(Vec::new(), |mapping| {
            mapping.sources.iter().enumerate().filter(|(_, source)| source.matches_file(&file.name)).collect()
        });
        let mut reading = source::read(file, &ReadOptions::default(), limits);
        reread(file, &sources, limits, &mut reading);
        let sheets = std::mem::take(&mut reading.sheets);
        for sheet in &sheets {
            let source = sources.iter().find(|(_, source)| source.matches_sheet(sheet.name.as_deref()));
            if let Some((at, _)) = source {
                used[*at] = true;
            }
            let source = source.map(|(_, source)| *source);
            let mut found = Vec::new();
            match plan(file, sheet, source, &sheets, mapping.is_some(), &mut found) {
                Some(plan) => drafts.read(sheet, &plan, &mut found),
                None => {
                    reading.findings.retain(|finding| finding.sheet != sheet.name || sheet.name.is_none());
                }
            }
            if let Some(source) = source {
                forgive_ignored(source, sheet, &mut reading.findings);
            }
            reading.findings.append(&mut found);
        }
        findings.append(&mut reading.findings);
    }
    findings.extend(unused(mapping, &used));
    (drafts, findings)
}

/// Reads again, each with its own options, the sheets whose source says where the headings are, and the hidden sheets
/// that a source names.
fn reread(file: &SourceFile, sources: &[(usize, &Source)], limits: &Limits, reading: &mut Reading) {
    let is_text = |reading: &Reading| reading.sheets.iter().all(|sheet| sheet.name.is_none());
    if is_text(reading) && source::kind(file, limits).is_ok_and(|kind| kind == source::Kind::Csv) {
        if let Some(row) = sources.first().and_then(|(_, source)| source.header_row) {
            let options = ReadOptions { header_row: Some(row), sheet: None };
            *reading = source::read(file, &options, limits);
        }
        return;
    }
    let names: Vec<Option<String>> = reading.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    for name in names {
        let matched = sources.iter().find(|(_, source)| source.matches_sheet(name.as_deref()));
        if let Some((_, Source { header_row: Some(row), .. })) = matched {
            replace(file, &ReadOptions { header_row: Some(*row), sheet: name }, limits, reading);
        }
    }
    for (_, source) in sources {
        let Some(name) = source.sheet.as_deref().filter(|name| !name.contains(['*', '?'])) else {
            continue;
        };
        if !reading.sheets.iter().any(|sheet| source.matches_sheet(sheet.name.as_deref())) {
            let options = ReadOptions { header_row: source.header_row, sheet: Some(name.to_owned()) };
            replace(file, &options, limits, reading);
        }
    }
}

/// Reads one sheet again and puts it, and what there is to say about it, in place of what was read before.
fn replace(file: &SourceFile, options: &ReadOptions, limits: &Limits, reading: &mut Reading) {
    let again = source::read(file, options, limits);
    reading.findings.retain(|finding| finding.sheet.is_none() || finding.sheet != options.sheet);
    for finding in again.findings {
        if !reading.findings.contains(&finding) {
            reading.findings.push(finding);
        }
    }
    for sheet in again.sheets {
        match reading.sheets.iter_mut().find(|old| old.name == sheet.name) {
            Some(old) => *old = sheet,
            None => reading.sheets.push(sheet),
        }
    }
}

/// The plan of a sheet, by its source or else by the layout that it or its file is named after.
fn plan<'m>(
    file: &SourceFile,
    sheet: &Sheet,
    source: Option<&'m Source>,
    sheets: &[Sheet],
    mapped: bool,
    findings: &mut Vec<Finding>,
) -> Option<Plan<'m>> {
    if let Some(source) = source {
        return Some(plan::by_source(sheet, source, findings));
    }
    let stem = stem(&file.name);
    let name = sheet.name.as_deref().unwrap_or(stem);
    let found = layout(name).or_else(|| layout(stem).filter(|_| sheets.len() == 1));
    if let Some(layout) = found {
        return Some(plan::by_layout(sheet, layout, findings));
    }
    let is_blank = sheet.headings.is_empty() && sheet.rows.is_empty();
    let is_for_people = sheet.name.as_deref().is_some_and(template::is_for_people);
    if !is_blank && !is_for_people {
        findings.push(not_known(sheet, name, mapped));
    }
    None
}

/// The layout that a sheet or file of this name holds.
fn layout(name: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| names::alike(layout.name, name) || names::alike(layout.kind, name))
}

/// A file's name without its folder and ending.
fn stem(name: &str) -> &str {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}

fn not_known(sheet: &Sheet, name: &str, mapped: bool) -> Finding {
    let what = if sheet.name.is_some() { "sheet" } else { "file" };
    let near = names::nearest(name, LAYOUTS.iter().map(|layout| layout.name));
    let suggestion = near.map_or(".".to_owned(), |near| format!("; is it meant to be `{near}`?"));
    let message = format!("There is no layout named after the {what} `{name}`{suggestion}");
    let code = if mapped { &SHEET_NOT_MAPPED } else { &UNKNOWN_SHEET };
    Finding::new(code, sheet.place(), message).with_value(name)
}

/// Drops what reading found about columns that the source leaves out: nothing of them is used.
fn forgive_ignored(source: &Source, sheet: &Sheet, findings: &mut Vec<Finding>) {
    findings.retain(|finding| {
        let here = finding.file == sheet.place().file && finding.sheet == sheet.name;
        !(here && finding.column.as_deref().is_some_and(|column| plan::is_ignored(source, column)))
    });
}

fn unused(mapping: Option<&Mapping>, used: &[bool]) -> Vec<Finding> {
    let Some(mapping) = mapping else { return Vec::new() };
    let idle = mapping.sources.iter().zip(used).filter(|(_, used)| !**used);
    idle.map(|(source, _)| {
        let file = source.file.as_deref().unwrap_or("*");
        let sheet = source.sheet.as_deref().map_or(String::new(), |sheet| format!(", sheet `{sheet}`"));
        let message = format!("No file matched this source (file `{file}`{sheet}).");
        Finding::new(&MAPPING_UNUSED, Place::file(&mapping.file).at_row(source.line), message)
    })
    .collect()
}
