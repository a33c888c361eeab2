//! A return kept whole: every item missing, empty or given, with repeats and elements that the census does not have.
//!
//! This is what is edited, written and turned into tables. The check does not need it: it reads a file of a million
//! workers without keeping it.

use std::io::{self, Read};

use compact_str::CompactString;

use super::element::{Block as Place, Element};
use super::read::{self, Block, Issue, Limits, Outcome, Record, Slot, Visitor};
use super::value::trimmed;
use super::year::CensusYear;

/// What an element that is there says; one that is not there has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Value {
    /// The element is there and has no value.
    #[default]
    Empty,
    /// The value, without spaces around it.
    Given(CompactString),
}

impl Value {
    /// The value of a text: spaces around it go, and nothing left is empty.
    pub fn new(text: &str) -> Self {
        match trimmed(text) {
            "" => Self::Empty,
            text => Self::Given(text.into()),
        }
    }

    /// The text, if there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Given(text) => Some(text),
        }
    }

    fn of(slot: &Slot<'_>) -> Option<Self> {
        match slot {
            Slot::Missing => None,
            Slot::Empty { .. } => Some(Self::Empty),
            Slot::Given { text, .. } => Some(Self::Given(text.as_ref().into())),
        }
    }
}

/// A header, a block of totals or a worker's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The element that holds it: the totals have two names.
    pub element: Element,
    items: Vec<(Element, Value)>,
    /// What appeared again or is no item of the block, in the order of the file.
    pub extras: Vec<(CompactString, Value)>,
}

impl Part {
    /// A part with no items: `Header`, `LALevel`, `LALevelVacancies` or `CSWWWorker`.
    pub fn new(element: Element) -> Self {
        Self { element, items: Vec::new(), extras: Vec::new() }
    }

    /// The block whose items it has.
    pub fn block(&self) -> Place {
        match self.element {
            Element::Header => Place::Header,
            Element::LaLevel | Element::LaLevelVacancies => Place::Totals,
            _ => Place::Worker,
        }
    }

    /// An item, if its element is there.
    pub fn get(&self, item: Element) -> Option<&Value> {
        let at = self.items.binary_search_by_key(&item, |(item, _)| *item).ok()?;
        Some(&self.items[at].1)
    }

    /// The value of an item, if it has one.
    pub fn text(&self, item: Element) -> Option<&str> {
        self.get(item).and_then(Value::text)
    }

    /// Puts an item in, or takes its element out. An item of another block is left alone.
    pub fn set(&mut self, item: Element, value: Option<Value>) {
        if item.spec().block != self.block() {
            return;
        }
        match (self.items.binary_search_by_key(&item, |(item, _)| *item), value) {
            (Ok(at), Some(value)) => self.items[at].1 = value,
            (Ok(at), None) => drop(self.items.remove(at)),
            (Err(at), Some(value)) => self.items.insert(at, (item, value)),
            (Err(_), None) => {}
        }
    }

    /// Gives an item a text.
    pub fn put(&mut self, item: Element, text: &str) {
        self.set(item, Some(Value::new(text)));
    }

    /// The items that are there, in the order of the specification.
    pub fn items(&self) -> impl Iterator<Item = (Element, &Value)> {
        self.items.iter().map(|(item, value)| (*item, value))
    }

    fn of(record: &Record<'_>) -> Self {
        let items = record.given().filter_map(|(item, slot)| Some((item, Value::of(slot)?))).collect();
        let extras = record.extras.iter();
        let extras = extras.filter_map(|(name, slot)| Some((name_of(name), Value::of(slot)?))).collect();
        Self { element: record.element, items, extras }
    }

    /// The item that an extra repeats.
    pub(super) fn repeats(&self, name: &str) -> Option<Element> {
        Element::named(name).filter(|item| item.spec().block == self.block())
    }

    /// As it is written in a year.
    pub(super) fn normal(&mut self, year: CensusYear) {
        if self.block() == Place::Totals {
            self.element = totals(year);
            if self.get(Element::PerformanceAward).is_none()
                && let Some(value) = self.get(Element::PerformanceReward).cloned()
            {
                self.set(Element::PerformanceReward, None);
                self.set(Element::PerformanceAward, Some(value));
                let again = |name: &CompactString| name == Element::PerformanceReward.name();
                for (name, _) in self.extras.iter_mut().filter(|(name, _)| again(name)) {
                    *name = Element::PerformanceAward.name().into();
                }
            }
        }
        let mut extras = std::mem::take(&mut self.extras);
        // Unknown names have no element and come last.
        extras.sort_by_key(|(name, _)| self.repeats(name).map_or(usize::MAX, |item| item as usize));
        self.extras = extras;
    }
}

