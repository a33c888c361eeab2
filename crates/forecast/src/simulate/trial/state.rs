//! How a slot stands, what that counts for, and what is to happen to it.

use crate::simulate::world::NEVER;

/// What is counted in a trial: the first are those of [`Measure`](crate::simulate::Measure), in its order.
pub(crate) const LANES: usize = 8;
pub(crate) const IN_POST: usize = 0;
pub(crate) const VACANT: usize = 1;
pub(crate) const AGENCY: usize = 2;
pub(crate) const ABSENT: usize = 3;
pub(crate) const LEFT: usize = 4;
pub(crate) const JOINED: usize = 5;
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
    /// What it counts for, given its FTE and what the newly qualified carry, both in thousandths.
    #[inline]
    pub(crate) fn row(self, fte: i32, carried: i32) -> Row {
        let mut row = [0; LANES];
        let covers = match self {
            Self::Shut => false,
            Self::Vacant { covered } => {
                row[VACANT] = fte;
                covered
            }
            Self::Held { full, away, covered, .. } => {
                row[IN_POST] = fte;
                if away {
                    row[ABSENT] = fte;
                } else {
                    row[AT_WORK] = if full == 0 { fte } else { fte * carried / 1000 };
                }
                covered
            }
        };
        if covers {
            row[AGENCY] = fte;
            row[AT_WORK] += fte;
        }
        row
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

/// What comes first of what is due: the month and the kind.
#[inline]
pub(crate) fn first(due: &Due) -> (u16, usize) {
    let mut first = (NEVER, 0);
    for (kind, month) in due.iter().enumerate() {
        if *month < first.0 {
            first = (*month, kind);
        }
    }
    first
}

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

    #[test]
    fn whoever_is_newly_qualified_carries_less_and_whoever_is_away_nothing() {
        let held = |full, away, covered| State::Held { since: 0, full, away, covered }.row(1000, 900);
        assert_eq!(held(0, false, false)[AT_WORK], 1000);
        assert_eq!(held(9, false, false)[AT_WORK], 900);
        assert_eq!((held(9, true, false)[AT_WORK], held(9, true, false)[ABSENT]), (0, 1000));
        assert_eq!((held(0, true, true)[AT_WORK], held(0, true, true)[AGENCY]), (1000, 1000));
        assert_eq!(State::Vacant { covered: true }.row(500, 900)[AT_WORK], 500);
        assert_eq!(State::Shut.row(500, 900), [0; LANES]);
    }

    #[test]
    fn what_is_due_first_is_the_earliest_and_of_one_month_the_first_in_its_order() {
        assert_eq!(first(&NOTHING), (NEVER, 0));
        let mut due = NOTHING;
        (due[FILL], due[LEAVE], due[COVER]) = (4, 4, 3);
        assert_eq!(first(&due), (3, COVER));
        due[COVER] = 9;
        assert_eq!(first(&due), (4, LEAVE));
    }
}
