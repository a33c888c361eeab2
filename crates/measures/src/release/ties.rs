//! What readers know because days and events hang together, made anew at each release from all that was told.
//!
//! **Periods.** Leavers and starters are counted by spell, and each counts once, on its own day, in the team and group of
//! that day; so those of a year are exactly those of its quarters, in every team and group. The told periods are cut at
//! one another's ends into pieces, and each is the sum of its pieces, whether these were told or not. Other events (moves,
//! appointments, promotions) count a person once however often they happen: a year may then be less than its quarters, and
//! they are not tied.
//!
//! **Books.** In post before + starters − leavers = in post after, at the whole council, for each told period; with what is
//! left over known to the reader. What is left over are people who came into the census population or went from it
//! without being employed or leaving (a change of role, mostly); it is nearly always nobody, and a reader who supposes so
//! is then right. As every told period is tied to the days at its ends, told or not, periods that tile a longer one join.
//!
//! Of a *unit* the same would hold with those who moved in and out, which is not told. That tie would tell nothing: for
//! whatever counts, each unit's difference can be taken for moves in or out, and these are bound only to balance over the
//! council, which is the council's tie. Moves between teams as a measure counts them do not settle it: they leave out
//! posts and teams that moved.
//!
//! A tie is made only where it holds in the record as it is now, and agrees with what was released: figures of two states
//! of the record (before and after a late leaver) need not add up, and a reader who supposes that they do is misled. What is not
//! what it was when it was released is told, so that it is another count from now on.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use workforce::Date;
use workforce::cell::Value as _;
use workforce::position::AskError;

use crate::breakdown::Breakdown;
use crate::counting::Over;
use crate::disclosure::{Memory, Sum, Told};
use crate::ground::Ground;
use crate::measure::Count;
use crate::part::{From, Moment, Part, Roles};
use crate::release::people::{Counts, Named, Person, Subject, sum_of};
use crate::span::Span;

const STARTERS: Part = Part::Starters(From::Anywhere, Count::Headcount);
const LEAVERS: Part = Part::Leavers(Roles::All, Count::Headcount);

/// Events that are counted by spell, each on its own day.
fn events() -> impl Iterator<Item = Part> {
    let from = [
        From::Anywhere,
        From::Known,
        From::NewlyQualified,
        From::OtherAuthority,
        From::Agency,
        From::Experienced,
        From::Here,
    ];
    let roles = [Roles::All, Roles::Managers, Roles::FirstLine, Roles::Practitioners];
    let starters = from.into_iter().map(|from| Part::Starters(from, Count::Headcount));
    starters.chain(roles.into_iter().map(|roles| Part::Leavers(roles, Count::Headcount)))
}

/// What is to be remembered of a part that is told, where periods of it hang together.
pub(super) fn told(part: Part, by: Option<Breakdown>, span: Span) -> Vec<Told> {
    if !events().any(|event| event == part) {
        return Vec::new();
    }
    let what = format!("{part:?}");
    let by = by.filter(|by| !by.is_of_places()).map(Breakdown::code);
    let all = [Some(""), by].into_iter().flatten();
    all.map(|by| Told { what: what.clone(), by: by.to_owned(), from: span.from, to: span.to }).collect()
}

/// Starters and leavers of the whole council: with what is in post, either tells the other.
pub(super) fn beside(part: Part) -> Option<Part> {
    match part {
        STARTERS => Some(LEAVERS),
        LEAVERS => Some(STARTERS),
        _ => None,
    }
}

/// The pieces into which periods are cut at one another's ends, with the gaps between them left out.
fn pieces(spans: &BTreeSet<Span>) -> Vec<Span> {
    let mut cuts: BTreeSet<Date> = BTreeSet::new();
    for span in spans {
        cuts.insert(span.from);
        cuts.extend(span.period().to);
    }
    let cuts: Vec<Date> = cuts.into_iter().collect();
    let piece = |ends: &[Date]| Span::new(ends[0], ends[1].yesterday().unwrap_or(ends[0]));
    let inside = |piece: &Span| spans.iter().any(|span| span.from <= piece.from && piece.to <= span.to);
    cuts.windows(2).filter_map(piece).filter(inside).collect()
}

