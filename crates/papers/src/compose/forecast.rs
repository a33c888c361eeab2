//! Forecasts of a paper: a path as a fan with its numbers, or a table of what it rests on and how good it has been.

use charts::Words;
use charts::fan::{Fan, Moment, draw};

use super::{Desk, column};
use crate::built::{Block, Cell, Chart, Table};

/// What the record answered to a forecast.
#[derive(Debug, Clone, PartialEq)]
pub enum ForecastAnswer {
    /// One measure through the months.
    Path(Path),
    /// A table.
    Table(Table),
}

/// One measure through the months, as it is and beside scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// What it is of, such as `In post, FTE`.
    pub measure: String,
    /// The day of the start, as printed.
    pub start: String,
    /// The council as it is first, then scenarios by name, each with the same months.
    pub cases: Vec<(String, Vec<PathPoint>)>,
    /// How good such forecasts have been, which is said before anything of it is shown.
    pub verdict: String,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// The end of one month, rounded as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PathPoint {
    /// Months from the start.
    pub month: u16,
    /// The middle of the trials.
    pub middle: f64,
    /// What holds half of them, 80% and 90%.
    pub bands: [(f64, f64); 3],
    /// Decimals to show.
    pub decimals: usize,
    /// Whether the table shows it; the drawing shows every month.
    pub in_table: bool,
}

pub(super) fn write(desk: &mut Desk<'_>, id: &str) {
    let spec = desk.paper.forecasts.iter().find(|spec| spec.id == *id);
    let (Some(spec), Some(answer)) = (spec, desk.answers.forecasts.get(id)) else { return };
    let noted = |notes: &[String]| [&spec.notes[..], notes].concat();
    match answer {
        ForecastAnswer::Table(table) => {
            let caption = spec.caption.clone().unwrap_or_else(|| table.caption.clone());
            let table = Table { caption, notes: noted(&table.notes), ..table.clone() };
            if table.rows.is_empty() {
                return desk.say(format!("{}: none.", table.caption));
            }
            desk.blocks.push(Block::Table(table));
        }
        ForecastAnswer::Path(path) => {
            let title = spec.caption.clone().unwrap_or_else(|| {
                format!("{} from {}, {} months ahead", path.measure, path.start, spec.months)
            });
            let description = describe(path, &title);
            let words = Words {
                id: format!("forecast-{id}"),
                title: title.clone(),
                description: description.clone(),
                unit: path.measure.rsplit(", ").next().unwrap_or_default().to_owned(),
            };
            desk.say(path.verdict.clone());
            let table = table(path, &title, noted(&path.notes));
            desk.blocks.push(Block::Chart(Chart {
                svg: draw(&words, &fans(path)),
                title,
                description,
                table,
            }));
        }
    }
}

fn shown(value: f64, point: &PathPoint) -> String {
    // Nought has no sign.
    let text = format!("{value:.*}", point.decimals);
    let is_nought = text.chars().all(|letter| matches!(letter, '-' | '0' | '.'));
    if is_nought { text.trim_start_matches('-').to_owned() } else { text }
}

fn range((low, high): (f64, f64), point: &PathPoint) -> String {
    format!("{} to {}", shown(low, point), shown(high, point))
}

fn fans(path: &Path) -> Vec<Fan> {
    let moment = |point: &PathPoint| Moment {
        when: point.month.to_string(),
        middle: point.middle,
        bands: point.bands.to_vec(),
    };
    let fan = |(name, points): &(String, Vec<PathPoint>)| Fan {
        name: name.clone(),
        moments: points.iter().map(moment).collect(),
    };
    path.cases.iter().map(fan).collect()
}

fn table(path: &Path, title: &str, notes: Vec<String>) -> Table {
    let rows = path.cases.iter().flat_map(|(name, points)| {
        points.iter().filter(|point| point.in_table).map(move |point| {
            let words = |band: usize| Cell::Text(range(point.bands[band], point));
            vec![
                Cell::Text(name.clone()),
                Cell::Number(point.month.to_string()),
                Cell::Number(shown(point.middle, point)),
                words(0),
                words(1),
                words(2),
            ]
        })
    });
    Table {
        caption: format!("{title}: data"),
        columns: vec![
            column("Case", false),
            column("Months from the start", true),
            column("Middle", true),
            column("Half of the trials", false),
            column("80% of the trials", false),
            column("90% of the trials", false),
        ],
        rows: rows.collect(),
        has_total: false,
        notes,
    }
}

/// What it shows in words: the last month of each case.
fn describe(path: &Path, title: &str) -> String {
    let last = path.cases.iter().filter_map(|(name, points)| {
        let point = points.last()?;
        Some(format!(
            "{name}, month {}: {}, and in 80% of trials {}",
            point.month,
            shown(point.middle, point),
            range(point.bands[1], point)
        ))
    });
    format!("{title}. {}.", last.collect::<Vec<_>>().join(". "))
}
