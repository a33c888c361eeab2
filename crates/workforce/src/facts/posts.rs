//! The posts of a question on a day, counted as [`crate::position`] counts them.

use crate::facts::{Source, Where};
use crate::period::Date;
use crate::position::{Ask, AskError};
use crate::quantity::{Fte, Quantity};
use crate::records::{Basis, CoverReason, PostKey};
use crate::workforce::Workforce;

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

impl<'a> PostOnDay<'a> {
    /// The record's row behind it.
    pub fn source(&self) -> Source<'a> {
        Source::Post { post: self.post, row: self.row }
    }
}

/// Who is in a post on a day, added up.
#[derive(Debug, Clone, Copy, Default)]
struct Filled {
    is_used: bool,
    held: Fte,
    /// By whoever stands in for a vacancy.
    covering: Fte,
}

impl Filled {
    fn add(&mut self, basis: Basis, cover: Option<CoverReason>, fte: Fte) {
        self.is_used = true;
        if basis.holds() {
            self.held += fte;
        } else if basis != Basis::Supernumerary && matches!(cover, None | Some(CoverReason::Vacancy)) {
            self.covering += fte;
        }
    }
}

impl Workforce {
    /// The posts that a question is about, each with its holders and vacancy on the day; those that neither have funding
    /// nor anyone in them are left out. What the question groups by does not matter.
    pub fn posts_on(&self, ask: &Ask) -> Result<Vec<PostOnDay<'_>>, AskError> {
        let side = self.posts_side(ask)?;
        let day = ask.as_at;
        let mut filled = vec![Filled::default(); self.posts.len()];
        for work in self.works_on(day) {
            if let Some(post) = work.line.post {
                filled[post as usize].add(work.basis(), work.cover(), work.fte());
            }
        }
        let mut found = Vec::with_capacity(self.posts.len());
        for (post, filled) in self.posts.iter().zip(filled) {
            let Some(place) = side.place(post, day).filter(|place| self.in_scope(place, &side)) else {
                continue;
            };
            if place.funded.is_zero() && !filled.is_used {
                continue;
            }
            let Some(terms) = post.terms.near(day) else { continue };
            let vacant = (place.funded - filled.held).max(Fte::ZERO);
            found.push(PostOnDay {
                post: &post.key,
                row: terms.row,
                place: Where { team: place.team, role: place.role },
                funded: place.funded,
                vacant: side.collected(&place, vacant),
                covered: filled.covering.min(vacant),
            });
        }
        Ok(found)
    }
}
