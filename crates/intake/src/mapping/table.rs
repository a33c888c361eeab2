//! Walking a TOML document with its places, noting everything wrong on the way.
//!
//! Knows nothing of mappings: it reports unknown keys and wrong types, each at its line, and hands values on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, FindingCode, Place};
use crate::names;
use crate::row_codes;

/// The document's text and what is wrong with it so far.
pub(super) struct Notes<'a> {
    file: &'a str,
    text: &'a str,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, findings: Vec::new() }
    }

    /// The line, from 1, of a place in the text.
    pub(super) fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.text.as_bytes().iter().take(span.start).filter(|&&byte| byte == b'\n').count();
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// Notes something wrong at a place, under a key where there is one.
    pub(super) fn add(
        &mut self,
        code: &'static FindingCode,
        span: &Range<usize>,
        key: Option<&str>,
        value: Option<&str>,
        message: impl AsRef<str>,
    ) {
        let place = Place::file(self.file).at_row(self.line(span));
        let place = key.map_or(place.clone(), |key| place.in_column(key));
        let finding = Finding::new(code, place, message);
        self.findings.push(value.map_or(finding.clone(), |value| finding.with_value(value)));
    }

    /// Notes a value of the wrong type.
    pub(super) fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{key}` should be {wanted}, and is {}.", words(value.get_ref()));
        self.add(&row_codes::MAPPING_WRONG_TYPE, &value.span(), Some(key), None, message);
    }
}

/// A type of value in words.
fn words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value that is written in one piece, as text: texts, numbers exactly as written, dates, `yes` and `no`.
pub(super) fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Integer(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// One table of the document.
#[derive(Clone)]
pub(super) struct Table<'a, 'i> {
    entries: &'a DeTable<'i>,
    /// Where it starts.
    pub(super) span: Range<usize>,
}

impl<'a, 'i> Table<'a, 'i> {
    pub(super) fn new(entries: &'a DeTable<'i>, span: Range<usize>) -> Self {
        Self { entries, span }
    }

    /// A value that should be a table.
    pub(super) fn from_value(
        notes: &mut Notes<'_>,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(entries) => Some(Self::new(entries, value.span())),
            _ => {
                notes.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// Notes every key that is not among the known ones.
    pub(super) fn only(&self, notes: &mut Notes<'_>, known: &[&str]) {
        for (key, _) in self.entries {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let message = match names::nearest(name, known.iter().copied()) {
                Some(nearest) => format!("There is no `{name}` here; did you mean `{nearest}`?"),
                None => {
                    format!("There is no `{name}` here; known are {}.", names::listed(known.iter().copied()))
                }
            };
            notes.add(&row_codes::MAPPING_UNKNOWN_KEY, &key.span(), Some(name), None, message);
        }
    }

    /// Every key and value, in the order of the text.
    pub(super) fn entries(&self) -> Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'i>>)> {
        let mut all: Vec<_> =
            self.entries.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        all.sort_by_key(|(_, span, _)| span.start);
        all
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }

    /// A text that is not blank.
    pub(super) fn text(&self, notes: &mut Notes<'_>, key: &str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                notes.wrong_type(key, value, "a text, not a blank one");
                None
            }
        }
    }

    /// `true` or `false`; false when not given.
    pub(super) fn flag(&self, notes: &mut Notes<'_>, key: &str) -> bool {
        match self.get(key).map(|value| (value, value.get_ref())) {
            None => false,
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((value, _)) => {
                notes.wrong_type(key, value, "true or false");
                false
            }
        }
    }

    /// A text, or a list of texts and numbers; none when not given or wrong.
    pub(super) fn texts(&self, notes: &mut Notes<'_>, key: &str) -> Option<Vec<String>> {
        let value = self.get(key)?;
        let one_or_more = match value.get_ref() {
            DeValue::Array(all) => all.iter().map(|one| scalar(one.get_ref())).collect(),
            DeValue::String(text) => Some(vec![text.trim().to_owned()]),
            _ => None,
        };
        if one_or_more.is_none() {
            notes.wrong_type(key, value, "a text or a list of texts");
        }
        one_or_more
    }

    /// The tables under a key that holds one or, as `[[key]]`, several.
    pub(super) fn tables(&self, notes: &mut Notes<'_>, key: &str) -> Vec<Table<'a, 'i>> {
        match self.get(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((value, DeValue::Table(entries))) => vec![Table::new(entries, value.span())],
            Some((_, DeValue::Array(all))) => {
                all.iter().filter_map(|one| Table::from_value(notes, key, one)).collect()
            }
            Some((value, _)) => {
                notes.wrong_type(key, value, "one or more tables");
                Vec::new()
            }
        }
    }
}
