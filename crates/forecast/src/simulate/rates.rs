//! What is believed of rates: a value with its uncertainty, never a bare number.

use statistics::chance::Chance;

/// Bands of tenure in whole months: after the first, up to and including the second.
pub const BANDS: [(u16, u16); 5] = [(0, 12), (12, 24), (24, 60), (60, 120), (120, u16::MAX)];

/// The bands in words.
pub const BAND_NAMES: [&str; 5] =
    ["under 1 year", "1 to 2 years", "2 to 5 years", "5 to 10 years", "over 10 years"];

/// A value that is not known for sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Belief {
    /// Taken as it is.
    Known(f64),
    /// A rate.
    Gamma {
        /// Shape.
        shape: f64,
        /// Rate: the mean is `shape / rate`.
        rate: f64,
    },
    /// A share.
    Beta {
        /// For.
        a: f64,
        /// Against.
        b: f64,
    },
    /// A growth, which may be below nought.
    Normal {
        /// The mean.
        mean: f64,
        /// The spread.
        spread: f64,
    },
}

impl Belief {
    /// The middle of it.
    pub fn mean(self) -> f64 {
        match self {
            Self::Known(value) => value,
            Self::Gamma { shape, rate } => shape / rate,
            Self::Beta { a, b } => a / (a + b),
            Self::Normal { mean, .. } => mean,
        }
    }

    /// A share seen so many times of so many, drawn towards a share that is worth `worth` times.
    pub fn share(seen: f64, of: f64, usual: f64, worth: f64) -> Self {
        let usual = usual.clamp(1e-3, 1.0 - 1e-3);
        Self::Beta { a: seen.max(0.0) + worth * usual, b: (of - seen).max(0.0) + worth * (1.0 - usual) }
    }

    /// One value, as believed.
    pub fn draw(self, chance: &mut Chance) -> f64 {
        match self {
            Self::Known(value) => value,
            Self::Gamma { shape, rate } => chance.gamma(shape) / rate,
            Self::Beta { a, b } => chance.beta(a, b),
            Self::Normal { mean, spread } => mean + spread * chance.normal(),
        }
    }

    /// The value that it lies below with this chance, from draws: for showing it.
    pub fn interval(self) -> (f64, f64) {
        if let Self::Known(value) = self {
            return (value, value);
        }
        let mut chance = Chance::new(0, 0);
        let mut drawn: Vec<f64> = (0..2_000).map(|_| self.draw(&mut chance)).collect();
        drawn.sort_unstable_by(f64::total_cmp);
        (drawn[200], drawn[1_800])
    }
}

/// The way by which somebody who fills a vacancy comes from outside. Those who move up, the newly qualified and agency workers who
/// take the posts that they cover have rates of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// From another authority in England.
    Authority,
    /// From outside England.
    Abroad,
    /// From anywhere else.
    Elsewhere,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 3] = [Self::Authority, Self::Abroad, Self::Elsewhere];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Abroad => "abroad",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Authority => "another authority",
            Self::Abroad => "outside England",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What is believed of one role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRates {
    /// Leavers per person and year, by band of tenure.
    pub leaving: [Belief; 5],
    /// Chance that a vacancy is filled within a month of being tried.
    pub fill: Belief,
    /// Of those who fill vacancies from outside, the share that comes by each route, in the order of [`Route::ALL`].
    pub routes: [f64; 3],
    /// Months before a vacancy may be tried.
    pub approval: u16,
    /// Share of vacancies that agency workers cover.
    pub cover: Belief,
    /// Months until cover starts.
    pub cover_delay: u16,
    /// Chance in a month that an agency worker who covers a vacancy takes the post.
    pub conversion: Belief,
    /// Share of fills by somebody who moves up from another role.
    pub internal: Belief,
    /// The role that they come from.
    pub feeder: Option<u16>,
    /// Long absences per person and year.
    pub absence: Belief,
    /// Mean months that they last.
    pub absence_months: f64,
    /// Share of them that agency workers cover.
    pub absence_cover: Belief,
    /// Share of those at work who hold cases.
    pub holds: f64,
}

