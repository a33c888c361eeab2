//! The establishment position on a date: what is funded, who holds it, what is vacant, covered, uncovered and above
//! establishment.
//!
//! Post by post, in FTE:
//!
//! * holders (substantive and fixed-term) fill the funding; what they hold beyond it is *above establishment*;
//! * *vacant* is the funding that no holder fills;
//! * cover for a vacancy fills the vacancy (*covered*); beyond it, it is above establishment; *uncovered* is the rest;
//! * cover for an absent holder is *absent cover*, up to what holders hold in that post; beyond it, above establishment;
//! * additional workload, skill mix, supernumerary workers and whoever has no post are above establishment.
//!
//! So `funded = (substantive − held above) + vacant`, `vacant = covered + uncovered`, and
//! `working = substantive − away + covered + absent cover + (above establishment − held above)`.
//!
//! Agency is an *of which*: it is counted again inside covered, absent cover or above establishment. Totals add FTE only;
//! headcounts count each worker once, in a row and again, once, in the total.

use std::fmt;

use serde::Serialize;

use crate::cell::codes;
use crate::period::Date;
use crate::quantity::{Fte, NoNumber, Quantity};
use crate::records::NotCollected;
use crate::workforce::Workforce;

mod side;
mod tally;

pub(crate) use side::PostsSide;

codes! {
    /// What the rows of a position are.
    By {
        /// One row per service.
        Service = "service",
        /// One row per team.
        Team = "team",
        /// One row per role.
        Role = "role",
        /// One row per basis of occupancy, and one for uncovered posts.
        Basis = "basis",
        /// Holders, cover by reason, and uncovered posts.
        Cover = "cover",
    }
}

codes! {
    /// How over and under establishment is worked out. Negative is over.
    Formula {
        /// Establishment less permanent less agency: the room left after everyone who works.
        F1 = "f1",
        /// f1 less the vacancies as well. Papers use it; it counts a vacant post as a body.
        F2 = "f2",
    }
}

/// A question about a position.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The date of the people, and of the posts unless a baseline's dates lie elsewhere.
    pub as_at: Date,
    /// The baseline, by key or name; without one, those in force on the date.
    pub baseline: Option<String>,
    /// Only this service and what is below it, by key or name.
    pub service: Option<String>,
    /// Only this team and what is below it, by key or name.
    pub team: Option<String>,
    /// What the rows are.
    pub by: By,
}

impl Ask {
    /// The whole council on a date, by role.
    pub fn on(as_at: Date) -> Self {
        Self { as_at, baseline: None, service: None, team: None, by: By::Role }
    }
}

/// A question that names something the record does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No such baseline.
    #[error("there is no baseline `{name}`; the record has: {known}")]
    NoBaseline {
        /// As asked.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// No such unit.
    #[error("there is no service or team `{name}`; the record has: {known}")]
    NoUnit {
        /// As asked.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// Several baselines are in force on the date for the same service and roles.
    #[error("several baselines are in force on {day} for the same posts ({names}): name one")]
    ManyBaselines {
        /// The date.
        day: Date,
        /// Their keys.
        names: String,
    },
}

/// The lines of a position in FTE. All sums, so lines of disjoint posts and people may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    funded: Fte,
    substantive: Fte,
    held_above: Fte,
    vacant: Fte,
    covered: Fte,
    uncovered: Fte,
    absent_cover: Fte,
    above_establishment: Fte,
    agency: Fte,
    away: Fte,
    /// Set where the establishment list records filled posts only.
    vacant_not_collected: bool,
}

impl Line {
    fn known(self, fte: Fte) -> Quantity {
        if self.vacant_not_collected { Err(NoNumber::NotAvailable) } else { Ok(fte) }
    }

    /// Funded posts.
    pub fn funded(self) -> Quantity {
        self.known(self.funded)
    }

    /// All that holders hold, within and above the funding.
    pub fn substantive(self) -> Fte {
        self.substantive
    }

    /// What holders hold beyond the funding of their posts; part of above establishment.
    pub fn held_above(self) -> Fte {
        self.held_above
    }

    /// Funding that no holder fills.
    pub fn vacant(self) -> Quantity {
        self.known(self.vacant)
    }

    /// Vacant and covered.
    pub fn covered(self) -> Fte {
        self.covered
    }

