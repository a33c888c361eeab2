//! The census year and the years in which something holds.

use std::fmt;

use jiff::civil::{Date, date};
use measures::span::Span;

/// A census year: 1 October of the year before to 30 September, named by the year in which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CensusYear(i16);

impl CensusYear {
    /// The first year with a record for each worker.
    pub const FIRST: Self = Self(2017);
    /// The newest year whose specification was read.
    pub const NEWEST: Self = Self(2025);

    /// The year, where it is one that the census could be of: 2017 to 2099.
    pub fn new(year: i16) -> Option<Self> {
        (Self::FIRST.0..=2099).contains(&year).then_some(Self(year))
    }

    /// Reads four digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().and_then(Self::new)).flatten()
    }

    /// The number of the year.
    pub fn number(self) -> i16 {
        self.0
    }

    /// 1 October, the first day of the year.
    pub fn start(self) -> Date {
        date(self.0 - 1, 10, 1)
    }

    /// 30 September: the last day of the year and its reference date.
    pub fn end(self) -> Date {
        date(self.0, 9, 30)
    }

    /// 30 September of the year before.
    pub fn previous_end(self) -> Date {
        date(self.0 - 1, 9, 30)
    }

    /// The year before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// Working days in the year, as DfE's absence rate counts them: 253, or 254 with a 29 February.
    pub fn working_days(self) -> i64 {
        Span::year_ending(self.end()).dfe_working_days()
    }
}

impl fmt::Display for CensusYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The census years in which an element is collected or a rule runs, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    from: i16,
    to: i16,
}

impl Years {
    /// Every year. Years before 2021 are read as 2021, and years after 2025 as 2025, until a specification is seen.
    pub const ALL: Self = Self { from: 2017, to: 2099 };

    /// From a year on.
    pub const fn from(year: i16) -> Self {
        Self { from: year, ..Self::ALL }
    }

    /// Up to and including a year.
    pub const fn to(year: i16) -> Self {
        Self { to: year, ..Self::ALL }
    }

    /// Whether a year is among them.
    pub fn contains(self, year: CensusYear) -> bool {
        (self.from..=self.to).contains(&year.0)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from == Self::ALL.from, self.to == Self::ALL.to) {
            (true, true) => f.write_str("all"),
            (false, true) => write!(f, "from {}", self.from),
            (true, false) => write!(f, "to {}", self.to),
            (false, false) => write!(f, "{} to {}", self.from, self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_with_a_leap_day_has_a_working_day_more() {
        let days = |year| CensusYear::new(year).map(CensusYear::working_days);
        assert_eq!([days(2020), days(2023), days(2024), days(2025)], [254, 253, 254, 253].map(Some));
    }

    #[test]
    fn years_print_as_people_say_them() {
        let shown = [Years::ALL, Years::from(2025), Years::to(2024)].map(|years| years.to_string());
        assert_eq!(shown, ["all", "from 2025", "to 2024"]);
        assert_eq!(CensusYear::parse("25"), None);
        assert_eq!(CensusYear::parse("0025"), None);
    }
}
