//! Comparing two figures: what must be alike, and the change. It must not compare what is unlike without saying so.

use workforce::quantity::NoNumber;
use workforce::records::UnitKind;

use crate::exact::{Rounded, quotient};
use crate::figure::Figure;
use crate::ground::Ground;
use crate::measure::Unit;
use crate::span::Span;

/// Of whom a figure is, beyond what its measure says of its population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Population {
    /// The kind of unit that it is confined to; the whole council without one.
    pub within: Option<UnitKind>,
    /// No role was marked as in census scope when it was known, so all qualified ones are counted.
    pub is_guessed: bool,
}

/// A respect in which two figures differ so that a change between them means nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlike {
    /// They are of different measures, so their definitions differ.
    Definition,
    /// They are counted in different units.
    Unit,
    /// Whose posts or people are counted differs in kind: other rules, a team and a council, or census roles marked in one
    /// only. Two teams are alike, and so are two days.
    Population,
    /// One is of a day and the other of a period, or the periods are of unlike length. Two years, or two months, are alike.
    Period,
    /// They are of different groups of a breakdown.
    Group,
}

impl Unlike {
    /// What is unlike, in words that follow "two figures of".
    pub fn words(self) -> &'static str {
        match self {
            Self::Definition => "different definitions",
            Self::Unit => "different units",
            Self::Population => "different kinds of population",
            Self::Period => "a day and a period, or periods of unlike length",
            Self::Group => "different groups",
        }
    }
}

impl Unit {
    /// What a change between two figures is counted in.
    pub fn of_change(self) -> &'static str {
        match self {
            Self::Percent => "percentage points",
            other => other.code(),
        }
    }
}

impl Ground<'_> {
    /// Of whom figures of a unit are, or of the whole council.
    pub(crate) fn population(&self, unit: Option<u32>, span: Span) -> Population {
        let within = unit.and_then(|unit| self.workforce.kind_of_unit(unit, span.to));
        Population { within, is_guessed: self.scope_is_guessed }
    }
}

impl Figure {
    /// Everything in which this figure and another are unlike; nothing when they may be compared.
    pub fn unlike(&self, other: &Self) -> Vec<Unlike> {
        let length = |figure: &Self| {
            let over = figure.measure.kind.is_over_a_period();
            over.then(|| figure.span.months().ok_or(figure.span.days()))
        };
        let population = |figure: &Self| (figure.measure.population, figure.population);
        [
            (Unlike::Definition, self.measure.id != other.measure.id),
            (Unlike::Unit, self.measure.unit != other.measure.unit),
            (Unlike::Population, population(self) != population(other)),
            (Unlike::Period, length(self) != length(other)),
            (Unlike::Group, self.group != other.group),
        ]
        .into_iter()
        .filter_map(|(unlike, holds)| holds.then_some(unlike))
        .collect()
    }

    /// The change from another figure, from the exact parts of both and rounded once, so that it may differ by one in the
    /// last place from the difference of the two as printed. Whether they may be compared is for [`Self::unlike`] to say;
    /// between different units there is no change.
    pub fn change_from(&self, other: &Self) -> Result<Rounded, NoNumber> {
        let (now, then) = (self.exact()?, other.exact()?);
        if self.measure.unit != other.measure.unit {
            return Err(NoNumber::NotApplicable);
        }
        let part = now.0 * then.1 - then.0 * now.1;
        let rounded = quotient(part, now.1 * then.1, self.measure.unit.places());
        let rounded = rounded.ok_or(NoNumber::NotApplicable)?;
        if rounded.is_zero() && part != 0 { Err(NoNumber::RoundsToZero) } else { Ok(rounded) }
    }
}
