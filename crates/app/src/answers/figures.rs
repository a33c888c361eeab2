//! Figures as answers: each with its passport.

use measures::figure::{Figure, Side};
use measures::measure::{Direction, Measure, Owner};
use serde::{Serialize, Serializer};
use statistics::xmr;
use workforce::quantity::NoNumber;

use crate::table::Table;

/// Every measure, as `mainstay figures --format json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct MeasureList {
    /// The measures.
    pub measures: Vec<ListedMeasure>,
}

/// One measure.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `measures::measure::Measure`")]
pub struct ListedMeasure {
    pub id: &'static str,
    pub title: &'static str,
    pub question: &'static str,
    pub definition: &'static str,
    pub source: &'static str,
    pub owner: Owner,
    pub unit: &'static str,
    pub direction: Direction,
}

impl MeasureList {
    pub(crate) fn new(all: impl Iterator<Item = &'static Measure>) -> Self {
        let listed = |measure: &'static Measure| ListedMeasure {
            id: measure.id,
            title: measure.title,
            question: measure.question,
            definition: measure.definition,
            source: measure.source,
            owner: measure.owner,
            unit: measure.unit.code(),
            direction: measure.direction,
        };
        Self { measures: all.map(listed).collect() }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new("Measures", &["Id", "Title", "Whose", "Unit"]);
        let row = |one: &ListedMeasure| {
            let owner = if one.owner == Owner::Dfe { "DfE" } else { "local" };
            [one.id, one.title, owner, one.unit].map(str::to_owned).to_vec()
        };
        table.rows = self.measures.iter().map(row).collect();
        table
    }
}

/// What was asked: one figure, or several by group or period.
#[derive(Debug, Clone)]
pub struct FiguresAnswer {
    /// The measure's id.
    pub measure: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Whether one figure was asked for, which then stands by itself.
    pub single: bool,
    /// The figures.
    pub figures: Vec<FigureAnswer>,
    /// A control chart of a series of enough figures.
    pub chart: Option<ChartAnswer>,
}

/// A control chart (XmR) of a series, by the NHS "Making Data Count" rules.
#[derive(Debug, Clone, Serialize)]
pub struct ChartAnswer {
    /// The mean.
    pub mean: String,
    /// The lower limit.
    pub lower: Option<String>,
    /// The upper limit.
    pub upper: Option<String>,
    /// `provisional` below 13 points, `settled`, `no_variation` or `one_point`.
    pub standing: &'static str,
    /// Whether the rules were applied: not where counts average below 3, which would mislead.
    pub rules: bool,
    /// One for each figure: `null`, or what it signals.
    pub signals: Vec<Option<&'static str>>,
}

impl ChartAnswer {
    /// The chart of a series; `None` where a figure has no number or there are fewer than three.
    pub(crate) fn new(measure: &Measure, figures: &[FigureAnswer]) -> Option<Self> {
        let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
        let values: Vec<f64> = figures.iter().map(|figure| number(&figure.value)).collect::<Option<_>>()?;
        let counts: Vec<f64> =
            figures.iter().map(|figure| number(&figure.unrounded.numerator)).collect::<Option<_>>()?;
        if values.len() < 3 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "a series has few points")]
        let mean_count = counts.iter().sum::<f64>() / counts.len() as f64;
        let rules = xmr::rules_apply(mean_count);
        let better = match measure.direction {
            Direction::Better => xmr::Better::Higher,
            Direction::Worse => xmr::Better::Lower,
            Direction::Neither => xmr::Better::Neither,
        };
        let chart = xmr::chart(&values, &xmr::Options { rules, better, ..xmr::Options::default() }).ok()?;
        let segment = chart.segments.first()?;
        let shown = |value: f64| format!("{value:.1}");
        Some(Self {
            mean: shown(segment.mean),
            lower: segment.limits.as_ref().map(|limits| shown(limits.lower)),
            upper: segment.limits.as_ref().map(|limits| shown(limits.upper)),
            standing: match segment.standing {
                xmr::Standing::OnePoint => "one_point",
                xmr::Standing::NoVariation => "no_variation",
                xmr::Standing::Provisional => "provisional",
                xmr::Standing::Settled => "settled",
            },
            rules,
            signals: chart.points.iter().map(|point| point.signal.map(signal)).collect(),
        })
    }
}

