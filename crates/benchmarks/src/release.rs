//! Releases: those bundled with Mainstay, and any other read from a file. Each is kept apart, with its provenance.
//!
//! A figure is always a figure of a release. Nothing here mixes two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use workforce::Date;

use crate::areas::{self, NoRow};
use crate::cell::Cell;
use crate::measure::Measure;
use crate::read::{Problem, read};
use crate::table::{ENGLAND, Level, Row, Table};

/// The licence of everything bundled.
pub const LICENCE: &str = "Open Government Licence v3.0";

/// Where a release comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// A short name for it, such as `2024-02`.
    pub label: String,
    /// The day it was published or updated.
    pub published: Date,
    /// Its title.
    pub title: String,
    /// Who published it, and where the copy was found.
    pub source: String,
    /// Its licence.
    pub licence: String,
}

/// A release: its provenance, and its table as published.
#[derive(Debug, Clone)]
pub struct Release {
    /// Where it comes from.
    pub provenance: Provenance,
    table: Table,
    /// For each year, the place of a row under its code, each code joined in it, its ONS codes and its plain name.
    index: BTreeMap<u16, HashMap<String, usize>>,
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFigure {
    /// No area has that code or name.
    #[error("no area has the code or name `{0}`")]
    UnknownArea(String),
    /// The authority has no row for the year.
    #[error("{area}, {year}: {why}")]
    NoRow {
        /// The authority.
        area: String,
        /// The year.
        year: u16,
        /// Why not.
        why: NoRow,
    },
    /// The release does not have the year, or the area in that year.
    #[error("release {release} has no row for {area} in {year}")]
    NotInRelease {
        /// The release.
        release: String,
        /// The area.
        area: String,
        /// The year.
        year: u16,
    },
    /// The release does not have the column.
    #[error("release {release} has no column {measure}")]
    NoColumn {
        /// The release.
        release: String,
        /// The measure.
        measure: Measure,
    },
}

impl Release {
    /// A release made of a table that was read.
    pub fn new(provenance: Provenance, table: Table) -> Self {
        let mut index: BTreeMap<u16, HashMap<String, usize>> = BTreeMap::new();
        // First the codes, so that no name or part of a joint code stands before a code.
        for (place, row) in table.rows.iter().enumerate() {
            index.entry(row.year).or_default().entry(row.code().to_owned()).or_insert(place);
        }
        for (place, row) in table.rows.iter().enumerate() {
            let year = index.entry(row.year).or_default();
            let ons = row.ons_code.split('/').map(str::trim).filter(|code| !code.is_empty());
            let names = row.name().split(" / ").map(areas::plain);
            let codes = row.codes().chain(ons).map(str::to_owned);
            for key in codes.chain(names).chain([areas::plain(row.name())]) {
                year.entry(key).or_insert(place);
            }
        }
        Self { provenance, table, index }
    }

    /// Reads a release from its file.
    pub fn read(provenance: Provenance, file_name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        read(file_name, text).map(|reading| Self::new(provenance, reading.table))
    }

    /// Its short name.
    pub fn label(&self) -> &str {
        &self.provenance.label
    }

    /// The day it was published or updated.
    pub fn published(&self) -> Date {
        self.provenance.published
    }

    /// Its table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Its rows, in the publisher's order.
    pub fn rows(&self) -> &[Row] {
        &self.table.rows
    }

    /// Its years.
    pub fn years(&self) -> BTreeSet<u16> {
        self.index.keys().copied().collect()
    }

    /// The row with a code: DfE's for an authority or a joint return, ONS's for a region or England. A joint return is
    /// found however the release lays it out: as one row with both codes, or under one code with the other marked `z`.
    pub fn row_coded(&self, code: &str, year: u16) -> Option<&Row> {
        let year = self.index.get(&year)?;
        let row = |code: &str| year.get(code.trim()).map(|place| &self.table.rows[*place]);
        row(code).or_else(|| code.split('/').filter_map(row).find(|row| !row.is_reported_elsewhere()))
    }

