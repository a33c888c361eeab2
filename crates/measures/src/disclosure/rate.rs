//! Rates of released counts. They must not see an inside count: a rate comes from what is printed, or not at all.

use super::statement::{Policy, Released};
use serde::{Serialize, Serializer};
use std::fmt;

/// A printed rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleasedRate {
    /// In units of the last decimal, rounded once, half up.
    Rate {
        /// The rate without its decimal point.
        units: u64,
        /// How many digits stand behind the point.
        decimals: u32,
    },
    /// Numerator or denominator is withheld.
    Suppressed,
    /// Of nobody there is no rate.
    NoDenominator,
}

impl fmt::Display for ReleasedRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Rate { units, decimals: 0 } => units.to_string(),
            Self::Rate { units, decimals } => {
                let width = *decimals as usize + 1;
                let digits = format!("{units:0>width$}");
                let (whole, part) = digits.split_at(digits.len() - *decimals as usize);
                format!("{whole}.{part}")
            }
            Self::Suppressed => "c".into(),
            Self::NoDenominator => "z".into(),
        };
        f.pad(&text)
    }
}

/// As printed: digits, `c` (confidential) or `z` (not applicable).
impl Serialize for ReleasedRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `numerator` per so many of `denominator`; suppressed when either is. At most 9 decimals are given.
pub fn release_rate(numerator: Released, denominator: Released, per: u32, decimals: u32) -> ReleasedRate {
    match (numerator, denominator) {
        (Released::Count(_), Released::Count(0)) => ReleasedRate::NoDenominator,
        (Released::Count(numerator), Released::Count(denominator)) => {
            let decimals = decimals.min(9);
            units(numerator, denominator, per, decimals)
                .map_or(ReleasedRate::NoDenominator, |units| ReleasedRate::Rate { units, decimals })
        }
        _ => ReleasedRate::Suppressed,
    }
}

fn units(numerator: u64, denominator: u64, per: u32, decimals: u32) -> Option<u64> {
    let scale = u128::from(per) * 10_u128.pow(decimals);
    let denominator = u128::from(denominator);
    let units = (2 * u128::from(numerator) * scale + denominator).checked_div(2 * denominator)?;
    u64::try_from(units).ok()
}

/// To how many decimals, up to `most`, a rate may be printed over a known denominator when its numerator is
/// withheld elsewhere: so few that 1 and the threshold, and all between them, print the same. `None`: not at all.
/// It depends on the denominator only, since a choice by numerator would tell the numerator.
pub fn safe_decimals(denominator: u64, per: u32, most: u32, policy: &Policy) -> Option<u32> {
    let same = |decimals: &u32| {
        let one = units(1, denominator, per, *decimals);
        one.is_some() && one == units(policy.threshold(), denominator, per, *decimals)
    };
    (0..=most.min(9)).rev().find(same)
}
