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
use self::state::{AGENCY, AT_WORK, Due, FILL, FUND, KINDS, LANES, NOTHING, Row, State, first, what};
use self::timing::first_month;
use super::world::{NEVER, Slot, World};

/// Room for a trial, used again for the next.
pub(crate) struct Scratch {
    months: u16,
    states: Vec<State>,
    /// How many occupants and vacancies each slot has had.
    turns: Vec<u16>,
    due: Vec<Due>,
    /// Of the slots that are tied: which have something of a kind due in a month, as far as it still is.
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
    /// Whether the slots in hand are tied.
    tied: bool,
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
        let mut running = Running { slots: &world.slots, layout, setting, chance, room: self, tied: true };
        running.engage(world);
        for at in &layout.tied {
            running.begin(*at as usize);
        }
        if !layout.tied.is_empty() {
            for month in 1..=months {
                running.month(month);
            }
        }
        running.tied = false;
        for at in &layout.alone {
            running.begin(*at as usize);
            running.go_through(*at as usize);
        }
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
    /// One month of the slots that are tied, kind by kind. More may fall due meanwhile.
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

    /// Every month of a slot that is alone.
    fn go_through(&mut self, at: usize) {
        loop {
            let (month, kind) = first(&self.room.due[at]);
            if month > self.room.months {
                return;
            }
            self.room.due[at][kind] = NEVER;
            self.happen(at, kind, month);
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

    /// From a month on, a slot stands like this.
    #[inline]
    fn put(&mut self, slot: usize, month: u16, state: State) {
        let (fte, carried) = (thousandths(self.slots[slot].fte), self.setting.carried);
        let before = std::mem::replace(&mut self.room.states[slot], state).row(fte, carried);
        let now = state.row(fte, carried);
        let place = usize::from(self.layout.place_of[slot]);
        if let Some(row) = self.row(place, month) {
            for lane in 0..LANES {
                row[lane] += now[lane] - before[lane];
            }
        }
    }

    /// One person has joined or left.
    fn person(&mut self, slot: usize, month: u16, lane: usize) {
        let place = usize::from(self.layout.place_of[slot]);
        if let Some(row) = self.row(place, month) {
            row[lane] += 1000;
        }
    }

    /// Something is to happen to a slot.
    #[inline]
    fn plan(&mut self, slot: usize, kind: usize, month: u16) {
        if month <= self.room.months {
            self.room.due[slot][kind] = month;
            if self.tied {
                let slot = u32::try_from(slot).unwrap_or(u32::MAX);
                self.room.queue[usize::from(month) * KINDS + kind].push(slot);
            }
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