impl ChartAnswer {
    /// In a sentence or two.
    fn words(&self, figures: &[FigureAnswer]) -> String {
        let limits = match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => format!(", limits {lower} to {upper}"),
            _ => String::new(),
        };
        let signals: Vec<String> = figures
            .iter()
            .zip(&self.signals)
            .filter_map(|(figure, signal)| {
                Some(format!("{} ({})", figure.when(), signal.as_ref()?.replace('_', " ")))
            })
            .collect();
        let found = match (self.rules, signals.as_slice()) {
            (false, _) => "counts average below 3, so no rules are applied".to_owned(),
            (true, []) => "no signal: nothing but common variation".to_owned(),
            (true, all) => format!("signals: {}", all.join("; ")),
        };
        format!(
            "Control chart (XmR, {}): mean {}{limits}; {found}.",
            self.standing.replace('_', " "),
            self.mean
        )
    }
}

fn signal(signal: xmr::Signal) -> &'static str {
    match signal {
        xmr::Signal::AboveLimit => "above_limit",
        xmr::Signal::BelowLimit => "below_limit",
        xmr::Signal::Rising => "rising",
        xmr::Signal::Falling => "falling",
        xmr::Signal::TwoOfThreeAbove => "two_of_three_above",
        xmr::Signal::TwoOfThreeBelow => "two_of_three_below",
        xmr::Signal::ShiftAbove => "shift_above",
        xmr::Signal::ShiftBelow => "shift_below",
    }
}

/// Several figures of one measure.
#[derive(Serialize)]
struct Several<'a> {
    measure: &'a str,
    figures: &'a [FigureAnswer],
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<&'a ChartAnswer>,
}

impl Serialize for FiguresAnswer {
    /// One figure as an object of its own; several as `{"measure": …, "figures": […]}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let ([only], true) = (self.figures.as_slice(), self.single) {
            return only.serialize(serializer);
        }
        Several { measure: self.measure, figures: &self.figures, chart: self.chart.as_ref() }
            .serialize(serializer)
    }
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct FigureAnswer {
    /// The measure's id.
    pub measure: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The group, when broken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupAnswer>,
    /// As it is printed; `null` without a number.
    pub value: Option<String>,
    /// Its exact parts.
    pub unrounded: Unrounded,
    /// What it is counted in.
    pub unit: &'static str,
    /// `number`, or the kind of no-number.
    pub status: &'static str,
    /// The day or days.
    pub period: PeriodAnswer,
    /// The change as of which it was known.
    pub known_at: u64,
    /// Whose posts or people are counted.
    pub population: String,
    /// By which definition.
    pub definition: DefinitionAnswer,
    /// How far chance alone might have moved it.
    pub interval: Option<IntervalAnswer>,
    /// What a reader should know.
    pub cautions: Vec<String>,
    /// The records behind it, when asked for.
    pub evidence: Vec<EvidenceAnswer>,
}

/// A group of a breakdown.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct GroupAnswer {
    pub key: String,
    pub name: String,
}

/// The exact parts of a figure.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct Unrounded {
    pub numerator: Option<String>,
    pub denominator: Option<String>,
}

/// A day, or a first and a last day.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "plain words")]
pub enum PeriodAnswer {
    Day { as_at: String },
    Days { from: String, to: String },
}

/// A definition.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct DefinitionAnswer {
    pub id: &'static str,
    pub text: &'static str,
    pub source: &'static str,
}

/// An interval, at 95%, in the figure's unit.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct IntervalAnswer {
    pub method: &'static str,
    pub low: Option<String>,
    pub high: String,
}

/// One record's contribution.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct EvidenceAnswer {
    pub record: String,
    pub part: Side,
    pub amount: String,
}

