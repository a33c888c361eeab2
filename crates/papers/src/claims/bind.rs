//! Which measure, area and year a number in a sentence is of.
//!
//! It binds by what stands nearest, and leaves a number unbound where two readings are as near as each other.

mod near;
mod place;

use benchmarks::Measure;

use super::Case;
use super::area::{self, Area};
use super::evidence::Place;
use super::period::{self, Period};
use super::quantity::{self, Hedge, Quantity, Unit};
use super::token::Sentence;
use super::topic::{self, Basis, Topic};

use near::topics;
use place::{area_of, when_of};
pub(crate) use place::{pair, pairs};

/// How sure the year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// The words name it.
    Named(u16),
    /// From "the last 12 months" and the day of the paper.
    Relative(u16),
    /// Nothing said: the last census year before the paper, enough to confirm by and not to contradict by.
    Assumed(u16),
    /// Another period than a census year.
    Other,
    /// Nothing known.
    Unknown,
}

impl When {
    pub(crate) fn year(self) -> Option<u16> {
        match self {
            Self::Named(year) | Self::Relative(year) | Self::Assumed(year) => Some(year),
            Self::Other | Self::Unknown => None,
        }
    }
}

/// A number with what it is bound to.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) sentence: usize,
    pub(crate) quantity: Quantity,
    pub(crate) topic: Option<Topic>,
    /// The measures that it may be of, the headline first.
    pub(crate) measures: Vec<Measure>,
    pub(crate) place: Option<Place>,
    /// Nobody's area is named, neither here nor by the paper: England is supposed, to confirm by and nothing else.
    pub(crate) supposed: bool,
    pub(crate) when: When,
    /// A change, not a level.
    pub(crate) change: bool,
    /// A person said what it is of.
    pub(crate) by_hand: bool,
    /// Why it is bound to no measure.
    pub(crate) why_not: Option<String>,
}

/// What a sentence leaves for the next one.
#[derive(Debug, Clone, Default)]
struct Carried {
    block: usize,
    topics: Vec<Topic>,
    #[expect(clippy::option_option, reason = "nothing said, or that it is of nowhere, or the place")]
    place: Option<Option<Place>>,
    when: Option<When>,
}

/// What a sentence mentions.
pub(crate) struct Read {
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) topics: Vec<topic::Mention>,
    pub(crate) areas: Vec<area::Mention>,
    /// The areas that records are among.
    pub(crate) scopes: Vec<area::Mention>,
    pub(crate) periods: Vec<period::Mention>,
}

impl Read {
    pub(crate) fn new(case: &Case, sentence: &Sentence) -> Self {
        let (areas, scopes) = area::split(sentence);
        Self {
            quantities: quantity::of(sentence, &case.document.text),
            topics: topic::mentions(sentence),
            areas,
            scopes,
            periods: period::mentions(sentence),
        }
    }
}

/// Every number of the sentences, bound as far as it can be.
pub(crate) fn all(case: &Case) -> Vec<Bound> {
    let mut found = Vec::new();
    let mut carried = Carried::default();
    for (place, sentence) in case.sentences.iter().enumerate() {
        if sentence.block != carried.block {
            carried = Carried { block: sentence.block, ..Carried::default() };
        }
        found.extend(one(case, place, sentence, &mut carried));
    }
    found
}

const POINTING: &[&str] = &["this", "it", "that", "these", "the"];

/// Whether a sentence speaks of what the one before it spoke of.
fn points_back(sentence: &Sentence) -> bool {
    // "Two years earlier it had been 825".
    let later = period::mentions(sentence).first().is_some_and(|mention| mention.first <= 1);
    let starts = later || sentence.tokens.first().is_some_and(|token| token.one_of(POINTING));
    let speaks = sentence.has_any(&[
        "this compares",
        "the rate",
        "the figure",
        "this is",
        "it was",
        "it had been",
        "there were",
        "there was",
        "this was",
        "it is",
        "this rate",
    ]);
    starts && speaks
}

