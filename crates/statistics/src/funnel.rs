//! Funnel plots: which areas differ from the average by more than chance at their size would explain.
//!
//! Proportions and rates by the conventions of OHID's Fingertips (R package PHEindicatormethods 2.1.0). Plain funnels take
//! all variation between areas to be chance. Council rates vary far more than that: see [`dispersion`](mod@dispersion).
//!
//! One area in twenty is outside the 95% limits by chance alone, so 95% is worth watching and only 99.8% is a signal. An
//! area inside is "not clearly different", never "the same".

pub mod dispersion;

use serde::{Deserialize, Serialize};

use crate::interval::{self, Level};

/// One area on a funnel: `count` of or per `denominator`. Either may be fractional, as FTE are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Posts vacant, leavers, events.
    pub count: f64,
    /// Posts, people, person-years.
    pub denominator: f64,
}

/// What the counts are to the denominators, which settles how they vary by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A part of the denominator: binomial.
    Proportion,
    /// Events in the denominator's time at risk, which may exceed it: Poisson.
    Rate,
}

impl Kind {
    /// The area's value, in units of count per unit of denominator. None when the area cannot have one: a denominator
    /// that is not positive, a negative count, or a proportion above one.
    pub fn value(self, area: Area) -> Option<f64> {
        let Area { count, denominator } = area;
        let possible = denominator > 0.0
            && denominator.is_finite()
            && count >= 0.0
            && count.is_finite()
            && (self == Self::Rate || count <= denominator);
        let value = possible.then(|| count / denominator)?;
        value.is_finite().then_some(value)
    }

    /// The average of all areas that have a value: sum of counts over sum of denominators. None when no area has one.
    pub fn average(self, areas: &[Area]) -> Option<f64> {
        let usable = areas.iter().filter(|area| self.value(**area).is_some());
        let (count, denominator) =
            usable.fold((0.0, 0.0), |(c, d), area| (c + area.count, d + area.denominator));
        self.value(Area { count, denominator })
    }

    /// Standard error of an area's value by chance alone, at an average: `sqrt(p(1-p)/n)` or `sqrt(r/n)`.
    fn standard_error(self, average: f64, denominator: f64) -> Option<f64> {
        let possible = average.is_finite()
            && average >= 0.0
            && denominator.is_finite()
            && denominator > 0.0
            && (self == Self::Rate || average <= 1.0);
        let spread = match self {
            Self::Proportion => average * (1.0 - average),
            Self::Rate => average,
        };
        let error = possible.then(|| (spread / denominator).sqrt())?;
        error.is_finite().then_some(error)
    }
}

/// Where an area lies among a funnel's limits. Past a limit means strictly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Below the 99.8% limit.
    Low998,
    /// Below the 95% limit only.
    Low95,
    /// Not clearly different from the average.
    Inside,
    /// Above the 95% limit only.
    High95,
    /// Above the 99.8% limit.
    High998,
}

/// A funnel's limits at one size, in the unit of the average. Raw: the lower ones may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Lower 99.8% limit.
    pub low998: f64,
    /// Lower 95% limit.
    pub low95: f64,
    /// Upper 95% limit.
    pub high95: f64,
    /// Upper 99.8% limit.
    pub high998: f64,
}

impl Limits {
    /// Limits at z standard errors either side of an average; none when they are too large for numbers.
    fn around(average: f64, error: f64) -> Option<Self> {
        let (near, far) = (Level::P95.z() * error, Level::P998.z() * error);
        let limits = Self {
            low998: average - far,
            low95: average - near,
            high95: average + near,
            high998: average + far,
        };
        (far.is_finite() && limits.high998.is_finite()).then_some(limits)
    }

    /// The position of a value among these limits.
    pub fn position(&self, value: f64) -> Position {
        if value < self.low998 {
            Position::Low998
        } else if value < self.low95 {
            Position::Low95
        } else if value > self.high998 {
            Position::High998
        } else if value > self.high95 {
            Position::High95
        } else {
            Position::Inside
        }
    }

