//! Chance with a seed. Only whole numbers are drawn, by arithmetic of our own, so that a seed gives the same council on
//! every machine and with every version of the random number crates.

use jiff::ToSpan;
use jiff::civil::Weekday;
use workforce::Date;

/// A stream of chance.
#[derive(Debug)]
pub(super) struct Chance(statistics::chance::Chance);

impl Chance {
    /// One stream of a seed; streams are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(statistics::chance::Chance::new(seed, stream))
    }

    /// A whole number from 0 up to, not including, `limit`; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0.below(limit)
    }

    /// A whole number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = usize::try_from(most - least + 1).expect("the limits are in order");
        least + i64::try_from(self.below(width)).expect("narrower than its limits")
    }

    /// A whole number from `least` to `most`, most often near the middle.
    pub(super) fn around(&mut self, least: i64, most: i64) -> i64 {
        let width = most - least;
        let thirds: i64 = (0..3).map(|_| self.between(0, width)).sum();
        least + thirds / 3
    }

    /// Whether something happens that does so this many times in ten thousand.
    pub(super) fn hit(&mut self, in_ten_thousand: usize) -> bool {
        self.below(10_000) < in_ten_thousand
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of several by weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(T, usize)]) -> T {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for &(value, weight) in from {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        from[0].0
    }
}

/// A day some days later, or earlier where negative.
pub(super) fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// The Monday on or after a day.
pub(super) fn monday(day: Date) -> Date {
    plus(day, i64::from((7 - day.weekday().to_monday_zero_offset()) % 7))
}

/// Whether a day is from Monday to Friday.
pub(super) fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The first weekday from which `count` weekdays have passed since `from`.
pub(super) fn after_weekdays(from: Date, count: i64) -> Date {
    let mut day = from;
    let mut left = count;
    while left > 0 || !is_weekday(day) {
        if is_weekday(day) {
            left -= 1;
        }
        day = plus(day, 1);
    }
    day
}

/// Weekdays from a day up to, not including, another.
pub(super) fn weekdays(from: Date, to: Date) -> i64 {
    let days = i64::from((to - from).get_days()).max(0);
    let first = i64::from(from.weekday().to_monday_zero_offset());
    let rest = (0..days % 7).filter(|day| (first + day) % 7 < 5).count();
    days / 7 * 5 + i64::try_from(rest).expect("fewer than seven")
}

/// The same day some years later, or earlier where negative.
pub(super) fn years_on(day: Date, years: i16) -> Date {
    day.saturating_add(i64::from(years).years())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_that_a_calendar_shows() {
        let first = jiff::civil::date(2022, 1, 1);
        for from in 0..8 {
            for length in -3..40 {
                let (from, to) = (plus(first, from), plus(first, from + length));
                let counted = (0..length).filter(|day| is_weekday(plus(from, *day))).count();
                assert_eq!(weekdays(from, to), i64::try_from(counted).expect("few"), "{from} {to}");
            }
        }
    }
}
