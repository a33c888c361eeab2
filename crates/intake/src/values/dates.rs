//! Dates as people and spreadsheets write them, read column by column.
//!
//! `03/04/2019` alone is the third of April or the fourth of March; its column usually tells. So a column is surveyed
//! first, and only then are its cells read. There is no clock: years of two digits are read as Excel reads them.

use jiff::civil::Date;
use jiff::fmt::strtime;

use super::{Blanks, Problem, Read, no_value_word};
use crate::codes;
use crate::sheet::{Cell, Content, one_line};
use crate::workbook::serial_date;

/// The first and the last year in which a date is believed.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// The first year of two digits that means 19xx. Excel's own limit, so that a file means the same opened there.
const TWO_DIGIT_PIVOT: i16 = 30;

/// A date format given by a mapping, such as `%d/%m/%Y` or `%d-%b-%y`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    text: String,
    two_digit_year: bool,
}

/// A text that cannot serve as a date format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{format}` is not a date format that gives a day, a month and a year; write it as %d/%m/%Y or %d-%b-%y"
)]
pub struct DateFormatProblem {
    /// The text.
    pub format: String,
}

impl DateFormat {
    /// A format in the notation of `strftime`: `%d`, `%m`, `%Y` (`%y` for two digits, `%b` and `%B` for the month's
    /// English name).
    ///
    /// # Errors
    /// When dates written in the format cannot be read back.
    pub fn new(format: &str) -> Result<Self, DateFormatProblem> {
        let made = Self { text: format.to_owned(), two_digit_year: format.contains("%y") };
        // A day and year that would not come through if the format left a part of the date out.
        let sample = jiff::civil::date(2019, 11, 28);
        let written = strtime::format(format, sample.at(0, 0, 0, 0)).ok();
        match written.and_then(|written| made.read(&written)) {
            Some(read) if read == sample => Ok(made),
            _ => Err(DateFormatProblem { format: format.to_owned() }),
        }
    }

    fn read(&self, text: &str) -> Option<Date> {
        let date = strtime::parse(&self.text, text).ok()?.to_date().ok()?;
        let year = if self.two_digit_year { windowed(date.year() % 100) } else { date.year() };
        Date::new(year, date.month(), date.day()).ok()
    }
}

/// The year that two digits mean.
fn windowed(two_digits: i16) -> i16 {
    if two_digits < TWO_DIGIT_PIVOT { 2000 + two_digits } else { 1900 + two_digits }
}

/// A column of dates that has been surveyed.
#[derive(Debug, Clone)]
pub struct DateColumn<'f> {
    format: Option<&'f DateFormat>,
    /// Whether slashed dates are left unread, because the column contradicts itself or says month first.
    refused: bool,
    problems: Vec<Problem>,
}

/// What a survey has seen.
#[derive(Default)]
struct Seen<'c> {
    day_first: Option<&'c str>,
    month_first: Option<&'c str>,
    either: Option<&'c str>,
    true_dates: usize,
    /// Whether some true date has a day over 12.
    true_day_over_12: bool,
}

impl<'f> DateColumn<'f> {
    /// Looks over all cells of a column. With a format, slashed dates mean what it says.
    pub fn survey<'c>(cells: impl IntoIterator<Item = &'c Cell>, format: Option<&'f DateFormat>) -> Self {
        let mut seen = Seen::default();
        for cell in cells {
            match &cell.content {
                Content::Text(text) => seen.text(text),
                Content::Date(date) => seen.true_date(*date),
                Content::DateTime(at) => seen.true_date(at.date()),
                _ => {}
            }
        }
        let (refused, problems) = seen.judged(format);
        Self { format, refused, problems }
    }

    /// What there is to say about the column as a whole, once.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Reads one cell of the column.
    pub fn read(&self, cell: &Cell, blanks: &Blanks) -> Read<Date> {
        match &cell.content {
            Content::Empty => Read::blank(),
            Content::Error(_) => Read::told(),
            Content::Date(date) => in_range(*date),
            Content::DateTime(at) => timed(in_range(at.date())),
            Content::Bool(_) => Read::unreadable(bad("A true or false", "")),
            Content::Number(text) if blanks.has(text) => Read::blank(),
            Content::Number(text) => number(text),
            Content::Text(text) if blanks.has(text) => Read::blank(),
            Content::Text(text) => self.read_text(&one_line(text)),
        }
    }

    fn read_text(&self, text: &str) -> Read<Date> {
        if let Some(format) = self.format
            && let Some(date) = format.read(text)
        {
            let read = in_range(date);
            return if format.two_digit_year { read.with(two_digits(date)) } else { read };
        }
        if let Some(problem) = no_value_word(text) {
            return Read::unreadable(problem);
        }
        let (day_part, time) = split_time(text);
        let read = match Written::of(day_part) {
            Some(Written::Iso(year, month, day)) => made(text, year, month, day, false),
            Some(Written::Named(day, month, year)) => made(text, year.value(), month, day, year.is_short()),
            Some(Written::Slashed(..)) if self.refused => Read::told(),
            Some(Written::Slashed(day, month, year)) => match self.format {
                None => made(text, year.value(), month, day, year.is_short()),
                Some(format) => {
                    Read::unreadable(bad(&format!("“{text}”"), &format!(" in the format {}", format.text)))
                }
            },
            None if day_part.len() == text.len() => number(text),
            None => Read::unreadable(bad(&format!("“{text}”"), "")),
        };
        if time == Clock::Told { timed(read) } else { read }
    }
}