fn one(case: &Case, at: usize, sentence: &Sentence, carried: &mut Carried) -> Vec<Bound> {
    let read = Read::new(case, sentence);
    let basis = basis(sentence);
    let narrowed = topic::narrowed(sentence);
    let back = points_back(sentence);
    let topics = topics(sentence, &read, if back { &carried.topics } else { &[] });
    let mut found: Vec<Bound> = Vec::new();
    for (number, quantity) in read.quantities.iter().enumerate() {
        let topic = topics[number];
        let mentioned = area_of(sentence, &read, number);
        let place = match &mentioned {
            Some(area) => area.place(case.home.as_ref()),
            None => carried.place.clone().unwrap_or_else(|| case.home.clone()),
        };
        // "In 2023 there were none, down from 10 the year before": this sentence's year before the last one's.
        let named = read.periods.iter().rev().find_map(|mention| match mention.period {
            Period::Year(year) if mention.last < quantity.first => Some(When::Named(year)),
            _ => None,
        });
        let supposed = place.is_none() && mentioned.is_none() && case.home.is_none() && is_telling(quantity);
        let place = if supposed { Some(Place::england()) } else { place };
        let last = found.last().map(|bound| bound.when).or(named).or(carried.when);
        let when = when_of(
            case,
            sentence,
            &read,
            number,
            last,
            back || found.iter().any(|bound| bound.topic == topic),
        );
        let change = is_change(sentence, quantity);
        let why_not = why_not(sentence, quantity, topic, narrowed, mentioned.as_ref(), place.as_ref());
        let measures = match (topic, &why_not) {
            (Some(topic), None) if change => measures_of_change(sentence, topic, quantity, basis),
            (Some(topic), None) => {
                // "26 people left".
                let people = sentence.tokens.get(quantity.last + 1).is_some_and(|next| next.is("people"))
                    || is_beside_fte(sentence, &read, number);
                topic::measures(topic, quantity.unit, if people { Basis::Headcount } else { basis })
            }
            _ => Vec::new(),
        };
        found.push(Bound {
            sentence: at,
            quantity: quantity.clone(),
            topic,
            measures,
            place,
            supposed,
            when,
            change,
            by_hand: false,
            why_not,
        });
    }
    carry(case, &read, &found, carried);
    found
}

fn carry(case: &Case, read: &Read, found: &[Bound], carried: &mut Carried) {
    let topics: Vec<Topic> = read.topics.iter().map(|mention| mention.topic).collect();
    if !topics.is_empty() {
        carried.topics = topics;
    }
    if let Some(first) = found.iter().find(|bound| bound.topic.is_some()) {
        carried.when = Some(first.when);
    }
    if let Some(mention) = read.areas.first() {
        carried.place = Some(mention.area.place(case.home.as_ref()));
    }
}

/// What a change is of: a rate where one is named or nothing else is; else the count. "Agency workers rose by 12%".
fn measures_of_change(sentence: &Sentence, topic: Topic, quantity: &Quantity, basis: Basis) -> Vec<Measure> {
    let rates = topic::measures(topic, Unit::Percent, basis);
    let counts = topic::measures(topic, Unit::Bare, basis);
    let rate = match quantity.unit {
        Unit::Points => true,
        Unit::Percent => names_a_rate(sentence, topic, quantity),
        _ => false,
    };
    if (rate || counts.is_empty()) && !rates.is_empty() { rates } else { counts }
}

/// Whether the words that name a topic nearest to a number name its rate.
fn names_a_rate(sentence: &Sentence, topic: Topic, quantity: &Quantity) -> bool {
    let of = topic::mentions(sentence).into_iter().filter(|mention| mention.topic == topic);
    let nearest = of.min_by_key(|mention| mention.last.abs_diff(quantity.first));
    let rate = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.one_of(&["rate", "rates"]));
    nearest.is_some_and(|mention| rate(mention.last) || rate(mention.last + 1))
}

/// What the words say of FTE and headcount.
pub(crate) fn basis(sentence: &Sentence) -> Basis {
    let fte = sentence.has_any(&["fte", "wte", "full-time equivalent", "full-time equivalents", "ftes"]);
    let people = sentence.has_any(&["headcount", "head count", "headcounts", "by head"]);
    match (fte, people) {
        (true, false) => Basis::Fte,
        (false, true) => Basis::Headcount,
        _ => Basis::Unsaid,
    }
}