    /// Vacant and nobody covering.
    pub fn uncovered(self) -> Quantity {
        self.known(self.uncovered)
    }

    /// Cover of holders who are away.
    pub fn absent_cover(self) -> Fte {
        self.absent_cover
    }

    /// Working FTE with no funding behind it.
    pub fn above_establishment(self) -> Fte {
        self.above_establishment
    }

    /// Agency workers, wherever else they are counted.
    pub fn agency(self) -> Fte {
        self.agency
    }

    /// Workers counted above who are away from work on the day.
    pub fn away(self) -> Fte {
        self.away
    }

    /// Everyone at work: holders and cover and those above establishment, less those away.
    pub fn working(self) -> Fte {
        self.substantive - self.held_above + self.covered + self.absent_cover + self.above_establishment
            - self.away
    }

    /// Over (negative) or under establishment by the named formula.
    pub fn over_under(self, formula: Formula) -> Quantity {
        let room = self.funded - self.substantive - self.agency;
        self.known(match formula {
            Formula::F1 => room,
            Formula::F2 => room - self.vacant,
        })
    }

    /// Holders, cover, uncovered posts and those above establishment together: Manchester's "assignments", which adds
    /// posts that nobody fills to people, and counts both an absent holder and the cover.
    pub fn assignments(self) -> Quantity {
        let people =
            self.substantive - self.held_above + self.covered + self.absent_cover + self.above_establishment;
        self.known(people + self.uncovered)
    }

    fn add(&mut self, other: Self) {
        self.funded += other.funded;
        self.substantive += other.substantive;
        self.held_above += other.held_above;
        self.vacant += other.vacant;
        self.covered += other.covered;
        self.uncovered += other.uncovered;
        self.absent_cover += other.absent_cover;
        self.above_establishment += other.above_establishment;
        self.agency += other.agency;
        self.away += other.away;
        self.vacant_not_collected |= other.vacant_not_collected;
    }
}

/// People, each once, behind the people columns of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "named as the columns of `Line`")]
pub struct Headcount {
    pub substantive: u32,
    pub covered: u32,
    pub absent_cover: u32,
    pub above_establishment: u32,
    pub agency: u32,
    pub away: u32,
    pub working: u32,
}

/// Posts behind the post columns of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "named as the columns of `Line`")]
pub struct PostCount {
    pub funded: u32,
    pub vacant: u32,
    pub uncovered: u32,
}

/// One row of a position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The key of the service, team or role, or the code of the basis or reason; `total` for the total.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The FTE.
    pub line: Line,
    /// The people.
    pub headcount: Headcount,
    /// The posts.
    pub posts: PostCount,
    /// What the establishment list does not record here, so that its absence is not zero.
    pub not_collected: Vec<NotCollected>,
}

/// The establishment position on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The date of the people.
    pub as_at: Date,
    /// The keys of the baselines that the posts are drawn from; empty when none is in force.
    pub baselines: Vec<String>,
    /// What the rows are.
    pub by: By,
    /// The rows, in the order of the ladder, the list of codes or the key.
    pub rows: Vec<Row>,
    /// All posts and people in scope, each once.
    pub total: Row,
}

impl Position {
    /// The row with a key.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }
}

impl Workforce {
    /// The position that a question asks for.
    pub fn position(&self, ask: &Ask) -> Result<Position, AskError> {
        let side = self.posts_side(ask)?;
        Ok(self.survey(&side, ask.as_at, ask.by))
    }

    /// Counts the posts of one side with the people of a day.
    pub(crate) fn survey(&self, side: &PostsSide, people_on: Date, by: By) -> Position {
        tally::survey(self, side, people_on, by)
    }
}

/// A quantity for people: two decimals at least, or the words for why there is none.
pub fn show(quantity: Quantity) -> String {
    quantity.map_or_else(|none| none.words().to_owned(), |fte| fte.to_string())
}

impl fmt::Display for AskedFor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as at {}", self.0.as_at)?;
        for (word, value) in
            [("baseline", &self.0.baseline), ("service", &self.0.service), ("team", &self.0.team)]
        {
            if let Some(value) = value {
                write!(f, ", {word} {value}")?;
            }
        }
        Ok(())
    }
}

/// A question in words, for headings.
pub struct AskedFor<'a>(pub &'a Ask);
