//! Exact quantities: FTE, days and printed figures in millionths, money in pence, and the five kinds of no-number.
//!
//! There is no floating point here and no rate: a rate keeps its two parts and is rounded once, at the edge, by whoever
//! shows it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MILLION: i64 = 1_000_000;
const PLACES: usize = 6;
/// The largest magnitude read from text, in whole units; far above any council, far below overflow when summed.
const LARGEST: u64 = 1_000_000_000;

/// Why a decimal could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalProblem {
    /// Not a plain decimal such as `-0.8`.
    #[error("is not a plain decimal number such as 0.8")]
    NotADecimal,
    /// More decimal places than the quantity holds.
    #[error("has more decimal places than can be held exactly")]
    TooPrecise,
    /// Larger than any figure that Mainstay holds.
    #[error("is larger than 1,000,000,000")]
    TooLarge,
}

/// Reads a plain decimal (`-12.5`) as an integer count of `10^-places`.
fn read_fixed(text: &str, places: usize) -> Result<i64, DecimalProblem> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
        return Err(DecimalProblem::NotADecimal);
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > places {
        return Err(DecimalProblem::TooPrecise);
    }
    let number = |part: &str| {
        part.bytes().try_fold(0u64, |n, b| {
            let n = n * 10 + u64::from(b - b'0');
            (n <= LARGEST).then_some(n).ok_or(DecimalProblem::TooLarge)
        })
    };
    let scale = |places: usize| 10i64.pow(u32::try_from(places).expect("at most six decimal places"));
    let whole = i64::try_from(number(whole)?).map_err(|_| DecimalProblem::TooLarge)?;
    let part = i64::try_from(number(kept)?).map_err(|_| DecimalProblem::TooLarge)?;
    let value = whole * scale(places) + part * scale(places - kept.len());
    Ok(if negative { -value } else { value })
}

/// Shows a count of `10^-places` with at least `least` and at most `places` decimal places.
fn show_fixed(f: &mut fmt::Formatter<'_>, value: i64, places: usize, least: usize) -> fmt::Result {
    let scale = 10u64.pow(u32::try_from(places).expect("at most six decimal places"));
    let magnitude = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let mut fraction = format!("{:0width$}", magnitude % scale, width = places);
    while fraction.len() > least && fraction.ends_with('0') {
        fraction.pop();
    }
    let dot = if fraction.is_empty() { "" } else { "." };
    f.pad(&format!("{sign}{}{dot}{fraction}", magnitude / scale))
}

