//! The days that a figure is about, and how a long time is cut into them.

use jiff::Span as Length;
use workforce::Date;
use workforce::period::Period;

/// From a first day to a last day, both in it. Stocks are taken on the last day; the opening is the day before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// How a series is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Census years, 1 October to 30 September.
    Census,
    /// Financial years, 1 April to 31 March.
    Financial,
}

impl Span {
    /// A single day.
    pub fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// From a first day to a last day; `None` when they are the wrong way round.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The year that ends with a day.
    pub fn year_ending(to: Date) -> Self {
        let from = plus(to, 1).checked_sub(Length::new().years(1)).unwrap_or(Date::MIN);
        Self { from, to }
    }

    /// The day before the first.
    pub fn opening(self) -> Date {
        plus(self.from, -1)
    }

    /// As a half-open period.
    pub fn period(self) -> Period {
        Period::new(self.from, Some(plus(self.to, 1)))
    }

    /// How many days.
    pub fn days(self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// How many whole months, if it is made of them.
    pub fn months(self) -> Option<i64> {
        let end = plus(self.to, 1);
        let months = (i64::from(end.year()) - i64::from(self.from.year())) * 12 + i64::from(end.month())
            - i64::from(self.from.month());
        (end.day() == self.from.day() && months > 0).then_some(months)
    }

    /// Working days as the DfE fixes them: 254 when 29 February is in it, else 253. Bank holidays are not counted.
    /// Source: the Local Authority Interactive Tool's definition of the absence rate, confirmed on the published data.
    pub fn dfe_working_days(self) -> i64 {
        let leap = (self.from.year()..=self.to.year())
            .any(|year| Date::new(year, 2, 29).is_ok_and(|day| self.from <= day && day <= self.to));
        if leap { 254 } else { 253 }
    }

    /// Cuts it into whole steps, the first holding the first day and the last the last day.
    pub fn cut(self, step: Step) -> Vec<Self> {
        let (months, first) = match step {
            Step::Month => (1, self.from.first_of_month()),
            Step::Quarter => (3, back_to(self.from, &[1, 4, 7, 10])),
            Step::Census => (12, back_to(self.from, &[10])),
            Step::Financial => (12, back_to(self.from, &[4])),
        };
        let mut all = Vec::new();
        let mut from = first;
        while from <= self.to {
            let next = from.checked_add(Length::new().months(months)).unwrap_or(Date::MAX);
            all.push(Self { from, to: plus(next, -1) });
            if next == Date::MAX {
                break;
            }
            from = next;
        }
        all
    }
}

/// A day so many days later, held at the ends of the calendar.
fn plus(day: Date, days: i64) -> Date {
    let end = if days < 0 { Date::MIN } else { Date::MAX };
    day.checked_add(Length::new().days(days)).unwrap_or(end)
}

/// The latest first of one of these months that is not after a day.
fn back_to(day: Date, months: &[i8]) -> Date {
    let mut first = day.first_of_month();
    while !months.contains(&first.month()) {
        first = plus(first, -1).first_of_month();
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn census_years_have_the_dfes_working_days() {
        let year = |to: i16| Span::year_ending(date(to, 9, 30));
        assert_eq!(year(2022), Span { from: date(2021, 10, 1), to: date(2022, 9, 30) });
        for leap in [2020, 2024, 2028] {
            assert_eq!(year(leap).dfe_working_days(), 254);
            assert_eq!(year(leap + 1).dfe_working_days(), 253);
        }
        assert_eq!((year(2022).months(), year(2022).days()), (Some(12), 365));
    }

    #[test]
    fn series_are_cut_at_their_own_boundaries() {
        let span = Span { from: date(2021, 11, 15), to: date(2022, 11, 2) };
        let firsts = |step| span.cut(step).iter().map(|s| s.from).collect::<Vec<_>>();
        assert_eq!(firsts(Step::Census), [date(2021, 10, 1), date(2022, 10, 1)]);
        assert_eq!(firsts(Step::Financial), [date(2021, 4, 1), date(2022, 4, 1)]);
        assert_eq!(firsts(Step::Month).len(), 13);
        assert_eq!(firsts(Step::Quarter)[0], date(2021, 10, 1));
    }
}
