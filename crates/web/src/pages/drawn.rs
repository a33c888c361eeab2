//! Figures drawn: a series as a line, groups as bars.

use app::answers::figures::{FigureAnswer, FiguresAnswer};
use app::happenings::Happening;
use charts::Words;

fn number(text: Option<&String>) -> Option<f64> {
    text.and_then(|text| text.parse().ok())
}

fn interval(figure: &FigureAnswer) -> Option<(f64, f64)> {
    let interval = figure.interval.as_ref()?;
    Some((number(interval.low.as_ref())?, number(Some(&interval.high))?))
}

fn words(answer: &FiguresAnswer, id: &str, description: String) -> Words {
    let unit = answer.figures.first().map_or("", |figure| figure.unit);
    Words { id: id.to_owned(), title: answer.title.to_owned(), description, unit: unit.replace('_', " ") }
}

/// A series as a line, with its control limits and what happened meanwhile.
pub(crate) fn line(answer: &FiguresAnswer, happened: &[Happening]) -> String {
    let signals = answer.chart.as_ref().map(|chart| chart.signals.as_slice()).unwrap_or_default();
    let points: Vec<_> = answer
        .figures
        .iter()
        .enumerate()
        .map(|(at, figure)| charts::line::Point {
            when: figure.when().rsplit(" to ").next().unwrap_or_default().to_owned(),
            value: number(figure.value.as_ref()),
            interval: interval(figure),
            signal: signals.get(at).is_some_and(Option::is_some),
        })
        .collect();
    let limits = answer.chart.as_ref().and_then(|chart| {
        Some(charts::line::Limits {
            mean: chart.mean.parse().ok()?,
            lower: number(chart.lower.as_ref()),
            upper: number(chart.upper.as_ref()),
        })
    });
    let description = format!(
        "A line of {} points. Diamonds are signals of the control chart’s rules. The table below holds every point.",
        points.len()
    );
    let drawn = charts::line::draw(
        &words(answer, "series", description),
        &points,
        limits,
        &markers(answer, happened),
    );
    format!("<div class=\"mainstay-chart\">{drawn}</div>")
}

/// A marker at the first point whose period ends on or after the day; what falls on one point shares it.
fn markers(answer: &FiguresAnswer, happened: &[Happening]) -> Vec<charts::line::Marker> {
    let ends: Vec<String> = answer
        .figures
        .iter()
        .map(|figure| figure.when().rsplit(" to ").next().unwrap_or_default().to_owned())
        .collect();
    let mut markers: Vec<charts::line::Marker> = Vec::new();
    for one in happened {
        let day = one.on.to_string();
        let Some(at) = ends.iter().position(|end| *end >= day) else { continue };
        match markers.last_mut().filter(|marker| marker.at == at) {
            Some(marker) => marker.label = format!("{}, {}", marker.label, one.what.to_lowercase()),
            None => markers.push(charts::line::Marker { at, label: one.what.to_owned() }),
        }
    }
    markers
}

/// Groups as bars.
pub(crate) fn bars(answer: &FiguresAnswer) -> String {
    let bars: Vec<_> = answer
        .figures
        .iter()
        .map(|figure| charts::bars::Bar {
            name: figure.group.as_ref().map_or_else(|| "All".to_owned(), |group| group.name.clone()),
            value: number(figure.value.as_ref()),
            shown: figure.value.clone().unwrap_or_else(|| figure.status.replace('_', " ")),
            interval: interval(figure),
            marked: figure.group.is_none(),
        })
        .collect();
    let description = format!(
        "{} bars, one for each group, with intervals. The table below holds every number.",
        bars.len()
    );
    format!(
        "<div class=\"mainstay-chart\">{}</div>",
        charts::bars::draw(&words(answer, "groups", description), &bars)
    )
}
