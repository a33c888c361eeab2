//! Who is returned, in which role and with what FTE: one record for each role that somebody holds, each leaver and each
//! agency worker's engagement.

use std::collections::{BTreeMap, HashSet};

use measures::ground::Ground;
use measures::measure::Count;
use measures::part::{Contribution, Moment, Part, Roles};
use measures::span::Span;
use workforce::Workforce;
use workforce::change::RecordId;
use workforce::facts::{Employment, Where, WorkerNumber};
use workforce::period::Date;
use workforce::position::AskError;
use workforce::records::CensusRole;

use super::{Subject, by_worker};
use crate::csww::worker::Kind;
use crate::csww::year::CensusYear;

/// FTE with the occupancies that it is of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// In millionths.
    pub(super) fte: i128,
    pub(super) records: Vec<RecordId>,
}

impl Held {
    fn add(&mut self, one: &Contribution<'_>) {
        self.fte += one.amount.0;
        self.records.push(one.source.record());
    }
}

/// A worker's record to be.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) kind: Kind,
    pub(super) worker: WorkerNumber,
    /// Where, on [`Self::day`].
    pub(super) place: Where,
    /// 30 September or, of a leaver, the last day in post.
    pub(super) day: Date,
    pub(super) role: Option<CensusRole>,
    /// FTE at 30 September of the census year.
    pub(super) now: Held,
    /// FTE at 30 September of the year before.
    pub(super) before: Held,
    pub(super) spell: Option<&'a Employment>,
}

impl Draft<'_> {
    /// The order of the return: by registration number, so that the same people come in the same order whatever their
    /// keys are.
    pub(super) fn order(&self, workforce: &Workforce) -> impl Ord + use<> {
        let key = workforce.worker_key(self.worker);
        let worker = workforce.records().workers.get(key);
        let swe = worker.and_then(|worker| worker.registration.clone()).unwrap_or_default();
        let dates = self.spell.map(|spell| (spell.period.from, spell.period.to));
        (swe, self.kind == Kind::Agency, dates, self.role, self.now.fte, key.to_owned())
    }

    pub(super) fn is_employed(&self) -> bool {
        self.kind != Kind::Agency
    }
}

/// Every record of the year's return.
pub(super) fn drafts<'a>(ground: &Ground<'a>, year: CensusYear) -> Result<Vec<Draft<'a>>, AskError> {
    let span = Span::year_ending(year.end());
    let of = |part| Ok::<_, AskError>(ground.contributions(part, span)?.unwrap_or_default());
    let mut drafts = in_post(ground, of(Part::InPost(Moment::Closing, Roles::All, Count::Fte))?, year);
    held_before(&mut drafts, of(Part::InPost(Moment::Opening, Roles::All, Count::Fte))?);
    let left = of(Part::Leavers(Roles::All, Count::Headcount))?;
    drafts.extend(leavers(ground, left, &of(Part::Leavers(Roles::All, Count::Fte))?));
    let agency = of(Part::Agency(Count::Fte))?;
    drafts.extend(agency.iter().filter_map(|one| {
        let mut draft = draft(ground, Kind::Agency, one, year.end())?;
        draft.now.add(one);
        draft.spell = None;
        Some(draft)
    }));
    Ok(drafts)
}

/// Those in post at the September before of whom no record speaks, each where they were then.
pub(super) fn moved_away(
    ground: &Ground<'_>,
    year: CensusYear,
    drafts: &[Draft<'_>],
) -> Result<Vec<Subject>, AskError> {
    let here: HashSet<_> =
        drafts.iter().filter(|draft| draft.is_employed()).map(|draft| draft.worker).collect();
    let part = Part::InPost(Moment::Opening, Roles::All, Count::Headcount);
    let before = ground.contributions(part, Span::year_ending(year.end()))?.unwrap_or_default();
    let gone =
        before.into_iter().filter_map(|one| Some((one.worker.filter(|who| !here.contains(who))?, one)));
    let mut gone: Vec<Subject> = gone
        .map(|(worker, one)| Subject {
            worker: ground.workforce().worker_key(worker).to_owned(),
            team: one.place.team,
            day: one.day,
        })
        .collect();
    gone.sort_by(|a, b| a.worker.cmp(&b.worker));
    gone.dedup_by(|a, b| a.worker == b.worker);
    Ok(gone)
}

fn draft<'a>(ground: &Ground<'a>, kind: Kind, one: &Contribution<'_>, day: Date) -> Option<Draft<'a>> {
    let workforce = ground.workforce();
    let facts = one.place.role.and_then(|role| workforce.role_on(role, day));
    Some(Draft {
        kind,
        worker: one.worker?,
        place: one.place,
        day,
        role: facts.and_then(|facts| facts.census_role),
        now: Held::default(),
        before: Held::default(),
        spell: one.spell.map(|at| &workforce.employments()[at]),
    })
}

/// One record for each role that somebody holds at 30 September, the most senior first.
fn in_post<'a>(ground: &Ground<'a>, mut held: Vec<Contribution<'_>>, year: CensusYear) -> Vec<Draft<'a>> {
    held.sort_by(|a, b| {
        (a.worker, a.standing.seniority, a.source.order()).cmp(&(
            b.worker,
            b.standing.seniority,
            b.source.order(),
        ))
    });
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    for one in &held {
        let Some(new) = draft(ground, Kind::InPost, one, year.end()) else { continue };
        let same = |draft: &&mut Draft<'a>| draft.worker == new.worker && draft.role == new.role;
        match drafts.last_mut().filter(same) {
            Some(last) => last.now.add(one),
            None => {
                drafts.push(new);
                drafts.last_mut().expect("just pushed").now.add(one);
            }
        }
    }
    drafts
}

/// FTE of the year before goes to the record of the same role, or else to the most senior one.
fn held_before(drafts: &mut [Draft<'_>], held: Vec<Contribution<'_>>) {
    let mut before = by_worker(held.into_iter().filter_map(|one| Some((one.worker?, one))));
    let mut start = 0;
    while start < drafts.len() {
        let worker = drafts[start].worker;
        let count = drafts[start..].iter().take_while(|draft| draft.worker == worker).count();
        let own = &mut drafts[start..start + count];
        for one in before.remove(&worker).unwrap_or_default() {
            // An earlier spell that ended is the leaver's record's.
            let begun = own[0].spell.is_some_and(|spell| spell.period.holds(one.day));
            let at = own.iter().position(|draft| draft.place.role == one.place.role).unwrap_or(0);
            if begun {
                own[at].before.add(&one);
            }
        }
        start += count;
    }
}

/// One record for each spell that ended.
fn leavers<'a>(
    ground: &Ground<'a>,
    left: Vec<Contribution<'_>>,
    opening: &[Contribution<'_>],
) -> Vec<Draft<'a>> {
    let mut before: BTreeMap<usize, Held> = BTreeMap::new();
    for one in opening {
        if let Some(spell) = one.spell {
            before.entry(spell).or_default().add(one);
        }
    }
    let leaver = |one: Contribution<'_>| {
        let mut draft = draft(ground, Kind::Leaver, &one, one.day)?;
        draft.before = one.spell.and_then(|spell| before.get(&spell).cloned()).unwrap_or_default();
        Some(draft)
    };
    left.into_iter().filter_map(leaver).collect()
}
