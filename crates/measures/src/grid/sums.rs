//! Adding up a part by unit. Contributions are added to their teams, and the teams' sums to every unit above them; only
//! people with several contributions must be looked at unit by unit, because each counts once in every unit.

use workforce::Date;
use workforce::facts::{UnitNumber, WorkerNumber};
use workforce::position::AskError;

use crate::breakdown::Breakdown;
use crate::counting::Take;
use crate::exact::Amount;
use crate::found::Found;
use crate::ground::Ground;
use crate::part::{Contribution, Known, Part};

/// A sum, and whether anything was added to it.
type Sum = (i128, bool);

/// What parts sum to: for each place (of a row and group), one sum for each unit of the question.
#[derive(Debug)]
pub(super) struct Sums {
    units: usize,
    all: Vec<i128>,
    has: Vec<bool>,
}

impl Sums {
    pub(super) fn new(places: usize, units: usize) -> Self {
        Self { units, all: vec![0; places * units], has: vec![false; places * units] }
    }

    pub(super) fn clear(&mut self) {
        self.all.fill(0);
        self.has.fill(false);
    }

    /// The sum of a unit.
    pub(super) fn of(&self, place: usize, unit: usize) -> i128 {
        self.all[place * self.units + unit]
    }

    /// Whether anything was added to it.
    pub(super) fn has(&self, place: usize, unit: usize) -> bool {
        self.has[place * self.units + unit]
    }

    fn add(&mut self, place: usize, unit: usize, amount: i128) {
        self.all[place * self.units + unit] += amount;
        self.has[place * self.units + unit] = true;
    }
}

/// Which units of the question each unit counts in, on a day, and room to add up in.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// By unit number, with one more for what is in no unit: places in the question.
    counts_in: Vec<Vec<usize>>,
    /// By unit number: where the question asks for it.
    asked_at: Vec<Vec<usize>>,
    asked: usize,
    /// By unit number and slot.
    teams: Vec<Sum>,
}

impl Tree {
    /// Takes the tree as it stands on a day. The question is the same every time.
    pub(super) fn stand_on(&mut self, ground: &Ground<'_>, asked: &[Option<UnitNumber>], day: Date) {
        let units = ground.workforce.unit_count();
        if self.asked_at.is_empty() {
            self.asked = asked.len();
            self.counts_in.resize_with(units + 1, Vec::new);
            self.asked_at.resize_with(units + 1, Vec::new);
            for (at, unit) in asked.iter().enumerate() {
                // Everything lies in the whole, as if that were above every unit.
                self.asked_at[unit.map_or(units, |unit| unit as usize)].push(at);
            }
        }
        for (unit, counts_in) in self.counts_in.iter_mut().enumerate() {
            counts_in.clear();
            counts_in.extend(&self.asked_at[units]);
            let number = u32::try_from(unit).expect("units were numbered as u32");
            let above = (unit < units).then(|| ground.workforce.above(number, day)).into_iter().flatten();
            for at in above.flat_map(|above| &self.asked_at[above as usize]) {
                if !counts_in.contains(at) {
                    counts_in.push(*at);
                }
            }
        }
    }

    /// A team's place; the last one is for what is in no team.
    fn place(&self, team: Option<UnitNumber>) -> usize {
        team.map_or(self.counts_in.len() - 1, |team| team as usize)
    }
}

/// A part being added up.
pub(super) struct Adding<'t> {
    tree: &'t mut Tree,
    sums: &'t mut Sums,
    /// The place of its first group.
    first: usize,
    slots: usize,
}

impl<'t> Adding<'t> {
    pub(super) fn new(tree: &'t mut Tree, sums: &'t mut Sums, first: usize, slots: usize) -> Self {
        tree.teams.clear();
        tree.teams.resize(tree.counts_in.len() * slots, (0, false));
        Self { tree, sums, first, slots }
    }

    /// Adds to a team's place.
    #[inline]
    fn add(&mut self, team: usize, slot: usize, amount: Amount) {
        let sum = &mut self.tree.teams[team * self.slots + slot];
        *sum = (sum.0 + amount.0, true);
    }

