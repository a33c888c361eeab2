//! How a slot stands, what that counts for, and what is to happen to it.

use crate::simulate::world::{NEVER, Slot, Start};

/// How many things are counted in a trial: the first are those of [`Measure`](crate::simulate::Measure), in its order.
pub(crate) const LANES: usize = 8;
/// FTE of agency workers.
pub(crate) const AGENCY: usize = 2;
/// FTE at work, a newly qualified worker by what they carry.
pub(crate) const AT_WORK: usize = 6;

/// Counts of one place in one month, in thousandths.
pub(crate) type Row = [i32; LANES];

/// How a slot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not funded yet, or no longer.
    Shut,
    /// Nobody holds it.
    Vacant {
        /// Whether an agency worker covers it.
        covered: bool,
    },
    /// Somebody does.
    Held {
        /// Since this month, which is before the first for those there at the start.
        since: i32,
        /// The month from which they carry a full load; 0 when they do.
        full: u16,
        /// Whether they are away for long.
        away: bool,
        /// Whether an agency worker then covers.
        covered: bool,
    },
}

impl State {
    /// At the end of month 0.
    pub(crate) fn at_start(slot: &Slot) -> Self {
        if !slot.is_funded(0) && slot.refilled {
            return Self::Shut;
        }
        match slot.start {
            Start::Held { tenure, back, full, .. } => {
                Self::Held { since: -i32::from(tenure), full, away: back > 0, covered: false }
            }
            Start::Vacant { covered, .. } => Self::Vacant { covered },
        }
    }

    /// What it counts for, given its FTE and what the newly qualified carry, both in thousandths.
    #[inline]
    pub(crate) fn row(self, fte: i32, carried: i32) -> Row {
        let (held, vacant, covered, away, full) = match self {
            Self::Shut => (false, false, false, false, 0),
            Self::Vacant { covered } => (false, true, covered, false, 0),
            Self::Held { full, away, covered, .. } => (true, false, covered, away, full),
        };
        let one = |is: bool| fte & -i32::from(is);
        let work = if full == 0 { one(held && !away) } else { one(!away) * carried / 1000 };
        // Written at once: lanes that are filled one by one would be waited for when they are added together.
        [one(held), one(vacant), one(covered), one(away), 0, 0, work + one(covered), 0]
    }
}

/// What happens, in the order of a month.
pub(crate) const FUND: usize = 0;
pub(crate) const QUALIFY: usize = 1;
pub(crate) const LEAVE: usize = 2;
pub(crate) const FILL: usize = 3;
pub(crate) const AWAY: usize = 4;
pub(crate) const BACK: usize = 5;
pub(crate) const COVER: usize = 6;
pub(crate) const KINDS: usize = 7;

/// The month in which each kind of thing is to happen to a slot.
pub(crate) type Due = [u16; KINDS];

/// Nothing is to happen.
pub(crate) const NOTHING: Due = [NEVER; KINDS];

/// What a random number is for.
pub(crate) mod what {
    pub(crate) const LEAVE: u8 = 1;
    pub(crate) const FILL: u8 = 2;
    pub(crate) const COVER: u8 = 3;
    pub(crate) const INTERNAL: u8 = 4;
    pub(crate) const MOVER: u8 = 5;
    pub(crate) const AWAY: u8 = 6;
    pub(crate) const BACK: u8 = 7;
    pub(crate) const AWAY_COVER: u8 = 8;
    pub(crate) const ENGAGEMENT: u8 = 9;
    pub(crate) const COHORT: u8 = 10;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Measure;

    #[test]
    fn whoever_is_newly_qualified_carries_less_and_whoever_is_away_nothing() {
        let held = |full, away, covered| State::Held { since: 0, full, away, covered }.row(1000, 900);
        assert_eq!(held(0, false, false)[AT_WORK], 1000);
        assert_eq!(held(9, false, false)[AT_WORK], 900);
        assert_eq!(
            (held(9, true, false)[AT_WORK], held(9, true, false)[Measure::Absent as usize]),
            (0, 1000)
        );
        assert_eq!((held(0, true, true)[AT_WORK], held(0, true, true)[AGENCY]), (1000, 1000));
        assert_eq!(State::Vacant { covered: true }.row(500, 900)[AT_WORK], 500);
        assert_eq!(State::Shut.row(500, 900), [0; LANES]);
    }
}
