//! What is known: `DfE`'s releases, and a council's own figures where they are given.
//!
//! A value is always of a release, or of the record; nothing here mixes two.

use benchmarks::areas::{self, Status};
use benchmarks::cell::Symbol;
use benchmarks::table::{Level, Row};
use benchmarks::{Measure, Release};
use workforce::Date;

use super::area;
use super::number::Number;

/// One of the council's own figures, by the definition of the published measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The measure.
    pub measure: Measure,
    /// The year ending 30 September.
    pub year: u16,
    /// Its value, to the places that the publisher prints.
    pub value: Number,
    /// What it is from, such as `the record at change 12`.
    pub source: String,
}

/// What claims are held against.
#[derive(Debug, Clone, Default)]
pub struct Evidence<'a> {
    /// `DfE`'s releases, oldest first.
    pub releases: Vec<&'a Release>,
    /// The council's own figures, and its code.
    pub own: Option<(String, Vec<Own>)>,
}

/// A value with where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) number: Number,
    pub(crate) source: String,
    /// Published after the paper, so that its author cannot have had it.
    pub(crate) later: bool,
}

/// What is known of a measure in an area and year.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// The one to show first: the record's own, or the newest release that was out when the paper was.
    pub(crate) values: Vec<Value>,
    /// The symbol printed in the place of a number.
    pub(crate) symbol: Option<Symbol>,
}

/// An area as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// What a release finds it by: a code, or a name for a region and England.
    pub(crate) key: String,
    /// What people call it.
    pub(crate) name: String,
}

impl Place {
    pub(crate) fn authority(code: &str) -> Option<Self> {
        let authority = areas::find(code)?;
        let name = authority.name.split_once(',').map_or(&*authority.name, |(short, _)| short);
        Some(Self { key: authority.code.clone(), name: name.to_owned() })
    }

    /// England, a region by its name, or an authority by its code or name.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("england") {
            return Some(Self::england());
        }
        let region = area::REGIONS.iter().find(|region| region.eq_ignore_ascii_case(text));
        match region {
            Some(region) => Some(Self { key: (*region).to_owned(), name: (*region).to_owned() }),
            None => Self::authority(text),
        }
    }

    pub(crate) fn england() -> Self {
        Self { key: "England".to_owned(), name: "England".to_owned() }
    }

    /// The region that an authority is in.
    pub(crate) fn region(&self) -> Option<Self> {
        region_of(self).map(|region| Self { key: region.to_owned(), name: region.to_owned() })
    }

    /// The nine regions: London is one, and its two parts are none.
    pub(crate) fn regions() -> impl Iterator<Item = Self> {
        let whole = area::REGIONS.iter().filter(|name| !name.ends_with(" London"));
        whole.map(|name| Self { key: (*name).to_owned(), name: (*name).to_owned() })
    }

    /// As answers name it.
    pub(crate) fn code(&self) -> String {
        if self.key == "England" { "england".to_owned() } else { self.key.clone() }
    }
}