impl<'c> Seen<'c> {
    fn true_date(&mut self, date: Date) {
        self.true_dates += 1;
        self.true_day_over_12 |= date.day() > 12;
    }

    fn text(&mut self, text: &'c str) {
        let line = one_line(text);
        let Some(Written::Slashed(first, second, _)) = Written::of(split_time(&line).0) else {
            return;
        };
        let place = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            // Twice over 12 is no date at all; twice the same is the same date either way.
            (true, true) => return,
            (false, false) if first == second => return,
            (false, false) => &mut self.either,
        };
        place.get_or_insert(text);
    }

    fn judged(&self, format: Option<&DateFormat>) -> (bool, Vec<Problem>) {
        let mut problems = Vec::new();
        let text_over_12 = self.day_first.or(self.month_first);
        if let Some(text) = text_over_12
            && self.true_dates > 0
            && !self.true_day_over_12
        {
            let message = format!(
                "The column has {} true dates, all with a day of 12 or less, and others that stayed text, such as “{text}”.",
                self.true_dates
            );
            problems.push(Problem::new(&codes::HALF_CONVERTED_DATES, message));
        }
        if format.is_some() {
            return (false, problems);
        }
        let refused = match (self.day_first, self.month_first, self.either) {
            (Some(day), Some(month), _) => {
                let message = format!("“{day}” can only be day/month, “{month}” only month/day.");
                problems.push(Problem::new(&codes::MIXED_DAY_MONTH, message));
                true
            }
            (None, Some(month), _) => {
                let message = format!(
                    "“{month}” can only be month/day, and no date of the column can only be day/month."
                );
                problems.push(Problem::new(&codes::US_DATES, message));
                true
            }
            (None, None, Some(text)) => {
                let message = format!(
                    "“{text}”, like every slashed date of the column, could be read both ways; read as day/month."
                );
                problems.push(Problem::new(&codes::DAY_MONTH_AMBIGUOUS, message));
                false
            }
            _ => false,
        };
        (refused, problems)
    }
}

/// A year as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    Short(i16),
    Full(i16),
}

impl Year {
    fn of(text: &str) -> Option<Self> {
        let number = whole(text, 4)?;
        match text.len() {
            2 => Some(Self::Short(number)),
            4 => Some(Self::Full(number)),
            _ => None,
        }
    }

    fn value(self) -> i16 {
        match self {
            Self::Short(digits) => windowed(digits),
            Self::Full(year) => year,
        }
    }

    fn is_short(self) -> bool {
        matches!(self, Self::Short(_))
    }
}

/// A date by how it is written, its parts not yet checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Year, month, day: `2019-04-03`, `2019/04/03` or `20190403`.
    Iso(i16, i16, i16),
    /// Two numbers and a year: `03/04/2019`, `3.4.19`.
    Slashed(i16, i16, Year),
    /// Day, month by name, year: `3 April 2019`, `03-Apr-19`, `Wed 3rd Apr 2019`; or `April 3, 2019`.
    Named(i16, i16, Year),
}

impl Written {
    fn of(text: &str) -> Option<Self> {
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Iso(whole(&text[..4], 4)?, whole(&text[4..6], 2)?, whole(&text[6..], 2)?));
        }
        for separator in ['/', '-', '.'] {
            let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
            if let [a, b, c] = parts[..] {
                if let (4, Some(year), Some(month), Some(day)) =
                    (a.len(), whole(a, 4), whole(b, 2), whole(c, 2))
                {
                    return Some(Self::Iso(year, month, day));
                }
                if let (Some(first), Some(second), Some(year)) = (whole(a, 2), whole(b, 2), Year::of(c)) {
                    return Some(Self::Slashed(first, second, year));
                }
            }
        }
        named(text)
    }
}

