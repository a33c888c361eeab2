//! What anybody could say without a model. Each is given a fair spread, so that its probability scores are not lost for
//! want of one: the misses of the same rule in earlier years, in proportion to the council's size. Leavers have chance
//! alone besides, as such forecasts are often published.

use statistics::counts::NegativeBinomial;

use super::ensemble::{Ensemble, chances, mean, quantiles};
use super::panel::{Panel, Series};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// As last year.
    Last,
    /// The mean of the last three years.
    Mean,
    /// A straight line through the years so far.
    Trend,
    /// The national rate of last year; of leavers only.
    National,
}

/// How wide the forecast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spread {
    /// As wide as the rule missed in earlier years.
    Misses,
    /// Chance alone: Poisson.
    Chance,
}

impl Rule {
    /// The rules for a series.
    pub fn of(series: Series) -> &'static [Self] {
        match series {
            Series::Leavers => &[Self::Last, Self::Mean, Self::Trend, Self::National],
            Series::InPost | Series::Agency | Series::Vacancies => &[Self::Last, Self::Mean, Self::Trend],
        }
    }

    /// What it says.
    fn value(self, panel: &Panel, series: Series, council: usize, horizon: u16) -> Option<f64> {
        let history = panel.history(series, council);
        let (year, last) = *history.last()?;
        let here = year == panel.last();
        match self {
            Self::Last => here.then_some(last),
            Self::Mean => {
                let recent: Vec<f64> = history.iter().rev().take(3).map(|(_, value)| *value).collect();
                mean(&recent).filter(|_| here)
            }
            // Nobody is fewer than none.
            Self::Trend => line(&history, panel.last() + horizon).map(|next| next.max(0.0)).filter(|_| here),
            Self::National => national(panel, council).filter(|_| here),
        }
    }
}

/// The line of least squares through at least three years.
pub(crate) fn line(history: &[(u16, f64)], at: u16) -> Option<f64> {
    let years: Vec<f64> = history.iter().map(|(year, _)| f64::from(*year)).collect();
    let values: Vec<f64> = history.iter().map(|(_, value)| *value).collect();
    let (x, y) = (mean(&years)?, mean(&values)?);
    let run: f64 = years.iter().map(|year| (year - x).powi(2)).sum();
    let rise: f64 = years.iter().zip(&values).map(|(year, value)| (year - x) * (value - y)).sum();
    (history.len() >= 3).then(|| y + rise / run * (f64::from(at) - x))
}

fn national(panel: &Panel, council: usize) -> Option<f64> {
    let year = panel.last();
    let pair = |council| {
        let leavers = panel.value(Series::Leavers, council, year)?;
        Some((leavers, panel.size(Series::Leavers, council, year)?))
    };
    let all = (0..panel.councils().len()).filter_map(pair);
    let (leavers, size) = all.fold((0.0, 0.0), |(l, s), (leavers, size)| (l + leavers, s + size));
    (size > 0.0).then_some(())?;
    Some(leavers / size * panel.size(Series::Leavers, council, year)?)
}

/// What misses are in proportion to: the root of what is expected for counts of people, in post for stocks.
fn unit(panel: &Panel, series: Series, council: usize, said: f64) -> Option<f64> {
    match series {
        Series::Leavers => Some((said + 1.0).sqrt()),
        Series::InPost | Series::Agency | Series::Vacancies => panel.size(series, council, panel.last()),
    }
}

/// The rule's forecast of every council; none where it can say nothing, or missed too seldom so far to say how wide it is.
pub fn forecast(
    panel: &Panel,
    series: Series,
    horizon: u16,
    rule: Rule,
    spread: Spread,
) -> Vec<Option<Ensemble>> {
    let councils = 0..panel.councils().len();
    let levels: Vec<f64> = chances().collect();
    if spread == Spread::Chance {
        let one = |council| {
            let said = rule.value(panel, series, council, horizon)?;
            Some(Ensemble::new(NegativeBinomial::poisson(said.max(0.1))?.quantiles(&levels)))
        };
        return councils.map(one).collect();
    }
    let mut misses = Vec::new();
    for origin in panel.first()..=panel.last().saturating_sub(horizon) {
        let before = panel.until(origin);
        misses.extend(councils.clone().filter_map(|council| {
            let said = rule.value(&before, series, council, horizon)?;
            let happened = panel.value(series, council, origin + horizon)?;
            Some((happened - said) / unit(&before, series, council, said)?)
        }));
    }
    let enough = misses.len() >= 50;
    let misses = quantiles(misses);
    let one = |council| {
        let said = rule.value(panel, series, council, horizon).filter(|_| enough)?;
        let unit = unit(panel, series, council, said)?;
        Some(Ensemble::new(misses.iter().map(|miss| (said + miss * unit).max(0.0)).collect()))
    };
    councils.map(one).collect()
}