    /// The row of an area given by code or name: England, a region, or an authority, joint returns resolved.
    pub fn row(&self, area: &str, year: u16) -> Result<&Row, NoFigure> {
        let area = area.trim();
        let absent = || {
            let (release, area) = (self.label().to_owned(), area.to_owned());
            NoFigure::NotInRelease { release, area, year }
        };
        if area.eq_ignore_ascii_case("England") || area == ENGLAND {
            return self.row_coded(ENGLAND, year).ok_or_else(absent);
        }
        if let Some(authority) = areas::find_in(area, year) {
            let row_code = areas::row_of(authority, year).map_err(|why| NoFigure::NoRow {
                area: authority.name.clone(),
                year,
                why,
            })?;
            return self.row_coded(row_code, year).ok_or_else(absent);
        }
        // A region, a row's own code for a joint return, or an authority newer than the bundled list.
        let own = |year: &HashMap<String, usize>| {
            year.get(area).or_else(|| year.get(&areas::plain(area))).map(|place| &self.table.rows[*place])
        };
        if let Some(row) = self.index.get(&year).and_then(own) {
            return Ok(row);
        }
        if let Some((first, _)) = area.split_once(" / ") {
            // Both codes or names of a joint return, in a release that gives each a row.
            return self.row(first, year);
        }
        let ever = self.index.values().any(|year| own(year).is_some());
        Err(if ever { absent() } else { NoFigure::UnknownArea(area.to_owned()) })
    }

    /// The authorities' rows of a year that hold figures, each joint return once.
    pub fn authority_rows(&self, year: u16) -> impl Iterator<Item = &Row> {
        let here = move |row: &&Row| row.year == year && row.level == Level::Authority;
        self.table.rows.iter().filter(here).filter(|row| !row.is_reported_elsewhere())
    }
}

/// A figure of a release, as printed.
pub fn figure(release: &Release, area: &str, year: u16, measure: Measure) -> Result<Cell, NoFigure> {
    let row = release.row(area, year)?;
    row.cell(measure).ok_or_else(|| NoFigure::NoColumn { release: release.label().to_owned(), measure })
}

const PUBLISHER: &str = "Department for Education, Children's social work workforce. Copy found in ";

static RELEASES: LazyLock<[Release; 3]> = LazyLock::new(|| {
    let bundled = |label: &str, published, title: &str, found: &str, file: &str, text: &str| {
        let provenance = Provenance {
            label: label.to_owned(),
            published,
            title: title.to_owned(),
            source: format!("{PUBLISHER}{found}"),
            licence: LICENCE.to_owned(),
        };
        Release::read(provenance, file, text).expect("the bundled releases are read in every test run")
    };
    [
        bundled(
            "2023-02",
            Date::constant(2023, 2, 23),
            "Headline measures, reporting year 2022, as published; 2017 to 2022",
            "dfe-analytical-services/CSC_outcomes_and_enablers, data-raw/csww_headline_measures_2017_to_2022.csv",
            "csww-headline-as-published-2023-02.csv",
            include_str!("../data/csww-headline-as-published-2023-02.csv"),
        ),
        bundled(
            "2024-02",
            Date::constant(2024, 2, 29),
            "Indicators, reporting year 2023, as published; 2017 to 2023",
            "yauemily/CSC_outcomes_and_enablers, data/csww_indicators_2017_to_2023.csv",
            "csww-indicators-as-published-2024-02.csv",
            include_str!("../data/csww-indicators-as-published-2024-02.csv"),
        ),
        bundled(
            "2026-03",
            Date::constant(2026, 3, 19),
            "Indicators, reporting year 2025, as updated 19 March 2026; the rows of 2017 to 2023",
            "dfe-analytical-services/CSC_outcomes_and_enablers, data-raw/csww_indicators_2017_to_2025.csv",
            "csww-indicators.csv",
            include_str!("../data/csww-indicators.csv"),
        ),
    ]
});

/// The bundled releases, oldest first.
pub fn releases() -> &'static [Release] {
    &*RELEASES
}

/// The bundled release that was published last.
pub fn current() -> &'static Release {
    &RELEASES[2]
}
