//! Beginning a paper from a template. Asks no store: the dates and, for a business case, its file are all that it needs.

use papers::templates::{self, Template};
use serde::Serialize;
use workforce::Date;

use crate::cases::{CaseFile, report_case};
use crate::error::OfficeError;
use crate::office::may;
use crate::policy::{Action, Actor};
use crate::table::Table;

/// Where a template takes what a business case costs.
const CASE: &str = "@CASE@";

/// The templates, as `mainstay paper templates --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateList {
    /// The templates.
    pub templates: Vec<ListedTemplate>,
}

/// One template.
#[derive(Debug, Clone, Serialize)]
pub struct ListedTemplate {
    pub name: &'static str,
    pub about: &'static str,
}

impl TemplateList {
    /// As a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new("Papers to begin from", &["Template", "What for"]);
        table.rows =
            self.templates.iter().map(|one| vec![one.name.to_owned(), one.about.to_owned()]).collect();
        table
    }
}

/// Every template.
pub fn templates() -> TemplateList {
    let listed = |one: &Template| ListedTemplate { name: one.name, about: one.about };
    TemplateList { templates: templates::ALL.iter().map(listed).collect() }
}

/// The file of a paper begun from a template, as text. A business case takes its tables from a case file.
pub fn begin(
    actor: &Actor,
    template: &str,
    as_at: Date,
    meeting: Date,
    case: Option<&CaseFile>,
) -> Result<String, OfficeError> {
    may(actor, Action::ReadReleased)?;
    let found = templates::find(template).ok_or_else(|| {
        let known: Vec<&str> = templates::ALL.iter().map(|one| one.name).collect();
        let near = intake::names::nearest(template, known.iter().copied());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        OfficeError::Usage(format!("there is no template `{template}`{near} There are: {}", known.join(", ")))
    })?;
    if as_at > meeting {
        return Err(OfficeError::Usage(format!(
            "figures as at {as_at} cannot be for a meeting on {meeting}: the meeting is before them"
        )));
    }
    let text = found.begin(as_at, meeting);
    let tables = match case {
        None => Vec::new(),
        Some(_) if !text.contains(CASE) => {
            return Err(OfficeError::Usage(format!("template `{template}` takes no business case")));
        }
        Some(case) => report_case(actor, case)?.tables(),
    };
    let tables: Vec<&Table> = tables.iter().filter(|table| !table.rows.is_empty()).collect();
    let places: Vec<String> = (1..=tables.len()).map(|at| format!("\n{{table case-{at}}}\n")).collect();
    let places = places.concat();
    let mut text = text.replace(CASE, &places);
    for (at, table) in tables.into_iter().enumerate() {
        text.push_str(&table_of(at + 1, table));
    }
    Ok(text)
}

/// A table of a business case as a table of a paper.
fn table_of(at: usize, table: &Table) -> String {
    // Braces would be read as places for figures.
    let quoted = |text: &String| toml::Value::String(text.replace(['{', '}'], "|")).to_string();
    let list = |texts: &[String]| format!("[{}]", texts.iter().map(quoted).collect::<Vec<_>>().join(", "));
    let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
    let rows: Vec<String> =
        table.rows.iter().chain(&table.total).map(|row| format!("    {},\n", list(row))).collect();
    format!(
        "\n[[table]]\nid = \"case-{at}\"\ncaption = {}\nheadings = {}\nrows = [\n{}]\nnotes = {}\n",
        quoted(&table.title),
        list(&headings),
        rows.concat(),
        list(&table.notes)
    )
}
