//! Renewals, supervision and courses, as answers.

use ::registers::development::{Coverage, SupervisionLine, by_role, mean_days};
use ::registers::renewals::{Difference, LeaveLine, Problem, RenewalLine, RenewalState};
use workforce::Date;

use super::{BarLine, Bars, Told, day, many, of};
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
    table.lead(1, "worker", lines.iter().filter(pressing).map(|line| &line.worker));
    let at_risk = lines.iter().filter(|line| line.state <= RenewalState::AtRisk).count();
    let due = if at_risk > 0 {
        format!(
            "{} at risk of losing registration, or without it.",
            many(at_risk, "worker is", "workers are")
        )
    } else {
        String::new()
    };
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
        table.lead(0, "worker", found.iter().map(|one| &one.worker));
        table.notes = problems.iter().map(|one| format!("Line {}: {}.", one.line, one.message)).collect();
        tables.push(table);
    }
    Told::new(known_at, tables)
        .about(lines.iter().map(|line| line.worker.as_str()))
        .due(due)
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
    let overdue = lines.iter().filter(|line| line.overdue);
    table.lead(0, "worker", overdue.clone().map(|line| &line.worker));
    let keys = overdue.clone().map(|line| line.team.as_ref().map_or("", |(key, _)| key.as_str()));
    table.lead(1, "unit", keys);
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
    reached.lead(0, "course", courses.iter().map(|one| &one.course));
    let roles = by_role(lines, on);
    let headings = ["Role", "#In time", "#Reflective in three months", "#Mean days since the last"];
    let mut table_of_roles = Table::new(format!("Supervision by role on {on}"), &headings);
    table_of_roles.rows = roles
        .iter()
        .map(|one| {
            let days = one.mean_days_tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
            let reflective = of(one.reflective.0, one.reflective.1);
            vec![one.title.clone(), of(one.in_time, one.of), reflective, days.unwrap_or_default()]
        })
        .collect();
    table_of_roles.lead(0, "role", roles.iter().map(|one| &one.role));
    let late = lines.iter().filter(|line| line.overdue).count();
    let due = if late > 0 {
        format!("Supervision of {} is overdue.", many(late, "worker", "workers"))
    } else {
        String::new()
    };
    let bars = roles.iter().map(|one| BarLine::share(one.title.as_str(), "role", (one.in_time, one.of)));
    let mut tables = vec![table, table_of_roles];
    tables.extend(Some(reached).filter(|_| !courses.is_empty()));
    Told::new(known_at, tables)
        .about(lines.iter().filter(|line| line.overdue).map(|line| line.worker.as_str()))
        .due(due)
        .drawn(Bars {
            id: "supervision",
            title: format!("Supervision in time on {on}, by role"),
            unit: "%",
            lines: bars.collect(),
        })
        .with("roles", &roles)
        .with("as_at", on)
        .with("supervision", lines)
        .with("mean_days_tenths", mean)
        .with("courses", courses)
}

/// Rights to work that end.
pub(crate) fn leave(lines: &[LeaveLine], on: Date, known_at: u64) -> Told {
    let headings = [
        "Worker",
        "Team",
        "Ground",
        "Ends",
        "#Days",
        "Standing",
        "Looked at",
        "Council pays",
        "Keep no longer",
    ];
    let mut table = Table::new(format!("Rights to work that end, on {on}"), &headings);
    let yes = |yes: bool| if yes { "yes" } else { "" }.to_owned();
    for line in lines {
        table.rows.push(vec![
            line.worker.clone(),
            line.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            line.ground.to_string(),
            line.ends.to_string(),
            line.days.to_string(),
            if line.days <= 0 {
                "OVER"
            } else if line.pressing {
                "soon"
            } else {
                ""
            }
            .to_owned(),
            day(line.checked),
            yes(line.council_pays),
            yes(line.kept_too_long),
        ]);
    }
    table.lead(0, "worker", lines.iter().map(|line| &line.worker));
    table.notes.push(
        "Soon is within the months of the parameter `right-to-work.ends-within-months`. Workers whose right does not end, or is \
         not recorded, are not listed."
            .to_owned(),
    );
    let pressing = lines.iter().filter(|line| line.pressing).count();
    let due = if pressing > 0 {
        format!("The right to work of {} ends soon, or has ended.", many(pressing, "worker", "workers"))
    } else {
        String::new()
    };
    Told::new(known_at, vec![table])
        .about(lines.iter().map(|line| line.worker.as_str()))
        .due(due)
        .with("as_at", on)
        .with("leave", lines)
}
