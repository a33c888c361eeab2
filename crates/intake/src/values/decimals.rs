//! Decimals as people and spreadsheets write them, to whole millionths, exactly.

use super::{Blanks, Problem, Read, no_value_word};
use crate::codes;
use crate::sheet::{Cell, Content, tidy};

/// What a number counts: this decides which signs and how many places belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Full-time equivalents, to six places.
    Fte,
    /// Pounds, to two places.
    Money,
    /// A plain number (days, hours, printed figures), to six places.
    Plain,
}

impl Unit {
    fn places(self) -> u32 {
        if self == Self::Money { 2 } else { 6 }
    }
}

/// The decimal places that are kept.
const PLACES: i64 = 6;
/// The largest number that is kept, in millionths.
const LARGEST: i64 = 1_000_000_000 * 1_000_000;

/// Reads a decimal as whole millionths of its unit.
pub fn decimal(cell: &Cell, unit: Unit, blanks: &Blanks) -> Read<i64> {
    match &cell.content {
        Content::Empty => Read::blank(),
        Content::Error(_) => Read::told(),
        Content::Number(text) if blanks.has(text) => Read::blank(),
        Content::Number(text) => from_parts(&text.to_lowercase(), false, 0, unit, text),
        Content::Text(text) if blanks.has(text) => Read::blank(),
        Content::Text(text) => from_text(tidy(text), unit),
        Content::Date(_) | Content::DateTime(_) => Read::unreadable(Problem::new(
            &codes::DATE_FOR_NUMBER,
            "The cell holds a date where a number belongs.",
        )),
        Content::Bool(_) => Read::unreadable(bad("A true or false")),
    }
}

/// Whole millionths as a plain decimal with no more places than it needs: `-12.5`.
pub fn show_millionths(millionths: i64) -> String {
    let magnitude = millionths.unsigned_abs();
    let sign = if millionths < 0 { "-" } else { "" };
    let (whole, part) = (magnitude / 1_000_000, magnitude % 1_000_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{}", format!("{part:06}").trim_end_matches('0'))
}

fn bad(what: &str) -> Problem {
    Problem::new(&codes::BAD_NUMBER, format!("{what} cannot be read as a number."))
}

/// Strips what people put around numbers, then reads what is left.
fn from_text(text: &str, unit: Unit) -> Read<i64> {
    if let Some(problem) = no_value_word(text) {
        return Read::unreadable(problem);
    }
    let mut problems = Vec::new();
    let mut rest: String = text.chars().map(plain).collect();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        problems.push(Problem::new(&codes::UNUSUAL_NEGATIVE, "Written in brackets; read as negative."));
        negative = true;
        rest = inner.trim().to_owned();
    }
    strip_currency(&mut rest, unit, &mut problems);
    if let Some(unsigned) = rest.strip_prefix(['-', '+']) {
        if negative {
            return Read::unreadable(bad(&format!("“{text}”")));
        }
        negative = rest.starts_with('-');
        rest = unsigned.trim().to_owned();
        strip_currency(&mut rest, unit, &mut problems);
    } else if let Some(unsigned) = rest.strip_suffix('-')
        && !negative
    {
        problems
            .push(Problem::new(&codes::UNUSUAL_NEGATIVE, "The minus sign stands behind; read as negative."));
        negative = true;
        rest = unsigned.trim().to_owned();
    }
    let mut hundredths = 0;
    if let Some(number) = rest.strip_suffix('%')
        && unit != Unit::Money
    {
        problems
            .push(Problem::new(&codes::PERCENT_SIGN, "Written as a percentage; read as a fraction of one."));
        hundredths = 2;
        rest = number.trim().to_owned();
    }
    let read = match ungrouped(&rest.to_lowercase(), text, &mut problems) {
        Err(problem) => Read::unreadable(problem),
        Ok(number) => from_parts(&number, negative, hundredths, unit, text),
    };
    gather(read, problems)
}

