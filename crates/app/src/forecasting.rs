//! Forecasts, and how good they would have been.

use benchmarks::{Measure, areas};
use forecast::council::assumption::set;
use forecast::council::beliefs::count;
use forecast::council::{Begun, Beliefs, FirstYear, Usual, begin, tornado};
use forecast::published::{Panel, Series, backtest};
use forecast::scenario::{self, Scenario, Used};
use forecast::simulate::run::{By, Plan, Watch, run as simulate};
use forecast::simulate::{Altered, Route};
use measures::ground::{Agreed, Ground};
use registers::parameter::Parameters;
use workforce::Date;

use crate::answers::backtests::BacktestAnswer;
use crate::answers::simulated::{AssumptionsAnswer, RunAnswer};
use crate::benchmarking::Shelf;
use crate::error::OfficeError;
use crate::office::{Council, Known, Office, may};
use crate::policy::{Action, Actor};

/// A question about past forecasts of the published series.
#[derive(Debug, Clone, Default)]
pub struct BacktestAsk {
    /// One council, by code or name; all together without.
    pub authority: Option<String>,
    /// So many years ahead; one and two without.
    pub horizon: Option<u16>,
    /// The release's label; the newest without one.
    pub release: Option<String>,
}

/// Backtests the published series of every council. With an authority, its own forecasts are listed, and the next years'.
pub fn backtests(actor: &Actor, shelf: &Shelf, ask: &BacktestAsk) -> Result<BacktestAnswer, OfficeError> {
    may(actor, Action::Forecast)?;
    let release = shelf.release(ask.release.as_deref())?;
    let panel = Panel::new(release)
        .ok_or_else(|| OfficeError::Refused(format!("release `{}` has no year", release.label())))?;
    let council = ask.authority.as_deref().map(|name| council(&panel, release, name)).transpose()?;
    let horizons = ask.horizon.map_or_else(|| vec![1, 2], |horizon| vec![horizon]);
    let all = Series::ALL.iter().flat_map(|series| horizons.iter().map(move |horizon| (*series, *horizon)));
    let done: Vec<_> = all.map(|(series, horizon)| backtest(&panel, series, horizon)).collect();
    if done.iter().all(|one| one.years.is_empty()) {
        return Err(OfficeError::Usage(format!(
            "release `{}` is too short to forecast {} years ahead and see what happened",
            release.label(),
            horizons.iter().max().copied().unwrap_or_default()
        )));
    }
    Ok(BacktestAnswer::new(release.label(), &panel, council, &done))
}

/// A council's place in the panel.
fn council(panel: &Panel, release: &benchmarks::Release, name: &str) -> Result<usize, OfficeError> {
    let found = |code: &str| {
        let mut councils = panel.councils().iter();
        councils
            .position(|council| council.code == code || council.code.split(" / ").any(|part| part == code))
    };
    let by_row = || release.row(name, panel.last()).ok().and_then(|row| found(row.code()));
    let by_code = || areas::find(name).and_then(|authority| found(&authority.code));
    by_row().or_else(by_code).or_else(|| found(name.trim())).ok_or_else(|| {
        OfficeError::Usage(format!(
            "no authority of release `{}` has the code or name `{name}`; --all takes every one together",
            release.label()
        ))
    })
}

/// A question about what the council's workforce may come to.
#[derive(Debug, Clone)]
pub struct RunAsk {
    /// Months ahead.
    pub months: u16,
    /// Trials.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// Scenarios, each as a file's name and text: each is set beside the baseline, and none touches it.
    pub scenarios: Vec<(String, String)>,
    /// A file of other values for assumptions, by key.
    pub assumptions: Option<(String, String)>,
    /// The groups.
    pub by: By,
    /// The day of the start; the last day on which anybody joined or left without.
    pub as_at: Option<Date>,
    /// The budget baseline.
    pub baseline: Option<String>,
    /// As known at a change number, date or instant.
    pub known_at: Option<String>,
    /// Whether it is also said what the forecast turns on.
    pub sensitivity: bool,
}

/// Trials where the whole number of them would show no more: chance alone, and what a forecast turns on.
const FEWER: u64 = 2_000;

/// A name for a run that nobody can guess.
pub fn run_name() -> Result<String, OfficeError> {
    Ok(ledger::random_hex(16)?)
}

/// A council ready to be simulated.
pub(crate) struct Ready {
    known: std::sync::Arc<Known>,
    pub(crate) begun: Begun,
    pub(crate) beliefs: Beliefs,
    pub(crate) known_at: u64,
    pub(crate) team_names: Vec<String>,
    pub(crate) role_names: Vec<String>,
}

