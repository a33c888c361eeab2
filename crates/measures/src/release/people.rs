//! The people behind the parts of a measure, counted under names that every measure shares. It must not decide what is
//! shown.
//!
//! A count's name says what is counted and when, never for which measure: people in post on a day are the same people
//! whether a day or a year was asked for, and those of a team are the same whether the team or the council was.

use std::collections::{BTreeMap, BTreeSet};

use workforce::Date;
use workforce::cell::Value as _;
use workforce::facts::UnitNumber;
use workforce::position::AskError;
use workforce::records::{CensusRole, Origin};

use crate::breakdown::{Breakdown, Group};
use crate::counting::Over;
use crate::disclosure::{Policy, Sum};
use crate::found::Found;
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{Contribution, From, Moment, Part, Roles};
use crate::span::Span;

/// The part that counts the people of a part, once for FTE and headcount.
pub(super) fn people_of(part: Part) -> Part {
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

/// What a part is on its own, whenever it is: the opening of one period is the closing of another.
fn matter(part: Part) -> String {
    match part {
        Part::InPost(_, roles, _) => format!("InPost({roles:?})"),
        other => format!("{other:?}"),
    }
}

/// The day on which a part is true; `None` where it happens over a period.
fn day_of(part: Part, span: Span) -> Option<Date> {
    match part {
        Part::InPost(Moment::Opening, ..) => Some(span.opening()),
        Part::InPost(Moment::Closing, ..)
        | Part::EthnicityKnown(_)
        | Part::Agency(_)
        | Part::AgencyManagers
        | Part::AgencyCover
        | Part::Vacancies
        | Part::Funded
        | Part::Cases
        | Part::CaseHolders
        | Part::CaseHoldingPeople
        | Part::OverLimit
        | Part::CasesBeyondLimit
        | Part::InFirstYear
        | Part::Experienced
        | Part::Assignments
        | Part::AgencyAssigned
        | Part::BeyondEstablishment
        | Part::AgencyBeyondEstablishment
        | Part::SupervisionDue
        | Part::SupervisionInTime
        | Part::WorkloadJudged
        | Part::WorkloadWithin => Some(span.to),
        _ => None,
    }
}

/// Parts that are some of the people of another, picked by a breakdown: readers know the one from the other.
pub(super) fn kin(part: Part) -> Option<(Part, Breakdown)> {
    match part {
        Part::InPost(moment, roles, count) if roles != Roles::All => {
            Some((Part::InPost(moment, Roles::All, count), Breakdown::CensusRole))
        }
        Part::EthnicityKnown(count) => {
            Some((Part::InPost(Moment::Closing, Roles::All, count), Breakdown::Ethnicity))
        }
        Part::Starters(from, count) if !matches!(from, From::Anywhere | From::Here) => {
            Some((Part::Starters(From::Anywhere, count), Breakdown::Origin))
        }
        Part::Leavers(roles, count) if roles != Roles::All => {
            Some((Part::Leavers(Roles::All, count), Breakdown::CensusRole))
        }
        _ => None,
    }
}

/// Whether a group of the wider part belongs to its kin.
pub(super) fn takes(part: Part, group: &Group) -> bool {
    match part {
        Part::InPost(_, roles, _) | Part::Leavers(roles, _) => {
            roles.takes(CensusRole::parse(&group.key).ok())
        }
        Part::Starters(from, _) => from.takes(Origin::parse(&group.key).ok(), || false),
        _ => !group.is_not_known(),
    }
}

/// A count of people with its name.
pub(super) type Named = (String, u64);

/// The sum of named counts.
pub(super) fn sum_of<'n>(named: impl IntoIterator<Item = &'n Named>) -> Sum {
    let sums: Vec<Sum> = named.into_iter().map(|(atom, _)| Sum::of(atom.as_str())).collect();
    sums.iter().collect()
}

/// What is counted: a part over a span, of a unit and what is below it or of the whole council.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'q> {
    pub(super) council: &'q str,
    pub(super) part: Part,
    pub(super) over: Over<'q>,
    pub(super) unit: Option<UnitNumber>,
}

/// Someone behind a part: where in the council, and the contributions in the unit asked for, the most senior first.
pub(super) struct Person<'a> {
    /// All teams of the council that the person counts in, so that a team's people are the same whoever asks.
    home: String,
    is_in_several: bool,
    pub(super) here: Vec<Contribution<'a>>,
}

/// People counted under their names.
pub(super) struct Counts {
    /// In the unit asked for.
    pub(super) total: Named,
    /// By home.
    pub(super) homes: BTreeMap<String, Named>,
    /// By group in the unit asked for, and by home and group; empty without a breakdown, or by places.
    pub(super) groups: BTreeMap<Group, Named>,
    pub(super) by_home: BTreeMap<(String, Group), Named>,
}

impl Subject<'_> {
    /// What is counted and when.
    pub(super) fn stem(&self) -> String {
        let (council, what) = (self.council, matter(self.part));
        match day_of(self.part, self.over.span) {
            Some(day) => format!("{council}|{what}|{day}"),
            None => format!("{council}|{what}|{}..{}", self.over.span.from, self.over.span.to),
        }
    }
}