/// "rose by 12%", "an increase of 12%", "1.7 percentage points".
fn is_change(sentence: &Sentence, quantity: &Quantity) -> bool {
    let before =
        |back: usize| quantity.first.checked_sub(back).map_or("", |at| sentence.tokens[at].lower.as_str());
    let after = sentence.tokens.get(quantity.last + 1).map_or("", |token| token.lower.as_str());
    let noun = ["increase", "decrease", "reduction", "rise", "fall", "drop", "growth"];
    let moved =
        matches!(before(1), "up" | "down" | "rose" | "fell" | "risen" | "fallen" | "grew" | "dropped");
    let moved = moved && !matches!(before(2), "made" | "make" | "makes" | "making");
    let by = moved
        || (before(2) == "by" && quantity.first > 1)
        || quantity::is_by(&sentence.tokens, quantity.first);
    let of = before(1) == "of" && noun.contains(&before(2));
    quantity.unit == Unit::Points
        || by
        || of
        || noun.contains(&after)
        || matches!(after, "higher" | "lower" | "more" | "fewer" | "less" | "down" | "up")
}

fn why_not(
    sentence: &Sentence,
    quantity: &Quantity,
    topic: Option<Topic>,
    narrowed: Option<&str>,
    area: Option<&Area>,
    place: Option<&Place>,
) -> Option<String> {
    let near = quantity.first.saturating_sub(4)..quantity.first;
    let target =
        sentence.tokens[near].iter().any(|token| token.one_of(&["target", "threshold", "limit", "cap"]));
    if target {
        return Some("a target is not a figure that was measured".to_owned());
    }
    let mut after = sentence.tokens[quantity.last + 1..].iter().take(3);
    if after.any(|token| token.one_of(&["need", "needed", "required"])) {
        return Some("a need is not a figure that was measured".to_owned());
    }
    topic?;
    if sentence.has_any(&["outnumbered", "outnumber"]) && is_change(sentence, quantity) {
        return Some("it stands beside another count".to_owned());
    }
    if sentence.has_any(SEVERAL) {
        return Some("it is of several years or areas together".to_owned());
    }
    if quantity.unit == Unit::Points && sentence.has_any(&["gap between", "difference between"]) {
        return Some("it is the difference of two areas".to_owned());
    }
    if is_beside_another(sentence, quantity) {
        return Some("what it is more or fewer than is not an earlier year".to_owned());
    }
    if let Some(word) = narrowed {
        return Some(format!("\"{word}\" narrows it to what the published measures do not count apart"));
    }
    if matches!(area, Some(Area::Group)) {
        return Some("a group of authorities has no published figure of its own".to_owned());
    }
    place.is_none().then(|| "no authority is named; give --authority".to_owned())
}

/// What makes a number the sum or the mean of several.
const SEVERAL: &[&str] =
    &["between them", "averaged over", "averaged across", "taken together", "together,", "on average around"];

/// "255 social workers (204 FTE)": people, with their FTE in brackets.
fn is_beside_fte(sentence: &Sentence, read: &Read, number: usize) -> bool {
    let quantity = &read.quantities[number];
    let next = read.quantities.get(number + 1);
    quantity.unit == Unit::Bare
        && next.is_some_and(|next| {
            next.unit == Unit::Fte
                && next.first - quantity.last <= 4
                && sentence.tokens[next.first - 1].is_mark('(')
        })
}

/// Whether a number has digits enough not to fit another area's figure by chance.
fn is_telling(quantity: &Quantity) -> bool {
    quantity.value.digits() >= 3 && quantity.hedge == Hedge::Exact
}

/// "27 fewer than the 367 we need", "2.9 points below England": a difference, and not from an earlier year.
fn is_beside_another(sentence: &Sentence, quantity: &Quantity) -> bool {
    let after = &sentence.tokens[quantity.last + 1..];
    if after.first().is_some_and(|token| token.one_of(&["below", "above"])) {
        return true;
    }
    let compared =
        after.first().is_some_and(|token| token.one_of(&["higher", "lower", "more", "fewer", "less"]));
    let than = quantity.last + 2;
    let earlier =
        || period::mentions(sentence).iter().any(|mention| (than + 1..than + 5).contains(&mention.first));
    compared && after.get(1).is_some_and(|token| token.is("than")) && !earlier()
}
