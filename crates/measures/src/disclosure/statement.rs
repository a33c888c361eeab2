//! What is said: sums of atoms, printed values, and the policy by which they are printed. It must not decide what
//! to suppress.

use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A linear sum over atoms, by atom key. Coefficients are never zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sum(BTreeMap<String, i64>);

impl Sum {
    /// One atom.
    pub fn of(atom: impl Into<String>) -> Self {
        Self(BTreeMap::from([(atom.into(), 1)]))
    }

    /// This and `other` together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.add(other, 1)
    }

    /// This less `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.add(other, -1)
    }

    /// This and so many times `other`.
    pub(super) fn add(&self, other: &Self, sign: i64) -> Self {
        let mut terms = self.0.clone();
        for (atom, coefficient) in &other.0 {
            let term = terms.entry(atom.clone()).or_default();
            *term = term.saturating_add(coefficient.saturating_mul(sign));
            if *term == 0 {
                terms.remove(atom);
            }
        }
        Self(terms)
    }

    /// The same under other keys.
    pub(super) fn renamed(&self, key: impl Fn(&str) -> String) -> Self {
        Self(self.0.iter().map(|(atom, coefficient)| (key(atom), *coefficient)).collect())
    }

    /// Its atoms and their coefficients, in order of key.
    pub fn terms(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0.iter().map(|(atom, coefficient)| (atom.as_str(), *coefficient))
    }

    /// The atom, where the sum is just one atom.
    pub fn as_atom(&self) -> Option<&str> {
        let mut terms = self.terms();
        match (terms.next(), terms.next()) {
            (Some((atom, 1)), None) => Some(atom),
            _ => None,
        }
    }
}

/// The sum of many sums.
impl<'a> FromIterator<&'a Sum> for Sum {
    fn from_iter<I: IntoIterator<Item = &'a Sum>>(sums: I) -> Self {
        let mut terms: BTreeMap<String, i64> = BTreeMap::new();
        for (atom, coefficient) in sums.into_iter().flat_map(|sum| &sum.0) {
            let term = terms.entry(atom.clone()).or_default();
            *term = term.saturating_add(*coefficient);
        }
        terms.retain(|_, coefficient| *coefficient != 0);
        Self(terms)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (atom, coefficient)) in self.terms().enumerate() {
            if place == 3 {
                return write!(f, " and {} more", self.0.len() - place);
            }
            match coefficient {
                1 if place == 0 => write!(f, "{atom}")?,
                1 => write!(f, " + {atom}")?,
                -1 => write!(f, " - {atom}")?,
                _ => write!(f, " {coefficient:+} × {atom}")?,
            }
        }
        Ok(())
    }
}

/// A printed value. `Suppressed` is a value of its own, printed `c` (confidential) as the DfE does, never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Released {
    /// The count, rounded where the policy rounds.
    Count(u64),
    /// Withheld.
    Suppressed,
}

impl Released {
    /// The count, where it is shown.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Suppressed => None,
        }
    }
}

impl fmt::Display for Released {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => f.pad(&count.to_string()),
            Self::Suppressed => f.pad("c"),
        }
    }
}

/// A number, or the text `c`.
impl Serialize for Released {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Suppressed => serializer.serialize_str("c"),
        }
    }
}

/// One thing a release says: of this sum, this value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    pub(super) sum: Sum,
    pub(super) value: Released,
    /// What a reader who knows the policy learns of a shown sum: that it lies between these.
    pub(super) bounds: Option<(i64, i64)>,
    pub(super) threshold: u64,
}

impl Statement {
    /// Of what it speaks.
    pub fn sum(&self) -> &Sum {
        &self.sum
    }

    /// What it says.
    pub fn value(&self) -> Released {
        self.value
    }
}

/// The fewest people whose personal attributes are told, unless a policy says otherwise.
const SMALLEST_GROUP: u64 = 10;

/// How counts are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    threshold: u64,
    round_to: Option<u64>,
    smallest_group: u64,
}

impl Default for Policy {
    /// Suppress 1 to 4, print the rest exactly; no personal attributes of fewer than 10.
    fn default() -> Self {
        Self { threshold: 5, round_to: None, smallest_group: SMALLEST_GROUP }
    }
}

