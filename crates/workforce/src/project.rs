//! Projecting a position ahead from known dated events only: starts agreed, notice given, funding ends, returns from
//! leave, planned ends of agency and other cover. Nobody's behaviour is predicted.
//!
//! Looking ahead from a day, planned ends and expected returns that lie after it are taken as true, and cover for an
//! absent holder ends when that holder comes back.

use crate::cell::Key;
use crate::change::RecordId;
use crate::period::{Date, Period, earlier};
use crate::position::{Ask, AskError, Position, PostsSide};
use crate::quantity::Fte;
use crate::records::{AbsenceKind, Basis, CoverReason};
use crate::workforce::{Stay, Workforce};

/// The most months that may be projected.
pub const LONGEST_MONTHS: u32 = 120;

crate::cell::codes! {
    /// What happens on a day.
    EventKind {
        /// An employed worker starts in a post.
        Start = "start",
        /// A worker leaves a post or the council.
        Leave = "leave",
        /// A holder comes back.
        Return = "return",
        /// A holder goes on leave.
        Away = "away",
        /// An agency worker starts.
        AgencyStart = "agency-start",
        /// An agency worker's engagement ends.
        AgencyEnd = "agency-end",
        /// A post begins.
        PostStart = "post-start",
        /// A post ends.
        PostEnd = "post-end",
        /// The money for a post runs out.
        FundingEnd = "funding-end",
        /// A post changes team, title or FTE.
        PostChange = "post-change",
    }
}

/// One known dated event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The first day on which it shows.
    pub on: Date,
    /// What it is.
    pub kind: EventKind,
    /// The record that says so.
    pub record: RecordId,
    /// The unit, by key; empty when not stated.
    pub team: String,
    /// The role, by key; empty when not stated.
    pub role: String,
    /// The FTE concerned.
    pub fte: Fte,
    /// A line for people.
    pub text: String,
}

/// The position on one day and what led to it since the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The position.
    pub position: Position,
    /// The events after the previous month's day, up to and including this one's; for the first month, none.
    pub events: Vec<Event>,
}

/// Projects a position month by month: the day asked for and `months` more, on the same day of each month.
pub fn project(workforce: &Workforce, ask: &Ask, months: u32) -> Result<Vec<Month>, AskError> {
    let mut ahead = Workforce::new(workforce.records().clone());
    ahead.take_plans_as_true(ask.as_at);
    let mut previous: Option<Date> = None;
    let mut projected = Vec::new();
    for month in 0..=months.min(LONGEST_MONTHS) {
        let span = jiff::Span::new().months(i64::from(month));
        let Ok(day) = ask.as_at.checked_add(span) else {
            break;
        };
        let asked = Ask { as_at: day, ..ask.clone() };
        let side = ahead.posts_side(&asked)?;
        let position = ahead.survey(&side, day, asked.by);
        let events = previous.map_or_else(Vec::new, |after| events(&ahead, &side, after, day));
        projected.push(Month { position, events });
        previous = Some(day);
    }
    Ok(projected)
}

impl Workforce {
    /// Takes planned ends and expected returns after a day as true.
    fn take_plans_as_true(&mut self, day: Date) {
        let planned = |end: Option<Date>, plan: Option<Date>| end.or_else(|| plan.filter(|&plan| plan > day));
        for away in self.away.values_mut().flatten() {
            away.period.to = planned(away.period.to, away.expected_return);
        }
        let stays = self.posts.iter_mut().flat_map(|post| &mut post.stays).chain(&mut self.loose);
        for stay in stays {
            stay.period.to = planned(stay.period.to, stay.expected_end);
        }
        for post in 0..self.posts.len() {
            self.end_cover_on_return(post, day);
        }
        self.lines.take_works(self.worker_index.len(), &self.posts, &self.loose);
    }

    /// Ends cover that has no end of its own on the day its holder comes back.
    fn end_cover_on_return(&mut self, post: usize, day: Date) {
        let back: Vec<(CoverReason, Date)> = CoverReason::ALL
            .iter()
            .filter(|reason| reason.is_for_absent_holder())
            .filter_map(|&reason| Some((reason, self.last_return(post, reason, day)?)))
            .collect();
        for stay in &mut self.posts[post].stays {
            let back = back.iter().find(|(reason, _)| Some(*reason) == stay.cover);
            if let (None, Some(&(_, day))) = (stay.period.to, back)
                && day > stay.period.from
            {
                stay.period.to = Some(day);
            }
        }
    }

    /// The day on which the last holder of a post who is away for a reason on a day comes back.
    fn last_return(&self, post: usize, reason: CoverReason, day: Date) -> Option<Date> {
        let holders =
            self.posts[post].stays.iter().filter(|stay| stay.basis.holds() && stay.period.holds(day));
        let ends = holders.flat_map(|holder| {
            let absences = self.away.get(&holder.worker).into_iter().flatten();
            let acting = self.acting.get(&holder.worker).into_iter().flatten();
            let absent = absences.filter(move |away| matches(away.kind, reason)).map(|away| away.period);
            let acting = acting.copied().filter(move |_| reason == CoverReason::ActingUp);
            absent.chain(acting).filter(move |period| period.holds(day)).map(|period| period.to)
        });
        // One holder with no known return keeps the cover on.
        ends.collect::<Option<Vec<Date>>>()?.into_iter().max()
    }
}

