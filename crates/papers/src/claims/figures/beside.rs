//! "3.5 points below the East of England's", "two fewer than in the South West": how far one area is from another.

use super::super::area::{self, Area};
use super::super::bind::{Bound, basis};
use super::super::number::Number;
use super::super::quantity::Unit;
use super::super::{Case, Verdict, topic};
use super::{Finding, holds};

/// The difference that a number states, in the year that it is bound to.
pub(super) fn beside(case: &Case, bound: &Bound) -> Option<Finding> {
    let sentence = &case.sentences[bound.sentence];
    let quantity = &bound.quantity;
    let token = |on: usize| sentence.tokens.get(quantity.last + on);
    let first = token(1)?;
    let way = match first.lower.as_str() {
        "above" | "higher" | "more" => 1,
        "below" | "lower" | "fewer" | "less" => -1,
        _ => return None,
    };
    let than = first.one_of(&["above", "below"]) || token(2).is_some_and(|token| token.is("than"));
    let end = quantity.last + if first.one_of(&["above", "below"]) { 2 } else { 3 };
    let (areas, _) = area::split(sentence);
    let mention = areas.iter().find(|mention| (end..end + 3).contains(&mention.first)).filter(|_| than)?;
    let other = mention.area.place(case.home.as_ref()).filter(|_| mention.area != Area::Own)?;
    let own = bound.place.clone().filter(|place| *place != other).or_else(|| case.home.clone())?;
    let topic = bound.topic.filter(|_| own != other && topic::narrowed(sentence).is_none())?;
    let unit = match quantity.unit {
        Unit::Points => Unit::Percent,
        // "5% below" may be per cent or points.
        Unit::Percent | Unit::Pounds => return None,
        unit => unit,
    };
    let measure = *topic::measures(topic, unit, basis(sentence)).first()?;
    let year = bound.when.year()?;
    let values = case.evidence.together(&[(&own, measure), (&other, measure)], year, case.published)?;
    let difference = values[0].minus(values[1]);
    let size = Number::new(difference.millionths().abs(), difference.places());
    let right = difference.millionths().signum() == way && holds(quantity, size);
    let source = case.evidence.value(&own, year, measure, case.published).map(|value| value.source);
    Some(Finding {
        verdict: if right { Verdict::Confirmed } else { Verdict::Contradicted },
        measure,
        computed: Some(difference.signed()),
        because: format!(
            "The {} in {year}: {} {}, {} {}, a difference of {}.",
            topic::words(measure),
            own.name,
            values[0],
            other.name,
            values[1],
            difference.signed()
        ),
        source: source.unwrap_or_default(),
    })
}
