//! The published series of every council: forecasts one and two years ahead, and how good such forecasts would have been.
//!
//! A forecast is made of a [`Panel`] that ends with the year of its origin, so that it cannot see the figures that it is
//! scored on. But the form of the models, and the values that they start from before looking (spreads of leaving, how far
//! stocks are drawn), were chosen with the years to 2023 in view, after several forms were scored on 2021 to 2023. Scores
//! on those years flatter the models; years after 2023 are the fair test.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`panel`] | the series by council and year |
//! | [`ensemble`] | a forecast as evenly spaced quantiles, and its scores |
//! | [`leavers`] | leavers: negative binomial, drawn towards the national rate, with noise of councils and years |
//! | [`stocks`] | in post, agency, vacancies: change since the last year, with noise of councils and years |
//! | [`naive`] | what anybody could say: the last value, a mean, a line |
//! | [`mod@backtest`] | rolling origins, scores, and which forecast is best |

pub mod backtest;
pub mod ensemble;
pub mod leavers;
pub mod naive;
pub mod panel;
pub mod stocks;

pub use backtest::{Backtest, Method, Scores, backtest};
pub use ensemble::Ensemble;
pub use panel::{Panel, Series};

/// Our forecast of a series for every council of the panel, `horizon` years after its last year; none for a council whose
/// last value is not there.
pub fn forecast(panel: &Panel, series: Series, horizon: u16) -> Vec<Option<Ensemble>> {
    match series {
        Series::Leavers => leavers::forecast(panel, horizon),
        Series::InPost | Series::Agency | Series::Vacancies => stocks::forecast(panel, series, horizon),
    }
}
