//! Applications for each advert over time, with a trend that few odd months do not bend.

use serde::Serialize;
use statistics::trend::{MannKendall, mann_kendall, theil_sen_evenly_spaced};
use workforce::Date;
use workforce::records::{Advert, Records};

use crate::days::Quarter;

/// Applications for each advert by the quarter in which adverts opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Each quarter from the first with an advert: adverts and applications.
    pub quarters: Vec<(Quarter, u64, u64)>,
    /// The change in applications for an advert from one quarter to the next (Theil-Sen), with its 95% limits; none
    /// where there are too few quarters with adverts or one without.
    pub slope: Option<(f64, f64, f64)>,
    /// The p of there being no trend (Mann-Kendall).
    pub p: Option<f64>,
}

/// The trend of a role's adverts, or of all, up to a day.
pub fn per_advert(records: &Records, role: Option<&str>, known: Date) -> Trend {
    let adverts: Vec<&Advert> = records
        .adverts
        .values()
        .filter(|advert| advert.opened <= known && role.is_none_or(|role| role == advert.role.as_str()))
        .collect();
    let mut quarters = Vec::new();
    if let (Some(first), Some(last)) =
        (adverts.iter().map(|one| one.opened).min(), adverts.iter().map(|one| one.opened).max())
    {
        let mut quarter = Quarter::of(last);
        loop {
            let own: Vec<&str> = adverts
                .iter()
                .filter(|advert| quarter.period().holds(advert.opened))
                .map(|advert| advert.advert.as_str())
                .collect();
            let applications = records.applications.values();
            let applications =
                applications.filter(|one| one.received <= known && own.contains(&one.advert.as_str()));
            let count = |count: usize| u64::try_from(count).unwrap_or(0);
            quarters.push((quarter, count(own.len()), count(applications.count())));
            if quarter.period().holds(first) {
                break;
            }
            quarter = quarter.before();
        }
    }
    quarters.reverse();
    #[expect(clippy::cast_precision_loss, reason = "statistics work on floating point")]
    let rates: Option<Vec<f64>> = quarters
        .iter()
        .map(|(_, adverts, applications)| (*adverts > 0).then(|| *applications as f64 / *adverts as f64))
        .collect();
    let line = rates.as_deref().filter(|rates| rates.len() > 2).and_then(theil_sen_evenly_spaced);
    Trend {
        slope: line.map(|line| (line.slope, line.low, line.high)),
        p: rates.as_deref().and_then(mann_kendall).map(|MannKendall { p, .. }| p),
        quarters,
    }
}
