//! Two positions compared, as an answer.

use serde::Serialize;
use workforce::compare::{Comparison, Effect};
use workforce::position::show;

use crate::answers::position::baseline_text;
use crate::table::{Table, decimal, signed};

/// A comparison, as `mainstay compare --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::compare`")]
pub struct ComparedAnswer {
    pub from: SideAnswer,
    pub to: SideAnswer,
    pub formula: &'static str,
    pub by: &'static str,
    pub unit: &'static str,
    pub rows: Vec<EffectAnswer>,
    pub total: EffectAnswer,
    #[serde(skip)]
    comparison: Comparison,
}

/// One of the two positions.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::position`")]
pub struct SideAnswer {
    pub as_at: String,
    pub known_at: u64,
    pub baseline: Option<String>,
}

/// One row: over/under in each position, and the parts of the change.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::compare`")]
pub struct EffectAnswer {
    pub key: String,
    pub name: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub posts_effect: Option<String>,
    pub people_effect: Option<String>,
    pub restated: Option<String>,
    pub total: Option<String>,
}

impl EffectAnswer {
    fn new(effect: &Effect) -> Self {
        Self {
            key: effect.key.clone(),
            name: effect.name.clone(),
            from: decimal(effect.from),
            to: decimal(effect.to),
            posts_effect: decimal(effect.posts_effect),
            people_effect: decimal(effect.people_effect),
            restated: decimal(effect.restated),
            total: decimal(effect.total),
        }
    }
}

impl ComparedAnswer {
    /// A comparison as an answer; the numbers are the changes at which each side was known.
    pub fn new(comparison: Comparison, from_known_at: u64, to_known_at: u64) -> Self {
        let side = |position: &workforce::position::Position, known_at| SideAnswer {
            as_at: position.as_at.to_string(),
            known_at,
            baseline: baseline_text(position),
        };
        Self {
            from: side(&comparison.from, from_known_at),
            to: side(&comparison.to, to_known_at),
            formula: comparison.formula.code(),
            by: comparison.to.by.code(),
            unit: "fte",
            rows: comparison.rows.iter().map(EffectAnswer::new).collect(),
            total: EffectAnswer::new(&comparison.total),
            comparison,
        }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let side = |side: &SideAnswer| {
            let baseline = side.baseline.as_ref().map_or(String::new(), |name| format!(", baseline {name}"));
            format!("{}{baseline} (known at change {})", side.as_at, side.known_at)
        };
        let title = format!(
            "Over/under establishment by {}: {} to {}",
            self.formula,
            side(&self.from),
            side(&self.to)
        );
        let headings = ["Row", "#From", "#To", "#Posts effect", "#People effect", "#Restated", "#Total"];
        let mut table = Table::new(title, &headings);
        table.rows = self.comparison.rows.iter().map(cells).collect();
        table.total = Some(cells(&self.comparison.total));
        table.notes = vec![
            "Posts effect: the new posts with the old people. People effect: what people have done since. Restated: the \
             first position as known now, less as known then. The three add up to the total."
                .to_owned(),
        ];
        table
    }
}

fn cells(effect: &Effect) -> Vec<String> {
    vec![
        effect.name.clone(),
        show(effect.from),
        show(effect.to),
        signed(effect.posts_effect),
        signed(effect.people_effect),
        signed(effect.restated),
        signed(effect.total),
    ]
}
