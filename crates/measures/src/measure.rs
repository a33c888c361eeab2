//! What a measure is: its definition as data, from which figures, documentation and refusals follow.

use crate::breakdown::Breakdown;
use crate::part::Part;

/// Full-time equivalents or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Count {
    /// Full-time equivalents.
    Fte,
    /// People, each once.
    Headcount,
}

/// What sort of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// True on a day.
    Stock,
    /// Happens over a period.
    Flow,
    /// One of these over another, on a day.
    StockRate,
    /// One of these over another, over a period.
    FlowRate,
}

impl Kind {
    /// Whether it needs a period, not a day.
    pub fn is_over_a_period(self) -> bool {
        matches!(self, Self::Flow | Self::FlowRate)
    }
}

/// What it is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Full-time equivalents, shown to one decimal.
    Fte,
    /// People.
    People,
    /// Cases.
    Cases,
    /// Days, shown to one decimal.
    Days,
    /// Per cent, shown to one decimal.
    Percent,
    /// One per another, shown to one decimal.
    Ratio,
}

impl Unit {
    /// Decimal places that it is shown to (DfE's convention).
    pub fn places(self) -> u32 {
        match self {
            Self::People | Self::Cases => 0,
            Self::Fte | Self::Days | Self::Percent | Self::Ratio => 1,
        }
    }

    /// As figures carry it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fte => "fte",
            Self::People => "people",
            Self::Cases => "cases",
            Self::Days => "days",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
        }
    }
}

/// Whether more is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Up is better.
    Better,
    /// Up is worse.
    Worse,
    /// Up is neither.
    Neither,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// The Department for Education publishes it by this definition.
    Dfe,
    /// A local measure: comparable with nobody who does not use the same words.
    Local,
}

/// How much a part counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// So many times; negative where it is taken away.
    Whole(i64),
    /// The working days of the census year: 253, or 254 when it contains 29 February.
    WorkingDays,
    /// The calendar days of the period.
    CalendarDays,
}

/// What one part adds to a numerator or denominator.
pub type Term = (Times, Part);

/// A worked example from published figures; each is a test.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Whose figures and of when, with the source.
    pub what: &'static str,
    /// The numerator.
    pub numerator: &'static str,
    /// The denominator, for rates.
    pub denominator: Option<&'static str>,
    /// As printed.
    pub value: &'static str,
}

/// A measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its id; for the DfE's measures, the column of the published file.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// The definition in words.
    pub definition: &'static str,
    /// Where the definition is from.
    pub source: &'static str,
    /// Whose it is.
    pub owner: Owner,
    /// What sort of figure.
    pub kind: Kind,
    /// What it is counted in.
    pub unit: Unit,
    /// What is counted.
    pub numerator: &'static [Term],
    /// What it is counted against; nothing for counts.
    pub denominator: &'static [Term],
    /// The quotient is multiplied by this: 100 for per cent, 200 for per cent of an average of two.
    pub scale: i64,
    /// Whether the quotient is also multiplied by 12 over the months of the period.
    pub annualised: bool,
    /// For shares of a whole by group: the groups. Such a measure gives one figure for each group, whatever else is asked,
    /// with the group above the line and the whole below it, so that the figures sum to 1 exactly.
    pub groups: Option<Breakdown>,
    /// Whose posts or people are counted.
    pub population: &'static str,
    /// What is left out.
    pub exclusions: &'static str,
    /// Whether more is good news.
    pub direction: Direction,
    /// The years that it holds for.
    pub years: &'static str,
    /// Measures that are taken for it, and how they differ.
    pub related: &'static [(&'static str, &'static str)],
    /// A worked example.
    pub example: Example,
}

/// What chance does to a rate, and so which interval it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// No interval: a count, a ratio, money, or days, which do not come one by one.
    None,
    /// A share of the denominator: Wilson.
    Proportion,
    /// Events against the denominator, which can exceed it: Byar, or exact Poisson below 10.
    Rate,
}

impl Measure {
    /// Which interval it has.
    pub fn spread(&self) -> Spread {
        let counts = |wanted: fn(&Part) -> bool| self.numerator.iter().any(|(_, part)| wanted(part));
        let sums = counts(|part| matches!(part, Part::DaysLost | Part::CalendarDaysSick | Part::AgencyCost));
        if self.unit != Unit::Percent || sums || self.annualised || self.scale != 100 {
            Spread::None
        } else if counts(|part| matches!(part, Part::Leavers(..) | Part::Moves)) {
            Spread::Rate
        } else {
            Spread::Proportion
        }
    }

    /// Whether it shows identity or equality data, in groups.
    pub fn is_personal(&self) -> bool {
        let known = |(_, part): &Term| matches!(part, Part::EthnicityKnown(_));
        self.groups.is_some_and(Breakdown::is_personal) || self.numerator.iter().any(known)
    }

    /// Whether it is one count over another.
    pub fn is_rate(&self) -> bool {
        !self.denominator.is_empty()
    }
}
