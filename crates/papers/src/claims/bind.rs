//! Which measure, area and year a number in a sentence is of.
//!
//! It binds by what stands nearest, and leaves a number unbound where two readings are as near as each other.

use benchmarks::Measure;

use super::Case;
use super::area::{self, Area};
use super::evidence::Place;
use super::period::{self, Period};
use super::quantity::{self, Quantity, Unit};
use super::token::{Sentence, Sort};
use super::topic::{self, Basis, Topic};

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
    pub(crate) when: When,
    /// A change, not a level.
    pub(crate) change: bool,
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
    pub(crate) periods: Vec<period::Mention>,
}

impl Read {
    pub(crate) fn new(case: &Case, sentence: &Sentence) -> Self {
        Self {
            quantities: quantity::of(sentence, &case.document.text),
            topics: topic::mentions(sentence),
            areas: area::mentions(sentence),
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
    let starts = sentence.tokens.first().is_some_and(|token| token.one_of(POINTING));
    let speaks = sentence.has_any(&[
        "this compares",
        "the rate",
        "the figure",
        "this is",
        "it was",
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
            Some(Area::Named { key, name }) => Some(Place { key: key.clone(), name: name.clone() }),
            Some(Area::Group) => None,
            Some(Area::Own) => case.home.clone(),
            None => carried.place.clone().unwrap_or_else(|| case.home.clone()),
        };
        let last = found.last().map(|bound| bound.when).or(carried.when);
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
            (Some(topic), None) => topic::measures(
                topic,
                if change && quantity.unit == Unit::Points { Unit::Percent } else { quantity.unit },
                basis,
            ),
            _ => Vec::new(),
        };
        found.push(Bound {
            sentence: at,
            quantity: quantity.clone(),
            topic,
            measures,
            place,
            when,
            change,
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
    match read.areas.first().map(|mention| &mention.area) {
        Some(Area::Named { key, name }) => {
            carried.place = Some(Some(Place { key: key.clone(), name: name.clone() }));
        }
        Some(Area::Own) => carried.place = Some(case.home.clone()),
        Some(Area::Group) => carried.place = Some(None),
        None => {}
    }
}

/// What the words say of FTE and headcount.
pub(crate) fn basis(sentence: &Sentence) -> Basis {
    let fte = sentence.has_any(&["fte", "wte", "full-time equivalent", "full-time equivalents", "ftes"]);
    let people = sentence.has_any(&["headcount", "head count", "headcounts"]);
    match (fte, people) {
        (true, false) => Basis::Fte,
        (false, true) => Basis::Headcount,
        _ => Basis::Unsaid,
    }
}

/// How far apart two stretches are: a mark or a joining word counts for more than a word.
fn distance(sentence: &Sentence, from: usize, to: usize) -> usize {
    let between = &sentence.tokens[from.min(to)..to.max(from)];
    let weight = |token: &super::token::Token| match token.sort {
        Sort::Mark(',' | ';' | '(' | ')' | ':' | '–') => 4,
        _ if token.one_of(&["and", "while", "but", "compared", "whereas", "with", "although"]) => 4,
        _ => 1,
    };
    between.iter().map(weight).sum()
}

/// The topic of each number.
fn topics(sentence: &Sentence, read: &Read, carried: &[Topic]) -> Vec<Option<Topic>> {
    let mut chosen: Vec<Option<Topic>> =
        read.quantities.iter().map(|q| nearest(sentence, read, q, carried)).collect();
    for run in runs(sentence, &read.quantities) {
        let first = &read.quantities[run.start];
        let before: Vec<Topic> = {
            let fits = |mention: &&topic::Mention| {
                mention.last < first.first
                    && !topic::measures(mention.topic, first.unit, Basis::Unsaid).is_empty()
            };
            read.topics.iter().filter(fits).map(|mention| mention.topic).collect()
        };
        if before.len() == run.len() {
            for (place, topic) in run.clone().zip(before) {
                chosen[place] = Some(topic);
            }
        } else if before.len() > 1 && lists(sentence, read, &run).is_none() {
            for place in run {
                chosen[place] = None;
            }
        }
    }
    chosen
}

/// The topic that stands nearest to a number; none when two are as near.
fn nearest(sentence: &Sentence, read: &Read, quantity: &Quantity, carried: &[Topic]) -> Option<Topic> {
    let mut found: Vec<(usize, Topic)> = Vec::new();
    for mention in &read.topics {
        // "15.9% of social workers left" is a rate of leavers.
        let of_staff = quantity.unit == Unit::Percent
            && mention.topic == Topic::Leavers
            && mention.first > quantity.last;
        let topic =
            if of_staff && is_share_of_staff(sentence, quantity) { Topic::Turnover } else { mention.topic };
        let days = quantity.unit == Unit::Days && topic == Topic::Absence;
        let topic = if days { Topic::DaysLost } else { topic };
        let unit = if quantity.unit == Unit::Points { Unit::Percent } else { quantity.unit };
        if topic::measures(topic, unit, Basis::Unsaid).is_empty() {
            continue;
        }
        let away = if mention.last < quantity.first {
            distance(sentence, mention.last + 1, quantity.first)
        } else {
            distance(sentence, quantity.last + 1, mention.first) + 1
        };
        found.push((away, topic));
    }
    found.sort();
    let share_of_part = quantity.unit == Unit::Percent
        && is_share(sentence, quantity)
        && !is_share_of_staff(sentence, quantity);
    match found.as_slice() {
        [] => carried
            .iter()
            .copied()
            .find(|topic| !topic::measures(*topic, quantity.unit, Basis::Unsaid).is_empty()),
        _ if share_of_part && !matches!(found[0].1, Topic::AgencyCover | Topic::VacancyCover) => None,
        [(first, topic), (second, other), ..] if topic != other && second - first <= 1 => None,
        [(_, topic), ..] => Some(*topic),
    }
}

/// "69% of those staff": a share of something, not a rate.
fn is_share(sentence: &Sentence, quantity: &Quantity) -> bool {
    sentence.tokens.get(quantity.last + 1).is_some_and(|next| next.is("of"))
        || sentence.has_any(&["of those", "of these"])
}

fn is_share_of_staff(sentence: &Sentence, quantity: &Quantity) -> bool {
    let mut after = sentence.tokens[quantity.last + 1..].iter();
    after.next().is_some_and(|next| next.is("of"))
        && after.take(4).any(|token| token.one_of(&["workforce", "staff", "workers", "posts"]))
        && !sentence.has_any(&["of those", "of these"])
}

/// Numbers of one unit that stand as a list: "18.9%, 17.9% and 15.9%".
fn runs(sentence: &Sentence, quantities: &[Quantity]) -> Vec<std::ops::Range<usize>> {
    let joined = |one: &Quantity, two: &Quantity| {
        let between = &sentence.tokens[one.last + 1..two.first];
        one.unit == two.unit
            && !between.is_empty()
            && between.len() <= 2
            && between.iter().all(|token| token.is_mark(',') || token.is("and"))
    };
    let mut found = Vec::new();
    let mut start = 0;
    for place in 0..quantities.len() {
        let goes_on = quantities.get(place + 1).is_some_and(|next| joined(&quantities[place], next));
        if !goes_on {
            if place > start {
                found.push(start..place + 1);
            }
            start = place + 1;
        }
    }
    found
}

/// What a run lists, where its numbers are not of as many topics.
enum Listed {
    Areas,
    Periods,
}

fn lists(_sentence: &Sentence, read: &Read, run: &std::ops::Range<usize>) -> Option<Listed> {
    if read.areas.len() == run.len() {
        return Some(Listed::Areas);
    }
    (read.periods.len() == run.len()).then_some(Listed::Periods)
}

fn run_of(sentence: &Sentence, read: &Read, number: usize) -> Option<std::ops::Range<usize>> {
    runs(sentence, &read.quantities).into_iter().find(|run| run.contains(&number))
}

/// Whether no other number stands between two places.
fn clear(read: &Read, from: usize, to: usize) -> bool {
    !read.quantities.iter().any(|quantity| quantity.first >= from && quantity.last <= to)
}

/// Small words that may stand between a number and the area or period that it is given for.
fn only_leads(sentence: &Sentence, from: usize, to: usize) -> bool {
    const LEADS: &[&str] = &[
        "in", "for", "at", "the", "on", "of", "end", "across", "during", "by", "to", "year", "ending", "all",
        "(", "fte", "social", "workers", "seen", "rate", "as",
    ];
    to - from <= 6 && sentence.tokens[from..to].iter().all(|token| token.one_of(LEADS))
}

fn area_of(sentence: &Sentence, read: &Read, number: usize) -> Option<Area> {
    let quantity = &read.quantities[number];
    if let Some(run) = run_of(sentence, read, number)
        && matches!(lists(sentence, read, &run), Some(Listed::Areas))
        && run.len() > 1
    {
        return Some(read.areas[number - run.start].area.clone());
    }
    let after = read.areas.iter().find(|mention| {
        mention.first > quantity.last && only_leads(sentence, quantity.last + 1, mention.first)
    });
    let before = read.areas.iter().rfind(|mention| mention.last < quantity.first);
    let chosen = after.or(before).or_else(|| match read.areas.as_slice() {
        [only] if clear(read, quantity.last + 1, only.first) => Some(only),
        _ => None,
    });
    chosen.map(|mention| mention.area.clone())
}

fn when_of(
    case: &Case,
    sentence: &Sentence,
    read: &Read,
    number: usize,
    last: Option<When>,
    goes_on: bool,
) -> When {
    let quantity = &read.quantities[number];
    let resolve = |period: Period| resolve(case, period, last);
    let periods = &read.periods;
    if let Some(run) = run_of(sentence, read, number)
        && matches!(lists(sentence, read, &run), Some(Listed::Periods))
    {
        return resolve(periods[number - run.start].period);
    }
    if let Some(pair) = from_to(sentence, read, number) {
        return resolve(pair);
    }
    let after = periods.iter().find(|mention| {
        mention.first > quantity.last && only_leads(sentence, quantity.last + 1, mention.first)
    });
    let before = periods.iter().rfind(|mention| mention.last < quantity.first);
    if let Some(mention) = after.or(before) {
        return resolve(mention.period);
    }
    // "fell from 17.1% to 15.9% in 2023": what it fell from is not of 2023.
    if let Some(first) = periods.first() {
        return if clear(read, quantity.last + 1, first.first) {
            resolve(first.period)
        } else {
            When::Unknown
        };
    }
    match last {
        Some(When::Named(year)) if goes_on => When::Named(year),
        Some(When::Relative(year)) if goes_on => When::Relative(year),
        _ => case.published.map_or(When::Unknown, |day| When::Assumed(period::census_year_before(day))),
    }
}

/// "rose from A to B between 2021 and 2022": each of the two numbers its year.
fn from_to(sentence: &Sentence, read: &Read, number: usize) -> Option<Period> {
    let [one, two] = read.periods.as_slice() else { return None };
    let pair = pair(sentence, read)?;
    let place = if number == pair.0 {
        one
    } else if number == pair.1 {
        two
    } else {
        return None;
    };
    let joined = two.first == one.last + 2 && sentence.tokens[one.last + 1].one_of(&["and", "to"]);
    joined.then_some(place.period)
}

/// The numbers of "from A to B".
pub(crate) fn pair(sentence: &Sentence, read: &Read) -> Option<(usize, usize)> {
    let at = (0..read.quantities.len().checked_sub(1)?).find(|at| {
        let (one, two) = (&read.quantities[*at], &read.quantities[at + 1]);
        let to = two.first.checked_sub(1).map(|place| &sentence.tokens[place]);
        let from = sentence.tokens[..one.first].iter().rev().take(3).any(|token| token.is("from"));
        from && to.is_some_and(|token| {
            token.is("to") || token.one_of(&["approximately", "around", "about", "just"])
        }) && one.unit == two.unit
    })?;
    Some((at, at + 1))
}

fn resolve(case: &Case, period: Period, last: Option<When>) -> When {
    let current = case.published.map(period::census_year_before);
    match period {
        Period::Year(year) => When::Named(year),
        Period::Current => current.map_or(When::Unknown, When::Relative),
        Period::Previous => match last {
            Some(When::Named(year)) => When::Named(year.saturating_sub(1)),
            Some(When::Relative(year)) => When::Relative(year.saturating_sub(1)),
            Some(When::Assumed(year)) => When::Assumed(year.saturating_sub(1)),
            // "Last year" by itself is the census year, the financial year or the calendar year.
            _ => current.map_or(When::Unknown, When::Assumed),
        },
        Period::Same => last.unwrap_or(When::Unknown),
        Period::Other => When::Other,
    }
}

/// "rose by 12%", "an increase of 12%", "1.7 percentage points".
fn is_change(sentence: &Sentence, quantity: &Quantity) -> bool {
    let before =
        |back: usize| quantity.first.checked_sub(back).map_or("", |at| sentence.tokens[at].lower.as_str());
    let after = sentence.tokens.get(quantity.last + 1).map_or("", |token| token.lower.as_str());
    let noun = ["increase", "decrease", "reduction", "rise", "fall", "drop", "growth"];
    let by = before(1) == "by" || (before(2) == "by" && quantity.first > 1);
    let of = before(1) == "of" && noun.contains(&before(2));
    quantity.unit == Unit::Points
        || by
        || of
        || noun.contains(&after)
        || matches!(after, "higher" | "lower" | "more" | "fewer" | "less")
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
    topic?;
    if let Some(word) = narrowed {
        return Some(format!("\"{word}\" narrows it to what the published measures do not count apart"));
    }
    if matches!(area, Some(Area::Group)) {
        return Some("a group of authorities has no published figure of its own".to_owned());
    }
    place.is_none().then(|| "no authority is named; give --authority".to_owned())
}
