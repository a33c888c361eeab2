//! The topic of each number of a sentence: what stands nearest, and lists taken in order.

use std::ops::Range;

use super::super::quantity::{Quantity, Unit};
use super::super::token::{self, Sentence, Sort, Token};
use super::super::topic::{self, Basis, Topic};
use super::{Read, is_change, measures_of_change};

/// How far apart two stretches are: a mark or a joining word counts for more than a word.
fn distance(sentence: &Sentence, from: usize, to: usize) -> usize {
    let between = &sentence.tokens[from.min(to)..to.max(from)];
    let weight = |token: &Token| match token.sort {
        Sort::Mark(',' | ';' | '(' | ')' | ':' | '–') => 4,
        _ if token.one_of(&["and", "while", "but", "compared", "whereas", "with", "although"]) => 4,
        _ => 1,
    };
    between.iter().map(weight).sum()
}

/// The topic of each number.
pub(super) fn topics(sentence: &Sentence, read: &Read, carried: &[Topic]) -> Vec<Option<Topic>> {
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
        } else if (before.len() > 1 || sentence.has("respectively")) && lists(read, &run).is_none() {
            for place in run {
                chosen[place] = None;
            }
        }
    }
    chosen
}

/// The topic that stands nearest to a number; none when two are as near.
fn nearest(sentence: &Sentence, read: &Read, quantity: &Quantity, carried: &[Topic]) -> Option<Topic> {
    if is_whole_workforce(sentence, quantity) {
        return Some(Topic::InPost);
    }
    // "We lost 3,630 days in 2022, and 2,742 days in 2023, to sickness": days are lost to nothing else.
    if quantity.unit == Unit::Days
        && read.topics.iter().any(|mention| matches!(mention.topic, Topic::Absence | Topic::DaysLost))
    {
        return Some(Topic::DaysLost);
    }
    // "98.3% of agency workers were covering a vacancy".
    let of_agency = ["of agency", "of the agency", "of our agency"];
    let after = sentence.tokens.get(quantity.last + 1..).unwrap_or_default();
    if quantity.unit == Unit::Percent
        && of_agency.iter().any(|phrase| token::starts(after, phrase).is_some())
        && read.topics.iter().any(|mention| mention.topic == Topic::AgencyCover)
    {
        return Some(Topic::AgencyCover);
    }
    if is_bracketed_share(sentence, quantity) {
        let said = read.topics.iter().filter(|mention| mention.first > quantity.last);
        let share = |topic: Topic| if topic == Topic::Leavers { Topic::Turnover } else { topic };
        return said
            .map(|mention| share(mention.topic))
            .find(|topic| matches!(topic, Topic::Turnover | Topic::AgencyCover | Topic::VacancyCover));
    }
    // "Lost more than a fifth of their social workers".
    let lost = sentence.tokens[..quantity.first].iter().rev().take(4).any(|token| token.is("lost"));
    if quantity.unit == Unit::Percent && lost && is_share_of_staff(sentence, quantity) {
        return Some(Topic::Turnover);
    }
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
        let fits = if is_change(sentence, quantity) {
            !measures_of_change(sentence, topic, quantity, Basis::Unsaid).is_empty()
        } else {
            !topic::measures(topic, quantity.unit, Basis::Unsaid).is_empty()
        };
        if !fits {
            continue;
        }
        let between = sentence.tokens.get(quantity.last + 1..mention.first).unwrap_or_default();
        if is_joined_on(between) && !is_put_first(sentence, quantity, between) {
            continue;
        }
        if mention.last < quantity.first && is_of_another_verb(sentence, mention, quantity) {
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

/// "Of our 313 FTE social workers": those in post, whatever became of some of them.
fn is_whole_workforce(sentence: &Sentence, quantity: &Quantity) -> bool {
    let word =
        |back: usize| quantity.first.checked_sub(back).map_or("", |at| sentence.tokens[at].lower.as_str());
    let after = &sentence.tokens[quantity.last + 1..];
    let counted = matches!(quantity.unit, Unit::Fte | Unit::Bare);
    counted
        && word(2) == "of"
        && matches!(word(1), "our" | "the")
        && token::starts(after, "social workers").is_some()
}

/// "Agency workers (79.8%) were covering vacancies": a share of those before the bracket, which the verb after it is of.
fn is_bracketed_share(sentence: &Sentence, quantity: &Quantity) -> bool {
    const SUBJECTS: &[&str] = &["workers", "staff", "workforce", "vacancies"];
    const VERBS: &[&str] = &["left", "had", "were", "was", "are", "is", "have", "covered"];
    let back = |back: usize| quantity.first.checked_sub(back).map(|at| &sentence.tokens[at]);
    let next = |on: usize| sentence.tokens.get(quantity.last + on);
    quantity.unit == Unit::Percent
        && back(1).is_some_and(|token| token.is_mark('('))
        && back(2).is_some_and(|token| token.one_of(SUBJECTS))
        && next(1).is_some_and(|token| token.is_mark(')'))
        && next(2).is_some_and(|token| token.one_of(VERBS))
}

/// "26 left and 34 started": who started did not leave.
fn is_of_another_verb(sentence: &Sentence, mention: &topic::Mention, quantity: &Quantity) -> bool {
    const VERBS: &[&str] = &["left", "joined", "employed"];
    let joins = |token: &Token| token.one_of(&["and", "while", "but", "whereas"]);
    let verb =
        |token: &Token| token.one_of(VERBS) || token.one_of(&["started", "arrived", "came", "remained"]);
    sentence.tokens[mention.last].one_of(VERBS)
        && sentence.tokens[mention.last + 1..quantity.first].iter().any(joins)
        && sentence.tokens.get(quantity.last + 1).is_some_and(verb)
}

/// "69% of those staff": a share of something, not a rate.
fn is_share(sentence: &Sentence, quantity: &Quantity) -> bool {
    let next = |on: usize| sentence.tokens.get(quantity.last + on);
    // "The 5.2% of the year before" is of a year.
    let of_year = next(2).is_some_and(|token| token.year().is_some())
        || (next(2).is_some_and(|token| token.one_of(&["the", "a"]))
            && next(3).is_some_and(|token| token.one_of(&["year", "previous", "preceding"])));
    (next(1).is_some_and(|next| next.is("of")) && !of_year) || sentence.has_any(&["of those", "of these"])
}

/// "At 10.9% in 2023, our turnover is": a number that is put first is of what comes after the comma.
fn is_put_first(sentence: &Sentence, quantity: &Quantity, between: &[Token]) -> bool {
    const LEADS: &[&str] = &["at", "with", "just", "after", "peaking", "having", "been", "from"];
    let led = sentence.tokens[..quantity.first].iter().all(|token| token.one_of(LEADS));
    let commas = between.iter().filter(|token| token.is_mark(',')).count();
    let other = |token: &Token| {
        matches!(token.sort, Sort::Mark(';' | ':')) || token.one_of(&["and", "while", "but", "whereas"])
    };
    led && quantity.first > 0 && commas == 1 && !between.iter().any(other)
}

/// Whether a share is of the staff or posts: "14% of social workers", "one in five posts".
fn is_share_of_staff(sentence: &Sentence, quantity: &Quantity) -> bool {
    const STAFF: &[&str] = &["workforce", "staff", "workers", "posts"];
    let mut after = sentence.tokens[quantity.last + 1..].iter();
    if quantity.in_words && after.clone().take(3).any(|token| token.one_of(STAFF)) {
        return !sentence.has_any(&["of those", "of these"]);
    }
    after.next().is_some_and(|next| next.is("of"))
        && after.take(6).any(|token| token.one_of(STAFF))
        && !sentence.has_any(&["of those", "of these"])
}

/// Numbers of one unit that stand as a list: "18.9%, 17.9% and 15.9%".
fn runs(sentence: &Sentence, quantities: &[Quantity]) -> Vec<Range<usize>> {
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
pub(super) enum Listed {
    Areas,
    Periods,
}

pub(super) fn lists(read: &Read, run: &Range<usize>) -> Option<Listed> {
    if read.areas.len() == run.len() {
        return Some(Listed::Areas);
    }
    (read.periods.len() == run.len()).then_some(Listed::Periods)
}

pub(super) fn run_of(sentence: &Sentence, read: &Read, number: usize) -> Option<Range<usize>> {
    runs(sentence, &read.quantities).into_iter().find(|run| run.contains(&number))
}

/// "We lost 141 FTE and gained 123 starters": what is joined on after a number is of the next one. "Children and family
/// social workers" are one thing.
fn is_joined_on(between: &[Token]) -> bool {
    between.iter().enumerate().any(|(at, token)| {
        let family = between.get(at + 1).is_some_and(|next| next.one_of(&["family", "families"]));
        matches!(token.sort, Sort::Mark(',' | ';' | ':'))
            || token.one_of(&["while", "but", "whereas"])
            || (token.is("and") && !family)
    })
}
