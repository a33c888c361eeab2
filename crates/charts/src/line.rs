//! A series over time: a line with intervals, control limits and signals (XmR), and markers for what happened.

use crate::Words;
use crate::palette::LINES;
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, Svg, cut, width};

/// One point of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When, as the axis says it.
    pub when: String,
    /// Its value; none breaks the line.
    pub value: Option<f64>,
    /// The interval about it.
    pub interval: Option<(f64, f64)>,
    /// Whether it is a signal: something beyond common variation.
    pub signal: bool,
}

/// The mean and the limits of a control chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The mean.
    pub mean: f64,
    /// The lower limit.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: Option<f64>,
}

/// Something that happened between two points: an inspection, a restructure.
#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    /// The index of the point at or after which it stands.
    pub at: usize,
    /// What it was.
    pub label: String,
}

const WIDE: f64 = 900.0;
const HIGH: f64 = 340.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 110.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 60.0;

/// The place of a point from left to right.
fn across(at: usize, count: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let steps = number(count.saturating_sub(1)).max(1.0);
    let one = if count < 2 { 0.5 } else { number(at) / steps };
    LEFT + 14.0 + one * (WIDE - LEFT - RIGHT - 28.0)
}

/// Draws a series.
pub fn draw(words: &Words, points: &[Point], limits: Option<Limits>, markers: &[Marker]) -> String {
    let mut svg = Svg::new(words, WIDE, HIGH);
    let values = points.iter().flat_map(|point| {
        let (low, high) = point.interval.map_or((None, None), |(low, high)| (Some(low), Some(high)));
        [point.value, low, high].into_iter().flatten()
    });
    let lines = limits.iter().flat_map(|limits| [Some(limits.mean), limits.lower, limits.upper]).flatten();
    let scale = Scale::holding(values.chain(lines), HIGH - BOTTOM, TOP);
    for tick in scale.ticks() {
        let y = scale.at(tick);
        svg.line((LEFT, y), (WIDE - RIGHT, y), FAINT, "", 1.0);
        svg.text(LEFT - 8.0, y + 5.0, Anchor::End, &text(tick));
    }
    svg.text(LEFT - 8.0, TOP - 16.0, Anchor::Start, &words.unit);
    dates(&mut svg, points);
    for marker in markers.iter().filter(|marker| marker.at < points.len()) {
        let x = across(marker.at, points.len());
        svg.line((x, TOP), (x, HIGH - BOTTOM), INK, "4 3", 1.5);
        let anchor = if x > WIDE / 2.0 { Anchor::End } else { Anchor::Start };
        svg.text(x, TOP - 4.0, anchor, &cut(&marker.label, 220.0));
    }
    if let Some(limits) = limits {
        draw_limits(&mut svg, &scale, limits);
    }
    series(&mut svg, &scale, points);
    svg.finish()
}

fn draw_limits(svg: &mut Svg, scale: &Scale, limits: Limits) {
    let named =
        [("Mean", Some(limits.mean), ""), ("Lower", limits.lower, "7 4"), ("Upper", limits.upper, "7 4")];
    for (name, value, dashes) in named {
        if let Some(value) = value {
            let y = scale.at(value);
            svg.line((LEFT, y), (WIDE - RIGHT, y), "#3d3d3d", dashes, 1.5);
            svg.text(WIDE - RIGHT + 6.0, y + 5.0, Anchor::Start, &format!("{name} {}", text(value)));
        }
    }
}

fn series(svg: &mut Svg, scale: &Scale, points: &[Point]) {
    let (ink, dashes) = LINES[0];
    let place = |at: usize, value: f64| (across(at, points.len()), scale.at(value));
    for (at, point) in points.iter().enumerate() {
        if let Some((low, high)) = point.interval {
            let ((x, bottom), (_, top)) = (place(at, low), place(at, high));
            svg.line((x, bottom), (x, top), ink, "", 1.5);
            svg.line((x - 4.0, bottom), (x + 4.0, bottom), ink, "", 1.5);
            svg.line((x - 4.0, top), (x + 4.0, top), ink, "", 1.5);
        }
    }
    let path: Vec<_> =
        points.iter().enumerate().map(|(at, point)| point.value.map(|value| place(at, value))).collect();
    svg.path(&path, ink, dashes, 2.5);
    for (at, point) in points.iter().enumerate() {
        let Some(value) = point.value else { continue };
        let (x, y) = place(at, value);
        if point.signal {
            svg.diamond(x, y, 7.0, LINES[3].0);
        } else {
            svg.dot(x, y, 3.5, ink);
        }
    }
}

/// The names of the points below the axis: as many as there is room for.
fn dates(svg: &mut Svg, points: &[Point]) {
    let widest = points.iter().map(|point| width(&point.when)).fold(1.0, f64::max) + 12.0;
    let room = WIDE - LEFT - RIGHT;
    let every = (1..=points.len().max(1))
        .find(|every| {
            let shown = u32::try_from(points.len().div_ceil(*every)).unwrap_or(u32::MAX);
            f64::from(shown) * widest <= room
        })
        .unwrap_or(1);
    for (at, point) in points.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let x = across(at, points.len());
        svg.line((x, HIGH - BOTTOM), (x, HIGH - BOTTOM + 5.0), INK, "", 1.0);
        svg.text(x, HIGH - BOTTOM + 22.0, Anchor::Middle, &point.when);
    }
    svg.line((LEFT, HIGH - BOTTOM), (WIDE - RIGHT, HIGH - BOTTOM), INK, "", 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(when: &str, value: Option<f64>) -> Point {
        Point {
            when: when.into(),
            value,
            interval: value.map(|v| (v - 1.0, v + 1.0)),
            signal: value == Some(9.0),
        }
    }

    #[test]
    fn a_point_without_a_number_breaks_the_line_and_a_signal_has_a_shape_of_its_own() {
        let words = Words { id: "l".into(), title: "T".into(), description: "D".into(), unit: "%".into() };
        let points = [
            point("2021", Some(4.0)),
            point("2022", None),
            point("2023", Some(9.0)),
            point("2024", Some(5.0)),
        ];
        let limits = Limits { mean: 6.0, lower: Some(2.0), upper: None };
        let markers =
            [Marker { at: 2, label: "Inspection".into() }, Marker { at: 99, label: "Never".into() }];
        let drawn = draw(&words, &points, Some(limits), &markers);
        assert_eq!(drawn.matches("<circle").count(), 2);
        assert!(drawn.contains("Mean 6") && drawn.contains("Lower 2") && !drawn.contains("Upper"), "{drawn}");
        assert!(drawn.contains("Inspection") && !drawn.contains("Never"));
        let line = drawn.split("<path d=\"").nth(1).expect("the line is a path");
        assert_eq!(line.split('"').next().unwrap_or_default().matches('M').count(), 2, "{line}");
        assert!(!draw(&words, &[], None, &[]).contains("NaN"));
        assert!(!draw(&words, &[point("2021", Some(4.0))], None, &[]).contains("NaN"));
    }
}