impl RoleRates {
    /// How many months a vacancy would be open on average if people came by one route only, by the middles of what is believed; none
    /// where nobody comes by it.
    pub fn months_to_fill(&self, route: Route) -> Option<f64> {
        let monthly = hazard(self.fill.mean()) * (1.0 - self.internal.mean()) * self.routes[route as usize];
        (monthly > 0.0).then(|| 1.0 / monthly)
    }
}

impl Default for RoleRates {
    /// Nothing happens.
    fn default() -> Self {
        let none = Belief::Known(0.0);
        Self {
            leaving: [none; 5],
            fill: none,
            routes: [0.0, 0.0, 1.0],
            approval: 0,
            cover: none,
            cover_delay: 0,
            conversion: none,
            internal: none,
            feeder: None,
            absence: none,
            absence_months: 1.0,
            absence_cover: none,
            holds: 1.0,
        }
    }
}

/// Newly qualified workers: what they carry in their first year, and how many come.
#[derive(Clone, Debug, PartialEq)]
pub struct NewlyQualified {
    /// What they carry, as a share of a full load.
    pub carried: f64,
    /// Months for which they do.
    pub months: u16,
    /// How many come in a year, as far as there are vacancies.
    pub yearly: Belief,
    /// The share of a year's that comes in each month, from the first simulated on; it comes round every year.
    pub spread: [f64; 12],
    /// Cohorts that are known: the month, and how many. None but these comes within half a year of one.
    pub known: Vec<(u16, u32)>,
    /// The roles that they join.
    pub roles: Vec<u16>,
}

impl Default for NewlyQualified {
    /// None comes.
    fn default() -> Self {
        Self {
            carried: 1.0,
            months: 12,
            yearly: Belief::Known(0.0),
            spread: [0.0; 12],
            known: Vec::new(),
            roles: Vec::new(),
        }
    }
}

impl NewlyQualified {
    /// Whether any may come.
    pub fn come(&self) -> bool {
        !self.roles.is_empty() && (self.yearly.mean() > 0.0 || !self.known.is_empty())
    }

    /// What they carry in thousandths of a full load.
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    pub(crate) fn carried_thousandths(&self) -> i32 {
        (self.carried.clamp(0.0, 1.0) * 1000.0).round() as i32
    }

    /// The share of a year's that comes in a month, where no known cohort is near.
    pub fn share(&self, month: u16) -> f64 {
        let near = self.known.iter().any(|(known, _)| known.abs_diff(month) <= 6);
        if near { 0.0 } else { self.spread[usize::from((month + 11) % 12)] }
    }
}

/// Demand: cases to be held, and how they grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Open cases at the start.
    pub cases: f64,
    /// Growth in the first year, on the log scale.
    pub growth: Belief,
    /// What is left of it a year later: one for a growth that goes on, less for one that tails off.
    pub damping: f64,
    /// Spread of what a year adds beyond it, on the log scale.
    pub noise: f64,
}

/// What is believed of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// By role, as numbered in the world.
    pub roles: Vec<RoleRates>,
    /// Shape of the council's yearly shock to leaving, a gamma of mean one; none for no shock.
    pub year_shape: Option<f64>,
    /// Spread of the country's yearly shock, on the log scale.
    pub nation: f64,
    /// Chance in a month that an agency engagement beyond vacancies ends.
    pub engagement_end: Belief,
    /// The newly qualified.
    pub newly_qualified: NewlyQualified,
    /// Demand; none where nothing is known of it, and then no caseload is reckoned.
    pub demand: Option<Demand>,
}

impl Rates {
    /// Rates of roles, without shocks or demand.
    pub fn plain(roles: Vec<RoleRates>) -> Self {
        Self {
            roles,
            year_shape: None,
            nation: 0.0,
            engagement_end: Belief::Known(0.0),
            newly_qualified: NewlyQualified::default(),
            demand: None,
        }
    }
}

/// The monthly hazard of a chance within a month: infinite for a certainty.
pub fn hazard(chance: f64) -> f64 {
    -(-chance.clamp(0.0, 1.0)).ln_1p()
}