/// Counts as they are asked for while ties are made.
struct Maker<'g, 'a> {
    ground: &'g Ground<'a>,
    council: &'g str,
    memory: &'g Memory,
    released: BTreeMap<&'g str, (i64, i64)>,
    people: BTreeMap<(String, Span), Rc<Vec<Person<'a>>>>,
    made: Ties,
}

/// What readers know, and what they must not learn from it.
#[derive(Default)]
pub(super) struct Ties {
    /// Each sum comes to so much.
    pub(super) sums: Vec<(Sum, i64)>,
    /// The pieces of periods that were not told by themselves, of the parts that are told now.
    pub(super) untold: Vec<Named>,
    /// The names of counts that hang together with these and are not what they were when they were released.
    pub(super) restated: BTreeSet<String>,
}

impl<'g> Maker<'g, '_> {
    fn subject(&self, part: Part, span: Span) -> Subject<'g> {
        Subject { council: self.council, part, over: Over { span, baseline: None }, unit: None }
    }

    fn counts(&mut self, part: Part, span: Span, by: Option<Breakdown>) -> Result<Counts, AskError> {
        let subject = self.subject(part, span);
        let known = (format!("{part:?}"), span);
        let people = match self.people.get(&known) {
            Some(people) => Rc::clone(people),
            None => {
                let people = Rc::new(self.ground.people(&subject)?.unwrap_or_default());
                self.made.restated.append(&mut self.ground.restated(&subject, &people, by, self.memory)?);
                self.people.insert(known, Rc::clone(&people));
                people
            }
        };
        Ok(self.ground.named(&subject, &people, by))
    }

    /// Ties one count to the sum of its parts, where it has any and the record has it so.
    fn tie_parts(&mut self, whole: &Named, parts: &[&Named]) {
        if !parts.is_empty() && whole.1 == parts.iter().map(|(_, count)| count).sum::<u64>() {
            self.tie(&[whole], parts);
        }
    }

    /// Ties the difference of two sums to what it is, unless what was released of them is of another state of the record.
    fn tie(&mut self, plus: &[&Named], minus: &[&Named]) {
        let agrees = |(atom, count): &&&Named| {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            self.released.get(atom.as_str()).is_none_or(|(low, high)| (*low..=*high).contains(&count))
        };
        if !plus.iter().chain(minus).all(|named| agrees(&named)) {
            return;
        }
        let total = |all: &[&Named]| -> i128 { all.iter().map(|(_, count)| i128::from(*count)).sum() };
        if let Ok(left) = i64::try_from(total(plus) - total(minus)) {
            let sum = sum_of(plus.iter().copied()).minus(&sum_of(minus.iter().copied()));
            self.made.sums.push((sum, left));
        }
    }

    /// Each period is the sum of its pieces, in the council, in every home and, by groups, in every group of a home.
    fn periods(
        &mut self,
        part: Part,
        by: Option<Breakdown>,
        spans: &BTreeSet<Span>,
        now: Option<Span>,
    ) -> Result<(), AskError> {
        let mut cut = Vec::new();
        for piece in pieces(spans) {
            cut.push((piece, self.counts(part, piece, by)?));
        }
        let lies_in = |piece: &Span, span: &Span| span.from <= piece.from && piece.to <= span.to;
        let mut wholes = Vec::new();
        for span in spans {
            if cut.iter().filter(|(piece, _)| lies_in(piece, span)).count() > 1 {
                wholes.push((*span, self.counts(part, *span, by)?));
            }
        }
        for (piece, counts) in cut.iter_mut().filter(|(_, counts)| counts.total.1 == 0) {
            for (_, whole) in wholes.iter().filter(|(span, _)| lies_in(piece, span)) {
                counts.suppose_homes_of(whole, &self.subject(part, *piece), by);
            }
        }
        for (piece, counts) in &cut {
            self.make_up(counts);
            // What is told now cuts the periods that it meets: their pieces may be new.
            let meets = |span: &Span| now.is_some_and(|now| now.from <= span.to && span.from <= now.to);
            if !spans.contains(piece) && spans.iter().any(|span| meets(span) && lies_in(piece, span)) {
                let named =
                    [&counts.total].into_iter().chain(counts.homes.values()).chain(counts.by_home.values());
                self.made.untold.extend(named.cloned());
            }
        }
        for (span, whole) in &wholes {
            let within: Vec<&Counts> =
                cut.iter().filter(|(piece, _)| lies_in(piece, span)).map(|(_, counts)| counts).collect();
            self.make_up(whole);
            let totals: Vec<&Named> = within.iter().map(|counts| &counts.total).collect();
            self.tie_parts(&whole.total, &totals);
            for (home, named) in &whole.homes {
                let parts: Vec<&Named> = within.iter().filter_map(|counts| counts.homes.get(home)).collect();
                self.tie_parts(named, &parts);
            }
            for (cell, named) in &whole.by_home {
                let parts: Vec<&Named> =
                    within.iter().filter_map(|counts| counts.by_home.get(cell)).collect();
                self.tie_parts(named, &parts);
            }
        }
        Ok(())
    }

    fn make_up(&mut self, counts: &Counts) {
        let homes: Vec<&Named> = counts.homes.values().collect();
        self.tie_parts(&counts.total, &homes);
        let by_home = |home: &String| -> Vec<&Named> {
            counts.by_home.iter().filter(|((other, _), _)| other == home).map(|(_, named)| named).collect()
        };
        for (home, named) in &counts.homes {
            self.tie_parts(named, &by_home(home));
        }
    }

    /// In post before and starters are leavers and in post after, but for what is left over.
    fn books(&mut self, span: Span) -> Result<(), AskError> {
        let stock = Part::InPost(Moment::Closing, Roles::All, Count::Headcount);
        let opening = self.counts(stock, Span::day(span.opening()), None)?;
        let closing = self.counts(stock, Span::day(span.to), None)?;
        for counts in [&opening, &closing] {
            self.make_up(counts);
        }
        let (starters, leavers) = (self.counts(STARTERS, span, None)?, self.counts(LEAVERS, span, None)?);
        self.tie(&[&opening.total, &starters.total], &[&leavers.total, &closing.total]);
        Ok(())
    }
}

