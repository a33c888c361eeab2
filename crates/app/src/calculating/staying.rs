//! Curves, destinations and bands.

use serde::Serialize;
use statistics::interval::Level;
use statistics::shrinkage::Gamma;
use statistics::survival::Spells;
use statistics::survival::bands::{self, Band, Seen};
use statistics::survival::curve::Curve;
use statistics::survival::destinations::incidence;

use super::input::{Asked, Input, numbers, wrong};
use super::node::{Label, Node};
use super::{Result, answer};

#[derive(Serialize)]
struct Curves<T> {
    curves: Vec<T>,
}

#[derive(Serialize)]
struct CurveAnswer {
    group: Option<Label>,
    rows: Vec<CurveRow>,
    quantiles: Vec<QuantileRow>,
}

#[derive(Serialize)]
struct CurveRow {
    time: f64,
    n_risk: u64,
    n_event: u64,
    surv: f64,
    se: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    cumhaz: f64,
    cumhaz_se: f64,
}

#[derive(Serialize)]
struct QuantileRow {
    p: f64,
    time: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// The spells of each group; of all, without groups.
fn by_group(input: &Input, spells: Spells) -> std::result::Result<Vec<(Option<Label>, Spells)>, Asked> {
    Ok(match input.optional_labels("group", spells.len())? {
        None => vec![(None, spells)],
        Some((codes, labels)) => {
            let parts = spells.split(&codes, labels.len());
            labels.into_iter().map(Some).zip(parts).collect()
        }
    })
}

pub(super) fn kaplan_meier(input: &Input) -> Result {
    let spells = input.spells(Input::events)?;
    let level = input.level()?;
    let curves = by_group(input, spells)?.into_iter().map(|(group, spells)| {
        let curve = Curve::new(&spells, level);
        let rows = curve.rows.iter().map(|row| CurveRow {
            time: row.time,
            n_risk: row.at_risk,
            n_event: row.events,
            surv: row.survival,
            se: row.se,
            lower: row.interval.map(|(lower, _)| lower),
            upper: row.interval.map(|(_, upper)| upper),
            cumhaz: row.hazard,
            cumhaz_se: row.hazard_se,
        });
        let quantiles = [0.75, 0.5, 0.25].map(|p| curve.quantile(p)).into_iter().map(|quantile| {
            QuantileRow { p: quantile.p, time: quantile.time, lower: quantile.lower, upper: quantile.upper }
        });
        CurveAnswer { group, rows: rows.collect(), quantiles: quantiles.collect() }
    });
    answer(&Curves { curves: curves.collect() })
}

#[derive(Serialize)]
struct IncidenceAnswer {
    group: Option<Label>,
    cause: Label,
    rows: Vec<IncidenceRow>,
}

#[derive(Serialize)]
struct IncidenceRow {
    time: f64,
    cif: f64,
    var: f64,
    lower: Option<f64>,
    upper: Option<f64>,
}

pub(super) fn aalen_johansen(input: &Input) -> Result {
    let mut causes = Vec::new();
    let spells = input.spells(|input, wanted| {
        let (codes, labels) = input.labels("cause", wanted)?;
        // The label 0 is no cause; the others are numbered from 1 in their order.
        let is_none = |label: &Label| matches!(label, Label::Number(number) if number.as_f64() == Some(0.0));
        let mut outcomes = Vec::with_capacity(labels.len());
        for label in labels {
            if is_none(&label) {
                outcomes.push(0);
            } else {
                causes.push(label);
                outcomes.push(u32::try_from(causes.len()).unwrap_or(u32::MAX));
            }
        }
        Ok(codes.iter().map(|code| outcomes[*code as usize]).collect())
    })?;
    let level = input.level()?;
    let mut curves = Vec::new();
    for (group, spells) in by_group(input, spells)? {
        for (cause, rows) in causes.iter().zip(incidence(&spells, causes.len(), level)) {
            let rows = rows.iter().map(|row| IncidenceRow {
                time: row.time,
                cif: row.incidence,
                var: row.variance,
                lower: row.interval.map(|(lower, _)| lower),
                upper: row.interval.map(|(_, upper)| upper),
            });
            curves.push(IncidenceAnswer { group: group.clone(), cause: cause.clone(), rows: rows.collect() });
        }
    }
    answer(&Curves { curves })
}

#[derive(Serialize)]
struct Bands {
    bands: Vec<BandRow>,
}

#[derive(Serialize)]
struct BandRow {
    low: f64,
    high: Option<f64>,
    exposure: f64,
    events: u64,
    rate: Option<f64>,
    exact_lower: Option<f64>,
    exact_upper: Option<f64>,
    posterior_mean: Option<f64>,
}

pub(super) fn tenure_bands(input: &Input) -> Result {
    let spells = input.spells(Input::events)?;
    let earliest = spells.entry().unwrap_or(spells.exit());
    if let Some(place) = earliest.iter().position(|time| *time < 0.0) {
        let key = if spells.entry().is_some() { "entry" } else { "exit" };
        return Err(wrong(key, format!("is negative at place {place} (from 0): tenure starts at 0")));
    }
    let prior = prior(input)?;
    let bands = bands_of(input, prior.as_ref().and_then(|prior| prior.rates.as_ref().map(Vec::len)))?;
    let seen = bands::count(&spells, &bands);
    let priors = prior.map(|prior| prior.of(bands.len())).transpose()?;
    let row = |(at, seen): (usize, &Seen)| {
        let interval = seen.interval(Level::P95);
        let posterior = priors.as_ref().map(|priors| {
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
            priors[at].after(seen.events as f64, seen.exposure).mean()
        });
        BandRow {
            low: seen.band.low,
            high: seen.band.high,
            exposure: seen.exposure,
            events: seen.events,
            rate: seen.rate(),
            exact_lower: interval.map(|(low, _)| low),
            exact_upper: interval.map(|(_, high)| high),
            posterior_mean: posterior,
        }
    };
    answer(&Bands { bands: seen.iter().enumerate().map(row).collect() })
}

/// What is known before looking; a single number is for every band.
struct Prior {
    rates: Option<Vec<f64>>,
    rate: f64,
    events: Vec<f64>,
}

impl Prior {
    fn of(self, bands: usize) -> std::result::Result<Vec<Gamma>, Asked> {
        let wide = |key, list: Vec<f64>, one: f64| match list.len() {
            0 => Ok(vec![one; bands]),
            1 if bands > 1 => Ok(vec![list[0]; bands]),
            given if given == bands => Ok(list),
            given => Err(wrong(key, format!("has {given} values where there are {bands} bands"))),
        };
        let rates = wide("prior.rates", self.rates.unwrap_or_default(), self.rate)?;
        let events = wide("prior.events", self.events, 0.0)?;
        let gamma = |(rate, events): (&f64, &f64)| {
            let key = if *rate > 0.0 { "prior.events" } else { "prior.rates" };
            Gamma::worth(*rate, *events).ok_or_else(|| wrong(key, "must be above 0"))
        };
        rates.iter().zip(&events).map(gamma).collect()
    }
}

fn prior(input: &Input) -> std::result::Result<Option<Prior>, Asked> {
    let Some(node) = input.optional_node("prior") else { return Ok(None) };
    let Node::Object(pairs) = node else {
        return Err(wrong("prior", format!("is {}, not an object with `rates` and `events`", node.kind())));
    };
    if let Some((key, _)) = pairs.iter().find(|pair| pair.0 != "rates" && pair.0 != "events") {
        return Err(wrong(&format!("prior.{key}"), "is no key of prior: it has rates, events"));
    }
    let find = |key: &str| pairs.iter().find(|pair| pair.0 == key).map(|pair| &pair.1);
    let list = |key: &'static str, short: &str| match find(short) {
        Some(Node::List(nodes)) => numbers(key, nodes),
        Some(node) => match node.number() {
            Some(number) => Ok(vec![number]),
            None => Err(wrong(key, format!("is {}, not a list of numbers", node.kind()))),
        },
        None => Err(wrong(key, "is missing")),
    };
    let (rates, events) = (list("prior.rates", "rates")?, list("prior.events", "events")?);
    let single = matches!(find("rates"), Some(Node::Number(_)));
    let rate = rates.first().copied().unwrap_or_default();
    Ok(Some(Prior { rates: (!single).then_some(rates), rate, events }))
}