impl<'a> Ground<'a> {
    /// The people behind a part, each once in each spell, by worker; `None` where it is about posts, or not recorded.
    pub(super) fn people(&self, subject: &Subject<'_>) -> Result<Option<Vec<Person<'a>>>, AskError> {
        let mut all = Vec::new();
        let found = Found::new(self, subject.over);
        if !self.count(subject.part, &found, &mut |one| all.push(one))?.is_recorded {
            return Ok(None);
        }
        let nothing = all.is_empty();
        all.retain(|one| one.worker.is_some());
        if all.is_empty() && !nothing {
            return Ok(None);
        }
        all.sort_by(Contribution::seniority_order);
        let day = subject.over.span.to;
        let lies_in = |team: Option<u32>| {
            subject.unit.is_none_or(|above| team.is_some_and(|team| self.workforce.lies_in(team, above, day)))
        };
        let mut people = Vec::new();
        for same in all.chunk_by(|a, b| (a.worker, a.spell) == (b.worker, b.spell)) {
            let key = |team: u32| self.workforce.unit_key(team);
            let teams: BTreeSet<&str> = same.iter().map(|one| one.place.team.map_or("none", key)).collect();
            let here: Vec<_> = same.iter().filter(|one| lies_in(one.place.team)).copied().collect();
            if !here.is_empty() {
                let is_in_several = teams.len() > 1;
                let home = teams.into_iter().collect::<Vec<_>>().join(",team=");
                people.push(Person { home, is_in_several, here });
            }
        }
        Ok(Some(people))
    }

    /// The people under their names. Personal categories are named for every home, also where nobody is in them.
    pub(super) fn named(
        &self,
        subject: &Subject<'_>,
        people: &[Person<'_>],
        by: Option<Breakdown>,
    ) -> Counts {
        let by = by.filter(|by| !by.is_of_places());
        let stem = subject.stem();
        let scope = subject.unit.map_or("", |unit| self.workforce.unit_key(unit));
        let total = (format!("{stem}|in={scope}"), people.len() as u64);
        let mut homes: BTreeMap<String, Named> = BTreeMap::new();
        let mut groups: BTreeMap<Group, Named> = BTreeMap::new();
        let mut by_home: BTreeMap<(String, Group), Named> = BTreeMap::new();
        let in_unit = |by: Breakdown, group: &Group| format!("{stem}|in={scope}|{}={}", by.code(), group.key);
        let in_home = |person: &Person<'_>, by: Breakdown, group: &Group| {
            let name = format!("{stem}|team={}|{}={}", person.home, by.code(), group.key);
            // The senior role of somebody in two teams is another in the council than in one of them.
            let differs = person.is_in_several && matches!(by, Breakdown::Role | Breakdown::CensusRole);
            if differs { format!("{name}|in={scope}") } else { name }
        };
        for group in by.iter().flat_map(|by| by.categories()) {
            let by = by.expect("categories are of a breakdown");
            for person in people {
                let name = in_home(person, by, &group);
                by_home.entry((person.home.clone(), group.clone())).or_insert_with(|| (name, 0));
            }
            let name = in_unit(by, &group);
            groups.insert(group, (name, 0));
        }
        for person in people {
            let home = format!("{stem}|team={}", person.home);
            homes.entry(person.home.clone()).or_insert_with(|| (home, 0)).1 += 1;
            if let (Some(by), Some(one)) = (by, person.here.first()) {
                let group = self.group(by, one);
                groups.entry(group.clone()).or_insert_with(|| (in_unit(by, &group), 0)).1 += 1;
                let name = in_home(person, by, &group);
                by_home.entry((person.home.clone(), group)).or_insert_with(|| (name, 0)).1 += 1;
            }
        }
        Counts { total, homes, groups, by_home }
    }

    /// The rows of a breakdown by places that somebody counts in.
    pub(super) fn rows_of(&self, by: Breakdown, person: &Person<'_>) -> BTreeSet<String> {
        person.here.iter().map(|one| self.group(by, one).key).collect()
    }
}

impl Person<'_> {
    /// The key of its home.
    pub(super) fn home(&self) -> &str {
        &self.home
    }
}

impl Counts {
    /// Whether these groups tell of each of the people in them.
    pub(super) fn tells_attributes(&self, policy: &Policy) -> bool {
        let of = |known: bool| {
            self.groups
                .iter()
                .filter(move |(group, _)| known != group.is_not_known())
                .map(|(_, named)| named.1)
        };
        policy.tells_attributes(of(true), of(false).sum())
    }

    /// Names the homes of a longer period here too, where nobody is in any: that there is nobody may be withheld, and then
    /// readers do not know it of these homes either.
    pub(super) fn suppose_homes_of(&mut self, whole: &Self, subject: &Subject<'_>, by: Option<Breakdown>) {
        let stem = subject.stem();
        for home in whole.homes.keys() {
            self.homes.entry(home.clone()).or_insert_with(|| (format!("{stem}|team={home}"), 0));
        }
        for (home, group) in whole.by_home.keys() {
            let by = by.map_or("", Breakdown::code);
            let name = format!("{stem}|team={home}|{by}={}", group.key);
            self.by_home.entry((home.clone(), group.clone())).or_insert((name, 0));
        }
    }

    /// What readers know of these counts whatever was released: parts make up their wholes. That a whole has no parts is
    /// not known before it is released.
    pub(super) fn ties(&self) -> Vec<(Sum, Sum)> {
        let mut ties = vec![(Sum::of(self.total.0.as_str()), sum_of(self.homes.values()))];
        for (group, named) in &self.groups {
            let parts = self.by_home.iter().filter(|((_, other), _)| other == group);
            ties.push((Sum::of(named.0.as_str()), sum_of(parts.map(|(_, named)| named))));
        }
        if !self.groups.is_empty() {
            for (home, named) in &self.homes {
                let parts = self.by_home.iter().filter(|((other, _), _)| other == home);
                ties.push((Sum::of(named.0.as_str()), sum_of(parts.map(|(_, named)| named))));
            }
        }
        ties.retain(|(_, parts)| parts.terms().next().is_some());
        ties
    }
}
