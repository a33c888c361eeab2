//! Cohort curves: what share of each group is still there after so long, in steps, with bands.

use crate::Words;
use crate::palette::LINES;
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, Svg, cut};

/// One step of a curve: from this time on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// The share, from 0 to 1.
    pub share: f64,
    /// The band about it.
    pub band: Option<(f64, f64)>,
}

/// One group's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The group's name.
    pub name: String,
    /// Its steps, by time.
    pub steps: Vec<Step>,
}

const WIDE: f64 = 900.0;
const HIGH: f64 = 360.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 180.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 56.0;

/// Draws up to five curves; `times` says what the time is counted in.
pub fn draw(words: &Words, times: &str, curves: &[Curve]) -> String {
    let mut svg = Svg::new(words, WIDE, HIGH);
    let x = Scale::holding(
        curves.iter().flat_map(|curve| curve.steps.iter().map(|step| step.time)),
        LEFT,
        WIDE - RIGHT,
    );
    let y = Scale::holding([0.0, 100.0], HIGH - BOTTOM, TOP);
    for tick in y.ticks() {
        svg.line((LEFT, y.at(tick)), (WIDE - RIGHT, y.at(tick)), FAINT, "", 1.0);
        svg.text(LEFT - 8.0, y.at(tick) + 5.0, Anchor::End, &format!("{}%", text(tick)));
    }
    for tick in x.ticks() {
        svg.text(x.at(tick), HIGH - BOTTOM + 20.0, Anchor::Middle, &text(tick));
    }
    svg.line((LEFT, HIGH - BOTTOM), (WIDE - RIGHT, HIGH - BOTTOM), INK, "", 1.0);
    svg.text((LEFT + WIDE - RIGHT) / 2.0, HIGH - 12.0, Anchor::Middle, times);
    let mut labels: Vec<f64> = Vec::new();
    for (curve, (ink, dashes)) in curves.iter().zip(LINES) {
        band(&mut svg, (&x, &y), curve, ink);
        let mut path = Vec::new();
        for (at, step) in curve.steps.iter().enumerate() {
            let up = y.at(step.share * 100.0);
            path.push(Some((x.at(step.time), up)));
            if let Some(next) = curve.steps.get(at + 1) {
                path.push(Some((x.at(next.time), up)));
            }
        }
        svg.path(&path, ink, dashes, 2.5);
        if let Some(last) = curve.steps.last() {
            let mut up = y.at(last.share * 100.0) + 5.0;
            while labels.iter().any(|taken| (taken - up).abs() < 16.0) {
                up += 16.0;
            }
            labels.push(up);
            svg.text(x.at(last.time) + 8.0, up, Anchor::Start, &cut(&curve.name, RIGHT - 12.0));
        }
    }
    svg.finish()
}

fn band(svg: &mut Svg, (x, y): (&Scale, &Scale), curve: &Curve, colour: &str) {
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (at, step) in curve.steps.iter().enumerate() {
        let Some((low, high)) = step.band else { continue };
        let next = curve.steps.get(at + 1).map_or(step.time, |next| next.time);
        for time in [step.time, next] {
            upper.push((x.at(time), y.at(high * 100.0)));
            lower.push((x.at(time), y.at(low * 100.0)));
        }
    }
    if !upper.is_empty() {
        upper.extend(lower.into_iter().rev());
        svg.area(&upper, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_step_and_are_told_apart_by_dashes_and_names() {
        let words = Words { id: "c".into(), title: "T".into(), description: "D".into(), unit: "%".into() };
        let step = |time: f64, share: f64| Step { time, share, band: Some((share - 0.1, share + 0.1)) };
        let curve = |name: &str| Curve {
            name: name.into(),
            steps: vec![step(0.0, 1.0), step(12.0, 0.8), step(24.0, 0.6)],
        };
        let drawn = draw(&words, "Months", &[curve("2021"), curve("2022")]);
        assert!(
            drawn.contains("stroke-dasharray=\"7 4\"") && drawn.contains("2021") && drawn.contains("2022")
        );
        assert_eq!(drawn.matches("<polygon").count(), 2);
        assert!(!draw(&words, "Months", &[]).contains("NaN"));
    }
}
