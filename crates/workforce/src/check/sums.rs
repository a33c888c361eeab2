//! FTE that does not fit: in one occupancy, for one worker, in one post, through one transfer.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::change::RecordId;
use crate::check::{
    Breach, COVER_WITHOUT_REASON, FTE_OUT_OF_RANGE, FTE_ZERO, OVER_HELD_POST, POST_FTE_NEGATIVE,
    POST_WITHOUT_FUNDING, SALARY_NEGATIVE, TRANSFER_NOT_CONSERVED, WORKER_FTE_OVER_ONE, breach,
};
use crate::period::{Date, Period, earlier};
use crate::quantity::{Fte, Pence};
use crate::record::Kind;
use crate::records::{Basis, Occupancy, Post, Records, Transfer};

pub(super) fn check(records: &Records, found: &mut Vec<Breach>) {
    for occupancy in records.occupancies.values() {
        if occupancy.fte < Fte::ZERO || occupancy.fte > Fte::ONE {
            let message = format!("{} is not from 0 to 1", occupancy.fte);
            found.push(breach(FTE_OUT_OF_RANGE, occupancy, "fte", message));
        }
        if occupancy.fte.is_zero() {
            let message = format!("Occupancy `{}` has no FTE", occupancy.occupancy);
            found.push(breach(FTE_ZERO, occupancy, "fte", message));
        }
        let stands_in = !occupancy.basis.holds() && occupancy.basis != Basis::Supernumerary;
        if stands_in && occupancy.cover.is_none() {
            let message = format!("Basis `{}` does not say what it stands in for", occupancy.basis);
            found.push(breach(COVER_WITHOUT_REASON, occupancy, "cover", message));
        }
    }
    for post in records.posts.values() {
        if post.fte < Fte::ZERO {
            found.push(breach(POST_FTE_NEGATIVE, post, "fte", format!("{} is negative", post.fte)));
        }
        if post.funding.is_none() {
            let message = format!("Post `{}` has no funding line", post.post);
            found.push(breach(POST_WITHOUT_FUNDING, post, "funding", message));
        }
    }
    for salary in records.salaries.values().filter(|salary| salary.annual < Pence::ZERO) {
        let message = format!("{} is negative", salary.annual);
        found.push(breach(SALARY_NEGATIVE, salary, "annual", message));
    }
    workers(records, found);
    posts(records, found);
    transfers(records, found);
}

/// When each occupancy really runs: to its own end, or the spell's.
fn run(records: &Records) -> Vec<(&Occupancy, Period)> {
    let mut spells: FxHashMap<&str, Vec<Period>> = FxHashMap::default();
    for spell in records.spells.values() {
        spells.entry(spell.worker.as_str()).or_default().push(Period::new(spell.started, spell.left));
    }
    let period = |occupancy: &Occupancy| {
        let of_worker = spells.get(occupancy.worker.as_str()).map_or(&[][..], Vec::as_slice);
        let spell = of_worker.iter().find(|spell| spell.holds(occupancy.from));
        let end = spell.filter(|_| occupancy.basis != Basis::Agency).and_then(|spell| spell.to);
        Period::new(occupancy.from, earlier(occupancy.to, end))
    };
    records.occupancies.values().map(|occupancy| (occupancy, period(occupancy))).collect()
}

/// The first day on which the FTE of some occupancies adds up to more than a limit, with the sum.
fn first_over(stays: &[(&Occupancy, Period)], limit: impl Fn(Date) -> Fte) -> Option<(Date, Fte)> {
    let mut days: Vec<Date> = stays.iter().map(|(_, period)| period.from).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().find_map(|day| {
        let present = stays.iter().filter(|(_, period)| period.holds(day));
        let sum: Fte = present.map(|(occupancy, _)| occupancy.fte).sum();
        (sum > limit(day)).then_some((day, sum))
    })
}

/// The latest of some occupancies by start: the one to look at first.
fn latest<'a>(stays: &[(&'a Occupancy, Period)]) -> Option<&'a Occupancy> {
    stays
        .iter()
        .map(|(occupancy, _)| *occupancy)
        .max_by(|a, b| (a.from, &a.occupancy).cmp(&(b.from, &b.occupancy)))
}

fn others(stays: &[(&Occupancy, Period)], first: &Occupancy) -> Vec<RecordId> {
    let others = stays.iter().filter(|(occupancy, _)| occupancy.occupancy != first.occupancy);
    let mut ids: Vec<_> = others.map(|(occupancy, _)| RecordId::new("occupancy", occupancy.key())).collect();
    ids.sort();
    ids
}

