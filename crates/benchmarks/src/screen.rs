//! Published figures that a reader should doubt or date: implausible zeros, flows that do not explain stocks, and
//! figures that a later release restated.
//!
//! A screen finds what to ask about. It corrects nothing.

use serde::Serialize;
use workforce::quantity::Fte;

use crate::cell::{Cell, Decimal};
use crate::measure::Measure;
use crate::release::Release;
use crate::table::{Level, Row};

/// In post from which zero starters or zero leavers in a year is not believed.
pub const ZERO_FROM: Fte = Fte::from_millionths(50_000_000);

/// A residual between stocks and flows is reported from this many FTE…
pub const RESIDUAL_FROM: Fte = Fte::from_millionths(10_000_000);

/// …and from this share, in per cent, of the larger of the two stocks.
pub const RESIDUAL_PERCENT: i64 = 15;

/// Something to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Screened {
    /// Nobody started or nobody left, says an authority of some size.
    Zero {
        /// The release.
        release: String,
        /// The area.
        area: Area,
        /// The year.
        year: u16,
        /// Starters or leavers, FTE.
        measure: Measure,
        /// In post, FTE.
        in_post: Decimal,
    },
    /// In post less in post a year before, less starters, plus leavers, is far from zero. Some of it is real: hours
    /// change, people move between kinds of post. Much of it is one year counted another way.
    StockFlow {
        /// The release.
        release: String,
        /// The area.
        area: Area,
        /// The year.
        year: u16,
        /// What the flows leave unexplained.
        residual: Fte,
        /// In post a year before.
        before: Fte,
        /// In post.
        now: Fte,
    },
    /// A release says one thing and the next says another.
    Restated {
        /// The area.
        area: Area,
        /// The year.
        year: u16,
        /// The measure.
        measure: Measure,
        /// In the older release.
        old: Cell,
        /// In the newer.
        new: Cell,
        /// The older release.
        old_release: String,
        /// The newer.
        new_release: String,
    },
}

/// An area, as the release names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of area.
    pub level: Level,
}

impl Area {
    fn of(row: &Row) -> Self {
        Self { code: row.code().to_owned(), name: row.name().to_owned(), level: row.level }
    }
}

/// Screens releases: zeros and residuals in the one published last, restatements between each and the next.
pub fn screen(releases: &[Release]) -> Vec<Screened> {
    let mut ordered: Vec<&Release> = releases.iter().collect();
    ordered.sort_by_key(|release| release.published());
    let mut found = Vec::new();
    if let Some(last) = ordered.last() {
        zeros(last, &mut found);
        residuals(last, &mut found);
    }
    for pair in ordered.windows(2) {
        restated(pair[0], pair[1], &mut found);
    }
    found
}

fn fte(row: &Row, measure: Measure) -> Option<Fte> {
    row.value(measure).ok().map(Decimal::fte)
}

fn zeros(release: &Release, found: &mut Vec<Screened>) {
    for row in release.rows().iter().filter(|row| row.level == Level::Authority) {
        let Ok(in_post) = row.value(Measure::InpostFte) else { continue };
        for measure in [Measure::StartersFte, Measure::LeaversFte] {
            if in_post.fte() >= ZERO_FROM && row.value(measure).is_ok_and(Decimal::is_zero) {
                let release = release.label().to_owned();
                found.push(Screened::Zero { release, area: Area::of(row), year: row.year, measure, in_post });
            }
        }
    }
}

/// What the year's flows leave unexplained of the change in post.
pub fn residual(before: Fte, now: Fte, starters: Fte, leavers: Fte) -> Fte {
    now - before - starters + leavers
}

fn residuals(release: &Release, found: &mut Vec<Screened>) {
    for row in release.rows().iter().filter(|row| row.level == Level::Authority) {
        let earlier = row.year.checked_sub(1).and_then(|year| release.row_coded(row.code(), year));
        let four = || {
            let before = fte(earlier?, Measure::InpostFte)?;
            let now = fte(row, Measure::InpostFte)?;
            Some((
                before,
                now,
                residual(before, now, fte(row, Measure::StartersFte)?, fte(row, Measure::LeaversFte)?),
            ))
        };
        let Some((before, now, residual)) = four() else { continue };
        let size = residual.millionths().abs();
        let large =
            i128::from(size) * 100 >= i128::from(before.max(now).millionths()) * i128::from(RESIDUAL_PERCENT);
        if size >= RESIDUAL_FROM.millionths() && large {
            let release = release.label().to_owned();
            let (area, year) = (Area::of(row), row.year);
            found.push(Screened::StockFlow { release, area, year, residual, before, now });
        }
    }
}

fn restated(older: &Release, newer: &Release, found: &mut Vec<Screened>) {
    for row in newer.rows().iter().filter(|row| !row.is_reported_elsewhere()) {
        let Some(before) = older.row_coded(row.code(), row.year) else { continue };
        for measure in Measure::ALL {
            let (Some(old), Some(new)) = (before.cell(*measure), row.cell(*measure)) else { continue };
            if !old.says_same(new) {
                found.push(Screened::Restated {
                    area: Area::of(row),
                    year: row.year,
                    measure: *measure,
                    old,
                    new,
                    old_release: older.label().to_owned(),
                    new_release: newer.label().to_owned(),
                });
            }
        }
    }
}
