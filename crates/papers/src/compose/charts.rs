//! Charts of a paper: the drawing, what it shows in words, and the same numbers as a table.

use charts::bars::Bar;
use charts::{Words, bars, line};

use super::{Desk, Point, column};
use crate::built::{Block, Cell, Chart, Passport, Table};
use crate::paper::ChartSpec;
use crate::words;

pub(super) fn write(desk: &mut Desk<'_>, id: &str) {
    let Some(spec) = desk.paper.charts.iter().find(|spec| spec.id == *id) else { return };
    let points = desk.answers.charts.get(id).map_or(&[][..], Vec::as_slice);
    if points.is_empty() {
        return desk.say(format!("{}: the record holds nothing to draw.", spec.title));
    }
    for (at, point) in points.iter().enumerate() {
        desk.figures.push(Passport { id: format!("{id}.{}", at + 1), ..point.figure.clone() });
    }
    let description = describe(spec, points);
    let first = &points[0].figure;
    let named = Words {
        id: format!("chart-{id}"),
        title: spec.title.clone(),
        description: description.clone(),
        unit: unit(&first.unit).to_owned(),
    };
    let svg = draw(&named, spec, points);
    let table = Table {
        caption: format!("{}: data", spec.title),
        columns: vec![
            column(first_heading(spec, first), false),
            column(format!("{} ({})", first.title, unit(&first.unit)), true),
        ],
        rows: points.iter().map(|point| vec![Cell::Text(point.label.clone()), point.figure.cell()]).collect(),
        has_total: false,
        notes: vec![format!("{} Source: {}.", first.definition, first.source)],
    };
    desk.blocks.push(Block::Chart(Chart { title: spec.title.clone(), description, svg, table }));
}

fn draw(named: &Words, spec: &ChartSpec, points: &[Point]) -> String {
    let value = |figure: &Passport| figure.value.as_ref().and_then(|text| text.parse::<f64>().ok());
    if spec.series.is_some() {
        let points: Vec<line::Point> = points
            .iter()
            .map(|point| line::Point {
                when: point.label.clone(),
                value: value(&point.figure),
                interval: point.interval.filter(|_| point.figure.value.is_some()),
                signal: false,
            })
            .collect();
        return line::draw(named, &points, None, &[]);
    }
    let bars: Vec<Bar> = points
        .iter()
        .map(|point| Bar {
            name: point.label.clone(),
            value: value(&point.figure),
            shown: point.figure.words(),
            interval: point.interval.filter(|_| point.figure.value.is_some()),
            marked: false,
        })
        .collect();
    bars::draw(named, &bars)
}

fn first_heading(spec: &ChartSpec, first: &Passport) -> &'static str {
    match (spec.series, first.length.as_str()) {
        (None, _) => "Group",
        (Some(_), "a day") => "Day",
        (Some(_), _) => "Period ending",
    }
}

fn unit(code: &str) -> &str {
    match code {
        "percent" => "%",
        "fte" => "FTE",
        other => other,
    }
}

/// What a chart shows: from first to last, or the largest and the smallest.
fn describe(spec: &ChartSpec, points: &[Point]) -> String {
    let counted = |point: &&Point| point.figure.value.is_some();
    let shown: Vec<&Point> = points.iter().filter(counted).collect();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return format!("{}: no number can be shown.", spec.title);
    };
    let without = points.len() - shown.len();
    let gaps = if without > 0 { format!(" {without} without a number.") } else { String::new() };
    if spec.series.is_some() {
        let moved = words::change(&last.figure, &first.figure);
        return format!("{} from {} to {}: it {moved}.{gaps}", spec.title, first.label, last.label);
    }
    let size = |point: &&&Point| point.figure.value.as_deref().and_then(words::millionths);
    let highest = shown.iter().max_by_key(size).unwrap_or(first);
    let lowest = shown.iter().min_by_key(size).unwrap_or(first);
    format!(
        "{}: the highest of {} is {} ({}), the lowest {} ({}).{gaps}",
        spec.title,
        shown.len(),
        highest.label,
        highest.figure.words(),
        lowest.label,
        lowest.figure.words()
    )
}
