//! Intervals, trends, scores and present value.

use serde::Serialize;
use statistics::interval::{self, Method};
use statistics::{money, score, trend};

use super::input::{Input, wrong};
use super::{Result, answer};

#[derive(Serialize)]
struct WilsonAnswer {
    low: Option<f64>,
    high: f64,
}

pub(super) fn wilson(input: &Input) -> Result {
    let (x, n, level) = (input.number("x")?, input.number("n")?, input.level()?);
    if n <= 0.0 {
        return Err(wrong("n", "must be above 0"));
    }
    let found =
        interval::wilson(x, n, level).ok_or_else(|| wrong("x", format!("is not between 0 and {n}")))?;
    answer(&WilsonAnswer { low: found.low, high: found.high })
}

#[derive(Serialize)]
struct PoissonAnswer {
    rate: f64,
    low: Option<f64>,
    high: f64,
    method: &'static str,
}

pub(super) fn poisson_interval(input: &Input) -> Result {
    let (x, n, level) = (input.number("x")?, input.number("n")?, input.level()?);
    let per = input.number_or("per", 1.0)?;
    for (key, value) in [("n", n), ("per", per)] {
        if value <= 0.0 {
            return Err(wrong(key, "must be above 0"));
        }
    }
    if x < 0.0 {
        return Err(wrong("x", "must not be negative"));
    }
    let found = interval::rate(x, n / per, level).ok_or_else(|| wrong("x", "is too large for `n`"))?;
    let method = if found.method == Method::Byar { "byar" } else { "exact" };
    answer(&PoissonAnswer { rate: x / n * per, low: found.low, high: found.high, method })
}

#[derive(Serialize, Default)]
struct LineAnswer {
    slope: Option<f64>,
    intercept: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

pub(super) fn theil_sen(input: &Input) -> Result {
    /// Every pair of points has a slope: ten thousand points are fifty million.
    const MOST: usize = 10_000;
    let y = input.numbers("y")?;
    if y.len() > MOST {
        return Err(wrong("y", format!("has {} values: at most {MOST} are fitted", y.len())));
    }
    let line = trend::theil_sen_evenly_spaced(&y).map_or_else(LineAnswer::default, |line| LineAnswer {
        slope: Some(line.slope),
        intercept: Some(line.intercept),
        low: Some(line.low),
        high: Some(line.high),
    });
    answer(&line)
}

#[derive(Serialize, Default)]
struct KendallAnswer {
    s: Option<f64>,
    var: Option<f64>,
    z: Option<f64>,
    p: Option<f64>,
}

pub(super) fn mann_kendall(input: &Input) -> Result {
    let test = trend::mann_kendall(&input.numbers("y")?);
    answer(&test.map_or_else(KendallAnswer::default, |test| KendallAnswer {
        s: Some(test.s),
        var: Some(test.variance),
        z: Some(test.z),
        p: Some(test.p),
    }))
}

#[derive(Serialize)]
struct CrpsAnswer {
    crps: Option<f64>,
}

pub(super) fn crps(input: &Input) -> Result {
    let (observed, sample) = (input.number("observed")?, input.some_numbers("sample")?);
    answer(&CrpsAnswer { crps: score::crps(observed, &sample) })
}

#[derive(Serialize)]
struct NpvAnswer {
    npv: Option<f64>,
}

pub(super) fn npv(input: &Input) -> Result {
    let (flows, rate) = (input.some_numbers("flows")?, input.number_or("rate", money::GREEN_BOOK)?);
    if rate <= -1.0 {
        return Err(wrong("rate", "must be above -1; 3.5% is 0.035"));
    }
    answer(&NpvAnswer { npv: money::present_value(&flows, rate) })
}
