//! Closing the books: opening + joined + moved in + hours up − left − moved out − hours down = closing.
//!
//! Every worker's days of change are walked in order, and each change of what the worker holds in the scope goes to one
//! line with the records that made it. The residual is what the lines do not explain; it is computed, not assumed.

use std::collections::BTreeSet;

use workforce::Date;
use workforce::cell::codes;
use workforce::change::RecordId;
use workforce::facts::{UnitNumber, Work};

use crate::exact::Amount;
use crate::ground::Ground;
use crate::measure::Count;
use crate::span::Span;

codes! {
    /// A line of the books.
    Line {
        /// Employment begun.
        Joined = "joined",
        /// Came from another team or role of the council.
        MovedIn = "moved-in",
        /// More FTE in the scope than before.
        HoursUp = "hours-up",
        /// Employment ended.
        Left = "left",
        /// Went to another team or role of the council.
        MovedOut = "moved-out",
        /// Less FTE in the scope than before.
        HoursDown = "hours-down",
    }
}

impl Line {
    /// Whether it takes away.
    pub fn takes_away(self) -> bool {
        matches!(self, Self::Left | Self::MovedOut | Self::HoursDown)
    }
}

/// One worker's change on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line.
    pub line: Line,
    /// The day.
    pub day: Date,
    /// The record behind it: the occupancy that began, ended or moved, or the worker where none did.
    pub record: RecordId,
    /// How much, always above zero.
    pub amount: Amount,
}

/// The books of a scope over a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The days.
    pub span: Span,
    /// In FTE or people.
    pub count: Count,
    /// On the day before the first.
    pub opening: Amount,
    /// Every change, by worker and day.
    pub entries: Vec<Entry>,
    /// On the last day.
    pub closing: Amount,
}

impl Books {
    /// The sum of a line.
    pub fn total(&self, line: Line) -> Amount {
        self.entries.iter().filter(|entry| entry.line == line).map(|entry| entry.amount).sum()
    }

    /// What the lines leave unexplained.
    pub fn residual(&self) -> Amount {
        let signed = |line: Line| {
            let total = self.total(line).0;
            if line.takes_away() { -total } else { total }
        };
        let explained: i128 = Line::ALL.iter().map(|line| signed(*line)).sum();
        Amount(self.closing.0 - self.opening.0 - explained)
    }
}

/// What a worker holds on a day: in the scope, and whether employed at all.
#[derive(Debug, Clone, Copy)]
struct State {
    held: Amount,
    employed: bool,
}

impl<'a> Ground<'a> {
    /// The books of the census population, or of a unit and what is below it.
    pub fn books(&self, span: Span, unit: Option<UnitNumber>, count: Count) -> Books {
        let shared = self.shared_days(span);
        let mut books =
            Books { span, count, opening: Amount::ZERO, entries: Vec::new(), closing: Amount::ZERO };
        let all: Vec<Work<'_>> = self.workforce.works().collect();
        for works in all.chunk_by(|a, b| a.worker() == b.worker()) {
            self.walk(works, unit, &shared, &mut books);
        }
        books
    }

    /// Days on which posts, roles or units change, which move people who do nothing.
    pub(crate) fn shared_days(&self, span: Span) -> BTreeSet<Date> {
        let records = self.workforce.records();
        let mut days = BTreeSet::new();
        let mut note = |day: Option<Date>| days.extend(day.filter(|day| span.period().holds(*day)));
        for post in records.posts.values() {
            note(Some(post.from));
            note(post.to);
        }
        records.transfers.values().for_each(|transfer| note(Some(transfer.on)));
        for role in records.roles.values() {
            note(Some(role.from));
            note(role.to);
        }
        for unit in records.units.values() {
            note(Some(unit.from));
            note(unit.to);
        }
        days
    }

    fn walk(&self, works: &[Work<'a>], unit: Option<UnitNumber>, shared: &BTreeSet<Date>, books: &mut Books) {
        let span = books.span;
        let mut days = shared.clone();
        for work in works {
            days.extend([Some(work.period().from), work.period().to].into_iter().flatten());
        }
        let state = |day: Date| self.state(works, unit, books.count, day);
        let mut before = state(span.opening());
        let opening = before.held;
        let mut entries = Vec::new();
        for day in days.into_iter().filter(|day| span.period().holds(*day)) {
            let now = state(day);
            if let Some((line, amount)) = change(before, now) {
                entries.push(Entry { line, day, record: self.cause(works, day), amount });
            }
            before = now;
        }
        books.opening.0 += opening.0;
        books.closing.0 += state(span.to).held.0;
        books.entries.extend(entries);
    }

    fn state(&self, works: &[Work<'a>], unit: Option<UnitNumber>, count: Count, day: Date) -> State {
        let mut held = Amount::ZERO;
        let mut employed = false;
        let mut counted = false;
        for &work in works.iter().filter(|work| self.is_employed(**work, day)) {
            employed = true;
            let place = work.on(day);
            let here = unit
                .is_none_or(|above| place.team.is_some_and(|team| self.workforce.lies_in(team, above, day)));
            if here && self.standing(place, day).in_scope {
                held.0 += i128::from(work.fte().millionths());
                counted = true;
            }
        }
        if count == Count::Headcount && counted {
            held = Amount::ONE;
        }
        State { held, employed }
    }

    /// The record that changed on a day: the occupancy that began, else the one that ended, else the one held.
    fn cause(&self, works: &[Work<'_>], day: Date) -> RecordId {
        let began = works.iter().find(|work| work.period().from == day);
        let ended = || works.iter().find(|work| work.period().to == Some(day));
        let held = || works.iter().find(|work| work.period().holds(day));
        match began.or_else(ended).or_else(held) {
            Some(work) => RecordId::new("occupancy", work.occupancy().as_str()),
            None => RecordId::new(
                "worker",
                works.first().map_or("", |work| self.workforce.worker_key(work.worker())),
            ),
        }
    }
}

/// The line that a change belongs to, and by how much.
fn change(before: State, now: State) -> Option<(Line, Amount)> {
    let by = Amount((now.held.0 - before.held.0).abs());
    let line = match now.held.cmp(&before.held) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater if !before.employed => Line::Joined,
        std::cmp::Ordering::Greater if before.held == Amount::ZERO => Line::MovedIn,
        std::cmp::Ordering::Greater => Line::HoursUp,
        std::cmp::Ordering::Less if !now.employed => Line::Left,
        std::cmp::Ordering::Less if now.held == Amount::ZERO => Line::MovedOut,
        std::cmp::Ordering::Less => Line::HoursDown,
    };
    Some((line, by))
}
