//! A number held against the level of a measure: the value that is known, or what else would give the printed one.

use benchmarks::Measure;
use benchmarks::measure::{Shape, working_days};

use super::{Finding, Look, holds};
use crate::claims::Verdict;
use crate::claims::evidence::{Evidence, Value};
use crate::claims::number::Number;
use crate::claims::quantity::Hedge;
use crate::claims::topic;

impl Look<'_> {
    pub(super) fn known(&self, measure: Measure, year: u16) -> Vec<Value> {
        self.evidence().known(self.place, year, measure, self.case.published).values
    }

    pub(super) fn evidence(&self) -> &Evidence<'_> {
        self.case.evidence
    }

    pub(super) fn level(&self, measures: &[Measure]) -> Finding {
        let headline = measures[0];
        for (at, measure) in measures.iter().enumerate() {
            for value in self.known(*measure, self.year) {
                if holds(self.quantity, value.number) {
                    // A rate by headcount where no basis is said: the headline is by FTE.
                    let other = at > 0 && headline.parts().is_some();
                    return self.holding(*measure, &value, other.then_some(headline));
                }
            }
        }
        let Some(first) = self.known(headline, self.year).into_iter().next() else {
            return self.nothing(headline);
        };
        // What a release marks as unreliable or withholds is not held against anybody.
        let known = self.evidence().known(self.place, self.year, headline, self.case.published);
        if known.symbol.is_some() {
            return self.nothing(headline);
        }
        if let Some(nearly) = self.nearly(headline, &first) {
            return nearly;
        }
        if self.is_another_thing(headline, &first) {
            return self.unlike(headline, &first);
        }
        self.contradicted(headline, &first)
    }

    pub(super) fn holding(&self, measure: Measure, value: &Value, headline: Option<Measure>) -> Finding {
        let mut because = format!(
            "The {} of {} in the year to 30 September {} is {}",
            topic::words(measure),
            self.place.name,
            self.year,
            value.number
        );
        because.push_str(&self.made_of(measure));
        let mut verdict = Verdict::Confirmed;
        let mut computed = value.number;
        if let Some(headline) = headline
            && let Some(by_fte) = self.known(headline, self.year).first()
        {
            verdict = Verdict::Imprecise;
            because.push_str(&format!(
                ". It is by headcount, and is not said to be; by FTE, the headline, it is {}",
                by_fte.number
            ));
            computed = by_fte.number;
        } else if value.number.places() > self.quantity.value.places() && self.quantity.hedge == Hedge::Exact
        {
            because.push_str(", rounded as printed");
        }
        if value.later && verdict == Verdict::Confirmed {
            because.push_str("; that release came out after the paper");
        }
        because.push('.');
        Finding {
            verdict,
            measure,
            computed: Some(computed.to_string()),
            because,
            source: value.source.clone(),
        }
    }

    /// What a rate is made of, in words.
    pub(super) fn made_of(&self, measure: Measure) -> String {
        let Some(parts) = measure.parts() else { return String::new() };
        let part = |measure| self.known(measure, self.year).into_iter().next();
        let (Some(over), Some(under)) = (part(parts.numerator), part(parts.denominator)) else {
            return String::new();
        };
        let under_text = match parts.shape {
            Shape::Over | Shape::Mean => under.number.to_string(),
            Shape::Share => format!("({} + {})", over.number, under.number),
            Shape::PerWorkingDay => format!("({} × {} working days)", under.number, working_days(self.year)),
        };
        format!(" ({} {} / {under_text})", topic::words(parts.numerator), over.number)
    }

    /// The rate before rounding, from its parts.
    pub(super) fn unrounded(&self, measure: Measure, year: u16) -> Option<Number> {
        let parts = measure.parts()?;
        let part = |measure| Some(self.known(measure, year).into_iter().next()?.number);
        let (over, under) = (part(parts.numerator)?, part(parts.denominator)?);
        match parts.shape {
            Shape::Over => over.percent_of(under),
            Shape::Share => over.percent_of(over.plus(under)),
            Shape::Mean => over.times_over(1, under),
            Shape::PerWorkingDay => {
                let days = Number::new(under.millionths().checked_mul(i64::from(working_days(year)))?, 1);
                over.percent_of(days)
            }
        }
    }

    pub(super) fn nothing(&self, measure: Measure) -> Finding {
        let known = self.evidence().known(self.place, self.year, measure, self.case.published);
        let because = match (known.symbol, self.evidence().years()) {
            (Some(symbol), _) => format!(
                "The published file has `{}` ({}) for the {} of {} in {}.",
                symbol.text(),
                symbol.meaning().words(),
                topic::words(measure),
                self.place.name,
                self.year
            ),
            (None, Some((first, last))) => format!(
                "No figure of the {} for {} in {} is held; the published years are {first} to {last}.",
                topic::words(measure),
                self.place.name,
                self.year
            ),
            (None, None) => "No figures were given to hold it against.".to_owned(),
        };
        Finding { verdict: Verdict::Unsupported, measure, computed: None, because, source: "none".to_owned() }
    }

    /// A count more than three times as large or small is most likely of something else, whatever stands beside it.
    pub(super) fn is_another_thing(&self, measure: Measure, value: &Value) -> bool {
        let (said, actual) =
            (i128::from(self.quantity.value.millionths()), i128::from(value.number.millionths()));
        measure.parts().is_none() && (said > 3 * actual || actual > 3 * said)
    }

    pub(super) fn unlike(&self, measure: Measure, value: &Value) -> Finding {
        let because = format!(
            "It reads as the {} of {} in {}, which is {}: too far from it to be the same thing, so nothing is said.",
            topic::words(measure),
            self.place.name,
            self.year,
            value.number
        );
        Finding {
            verdict: Verdict::Unsupported,
            measure,
            computed: None,
            because,
            source: value.source.clone(),
        }
    }

    pub(super) fn contradicted(&self, measure: Measure, value: &Value) -> Finding {
        let mut because = format!(
            "The {} of {} in the year to 30 September {} is {}{}, not {}",
            topic::words(measure),
            self.place.name,
            self.year,
            value.number,
            self.made_of(measure),
            self.quantity.stated
        );
        because.push_str(&self.implied(measure));
        let elsewhere = self.years_with(measure);
        if !elsewhere.is_empty() {
            let years: Vec<String> = elsewhere.iter().map(u16::to_string).collect();
            because.push_str(&format!("; it was that in {}", years.join(" and ")));
        }
        because.push('.');
        Finding {
            verdict: Verdict::Contradicted,
            measure,
            computed: Some(value.number.to_string()),
            because,
            source: value.source.clone(),
        }
    }

    /// What rate a stated count would make of the published base.
    pub(super) fn implied(&self, measure: Measure) -> String {
        if measure != Measure::WorkingDaysLostFte {
            return String::new();
        }
        let Some(in_post) = self.known(Measure::InpostFte, self.year).into_iter().next() else {
            return String::new();
        };
        let days =
            Number::new(in_post.number.millionths().saturating_mul(i64::from(working_days(self.year))), 1);
        self.quantity.value.percent_of(days).map_or(String::new(), |rate| {
            format!(
                "; {} days over {} FTE × {} working days would be {}%",
                self.quantity.stated,
                in_post.number,
                working_days(self.year),
                rate.rounded(2)
            )
        })
    }

    /// The years in which the measure prints as stated.
    pub(super) fn years_with(&self, measure: Measure) -> Vec<u16> {
        let series = self.evidence().series(self.place, measure, u16::MAX, None);
        let all = if series.is_empty() {
            let (first, last) = self.evidence().years().unwrap_or((1, 0));
            (first..=last)
                .filter(|year| self.known(measure, *year).iter().any(|value| self.is(value.number)))
                .collect()
        } else {
            series.into_iter().filter(|(_, value)| self.is(*value)).map(|(year, _)| year).collect::<Vec<_>>()
        };
        all.into_iter().filter(|year| *year != self.year).collect()
    }

    pub(super) fn is(&self, value: Number) -> bool {
        value.prints_as(self.quantity.value)
    }
}
