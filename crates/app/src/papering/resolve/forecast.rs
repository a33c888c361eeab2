//! The forecasts in a paper: the answers of `app::forecasting` and `app::hindsight`, of groups only.

use forecast::simulate::Measure;
use forecast::simulate::run::{By, Watch};
use papers::compose::{ForecastAnswer, Path, PathPoint};
use papers::paper::{ForecastPart, ForecastSpec};
use papers::words;
use workforce::change::ChangeNumber;

use super::register::shown;
use super::still;
use crate::answers::hindsight::turns;
use crate::answers::simulated::{PathAnswer, RunAnswer, is_shown};
use crate::error::OfficeError;
use crate::forecasting::{BacktestAsk, RunAsk, backtests};
use crate::office::{Council, Office};
use crate::planning::Plan;
use crate::table;

/// The first month of a path that leaves the council: what is nearer is what stands now, which goes through disclosure control.
const FIRST_RELEASED: u16 = 3;

/// How far ahead the council's own past was forecast, in months, and with which seed.
const SCORED: (u16, u64) = (12, 1);

impl Office {
    /// A forecast, from the record as it is at the change that the whole paper is built from.
    pub(super) async fn paper_forecast(
        &self,
        council: &Council,
        spec: &ForecastSpec,
        release: bool,
        known_at: ChangeNumber,
    ) -> Result<ForecastAnswer, OfficeError> {
        if release && !spec.show.may_leave() {
            return Err(OfficeError::Usage(format!(
                "`{}` tells counts of the record that do not go through disclosure control: leave it out of what is \
                 published",
                spec.show
            )));
        }
        let (office, council, spec) = (self.clone(), council.clone(), spec.clone());
        let runtime = tokio::runtime::Handle::current();
        // As long as a run takes: not on a thread that answers others.
        let told = tokio::task::spawn_blocking(move || {
            runtime.block_on(office.told_forecast(&council, &spec, release, known_at))
        });
        told.await.map_err(|problem| OfficeError::Refused(problem.to_string()))?
    }

    async fn told_forecast(
        &self,
        council: &Council,
        spec: &ForecastSpec,
        release: bool,
        known_at: ChangeNumber,
    ) -> Result<ForecastAnswer, OfficeError> {
        let of = |table: table::Table| ForecastAnswer::Table(shown(table, None, &[]));
        match spec.show {
            ForecastPart::Path => {
                Ok(ForecastAnswer::Path(self.path(council, spec, release, known_at).await?))
            }
            ForecastPart::Scores => {
                let ask = BacktestAsk::default();
                let answer = backtests(&self.actor, &*self.releases().await?, &ask)?;
                first(answer.tables()).map(of)
            }
            ForecastPart::OwnScores => {
                let answer = self.hindsight(council, spec.months, u64::from(spec.seed)).await?;
                still(answer.known_at, known_at)?;
                first(answer.tables()).map(of)
            }
            ForecastPart::Assumptions => {
                let ask = self.run_ask(council, spec, known_at).await?;
                Ok(of(self.assumptions(council, &ask).await?.table()))
            }
            ForecastPart::Turns => {
                let ask = RunAsk { sensitivity: true, ..self.run_ask(council, spec, known_at).await? };
                let answer = self.ran(council, &ask).await?;
                let table = answer.sensitivity.as_ref().map(|own| turns(own, spec.months));
                first(table.into_iter().collect()).map(of)
            }
        }
    }

    /// The question of a forecast, with the scenarios that the record keeps.
    async fn run_ask(
        &self,
        council: &Council,
        spec: &ForecastSpec,
        known_at: ChangeNumber,
    ) -> Result<RunAsk, OfficeError> {
        let mut scenarios = Vec::new();
        for id in &spec.scenarios {
            let (kept, seen) = self.plan(council, Plan::Scenario, id).await?;
            still(seen, known_at)?;
            scenarios.push((format!("{id}.toml"), kept.text));
        }
        Ok(RunAsk {
            months: spec.months,
            trials: u64::from(spec.trials),
            seed: u64::from(spec.seed),
            scenarios,
            assumptions: None,
            by: By::Nothing,
            as_at: Some(spec.as_at),
            baseline: None,
            known_at: Some(known_at.0.to_string()),
            sensitivity: false,
        })
    }

