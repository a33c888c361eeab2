//! What the registers give back: data for programs and tables for people.

pub mod agency;
pub mod improvement;
pub mod incentives;
pub mod leaving;
pub mod programmes;
pub mod recruitment;
pub mod renewals;
pub mod workload;

use ::registers::parameter::{Parameters, Value};
use ::registers::share::Share;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use workforce::Date;
use workforce::quantity::Pence;

use crate::table::Table;

/// An answer of a register: its data, with the change as of which it was known, and its tables.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The change as of which it was known.
    pub known_at: u64,
    /// The data, by name.
    #[serde(flatten)]
    pub data: Map<String, Json>,
    /// For people.
    #[serde(skip)]
    pub tables: Vec<Table>,
    /// What can be drawn of it.
    #[serde(skip)]
    pub bars: Vec<Bars>,
    /// The workers that it tells of by key, so that whoever shows it can note the look at them.
    #[serde(skip)]
    pub workers: Vec<String>,
    /// What is due, in a sentence; blank where nothing is.
    #[serde(skip)]
    pub due: String,
}

/// Lines that can be drawn as bars beside their table.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// A short name, the only one of its kind in an answer.
    pub id: &'static str,
    /// What is shown, in a line.
    pub title: String,
    /// What the numbers are counted in.
    pub unit: &'static str,
    /// The lines, in order.
    pub lines: Vec<BarLine>,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct BarLine {
    /// Its name.
    pub name: String,
    /// Its length; none where there is no number.
    pub value: Option<f64>,
    /// What stands beside it.
    pub shown: String,
    /// The interval about it.
    pub interval: Option<(f64, f64)>,
}

impl BarLine {
    /// A count.
    fn count(name: impl Into<String>, count: u64) -> Self {
        let value = u32::try_from(count).ok().map(f64::from);
        Self { name: name.into(), value, shown: count.to_string(), interval: None }
    }

    /// A share as a percentage with its interval.
    fn share(name: impl Into<String>, group: &'static str, (part, whole): (u64, u64)) -> Self {
        let share = Share::new(group, part, whole);
        let percent = |part: f64| part * 100.0;
        #[expect(clippy::cast_precision_loss, reason = "a length on paper, not a figure")]
        let value = (whole > 0).then(|| percent(part as f64 / whole as f64));
        let interval = share.limits.map(|(low, high)| (percent(low), percent(high)));
        Self { name: name.into(), value, shown: of(part, whole), interval }
    }
}

impl Told {
    fn new(known_at: u64, tables: Vec<Table>) -> Self {
        Self { known_at, data: Map::new(), tables, bars: Vec::new(), workers: Vec::new(), due: String::new() }
    }

    /// With what can be drawn, where there is more than nothing.
    fn drawn(mut self, bars: Bars) -> Self {
        if !bars.lines.is_empty() {
            self.bars.push(bars);
        }
        self
    }

    /// Telling of workers, each named once.
    fn about<K: Into<String>>(mut self, workers: impl IntoIterator<Item = K>) -> Self {
        self.workers.extend(workers.into_iter().map(Into::into));
        self.workers.sort_unstable();
        self.workers.dedup();
        self
    }

    /// With what is due, in a sentence.
    fn due(mut self, sentence: String) -> Self {
        self.due = sentence;
        self
    }

    /// With some data under a name. What the registers give is plain data, which JSON can hold.
    fn with(mut self, name: &str, data: impl Serialize) -> Self {
        let data = serde_json::to_value(data).expect("plain data without maps of other keys than text");
        self.data.insert(name.to_owned(), data);
        self
    }
}

/// A day, or nothing.
fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A count of so many.
fn of(part: u64, whole: u64) -> String {
    format!("{part} of {whole}")
}

/// So many of something: one, or several.
fn many(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Pounds with thousands apart.
pub(crate) fn pounds(amount: Pence) -> String {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, pence) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut apart = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{sign}£{apart}.{pence}")
}

/// A share with its parts and limits.
fn share(share: &Share) -> String {
    let limits = share.limits.map_or_else(String::new, |(low, high)| {
        format!(" (95%: {:.0}% to {:.0}%)", low * 100.0, high * 100.0)
    });
    format!("{}{limits}", of(share.part, share.whole))
}

/// The parameters on a day, or every row.
pub(crate) fn parameters(parameters: &Parameters<'_>, on: Option<Date>, known_at: u64) -> Told {
    let title = match on {
        Some(on) => format!("Parameters of policy on {on}"),
        None => "Parameters of policy, every row".to_owned(),
    };
    let mut table =
        Table::new(title, &["Parameter", "Where", "From", "To", "Value", "How sure", "Source", "Note"]);
    let rows: Vec<Value<'_>> = match on {
        Some(on) => parameters.names().into_iter().filter_map(|name| parameters.on(name, on)).collect(),
        None => parameters.rows(),
    };
    for value in &rows {
        let row = value.row;
        table.rows.push(vec![
            row.parameter.to_string(),
            row.scope.to_string(),
            row.from.to_string(),
            day(row.to),
            row.value.to_string(),
            if value.own { "set by the council".to_owned() } else { value.mark().to_string() },
            row.source.as_deref().unwrap_or_default().to_owned(),
            row.note.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    table.notes.push(
        "Unverified values are Mainstay's own defaults or general knowledge: confirm them. A council's own row, in the \
         layout `parameters`, wins over a shipped one on every day on which it holds."
            .to_owned(),
    );
    let data: Vec<Json> = rows
        .iter()
        .map(|value| json!({ "row": value.row, "own": value.own, "mark": value.mark().code() }))
        .collect();
    Told::new(known_at, vec![table]).with("region", parameters.region()).with("parameters", data)
}
