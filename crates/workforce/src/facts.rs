//! What is true, one fact at a time: who worked where and when, who was employed, which posts stood on a day.
//!
//! This is what measures count. It decides nothing about what is in or out of a figure; it only reads the indexes of
//! [`Workforce`], so that nobody else needs to know how a spell ends an occupancy or a transfer moves a post.

use crate::change::RecordId;
use crate::period::{Date, Period};
use crate::position::{Ask, AskError};
use crate::quantity::{Fte, Quantity};
use crate::record::join_key;
use crate::records::{
    Basis, CensusRole, CoverReason, Destination, LeavingReason, OccupancyKey, Origin, PostKey, SpellKey,
    UnitKind,
};
use crate::workforce::{PostLine, Stay, Workforce};

/// A worker's number within one [`Workforce`]; means nothing in another.
pub type WorkerNumber = u32;
/// A unit's number within one [`Workforce`].
pub type UnitNumber = u32;
/// A role's number within one [`Workforce`].
pub type RoleNumber = u32;

/// Where something is on a day: the team and role, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Where {
    /// The team.
    pub team: Option<UnitNumber>,
    /// The role.
    pub role: Option<RoleNumber>,
}

/// One occupancy: a worker at work, in a post or without one.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    stay: &'a Stay,
    post: Option<&'a PostLine>,
}

impl<'a> Work<'a> {
    /// The occupancy's key.
    pub fn occupancy(self) -> &'a OccupancyKey {
        &self.stay.key
    }

    /// The post, where there is one.
    pub fn post(self) -> Option<&'a PostKey> {
        self.post.map(|post| &post.key)
    }

    /// The worker.
    pub fn worker(self) -> WorkerNumber {
        self.stay.worker
    }

    /// FTE worked.
    pub fn fte(self) -> Fte {
        self.stay.fte
    }

    /// Its dates, ended by the end of the worker's spell.
    pub fn period(self) -> Period {
        self.stay.period
    }

    /// On what footing.
    pub fn basis(self) -> Basis {
        self.stay.basis
    }

    /// What it stands in for.
    pub fn cover(self) -> Option<CoverReason> {
        self.stay.cover
    }

    /// The team and role on a day: the post's then, or what it last was or first will be; the occupancy's own without a
    /// post.
    pub fn on(self, day: Date) -> Where {
        match self.post {
            Some(post) => post
                .terms
                .near(day)
                .map_or(Where::default(), |terms| Where { team: Some(terms.team), role: Some(terms.role) }),
            None => Where { team: self.stay.team, role: self.stay.role },
        }
    }
}

/// One spell of employment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employment {
    /// The spell's key.
    pub spell: SpellKey,
    /// The worker.
    pub worker: WorkerNumber,
    /// From the first day up to the leaving date.
    pub period: Period,
    /// Where the worker came from.
    pub origin: Option<Origin>,
    /// Why the worker left.
    pub reason: Option<LeavingReason>,
    /// Where the worker went.
    pub destination: Option<Destination>,
}

/// What a role is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleFacts {
    /// Whether a holder must be a registered social worker.
    pub qualified: bool,
    /// Whether it is in scope of the children's social work workforce census.
    pub census: bool,
    /// The census role.
    pub census_role: Option<CensusRole>,
    /// Place on the ladder; lower comes first.
    pub rank: u32,
}

/// A post on a day, counted as [`crate::position`] counts it.
#[derive(Debug, Clone, Copy)]
pub struct PostOnDay<'a> {
    /// The post.
    pub post: &'a PostKey,
    /// The first day of the row that holds or last held, or will hold first.
    row: Date,
    /// Its team and role.
    pub place: Where,
    /// Funded FTE.
    pub funded: Fte,
    /// Funding that no holder fills; missing where the list records filled posts only.
    pub vacant: Quantity,
    /// Of the vacancy, what somebody covers.
    pub covered: Fte,
}

impl PostOnDay<'_> {
    /// The record's row behind it.
    pub fn record(&self) -> RecordId {
        RecordId::new("post", join_key(&[self.post.to_string(), self.row.to_string()]))
    }
}

