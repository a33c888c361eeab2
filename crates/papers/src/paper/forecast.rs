//! A forecast in a paper: what the workforce may come to, what that rests on, and how good such forecasts have been.

use workforce::Date;
use workforce::cell::{Value, codes};

use super::table::{Source, Table};

codes! {
    /// What of a forecast is shown.
    ForecastPart {
        /// One measure through the months, as a fan with its table.
        Path = "path",
        /// How good forecasts of the published series of every council have been.
        Scores = "scores",
        /// How good forecasts of the council's own past would have been.
        OwnScores = "own-scores",
        /// Every parameter with its range and source.
        Assumptions = "assumptions",
        /// What the forecast turns on.
        Turns = "turns",
    }
}

impl ForecastPart {
    /// Whether a simulation is run for it.
    pub fn is_simulated(self) -> bool {
        matches!(self, Self::Path | Self::Turns)
    }

    /// Whether it may leave the council: the scores of published series, and a path of the whole council without its first
    /// months, which are what stands now. The others tell counts of the record that were not through disclosure control.
    pub fn may_leave(self) -> bool {
        matches!(self, Self::Path | Self::Scores)
    }
}

/// A forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastSpec {
    /// Its id in the paper.
    pub id: String,
    /// Its caption; its own without one.
    pub caption: Option<String>,
    /// Its notes, before its own.
    pub notes: Vec<String>,
    /// What is shown of it.
    pub show: ForecastPart,
    /// For a path, the measure's code, such as `in_post_fte`.
    pub measure: Option<String>,
    /// The day of the start.
    pub as_at: Date,
    /// Months ahead; of own scores, how far ahead they were made.
    pub months: u16,
    /// Trials.
    pub trials: u32,
    /// The seed: the same paper gives the same numbers.
    pub seed: u32,
    /// Scenarios to set beside a path, by the names under which the record keeps them.
    pub scenarios: Vec<String>,
}

/// The most months ahead, trials, and scenarios beside a path: a chart shows no more lines.
const MONTHS: u32 = 120;
const TRIALS: u32 = 100_000;
const SCENARIOS: usize = 4;

/// Reads a forecast.
pub(super) fn read(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> ForecastSpec {
    let known =
        ["id", "caption", "notes", "show", "measure", "as_at", "months", "trials", "seed", "scenarios"];
    one.only(&known, source);
    let named = one.text("show", source);
    let show = ForecastPart::parse(&named).unwrap_or_else(|why| {
        if !named.is_empty() {
            source.problem(one.place("show"), format!("`show`: {why}"));
        }
        ForecastPart::Scores
    });
    let usual_months = if show == ForecastPart::OwnScores { 12 } else { 24 };
    let months = one.whole("months", usual_months, source);
    let trials = one.whole("trials", 10_000, source);
    let measure = one.maybe_text("measure", source).filter(|text| !text.is_empty());
    let scenarios = one.texts("scenarios", source);
    let between = |key: &str, value: u32, most: u32| {
        (!(1..=most).contains(&value)).then(|| (one.place(key), format!("`{key}` is 1 to {most}")))
    };
    let most_months = if show == ForecastPart::OwnScores { 36 } else { MONTHS };
    for (at, what) in
        [between("months", months, most_months), between("trials", trials, TRIALS)].into_iter().flatten()
    {
        source.problem(at, what);
    }
    if (show == ForecastPart::Path) != measure.is_some() {
        let what = if measure.is_none() {
            "a path is of one `measure`, such as in_post_fte"
        } else {
            "only a path has a `measure`"
        };
        source.problem(one.place("measure"), what);
    }
    if scenarios.len() > SCENARIOS || (show != ForecastPart::Path && !scenarios.is_empty()) {
        source.problem(
            one.place("scenarios"),
            format!("only a path has `scenarios` beside it, {SCENARIOS} at most"),
        );
    }
    ForecastSpec {
        id: one.text("id", source),
        caption: one.maybe_text("caption", source).filter(|text| !text.is_empty()),
        notes: one.texts("notes", source),
        show,
        measure,
        as_at: one.maybe_date("as_at", source).unwrap_or(usual),
        months: u16::try_from(months).unwrap_or(u16::MAX),
        trials,
        seed: one.whole("seed", 1, source),
        scenarios,
    }
}
