//! Figures that may leave the council: a type of their own, made only here.
//!
//! What is protected are people. The people behind each part of a measure are counted under stable keys (*atoms*) that
//! do not name the measure, so that two measures of the same people, a council and its teams, and a team by itself are
//! judged together, with everything released before. FTE and headcount of a part share their atoms. Figures of posts,
//! with nobody behind them, are not protected. Flows and stocks of different days are not tied to one another: people
//! also move and change hours, so that no sum of theirs is known to hold.

use std::collections::BTreeMap;

use workforce::position::AskError;
use workforce::quantity::NoNumber;

use crate::breakdown::Breakdown;
use crate::counting::Over;
use crate::disclosure::{
    DisclosureError, InsideTable, Memory, Place, Policy, ReleaseTable, Released, Sum, protect_together,
};
use crate::figure::{Figure, Question};
use crate::ground::Ground;
use crate::measure::{Count, Measure};
use crate::part::{Contribution, Part};

/// A figure that may leave the council: a withheld one has no value, parts or interval, and none has evidence.
#[derive(Debug, Clone)]
pub struct ReleasedFigure(Figure);

impl ReleasedFigure {
    /// The figure as released.
    pub fn figure(&self) -> &Figure {
        &self.0
    }
}

/// Why nothing was released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The question names what is not there.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// It cannot be released without giving a person away.
    #[error(transparent)]
    Disclosure(#[from] DisclosureError),
}

/// Figures with the memory of having released them.
#[derive(Debug)]
pub struct Release {
    /// What may be shown.
    pub figures: Vec<ReleasedFigure>,
    /// To keep once they are published, in place of the memory that was given.
    pub memory: Memory,
}

/// The part that counts the people of a part, once for FTE and headcount.
fn people_of(part: Part) -> Part {
    match part {
        Part::InPost(moment, roles, _) => Part::InPost(moment, roles, Count::Headcount),
        Part::EthnicityKnown(_) => Part::EthnicityKnown(Count::Headcount),
        Part::Starters(from, _) => Part::Starters(from, Count::Headcount),
        Part::Leavers(roles, _) => Part::Leavers(roles, Count::Headcount),
        Part::Agency(_) => Part::Agency(Count::Headcount),
        Part::Cases | Part::CaseHolders => Part::CaseHoldingPeople,
        Part::CasesBeyondLimit => Part::OverLimit,
        other => other,
    }
}

/// Counts of people by atom, in the order of the rows.
type Rows = Vec<Vec<(String, u64)>>;

