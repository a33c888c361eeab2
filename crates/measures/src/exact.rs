//! Exact sums and the one place where a rate is rounded.

use std::fmt;

/// Millionths of a unit (FTE, people, days, cases), as everywhere in the record, wide enough for any sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Amount(pub i128);

impl Amount {
    /// None of it.
    pub const ZERO: Self = Self(0);
    /// One whole.
    pub const ONE: Self = Self(1_000_000);

    /// Whole units.
    pub fn whole(units: impl Into<i128>) -> Self {
        Self(units.into() * 1_000_000)
    }

    /// As a floating-point number, for statistics only.
    #[expect(clippy::cast_precision_loss, reason = "statistics work on floating point; no figure does")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Reads a plain decimal with at most six places.
    pub fn parse(text: &str) -> Option<Self> {
        workforce::quantity::Fte::parse(text).ok().map(|fte| Self(fte.millionths().into()))
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        Self(parts.map(|part| part.0).sum())
    }
}

impl fmt::Display for Amount {
    /// With as many decimal places as it needs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let fraction = format!("{:06}", magnitude % 1_000_000);
        let fraction = fraction.trim_end_matches('0');
        let dot = if fraction.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{}{dot}{fraction}", magnitude / 1_000_000))
    }
}

/// A quotient to a number of decimal places, halves away from zero, as the DfE rounds (all eight exact ties of its
/// published headcount rates do). `None` when the divisor is zero.
pub fn quotient(part: i128, whole: i128, places: u32) -> Option<Rounded> {
    if whole == 0 {
        return None;
    }
    let (part, whole) = if whole < 0 { (-part, -whole) } else { (part, whole) };
    let scale = 10i128.pow(places);
    let (twice, double) = (part.abs() * scale * 2 + whole, whole * 2);
    // Most fit 64 bits, where division is several times as fast.
    let units = match (u64::try_from(twice), u64::try_from(double)) {
        (Ok(twice), Ok(double)) => i128::from(twice / double),
        _ => twice / double,
    };
    let units = units * part.signum();
    Some(Rounded { units, places })
}

/// A rounded number: so many units of the last decimal place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounded {
    units: i128,
    places: u32,
}

impl Rounded {
    /// This less another, to the finer of their places.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        let units = |one: Self| one.units * 10i128.pow(places - one.places);
        Self { units: units(self) - units(other), places }
    }

    /// Whether it shows as zero.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u128.pow(self.places);
        let sign = if self.units < 0 { "-" } else { "" };
        let magnitude = self.units.unsigned_abs();
        if self.places == 0 {
            return f.pad(&format!("{sign}{magnitude}"));
        }
        let width = self.places as usize;
        f.pad(&format!("{sign}{}.{:0width$}", magnitude / scale, magnitude % scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_away_from_zero() {
        let shown = |part, whole| quotient(part, whole, 1).map(|rounded| rounded.to_string());
        assert_eq!(shown(1, 20), Some("0.1".to_owned()));
        assert_eq!(shown(-1, 20), Some("-0.1".to_owned()));
        assert_eq!(shown(2880, 181), Some("15.9".to_owned()));
        assert_eq!(shown(1, 0), None);
        assert_eq!(quotient(5, 2, 0).map(|rounded| rounded.to_string()), Some("3".to_owned()));
    }

    proptest! {
        #[test]
        fn a_quotient_is_within_half_of_its_last_place(part in -1_000_000i128..1_000_000, whole in 1i128..1_000_000) {
            let rounded = quotient(part, whole, 1).expect("the divisor is not zero");
            let error = rounded.units * whole - part * 10;
            prop_assert!(error.abs() * 2 <= whole);
        }

        #[test]
        fn an_amount_shows_as_it_was_written(millionths in -10_000_000_000i64..10_000_000_000) {
            let amount = Amount(millionths.into());
            prop_assert_eq!(Amount::parse(&amount.to_string()), Some(amount));
        }
    }
}
