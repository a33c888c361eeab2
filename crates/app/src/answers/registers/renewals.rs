//! Renewals, supervision and courses, as answers.

use ::registers::development::{Coverage, SupervisionLine, mean_days};
use ::registers::renewals::{Difference, Problem, RenewalLine, RenewalState};
use workforce::Date;

use super::{Told, day, of};
use crate::table::Table;

/// Renewals, and how they differ from the register.
pub(crate) fn renewals(
    lines: &[RenewalLine],
    differences: Option<&[Difference]>,
    problems: &[Problem],
    closes: Option<Date>,
    on: Date,
    known_at: u64,
) -> Told {
    let closes_on = closes.map(|day| format!("; the window closes on {day}")).unwrap_or_default();
    let title = format!("Registration renewals on {on}{closes_on}");
    let mut table = Table::new(title, &["State", "Worker", "Number", "Team", "Agency", "Still to do"]);
    let pressing = |line: &&RenewalLine| line.state != RenewalState::Renewed;
    for line in lines.iter().filter(pressing) {
        table.rows.push(vec![
            line.state.words().to_owned(),
            line.worker.clone(),
            line.registration.clone().unwrap_or_default(),
            line.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            if line.agency { "yes" } else { "" }.to_owned(),
            line.missing.join(", "),
        ]);
    }
    let renewed = lines.len() - table.rows.len();
    table.notes.push(format!("{renewed} of {} have renewed and are not listed.", lines.len()));
    let mut tables = vec![table];
    if let Some(found) = differences {
        let mut table =
            Table::new("Where the record and the register's file differ", &["Worker", "Number", "What"]);
        table.rows = found
            .iter()
            .map(|one| vec![one.worker.clone(), one.number.clone().unwrap_or_default(), one.message.clone()])
            .collect();
        table.notes = problems.iter().map(|one| format!("Line {}: {}.", one.line, one.message)).collect();
        tables.push(table);
    }
    Told::new(known_at, tables)
        .with("as_at", on)
        .with("closes", closes)
        .with("renewals", lines)
        .with("differences", differences)
        .with("problems", problems)
}

/// Supervision and courses.
pub(crate) fn supervision(lines: &[SupervisionLine], courses: &[Coverage], on: Date, known_at: u64) -> Told {
    let count = |count: usize| u64::try_from(count).unwrap_or(0);
    let in_time = count(lines.iter().filter(|line| !line.overdue).count());
    let mut table = Table::new(
        format!("Supervision overdue on {on}"),
        &["Worker", "Team", "#Every so many days", "Last", "Due"],
    );
    for line in lines.iter().filter(|line| line.overdue) {
        table.rows.push(vec![
            line.worker.clone(),
            line.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            line.every_days.to_string(),
            day(line.last),
            line.due.to_string(),
        ]);
    }
    let mean = mean_days(lines, on);
    let mean_told =
        mean.map(|tenths| format!(" On average {}.{} days have passed.", tenths / 10, tenths % 10));
    table.notes.push(format!(
        "In time: {}.{}",
        of(in_time, count(lines.len())),
        mean_told.unwrap_or_default()
    ));
    let mut reached = Table::new("Courses", &["Course", "#Completed", "Planned"]);
    reached.rows = courses
        .iter()
        .map(|one| vec![one.name.clone(), of(one.completed, one.of), day(one.planned)])
        .collect();
    let tables = if courses.is_empty() { vec![table] } else { vec![table, reached] };
    Told::new(known_at, tables)
        .with("as_at", on)
        .with("supervision", lines)
        .with("mean_days_tenths", mean)
        .with("courses", courses)
}
