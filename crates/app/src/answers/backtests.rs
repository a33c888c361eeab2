//! How good forecasts of the published series would have been, as an answer.

use forecast::published::backtest::{Record, TOLERANCE, Told};
use forecast::published::{Backtest, Ensemble, Method, Panel, Series};
use serde::Serialize;

use crate::table::Table;

/// Backtests, as `mainstay forecast backtest --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct BacktestAnswer {
    /// The release of the published figures.
    pub release: String,
    /// The council whose forecasts are listed; none for all together.
    pub authority: Option<AuthorityAnswer>,
    /// Each series at each horizon, over all councils.
    pub measures: Vec<MeasureAnswer>,
}

/// A council.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct AuthorityAnswer {
    pub code: String,
    pub name: String,
}

/// One series at one horizon.
#[derive(Debug, Clone, Serialize)]
pub struct MeasureAnswer {
    /// The published measure.
    pub measure: &'static str,
    /// Its name for people.
    #[serde(skip)]
    title: &'static str,
    /// Years ahead.
    pub horizon: u16,
    /// The years that were forecast.
    pub years: Vec<u16>,
    /// The method to show first: the best one.
    pub best: String,
    /// Naive methods that did better than the model.
    pub better_than_model: Vec<String>,
    /// Naive methods that the model is not clearly better than: the interval of the difference holds nought.
    pub not_clearly_worse: Vec<String>,
    /// Whether the model's intervals hold within five points of what they say.
    pub coverage_kept: bool,
    /// The methods, best first.
    pub methods: Vec<MethodAnswer>,
    /// A council's own forecasts with what happened, the best method's first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forecasts: Vec<ForecastAnswer>,
    /// A council's forecast of the year to come, by the model and by the best method.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<ForecastAnswer>,
}

/// A method's scores.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "as in `forecast::published::backtest`")]
pub struct MethodAnswer {
    pub method: String,
    pub forecasts: usize,
    pub crps: Option<f64>,
    pub pinball: Option<f64>,
    pub mae: Option<f64>,
    pub bias: Option<f64>,
    pub coverage_80: Option<f64>,
    pub coverage_95: Option<f64>,
    pub width_80: Option<f64>,
    /// By how much the model's CRPS is smaller than this method's, as a share of it, on the forecasts that both made.
    pub model_skill: Option<f64>,
    pub model_skill_lower: Option<f64>,
    pub model_skill_upper: Option<f64>,
}

/// One forecast.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct ForecastAnswer {
    pub method: String,
    pub year: u16,
    pub median: f64,
    pub lower_80: f64,
    pub upper_80: f64,
    pub lower_95: f64,
    pub upper_95: f64,
    pub happened: Option<f64>,
    pub crps: Option<f64>,
}

impl ForecastAnswer {
    fn new(method: Method, year: u16, ensemble: &Ensemble, happened: Option<f64>) -> Self {
        let (near, far) = (ensemble.interval(0.8), ensemble.interval(0.95));
        Self {
            method: method.to_string(),
            year,
            median: ensemble.median(),
            lower_80: near.0,
            upper_80: near.1,
            lower_95: far.0,
            upper_95: far.1,
            happened,
            crps: happened.map(|happened| ensemble.crps(happened)),
        }
    }

    fn row(&self, measure: &MeasureAnswer) -> Vec<String> {
        let happened = self.happened.map_or_else(|| "to come".to_owned(), |value| format!("{value:.1}"));
        vec![
            measure.title.to_owned(),
            measure.horizon.to_string(),
            self.year.to_string(),
            self.method.clone(),
            format!("{:.0}", self.median),
            format!("{:.0} to {:.0}", self.lower_80, self.upper_80),
            format!("{:.0} to {:.0}", self.lower_95, self.upper_95),
            happened,
        ]
    }
}

fn title(series: Series) -> &'static str {
    match series {
        Series::Leavers => "Leavers in the year, people",
        Series::InPost => "In post, FTE",
        Series::Agency => "Agency workers, FTE",
        Series::Vacancies => "Vacancies, FTE",
    }
}

impl MethodAnswer {
    fn new(record: &Record) -> Self {
        let Record { scores, beside, .. } = record;
        Self {
            method: record.method.to_string(),
            forecasts: scores.map_or(0, |scores| scores.forecasts),
            crps: scores.map(|scores| scores.crps),
            pinball: scores.map(|scores| scores.pinball),
            mae: scores.map(|scores| scores.mae),
            bias: scores.map(|scores| scores.bias),
            coverage_80: scores.map(|scores| scores.coverage_80),
            coverage_95: scores.map(|scores| scores.coverage_95),
            width_80: scores.map(|scores| scores.width_80),
            model_skill: beside.map(|beside| beside.skill),
            model_skill_lower: beside.map(|beside| beside.interval.0),
            model_skill_upper: beside.map(|beside| beside.interval.1),
        }
    }
}

