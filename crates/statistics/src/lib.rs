//! Pure numerics with published references: survival, intervals, funnels, control charts, trends, scores. Knows nothing
//! of records.
//!
//! Functions of numbers and slices: no input or output, no clock. Finite numbers in never give NaN or infinity out, nor
//! a panic; where a figure has no meaning the answer says so. Expected values in the tests come from the R packages and
//! Python libraries that each module names.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`interval`] | confidence intervals of proportions (Wilson), counts and rates (exact Poisson, Byar) |
//! | [`funnel`] | funnel plots of proportions and rates, and over-dispersion among areas |
//! | [`xmr`] | control charts of single values with the NHS "Making Data Count" rules |
//! | [`trend`] | Theil-Sen slope with interval, Mann-Kendall test |
//! | [`survival`] | spells with late entry: curves, tests between groups, destinations, rates by tenure, Cox |
//! | [`discrete`] | what goes with leaving, month by month: logistic and complementary log-log fits |
//! | [`shrinkage`] | rates of small groups drawn towards the rate of all |
//! | [`score`] | how good forecasts were: CRPS, pinball, interval score |
//! | [`money`] | present value, and what a payment buys |
//! | [`counts`] | the negative binomial |
//! | [`chance`] | a portable stream of random numbers |

pub mod chance;
pub mod counts;
pub mod discrete;
pub mod funnel;
mod gamma;
pub mod interval;
mod linear;
pub mod money;
pub mod score;
pub mod shrinkage;
pub mod survival;
pub mod trend;
pub mod xmr;

/// A count as a real number: far below 2^53, so exact.
#[expect(clippy::cast_precision_loss)]
pub(crate) fn count(count: u64) -> f64 {
    count as f64
}

/// A number of values as a real number: far below 2^53, so exact.
#[expect(clippy::cast_precision_loss)]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}