impl Evidence<'_> {
    /// Every value of a measure, the one to show first.
    pub(crate) fn known(&self, place: &Place, year: u16, measure: Measure, published: Option<Date>) -> Known {
        let mut known = Known::default();
        if let Some((code, own)) = &self.own
            && *code == place.key
            && let Some(own) = own.iter().find(|own| own.measure == measure && own.year == year)
        {
            known.values.push(Value { number: own.value, source: own.source.clone(), later: false });
        }
        let out = |release: &Release| published.is_none_or(|day| release.published() <= day);
        let mut releases: Vec<&Release> = self.releases.clone();
        // The newest that was out first; then those that came later, the first of them first.
        releases.sort_by_key(|release| release.published());
        let later = releases.iter().position(|release| !out(release)).unwrap_or(releases.len());
        releases[..later].reverse();
        for release in releases {
            let Ok(row) = release.row(&place.key, year) else { continue };
            let Some(cell) = row.cell(measure) else { continue };
            match cell.value() {
                Ok(decimal) => known.values.push(Value {
                    number: shown(decimal.into(), measure),
                    source: source(release),
                    later: !out(release),
                }),
                Err(_) => {
                    if let benchmarks::cell::Cell::Symbol(symbol) = cell {
                        known.symbol = known.symbol.or(Some(symbol));
                    }
                }
            }
        }
        known
    }

    /// The value to show, if there is one.
    pub(crate) fn value(
        &self,
        place: &Place,
        year: u16,
        measure: Measure,
        published: Option<Date>,
    ) -> Option<Value> {
        self.known(place, year, measure, published).values.into_iter().next()
    }

    /// A measure by year, as one release has it: the first that has it of those that [`Self::value`] would show for the last year.
    pub(crate) fn series(
        &self,
        place: &Place,
        measure: Measure,
        last: u16,
        published: Option<Date>,
    ) -> Vec<(u16, Number)> {
        if let Some((code, own)) = &self.own
            && *code == place.key
        {
            let mut own: Vec<_> = own
                .iter()
                .filter(|own| own.measure == measure && own.year <= last)
                .map(|own| (own.year, own.value))
                .collect();
            own.sort_by_key(|(year, _)| *year);
            if own.len() > 1 {
                return own;
            }
        }
        let of = |release: &Release| -> Vec<(u16, Number)> {
            let value = |year: u16| Some((year, in_row(release, place, year, measure)?));
            release.years().into_iter().filter(|year| *year <= last).filter_map(value).collect()
        };
        // Some releases do not print every measure.
        let all = self.in_order(last, published).into_iter().map(of);
        all.into_iter().find(|series| !series.is_empty()).unwrap_or_default()
    }

    /// Measures of areas in a year, all as one release has them.
    pub(crate) fn together(
        &self,
        asked: &[(&Place, Measure)],
        year: u16,
        published: Option<Date>,
    ) -> Option<Vec<Number>> {
        self.in_order(year, published).into_iter().find_map(|release| {
            asked.iter().map(|(place, measure)| in_row(release, place, year, *measure)).collect()
        })
    }

    /// The areas of a level in a year that have a measure, as one release has them.
    pub(crate) fn rows(
        &self,
        level: Level,
        year: u16,
        measure: Measure,
        published: Option<Date>,
    ) -> Vec<(&Row, Number)> {
        let all = self.in_order(year, published);
        let of = all.into_iter().map(|release| {
            let there = |row: &&Row| row.year == year && row.level == level && !row.is_reported_elsewhere();
            let rows = release.rows().iter().filter(there);
            rows.filter_map(|row| Some((row, shown(row.value(measure).ok()?.into(), measure))))
                .collect::<Vec<_>>()
        });
        of.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default()
    }

    /// The releases that have a year, the one that comes first for it first: the newest that was out; of those not out yet, the first
    /// to come out.
    fn in_order(&self, year: u16, published: Option<Date>) -> Vec<&Release> {
        let has = self.releases.iter().copied().filter(|release| release.years().contains(&year));
        let mut all: Vec<&Release> = has.collect();
        all.sort_by_key(|release| {
            let out = published.is_none_or(|day| release.published() <= day);
            let day = release.published();
            (std::cmp::Reverse((out, if out { day } else { Date::MIN })), day)
        });
        all
    }

    /// The years that are known at all.
    pub(crate) fn years(&self) -> Option<(u16, u16)> {
        let own = self.own.iter().flat_map(|(_, own)| own.iter().map(|own| own.year));
        let years: Vec<u16> = self.releases.iter().flat_map(|release| release.years()).chain(own).collect();
        Some((*years.iter().min()?, *years.iter().max()?))
    }
}

/// With the places that the measure is printed to: a file drops the `.0`.
pub(crate) fn shown(number: Number, measure: Measure) -> Number {
    Number::new(number.millionths(), number.places().max(measure.places()))
}

/// A measure of an area in a release, as it is printed.
fn in_row(release: &Release, place: &Place, year: u16, measure: Measure) -> Option<Number> {
    let row = release.row(&place.key, year).ok()?;
    Some(shown(row.value(measure).ok()?.into(), measure))
}

fn source(release: &Release) -> String {
    format!("DfE, Children's social work workforce, release {}", release.label())
}

/// The name of the region of an authority.
pub(crate) fn region_of(place: &Place) -> Option<&'static str> {
    let authority = areas::find(&place.key).filter(|authority| authority.code == place.key)?;
    (authority.status == Status::Current).then_some(&*authority.region)
}
