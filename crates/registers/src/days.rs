//! Days, months and quarters, as rules count them.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Weekday;
use workforce::Date;
use workforce::period::Period;

/// The same day of the month so many months later, or the last day of that month where it has no such day.
pub fn months_after(day: Date, months: u32) -> Date {
    day.saturating_add(i64::from(months).months())
}

/// So many days later.
pub fn days_after(day: Date, days: u32) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// So many weeks later.
pub fn weeks_after(day: Date, weeks: u32) -> Date {
    day.saturating_add(i64::from(weeks).weeks())
}

/// Whole days from one day up to another; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// Whole months from one day up to another; none where the other is earlier.
pub fn months_between(from: Date, to: Date) -> u32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    let had = months_after(from, u32::try_from(months).unwrap_or_default()) <= to;
    u32::try_from(if had { months } else { months - 1 }).unwrap_or_default()
}

/// Whether a day is from Monday to Friday.
pub fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Every day from one to another, both included.
pub fn each_day(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.tomorrow().ok();
    std::iter::successors(Some(from), next).take_while(move |day| *day <= to)
}

/// A calendar quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    number: i8,
}

impl Quarter {
    /// Reads `2025-Q1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-Q")?;
        let quarter = Self { year: year.parse().ok()?, number: number.parse().ok()? };
        ((1..=4).contains(&quarter.number) && (1900..=9000).contains(&quarter.year)).then_some(quarter)
    }

    /// The quarter that a day is in.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        if self.number > 1 {
            Self { number: self.number - 1, ..self }
        } else {
            Self { year: self.year - 1, number: 4 }
        }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        jiff::civil::date(self.year, self.number * 3 - 2, 1)
    }

    /// The first day after it.
    pub fn end(self) -> Date {
        months_after(self.first(), 3)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.end().yesterday().unwrap_or(self.first())
    }

    /// Its days.
    pub fn period(self) -> Period {
        Period::new(self.first(), Some(self.end()))
    }
}

impl serde::Serialize for Quarter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn quarters_have_their_days() {
        let quarter = Quarter::parse("2025-Q4").expect("a quarter");
        assert_eq!((quarter.first(), quarter.last()), (date(2025, 10, 1), date(2025, 12, 31)));
        assert_eq!(Quarter::of(date(2025, 10, 1)), quarter);
        assert_eq!(quarter.before().to_string(), "2025-Q3");
        assert_eq!(
            Quarter::parse("2025-Q1").map(|first| first.before().to_string()).as_deref(),
            Some("2024-Q4")
        );
        assert_eq!((Quarter::parse("2025-Q5"), Quarter::parse("25Q1")), (None, None));
    }

    #[test]
    fn whole_months_are_those_that_have_passed() {
        assert_eq!(months_between(date(2024, 1, 31), date(2024, 2, 28)), 0);
        assert_eq!(months_between(date(2024, 1, 31), date(2024, 2, 29)), 1);
        assert_eq!(months_between(date(2020, 9, 1), date(2023, 8, 31)), 35);
        assert_eq!(months_between(date(2020, 9, 1), date(2023, 9, 1)), 36);
        assert_eq!(months_between(date(2023, 9, 1), date(2020, 9, 1)), 0);
    }
}
