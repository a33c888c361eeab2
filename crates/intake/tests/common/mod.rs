//! What the tests of importing share.

#![allow(dead_code, reason = "each test file uses its own part")]

use intake::finding::Finding;
use intake::mapping;
use intake::proposal::{Options, Proposal, propose};
use intake::source::{Limits, SourceFile};
use workforce::Date;
use workforce::records::Records;

/// The day that every file describes unless a test says otherwise.
pub(crate) fn options() -> Options {
    Options { limits: Limits::default(), complete: Vec::new(), as_at: day("2024-09-30") }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("tests write dates as they should be")
}

/// A CSV file of these lines.
pub(crate) fn csv(name: &str, lines: &[&str]) -> SourceFile {
    SourceFile::new(name, lines.join("\n") + "\n")
}

/// What files would change in a record, without a mapping.
pub(crate) fn import(existing: &Records, files: &[SourceFile]) -> Proposal {
    propose(existing, files, None, &options())
}

/// What a file would change by a mapping; the mapping's own findings come first.
pub(crate) fn import_mapped(toml: &str, file: SourceFile) -> Proposal {
    let (mapping, mut findings) = mapping::read("map.toml", toml);
    let mut proposal = propose(&Records::default(), &[file], Some(&mapping), &options());
    findings.append(&mut proposal.findings);
    Proposal { findings, ..proposal }
}

/// The record after a proposal.
pub(crate) fn after(existing: &Records, proposal: &Proposal) -> Records {
    let mut records = existing.clone();
    for change in &proposal.changes {
        records.put(change.after.clone());
    }
    records
}

/// The record that files make, which must be without errors.
pub(crate) fn made(files: &[SourceFile]) -> Records {
    let proposal = import(&Records::default(), files);
    assert!(!proposal.has_errors(), "{:#?}", proposal.findings);
    after(&Records::default(), &proposal)
}

/// Findings as `code file!sheet:row column=value`, for comparing.
pub(crate) fn places(findings: &[Finding]) -> Vec<String> {
    let place = |finding: &Finding| {
        let sheet = finding.sheet.as_ref().map(|sheet| format!("!{sheet}")).unwrap_or_default();
        let row = finding.row.map(|row| format!(":{row}")).unwrap_or_default();
        let column = finding.column.as_ref().map(|column| format!(" {column}")).unwrap_or_default();
        let value = finding.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
        format!("{} {}{sheet}{row}{column}{value}", finding.code, finding.file)
    };
    findings.iter().map(place).collect()
}

/// The fields of a record as `column=text`, blank ones left out.
pub(crate) fn fields(records: &Records, id: &str) -> String {
    let id = workforce::change::RecordId::parse(id).expect("an id");
    let Some(record) = records.get(&id) else { return "none".to_owned() };
    let layout = record.layout();
    let pairs = layout.columns.iter().zip(record.to_row());
    let shown: Vec<_> =
        pairs.filter_map(|(column, text)| Some(format!("{}={}", column.name, text?))).collect();
    shown.join(" ")
}