impl Ground<'_> {
    /// The figures that a question asks for, as they may leave the council after all that was released before. `council`
    /// tells the atoms of one council from another's.
    pub fn release(
        &self,
        council: &str,
        measure: &'static Measure,
        question: &Question<'_>,
        policy: &Policy,
        memory: &Memory,
    ) -> Result<Release, ReleaseError> {
        let figures = self.figures(measure, question)?;
        let question = &Question { by: measure.groups.or(question.by), ..*question };
        let mut memory = memory.clone();
        let mut parts: Vec<Part> =
            measure.numerator.iter().chain(measure.denominator).map(|(_, part)| people_of(*part)).collect();
        parts.sort_by_key(|part| format!("{part:?}"));
        parts.dedup();
        let mut tables = Vec::new();
        for part in parts {
            // A group of reasons is set against everybody, so the denominator is one row.
            let counted = measure.numerator.iter().any(|(_, counted)| people_of(*counted) == part);
            let by = question.by.filter(|by| counted || !by.is_of_spells());
            let question = Question { by, ..*question };
            tables.extend(self.table(council, part, &question, &figures, &mut memory)?);
        }
        let all: Vec<&InsideTable> = tables.iter().collect();
        let mut withheld = vec![false; figures.len()];
        if !all.is_empty() {
            let protection = protect_together(&all, policy, &memory)?;
            memory = protection.memory;
            for (at, withheld) in withheld.iter_mut().enumerate() {
                let value = |table: &ReleaseTable| {
                    let row = if table.rows().len() == 1 { 0 } else { at };
                    table.value(Place::Cell(row, 0))
                };
                // The whole of the shares stands in each of them.
                let whole = |table: &ReleaseTable| {
                    measure.groups.is_some() && table.value(Place::GrandTotal) == Released::Suppressed
                };
                let withholds = |table| value(table) == Released::Suppressed || whole(table);
                *withheld = protection.release.iter().any(withholds);
            }
        }
        let released = figures.into_iter().zip(withheld).map(|(figure, withheld)| {
            let small =
                policy.is_small(figure.people.numerator) || policy.is_small(figure.people.denominator);
            ReleasedFigure(shown(figure, withheld || small))
        });
        Ok(Release { figures: released.collect(), memory })
    }

    /// The people behind a part, one row for each figure; nothing where there are no people.
    fn table(
        &self,
        council: &str,
        part: Part,
        question: &Question<'_>,
        figures: &[Figure],
        memory: &mut Memory,
    ) -> Result<Option<InsideTable>, ReleaseError> {
        let over = Over { span: question.span, baseline: question.baseline };
        let counted = self.count(part, over)?.contributions.unwrap_or_default();
        let people = self.each_person(counted, question);
        if people.is_empty() || figures.is_empty() {
            return Ok(None);
        }
        let span = question.span;
        let scope = question.unit.map_or_else(String::new, |unit| self.workforce.unit_key(unit).to_owned());
        let name = format!("{council}|{part:?}|{}..{}", span.from, span.to);
        let team = |one: &Contribution| {
            let key = one.place.team.map_or("none", |team| self.workforce.unit_key(team));
            format!("{name}|team={key}")
        };
        let mut by_team: BTreeMap<String, u64> = BTreeMap::new();
        for one in &people {
            *by_team.entry(team(one)).or_default() += 1;
        }
        let key = |figure: &Figure| figure.group.as_ref().map_or("all", |group| &group.key).to_owned();
        let keys: Vec<String> = match question.by {
            Some(_) => figures.iter().map(key).collect(),
            None => vec!["all".to_owned()],
        };
        let mut rows: Rows = vec![Vec::new(); keys.len()];
        let of_teams = matches!(question.by, None | Some(Breakdown::Team | Breakdown::Service));
        for one in &people {
            let group = question.by.map_or_else(|| "all".to_owned(), |by| self.group(by, one).key);
            let Some(row) = keys.iter().position(|key| *key == group) else { continue };
            let by = question.by.map_or("", Breakdown::code);
            let atom = if of_teams { team(one) } else { format!("{name}|in={scope}|{by}={group}") };
            match rows[row].iter_mut().find(|(known, _)| *known == atom) {
                Some((_, count)) => *count += 1,
                None => rows[row].push((atom, 1)),
            }
        }
        if !of_teams {
            // Readers know that the groups of a scope and its teams hold the same people.
            let sum = |atoms: &mut dyn Iterator<Item = &String>| -> Sum {
                let sums: Vec<Sum> = atoms.map(Sum::of).collect();
                sums.iter().collect()
            };
            let groups = sum(&mut rows.iter().flatten().map(|(atom, _)| atom));
            memory.tie(&groups, &sum(&mut by_team.keys()));
        }
        let title = format!("{name}|in={scope}|by={}", question.by.map_or("", Breakdown::code));
        let cells = rows.into_iter().map(|atoms| vec![atoms]).collect();
        Ok(Some(InsideTable::of_atoms(title, keys, vec!["people".to_owned()], cells)?))
    }

    /// One contribution for each person in the scope of the question: the most senior.
    fn each_person(&self, mut all: Vec<Contribution>, question: &Question<'_>) -> Vec<Contribution> {
        if let Some(above) = question.unit {
            let lies_in = |team: Option<u32>| {
                team.is_some_and(|team| self.workforce.lies_in(team, above, question.span.to))
            };
            all.retain(|one| lies_in(one.place.team));
        }
        all.retain(|one| one.worker.is_some());
        all.sort_by(|a, b| (a.worker, a.seniority, &a.record).cmp(&(b.worker, b.seniority, &b.record)));
        all.dedup_by_key(|one| one.worker);
        all
    }
}

/// A figure as it may be shown.
fn shown(mut figure: Figure, withheld: bool) -> Figure {
    figure.evidence.clear();
    if withheld {
        figure.value = Err(NoNumber::Suppressed);
        figure.numerator = None;
        figure.denominator = None;
        figure.interval = None;
        // Which cautions there are may tell how small the numbers are.
        figure.cautions.clear();
    }
    figure
}
