//! How good the forecasts would have been: rolling origins, each seeing only its own past, against naive rules.

use std::fmt;

use statistics::chance::Chance;

use super::ensemble::Ensemble;
use super::naive::{self, Rule, Spread};
use super::panel::{Panel, Series};

/// Years that the first origin has behind it, its own included.
pub const FEWEST_YEARS: u16 = 4;
/// How far coverage may be from nominal and still be called kept.
pub const TOLERANCE: f64 = 0.05;
/// Draws of the interval of a difference.
const DRAWS: usize = 999;

/// Who forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Ours.
    Model,
    /// A naive rule.
    Naive(Rule, Spread),
}

impl Method {
    /// Every method for a series, ours first.
    pub fn of(series: Series) -> Vec<Self> {
        let naive = |spread| Rule::of(series).iter().map(move |rule| Self::Naive(*rule, spread));
        let mut all = vec![Self::Model];
        all.extend(naive(Spread::Misses));
        if series == Series::Leavers {
            all.extend(naive(Spread::Chance));
        }
        all
    }

    /// Its forecasts of every council.
    pub fn forecast(self, panel: &Panel, series: Series, horizon: u16) -> Vec<Option<Ensemble>> {
        match self {
            Self::Model => super::forecast(panel, series, horizon),
            Self::Naive(rule, spread) => naive::forecast(panel, series, horizon, rule, spread),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Naive(rule, spread) = self else { return f.write_str("model") };
        f.write_str(match rule {
            Rule::Last => "last value",
            Rule::Mean => "mean of three years",
            Rule::Trend => "linear trend",
            Rule::National => "national rate",
        })?;
        f.write_str(if *spread == Spread::Chance { ", chance alone" } else { "" })
    }
}

/// One forecast with what then happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The council, by its place in the panel.
    pub council: usize,
    /// The year that was forecast.
    pub year: u16,
    /// The forecast.
    pub ensemble: Ensemble,
    /// What happened.
    pub happened: f64,
}

/// Scores of a method; smaller is better but for coverage, which should be what it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Forecasts scored.
    pub forecasts: usize,
    /// Continuous ranked probability score.
    pub crps: f64,
    /// Mean pinball loss at seven levels.
    pub pinball: f64,
    /// Mean distance of the median.
    pub mae: f64,
    /// Mean of the median less what happened.
    pub bias: f64,
    /// Share within the 80% interval.
    pub coverage_80: f64,
    /// Share within the 95% interval.
    pub coverage_95: f64,
    /// Mean width of the 80% interval.
    pub width_80: f64,
}

/// A naive method beside ours, on the forecasts that both made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// Forecasts that both made.
    pub forecasts: usize,
    /// By how much our CRPS is smaller, as a share of theirs; below zero when it is larger.
    pub skill: f64,
    /// 95% interval of that, councils drawn again.
    pub interval: (f64, f64),
}

/// A method's record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The method.
    pub method: Method,
    /// Its scores; none when it could forecast nothing.
    pub scores: Option<Scores>,
    /// How ours compares with it; none for ours.
    pub beside: Option<Beside>,
    /// The forecasts.
    pub told: Vec<Told>,
}

/// The backtest of one series at one horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// The series.
    pub series: Series,
    /// Years ahead.
    pub horizon: u16,
    /// Years that were forecast.
    pub years: Vec<u16>,
    /// The methods, best first.
    pub records: Vec<Record>,
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn real(count: usize) -> f64 {
    count as f64
}

impl Scores {
    fn new(told: &[Told]) -> Option<Self> {
        let n = real(told.len());
        let mean = |score: &dyn Fn(&Told) -> f64| told.iter().map(score).sum::<f64>() / n;
        let within = |told: &Told, level| {
            let (low, high) = told.ensemble.interval(level);
            f64::from(u8::from((low..=high).contains(&told.happened)))
        };
        (!told.is_empty()).then(|| Self {
            forecasts: told.len(),
            crps: mean(&|told| told.ensemble.crps(told.happened)),
            pinball: mean(&|told| told.ensemble.pinball(told.happened)),
            mae: mean(&|told| (told.ensemble.median() - told.happened).abs()),
            bias: mean(&|told| told.ensemble.median() - told.happened),
            coverage_80: mean(&|told| within(told, 0.8)),
            coverage_95: mean(&|told| within(told, 0.95)),
            width_80: mean(&|told| {
                let (low, high) = told.ensemble.interval(0.8);
                high - low
            }),
        })
    }