impl Ground<'_> {
    /// The ties of all that was told, when these parts are told over a span.
    pub(super) fn ties(
        &self,
        council: &str,
        memory: &Memory,
        parts: &[Part],
        span: Span,
    ) -> Result<Ties, AskError> {
        let mut told: BTreeMap<(&str, &str), BTreeSet<Span>> = BTreeMap::new();
        for one in memory.told() {
            told.entry((&one.what, &one.by)).or_default().extend(Span::new(one.from, one.to));
        }
        let mut maker = Maker {
            ground: self,
            council,
            memory,
            released: memory.released().collect(),
            people: BTreeMap::new(),
            made: Ties::default(),
        };
        let mut both = BTreeSet::new();
        for part in events() {
            let what = format!("{part:?}");
            for ((_, by), spans) in told.iter().filter(|((told, _), _)| *told == what) {
                match Breakdown::parse(by) {
                    Err(_) if beside(part).is_some() => both.extend(spans),
                    by => maker.periods(part, by.ok(), spans, parts.contains(&part).then_some(span))?,
                }
            }
        }
        // Either tells the other, so that both are cut at the same ends.
        for part in [STARTERS, LEAVERS] {
            let told_now = [Some(part), beside(part)].iter().flatten().any(|part| parts.contains(part));
            maker.periods(part, None, &both, told_now.then_some(span))?;
        }
        for span in both {
            maker.books(span)?;
        }
        Ok(maker.made)
    }
}
