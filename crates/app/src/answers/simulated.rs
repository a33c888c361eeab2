//! What a council's workforce may come to, as an answer. Groups only: nothing here is of a person.

use forecast::council::Assumption;
use forecast::council::tornado::Tornado;
use forecast::scenario::Used;
use forecast::simulate::run::{By, Outcome};
use forecast::simulate::{Measure, Summary};
use serde::Serialize;

use crate::answers::hindsight::turns;
use crate::forecasting::{Ready, RunAsk};
use crate::table::Table;

/// A simulation, as `mainstay forecast run --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct RunAnswer {
    /// The day of the start.
    pub start: String,
    /// Months ahead.
    pub months: u16,
    /// Trials.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// The change as of which the record was known.
    pub known_at: u64,
    /// The scenarios, in the order in which they were asked for.
    pub scenarios: Vec<ScenarioAnswer>,
    /// The paths, the baseline's first and of it the whole.
    pub paths: Vec<PathAnswer>,
    /// How wide the 80% interval is in the last month, and how wide by chance alone.
    pub widths: Vec<WidthAnswer>,
    /// Why there is no caseload, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_caseload: Option<String>,
    /// What it turns on, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Tornado>,
}

/// A scenario beside the baseline.
#[derive(Debug, Clone, Serialize)]
pub struct ScenarioAnswer {
    /// Its name.
    pub name: String,
    /// What it changes.
    pub interventions: Vec<InterventionAnswer>,
    /// It less the baseline, trial by trial.
    pub differences: Vec<DifferenceAnswer>,
}

/// What an intervention is taken to do.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct InterventionAnswer {
    pub title: String,
    pub evidence: String,
    pub source: String,
    /// The effect as given.
    pub given: f64,
    /// The effect as used, after the haircut for the evidence.
    pub used: f64,
    pub low: f64,
    pub high: f64,
    pub from_month: u16,
    /// What of the record it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What that costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
}

/// One measure of one group through the months.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct PathAnswer {
    /// `baseline`, or the scenario's name.
    pub variant: String,
    /// The group's key; none for the whole.
    pub group: Option<String>,
    pub name: String,
    pub measure: &'static str,
    pub months: Vec<MonthAnswer>,
}

/// The end of one month.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct MonthAnswer {
    pub month: u16,
    #[serde(flatten)]
    pub summary: Summary,
    /// Trials in which there was no such number: nobody was at work to hold the cases.
    #[serde(skip_serializing_if = "is_nought")]
    pub without: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_nought(value: &u64) -> bool {
    *value == 0
}

/// What the scenario changes in a measure by the end of a month.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct DifferenceAnswer {
    pub measure: &'static str,
    pub month: u16,
    #[serde(flatten)]
    pub summary: Summary,
    /// Share of trials in which the scenario has more.
    pub more_in: f64,
}

/// How wide a forecast is.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct WidthAnswer {
    pub measure: &'static str,
    pub width_80: f64,
    pub width_80_chance_alone: f64,
}

/// Whether tables show a month: the start, quarters of the first year, then years, and the last.
pub(crate) fn is_shown(month: u16, last: u16) -> bool {
    month == last || month.is_multiple_of(12) || (month < 12 && month.is_multiple_of(3))
}

fn shown(months: u16) -> Vec<u16> {
    (0..=months).filter(|month| is_shown(*month, months)).collect()
}

/// A reason as a sentence.
fn told(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().map(char::to_uppercase);
    format!("{}{}.", first.into_iter().flatten().collect::<String>(), letters.as_str())
}

fn width(summary: &Summary) -> f64 {
    summary.upper_80 - summary.lower_80
}

impl InterventionAnswer {
    fn new(used: &Used) -> Self {
        Self {
            title: used.title.clone(),
            evidence: format!("{:?}", used.evidence),
            source: used.source.clone(),
            given: used.given,
            used: used.effect.middle,
            low: used.effect.low,
            high: used.effect.high,
            from_month: used.effect.from,
            record: used.registered.as_ref().map(|own| format!("{} ({})", own.name, own.record)),
            cost: used.registered.as_ref().and_then(|own| Some(own.cost?.words())),
        }
    }
}

