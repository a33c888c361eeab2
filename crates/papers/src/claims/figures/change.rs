//! The verdict on a change: "rose by 12%", "1.3 percentage points fewer".

use benchmarks::Measure;

use super::super::bind::Bound;
use super::super::direction::directions;
use super::super::number::Number;
use super::super::quantity::Unit;
use super::super::{Verdict, period, topic};
use super::{Finding, Look, holds};

impl Look<'_> {
    /// A change on the year before.
    pub(super) fn change(&self, bound: &Bound, measure: Measure) -> Option<Finding> {
        let sentence = &self.case.sentences[bound.sentence];
        let own = period::base_after(sentence, self.quantity.last + 1);
        let named = match own {
            // "12.1 more than in 2022, but fewer than in 2020": the year that stands with the number.
            Some(_) => period::Change { from: own, to: None },
            None => period::change(sentence),
        };
        let year = named.to.or(bound.when.year())?;
        let base = named.from.filter(|from| *from < year).unwrap_or(year.saturating_sub(1));
        let rate = measure.unit() == benchmarks::measure::Unit::Percent;
        let before = self.evidence().value(self.place, base, measure, self.case.published)?;
        let release = self.evidence().series(self.place, measure, year, self.case.published);
        let of = |year: u16| release.iter().find(|(one, _)| *one == year).map(|(_, value)| *value);
        let (from, to) = (of(base)?, of(year)?);
        let difference = to.minus(from);
        let actual = match self.quantity.unit {
            Unit::Points => difference,
            Unit::Percent => Number::new(difference.millionths().abs(), 6).percent_of(from)?,
            _ if rate => return None,
            _ => difference,
        };
        let size = Number::new(actual.millionths().abs(), actual.places());
        // A percentage on a rate may be points or per cent; only points are sure.
        let points = Number::new(difference.millionths().abs(), difference.places());
        let says = |value: Number| holds(self.quantity, value);
        let ways = directions(&self.case.sentences[bound.sentence].tokens);
        let against = |way: &i8| i64::from(*way) == -difference.millionths().signum();
        let (verdict, note) = if !ways.is_empty() && difference.millionths() != 0 && ways.iter().all(against)
        {
            (Verdict::Contradicted, "; the words say the other way")
        } else if says(size) {
            (Verdict::Confirmed, "")
        } else if rate && self.quantity.unit == Unit::Percent && says(points) {
            (Verdict::Imprecise, "; percentage points are meant, not per cent")
        } else if (size.millionths() - self.quantity.value.millionths()).abs()
            <= self.quantity.value.last_place()
        {
            (Verdict::Imprecise, "; it differs in its last digit alone")
        } else {
            (Verdict::Contradicted, "")
        };
        let shown = size.rounded(self.quantity.value.places().max(1));
        Some(Finding {
            verdict,
            measure,
            computed: Some(shown.to_string()),
            because: format!(
                "The {} of {} went from {from} in {} to {to} in {year}: a change of {}{note}.",
                topic::words(measure),
                self.place.name,
                base,
                difference.signed()
            ),
            source: before.source,
        })
    }
}
