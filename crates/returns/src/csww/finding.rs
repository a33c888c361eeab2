//! What a check found: the rule, the place, the value and how to put it right.

use compact_str::CompactString;
use serde::{Serialize, Serializer};

use super::element::Element;
use super::rules::Rule;

/// How serious a finding is. COLLECT's words: an error must be put right before a return can be authorised; a query is
/// plausible but unusual, and is put right or explained in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Must be put right.
    Error,
    /// Put right, or explain.
    Query,
}

/// The element that has to change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An element of the census.
    Known(Element),
    /// An element that the census does not have, as the file names it.
    Other(Box<str>),
}

impl Item {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(element) => element.name(),
            Self::Other(name) => name,
        }
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How serious it is in the year that was checked, after the council's own settings.
    pub level: Level,
    /// The position of the worker's record in the file, from 1; none where it is about the file or the totals.
    pub worker: Option<u32>,
    /// The worker's registration number, as given.
    pub swe: Option<CompactString>,
    /// The element that has to change.
    pub item: Option<Item>,
    /// Its value.
    pub value: Option<Box<str>>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What there is to say beyond the rule's message.
    pub detail: Option<Box<str>>,
}

impl Finding {
    /// What is wrong, in a sentence.
    pub fn message(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{}: {detail}.", self.rule.message),
            None => format!("{}.", self.rule.message),
        }
    }

    /// How to put it right.
    pub fn fix(&self) -> &'static str {
        self.rule.fix
    }

    /// Findings of a file come in the order of their places, errors first where places are the same.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |finding: &Self| (finding.line, finding.column, finding.level);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.rule.id.cmp(other.rule.id))
            .then_with(|| self.item.cmp(&other.item))
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("finding", 10)?;
        out.serialize_field("rule", self.rule.id)?;
        out.serialize_field("level", &self.level)?;
        out.serialize_field("worker", &self.worker)?;
        out.serialize_field("swe", &self.swe)?;
        out.serialize_field("item", &self.item)?;
        out.serialize_field("value", &self.value)?;
        out.serialize_field("line", &self.line)?;
        out.serialize_field("column", &self.column)?;
        out.serialize_field("message", &self.message())?;
        out.serialize_field("fix", self.fix())?;
        out.end()
    }
}