    /// For drawing: no limit below zero, and none of a proportion above one. Not for [`Limits::position`].
    #[must_use]
    pub fn clamped(&self, kind: Kind) -> Self {
        let top = match kind {
            Kind::Proportion => 1.0,
            Kind::Rate => f64::MAX,
        };
        let clamp = |limit: f64| limit.clamp(0.0, top);
        Self {
            low998: clamp(self.low998),
            low95: clamp(self.low95),
            high95: clamp(self.high95),
            high998: clamp(self.high998),
        }
    }
}

/// Limits of a proportion at size `n`: `p0 -+ z sqrt(p0 (1 - p0) / n)`, raw. None when `average` is not in 0 to 1 or `n` is
/// not positive. The published R package does the same, though its help calls it Wilson.
pub fn proportion_limits(average: f64, n: f64) -> Option<Limits> {
    Limits::around(average, Kind::Proportion.standard_error(average, n)?)
}

/// The position of a proportion against the average, by the raw limits at its size. None when it has no value.
pub fn proportion_position(area: Area, average: f64) -> Option<Position> {
    let value = Kind::Proportion.value(area)?;
    Some(proportion_limits(average, area.denominator)?.position(value))
}

/// The position of a rate: whether the average lies outside the area's own interval ([`interval::rate`]). None when the
/// area has no value. `average` is per unit of denominator.
pub fn rate_position(area: Area, average: f64) -> Option<Position> {
    Kind::Rate.value(area)?;
    if !(average.is_finite() && average >= 0.0) {
        return None;
    }
    let at = |level| interval::rate(area.count, area.denominator, level);
    let (near, far) = (at(Level::P95)?, at(Level::P998)?);
    let above = |interval: interval::Interval| interval.low.is_some_and(|low| low > average);
    Some(if far.high < average {
        Position::Low998
    } else if near.high < average {
        Position::Low95
    } else if above(far) {
        Position::High998
    } else if above(near) {
        Position::High95
    } else {
        Position::Inside
    })
}

/// Positions of all areas against their own average, in order; none for an area without a value.
/// An empty answer says that there is no average.
pub fn positions(kind: Kind, areas: &[Area]) -> Vec<Option<Position>> {
    let Some(average) = kind.average(areas) else { return Vec::new() };
    let position = match kind {
        Kind::Proportion => proportion_position,
        Kind::Rate => rate_position,
    };
    areas.iter().map(|area| position(*area, average)).collect()
}

/// One place on the curve of one limit of a rate: at this denominator, the count lies on the limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Denominator at which the average expects as many events as the limit needs.
    pub denominator: f64,
    /// Count over that denominator.
    pub rate: f64,
}

/// Where the four curves of a rate funnel pass at one number of events. A curve is drawn through its points for 1, 2, 3 …
/// events; the four points of one number of events lie at four denominators.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateCurve {
    /// Lower 99.8% curve.
    pub low998: CurvePoint,
    /// Lower 95% curve.
    pub low95: CurvePoint,
    /// Upper 95% curve.
    pub high95: CurvePoint,
    /// Upper 99.8% curve.
    pub high998: CurvePoint,
}

/// The curves at a number of events, from solving the Poisson tails (2.5% and 0.1% each side) for the expected number:
/// the rate is `events / expected * average`. None when `events` or `average` is not positive, or a point is too far out.
pub fn rate_curve(events: f64, average: f64) -> Option<RateCurve> {
    if !(events > 0.0 && average > 0.0 && average.is_finite()) {
        return None;
    }
    let (near, far) =
        (interval::exact_poisson(events, Level::P95)?, interval::exact_poisson(events, Level::P998)?);
    let point = |expected: f64| {
        let point = CurvePoint { denominator: expected / average, rate: events / expected * average };
        let drawable = expected > 0.0 && point.denominator.is_finite() && point.rate.is_finite();
        drawable.then_some(point)
    };
    Some(RateCurve {
        low998: point(far.high)?,
        low95: point(near.high)?,
        high95: point(near.low?)?,
        high998: point(far.low?)?,
    })
}
