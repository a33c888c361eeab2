//! Figures that may leave the council: a type of their own, made only here.
//!
//! What is protected are people. The people behind each part of a measure are counted under stable keys (*atoms*) that
//! do not name the measure, so that two measures of the same people, a council and its teams, a team by itself, and the
//! groups of a breakdown in all of them, are judged together with everything released before. FTE and headcount of a part
//! share their atoms. Figures of posts, with nobody behind them, are not protected.
//!
//! Days and periods are tied to one another: see `ties.rs`. Personal breakdowns of small groups, and of groups whose people
//! are all alike, are not released: see [`Policy::with_smallest_group`]. That one is withheld does not say in which category
//! they are, but a reader who knows the rule and that the group is not small knows that they are alike; councils should
//! then break down a larger group. Reasons and destinations of leavers are protected as counts, not as attributes.
//!
//! **Not tied**: two breakdowns of the same people (which are White and which retire) but through their totals; those still
//! here of those who were, with leavers.
//!
//! A figure that the record tells otherwise than when it was released is released again, with a caution that it was restated:
//! see `disclosure/revision.rs`.

mod people;
mod restated;
mod ties;

use std::collections::BTreeSet;

use workforce::position::AskError;
use workforce::quantity::NoNumber;

use crate::breakdown::{Breakdown, Group};
use crate::counting::Over;
use crate::disclosure::{
    DisclosureError, InsideTable, Memory, Place, Policy, ReleaseTable, Released, Sum, protect_together,
};
use crate::figure::{Figure, Question};
use crate::ground::Ground;
use crate::measure::Measure;
use crate::part::Part;
use crate::release::people::{Counts, Named, Subject, kin, people_of, sum_of, takes};

/// What is said with a figure that was released as another before.
const RESTATED: &str = "restated: the record was corrected since it was first released";

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

/// What is to be said, and where each figure stands in it.
#[derive(Default)]
struct Draft {
    tables: Vec<InsideTable>,
    /// By figure: the places that show it, by table.
    places: Vec<Vec<(usize, Place)>>,
    /// The names of counts that were restated since they were released and hang together with what is said.
    restated: BTreeSet<String>,
    /// A breakdown that would tell of each of the people in it: nothing but the total is said.
    tells_attributes: bool,
}

