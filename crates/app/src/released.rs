//! Figures that have left the council, kept as they were shown: what a reader of released figures may see. Each release is
//! an entry of the store's own ledger, beside the memory of what it told (`publications`), and is never changed.

use serde::{Deserialize, Serialize};
use workforce::change::{Content, Entry, RecordId};

use crate::answers::figures::FiguresAnswer;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;
use crate::table::Table;

/// The kind of the ledger's entries that are releases.
const KIND: &str = "released-figures";

/// What one release showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Its number among everything that was published; the same for ever.
    pub number: u64,
    /// The measure's id.
    pub measure: String,
    /// The measure's title.
    pub title: String,
    /// The instant, RFC 3339 in UTC.
    pub at: String,
    /// Who released it.
    pub by: String,
    /// The figures with their passports, without numbers where they were withheld.
    pub table: Table,
    /// What the first figure is: the same lines as a page shows.
    pub passport: Vec<(String, String)>,
}

impl Released {
    /// The days that it is about, from the first row to the last.
    pub fn when(&self) -> String {
        let of = |row: Option<&Vec<String>>| row.and_then(|row| row.get(1)).cloned().unwrap_or_default();
        let (first, last) = (of(self.table.rows.first()), of(self.table.rows.last()));
        if first == last { first } else { format!("{first} … {last}") }
    }
}

/// A list of releases as a table.
pub fn listed(all: &[Released]) -> Table {
    let mut table = Table::new("Released figures", &["Measure", "Of", "Released", "Number"]);
    table.rows = all
        .iter()
        .map(|one| vec![one.title.clone(), one.when(), one.at[..10].to_owned(), one.number.to_string()])
        .collect();
    table.notes = vec![
        "Small counts of people, and what would tell them, were withheld before these figures left the council.".to_owned(),
    ];
    table
}

/// The entry that keeps a release; `number` is that of the change it goes in by.
pub(crate) fn entry(
    council: &Council,
    number: u64,
    answer: &FiguresAnswer,
    (by, at): (&str, &str),
) -> Option<Entry> {
    let table = answer.tables().into_iter().next()?;
    let first = answer.figures.first()?;
    let released = Released {
        number,
        measure: answer.measure.to_owned(),
        title: answer.title.to_owned(),
        at: at.to_owned(),
        by: by.to_owned(),
        table,
        passport: first.passport(),
    };
    let body = serde_json::to_string(&released).expect("a release is texts and numbers");
    Some(Entry {
        record: RecordId::new(KIND, format!("{}/{number}", council.code)),
        content: Content::Body(body),
    })
}

impl Office {
    /// Everything that a council has released as figures, the newest first.
    pub async fn released(&self, council: &Council) -> Result<Vec<Released>, OfficeError> {
        self.may(Action::ReadReleased)?;
        let own = format!("{}/", council.code);
        let mut all = Vec::new();
        for stated in self.published_state().await?.1 {
            let record = &stated.entry.record;
            if record.kind != KIND || !record.key.starts_with(&own) {
                continue;
            }
            if let Content::Body(body) = &stated.entry.content {
                let released: Released = serde_json::from_str(body)
                    .map_err(|problem| OfficeError::Refused(format!("{record}: {problem}")))?;
                all.push(released);
            }
        }
        all.sort_by_key(|released| std::cmp::Reverse(released.number));
        Ok(all)
    }
}
