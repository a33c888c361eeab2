//! Decisions against budgets, as an answer.

use serde::Serialize;
use workforce::decided::Explained;

use crate::table::{Table, signed};

/// What decisions explain of the change between two budgets, as `mainstay decisions --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::decided`")]
pub struct DecidedAnswer {
    pub from_baseline: String,
    pub to_baseline: String,
    pub unit: &'static str,
    pub rows: Vec<ExplainedAnswer>,
}

/// The posts of a role, or of roles that a mapping joins.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::decided`")]
pub struct ExplainedAnswer {
    pub roles: Vec<String>,
    pub from: String,
    pub to: String,
    pub change: String,
    pub decided: String,
    /// A decision changes these posts without saying how many.
    pub not_stated: bool,
    pub unexplained: String,
    pub decisions: Vec<String>,
    #[serde(skip)]
    explained: Explained,
}

impl DecidedAnswer {
    /// The changes between two baselines as an answer.
    pub fn new(from: &str, to: &str, explained: Vec<Explained>) -> Self {
        let row = |explained: Explained| ExplainedAnswer {
            roles: explained.roles.clone(),
            from: explained.from.to_string(),
            to: explained.to.to_string(),
            change: explained.change.to_string(),
            decided: explained.decided.to_string(),
            not_stated: explained.not_stated,
            unexplained: explained.unexplained.to_string(),
            decisions: explained.decisions.clone(),
            explained,
        };
        Self {
            from_baseline: from.to_owned(),
            to_baseline: to.to_owned(),
            unit: "fte",
            rows: explained.into_iter().map(row).collect(),
        }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let title =
            format!("Decisions against budgets: {} to {}, in FTE", self.from_baseline, self.to_baseline);
        let headings = ["Roles", "#From", "#To", "#Change", "#Decided", "#Unexplained", "Decisions"];
        let mut table = Table::new(title, &headings);
        table.rows = self.rows.iter().map(cells).collect();
        table.notes = vec![
            "Titles joined by a role mapping are read together. Unexplained: the change less what approved decisions \
             state."
                .to_owned(),
        ];
        table
    }
}

fn cells(row: &ExplainedAnswer) -> Vec<String> {
    let Explained { from, to, change, decided, unexplained, .. } = row.explained;
    let decided = match (row.not_stated, row.decisions.is_empty()) {
        (true, _) => "quantity not stated".to_owned(),
        (false, true) => "no decision".to_owned(),
        (false, false) => signed(Ok(decided)),
    };
    vec![
        row.roles.join(" + "),
        from.to_string(),
        to.to_string(),
        signed(Ok(change)),
        decided,
        signed(Ok(unexplained)),
        row.decisions.join(", "),
    ]
}
