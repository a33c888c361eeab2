//! What happens between slots: somebody moves up, is found another post, or joins with a cohort.

use super::Running;
use super::state::{State, what};

impl Running<'_> {
    /// A slot that is no longer funded. Its holder goes to a vacancy of the same role where there is one, and otherwise
    /// leaves the council.
    pub(super) fn shut(&mut self, at: usize, month: u16) {
        let before = self.room.states[at];
        let State::Held { since, full, .. } = before else {
            self.renew(at);
            self.put(at, month, State::Shut, (0, 0));
            return;
        };
        let layout = self.layout;
        let slots = self.slots;
        let free = |other: &usize| {
            let open = matches!(self.room.states[*other], State::Vacant { .. });
            open && slots[*other].to > month && slots[*other].refilled
        };
        let of_role = layout.of_role[usize::from(slots[at].role)].iter().map(|other| *other as usize);
        let place = of_role.filter(free).min_by_key(|other| slots[*other].id);
        self.renew(at);
        self.put(at, month, State::Shut, (i32::from(place.is_none()), 0));
        if let Some(place) = place {
            self.take(place, month, (since, full), 0);
        }
    }

    /// Fills a vacancy from within, where that is how it is filled and there is somebody.
    pub(super) fn moves_up(&mut self, at: usize, month: u16) -> bool {
        let cell = self.cell(at);
        let (internal, Some(feeder)) = (cell.steady.internal, cell.steady.feeder) else { return false };
        let internal = cell.outside.get(usize::from(month)).map_or(internal, |outside| internal / outside);
        if self.chance.share(self.slots[at].id, self.room.turns[at], what::INTERNAL) >= internal {
            return false;
        }
        let Some((mover, since, full)) = self.mover(feeder, at, month) else { return false };
        // Its own post is tried from the next month on.
        self.open(mover, month, month + 1, 0);
        self.take(at, month, (since, full), 0);
        true
    }

    /// Somebody of a role who moves: whoever has the smallest number, so that no order of listing matters.
    fn mover(&self, role: u16, to: usize, month: u16) -> Option<(usize, i32, u16)> {
        let mut best: Option<(f64, usize, i32, u16)> = None;
        for at in self.layout.of_role[usize::from(role)].iter().map(|at| *at as usize) {
            let State::Held { since, full, away: false, .. } = self.room.states[at] else { continue };
            if at == to || since >= i32::from(month) {
                continue;
            }
            let drawn = self.chance.share(self.slots[at].id, self.room.turns[at], what::MOVER);
            if best.is_none_or(|(least, ..)| drawn < least) {
                best = Some((drawn, at, since, full));
            }
        }
        best.map(|(_, at, since, full)| (at, since, full))
    }

    /// Cohorts join vacancies, in order of a number of each.
    pub(super) fn cohorts(&mut self, month: u16) {
        let (setting, layout) = (self.setting, self.layout);
        for cohort in setting.cohorts.iter().filter(|cohort| cohort.month == month && cohort.people > 0) {
            let free = |at: &usize| {
                matches!(self.room.states[*at], State::Vacant { .. })
                    && cohort.cells.contains(&layout.cell_of[*at])
            };
            let mut places: Vec<(f64, usize)> = (0..self.slots.len())
                .filter(free)
                .map(|at| (self.chance.share(self.slots[at].id, self.room.turns[at], what::COHORT), at))
                .collect();
            places.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let full = if cohort.newly_qualified { month.saturating_add(setting.protected) } else { 0 };
            for (_, at) in places.into_iter().take(cohort.people as usize) {
                self.take(at, month, (i32::from(month), full), 1);
            }
        }
    }
}
