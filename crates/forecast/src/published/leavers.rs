//! Leavers in a year, one and more years ahead.
//!
//! A council's leavers are counted per head in post at the beginning of the year. Its rate is the national one times a ratio
//! of its own that lasts, known only so well as its own leavers tell (gamma, worth `a` leavers), times noise of the year
//! (gamma, of shape `b`), and the national rate moves too (by `c` a year). All of it together makes the number negative
//! binomial. Poisson noise alone would be far too sure of itself.

use statistics::counts::NegativeBinomial;
use statistics::shrinkage::Gamma;

use super::ensemble::{Ensemble, chances, mean, median};
use super::panel::{Panel, Series};

/// How far the national rate is taken to return towards its mean over the years.
const RETURN: f64 = 0.3;
/// What is expected of the spreads before looking, and how many years that is worth: the published census of 2017 to 2023.
const LASTING: f64 = 20.0;
const YEARLY: f64 = 15.0;
const NATIONAL: f64 = 0.1;
const WORTH: f64 = 2.0;
/// Spread of the first two on the log scale.
const UNSURE: f64 = 0.5;
/// How many earlier origins the width of one as computed counts for.
const AS_COMPUTED: f64 = 4.0;
/// Councils with fewer in post say nothing of the spreads.
const FEWEST: f64 = 20.0;
/// Points at which the lasting ratio is averaged over.
const POINTS: u32 = 20;

const SERIES: Series = Series::Leavers;

/// One council's year: leavers, and those expected at the national rate.
#[derive(Clone, Copy, Debug)]
struct Seen {
    leavers: f64,
    expected: f64,
}

/// What the panel says of leaving.
#[derive(Clone, Debug)]
struct Fit {
    /// National leavers per head in post a year earlier, from the second year on.
    rates: Vec<f64>,
    lasting: f64,
    yearly: f64,
    /// Variance of the national rate's yearly change, on the log scale.
    national: f64,
}

/// Leavers of a year and in post at its beginning.
fn pair(panel: &Panel, council: usize, year: u16) -> Option<(f64, f64)> {
    let leavers = panel.value(SERIES, council, year)?;
    Some((leavers, panel.size(SERIES, council, year.checked_sub(1)?)?))
}

/// National rates by year; none when a year has no leavers, or there is no second year.
fn rates(panel: &Panel) -> Option<Vec<f64>> {
    let years = panel.first() + 1..=panel.last();
    let rate = |year| {
        let pairs = (0..panel.councils().len()).filter_map(|council| pair(panel, council, year));
        let (leavers, size) = pairs.fold((0.0, 0.0), |(l, s), (leavers, size)| (l + leavers, s + size));
        (leavers > 0.0).then(|| leavers / size)
    };
    let rates: Option<Vec<f64>> = years.map(rate).collect();
    rates.filter(|rates| !rates.is_empty())
}

/// A council's years against the national rates.
fn seen(panel: &Panel, council: usize, rates: &[f64], fewest: f64) -> Vec<Seen> {
    let years = (panel.first() + 1..=panel.last()).zip(rates);
    let one = |(year, rate): (u16, &f64)| {
        let (leavers, size) = pair(panel, council, year)?;
        (size >= fewest).then_some(Seen { leavers, expected: size * rate })
    };
    years.filter_map(one).collect()
}

impl Fit {
    fn new(panel: &Panel) -> Option<Self> {
        let rates = rates(panel)?;
        let changes: Vec<f64> = rates.windows(2).map(|pair| (pair[1] / pair[0]).ln()).collect();
        let moved: f64 = changes.iter().map(|change| change * change).sum();
        #[expect(clippy::cast_precision_loss, reason = "a few years")]
        let national = (WORTH * NATIONAL * NATIONAL + moved) / (WORTH + changes.len() as f64);
        let councils: Vec<Vec<Seen>> =
            (0..panel.councils().len()).map(|council| seen(panel, council, &rates, FEWEST)).collect();
        let (lasting, yearly) = spreads(&councils);
        Some(Self { rates, lasting, yearly, national })
    }

    /// Mean and size of the negative binomial of a council's leavers.
    fn predict(&self, panel: &Panel, council: usize, horizon: u16) -> Option<(f64, f64)> {
        let size = panel.size(SERIES, council, panel.last())?;
        panel.value(SERIES, council, panel.last())?;
        let mut ratio = Gamma::worth(1.0, self.lasting)?;
        for own in seen(panel, council, &self.rates, 0.0) {
            let weight = 1.0 / (1.0 + own.expected / self.yearly);
            ratio = ratio.after(weight * own.leavers, weight * own.expected);
        }
        let logs: Vec<f64> = self.rates.iter().map(|rate| rate.ln()).collect();
        let last = *logs.last()?;
        let rate = (last + RETURN * (mean(&logs)? - last)).exp();
        let variance = 1.0 / self.yearly + 1.0 / ratio.shape + f64::from(horizon) * self.national;
        Some((size * rate * ratio.mean(), 1.0 / variance))
    }
}

