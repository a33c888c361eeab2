//! One trial: posts and people through the months.
//!
//! Nothing is drawn month by month. Each occupant has one exponential number, and goes in the month in which the cumulated
//! hazard reaches it; which is the same as a draw in every month, and far less work.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`setting`] | the rates of the trial, and where everything belongs |
//! | [`timing`] | when something happens, given the hazard of it |
//! | `agenda` | what is to happen, by month and kind |
//! | [`state`] | how a slot stands, and what that counts for |
//! | `events` | what happens to one slot |
//! | `moves` | what happens between slots: moves up, redeployment, cohorts |

mod agenda;
mod events;
mod moves;
pub(super) mod setting;
pub(super) mod state;
pub(super) mod timing;

use statistics::chance::Keyed;

use self::agenda::Agenda;
use self::setting::{Cell, Layout, Setting};
use self::state::{AGENCY, AT_WORK, Due, FILL, FUND, KINDS, LANES, NOTHING, Row, State, what};
use self::timing::{band, first_month};
use super::world::{NEVER, Slot, World};

/// Room for a trial, used again for the next.
pub(crate) struct Scratch {
    months: u16,
    states: Vec<State>,
    /// How many occupants and vacancies each slot has had.
    turns: Vec<u16>,
    due: Vec<Due>,
    /// The numbers by which each slot's holders leave and its vacancies are filled, some turns at a time: many are drawn in less
    /// time than one by one, each when something waits for it.
    numbers: Vec<Numbers>,
    /// The slots whose numbers are drawn at the start: their holder may leave, or they have none.
    drawn: Vec<usize>,
    agenda: Agenda,
    /// Changes, then sums of them, by place and month.
    rows: Vec<Row>,
}

/// Turns whose numbers are drawn together.
const TURNS: u16 = 4;

/// The numbers of so many turns.
type Numbers = [f64; TURNS as usize];

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
            numbers: Vec::new(),
            drawn: Vec::new(),
            agenda: Agenda::new(months),
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
        self.agenda.clear();
        again(&mut self.rows, layout.places.len() * width, [0; LANES]);
        self.rows.iter_mut().step_by(width).zip(&layout.counted).for_each(|(row, counted)| *row = *counted);
        self.states.clone_from(&layout.start);
        again(&mut self.turns, slots, 0);
        again(&mut self.due, slots, NOTHING);
        let months = self.months;
        let mut running = Running { slots: &world.slots, layout, setting, chance, room: self };
        running.engage(world);
        running.draw();
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
    /// One month, kind by kind. More may fall due meanwhile.
    fn month(&mut self, month: u16) {
        for kind in 0..KINDS {
            if kind == FILL {
                self.cohorts(month);
            }
            let mut place = self.room.agenda.begin(month, kind);
            while let Some(slot) = self.room.agenda.next(&mut place) {
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
            if let Some(row) = self.row(usize::from(*place), ends) {
                row[AGENCY] -= fte;
                row[AT_WORK] -= fte;
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
    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn plan(&mut self, slot: usize, kind: usize, month: u16) {
        self.room.due[slot][kind] = month;
        self.room.agenda.add(month, kind, u32::try_from(slot).unwrap_or(u32::MAX));
    }

    /// The numbers of the first turns. Those of slots whose holder surely stays are left without end, until the holder moves.
    fn draw(&mut self) {
        again(&mut self.room.numbers, self.slots.len(), [f64::INFINITY; TURNS as usize]);
        self.room.drawn.clear();
        self.room.drawn.resize(self.slots.len(), 0);
        let mut count = 0;
        for (at, (slot, state)) in self.slots.iter().zip(&self.layout.start).enumerate() {
            let stays = match state {
                State::Held { since, .. } => {
                    let share = self.chance.share(slot.id, 0, what::LEAVE);
                    share < self.cell(at).stays[band(1 - since)]
                }
                _ => false,
            };
            // Written for everybody and kept for some: who stays could not be foretold.
            self.room.drawn[count] = at;
            count += usize::from(!stays);
        }
        for at in &self.room.drawn[..count] {
            self.room.numbers[*at] = numbers(self.chance, self.slots[*at].id, 0, self.layout.start[*at]);
        }
    }

    /// The numbers of a turn and those that are drawn with it.
    fn draw_again(&mut self, slot: usize, turn: u16) {
        let first = turn - turn % TURNS;
        self.room.numbers[slot] = numbers(self.chance, self.slots[slot].id, first, self.layout.start[slot]);
    }

    /// The number of a slot's present holder or vacancy.
    #[inline]
    fn number(&self, slot: usize) -> f64 {
        self.room.numbers[slot][usize::from(self.room.turns[slot] % TURNS)]
    }

    /// A new occupant, or a new vacancy: what was to happen to the last does not, but for the slot's own funding.
    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn renew(&mut self, slot: usize) {
        let turn = self.room.turns[slot] + 1;
        self.room.turns[slot] = turn;
        if turn.is_multiple_of(TURNS) || self.room.numbers[slot][0].is_infinite() {
            self.draw_again(slot, turn);
        }
        let due = &mut self.room.due[slot];
        let fund = due[FUND];
        *due = NOTHING;
        due[FUND] = fund;
    }
}

/// The numbers of some turns of a slot from an even one on. Holders and vacancies take turns; the first is as at the start.
#[inline]
fn numbers(chance: Keyed, id: u32, turn: u16, first: State) -> Numbers {
    let is_held = matches!(first, State::Held { .. });
    let (even, odd) = if is_held { (what::LEAVE, what::FILL) } else { (what::FILL, what::LEAVE) };
    [
        chance.exponential(id, turn, even),
        chance.exponential(id, turn + 1, odd),
        chance.exponential(id, turn + 2, even),
        chance.exponential(id, turn + 3, odd),
    ]
}
