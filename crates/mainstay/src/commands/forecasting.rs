//! Forecasts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::error::OfficeError;
use app::forecast::simulate::run::{By, Watch};
use app::forecasting::{BacktestAsk, RunAsk, backtests};

use crate::args::{ForecastCommand, GroupArg, RunArgs, StartArgs};
use crate::console::Console;
use crate::failure::Failure;
use crate::files;

use super::measuring::shelf;
use super::{Desk, Done, operator, say};

pub(super) async fn forecast(desk: &mut Desk<'_>, command: &ForecastCommand, console: &mut Console) -> Done {
    match command {
        ForecastCommand::Backtest(args) if args.own => {
            let (office, council) = desk.open_council().await?;
            let months = 12 * args.horizon.unwrap_or(1);
            let answer = office.hindsight(&council, months, 1).await?;
            say(console, &answer, &answer.tables())
        }
        ForecastCommand::Backtest(args) => {
            let ask = BacktestAsk {
                authority: args.authority.clone(),
                horizon: args.horizon,
                release: args.release.clone(),
            };
            let answer = backtests(&operator(None), &shelf(desk).await?.0, &ask)?;
            say(console, &answer, &answer.tables())
        }
        ForecastCommand::Run(args) => run(desk, args, console).await,
        ForecastCommand::Assumptions(start) => {
            let (office, council) = desk.open_council().await?;
            let answer = office.assumptions(&council, &ask(start)?).await?;
            say(console, &answer, &[answer.table()])
        }
    }
}

/// A question that asks for nothing but a start.
fn ask(start: &StartArgs) -> Result<RunAsk, Failure> {
    let text = |path: &PathBuf| files::read_text(path);
    Ok(RunAsk {
        months: 1,
        trials: 1,
        seed: 0,
        scenarios: Vec::new(),
        assumptions: start.assumptions.as_ref().map(text).transpose()?,
        by: By::Nothing,
        as_at: start.as_at,
        baseline: start.baseline.clone(),
        known_at: start.known_at.clone(),
        sensitivity: false,
    })
}

async fn run(desk: &mut Desk<'_>, args: &RunArgs, console: &mut Console) -> Done {
    let ask = RunAsk {
        months: args.months,
        trials: args.trials,
        seed: args.seed,
        scenarios: args.scenario.iter().map(|path| files::read_text(path)).collect::<Result<_, _>>()?,
        by: match args.by {
            None => By::Nothing,
            Some(GroupArg::Team) => By::Team,
            Some(GroupArg::Role) => By::Role,
        },
        sensitivity: args.sensitivity,
        ..ask(&args.start)?
    };
    let (office, council) = desk.open_council().await?;
    let watch = Watch::default();
    let finished = AtomicBool::new(false);
    let answer = std::thread::scope(|scope| {
        scope.spawn(|| progress(&watch, &finished, args.trials));
        let answer = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(office.forecast(&council, &ask, &watch))
        });
        finished.store(true, Ordering::Relaxed);
        answer
    })?;
    let stopped = || OfficeError::Refused("the simulation was stopped".to_owned());
    let answer = answer.ok_or_else(stopped)?;
    say(console, &answer, &answer.tables())
}

/// Says on standard error how far a long run is. Interrupting the program stops it: nothing is written.
fn progress(watch: &Watch, finished: &AtomicBool, trials: u64) {
    /// How often it looks, and after how many looks it speaks.
    const LOOK: Duration = Duration::from_millis(100);
    const SPEAK: u32 = 30;
    let mut looks = 0;
    while !finished.load(Ordering::Relaxed) {
        std::thread::sleep(LOOK);
        looks += 1;
        if looks % SPEAK == 0 {
            let done = watch.done.load(Ordering::Relaxed).min(trials);
            Console::progress(&format!("{done} of {trials} trials"));
        }
    }
}
