//! An authority's figure against its neighbours, its region or England.
//!
//! A rank says who prints a larger number, not who does better. Joint returns count once. It never adds regions up.

use serde::Serialize;

use crate::areas::{self, Model, NoRow};
use crate::cell::{Cell, Decimal};
use crate::measure::Measure;
use crate::ratio::Ratio;
use crate::release::{NoFigure, Release, figure};
use crate::table::{Level, Row};

/// Against whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Its statistical neighbours, itself not one of them.
    Neighbours(Model),
    /// The authorities of its region, itself included; London is one region.
    Region,
    /// Every authority, itself included.
    England,
}

/// An authority's figure among others'.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// Its own figure.
    pub own: Cell,
    /// The others': neighbours closest first, else in the publisher's order. Never itself.
    pub others: Vec<Other>,
    /// Neighbours that have no row in the year, and why. Their successors are not put in their place.
    pub left_out: Vec<(String, NoRow)>,
    /// Its place among all that have a number, 1 being the largest; equals share a place. Nothing without a number.
    pub rank: Option<usize>,
    /// How many have a number, itself included.
    pub of: usize,
    /// For a rate: the group's numerators over its denominators, of those that have both. Not a mean of rates. The
    /// authority is in its region and in England, and not among its neighbours.
    pub group_rate: Option<Ratio>,
    /// England's published figure.
    pub england: Cell,
}

/// Another authority's figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Other {
    /// The code of its row.
    pub code: String,
    /// The name of its row.
    pub name: String,
    /// Its figure.
    pub value: Cell,
}

/// Why there is no standing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStanding {
    /// There is no figure.
    #[error(transparent)]
    NoFigure(#[from] NoFigure),
    /// England and the regions stand against nobody.
    #[error("`{0}` is not an authority; give an authority's code or name")]
    NotAnAuthority(String),
    /// The model does not have the authority.
    #[error("{0} has no neighbours in that model; use the other one, or its region")]
    NoNeighbours(String),
}

/// Sets an authority's figure against a group's.
pub fn against(
    release: &Release,
    area: &str,
    year: u16,
    measure: Measure,
    group: Group,
) -> Result<Standing, NoStanding> {
    let own_row = release.row(area, year)?;
    if own_row.level != Level::Authority {
        return Err(NoStanding::NotAnAuthority(area.to_owned()));
    }
    let own = figure(release, area, year, measure)?;
    let england = figure(release, "England", year, measure)?;

    let mut left_out = Vec::new();
    let mut rows: Vec<&Row> = match group {
        Group::England => release.authority_rows(year).collect(),
        Group::Region => {
            release.authority_rows(year).filter(|row| row.region() == own_row.region()).collect()
        }
        Group::Neighbours(model) => {
            // A joint return's code finds the first of the two: the one whose neighbours it has.
            let first = own_row.codes().next().unwrap_or_default();
            let code = areas::find_in(area, year).map_or(first, |authority| &authority.code);
            let neighbours = areas::neighbours(code, model);
            if neighbours.is_empty() {
                return Err(NoStanding::NoNeighbours(own_row.name().to_owned()));
            }
            let mut rows: Vec<&Row> = Vec::new();
            for neighbour in neighbours {
                match areas::row_of(neighbour, year) {
                    Err(why) => left_out.push((neighbour.name.clone(), why)),
                    Ok(code) => rows.extend(release.row_coded(code, year)),
                }
            }
            rows
        }
    };
    let mut seen = vec![own_row];
    rows.retain(|row| {
        let again = seen.iter().any(|one| std::ptr::eq(*one, *row));
        seen.push(row);
        !again
    });

    let mut others = Vec::new();
    for row in &rows {
        if let Some(value) = row.cell(measure) {
            others.push(Other { code: row.code().to_owned(), name: row.name().to_owned(), value });
        }
    }
    let numbers: Vec<i64> =
        others.iter().filter_map(|other| other.value.number()).map(Decimal::millionths).collect();
    let own_number = own.number().map(Decimal::millionths);
    let rank = own_number.map(|own| 1 + numbers.iter().filter(|number| **number > own).count());
    let of = numbers.len() + usize::from(own_number.is_some());

    if !matches!(group, Group::Neighbours(_)) {
        rows.push(own_row);
    }
    Ok(Standing { own, others, left_out, rank, of, group_rate: rate_of(&rows, measure, year), england })
}

/// The rate of some rows together: numerators over denominators, of the rows that have both as numbers.
pub(crate) fn rate_of(rows: &[&Row], measure: Measure, year: u16) -> Option<Ratio> {
    let parts = measure.parts()?;
    let both = rows.iter().filter_map(|row| {
        let value = |measure| row.value(measure).ok().map(|number| i128::from(number.millionths()));
        value(parts.numerator).zip(value(parts.denominator))
    });
    let (numerator, denominator) = both.fold((0, 0), |(n, d), (one, two)| (n + one, d + two));
    Ratio::new(parts.fraction(numerator, denominator, year))
}
