//! Fan charts: a forecast's middle with bands about it that widen, beside other cases as lines of their own.

use crate::Words;
use crate::palette::LINES;
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, Svg, cut, width};

/// One moment of a forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When, as the axis says it.
    pub when: String,
    /// The middle.
    pub middle: f64,
    /// Low and high, the narrowest band first.
    pub bands: Vec<(f64, f64)>,
}

/// A forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Its name.
    pub name: String,
    /// Its moments; every fan of a chart has the same.
    pub moments: Vec<Moment>,
}

const WIDE: f64 = 900.0;
const HIGH: f64 = 340.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 44.0;

/// Draws up to five forecasts: the first with all its bands, the others with their lines and the bounds of their widest
/// band, which are thin lines in their own dashes.
pub fn draw(words: &Words, fans: &[Fan]) -> String {
    let mut svg = Svg::new(words, WIDE, HIGH);
    let count = fans.first().map_or(0, |fan| fan.moments.len());
    let numbers = fans.iter().flat_map(|fan| &fan.moments).flat_map(|moment| {
        let bands = moment.bands.iter().flat_map(|(low, high)| [*low, *high]);
        bands.chain([moment.middle])
    });
    let y = Scale::holding(numbers, HIGH - BOTTOM, TOP);
    for tick in y.ticks() {
        svg.line((LEFT, y.at(tick)), (WIDE - RIGHT, y.at(tick)), FAINT, "", 1.0);
        svg.text(LEFT - 8.0, y.at(tick) + 5.0, Anchor::End, &text(tick));
    }
    svg.text(LEFT - 8.0, TOP - 16.0, Anchor::Start, &words.unit);
    if let Some(first) = fans.first() {
        axis(&mut svg, first);
        let bands = first.moments.iter().map(|moment| moment.bands.len()).min().unwrap_or_default();
        for band in (0..bands).rev() {
            let edge = |high: bool| {
                first.moments.iter().enumerate().map(move |(at, moment)| {
                    let bounds = moment.bands[band];
                    (across(at, count), y.at(if high { bounds.1 } else { bounds.0 }))
                })
            };
            let mut corners: Vec<_> = edge(true).collect();
            corners.extend(edge(false).collect::<Vec<_>>().into_iter().rev());
            svg.area(&corners, LINES[0].0);
        }
    }
    let mut labels: Vec<f64> = Vec::new();
    for (number, (fan, (ink, dashes))) in fans.iter().zip(LINES).enumerate() {
        let line = |of: fn(&Moment) -> Option<f64>| -> Vec<_> {
            let points = fan.moments.iter().enumerate();
            points.map(|(at, moment)| of(moment).map(|value| (across(at, count), y.at(value)))).collect()
        };
        if number > 0 {
            svg.path(&line(|moment| moment.bands.last().map(|band| band.0)), ink, dashes, 1.0);
            svg.path(&line(|moment| moment.bands.last().map(|band| band.1)), ink, dashes, 1.0);
        }
        svg.path(&line(|moment| Some(moment.middle)), ink, dashes, 2.5);
        if let Some(last) = fan.moments.last() {
            let mut up = y.at(last.middle) + 5.0;
            while labels.iter().any(|taken| (taken - up).abs() < 16.0) {
                up += 16.0;
            }
            labels.push(up);
            svg.text(WIDE - RIGHT + 6.0, up, Anchor::Start, &cut(&fan.name, RIGHT - 12.0));
        }
    }
    svg.finish()
}

fn across(at: usize, count: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    LEFT + number(at) / number(count.saturating_sub(1)).max(1.0) * (WIDE - LEFT - RIGHT)
}

/// The names of the moments: as many as there is room for.
fn axis(svg: &mut Svg, fan: &Fan) {
    let count = fan.moments.len();
    let widest = fan.moments.iter().map(|moment| width(&moment.when)).fold(1.0, f64::max) + 14.0;
    let fits = |every: &usize| {
        let shown = u32::try_from(count.div_ceil(*every)).unwrap_or(u32::MAX);
        f64::from(shown) * widest <= WIDE - LEFT - RIGHT
    };
    let every = (1..=count.max(1)).find(fits).unwrap_or(1);
    for (at, moment) in fan.moments.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let x = across(at, count);
        svg.line((x, HIGH - BOTTOM), (x, HIGH - BOTTOM + 5.0), INK, "", 1.0);
        svg.text(x, HIGH - BOTTOM + 22.0, Anchor::Middle, &moment.when);
    }
    svg.line((LEFT, HIGH - BOTTOM), (WIDE - RIGHT, HIGH - BOTTOM), INK, "", 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fan(name: &str, start: f64) -> Fan {
        let moment = |month: u32| {
            let middle = start + f64::from(month);
            let band = |by: f64| (middle - by * f64::from(month), middle + by * f64::from(month));
            Moment { when: format!("month {month}"), middle, bands: vec![band(0.5), band(1.0), band(2.0)] }
        };
        Fan { name: name.to_owned(), moments: (0..=12).map(moment).collect() }
    }

    #[test]
    fn the_first_has_bands_and_the_others_lines_of_their_own() {
        let words = Words { id: "f".into(), title: "T".into(), description: "D".into(), unit: "FTE".into() };
        let drawn = draw(&words, &[fan("Do nothing", 100.0), fan("Supplement <1>", 103.0)]);
        assert_eq!(drawn.matches("<polygon").count(), 3, "three bands of the first");
        assert_eq!(
            drawn.matches("stroke-dasharray=\"7 4\"").count(),
            3,
            "middle and two bounds of the second"
        );
        assert!(drawn.contains("Supplement &lt;1&gt;") && drawn.contains("month 0"));
        for none in [draw(&words, &[]), draw(&words, &[Fan { name: "x".into(), moments: Vec::new() }])] {
            assert!(!none.contains("NaN"), "{none}");
        }
    }
}