/// The spreads that make what was seen most likely, given what is expected of them before looking.
fn spreads(councils: &[Vec<Seen>]) -> (f64, f64) {
    let objective = |lasting: f64, yearly: f64| {
        let prior = |log: f64, centre: f64| ((log - centre.ln()) / UNSURE).powi(2) / 2.0;
        prior(lasting, LASTING) + prior(yearly, YEARLY) - likelihood(councils, lasting.exp(), yearly.exp())
    };
    let (mut lasting, mut yearly) = (LASTING.ln(), YEARLY.ln());
    // One at a time, in turn: the two hardly depend on each other.
    for _ in 0..4 {
        lasting = lowest(|at| objective(at, yearly), lasting);
        yearly = lowest(|at| objective(lasting, at), yearly);
    }
    (lasting.exp(), yearly.exp())
}

/// Where a function is lowest within two of a centre, by golden sections.
fn lowest(function: impl Fn(f64) -> f64, centre: f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (centre - 2.0, centre + 2.0);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (function(left), function(right));
    while high - low > 0.01 {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = function(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = function(right);
        }
    }
    f64::midpoint(low, high)
}

/// Log likelihood: each council's ratio is averaged over, its years being negative binomial of size `yearly`.
fn likelihood(councils: &[Vec<Seen>], lasting: f64, yearly: f64) -> f64 {
    let ratio = Gamma { shape: lasting, rate: lasting };
    let ratios: Vec<f64> =
        (0..POINTS).map(|at| ratio.quantile((f64::from(at) + 0.5) / f64::from(POINTS))).collect();
    let mut total = 0.0;
    for years in councils.iter().filter(|years| !years.is_empty()) {
        let at = |ratio: &f64| -> f64 {
            let one = |own: &Seen| {
                let mean = own.expected * ratio;
                own.leavers * (mean / (yearly + mean)).ln() + yearly * (yearly / (yearly + mean)).ln()
            };
            years.iter().map(one).sum()
        };
        let logs: Vec<f64> = ratios.iter().map(at).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        total += most + (logs.iter().map(|log| (log - most).exp()).sum::<f64>() / f64::from(POINTS)).ln();
        total += years.iter().map(|own| statistics::counts::ln_binomial(own.leavers, yearly)).sum::<f64>();
    }
    total
}

/// How wide earlier forecasts should have been, as a multiple of their variance beyond the mean: from the origins that the
/// panel holds, and drawn towards one.
fn width(panel: &Panel, horizon: u16) -> f64 {
    let mut ratios = vec![];
    for origin in panel.first() + 2..=panel.last().saturating_sub(horizon) {
        let before = panel.until(origin);
        let Some(fit) = Fit::new(&before) else { continue };
        let miss = |council: usize| {
            let (expected, size) = fit.predict(&before, council, horizon)?;
            let happened = panel.value(SERIES, council, origin + horizon)?;
            let spread = (expected + expected * expected / size).sqrt();
            (before.size(SERIES, council, origin)? >= FEWEST).then(|| (happened - expected).abs() / spread)
        };
        let misses: Vec<f64> = (0..panel.councils().len()).filter_map(miss).collect();
        // The median, so that a council that printed a wrong figure does not widen all the others.
        ratios.extend(median(misses).map(|miss| (1.482_6 * miss).powi(2)));
    }
    #[expect(clippy::cast_precision_loss, reason = "a few years")]
    let origins = ratios.len() as f64;
    (AS_COMPUTED + ratios.iter().sum::<f64>()) / (AS_COMPUTED + origins)
}

/// The forecast of every council.
pub fn forecast(panel: &Panel, horizon: u16) -> Vec<Option<Ensemble>> {
    let councils = 0..panel.councils().len();
    let Some(fit) = Fit::new(panel) else { return councils.map(|_| None).collect() };
    let width = width(panel, horizon);
    let levels: Vec<f64> = chances().collect();
    let one = |council| {
        let (expected, size) = fit.predict(panel, council, horizon)?;
        let counts = NegativeBinomial::new(expected, size / width)?;
        Some(Ensemble::new(counts.quantiles(&levels)))
    };
    councils.map(one).collect()
}
