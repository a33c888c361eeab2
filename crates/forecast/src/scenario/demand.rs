//! Demand as a scenario has it typed in.

use serde::Deserialize;

use crate::simulate::effects::TENTH;
use crate::simulate::rates::{Belief, Demand};

/// Demand as typed in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedDemand {
    /// Open cases at the start; the record's without.
    pub cases: Option<f64>,
    /// Growth in a year, as a share: 0.03 is three in a hundred more.
    pub growth: f64,
    /// 10% point.
    pub low: f64,
    /// 90% point.
    pub high: f64,
    /// What is left of the growth a year later; all of it without.
    pub damping: Option<f64>,
    /// Where it is from.
    pub source: String,
}

impl TypedDemand {
    /// Everything wrong with it.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.cases.is_some_and(|cases| !(cases > 0.0 && cases <= 1e6)) {
            wrong.push("`demand`: `cases` must be above 0".to_owned());
        }
        let in_order = -0.9 <= self.low && self.low <= self.growth && self.growth <= self.high;
        if !in_order || self.high > 2.0 {
            wrong.push(
                "`demand`: `low`, `growth` and `high` must be in order, from -0.9 to 2: 0.03 is three in a hundred more"
                    .to_owned(),
            );
        }
        if self.damping.is_some_and(|damping| !(0.0..=1.0).contains(&damping)) {
            wrong.push("`demand`: `damping` must be from 0 to 1".to_owned());
        }
        if self.source.trim().is_empty() {
            wrong.push("`demand`: `source` is empty".to_owned());
        }
        wrong
    }

    /// As a simulation takes it: cases, and what years differ by, are the record's where they are not typed in.
    pub(super) fn demand(&self, own: Option<Demand>) -> Result<Demand, String> {
        let cases = self.cases.or(own.map(|own| own.cases)).ok_or_else(|| {
            "`demand`: `cases` is missing, and the record holds no demand to take them from".to_owned()
        })?;
        let log = |share: f64| share.ln_1p();
        let spread = (log(self.high) - log(self.low)) / (2.0 * TENTH);
        Ok(Demand {
            cases,
            growth: Belief::Normal { mean: log(self.growth), spread },
            damping: self.damping.unwrap_or(1.0),
            noise: own.map_or(0.0, |own| own.noise),
        })
    }
}
