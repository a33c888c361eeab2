//! Text to words, numbers and marks, and those to sentences, each with its place in the text.

use crate::document::{Document, Matter, Span};

use super::number::Number;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Word,
    /// A number; `tail` is what the text joins to it, such as the `th` of `5th`.
    Number(Number),
    /// Digits that are no number: `1.2.3`, `12m`.
    Label,
    Mark(char),
}

/// A word, number or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) sort: Sort,
    pub(crate) span: Span,
    /// In small letters, with straight apostrophes.
    pub(crate) lower: String,
    /// Whether it starts with a capital.
    pub(crate) capital: bool,
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    pub(crate) fn one_of(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    pub(crate) fn number(&self) -> Option<Number> {
        match self.sort {
            Sort::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.sort == Sort::Mark(mark)
    }

    /// A year as four digits.
    pub(crate) fn year(&self) -> Option<u16> {
        let year = (self.lower.len() == 4).then(|| self.lower.parse().ok()).flatten()?;
        (1990..=2039).contains(&year).then_some(year)
    }
}

/// A sentence.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub(crate) span: Span,
    pub(crate) tokens: Vec<Token>,
    /// The place of its block in the document.
    pub(crate) block: usize,
}

impl Sentence {
    /// Whether the words stand one after another, and where first.
    pub(crate) fn find(&self, phrase: &str) -> Option<usize> {
        find(&self.tokens, phrase)
    }

    pub(crate) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    pub(crate) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }
}

/// Where a phrase of words begins.
pub(crate) fn find(tokens: &[Token], phrase: &str) -> Option<usize> {
    (0..tokens.len()).find(|at| starts(&tokens[*at..], phrase).is_some())
}

/// Whether a phrase stands at the start, and how many tokens it takes.
pub(crate) fn starts(tokens: &[Token], phrase: &str) -> Option<usize> {
    let mut taken = 0;
    for word in phrase.split(' ') {
        if tokens.get(taken)?.lower != word {
            return None;
        }
        taken += 1;
    }
    Some(taken)
}

pub(crate) fn tokens(text: &str, span: &Span) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let rest = &text[at..span.end];
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let token = if first.is_alphabetic() {
            word(rest, at, first)
        } else if first.is_ascii_digit() {
            digits(rest, at, found.last().is_some_and(|token: &Token| token.is_mark('£')))
        } else {
            let span = at..at + first.len_utf8();
            Token { sort: Sort::Mark(first), span, lower: first.to_string(), capital: false }
        };
        at = token.span.end;
        found.push(token);
    }
    found
}

fn word(rest: &str, at: usize, first: char) -> Token {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = matches!(c, '\'' | '’' | '-' | SOFT_HYPHEN) && next.is_some_and(char::is_alphabetic);
        if let Some(over) = broken_at(rest, place, c) {
            // On to the rest of the word, on the next line.
            while chars.next_if(|(at, _)| *at < over).is_some() {}
            end = over;
            continue;
        }
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = place + c.len_utf8();
    }
    let lower = plain(&rest[..end]);
    Token { sort: Sort::Word, span: at..at + end, lower, capital: first.is_uppercase() }
}

/// Where a word that was broken at the end of a line goes on: "turn-" and, on the next line, "over".
fn broken_at(rest: &str, place: usize, c: char) -> Option<usize> {
    let after = &rest[place + c.len_utf8()..];
    let line = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'))?;
    let next = line.trim_start_matches([' ', '\t']);
    let goes_on = matches!(c, '-' | SOFT_HYPHEN) && next.starts_with(char::is_lowercase);
    goes_on.then_some(rest.len() - next.len())
}

/// A hyphen that is seen only where a line ends at it.
const SOFT_HYPHEN: char = '\u{AD}';

/// The first parts of words that keep the hyphen that a line ended with.
const COMPOUND: &[&str] = &[
    "full", "part", "whole", "half", "long", "short", "front", "well", "year", "year-on", "non", "self",
    "two", "three", "one", "mid", "high", "low", "multi", "newly", "first", "second", "face", "post", "pre",
    "co",
];

