//! Reading the tables of a file: every key known, every value of its kind, each problem with its line.

use measures::breakdown::Breakdown;
use measures::span::Step;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use workforce::Date;

use super::figures::When;
use super::read::Problem;

/// The text of a file and what was found wrong with it.
#[derive(Debug)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) problems: Vec<Problem>,
}

impl Source<'_> {
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.as_bytes()[..at.min(self.text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    pub(super) fn problem(&mut self, at: usize, what: impl Into<String>) {
        let problem = Problem { line: self.line(at), what: what.into() };
        self.problems.push(problem);
    }
}

/// A table of the file, with the place where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a, 't> {
    entries: &'a DeTable<'t>,
    pub(super) at: usize,
    what: &'static str,
}

impl<'a, 't> Table<'a, 't> {
    pub(super) fn new(entries: &'a DeTable<'t>, at: usize, what: &'static str) -> Self {
        Self { entries, at, what }
    }

    /// Reports the keys that nobody knows.
    pub(super) fn only(self, known: &[&str], source: &mut Source<'_>) {
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let what = format!("{} has no key `{name}`; it has: {}", self.what, known.join(", "));
                source.problem(key.span().start, what);
            }
        }
    }

    fn value(self, key: &str) -> Option<&'a Spanned<DeValue<'t>>> {
        self.entries.get(key)
    }

    pub(super) fn place(self, key: &str) -> usize {
        self.value(key).map_or(self.at, |value| value.span().start)
    }

    pub(super) fn maybe_text(self, key: &str, source: &mut Source<'_>) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.trim().to_owned()),
            _ => {
                source.problem(value.span().start, format!("`{key}` must be a text in quotation marks"));
                None
            }
        }
    }

    pub(super) fn text(self, key: &str, source: &mut Source<'_>) -> String {
        match self.maybe_text(key, source) {
            Some(text) if !text.is_empty() => text,
            _ => {
                if self.value(key).is_none_or(|value| value.get_ref().is_str()) {
                    source.problem(self.place(key), format!("{} needs `{key}`: a text", self.what));
                }
                String::new()
            }
        }
    }

    pub(super) fn flag(self, key: &str, source: &mut Source<'_>) -> bool {
        match self.value(key).map(|value| (value.get_ref().as_bool(), value.span().start)) {
            None => false,
            Some((Some(flag), _)) => flag,
            Some((None, at)) => {
                source.problem(at, format!("`{key}` must be true or false"));
                false
            }
        }
    }

    pub(super) fn whole(self, key: &str, usual: u32, source: &mut Source<'_>) -> u32 {
        let Some(value) = self.value(key) else { return usual };
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        number.unwrap_or_else(|| {
            source.problem(value.span().start, format!("`{key}` must be a whole number, zero or more"));
            usual
        })
    }

    /// A date, in quotation marks or without.
    pub(super) fn maybe_date(self, key: &str, source: &mut Source<'_>) -> Option<Date> {
        let value = self.value(key)?;
        let read = match value.get_ref() {
            DeValue::String(text) => text.trim().parse().ok(),
            DeValue::Datetime(date) => date.to_string().parse().ok(),
            _ => None,
        };
        if read.is_none() {
            source.problem(value.span().start, format!("`{key}` must be a date such as 2022-09-30"));
        }
        read
    }

    pub(super) fn date(self, key: &str, source: &mut Source<'_>) -> Option<Date> {
        if self.value(key).is_none() {
            source.problem(self.at, format!("{} needs `{key}`: a date such as 2022-09-30", self.what));
        }
        self.maybe_date(key, source)
    }

    /// When something is asked for; `usual` where nothing is said.
    pub(super) fn when(self, usual: Date, source: &mut Source<'_>) -> When {
        let said: Vec<&str> =
            ["as_at", "year_ending", "from"].into_iter().filter(|key| self.value(key).is_some()).collect();
        if said.len() > 1 {
            source.problem(self.place(said[1]), format!("give one of {}", said.join(" and ")));
        }
        let days = ["as_at", "year_ending", "from", "to"].map(|key| self.maybe_date(key, source));
        match days {
            [Some(day), ..] => When::Day(day),
            [_, Some(day), ..] => When::YearEnding(day),
            [_, _, Some(from), Some(to)] if from <= to => When::Between(from, to),
            [_, _, Some(_), _] | [_, _, _, Some(_)] => {
                source.problem(self.place("from"), "give `from` and `to`, the first day first");
                When::YearEnding(usual)
            }
            _ => When::YearEnding(usual),
        }
    }

    pub(super) fn breakdown(self, source: &mut Source<'_>) -> Option<Breakdown> {
        let text = self.maybe_text("by", source)?;
        let found = Breakdown::ALL.iter().copied().find(|by| by.code() == text);
        if found.is_none() {
            let all: Vec<&str> = Breakdown::ALL.iter().map(|by| by.code()).collect();
            source.problem(self.place("by"), format!("`by` must be one of: {}", all.join(", ")));
        }
        found
    }

    pub(super) fn step(self, source: &mut Source<'_>) -> Option<Step> {
        let text = self.maybe_text("series", source)?;
        let found = match text.as_str() {
            "month" => Some(Step::Month),
            "quarter" => Some(Step::Quarter),
            "census" => Some(Step::Census),
            "financial" => Some(Step::Financial),
            _ => None,
        };
        if found.is_none() {
            source
                .problem(self.place("series"), "`series` must be one of: month, quarter, census, financial");
        }
        found
    }

    /// The texts of a list.
    pub(super) fn texts(self, key: &str, source: &mut Source<'_>) -> Vec<String> {
        let Some(value) = self.value(key) else { return Vec::new() };
        texts(value, key, source)
    }

    /// The lists of texts of a list.
    pub(super) fn rows(self, key: &str, source: &mut Source<'_>) -> Vec<Vec<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(rows) => rows.iter().map(|row| texts(row, key, source)).collect(),
            _ => {
                source.problem(value.span().start, format!("`{key}` must be a list of lists of texts"));
                Vec::new()
            }
        }
    }

    /// The tables written `[[key]]`.
    pub(super) fn tables(self, key: &str, what: &'static str, source: &mut Source<'_>) -> Vec<Table<'a, 't>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let all: Option<Vec<Table<'a, 't>>> = value.get_ref().as_array().and_then(|list| {
            list.iter()
                .map(|one| Some(Table::new(one.get_ref().as_table()?, one.span().start, what)))
                .collect()
        });
        all.unwrap_or_else(|| {
            source.problem(value.span().start, format!("write `{key}` as tables: [[{key}]]"));
            Vec::new()
        })
    }
}

fn texts(value: &Spanned<DeValue<'_>>, key: &str, source: &mut Source<'_>) -> Vec<String> {
    let all: Option<Vec<String>> = value.get_ref().as_array().and_then(|list| {
        list.iter().map(|one| one.get_ref().as_str().map(|text| text.trim().to_owned())).collect()
    });
    all.unwrap_or_else(|| {
        source.problem(value.span().start, format!("`{key}` must be a list of texts in quotation marks"));
        Vec::new()
    })
}