/// A variant less the baseline, at the months that tables show.
fn differences(outcome: &Outcome, variant: usize, months: u16) -> Vec<DifferenceAnswer> {
    let mut differences = Vec::new();
    for measure in Measure::ALL {
        for month in shown(months) {
            let counts = outcome.difference(variant, measure, month);
            if counts.trials() == 0 {
                continue;
            }
            differences.push(DifferenceAnswer {
                measure: measure.code(),
                month,
                summary: Summary::new(counts),
                more_in: counts.above_nought(),
            });
        }
    }
    differences
}

impl RunAnswer {
    pub(crate) fn new(
        ready: &Ready,
        ask: &RunAsk,
        scenarios: &[(String, Vec<Used>)],
        outcome: &Outcome,
        alone: &Outcome,
        sensitivity: Option<Tornado>,
    ) -> Self {
        let world = &ready.begun.world;
        let names: Vec<(Option<String>, String)> = match ask.by {
            By::Nothing => Vec::new(),
            By::Team => world.teams.iter().cloned().map(Some).zip(ready.team_names.iter().cloned()).collect(),
            By::Role => world.roles.iter().cloned().map(Some).zip(ready.role_names.iter().cloned()).collect(),
        };
        let groups: Vec<(Option<String>, String)> =
            std::iter::once((None, "Everybody".to_owned())).chain(names).collect();
        let variants: Vec<&str> =
            std::iter::once("baseline").chain(scenarios.iter().map(|(name, _)| name.as_str())).collect();
        let mut paths = Vec::new();
        for (variant, name) in variants.iter().enumerate() {
            for (group, (key, title)) in groups.iter().enumerate() {
                // What was not reckoned, for want of demand or of a limit, has no path.
                let reckoned = |measure: &Measure| {
                    (0..=ask.months).all(|month| outcome.counts(variant, group, *measure, month).trials() > 0)
                };
                for measure in Measure::ALL.into_iter().filter(reckoned) {
                    let month = |month| {
                        let counts = outcome.counts(variant, group, measure, month);
                        let without = ask.trials.saturating_sub(counts.trials());
                        MonthAnswer { month, summary: Summary::new(counts), without }
                    };
                    paths.push(PathAnswer {
                        variant: (*name).to_owned(),
                        group: key.clone(),
                        name: title.clone(),
                        measure: measure.code(),
                        months: (0..=ask.months).map(month).collect(),
                    });
                }
            }
        }
        let scenario = |(at, (name, used)): (usize, &(String, Vec<Used>))| ScenarioAnswer {
            name: name.clone(),
            interventions: used.iter().map(InterventionAnswer::new).collect(),
            differences: differences(outcome, at + 1, ask.months),
        };
        let reckoned = |measure: &Measure| outcome.counts(0, 0, *measure, ask.months).trials() > 0;
        let widths = Measure::ALL.into_iter().filter(reckoned).map(|measure| WidthAnswer {
            measure: measure.code(),
            width_80: width(&Summary::new(outcome.counts(0, 0, measure, ask.months))),
            width_80_chance_alone: width(&Summary::new(alone.counts(0, 0, measure, ask.months))),
        });
        Self {
            start: ready.begun.day.to_string(),
            months: ask.months,
            trials: ask.trials,
            seed: ask.seed,
            known_at: ready.known_at,
            scenarios: scenarios.iter().enumerate().map(scenario).collect(),
            paths,
            widths: widths.collect(),
            no_caseload: ready.beliefs.absent.clone(),
            sensitivity,
        }
    }

