//! The periods that sentences name, and the day a paper was published.
//!
//! The census year ends on 30 September. What is not a census year is told apart, so that nothing is bound to it.

use workforce::Date;

use crate::document::Document;

use super::token::{self, Sentence, Sort, Token};

/// A period as the words give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// A year, or the 30 September that ends it.
    Year(u16),
    /// "The last 12 months".
    Current,
    /// "The previous 12 months", "last year" beside another.
    Previous,
    /// "Two years earlier": so many years back.
    Back(u16),
    /// "The same year".
    Same,
    /// "A year later".
    Next,
    /// Another month, a financial year, a quarter: no census year.
    Other,
}

/// A period and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) period: Period,
    /// A day or month that was named: year where given, month, day where given.
    pub(crate) named: Option<(Option<u16>, u8, Option<u8>)>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(token: &Token) -> Option<u8> {
    let place = MONTHS.iter().position(|name| {
        *name == token.lower || (token.lower.len() >= 3 && token.lower != "mar" && name[..3] == token.lower)
    })?;
    // "may" is a verb unless it is written as a name.
    (token.lower != "may" || token.capital).then(|| u8::try_from(place + 1).ok()).flatten()
}

fn day(token: &Token) -> Option<u8> {
    let text = token.lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let tail = &token.lower[text.len()..];
    let day: u8 = text.parse().ok().filter(|day| (1..=31).contains(day))?;
    matches!(tail, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

const RELATIVE: &[(&str, Period)] = &[
    ("the last 12 months", Period::Current),
    ("last 12 months", Period::Current),
    ("past 12 months", Period::Current),
    ("last twelve months", Period::Current),
    ("past twelve months", Period::Current),
    ("previous 12 months", Period::Previous),
    ("previous twelve months", Period::Previous),
    ("previous year", Period::Previous),
    ("prior year", Period::Previous),
    ("year before", Period::Previous),
    ("preceding year", Period::Previous),
    ("year earlier", Period::Previous),
    ("year ago", Period::Previous),
    ("twelve months earlier", Period::Previous),
    ("12 months earlier", Period::Previous),
    ("twelve months before", Period::Previous),
    ("12 months before", Period::Previous),
    ("two years earlier", Period::Back(2)),
    ("two years before", Period::Back(2)),
    ("three years earlier", Period::Back(3)),
    ("three years before", Period::Back(3)),
    ("four years earlier", Period::Back(4)),
    ("five years earlier", Period::Back(5)),
    ("year later", Period::Next),
    ("following year", Period::Next),
    ("last year", Period::Previous),
    ("same year", Period::Same),
    ("that year", Period::Same),
    ("same period", Period::Same),
    ("this year", Period::Other),
    ("last quarter", Period::Other),
    ("last six months", Period::Other),
    ("last month", Period::Other),
    ("next month", Period::Other),
];

/// The periods of a sentence, in order.
pub(crate) fn mentions(sentence: &Sentence) -> Vec<Mention> {
    let tokens = &sentence.tokens;
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let one = relative(tokens, at).or_else(|| slashed(tokens, at)).or_else(|| dated(tokens, at)).or_else(
            || {
                let year = tokens[at].year().filter(|_| is_year(tokens, at))?;
                Some(Mention { first: at, last: at, period: Period::Year(year), named: None })
            },
        );
        at = one.map_or(at + 1, |mention| mention.last + 1);
        found.extend(one);
    }
    found
}

fn relative(tokens: &[Token], at: usize) -> Option<Mention> {
    RELATIVE.iter().find_map(|(phrase, period)| {
        let taken = token::starts(&tokens[at..], phrase)?;
        Some(Mention { first: at, last: at + taken - 1, period: *period, named: None })
    })
}

/// `2021/22`, `2021-22`, `2015-17`, `08/09/2021`.
fn slashed(tokens: &[Token], at: usize) -> Option<Mention> {
    let joint = |place: usize| {
        let mark = tokens.get(place)?;
        let touching = place > 0 && tokens[place - 1].span.end == mark.span.start;
        (touching && matches!(mark.sort, Sort::Mark('/' | '-' | '–'))).then_some(())
    };
    joint(at + 1)?;
    let next = tokens.get(at + 2)?;
    if let (Some(day), Some(month), Some(())) = (day(&tokens[at]), day(next), joint(at + 3)) {
        let year = tokens.get(at + 4)?.year()?;
        let named = (month <= 12).then_some((Some(year), month, Some(day)));
        return Some(Mention { first: at, last: at + 4, period: census(year, Some(month)), named });
    }
    let two = next.lower.len() == 2 && next.number().is_some();
    let short =
        tokens[at].lower.len() == 2 && tokens[at].number().is_some() && two && tokens[at + 1].is_mark('/');
    if (tokens[at].year().is_some() && (two || next.year().is_some())) || short {
        // "2021 to 2022" written with a dash between whole years is a span of years, and bound to neither.
        return Some(Mention { first: at, last: at + 2, period: Period::Other, named: None });
    }
    None
}

fn census(year: u16, month: Option<u8>) -> Period {
    match month {
        Some(9) => Period::Year(year),
        _ => Period::Other,
    }
}

/// `September 2022`, `30 September 2022`, `5th April`, `April`.
fn dated(tokens: &[Token], at: usize) -> Option<Mention> {
    let (first, of_day, at_month) = match day(&tokens[at]) {
        Some(day) => {
            let of = usize::from(tokens.get(at + 1).is_some_and(|token| token.is("of")));
            (at, Some(day), at + 1 + of)
        }
        None => (at, None, at),
    };
    let month = month(tokens.get(at_month)?)?;
    let after = tokens.get(at_month + 1);
    let comma = usize::from(after.is_some_and(|token| token.is_mark(',')));
    let year = tokens.get(at_month + 1 + comma).and_then(Token::year);
    let last = if year.is_some() { at_month + 1 + comma } else { at_month };
    let period = year.map_or(Period::Other, |year| census(year, Some(month)));
    Some(Mention { first, last, period, named: Some((year, month, of_day)) })
}

/// The years that a change is told between: "between 2021 and 2023", "on 2022", "since 2019", "in 2023".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) from: Option<u16>,
    pub(crate) to: Option<u16>,
}

