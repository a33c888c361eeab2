//! What people type into cells, read as the values they mean.
//!
//! Each reader gives the value and what there is to say about it; the place is for the caller to add. Nothing is guessed
//! silently, numbers never pass through floats, and a word that stands for no value is not taken for zero or blank.

use crate::codes;
use crate::finding::{Finding, FindingCode, Place};
use crate::sheet::{Cell, Content, one_line, tidy};

mod dates;
mod decimals;

pub use dates::{DateColumn, DateFormat, DateFormatProblem};
pub use decimals::{Unit, decimal, show_millionths};

/// What a cell was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<T> {
    /// There is nothing in the cell, or a word that the mapping lists as a blank.
    Blank,
    /// This value.
    Is(T),
    /// Something that could not be read; a finding says why, here or about the column or cell before.
    Unreadable,
}

impl<T> Value<T> {
    /// The value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Blank | Self::Unreadable => None,
        }
    }
}

/// A value and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// The value.
    pub value: Value<T>,
    /// What is wrong or worth a look, most often nothing.
    pub problems: Vec<Problem>,
}

impl<T> Read<T> {
    fn is(value: T) -> Self {
        Self { value: Value::Is(value), problems: Vec::new() }
    }

    fn blank() -> Self {
        Self { value: Value::Blank, problems: Vec::new() }
    }

    /// Unreadable, as has been said elsewhere.
    fn told() -> Self {
        Self { value: Value::Unreadable, problems: Vec::new() }
    }

    fn unreadable(problem: Problem) -> Self {
        Self { value: Value::Unreadable, problems: vec![problem] }
    }

    fn with(mut self, problem: Problem) -> Self {
        self.problems.push(problem);
        self
    }
}

/// A finding that has yet to be given its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its entry in the registry.
    pub code: &'static FindingCode,
    /// What is wrong.
    pub message: String,
    /// A fix more particular than the registry's.
    pub fix: Option<String>,
}

impl Problem {
    fn new(code: &'static FindingCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fix: None }
    }

    fn fixed_by(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    /// The finding at this place, about this cell.
    pub fn at(self, place: Place, cell: &Cell) -> Finding {
        let finding = Finding::new(self.code, place, self.message);
        let finding = if cell.is_blank() { finding } else { finding.with_value(&cell.shown()) };
        match self.fix {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        }
    }
}

/// The words that a mapping lists as standing for nothing in a column, beside the empty cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blanks(Vec<String>);

impl Blanks {
    /// These words; capitals and spaces around them do not matter.
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        Self(words.into_iter().map(|word| one_line(word.as_ref()).to_lowercase()).collect())
    }

    /// Whether the text stands for nothing.
    pub fn has(&self, text: &str) -> bool {
        let text = one_line(text);
        text.is_empty() || (!self.0.is_empty() && self.0.contains(&text.to_lowercase()))
    }
}

/// Words that people write where there is no value. They mean different things, so none is taken for blank unasked.
const NO_VALUE_WORDS: &[&str] = &[
    "-",
    "--",
    "–",
    "—",
    ".",
    "?",
    "n/a",
    "na",
    "n.a.",
    "n\\a",
    "none",
    "nil",
    "null",
    "nan",
    "tbc",
    "tba",
    "tbd",
    "blank",
    "(blank)",
    "unknown",
    "not known",
    "not applicable",
    "not available",
    "not collected",
    "not recorded",
    "not stated",
    "missing",
    "see note",
    "vacant",
    "x",
    "z",
];

fn no_value_word(text: &str) -> Option<Problem> {
    NO_VALUE_WORDS.contains(&one_line(text).to_lowercase().as_str()).then(|| {
        Problem::new(&codes::NO_NUMBER_WORD, format!("“{text}” says that there is no value, but not why."))
            .fixed_by(format!(
                "Leave the cell empty if nothing is known, or list “{text}” as a blank in the mapping."
            ))
    })
}

/// Reads text: tidied, with non-breaking spaces made plain. Dates and numbers come in their plain form.
pub fn text(cell: &Cell, blanks: &Blanks) -> Read<String> {
    let shown = cell.shown();
    match &cell.content {
        Content::Error(_) => Read::told(),
        _ if blanks.has(&shown) => Read::blank(),
        _ => Read::is(tidy(&shown).replace('\u{a0}', " ")),
    }
}

/// Reads a key: text on one line. A number that a spreadsheet has put into scientific notation has lost digits and is
/// refused.
pub fn key(cell: &Cell, blanks: &Blanks) -> Read<String> {
    let shown = cell.shown();
    match &cell.content {
        Content::Error(_) => Read::told(),
        _ if blanks.has(&shown) => Read::blank(),
        Content::DateTime(_) | Content::Date(_) => Read::unreadable(Problem::new(
            &codes::MANGLED_KEY,
            "The key is a date: a spreadsheet may have taken a key such as 1-5 for one.",
        )),
        _ if is_mangled(&shown) => Read::unreadable(Problem::new(
            &codes::MANGLED_KEY,
            "The key is in scientific notation, so its last digits are lost.",
        )),
        _ => Read::is(one_line(&shown)),
    }
}

