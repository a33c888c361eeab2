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
}

impl Belief {
    /// The middle of it.
    pub fn mean(self) -> f64 {
        match self {
            Self::Known(value) => value,
            Self::Gamma { shape, rate } => shape / rate,
            Self::Beta { a, b } => a / (a + b),
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

/// What is believed of one role.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRates {
    /// Leavers per person and year, by band of tenure.
    pub leaving: [Belief; 5],
    /// Chance that a vacancy is filled within a month of being tried.
    pub fill: Belief,
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
}

impl Default for RoleRates {
    /// Nothing happens.
    fn default() -> Self {
        let none = Belief::Known(0.0);
        Self {
            leaving: [none; 5],
            fill: none,
            approval: 0,
            cover: none,
            cover_delay: 0,
            conversion: none,
            internal: none,
            feeder: None,
            absence: none,
            absence_months: 1.0,
            absence_cover: none,
        }
    }
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
}

impl Rates {
    /// Rates of roles, without shocks or demand.
    pub fn plain(roles: Vec<RoleRates>) -> Self {
        Self { roles, year_shape: None, nation: 0.0, engagement_end: Belief::Known(0.0) }
    }
}

/// The monthly hazard of a chance within a month: infinite for a certainty.
pub fn hazard(chance: f64) -> f64 {
    -(-chance.clamp(0.0, 1.0)).ln_1p()
}
