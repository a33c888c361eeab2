//! Funnels and control charts. The words are those of the R packages PHEindicatormethods and NHSRplotthedots.

use serde::Serialize;
use statistics::funnel::{Area, Kind, Position, positions, proportion_limits};
use statistics::interval::{self, Level};
use statistics::xmr::{self, Assurance, Better, Label, NoChart, Options, Point, Signal};

use super::input::{Asked, Input, numbers, wrong};
use super::node::Node;
use super::{Result, answer};

#[derive(Serialize)]
struct Funnel {
    points: Vec<FunnelPoint>,
}

#[derive(Serialize)]
struct FunnelPoint {
    rate: Option<f64>,
    lower_95: Option<f64>,
    upper_95: Option<f64>,
    lower_99_8: Option<f64>,
    upper_99_8: Option<f64>,
    significance: Option<&'static str>,
}

/// Limits of one area: lower and upper at 95%, then at 99.8%.
type Limits = [Option<f64>; 4];

fn funnel(input: &Input, kind: Kind, limits: impl Fn(Area, f64) -> Limits) -> Result {
    let (counts, denominators) = (input.some_numbers("numerators")?, input.numbers("denominators")?);
    if counts.len() != denominators.len() {
        return Err(wrong(
            "denominators",
            format!("has {} values where `numerators` has {}", denominators.len(), counts.len()),
        ));
    }
    if let Some(place) = counts.iter().position(|count| *count < 0.0) {
        return Err(wrong("numerators", format!("is negative at place {place} (from 0)")));
    }
    if let Some(place) = denominators.iter().position(|denominator| *denominator < 0.0) {
        return Err(wrong("denominators", format!("is negative at place {place} (from 0)")));
    }
    let above = |place: &usize| kind == Kind::Proportion && counts[*place] > denominators[*place];
    if let Some(place) = (0..counts.len()).find(above) {
        return Err(wrong("numerators", format!("is above its denominator at place {place} (from 0)")));
    }
    let areas: Vec<Area> = counts
        .iter()
        .zip(&denominators)
        .map(|(count, denominator)| Area { count: *count, denominator: *denominator })
        .collect();
    let average = kind.average(&areas);
    let mut places = positions(kind, &areas);
    places.resize(areas.len(), None);
    let point = |(area, position): (&Area, &Option<Position>)| {
        let none = [None; 4];
        let value = kind.value(*area);
        let own = value.and(average).map_or(none, |average| limits(*area, average));
        FunnelPoint {
            rate: value,
            lower_95: own[0],
            upper_95: own[1],
            lower_99_8: own[2],
            upper_99_8: own[3],
            significance: position.map(significance),
        }
    };
    answer(&Funnel { points: areas.iter().zip(&places).map(point).collect() })
}

fn significance(position: Position) -> &'static str {
    match position {
        Position::Low998 => "Low (0.001)",
        Position::Low95 => "Low (0.025)",
        Position::Inside => "Not significant",
        Position::High95 => "High (0.025)",
        Position::High998 => "High (0.001)",
    }
}

/// The limits are those of the average at the area's size, not cut at 0 and 1.
pub(super) fn funnel_proportion(input: &Input) -> Result {
    funnel(input, Kind::Proportion, |area, average| {
        proportion_limits(average, area.denominator).map_or([None; 4], |limits| {
            [limits.low95, limits.high95, limits.low998, limits.high998].map(Some)
        })
    })
}

/// The limits are those of the area's own rate: it differs when the average lies outside them.
pub(super) fn funnel_rate(input: &Input) -> Result {
    funnel(input, Kind::Rate, |area, _| {
        let at = |level| interval::rate(area.count, area.denominator, level);
        let (near, far) = (at(Level::P95), at(Level::P998));
        let (low, high) = (|own: interval::Interval| own.low, |own: interval::Interval| Some(own.high));
        [near.and_then(low), near.and_then(high), far.and_then(low), far.and_then(high)]
    })
}

#[derive(Serialize)]
struct XmrAnswer {
    mean: Vec<f64>,
    lower_limit: Vec<Option<f64>>,
    upper_limit: Vec<Option<f64>>,
    special_cause: Vec<&'static str>,
    point_type: Vec<&'static str>,
    assurance: Option<&'static str>,
}

