//! Figures: a measure's value for a scope and time, with its parts, interval, cautions and the records behind it.
//!
//! A figure keeps its exact numerator and denominator; it is rounded once, when it is made, and never computed from
//! anything rounded. Its evidence is what was added up, so it sums to the parts exactly.

use std::collections::{BTreeMap, BTreeSet};

use statistics::interval::{self, Level, Method};
use workforce::change::RecordId;
use workforce::facts::UnitNumber;
use workforce::position::AskError;
use workforce::quantity::NoNumber;

use crate::breakdown::{Breakdown, Group};
use crate::compare::Population;
use crate::counting::Over;
use crate::exact::{Amount, Rounded, quotient};
use crate::found::Found;
use crate::ground::Ground;
use crate::measure::{Measure, Spread, Term, Times};
use crate::part::{Contribution, Part};
use crate::span::Span;

/// What a figure is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The days.
    pub span: Span,
    /// Only this unit and what is below it.
    pub unit: Option<UnitNumber>,
    /// The baseline of the posts; those in force without one.
    pub baseline: Option<&'q str>,
    /// What it is broken down by; a measure of shares is broken down by its own groups whatever stands here.
    pub by: Option<Breakdown>,
}

/// Which part of a figure a record contributes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What is counted.
    Numerator,
    /// What it is counted against.
    Denominator,
}

/// One record's contribution to a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The record.
    pub record: RecordId,
    /// To which part.
    pub side: Side,
    /// How much; negative where the measure takes it away.
    pub amount: Amount,
}

/// How far chance alone might have moved a rate: 95%.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// By which method.
    pub method: &'static str,
    /// Its lower end, in the figure's unit; none where the method defines none.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: f64,
}

/// A figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The measure, with its definition.
    pub measure: &'static Measure,
    /// The days.
    pub span: Span,
    /// Of whom it is, beyond what the measure says.
    pub population: Population,
    /// The group, when broken down.
    pub group: Option<Group>,
    /// The exact numerator; none when nothing of the kind is recorded.
    pub numerator: Option<Amount>,
    /// The exact denominator of a rate.
    pub denominator: Option<Amount>,
    /// The value, rounded once, or why there is none.
    pub value: Result<Rounded, NoNumber>,
    /// The interval, for rates that have one.
    pub interval: Option<Interval>,
    /// What a reader should know.
    pub cautions: Vec<String>,
    /// The records behind it.
    pub evidence: Vec<Evidence>,
    /// How many people are behind its numerator and its denominator, each once: what disclosure control looks at.
    pub people: People,
}

/// People behind the two parts of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    /// Behind the numerator.
    pub numerator: u64,
    /// Behind the denominator; 0 for counts.
    pub denominator: u64,
}

/// Below this denominator a rate is called one of small numbers.
const SMALL: Amount = Amount(20_000_000);
/// An interval wider than this, in percentage points, is called wide.
const WIDE: f64 = 10.0;

/// Parts counted and cut to the question: contributions with their side and factor.
type Counts<'a> = Vec<(Side, i128, Vec<Contribution<'a>>)>;
/// The same for one group.
type GroupCounts<'c, 'a> = Vec<(Side, i128, Vec<&'c Contribution<'a>>)>;

impl<'a> Ground<'a> {
    /// The figure of a measure, or one for each group when the question breaks it down.
    pub fn figures(
        &self,
        measure: &'static Measure,
        question: &Question<'_>,
    ) -> Result<Vec<Figure>, AskError> {
        let mut figures = self.grouped(measure, question)?;
        let population = self.population(question.unit, question.span);
        for figure in &mut figures {
            figure.population = population;
        }
        Ok(figures)
    }

    fn grouped(&self, measure: &'static Measure, question: &Question<'_>) -> Result<Vec<Figure>, AskError> {
        let mut cautions = Vec::new();
        if self.scope_is_guessed {
            cautions.push("no role is marked as in census scope: all qualified roles are counted".to_owned());
        }
        let Some(counts) = self.counts(measure, question, &mut cautions)? else {
            return Ok(vec![missing(measure, question.span, cautions)]);
        };
        let Some(by) = measure.groups.or(question.by) else {
            let all: Vec<_> =
                counts.iter().map(|(side, times, all)| (*side, *times, all.iter().collect())).collect();
            return Ok(vec![figure_of(measure, question.span, None, all, cautions)]);
        };
        let empty = || counts.iter().map(|(side, times, _)| (*side, *times, Vec::new())).collect();
        let mut groups: BTreeMap<Group, GroupCounts<'_, 'a>> =
            by.categories().into_iter().map(|group| (group, empty())).collect();
        let is_whole = |side| side == Side::Denominator && (by.is_of_spells() || measure.groups.is_some());
        let parts = measure.numerator.iter().chain(measure.denominator).map(|(_, part)| part);
        for (at, ((side, _, all), part)) in counts.iter().zip(parts).enumerate() {
            if is_whole(*side) {
                continue;
            }
            // Nobody counts in two groups of roles; somebody who works in two teams counts in both.
            let all: Vec<&Contribution<'a>> = all.iter().collect();
            let all = if part.counts_people() && !by.is_of_places() { each_once(all) } else { all };
            for one in all {
                groups.entry(self.group(by, one)).or_insert_with(empty)[at].2.push(one);
            }
        }
        if measure.is_rate() && is_whole(Side::Denominator) {
            if measure.groups.is_none() {
                cautions.push("each group is set against the whole denominator".to_owned());
            }
            for sides in groups.values_mut() {
                for (at, (side, _, all)) in counts.iter().enumerate() {
                    if *side == Side::Denominator {
                        sides[at].2 = all.iter().collect();
                    }
                }
            }
        }
        let figure = |(group, sides)| figure_of(measure, question.span, Some(group), sides, cautions.clone());
        Ok(groups.into_iter().map(figure).collect())
    }

