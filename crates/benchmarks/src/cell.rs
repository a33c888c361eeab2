//! A cell of a published table: a decimal exactly as it was printed, or the symbol printed in its place.
//!
//! The printed text can always be had back. Nothing here rounds, and no symbol ever becomes a zero.

use std::fmt;

use serde::{Serialize, Serializer};
use workforce::quantity::{DecimalProblem, Fte, NoNumber};

/// A number that is not negative, with the decimal places it was printed with: `20` and `20.0` differ in print only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    millionths: i64,
    places: u8,
}

impl Decimal {
    /// A count of `10^-places`, such as `(159, 1)` for 15.9. At most six places.
    pub(crate) fn of_units(units: i64, places: u8) -> Self {
        let places = places.min(6);
        Self { millionths: units.saturating_mul(10i64.pow(u32::from(6 - places))), places }
    }

    /// As a count of millionths.
    pub fn millionths(self) -> i64 {
        self.millionths
    }

    /// The decimal places it was printed with.
    pub fn places(self) -> u8 {
        self.places
    }

    /// The same number as FTE, to reckon with.
    pub fn fte(self) -> Fte {
        Fte::from_millionths(self.millionths)
    }

    /// Whether it is exactly zero.
    pub fn is_zero(self) -> bool {
        self.millionths == 0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.millionths / 1_000_000;
        if self.places == 0 {
            return f.pad(&whole.to_string());
        }
        let fraction = format!("{:06}", self.millionths % 1_000_000);
        f.pad(&format!("{whole}.{}", &fraction[..usize::from(self.places)]))
    }
}

/// A symbol that stands where a number would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// `c`: withheld so that no person can be made out.
    C,
    /// `x`: not available.
    X,
    /// `z`: not applicable.
    Z,
    /// `u`: low reliability.
    U,
    /// `low`: rounds to zero and is not zero.
    Low,
    /// `:`: not available, as the editions of 2020 and 2021 printed it.
    Colon,
}

impl Symbol {
    const ALL: [Self; 6] = [Self::C, Self::X, Self::Z, Self::U, Self::Low, Self::Colon];

    /// As printed.
    pub fn text(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::X => "x",
            Self::Z => "z",
            Self::U => "u",
            Self::Low => "low",
            Self::Colon => ":",
        }
    }

    /// What it means.
    pub fn meaning(self) -> NoNumber {
        match self {
            Self::C => NoNumber::Suppressed,
            Self::X | Self::Colon => NoNumber::NotAvailable,
            Self::Z => NoNumber::NotApplicable,
            Self::U => NoNumber::LowReliability,
            Self::Low => NoNumber::RoundsToZero,
        }
    }
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A number.
    Number(Decimal),
    /// A symbol in the place of a number.
    Symbol(Symbol),
}

/// Why a cell could not be read, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellProblem {
    /// Nothing in it.
    #[error("the cell is blank; write the number, or the symbol printed for it (c, x, z, u, low)")]
    Blank,
    /// `1,204`.
    #[error("there is a thousands separator; write {0}")]
    Thousands(String),
    /// `15.9%`.
    #[error("there is a percent sign; write the number alone")]
    Percent,
    /// `-3`.
    #[error("it is negative, and no count or rate can be; look the figure up again")]
    Negative,
    /// `007`.
    #[error("there are zeros in front; write the number without them")]
    ZerosInFront,
    /// Not a decimal that can be held.
    #[error("it {0}; write the number as the publisher prints it")]
    Decimal(DecimalProblem),
    /// Letters that are none of the symbols.
    #[error("the symbol is not known; the publisher's are c, x, z, u, low and :")]
    UnknownSymbol,
}

impl Cell {
    /// Reads a cell as printed.
    pub fn parse(text: &str) -> Result<Self, CellProblem> {
        if text.is_empty() {
            return Err(CellProblem::Blank);
        }
        if let Some(symbol) = Symbol::ALL.into_iter().find(|symbol| symbol.text() == text) {
            return Ok(Self::Symbol(symbol));
        }
        if let Some(number) = text.strip_suffix('%')
            && Fte::parse(number.trim_end()).is_ok()
        {
            return Err(CellProblem::Percent);
        }
        if text.contains(',') {
            let plain = text.replace(',', "");
            return Err(match Fte::parse(&plain) {
                Ok(_) => CellProblem::Thousands(plain),
                Err(problem) => CellProblem::Decimal(problem),
            });
        }
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return Err(CellProblem::UnknownSymbol);
        }
        let value = Fte::parse(text).map_err(CellProblem::Decimal)?;
        if text.starts_with('-') {
            return Err(CellProblem::Negative);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(CellProblem::ZerosInFront);
        }
        let places = u8::try_from(fraction.len()).ok().filter(|places| *places <= 6);
        let places = places.ok_or(CellProblem::Decimal(DecimalProblem::TooPrecise))?;
        Ok(Self::Number(Decimal { millionths: value.millionths(), places }))
    }

    /// The number, or the kind of no-number.
    pub fn value(self) -> Result<Decimal, NoNumber> {
        match self {
            Self::Number(decimal) => Ok(decimal),
            Self::Symbol(symbol) => Err(symbol.meaning()),
        }
    }

    /// The number, if it is one.
    pub fn number(self) -> Option<Decimal> {
        self.value().ok()
    }

    /// Whether both say the same, however printed: `20` and `20.0` do, and so do `x` and `:`.
    pub fn says_same(self, other: Self) -> bool {
        match (self.value(), other.value()) {
            (Ok(one), Ok(two)) => one.millionths() == two.millionths(),
            (one, two) => one == two,
        }
    }
}

impl fmt::Display for Cell {
    /// The printed text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(decimal) => decimal.fmt(f),
            Self::Symbol(symbol) => f.pad(symbol.text()),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_shows_as_it_was_printed() {
        for text in ["0", "20", "20.0", "15.9", "0.05", "31634.1", "c", "x", "z", "u", "low", ":"] {
            assert_eq!(Cell::parse(text).map(|cell| cell.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_colon_says_what_x_says() {
        let cell = |text| Cell::parse(text).unwrap();
        assert!(cell(":").says_same(cell("x")));
        assert!(cell("20").says_same(cell("20.0")));
        assert!(!cell("0").says_same(cell("low")));
    }

    #[test]
    fn refusals_say_how_to_put_it_right() {
        let refused = |text| Cell::parse(text).unwrap_err();
        assert_eq!(refused("1,204"), CellProblem::Thousands("1204".to_owned()));
        assert_eq!(refused(""), CellProblem::Blank);
        assert_eq!(refused("15.9%"), CellProblem::Percent);
        assert_eq!(refused("-3"), CellProblem::Negative);
        assert_eq!(refused("007"), CellProblem::ZerosInFront);
        assert_eq!(refused("k"), CellProblem::UnknownSymbol);
        assert_eq!(refused("1e3"), CellProblem::Decimal(DecimalProblem::NotADecimal));
        assert_eq!(refused("1.0000000"), CellProblem::Decimal(DecimalProblem::TooPrecise));
    }
}