impl MeasureAnswer {
    fn new(panel: &Panel, council: Option<usize>, done: &Backtest) -> Self {
        let Backtest { series, horizon, .. } = *done;
        let best = done.records.first().map_or(Method::Model, |record| record.method);
        let told = |record: &Record| -> Vec<ForecastAnswer> {
            let own = record.told.iter().filter(|told| Some(told.council) == council);
            let forecast = |told: &Told| {
                ForecastAnswer::new(record.method, told.year, &told.ensemble, Some(told.happened))
            };
            own.map(forecast).collect()
        };
        let next = |method: Method| {
            let ensemble = method.forecast(panel, series, horizon).into_iter().nth(council?)??;
            Some(ForecastAnswer::new(method, panel.last() + horizon, &ensemble, None))
        };
        let shown = |method: &Method| *method == best || *method == Method::Model;
        Self {
            measure: series.measure().column(),
            title: title(series),
            horizon,
            years: done.years.clone(),
            best: best.to_string(),
            better_than_model: done.better().iter().map(ToString::to_string).collect(),
            not_clearly_worse: done.level().iter().map(ToString::to_string).collect(),
            coverage_kept: done.model().and_then(|record| record.scores).is_some_and(|own| own.covers()),
            methods: done.records.iter().map(MethodAnswer::new).collect(),
            forecasts: done.records.iter().filter(|record| shown(&record.method)).flat_map(told).collect(),
            next: done.records.iter().map(|record| record.method).filter(shown).filter_map(next).collect(),
        }
    }

    /// What to say of it in a sentence.
    fn verdict(&self) -> String {
        let ahead = if self.horizon == 1 {
            "one year ahead".to_owned()
        } else {
            format!("{} years ahead", self.horizon)
        };
        let kept = if self.coverage_kept { "" } else { " Its intervals do not hold as often as they say." };
        let verdict = if self.better_than_model.is_empty() {
            match self.not_clearly_worse.as_slice() {
                [] => "the model is clearly better than every naive rule.".to_owned(),
                level => {
                    format!("the model scores best, but is not clearly better than {}.", level.join("; "))
                }
            }
        } else {
            format!("better than the model: {}. Read that first.", self.better_than_model.join("; "))
        };
        format!("{}, {ahead}: {verdict}{kept}", self.title)
    }
}

impl BacktestAnswer {
    pub(crate) fn new(release: &str, panel: &Panel, council: Option<usize>, done: &[Backtest]) -> Self {
        let authority = council.map(|at| {
            let council = &panel.councils()[at];
            AuthorityAnswer { code: council.code.clone(), name: council.name.clone() }
        });
        Self {
            release: release.to_owned(),
            authority,
            measures: done.iter().map(|done| MeasureAnswer::new(panel, council, done)).collect(),
        }
    }

    /// What to say of each series in a sentence.
    pub fn verdicts(&self) -> Vec<String> {
        self.measures.iter().map(MeasureAnswer::verdict).collect()
    }

    /// As tables: the scores over all councils and, for one council, its forecasts.
    pub fn tables(&self) -> Vec<Table> {
        let mut scores = Table::new(
            format!("Forecasts of the published series of every council, release {}, scored", self.release),
            &[
                "Series",
                "#Ahead",
                "Method",
                "#Forecasts",
                "#CRPS",
                "#MAE",
                "#80% holds",
                "#95% holds",
                "#Model better by",
            ],
        );
        let shown = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.2}"));
        let percent =
            |value: Option<f64>| value.map_or_else(String::new, |value| format!("{:.0}%", value * 100.0));
        for measure in &self.measures {
            for method in &measure.methods {
                scores.rows.push(vec![
                    measure.title.to_owned(),
                    measure.horizon.to_string(),
                    method.method.clone(),
                    method.forecasts.to_string(),
                    shown(method.crps),
                    shown(method.mae),
                    percent(method.coverage_80),
                    percent(method.coverage_95),
                    percent(method.model_skill),
                ]);
            }
            scores.notes.push(measure.verdict());
        }
        let span: Vec<u16> = self.measures.iter().flat_map(|measure| measure.years.iter().copied()).collect();
        if let (Some(first), Some(last)) = (span.iter().min(), span.iter().max()) {
            scores.notes.push(format!(
                "Forecasts of {first} to {last}, each made from the figures up to its origin only. The form of the \
                 model and the values that it starts from were chosen with the years to 2023 in view, so its scores \
                 there flatter it; later years are the fair test. CRPS: smaller is better. Intervals should hold as \
                 often as they say, give or take {:.0} points. A naive rule is given the spread of its own misses in \
                 earlier years.",
                TOLERANCE * 100.0
            ));
        }
        let mut tables = vec![scores];
        if let Some(authority) = &self.authority {
            let mut own = Table::new(
                format!("{}: forecasts and what happened", authority.name),
                &[
                    "Series",
                    "#Ahead",
                    "#Year",
                    "Method",
                    "#Middle",
                    "#80% interval",
                    "#95% interval",
                    "#Happened",
                ],
            );
            for measure in &self.measures {
                own.rows.extend(measure.forecasts.iter().chain(&measure.next).map(|one| one.row(measure)));
            }
            tables.push(own);
        }
        tables
    }
}