    /// The parts of a measure, cut to the unit asked for; `None` when one of them is not recorded.
    fn counts(
        &self,
        measure: &Measure,
        question: &Question<'_>,
        cautions: &mut Vec<String>,
    ) -> Result<Option<Counts<'a>>, AskError> {
        let span = question.span;
        if self.begins_after(span) {
            return Ok(None);
        }
        let within: Option<Vec<bool>> = question.unit.map(|above| {
            let units = 0..u32::try_from(self.workforce.unit_count()).expect("units were numbered as u32");
            units.map(|unit| self.workforce.lies_in(unit, above, span.to)).collect()
        });
        let found = Found::new(self, Over { span, baseline: question.baseline });
        let mut parts: Vec<Part> = Vec::new();
        let mut counts: Counts<'a> = Vec::new();
        let numerator = measure.numerator.iter().map(|term| (Side::Numerator, term));
        let denominator = measure.denominator.iter().map(|term| (Side::Denominator, term));
        for (side, &(times, part)) in numerator.chain(denominator) {
            // Rates such as a share count one part above and below the line.
            let all = match parts.iter().position(|known| *known == part) {
                Some(at) => counts[at].2.clone(),
                None => {
                    let is_within = |one: &Contribution<'_>| {
                        within
                            .as_ref()
                            .is_none_or(|within| one.place.team.is_some_and(|team| within[team as usize]))
                    };
                    let mut all = Vec::new();
                    let counted = self.count(part, &found, &mut |one: Contribution<'a>| {
                        if is_within(&one) {
                            all.push(one);
                        }
                    })?;
                    for caution in counted.cautions.iter().map(ToString::to_string) {
                        if !cautions.contains(&caution) {
                            cautions.push(caution);
                        }
                    }
                    if !counted.known().gives(within.is_some()) {
                        return Ok(None);
                    }
                    all
                }
            };
            parts.push(part);
            counts.push((side, factor(times, span), all));
        }
        Ok(Some(counts))
    }
}

/// The figure of one group, or of everything.
fn figure_of(
    measure: &'static Measure,
    span: Span,
    group: Option<Group>,
    counts: GroupCounts<'_, '_>,
    mut cautions: Vec<String>,
) -> Figure {
    let terms: Vec<&Term> = measure.numerator.iter().chain(measure.denominator).collect();
    let mut evidence = Vec::new();
    let mut behind: BTreeSet<(Side, u32)> = BTreeSet::new();
    for ((side, times, all), (_, part)) in counts.into_iter().zip(terms) {
        behind.extend(all.iter().filter_map(|one| Some((side, one.worker?))));
        let kept = if part.counts_people() { each_once(all) } else { all };
        evidence.extend(kept.into_iter().map(|one| Evidence {
            record: one.source.record(),
            side,
            amount: Amount(one.amount.0 * times),
        }));
    }
    let sum =
        |side: Side| -> Amount { evidence.iter().filter(|one| one.side == side).map(|one| one.amount).sum() };
    let people = |side: Side| behind.iter().filter(|(one, _)| *one == side).count() as u64;
    let people = People { numerator: people(Side::Numerator), denominator: people(Side::Denominator) };
    let numerator = sum(Side::Numerator);
    let denominator = measure.is_rate().then(|| sum(Side::Denominator));
    let value = value(measure, span, numerator, denominator, &mut cautions);
    let interval = denominator.and_then(|whole| interval_of(measure, numerator, whole));
    if let Some(whole) = denominator.filter(|_| value.is_ok()) {
        if whole < SMALL && measure.spread() != Spread::None {
            cautions.push("small numbers: one person moves this figure by several points".to_owned());
        }
        if interval.as_ref().is_some_and(|interval| interval.high - interval.low.unwrap_or(0.0) > WIDE) {
            cautions.push("wide interval: chance alone could have moved it far".to_owned());
        }
    }
    Figure {
        measure,
        span,
        population: Population::default(),
        group,
        numerator: Some(numerator),
        denominator,
        value,
        interval,
        cautions,
        evidence,
        people,
    }
}

