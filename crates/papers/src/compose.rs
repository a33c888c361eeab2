//! A paper and what the record answered become a built paper. Pure; every number in it comes from a passport.

mod charts;
mod forecast;
mod front;
mod movement;

pub use forecast::{ForecastAnswer, Path, PathPoint};
pub use movement::{Moved, Movement, Since};

use std::collections::BTreeMap;

use crate::built::{Block, Built, Cell, Column, LAYOUT, Passport, Run, Table};
use crate::paper::{Item, Paper, Part, Section, TableSpec, parse_text};
use crate::words;

/// What the record answered to everything that a paper asks.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The council's name.
    pub council: String,
    /// Whether the figures went through disclosure control.
    pub released: bool,
    /// The change as of which they were known.
    pub known_at: u64,
    /// The version that the paper is.
    pub version: u32,
    /// Figures by id.
    pub figures: BTreeMap<String, Passport>,
    /// Tables of figures by id.
    pub tables: BTreeMap<String, TableAnswer>,
    /// Charts by id, each with its points.
    pub charts: BTreeMap<String, Vec<Point>>,
    /// Positions by id.
    pub positions: BTreeMap<String, PositionAnswer>,
    /// Tables of registers by id.
    pub registers: BTreeMap<String, Table>,
    /// Forecasts by id.
    pub forecasts: BTreeMap<String, ForecastAnswer>,
    /// Lists of records by id, each with its rows.
    pub records: BTreeMap<String, Vec<Vec<String>>>,
    /// What changed since the previous paper; none without one.
    pub since: Option<Since>,
}

/// The figures of a table, column by column.
#[derive(Debug, Clone, Default)]
pub struct TableAnswer {
    /// For each column its groups: key, name and figure.
    pub columns: Vec<Vec<(String, String, Passport)>>,
    /// The figure of everything for each column, where asked for.
    pub totals: Vec<Passport>,
}

/// A position: its headings and rows, each with its name first. The last row is the total.
#[derive(Debug, Clone, Default)]
pub struct PositionAnswer {
    /// The headings.
    pub columns: Vec<Column>,
    /// The rows, with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// What a reader must know beside the paper's own notes.
    pub notes: Vec<String>,
}

/// A point or bar of a chart.
#[derive(Debug, Clone)]
pub struct Point {
    /// When, or which group.
    pub label: String,
    /// The figure.
    pub figure: Passport,
    /// The interval about it, in its unit.
    pub interval: Option<(f64, f64)>,
}

/// A paper being built.
struct Desk<'a> {
    paper: &'a Paper,
    answers: &'a Answers,
    figures: Vec<Passport>,
    blocks: Vec<Block>,
}

/// Builds a paper. What a paper names must be answered: `app` answers everything, or gives nothing.
pub fn build(paper: &Paper, answers: &Answers) -> Built {
    let figures = paper.figures.iter().filter_map(|spec| answers.figures.get(&spec.id).cloned()).collect();
    let mut desk = Desk { paper, answers, figures, blocks: Vec::new() };
    front::write(&mut desk);
    for section in &paper.sections {
        desk.section(section, &section.heading);
    }
    for (at, appendix) in paper.appendices.iter().enumerate() {
        desk.section(appendix, &format!("Appendix {}: {}", at + 1, appendix.heading));
    }
    front::close(&mut desk);
    Built {
        layout: LAYOUT,
        id: paper.id.clone(),
        version: answers.version.max(1),
        title: paper.title.clone(),
        council: answers.council.clone(),
        as_at: paper.as_at.to_string(),
        meeting: paper.meeting.to_string(),
        language: "en-GB".to_owned(),
        released: answers.released,
        known_at: answers.known_at,
        blocks: desk.blocks,
        figures: desk.figures,
    }
}

/// Words as a run.
fn text(text: impl Into<String>) -> Vec<Run> {
    vec![Run::Text(text.into())]
}

/// A column of words or of numbers.
fn column(heading: impl Into<String>, numbers: bool) -> Column {
    Column { heading: heading.into(), numbers }
}

