//! One trial: posts and people through the months.
//!
//! Nothing is drawn month by month. Each occupant has one exponential number, and goes in the month in which the cumulated
//! hazard reaches it; which is the same as a draw in every month, and far less work.

use statistics::chance::Keyed;

use super::rates::BANDS;
use super::tally::{MEASURES, Measure};
use super::world::{NEVER, Slot, Start, World};

/// What a random number is for.
mod what {
    pub(super) const LEAVE: u8 = 1;
    pub(super) const FILL: u8 = 2;
    pub(super) const COVER: u8 = 3;
    pub(super) const INTERNAL: u8 = 4;
    pub(super) const MOVER: u8 = 5;
    pub(super) const AWAY: u8 = 6;
    pub(super) const BACK: u8 = 7;
    pub(super) const AWAY_COVER: u8 = 8;
    pub(super) const ENGAGEMENT: u8 = 9;
    pub(super) const COHORT: u8 = 10;
}

/// Rates of one trial for slots that are alike: a role, and the interventions that reach it.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Leaving, a month, by band of tenure.
    pub leaving: [f64; 5],
    /// Cumulated weight of leaving at the end of each month: shocks and interventions. At 0 it is nought.
    pub weight: Vec<f64>,
    /// Cumulated hazard of being filled at the end of each month, without and with agency cover.
    pub fill: [Vec<f64>; 2],
    /// Months before a vacancy may be tried.
    pub approval: u16,
    /// Share covered, and the months until then.
    pub cover: f64,
    /// Months until cover starts.
    pub cover_delay: u16,
    /// Share of fills from within.
    pub internal: f64,
    /// The role that they come from.
    pub feeder: Option<u16>,
    /// Long absences per person and month.
    pub away: f64,
    /// Chance in a month that an absence ends.
    pub back: f64,
    /// Share of absences covered.
    pub away_cover: f64,
}

/// Where everything of a world belongs, worked out once.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Each slot's cell.
    pub cell_of: Vec<u16>,
    /// Each slot's group.
    pub group_of: Vec<u16>,
    /// Each engagement's group.
    pub engaged: Vec<u16>,
    /// The slots whose funding begins or ends in each month.
    pub dated: Vec<Vec<u32>>,
}

/// What one trial runs on.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Chance in a month that an engagement beyond vacancies ends, as a hazard.
    pub engagement_end: f64,
    /// Cohorts: month, how many, and the cells that they may join.
    pub cohorts: Vec<(u16, u32, Vec<u16>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not funded yet, or no longer.
    Shut,
    Vacant {
        covered: bool,
    },
    /// Held since this month, which is before the first for those there at the start.
    Held {
        since: i32,
        away: bool,
        covered: bool,
    },
}

/// Something that is to happen to a slot, unless something else does first.
#[derive(Clone, Copy, Debug)]
struct Due {
    slot: u32,
    turn: u16,
}

/// What happens, in the order of a month.
const LEAVE: usize = 0;
const FILL: usize = 1;
const AWAY: usize = 2;
const BACK: usize = 3;
const COVER: usize = 4;
const KINDS: usize = 5;

/// Room for a trial, used again for the next.
pub struct Scratch {
    months: u16,
    due: Vec<Vec<Due>>,
    states: Vec<State>,
    turns: Vec<u16>,
    /// Changes by group, measure and month, in thousandths.
    changes: Vec<i32>,
    groups: usize,
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
    /// Room for so many months and groups.
    pub fn new(months: u16, groups: usize) -> Self {
        Self {
            months,
            due: vec![Vec::new(); (usize::from(months) + 1) * KINDS],
            states: Vec::new(),
            turns: Vec::new(),
            changes: vec![0; groups * MEASURES * (usize::from(months) + 1)],
            groups,
        }
    }

    /// A group's measure at the end of every month from 0, in thousandths.
    pub fn path(&self, group: usize, measure: Measure) -> &[i32] {
        let width = usize::from(self.months) + 1;
        let start = (group * MEASURES + measure as usize) * width;
        &self.changes[start..start + width]
    }