pub(super) fn xmr(input: &Input) -> Result {
    let values = input.some_numbers("values")?;
    let better = input.word(
        "improvement",
        &[("neutral", Better::Neither), ("increase", Better::Higher), ("decrease", Better::Lower)],
    )?;
    let options = Options {
        screening: input.flag_or("screen_outliers", true)?,
        rules: true,
        rebase: rebase(input, values.len())?,
        baseline: fix_after(input)?,
        better,
        target: input.optional_number("target")?,
    };
    let chart = xmr::chart(&values, &options).map_err(|problem| match problem {
        NoChart::ShortBaseline(_) => wrong("fix_after", format!("gives no chart: {problem}")),
        NoChart::RebaseOutside(_) => wrong("rebase_at", format!("gives no chart: {problem}")),
        NoChart::NoValues | NoChart::NotFinite(_) | NoChart::TooLarge => {
            wrong("values", format!("gives no chart: {problem}"))
        }
    })?;
    let segment = |point: &Point| &chart.segments[point.segment];
    let limits = |point: &Point| segment(point).limits;
    let points = || chart.points.iter();
    answer(&XmrAnswer {
        mean: points().map(|point| segment(point).mean).collect(),
        lower_limit: points().map(|point| limits(point).map(|limits| limits.lower)).collect(),
        upper_limit: points().map(|point| limits(point).map(|limits| limits.upper)).collect(),
        special_cause: points().map(|point| special_cause(point.signal)).collect(),
        point_type: points().map(|point| point_type(point, segment(point).mean)).collect(),
        assurance: chart.assurance.map(|assurance| match assurance {
            Assurance::ConsistentlyMet => "consistent_pass",
            Assurance::ConsistentlyMissed => "consistent_fail",
            Assurance::HitAndMiss => "inconsistent",
        }),
    })
}

/// The first points of new limits, counted from 1 as the R package does.
fn rebase(input: &Input, points: usize) -> std::result::Result<Vec<usize>, Asked> {
    let Some(node) = input.optional_node("rebase_at") else { return Ok(Vec::new()) };
    let given = match node {
        Node::List(nodes) => nodes.as_slice(),
        other => std::slice::from_ref(other),
    };
    numbers("rebase_at", given)?;
    let place = |node: &Node| {
        let place = node.whole().and_then(|place| usize::try_from(place).ok());
        place
            .filter(|place| (2..=points).contains(place))
            .map(|place| place - 1)
            .ok_or_else(|| wrong("rebase_at", format!("must be the number of a point from 2 to {points}")))
    };
    given.iter().map(place).collect()
}

fn fix_after(input: &Input) -> std::result::Result<Option<usize>, Asked> {
    let Some(node) = input.optional_node("fix_after") else { return Ok(None) };
    let points = node.whole().and_then(|points| usize::try_from(points).ok());
    points.map(Some).ok_or_else(|| wrong("fix_after", "must be a whole number of points"))
}

fn special_cause(signal: Option<Signal>) -> &'static str {
    match signal {
        None => "Common Cause",
        Some(Signal::AboveLimit) => "Above UCL",
        Some(Signal::BelowLimit) => "Below LCL",
        Some(Signal::Rising) => "7 Point Trend (Increasing)",
        Some(Signal::Falling) => "7 Point Trend (Decreasing)",
        Some(Signal::TwoOfThreeAbove) => "2 in 3 Above CL",
        Some(Signal::TwoOfThreeBelow) => "2 in 3 Below CL",
        Some(Signal::ShiftAbove) => "7 Points Above CL",
        Some(Signal::ShiftBelow) => "7 Points Below CL",
    }
}

fn point_type(point: &Point, mean: f64) -> &'static str {
    match point.label {
        Label::CommonCause => "common_cause",
        Label::Improvement => "special_cause_improvement",
        Label::Concern => "special_cause_concern",
        Label::Neutral if point.value > mean => "special_cause_neutral_high",
        Label::Neutral => "special_cause_neutral_low",
    }
}