    /// Adds somebody with several contributions: once for each spell in every unit, in the group of the most senior one.
    /// Two that are as senior as each other have the same role, and so the same group.
    #[cold]
    fn add_once(&mut self, person: &mut [Brief]) {
        person.sort_by_key(|one| (one.spell, one.seniority));
        for unit in 0..self.tree.asked {
            let mut counted = None;
            for one in &*person {
                if counted != Some(one.spell) && self.tree.counts_in[one.team].contains(&unit) {
                    counted = Some(one.spell);
                    self.sums.add(self.first + one.slot, unit, one.amount.0);
                }
            }
        }
    }

    /// Adds the teams' sums to the units above them.
    fn roll_up(self) {
        for (team, counts_in) in self.tree.counts_in.iter().enumerate() {
            for slot in 0..self.slots {
                let (sum, has) = self.tree.teams[team * self.slots + slot];
                for &unit in counts_in.iter().filter(|_| has) {
                    self.sums.add(self.first + slot, unit, sum);
                }
            }
        }
    }
}

/// What is to be known of a contribution to count its person once.
#[derive(Debug, Clone, Copy)]
struct Brief {
    worker: Option<WorkerNumber>,
    spell: Option<usize>,
    seniority: u32,
    team: usize,
    slot: usize,
    amount: Amount,
}

/// A part by group, whose contributions are simply added.
struct Plainly<'t, 'g, 'a> {
    adding: Adding<'t>,
    ground: &'g Ground<'a>,
    by: Option<Breakdown>,
}

impl<'a> Plainly<'_, '_, 'a> {
    /// The place of a contribution's group; "not known" is the last.
    #[inline]
    fn slot(&self, one: &Contribution<'a>) -> usize {
        let unknown = self.adding.slots - 1;
        self.by.map_or(0, |by| self.ground.slot(by, one).unwrap_or(unknown))
    }
}

impl<'a> Take<'a> for Plainly<'_, '_, 'a> {
    #[expect(
        clippy::inline_always,
        reason = "called in the innermost loop of every part; a call costs as much as the sum"
    )]
    #[inline(always)]
    fn take(&mut self, one: Contribution<'a>) {
        let slot = self.slot(&one);
        self.adding.add(self.adding.tree.place(one.place.team), slot, one.amount);
    }
}

/// A part of people, whose contributions come by worker: the last one is held until the next worker's comes.
struct People<'t, 'g, 'a> {
    plainly: Plainly<'t, 'g, 'a>,
    last: Option<Brief>,
    /// The earlier contributions of the last worker.
    several: Vec<Brief>,
}

impl People<'_, '_, '_> {
    #[inline]
    fn tell(&mut self, last: Brief) {
        let adding = &mut self.plainly.adding;
        if self.several.is_empty() {
            adding.add(last.team, last.slot, last.amount);
        } else {
            self.several.push(last);
            adding.add_once(&mut self.several);
            self.several.clear();
        }
    }
}

impl<'a> Take<'a> for People<'_, '_, 'a> {
    #[expect(
        clippy::inline_always,
        reason = "called in the innermost loop of every part; a call costs as much as the sum"
    )]
    #[inline(always)]
    fn take(&mut self, one: Contribution<'a>) {
        let next = Brief {
            worker: one.worker,
            spell: one.spell,
            seniority: one.standing.seniority,
            team: self.plainly.adding.tree.place(one.place.team),
            slot: self.plainly.slot(&one),
            amount: one.amount,
        };
        if let Some(last) = self.last.replace(next) {
            if last.worker == next.worker {
                self.several.push(last);
            } else {
                self.tell(last);
            }
        }
    }
}

impl<'a> Ground<'a> {
    /// Adds up a part; says whether the record holds anything of the kind.
    pub(super) fn add_up(
        &self,
        part: Part,
        by: Option<Breakdown>,
        found: &Found<'_, 'a>,
        adding: Adding<'_>,
    ) -> Result<Known, AskError> {
        let mut plainly = Plainly { adding, ground: self, by };
        if !part.counts_people() {
            let counted = self.count(part, found, &mut plainly)?;
            plainly.adding.roll_up();
            return Ok(counted.known());
        }
        let mut people = People { plainly, last: None, several: Vec::new() };
        let counted = self.count(part, found, &mut people)?;
        if let Some(last) = people.last.take() {
            people.tell(last);
        }
        people.plainly.adding.roll_up();
        Ok(counted.known())
    }
}
