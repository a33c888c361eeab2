//! What happens to one slot: it is funded, held, left, filled, covered; its holder is away and comes back.

use statistics::chance::exponential;

use super::Running;
use super::state::{AWAY, BACK, COVER, FILL, FUND, LEAVE, QUALIFY, State, what};
use super::timing::{first_month, leaving_month};
use crate::simulate::rates::hazard;
use crate::simulate::world::{NEVER, Start};

impl Running<'_> {
    /// The start, at the end of month 0.
    pub(super) fn begin(&mut self, at: usize) {
        let slot = &self.slots[at];
        let (funded, from, to) = (slot.is_funded(0), slot.from, slot.to);
        self.plan(at, FUND, if from > 0 { from } else { to });
        if !funded && slot.refilled {
            return;
        }
        match slot.start {
            Start::Held { tenure, goes, back, full, .. } => {
                let away = back > 0;
                self.put(
                    at,
                    0,
                    State::Held { since: -i32::from(tenure), full, away, covered: false },
                    (0, 0),
                );
                if full > 0 {
                    self.plan(at, QUALIFY, full);
                }
                if away {
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
                self.put(at, 0, State::Vacant { covered }, (0, 0));
                if starts != NEVER {
                    self.plan(at, FILL, starts.max(1));
                } else if covered {
                    self.plan_fill(at, 1, true);
                } else {
                    let covers = self.is_covered(at);
                    self.plan_fill(at, 1, covers);
                    self.plan_cover(at, 0, covers);
                }
            }
        }
    }

    /// What is due.
    pub(super) fn happen(&mut self, at: usize, kind: usize, month: u16) {
        match kind {
            FUND => self.fund(at, month),
            QUALIFY => self.qualify(at, month),
            LEAVE => self.leave(at, month),
            FILL => self.fill(at, month),
            AWAY => self.go_away(at, month),
            BACK => self.come_back(at, month),
            _ => self.cover(at, month),
        }
    }

    /// Funding begins or ends.
    fn fund(&mut self, at: usize, month: u16) {
        let slot = &self.slots[at];
        if slot.from == month && slot.to > month {
            let (to, start) = (slot.to, slot.start);
            self.put(at, month, State::Vacant { covered: false }, (0, 0));
            self.plan(at, FUND, to);
            match start {
                Start::Vacant { starts, .. } if starts != NEVER => self.plan(at, FILL, starts.max(month)),
                _ => self.fall_vacant(at, month, month),
            }
        } else {
            self.shut(at, month);
        }
    }

    /// The first year is over: from now on a full load.
    fn qualify(&mut self, at: usize, month: u16) {
        if let State::Held { since, away, covered, .. } = self.room.states[at] {
            self.put(at, month, State::Held { since, full: 0, away, covered }, (0, 0));
        }
    }

    fn leave(&mut self, at: usize, month: u16) {
        if !matches!(self.room.states[at], State::Held { .. }) {
            return;
        }
        let moves = self.room.turns[at] == 0 && self.stays_in_council(at, month);
        self.open(at, month, month, i32::from(!moves));
    }

    /// Whether the holder of the start is known to go to another post of the council in this month.
    fn stays_in_council(&self, at: usize, month: u16) -> bool {
        matches!(self.slots[at].start, Start::Held { goes, leaves: false, .. } if goes.max(1) == month)
    }

    /// A slot without a holder is vacant, or shut when it is not filled again.
    pub(super) fn open(&mut self, at: usize, month: u16, tried: u16, left: i32) {
        self.renew(at);
        if !self.slots[at].refilled || !self.slots[at].is_funded(month) {
            self.put(at, month, State::Shut, (left, 0));
            return;
        }
        self.put(at, month, State::Vacant { covered: false }, (left, 0));
        self.fall_vacant(at, month, tried);
    }

    fn fall_vacant(&mut self, at: usize, month: u16, tried: u16) {
        let covers = self.is_covered(at);
        let approval = self.cell(at).approval;
        self.plan_fill(at, tried.saturating_add(approval), covers);
        self.plan_cover(at, month, covers);
    }

    /// When a vacancy is filled, tried from a month on. Whether it will be covered settles the hazard.
    fn plan_fill(&mut self, at: usize, from: u16, covers: bool) {
        let drawn = self.chance.exponential(self.slots[at].id, self.room.turns[at], what::FILL);
        let hazard = &self.cell(at).fill[usize::from(covers)];
        if let Some(month) = hazard.month(usize::from(from.max(1)), drawn) {
            self.plan(at, FILL, month);
        }
    }

    fn is_covered(&self, at: usize) -> bool {
        let cover = self.cell(at).cover;
        cover > 0.0 && self.chance.share(self.slots[at].id, self.room.turns[at], what::COVER) < cover
    }

    fn plan_cover(&mut self, at: usize, month: u16, covers: bool) {
        if covers {
            let delay = self.cell(at).cover_delay;
            self.plan(at, COVER, month.max(1).saturating_add(delay));
        }
    }

    fn cover(&mut self, at: usize, month: u16) {
        if let State::Vacant { covered: false } = self.room.states[at] {
            self.put(at, month, State::Vacant { covered: true }, (0, 0));
        }
    }

    fn fill(&mut self, at: usize, month: u16) {
        if !matches!(self.room.states[at], State::Vacant { .. }) || self.moves_up(at, month) {
            return;
        }
        let joins =
            !matches!(self.slots[at].start, Start::Vacant { joins: false, starts, .. } if starts == month);
        self.take(at, month, (i32::from(month), 0), i32::from(joins));
    }

    /// Somebody who began in a month, and carries a full load from another on, takes a vacant slot.
    pub(super) fn take(&mut self, at: usize, month: u16, (since, full): (i32, u16), joined: i32) {
        self.renew(at);
        self.put(at, month, State::Held { since, full, away: false, covered: false }, (0, joined));
        if full > 0 {
            self.plan(at, QUALIFY, full);
        }
        self.plan_leave(at, month + 1);
        self.plan_away(at, month);
    }

    /// When the holder leaves, at risk from a month on.
    fn plan_leave(&mut self, at: usize, from: u16) {
        let State::Held { since, .. } = self.room.states[at] else { return };
        let share = self.chance.share(self.slots[at].id, self.room.turns[at], what::LEAVE);
        let cell = self.cell(at);
        if cell.stays.surely(since, from, share) {
            return;
        }
        let drawn = exponential(share);
        if let Some(month) = leaving_month(&cell.leaving, &cell.weight, since, from, drawn) {
            self.plan(at, LEAVE, month);
        }
    }

    #[inline]
    fn plan_away(&mut self, at: usize, month: u16) {
        let rate = self.cell(at).away;
        if rate > 0.0 {
            // A new number for each absence of one holder, by the month in which the last one ended.
            let turn = self.room.turns[at] ^ (month << 8);
            let drawn = self.chance.exponential(self.slots[at].id, turn, what::AWAY);
            self.plan(at, AWAY, month.saturating_add(first_month(drawn / rate)));
        }
    }

    fn back_in(&self, at: usize, month: u16) -> u16 {
        let turn = self.room.turns[at] ^ (month << 8);
        let drawn = self.chance.exponential(self.slots[at].id, turn, what::BACK);
        month.saturating_add(first_month(drawn / hazard(self.cell(at).back)))
    }

    fn go_away(&mut self, at: usize, month: u16) {
        let State::Held { since, full, away: false, .. } = self.room.states[at] else { return };
        let turn = self.room.turns[at] ^ (month << 8);
        let drawn = self.chance.share(self.slots[at].id, turn, what::AWAY_COVER);
        let covered = drawn < self.cell(at).away_cover;
        self.put(at, month, State::Held { since, full, away: true, covered }, (0, 0));
        self.plan(at, BACK, self.back_in(at, month));
    }

    fn come_back(&mut self, at: usize, month: u16) {
        let State::Held { since, full, away: true, .. } = self.room.states[at] else { return };
        self.put(at, month, State::Held { since, full, away: false, covered: false }, (0, 0));
        self.plan_away(at, month);
    }
}
