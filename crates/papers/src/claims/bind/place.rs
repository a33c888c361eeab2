//! The area and the year of each number of a sentence.

use super::super::Case;
use super::super::area::{self, Area};
use super::super::period::{self, Period};
use super::super::quantity::{Quantity, Unit};
use super::super::token::{Sentence, Sort, Token};
use super::near::{Listed, lists, run_of};
use super::{Read, When, is_change};

/// Whether no other number stands between two places.
fn clear(read: &Read, from: usize, to: usize) -> bool {
    !read.quantities.iter().any(|quantity| quantity.first >= from && quantity.last <= to)
}

/// Small words that may stand between a number and the area or period that it is given for.
fn only_leads(sentence: &Sentence, from: usize, to: usize) -> bool {
    const LEADS: &[&str] = &[
        "in", "for", "at", "the", "on", "of", "end", "across", "during", "by", "to", "year", "ending", "all",
        "(", "fte", "social", "workers", "seen", "rate", "as", "a", "recorded", "reported", "average",
        "figure", "level",
    ];
    to - from <= 6 && sentence.tokens[from..to].iter().all(|token| token.one_of(LEADS))
}

/// What stands between a number and an area that it is held against.
const APART: &[&str] = &[
    "but",
    "than",
    "compared",
    "against",
    "above",
    "below",
    "under",
    "versus",
    "yet",
    "exceeds",
    "exceeded",
    "identical",
    "similar",
    "line",
    "behind",
    "unlike",
];

pub(super) fn area_of(sentence: &Sentence, read: &Read, number: usize) -> Option<Area> {
    let quantity = &read.quantities[number];
    if let Some(run) = run_of(sentence, read, number)
        && matches!(lists(read, &run), Some(Listed::Areas))
        && run.len() > 1
    {
        return Some(read.areas[number - run.start].area.clone());
    }
    // "The highest in the North East, where the average was 14.2%".
    let of_scope = read.scopes.iter().rfind(|mention| mention.last < quantity.first).filter(|mention| {
        sentence
            .tokens
            .get(mention.last + 1..quantity.first)
            .is_some_and(|between| between.len() <= 7 && between.iter().any(|token| token.is("where")))
    });
    if let Some(mention) = of_scope {
        return Some(mention.area.clone());
    }
    // "The lowest, 9.9%, was in the North East".
    let is_there = |mention: &&area::Mention| {
        let between = sentence.tokens.get(quantity.last + 1..mention.first).unwrap_or_default();
        between.iter().any(|token| token.one_of(&["was", "is", "were"]))
            && between.iter().all(|token| {
                token.is_mark(',') || token.one_of(&["was", "is", "were", "in", "the", "that", "of"])
            })
    };
    if let Some(mention) = read.areas.iter().find(is_there) {
        return Some(mention.area.clone());
    }
    let after = read.areas.iter().find(|mention| {
        mention.first > quantity.last && only_leads(sentence, quantity.last + 1, mention.first)
    });
    let before = read.areas.iter().rfind(|mention| mention.last < quantity.first);
    let chosen = after.or(before).or_else(|| match read.areas.as_slice() {
        [only] if only.first > quantity.last => {
            let apart =
                |token: &Token| matches!(token.sort, Sort::Mark(',' | ';' | '(')) || token.one_of(APART);
            // "Half the regional rate of 16.5%": the area is that of the number that stands right after it.
            let of_next = read.quantities.iter().any(|next| {
                next.first > only.last
                    && next.unit == quantity.unit
                    && only_leads(sentence, only.last + 1, next.first)
            });
            let far = sentence.tokens[quantity.last + 1..only.first].iter().any(apart);
            (!far && !of_next).then_some(only)
        }
        _ => None,
    });
    chosen.map(|mention| mention.area.clone())
}

