//! The rules: one entry each, with its meaning, source, how sure it is, and examples that are its tests.
//!
//! The ids are Mainstay's own (`CW-…`); the DfE's numbered list was not available. A rule may be an *error* only if what
//! it finds can never be true of a real return. The pages under `docs/csww/rules/` are generated from here.

/// A rule on a worker's record in one place: its base, id, years, items, words (title, explanation, message, fix), its
/// test and its examples.
macro_rules! rule {
    ($base:ident $(. $level:ident = $value:expr)*, $id:literal, $years:expr, [$($item:ident),* $(,)?], $title:literal,
     $explanation:literal, $message:literal, $fix:literal, $check:expr,
     pass [$($pass:expr),* $(,)?], fail [$($fail:expr),* $(,)?]) => {
        Rule {
            id: $id,
            years: $years,
            items: &[$(Element::$item),*],
            title: $title,
            explanation: $explanation,
            message: $message,
            fix: $fix,
            check: $check,
            passes: &[$($pass),*],
            fails: &[$($fail),*],
            $($level: $value,)*
            ..$base
        }
    };
}

/// A test of a worker's record that fires at one item when something holds.
macro_rules! when {
    ($w:ident: $item:ident if $test:expr) => {
        Check::Worker(|$w, hits| {
            if $test {
                hits.at(Element::$item);
            }
        })
    };
}

/// An example of one record: a base with what differs; `_` leaves an element out.
macro_rules! one {
    ($base:ident $(, $item:ident = $value:tt)* $(,)?) => {
        Example::Worker(Base::$base, &[$((Element::$item, one!(@ $value))),*])
    };
    (@ _) => { None };
    (@ $value:literal) => { Some($value) };
}

mod absence;
mod across;
mod agency;
mod caseload;
pub mod example;
pub(crate) mod file;
mod header;
mod identity;
mod leaver;
pub mod page;
mod pay;
mod person;
mod plausible;
mod previous;
mod role;
mod totals;

use std::fmt;

use compact_str::CompactString;

use super::check::{Pair, Whole};
use super::element::Element;
use super::finding::Level;
use super::read::Record;
use super::worker::Worker;
use super::year::{CensusYear, Years};

use example::Example;

/// How serious a rule is, which may change with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// An error in every year.
    Error,
    /// A query in every year.
    Query,
    /// An error from this year on, and a query before.
    ErrorFrom(i16),
}

impl Severity {
    /// How serious it is in a year.
    pub fn level(self, year: CensusYear) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::ErrorFrom(first) if year.number() >= first => Level::Error,
            Self::ErrorFrom(_) | Self::Query => Level::Query,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error => f.write_str("error"),
            Self::Query => f.write_str("query"),
            Self::ErrorFrom(year) => write!(f, "error from {year}, query before"),
        }
    }
}

/// How sure a statement of the census's is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Stated in DfE's text or shown by its published data.
    Official,
    /// Taken from a public schema written to DfE's specification, or from the checks that accompany one.
    Schema,
    /// Follows from an item's definition, from arithmetic or from another official fact.
    Derived,
}

impl Confidence {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Schema => "schema",
            Self::Derived => "derived",
        }
    }
}

