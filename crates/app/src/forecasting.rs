//! Forecasts, and how good they would have been.

use benchmarks::areas;
use forecast::published::{Panel, Series, backtest};

use crate::answers::backtests::BacktestAnswer;
use crate::benchmarking::Shelf;
use crate::error::OfficeError;
use crate::office::may;
use crate::policy::{Action, Actor};

/// A question about past forecasts of the published series.
#[derive(Debug, Clone, Default)]
pub struct BacktestAsk {
    /// One council, by code or name; all together without.
    pub authority: Option<String>,
    /// So many years ahead; one and two without.
    pub horizon: Option<u16>,
    /// The release's label; the newest without one.
    pub release: Option<String>,
}

/// Backtests the published series of every council. With an authority, its own forecasts are listed, and the next years'.
pub fn backtests(actor: &Actor, shelf: &Shelf, ask: &BacktestAsk) -> Result<BacktestAnswer, OfficeError> {
    may(actor, Action::ReadFigures)?;
    let release = shelf.release(ask.release.as_deref())?;
    let panel = Panel::new(release)
        .ok_or_else(|| OfficeError::Refused(format!("release `{}` has no year", release.label())))?;
    let council = ask.authority.as_deref().map(|name| council(&panel, release, name)).transpose()?;
    let horizons = ask.horizon.map_or_else(|| vec![1, 2], |horizon| vec![horizon]);
    let all = Series::ALL.iter().flat_map(|series| horizons.iter().map(move |horizon| (*series, *horizon)));
    let done: Vec<_> = all.map(|(series, horizon)| backtest(&panel, series, horizon)).collect();
    if done.iter().all(|one| one.years.is_empty()) {
        return Err(OfficeError::Usage(format!(
            "release `{}` is too short to forecast {} years ahead and see what happened",
            release.label(),
            horizons.iter().max().copied().unwrap_or_default()
        )));
    }
    Ok(BacktestAnswer::new(release.label(), &panel, council, &done))
}

/// A council's place in the panel.
fn council(panel: &Panel, release: &benchmarks::Release, name: &str) -> Result<usize, OfficeError> {
    let found = |code: &str| {
        let mut councils = panel.councils().iter();
        councils
            .position(|council| council.code == code || council.code.split(" / ").any(|part| part == code))
    };
    let by_row = || release.row(name, panel.last()).ok().and_then(|row| found(row.code()));
    let by_code = || areas::find(name).and_then(|authority| found(&authority.code));
    by_row().or_else(by_code).or_else(|| found(name.trim())).ok_or_else(|| {
        OfficeError::Usage(format!(
            "no authority of release `{}` has the code or name `{name}`; --all takes every one together",
            release.label()
        ))
    })
}
