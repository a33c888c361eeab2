//! A number that does not hold for what it was bound to, but for something else that its sentence names, was most likely bound wrongly:
//! nothing is said against it.

use super::super::bind::{Bound, Read, basis};
use super::super::evidence::Place;
use super::super::period::Period;
use super::super::{Case, topic};
use super::holds;

/// What else the sentence names that the number holds for, in words.
pub(super) fn elsewhere(case: &Case, bound: &Bound) -> Option<String> {
    let sentence = &case.sentences[bound.sentence];
    let read = Read::new(case, sentence);
    let mut places: Vec<Place> = read
        .areas
        .iter()
        .chain(&read.scopes)
        .filter_map(|mention| mention.area.place(case.home.as_ref()))
        .collect();
    places.extend(bound.place.clone());
    let mut years: Vec<u16> = bound.when.year().into_iter().collect();
    for mention in &read.periods {
        match mention.period {
            Period::Year(year) => years.push(year),
            Period::Previous => years.extend(years.first().map(|year| year.saturating_sub(1))),
            _ => {}
        }
    }
    let topics = read.topics.iter().map(|mention| mention.topic).chain(bound.topic);
    let measures = topics.flat_map(|topic| topic::measures(topic, bound.quantity.unit, basis(sentence)));
    let measures: Vec<_> = measures.collect();
    // What stands for itself: one area, one year, one measure leave nothing else to be meant.
    for place in &places {
        for year in &years {
            for measure in &measures {
                let own = bound.place.as_ref() == Some(place)
                    && bound.when.year() == Some(*year)
                    && bound.measures.contains(measure);
                let value = case.evidence.value(place, *year, *measure, case.published);
                if !own && value.is_some_and(|value| holds(&bound.quantity, value.number)) {
                    return Some(format!("the {} of {} in {year}", topic::words(*measure), place.name));
                }
            }
        }
    }
    None
}
