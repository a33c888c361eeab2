//! A calendar of rounds of interviews: from the posts that will be vacant at the end of each month, as far as known dated
//! events say, less those that earlier rounds take, against what the panels can do in a month.
//!
//! A round takes so many vacancies (parameter `recruitment.vacancies-a-round`), and what it takes counts as filled. Rounds
//! that are planned already come first; those proposed are spread evenly over the weekdays that are left of the month, none
//! sooner than `recruitment.round-lead-days` from the day asked about. What the panels cannot do waits for the next month.

use serde::Serialize;
use workforce::period::Period;
use workforce::position::{Ask, By};
use workforce::quantity::Fte;
use workforce::records::{InterviewRound, PanelMembers, PanelPool, Records};
use workforce::{Date, Workforce};

use crate::days::{days_after, each_day, is_weekday, months_after};
use crate::parameter::Parameters;

/// What a pool of panel members can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PoolCapacity {
    /// The pool.
    pub pool: PanelPool,
    /// Rounds in the month.
    pub rounds: u32,
    /// Whether that is enough for the rounds that the month asks for.
    pub enough: bool,
}

/// One month of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundMonth {
    /// The first day of the month that is looked at.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Posts with funding that nobody holds at its end, by known dated events; none where that is not known.
    pub vacant: Option<usize>,
    /// Of these, those that no earlier round takes.
    pub open: usize,
    /// Rounds that they ask for, those planned already among them.
    pub needed: usize,
    /// The days of rounds that are planned.
    pub planned: Vec<Date>,
    /// The days of further rounds that are proposed.
    pub proposed: Vec<Date>,
    /// Rounds that the panels or the days left cannot take: they wait for the next month.
    pub waiting: usize,
    /// What each pool can take; pools of which nothing is recorded set no bound.
    pub pools: Vec<PoolCapacity>,
}

/// How many each pool can take in a month, by the latest row on a day.
fn pools(records: &Records, day: Date) -> Vec<(PanelPool, u32)> {
    let latest = |pool: &PanelPool| {
        let rows = records.panel_members.values().filter(|row| row.pool == *pool && row.from <= day);
        let row: &PanelMembers = rows.max_by_key(|row| row.from)?;
        Some((*pool, row.trained * row.rounds_a_month.unwrap_or(1)))
    };
    PanelPool::ALL.iter().filter_map(latest).collect()
}

/// So many days spread evenly over some: each in the middle of its part.
fn spread(days: &[Date], count: usize) -> Vec<Date> {
    (0..count).map(|at| days[(2 * at + 1) * days.len() / (2 * count)]).collect()
}

/// The posts that are vacant on a day, by known dated events.
fn vacant(workforce: &Workforce, day: Date) -> Option<usize> {
    let posts = workforce.posts_on(&Ask { by: By::Role, ..Ask::on(day) }).ok()?;
    let open = |vacant: &Fte| *vacant > Fte::ZERO;
    let vacant: Result<Vec<Fte>, _> = posts.iter().map(|post| post.vacant).collect();
    Some(vacant.ok()?.iter().filter(|vacant| open(vacant)).count())
}

/// The calendar of so many months from a day.
pub fn calendar(
    workforce: &Workforce,
    parameters: &Parameters<'_>,
    on: Date,
    months: u32,
) -> Vec<RoundMonth> {
    let records = workforce.records();
    let number = |name: &str, otherwise: u32| {
        let number = parameters.number(name, on).unwrap_or(otherwise);
        usize::try_from(number).unwrap_or(usize::MAX)
    };
    let a_round = number("recruitment.vacancies-a-round", 4).max(1);
    let soonest = days_after(on, parameters.number("recruitment.round-lead-days", on).unwrap_or(28));
    let mut planned: Vec<&InterviewRound> =
        records.interview_rounds.values().filter(|round| round.on >= on && !round.held.0).collect();
    planned.sort_by_key(|round| (round.on, round.round.to_string()));
    let mut taken = 0;
    let mut calendar = Vec::new();
    for month in 0..months {
        let from = months_after(on, month);
        let end = months_after(on, month + 1);
        let to = end.yesterday().unwrap_or(from);
        let vacant = vacant(workforce, to);
        let open = vacant.unwrap_or(0).saturating_sub(taken);
        let within = Period::new(from, Some(end));
        let own: Vec<&&InterviewRound> = planned.iter().filter(|round| within.holds(round.on)).collect();
        let holds = |round: &InterviewRound| match round.vacancies.len() {
            0 => a_round,
            named => named,
        };
        let left = open.saturating_sub(own.iter().map(|round| holds(round)).sum());
        let needed = own.len() + left.div_ceil(a_round);
        let pools: Vec<PoolCapacity> = pools(records, from)
            .into_iter()
            .map(|(pool, rounds)| {
                let enough = usize::try_from(rounds).is_ok_and(|rounds| rounds >= needed);
                PoolCapacity { pool, rounds, enough }
            })
            .collect();
        let most = pools.iter().map(|pool| usize::try_from(pool.rounds).unwrap_or(usize::MAX)).min();
        let days: Vec<Date> = each_day(from.max(soonest), to).filter(|day| is_weekday(*day)).collect();
        let room = most.map_or(usize::MAX, |most| most.saturating_sub(own.len())).min(days.len());
        let further = (needed - own.len()).min(room);
        taken += open.min(own.iter().map(|round| holds(round)).sum::<usize>() + further * a_round);
        calendar.push(RoundMonth {
            from,
            to,
            vacant,
            open,
            needed,
            planned: own.iter().map(|round| round.on).collect(),
            proposed: spread(&days, further),
            waiting: needed - own.len() - further,
            pools,
        });
    }
    calendar
}