fn workers(records: &Records, found: &mut Vec<Breach>) {
    let mut by_worker: FxHashMap<CompactString, Vec<(&Occupancy, Period)>> = FxHashMap::default();
    for (occupancy, period) in run(records) {
        // Acting up takes the place of the worker's own post, and does not add to it.
        if occupancy.basis != Basis::ActingUp {
            by_worker.entry(occupancy.worker.as_str().into()).or_default().push((occupancy, period));
        }
    }
    for (worker, stays) in &by_worker {
        let Some((day, sum)) = first_over(stays, |_| Fte::ONE) else {
            continue;
        };
        let present: Vec<_> = stays.iter().copied().filter(|(_, period)| period.holds(day)).collect();
        if let Some(first) = latest(&present) {
            let message = format!("Worker `{worker}` has {sum} FTE in all on {day}");
            let breach = breach(WORKER_FTE_OVER_ONE, first, "fte", message);
            found.push(Breach { others: others(&present, first), ..breach });
        }
    }
}

fn posts(records: &Records, found: &mut Vec<Breach>) {
    let mut lines: FxHashMap<&str, Vec<&Post>> = FxHashMap::default();
    for post in records.posts.values() {
        lines.entry(post.post.as_str()).or_default().push(post);
    }
    let mut by_post: FxHashMap<&str, Vec<(&Occupancy, Period)>> = FxHashMap::default();
    for (occupancy, period) in run(records) {
        if let Some(post) = occupancy.post.as_ref().filter(|_| occupancy.basis.holds()) {
            by_post.entry(post.as_str()).or_default().push((occupancy, period));
        }
    }
    for (post, stays) in &by_post {
        let Some(lines) = lines.get(post) else { continue };
        // The line that holds on the day; outside the post's life, the nearest.
        let line = |day: Date| {
            let last = lines.iter().filter(|line| line.from <= day).max_by_key(|line| line.from);
            last.or(lines.iter().min_by_key(|line| line.from)).map_or(Fte::ZERO, |line| line.fte)
        };
        let Some((day, sum)) = first_over(stays, line) else {
            continue;
        };
        let present: Vec<_> = stays.iter().copied().filter(|(_, period)| period.holds(day)).collect();
        if let Some(first) = latest(&present) {
            let message = format!("Post `{post}` is {} FTE and its holders have {sum} on {day}", line(day));
            let mut others = others(&present, first);
            others.extend(lines.iter().map(|line| RecordId::new("post", line.key())));
            found.push(Breach { others, ..breach(OVER_HELD_POST, first, "fte", message) });
        }
    }
}

fn transfers(records: &Records, found: &mut Vec<Breach>) {
    for transfer in records.transfers.values() {
        let before = transfer.on.yesterday().unwrap_or(transfer.on);
        let lines = records.posts.values().filter(|post| post.post == transfer.post && post.from <= before);
        let line = lines.max_by_key(|post| post.from);
        for (column, message) in problems(transfer, line, records) {
            found.push(breach(TRANSFER_NOT_CONSERVED, transfer, column, message));
        }
    }
}

/// What keeps a move from being a move.
fn problems(transfer: &Transfer, line: Option<&Post>, records: &Records) -> Vec<(&'static str, String)> {
    let mut problems = Vec::new();
    let Transfer { fte_out, fte_in, post, .. } = transfer;
    if fte_out != fte_in {
        problems.push(("fte_in", format!("{fte_out} FTE leaves and {fte_in} arrives")));
    }
    if transfer.to_team.is_none() && transfer.to_role.is_none() {
        problems.push(("to_team", format!("Post `{post}` moves to no team and takes no title")));
    }
    let Some(line) = line else { return problems };
    if line.fte != *fte_out {
        problems.push(("fte_out", format!("Post `{post}` is {} FTE and {fte_out} leaves", line.fte)));
    }
    if line.to.is_some_and(|to| to <= transfer.on) {
        problems.push(("on", format!("Post `{post}` has ended by {}", transfer.on)));
    }
    // An earlier move on the same line may have taken the post elsewhere.
    let mut earlier: Vec<_> = records
        .transfers
        .values()
        .filter(|t| t.post == *post && line.from <= t.on && t.on < transfer.on)
        .collect();
    earlier.sort_by_key(|t| t.on);
    let team = earlier.iter().rev().find_map(|t| t.to_team.as_ref()).unwrap_or(&line.team);
    let role = earlier.iter().rev().find_map(|t| t.to_role.as_ref()).unwrap_or(&line.role);
    if let Some(from) = transfer.from_team.as_ref().filter(|from| *from != team) {
        problems.push(("from_team", format!("Post `{post}` is in `{team}`, not in `{from}`")));
    }
    if let Some(from) = transfer.from_role.as_ref().filter(|from| *from != role) {
        problems.push(("from_role", format!("Post `{post}` is for `{role}`, not for `{from}`")));
    }
    problems
}