/// The interval of a rate, if it has one.
fn interval_of(measure: &Measure, part: Amount, whole: Amount) -> Option<Interval> {
    let (part, whole) = (part.to_f64(), whole.to_f64());
    let found = match measure.spread() {
        Spread::None => None,
        Spread::Proportion => interval::wilson(part, whole, Level::P95),
        Spread::Rate => interval::rate(part, whole, Level::P95),
    }?;
    let method = match found.method {
        Method::Wilson => "wilson",
        Method::Byar => "byar",
        Method::ExactPoisson => "exact-poisson",
    };
    Some(Interval { method, low: found.low.map(|low| low * 100.0), high: found.high * 100.0 })
}

/// One contribution for each person and spell: the most senior, then the first by record.
fn each_once<'c, 'a>(mut all: Vec<&'c Contribution<'a>>) -> Vec<&'c Contribution<'a>> {
    all.sort_by(|a, b| a.seniority_order(b));
    all.dedup_by(|a, b| a.worker.is_some() && (a.worker, a.spell) == (b.worker, b.spell));
    all
}

pub(crate) fn factor(times: Times, span: Span) -> i128 {
    match times {
        Times::Whole(times) => times.into(),
        Times::WorkingDays => span.dfe_working_days().into(),
        Times::CalendarDays => span.days().into(),
    }
}

fn value(
    measure: &Measure,
    span: Span,
    numerator: Amount,
    denominator: Option<Amount>,
    cautions: &mut Vec<String>,
) -> Result<Rounded, NoNumber> {
    if measure.annualised && span.months().is_none() {
        cautions.push("a period that is not whole months cannot be annualised".to_owned());
    }
    worth(measure, span, numerator, denominator)
}

/// The value of a measure whose parts are known, or why there is none.
#[inline]
pub(crate) fn worth(
    measure: &Measure,
    span: Span,
    numerator: Amount,
    denominator: Option<Amount>,
) -> Result<Rounded, NoNumber> {
    let (part, whole) = fraction(measure, span, numerator, denominator).ok_or(NoNumber::NotApplicable)?;
    let rounded = quotient(part, whole, measure.unit.places()).ok_or(NoNumber::NotApplicable)?;
    if rounded.is_zero() && numerator != Amount::ZERO { Err(NoNumber::RoundsToZero) } else { Ok(rounded) }
}

/// The value before it is rounded; `None` where a period that is not whole months would have to be annualised.
fn fraction(
    measure: &Measure,
    span: Span,
    numerator: Amount,
    denominator: Option<Amount>,
) -> Option<(i128, i128)> {
    let (part, whole) = (numerator.0 * i128::from(measure.scale), denominator.unwrap_or(Amount::ONE).0);
    if measure.annualised {
        Some((part * 12, whole * i128::from(span.months()?)))
    } else {
        Some((part, whole))
    }
}

fn missing(measure: &'static Measure, span: Span, mut cautions: Vec<String>) -> Figure {
    if cautions.is_empty() {
        cautions.push("the record holds nothing of what this measure counts".to_owned());
    }
    Figure {
        measure,
        span,
        population: Population::default(),
        group: None,
        numerator: None,
        denominator: None,
        value: Err(NoNumber::NotAvailable),
        interval: None,
        cautions,
        evidence: Vec::new(),
        people: People::default(),
    }
}

impl Figure {
    /// The figure as it would be with another numerator, such as one that a paper prints; it has no evidence then.
    #[must_use]
    pub fn with_numerator(&self, numerator: Amount) -> Self {
        let mut cautions = vec![format!("the numerator is {numerator} as given, not from the record")];
        let value = value(self.measure, self.span, numerator, self.denominator, &mut cautions);
        Self {
            numerator: Some(numerator),
            value,
            interval: None,
            cautions,
            evidence: Vec::new(),
            group: self.group.clone(),
            measure: self.measure,
            span: self.span,
            population: self.population,
            denominator: self.denominator,
            people: self.people,
        }
    }

    /// The value as an exact fraction, or why there is none. One that rounds to zero is exact all the same.
    pub(crate) fn exact(&self) -> Result<(i128, i128), NoNumber> {
        match (self.value, self.numerator) {
            (Ok(_) | Err(NoNumber::RoundsToZero), Some(numerator)) => {
                let exact = fraction(self.measure, self.span, numerator, self.denominator);
                exact.filter(|(_, whole)| *whole != 0).ok_or(NoNumber::NotApplicable)
            }
            (value, _) => Err(value.err().unwrap_or(NoNumber::NotAvailable)),
        }
    }
}
