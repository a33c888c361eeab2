//! How long people stay: the spells of the record as survival data, by team, role, route or cohort.
//!
//! Tenure is in days from the first day of employment. Somebody hired before observation began enters late, at the tenure
//! that they had then: lists hold people hired long ago only because they stayed. Somebody who changes team or role goes on
//! in the next group at the tenure reached, and is no leaver. Absences are inside a spell.

use std::collections::BTreeSet;

use statistics::survival::{SpellError, Spells};
use workforce::Date;
use workforce::cell::codes;
use workforce::facts::{Employment, Where};
use workforce::records::Destination;

use crate::breakdown::{Breakdown, Group};
use crate::counting::of_spell;
use crate::ground::Ground;
use crate::span::Span;

codes! {
    /// What curves are drawn by.
    StayingBy {
        /// The team at the time.
        Team = "team",
        /// The role at the time.
        Role = "role",
        /// Where people came from.
        Route = "route",
        /// The calendar year in which they started.
        Cohort = "cohort",
    }
}

/// Time that one worker spent in one group, in days of tenure.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The spell, by its place in [`workforce::Workforce::employments`]; the first of those that count as one.
    pub spell: usize,
    /// The group; none when curves are of everybody.
    pub group: Option<Group>,
    /// Tenure when observation in the group began.
    pub entry: f64,
    /// Tenure when it ended.
    pub exit: f64,
    /// Where the worker went, when it ended by leaving the council.
    pub left: Option<Left>,
}

/// The end of a spell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Where to, where that is known.
    pub to: Option<Destination>,
}

/// The survival data of a record over a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Staying {
    /// The days under observation.
    pub window: Span,
    /// The stretches, by spell and time.
    pub stretches: Vec<Stretch>,
    /// Leavers who left on the first day that they were observed, and are given half a day.
    pub half_days: usize,
    /// Spells that are left out because no occupancy says whether they were in children's social work.
    pub unplaced: usize,
}

/// Employment that counts as one spell: from the first day, up to leaving.
struct Chain<'a> {
    first: usize,
    started: Date,
    last: &'a Employment,
}

/// Where a worker stands on a day.
#[derive(Clone, Copy)]
enum Whereabouts {
    /// At work in children's social work.
    Here(Where),
    /// At work elsewhere in the council.
    Elsewhere,
    /// Nothing says.
    Unknown,
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> f64 {
    f64::from((to - from).get_days())
}

impl Ground<'_> {
    /// The days over which joining and leaving were recorded: from the first leaving date to the last day on which anybody
    /// joined or left. None for a record without leavers.
    pub fn observed(&self) -> Option<Span> {
        let recorded = |day: &Date| *day <= self.known_on;
        let left =
            || self.workforce.employments().iter().filter_map(|spell| spell.period.to).filter(recorded);
        let started = self.workforce.employments().iter().map(|spell| spell.period.from).filter(recorded);
        Span::new(left().min()?, left().chain(started).max()?)
    }

    /// The survival data of the census population. Spells of one worker with no more than `gap` days between them are one.
    pub fn staying(&self, window: Span, by: Option<StayingBy>, gap: u16) -> Staying {
        let mut staying = Staying { window, stretches: Vec::new(), half_days: 0, unplaced: 0 };
        let shared = match by {
            Some(StayingBy::Team | StayingBy::Role) => self.shared_days(window),
            _ => BTreeSet::new(),
        };
        for chain in self.chains(gap) {
            let left = chain.last.period.to.filter(|left| *left <= window.to);
            let never = left.is_some_and(|left| left < window.from) || chain.started > window.to;
            if !never {
                self.observe(&chain, left, by, &shared, &mut staying);
            }
        }
        staying
    }

