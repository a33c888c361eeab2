//! A funnel plot: each area's rate against its size, with the limits within which chance alone would leave it.

use crate::Words;
use crate::palette::LINES;
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, Svg};

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its size: the denominator.
    pub size: f64,
    /// Its rate.
    pub rate: f64,
    /// Whether it is the one that the chart is about.
    pub marked: bool,
}

/// The limits at one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The size.
    pub size: f64,
    /// Lower and upper at 95%.
    pub at95: (f64, f64),
    /// Lower and upper at 99.8%.
    pub at998: (f64, f64),
}

const WIDE: f64 = 900.0;
const HIGH: f64 = 400.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 90.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 56.0;

/// Draws a funnel about a centre; limits go from small to large sizes.
pub fn draw(words: &Words, sizes: &str, areas: &[Area], centre: f64, limits: &[Limit]) -> String {
    let mut svg = Svg::new(words, WIDE, HIGH);
    let sizes_of = areas.iter().map(|area| area.size).chain(limits.iter().map(|limit| limit.size));
    let x = Scale::holding(sizes_of, LEFT, WIDE - RIGHT);
    let highest = areas.iter().map(|area| area.rate).fold(centre * 1.5, f64::max);
    let y = Scale::holding([0.0, highest], HIGH - BOTTOM, TOP);
    for tick in y.ticks() {
        svg.line((LEFT, y.at(tick)), (WIDE - RIGHT, y.at(tick)), FAINT, "", 1.0);
        svg.text(LEFT - 8.0, y.at(tick) + 5.0, Anchor::End, &text(tick));
    }
    for tick in x.ticks() {
        svg.text(x.at(tick), HIGH - BOTTOM + 20.0, Anchor::Middle, &text(tick));
    }
    svg.text(LEFT - 8.0, TOP - 16.0, Anchor::Start, &words.unit);
    svg.text((LEFT + WIDE - RIGHT) / 2.0, HIGH - 12.0, Anchor::Middle, sizes);
    svg.line((LEFT, HIGH - BOTTOM), (WIDE - RIGHT, HIGH - BOTTOM), INK, "", 1.0);
    // What lies beyond the plot is not drawn outside it.
    let within = |size: f64, rate: f64| (0.0..=highest).contains(&rate).then(|| (x.at(size), y.at(rate)));
    let mut bound = |edge: &dyn Fn(&Limit) -> f64, dashes: &str| {
        let path: Vec<_> = limits.iter().map(|limit| within(limit.size, edge(limit))).collect();
        svg.path(&path, "#3d3d3d", dashes, 1.5);
    };
    bound(&|limit| limit.at95.0, "7 4");
    bound(&|limit| limit.at95.1, "7 4");
    bound(&|limit| limit.at998.0, "2 3");
    bound(&|limit| limit.at998.1, "2 3");
    svg.line((LEFT, y.at(centre)), (WIDE - RIGHT, y.at(centre)), "#3d3d3d", "", 1.5);
    svg.text(WIDE - RIGHT + 6.0, y.at(centre) + 5.0, Anchor::Start, &text(centre));
    for area in areas.iter().filter(|area| !area.marked) {
        svg.dot(x.at(area.size), y.at(area.rate), 3.5, "#ffffff");
    }
    for area in areas.iter().filter(|area| area.marked) {
        let (at, up) = (x.at(area.size), y.at(area.rate));
        svg.diamond(at, up, 8.0, LINES[3].0);
        let anchor = if at > WIDE / 2.0 { Anchor::End } else { Anchor::Start };
        svg.text(at, up - 12.0, anchor, &area.name);
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marked_area_stands_out_by_shape_and_name() {
        let words = Words { id: "f".into(), title: "T".into(), description: "D".into(), unit: "%".into() };
        let area = |name: &str, marked| Area { name: name.into(), size: 100.0, rate: 12.0, marked };
        let limit = |size: f64| Limit { size, at95: (5.0, 25.0), at998: (-2.0, 40.0) };
        let drawn = draw(
            &words,
            "Social workers",
            &[area("Ours", true), area("Theirs", false)],
            15.0,
            &[limit(10.0), limit(200.0)],
        );
        assert!(drawn.contains("Ours") && !drawn.contains("Theirs"));
        assert_eq!(drawn.matches("<circle").count(), 1);
        assert!(!drawn.contains("NaN"));
    }
}
