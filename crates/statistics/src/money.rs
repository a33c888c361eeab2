//! Money over years: present value, and what a payment to keep people buys. Amounts are floating point, in pounds, because
//! they are estimates; no amount of the record passes through here.

use crate::real;

/// HM Treasury's Green Book rate for real flows of years 0 to 30.
pub const GREEN_BOOK: f64 = 0.035;

/// What one pound after so many years is worth today; year 0 is not discounted.
pub fn discount(rate: f64, years: usize) -> f64 {
    (1.0 + rate).powf(-real(years))
}

/// The present value of yearly flows, the first of them now. None when the rate is not above -1, or a value is not finite.
pub fn present_value(flows: &[f64], rate: f64) -> Option<f64> {
    let value: f64 = flows.iter().enumerate().map(|(year, flow)| flow * discount(rate, year)).sum();
    (rate > -1.0 && value.is_finite()).then_some(value)
}

/// A payment to people so that fewer leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payment {
    /// People who are paid.
    pub people: f64,
    /// Chance of leaving within a year without it, between 0 and 1.
    pub leaving: f64,
    /// What it multiplies the hazard of leaving by.
    pub hazard_ratio: f64,
    /// Cost per person and year, on-costs included, in pounds.
    pub cost: f64,
    /// Cost of one leaver, in pounds.
    pub leaver: f64,
}

/// What a payment buys in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bought {
    /// Chance of leaving with it.
    pub leaving: f64,
    /// Leavers avoided.
    pub avoided: f64,
    /// Cost of each; none when none is avoided.
    pub per_leaver: Option<f64>,
    /// Saved on leavers, less the payment.
    pub net: f64,
    /// The hazard ratio at which it pays for itself; none where none would.
    pub break_even_ratio: Option<f64>,
    /// The share of it that goes to people who would have stayed.
    pub deadweight: f64,
}

impl Payment {
    /// What it buys. None where the chance is not between 0 and 1 or the ratio is negative.
    pub fn buys(&self) -> Option<Bought> {
        let Self { people, leaving, hazard_ratio, cost, leaver } = *self;
        if !(leaving > 0.0 && leaving < 1.0 && hazard_ratio >= 0.0) {
            return None;
        }
        let after = 1.0 - (1.0 - leaving).powf(hazard_ratio);
        let drop = leaving - after;
        let share = cost / leaver;
        Some(Bought {
            leaving: after,
            avoided: people * drop,
            per_leaver: (drop > 0.0).then(|| cost / drop),
            net: leaver * people * drop - people * cost,
            break_even_ratio: (share < leaving).then(|| (1.0 - leaving + share).ln() / (1.0 - leaving).ln()),
            deadweight: (1.0 - leaving) / (1.0 - after),
        })
    }
}
