//! A share with its parts and its interval.

use serde::Serialize;
use statistics::interval::{Interval, Level, wilson};

/// A share with its parts and a 95% interval (Wilson); no interval of nobody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Who it is of.
    pub group: &'static str,
    /// How many of them.
    pub part: u64,
    /// How many there are.
    pub whole: u64,
    /// Lower and upper limit, from 0 to 1.
    pub limits: Option<(f64, f64)>,
}

impl Share {
    /// A share of a group.
    pub fn new(group: &'static str, part: u64, whole: u64) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "statistics work on floating point; counts of people are small"
        )]
        let limits = wilson(part as f64, whole as f64, Level::P95);
        let limits = limits.map(|Interval { low, high, .. }| (low.unwrap_or(0.0), high));
        Self { group, part, whole, limits }
    }
}