/// Puts the problems together; what was said on the way to a failure says nothing more, but a currency sign that does
/// not belong makes the number unreadable.
fn gather(mut read: Read<i64>, mut before: Vec<Problem>) -> Read<i64> {
    if let Some(at) = before.iter().position(|problem| problem.code == &codes::CURRENCY_NOT_EXPECTED) {
        return Read::unreadable(before.swap_remove(at));
    }
    if read.value == super::Value::Unreadable {
        return read;
    }
    before.append(&mut read.problems);
    read.problems = before;
    read
}

/// A character as a plain keyboard has it.
fn plain(c: char) -> char {
    match c {
        '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2019}' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Takes a currency sign off the front or the back.
fn strip_currency(rest: &mut String, unit: Unit, problems: &mut Vec<Problem>) {
    const SIGNS: [&str; 6] = ["£", "GBP", "$", "€", "USD", "EUR"];
    for sign in SIGNS {
        let Some(number) = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)) else {
            continue;
        };
        let number = number.trim().to_owned();
        problems.push(if unit == Unit::Money && matches!(sign, "£" | "GBP") {
            Problem::new(&codes::CURRENCY_SIGN, format!("Written with {sign}; read without it."))
        } else {
            Problem::new(&codes::CURRENCY_NOT_EXPECTED, format!("There is a {sign} where none belongs."))
        });
        *rest = number;
        return;
    }
}

/// Takes the separators between thousands out of a number without sign; refuses a comma that may be a decimal point.
fn ungrouped(number: &str, text: &str, problems: &mut Vec<Problem>) -> Result<String, Problem> {
    let separators: Vec<char> = [',', ' ', '\''].into_iter().filter(|c| number.contains(*c)).collect();
    let separator = match separators[..] {
        [] => return Ok(number.to_owned()),
        [separator] => separator,
        _ => return Err(bad(&format!("“{text}”"))),
    };
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(separator).collect();
    let grouped = groups[0].len() <= 3
        && digits(groups[0])
        && !groups[0].starts_with('0')
        && groups.len() > 1
        && groups[1..].iter().all(|group| group.len() == 3 && digits(group));
    if grouped && part.is_none_or(digits) {
        let number = number.replace(separator, "");
        problems.push(Problem::new(
            &codes::THOUSANDS_SEPARATOR,
            format!("Thousands are separated; read as {number}."),
        ));
        return Ok(number);
    }
    let (before, after) = number.rsplit_once(separator).unwrap_or((number, ""));
    let plain_before = before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    if separator == ',' && digits(after) && plain_before {
        let meant = format!("{}.{after}", before.replace(['.', ','], ""));
        let problem = Problem::new(
            &codes::DECIMAL_COMMA,
            format!("The comma in “{text}” seems to be a decimal point."),
        );
        return Err(problem.fixed_by(format!("Write {meant}, if that is meant.")));
    }
    Err(bad(&format!("“{text}”")))
}