pub(super) fn when_of(
    case: &Case,
    sentence: &Sentence,
    read: &Read,
    number: usize,
    last: Option<When>,
    goes_on: bool,
) -> When {
    let quantity = &read.quantities[number];
    if is_since_then(sentence, read, quantity) {
        return now(case);
    }
    let resolve = |period: Period| resolve(case, period, last);
    // A change "on the previous year" is of the year itself, and so is the lowest "since 2021".
    let change = is_change(sentence, quantity);
    let since = |mention: &period::Mention| {
        (mention.first > 0 && sentence.tokens[mention.first - 1].is("since"))
            || period::is_level(sentence, mention)
    };
    let of = |mention: &&period::Mention| {
        let base = matches!(mention.period, Period::Previous | Period::Back(_))
            || period::is_base(sentence, mention);
        !(since(mention) || (change && base))
    };
    let periods: &Vec<period::Mention> = &read.periods.iter().filter(of).copied().collect();
    if let Some(run) = run_of(sentence, read, number)
        && matches!(lists(read, &run), Some(Listed::Periods))
    {
        return resolve(read.periods[number - run.start].period);
    }
    // "Every year since 2018, when it was 12.0%".
    let when = read.periods.iter().find(|mention| {
        mention.last < quantity.first
            && since(mention)
            && sentence.tokens[mention.last + 1..quantity.first].iter().take(2).any(|token| token.is("when"))
            && quantity.first - mention.last <= 8
    });
    if let Some(Period::Year(year)) = when.map(|mention| mention.period) {
        return When::Named(year);
    }
    if let Some(pair) = from_to(sentence, read, number) {
        return resolve(pair);
    }
    let after = periods.iter().find(|mention| {
        mention.first > quantity.last && only_leads(sentence, quantity.last + 1, mention.first)
    });
    // "Risen since 2021, from 4 to 44": 44 is of now.
    let ends = pairs(sentence, read).iter().any(|(_, to)| *to == number);
    if ends && periods.is_empty() && read.periods.iter().any(since) {
        return now(case);
    }
    let before: Vec<&period::Mention> =
        periods.iter().filter(|mention| mention.last < quantity.first).collect();
    if after.is_none() && pairs(sentence, read).iter().any(|(from, _)| *from == number) {
        // "Risen since 2021, from 4 to 44": what it rose from is of 2021.
        let since = read.periods.iter().find(|mention| since(mention));
        if let Some(Period::Year(year)) = since.map(|mention| mention.period) {
            return When::Named(year);
        }
        let later = periods.iter().find(|mention| mention.first > quantity.last);
        return starting(&before, later, now(case), resolve);
    }
    // "174 in 2023, up from 160": of an earlier year, most likely the one before.
    if after.is_none() && is_up_from(sentence, quantity) {
        return match before.last().map(|mention| resolve(mention.period)) {
            Some(When::Named(year) | When::Relative(year) | When::Assumed(year)) => {
                When::Assumed(year.saturating_sub(1))
            }
            _ => When::Unknown,
        };
    }
    if let Some(mention) = after.or(before.last().copied()) {
        return resolve(mention.period);
    }
    // "fell from 17.1% to 15.9% in 2023": what it fell from is not of 2023.
    if let Some(first) = periods.first() {
        // "26.1% in London and 11.2% in the North East in 2022" is of 2022 throughout.
        let between = &sentence.tokens[quantity.last + 1..first.first];
        let beside = ["compared", "against", "than", "previously", "from"];
        let throughout = periods.len() == 1 && !between.iter().any(|token| token.one_of(&beside));
        // "16.7% was better than the England rate (18.9%) in 2023": two areas in one year.
        let areas = periods.len() == 1
            && read.quantities.get(number + 1).is_some_and(|next| next.last < first.first)
            && area_of(sentence, read, number) != area_of(sentence, read, number + 1);
        let holds = throughout || areas || clear(read, quantity.last + 1, first.first);
        return if holds { resolve(first.period) } else { When::Unknown };
    }
    match last {
        Some(When::Named(year)) if goes_on => When::Named(year),
        Some(When::Relative(year)) if goes_on => When::Relative(year),
        _ => now(case),
    }
}

/// "Up from 160", "down from 10".
fn is_up_from(sentence: &Sentence, quantity: &Quantity) -> bool {
    let word = |back: usize| quantity.first.checked_sub(back).map(|at| &sentence.tokens[at]);
    word(1).is_some_and(|token| token.is("from"))
        && word(2).is_some_and(|token| token.one_of(&["up", "down"]))
}