impl Change {
    /// From which year to which: where only the last is named, from the one before it.
    pub(crate) fn years(self) -> Option<(u16, u16)> {
        match (self.from, self.to) {
            (Some(from), Some(to)) => (from < to).then_some((from, to)),
            (None, Some(to)) => Some((to.saturating_sub(1), to)),
            (_, None) => None,
        }
    }
}

/// Words that say something of every year.
pub(crate) const EACH_YEAR: &[&str] = &["every year", "each year"];

/// The years of a change, as far as the words name them.
pub(crate) fn change(sentence: &Sentence) -> Change {
    let mut change = Change::default();
    let mut years = Vec::new();
    for mention in mentions(sentence) {
        let Period::Year(year) = mention.period else { continue };
        years.push(year);
        if is_base(sentence, &mention) {
            change.from = Some(year);
        } else {
            change.to = Some(year);
        }
    }
    years.dedup();
    let later = mentions(sentence).iter().any(|mention| mention.period == Period::Next);
    match years.as_slice() {
        // "Peaked in 2022 before easing a year later".
        [only] if later => Change { from: Some(*only), to: Some(only + 1) },
        // "18.9 in 2022 and has since fallen": from that year on.
        [only] if since_then(sentence).is_some() => Change { from: Some(*only), to: None },
        [one, two] if one != two => Change { from: Some(*one.min(two)), to: Some(*one.max(two)) },
        _ => change,
    }
}

/// The year of "more than in 2022" right at a place.
pub(crate) fn base_after(sentence: &Sentence, at: usize) -> Option<u16> {
    let tokens = &sentence.tokens;
    let compared = tokens.get(at)?.one_of(&["more", "fewer", "higher", "lower", "less"]);
    let than = tokens.get(at + 1)?.is("than");
    let lead = usize::from(tokens.get(at + 2)?.is("in"));
    tokens.get(at + 2 + lead)?.year().filter(|_| compared && than)
}

/// Where "has since" stands, which leads from the year before it to now.
pub(crate) fn since_then(sentence: &Sentence) -> Option<usize> {
    ["has since", "have since", "had since"].iter().find_map(|phrase| sentence.find(phrase))
}

