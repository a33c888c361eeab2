//! The positions of a paper: from the record's position lines to rows, with rows of few people withheld in a release.

use measures::disclosure::Policy;
use papers::built::{Cell, Column, NoNumber};
use papers::compose::PositionAnswer;
use papers::paper::{PositionColumn, PositionSpec};
use workforce::position::{Ask, By, Position, Row};
use workforce::project::project;
use workforce::quantity::{Fte, Quantity};
use workforce::{Date, Workforce};

use crate::answers::position::headings;
use crate::error::OfficeError;

/// A line of the table: its name, its cells, and the fewest people that any of them tells of.
struct Line {
    key: String,
    name: String,
    cells: Vec<Cell>,
    people: u64,
}

/// Answers a position.
pub(super) fn answer(
    workforce: &Workforce,
    spec: &PositionSpec,
    release: bool,
) -> Result<PositionAnswer, OfficeError> {
    let on = |as_at: Date| Ask {
        as_at,
        baseline: spec.baseline.clone(),
        service: spec.service.clone(),
        team: spec.team.clone(),
        by: spec.by,
    };
    let day = |day: Date| day.strftime("%-d %B %Y").to_string();
    let numbers = |heading: String| Column { heading, numbers: true };
    let mut columns = vec![Column { heading: headings(spec.by)[0].to_owned(), numbers: false }];
    let positions = if spec.months > 0 {
        let months = project(workforce, &on(spec.as_at), spec.months)?;
        let positions: Vec<Position> = months.into_iter().map(|month| month.position).collect();
        columns.extend(positions.iter().map(|position| numbers(day(position.as_at))));
        positions
    } else if let Some(before) = spec.before {
        for column in &spec.columns {
            for when in [day(before), day(spec.as_at), "change".to_owned()] {
                columns.push(numbers(format!("{}, {when}", column.heading())));
            }
        }
        vec![workforce.position(&on(before))?, workforce.position(&on(spec.as_at))?]
    } else {
        columns.extend(spec.columns.iter().map(|column| numbers(column.heading().to_owned())));
        vec![workforce.position(&on(spec.as_at))?]
    };
    let (mut lines, mut total) = beside(&positions, spec);
    let mut notes = Vec::new();
    if release && withhold(&mut lines, &mut total, spec) {
        notes.push("Rows of few people, and the smallest beside them, show funded posts only.".to_owned());
    }
    if spec.columns.contains(&PositionColumn::OverUnder) {
        notes.push(format!("Over or under is by formula {}.", spec.formula));
    }
    lines.push(total);
    let row = |line: Line| [vec![Cell::Text(line.name)], line.cells].concat();
    Ok(PositionAnswer { columns, rows: lines.into_iter().map(row).collect(), notes })
}

/// The lines of positions side by side: those of any of them, in the order of the last, and the total.
fn beside(positions: &[Position], spec: &PositionSpec) -> (Vec<Line>, Line) {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for row in positions.iter().rev().flat_map(|position| &position.rows) {
        if !keys.iter().any(|(key, _)| *key == row.key) {
            keys.push((&row.key, &row.name));
        }
    }
    let lines = keys.into_iter().map(|(key, name)| {
        let rows: Vec<Option<&Row>> =
            positions.iter().map(|position| position.rows.iter().find(|row| row.key == key)).collect();
        line(key, name, &rows, spec)
    });
    let lines: Vec<Line> = lines.collect();
    let totals: Vec<Option<&Row>> = positions.iter().map(|position| Some(&position.total)).collect();
    (lines, line("", "Total", &totals, spec))
}

/// One line; where an earlier date stands beside, each column of the two is followed by how it moved.
fn line(key: &str, name: &str, rows: &[Option<&Row>], spec: &PositionSpec) -> Line {
    let mut cells = Vec::new();
    for column in &spec.columns {
        let values: Vec<Quantity> = rows.iter().map(|row| value(*row, *column, spec)).collect();
        let is_people = *column == PositionColumn::People;
        cells.extend(values.iter().map(|value| cell(*value, is_people, false)));
        if let (Some(_), [then, now]) = (spec.before, values.as_slice()) {
            let change = (*now).and_then(|now| Ok(now - (*then)?));
            cells.push(cell(change, is_people, true));
        }
    }
    let counted = rows.iter().flatten().map(|row| people(row)).filter(|people| *people > 0);
    Line { key: key.to_owned(), name: name.to_owned(), cells, people: counted.min().unwrap_or(0) }
}

/// Everybody whom a row counts.
fn people(row: &Row) -> u64 {
    row.headcount.substantive.max(row.headcount.working + row.headcount.away).into()
}