/// What is asked of a release.
struct Asked<'q> {
    council: &'q str,
    policy: &'q Policy,
    question: Question<'q>,
    figures: &'q [Figure],
    /// Whether each figure is a share of the total.
    of_total: bool,
}

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
        if figures.is_empty() {
            // No groups at all would tell that there is nobody: the total says so, or is withheld.
            return self.release(council, measure, &Question { by: None, ..*question }, policy, memory);
        }
        let question = Question { by: measure.groups.or(question.by), ..*question };
        let asked =
            Asked { council, policy, question, figures: &figures, of_total: measure.groups.is_some() };
        let (mut draft, mut tied) = self.drafted(measure, &asked, memory.clone())?;
        let mut restated = tied.restated(&draft.tables);
        restated.append(&mut draft.restated);
        if !restated.is_empty() {
            // What was corrected since is another count, and ties hold of what it is now.
            let mut memory = memory.clone();
            memory.restate(&restated);
            (draft, tied) = self.drafted(measure, &asked, memory)?;
        }
        let keyed: Vec<InsideTable> = draft.tables.iter().map(|table| table.keyed(&tied)).collect();
        let all: Vec<&InsideTable> = keyed.iter().collect();
        let protection = protect_together(&all, policy, &tied)?;
        let figures = draft.released(&figures, policy, &protection.release, &tied);
        Ok(Release { figures, memory: protection.memory })
    }

    /// All that a question says of people, and the memory with what readers know of it anyway.
    fn drafted(
        &self,
        measure: &Measure,
        asked: &Asked<'_>,
        mut memory: Memory,
    ) -> Result<(Draft, Memory), ReleaseError> {
        let Asked { council, figures, question, .. } = *asked;
        let mut parts: Vec<Part> =
            measure.numerator.iter().chain(measure.denominator).map(|(_, part)| people_of(*part)).collect();
        parts.sort_by_key(|part| format!("{part:?}"));
        parts.dedup();
        let mut draft = Draft { places: vec![Vec::new(); figures.len()], ..Draft::default() };
        for part in parts.iter().copied() {
            // A group of reasons is set against everybody, so the denominator is the total.
            let counted = measure.numerator.iter().any(|(_, counted)| people_of(*counted) == part);
            let by = question.by.filter(|by| counted || !by.is_of_spells());
            let question = Question { by, ..question };
            self.draft(part, &Asked { question, ..*asked }, &mut draft, &mut memory)?;
        }
        if let Some(first) = draft.tables.first_mut() {
            let ties = self.ties(council, &memory, &parts, question.span)?;
            for (atom, count) in ties.untold {
                first.hold(atom, count)?;
            }
            draft.restated.extend(ties.restated);
            memory.retie(ties.sums);
        }
        Ok((draft, memory))
    }

    /// Drafts what is said of the people behind a part, and notes what readers know of it anyway.
    fn draft(
        &self,
        part: Part,
        asked: &Asked<'_>,
        draft: &mut Draft,
        memory: &mut Memory,
    ) -> Result<(), ReleaseError> {
        let question = &asked.question;
        let over = Over { span: question.span, baseline: question.baseline };
        let subject = Subject { council: asked.council, part, over, unit: question.unit };
        // Nobody is behind posts, and nothing is known of what was not recorded.
        let Some(people) = self.people(&subject)? else { return Ok(()) };
        let counts = self.named(&subject, &people, question.by);
        draft.restated.append(&mut self.restated(&subject, &people, question.by, memory)?);
        for (one, other) in counts.ties() {
            memory.tie(&one, &other);
        }
        for told in ties::told(part, question.by, question.span) {
            memory.tell(told);
        }
        let mut total = single(&counts.total)?;
        for (atom, count) in counts.homes.values().chain(counts.by_home.values()) {
            total.hold(atom.as_str(), *count)?;
        }
        if question.by.is_some_and(Breakdown::tells_of_people) {
            guard_attributes(asked.policy, &counts, &mut total);
        }
        draft.restated.append(&mut self.hold_kin(&subject, &counts, asked, memory, &mut total)?);
        if let Some(other) = ties::beside(part) {
            // Together with what is in post either tells the other, so neither may be small and told.
            for part in [part, other] {
                let subject = Subject { part, unit: None, ..subject };
                let people = self.people(&subject)?.unwrap_or_default();
                draft.restated.append(&mut self.restated(&subject, &people, None, memory)?);
                let (atom, count) = self.named(&subject, &people, None).total;
                total.hold(atom, count)?;
            }
        }
        let tells =
            question.by.is_some_and(Breakdown::tells_of_people) && counts.tells_attributes(asked.policy);
        if tells {
            draft.tells_attributes = true;
            for (atom, count) in counts.groups.values().filter(|(_, count)| *count > 0) {
                total.hold(atom.as_str(), *count)?;
                total.withhold(Sum::of(atom.as_str()));
            }
        }
        let at = draft.tables.len();
        draft.tables.push(total);
        let Some(by) = question.by.filter(|_| !tells) else {
            draft.places.iter_mut().for_each(|places| places.push((at, Place::Cell(0, 0))));
            return Ok(());
        };
        if asked.of_total {
            draft.places.iter_mut().for_each(|places| places.push((at, Place::Cell(0, 0))));
        }
        let keys: Vec<&str> = asked
            .figures
            .iter()
            .map(|figure| figure.group.as_ref().map_or("all", |group| &group.key))
            .collect();
        let rows: Vec<Vec<Named>> = if by.is_of_places() {
            let in_row = |key: &&str| {
                let mut homes: Vec<Named> = people
                    .iter()
                    .filter(|person| self.rows_of(by, person).contains(*key))
                    .filter_map(|person| counts.homes.get(person.home()).cloned())
                    .collect();
                homes.sort();
                homes.dedup();
                homes
            };
            keys.iter().map(in_row).collect()
        } else {
            let cell = |key: &&str| counts.groups.iter().find(|(group, _)| group.key == **key);
            keys.iter().map(|key| cell(key).map(|(_, named)| named.clone()).into_iter().collect()).collect()
        };
        draft.add_rows(&counts.total.0, by, &keys, rows)?;
        Ok(())
    }

    /// Where a part is some of the people of another, readers know its groups for groups of the other: a share of newly
    /// qualified starters stands in the table of origins too. Gives the names of those that were restated since they were released.
    fn hold_kin(
        &self,
        subject: &Subject<'_>,
        counts: &Counts,
        asked: &Asked<'_>,
        memory: &mut Memory,
        total: &mut InsideTable,
    ) -> Result<BTreeSet<String>, ReleaseError> {
        let Some((part, by)) = kin(subject.part) else { return Ok(BTreeSet::new()) };
        let wider = Subject { part, ..*subject };
        let people = self.people(&wider)?.unwrap_or_default();
        let restated = self.restated(&wider, &people, Some(by), memory)?;
        let whole = self.named(&wider, &people, Some(by));
        for (one, other) in whole.ties() {
            memory.tie(&one, &other);
        }
        for (atom, count) in whole.groups.values().chain(whole.by_home.values()) {
            total.hold(atom.as_str(), *count)?;
        }
        if by.tells_of_people() {
            guard_attributes(asked.policy, &whole, total);
        }
        // Somebody with posts in and out of the narrower part is in it without being of its groups: no tie holds then.
        let mut tie = |one: &Named, parts: Vec<&Named>| {
            if !parts.is_empty() && one.1 == parts.iter().map(|(_, count)| count).sum::<u64>() {
                memory.tie(&Sum::of(one.0.as_str()), &sum_of(parts));
            }
        };
        let taken = |group: &Group| takes(subject.part, group);
        let groups = whole.groups.iter().filter(|(group, _)| taken(group));
        tie(&counts.total, groups.map(|(_, named)| named).collect());
        for (home, named) in &counts.homes {
            let of_home = whole.by_home.iter().filter(|((other, group), _)| other == home && taken(group));
            tie(named, of_home.map(|(_, named)| named).collect());
        }
        if asked.question.by == Some(by) {
            for (group, named) in &counts.groups {
                tie(named, whole.groups.get(group).into_iter().collect());
            }
            for (cell, named) in &counts.by_home {
                tie(named, whole.by_home.get(cell).into_iter().collect());
            }
        }
        Ok(restated)
    }
}

