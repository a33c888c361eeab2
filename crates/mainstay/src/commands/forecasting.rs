//! Forecasts.

use app::forecasting::{BacktestAsk, backtests};

use crate::args::ForecastCommand;
use crate::console::Console;

use super::measuring::shelf;
use super::{Desk, Done, operator, say};

pub(super) async fn forecast(desk: &mut Desk<'_>, command: &ForecastCommand, console: &mut Console) -> Done {
    match command {
        ForecastCommand::Backtest(args) => {
            let ask = BacktestAsk {
                authority: args.authority.clone(),
                horizon: args.horizon,
                release: args.release.clone(),
            };
            let answer = backtests(&operator(None), &shelf(desk).await?.0, &ask)?;
            say(console, &answer, &answer.tables())
        }
    }
}
