//! The other bundled tables, each typed, each with its own years and traps.
//!
//! They are read from what is bundled, never from a path.

pub mod attrition;
pub mod demand;
pub mod ofsted;
pub mod roles;
pub mod year2016;

use std::collections::HashMap;

use csv::StringRecord;
use workforce::Date;

use crate::cell::Cell;
use crate::table::Level;

/// A bundled sheet with a header. Its shape is fixed when Mainstay is built, so what it lacks is a fault of Mainstay.
pub(crate) struct Sheet {
    columns: HashMap<String, usize>,
    records: Vec<StringRecord>,
}

impl Sheet {
    pub(crate) fn bundled(text: &'static str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a bundled sheet has a header");
        let columns = header.iter().enumerate().map(|(place, name)| (name.to_owned(), place)).collect();
        let records =
            reader.records().collect::<Result<_, _>>().expect("a bundled sheet has lines of one length");
        Self { columns, records }
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.records.iter().map(|record| Line { columns: &self.columns, record })
    }
}

/// A line of a bundled sheet.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
}

impl<'a> Line<'a> {
    pub(crate) fn get(self, column: &str) -> &'a str {
        let place = *self.columns.get(column).expect("a bundled sheet has its columns");
        &self.record[place]
    }

    pub(crate) fn text(self, column: &str) -> String {
        self.get(column).to_owned()
    }

    pub(crate) fn year(self, column: &str) -> Option<u16> {
        self.get(column).parse().ok()
    }

    pub(crate) fn date(self, column: &str) -> Date {
        self.get(column).parse().expect("the dates of a bundled sheet are dates")
    }

    pub(crate) fn level(self) -> Level {
        Level::parse(self.get("geographic_level")).expect("the levels of a bundled sheet are levels")
    }

    /// A cell; nothing when it is blank.
    pub(crate) fn cell(self, column: &str) -> Option<Cell> {
        let text = self.get(column);
        (!text.is_empty()).then(|| Cell::parse(text).expect("the cells of a bundled sheet are cells"))
    }

    /// The area's code and name as the workforce table gives them.
    pub(crate) fn area(self) -> (String, String) {
        match self.level() {
            Level::National => (crate::table::ENGLAND.to_owned(), "England".to_owned()),
            Level::Regional => (self.text("region_code"), self.text("region_name")),
            Level::Authority => (self.text("old_la_code"), self.text("la_name")),
        }
    }
}
