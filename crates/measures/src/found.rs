//! What there is over a span, each list found once and only when first needed: the parts of a measure, and all the measures
//! of a grid, are counted from the same lists.

use std::cell::OnceCell;
use std::ops::Range;

use registers::development::{SupervisionLine, supervision};
use registers::parameter::Parameters;
use registers::workload::{Load, loads, weighting};
use workforce::Date;
use workforce::facts::{Employment, PostOnDay, Sickness, Where, Work, WorkerNumber};
use workforce::period::Period;
use workforce::position::AskError;
use workforce::quantity::Fte;
use workforce::records::Basis;

use crate::counting::Over;
use crate::ground::{Ground, Standing};
use crate::span::Span;

/// A worker at work on a day, in whatever role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present<'a> {
    pub(crate) work: Work<'a>,
    pub(crate) place: Where,
    pub(crate) standing: Standing,
    pub(crate) spell: Option<usize>,
    pub(crate) is_employed: bool,
}

impl Present<'_> {
    /// Whether cases can be held here: by the census population, agency workers included, with FTE above 0.
    pub(crate) fn can_hold_cases(&self) -> bool {
        let is_of_population = self.is_employed || self.work.basis() == Basis::Agency;
        is_of_population && self.standing.in_scope && self.work.fte() > Fte::ZERO
    }
}

/// Employment begun in the span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Started<'a> {
    pub(crate) at: usize,
    pub(crate) spell: &'a Employment,
    /// Where the worker first worked in the census population.
    pub(crate) place: Option<(Where, Standing)>,
}

/// Employment ended in the span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left<'a> {
    pub(crate) at: usize,
    pub(crate) spell: &'a Employment,
    /// When and where the worker last worked in the census population.
    pub(crate) place: Option<(Date, Where, Standing)>,
}

/// An occupancy of the census population that began while its worker was already employed there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Changed<'a> {
    pub(crate) work: Work<'a>,
    pub(crate) day: Date,
    pub(crate) before: (Where, Standing),
    pub(crate) after: (Where, Standing),
}

/// Someone whose cases were counted.
#[derive(Debug, Clone)]
pub(crate) struct Holder<'a> {
    pub(crate) worker: WorkerNumber,
    pub(crate) cases: u32,
    /// The most senior occupancy with FTE above 0.
    pub(crate) first: Present<'a>,
    /// All of the worker's occupancies, by place among those present on the last day.
    pub(crate) jobs: Range<usize>,
}

/// Sickness in the span of a worker of the census population.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Away<'a> {
    pub(crate) sickness: Sickness<'a>,
    pub(crate) place: (Where, Standing),
    /// The days of it that are in the span.
    pub(crate) within: Period,
}

/// When the cases were counted, and by whom they are held.
pub(crate) type Held<'a> = Option<(Date, Vec<Holder<'a>>)>;

/// The lists.
pub(crate) struct Found<'g, 'a> {
    ground: &'g Ground<'a>,
    pub(crate) over: Over<'g>,
    opening: OnceCell<Vec<Present<'a>>>,
    closing: OnceCell<Vec<Present<'a>>>,
    started: OnceCell<Vec<Started<'a>>>,
    left: OnceCell<Vec<Left<'a>>>,
    changed: OnceCell<Vec<Changed<'a>>>,
    posts: OnceCell<Result<Vec<PostOnDay<'a>>, AskError>>,
    holders: OnceCell<Held<'a>>,
    away: OnceCell<Vec<Away<'a>>>,
    supervised: OnceCell<Vec<SupervisionLine>>,
    loads: OnceCell<Vec<Load>>,
}

impl<'g, 'a> Found<'g, 'a> {
    pub(crate) fn new(ground: &'g Ground<'a>, over: Over<'g>) -> Self {
        Self {
            ground,
            over,
            opening: OnceCell::new(),
            closing: OnceCell::new(),
            started: OnceCell::new(),
            left: OnceCell::new(),
            changed: OnceCell::new(),
            posts: OnceCell::new(),
            holders: OnceCell::new(),
            away: OnceCell::new(),
            supervised: OnceCell::new(),
            loads: OnceCell::new(),
        }
    }

    /// The same for another span. Where it opens on the day that this one closes on, who is present is known already.
    pub(crate) fn and_then(self, over: Over<'g>) -> Self {
        let follows = over.span.opening() == self.over.span.to;
        let opening = if follows { self.closing } else { OnceCell::new() };
        Self { opening, ..Self::new(self.ground, over) }
    }

    fn span(&self) -> Span {
        self.over.span
    }

    /// Everyone at work on the day before the span, by worker.
    pub(crate) fn opening(&self) -> &[Present<'a>] {
        self.opening.get_or_init(|| self.ground.present_on(self.span().opening()))
    }

    /// Everyone at work on its last day, by worker.
    pub(crate) fn closing(&self) -> &[Present<'a>] {
        self.closing.get_or_init(|| self.ground.present_on(self.span().to))
    }

    /// Spells begun in the span.
    pub(crate) fn started(&self) -> &[Started<'a>] {
        let find = || {
            let begun = self.ground.workforce.spells_begun(self.span().period());
            begun.map(|(at, spell)| Started { at, spell, place: self.ground.first_place(spell) }).collect()
        };
        self.started.get_or_init(find)
    }

    /// Spells ended in the span.
    pub(crate) fn left(&self) -> &[Left<'a>] {
        let find = || {
            let ended = self.ground.workforce.spells_ended(self.span().period());
            let left = |(at, spell): (usize, &'a Employment)| {
                Some(Left { at, spell, place: self.ground.last_place(spell, spell.period.to?) })
            };
            ended.filter_map(left).collect()
        };
        self.left.get_or_init(find)
    }

