//! One bar for each group, with its interval.

use crate::Words;
use crate::palette::{RISING, SOLID};
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, LETTERS, Svg, cut};

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its value; none where there is no number.
    pub value: Option<f64>,
    /// What stands beside the bar: the value as it is printed, or the kind of no-number.
    pub shown: String,
    /// The interval about it.
    pub interval: Option<(f64, f64)>,
    /// Whether it is the one that the chart is about.
    pub marked: bool,
}

const WIDE: f64 = 900.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 120.0;
const ROW: f64 = 34.0;
const BAR: f64 = 20.0;
const TOP: f64 = 10.0;

/// Draws the bars from above down, in the order given.
pub fn draw(words: &Words, bars: &[Bar]) -> String {
    let count = f64::from(u32::try_from(bars.len()).unwrap_or(u32::MAX));
    let bottom = TOP + count * ROW;
    let mut svg = Svg::new(words, WIDE, bottom + 46.0);
    svg.patterns();
    let values = bars.iter().flat_map(|bar| {
        let high = bar.interval.map(|(_, high)| high);
        [bar.value, high].into_iter().flatten()
    });
    let scale = Scale::holding(values, LEFT, WIDE - RIGHT);
    for tick in scale.ticks() {
        let x = scale.at(tick);
        svg.line((x, TOP), (x, bottom), FAINT, "", 1.0);
        svg.text(x, bottom + 18.0, Anchor::Middle, &text(tick));
    }
    svg.text((LEFT + WIDE - RIGHT) / 2.0, bottom + 40.0, Anchor::Middle, &words.unit);
    let mut y = TOP + (ROW - BAR) / 2.0;
    for bar in bars {
        svg.text(LEFT - 8.0, y + BAR / 2.0 + LETTERS / 3.0, Anchor::End, &cut(&bar.name, LEFT - 14.0));
        let zero = scale.at(0.0);
        let end = bar.value.map_or(zero, |value| scale.at(value));
        if bar.value.is_some() {
            let fill = if bar.marked { &SOLID } else { &RISING };
            svg.rect(zero.min(end), y, (end - zero).abs(), BAR, fill);
        }
        let mut right = end.max(zero);
        if let Some((low, high)) = bar.interval {
            let (from, to, middle) = (scale.at(low), scale.at(high), y + BAR / 2.0);
            svg.line((from, middle), (to, middle), INK, "", 2.0);
            svg.line((from, middle - 5.0), (from, middle + 5.0), INK, "", 2.0);
            svg.line((to, middle - 5.0), (to, middle + 5.0), INK, "", 2.0);
            right = right.max(to);
        }
        svg.text(right + 8.0, y + BAR / 2.0 + LETTERS / 3.0, Anchor::Start, &bar.shown);
        y += ROW;
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_number_has_no_bar_and_says_so() {
        let words = Words { id: "b".into(), title: "T".into(), description: "D".into(), unit: "%".into() };
        let bar = |name: &str, value: Option<f64>, shown: &str| Bar {
            name: name.into(),
            value,
            shown: shown.into(),
            interval: value.map(|value| (value - 1.0, value + 2.0)),
            marked: name == "A",
        };
        let drawn = draw(&words, &[bar("A", Some(3.0), "3.0"), bar("B", None, "suppressed")]);
        assert_eq!(drawn.matches("fill=\"#12436d\" stroke=").count(), 1, "one bar: {drawn}");
        assert_eq!(drawn.matches("url(#b-rising)").count(), 0, "{drawn}");
        assert!(drawn.contains("suppressed"));
    }
}