/// What a column says of a row; nobody and no post where a position has no such row.
fn value(row: Option<&Row>, column: PositionColumn, spec: &PositionSpec) -> Quantity {
    let Some(row) = row else { return Ok(Fte::ZERO) };
    let line = row.line;
    let gap = spec.by == By::Cover && row.not_collected.iter().any(|gap| gap.code() == row.key);
    let collected = |fte: Fte| if gap { Err(NoNumber::NotAvailable) } else { Ok(fte) };
    match column {
        PositionColumn::Funded => line.funded(),
        PositionColumn::Substantive => Ok(line.substantive()),
        PositionColumn::Vacant => line.vacant(),
        PositionColumn::Covered => collected(line.covered()),
        PositionColumn::Uncovered => line.uncovered(),
        PositionColumn::AbsentCover => collected(line.absent_cover()),
        PositionColumn::AboveEstablishment => collected(line.above_establishment()),
        PositionColumn::Agency => collected(line.agency()),
        PositionColumn::Away => Ok(line.away()),
        PositionColumn::Working => collected(line.working()),
        PositionColumn::OverUnder => line.over_under(spec.formula),
        PositionColumn::People => {
            let people = i64::try_from(people(row)).unwrap_or(i64::MAX / MILLION);
            collected(Fte::from_millionths(people * MILLION))
        }
    }
}

const MILLION: i64 = 1_000_000;

fn cell(value: Quantity, whole: bool, signed: bool) -> Cell {
    match value {
        Err(why) => Cell::None(why),
        Ok(fte) => {
            let text = if whole { (fte.millionths() / MILLION).to_string() } else { fte.to_string() };
            Cell::Number(if signed && fte > Fte::ZERO { format!("+{text}") } else { text })
        }
    }
}

/// Withholds what tells of few people: every small row, and the next smallest until those withheld together are not few, so
/// that the total gives none of them away; the total too where it would. Whether anything was withheld.
fn withhold(lines: &mut [Line], total: &mut Line, spec: &PositionSpec) -> bool {
    let policy = Policy::default();
    let mut order: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].people > 0).collect();
    order.sort_by_key(|at| (lines[*at].people, lines[*at].key.clone()));
    let small = order.iter().filter(|at| policy.is_small(lines[**at].people)).count();
    if small == 0 {
        return false;
    }
    let mut count = small.max(2).min(order.len());
    let sum = |count: usize| order[..count].iter().map(|at| lines[*at].people).sum::<u64>();
    while count < order.len() && policy.is_small(sum(count)) {
        count += 1;
    }
    let total_tells = policy.is_small(sum(count)) || count == 1;
    order.truncate(count);
    for at in order {
        hide(&mut lines[at], spec);
    }
    if total_tells {
        hide(total, spec);
    }
    true
}

/// Withholds what a line says of people.
fn hide(line: &mut Line, spec: &PositionSpec) {
    let each = if spec.before.is_some() { 3 } else { 1 };
    for (place, cell) in line.cells.iter_mut().enumerate() {
        // Month by month every cell is of the one column.
        let column = if spec.months > 0 { spec.columns[0] } else { spec.columns[place / each] };
        if !column.is_of_posts() {
            *cell = Cell::None(NoNumber::Suppressed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workforce::position::Formula;

    fn line(at: usize, people: u64) -> Line {
        Line {
            key: at.to_string(),
            name: at.to_string(),
            cells: vec![Cell::Number("10.00".to_owned()), Cell::Number(people.to_string())],
            people,
        }
    }

    fn spec() -> PositionSpec {
        PositionSpec {
            id: "p".to_owned(),
            caption: String::new(),
            notes: Vec::new(),
            as_at: jiff::civil::date(2024, 3, 31),
            before: None,
            months: 0,
            baseline: None,
            service: None,
            team: None,
            by: By::Team,
            columns: vec![PositionColumn::Funded, PositionColumn::Working],
            formula: Formula::F1,
        }
    }

    /// Which rows are withheld, and whether the total is; funded posts are told in any case.
    fn withheld(people: &[u64]) -> (Vec<usize>, bool) {
        let mut lines: Vec<Line> = people.iter().enumerate().map(|(at, people)| line(at, *people)).collect();
        let mut total = line(99, people.iter().sum());
        withhold(&mut lines, &mut total, &spec());
        let hidden = |line: &Line| line.cells[1] == Cell::None(NoNumber::Suppressed);
        assert!(lines.iter().all(|line| line.cells[0] == Cell::Number("10.00".to_owned())));
        ((0..lines.len()).filter(|at| hidden(&lines[*at])).collect(), hidden(&total))
    }

    #[test]
    fn no_row_of_few_people_is_told_or_can_be_worked_out_from_the_total() {
        assert_eq!(withheld(&[40, 30, 0]), (vec![], false));
        assert_eq!(withheld(&[40, 2, 30]), (vec![1, 2], false), "the next smallest goes with it");
        assert_eq!(withheld(&[40, 1, 1, 30, 0]), (vec![1, 2, 3], false), "one and one are told by their sum");
        assert_eq!(withheld(&[2, 0]), (vec![0], true), "the total is that row's");
    }
}