    /// Occupancies of the census population that began in the span while the worker was already employed.
    pub(crate) fn changed(&self) -> &[Changed<'a>] {
        let find = || {
            let begun = self.ground.workforce.works_begun(self.span().period());
            begun.filter_map(|work| self.ground.change_with(work)).collect()
        };
        self.changed.get_or_init(find)
    }

    /// The posts of the question on the last day.
    pub(crate) fn posts(&self) -> Result<&[PostOnDay<'a>], AskError> {
        let find = || self.ground.posts(self.over.baseline, self.span().to);
        self.posts.get_or_init(find).as_deref().map_err(Clone::clone)
    }

    /// Who holds cases on the last day, by worker; `None` where none were counted.
    pub(crate) fn holders(&self) -> Option<&(Date, Vec<Holder<'a>>)> {
        let find = || {
            let (on, counted) = self.ground.cases_on(self.span().to)?;
            Some((on, holders(counted, self.closing())))
        };
        self.holders.get_or_init(find).as_ref()
    }

    /// The supervision of everybody at work on the last day. The council's region is not known here: its own parameters
    /// hold, and those of England.
    pub(crate) fn supervised(&self) -> &[SupervisionLine] {
        let workforce = self.ground.workforce;
        let parameters = Parameters::new(workforce.records(), None);
        self.supervised.get_or_init(|| supervision(workforce, &parameters, self.span().to))
    }

    /// What everybody at work on the last day carries, by the weighting in use then.
    pub(crate) fn loads(&self) -> &[Load] {
        let (workforce, day) = (self.ground.workforce, self.span().to);
        self.loads.get_or_init(|| loads(workforce, day, weighting(workforce.records(), None, day)))
    }

    /// Sickness in the span, by first day.
    pub(crate) fn away(&self) -> &[Away<'a>] {
        let find = || {
            let span = self.span().period();
            let sick = self.ground.workforce.sickness_in(span);
            sick.filter_map(|sickness| self.ground.away_within(sickness, span)).collect()
        };
        self.away.get_or_init(find)
    }
}

/// Those of the counted workers who can hold cases. Both lists go by worker.
fn holders<'a>(counted: &[(WorkerNumber, u32)], present: &[Present<'a>]) -> Vec<Holder<'a>> {
    let mut at = 0;
    let mut found = Vec::with_capacity(counted.len());
    for &(worker, cases) in counted {
        at += present[at..].iter().take_while(|one| one.work.worker() < worker).count();
        let jobs = present[at..].iter().take_while(|one| one.work.worker() == worker);
        let jobs = at..at + jobs.count();
        let holding = present[jobs.clone()].iter().filter(|one| one.can_hold_cases());
        if let Some(&first) = holding.min_by_key(|one| one.standing.seniority) {
            found.push(Holder { worker, cases, first, jobs });
        }
    }
    found
}

impl<'a> Ground<'a> {
    /// Everyone at work on a day, by worker.
    fn present_on(&self, day: Date) -> Vec<Present<'a>> {
        let workforce = self.workforce;
        let roles = 0..u32::try_from(workforce.role_count()).expect("roles were numbered as u32");
        let of_role = |role| self.standing(Where { team: None, role }, day);
        let roles: Vec<Standing> = roles.map(|role| of_role(Some(role))).collect();
        let present = workforce.works_on(day).map(|work| {
            let place = work.on(day);
            let mut standing = place.role.map_or_else(|| of_role(None), |role| roles[role as usize]);
            standing.in_scope &= !self.serves_adults(place.team, day);
            Present {
                work,
                place,
                standing,
                spell: workforce.spell_on(work.worker(), day),
                is_employed: self.is_employed(work, day),
            }
        });
        let mut all = Vec::with_capacity(workforce.works().len() / 2);
        all.extend(present);
        all
    }

    /// Where a spell's worker first worked in the census population: on the first day, or when an occupancy first began.
    pub(crate) fn first_place(&self, spell: &Employment) -> Option<(Where, Standing)> {
        let works = self.workforce.works_of(spell.worker).map(Work::period);
        let days = works.filter(|period| spell.period.overlaps(*period));
        let first = days.map(|period| period.from.max(spell.period.from)).min()?;
        self.place_of(spell.worker, first)
    }

    /// Where a spell's worker last worked in the census population: on the last day or, where the occupancy ended before
    /// the spell did (a leaver on leave until the end), when the last occupancy ended.
    fn last_place(&self, spell: &Employment, left: Date) -> Option<(Date, Where, Standing)> {
        let before = Period::new(spell.period.from, Some(left));
        let here = self.workforce.works_of(spell.worker).map(Work::period);
        let here = here.filter(|period| before.overlaps(*period));
        let last = here.map(|period| period.to.map_or(left, |to| to.min(left))).max()?;
        let last = day_before(last);
        self.place_of(spell.worker, last).map(|(place, standing)| (last, place, standing))
    }

    fn change_with(&self, work: Work<'a>) -> Option<Changed<'a>> {
        let day = work.period().from;
        let place = work.on(day);
        let standing = self.standing(place, day);
        if !standing.in_scope || !self.is_employed(work, day) {
            return None;
        }
        let before = self.place_of(work.worker(), day_before(day))?;
        Some(Changed { work, day, before, after: (place, standing) })
    }

    fn away_within(&self, sickness: Sickness<'a>, span: Period) -> Option<Away<'a>> {
        let last = span.to.unwrap_or(Date::MAX);
        let from = sickness.period().from.max(span.from);
        let end = sickness.period().to.map_or(last, |to| to.min(last));
        if from >= end {
            return None;
        }
        let place = self.place_of(sickness.worker(), from)?;
        Some(Away { sickness, place, within: Period::new(from, Some(end)) })
    }
}

pub(crate) fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}
