//! In post, agency and vacancies on 30 September, one and more years ahead.
//!
//! Where a stock was is the best guess of where it will be. From there it is drawn a little towards the council's own mean of
//! four years and, for agency and vacancies, towards what is usual for a council of its size; how much is learnt from the
//! panel and kept small. No trend is carried on: extrapolated trends are the worst forecasters. Around that lie the misses
//! of earlier years, council by council, and a shock to all councils of one year.

use super::ensemble::{Ensemble, chances, mean, median, quantiles};
use super::panel::{Panel, Series};

/// Years of a council's own mean.
const OWN_YEARS: usize = 4;
/// Before looking, how far a stock is drawn to its own mean and to what is usual: nought, give or take.
const DRAWN: [f64; 2] = [0.2, 0.1];
/// Misses of one year go together: each council counts for a ninth of one that went its own way.
const TOGETHER: f64 = 9.0;
/// How many years the shock expected before looking is worth.
const WORTH: f64 = 4.0;
/// How many misses of all councils a council's own volatility is drawn to.
const OWN_MISSES: f64 = 6.0;
/// In post below which relative changes grow.
const SMALL: f64 = 40.0;

/// The scale on which changes of one series are alike for councils large and small.
#[derive(Clone, Copy)]
enum Scale {
    /// Logarithms.
    Log,
    /// Square roots of one more.
    Root,
}

impl Scale {
    fn of(series: Series) -> Self {
        if series == Series::InPost { Self::Log } else { Self::Root }
    }

    fn to(self, value: f64) -> f64 {
        match self {
            Self::Log => value.max(0.5).ln(),
            Self::Root => (value + 1.0).sqrt(),
        }
    }

    fn from(self, value: f64) -> f64 {
        match self {
            Self::Log => value.exp(),
            Self::Root => (value.max(0.0).powi(2) - 1.0).max(0.0),
        }
    }

    /// How far changes of a council of some size reach.
    fn reach(self, size: f64) -> f64 {
        match self {
            Self::Log => (1.0 + SMALL / size).sqrt(),
            Self::Root => 1.0,
        }
    }

    /// The yearly shock to all councils that is expected before looking.
    fn shock(self) -> f64 {
        match self {
            Self::Log => 0.03,
            Self::Root => 0.2,
        }
    }
}

/// Where a council stands at an origin, on the scale.
#[derive(Clone, Copy, Debug)]
struct Stand {
    last: f64,
    own: f64,
    size: f64,
}

fn stand(panel: &Panel, series: Series, council: usize) -> Option<Stand> {
    let scale = Scale::of(series);
    let history = panel.history(series, council);
    let (year, last) = *history.last()?;
    let size = panel.size(series, council, panel.last())?;
    let recent: Vec<f64> = history.iter().rev().take(OWN_YEARS).map(|(_, value)| scale.to(*value)).collect();
    (year == panel.last()).then_some(Stand { last: scale.to(last), own: mean(&recent)?, size })
}

/// One earlier forecast that can be learnt from.
struct Case {
    council: usize,
    origin: usize,
    /// How far the own mean and the usual level are away, and how far the stock moved, in reaches.
    away: [f64; 2],
    moved: f64,
}

/// What is usual for size at an origin: the median of the scale's value by the root of in post. Logs have no such thing.
fn usual(scale: Scale, stands: &[Option<Stand>]) -> f64 {
    match scale {
        Scale::Log => 0.0,
        Scale::Root => {
            let by_size = |stand: &Stand| stand.last / stand.size.sqrt();
            median(stands.iter().flatten().map(by_size).collect()).unwrap_or(0.0)
        }
    }
}

fn away(scale: Scale, stand: &Stand, usual: f64) -> [f64; 2] {
    let level = match scale {
        Scale::Log => 0.0,
        Scale::Root => usual * stand.size.sqrt() - stand.last,
    };
    [stand.own - stand.last, level]
}

fn stands(panel: &Panel, series: Series) -> Vec<Option<Stand>> {
    (0..panel.councils().len()).map(|council| stand(panel, series, council)).collect()
}

/// The earlier forecasts of a panel.
fn cases(panel: &Panel, series: Series, horizon: u16) -> (Vec<Case>, usize) {
    let scale = Scale::of(series);
    let (mut cases, mut origins) = (Vec::new(), 0);
    for year in panel.first()..=panel.last().saturating_sub(horizon) {
        let stands = stands(&panel.until(year), series);
        let usual = usual(scale, &stands);
        for (council, stand) in stands.iter().enumerate() {
            let Some(stand) = stand else { continue };
            let Some(happened) = panel.value(series, council, year + horizon) else { continue };
            let reach = scale.reach(stand.size);
            let away = away(scale, stand, usual).map(|away| away / reach);
            let moved = (scale.to(happened) - stand.last) / reach;
            cases.push(Case { council, origin: origins, away, moved });
        }
        origins += 1;
    }
    (cases, origins)
}

/// What was learnt.
struct Learnt {
    drawn: [f64; 2],
    /// What earlier forecasts missed by, in reaches, the year's shock taken off.
    misses: Vec<(usize, f64)>,
    /// Standard deviation of the shock.
    shock: f64,
}