/// The groups of the header's items: the name, the first item and the last.
pub(super) const HEADER_GROUPS: [(&str, Element, Element); 2] = [
    ("CollectionDetails", Element::Collection, Element::ReferenceDate),
    ("Source", Element::SourceLevel, Element::DateTime),
];

/// The block of totals as a year names it.
pub fn totals(year: CensusYear) -> Element {
    if Element::LaLevel.spec().years.contains(year) { Element::LaLevel } else { Element::LaLevelVacancies }
}

/// A name that can be written: what no element's name may hold becomes `_`.
fn name_of(name: &str) -> CompactString {
    if is_name(name) {
        return name.into();
    }
    let fits = |at: usize, c: char| c == '_' || c.is_alphabetic() || (at > 0 && is_later_in_name(c));
    name.chars().enumerate().map(|(at, c)| if fits(at, c) { c } else { '_' }).collect()
}

fn is_later_in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether a text can be the name of an element without a namespace.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c == '_' || c.is_alphabetic()) && name.chars().all(is_later_in_name)
}

/// A return.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Return {
    /// The headers: one, in a sound return.
    pub headers: Vec<Part>,
    /// The blocks of totals: one, in a sound return.
    pub totals: Vec<Part>,
    /// The workers' records, in the order of the file.
    pub workers: Vec<Part>,
}

/// Something that the reader said about a return.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What it is.
    pub issue: Issue,
    /// The worker's record, from 1; none for the header, the totals and the file.
    pub worker: Option<usize>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// A file read into a return.
#[derive(Debug)]
pub struct Document {
    /// What it says, as far as it could be read.
    pub content: Return,
    /// What the reader had to say, in the order of the file.
    pub said: Vec<Said>,
    /// What the file was as a whole.
    pub outcome: Outcome,
}

impl Return {
    /// Reads a return. Only a disk or pipe that fails is an error; a file that is no return gives an empty one, with
    /// what is wrong among what was said.
    pub fn read<R: Read>(reader: R, limits: &Limits) -> io::Result<Document> {
        let mut content = Self::default();
        let mut said = Vec::new();
        let outcome = read::read(reader, limits, Collector::default, |part| {
            let before = content.workers.len();
            let moved = |one: Said| Said { worker: one.worker.map(|worker| worker + before), ..one };
            said.extend(part.said.into_iter().map(moved));
            content.headers.extend(part.content.headers);
            content.totals.extend(part.content.totals);
            content.workers.extend(part.content.workers);
            said.len() <= limits.findings
        })?;
        Ok(Document { content, said, outcome })
    }

    /// The header that counts: the first.
    pub fn header(&self) -> Option<&Part> {
        self.headers.first()
    }

    /// The totals that count: the first.
    pub fn total(&self) -> Option<&Part> {
        self.totals.first()
    }

    /// The census year that the header gives.
    pub fn year(&self) -> Option<CensusYear> {
        self.header()?.text(Element::Year).and_then(CensusYear::parse)
    }

    /// As the specification writes it in a year: the year's name of the totals, `PerformanceAward`, repeats beside the
    /// items that they repeat and unknown elements after all others.
    #[must_use]
    pub fn normal(mut self, year: CensusYear) -> Self {
        for part in self.headers.iter_mut().chain(&mut self.totals).chain(&mut self.workers) {
            part.normal(year);
        }
        self
    }
}

/// Keeps what is read.
#[derive(Default)]
struct Collector {
    content: Return,
    said: Vec<Said>,
}

impl Collector {
    fn say(&mut self, block: &Block, issue: Issue, worker: Option<usize>) {
        let (line, column) = block.place(issue.at);
        self.said.push(Said { issue, worker, line, column });
    }
}

impl Visitor for Collector {
    fn record(&mut self, block: &Block, mut record: Record<'_>) {
        let issues = std::mem::take(&mut record.issues);
        let part = Part::of(&record);
        let list = match record.block {
            Place::Header => &mut self.content.headers,
            Place::Totals => &mut self.content.totals,
            Place::Worker | Place::Structure => &mut self.content.workers,
        };
        list.push(part);
        let worker = (record.block == Place::Worker).then_some(list.len());
        for issue in issues {
            self.say(block, issue, worker);
        }
    }

    fn issue(&mut self, block: &Block, issue: Issue) {
        self.say(block, issue, None);
    }
}
