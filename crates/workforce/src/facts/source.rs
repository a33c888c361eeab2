//! The record behind a fact, borrowed: its id is made only where somebody reads it.

use crate::change::RecordId;
use crate::facts::{Employment, Sickness, Work};
use crate::period::Date;
use crate::record::join_key;
use crate::records::PostKey;

/// The record behind a fact.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// An occupancy.
    Work(Work<'a>),
    /// A spell.
    Spell(&'a Employment),
    /// A post's row.
    Post {
        /// The post.
        post: &'a PostKey,
        /// The first day of the row.
        row: Date,
    },
    /// An absence.
    Absence(Sickness<'a>),
    /// A caseload.
    Cases {
        /// The worker's key.
        worker: &'a str,
        /// The day of the count.
        on: Date,
    },
    /// Any other record with a key of one part.
    Of {
        /// The record's kind.
        kind: &'static str,
        /// Its key.
        key: &'a str,
    },
    /// The totals of a past return.
    Returned {
        /// The census day.
        on: Date,
    },
}

impl<'a> Source<'a> {
    /// The record's id.
    pub fn record(&self) -> RecordId {
        let (kind, key) = self.order();
        let dated = |day: Date| join_key(&[key.to_owned(), day.to_string()]);
        match self {
            Self::Post { row: day, .. } | Self::Cases { on: day, .. } => RecordId::new(kind, dated(*day)),
            Self::Returned { on } => RecordId::new(kind, on.to_string()),
            Self::Work(_) | Self::Spell(_) | Self::Absence(_) | Self::Of { .. } => RecordId::new(kind, key),
        }
    }

    /// What sources sort by: the record's kind, then the key of what it is about.
    pub fn order(&self) -> (&'static str, &'a str) {
        match self {
            Self::Work(work) => ("occupancy", work.occupancy().as_str()),
            Self::Spell(spell) => ("spell", spell.spell.as_str()),
            Self::Post { post, .. } => ("post", post.as_str()),
            Self::Absence(sickness) => ("absence", sickness.absence()),
            Self::Cases { worker, .. } => ("caseload", worker),
            Self::Of { kind, key } => (kind, key),
            Self::Returned { .. } => ("census_total", ""),
        }
    }
}
