//! Exit interviews and surveys, as answers.

use ::registers::leaving::{Answered, Exits};
use serde_json::{Value, json};
use workforce::Date;
use workforce::records::Survey;

use super::{BarLine, Bars, Told, of};
use crate::table::Table;

/// What leavers said, and surveys.
pub(crate) fn exits(
    exits: &Exits,
    surveys: &[(Survey, Vec<Answered>)],
    least: u32,
    (from, to): (Date, Date),
    known_at: u64,
) -> Told {
    let mut table = Table::new(format!("Leavers' interviews, {from} to {to}"), &["What", "#How many"]);
    let mut line = |what: &str, told: String| table.rows.push(vec![what.to_owned(), told]);
    line("Left", exits.left.to_string());
    line("Offered an interview", of(exits.offered, exits.left));
    line("Held", of(exits.held, exits.left));
    line("Held by someone other than the line manager", of(exits.independent, exits.held));
    line("Came back to the council in these days", exits.returned.to_string());
    if let Some(said) = &exits.said {
        for (what, (yes, all)) in ["Regretted", "Avoidable", "Would come back"].into_iter().zip(said) {
            line(what, of(*yes, *all));
        }
    }
    let mut tables = vec![table];
    match &exits.themes {
        Some(themes) => {
            let mut table = Table::new("Why, by theme", &["Theme", "#Main reason", "#Named at all"]);
            table.rows = themes
                .iter()
                .map(|(theme, main, any)| vec![(*theme).to_owned(), main.to_string(), any.to_string()])
                .collect();
            tables.push(table);
        }
        None => {
            tables[0].notes.push(format!("Reasons are told from {least} interviews on; fewer were held."));
        }
    }
    for (survey, results) in surveys {
        let asked = match (survey.answered, survey.asked) {
            (Some(answered), Some(asked)) => format!(", {answered} of {asked} answered"),
            _ => String::new(),
        };
        let title = format!("{}{asked}", survey.name);
        let mut table =
            Table::new(title, &["Question", "In words", "#Standard", "Unit", "#Answered", "#Agreed"]);
        for one in results {
            let (answered, agreed) = match one.told {
                Some((answered, agreed)) => {
                    (answered.to_string(), agreed.map(|count| count.to_string()).unwrap_or_default())
                }
                None => ("not told".to_owned(), "not told".to_owned()),
            };
            let standard = one.standard.map(|standard| standard.to_string()).unwrap_or_default();
            table.rows.push(vec![
                one.question.clone(),
                one.words.clone(),
                standard,
                one.unit.clone(),
                answered,
                agreed,
            ]);
        }
        table.notes.push(format!("Results of fewer than {least} answers are not told."));
        tables.push(table);
    }
    let lines = exits.themes.iter().flatten().map(|(theme, _, any)| BarLine::count(*theme, *any));
    let drawn = Bars {
        id: "themes",
        title: format!("Why people left, {from} to {to}: interviews that name the theme at all"),
        unit: "interviews",
        lines: lines.collect(),
    };
    let data: Vec<Value> =
        surveys.iter().map(|(survey, results)| json!({ "survey": survey, "results": results })).collect();
    Told::new(known_at, tables)
        .with("from", from)
        .with("to", to)
        .with("least", least)
        .with("exits", exits)
        .with("surveys", data)
        .drawn(drawn)
}

/// A year of leavers.
pub(crate) struct Year {
    /// Its first and last day.
    pub(crate) days: (Date, Date),
    /// What leavers said.
    pub(crate) exits: Exits,
    /// The turnover of the year as a figure shows it: people.
    pub(crate) turnover: String,
}

/// Years side by side: themes beside turnover, the latest first.
pub(crate) fn years(years: &[Year], least: u32, known_at: u64) -> Told {
    let mut themes: Vec<&'static str> =
        years.iter().flat_map(|year| year.exits.themes.iter().flatten()).map(|(theme, ..)| *theme).collect();
    themes.sort_unstable();
    themes.dedup();
    let words: Vec<String> = themes.iter().map(|theme| format!("#{theme}")).collect();
    let mut headings = vec!["Year to", "#Turnover, people, %", "#Left", "#Offered", "#Held"];
    headings.extend(words.iter().map(String::as_str));
    let mut table = Table::new("Themes by year, beside turnover", &headings);
    for year in years {
        let Exits { left, offered, held, .. } = year.exits;
        let mut row = vec![year.days.1.to_string(), year.turnover.clone(), left.to_string()];
        row.extend([of(offered, left), of(held, left)]);
        row.extend(themes.iter().map(|theme| match &year.exits.themes {
            None => "not told".to_owned(),
            Some(told) => {
                told.iter().find(|(known, ..)| known == theme).map_or(0, |(.., any)| *any).to_string()
            }
        }));
        table.rows.push(row);
    }
    table.notes.push(format!(
        "Interviews that name the theme at all, told for years with {least} interviews or more. Turnover is of children's \
         social workers, interviews are of all who left; what people say and how many leave are set side by side, and neither \
         explains the other."
    ));
    let data: Vec<Value> = years
        .iter()
        .map(|year| {
            json!({ "from": year.days.0, "to": year.days.1, "exits": year.exits, "turnover": year.turnover })
        })
        .collect();
    Told::new(known_at, vec![table]).with("years", data)
}