/// The last census year before the paper, where nothing is said.
fn now(case: &Case) -> When {
    case.published.map_or(When::Unknown, |day| When::Assumed(period::census_year_before(day)))
}

/// "18.9 in 2022 and has since reduced to 16.2": the second is of a later year, which is not named.
fn is_since_then(sentence: &Sentence, read: &Read, quantity: &Quantity) -> bool {
    let Some(at) = period::since_then(sentence).filter(|at| *at < quantity.first) else { return false };
    let named_after =
        read.periods.iter().any(|mention| mention.first > at && mention.last < quantity.first + 8);
    !named_after
}

/// The year of A in "fell from A to B" where none stands after it: the first of two that stand before, or the year before the
/// only one, which is enough to confirm by. `later` is the first year that stands after; where there is none at all it is the year
/// before `now`.
fn starting(
    before: &[&period::Mention],
    later: Option<&period::Mention>,
    now: When,
    resolve: impl Fn(Period) -> When,
) -> When {
    let years: Vec<u16> = before
        .iter()
        .filter_map(|mention| match mention.period {
            Period::Year(year) => Some(year),
            _ => None,
        })
        .collect();
    match (years.as_slice(), before) {
        ([.., one, two], _) if one < two => When::Named(*one),
        ([.., only], _) => When::Assumed(only.saturating_sub(1)),
        ([], [.., last]) if last.period != Period::Current => resolve(last.period),
        ([], []) => match later.map(|mention| mention.period) {
            Some(Period::Year(year)) => When::Assumed(year.saturating_sub(1)),
            Some(_) => When::Unknown,
            None => match now {
                When::Assumed(year) => When::Assumed(year.saturating_sub(1)),
                _ => When::Unknown,
            },
        },
        _ => When::Unknown,
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

/// The numbers of the first "from A to B".
pub(crate) fn pair(sentence: &Sentence, read: &Read) -> Option<(usize, usize)> {
    pairs(sentence, read).first().copied()
}

/// The numbers of every "from A to B", in order.
pub(crate) fn pairs(sentence: &Sentence, read: &Read) -> Vec<(usize, usize)> {
    const LEADS: &[&str] = &["to", "approximately", "around", "about", "just"];
    let tokens = &sentence.tokens;
    let is_pair = |at: &usize| {
        let (one, two) = (&read.quantities[*at], &read.quantities[at + 1]);
        let from = tokens[..one.first].iter().rev().take(3).any(|token| token.is("from"))
            || (tokens[..one.first].last().is_some_and(|token| token.is_mark('('))
                && two.first == one.last + 2
                && tokens[one.last + 1].is("to"));
        let to = two.first.checked_sub(1).is_some_and(|place| tokens[place].one_of(LEADS));
        // "From 4 to 44 FTE" is FTE throughout.
        let fte = [Unit::Bare, Unit::Fte];
        from && to && (one.unit == two.unit || (fte.contains(&one.unit) && fte.contains(&two.unit)))
    };
    (0..read.quantities.len().saturating_sub(1)).filter(is_pair).map(|at| (at, at + 1)).collect()
}

fn resolve(case: &Case, period: Period, last: Option<When>) -> When {
    let current = case.published.map(period::census_year_before);
    let back = |years: u16| match last {
        Some(When::Named(year)) => When::Named(year.saturating_sub(years)),
        Some(When::Relative(year)) => When::Relative(year.saturating_sub(years)),
        Some(When::Assumed(year)) => When::Assumed(year.saturating_sub(years)),
        // "Last year" by itself is the census year, the financial year or the calendar year.
        _ if years == 1 => current.map_or(When::Unknown, When::Assumed),
        _ => When::Unknown,
    };
    match period {
        Period::Year(year) => When::Named(year),
        Period::Current => current.map_or(When::Unknown, When::Relative),
        Period::Previous => back(1),
        Period::Back(years) => back(years),
        Period::Same => last.unwrap_or(When::Unknown),
        Period::Next => match last {
            Some(When::Named(year)) => When::Named(year + 1),
            _ => When::Unknown,
        },
        Period::Other => When::Other,
    }
}
