//! Reading a paper's file: everything wrong with it at once, each with its line.

use std::collections::BTreeSet;

use toml::de::DeTable;
use workforce::Date;

use super::figures::{ChartSpec, ColumnSpec, FigureSpec, RecordsSpec, TableSpec};
use super::table::{Source, Table};
use super::text::{self, Item, Part};
use super::{Paper, Section};

/// What is wrong with a paper's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What, and how to put it right.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

const KEYS: &[&str] = &[
    "id",
    "title",
    "committee",
    "as_at",
    "meeting",
    "report_of",
    "contact",
    "classification",
    "previous",
    "correction",
    "stale_after_days",
    "background",
    "figure",
    "table",
    "chart",
    "position",
    "register",
    "forecast",
    "records",
    "section",
    "implication",
    "sign_off",
    "appendix",
];

/// Figures older than a quarter on the day of the meeting are called old, unless the paper says otherwise.
const STALE_AFTER: u32 = 92;

/// Reads a paper, or says everything that is wrong with its file.
///
/// # Errors
/// Everything wrong with the file, in order of line.
pub fn read(text: &str) -> Result<Paper, Vec<Problem>> {
    let mut source = Source { text, problems: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        source.problem(at, format!("this is not TOML: {}", error.message()));
    }
    let top = Table::new(document.get_ref(), 0, "a paper");
    let paper = paper(top, &mut source);
    source.problems.sort();
    source.problems.dedup();
    if source.problems.is_empty() { Ok(paper) } else { Err(source.problems) }
}

fn paper(top: Table<'_, '_>, source: &mut Source<'_>) -> Paper {
    top.only(KEYS, source);
    let id = top.text("id", source);
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !id.chars().all(plain) || id.len() > 64 {
        source
            .problem(top.place("id"), "`id` is made of lower-case letters, figures and hyphens, 64 at most");
    }
    let as_at = top.date("as_at", source);
    let meeting = top.date("meeting", source);
    if let (Some(as_at), Some(meeting)) = (as_at, meeting)
        && as_at > meeting
    {
        source.problem(
            top.place("as_at"),
            format!("the figures are as at {as_at}, which is after the meeting on {meeting}"),
        );
    }
    let usual = as_at.unwrap_or(Date::MIN);
    let paper = Paper {
        id,
        title: top.text("title", source),
        committee: top.text("committee", source),
        as_at: usual,
        meeting: meeting.unwrap_or(usual),
        report_of: top.maybe_text("report_of", source).unwrap_or_default(),
        contact: top.maybe_text("contact", source).unwrap_or_default(),
        classification: top.maybe_text("classification", source).unwrap_or_else(|| "Public".to_owned()),
        previous: top.maybe_text("previous", source).filter(|text| !text.is_empty()),
        correction: top.maybe_text("correction", source).filter(|text| !text.is_empty()),
        stale_after_days: top.whole("stale_after_days", STALE_AFTER, source),
        figures: top
            .tables("figure", "a figure", source)
            .iter()
            .map(|one| figure(*one, usual, source))
            .collect(),
        tables: top.tables("table", "a table", source).iter().map(|one| table(*one, usual, source)).collect(),
        charts: top.tables("chart", "a chart", source).iter().map(|one| chart(*one, usual, source)).collect(),
        positions: top
            .tables("position", "a position", source)
            .iter()
            .map(|one| super::position::read(*one, usual, source))
            .collect(),
        registers: top
            .tables("register", "a table of a register", source)
            .iter()
            .map(|one| super::register::read(*one, usual, source))
            .collect(),
        forecasts: top
            .tables("forecast", "a forecast", source)
            .iter()
            .map(|one| super::forecast::read(*one, usual, source))
            .collect(),
        records: top
            .tables("records", "a list of records", source)
            .iter()
            .map(|one| records(*one, source))
            .collect(),
        sections: sections(top, "section", source),
        implications: top
            .tables("implication", "an implication", source)
            .iter()
            .map(|one| {
                one.only(&["area", "text"], source);
                (one.text("area", source), one.text("text", source))
            })
            .collect(),
        sign_off: top
            .tables("sign_off", "a sign-off", source)
            .iter()
            .map(|one| {
                one.only(&["role", "cleared"], source);
                (one.text("role", source), one.maybe_date("cleared", source))
            })
            .collect(),
        appendices: sections(top, "appendix", source),
        background: top.texts("background", source),
    };
    if paper.sections.is_empty() {
        source.problem(0, "a paper needs at least one [[section]]");
    }
    references(top, &paper, source);
    paper
}

const WHEN: [&str; 4] = ["as_at", "year_ending", "from", "to"];

