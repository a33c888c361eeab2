//! Adding up a part by unit. Contributions are added to their teams, and the teams' sums to every unit above them; only
//! people with several contributions must be looked at unit by unit, because each counts once in every unit.

use workforce::Date;
use workforce::facts::UnitNumber;
use workforce::position::AskError;

use crate::breakdown::Breakdown;
use crate::exact::Amount;
use crate::found::Found;
use crate::ground::Ground;
use crate::part::{Contribution, Part};

/// What a part sums to, by unit of the question and group.
#[derive(Debug)]
pub(super) struct Sums {
    pub(super) is_recorded: bool,
    /// It is known of the whole council, and of no unit.
    pub(super) is_of_council_only: bool,
    /// How many groups there are, "not known" with them and last; 1 where nothing is grouped.
    pub(super) slots: usize,
    sums: Vec<i128>,
    /// For each unit, a bit for each group that somebody is in.
    seen: Vec<u32>,
}

impl Sums {
    /// The sum of a unit and group.
    pub(super) fn of(&self, unit: usize, slot: usize) -> Amount {
        Amount(self.sums[unit * self.slots + slot])
    }

    /// Whether anybody in the unit is in the group.
    pub(super) fn has(&self, unit: usize, slot: usize) -> bool {
        self.seen[unit] & (1 << slot) != 0
    }
}

/// Which units of the question each unit counts in, on a day, and room to add up in.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// By unit number, with one more for what is in no unit: places in the question.
    counts_in: Vec<Vec<usize>>,
    asked: usize,
    /// By unit number and slot.
    sums: Vec<i128>,
    seen: Vec<u32>,
}

impl Tree {
    /// Takes the tree as it stands on a day.
    pub(super) fn stand_on(&mut self, ground: &Ground<'_>, asked: &[Option<UnitNumber>], day: Date) {
        let units = ground.workforce.unit_count();
        self.asked = asked.len();
        self.counts_in.resize_with(units + 1, Vec::new);
        for (unit, counts_in) in self.counts_in.iter_mut().enumerate() {
            counts_in.clear();
            let number = u32::try_from(unit).expect("units were numbered as u32");
            let lies_in = |above: UnitNumber| unit < units && ground.workforce.lies_in(number, above, day);
            let within = asked.iter().enumerate().filter(|(_, above)| above.is_none_or(lies_in));
            counts_in.extend(within.map(|(at, _)| at));
        }
    }

    fn clear(&mut self, slots: usize) {
        self.sums.clear();
        self.sums.resize(self.counts_in.len() * slots, 0);
        self.seen.clear();
        self.seen.resize(self.counts_in.len(), 0);
    }
}

/// A part being added up.
struct Adding<'t> {
    tree: &'t mut Tree,
    of_units: Sums,
}

impl Adding<'_> {
    /// Adds an amount to a team, or to no team.
    fn add(&mut self, team: Option<UnitNumber>, slot: usize, amount: Amount) {
        let team = team.map_or(self.tree.counts_in.len() - 1, |team| team as usize);
        self.tree.sums[team * self.of_units.slots + slot] += amount.0;
        self.tree.seen[team] |= 1 << slot;
    }

    /// Adds somebody with several contributions: once for each spell in every unit, in the group of the most senior one.
    fn add_once(&mut self, person: &mut [(Contribution<'_>, usize)]) {
        person.sort_by(|(a, _), (b, _)| a.seniority_order(b));
        for unit in 0..self.tree.asked {
            let mut counted = None;
            for (one, slot) in &*person {
                let team = one.place.team.map_or(self.tree.counts_in.len() - 1, |team| team as usize);
                if counted != Some(one.spell) && self.tree.counts_in[team].contains(&unit) {
                    counted = Some(one.spell);
                    self.of_units.sums[unit * self.of_units.slots + slot] += one.amount.0;
                    self.of_units.seen[unit] |= 1 << slot;
                }
            }
        }
    }

    /// Adds the teams' sums to the units above them.
    fn roll_up(self) -> Sums {
        let Self { tree, mut of_units } = self;
        let slots = of_units.slots;
        for (team, counts_in) in tree.counts_in.iter().enumerate().filter(|(team, _)| tree.seen[*team] != 0) {
            for &unit in counts_in {
                of_units.seen[unit] |= tree.seen[team];
                let teams = &tree.sums[team * slots..(team + 1) * slots];
                for (sum, more) in of_units.sums[unit * slots..].iter_mut().zip(teams) {
                    *sum += more;
                }
            }
        }
        of_units
    }
}

impl<'a> Ground<'a> {
    /// The sums of a part.
    pub(super) fn sums(
        &self,
        part: Part,
        by: Option<Breakdown>,
        found: &Found<'_, 'a>,
        tree: &mut Tree,
    ) -> Result<Sums, AskError> {
        let slots = by.and_then(Breakdown::slots).map_or(1, |known| known + 1);
        let slot = |one: &Contribution<'a>| by.map_or(0, |by| self.slot(by, one).unwrap_or(slots - 1));
        tree.clear(slots);
        let asked = tree.asked;
        let of_units = Sums {
            is_recorded: true,
            is_of_council_only: false,
            slots,
            sums: vec![0; asked * slots],
            seen: vec![0; asked],
        };
        let mut adding = Adding { tree, of_units };
        let counted = if part.counts_people() {
            // Contributions of people come by worker, so one person's follow one another.
            let mut person: Vec<(Contribution<'a>, usize)> = Vec::new();
            let tell = |adding: &mut Adding<'_>, person: &mut Vec<(Contribution<'a>, usize)>| {
                match person.as_mut_slice() {
                    [(one, slot)] => adding.add(one.place.team, *slot, one.amount),
                    several => adding.add_once(several),
                }
                person.clear();
            };
            let counted = self.count(part, found, |one| {
                if person.first().is_some_and(|(first, _)| first.worker != one.worker) {
                    tell(&mut adding, &mut person);
                }
                person.push((one, slot(&one)));
            })?;
            tell(&mut adding, &mut person);
            counted
        } else {
            self.count(part, found, |one| adding.add(one.place.team, slot(&one), one.amount))?
        };
        let (is_recorded, is_of_council_only) = (counted.is_recorded, counted.is_of_council_only());
        Ok(Sums { is_recorded, is_of_council_only, ..adding.roll_up() })
    }
}
