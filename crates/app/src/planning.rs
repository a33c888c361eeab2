//! Plans that are kept with the record: business cases, scenarios and drafts of papers. Each is a file's text, read before it is kept, with
//! the history of any record; nothing that is counted reads them.

use forecast::case::{self, Case};
use forecast::scenario;
use ledger::Append;
use serde::Serialize;
use workforce::change::{ChangeNumber, Content, Entry, Note};
use workforce::records::{BusinessCase, PaperDraft, Record, Records, Scenario};

use crate::cases::CaseFile;
use crate::changing::Changed;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;
use crate::table::Table;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// A business case.
    Case,
    /// A scenario of a forecast.
    Scenario,
    /// A draft of a paper.
    Paper,
}

/// A plan as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// The plans of a sort.
#[derive(Debug, Clone, Serialize)]
pub struct ListedPlans {
    /// By short name.
    pub plans: Vec<Kept>,
}

impl ListedPlans {
    /// As a table, without their texts.
    pub fn table(&self) -> Table {
        let mut table = Table::new("Kept with the record", &["Name", "Title"]);
        table.rows = self.plans.iter().map(|kept| vec![kept.id.clone(), kept.title.clone()]).collect();
        table
    }
}

/// That a plan was kept.
#[derive(Debug, Clone, Serialize)]
pub struct KeptAnswer {
    /// Its short name.
    pub id: String,
    /// The change; none where it was kept like this already.
    pub change: Option<u64>,
}

impl KeptAnswer {
    /// What came of keeping it. Somebody who kept another at the same time is a refusal.
    pub fn of(id: &str, changed: &Changed) -> Result<Self, OfficeError> {
        let change = match changed {
            Changed::Done(number) => Some(*number),
            Changed::Nothing => None,
            Changed::Wrong(_) | Changed::Meanwhile(_) => {
                return Err(OfficeError::Refused(format!("`{id}` was changed meanwhile: try again")));
            }
        };
        Ok(Self { id: id.to_owned(), change })
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let told = self.change.map_or_else(
            || format!("{} is kept like this already", self.id),
            |change| format!("{} is kept, by change {change}", self.id),
        );
        Table::new(told, &[])
    }
}

/// The most that a plan may hold, in bytes.
pub const LONGEST: usize = 200_000;

impl Plan {
    /// The kind of record.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Case => "business_case",
            Self::Scenario => "scenario",
            Self::Paper => "paper_draft",
        }
    }

    /// What somebody must be allowed to read it.
    fn to_read(self) -> Action {
        match self {
            Self::Case | Self::Scenario => Action::Forecast,
            Self::Paper => Action::ReadFigures,
        }
    }

    /// Reads a text: its title, or everything that is wrong with it.
    fn title(self, id: &str, text: &str) -> Result<String, Vec<String>> {
        match self {
            Self::Case => {
                let case: Case = case::read(text).map_err(|problem| vec![problem])?;
                same_name(id, &case.id).map(|()| case.title)
            }
            Self::Scenario => Ok(scenario::read(text)?.name),
            Self::Paper => {
                let said = |problems: Vec<papers::paper::Problem>| {
                    problems.iter().map(ToString::to_string).collect::<Vec<_>>()
                };
                let paper = papers::paper::read(text).map_err(said)?;
                same_name(id, &paper.id).map(|()| paper.title)
            }
        }
    }

    fn record(self, id: &str, title: &str, text: &str) -> Record {
        let (key, title, text) = (id.into(), title.into(), text.into());
        match self {
            Self::Case => BusinessCase { case: key, title, text }.into(),
            Self::Scenario => Scenario { scenario: key, title, text }.into(),
            Self::Paper => PaperDraft { paper: key, title, text }.into(),
        }
    }

    fn all(self, records: &Records) -> Vec<Kept> {
        let kept = |id: &str, title: &str, text: &str| Kept {
            id: id.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
        };
        let mut all: Vec<Kept> = match self {
            Self::Case => {
                records.business_cases.values().map(|one| kept(&one.case, &one.title, &one.text)).collect()
            }
            Self::Scenario => {
                records.scenarios.values().map(|one| kept(&one.scenario, &one.title, &one.text)).collect()
            }
            Self::Paper => {
                records.paper_drafts.values().map(|one| kept(&one.paper, &one.title, &one.text)).collect()
            }
        };
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }
}

/// That a text names itself as it is kept.
fn same_name(kept: &str, written: &str) -> Result<(), Vec<String>> {
    if kept == written {
        return Ok(());
    }
    Err(vec![format!("`id` is `{written}` in the text: it must be `{kept}`, the name it is kept by")])
}

/// Whether a text will do for a short name: it stands in addresses.
fn is_name(id: &str) -> bool {
    (1..=60).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

impl Office {
    /// Every plan of a sort, with the newest change when they were read.
    pub async fn plans(&self, council: &Council, plan: Plan) -> Result<(Vec<Kept>, u64), OfficeError> {
        self.may(plan.to_read())?;
        let known = self.known(council, None).await?;
        Ok((plan.all(known.workforce.records()), known.number.0))
    }

    /// A plan by its short name, as it is known now.
    pub async fn plan(&self, council: &Council, plan: Plan, id: &str) -> Result<(Kept, u64), OfficeError> {
        let (all, seen) = self.plans(council, plan).await?;
        let found = all.into_iter().find(|kept| kept.id == id);
        let found = found.ok_or_else(|| OfficeError::Usage(format!("nothing is kept by the name `{id}`")))?;
        Ok((found, seen))
    }

    /// Keeps a plan, in place of the one of the same name as it was seen. A text that cannot be read is refused, with
    /// everything that is wrong.
    pub async fn keep_plan(
        &self,
        council: &Council,
        plan: Plan,
        (id, text): (&str, &str),
        (seen, reason, at): (u64, String, String),
    ) -> Result<Changed, OfficeError> {
        self.may(Action::EditRecord)?;
        if !is_name(id) {
            return Err(OfficeError::Usage(
                "give a short name of letters, digits, hyphens and full stops, such as retention-2026"
                    .to_owned(),
            ));
        }
        if text.len() > LONGEST {
            return Err(OfficeError::Usage(format!("it is longer than {LONGEST} bytes")));
        }
        // As a browser sends it, lines end with two characters.
        let text = text.replace("\r\n", "\n");
        let title = plan.title(id, &text).map_err(|wrong| OfficeError::Refused(wrong.join("\n")))?;
        let record = plan.record(id, &title, &text);
        let known = self.known(council, None).await?;
        if known.workforce.records().get(&record.id()).as_ref() == Some(&record) {
            return Ok(Changed::Nothing);
        }
        let note =
            Note { at, by: self.actor.name.clone(), reason, source: "written in the program".to_owned() };
        let entry = Entry { record: record.id(), content: Content::Body(record.body()) };
        let expected_head = ChangeNumber(seen);
        self.landed(council, Append { expected_head, note, entries: vec![entry], blobs: Vec::new() }).await
    }

    /// A kept case as a file, where there is one by this name.
    pub async fn kept_case(&self, council: &Council, id: &str) -> Result<Option<CaseFile>, OfficeError> {
        let (all, _) = self.plans(council, Plan::Case).await?;
        Ok(all.into_iter().find(|kept| kept.id == id).map(|kept| (format!("{id}.toml"), kept.text)))
    }
}
