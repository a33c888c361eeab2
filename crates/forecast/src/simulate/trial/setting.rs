//! What a trial runs on: rates of slots that are alike, where everything belongs, and who joins together.

use super::state::{AGENCY, AT_WORK, LANES, Row, State};
use super::thousandths;
use super::timing::Rising;
use crate::simulate::world::World;

/// Rates of one trial for slots that are alike: a role, and the interventions that reach it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// Those of all months.
    pub(crate) steady: Steady,
    /// The weight of leaving: shocks and interventions.
    pub(crate) weight: Rising,
    /// Who surely stays, of those there at the start, by band of tenure.
    pub(crate) stays: [f64; 5],
    /// The hazard of being filled, without and with agency cover.
    pub(crate) fill: [Rising; 2],
    /// By how much interventions on single routes raise it, by month from 0; empty where there is none. As much fewer of the fills are
    /// then from within.
    pub(crate) outside: Vec<f64>,
}

/// Rates of a role that are the same in all months of a trial.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Steady {
    /// Leaving, a month, by band of tenure.
    pub(crate) leaving: [f64; 5],
    /// Months before a vacancy may be tried.
    pub(crate) approval: u16,
    /// Share of vacancies covered.
    pub(crate) cover: f64,
    /// Months until cover starts.
    pub(crate) cover_delay: u16,
    /// Share of fills from within.
    pub(crate) internal: f64,
    /// The role that they come from.
    pub(crate) feeder: Option<u16>,
    /// Long absences per person and month.
    pub(crate) away: f64,
    /// Chance in a month that an absence ends.
    pub(crate) back: f64,
    /// Share of absences covered.
    pub(crate) away_cover: f64,
}

/// Where everything of a world belongs, worked out once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Each slot's cell.
    pub(crate) cell_of: Vec<u16>,
    /// Each slot's place.
    pub(crate) place_of: Vec<u16>,
    /// Each engagement's place.
    pub(crate) engaged: Vec<u16>,
    /// The places: pairs of a group and a cell that some slot, engagement or case has.
    pub(crate) places: Vec<(u16, u16)>,
    /// The slots of each role.
    pub(crate) of_role: Vec<Vec<u32>>,
    /// How each slot stands at the start.
    pub(crate) start: Vec<State>,
    /// What each place counts at the start.
    pub(crate) counted: Vec<Row>,
}

impl Layout {
    /// Notes the start, which is the same in every trial. What the newly qualified carry is in thousandths.
    pub(crate) fn begin(&mut self, world: &World, carried: i32) {
        self.start = world.slots.iter().map(State::at_start).collect();
        self.counted = vec![[0; LANES]; self.places.len()];
        for ((slot, state), place) in world.slots.iter().zip(&self.start).zip(&self.place_of) {
            let row = state.row(thousandths(slot.fte), carried);
            self.counted[usize::from(*place)].iter_mut().zip(row).for_each(|(sum, own)| *sum += own);
        }
        for (engagement, place) in world.engagements.iter().zip(&self.engaged) {
            for lane in [AGENCY, AT_WORK] {
                self.counted[usize::from(*place)][lane] += thousandths(engagement.fte);
            }
        }
    }
}

/// People who join together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joining {
    /// The month.
    pub(crate) month: u16,
    /// How many, as far as there are vacancies.
    pub(crate) people: u32,
    /// The cells that they may join.
    pub(crate) cells: Vec<u16>,
    /// Whether they are newly qualified.
    pub(crate) newly_qualified: bool,
}

/// What one trial runs on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setting {
    /// The cells.
    pub(crate) cells: Vec<Cell>,
    /// Chance in a month that an engagement beyond vacancies ends, as a hazard.
    pub(crate) engagement_end: f64,
    /// Cohorts.
    pub(crate) cohorts: Vec<Joining>,
    /// What a newly qualified worker carries, in thousandths of a full load.
    pub(crate) carried: i32,
    /// Months for which they do.
    pub(crate) protected: u16,
}
