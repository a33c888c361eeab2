//! A number as a paper prints it: exact, with its decimal places.
//!
//! No floating point. Halves are rounded away from zero, as the publisher rounds.

use std::fmt;

/// A decimal with the places it was printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    millionths: i64,
    places: u8,
}

/// Far above any figure of a workforce; sums of many of them still fit.
const LARGEST: i64 = 1_000_000_000 * 1_000_000;

impl Number {
    /// So many millionths, shown to so many places (at most six).
    #[must_use]
    pub fn new(millionths: i64, places: u8) -> Self {
        Self { millionths, places: places.min(6) }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self::new(value.saturating_mul(1_000_000), 0)
    }

    /// Reads digits with thousands separators and at most six decimals, with no sign: `1,302`, `15.9`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| *c != ',').collect();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 6 || whole.len() > 10 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let millionths = format!("{whole}{fraction:0<6}").parse().ok().filter(|value| *value <= LARGEST)?;
        Some(Self::new(millionths, u8::try_from(fraction.len()).ok()?))
    }

    /// Reads the cell of a table: a sign, brackets for a negative, a pound or per cent sign are understood.
    #[must_use]
    pub fn parse_cell(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('*').trim();
        let (text, bracketed) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => (inner, true),
            None => (text, false),
        };
        let (text, negative) = match text.strip_prefix(['-', '−', '–']) {
            Some(rest) => (rest, true),
            None => (text.strip_prefix('+').unwrap_or(text), bracketed),
        };
        let text = text.trim_start_matches('£').trim_end_matches('%').trim();
        Self::parse(text).map(|number| if negative { number.negated() } else { number })
    }

    /// As a count of millionths.
    #[must_use]
    pub fn millionths(self) -> i64 {
        self.millionths
    }

    /// The places it was printed with.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }

    /// The same below zero.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::new(-self.millionths, self.places)
    }

    /// The sum, with the places of the finer of the two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::new(self.millionths.saturating_add(other.millionths), self.places.max(other.places))
    }

    /// The difference, with the places of the finer of the two.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    /// Rounded to fewer places, half away from zero.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        let places = places.min(6);
        let unit = unit(places);
        let half = if self.millionths < 0 { -unit / 2 } else { unit / 2 };
        Self::new((self.millionths.saturating_add(half)) / unit * unit, places)
    }

    /// Cut to fewer places.
    #[must_use]
    pub fn cut(self, places: u8) -> Self {
        let unit = unit(places.min(6));
        Self::new(self.millionths / unit * unit, places)
    }

    /// Whether both are the same quantity, however printed.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        self.millionths == other.millionths
    }

    /// Whether this, rounded to the places of `printed`, is what was printed.
    #[must_use]
    pub fn prints_as(self, printed: Self) -> bool {
        self.rounded(printed.places).is(printed)
    }

    /// 100 × this ÷ `whole` to six places; nothing over nothing.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        self.times_over(100, whole)
    }

    /// `times` × this ÷ `under` to six places.
    #[must_use]
    pub fn times_over(self, times: i64, under: Self) -> Option<Self> {
        if under.millionths <= 0 {
            return None;
        }
        let over = i128::from(self.millionths) * i128::from(times) * 1_000_000;
        let under = i128::from(under.millionths);
        let half = if over < 0 { -under } else { under };
        i64::try_from((2 * over + half) / (2 * under)).ok().map(|millionths| Self::new(millionths, 6))
    }

    /// One of its last place, in millionths.
    #[must_use]
    pub fn last_place(self) -> i64 {
        unit(self.places)
    }

    /// How many digits it was printed with, zeros in front left out.
    pub fn digits(self) -> usize {
        let text = format!("{self}");
        text.chars().filter(char::is_ascii_digit).skip_while(|c| *c == '0').count()
    }

    /// With a sign in front, for changes.
    #[must_use]
    pub fn signed(self) -> String {
        if self.millionths > 0 { format!("+{self}") } else { self.to_string() }
    }

    /// Without the zeros that end its decimals.
    #[must_use]
    pub fn short(self) -> String {
        let text = self.to_string();
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    }
}

fn unit(places: u8) -> i64 {
    10i64.pow(6 - u32::from(places.min(6)))
}

impl From<benchmarks::cell::Decimal> for Number {
    fn from(decimal: benchmarks::cell::Decimal) -> Self {
        Self::new(decimal.millionths(), decimal.places())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let value = self.rounded(self.places).millionths.unsigned_abs();
        let (whole, fraction) = (value / 1_000_000, value % 1_000_000);
        if self.places == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:06}");
        write!(f, "{sign}{whole}.{}", &fraction[..usize::from(self.places)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_sign_and_places() {
        let shown = |text| Number::parse_cell(text).map(|number| number.to_string());
        assert_eq!(shown("(13.20)").as_deref(), Some("-13.20"));
        assert_eq!(shown("1,302").as_deref(), Some("1302"));
        assert_eq!(shown("-40").as_deref(), Some("-40"));
        assert_eq!(shown("15.9%").as_deref(), Some("15.9"));
        assert_eq!(shown("n/a"), None);
        assert_eq!(shown("(0.5)").as_deref(), Some("-0.5"));
    }

    #[test]
    fn rates_are_rounded_once_and_halves_go_away_from_zero() {
        let number = |text| Number::parse(text).unwrap();
        let rate = number("4994.5").percent_of(number("32502")).unwrap();
        assert_eq!(rate.rounded(1).to_string(), "15.4");
        assert_eq!(rate.cut(1).to_string(), "15.3");
        assert_eq!(number("0.25").rounded(1).to_string(), "0.3");
        assert_eq!(number("0.25").negated().rounded(1).to_string(), "-0.3");
        assert_eq!(number("1").percent_of(Number::whole(0)), None);
    }
}