fn figure(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> FigureSpec {
    let known = [&["id", "measure", "service", "team", "baseline"], &WHEN[..]].concat();
    one.only(&known, source);
    FigureSpec {
        id: one.text("id", source),
        measure: measure(one, source),
        when: one.when(usual, source),
        service: one.maybe_text("service", source),
        team: one.maybe_text("team", source),
        baseline: one.maybe_text("baseline", source),
    }
}

/// A measure that there is.
fn measure(one: Table<'_, '_>, source: &mut Source<'_>) -> String {
    let id = one.text("measure", source);
    if !id.is_empty() && measures::registry::find(&id).is_none() {
        source.problem(
            one.place("measure"),
            format!("there is no measure `{id}`; `mainstay figures` lists them"),
        );
    }
    id
}

fn table(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> TableSpec {
    one.only(&["id", "caption", "notes", "by", "total", "service", "column", "headings", "rows"], source);
    let columns: Vec<ColumnSpec> = one
        .tables("column", "a column", source)
        .iter()
        .map(|column| {
            column.only(&[&["heading", "measure", "baseline"], &WHEN[..]].concat(), source);
            ColumnSpec {
                heading: column.text("heading", source),
                measure: measure(*column, source),
                when: column.when(usual, source),
                baseline: column.maybe_text("baseline", source),
            }
        })
        .collect();
    let spec = TableSpec {
        id: one.text("id", source),
        caption: one.text("caption", source),
        notes: one.texts("notes", source),
        by: one.breakdown(source),
        total: one.flag("total", source),
        service: one.maybe_text("service", source),
        columns,
        headings: one.texts("headings", source),
        rows: one.rows("rows", source),
    };
    if spec.columns.is_empty() == spec.headings.is_empty() {
        source
            .problem(one.at, "a table has either [[table.column]] with measures, or `headings` with `rows`");
    }
    if !spec.columns.is_empty() && spec.by.is_none() {
        source.problem(one.at, "a table of measures needs `by`: what its rows are");
    }
    if spec.headings.is_empty() != spec.rows.is_empty() {
        source.problem(one.at, "`headings` and `rows` go together");
    }
    for (at, row) in spec.rows.iter().enumerate().filter(|(_, row)| row.len() != spec.headings.len()) {
        let (at, cells, wanted) = (at + 1, row.len(), spec.headings.len());
        source.problem(one.place("rows"), format!("row {at} has {cells} cells; the headings are {wanted}"));
    }
    spec
}

fn chart(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> ChartSpec {
    one.only(&[&["id", "title", "measure", "series", "by", "service", "team"], &WHEN[..]].concat(), source);
    let spec = ChartSpec {
        id: one.text("id", source),
        title: one.text("title", source),
        measure: measure(one, source),
        when: one.when(usual, source),
        series: one.step(source),
        by: one.breakdown(source),
        service: one.maybe_text("service", source),
        team: one.maybe_text("team", source),
    };
    if spec.series.is_some() == spec.by.is_some() {
        source.problem(one.at, "a chart needs either `series` (a line over time) or `by` (bars)");
    }
    if let (Some(_), super::When::Day(_)) = (spec.series, spec.when) {
        source.problem(one.at, "a line over time needs `from` and `to`");
    }
    spec
}

fn records(one: Table<'_, '_>, source: &mut Source<'_>) -> RecordsSpec {
    one.only(&["id", "caption", "kind", "columns"], source);
    let spec = RecordsSpec {
        id: one.text("id", source),
        caption: one.text("caption", source),
        kind: one.text("kind", source),
        columns: one.texts("columns", source),
    };
    match workforce::records::layout(&spec.kind).filter(|_| KINDS.contains(&spec.kind.as_str())) {
        None => source.problem(
            one.place("kind"),
            format!("`kind` is one of those that are about no person: {}", KINDS.join(", ")),
        ),
        Some(layout) => {
            let known: Vec<&str> = layout.columns.iter().map(|column| column.name).collect();
            for column in spec.columns.iter().filter(|column| !known.contains(&column.as_str())) {
                let known = known.join(", ");
                source.problem(
                    one.place("columns"),
                    format!("{} has no column `{column}`; it has: {known}", spec.kind),
                );
            }
        }
    }
    if spec.columns.is_empty() {
        source.problem(one.at, "a list of records needs `columns`");
    }
    spec
}

/// Kinds of record that say nothing of a person, so that a paper may list them.
const KINDS: &[&str] = &[
    "unit",
    "role",
    "baseline",
    "decision",
    "decision_effect",
    "post",
    "strategy",
    "priority",
    "improvement_source",
    "recommendation",
    "action",
    "evidence",
    "risk",
    "risk_rating",
    "consultation",
    "expected_event",
    "governance_group",
    "meeting",
    "programme",
    "programme_stage",
    "cohort",
    "course",
    "campaign",
    "advert",
    "incentive_scheme",
    "incentive_instalment",
    "demand",
    "parameter",
];

fn sections(top: Table<'_, '_>, key: &str, source: &mut Source<'_>) -> Vec<Section> {
    let mut before = 1;
    let mut all = Vec::new();
    for one in top.tables(key, if key == "section" { "a section" } else { "an appendix" }, source) {
        one.only(&["heading", "level", "text"], source);
        let level = one.whole("level", 2, source);
        if !(2..=4).contains(&level) || level > before + 1 {
            source.problem(
                one.place("level"),
                "`level` is 2, 3 or 4, and one more than that of the section before at most",
            );
        }
        before = level.clamp(2, 4);
        let text = one.maybe_text("text", source).unwrap_or_default();
        let mut problems = Vec::new();
        let items = text::parse(&text, &mut problems);
        for (line, what) in problems {
            let line = line + usize::from(source.text[one.place("text")..].starts_with("\"\"\"\n"));
            let line = source.line(one.place("text")) + line;
            source.problems.push(Problem { line, what });
        }
        let level = u8::try_from(before).unwrap_or(2);
        all.push(Section { heading: one.text("heading", source), level, items });
    }
    all
}

/// What is named and not there, and what is there twice.
fn references(top: Table<'_, '_>, paper: &Paper, source: &mut Source<'_>) {
    let mut there: BTreeSet<(&str, &str)> = BTreeSet::new();
    let ids = (paper.figures.iter().map(|one| ("figure", &one.id)))
        .chain(paper.tables.iter().map(|one| ("table", &one.id)))
        .chain(paper.charts.iter().map(|one| ("chart", &one.id)))
        .chain(paper.positions.iter().map(|one| ("position", &one.id)))
        .chain(paper.registers.iter().map(|one| ("register", &one.id)))
        .chain(paper.forecasts.iter().map(|one| ("forecast", &one.id)))
        .chain(paper.records.iter().map(|one| ("records", &one.id)));
    for (kind, id) in ids {
        if !there.insert((kind, id)) {
            source.problem(top.place(kind), format!("there are two of [[{kind}]] with the id `{id}`"));
        }
    }
    let mut missing: Vec<(usize, &str, String)> = Vec::new();
    let mut name = |at: usize, kind: &'static str, id: &str| {
        if !there.contains(&(kind, id)) {
            missing.push((at, kind, id.to_owned()));
        }
    };
    for item in paper.sections.iter().chain(&paper.appendices).flat_map(|section| &section.items) {
        let mut all = |parts: &[Part]| {
            for part in parts {
                match part {
                    Part::Figure(id) => name(find(source.text, id), "figure", id),
                    Part::Change(now, before) => {
                        name(find(source.text, now), "figure", now);
                        name(find(source.text, before), "figure", before);
                    }
                    Part::Text(_) | Part::Strong(_) => {}
                }
            }
        };
        match item {
            Item::Paragraph(parts) => all(parts),
            Item::List { items, .. } => items.iter().for_each(|parts| all(parts)),
            Item::Table(id) => name(find(source.text, id), "table", id),
            Item::Chart(id) => name(find(source.text, id), "chart", id),
            Item::Position(id) => name(find(source.text, id), "position", id),
            Item::Register(id) => name(find(source.text, id), "register", id),
            Item::Forecast(id) => name(find(source.text, id), "forecast", id),
            Item::Records(id) => name(find(source.text, id), "records", id),
            Item::Implications | Item::SignOff | Item::Changes => {}
        }
    }
    let mut bad_cells = Vec::new();
    for text in paper.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        for part in text::parts(text, 0, &mut bad_cells) {
            if let Part::Figure(id) | Part::Change(id, _) = &part {
                name(find(source.text, id), "figure", id);
            }
            if let Part::Change(_, id) = &part {
                name(find(source.text, id), "figure", id);
            }
        }
    }
    for (_, what) in bad_cells {
        source.problem(top.place("table"), what);
    }
    for (at, kind, id) in missing {
        source.problem(at, format!("there is no [[{kind}]] with the id `{id}`"));
    }
}

/// The first place where an id is named in braces.
fn find(text: &str, id: &str) -> usize {
    let named = |(at, _): &(usize, &str)| {
        text[..*at].rfind('{').is_some_and(|open| !text[open..*at].contains(['}', '\n']))
    };
    text.match_indices(id).find(named).map_or(0, |(at, _)| at)
}
