//! How good forecasts of a council's own past would have been, and what a forecast turns on, as answers.

use forecast::council::own::Told;
use forecast::council::tornado::Tornado;
use forecast::simulate::Measure;
use serde::Serialize;

use crate::table::Table;

/// Forecasts of the council's own past, as `mainstay forecast backtest --own --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct HindsightAnswer {
    /// The change as of which it is known what happened.
    pub known_at: u64,
    /// Months ahead.
    pub months: u16,
    /// Each measure's scores over the origins.
    pub measures: Vec<HindsightScore>,
    /// Every forecast with what happened.
    pub forecasts: Vec<Told>,
}

/// A measure's scores, in FTE: means over origins; shares of intervals that held.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct HindsightScore {
    pub measure: &'static str,
    pub forecasts: usize,
    pub crps: f64,
    pub last_value: f64,
    /// Of the origins that have one; the forecast's own score on the same is `crps_where_mean`.
    pub mean: Option<f64>,
    pub crps_where_mean: Option<f64>,
    pub trend: Option<f64>,
    pub crps_where_trend: Option<f64>,
    pub coverage_80: f64,
    pub coverage_95: f64,
    /// Naive rules that did better on the forecasts that both made.
    pub better: Vec<&'static str>,
}

#[expect(clippy::cast_precision_loss, reason = "a few years")]
fn mean_of(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

impl HindsightScore {
    fn verdict(&self) -> String {
        match self.better.as_slice() {
            [] => "the simulation was better than every naive rule".to_owned(),
            better => format!("better than the simulation: {}. Read that first", better.join(", ")),
        }
    }

    fn new(measure: Measure, all: &[Told]) -> Option<Self> {
        let own: Vec<&Told> = all.iter().filter(|told| told.measure == measure.code()).collect();
        let of = |value: fn(&Told) -> Option<f64>| -> Option<(f64, f64)> {
            let both: Vec<(f64, f64)> =
                own.iter().filter_map(|told| Some((value(told)?, told.crps))).collect();
            let (rule, ours): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
            mean_of(&rule).zip(mean_of(&ours))
        };
        let (last_value, crps) = of(|told| Some(told.last_value))?;
        let (mean, trend) = (of(|told| told.mean), of(|told| told.trend));
        let holds = |within: fn(&Told) -> bool| {
            let held: Vec<f64> = own.iter().map(|told| f64::from(u8::from(within(told)))).collect();
            mean_of(&held).unwrap_or_default()
        };
        let rules = [("last value", Some((last_value, crps))), ("mean", mean), ("trend", trend)];
        Some(Self {
            measure: measure.code(),
            forecasts: own.len(),
            crps,
            last_value,
            mean: mean.map(|own| own.0),
            crps_where_mean: mean.map(|own| own.1),
            trend: trend.map(|own| own.0),
            crps_where_trend: trend.map(|own| own.1),
            coverage_80: holds(|told| told.lower_80 <= told.happened && told.happened <= told.upper_80),
            coverage_95: holds(|told| told.lower_95 <= told.happened && told.happened <= told.upper_95),
            better: rules
                .into_iter()
                .filter(|(_, scores)| scores.is_some_and(|(rule, ours)| rule < ours))
                .map(|(name, _)| name)
                .collect(),
        })
    }
}

impl HindsightAnswer {
    pub(crate) fn new(known_at: u64, months: u16, forecasts: Vec<Told>) -> Self {
        let scores = forecast::council::own::SCORED.iter();
        let measures = scores.filter_map(|measure| HindsightScore::new(*measure, &forecasts)).collect();
        Self { known_at, months, measures, forecasts }
    }

    /// What to say of each measure in a sentence, the naive rule first where it was better.
    pub fn verdicts(&self) -> Vec<String> {
        let verdict = |own: &HindsightScore| format!("{}: {}", Measure::title_of(own.measure), own.verdict());
        self.measures.iter().map(verdict).collect()
    }

    /// What to say of one measure with its scores; none where it was not scored.
    pub fn verdict_of(&self, measure: Measure) -> Option<String> {
        let own = self.measures.iter().find(|own| own.measure == measure.code())?;
        Some(format!(
            "{} ({} forecasts: CRPS {:.1}, and {:.1} for the last value; 80% ranges held in {:.0}%, 95% ranges in {:.0}%)",
            own.verdict(),
            own.forecasts,
            own.crps,
            own.last_value,
            own.coverage_80 * 100.0,
            own.coverage_95 * 100.0
        ))
    }

    /// As tables: the scores, and every forecast with what happened.
    pub fn tables(&self) -> Vec<Table> {
        let number = |value: f64| format!("{value:.1}");
        let or_none = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), number);
        let mut scores = Table::new(
            format!("Forecasts of this council's own past, {} months ahead, scored in FTE", self.months),
            &["Measure", "#Forecasts", "#CRPS", "#Last value", "#Mean", "#Trend", "#80% holds", "#95% holds"],
        );
        scores.rows = self
            .measures
            .iter()
            .map(|own| {
                vec![
                    Measure::title_of(own.measure).to_owned(),
                    own.forecasts.to_string(),
                    number(own.crps),
                    number(own.last_value),
                    or_none(own.mean),
                    or_none(own.trend),
                    format!("{:.0}%", own.coverage_80 * 100.0),
                    format!("{:.0}%", own.coverage_95 * 100.0),
                ]
            })
            .collect();
        scores.notes = self.verdicts().iter().map(|verdict| format!("{verdict}.")).collect();
        scores.notes.push(
            "Each forecast is made from the record as it was known on its day, and held against what is known now. Few \
             forecasts say little: with ten, 80% intervals hold in six to ten by chance alone."
                .to_owned(),
        );
        let mut told = Table::new(
            "Each forecast with what happened",
            &["Measure", "From", "Of", "#Middle", "#80%", "#95%", "#Happened"],
        );
        told.rows = self
            .forecasts
            .iter()
            .map(|own| {
                vec![
                    Measure::title_of(own.measure).to_owned(),
                    own.origin.clone(),
                    own.target.clone(),
                    number(own.median),
                    format!("{:.1} to {:.1}", own.lower_80, own.upper_80),
                    format!("{:.1} to {:.1}", own.lower_95, own.upper_95),
                    number(own.happened),
                ]
            })
            .collect();
        vec![scores, told]
    }
}

/// What a forecast turns on, as a table.
pub fn turns(tornado: &Tornado, months: u16) -> Table {
    let mut table = Table::new(
        format!("What it turns on: FTE in post in month {months}, with each sort of assumption low and high"),
        &["Assumption", "Key", "#All low", "#All high", "#Moves it by"],
    );
    table.rows = tornado
        .turns
        .iter()
        .map(|own| {
            vec![
                own.what.clone(),
                own.sort.clone(),
                format!("{:.1}", own.low),
                format!("{:.1}", own.high),
                format!("{:+.1}", own.high - own.low),
            ]
        })
        .collect();
    table.notes = vec![format!(
        "Everything else at its middle, which gives {:.1}. Low and high are the 10% and 90% points, of all roles and bands \
         together.",
        tornado.middle
    )];
    table
}
