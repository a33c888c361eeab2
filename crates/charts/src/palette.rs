//! Colours and patterns. The colours are the Analysis Function's categorical palette, whose neighbours differ in lightness
//! (Government Analysis Function, "Data visualisation: colours in charts", 2023); each comes with a pattern of its own, so
//! that nothing depends on colour.

/// A way to fill an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// The name inside the chart.
    pub name: &'static str,
    /// The colour of the ground.
    pub ground: &'static str,
    /// The colour of the lines on it.
    pub ink: &'static str,
    /// The lines on a square of 8 by 8, as SVG path data; none for a plain fill.
    pub lines: &'static str,
}

/// Dark blue, plain.
pub const SOLID: Fill = Fill { name: "solid", ground: "#12436d", ink: "#12436d", lines: "" };
/// Turquoise with rising lines.
pub const RISING: Fill =
    Fill { name: "rising", ground: "#28a197", ink: "#ffffff", lines: "M-2 2L2 -2M0 8L8 0M6 10L10 6" };
/// White with dark falling lines: a gap.
pub const GAP: Fill =
    Fill { name: "gap", ground: "#ffffff", ink: "#801650", lines: "M-2 6L2 10M0 0L8 8M6 -2L10 2" };
/// Orange with dots.
pub const DOTS: Fill =
    Fill { name: "dots", ground: "#f46a25", ink: "#0b0c0c", lines: "M2 2h1v1h-1zM6 6h1v1h-1z" };
/// Grey with level lines.
pub const LEVEL: Fill = Fill { name: "level", ground: "#d9d9d9", ink: "#3d3d3d", lines: "M0 2H8M0 6H8" };

/// Every fill.
pub const ALL: [Fill; 5] = [SOLID, RISING, GAP, DOTS, LEVEL];

/// The colours of lines, with the dashes that tell them apart.
pub const LINES: [(&str, &str); 5] =
    [("#12436d", ""), ("#801650", "7 4"), ("#28a197", "2 3"), ("#f46a25", "10 3 2 3"), ("#3d3d3d", "1 4")];