    /// Spells joined over short gaps, by worker and first day.
    fn chains(&self, gap: u16) -> Vec<Chain<'_>> {
        let mut chains: Vec<Chain<'_>> = Vec::new();
        for (at, spell) in self.workforce.employments().iter().enumerate() {
            if spell.period.is_empty() && spell.period.is_backwards() {
                continue;
            }
            let goes_on = chains.last().is_some_and(|before| {
                let near =
                    before.last.period.to.is_none_or(|to| days(to, spell.period.from) <= f64::from(gap));
                before.last.worker == spell.worker && near
            });
            match chains.last_mut().filter(|_| goes_on) {
                Some(before) => {
                    // The one that ends last says how it ended.
                    if before.last.period.to.is_some_and(|to| spell.period.to.is_none_or(|own| own >= to)) {
                        before.last = spell;
                    }
                }
                None => chains.push(Chain { first: at, started: spell.period.from, last: spell }),
            }
        }
        chains
    }

    /// Cuts one worker's employment where the group changes.
    fn observe(
        &self,
        chain: &Chain<'_>,
        left: Option<Date>,
        by: Option<StayingBy>,
        shared: &BTreeSet<Date>,
        staying: &mut Staying,
    ) {
        let window = staying.window;
        let begin = chain.started.max(window.from);
        let end = left.unwrap_or(window.to);
        let worker = chain.last.worker;
        let mut cuts: BTreeSet<Date> = shared.range(begin..=end).copied().collect();
        for work in self.workforce.works_of(worker) {
            cuts.extend([Some(work.period().from), work.period().to].into_iter().flatten());
        }
        cuts.insert(begin);
        let first = &self.workforce.employments()[chain.first];
        let mut place = match self.whereabouts(worker, begin, Whereabouts::Unknown) {
            // Before the first occupancy: where it will be.
            Whereabouts::Unknown => {
                let first = self.first_place(first);
                first.map_or(Whereabouts::Unknown, |(place, _)| Whereabouts::Here(place))
            }
            known => known,
        };
        if matches!(place, Whereabouts::Unknown) {
            staying.unplaced += 1;
            return;
        }
        let mut open: Option<Stretch> = None;
        for day in cuts.range(begin..=end).copied() {
            if day > begin && day >= end {
                break;
            }
            place = self.whereabouts(worker, day, place);
            let group = match place {
                Whereabouts::Here(place) => Some(self.staying_group(chain, place, day, by)),
                Whereabouts::Elsewhere | Whereabouts::Unknown => None,
            };
            if open.as_ref().map(|open| open.group.clone()) == group {
                continue;
            }
            let tenure = days(chain.started, day);
            staying.stretches.extend(close(open.take(), tenure));
            open = group.map(|group| Stretch {
                spell: chain.first,
                group,
                entry: tenure,
                exit: tenure,
                left: None,
            });
        }
        let Some(mut last) = open else { return };
        last.left = left.map(|_| Left { to: chain.last.destination });
        last.exit = days(chain.started, end);
        if last.exit <= last.entry {
            last.exit = last.entry + 0.5;
            staying.half_days += usize::from(last.left.is_some());
        }
        staying.stretches.push(last);
    }

    /// Where a worker stands on a day; without any occupancy then, where the worker stood before.
    fn whereabouts(&self, worker: u32, day: Date, before: Whereabouts) -> Whereabouts {
        if let Some((place, _)) = self.place_of(worker, day) {
            return Whereabouts::Here(place);
        }
        let employed = self.workforce.works_of(worker).any(|work| self.is_employed(work, day));
        if employed { Whereabouts::Elsewhere } else { before }
    }

    fn staying_group(
        &self,
        chain: &Chain<'_>,
        place: Where,
        day: Date,
        by: Option<StayingBy>,
    ) -> Option<Group> {
        let first = &self.workforce.employments()[chain.first];
        let standing = self.standing(place, day);
        let grouped = |by| self.group(by, &of_spell((chain.first, first), (place, standing), day));
        Some(match by? {
            StayingBy::Team => grouped(Breakdown::Team),
            StayingBy::Role => grouped(Breakdown::Role),
            StayingBy::Route => grouped(Breakdown::Origin),
            StayingBy::Cohort => Group::of_year(chain.started.year()),
        })
    }
}

/// A stretch that ended with a move; none when it had no time.
fn close(open: Option<Stretch>, tenure: f64) -> Option<Stretch> {
    let open = open?;
    (tenure > open.entry).then_some(Stretch { exit: tenure, ..open })
}

impl Staying {
    /// The groups that there are, in order; one none for everybody.
    pub fn groups(&self) -> Vec<Option<Group>> {
        let groups: BTreeSet<Option<Group>> =
            self.stretches.iter().map(|stretch| stretch.group.clone()).collect();
        groups.into_iter().collect()
    }

    /// Each stretch's place among [`Staying::groups`].
    pub fn codes(&self, groups: &[Option<Group>]) -> Vec<u32> {
        let code = |stretch: &Stretch| groups.binary_search(&stretch.group).unwrap_or_default();
        self.stretches.iter().map(|stretch| u32::try_from(code(stretch)).unwrap_or(u32::MAX)).collect()
    }

    /// The stretches as spells; `outcome` numbers what leavers did from 1.
    pub fn spells(&self, outcome: impl Fn(Left) -> u32) -> Result<Spells, SpellError> {
        let column = |value: fn(&Stretch) -> f64| self.stretches.iter().map(value).collect();
        let outcomes = self.stretches.iter().map(|stretch| stretch.left.map_or(0, &outcome)).collect();
        Spells::new(Some(column(|stretch| stretch.entry)), column(|stretch| stretch.exit), outcomes)
    }

    /// How many left.
    pub fn leavers(&self) -> usize {
        self.stretches.iter().filter(|stretch| stretch.left.is_some()).count()
    }
}
