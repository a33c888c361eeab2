//! The authorities of England: codes, names, regions, abolitions, joint returns and statistical neighbours.
//!
//! It says which row of the published table holds an authority's figures. It holds no figures itself.

use std::sync::LazyLock;

use serde::Serialize;

use crate::tables::Sheet;

/// A model of statistical neighbours. On average about half of an authority's ten neighbours are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Model {
    /// The model of April 2021.
    Y2021,
    /// The model of 2025.
    Y2025,
}

/// Whether an authority still exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It exists.
    Current,
    /// It was abolished.
    Former,
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// DfE's three digits.
    pub code: String,
    /// ONS's nine characters.
    pub ons_code: String,
    /// Its name.
    pub name: String,
    /// One of the nine regions.
    pub region: String,
    /// The region, or which part of London.
    pub sub_region: String,
    /// County, unitary, metropolitan district or London borough.
    pub kind: String,
    /// Whether it exists.
    pub status: Status,
    /// The codes of the authorities that took over from it.
    pub successors: Vec<String>,
    /// Other ONS codes that some files give it.
    pub other_ons_codes: Vec<String>,
    /// The code of the row that holds its figures: another one's too, for a joint return.
    pub row_code: String,
    /// The first year that row is there.
    pub first_year: u16,
    /// The last year, for one that was abolished.
    pub last_year: Option<u16>,
    neighbours_2021: Vec<String>,
    neighbours_2025: Vec<String>,
}

impl Authority {
    /// Whether two authorities send its return together.
    pub fn is_joint(&self) -> bool {
        self.row_code != self.code
    }

    /// The codes of its statistical neighbours, closest first; empty when the model does not have it.
    pub fn neighbours(&self, model: Model) -> &[String] {
        match model {
            Model::Y2021 => &self.neighbours_2021,
            Model::Y2025 => &self.neighbours_2025,
        }
    }

    fn answers_to(&self, text: &str) -> bool {
        self.code == text
            || self.ons_code.eq_ignore_ascii_case(text)
            || self.other_ons_codes.iter().any(|code| code.eq_ignore_ascii_case(text))
            || plain(&self.name) == plain(text)
            || self.name.split_once(',').is_some_and(|(short, _)| plain(short) == plain(text))
    }
}

/// A name without case, dots, apostrophes and ampersands.
pub(crate) fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase().replace('&', "and");
    name.chars().filter(|c| !matches!(c, '.' | '\'' | '’')).collect()
}

/// Why there is no row for an authority in a year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum NoRow {
    /// It was abolished.
    #[error("abolished after {last_year}; ask for its successors: {}", successors.join(", "))]
    Abolished {
        /// Its last year.
        last_year: u16,
        /// The codes of those that took over.
        successors: Vec<String>,
    },
    /// It did not exist, or nothing is published that far back.
    #[error("nothing before {first_year}{}{}", if predecessors.is_empty() { "" } else { "; ask for: " }, predecessors.join(", "))]
    NotYet {
        /// Its first year.
        first_year: u16,
        /// The codes of those that it took over from.
        predecessors: Vec<String>,
    },
}

static AUTHORITIES: LazyLock<Vec<Authority>> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../data/local-authorities.csv"));
    let list = |text: &str| text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let lines = sheet.lines().map(|line| Authority {
        code: line.text("la_code"),
        ons_code: line.text("ons_code"),
        name: line.text("name"),
        region: line.text("region"),
        sub_region: line.text("sub_region"),
        kind: line.text("la_type"),
        status: if line.get("status") == "former" { Status::Former } else { Status::Current },
        successors: list(line.get("successor_la_codes")),
        other_ons_codes: list(line.get("other_ons_codes")),
        row_code: line.text("workforce_row_la_code"),
        first_year: line.year("workforce_first_year").expect("every authority has a first year"),
        last_year: line.year("workforce_last_year"),
        neighbours_2021: list(line.get("neighbours_2021")),
        neighbours_2025: list(line.get("neighbours_2025")),
    });
    lines.collect()
});

/// Every authority, those abolished since 2017 included.
pub fn authorities() -> &'static [Authority] {
    &AUTHORITIES
}

/// The authority with a DfE code, an ONS code or a name. Where two had one name (Dorset), the one that still exists.
pub fn find(text: &str) -> Option<&'static Authority> {
    let text = text.trim();
    let mut found: Vec<_> = authorities().iter().filter(|authority| authority.answers_to(text)).collect();
    found.sort_by_key(|authority| authority.status == Status::Former);
    found.first().copied()
}

/// The same; where two had one name, the one that has a row in the year.
pub fn find_in(text: &str, year: u16) -> Option<&'static Authority> {
    let text = text.trim();
    let there = |authority: &&Authority| authority.answers_to(text) && row_of(authority, year).is_ok();
    authorities().iter().find(there).or_else(|| find(text))
}

/// The code of the row that holds an authority's figures for a year.
pub fn row_of(authority: &Authority, year: u16) -> Result<&str, NoRow> {
    if let Some(last_year) = authority.last_year.filter(|last| year > *last) {
        return Err(NoRow::Abolished { last_year, successors: authority.successors.clone() });
    }
    if year < authority.first_year {
        let before = authorities().iter().filter(|other| other.successors.contains(&authority.code));
        let predecessors = before.map(|other| other.code.clone()).collect();
        return Err(NoRow::NotYet { first_year: authority.first_year, predecessors });
    }
    Ok(&authority.row_code)
}

/// The statistical neighbours of the authority with a code, closest first; empty when the model does not have it.
pub fn neighbours(code: &str, model: Model) -> Vec<&'static Authority> {
    let codes = find(code).map_or(&[][..], |authority| authority.neighbours(model));
    codes.iter().filter_map(|code| find(code)).collect()
}