fn learn(panel: &Panel, series: Series, horizon: u16) -> Learnt {
    let (cases, origins) = cases(panel, series, horizon);
    let mut drawn = [0.0; 2];
    let missed =
        |case: &Case, drawn: [f64; 2]| case.moved - drawn[0] * case.away[0] - drawn[1] * case.away[1];
    let shocks = |drawn: [f64; 2]| -> Vec<f64> {
        let of = |origin| {
            let own = cases.iter().filter(|case| case.origin == origin).map(|case| missed(case, drawn));
            median(own.collect()).unwrap_or(0.0)
        };
        (0..origins).map(of).collect()
    };
    // Weighted least squares in turns, so that a few wild councils do not settle it.
    for _ in 0..8 {
        let shocks = shocks(drawn);
        let off: Vec<f64> = cases.iter().map(|case| missed(case, drawn) - shocks[case.origin]).collect();
        let typical = 1.482_6 * median(off.iter().map(|off| off.abs()).collect()).unwrap_or(0.0);
        if typical <= 0.0 {
            break;
        }
        drawn = least_squares(&cases, &shocks, &off, typical);
    }
    let shocks = shocks(drawn);
    let off = cases.iter().map(|case| (case.council, missed(case, drawn) - shocks[case.origin])).collect();
    // Shocks of overlapping years are not so many as they look.
    let ahead = f64::from(horizon);
    let seen: f64 = shocks.iter().map(|shock| shock * shock).sum::<f64>() / ahead;
    let expected = Scale::of(series).shock().powi(2) * ahead;
    #[expect(clippy::cast_precision_loss, reason = "a few years")]
    let years = WORTH + origins as f64 / ahead;
    Learnt { drawn, misses: off, shock: ((WORTH * expected + seen) / years).sqrt() }
}

/// How far stocks are drawn, given what is expected before looking.
fn least_squares(cases: &[Case], shocks: &[f64], off: &[f64], typical: f64) -> [f64; 2] {
    let (mut square, mut cross) = ([[0.0; 2]; 2], [0.0; 2]);
    for (case, off) in cases.iter().zip(off) {
        let weight = (1.5 * typical / off.abs().max(1e-12)).min(1.0) / (TOGETHER * typical * typical);
        let moved = case.moved - shocks[case.origin];
        for (row, left) in case.away.iter().enumerate() {
            cross[row] += weight * left * moved;
            for (column, right) in case.away.iter().enumerate() {
                square[row][column] += weight * left * right;
            }
        }
    }
    for (at, spread) in DRAWN.iter().enumerate() {
        square[at][at] += 1.0 / (spread * spread);
    }
    let determinant = square[0][0] * square[1][1] - square[0][1] * square[1][0];
    [
        (square[1][1] * cross[0] - square[0][1] * cross[1]) / determinant,
        (square[0][0] * cross[1] - square[1][0] * cross[0]) / determinant,
    ]
}

/// Normal deviates of even chances, for the shock.
const SHOCKS: [f64; 9] =
    [-1.593_219, -0.967_422, -0.589_456, -0.282_216, 0.0, 0.282_216, 0.589_456, 0.967_422, 1.593_219];

/// The misses about their median, with the shock laid over them, as quantiles.
fn noise(learnt: &Learnt) -> Vec<f64> {
    let own = quantiles(learnt.misses.iter().map(|(_, miss)| *miss).collect());
    let middle = median(own.clone()).unwrap_or(0.0);
    // The nine points have a variance a little below one.
    let spread = (SHOCKS.iter().map(|point| point * point).sum::<f64>() / 9.0).sqrt();
    let both = own.iter().flat_map(|miss| SHOCKS.map(|point| miss - middle + learnt.shock * point / spread));
    quantiles(both.collect())
}

/// The forecast of every council.
pub fn forecast(panel: &Panel, series: Series, horizon: u16) -> Vec<Option<Ensemble>> {
    let scale = Scale::of(series);
    let learnt = learn(panel, series, horizon);
    if learnt.misses.len() < chances().count() {
        // Too little was seen to say how wide a forecast must be.
        return panel.councils().iter().map(|_| None).collect();
    }
    let noise = noise(&learnt);
    let typical = mean(&learnt.misses.iter().map(|(_, miss)| miss.abs()).collect::<Vec<_>>()).unwrap_or(1.0);
    let stands = stands(panel, series);
    let usual = usual(scale, &stands);
    let one = |(council, stand): (usize, &Option<Stand>)| {
        let stand = stand.as_ref()?;
        let away = away(scale, stand, usual);
        let centre = stand.last + learnt.drawn[0] * away[0] + learnt.drawn[1] * away[1];
        let own: Vec<f64> =
            learnt.misses.iter().filter(|(whose, _)| *whose == council).map(|(_, miss)| miss.abs()).collect();
        #[expect(clippy::cast_precision_loss, reason = "a few years")]
        let volatility = (OWN_MISSES * typical + own.iter().sum::<f64>()) / (OWN_MISSES + own.len() as f64);
        let reach = scale.reach(stand.size) * volatility / typical;
        Some(Ensemble::new(noise.iter().map(|noise| scale.from(centre + reach * noise)).collect()))
    };
    stands.iter().enumerate().map(one).collect()
}