macro_rules! fixed {
    ($(#[$doc:meta])* $name:ident, places $places:expr, shown $least:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(i64);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0);

            /// Reads a plain decimal such as `-0.8`.
            pub fn parse(text: &str) -> Result<Self, DecimalProblem> {
                read_fixed(text, $places).map(Self)
            }

            /// Whether it is exactly zero.
            pub fn is_zero(self) -> bool {
                self.0 == 0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show_fixed(f, self.0, $places, $least)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
                parts.fold(Self::ZERO, Add::add)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a decimal in a string, such as \"0.8\"")
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::parse(text).map_err(|problem| E::custom(format_args!("`{text}` {problem}")))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

fixed!(
    /// Full-time equivalents, held as whole millionths because the census has six decimals. Shown with at least two.
    Fte, places PLACES, shown 2
);
fixed!(
    /// Days (a half day is `0.5`), held as whole millionths. Shown with as many places as it needs.
    Days, places PLACES, shown 0
);
fixed!(
    /// Hours in a week, held as whole millionths. Shown with as many places as it needs.
    Hours, places PLACES, shown 0
);
fixed!(
    /// Points of a workload weighting, or a figure of demand, held as whole millionths. Shown with as many places as it
    /// needs.
    Points, places PLACES, shown 0
);
fixed!(
    /// A figure exactly as some paper printed it; its unit is the table's. Shown with at least two places.
    Printed, places PLACES, shown 2
);
fixed!(
    /// Money in whole pence, shown in pounds with two places.
    Pence, places 2, shown 2
);

impl Fte {
    /// One full-time post or person.
    pub const ONE: Self = Self(MILLION);

    /// From a count of millionths of one FTE.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// As a count of millionths of one FTE.
    pub const fn millionths(self) -> i64 {
        self.0
    }
}

macro_rules! in_millionths {
    ($($name:ident: $of:literal),+) => { $(
        impl $name {
            #[doc = concat!("From a count of millionths of ", $of, ".")]
            pub const fn from_millionths(millionths: i64) -> Self {
                Self(millionths)
            }

            #[doc = concat!("As a count of millionths of ", $of, ".")]
            pub const fn millionths(self) -> i64 {
                self.0
            }
        }
    )+ };
}

in_millionths!(Days: "a day", Hours: "an hour", Points: "a point");

impl Pence {
    /// From a count of pence.
    pub const fn from_pence(pence: i64) -> Self {
        Self(pence)
    }

    /// As a count of pence.
    pub const fn pence(self) -> i64 {
        self.0
    }
}

impl From<Printed> for Fte {
    /// Reads a printed figure as FTE, for comparison with the record.
    fn from(printed: Printed) -> Self {
        Self(printed.0)
    }
}

impl From<Fte> for Printed {
    fn from(fte: Fte) -> Self {
        Self(fte.0)
    }
}

/// Why a place in a table holds no number. None of these is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoNumber {
    /// The question does not arise (a rate over nothing). DfE prints `z`.
    NotApplicable,
    /// Nobody collected it, or it was not returned. DfE prints `x`.
    NotAvailable,
    /// Withheld so that no person can be made out. DfE prints `c`.
    Suppressed,
    /// Held, but too unreliable to print. DfE prints `u`.
    LowReliability,
    /// Not zero, but rounds to it. DfE prints `low`.
    RoundsToZero,
}

impl NoNumber {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::NotApplicable, Self::NotAvailable, Self::Suppressed, Self::LowReliability, Self::RoundsToZero];

    /// As figures carry it, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::NotAvailable => "not_available",
            Self::Suppressed => "suppressed",
            Self::LowReliability => "low_reliability",
            Self::RoundsToZero => "rounds_to_zero",
        }
    }

    /// The one with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// In plain words, for a table cell.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotApplicable => "not applicable",
            Self::NotAvailable => "not collected",
            Self::Suppressed => "suppressed",
            Self::LowReliability => "low reliability",
            Self::RoundsToZero => "low",
        }
    }
}

/// A quantity, or the kind of no-number that stands in its place. A sum with a missing part is missing.
pub type Quantity = Result<Fte, NoNumber>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_shows_decimals_exactly() {
        for (text, shown) in [("56.05", "56.05"), ("1", "1.00"), ("-0.5", "-0.50"), ("0.123456", "0.123456")]
        {
            assert_eq!(Fte::parse(text).map(|fte| fte.to_string()), Ok(shown.to_owned()));
        }
        assert_eq!(Pence::parse("1100000").map(|p| p.to_string()), Ok("1100000.00".to_owned()));
        assert_eq!(Days::parse("2.50").map(|d| d.to_string()), Ok("2.5".to_owned()));
    }

    #[test]
    fn refuses_what_is_not_a_plain_decimal() {
        use DecimalProblem::{NotADecimal, TooLarge, TooPrecise};
        for (text, problem) in [
            ("", NotADecimal),
            ("-", NotADecimal),
            ("1.", NotADecimal),
            (".5", NotADecimal),
            ("1,000", NotADecimal),
            ("1e3", NotADecimal),
            ("0.1234567", TooPrecise),
            ("99999999999", TooLarge),
        ] {
            assert_eq!(Fte::parse(text), Err(problem), "{text}");
        }
        assert_eq!(Pence::parse("0.001"), Err(TooPrecise));
    }

    proptest! {
        #[test]
        fn shown_fte_reads_back(millionths in -1_000_000_000_000i64..1_000_000_000_000) {
            let fte = Fte::from_millionths(millionths);
            prop_assert_eq!(Fte::parse(&fte.to_string()), Ok(fte));
        }
    }
}