impl Workforce {
    /// Every occupancy in the record, whenever it was: those in posts by post, then those without.
    pub fn works(&self) -> impl Iterator<Item = Work<'_>> {
        let in_posts = self
            .posts
            .iter()
            .flat_map(|post| post.stays.iter().map(move |stay| Work { stay, post: Some(post) }));
        in_posts.chain(self.loose.iter().map(|stay| Work { stay, post: None }))
    }

    /// Every spell of employment, by worker and first day.
    pub fn employments(&self) -> &[Employment] {
        &self.employments
    }

    /// The spells of one worker, by first day.
    pub fn employments_of(&self, worker: WorkerNumber) -> &[Employment] {
        let all = &self.employments;
        let from = all.partition_point(|spell| spell.worker < worker);
        let to = all.partition_point(|spell| spell.worker <= worker);
        &all[from..to]
    }

    /// A worker's key.
    pub fn worker_key(&self, worker: WorkerNumber) -> &str {
        self.worker_index.key(worker)
    }

    /// The number of a worker's key.
    pub fn worker_number(&self, key: &str) -> Option<WorkerNumber> {
        self.worker_index.find(key)
    }

    /// A unit's key.
    pub fn unit_key(&self, unit: UnitNumber) -> &str {
        self.unit_index.key(unit)
    }

    /// A unit's name on a day.
    pub fn name_of_unit(&self, unit: UnitNumber, day: Date) -> &str {
        self.unit_name(unit, day)
    }

    /// What a unit is on a day; `None` for one that the record only refers to.
    pub fn kind_of_unit(&self, unit: UnitNumber, day: Date) -> Option<UnitKind> {
        self.units[unit as usize].near(day).map(|terms| terms.kind)
    }

    /// The unit with a key or, on the day, a name.
    pub fn unit_named(&self, name: &str, day: Date) -> Result<UnitNumber, AskError> {
        self.find_unit(name, day)
    }

    /// The service that a unit belongs to on a day.
    pub fn service_on(&self, unit: UnitNumber, day: Date) -> Option<UnitNumber> {
        self.service_of(unit, day)
    }

    /// Whether a unit is another or lies below it on a day.
    pub fn lies_in(&self, unit: UnitNumber, above: UnitNumber, day: Date) -> bool {
        self.upwards(unit, day).any(|unit| unit == above)
    }

    /// How many units there are: their numbers run from 0.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }

    /// A role's key.
    pub fn role_key(&self, role: RoleNumber) -> &str {
        self.role_index.key(role)
    }

    /// A role's title on a day.
    pub fn title_of_role(&self, role: RoleNumber, day: Date) -> &str {
        self.role_title(role, day)
    }

    /// What a role is on a day; `None` for one that the record does not hold.
    pub fn role_on(&self, role: RoleNumber, day: Date) -> Option<RoleFacts> {
        self.roles[role as usize].near(day).map(|terms| terms.facts)
    }

    /// The posts that a question is about, each with its holders and vacancy on the day; those that neither have funding
    /// nor anyone in them are left out. What the question groups by does not matter.
    pub fn posts_on(&self, ask: &Ask) -> Result<Vec<PostOnDay<'_>>, AskError> {
        let side = self.posts_side(ask)?;
        let day = ask.as_at;
        let mut found = Vec::new();
        for post in &self.posts {
            let Some(place) = side.place(post, day).filter(|place| self.in_scope(place, &side)) else {
                continue;
            };
            let Some(terms) = post.terms.near(day) else { continue };
            let present = || post.stays.iter().filter(move |stay| stay.period.holds(day));
            if place.funded.is_zero() && present().next().is_none() {
                continue;
            }
            let held: Fte = present().filter(|stay| stay.basis.holds()).map(|stay| stay.fte).sum();
            let vacant = (place.funded - held).max(Fte::ZERO);
            let covered = cover_of(post, day, vacant);
            found.push(PostOnDay {
                post: &post.key,
                row: terms.row,
                place: Where { team: place.team, role: place.role },
                funded: place.funded,
                vacant: side.collected(&place, vacant),
                covered,
            });
        }
        Ok(found)
    }
}

/// What of a post's vacancy is covered.
fn cover_of(post: &PostLine, day: Date, vacant: Fte) -> Fte {
    let covering = post.stays.iter().filter(|stay| {
        stay.period.holds(day)
            && !stay.basis.holds()
            && stay.basis != Basis::Supernumerary
            && matches!(stay.cover, None | Some(CoverReason::Vacancy))
    });
    covering.map(|stay| stay.fte).sum::<Fte>().min(vacant)
}