/// "The second year running".
const ORDINALS: &[(&str, u16)] = &[("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5)];
const IN_A_ROW: &[&str] = &["year running", "year in a row", "successive year", "consecutive year"];

/// "For two years running", "three consecutive years": how many years that is.
pub(crate) fn years_running(sentence: &Sentence) -> Option<u16> {
    let tokens = &sentence.tokens;
    let count = |token: &Token| match token.lower.as_str() {
        "two" | "2" => Some(2),
        "three" | "3" => Some(3),
        "four" | "4" => Some(4),
        "five" | "5" => Some(5),
        _ => None,
    };
    let runs = |after: &[Token]| {
        const AFTER: &[&str] = &[
            "years running",
            "years in a row",
            "years in succession",
            "consecutive years",
            "successive years",
        ];
        AFTER.iter().any(|phrase| token::starts(after, phrase).is_some())
    };
    // "For the second year running".
    let ordinal = tokens.iter().enumerate().find_map(|(at, token)| {
        let (_, count) = ORDINALS.iter().find(|(word, _)| token.is(word))?;
        let after = &tokens[at + 1..];
        IN_A_ROW.iter().any(|phrase| token::starts(after, phrase).is_some()).then_some(*count)
    });
    if ordinal.is_some() {
        return ordinal;
    }
    // "In each of the last three years".
    let each = |at: usize| {
        let lead = ["each of the last", "each of the past", "every one of the last"];
        let before = lead.iter().filter_map(|phrase| {
            let words = phrase.split(' ').count();
            token::starts(&tokens[at.checked_sub(words)?..], phrase)
        });
        before.count() > 0 && tokens.get(at + 1).is_some_and(|next| next.is("years"))
    };
    (0..tokens.len()).find_map(|at| count(&tokens[at]).filter(|_| runs(&tokens[at + 1..]) || each(at)))
}

/// Whether a year is what is compared with: "on 2022", "since 2019", "than in 2021".
pub(crate) fn is_base(sentence: &Sentence, mention: &Mention) -> bool {
    let word =
        |back: usize| mention.first.checked_sub(back).map_or("", |at| sentence.tokens[at].lower.as_str());
    let base = |word: &str| matches!(word, "on" | "since" | "than" | "with");
    // "On 30 September 2022" is a day; "on 2022" is a base.
    let no_day = mention.named.is_none() || word(1) != "on";
    no_day && (base(word(1)) || (matches!(word(1), "in" | "at") && base(word(2)) && word(2) != "on"))
}

/// "A sixth of its 2021 level": where something began.
pub(crate) fn is_level(sentence: &Sentence, mention: &Mention) -> bool {
    let its = mention.first > 0 && sentence.tokens[mention.first - 1].is("its");
    let next = sentence.tokens.get(mention.last + 1);
    its && next.is_some_and(|next| next.one_of(&["level", "figure", "rate", "value"]))
}

/// Whether four digits are a year: nothing is counted in them.
fn is_year(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1);
    let counted = next.is_some_and(|next| {
        next.one_of(&[
            "%", "fte", "wte", "social", "days", "cases", "people", "staff", "workers", "leavers", "agency",
        ])
    });
    let before = at.checked_sub(1).map(|place| &tokens[place]);
    let priced = before.is_some_and(|before| before.is_mark('£'));
    !counted && !priced
}

/// The day or month a paper gives itself near its start; the first of the month where no day is given.
pub(crate) fn published(document: &Document) -> Option<(Date, bool)> {
    let mut first_month = None;
    for block in document.blocks.iter().take_while(|block| block.span.start < 1200) {
        let span = block.span.start..block.span.end.min(block.span.start + 600);
        let end = (span.end..=document.text.len()).find(|at| document.text.is_char_boundary(*at))?;
        let sentence = Sentence {
            span: span.clone(),
            tokens: token::tokens(&document.text, &(span.start..end)),
            block: 0,
        };
        for mention in mentions(&sentence) {
            let Some((Some(year), month, day)) = mention.named else { continue };
            let date = |day: u8| {
                Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            };
            match day.and_then(date) {
                Some(date) => return Some((date, true)),
                None => first_month = first_month.or_else(|| date(1).map(|date| (date, false))),
            }
        }
    }
    first_month
}

/// The census year that was the last complete one on a day.
pub(crate) fn census_year_before(day: Date) -> u16 {
    u16::try_from(workforce::period::census_year_before(day)).unwrap_or(0)
}