    /// Whether both intervals hold about as often as they say.
    pub fn covers(&self) -> bool {
        let near = |share: f64, level: f64| (share - level).abs() <= TOLERANCE;
        near(self.coverage_80, 0.8) && near(self.coverage_95, 0.95)
    }
}

impl Backtest {
    /// Our record.
    pub fn model(&self) -> Option<&Record> {
        self.records.iter().find(|record| record.method == Method::Model)
    }

    /// The naive methods that did better than ours on the forecasts that both made.
    pub fn better(&self) -> Vec<Method> {
        let better = |record: &&Record| record.beside.is_some_and(|beside| beside.skill < 0.0);
        self.records.iter().filter(better).map(|record| record.method).collect()
    }

    /// The naive methods that did no better, and of which ours cannot be called clearly better: the interval holds nought.
    pub fn level(&self) -> Vec<Method> {
        let level = |record: &&Record| {
            record.beside.is_some_and(|beside| beside.skill >= 0.0 && beside.interval.0 <= 0.0)
        };
        self.records.iter().filter(level).map(|record| record.method).collect()
    }
}

/// The origins of a panel at a horizon.
pub fn origins(panel: &Panel, horizon: u16) -> std::ops::RangeInclusive<u16> {
    panel.first() + FEWEST_YEARS - 1..=panel.last().saturating_sub(horizon)
}

/// Forecasts from every origin and scores them.
pub fn backtest(panel: &Panel, series: Series, horizon: u16) -> Backtest {
    let origins = origins(panel, horizon);
    let before: Vec<Panel> = origins.clone().map(|origin| panel.until(origin)).collect();
    let told = |method: Method| {
        let mut told = Vec::new();
        for (origin, before) in origins.clone().zip(&before) {
            let year = origin + horizon;
            for (council, ensemble) in method.forecast(before, series, horizon).into_iter().enumerate() {
                if let (Some(ensemble), Some(happened)) = (ensemble, panel.value(series, council, year)) {
                    told.push(Told { council, year, ensemble, happened });
                }
            }
        }
        told
    };
    let mut records: Vec<Record> = Method::of(series)
        .into_iter()
        .map(|method| {
            let told = told(method);
            Record { method, scores: Scores::new(&told), beside: None, told }
        })
        .collect();
    if let Some((ours, others)) = records.split_first_mut() {
        for other in others {
            other.beside = beside(&ours.told, &other.told, panel.councils().len());
        }
    }
    // By how each compares with ours, for some could not forecast every year.
    let rank = |record: &Record| match (record.method, record.beside, record.scores) {
        (Method::Model, ..) => 0.0,
        (_, Some(beside), _) => beside.skill,
        _ => f64::INFINITY,
    };
    records.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
    Backtest { series, horizon, years: origins.map(|origin| origin + horizon).collect(), records }
}

/// Ours and theirs on what both forecast. Councils are drawn again for the interval: years of one council go together.
fn beside(ours: &[Told], theirs: &[Told], councils: usize) -> Option<Beside> {
    let mut sums = vec![(0.0, 0.0); councils];
    let mut forecasts = 0;
    for other in theirs {
        let same = |own: &&Told| own.council == other.council && own.year == other.year;
        if let Some(own) = ours.iter().find(same) {
            let sum = &mut sums[other.council];
            sum.0 += own.ensemble.crps(own.happened);
            sum.1 += other.ensemble.crps(other.happened);
            forecasts += 1;
        }
    }
    let skill = |drawn: &mut dyn Iterator<Item = usize>| {
        let (own, other) = drawn.fold((0.0, 0.0), |(own, other), at| (own + sums[at].0, other + sums[at].1));
        (other > 0.0).then(|| 1.0 - own / other)
    };
    let here: Vec<usize> = (0..councils).filter(|at| sums[*at].1 > 0.0).collect();
    let actual = skill(&mut here.iter().copied())?;
    let mut chance = Chance::new(0, 0);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            skill(
                &mut (0..here.len()).map(|_| here[chance.below(here.len())]).collect::<Vec<_>>().into_iter(),
            )
        })
        .collect();
    drawn.sort_unstable_by(f64::total_cmp);
    let limit = |chance| statistics::score::quantile(&drawn, chance).unwrap_or(actual);
    Some(Beside { forecasts, skill: actual, interval: (limit(0.025), limit(0.975)) })
}