/// A date with its month by name, in whatever order that leaves no doubt.
fn named(text: &str) -> Option<Written> {
    let words: Vec<&str> = text.split([' ', '-', '/', ',', '.']).filter(|word| !word.is_empty()).collect();
    let words = match words[..] {
        [weekday, ref rest @ ..] if rest.len() == 3 && is_weekday(weekday) => rest.to_vec(),
        _ => words,
    };
    let [a, b, c] = words[..] else {
        return None;
    };
    let (day, month) = match (month_of(a), month_of(b)) {
        (None, Some(month)) => (a, month),
        (Some(month), None) => (b, month),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    Some(Written::Named(whole(day, 2)?, month, Year::of(c)?))
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

/// A month's number by its English name, cut to three letters or more.
fn month_of(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i16::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && days.iter().any(|day| day.starts_with(&word))
}

/// A whole number of at most so many digits.
fn whole(text: &str, digits: usize) -> Option<i16> {
    let plain = !text.is_empty() && text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Whether a text had a time of day that says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    None,
    Told,
}

/// Splits a time of day off the end: `2019-04-03T00:00:00`, `03/04/2019 09:30`, `3/4/2019 9:30 AM`.
fn split_time(text: &str) -> (&str, Clock) {
    let at = text.find(':').and_then(|colon| text[..colon].rfind([' ', 'T']));
    let Some(at) = at.filter(|at| *at > 0) else {
        return (text, Clock::None);
    };
    let (date, time) = (&text[..at], &text[at + 1..]);
    let is_time = time.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'Z' | '+' | '-') || "aApPmM".contains(c)
    });
    if !is_time {
        return (text, Clock::None);
    }
    // Midnight is how systems write a date alone; 12:00:00 AM is midnight too.
    let no_hours = !time.trim_start_matches("12").contains(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let midnight = no_hours && (!time.starts_with("12") || time.contains(['a', 'A']));
    (date.trim(), if midnight { Clock::None } else { Clock::Told })
}

fn bad(what: &str, how: &str) -> Problem {
    Problem::new(&codes::BAD_DATE, format!("{what} cannot be read as a date{how}."))
}

fn two_digits(date: Date) -> Problem {
    Problem::new(&codes::TWO_DIGIT_YEAR, format!("The year has two digits; read as {date}."))
}

fn timed(read: Read<Date>) -> Read<Date> {
    if read.value == super::Value::Unreadable {
        return read;
    }
    read.with(Problem::new(
        &codes::TIME_DROPPED,
        "There is a time of day beside the date; only the date was read.",
    ))
}

/// A date from its parts, with what is wrong about them in words.
fn made(text: &str, year: i16, month: i16, day: i16, short: bool) -> Read<Date> {
    let part = |value: i16| i8::try_from(value).unwrap_or(0);
    let Ok(first) = Date::new(year, part(month), 1) else {
        return Read::unreadable(bad(&format!("“{text}”"), &format!(": there is no month {month}")));
    };
    let Ok(date) = Date::new(year, part(month), part(day)) else {
        let name = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
        let name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let days = first.days_in_month();
        return Read::unreadable(bad(&format!("“{text}”"), &format!(": {name} {year} has {days} days")));
    };
    let read = in_range(date);
    if short { read.with(two_digits(date)) } else { read }
}

fn in_range(date: Date) -> Read<Date> {
    if YEARS.contains(&date.year()) {
        return Read::is(date);
    }
    let message = format!("The year {} is not between {} and {}.", date.year(), YEARS.start(), YEARS.end());
    Read::unreadable(Problem::new(&codes::YEAR_OUT_OF_RANGE, message))
}

/// A plain number where a date belongs: `20190403`, or a spreadsheet's count of days.
fn number(text: &str) -> Read<Date> {
    if let Some(Written::Iso(year, month, day)) = Written::of(text)
        && text.len() == 8
    {
        return made(text, year, month, day, false);
    }
    let days =
        text.split('.').next().filter(|whole| whole.len() <= 5).and_then(|whole| whole.parse::<i64>().ok());
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match days.and_then(|days| serial_date(days, false)) {
        Some(date) if plain && YEARS.contains(&date.year()) => {
            let message = format!("The cell holds the number {text}, which spreadsheets count as {date}.");
            Read::unreadable(Problem::new(&codes::SERIAL_DATE, message).fixed_by(format!(
                "Write {date}, if that is meant; best format the column as a date and save again."
            )))
        }
        _ => Read::unreadable(bad(&format!("“{text}”"), "")),
    }
}

#[cfg(test)]
mod tests;
