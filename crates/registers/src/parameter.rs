//! Parameters of policy: the values that Mainstay ships, dated and with their sources, and those that a council has set.
//!
//! A council's own row wins over a shipped one on every day on which it holds; among rows of one sort the nearest scope
//! wins (the council, its region, England), then the latest. Nothing here is a constant of the program: what is not in
//! force on a day has no value on it.

use std::sync::LazyLock;

use workforce::Date;
use workforce::period::Period;
use workforce::quantity::{Fte, Pence};
use workforce::records::{Mark, Parameter, Record, Records};

/// The shipped values, in the layout `parameters`.
pub const SHIPPED: &str = include_str!("../data/parameters.csv");

static SHIPPED_ROWS: LazyLock<Vec<Parameter>> = LazyLock::new(read_shipped);

fn read_shipped() -> Vec<Parameter> {
    let mut file = csv::Reader::from_reader(SHIPPED.as_bytes());
    let rows = file.records().map(|row| {
        let row = row.expect("the shipped parameters are CSV: a test reads them");
        let cells: Vec<Option<&str>> =
            row.iter().map(|cell| Some(cell).filter(|cell| !cell.is_empty())).collect();
        match Record::from_row("parameter", &cells) {
            Some(Ok(Record::Parameter(parameter))) => parameter,
            other => panic!("the shipped parameters are of their layout: a test reads them: {other:?}"),
        }
    });
    rows.collect()
}

/// The rows that Mainstay ships.
pub fn shipped() -> &'static [Parameter] {
    &SHIPPED_ROWS
}

/// A parameter's value on a day, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value<'a> {
    /// The row.
    pub row: &'a Parameter,
    /// Whether the council set it.
    pub own: bool,
}

impl<'a> Value<'a> {
    /// The value as written.
    pub fn text(self) -> &'a str {
        &self.row.value
    }

    /// How sure it is.
    pub fn mark(self) -> Mark {
        self.row.mark.unwrap_or(Mark::Unverified)
    }

    /// The value with where it holds and since when, as findings tell it.
    pub fn told(self) -> String {
        let mark = if self.own { "set by the council" } else { self.mark().code() };
        format!("{} ({}, from {}, {mark})", self.text(), self.row.scope, self.row.from)
    }
}

/// Every parameter as it holds for one council.
#[derive(Debug, Clone)]
pub struct Parameters<'a> {
    own: Vec<&'a Parameter>,
    region: Option<String>,
}

impl<'a> Parameters<'a> {
    /// For the council of a record, in a region.
    pub fn new(records: &'a Records, region: Option<&str>) -> Self {
        let mut own: Vec<&Parameter> = records.parameters.values().collect();
        own.sort_unstable_by(|a, b| (&a.parameter, &a.scope, a.from).cmp(&(&b.parameter, &b.scope, b.from)));
        Self { own, region: region.map(str::to_owned) }
    }

    /// The region of the council, where it is known.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// How near a scope is: nearer is more; none when it is another's.
    fn nearness(&self, scope: &str) -> Option<u8> {
        let is = |text: &str| scope.eq_ignore_ascii_case(text);
        match self.region.as_deref() {
            _ if is("council") => Some(2),
            Some(region) if is(region) => Some(1),
            _ if is("England") => Some(0),
            _ => None,
        }
    }