impl Desk<'_> {
    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, text: text.into() });
    }

    fn say(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text(words)));
    }

    fn section(&mut self, section: &Section, heading: &str) {
        self.heading(section.level, heading);
        for item in &section.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Paragraph(parts) => {
                let runs = self.runs(parts);
                self.blocks.push(Block::Paragraph(runs));
            }
            Item::List { numbered, items } => {
                let items = items.iter().map(|parts| self.runs(parts)).collect();
                self.blocks.push(Block::List { numbered: *numbered, items });
            }
            Item::Table(id) => {
                if let Some(spec) = self.paper.tables.iter().find(|spec| spec.id == *id) {
                    let table = if spec.columns.is_empty() { self.given(spec) } else { self.counted(spec) };
                    self.blocks.push(Block::Table(table));
                }
            }
            Item::Chart(id) => charts::write(self, id),
            Item::Position(id) => self.position(id),
            Item::Register(id) => self.register(id),
            Item::Forecast(id) => forecast::write(self, id),
            Item::Records(id) => self.records(id),
            Item::Implications => front::implications(self),
            Item::SignOff => front::sign_off(self),
            Item::Changes => movement::write(self),
        }
    }

    fn runs(&self, parts: &[Part]) -> Vec<Run> {
        parts.iter().map(|part| self.run(part)).collect()
    }

    fn run(&self, part: &Part) -> Run {
        let figure = |id: &String| self.answers.figures.get(id);
        match part {
            Part::Text(words) => Run::Text(words.clone()),
            Part::Strong(words) => Run::Strong(words.clone()),
            Part::Figure(id) => {
                let text = figure(id).map_or_else(|| "not available".to_owned(), Passport::words);
                Run::Figure { text, of: vec![id.clone()] }
            }
            Part::Change(now, before) => {
                let text = match (figure(now), figure(before)) {
                    (Some(one), Some(other)) => words::change(one, other),
                    _ => "is not available".to_owned(),
                };
                Run::Figure { text, of: vec![now.clone(), before.clone()] }
            }
        }
    }

    /// A table of words, which may hold figures.
    fn given(&self, spec: &TableSpec) -> Table {
        let cell = |text: &String| {
            let parts: Vec<Part> = parse_text(text, &mut Vec::new())
                .into_iter()
                .flat_map(|item| if let Item::Paragraph(parts) = item { parts } else { Vec::new() })
                .collect();
            match parts.as_slice() {
                [] => Cell::Text(text.clone()),
                [Part::Figure(id)] => {
                    self.answers.figures.get(id).map_or(Cell::Text(text.clone()), Passport::cell)
                }
                parts => Cell::Text(crate::built::plain(&self.runs(parts))),
            }
        };
        let rows: Vec<Vec<Cell>> = spec.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        let numbers =
            |at: usize| !rows.is_empty() && rows.iter().all(|row| !matches!(row[at], Cell::Text(_)));
        let columns: Vec<Column> =
            spec.headings.iter().enumerate().map(|(at, heading)| column(heading, numbers(at))).collect();
        Table { caption: spec.caption.clone(), columns, rows, has_total: false, notes: spec.notes.clone() }
    }

    /// A table with a row for each group that any column has.
    fn counted(&mut self, spec: &TableSpec) -> Table {
        let empty = TableAnswer::default();
        let answer = self.answers.tables.get(&spec.id).unwrap_or(&empty);
        let mut groups: Vec<(&str, &str)> = Vec::new();
        for (key, name, _) in answer.columns.iter().flatten() {
            if !groups.iter().any(|(known, _)| known == key) {
                groups.push((key, name));
            }
        }
        let mut columns =
            vec![column(spec.by.map_or_else(String::new, |by| capital(&by.code().replace('-', " "))), false)];
        columns.extend(spec.columns.iter().map(|one| column(&one.heading, true)));
        let mut rows = Vec::new();
        for (key, name) in groups {
            let mut row = vec![Cell::Text(name.to_owned())];
            for (at, counted) in answer.columns.iter().enumerate() {
                let found = counted.iter().find(|(other, ..)| other == key);
                // A group that a measure does not have has nobody of the kind: that is not for us to say as a number.
                row.push(
                    found.map_or(Cell::None(crate::built::NoNumber::NotApplicable), |(.., one)| one.cell()),
                );
                if let Some((.., one)) = found {
                    self.figures
                        .push(Passport { id: format!("{}.{}.{key}", spec.id, at + 1), ..one.clone() });
                }
            }
            rows.push(row);
        }
        if spec.total {
            let mut row = vec![Cell::Text("Total".to_owned())];
            row.extend(answer.totals.iter().map(Passport::cell));
            rows.push(row);
            for (at, one) in answer.totals.iter().enumerate() {
                self.figures.push(Passport { id: format!("{}.{}.total", spec.id, at + 1), ..one.clone() });
            }
        }
        let mut notes = spec.notes.clone();
        for one in answer.totals.iter().chain(answer.columns.iter().filter_map(|all| Some(&all.first()?.2))) {
            let note = format!("{}: {} Source: {}.", one.title, one.definition, one.source);
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        Table { caption: spec.caption.clone(), columns, rows, has_total: spec.total, notes }
    }

    fn position(&mut self, id: &str) {
        let Some(spec) = self.paper.positions.iter().find(|spec| spec.id == *id) else { return };
        let PositionAnswer { columns, rows, notes } =
            self.answers.positions.get(id).cloned().unwrap_or_default();
        self.blocks.push(Block::Table(Table {
            caption: spec.caption.clone(),
            columns,
            rows,
            has_total: true,
            notes: [&spec.notes[..], &notes[..]].concat(),
        }));
    }

    fn register(&mut self, id: &str) {
        let Some(table) = self.answers.registers.get(id).cloned() else { return };
        if table.rows.is_empty() {
            return self.say(format!("{}: none.", table.caption));
        }
        self.blocks.push(Block::Table(table));
    }

    fn records(&mut self, id: &str) {
        let Some(spec) = self.paper.records.iter().find(|spec| spec.id == *id) else { return };
        let rows = self.answers.records.get(id).cloned().unwrap_or_default();
        if rows.is_empty() {
            return self.say(format!("{}: the record holds none.", spec.caption));
        }
        let table = Table {
            caption: spec.caption.clone(),
            columns: spec
                .columns
                .iter()
                .map(|name| column(capital(&name.replace('_', " ")), false))
                .collect(),
            rows: rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect(),
            has_total: false,
            notes: Vec::new(),
        };
        self.blocks.push(Block::Table(table));
    }
}

/// With its first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
