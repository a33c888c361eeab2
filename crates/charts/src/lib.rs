//! Charts as SVG, for pages and papers alike: pure functions from numbers to text.
//!
//! | module | what it draws |
//! | --- | --- |
//! | [`position`] | the establishment position: funded, substantive, covered, uncovered, above |
//! | [`mod@line`] | a series with intervals, control limits (XmR), signals and markers |
//! | [`bars`] | one bar for each group, with intervals |
//! | [`fan`] | forecasts with bands that widen, beside other cases |
//! | [`funnel`] | a funnel plot with its limits |
//! | [`curve`] | cohort curves in steps, with bands |
//! | [`palette`], [`scale`], `svg` | colours with patterns, axes, and the writing of SVG |
//!
//! Every chart has a title and a description, tells its series apart by pattern or shape as well as by colour, and shows
//! no number that its caller has not given: the table beside it is the caller's. Floating point here is for places on
//! paper; no figure is computed.

pub mod bars;
pub mod curve;
pub mod fan;
pub mod funnel;
pub mod line;
pub mod palette;
pub mod position;
pub mod scale;
mod svg;

/// What a chart is called. The id must be the only one of its kind on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What ids inside the chart begin with.
    pub id: String,
    /// What it is, in a line.
    pub title: String,
    /// What it shows, for whoever cannot see it.
    pub description: String,
    /// What the numbers are counted in.
    pub unit: String,
}