/// Guards, in every team whose people's attributes may not be told, the categories that they are in: a difference of larger
/// tables must not tell them either.
fn guard_attributes(policy: &Policy, counts: &Counts, table: &mut InsideTable) {
    for home in counts.homes.keys() {
        let here = || counts.by_home.iter().filter(|((other, _), _)| other == home);
        let of = |known: bool| {
            here().filter(move |((_, group), _)| known != group.is_not_known()).map(|(_, (_, count))| *count)
        };
        if policy.tells_attributes(of(true), of(false).sum()) {
            for (_, (atom, _)) in here().filter(|(_, (_, count))| *count > 0) {
                table.withhold(Sum::of(atom.as_str()));
            }
        }
    }
}

impl Draft {
    /// The figures as they may be shown.
    fn released(
        &self,
        figures: &[Figure],
        policy: &Policy,
        tables: &[ReleaseTable],
        memory: &Memory,
    ) -> Vec<ReleasedFigure> {
        let mut released = Vec::new();
        for (figure, places) in figures.iter().zip(&self.places) {
            if self.tells_attributes {
                // Whether anybody's category is not known would tell whether all are known to be alike.
                if figure.group.as_ref().is_some_and(Group::is_not_known) {
                    continue;
                }
                let mut figure = shown(figure.clone(), true);
                figure.cautions.push(format!(
                    "of fewer than {} people, or of people who are all alike, only the total is released",
                    policy.smallest_group()
                ));
                released.push(ReleasedFigure(figure));
                continue;
            }
            let small =
                policy.is_small(figure.people.numerator) || policy.is_small(figure.people.denominator);
            let withheld = is_withheld(places, tables) || small;
            let mut figure = shown(figure.clone(), withheld);
            let restated =
                |(table, place): &(usize, Place)| memory.is_restated(&self.tables[*table].sum(*place));
            if !withheld && places.iter().any(restated) {
                figure.cautions.push(RESTATED.to_owned());
            }
            released.push(ReleasedFigure(figure));
        }
        released
    }

    /// Adds the rows of a breakdown, which together are one table unless somebody counts in two of them.
    fn add_rows(
        &mut self,
        title: &str,
        by: Breakdown,
        keys: &[&str],
        rows: Vec<Vec<Named>>,
    ) -> Result<(), DisclosureError> {
        let title = format!("{title}|by={}", by.code());
        let people = || vec!["people".to_owned()];
        let atoms: Vec<&str> = rows.iter().flatten().map(|(atom, _)| atom.as_str()).collect();
        let distinct: BTreeSet<&str> = atoms.iter().copied().collect();
        if distinct.len() == atoms.len() {
            let at = self.tables.len();
            let cells = rows.into_iter().map(|row| vec![row]).collect();
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            self.tables.push(InsideTable::of_atoms(title, keys, people(), cells)?);
            for (row, places) in self.places.iter_mut().enumerate() {
                places.push((at, Place::Cell(row, 0)));
            }
            return Ok(());
        }
        for ((places, key), row) in self.places.iter_mut().zip(keys).zip(rows) {
            places.push((self.tables.len(), Place::Cell(0, 0)));
            let name = format!("{title}={key}");
            let table = InsideTable::of_atoms(name, vec![(*key).to_owned()], people(), vec![vec![row]])?;
            self.tables.push(table);
        }
        Ok(())
    }
}

/// A table of one count.
fn single((atom, count): &Named) -> Result<InsideTable, DisclosureError> {
    let cells = vec![vec![vec![(atom.clone(), *count)]]];
    InsideTable::of_atoms(atom.as_str(), vec!["all".to_owned()], vec!["people".to_owned()], cells)
}

/// Whether one of the places that show a figure is withheld.
fn is_withheld(places: &[(usize, Place)], tables: &[ReleaseTable]) -> bool {
    places.iter().any(|(table, place)| tables[*table].value(*place) == Released::Suppressed)
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
