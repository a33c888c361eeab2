//! Cohorts and their milestones, as answers.

use ::registers::programmes::{CohortLine, EnrolmentLine, MilestoneLine, MilestoneState, Retained, Term};
use workforce::Date;
use workforce::records::EnrolmentOutcome;

use super::{BarLine, Bars, Told, day, many, of};
use crate::table::Table;

fn kept(all: &[Retained]) -> Vec<String> {
    all.iter().map(|one| if one.of == 0 { "-".to_owned() } else { of(one.here, one.of) }).collect()
}

fn outcome(line: &CohortLine, outcome: EnrolmentOutcome) -> u64 {
    line.outcomes.iter().find(|(known, _)| *known == outcome).map_or(0, |(_, count)| *count)
}

fn table(title: String, lines: &[&CohortLine]) -> Table {
    let headings = [
        "Cohort",
        "Programme",
        "Starts",
        "#Places",
        "#Started",
        "#On it",
        "#Passed",
        "#Failed",
        "#Left",
        "#Here of starters",
        "#12 months",
        "#24 months",
        "#36 months",
        "#Here of passed",
        "#12 after",
        "#24 after",
        "#36 after",
        "#Overdue",
    ];
    let mut table = Table::new(title, &headings);
    for line in lines {
        let mut row = vec![
            line.name.clone(),
            line.programme.clone(),
            line.starts.to_string(),
            line.places.map(|places| places.to_string()).unwrap_or_default(),
            line.started.to_string(),
            line.current.to_string(),
            outcome(line, EnrolmentOutcome::Passed).to_string(),
            outcome(line, EnrolmentOutcome::Failed).to_string(),
            outcome(line, EnrolmentOutcome::Left).to_string(),
            of(line.here, line.started),
        ];
        row.extend(kept(&line.from_start));
        row.push(of(line.passed_here, outcome(line, EnrolmentOutcome::Passed)));
        row.extend(kept(&line.from_end));
        row.push(line.overdue.to_string());
        table.rows.push(row);
    }
    table.lead(0, "cohort", lines.iter().map(|line| &line.cohort));
    table.notes.push(
        "The months from the start are of all who started, so that nobody who failed or left drops out of sight; those after \
         are of those who passed, from that day. Those whose day is to come are in neither part."
            .to_owned(),
    );
    table
}

/// Every cohort.
pub(crate) fn list(lines: &[CohortLine], on: Date, known_at: u64) -> Told {
    let all: Vec<&CohortLine> = lines.iter().collect();
    let overdue: usize = lines.iter().map(|line| line.overdue).sum();
    let due = if overdue > 0 {
        format!("{} overdue.", many(overdue, "review or panel is", "reviews and panels are"))
    } else {
        String::new()
    };
    let year = lines.iter().filter_map(|line| {
        let first = line.from_start.first().filter(|first| first.of > 0)?;
        Some(BarLine::share(line.name.as_str(), "starters", (first.here, first.of)))
    });
    Told::new(known_at, vec![table(format!("Cohorts on {on}"), &all)])
        .due(due)
        .drawn(Bars {
            id: "cohorts",
            title: "Here twelve months after starting, of all who started".to_owned(),
            unit: "%",
            lines: year.collect(),
        })
        .with("as_at", on)
        .with("cohorts", lines)
}

/// What holds for an enrolment now, in words.
fn term(term: &Term) -> String {
    match (term.every_days, &term.share) {
        (Some(days), _) => format!("{}: every {days} days", term.name),
        (None, Some(share)) => format!("{}: {share}", term.name),
        (None, None) => term.name.clone(),
    }
}

fn enrolled(lines: &[EnrolmentLine]) -> Table {
    let headings = [
        "Enrolment",
        "Worker",
        "Team",
        "Started",
        "Outcome",
        "On",
        "To end",
        "#Days paused",
        "Supervisor",
        "Now",
        "#Overdue",
    ];
    let mut table = Table::new("Who is on it", &headings);
    for line in lines {
        table.rows.push(vec![
            line.enrolment.clone(),
            line.worker.clone().unwrap_or_default(),
            line.team.clone().unwrap_or_default(),
            line.started.to_string(),
            line.outcome.map(|(outcome, _)| outcome.to_string()).unwrap_or_default(),
            day(line.outcome.and_then(|(_, on)| on)),
            day(line.planned_end),
            line.paused.to_string(),
            line.supervisor.clone().unwrap_or_default(),
            line.terms.iter().map(term).collect::<Vec<_>>().join("; "),
            line.overdue.to_string(),
        ]);
    }
    table.lead(0, "enrolment", lines.iter().map(|line| &line.enrolment));
    table.lead(1, "worker", lines.iter().map(|line| line.worker.as_deref().unwrap_or_default()));
    table
}

/// One cohort, its enrolments and their milestones.
pub(crate) fn one(
    id: &str,
    whole: Option<&CohortLine>,
    enrolments: &[EnrolmentLine],
    lines: &[MilestoneLine],
    on: Date,
    known_at: u64,
) -> Told {
    let mut tables: Vec<Table> =
        whole.map(|line| table(format!("Cohort {id} on {on}"), &[line])).into_iter().collect();
    tables.push(enrolled(enrolments));
    let mut dates =
        Table::new("Reviews and panels", &["Enrolment", "Worker", "What", "Due", "Held", "State"]);
    for line in lines {
        let late = if line.state == MilestoneState::Overdue { "OVERDUE" } else { line.state.words() };
        dates.rows.push(vec![
            line.enrolment.clone(),
            line.worker.clone().unwrap_or_default(),
            line.name.clone(),
            line.due.to_string(),
            day(line.held),
            late.to_owned(),
        ]);
    }
    dates.lead(0, "enrolment", lines.iter().map(|line| &line.enrolment));
    dates.lead(1, "worker", lines.iter().map(|line| line.worker.as_deref().unwrap_or_default()));
    tables.push(dates);
    Told::new(known_at, tables)
        .about(enrolments.iter().flat_map(|line| line.worker.iter().chain(&line.supervisor).cloned()))
        .with("as_at", on)
        .with("cohort", whole)
        .with("enrolments", enrolments)
        .with("milestones", lines)
}