/// Reads an unsigned number without separators (`12`, `12.`, `.5`, `1.2e-3`; a leading `-` comes from spreadsheets),
/// divided by 10 to the power of `shift`. `text` is what stood in the cell.
fn from_parts(number: &str, negative: bool, shift: i64, unit: Unit, text: &str) -> Read<i64> {
    let unreadable = || Read::unreadable(bad(&format!("“{text}”")));
    let (number, negative) = match number.strip_prefix('-') {
        Some(rest) if !negative => (rest, true),
        Some(_) => return unreadable(),
        None => (number, negative),
    };
    let (mantissa, exponent) = number.split_once('e').unwrap_or((number, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(exponent) = exponent.parse::<i64>().ok().filter(|exponent| exponent.abs() <= 400) else {
        return unreadable();
    };
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return unreadable();
    }
    let written = format!("{whole}{part}");
    let significant = written.trim_start_matches('0');
    // How many digits of the text make up whole millionths; those after them are rounded off.
    let length = i64::try_from(significant.len()).unwrap_or(i64::MAX);
    let places = i64::try_from(part.len()).unwrap_or(i64::MAX);
    let kept = length.saturating_sub(places).saturating_add(exponent - shift + PLACES);
    match scaled(significant, kept, unit) {
        Some((magnitude, rounded)) => {
            let value = if negative { -magnitude } else { magnitude };
            let read = Read::is(value);
            if rounded { read.with(rounding(value, unit)) } else { read }
        }
        None => Read::unreadable(Problem::new(
            &codes::NUMBER_TOO_LARGE,
            "The number is larger than 1,000,000,000.",
        )),
    }
}

fn rounding(value: i64, unit: Unit) -> Problem {
    let places = if unit == Unit::Money { "two" } else { "six" };
    let message =
        format!("There are more than {places} decimal places; rounded to {}.", show_millionths(value));
    Problem::new(&codes::TOO_MANY_PLACES, message)
}

/// The first `kept` digits as a whole number (noughts added where there are fewer), and whether digits were rounded off
/// to come to the unit's places. `None` when it is too large.
fn scaled(digits: &str, kept: i64, unit: Unit) -> Option<(i64, bool)> {
    if digits.is_empty() {
        return Some((0, false));
    }
    if kept > 16 {
        return None;
    }
    let coarser = PLACES - i64::from(unit.places());
    let step = 10_i64.pow(u32::try_from(coarser).unwrap_or(0));
    // To the unit's last place: the digits before it, and the first one after it decides on rounding.
    let kept = kept - coarser;
    let before = usize::try_from(kept.max(0)).unwrap_or(0);
    let (whole, rest) = digits.split_at(before.min(digits.len()));
    let mut value: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    for _ in whole.len()..before {
        value *= 10;
    }
    let rounded = rest.bytes().any(|byte| byte != b'0');
    // Digits that all lie further behind (`kept` below zero) cannot round up.
    if kept >= 0 && rest.bytes().next().is_some_and(|byte| byte >= b'5') {
        value += 1;
    }
    let value = value.checked_mul(step)?;
    (value <= LARGEST).then_some((value, rounded))
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, unit: Unit) -> (Option<String>, Vec<&'static str>) {
        let read = decimal(&Cell::text(text), unit, &Blanks::default());
        let codes = read.problems.iter().map(|problem| problem.code.code).collect();
        assert!(read.problems.iter().all(|problem| !problem.message.is_empty()), "{text}");
        (read.value.known().map(show_millionths), codes)
    }

    #[test]
    fn reads_what_is_plain() {
        for (text, value) in [
            ("0.8", "0.8"),
            ("12.", "12"),
            (".5", "0.5"),
            ("12.0", "12"),
            ("-3.00", "-3"),
            ("+1", "1"),
            ("\u{a0}0.8\u{2009} ", "0.8"),
            ("\u{2212}3", "-3"),
            ("1E-05", "0.00001"),
            ("8.0e-1", "0.8"),
            ("1.5e3", "1500"),
            ("007", "7"),
            ("0", "0"),
            ("-0", "0"),
            ("0.123456", "0.123456"),
            ("0.8000000000", "0.8"),
            ("1000000000", "1000000000"),
            ("- 3", "-3"),
        ] {
            assert_eq!(read(text, Unit::Fte), (Some(value.to_owned()), vec![]), "{text}");
        }
    }

    #[test]
    fn reads_with_a_query_what_is_dressed_up() {
        for (text, unit, value, codes) in [
            ("1,234.5", Unit::Fte, "1234.5", vec!["thousands-separator"]),
            ("12,345,678", Unit::Plain, "12345678", vec!["thousands-separator"]),
            ("1 234.5", Unit::Plain, "1234.5", vec!["thousands-separator"]),
            ("£1,234.50", Unit::Money, "1234.5", vec!["currency-sign", "thousands-separator"]),
            ("-£5", Unit::Money, "-5", vec!["currency-sign"]),
            ("£-5", Unit::Money, "-5", vec!["currency-sign"]),
            ("1200 GBP", Unit::Money, "1200", vec!["currency-sign"]),
            ("(3.00)", Unit::Fte, "-3", vec!["unusual-negative"]),
            ("(£3.00)", Unit::Money, "-3", vec!["unusual-negative", "currency-sign"]),
            ("3.00-", Unit::Fte, "-3", vec!["unusual-negative"]),
            ("80%", Unit::Fte, "0.8", vec!["percent-sign"]),
            ("62.5 %", Unit::Fte, "0.625", vec!["percent-sign"]),
            ("0.81081081", Unit::Fte, "0.810811", vec!["too-many-places"]),
            ("-0.0000005", Unit::Fte, "-0.000001", vec!["too-many-places"]),
            ("0.00000009", Unit::Fte, "0", vec!["too-many-places"]),
            ("12.345", Unit::Money, "12.35", vec!["too-many-places"]),
            ("0.004", Unit::Money, "0", vec!["too-many-places"]),
        ] {
            assert_eq!(read(text, unit), (Some(value.to_owned()), codes), "{text}");
        }
    }

    #[test]
    fn refuses_what_would_be_a_guess() {
        for (text, unit, code) in [
            ("0,8", Unit::Fte, "decimal-comma"),
            ("0,800", Unit::Fte, "decimal-comma"),
            ("1.234,56", Unit::Money, "decimal-comma"),
            ("12,5", Unit::Plain, "decimal-comma"),
            ("1,23,456", Unit::Plain, "decimal-comma"),
            ("£1", Unit::Fte, "currency-not-expected"),
            ("$5", Unit::Money, "currency-not-expected"),
            ("5 %", Unit::Money, "bad-number"),
            ("n/a", Unit::Fte, "no-value-word"),
            ("–", Unit::Fte, "no-value-word"),
            ("Not known", Unit::Fte, "no-value-word"),
            ("1.2.3", Unit::Fte, "bad-number"),
            ("one", Unit::Fte, "bad-number"),
            ("£", Unit::Money, "bad-number"),
            ("--1", Unit::Fte, "bad-number"),
            ("(-1)", Unit::Fte, "bad-number"),
            ("1e999", Unit::Fte, "bad-number"),
            ("1000000001", Unit::Plain, "number-too-large"),
            ("1e300", Unit::Plain, "number-too-large"),
            ("٣", Unit::Fte, "bad-number"),
        ] {
            assert_eq!(read(text, unit), (None, vec![code]), "{text}");
        }
    }

    #[test]
    fn reads_cells_that_are_not_text() {
        let none = Blanks::default();
        let number = |text: &str| decimal(&Content::Number(text.into()).into(), Unit::Fte, &none);
        assert_eq!(number("0.8").value, Value::Is(800_000));
        assert_eq!(number("-1.5e-7").value, Value::Is(0));
        assert_eq!(number("1.5e30").problems[0].code.code, "number-too-large");
        let date = Content::Date(jiff::civil::date(2019, 5, 1)).into();
        assert_eq!(decimal(&date, Unit::Fte, &none).problems[0].code.code, "date-for-number");
        assert_eq!(decimal(&Cell::text("tbc"), Unit::Fte, &Blanks::new(["TBC"])).value, Value::Blank);
        assert_eq!(decimal(&Cell::text(" "), Unit::Fte, &none).value, Value::Blank);
    }

    proptest! {
        #[test]
        fn shown_decimals_read_back(millionths in -LARGEST..=LARGEST) {
            let shown = show_millionths(millionths);
            prop_assert_eq!(decimal(&Cell::text(shown), Unit::Plain, &Blanks::default()), Read::is(millionths));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}", dressed in "[-+(]{0,2}[£$]?[0-9,. ]{0,12}[eE]?[-+]?[0-9]{0,4}[%)-]{0,2}") {
            for text in [text, dressed] {
                for unit in [Unit::Fte, Unit::Money, Unit::Plain] {
                    let read = decimal(&Cell::text(text.clone()), unit, &Blanks::default());
                    prop_assert_eq!(read.value == Value::Unreadable, read.problems.iter().any(|p| p.code.level == crate::finding::Level::Error));
                }
            }
        }

        #[test]
        fn money_is_rounded_to_the_nearest_penny(millionths in 0i64..1_000_000_000_000) {
            let read = decimal(&Cell::text(show_millionths(millionths)), Unit::Money, &Blanks::default());
            let pence = (millionths + 5_000) / 10_000;
            prop_assert_eq!(read.value, Value::Is(pence * 10_000));
            prop_assert_eq!(read.problems.is_empty(), millionths % 10_000 == 0);
        }
    }
}
