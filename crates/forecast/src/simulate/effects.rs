//! What interventions change, from when to when. A baseline has none.

use statistics::chance::Chance;

use super::rates::Route;

/// What an intervention works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// Multiplies the hazard of leaving.
    Leaving,
    /// Multiplies the rate at which vacancies are filled.
    Fill,
    /// Multiplies the rate at which agency workers take the posts that they cover, or sets it where it was nought.
    Conversion,
    /// So many join in one month, into vacancies.
    Joiners,
    /// So many newly qualified workers join in one month, into vacancies.
    NewlyQualified,
    /// So many posts are added.
    Posts,
    /// Multiplies the cases that a case holder can hold with the same work: business support takes tasks off them.
    Support,
    /// Multiplies the cases that there are.
    Demand,
    /// At most so many cases for each full-time worker; the rest wait.
    Cap,
}

/// An assumed effect. The value is a ratio where the mechanism multiplies, and else a number of people, posts or cases; it is
/// log-normal about the middle, with `low` and `high` the 10% and 90% points.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// What it works on.
    pub mechanism: Mechanism,
    /// Of filling vacancies, the one route that it works on; all without.
    pub route: Option<Route>,
    /// The roles, by number; all when empty.
    pub roles: Vec<u16>,
    /// The teams, by number; all when empty.
    pub teams: Vec<u16>,
    /// The middle.
    pub middle: f64,
    /// 10% point.
    pub low: f64,
    /// 90% point.
    pub high: f64,
    /// The first month in which it works.
    pub from: u16,
    /// The first in which it no longer does.
    pub to: u16,
    /// Months over which it grows to its full size.
    pub ramp: u16,
}

/// The normal deviate of 90%.
pub(crate) const TENTH: f64 = 1.281_551_565_544_600_4;

impl Effect {
    /// Whether it is meant for a role in a team.
    pub fn reaches(&self, role: u16, team: u16) -> bool {
        (self.roles.is_empty() || self.roles.contains(&role))
            && (self.teams.is_empty() || self.teams.contains(&team))
    }

    /// One value: a log-normal with the middle for median, each side with its own spread.
    pub fn draw(&self, chance: &mut Chance) -> f64 {
        let z = chance.normal();
        let end = if z < 0.0 { self.low } else { self.high };
        if !(self.middle > 0.0 && end > 0.0) {
            return self.middle.max(0.0);
        }
        self.middle * ((end / self.middle).ln().abs() * z / TENTH).exp()
    }

    /// Whether it works in a month.
    pub fn works(&self, month: u16) -> bool {
        (self.from..self.to).contains(&month)
    }

    /// A ratio's size in a month, given its full size: it grows from one.
    pub fn ratio(&self, full: f64, month: u16) -> f64 {
        if !self.works(month) {
            return 1.0;
        }
        let grown = f64::from(month - self.from + 1) / f64::from(self.ramp.max(1));
        full.powf(grown.min(1.0))
    }
}

/// What the effects of a mechanism, each with its full size, multiply by together in a month.
pub(crate) fn ratio(reached: &[(&Effect, f64)], mechanism: Mechanism, month: u16) -> f64 {
    by_route(reached, mechanism, None, month)
}

fn by_route(reached: &[(&Effect, f64)], mechanism: Mechanism, route: Option<Route>, month: u16) -> f64 {
    let own = reached.iter().filter(|(effect, _)| effect.mechanism == mechanism && effect.route == route);
    own.map(|(effect, size)| effect.ratio(*size, month)).product()
}

/// Whether any effect works on one route only.
pub(crate) fn tells_routes(reached: &[(&Effect, f64)]) -> bool {
    reached.iter().any(|(effect, _)| effect.route.is_some())
}

/// What effects on single routes multiply the filling of vacancies by in a month, given the share of it that each route is.
pub(crate) fn outside(reached: &[(&Effect, f64)], shares: [f64; 3], month: u16) -> f64 {
    let more = |route: Route| by_route(reached, Mechanism::Fill, Some(route), month) - 1.0;
    1.0 + Route::ALL.into_iter().zip(shares).map(|(route, share)| share * more(route)).sum::<f64>()
}
