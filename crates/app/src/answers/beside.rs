//! Two figures beside one another, and the change.

use measures::compare::Unlike;
use measures::exact::Rounded;
use measures::measure::Measure;
use serde::{Serialize, Serializer};
use workforce::quantity::NoNumber;

use crate::answers::figures::FigureAnswer;
use crate::table::Table;

/// One pair of figures, or one for each group.
#[derive(Debug, Clone)]
pub struct BesideAnswer {
    /// Whether one figure was asked for of each, so that the pair stands by itself.
    pub single: bool,
    /// The pairs.
    pub pairs: Vec<PairAnswer>,
}

/// Two figures.
#[derive(Debug, Clone, Serialize)]
pub struct PairAnswer {
    /// The figure; `null` where only the other has the group.
    pub figure: Option<FigureAnswer>,
    /// What it is compared with; `null` where it has no such group.
    pub with: Option<FigureAnswer>,
    /// The first less the second.
    pub change: ChangeAnswer,
    /// In what they are unlike: `definition`, `unit`, `population`, `period` or `group`. Never anything, unless it was asked
    /// for although they are unlike.
    pub unlike: Vec<Unlike>,
}

/// A change, exact, and the difference of the two figures as printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) exact: Rounded,
    pub(crate) printed: Option<Rounded>,
}

/// A change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeAnswer {
    /// From the exact parts, rounded once; `null` without a number.
    pub value: Option<String>,
    /// `percentage points` between rates, else the unit of the figures.
    pub unit: &'static str,
    /// `number`, or the kind of no-number: why one of the two has none, or `not_applicable` between unlike units.
    pub status: &'static str,
    /// What a reader should know.
    pub cautions: Vec<String>,
}

impl ChangeAnswer {
    pub(crate) fn new(change: Result<Change, NoNumber>, measure: &Measure) -> Self {
        let otherwise =
            change.ok().and_then(|change| change.printed.filter(|printed| *printed != change.exact));
        let caution = |printed| {
            format!("the figures as printed differ by {printed}; the change is of the unrounded figures")
        };
        Self {
            value: change.ok().map(|change| change.exact.to_string()),
            unit: measure.unit.of_change(),
            status: change.err().map_or("number", NoNumber::code),
            cautions: otherwise.map(caution).into_iter().collect(),
        }
    }

    fn shown(&self) -> String {
        self.value.clone().unwrap_or_else(|| self.status.replace('_', " "))
    }
}

/// Several pairs.
#[derive(Serialize)]
struct Several<'a> {
    comparisons: &'a [PairAnswer],
}

impl Serialize for BesideAnswer {
    /// One pair as an object of its own; several as `{"comparisons": […]}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.pairs.as_slice(), self.single) {
            ([only], true) => only.serialize(serializer),
            (comparisons, _) => Several { comparisons }.serialize(serializer),
        }
    }
}

impl BesideAnswer {
    /// As a table.
    pub fn table(&self) -> Table {
        let figures = |of: fn(&PairAnswer) -> &Option<FigureAnswer>| {
            self.pairs.iter().find_map(|pair| of(pair).as_ref())
        };
        let (one, other) = (figures(|pair| &pair.figure), figures(|pair| &pair.with));
        let named = |figure: Option<&FigureAnswer>| figure.map_or("nothing", |figure| figure.title);
        let mut table = Table::new(
            format!("{} beside {}", named(one), named(other)),
            &["Group", "#Figure", "#With", "#Change", "Unit of change", "Unlike in"],
        );
        let shown = |figure: &Option<FigureAnswer>| {
            figure.as_ref().map_or_else(|| "-".to_owned(), FigureAnswer::shown)
        };
        for pair in &self.pairs {
            let group = [&pair.figure, &pair.with].into_iter().flatten().find_map(|one| one.group.as_ref());
            let unlike: Vec<&str> = pair.unlike.iter().map(|unlike| unlike.words()).collect();
            table.rows.push(vec![
                group.map_or_else(|| "All".to_owned(), |group| group.name.clone()),
                shown(&pair.figure),
                shown(&pair.with),
                pair.change.shown(),
                pair.change.unit.to_owned(),
                if unlike.is_empty() { "-".to_owned() } else { unlike.join("; ") },
            ]);
            table.notes.extend(pair.change.cautions.iter().map(|caution| format!("Mind: {caution}.")));
        }
        for (name, figure) in [("Figure", one), ("With", other)] {
            let Some(figure) = figure else { continue };
            table.notes.push(format!(
                "{name}: {} `{}`, {}, known at change {}. {} Counted: {}.",
                figure.title,
                figure.measure,
                figure.when(),
                figure.known_at,
                figure.definition.text,
                figure.population
            ));
            table.notes.extend(figure.cautions.iter().map(|caution| format!("Mind: {caution}.")));
        }
        table
    }
}
