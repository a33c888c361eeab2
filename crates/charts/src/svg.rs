//! Writing SVG: escaped texts, places to a tenth, no style attribute (a page's policy forbids them) and no script.

use std::fmt::Write as _;

use crate::Words;
use crate::palette::{ALL, Fill};

/// The colour of text and axes.
pub(crate) const INK: &str = "#0b0c0c";
/// The colour of lines that help.
pub(crate) const FAINT: &str = "#b1b4b6";
/// The size of letters.
pub(crate) const LETTERS: f64 = 14.0;

/// A drawing that is being written.
#[derive(Debug)]
pub(crate) struct Svg {
    id: String,
    out: String,
}

/// Where a text stands from its place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A place on paper.
fn place(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

/// About how wide a text is.
pub(crate) fn width(text: &str) -> f64 {
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(letters) * LETTERS * 0.55
}

/// A text cut to about a width.
pub(crate) fn cut(text: &str, widest: f64) -> String {
    if width(text) <= widest {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept) + LETTERS > widest {
            break;
        }
        kept.push(letter);
    }
    kept.trim_end().to_owned() + "…"
}

impl Svg {
    pub(crate) fn new(words: &Words, wide: f64, high: f64) -> Self {
        let id = escape(&words.id);
        let (w, h) = (place(wide), place(high));
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
             viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-family=\"arial, sans-serif\" \
             font-size=\"{LETTERS}\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            escape(&words.title),
            escape(&words.description)
        );
        Self { id, out }
    }

    /// Declares the fills that the drawing uses.
    pub(crate) fn patterns(&mut self) {
        self.out.push_str("<defs>");
        for fill in ALL.iter().filter(|fill| !fill.lines.is_empty()) {
            let Fill { name, ground, ink, lines } = fill;
            let _ = write!(
                self.out,
                "<pattern id=\"{}-{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
                 <rect width=\"8\" height=\"8\" fill=\"{ground}\"/><path d=\"{lines}\" stroke=\"{ink}\" \
                 stroke-width=\"1.5\" fill=\"none\"/></pattern>",
                self.id
            );
        }
        self.out.push_str("</defs>");
    }

    pub(crate) fn rect(&mut self, x: f64, y: f64, wide: f64, high: f64, fill: &Fill) {
        let paint = if fill.lines.is_empty() {
            fill.ground.to_owned()
        } else {
            format!("url(#{}-{})", self.id, fill.name)
        };
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{paint}\" stroke=\"{INK}\" stroke-width=\"1\"/>",
            place(x),
            place(y),
            place(wide.max(0.0)),
            place(high.max(0.0))
        );
    }

    pub(crate) fn line(
        &mut self,
        (x, y): (f64, f64),
        (to_x, to_y): (f64, f64),
        ink: &str,
        dashes: &str,
        wide: f64,
    ) {
        let dashes =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let _ = write!(
            self.out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{ink}\" stroke-width=\"{wide}\"{dashes}/>",
            place(x),
            place(y),
            place(to_x),
            place(to_y)
        );
    }

    /// A line through points; breaks where there is none.
    pub(crate) fn path(&mut self, points: &[Option<(f64, f64)>], ink: &str, dashes: &str, wide: f64) {
        let mut data = String::new();
        let mut pen_up = true;
        for point in points {
            match point {
                Some((x, y)) => {
                    let _ = write!(data, "{}{} {}", if pen_up { 'M' } else { 'L' }, place(*x), place(*y));
                    pen_up = false;
                }
                None => pen_up = true,
            }
        }
        let dashes =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let _ = write!(
            self.out,
            "<path d=\"{data}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{wide}\"{dashes}/>"
        );
    }

    /// An area between its corners.
    pub(crate) fn area(&mut self, points: &[(f64, f64)], colour: &str) {
        let corners: Vec<String> =
            points.iter().map(|(x, y)| format!("{},{}", place(*x), place(*y))).collect();
        let _ = write!(
            self.out,
            "<polygon points=\"{}\" fill=\"{colour}\" fill-opacity=\"0.18\" stroke=\"none\"/>",
            corners.join(" ")
        );
    }

    pub(crate) fn dot(&mut self, x: f64, y: f64, radius: f64, fill: &str) {
        let _ = write!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"1\"/>",
            place(x),
            place(y)
        );
    }

    /// A diamond, which nobody takes for a dot.
    pub(crate) fn diamond(&mut self, x: f64, y: f64, radius: f64, fill: &str) {
        let _ = write!(
            self.out,
            "<path d=\"M{} {}L{} {}L{} {}L{} {}Z\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"1\"/>",
            place(x),
            place(y - radius),
            place(x + radius),
            place(y),
            place(x),
            place(y + radius),
            place(x - radius),
            place(y)
        );
    }

    pub(crate) fn text(&mut self, x: f64, y: f64, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"{INK}\">{}</text>",
            place(x),
            place(y),
            escape(text)
        );
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}
