//! What happens to one slot: it is funded, held, left, filled, covered; its holder is away and comes back.

use super::Running;
use super::state::{AWAY, BACK, COVER, FILL, FUND, LEAVE, QUALIFY, State, what};
use super::timing::{first_month, leaving_month};
use crate::simulate::rates::hazard;
use crate::simulate::world::{NEVER, Start};

impl Running<'_> {
    /// The start, at the end of month 0.
    pub(super) fn begin(&mut self, at: usize) {
        let slot = &self.slots[at];
        let (from, to, start) = (slot.from, slot.to, slot.start);
        if from > 0 || to < NEVER {
            self.plan(at, FUND, if from > 0 { from } else { to });
        }
        if self.room.states[at] == State::Shut {
            return;
        }
        match start {
            Start::Held { tenure, goes, back, full, .. } => {
                let away = back > 0;
                if full > 0 {
                    self.plan(at, QUALIFY, full);
                }
                if away {
                    let known = if back == NEVER { self.back_in(at, 0) } else { back };
                    self.plan(at, BACK, known);
                } else {
                    self.plan_away(at, 0);
                }
                if goes < NEVER {
                    self.plan(at, LEAVE, goes.max(1));
                } else if self.number(at).is_finite() {
                    self.plan_leave(at, -i32::from(tenure), 1);
                }
            }
            Start::Vacant { starts, covered, .. } => {
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

    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn fall_vacant(&mut self, at: usize, month: u16, tried: u16) {
        let covers = self.is_covered(at);
        let approval = self.cell(at).steady.approval;
        self.plan_fill(at, tried.saturating_add(approval), covers);
        self.plan_cover(at, month, covers);
    }

    /// When a vacancy is filled, tried from a month on. Whether it will be covered settles the hazard.
    fn plan_fill(&mut self, at: usize, from: u16, covers: bool) {
        let drawn = self.number(at);
        let hazard = &self.cell(at).fill[usize::from(covers)];
        self.plan(at, FILL, hazard.month(usize::from(from.max(1)), drawn));
    }

    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn is_covered(&self, at: usize) -> bool {
        let cover = self.cell(at).steady.cover;
        cover > 0.0 && self.chance.share(self.slots[at].id, self.room.turns[at], what::COVER) < cover
    }

    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn plan_cover(&mut self, at: usize, month: u16, covers: bool) {
        if covers {
            let delay = self.cell(at).steady.cover_delay;
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
        self.plan_leave(at, since, month + 1);
        self.plan_away(at, month);
    }

    /// When the holder leaves, who began in `since` and is at risk from a month on.
    #[inline]
    fn plan_leave(&mut self, at: usize, since: i32, from: u16) {
        let drawn = self.number(at);
        let cell = self.cell(at);
        let month = leaving_month(&cell.steady.leaving, &cell.weight, since, from, drawn);
        self.plan(at, LEAVE, month);
    }

    #[expect(clippy::inline_always, reason = "some hundred times in a trial")]
    #[inline(always)]
    fn plan_away(&mut self, at: usize, month: u16) {
        if self.cell(at).steady.away > 0.0 {
            self.plan_absence(at, month);
        }
    }

    fn plan_absence(&mut self, at: usize, month: u16) {
        let rate = self.cell(at).steady.away;
        // A new number for each absence of one holder, by the month in which the last one ended.
        let turn = self.room.turns[at] ^ (month << 8);
        let drawn = self.chance.exponential(self.slots[at].id, turn, what::AWAY);
        self.plan(at, AWAY, month.saturating_add(first_month(drawn / rate)));
    }

    fn back_in(&self, at: usize, month: u16) -> u16 {
        let turn = self.room.turns[at] ^ (month << 8);
        let drawn = self.chance.exponential(self.slots[at].id, turn, what::BACK);
        month.saturating_add(first_month(drawn / hazard(self.cell(at).steady.back)))
    }

    fn go_away(&mut self, at: usize, month: u16) {
        let State::Held { since, full, away: false, .. } = self.room.states[at] else { return };
        let turn = self.room.turns[at] ^ (month << 8);
        let drawn = self.chance.share(self.slots[at].id, turn, what::AWAY_COVER);
        let covered = drawn < self.cell(at).steady.away_cover;
        self.put(at, month, State::Held { since, full, away: true, covered }, (0, 0));
        self.plan(at, BACK, self.back_in(at, month));
    }

    fn come_back(&mut self, at: usize, month: u16) {
        let State::Held { since, full, away: true, .. } = self.room.states[at] else { return };
        self.put(at, month, State::Held { since, full, away: false, covered: false }, (0, 0));
        self.plan_away(at, month);
    }
}