impl Office {
    /// Simulates the council's children's social work. None when it was stopped.
    pub async fn forecast(
        &self,
        council: &Council,
        ask: &RunAsk,
        watch: &Watch,
    ) -> Result<Option<RunAnswer>, OfficeError> {
        let scenarios = read_all(&ask.scenarios)?;
        let ready = self.ready(council, ask).await?;
        let Ready { begun, beliefs, .. } = &ready;
        let (used, altered) = used(&scenarios, &ready)?;
        let plan = Plan {
            months: ask.months,
            trials: ask.trials,
            seed: ask.seed,
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            parameters: true,
            years: true,
            by: ask.by,
        };
        let Some(outcome) = simulate(&begun.world, &beliefs.rates, &plan, &altered, watch) else {
            return Ok(None);
        };
        // Chance alone, with fewer trials: what is left when rates were known and years alike.
        let alone =
            Plan { trials: ask.trials.min(FEWER), parameters: false, years: false, by: By::Nothing, ..plan };
        let Some(alone) = simulate(&begun.world, &beliefs.rates, &alone, &[], &Watch::default()) else {
            return Ok(None);
        };
        let turns = if ask.sensitivity {
            let fewer = Plan { trials: ask.trials.min(FEWER), ..plan };
            let Some(turns) = tornado(begun, beliefs, &fewer, watch) else { return Ok(None) };
            Some(turns)
        } else {
            None
        };
        Ok(Some(RunAnswer::new(&ready, ask, &used, &outcome, &alone, turns)))
    }

    /// Every parameter of a simulation with its range and source.
    pub async fn assumptions(
        &self,
        council: &Council,
        ask: &RunAsk,
    ) -> Result<AssumptionsAnswer, OfficeError> {
        let ready = self.ready(council, ask).await?;
        Ok(AssumptionsAnswer::new(&ready))
    }

    pub(crate) async fn ready(&self, council: &Council, ask: &RunAsk) -> Result<Ready, OfficeError> {
        self.may(Action::Forecast)?;
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let recorded_on = self.recorded_on(council, known.number).await?;
        let ground = Ground::new(&known.workforce, recorded_on, Agreed::default());
        let day = ask.as_at.or(ground.observed().map(|span| span.to)).ok_or_else(|| {
            OfficeError::Usage("nobody has left in this record: say from which day (--as-at)".to_owned())
        })?;
        let baseline = ask.baseline.as_deref();
        let first = first_year(&known, day);
        let mut begun = begin(&ground, day, ask.months, baseline, &first)?;
        if begun.world.slots.is_empty() {
            return Err(OfficeError::Usage(format!("there is no post in children's social work on {day}")));
        }
        let mut beliefs = count(&ground, &begun, &usual(), &first, baseline)?;
        (begun.world.held, begun.world.carried) = (beliefs.held.clone(), beliefs.carried.clone());
        if let Some((name, text)) = &ask.assumptions {
            set_all(&mut beliefs, &begun, name, text)?;
        }
        let workforce = &known.workforce;
        let team = |team: &Option<u32>| {
            team.map_or_else(|| "Not stated".to_owned(), |team| workforce.name_of_unit(team, day).to_owned())
        };
        Ok(Ready {
            team_names: begun.teams.iter().map(team).collect(),
            role_names: begun
                .roles
                .iter()
                .map(|role| workforce.title_of_role(*role, day).to_owned())
                .collect(),
            beliefs,
            known_at: known.number.0,
            begun,
            known,
        })
    }
}

/// Scenarios that are asked for, with everything wrong in all of them at once. Each has a name of its own.
fn read_all(files: &[(String, String)]) -> Result<Vec<(String, Scenario)>, OfficeError> {
    let (mut scenarios, mut wrong): (Vec<(String, Scenario)>, Vec<String>) = (Vec::new(), Vec::new());
    for (file, text) in files {
        match scenario::read(text) {
            Err(problems) => wrong.push(told(file, &problems)),
            Ok(own)
                if own.name == "baseline" || scenarios.iter().any(|(_, other)| other.name == own.name) =>
            {
                wrong.push(format!("{file}: the name `{}` is taken: give each scenario its own", own.name));
            }
            Ok(own) => scenarios.push((file.clone(), own)),
        }
    }
    if wrong.is_empty() { Ok(scenarios) } else { Err(OfficeError::Refused(wrong.join("\n"))) }
}

/// Scenarios by name, with what each changes.
type Uses = Vec<(String, Vec<Used>)>;

