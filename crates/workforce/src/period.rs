//! Civil dates and half-open periods: the *true on* clock.
//!
//! **The leaving-date convention, stated once.** A period runs from its first day up to, and not including, its end. An
//! end date in the record is the first day on which the thing is *no longer* counted. A worker whose leaving date is
//! 30 September is therefore not in post on 30 September, which is how the DfE census counts: its leavers include those
//! who left on the last day of the year, and they hold no FTE on that day. An extract that gives the last day on which
//! something still held says so in its mapping (`ends = "inclusive"`), and one day is added as it is read.

pub use jiff::civil::Date;

/// The days from `from` up to but not including `to`; without `to`, from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The first day that is no longer in it.
    pub to: Option<Date>,
}

impl Period {
    /// The days from `from` up to `to`.
    pub fn new(from: Date, to: Option<Date>) -> Self {
        Self { from, to }
    }

    /// Whether the day is in the period.
    #[inline]
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether no day is in it.
    pub fn is_empty(self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }

    /// Whether the end comes before the start, which no period in the record may do.
    pub fn is_backwards(self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }

    /// Whether every day of `inner` is a day of this one.
    pub fn contains(self, inner: Self) -> bool {
        self.from <= inner.from
            && match (self.to, inner.to) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(outer), Some(inner)) => inner <= outer,
            }
    }

    /// Whether any day is in both.
    #[inline]
    pub fn overlaps(self, other: Self) -> bool {
        !self.is_empty()
            && !other.is_empty()
            && self.to.is_none_or(|to| other.from < to)
            && other.to.is_none_or(|to| self.from < to)
    }

    /// The day of the period that is nearest to `day`: the day itself when it is in the period.
    pub fn clamp(self, day: Date) -> Date {
        let last = self.to.and_then(|to| to.yesterday().ok());
        let day = last.map_or(day, |last| day.min(last));
        day.max(self.from)
    }
}

/// A day as a number that sorts as days do, for scans of many: one comparison instead of three.
#[inline]
pub(crate) fn sortable(day: Date) -> i32 {
    (i32::from(day.year()) << 9) | (i32::from(day.month()) << 5) | i32::from(day.day())
}

/// A period as two [`sortable`] numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) from: i32,
    /// Above every day where the period is open.
    pub(crate) to: i32,
}

impl Ends {
    pub(crate) fn of(period: Period) -> Self {
        Self { from: sortable(period.from), to: period.to.map_or(i32::MAX, sortable) }
    }

    /// Whether a sortable day is in it.
    #[inline]
    pub(crate) fn holds(self, day: i32) -> bool {
        self.from <= day && day < self.to
    }
}

/// The earlier of two ends, where no end means "from then on".
pub fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// The census year that has ended last on a day: the year of the 30 September past.
pub fn census_year_before(day: Date) -> i16 {
    if day.month() >= 10 { day.year() } else { day.year() - 1 }
}

/// Whole years from one day to another, as ages are counted; below 0 when the second comes first. Someone born on
/// 29 February is a year older on 1 March.
#[inline]
pub fn years_between(from: Date, to: Date) -> i16 {
    let years = to.year() - from.year();
    let had = (to.month(), to.day()) >= (from.month(), from.day());
    if had { years } else { years - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_leaver_on_the_day_is_not_in_post_on_the_day() {
        let spell = Period::new(date(2020, 1, 1), Some(date(2022, 9, 30)));
        assert!(spell.holds(date(2022, 9, 29)));
        assert!(!spell.holds(date(2022, 9, 30)));
    }

    #[test]
    fn a_budget_is_looked_at_on_its_nearest_day() {
        let year = Period::new(date(2013, 4, 1), Some(date(2014, 4, 1)));
        assert_eq!(year.clamp(date(2013, 3, 31)), date(2013, 4, 1));
        assert_eq!(year.clamp(date(2013, 7, 11)), date(2013, 7, 11));
        assert_eq!(year.clamp(date(2015, 1, 1)), date(2014, 3, 31));
    }

    #[test]
    fn ages_turn_on_the_birthdate() {
        assert_eq!(years_between(date(1990, 9, 30), date(2020, 9, 30)), 30);
        assert_eq!(years_between(date(1990, 10, 1), date(2020, 9, 30)), 29);
        assert_eq!(years_between(date(2000, 2, 29), date(2021, 2, 28)), 20);
    }

    fn any_period() -> impl Strategy<Value = Period> {
        (0i32..400, proptest::option::of(0i32..400)).prop_map(|(from, length)| {
            let start = date(2020, 1, 1);
            let day = |n: i32| start.checked_add(jiff::Span::new().days(n)).expect("within the calendar");
            Period::new(day(from), length.map(|length| day(from + length)))
        })
    }

    proptest! {
        #[test]
        fn sortable_days_sort_as_days_do(a in -9999i16..=9999, b in -9999i16..=9999, m in 1i8..=12, n in 1i8..=12, d in 1i8..=28, e in 1i8..=28) {
            let (one, other) = (date(a, m, d), date(b, n, e));
            prop_assert_eq!(one.cmp(&other), sortable(one).cmp(&sortable(other)));
            prop_assert_eq!(date(a, m, d).cmp(&date(a, n, e)), sortable(one).cmp(&sortable(date(a, n, e))));
        }

        #[test]
        fn overlap_means_a_shared_day(a in any_period(), b in any_period()) {
            let start = date(2020, 1, 1);
            let shared = (0..900).any(|n| {
                let day = start.checked_add(jiff::Span::new().days(n)).expect("within the calendar");
                a.holds(day) && b.holds(day)
            });
            prop_assert_eq!(a.overlaps(b), shared);
        }
    }
}