    async fn ran(&self, council: &Council, ask: &RunAsk) -> Result<RunAnswer, OfficeError> {
        let answer = self.forecast(council, ask, &Watch::default()).await?;
        answer.ok_or_else(|| OfficeError::Refused("the run was stopped".to_owned()))
    }

    async fn path(
        &self,
        council: &Council,
        spec: &ForecastSpec,
        release: bool,
        known_at: ChangeNumber,
    ) -> Result<Path, OfficeError> {
        let code = spec.measure.as_deref().unwrap_or_default();
        let measure = Measure::ALL.into_iter().find(|measure| measure.code() == code).ok_or_else(|| {
            let all: Vec<&str> = Measure::ALL.iter().map(|measure| measure.code()).collect();
            OfficeError::Usage(format!("`measure` is one of {}", all.join(", ")))
        })?;
        if release && spec.months < FIRST_RELEASED {
            return Err(OfficeError::Usage(format!(
                "what is published begins {FIRST_RELEASED} months ahead: give more `months`"
            )));
        }
        let answer = self.ran(council, &self.run_ask(council, spec, known_at).await?).await?;
        let paths: Vec<&PathAnswer> =
            answer.paths.iter().filter(|path| path.measure == code && path.group.is_none()).collect();
        if paths.is_empty() {
            let why = answer.no_caseload.as_deref().unwrap_or("the record does not hold what it needs");
            return Err(OfficeError::Refused(format!("`{code}` cannot be forecast: {why}")));
        }
        let mut notes = vec![format!(
            "{} trials with seed {}. Groups only: nothing is predicted for anybody by name.",
            answer.trials, answer.seed
        )];
        if release {
            notes.push(format!(
                "In whole numbers, from month {FIRST_RELEASED} on: what stands now is published as a figure of its own."
            ));
        }
        let case = |path: &&PathAnswer| {
            let name = if path.variant == "baseline" { "As it is".to_owned() } else { path.variant.clone() };
            (name, points(path, measure, release))
        };
        Ok(Path {
            measure: measure.title().to_owned(),
            start: words::date(spec.as_at),
            cases: paths.iter().map(case).collect(),
            verdict: self.how_good(council, measure, known_at).await?,
            notes,
        })
    }

    /// How good forecasts of a measure have been, of the council's own past.
    async fn how_good(
        &self,
        council: &Council,
        measure: Measure,
        known_at: ChangeNumber,
    ) -> Result<String, OfficeError> {
        let (months, seed) = SCORED;
        let own = self.hindsight(council, months, seed).await?;
        if let Some(verdict) = own.verdict_of(measure) {
            still(own.known_at, known_at)?;
            return Ok(format!("Forecasts of this council's own past, {months} months ahead: {verdict}."));
        }
        let scored = own.measures.iter().any(|own| own.forecasts > 0);
        Ok(if scored {
            "Forecasts of this measure have not been scored.".to_owned()
        } else {
            "This record is too short to score forecasts of its own past.".to_owned()
        })
    }
}

fn first(tables: Vec<table::Table>) -> Result<table::Table, OfficeError> {
    tables.into_iter().next().ok_or_else(|| OfficeError::Refused("there is nothing to show".to_owned()))
}

/// A path as a paper shows it: with a decimal, or, as it leaves the council, in whole numbers and without its first months.
fn points(path: &PathAnswer, measure: Measure, release: bool) -> Vec<PathPoint> {
    let counts_people = matches!(measure, Measure::Left | Measure::Joined);
    let decimals = usize::from(!release && !counts_people);
    let rounded = |value: f64| {
        let by = if decimals == 0 { 1.0 } else { 10.0 };
        (value * by).round() / by
    };
    let last = path.months.last().map_or(0, |month| month.month);
    let kept = path.months.iter().filter(|month| !release || month.month >= FIRST_RELEASED);
    kept.map(|month| {
        let own = &month.summary;
        let band = |low: f64, high: f64| (rounded(low), rounded(high));
        PathPoint {
            month: month.month,
            middle: rounded(own.median),
            bands: [
                band(own.lower_50, own.upper_50),
                band(own.lower_80, own.upper_80),
                band(own.lower_90, own.upper_90),
            ],
            decimals,
            in_table: is_shown(month.month, last),
        }
    })
    .collect()
}
