//! What there is at the start, and what is known to come. Months count from 1, the first simulated; 0 is the start.

/// Beyond every month.
pub const NEVER: u16 = u16::MAX;

/// A slot: a post, or one holder's part of a shared post.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// A number of its own, by which it has its chance; of the post, not of its place in the list.
    pub id: u32,
    /// The team, by number.
    pub team: u16,
    /// The role, by number.
    pub role: u16,
    /// FTE in thousandths.
    pub fte: u32,
    /// The first month in which it is funded; 0 for now.
    pub from: u16,
    /// The first month in which it is no longer funded; [`NEVER`] for none known.
    pub to: u16,
    /// Whether it is filled again. Somebody above establishment leaves nothing behind.
    pub refilled: bool,
    /// How it starts.
    pub start: Start,
}

/// How a slot starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Somebody holds it.
    Held {
        /// Whole months of tenure.
        tenure: u16,
        /// The month in which the holder is known to go; [`NEVER`] when nothing is known.
        goes: u16,
        /// Whether the holder then leaves the council.
        leaves: bool,
        /// The month in which the holder is back; 0 when not away, [`NEVER`] when that is not known.
        back: u16,
        /// The month from which a newly qualified holder carries a full load; 0 when they do.
        full: u16,
    },
    /// Nobody does.
    Vacant {
        /// The month in which somebody is known to start; [`NEVER`] when nothing is agreed.
        starts: u16,
        /// Whether the somebody comes from outside the council.
        joins: bool,
        /// Whether an agency worker covers it.
        covered: bool,
    },
}

/// Agency workers who cover no vacancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// A number of its own.
    pub id: u32,
    /// The team.
    pub team: u16,
    /// The role.
    pub role: u16,
    /// FTE in thousandths.
    pub fte: u32,
    /// The month in which it is known to end; [`NEVER`] when nothing is.
    pub ends: u16,
}

/// Cases that are held in a team by a role at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The team.
    pub team: u16,
    /// The role.
    pub role: u16,
    /// Its share of all cases.
    pub share: f64,
}

/// How loads lie about the average at the start, where there is an agreed limit: workers who are alike, never one by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    /// The team.
    pub team: u16,
    /// The role.
    pub role: u16,
    /// The FTE that they work.
    pub fte: f64,
    /// Their cases for each FTE, over the average of all.
    pub load: f64,
    /// The agreed limit, in cases for a full-time worker.
    pub limit: f64,
}

/// Everything at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// Teams, by number.
    pub teams: Vec<String>,
    /// Roles, by number.
    pub roles: Vec<String>,
    /// The slots.
    pub slots: Vec<Slot>,
    /// Agency workers beyond vacancies.
    pub engagements: Vec<Engagement>,
    /// Where cases are held; shares come to one.
    pub held: Vec<Held>,
    /// How loads lie about the average, where there are limits.
    pub carried: Vec<Carried>,
}

impl Slot {
    /// A slot that somebody holds and nothing is known of.
    pub fn held(id: u32, tenure: u16) -> Self {
        let start = Start::Held { tenure, goes: NEVER, leaves: true, back: 0, full: 0 };
        Self { id, team: 0, role: 0, fte: 1000, from: 0, to: NEVER, refilled: true, start }
    }

    /// A slot that nobody holds.
    pub fn vacant(id: u32) -> Self {
        let start = Start::Vacant { starts: NEVER, joins: true, covered: false };
        Self { start, ..Self::held(id, 0) }
    }

    /// Whether it is funded in a month.
    pub fn is_funded(&self, month: u16) -> bool {
        self.from <= month && month < self.to
    }
}