/// Whether text is a number as spreadsheets show it when it is too long: `1.23457E+11`.
fn is_mangled(text: &str) -> bool {
    let Some((mantissa, exponent)) = tidy(text).split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole_and_part = mantissa
        .split_once('.')
        .is_some_and(|(whole, part)| whole.len() == 1 && digits(whole) && digits(part));
    whole_and_part
        && exponent.strip_prefix(['+', '-']).unwrap_or(exponent).len() <= 3
        && digits(exponent.trim_start_matches(['+', '-']))
}

/// Reads yes or no, in full or as y, n, true, false, 1, 0.
pub fn yes_no(cell: &Cell, blanks: &Blanks) -> Read<bool> {
    let shown = cell.shown();
    if matches!(cell.content, Content::Error(_)) {
        return Read::told();
    }
    if blanks.has(&shown) {
        return Read::blank();
    }
    let word = one_line(&shown);
    match word.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" => Read::is(true),
        "no" | "n" | "false" | "f" | "0" => Read::is(false),
        _ => {
            Read::unreadable(no_value_word(&word).unwrap_or_else(|| {
                Problem::new(&codes::BAD_YES_NO, format!("“{word}” is neither yes nor no."))
            }))
        }
    }
}

/// Reads a whole number, zero or more. `12.0`, as spreadsheets export it, is 12.
pub fn count(cell: &Cell, blanks: &Blanks) -> Read<u32> {
    let read = decimal(cell, Unit::Plain, blanks);
    let value = match read.value {
        Value::Blank => Value::Blank,
        Value::Unreadable => Value::Unreadable,
        Value::Is(millionths) => {
            let whole = u32::try_from(millionths / 1_000_000).ok();
            match whole.filter(|_| millionths % 1_000_000 == 0 && !rounded(&read.problems)) {
                Some(count) => Value::Is(count),
                None => {
                    let message =
                        format!("{} is not a whole number, zero or more.", show_millionths(millionths));
                    return Read::unreadable(Problem::new(&codes::BAD_COUNT, message));
                }
            }
        }
    };
    Read { value, problems: read.problems }
}

fn rounded(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.code == &codes::TOO_MANY_PLACES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes_of<T>(read: &Read<T>) -> Vec<&'static str> {
        read.problems.iter().map(|problem| problem.code.code).collect()
    }

    #[test]
    fn yes_and_no_in_the_usual_words() {
        let none = Blanks::default();
        for (word, yes) in [
            ("Yes", true),
            (" y ", true),
            ("TRUE", true),
            ("1", true),
            ("no", false),
            ("N", false),
            ("0", false),
        ] {
            assert_eq!(yes_no(&Cell::text(word), &none), Read::is(yes), "{word}");
        }
        assert_eq!(yes_no(&Content::Bool(true).into(), &none), Read::is(true));
        assert_eq!(yes_no(&Content::Number("1".into()).into(), &none), Read::is(true));
        assert_eq!(codes_of(&yes_no(&Cell::text("maybe"), &none)), ["bad-yes-no"]);
        assert_eq!(codes_of(&yes_no(&Cell::text("N/A"), &none)), ["no-value-word"]);
        assert_eq!(yes_no(&Cell::text("N/A"), &Blanks::new(["n/a"])), Read::blank());
    }

    #[test]
    fn counts_are_whole() {
        let none = Blanks::default();
        assert_eq!(count(&Cell::text("12.0"), &none), Read::is(12));
        assert_eq!(count(&Content::Number("12".into()).into(), &none), Read::is(12));
        for text in ["12.5", "-1", "12.0000001", "5000000000"] {
            let read = count(&Cell::text(text), &none);
            assert_eq!(read.value, Value::Unreadable, "{text}");
            assert_eq!(read.problems.len(), 1, "{text}");
        }
    }

    #[test]
    fn keys_keep_their_text_and_spoilt_ones_are_refused() {
        let none = Blanks::default();
        for text in ["SW-001", "007", "1E5", "2E10/A", "E1.5", "12345678901"] {
            assert_eq!(key(&Cell::text(format!(" {text}\u{a0}")), &none), Read::is(text.to_owned()));
        }
        for text in ["1.23457E+11", "1.2e10"] {
            assert_eq!(codes_of(&key(&Cell::text(text), &none)), ["mangled-key"], "{text}");
        }
        assert_eq!(key(&Content::Number("12".into()).into(), &none), Read::is("12".to_owned()));
        assert_eq!(key(&Cell::text(" \u{200b}"), &none), Read::blank());
    }
}