    /// Runs one trial of a world.
    pub fn run(&mut self, world: &World, layout: &Layout, setting: &Setting, chance: Keyed) {
        self.due.iter_mut().for_each(Vec::clear);
        self.changes.fill(0);
        self.states.clear();
        self.states.resize(world.slots.len(), State::Shut);
        self.turns.clear();
        self.turns.resize(world.slots.len(), 0);
        let months = self.months;
        let mut running = Running { slots: &world.slots, layout, setting, chance, room: self };
        running.begin();
        running.engage(world);
        for month in 1..=months {
            running.fund(month);
            for kind in 0..KINDS {
                if kind == FILL {
                    running.cohorts(month);
                }
                running.happen(month, kind);
            }
        }
        self.add_up();
    }

    fn add_up(&mut self) {
        for path in self.changes.chunks_exact_mut(usize::from(self.months) + 1) {
            let mut sum = 0;
            for value in path {
                sum += *value;
                *value = sum;
            }
        }
    }
}

/// A slot's FTE as a change.
fn thousandths(fte: u32) -> i32 {
    i32::try_from(fte).unwrap_or(i32::MAX)
}

impl Running<'_> {
    fn change(&mut self, slot: usize, measure: Measure, month: u16, by: i32) {
        let group = usize::from(self.layout.group_of[slot]);
        self.change_in(group, measure, month, by);
    }

    fn change_in(&mut self, group: usize, measure: Measure, month: u16, by: i32) {
        if month <= self.room.months && group < self.room.groups {
            let width = usize::from(self.room.months) + 1;
            self.room.changes[(group * MEASURES + measure as usize) * width + usize::from(month)] += by;
        }
    }

    fn cell(&self, slot: usize) -> &Cell {
        &self.setting.cells[usize::from(self.layout.cell_of[slot])]
    }

    fn fte(&self, slot: usize) -> i32 {
        thousandths(self.slots[slot].fte)
    }

    fn plan(&mut self, slot: usize, kind: usize, month: u16) {
        if month <= self.room.months {
            let due = Due { slot: u32::try_from(slot).unwrap_or(u32::MAX), turn: self.room.turns[slot] };
            self.room.due[usize::from(month) * KINDS + kind].push(due);
        }
    }

    /// The start, at the end of month 0.
    fn begin(&mut self) {
        for at in 0..self.slots.len() {
            let slot = &self.slots[at];
            if !slot.is_funded(0) && slot.refilled {
                continue;
            }
            match slot.start {
                Start::Held { tenure, goes, back, .. } => {
                    let away = back > 0;
                    self.room.states[at] = State::Held { since: -i32::from(tenure), away, covered: false };
                    self.change(at, Measure::InPost, 0, self.fte(at));
                    if away {
                        self.change(at, Measure::Absent, 0, self.fte(at));
                        let known = if back == NEVER { self.back_in(at, 0) } else { back };
                        self.plan(at, BACK, known);
                    } else {
                        self.plan_away(at, 0);
                    }
                    if goes == NEVER {
                        self.plan_leave(at, 1);
                    } else {
                        self.plan(at, LEAVE, goes.max(1));
                    }
                }
                Start::Vacant { starts, covered, .. } => {
                    self.room.states[at] = State::Vacant { covered };
                    self.change(at, Measure::Vacant, 0, self.fte(at));
                    if covered {
                        self.change(at, Measure::Agency, 0, self.fte(at));
                    }
                    if starts == NEVER {
                        self.plan_fill(at, 1);
                        if !covered {
                            self.plan_cover(at, 0);
                        }
                    } else {
                        self.plan(at, FILL, starts.max(1));
                    }
                }
            }
        }
    }

    /// Agency workers beyond vacancies, until they end.
    fn engage(&mut self, world: &World) {
        let layout = self.layout;
        for (engagement, group) in world.engagements.iter().zip(&layout.engaged) {
            let fte = thousandths(engagement.fte);
            self.change_in(usize::from(*group), Measure::Agency, 0, fte);
            let ends = if engagement.ends == NEVER {
                let drawn = self.chance.exponential(engagement.id, 0, what::ENGAGEMENT);
                first_month(drawn / self.setting.engagement_end)
            } else {
                engagement.ends.max(1)
            };
            self.change_in(usize::from(*group), Measure::Agency, ends, -fte);
        }
    }

    /// Funding that begins or ends.
    fn fund(&mut self, month: u16) {
        let layout = self.layout;
        for at in layout.dated.get(usize::from(month)).into_iter().flatten().map(|at| *at as usize) {
            let slot = &self.slots[at];
            if slot.from == month && slot.to > month {
                self.room.states[at] = State::Vacant { covered: false };
                self.change(at, Measure::Vacant, month, self.fte(at));
                match slot.start {
                    Start::Vacant { starts, .. } if starts != NEVER => self.plan(at, FILL, starts.max(month)),
                    _ => self.fall_vacant(at, month, month),
                }
            } else if slot.to == month {
                self.shut(at, month);
            }
        }
    }

    /// A slot that is no longer funded. Its holder goes to a vacancy of the same role where there is one, and otherwise
    /// leaves the council.
    fn shut(&mut self, at: usize, month: u16) {
        match self.room.states[at] {
            State::Shut => return,
            State::Vacant { covered } => {
                self.change(at, Measure::Vacant, month, -self.fte(at));
                if covered {
                    self.change(at, Measure::Agency, month, -self.fte(at));
                }
            }
            State::Held { since, .. } => {
                self.empty(at, month);
                let role = self.slots[at].role;
                let free = |other: &usize| {
                    let slot = &self.slots[*other];
                    let open = matches!(self.room.states[*other], State::Vacant { .. });
                    open && slot.role == role && slot.to > month && slot.refilled
                };
                let place = (0..self.slots.len()).filter(free).min_by_key(|other| self.slots[*other].id);
                match place {
                    Some(place) => self.take(place, month, since),
                    None => self.change(at, Measure::Left, month, 1000),
                }
            }
        }
        self.room.states[at] = State::Shut;
        self.room.turns[at] += 1;
    }

    /// What is due in a month, of one kind. More may fall due meanwhile.
    fn happen(&mut self, month: u16, kind: usize) {
        let place = usize::from(month) * KINDS + kind;
        let mut at = 0;
        while let Some(Due { slot, turn }) = self.room.due[place].get(at).copied() {
            at += 1;
            let slot = slot as usize;
            if self.room.turns[slot] != turn {
                continue;
            }
            match kind {
                LEAVE => self.leave(slot, month),
                FILL => self.fill(slot, month),
                AWAY => self.go_away(slot, month),
                BACK => self.come_back(slot, month),
                _ => self.cover(slot, month),
            }
        }
    }

    /// Takes the holder out of a slot.
    fn empty(&mut self, at: usize, month: u16) {
        if let State::Held { away, covered, .. } = self.room.states[at] {
            self.change(at, Measure::InPost, month, -self.fte(at));
            if away {
                self.change(at, Measure::Absent, month, -self.fte(at));
            }
            if covered {
                self.change(at, Measure::Agency, month, -self.fte(at));
            }
        }
    }

    fn leave(&mut self, at: usize, month: u16) {
        if !matches!(self.room.states[at], State::Held { .. }) {
            return;
        }
        self.empty(at, month);
        let moves = self.room.turns[at] == 0 && self.stays_in_council(at, month);
        if !moves {
            self.change(at, Measure::Left, month, 1000);
        }
        self.open(at, month, month);
    }

    /// Whether the holder of the start is known to go to another post of the council in this month.
    fn stays_in_council(&self, at: usize, month: u16) -> bool {
        matches!(self.slots[at].start, Start::Held { goes, leaves: false, .. } if goes.max(1) == month)
    }

    /// A slot without a holder is vacant, or shut when it is not filled again.
    fn open(&mut self, at: usize, month: u16, tried: u16) {
        self.room.turns[at] += 1;
        if !self.slots[at].refilled || !self.slots[at].is_funded(month) {
            self.room.states[at] = State::Shut;
            return;
        }
        self.room.states[at] = State::Vacant { covered: false };
        self.change(at, Measure::Vacant, month, self.fte(at));
        self.fall_vacant(at, month, tried);
    }

    fn fall_vacant(&mut self, at: usize, month: u16, tried: u16) {
        let approval = self.cell(at).approval;
        self.plan_fill(at, tried.saturating_add(approval));
        self.plan_cover(at, month);
    }

    /// When a vacancy is filled, tried from a month on. Whether it will be covered settles the hazard.
    fn plan_fill(&mut self, at: usize, from: u16) {
        let (id, turn) = (self.slots[at].id, self.room.turns[at]);
        let drawn = self.chance.exponential(id, turn, what::FILL);
        let covered = match self.room.states[at] {
            State::Vacant { covered: true } => true,
            _ => self.is_covered(at),
        };
        let cumulated = &self.cell(at).fill[usize::from(covered)];
        let from = usize::from(from.max(1));
        let (Some(before), Some(all)) = (cumulated.get(from - 1), cumulated.last()) else { return };
        let reached = before + drawn;
        if *all >= reached && from < cumulated.len() {
            let month = first_reaching(cumulated, from, cumulated.len() - 1, reached);
            self.plan(at, FILL, u16::try_from(month).unwrap_or(NEVER));
        }
    }

    fn is_covered(&self, at: usize) -> bool {
        let cover = self.cell(at).cover;
        cover > 0.0 && self.chance.share(self.slots[at].id, self.room.turns[at], what::COVER) < cover
    }

    fn plan_cover(&mut self, at: usize, month: u16) {
        if self.is_covered(at) {
            let delay = self.cell(at).cover_delay;
            self.plan(at, COVER, month.max(1).saturating_add(delay));
        }
    }

    fn cover(&mut self, at: usize, month: u16) {
        if let State::Vacant { covered: false } = self.room.states[at] {
            self.room.states[at] = State::Vacant { covered: true };
            self.change(at, Measure::Agency, month, self.fte(at));
        }
    }

    fn fill(&mut self, at: usize, month: u16) {
        if !matches!(self.room.states[at], State::Vacant { .. }) {
            return;
        }
        let cell = self.cell(at);
        let (internal, feeder) = (cell.internal, cell.feeder);
        let (id, turn) = (self.slots[at].id, self.room.turns[at]);
        let from_within = |_: &u16| self.chance.share(id, turn, what::INTERNAL) < internal;
        let mover = feeder.filter(from_within).and_then(|feeder| self.mover(feeder, at, month));
        if let Some((mover, since)) = mover {
            self.empty(mover, month);
            // Its own post is tried from the next month on.
            self.open(mover, month, month + 1);
            self.take(at, month, since);
            return;
        }
        let joins =
            !matches!(self.slots[at].start, Start::Vacant { joins: false, starts, .. } if starts == month);
        if joins {
            self.change(at, Measure::Joined, month, 1000);
        }
        self.take(at, month, i32::from(month));
    }

    /// Somebody of a role who moves: whoever has the smallest number, so that no order of listing matters.
    fn mover(&self, role: u16, to: usize, month: u16) -> Option<(usize, i32)> {
        let mut best: Option<(f64, usize, i32)> = None;
        for (at, slot) in self.slots.iter().enumerate() {
            let State::Held { since, away: false, .. } = self.room.states[at] else { continue };
            if slot.role != role || at == to || since >= i32::from(month) {
                continue;
            }
            let drawn = self.chance.share(slot.id, self.room.turns[at], what::MOVER);
            if best.is_none_or(|(least, ..)| drawn < least) {
                best = Some((drawn, at, since));
            }
        }
        best.map(|(_, at, since)| (at, since))
    }

    /// Somebody with this beginning takes a vacant slot.
    fn take(&mut self, at: usize, month: u16, since: i32) {
        if let State::Vacant { covered } = self.room.states[at] {
            self.change(at, Measure::Vacant, month, -self.fte(at));
            if covered {
                self.change(at, Measure::Agency, month, -self.fte(at));
            }
        }
        self.room.turns[at] += 1;
        self.room.states[at] = State::Held { since, away: false, covered: false };
        self.change(at, Measure::InPost, month, self.fte(at));
        self.plan_leave(at, month + 1);
        self.plan_away(at, month);
    }

    /// When the holder leaves, at risk from a month on.
    fn plan_leave(&mut self, at: usize, from: u16) {
        let State::Held { since, .. } = self.room.states[at] else { return };
        let drawn = self.chance.exponential(self.slots[at].id, self.room.turns[at], what::LEAVE);
        if let Some(month) = leaving_month(self.cell(at), since, from, drawn) {
            self.plan(at, LEAVE, month);
        }
    }

    fn plan_away(&mut self, at: usize, month: u16) {
        let rate = self.cell(at).away;
        if rate > 0.0 {
            let (id, turn) = (self.slots[at].id, self.room.turns[at]);
            // A new number for each absence of one holder, by the month in which the last one ended.
            let drawn = self.chance.exponential(id, turn ^ (month << 8), what::AWAY);
            self.plan(at, AWAY, month.saturating_add(first_month(drawn / rate)));
        }
    }

    fn back_in(&self, at: usize, month: u16) -> u16 {
        let (id, turn) = (self.slots[at].id, self.room.turns[at]);
        let drawn = self.chance.exponential(id, turn ^ (month << 8), what::BACK);
        month.saturating_add(first_month(drawn / super::rates::hazard(self.cell(at).back)))
    }

    fn go_away(&mut self, at: usize, month: u16) {
        let State::Held { since, away: false, .. } = self.room.states[at] else { return };
        let (id, turn) = (self.slots[at].id, self.room.turns[at]);
        let covered = self.chance.share(id, turn ^ (month << 8), what::AWAY_COVER) < self.cell(at).away_cover;
        self.room.states[at] = State::Held { since, away: true, covered };
        self.change(at, Measure::Absent, month, self.fte(at));
        if covered {
            self.change(at, Measure::Agency, month, self.fte(at));
        }
        self.plan(at, BACK, self.back_in(at, month));
    }

    fn come_back(&mut self, at: usize, month: u16) {
        let State::Held { since, away: true, covered } = self.room.states[at] else { return };
        self.room.states[at] = State::Held { since, away: false, covered: false };
        self.change(at, Measure::Absent, month, -self.fte(at));
        if covered {
            self.change(at, Measure::Agency, month, -self.fte(at));
        }
        self.plan_away(at, month);
    }

    /// Cohorts join vacancies, in order of a number of each.
    fn cohorts(&mut self, month: u16) {
        let setting = self.setting;
        for (_, people, cells) in setting.cohorts.iter().filter(|cohort| cohort.0 == month) {
            let free = |at: &usize| {
                matches!(self.room.states[*at], State::Vacant { .. })
                    && cells.contains(&self.layout.cell_of[*at])
            };
            let mut places: Vec<(f64, usize)> = (0..self.slots.len())
                .filter(free)
                .map(|at| (self.chance.share(self.slots[at].id, self.room.turns[at], what::COHORT), at))
                .collect();
            places.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            for (_, at) in places.into_iter().take(*people as usize) {
                self.change(at, Measure::Joined, month, 1000);
                self.take(at, month, i32::from(month));
            }
        }
    }
}

