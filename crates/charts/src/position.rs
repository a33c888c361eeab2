//! The establishment position as bars: what is funded, who holds it, who covers, what nobody covers, and who works above it.

use crate::Words;
use crate::palette::{DOTS, Fill, GAP, LEVEL, RISING, SOLID};
use crate::scale::{Scale, text};
use crate::svg::{Anchor, FAINT, INK, LETTERS, Svg, cut, width};

/// One row: a service, a team, a role or the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Funded, in FTE; none where it was not collected.
    pub funded: Option<f64>,
    /// Held.
    pub substantive: f64,
    /// Vacant and covered.
    pub covered: f64,
    /// Vacant and not covered; none where it was not collected.
    pub uncovered: Option<f64>,
    /// Working with no post behind it.
    pub above: f64,
    /// Holders who are away, of those who hold.
    pub away: f64,
}

const WIDE: f64 = 900.0;
const BAR: f64 = 26.0;
const ROW: f64 = 42.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 60.0;
const TOP: f64 = 64.0;

const KEY: [(&str, &Fill); 5] = [
    ("Substantive, at work", &SOLID),
    ("Substantive, away", &LEVEL),
    ("Vacant, covered", &RISING),
    ("Vacant, uncovered", &GAP),
    ("Above establishment", &DOTS),
];

fn parts(row: &Row) -> [(f64, &'static Fill); 5] {
    let away = row.away.min(row.substantive).max(0.0);
    [
        (row.substantive - away, &SOLID),
        (away, &LEVEL),
        (row.covered, &RISING),
        (row.uncovered.unwrap_or(0.0), &GAP),
        (row.above, &DOTS),
    ]
}

/// Draws the rows, each as one bar whose parts add up, with a mark where the funding ends.
pub fn draw(words: &Words, rows: &[Row]) -> String {
    let count = f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let bottom = TOP + count * ROW;
    let mut svg = Svg::new(words, WIDE, bottom + 44.0);
    svg.patterns();
    let longest = |row: &Row| parts(row).iter().map(|(value, _)| value.max(0.0)).sum::<f64>();
    let lengths = rows.iter().flat_map(|row| [longest(row), row.funded.unwrap_or(0.0)]);
    let scale = Scale::holding(lengths, LEFT, WIDE - RIGHT);
    key(&mut svg);
    for tick in scale.ticks() {
        let x = scale.at(tick);
        svg.line((x, TOP - 6.0), (x, bottom), FAINT, "", 1.0);
        svg.text(x, bottom + 18.0, Anchor::Middle, &text(tick));
    }
    svg.text((LEFT + WIDE - RIGHT) / 2.0, bottom + 38.0, Anchor::Middle, &words.unit);
    let mut y = TOP;
    for row in rows {
        svg.text(LEFT - 8.0, y + BAR / 2.0 + LETTERS / 3.0, Anchor::End, &cut(&row.name, LEFT - 12.0));
        let mut from = 0.0;
        for (value, fill) in parts(row).into_iter().filter(|(value, _)| *value > 0.0) {
            svg.rect(scale.at(from), y, scale.at(from + value) - scale.at(from), BAR, fill);
            from += value;
        }
        if let Some(funded) = row.funded {
            let x = scale.at(funded);
            svg.line((x, y - 5.0), (x, y + BAR + 5.0), INK, "", 3.0);
        }
        y += ROW;
    }
    svg.finish()
}

fn key(svg: &mut Svg) {
    let mut x = 4.0;
    let mut y = 8.0;
    let mut place = |svg: &mut Svg, label: &str, fill: Option<&Fill>| {
        if x + width(label) + 40.0 > WIDE {
            (x, y) = (4.0, y + 22.0);
        }
        match fill {
            Some(fill) => svg.rect(x, y, 16.0, 14.0, fill),
            None => svg.line((x + 8.0, y - 2.0), (x + 8.0, y + 16.0), INK, "", 3.0),
        }
        svg.text(x + 22.0, y + 12.0, Anchor::Start, label);
        x += width(label) + 46.0;
    };
    for (label, fill) in KEY {
        place(svg, label, Some(fill));
    }
    place(svg, "Funded", None);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words { id: "p".into(), title: "T".into(), description: "D".into(), unit: "FTE".into() }
    }

    #[test]
    fn parts_of_a_row_add_up_and_nothing_is_drawn_for_nothing() {
        let row = Row {
            name: "A & B <team>".into(),
            funded: Some(10.0),
            substantive: 6.0,
            covered: 2.0,
            uncovered: Some(2.0),
            above: 0.0,
            away: 1.0,
        };
        assert!((parts(&row).iter().map(|part| part.0).sum::<f64>() - 10.0).abs() < 1e-9);
        let drawn = draw(&words(), &[row]);
        assert!(drawn.contains("A &amp; B &lt;team&gt;"), "{drawn}");
        assert_eq!(drawn.matches("url(#p-dots)").count(), 1, "only in the key");
        assert!(drawn.contains("<title id=\"p-title\">T</title><desc id=\"p-desc\">D</desc>"));
        assert!(!drawn.contains("style="));
        assert!(!draw(&words(), &[]).contains("NaN"));
    }
}
