//! How long people stay: spells with late entry, and what can be estimated from them.
//!
//! The time scale is tenure (any unit). A spell is under observation from `entry` to `exit`, and ends there with an
//! outcome: 0 where observation merely stopped, otherwise what happened. Someone is at risk at `t` when
//! `entry < t <= exit`: not yet at the moment of entry, still at the moment of exit. Leaving `entry` out, for people
//! hired long ago who are only on the list because they stayed, bends every curve.
//!
//! The tests set all of it against R's `survival` 3.5-3 and `etm` 1.1.1 under R 4.2.2, and lifelines 0.30.3.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`curve`] | Kaplan-Meier and Nelson-Aalen, quantiles, restricted mean |
//! | [`log_rank`] | whether groups leave at different rates |
//! | [`destinations`] | where leavers go: Aalen-Johansen |
//! | [`bands`] | leaving rates by band of tenure |
//! | [`cox`] | what goes with leaving: proportional hazards |

pub mod bands;
pub mod cox;
pub mod curve;
pub mod destinations;
pub mod log_rank;
mod risk;

/// Why spells cannot be used. Places count from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpellError {
    /// A column is not as long as `exit`.
    #[error("`{column}` has {found} values where `exit` has {wanted}")]
    Length {
        /// The column.
        column: &'static str,
        /// Its values.
        found: usize,
        /// Those of `exit`.
        wanted: usize,
    },
    /// A time is not a number.
    #[error("`{column}` is not a finite number at place {place} (from 0)")]
    NotFinite {
        /// The column.
        column: &'static str,
        /// Which value.
        place: usize,
    },
    /// A spell without time under observation.
    #[error(
        "`exit` is not after `entry` at place {0} (from 0): give a spell that ended on its first observed day half a day"
    )]
    NoTime(usize),
}

/// Spells, one per place of the columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spells {
    entry: Option<Vec<f64>>,
    exit: Vec<f64>,
    outcome: Vec<u32>,
}

impl Spells {
    /// Spells from columns of one length. Without `entry` everyone is under observation from the start, and an exit at 0 is
    /// allowed. An outcome of 0 is no event.
    pub fn new(entry: Option<Vec<f64>>, exit: Vec<f64>, outcome: Vec<u32>) -> Result<Self, SpellError> {
        let wanted = exit.len();
        let length = |column, found| {
            if found == wanted { Ok(()) } else { Err(SpellError::Length { column, found, wanted }) }
        };
        length("event", outcome.len())?;
        let finite = |column, values: &[f64]| match values.iter().position(|value| !value.is_finite()) {
            Some(place) => Err(SpellError::NotFinite { column, place }),
            None => Ok(()),
        };
        finite("exit", &exit)?;
        if let Some(entry) = &entry {
            length("entry", entry.len())?;
            finite("entry", entry)?;
            if let Some(place) = entry.iter().zip(&exit).position(|(entry, exit)| exit <= entry) {
                return Err(SpellError::NoTime(place));
            }
        }
        Ok(Self { entry, exit, outcome })
    }

    /// How many spells there are.
    pub fn len(&self) -> usize {
        self.exit.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.exit.is_empty()
    }

    /// When observation of each began; none where all began at the start.
    pub fn entry(&self) -> Option<&[f64]> {
        self.entry.as_deref()
    }

    /// When each ended.
    pub fn exit(&self) -> &[f64] {
        &self.exit
    }

    /// How each ended; 0 is no event.
    pub fn outcome(&self) -> &[u32] {
        &self.outcome
    }

    /// The largest outcome.
    pub fn causes(&self) -> usize {
        self.outcome.iter().max().map_or(0, |most| *most as usize)
    }

    /// The spells of each group, in order of group. `group` holds one number below `groups` for each spell; others are left
    /// out.
    #[must_use]
    pub fn split(&self, group: &[u32], groups: usize) -> Vec<Self> {
        let mut parts =
            vec![Self { entry: self.entry.as_ref().map(|_| Vec::new()), ..Self::default() }; groups];
        for (place, group) in group.iter().enumerate().take(self.len()) {
            let Some(part) = parts.get_mut(*group as usize) else { continue };
            if let (Some(to), Some(from)) = (&mut part.entry, &self.entry) {
                to.push(from[place]);
            }
            part.exit.push(self.exit[place]);
            part.outcome.push(self.outcome[place]);
        }
        parts
    }

    /// The same spells, any event counting as one.
    #[must_use]
    pub fn any_cause(&self) -> Self {
        let outcome = self.outcome.iter().map(|outcome| u32::from(*outcome > 0)).collect();
        Self { outcome, ..self.clone() }
    }
}