/// Letters that are printed as one, and other marks, with what they stand for.
const JOINED: &[(char, &str)] =
    &[('’', "'"), ('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), (SOFT_HYPHEN, "")];

/// A word in small letters, with straight apostrophes, whole letters for joined ones, and no break of a line in it.
fn plain(word: &str) -> String {
    let mut plain = String::new();
    let mut lines = word.lines().peekable();
    while let Some(line) = lines.next() {
        let part = line.trim().to_lowercase();
        match part.strip_suffix(['-', SOFT_HYPHEN]) {
            Some(first) if lines.peek().is_some() && !COMPOUND.contains(&first) => plain.push_str(first),
            _ => plain.push_str(&part),
        }
    }
    for (joined, letters) in JOINED {
        if plain.contains(*joined) {
            plain = plain.replace(*joined, letters);
        }
    }
    plain
}

fn digits(rest: &str, at: usize, money: bool) -> Token {
    let bytes = rest.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    let mut points = 0;
    while digit(end)
        || (bytes.get(end) == Some(&b'.') && digit(end + 1))
        || (bytes.get(end) == Some(&b',')
            && (1..=3).all(|more| digit(end + more))
            && !digit(end + 4)
            && points == 0)
    {
        points += usize::from(bytes[end] == b'.');
        end += 1;
    }
    let number = Number::parse(&rest[..end]).filter(|_| points < 2);
    let tail = rest[end..].find(|c: char| !c.is_alphanumeric() && c != '+').unwrap_or(rest.len() - end);
    let tail_text = rest[end..end + tail].to_lowercase();
    let sort = match (number, &*tail_text) {
        (Some(number), "" | "fte" | "wte") => Sort::Number(number),
        (Some(number), "k" | "m" | "bn") if money => Sort::Number(number),
        _ => Sort::Label,
    };
    // A unit that touches its number is a word of its own.
    let whole = if matches!(&*tail_text, "fte" | "wte") { end } else { end + tail };
    Token { sort, span: at..at + whole, lower: rest[..whole].to_lowercase(), capital: false }
}

const SHORT: &[&str] = &[
    "ie", "i.e", "eg", "e.g", "s", "no", "para", "approx", "cllr", "mr", "mrs", "ms", "dr", "st", "vs", "c",
    "etc",
];

/// The sentences of a document's words; tables have none.
pub(crate) fn sentences(document: &Document) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (block, one) in document.blocks.iter().enumerate() {
        if matches!(one.matter, Matter::Table(_)) {
            continue;
        }
        let all = tokens(&document.text, &one.span);
        let mut start = list_mark(&all);
        let end_here = |place: usize| {
            let token = &all[place];
            if !matches!(token.sort, Sort::Mark('.' | '!' | '?')) {
                return false;
            }
            let Some(next) = all.get(place + 1) else { return true };
            let gap = next.span.start > token.span.end;
            let short = place > 0 && token.is_mark('.') && all[place - 1].one_of(SHORT);
            let opens = next.capital || !matches!(next.sort, Sort::Word);
            gap && opens && !short
        };
        let first = start;
        for place in first..all.len() {
            if end_here(place) || place + 1 == all.len() {
                let part = all[start..=place].to_vec();
                if let (Some(first), Some(last)) = (part.first(), part.last()) {
                    let span = first.span.start..last.span.end;
                    found.push(Sentence { span, tokens: part, block });
                }
                start = place + 1;
            }
        }
    }
    found
}

/// How many tokens number a paragraph or mark an item: `- 8.4`, `(a)`, `iv.`.
fn list_mark(all: &[Token]) -> usize {
    let mut at = 0;
    while all.get(at).is_some_and(|token| matches!(token.sort, Sort::Mark('-' | '•' | '·' | '▪' | '*' | '#')))
    {
        at += 1;
    }
    let joined = |one: usize, two: usize| {
        all.get(one).zip(all.get(two)).is_some_and(|(one, two)| one.span.end == two.span.start)
    };
    let Some(first) = all.get(at) else { return at };
    if first.is_mark('(') && all.get(at + 2).is_some_and(|close| close.is_mark(')')) && joined(at, at + 1) {
        return at + 3;
    }
    let numbered = matches!(first.sort, Sort::Number(_) | Sort::Label);
    let letter = first.lower.len() == 1 || first.lower.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let closed =
        all.get(at + 1).is_some_and(|mark| matches!(mark.sort, Sort::Mark('.' | ')'))) && joined(at, at + 1);
    if closed && (numbered || letter) {
        return at + 2;
    }
    // 8.15 and the words after it.
    let section = first.lower.contains('.') && first.number().is_some();
    let next = all.get(at + 1);
    let counted = next.is_some_and(|next| next.one_of(&["fte", "wte"]));
    if section && next.is_some_and(|next| next.capital || next.is_mark('*')) && !counted {
        at + 1
    } else {
        at
    }
}
