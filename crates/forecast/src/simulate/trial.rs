//! One trial: posts and people through the months.
//!
//! Nothing is drawn month by month. Each occupant has one exponential number, and goes in the month in which the cumulated
//! hazard reaches it; which is the same as a draw in every month, and far less work.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`setting`] | the rates of the trial, and where everything belongs |
//! | [`timing`] | when something happens, given the hazard of it |
//! | [`state`] | how a slot stands, and what that counts for |
//! | `events` | what happens to one slot |
//! | `moves` | what happens between slots: moves up, redeployment, cohorts |

mod events;
mod moves;
pub(super) mod setting;
pub(super) mod state;
pub(super) mod timing;

use statistics::chance::Keyed;

use self::setting::{Cell, Layout, Setting};
use self::state::{AGENCY, AT_WORK, Due, FILL, FUND, KINDS, LANES, NOTHING, Row, State, what};
use self::timing::first_month;
use super::world::{NEVER, Slot, World};

/// Room for a trial, used again for the next.
pub(crate) struct Scratch {
    months: u16,
    states: Vec<State>,
    /// How many occupants and vacancies each slot has had.
    turns: Vec<u16>,
    due: Vec<Due>,
    /// The slots that have something of a kind due in a month, as far as it still is.
    queue: Vec<Vec<u32>>,
    /// Changes, then sums of them, by place and month.
    rows: Vec<Row>,
}

/// A trial that is running.
struct Running<'a> {
    slots: &'a [Slot],
    layout: &'a Layout,
    setting: &'a Setting,
    chance: Keyed,
    room: &'a mut Scratch,
}

impl Scratch {
    /// Room for so many months.
    pub(crate) fn new(months: u16) -> Self {
        Self {
            months,
            states: Vec::new(),
            turns: Vec::new(),
            due: Vec::new(),
            queue: vec![Vec::new(); (usize::from(months) + 1) * KINDS],
            rows: Vec::new(),
        }
    }

    /// A place's counts at the end of every month from 0, in thousandths.
    pub(crate) fn path(&self, place: usize) -> &[Row] {
        let width = usize::from(self.months) + 1;
        &self.rows[place * width..(place + 1) * width]
    }

    /// Runs one trial of a world.
    pub(crate) fn run(&mut self, world: &World, layout: &Layout, setting: &Setting, chance: Keyed) {
        let (slots, width) = (world.slots.len(), usize::from(self.months) + 1);
        self.queue.iter_mut().for_each(Vec::clear);
        again(&mut self.rows, layout.places.len() * width, [0; LANES]);
        again(&mut self.states, slots, State::Shut);
        again(&mut self.turns, slots, 0);
        again(&mut self.due, slots, NOTHING);
        let months = self.months;
        let mut running = Running { slots: &world.slots, layout, setting, chance, room: self };
        running.engage(world);
        (0..slots).for_each(|at| running.begin(at));
        (1..=months).for_each(|month| running.month(month));
        self.add_up();
    }

    fn add_up(&mut self) {
        for path in self.rows.chunks_exact_mut(usize::from(self.months) + 1) {
            let mut sum = [0; LANES];
            for row in path {
                for (own, sum) in row.iter_mut().zip(&mut sum) {
                    *sum += *own;
                    *own = *sum;
                }
            }
        }
    }
}

/// So many of the same, in the room that there is.
fn again<T: Clone>(room: &mut Vec<T>, count: usize, value: T) {
    room.clear();
    room.resize(count, value);
}

/// A slot's FTE as a change.
fn thousandths(fte: u32) -> i32 {
    i32::try_from(fte).unwrap_or(i32::MAX)
}

impl Running<'_> {
    /// One month, kind by kind. More may fall due meanwhile. Slots take turns, so that none has to wait for what came of its own
    /// last number.
    fn month(&mut self, month: u16) {
        for kind in 0..KINDS {
            if kind == FILL {
                self.cohorts(month);
            }
            let queue = usize::from(month) * KINDS + kind;
            let mut at = 0;
            while let Some(slot) = self.room.queue[queue].get(at).copied() {
                at += 1;
                let slot = slot as usize;
                if self.room.due[slot][kind] == month {
                    self.room.due[slot][kind] = NEVER;
                    self.happen(slot, kind, month);
                }
            }
        }
    }

    /// Agency workers beyond vacancies, until they end.
    fn engage(&mut self, world: &World) {
        let layout = self.layout;
        for (engagement, place) in world.engagements.iter().zip(&layout.engaged) {
            let fte = thousandths(engagement.fte);
            let ends = if engagement.ends == NEVER {
                let drawn = self.chance.exponential(engagement.id, 0, what::ENGAGEMENT);
                first_month(drawn / self.setting.engagement_end)
            } else {
                engagement.ends.max(1)
            };
            for (month, by) in [(0, fte), (ends, -fte)] {
                if let Some(row) = self.row(usize::from(*place), month) {
                    row[AGENCY] += by;
                    row[AT_WORK] += by;
                }
            }
        }
    }

    fn row(&mut self, place: usize, month: u16) -> Option<&mut Row> {
        let months = self.room.months;
        (month <= months).then(|| &mut self.room.rows[place * (usize::from(months) + 1) + usize::from(month)])
    }

    fn cell(&self, slot: usize) -> &Cell {
        &self.setting.cells[usize::from(self.layout.cell_of[slot])]
    }

    /// From a month on, a slot stands like this; and so many people have left and joined by it.
    #[inline]
    fn put(&mut self, slot: usize, month: u16, state: State, (left, joined): (i32, i32)) {
        let (fte, carried) = (thousandths(self.slots[slot].fte), self.setting.carried);
        let before = std::mem::replace(&mut self.room.states[slot], state).row(fte, carried);
        let now = state.row(fte, carried);
        let people: Row = [0, 0, 0, 0, left * 1000, joined * 1000, 0, 0];
        let place = usize::from(self.layout.place_of[slot]);
        if let Some(row) = self.row(place, month) {
            for lane in 0..LANES {
                row[lane] += now[lane] - before[lane] + people[lane];
            }
        }
    }

    /// Something is to happen to a slot.
    #[inline]
    fn plan(&mut self, slot: usize, kind: usize, month: u16) {
        if month <= self.room.months {
            self.room.due[slot][kind] = month;
            let queue = usize::from(month) * KINDS + kind;
            self.room.queue[queue].push(u32::try_from(slot).unwrap_or(u32::MAX));
        }
    }

    /// A new occupant, or a new vacancy: what was to happen to the last does not, but for the slot's own funding.
    fn renew(&mut self, slot: usize) {
        self.room.turns[slot] += 1;
        let fund = self.room.due[slot][FUND];
        self.room.due[slot] = NOTHING;
        self.room.due[slot][FUND] = fund;
    }
}
