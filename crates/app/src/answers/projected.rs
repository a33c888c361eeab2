//! A position projected ahead from known dated events, as an answer.

use serde::Serialize;
use workforce::position::{By, Formula, show};
use workforce::project::{Event, Month};

use crate::answers::position::{RowAnswer, baseline_text, headings};
use crate::table::Table;

/// A projection, as `mainstay project --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::project`")]
pub struct ProjectedAnswer {
    pub as_at: String,
    pub known_at: u64,
    pub formula: &'static str,
    pub by: &'static str,
    pub unit: &'static str,
    pub months: Vec<MonthAnswer>,
    #[serde(skip)]
    projected: Vec<Month>,
}

/// The position on one day, and what led to it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::project`")]
pub struct MonthAnswer {
    pub date: String,
    pub baseline: Option<String>,
    pub rows: Vec<RowAnswer>,
    pub total: RowAnswer,
    pub events: Vec<EventAnswer>,
}

/// One known dated event.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::project`")]
pub struct EventAnswer {
    pub on: String,
    pub kind: &'static str,
    pub record: String,
    pub team: String,
    pub role: String,
    pub fte: String,
    pub text: String,
}

impl EventAnswer {
    fn new(event: &Event) -> Self {
        Self {
            on: event.on.to_string(),
            kind: event.kind.code(),
            record: event.record.to_string(),
            team: event.team.clone(),
            role: event.role.clone(),
            fte: event.fte.to_string(),
            text: event.text.clone(),
        }
    }
}

impl ProjectedAnswer {
    /// A projection as an answer.
    pub fn new(projected: Vec<Month>, by: By, known_at: u64, formula: Formula) -> Self {
        let month = |month: &Month| MonthAnswer {
            date: month.position.as_at.to_string(),
            baseline: baseline_text(&month.position),
            rows: month.position.rows.iter().map(|row| RowAnswer::new(row, formula)).collect(),
            total: RowAnswer::new(&month.position.total, formula),
            events: month.events.iter().map(EventAnswer::new).collect(),
        };
        Self {
            as_at: projected.first().map(|month| month.position.as_at.to_string()).unwrap_or_default(),
            known_at,
            formula: formula.code(),
            by: by.code(),
            unit: "fte",
            months: projected.iter().map(month).collect(),
            projected,
        }
    }

    /// As two tables: the positions by month, and the events.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.positions(), self.events()]
    }

    fn positions(&self) -> Table {
        let by = self.projected.first().map_or(By::Team, |month| month.position.by);
        let title =
            format!("Position projected from {}, in FTE (known at change {})", self.as_at, self.known_at);
        let mut table = Table::new(
            title,
            &[
                "Date",
                headings(by)[0],
                "#Funded",
                "#Substantive",
                "#Vacant",
                "#Covered",
                "#Uncovered",
                "#Above est.",
                "#Agency",
                "#Working",
            ],
        );
        for month in &self.projected {
            let rows = month.position.rows.iter().chain([&month.position.total]);
            table.rows.extend(rows.map(|row| {
                let line = row.line;
                vec![
                    month.position.as_at.to_string(),
                    row.name.clone(),
                    show(line.funded()),
                    line.substantive().to_string(),
                    show(line.vacant()),
                    line.covered().to_string(),
                    show(line.uncovered()),
                    line.above_establishment().to_string(),
                    line.agency().to_string(),
                    line.working().to_string(),
                ]
            }));
        }
        table.notes = vec![
            "Known dated events only: starts agreed, notice given, funding ends, expected returns, planned agency ends. \
             Nobody's behaviour is predicted."
                .to_owned(),
        ];
        table
    }

    fn events(&self) -> Table {
        let mut table = Table::new("The events behind it", &["On", "What", "Team", "Role", "#FTE", "Event"]);
        let events = self.months.iter().flat_map(|month| &month.events);
        table.rows = events
            .map(|event| {
                [&event.on, event.kind, &event.team, &event.role, &event.fte, &event.text]
                    .map(str::to_owned)
                    .to_vec()
            })
            .collect();
        table
    }
}