impl Policy {
    /// Suppress counts from 1 to `threshold - 1`; print the others to the nearest multiple of `round_to`, half up.
    /// Rounding adds to suppression and does not replace it: otherwise a printed 0 would mean two things.
    pub fn new(threshold: u64, round_to: Option<u64>) -> Result<Self, DisclosureError> {
        let rounds_to_zero = round_to.is_some_and(|base| base == 0 || threshold < base.div_ceil(2));
        if !(2..=1_000_000).contains(&threshold) || rounds_to_zero {
            return Err(DisclosureError::Policy { threshold, round_to });
        }
        Ok(Self { threshold, round_to, smallest_group: SMALLEST_GROUP })
    }

    /// Break down by personal attributes (age, sex, ethnicity) only groups of at least so many people; of a smaller one, and
    /// of one whose people all share the attribute, only the total is told. 0 puts both rules out of force.
    ///
    /// This is *group attribute disclosure*: a table that shows everybody of a group in one category, and zeros in the
    /// others, tells the attribute of each of them, however large the counts (Hundepool and others, *Statistical Disclosure
    /// Control*, 2012, chapter 5; Government Statistical Service, *Disclosure control guidance for tables produced from
    /// administrative sources*, 2014, which asks for care with zeros in rows of one category and with small populations).
    /// That 10 is the least group is a convention of councils' own reports, and ours.
    #[must_use]
    pub fn with_smallest_group(self, people: u64) -> Self {
        Self { smallest_group: people, ..self }
    }

    /// The fewest people whose personal attributes may be told.
    pub fn smallest_group(&self) -> u64 {
        self.smallest_group
    }

    /// Whether a breakdown by a personal attribute tells of each of the people in it: `known` by category, and how many whose
    /// category is not known.
    pub fn tells_attributes(&self, known: impl IntoIterator<Item = u64>, not_known: u64) -> bool {
        let known: Vec<u64> = known.into_iter().filter(|count| *count > 0).collect();
        let all = known.iter().sum::<u64>() + not_known;
        let alike = known.len() == 1 && not_known == 0;
        self.smallest_group > 0 && all > 0 && (all < self.smallest_group || alike)
    }

    /// The smallest count above zero which may be shown.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// The multiple to which shown counts are rounded.
    pub fn round_to(&self) -> Option<u64> {
        self.round_to
    }

    /// Small enough to point at somebody.
    pub fn is_small(&self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }

    pub(super) fn print(&self, count: u64) -> u64 {
        self.round_to.map_or(count, |base| (count + base / 2) / base * base)
    }

    /// All that a printed count says about the true one.
    pub(super) fn bounds(&self, count: u64) -> (i64, i64) {
        let signed = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        match self.round_to {
            Some(base) if count > 0 => {
                let printed = self.print(count);
                let low = printed.saturating_sub(base / 2).max(self.threshold);
                (signed(low), signed(printed + (base - 1 - base / 2)))
            }
            _ => (signed(count), signed(count)),
        }
    }
}

/// Why nothing was released.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureError {
    /// The policy would print small counts, or print other counts as 0.
    #[error(
        "A threshold of {threshold} with rounding to {round_to:?} does not protect: take a threshold from 2 to a \
         million, and at least half of the number rounded to"
    )]
    Policy {
        /// The threshold asked for.
        threshold: u64,
        /// The rounding asked for.
        round_to: Option<u64>,
    },
    /// Counts do not fill the rows and columns, or there are none.
    #[error(
        "Table {table} has {rows} rows and {columns} columns, and counts of another shape: give one per cell"
    )]
    Shape {
        /// Its name.
        table: String,
        /// Row keys.
        rows: usize,
        /// Column keys.
        columns: usize,
    },
    /// An atom stands in two cells, so that the totals would count it twice.
    #[error("Table {table} counts {atom} twice: put each atom in one cell")]
    AtomTwice {
        /// Its name.
        table: String,
        /// The atom.
        atom: String,
    },
    /// Counts too large to add up exactly.
    #[error("Table {table} has a total above a million million: these are not counts of people")]
    TooLarge {
        /// Its name.
        table: String,
    },
    /// What we would say cannot be true together with what we said.
    #[error(
        "{what} contradicts what was released or tied before: a revised count needs a new atom key, and a tie must \
         hold in the data"
    )]
    Contradiction {
        /// Where it shows.
        what: String,
    },
    /// Earlier statements alone give a small count away; suppressing this table whole would not help.
    #[error(
        "{what} can be worked out from earlier releases and ties whatever is suppressed here: leave this table out, \
         or give it coarser rows or columns"
    )]
    AlreadyDisclosed {
        /// The sum.
        what: String,
    },
    /// The proof outgrew exact arithmetic even with everything suppressed.
    #[error("The protection of {what} could not be proved: release fewer or smaller related tables")]
    NotProved {
        /// The sum.
        what: String,
    },
}
