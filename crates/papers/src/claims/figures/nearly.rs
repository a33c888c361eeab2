//! What else gives a printed value that does not hold: digits cut off, another basis, formula or year.

use benchmarks::Measure;

use super::super::evidence::Value;
use super::super::number::Number;
use super::super::quantity::Hedge;
use super::super::{Verdict, topic};
use super::{Finding, Look};

impl Look<'_> {
    /// Another rounding, basis, formula or year that gives the printed value.
    pub(super) fn nearly(&self, measure: Measure, value: &Value) -> Option<Finding> {
        // "Three quarters" is no more exact than "about 75%".
        if self.quantity.hedge != Hedge::Exact || self.quantity.in_words {
            return self.hedged(measure, value);
        }
        let stated = self.quantity.value;
        let finding = |why: String, computed: Number, source: &str| {
            Some(Finding {
                verdict: Verdict::Imprecise,
                measure,
                computed: Some(computed.to_string()),
                because: format!(
                    "The {} of {} in the year to 30 September {} is {}. {why}",
                    topic::words(measure),
                    self.place.name,
                    self.year,
                    value.number
                ),
                source: source.to_owned(),
            })
        };
        if self.cut(measure, self.year) {
            return finding(
                format!("{} was cut off, not rounded.", self.quantity.stated),
                value.number,
                &value.source,
            );
        }
        if let Some(other) = topic::other_basis(measure)
            && let Some(by_other) =
                self.known(other, self.year).into_iter().find(|known| self.is(known.number))
        {
            return finding(
                format!("{} is the {}, another definition.", self.quantity.stated, topic::words(other)),
                value.number,
                &by_other.source,
            );
        }
        if let Some(formula) = self.other_formula(measure) {
            return finding(
                format!("{} is {formula}, another definition.", self.quantity.stated),
                value.number,
                &value.source,
            );
        }
        for year in [self.year.saturating_sub(1), self.year + 1] {
            let there = self.known(measure, year).into_iter().find(|known| self.is(known.number));
            if let Some(there) = there {
                return finding(
                    format!("{} is the figure of {year}: another year.", self.quantity.stated),
                    value.number,
                    &there.source,
                );
            }
            if self.cut(measure, year) {
                let right = self.known(measure, year).into_iter().next()?;
                return finding(
                    format!(
                        "The figure of {year}, another year, is {}; {} is that cut off, not rounded.",
                        right.number, self.quantity.stated
                    ),
                    value.number,
                    &right.source,
                );
            }
        }
        // A count of four digits or more is not the same by chance.
        if stated.digits() >= 4
            && let Some(year) = self.years_with(measure).first()
        {
            return finding(
                format!("{} is the figure of {year}: another year.", self.quantity.stated),
                value.number,
                &value.source,
            );
        }
        let off = (value.number.rounded(stated.places()).millionths() - stated.millionths()).abs();
        if off == stated.last_place() && stated.digits() >= 3 {
            return finding(
                format!("{} differs in its last digit alone.", self.quantity.stated),
                value.number,
                &value.source,
            );
        }
        None
    }

    /// Whether the printed value is the true one with its last digits cut off.
    fn cut(&self, measure: Measure, year: u16) -> bool {
        let stated = self.quantity.value;
        let exact = self
            .unrounded(measure, year)
            .or_else(|| self.known(measure, year).first().map(|value| value.number));
        exact.is_some_and(|exact| {
            exact.places() > stated.places()
                && exact.cut(stated.places()).is(stated)
                && !exact.prints_as(stated)
        })
    }

    fn other_formula(&self, measure: Measure) -> Option<&'static str> {
        let count = |measure| Some(self.known(measure, self.year).into_iter().next()?.number);
        let is = |rate: Option<Number>| rate.is_some_and(|rate| rate.prints_as(self.quantity.value));
        let in_post = count(Measure::InpostFte)?;
        match measure {
            Measure::VacancyRateFte if is(count(Measure::VacancyFte)?.percent_of(in_post)) => {
                Some("vacancies over in post alone, without the vacancies below the line")
            }
            Measure::AgencyRateFte if is(count(Measure::AgencyFte)?.percent_of(in_post)) => {
                Some("agency over in post alone, without agency below the line")
            }
            Measure::TurnoverRateFte => {
                let leavers = count(Measure::LeaversFte)?;
                let before =
                    self.known(Measure::InpostFte, self.year.saturating_sub(1)).into_iter().next()?.number;
                let average = Number::new(i64::midpoint(before.millionths(), in_post.millionths()), 6);
                if is(leavers.percent_of(average)) {
                    Some("leavers over the average in post of the year")
                } else {
                    is(leavers.percent_of(before)).then_some("leavers over in post at the start of the year")
                }
            }
            Measure::AbsenceRateFte => {
                let days = Number::new(in_post.millionths().saturating_mul(365), 1);
                is(count(Measure::WorkingDaysLostFte)?.percent_of(days))
                    .then_some("days lost over 365 days, not working days")
            }
            _ => None,
        }
    }

    /// A hedge that does not quite carry the value, or is not carried by it.
    fn hedged(&self, measure: Measure, value: &Value) -> Option<Finding> {
        let (stated, actual) = (self.quantity.value.millionths(), value.number.millionths());
        let away = (stated - actual).abs() * 100 <= stated * 10;
        let right_side = match self.quantity.hedge {
            Hedge::About | Hedge::Exact => true,
            Hedge::Nearly => actual < stated,
            Hedge::Over | Hedge::Under => return None,
        };
        (away && right_side).then(|| Finding {
            verdict: Verdict::Imprecise,
            measure,
            computed: Some(value.number.to_string()),
            because: format!(
                "The {} of {} in the year to 30 September {} is {}: the hedge stretches it.",
                topic::words(measure),
                self.place.name,
                self.year,
                value.number
            ),
            source: value.source.clone(),
        })
    }
}