impl FigureAnswer {
    pub(crate) fn new(figure: &Figure, known_at: u64, scope: Option<&str>, evidence: bool) -> Self {
        let measure = figure.measure;
        let period = if measure.kind.is_over_a_period() {
            PeriodAnswer::Days { from: figure.span.from.to_string(), to: figure.span.to.to_string() }
        } else {
            PeriodAnswer::Day { as_at: figure.span.to.to_string() }
        };
        let population = scope.map_or_else(
            || measure.population.to_owned(),
            |scope| format!("{}; only {scope} and what is below it", measure.population),
        );
        let records = figure.evidence.iter().filter(|_| evidence);
        Self {
            measure: measure.id,
            title: measure.title,
            group: figure
                .group
                .as_ref()
                .map(|group| GroupAnswer { key: group.key.clone(), name: group.name.clone() }),
            value: figure.value.ok().map(|value| value.to_string()),
            unrounded: Unrounded {
                numerator: figure.numerator.map(|part| part.to_string()),
                denominator: figure.denominator.map(|part| part.to_string()),
            },
            unit: measure.unit.code(),
            status: figure.value.err().map_or("number", NoNumber::code),
            period,
            known_at,
            population,
            definition: DefinitionAnswer { id: measure.id, text: measure.definition, source: measure.source },
            interval: figure.interval.as_ref().map(|interval| IntervalAnswer {
                method: interval.method,
                low: interval.low.map(|low| format!("{low:.1}")),
                high: format!("{:.1}", interval.high),
            }),
            cautions: figure.cautions.clone(),
            evidence: records
                .map(|one| EvidenceAnswer {
                    record: one.record.to_string(),
                    part: one.side,
                    amount: one.amount.to_string(),
                })
                .collect(),
        }
    }

    /// Everything that must go with the figure wherever it goes: what it is called and what it says, line by line.
    pub fn passport(&self) -> Vec<(String, String)> {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let mut lines = vec![
            ("Measure", self.measure.to_owned()),
            ("Definition", self.definition.text.to_owned()),
            ("Source", self.definition.source.to_owned()),
            ("Counted", self.population.clone()),
            ("Period", self.when()),
            ("Unit", self.unit.to_owned()),
            ("Numerator", or_none(&self.unrounded.numerator)),
            ("Denominator", or_none(&self.unrounded.denominator)),
            ("Known at change", self.known_at.to_string()),
        ];
        lines.extend(self.interval.as_ref().map(|interval| ("Interval", interval.method.to_owned())));
        lines.extend(self.cautions.iter().map(|caution| ("Mind", caution.clone())));
        lines.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
    }

    /// The day or days, in words.
    pub fn when(&self) -> String {
        match &self.period {
            PeriodAnswer::Day { as_at } => as_at.clone(),
            PeriodAnswer::Days { from, to } => format!("{from} to {to}"),
        }
    }

    pub(crate) fn shown(&self) -> String {
        let words = self.status.replace('_', " ");
        self.value.clone().unwrap_or(words)
    }
}

impl FiguresAnswer {
    /// As tables: the figures, what to know about them, and the records behind them.
    pub fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            self.title,
            &["Group", "When", "#Value", "Unit", "#Numerator", "#Denominator", "#Low", "#High"],
        );
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        for figure in &self.figures {
            let interval = figure.interval.as_ref();
            table.rows.push(vec![
                figure.group.as_ref().map_or_else(|| "All".to_owned(), |group| group.name.clone()),
                figure.when(),
                figure.shown(),
                figure.unit.to_owned(),
                or_dash(figure.unrounded.numerator.clone()),
                or_dash(figure.unrounded.denominator.clone()),
                or_dash(interval.and_then(|interval| interval.low.clone())),
                or_dash(interval.map(|interval| interval.high.clone())),
            ]);
        }
        if let Some(first) = self.figures.first() {
            table.notes.push(format!("{} Known at change {}.", first.definition.text, first.known_at));
            table.notes.push(format!("Counted: {}. Source: {}.", first.population, first.definition.source));
            for caution in &first.cautions {
                table.notes.push(format!("Mind: {caution}."));
            }
        }
        if let Some(chart) = &self.chart {
            table.notes.push(chart.words(&self.figures));
        }
        let mut tables = vec![table];
        let records: Vec<_> = self.figures.iter().flat_map(|figure| &figure.evidence).collect();
        if !records.is_empty() {
            let mut evidence = Table::new("The records behind it", &["Record", "Part", "#Amount"]);
            evidence.rows = records
                .iter()
                .map(|one| {
                    let part = if one.part == Side::Numerator { "numerator" } else { "denominator" };
                    vec![one.record.clone(), part.to_owned(), one.amount.clone()]
                })
                .collect();
            tables.push(evidence);
        }
        tables
    }
}