    fn nearest<'b>(
        &self,
        rows: impl Iterator<Item = &'b Parameter>,
        name: &str,
        day: Date,
    ) -> Option<&'b Parameter> {
        rows.filter(|row| row.parameter == name && Period::new(row.from, row.to).holds(day))
            .filter_map(|row| Some((self.nearness(&row.scope)?, row.from, row)))
            .max_by_key(|(near, from, _)| (*near, *from))
            .map(|(.., row)| row)
    }

    /// A parameter's value on a day; none where nothing says so.
    pub fn on(&self, name: &str, day: Date) -> Option<Value<'a>> {
        let own = self.nearest(self.own.iter().copied(), name, day).map(|row| Value { row, own: true });
        own.or_else(|| self.nearest(shipped().iter(), name, day).map(|row| Value { row, own: false }))
    }

    /// A whole number.
    pub fn number(&self, name: &str, day: Date) -> Option<u32> {
        self.on(name, day)?.text().parse().ok()
    }

    /// A share or another decimal, in millionths.
    pub fn millionths(&self, name: &str, day: Date) -> Option<i64> {
        Fte::parse(self.on(name, day)?.text()).ok().map(Fte::millionths)
    }

    /// An amount of pounds.
    pub fn pounds(&self, name: &str, day: Date) -> Option<Pence> {
        Pence::parse(self.on(name, day)?.text()).ok()
    }

    /// A day.
    pub fn date(&self, name: &str, day: Date) -> Option<Date> {
        self.on(name, day)?.text().parse().ok()
    }

    /// A day of the year, written `11-30`, in a year.
    pub fn day_of(&self, name: &str, year: i16, day: Date) -> Option<Date> {
        format!("{year:04}-{}", self.on(name, day)?.text()).parse().ok()
    }

    /// Several words, separated by `;`.
    pub fn words(&self, name: &str, day: Date) -> Option<Vec<&'a str>> {
        Some(self.on(name, day)?.text().split(';').map(str::trim).filter(|word| !word.is_empty()).collect())
    }

    /// Every row that could hold for the council, its own first, by name and first day.
    pub fn rows(&self) -> Vec<Value<'a>> {
        let own = self.own.iter().map(|row| Value { row, own: true });
        let all = own.chain(shipped().iter().map(|row| Value { row, own: false }));
        let mut rows: Vec<Value<'a>> =
            all.filter(|value| self.nearness(&value.row.scope).is_some()).collect();
        rows.sort_by(|a, b| {
            (&a.row.parameter, a.row.from, !a.own).cmp(&(&b.row.parameter, b.row.from, !b.own))
        });
        rows
    }

    /// The shipped and own names of parameters, each once.
    pub fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> =
            self.rows().into_iter().map(|value| value.row.parameter.as_str()).collect();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn own(lines: &[(&str, &str, Date, Option<Date>, &str)]) -> Records {
        let row = |(name, scope, from, to, value): &(&str, &str, Date, Option<Date>, &str)| {
            let parameter = Parameter {
                parameter: (*name).into(),
                scope: (*scope).into(),
                from: *from,
                to: *to,
                value: (*value).into(),
                source: None,
                mark: None,
                note: None,
            };
            Record::from(parameter)
        };
        lines.iter().map(row).collect()
    }

    #[test]
    fn every_shipped_value_has_a_source_or_says_that_it_has_none() {
        assert!(shipped().len() > 50);
        for row in shipped() {
            let mark = row.mark.expect("a mark");
            assert!(mark == Mark::Unverified || row.source.is_some(), "{row:?}");
            assert!(mark != Mark::Unverified || row.note.is_some(), "{row:?}");
        }
    }

    #[test]
    fn the_nearest_scope_and_the_councils_own_row_win() {
        let none = Records::default();
        let months = |parameters: &Parameters<'_>, day| parameters.number("agency.cool-off-months", day);
        let london = Parameters::new(&none, Some("London"));
        assert_eq!(months(&london, date(2022, 5, 31)), None);
        assert_eq!(months(&london, date(2023, 1, 1)), Some(6));
        assert_eq!(months(&london, date(2024, 10, 31)), Some(3));
        assert_eq!(months(&Parameters::new(&none, Some("North West")), date(2023, 1, 1)), None);

        let records =
            own(&[("agency.cool-off-months", "council", date(2026, 1, 1), Some(date(2026, 7, 1)), "12")]);
        let own = Parameters::new(&records, Some("North West"));
        assert_eq!(months(&own, date(2025, 12, 31)), Some(3));
        assert_eq!(months(&own, date(2026, 1, 1)), Some(12));
        assert_eq!(months(&own, date(2026, 7, 1)), Some(3));
        let value = own.on("agency.cool-off-months", date(2026, 1, 1)).expect("a value");
        assert_eq!(value.told(), "12 (council, from 2026-01-01, set by the council)");
    }
}