/// How a header or the totals are checked.
pub type SheetCheck = fn(&Record<'_>, CensusYear, &mut Hits);
/// How a worker's record is checked.
pub type WorkerCheck = fn(&Worker<'_>, &mut Hits);

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// The reader finds it, or the check of the file as a whole.
    Reading,
    /// The header.
    Header(SheetCheck),
    /// The totals of the council, alone.
    Totals(SheetCheck),
    /// A worker's record, alone.
    Worker(WorkerCheck),
    /// The totals and all workers' records together.
    Whole(fn(&Whole<'_>, &mut Hits)),
    /// The return and that of the year before.
    Previous(fn(&Pair<'_>, &mut Hits)),
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reading => "Reading",
            Self::Header(_) => "Header",
            Self::Totals(_) => "Totals",
            Self::Worker(_) => "Worker",
            Self::Whole(_) => "Whole",
            Self::Previous(_) => "Previous",
        })
    }
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The id, such as `CW-W63`.
    pub id: &'static str,
    /// The census years in which it runs.
    pub years: Years,
    /// How serious it is.
    pub severity: Severity,
    /// The items that it looks at.
    pub items: &'static [Element],
    /// The rule in a few words: what must hold.
    pub title: &'static str,
    /// What it fires on and why that matters.
    pub explanation: &'static str,
    /// What is wrong, as the finding says it: no full stop.
    pub message: &'static str,
    /// How to put it right.
    pub fix: &'static str,
    /// Where the rule comes from, in words.
    pub source: &'static str,
    /// How sure its content is.
    pub content: Confidence,
    /// How sure its level is.
    pub level_confidence: Confidence,
    /// Whether it runs unless it is asked for.
    pub on: bool,
    /// How it is checked.
    pub check: Check,
    /// Returns on which it is silent.
    pub passes: &'static [Example],
    /// Returns on which it fires.
    pub fails: &'static [Example],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.severity == other.severity
    }
}

/// What a rule that says nothing else has: a derived query of every year, on by default.
const QUERY: Rule = Rule {
    id: "",
    years: Years::ALL,
    severity: Severity::Query,
    items: &[],
    title: "",
    explanation: "",
    message: "",
    fix: "",
    source: DERIVED,
    content: Confidence::Derived,
    level_confidence: Confidence::Derived,
    on: true,
    check: Check::Reading,
    passes: &[],
    fails: &[],
};

/// What a rule of DfE's specification has: an official error of every year.
const ERROR: Rule = Rule {
    severity: Severity::Error,
    source: SPEC25,
    content: Confidence::Official,
    level_confidence: Confidence::Official,
    ..QUERY
};

/// What a rule has whose content and level follow from definitions, and that can never be true of a real return.
const DERIVED_ERROR: Rule = Rule { severity: Severity::Error, ..QUERY };

/// What an error has whose format is official and whose level is a judgement.
const JUDGED_ERROR: Rule = Rule { level_confidence: Confidence::Derived, ..ERROR };

/// What an error of the public schemas has.
const SCHEMA_ERROR: Rule =
    Rule { source: SCHEMA, content: Confidence::Schema, level_confidence: Confidence::Schema, ..ERROR };

/// What a query has whose content the specification states.
const OFFICIAL_QUERY: Rule = Rule { source: SPEC25, content: Confidence::Official, ..QUERY };

const SCHEMA: &str = "public schemas written to DfE's specification, and the checks that accompany one";
const DERIVED: &str = "derived from the items' definitions";
const SPEC25: &str = "DfE, Children's social work workforce census 2024 to 2025: business and technical specification, \
                      version 1.0; for earlier years public schemas written to it";

/// Where a rule fired.
#[derive(Debug, Default)]
pub struct Hits(Vec<Hit>);

/// One place where a rule fired.
#[derive(Debug)]
pub struct Hit {
    /// The worker's record, by its place among the entries; none for the record in hand or for the totals.
    pub entry: Option<usize>,
    /// The element that has to change.
    pub item: Option<Element>,
    /// What there is to say beyond the rule's message.
    pub detail: Option<String>,
    /// The registration number of a worker who has no record in this return.
    pub swe: Option<CompactString>,
}

impl Hits {
    /// It fired for an item of the record in hand.
    pub fn at(&mut self, item: Element) {
        self.0.push(Hit { entry: None, item: Some(item), detail: None, swe: None });
    }

    /// It fired for an item of the record in hand, and there is more to say.
    pub fn because(&mut self, item: Element, detail: String) {
        self.0.push(Hit { entry: None, item: Some(item), detail: Some(detail), swe: None });
    }

    /// It fired for an item of another worker's record, by its place among the entries.
    pub fn of(&mut self, entry: usize, item: Element, detail: Option<String>) {
        self.0.push(Hit { entry: Some(entry), item: Some(item), detail, swe: None });
    }

    /// It fired for the return as a whole.
    pub fn whole(&mut self, detail: String) {
        self.0.push(Hit { entry: None, item: None, detail: Some(detail), swe: None });
    }

    /// It fired for a worker of last year's return who has no record in this one.
    pub fn missing(&mut self, swe: &str, detail: String) {
        let swe = Some(CompactString::from(swe));
        self.0.push(Hit { entry: None, item: Some(Element::SweNo), detail: Some(detail), swe });
    }

    /// Whether it did not fire.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes what there is.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Hit> {
        self.0.drain(..)
    }
}

/// The rule by which a file is readable at all.
pub const READABLE: &str = "CW-F01";

/// Every rule, in the order of the ids.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let rest = [
        header::RULES,
        totals::RULES,
        identity::RULES,
        person::RULES,
        role::RULES,
        leaver::RULES,
        caseload::RULES,
        absence::RULES,
        agency::RULES,
        pay::RULES,
        across::RULES,
        plausible::RULES,
        previous::RULES,
    ];
    file::RULES.iter().copied().chain(rest.into_iter().flatten())
}

/// The rule of an id, letter case aside.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id))
}