    /// As tables: the paths at some months, what the scenario changes, how sure it is.
    pub fn tables(&self) -> Vec<Table> {
        let title =
            format!("Children's social work from {}, {} trials, seed {}", self.start, self.trials, self.seed);
        let mut paths =
            Table::new(title, &["Group", "Case", "Measure", "#Month", "#Middle", "#50%", "#80%", "#90%"]);
        let range = |low: f64, high: f64| format!("{low:.1} to {high:.1}");
        for path in &self.paths {
            for month in shown(self.months) {
                let summary = &path.months[usize::from(month)].summary;
                paths.rows.push(vec![
                    path.name.clone(),
                    path.variant.clone(),
                    Measure::title_of(path.measure).to_owned(),
                    month.to_string(),
                    format!("{:.1}", summary.median),
                    range(summary.lower_50, summary.upper_50),
                    range(summary.lower_80, summary.upper_80),
                    range(summary.lower_90, summary.upper_90),
                ]);
            }
        }
        paths.notes.push(
            "Groups only: nothing is predicted for anybody by name. `mainstay forecast assumptions` lists what it rests on; \
             `mainstay forecast backtest` shows how good such ranges have been."
                .to_owned(),
        );
        paths.notes.extend(self.no_caseload.as_deref().map(told));
        let mut widths = Table::new(
            format!("How sure it is: width of the 80% interval in month {}", self.months),
            &["Measure", "#All uncertainty", "#Chance alone"],
        );
        widths.rows = self
            .widths
            .iter()
            .map(|own| {
                let (all, alone) = (own.width_80, own.width_80_chance_alone);
                vec![Measure::title_of(own.measure).to_owned(), format!("{all:.1}"), format!("{alone:.1}")]
            })
            .collect();
        let mut tables = vec![paths];
        for scenario in &self.scenarios {
            tables.extend(scenario.tables());
        }
        tables.push(widths);
        tables.extend(self.sensitivity.as_ref().map(|own| turns(own, self.months)));
        tables
    }
}

impl ScenarioAnswer {
    fn tables(&self) -> [Table; 2] {
        let mut changes = Table::new(
            format!("{}: what it changes, trial by trial", self.name),
            &["Measure", "#Month", "#Middle", "#80%", "#More in"],
        );
        changes.rows = self
            .differences
            .iter()
            .filter(|own| own.month > 0)
            .map(|own| {
                let summary = &own.summary;
                vec![
                    Measure::title_of(own.measure).to_owned(),
                    own.month.to_string(),
                    format!("{:+.1}", summary.median),
                    format!("{:+.1} to {:+.1}", summary.lower_80, summary.upper_80),
                    format!("{:.0}%", own.more_in * 100.0),
                ]
            })
            .collect();
        let mut taken = Table::new(
            format!("{}: what it takes for granted", self.name),
            &["Intervention", "Evidence", "#Given", "#Used", "#10% to 90%", "Source"],
        );
        taken.rows = self
            .interventions
            .iter()
            .map(|own| {
                vec![
                    own.title.clone(),
                    own.evidence.clone(),
                    format!("{:.2}", own.given),
                    format!("{:.2}", own.used),
                    format!("{:.2} to {:.2}", own.low, own.high),
                    [own.record.as_deref(), own.cost.as_deref(), Some(&own.source)]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join("; "),
                ]
            })
            .collect();
        taken.notes.push(
            "Ratios are drawn towards one by the strength of the evidence (A nothing, B 25%, C 40%, D 60%, E 75% of the \
             log): judgement, which a scenario can set."
                .to_owned(),
        );
        [changes, taken]
    }
}

/// Assumptions, as `mainstay forecast assumptions --format json` prints them.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct AssumptionsAnswer {
    pub start: String,
    pub known_at: u64,
    pub assumptions: Vec<Assumption>,
    /// Why there is no caseload, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_caseload: Option<String>,
}

impl AssumptionsAnswer {
    pub(crate) fn new(ready: &Ready) -> Self {
        Self {
            start: ready.begun.day.to_string(),
            known_at: ready.known_at,
            assumptions: ready.beliefs.assumptions.clone(),
            no_caseload: ready.beliefs.absent.clone(),
        }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new(
            format!("Assumptions of a simulation from {}", self.start),
            &["Key", "What", "#Value", "#10%", "#90%", "Source"],
        );
        table.rows = self
            .assumptions
            .iter()
            .map(|own| {
                let number = |value: f64| format!("{value:.3}");
                vec![
                    own.key.clone(),
                    own.what.clone(),
                    number(own.value),
                    number(own.low),
                    number(own.high),
                    own.source.clone(),
                ]
            })
            .collect();
        table.notes.push(
            "Another value is given with --assumptions FILE: lines such as \"fill.SW\" = 0.2.".to_owned(),
        );
        table.notes.extend(self.no_caseload.as_deref().map(told));
        table
    }
}
