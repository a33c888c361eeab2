//! Workload, as an answer.

use ::registers::workload::{LoadBy, LoadGroup, spread};
use serde_json::{Value, json};
use workforce::Date;
use workforce::quantity::{Fte, Points};

use super::{BarLine, Bars, Told, many, of};
use crate::table::Table;

/// Millionths as a decimal with one place, halves away from zero.
fn tenths(millionths: i64) -> String {
    let tenths = (millionths + 50_000).div_euclid(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The groups in a table, with all together last.
fn table(groups: &[LoadGroup], by: LoadBy, weighting: Option<&str>, on: Date) -> Table {
    let headings = [
        "Group",
        "#Workers",
        "#FTE",
        "#Cases",
        "#Cases per FTE",
        "#Within",
        "#Cases above limit",
        "#Points",
        "#Capacity",
        "#New, over",
        "#Not counted",
        "#Per FTE with one more",
        "#with one less",
        "#FTE vacant",
        "#Per FTE if filled",
    ];
    let mut table = Table::new(format!("Workload on {on}"), &headings);
    let row = |group: &LoadGroup| {
        let each = |change: Fte| spread(group, change).map(tenths).unwrap_or_default();
        let known =
            |points: Points| if group.capacity.is_zero() { String::new() } else { points.to_string() };
        vec![
            group.name.clone(),
            group.workers.to_string(),
            group.fte.to_string(),
            group.cases.to_string(),
            each(Fte::ZERO),
            of(group.within, group.judged),
            tenths(group.cases_above),
            known(group.points),
            known(group.capacity),
            of(group.newly_qualified_over, group.newly_qualified),
            group.uncounted.to_string(),
            each(Fte::ONE),
            each(-Fte::ONE),
            group.vacant.map(|vacant| vacant.to_string()).unwrap_or_default(),
            group.vacant.map(each).unwrap_or_default(),
        ]
    };
    let mut rows: Vec<Vec<String>> = groups.iter().map(row).collect();
    table.total = rows.pop();
    table.rows = rows;
    let kind = match by {
        LoadBy::Team => "unit",
        LoadBy::Role => "role",
        LoadBy::Worker => "worker",
    };
    let named = &groups[..table.rows.len()];
    table.lead(0, kind, named.iter().map(|group| if group.key == "-" { "" } else { group.key.as_str() }));
    table.notes.push(match weighting {
        Some(name) => format!(
            "Weighted by {name}: within is points at or below capacity; FTE and reductions lower capacity."
        ),
        None => {
            "No weighting is in use on the day: within is cases at or below the agreed limit of the role."
                .to_owned()
        }
    });
    table.notes.push(
        "Filling vacancies and one worker more or less share the same cases among more or fewer FTE. Vacant is the funded FTE, \
         of roles in which cases are held, that nobody holds."
            .to_owned(),
    );
    table
}

/// Loads by group.
pub(crate) fn groups(
    groups: &[LoadGroup],
    by: LoadBy,
    weighting: Option<String>,
    on: Date,
    known_at: u64,
) -> Told {
    let table = table(groups, by, weighting.as_deref(), on);
    let named = &groups[..table.rows.len()];
    let data: Vec<Value> = groups
        .iter()
        .map(|group| {
            let each = |change: Fte| spread(group, change).map(tenths);
            json!({
                "group": group,
                "cases_per_fte": each(Fte::ZERO),
                "cases_per_fte_with_one_more": each(Fte::ONE),
                "cases_per_fte_with_one_less": each(-Fte::ONE),
                "cases_per_fte_if_filled": group.vacant.and_then(each),
            })
        })
        .collect();
    let all = groups.last();
    let over = all.map_or(0, |all| usize::try_from(all.judged - all.within).unwrap_or(usize::MAX));
    let due = if over > 0 {
        format!(
            "{} more than they can carry, {} of them newly qualified.",
            many(over, "worker holds", "workers hold"),
            all.map_or(0, |all| all.newly_qualified_over)
        )
    } else {
        String::new()
    };
    let bars = named.iter().filter(|group| group.judged > 0 && by != LoadBy::Worker);
    let lines =
        bars.map(|group| BarLine::share(group.name.as_str(), "workers", (group.within, group.judged)));
    let lines = lines.collect();
    let workers = named.iter().filter(|_| by == LoadBy::Worker).map(|group| group.key.as_str());
    let workers: Vec<&str> = workers.collect();
    Told::new(known_at, vec![table])
        .about(workers)
        .due(due)
        .drawn(Bars {
            id: "workload",
            title: format!("Workers within what they can carry on {on}"),
            unit: "%",
            lines,
        })
        .with("as_at", on)
        .with("weighting", weighting)
        .with("groups", data)
}
