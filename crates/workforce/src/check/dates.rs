//! Dates that cannot be, or that lie ahead.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::change::RecordId;
use crate::check::{
    Breach, END_BEFORE_START, FUTURE_DATED, OUTSIDE_POST_DATES, OUTSIDE_SPELL_DATES, OVERLAPPING_SPELLS,
};
use crate::period::{Date, Period};
use crate::record::Kind;
use crate::records::{Basis, Records, Spell};

/// The start and end of every record that has them, with the columns' names.
fn periods(records: &Records) -> impl Iterator<Item = (RecordId, &'static str, &'static str, Period)> + '_ {
    macro_rules! dated {
        ($($field:ident: $from:ident, $to:ident;)+) => {
            std::iter::empty()$(.chain(records.$field.values().map(|record| {
                let period = Period::new(record.$from, record.$to);
                (id(record), stringify!($from), stringify!($to), period)
            })))+
        };
    }
    dated! {
        units: from, to;
        roles: from, to;
        posts: from, to;
        posts: from, funding_to;
        baselines: from, to;
        spells: started, left;
        occupancies: from, to;
        occupancies: from, expected_end;
        absences: from, to;
        absences: from, expected_return;
        parameters: from, to;
        derogations: from, to;
        incentive_schemes: from, to;
        incentive_awards: awarded_on, ended_on;
        programmes: from, to;
        programme_pauses: from, to;
        strategies: from, to;
        risks: from, to;
        consultations: from, to;
        weightings: from, to;
        reductions: from, to;
        vacancies: vacant_from, closed_on;
        campaigns: from, to;
        adverts: opened, closed;
        practice_educators: from, to;
        surveys: from, to;
    }
}

fn id<T: Kind>(record: &T) -> RecordId {
    RecordId::new(T::LAYOUT.kind, record.key())
}

/// Kinds of record that are made ahead of their first day as a matter of course.
fn is_plan(kind: &str) -> bool {
    matches!(
        kind,
        "baseline"
            | "parameter"
            | "programme"
            | "strategy"
            | "consultation"
            | "weighting"
            | "campaign"
            | "survey"
            | "incentive_scheme"
    )
}

pub(super) fn check(records: &Records, today: Date, found: &mut Vec<Breach>) {
    for (record, from, to, period) in periods(records) {
        if let Some(end) = period.to.filter(|_| period.is_backwards()) {
            found.push(Breach {
                rule: END_BEFORE_START,
                column: Some(to),
                value: Some(end.to_string()),
                message: format!("`{to}` is {end}, before `{from}` on {}", period.from),
                record: record.clone(),
                others: Vec::new(),
            });
        }
        // Each start is looked at once, with its own end.
        if period.from > today && matches!(to, "to" | "left") && !is_plan(&record.kind) {
            found.push(Breach {
                rule: FUTURE_DATED,
                column: Some(from),
                value: Some(period.from.to_string()),
                message: format!("`{from}` is {}, after {today}", period.from),
                record,
                others: Vec::new(),
            });
        }
    }
    post_dates(records, found);
    spell_dates(records, found);
}

/// Occupancies outside the life of their post.
fn post_dates(records: &Records, found: &mut Vec<Breach>) {
    let mut posts: FxHashMap<&str, Vec<Period>> = FxHashMap::default();
    for post in records.posts.values() {
        posts.entry(post.post.as_str()).or_default().push(Period::new(post.from, post.to));
    }
    for occupancy in records.occupancies.values() {
        let Some(steps) = occupancy.post.as_ref().and_then(|post| posts.get_mut(post.as_str())) else {
            continue;
        };
        steps.sort_by_key(|step| step.from);
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
            continue;
        };
        let life = Period::new(first.from, last.to);
        let stay = Period::new(occupancy.from, occupancy.to);
        if stay.is_backwards() || life.contains(stay) {
            continue;
        }
        let early = stay.from < life.from;
        let end = life.to.map_or_else(|| "no end".to_owned(), |to| to.to_string());
        found.push(Breach {
            rule: OUTSIDE_POST_DATES,
            record: id(occupancy),
            column: Some(if early { "from" } else { "to" }),
            value: if early { Some(stay.from.to_string()) } else { stay.to.map(|to| to.to_string()) },
            message: format!("The post runs from {} to {end}", life.from),
            others: Vec::new(),
        });
    }
}

/// Occupancies outside the worker's employment, and spells that overlap.
fn spell_dates(records: &Records, found: &mut Vec<Breach>) {
    let mut spells: FxHashMap<&str, Vec<&Spell>> = FxHashMap::default();
    for spell in records.spells.values() {
        spells.entry(spell.worker.as_str()).or_default().push(spell);
    }
    for of_worker in spells.values_mut() {
        of_worker.sort_by(|a, b| (a.started, &a.spell).cmp(&(b.started, &b.spell)));
        for pair in of_worker.windows(2) {
            let [earlier, later] = pair else { continue };
            if Period::new(earlier.started, earlier.left).overlaps(Period::new(later.started, later.left)) {
                found.push(Breach {
                    rule: OVERLAPPING_SPELLS,
                    record: id(*later),
                    column: Some("started"),
                    value: Some(later.started.to_string()),
                    message: format!("Spell `{}` of the same worker still runs then", earlier.spell),
                    others: vec![id(*earlier)],
                });
            }
        }
    }
    for occupancy in records.occupancies.values() {
        // Agency workers and people on loan are not employed by the council.
        if matches!(occupancy.basis, Basis::Agency | Basis::SecondmentIn) {
            continue;
        }
        let of_worker = spells.get(occupancy.worker.as_str()).map_or(&[][..], Vec::as_slice);
        let stay = Period::new(occupancy.from, occupancy.to);
        let inside = |spell: &&&Spell| Period::new(spell.started, spell.left).contains(stay);
        // An occupancy with no end of its own is ended by its spell.
        let ended_by = |spell: &&&Spell| {
            occupancy.to.is_none() && Period::new(spell.started, spell.left).holds(occupancy.from)
        };
        if stay.is_backwards() || of_worker.iter().any(|spell| inside(&spell) || ended_by(&spell)) {
            continue;
        }
        let message = if of_worker.is_empty() {
            format!("Worker `{}` has no spell of employment", occupancy.worker)
        } else {
            let known: Vec<CompactString> = of_worker.iter().map(|spell| describe(spell)).collect();
            format!("Worker `{}` is employed {}", occupancy.worker, known.join(" and "))
        };
        found.push(Breach {
            rule: OUTSIDE_SPELL_DATES,
            record: id(occupancy),
            column: Some("from"),
            value: Some(occupancy.from.to_string()),
            message,
            others: of_worker.iter().map(|spell| id(*spell)).collect(),
        });
    }
}

fn describe(spell: &Spell) -> CompactString {
    let left = spell.left.map_or_else(|| "on".to_owned(), |left| format!("to {left}"));
    compact_str::format_compact!("from {} {left}", spell.started)
}
