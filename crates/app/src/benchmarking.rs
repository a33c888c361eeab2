//! The published figures: one authority beside others, recomputed, screened. They need no store.

use benchmarks::{Group, Measure, Model, Release};

use crate::answers::benchmark::{RecomputeAnswer, ScreenAnswer, ShowAnswer};
use crate::error::OfficeError;

/// Against whom an authority is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Its statistical neighbours, by the newest model.
    Neighbours,
    /// Its region.
    Region,
    /// Every authority.
    England,
}

/// A question about an authority's published figures.
#[derive(Debug, Clone)]
pub struct ShowAsk {
    /// The authority, by code or name.
    pub authority: String,
    /// One measure; all without one.
    pub measure: Option<String>,
    /// One year; all of the release without one.
    pub year: Option<u16>,
    /// Beside whom.
    pub against: Option<Against>,
    /// The release's label; the newest without one.
    pub release: Option<String>,
}

/// The release with a label, or the newest.
fn release(label: Option<&str>) -> Result<&'static Release, OfficeError> {
    let Some(label) = label else { return Ok(benchmarks::current()) };
    let all = benchmarks::releases();
    all.iter().find(|release| release.label() == label).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(Release::label).collect();
        OfficeError::Usage(format!("there is no release `{label}`; there are: {}", known.join(", ")))
    })
}

fn measure(id: &str) -> Result<Measure, OfficeError> {
    Measure::from_column(id).ok_or_else(|| {
        let known: Vec<_> = Measure::ALL.iter().map(|measure| measure.column()).collect();
        OfficeError::Usage(format!("the DfE publishes no measure `{id}`; it publishes: {}", known.join(", ")))
    })
}

/// An authority's published figures, beside others where asked.
pub fn show(ask: &ShowAsk) -> Result<ShowAnswer, OfficeError> {
    let release = release(ask.release.as_deref())?;
    let authority = benchmarks::areas::find(&ask.authority).ok_or_else(|| {
        OfficeError::Usage(format!(
            "there is no authority `{}`: give its DfE code, ONS code or name",
            ask.authority
        ))
    })?;
    let wanted = match &ask.measure {
        Some(id) => vec![measure(id)?],
        None => Measure::ALL.to_vec(),
    };
    let years = match ask.year {
        Some(year) => [year].into(),
        None => release.years(),
    };
    let group = ask.against.map(|against| match against {
        Against::Neighbours => Group::Neighbours(Model::Y2025),
        Against::Region => Group::Region,
        Against::England => Group::England,
    });
    ShowAnswer::new(release, authority, &wanted, &years, group, ask.year.is_some())
}

/// Every published rate made again from its published parts.
pub fn recompute(year: Option<u16>, label: Option<&str>) -> Result<RecomputeAnswer, OfficeError> {
    let release = release(label)?;
    if let Some(year) = year.filter(|year| !release.years().contains(year)) {
        return Err(OfficeError::Usage(format!("release `{}` has no year {year}", release.label())));
    }
    Ok(RecomputeAnswer::new(release.label(), benchmarks::recompute(release, year)))
}

/// What looks wrong in the published figures.
pub fn screen() -> ScreenAnswer {
    ScreenAnswer::new(benchmarks::screen(benchmarks::releases()))
}
