//! Forecasts of a council's own past, scored: each made from the record as it was known on its day, and held against the
//! record as it is known now.

use statistics::score::crps;

use crate::published::naive::line;
use crate::simulate::tally::{Counts, Measure};

/// What is forecast and scored: stocks at the end, in FTE.
pub const SCORED: [Measure; 3] = [Measure::InPost, Measure::Vacant, Measure::Agency];

/// Points of a forecast's distribution that its score is reckoned from.
const POINTS: u32 = 199;

/// One forecast with what happened.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Told {
    /// The day on which it would have been made.
    pub origin: String,
    /// The day that it was of.
    pub target: String,
    /// What was forecast.
    pub measure: &'static str,
    /// The middle.
    pub median: f64,
    /// 80% interval.
    pub lower_80: f64,
    /// See `lower_80`.
    pub upper_80: f64,
    /// 95% interval.
    pub lower_95: f64,
    /// See `lower_95`.
    pub upper_95: f64,
    /// What happened.
    pub happened: f64,
    /// The score: smaller is better, in FTE.
    pub crps: f64,
    /// What a naive rule would have missed by: as at the origin.
    pub last_value: f64,
    /// The mean of origins up to then; none at the first.
    pub mean: Option<f64>,
    /// A straight line through origins up to then; none before the third.
    pub trend: Option<f64>,
}

/// A forecast of a measure, given what it was at each origin so far, the last being that of this forecast.
pub fn told(
    (origin, target): (&str, &str),
    measure: Measure,
    forecast: &Counts,
    so_far: &[f64],
    happened: f64,
) -> Option<Told> {
    let at = |share: f64| forecast.quantile(share);
    let sample: Vec<f64> =
        (0..POINTS).map(|point| at((f64::from(point) + 0.5) / f64::from(POINTS))).collect();
    let last = *so_far.last()?;
    #[expect(clippy::cast_precision_loss, reason = "a few years")]
    let mean = so_far.iter().sum::<f64>() / so_far.len() as f64;
    Some(Told {
        origin: origin.to_owned(),
        target: target.to_owned(),
        measure: measure.code(),
        median: at(0.5),
        lower_80: at(0.1),
        upper_80: at(0.9),
        lower_95: at(0.025),
        upper_95: at(0.975),
        happened,
        crps: crps(happened, &sample)?,
        last_value: (last - happened).abs(),
        mean: (so_far.len() > 1).then(|| (mean - happened).abs()),
        trend: trend(so_far).map(|next| (next - happened).abs()),
    })
}

/// The next value of a straight line through values at equal steps.
fn trend(values: &[f64]) -> Option<f64> {
    let steps: Vec<(u16, f64)> = (0..).zip(values.iter().copied()).collect();
    line(&steps, u16::try_from(steps.len()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_is_scored_beside_naive_rules_on_the_same_past() {
        let mut counts = Counts::default();
        for value in 0..1000 {
            counts.add(100_000 + value);
        }
        let own = told(("2022-09-30", "2023-09-30"), Measure::InPost, &counts, &[90.0, 95.0, 100.0], 104.0);
        let own = own.expect("there is a past");
        assert!((own.last_value - 4.0).abs() < 1e-9 && own.mean == Some(9.0));
        assert!((own.trend.expect("three values") - 1.0).abs() < 1e-9, "the line goes on to 105");
        assert!(own.lower_95 <= own.lower_80 && own.upper_80 <= own.upper_95 && own.upper_95 < 104.0);
        assert!((own.crps - 3.3).abs() < 0.2, "{}", own.crps);
        let first = told(("a", "b"), Measure::InPost, &counts, &[90.0], 104.0).expect("there is a past");
        assert_eq!((first.mean, first.trend), (None, None));
        assert!(told(("a", "b"), Measure::InPost, &counts, &[], 104.0).is_none());
    }
}