/// The first whole month at or after a time; at least one.
fn first_month(time: f64) -> u16 {
    if time.is_nan() || time >= f64::from(NEVER) {
        return NEVER;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and NEVER")]
    let month = time.ceil().max(1.0) as u16;
    month
}

/// The month in which the cumulated hazard of somebody who began in `since` reaches a number, from a month on.
fn leaving_month(cell: &Cell, since: i32, from: u16, drawn: f64) -> Option<u16> {
    let last = i32::try_from(cell.weight.len()).ok()? - 1;
    let mut left = drawn;
    let mut month = i32::from(from);
    for ((_, high), rate) in BANDS.iter().zip(cell.leaving) {
        // The last month in which tenure is still within the band.
        let end = if *high == u16::MAX { last } else { (since + i32::from(*high)).min(last) };
        if end < month {
            continue;
        }
        let (first, until) = (usize::try_from(month).ok()?, usize::try_from(end).ok()?);
        let before = cell.weight[first - 1];
        let hazard = rate * (cell.weight[until] - before);
        if hazard >= left && rate > 0.0 {
            let reached = before + left / rate;
            return u16::try_from(first_reaching(&cell.weight, first, until, reached)).ok();
        }
        left -= hazard;
        month = end + 1;
        if month > last {
            return None;
        }
    }
    None
}

/// The first place from one to another at which rising sums reach a value, which they do by the last. Sums rise about
/// evenly, so a guess is near; a search by halves would cost more.
fn first_reaching(sums: &[f64], from: usize, until: usize, value: f64) -> usize {
    let before = sums[from - 1];
    let share = (value - before) / (sums[until] - before);
    #[expect(clippy::cast_precision_loss, reason = "a number of months")]
    let steps = share * (until + 1 - from) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast saturates, and is put right below"
    )]
    let mut at = (from + steps as usize).min(until);
    while at > from && sums[at - 1] >= value {
        at -= 1;
    }
    while at < until && sums[at] < value {
        at += 1;
    }
    at
}