/// Bands as cuts (`[6, 12, 24]`, with or without the 0; the last is open unless the prior has one rate fewer), as pairs or as
/// objects with `low` and `high`.
fn bands_of(input: &Input, rates: Option<usize>) -> std::result::Result<Vec<Band>, Asked> {
    let Node::List(nodes) = input.node("bands")? else {
        return Err(wrong("bands", "is not a list of cuts such as [6, 12, 24]"));
    };
    let bands = if nodes.iter().all(|node| matches!(node, Node::Number(_) | Node::Null)) {
        let open = nodes.last() == Some(&Node::Null);
        cuts(&numbers("bands", &nodes[..nodes.len() - usize::from(open)])?, rates.filter(|_| !open))?
    } else {
        nodes.iter().enumerate().map(pair).collect::<std::result::Result<_, _>>()?
    };
    if bands.is_empty() { Err(wrong("bands", "is empty")) } else { Ok(bands) }
}

fn cuts(cuts: &[f64], rates: Option<usize>) -> std::result::Result<Vec<Band>, Asked> {
    if let Some(place) = (1..cuts.len()).find(|place| cuts[*place] <= cuts[place - 1]) {
        return Err(wrong("bands", format!("does not rise at place {place} (from 0)")));
    }
    if cuts.first().is_some_and(|first| *first < 0.0) {
        return Err(wrong("bands", "starts below 0"));
    }
    let mut bands = bands::bands(cuts);
    if rates.is_some_and(|rates| rates + 1 == bands.len()) && bands.len() > 1 {
        bands.pop();
    }
    Ok(bands)
}

fn pair((place, node): (usize, &Node)) -> std::result::Result<Band, Asked> {
    let end = |node: Option<&Node>| match node {
        None | Some(Node::Null) => Ok(None),
        Some(node) => node.number().map(Some).ok_or(()),
    };
    let ends = match node {
        Node::List(ends) if ends.len() == 2 => Some((end(ends.first()), end(ends.get(1)))),
        Node::Object(pairs) => {
            let find = |key: &str| pairs.iter().find(|pair| pair.0 == key).map(|pair| &pair.1);
            Some((end(find("low")), end(find("high"))))
        }
        _ => None,
    };
    match ends {
        Some((Ok(low), Ok(high))) => {
            let low = low.unwrap_or(0.0);
            if low >= 0.0 && high.is_none_or(|high| high > low) {
                return Ok(Band { low, high });
            }
            Err(wrong("bands", format!("has its ends out of order at place {place} (from 0)")))
        }
        _ => Err(wrong("bands", format!("is no pair of numbers at place {place} (from 0)"))),
    }
}