/// What each scenario changes in the council's world, by its name.
fn used(scenarios: &[(String, Scenario)], ready: &Ready) -> Result<(Uses, Vec<Altered>), OfficeError> {
    let (mut all, mut altered, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let (begun, demand) = (&ready.begun, ready.beliefs.rates.demand);
    for (file, own) in scenarios {
        match own.effects(&ready.known.workforce, &begun.world, begun.day, demand) {
            Ok((used, demand)) => {
                let effects = used.iter().map(|used| used.effect.clone()).collect();
                altered.push(Altered { effects, demand });
                all.push((own.name.clone(), used));
            }
            Err(problems) => wrong.push(told(file, &problems)),
        }
    }
    if wrong.is_empty() { Ok((all, altered)) } else { Err(OfficeError::Refused(wrong.join("\n"))) }
}

fn told(name: &str, problems: &[String]) -> String {
    problems.iter().map(|problem| format!("{name}: {problem}")).collect::<Vec<_>>().join("\n")
}

/// Other values for assumptions: everything wrong with them is told at once, and nothing is half set.
fn set_all(beliefs: &mut Beliefs, begun: &Begun, name: &str, text: &str) -> Result<(), OfficeError> {
    let values: toml::Table =
        text.parse().map_err(|problem| OfficeError::Refused(format!("{name}: {problem}")))?;
    let mut problems = Vec::new();
    for (key, value) in &values {
        let number = value
            .as_float()
            .or_else(|| value.as_integer().and_then(|whole| i32::try_from(whole).ok()).map(f64::from));
        let Some(number) = number else {
            problems.push(format!(
                "assumption `{key}` is no number; write keys with dots in quotes, \"fill.SW\" = 0.2"
            ));
            continue;
        };
        match set(&mut beliefs.rates, &begun.world, key, number) {
            Ok(()) => {
                for own in beliefs.assumptions.iter_mut().filter(|own| own.key == *key) {
                    (own.value, own.low, own.high) = (number, number, number);
                    own.source = format!("set in {name}");
                }
            }
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    // What comes from elsewhere follows from the routes that were set.
    for (role, rates) in begun.world.roles.iter().zip(&beliefs.rates.roles) {
        let rest = (format!("route.elsewhere.{role}"), rates.routes[Route::Elsewhere as usize]);
        for own in beliefs.assumptions.iter_mut().filter(|own| own.key == rest.0) {
            (own.value, own.low, own.high) = (rest.1, rest.1, rest.1);
        }
    }
    if beliefs.rates.demand.is_some_and(|demand| demand.cases > 0.0) && !beliefs.held.is_empty() {
        beliefs.absent = None;
    }
    if problems.is_empty() { Ok(()) } else { Err(OfficeError::Refused(told(name, &problems))) }
}

/// What a newly qualified worker carries and for how long, on a day, by the parameters of policy.
pub(crate) fn first_year(known: &Known, day: Date) -> FirstYear {
    let parameters = Parameters::new(known.workforce.records(), None);
    let (share, months) = ("asye.workload-share", "asye.months");
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let carried = parameters.millionths(share, day).map(|share| share as f64 / 1e6);
    let told = |name| parameters.on(name, day).map(|value| format!("{name} {}", value.told()));
    let source: Vec<String> = [share, months].into_iter().filter_map(told).collect();
    FirstYear {
        carried: carried.unwrap_or(1.0),
        months: parameters.number(months, day).and_then(|months| u16::try_from(months).ok()).unwrap_or(12),
        source: if source.is_empty() { "no parameter says so".to_owned() } else { source.join("; ") },
    }
}

/// What is usual in England, from the newest release that the program carries.
pub(crate) fn usual() -> Usual {
    let release = benchmarks::release::current();
    let year = release.years().into_iter().max().unwrap_or_default();
    let value = |measure| {
        let cell = benchmarks::release::figure(release, "England", year, measure).ok();
        cell.and_then(benchmarks::cell::Cell::number).map(|value| {
            #[expect(clippy::cast_precision_loss, reason = "rates are estimates; no figure is one")]
            let value = value.millionths() as f64 / 1e6;
            value
        })
    };
    let over = |a, b| value(a).zip(value(b)).map(|(a, b): (f64, f64)| a / b);
    Usual {
        leaving: over(Measure::LeaversHeadcount, Measure::InpostHeadcount).unwrap_or(0.16),
        cover: over(Measure::AgencyCoverFte, Measure::VacancyFte).unwrap_or(0.74),
        source: format!("DfE census {year}, release {}", release.label()),
    }
}
