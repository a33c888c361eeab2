//! A rate with its two parts, and the range of values that a printed decimal may stand for.
//!
//! All of it is whole numbers. A rate is rounded once, when shown, half away from zero.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::cell::{Cell, Decimal, Symbol};
use crate::measure::Parts;

/// Half millionths: half of the last of six places is still whole.
const UNIT: i128 = 2_000_000;

/// A rate in the unit of its table (per cent, or cases for each FTE), as two whole numbers.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// The numerator over the denominator; nothing over nothing.
    pub(crate) fn new((numerator, denominator): (i128, i128)) -> Option<Self> {
        (numerator >= 0 && denominator > 0).then_some(Self { numerator, denominator })
    }

    /// The two parts, scaled alike.
    pub fn parts(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// Rounded to a number of decimal places (at most six), half away from zero.
    pub fn rounded(self, places: u8) -> Decimal {
        let places = places.min(6);
        let scaled = self.numerator * 10i128.pow(u32::from(places));
        let units = (2 * scaled + self.denominator) / (2 * self.denominator);
        Decimal::of_units(i64::try_from(units).unwrap_or(i64::MAX), places)
    }
}

impl fmt::Display for Ratio {
    /// To one decimal, as the publisher prints rates.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rounded(1).fmt(f)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The values that a figure may have had before it was rounded for print, in half millionths: from `low`, included, up
/// to `high`, not included unless it is exact (`low == high`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: i128,
    pub(crate) high: i128,
}

impl Range {
    pub(crate) const ZERO: Self = Self { low: 0, high: 0 };

    /// What a printed cell may stand for, given the places its column is printed to (0 for exact counts).
    pub(crate) fn of(cell: Cell, column_places: u8) -> Option<Self> {
        let half = |places: u8| UNIT / 2 / 10i128.pow(u32::from(places.min(6)));
        match cell {
            Cell::Number(decimal) => {
                let middle = 2 * i128::from(decimal.millionths());
                if column_places == 0 {
                    return Some(Self { low: middle, high: middle });
                }
                let half = half(decimal.places().max(column_places));
                Some(Self { low: (middle - half).max(0), high: middle + half })
            }
            Cell::Symbol(Symbol::Low) => Some(Self { low: 0, high: half(column_places) }),
            Cell::Symbol(_) => None,
        }
    }

    fn exact(self) -> bool {
        self.low == self.high
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self { low: (self.low - other.high).max(0), high: (self.high - other.low).max(0) }
    }

    /// Whether some numerator and some denominator within their ranges make a rate that prints as `rate` prints.
    pub(crate) fn reaches(numerator: Self, denominator: Self, parts: Parts, year: u16, rate: Self) -> bool {
        // Every shape rises with its numerator and falls with its denominator, so the ends are at opposite corners.
        let least = parts.fraction(numerator.low, denominator.high, year);
        let most = parts.fraction(numerator.high, denominator.low, year);
        // `value < bound` for a fraction in the units of the table, without dividing.
        let below = |(over, under): (i128, i128), bound: i128| over * UNIT < bound * under;
        let starts_in_time = least.1 > 0 && below(least, rate.high);
        let reaches_up = if numerator.exact() && denominator.exact() {
            most.1 > 0 && !below(most, rate.low)
        } else {
            most.1 <= 0 || most.0 * UNIT > rate.low * most.1
        };
        starts_in_time && reaches_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measure;
    use proptest::prelude::*;

    fn range(text: &str, places: u8) -> Range {
        Range::of(Cell::parse(text).unwrap(), places).unwrap()
    }

    fn turnover(leavers: &str, in_post: &str, rate: &str, places: u8) -> bool {
        let parts = Measure::TurnoverRateFte.parts().unwrap();
        Range::reaches(range(leavers, places), range(in_post, places), parts, 2022, range(rate, 1))
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(Ratio::new((1, 20)).unwrap().rounded(1).to_string(), "0.1");
        assert_eq!(Ratio::new((249, 20)).unwrap().to_string(), "12.5");
        assert!(turnover("1", "2000", "0.1", 0), "0.05 prints as 0.1");
        assert!(!turnover("1", "2000", "0.0", 0));
    }

    #[test]
    fn printed_decimals_reach_what_their_rounding_allows_and_no_more() {
        // 21 / 130.3 is 16.12, but 20.95 / 130.35 is 16.07 and 21.05 / 130.25 is 16.16.
        assert!(turnover("21", "130.3", "16.1", 1));
        assert!(turnover("21", "130.3", "16.2", 1));
        assert!(!turnover("21", "130.3", "16.0", 1));
        assert!(!turnover("21", "130.3", "16.3", 1));
    }

    proptest! {
        /// Divide, then round the rate and the parts apart, as the publisher does: the rate is always reached.
        #[test]
        fn a_rate_made_of_its_parts_is_reached(n in 0i64..2_000_000_000, d in 1i64..2_000_000_000) {
            let one = |units: i64| Ratio::new((i128::from(units), 1_000_000)).unwrap().rounded(1).to_string();
            let parts = Measure::TurnoverRateFte.parts().unwrap();
            let rate = Ratio::new(parts.fraction(n.into(), d.into(), 2022)).unwrap();
            prop_assume!(rate.rounded(1).millionths() < 1_000_000_000_000);
            prop_assert!(turnover(&one(n), &one(d), &rate.rounded(1).to_string(), 1));
        }
    }
}
