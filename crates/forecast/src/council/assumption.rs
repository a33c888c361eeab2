//! Every parameter with its range and source; and setting another value, for the council that knows better.

use crate::simulate::rates::{Belief, Demand, Rates, Route};
use crate::simulate::world::World;

/// A parameter.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Assumption {
    /// The key under which another value can be given.
    pub key: String,
    /// What it is.
    pub what: String,
    /// The middle.
    pub value: f64,
    /// 10% point.
    pub low: f64,
    /// 90% point.
    pub high: f64,
    /// Where it comes from.
    pub source: String,
}

impl Assumption {
    pub(super) fn new(key: String, what: &str, belief: Belief, source: String) -> Self {
        let (low, high) = belief.interval();
        Self { key, what: what.to_owned(), value: belief.mean(), low, high, source }
    }
}

/// Why a value cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSet {
    /// No parameter has that key.
    #[error("there is no assumption `{0}`; `mainstay forecast assumptions` lists them")]
    Unknown(String),
    /// It follows from others.
    #[error("assumption `{0}` is what the other routes leave: set those")]
    Rest(String),
    /// A value that the parameter cannot have.
    #[error("assumption `{0}` must be a number from {1} to {2}")]
    Outside(String, &'static str, &'static str),
}

/// Sets a parameter to a value that is taken as known.
pub fn set(rates: &mut Rates, world: &World, key: &str, value: f64) -> Result<(), NotSet> {
    let share = || {
        let possible = (0.0..=1.0).contains(&value);
        if possible { Ok(Belief::Known(value)) } else { Err(NotSet::Outside(key.to_owned(), "0", "1")) }
    };
    let rate = |most: f64, words| {
        let possible = (0.0..=most).contains(&value);
        if possible { Ok(value) } else { Err(NotSet::Outside(key.to_owned(), "0", words)) }
    };
    let unknown = || NotSet::Unknown(key.to_owned());
    match key {
        "year_shape" => rates.year_shape = Some(rate(1e6, "1000000")?).filter(|shape| *shape > 0.0),
        "nation" => rates.nation = rate(2.0, "2")?,
        "engagement_end" => rates.engagement_end = share()?,
        "newly_qualified" => rates.newly_qualified.yearly = Belief::Known(rate(10_000.0, "10000")?),
        "newly_qualified_load" => rates.newly_qualified.carried = share()?.mean(),
        "newly_qualified_months" => rates.newly_qualified.months = whole(rate(60.0, "60")?),
        "cases" | "demand_growth" | "demand_damping" | "demand_noise" => {
            set_demand(rates, key, value)
                .map_err(|(low, high)| NotSet::Outside(key.to_owned(), low, high))?;
        }
        "absence" | "absence_months" | "absence_cover" | "conversion" => {
            let (yearly, months) = (rate(10.0, "10"), rate(120.0, "120"));
            for role in &mut rates.roles {
                match key {
                    "absence" => role.absence = Belief::Known(yearly.clone()?),
                    "absence_months" => role.absence_months = months.clone()?,
                    "absence_cover" => role.absence_cover = share()?,
                    _ => role.conversion = share()?,
                }
            }
        }
        _ => {
            let (name, role) = world
                .roles
                .iter()
                .enumerate()
                .find_map(|(at, role)| Some((key.strip_suffix(role.as_str())?.strip_suffix('.')?, at)))
                .ok_or_else(unknown)?;
            let own = rates.roles.get_mut(role).ok_or_else(unknown)?;
            if let Some(code) = name.strip_prefix("route.") {
                let route = Route::ALL.into_iter().find(|route| route.code() == code).ok_or_else(unknown)?;
                return set_route(&mut own.routes, route, share()?.mean(), key);
            }
            match name.strip_prefix("leaving.").map(str::parse::<usize>) {
                Some(Ok(band @ 1..=5)) => own.leaving[band - 1] = Belief::Known(rate(20.0, "20")?),
                Some(_) => return Err(unknown()),
                None => match name {
                    "fill" => own.fill = share()?,
                    "cover" => own.cover = share()?,
                    "internal" => own.internal = share()?,
                    "holds" => own.holds = share()?.mean(),
                    _ => return Err(unknown()),
                },
            }
        }
    }
    Ok(())
}

/// Sets the share of a route; what comes from elsewhere is what the named routes leave, so that it does not matter in which order
/// they are set.
fn set_route(routes: &mut [f64; 3], route: Route, share: f64, key: &str) -> Result<(), NotSet> {
    let rest = Route::Elsewhere as usize;
    if route as usize == rest {
        return Err(NotSet::Rest(key.to_owned()));
    }
    let named: f64 = (0..rest).map(|at| if at == route as usize { share } else { routes[at] }).sum();
    if named > 1.0 + 1e-9 {
        return Err(NotSet::Outside(key.to_owned(), "0", "what the other routes leave"));
    }
    routes[route as usize] = share;
    routes[rest] = (1.0 - named).max(0.0);
    Ok(())
}

/// A whole number of months.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of months that was looked at"
)]
fn whole(months: f64) -> u16 {
    months.round() as u16
}

/// Sets a parameter of demand; cases can be set where the record holds none. Gives the limits of a value beyond them.
fn set_demand(rates: &mut Rates, key: &str, value: f64) -> Result<(), (&'static str, &'static str)> {
    let none = Demand { cases: 0.0, growth: Belief::Known(0.0), damping: 1.0, noise: 0.0 };
    let mut demand = rates.demand.unwrap_or(none);
    let (low, high, words) = match key {
        "cases" => (0.0, 1e6, ("0", "1000000")),
        "demand_growth" => (-1.0, 1.0, ("-1", "1")),
        _ => (0.0, 1.0, ("0", "1")),
    };
    if !(low..=high).contains(&value) {
        return Err(words);
    }
    match key {
        "cases" => demand.cases = value,
        "demand_growth" => demand.growth = Belief::Known(value),
        "demand_damping" => demand.damping = value,
        _ => demand.noise = value,
    }
    rates.demand = Some(demand);
    Ok(())
}
