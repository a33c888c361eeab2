//! The numbers of a sentence that count or measure something, with their units and hedges.
//!
//! Dates, section numbers, list marks, references and lengths of time are left out.

use crate::document::Span;

use super::number::Number;
use super::period;
use super::token::{Sentence, Sort, Token};

/// What a number is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Percent,
    Points,
    Fte,
    Days,
    Pounds,
    /// People or things, as the words after it say, or nothing said.
    Bare,
}

/// How a number is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hedge {
    Exact,
    About,
    Nearly,
    Over,
    Under,
}

/// A number in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    /// The tokens it takes, its unit with it.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) value: Number,
    pub(crate) unit: Unit,
    pub(crate) hedge: Hedge,
    /// Whether it was written in letters.
    pub(crate) in_words: bool,
    /// The digits and unit, in the text.
    pub(crate) span: Span,
    /// As printed: without separators and units.
    pub(crate) stated: String,
}

const WORDS: &[(&str, i64)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words before a number that make it a name, not a count.
const NAMING: &[&str] = &[
    "section",
    "paragraph",
    "para",
    "appendix",
    "appendices",
    "recommendation",
    "item",
    "order",
    "regulation",
    "regulations",
    "page",
    "table",
    "figure",
    "chart",
    "part",
    "phase",
    "stage",
    "priority",
    "grade",
    "version",
    "article",
    "hc",
    "act",
    "tier",
    "band",
    "level",
    "key",
    "no",
    "pdf",
    "standard",
    "aged",
    "age",
];

/// Words after a number that make it a length of time or a size.
const MEASURING: &[&str] = &[
    "month", "months", "year", "years", "week", "weeks", "hour", "hours", "hour's", "minute", "minutes",
    "miles", "kb", "mb", "pm", "am", "m", "times", "week's",
];

/// The first words of units.
const UNITS: &[&str] = &["per", "%", "percent", "fte", "wte", "full-time", "whole-time", "days"];

/// The numbers of a sentence, in order.
pub(crate) fn of(sentence: &Sentence, text: &str) -> Vec<Quantity> {
    let tokens = &sentence.tokens;
    let dates = period::mentions(sentence);
    let in_date = |at: usize| dates.iter().any(|date| (date.first..=date.last).contains(&at));
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let one = if in_date(at) { None } else { fraction(tokens, at).or_else(|| number(tokens, at)) };
        if let Some((first, last, value, unit, in_words)) = one {
            let span = tokens[first].span.start..tokens[last].span.end;
            let hedge = hedge(tokens, first);
            // "Eighty-six per cent" states eighty-six, as "86%" states 86.
            let has_unit = last > first && tokens[first + 1].one_of(UNITS);
            let words = if has_unit { tokens[first].span.clone() } else { span.clone() };
            let stated = if in_words { text[words].to_owned() } else { value.to_string() };
            found.push(Quantity { first, last, value, unit, hedge, in_words, span, stated });
            at = last;
        }
        at += 1;
    }
    // "Four in five agency workers (79.8%)": the bracket says the same again, exactly.
    let said_again: Vec<bool> = found
        .iter()
        .zip(found.iter().skip(1).map(Some).chain([None]))
        .map(|(one, next)| one.in_words && next.is_some_and(|next| is_bracket_of(tokens, one, next)))
        .collect();
    let mut said_again = said_again.into_iter();
    found.retain(|_| !said_again.next().unwrap_or(false));
    found
}

fn is_bracket_of(tokens: &[Token], one: &Quantity, next: &Quantity) -> bool {
    let near = next.first - one.last <= 6 && tokens[next.first - 1].is_mark('(');
    near && one.unit == Unit::Percent && next.unit == Unit::Percent && !next.in_words
}

type Found = (usize, usize, Number, Unit, bool);

/// "half", "a third", "two-thirds of", "one in five".
fn fraction(tokens: &[Token], at: usize) -> Option<Found> {
    let word = |place: usize| tokens.get(at + place).map_or("", |token| token.lower.as_str());
    let parts = match (word(0), word(1), word(2)) {
        ("half", "of" | "the", _) => (0, 50_000_000),
        ("half", ..) if at > 0 && hedge(tokens, at) != Hedge::Exact => (0, 50_000_000),
        ("a" | "one", "third", "of") => (1, 33_333_333),
        ("a" | "one", "quarter", "of") => (1, 25_000_000),
        ("a" | "one", "fifth", "of") => (1, 20_000_000),
        ("a" | "one", "sixth", "of") => (1, 16_666_667),
        ("a" | "one", "tenth", "of") => (1, 10_000_000),
        ("two-fifths", "of", _) => (0, 40_000_000),
        ("three-fifths", "of", _) => (0, 60_000_000),
        // "Rose by almost a third".
        ("a", "third", _) if is_by(tokens, at) => (1, 33_333_333),
        ("a", "quarter", _) if is_by(tokens, at) => (1, 25_000_000),
        ("a", "fifth", _) if is_by(tokens, at) => (1, 20_000_000),
        ("a", "tenth", _) if is_by(tokens, at) => (1, 10_000_000),
        ("two-thirds", "of", _) => (0, 66_666_667),
        ("two", "thirds", "of") => (1, 66_666_667),
        ("three-quarters", "of", _) => (0, 75_000_000),
        ("three", "quarters", "of") => (1, 75_000_000),
        (over, "in", under) => {
            let count = |word: &str| WORDS.iter().find(|(known, _)| *known == word).map(|(_, count)| *count);
            let over = if over == "one" { 1 } else { count(over)? };
            let under = count(under).filter(|under| over < *under)?;
            (2, 100_000_000 * over / under)
        }
        _ => return None,
    };
    // "Half the regional rate" is a part of another figure, and no figure itself.
    let after = tokens[at + parts.0 + 1..].iter().take(4);
    let of_figure = |token: &Token| token.one_of(&["rate", "rates", "average", "figure", "level"]);
    // "Less than half England's 17.9%", "fewer than half the 45.6 FTE of 2021".
    let of_number = tokens[at + parts.0 + 1..].iter().take(2).any(|token| token.number().is_some());
    if of_number {
        return None;
    }
    if after.clone().take_while(|token| matches!(token.sort, Sort::Word)).any(of_figure) {
        return None;
    }
    Some((at, at + parts.0, Number::new(parts.1, 0), Unit::Percent, true))
}