/// Whether an absence of this kind is what the cover is for.
fn matches(kind: AbsenceKind, reason: CoverReason) -> bool {
    matches!(
        (kind, reason),
        (AbsenceKind::Sickness, CoverReason::LongTermSickness)
            | (AbsenceKind::Maternity, CoverReason::Maternity)
            | (AbsenceKind::SecondmentOut, CoverReason::Secondment)
    )
}

/// The events after one day, up to and including another, in scope of the question.
fn events(workforce: &Workforce, side: &PostsSide, after: Date, upto: Date) -> Vec<Event> {
    let within = |day: Date| after < day && day <= upto;
    let mut found = Vec::new();
    for post in &workforce.posts {
        let in_scope = side.place(post, upto).is_some_and(|p| workforce.in_scope(&p, side));
        if !in_scope {
            continue;
        }
        post_events(workforce, post, &within, &mut found);
        for stay in &post.stays {
            let near = post.terms.near(upto);
            let place = (near.map(|terms| terms.team), near.map(|terms| terms.role));
            stay_events(workforce, stay, place, Some(&post.key), &within, &mut found);
        }
    }
    for stay in &workforce.loose {
        if workforce.place_loose(stay, side, upto).is_some() {
            stay_events(workforce, stay, (stay.team, stay.role), None, &within, &mut found);
        }
    }
    found.sort_by(|a, b| (a.on, &a.record, a.kind).cmp(&(b.on, &b.record, b.kind)));
    found
}

fn post_events(
    workforce: &Workforce,
    post: &crate::workforce::PostLine,
    within: &dyn Fn(Date) -> bool,
    found: &mut Vec<Event>,
) {
    let steps = &post.terms.steps;
    for (at, (period, terms)) in steps.iter().enumerate() {
        let mut push = |on: Date, kind: EventKind, what: &str| {
            if within(on) {
                found.push(Event {
                    on,
                    kind,
                    record: RecordId::new("post", post.key.as_str()),
                    team: workforce.unit_index.key(terms.team).to_string(),
                    role: workforce.role_index.key(terms.role).to_string(),
                    fte: terms.fte,
                    text: format!("Post {} {what}", post.key),
                });
            }
        };
        let follows = |other: Option<&(Period, _)>| other.is_some_and(|(p, _)| p.to == Some(period.from));
        let continues = at > 0 && follows(steps.get(at - 1));
        push(
            period.from,
            if continues { EventKind::PostChange } else { EventKind::PostStart },
            if continues { "changes team, title or FTE" } else { "begins" },
        );
        if let Some(end) = terms.funding_to.filter(|&end| period.holds(end)) {
            push(end, EventKind::FundingEnd, "has no funding from this day");
        }
        let next_from = steps.get(at + 1).map(|(next, _)| next.from);
        if let Some(end) = period.to.filter(|&end| Some(end) != next_from) {
            push(end, EventKind::PostEnd, "ends");
        }
    }
}

type Place = (Option<u32>, Option<u32>);

fn stay_events(
    workforce: &Workforce,
    stay: &Stay,
    (team, role): Place,
    post: Option<&Key<crate::records::Post>>,
    within: &dyn Fn(Date) -> bool,
    found: &mut Vec<Event>,
) {
    let agency = stay.basis == Basis::Agency;
    let worker = workforce.worker_index.key(stay.worker);
    let place = post.map_or_else(|| "without a post".to_owned(), |post| format!("in post {post}"));
    let mut push = |on: Date, kind: EventKind, what: &str| {
        if within(on) {
            found.push(Event {
                on,
                kind,
                record: RecordId::new("occupancy", stay.key.as_str()),
                team: team.map(|team| workforce.unit_index.key(team).to_string()).unwrap_or_default(),
                role: role.map(|role| workforce.role_index.key(role).to_string()).unwrap_or_default(),
                fte: stay.fte,
                text: format!("Worker {worker} {what} {place} ({})", stay.basis),
            });
        }
    };
    push(stay.period.from, if agency { EventKind::AgencyStart } else { EventKind::Start }, "starts");
    if let Some(end) = stay.period.to {
        push(end, if agency { EventKind::AgencyEnd } else { EventKind::Leave }, "is no longer");
    }
    let absences = workforce.away.get(&stay.worker).into_iter().flatten().filter(|_| stay.basis.holds());
    for away in absences.filter(|away| away.period.overlaps(stay.period)) {
        push(away.period.from, EventKind::Away, "is away and not");
        let still_there = away.period.to.filter(|&back| earlier(stay.period.to, Some(back)) == Some(back));
        if let Some(back) = still_there.filter(|&back| stay.period.holds(back)) {
            push(back, EventKind::Return, "is back");
        }
    }
}