/// Whether "by" leads to a place, whatever hedge stands between.
pub(crate) fn is_by(tokens: &[Token], at: usize) -> bool {
    const HEDGES: &[&str] =
        &["almost", "nearly", "just", "under", "over", "about", "around", "some", "more", "than"];
    let mut before = tokens[..at].iter().rev().skip_while(|token| token.one_of(HEDGES));
    before.next().is_some_and(|token| token.is("by"))
}

/// A number in letters: "twelve", "eighty-six".
fn in_letters(word: &str) -> Option<i64> {
    let of = |word: &str| WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
    let (tens, ones) = match word.split_once('-') {
        Some((tens, "one")) => (of(tens)?, 1),
        Some((tens, ones)) => (of(tens)?, of(ones)?),
        None => return of(word),
    };
    (tens >= 20 && ones < 10).then_some(tens + ones)
}

fn number(tokens: &[Token], at: usize) -> Option<Found> {
    let token = &tokens[at];
    let (value, in_words, mut last) = match token.sort {
        Sort::Number(value) => (value, false, at),
        Sort::Word => (Number::whole(in_letters(&token.lower)?), true, at),
        _ => return None,
    };
    if is_name(tokens, at) {
        return None;
    }
    let mut first = at;
    let mut unit = Unit::Bare;
    let next = |place: usize| tokens.get(place).map_or("", |token| token.lower.as_str());
    if at > 0 && tokens[at - 1].is_mark('£') {
        first = at - 1;
        unit = Unit::Pounds;
        if matches!(next(at + 1), "million" | "millions" | "billion" | "thousand") {
            last = at + 1;
        }
    } else {
        match (next(at + 1), next(at + 2)) {
            ("%" | "percent", _) => (last, unit) = (at + 1, Unit::Percent),
            ("per", "cent") => (last, unit) = (at + 2, Unit::Percent),
            ("percentage", "point" | "points") => (last, unit) = (at + 2, Unit::Points),
            ("fte" | "wte" | "ftes", _) => (last, unit) = (at + 1, Unit::Fte),
            ("additional" | "extra" | "more", "fte")
            | ("full-time" | "whole-time", "equivalent" | "equivalents") => {
                (last, unit) = (at + 2, Unit::Fte);
            }
            ("days", _) => (last, unit) = (at + 1, Unit::Days),
            ("working", "days") => (last, unit) = (at + 2, Unit::Days),
            (word, _) if MEASURING.contains(&word) => return None,
            ("to" | "and" | "or" | "-" | "–", _) if MEASURING.contains(&next(at + 3)) => return None,
            _ => {}
        }
    }
    Some((first, last, value, unit, in_words))
}

/// Whether the number is a reference, a range or a part of a label.
fn is_name(tokens: &[Token], at: usize) -> bool {
    let touches = |one: usize, two: usize| {
        tokens.get(one).zip(tokens.get(two)).is_some_and(|(one, two)| one.span.end == two.span.start)
    };
    let joint = |place: usize| {
        tokens.get(place).is_some_and(|token| matches!(token.sort, Sort::Mark('/' | '-' | '–' | ':')))
    };
    if at > 0 {
        let before = &tokens[at - 1];
        let naming = before.one_of(NAMING) && !before.is("no");
        if naming || (joint(at - 1) && touches(at - 1, at) && at > 1 && touches(at - 2, at - 1)) {
            return true;
        }
        // "Appendices 1 and 2".
        if before.one_of(&["and", "to"])
            && at > 2
            && tokens[at - 2].number().is_some()
            && tokens[at - 3].one_of(NAMING)
        {
            return true;
        }
    }
    let after_joint = joint(at + 1) && touches(at, at + 1) && touches(at + 1, at + 2);
    let bracket = tokens.get(at + 1).is_some_and(|token| token.is_mark('(')) && touches(at, at + 1);
    after_joint || bracket
}

/// How the number that begins at a token is hedged.
pub(crate) fn hedge(tokens: &[Token], first: usize) -> Hedge {
    let word = |back: usize| first.checked_sub(back).map_or("", |place| tokens[place].lower.as_str());
    match (word(2), word(1)) {
        (_, "nearly" | "almost") | ("just", "under" | "below") | ("close", "to") => Hedge::Nearly,
        ("more" | "greater" | "higher", "than")
        | (
            _,
            "over" | "above" | "exceeding" | "exceeded" | "exceeds" | "passed" | "surpassed" | "topped"
            | "topping",
        )
        | ("at", "least") => Hedge::Over,
        ("less" | "fewer" | "lower", "than") | (_, "under" | "below") => Hedge::Under,
        (_, "approximately" | "around" | "about" | "roughly" | "circa" | "some" | "c") => Hedge::About,
        _ => Hedge::Exact,
    }
}
