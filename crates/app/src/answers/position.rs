//! The establishment position as an answer.

use serde::Serialize;
use workforce::position::{By, Formula, Headcount, Position, PostCount, Row, show};

use crate::table::{Table, decimal};

/// A position, as `mainstay position --format json` prints it. FTE are decimal strings; `null` is a no-number, and
/// `not_collected` says why.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::position`")]
pub struct PositionAnswer {
    pub as_at: String,
    pub known_at: u64,
    pub baseline: Option<String>,
    pub formula: &'static str,
    pub by: &'static str,
    pub unit: &'static str,
    pub rows: Vec<RowAnswer>,
    pub total: RowAnswer,
    /// The position behind the answer.
    #[serde(skip)]
    pub position: Position,
    #[serde(skip)]
    formula_asked: Formula,
}

/// One row of a position.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::position`")]
pub struct RowAnswer {
    pub key: String,
    pub name: String,
    pub funded: Option<String>,
    pub substantive: String,
    pub vacant: Option<String>,
    pub covered: String,
    pub uncovered: Option<String>,
    pub absent_cover: String,
    pub above_establishment: String,
    pub agency: String,
    pub working: String,
    pub over_under: Option<String>,
    /// What holders hold beyond the funding: part of `above_establishment`.
    pub held_above: String,
    /// Workers counted who are away: not part of `working`.
    pub away: String,
    pub headcount: Headcount,
    pub posts: PostCount,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_collected: Vec<&'static str>,
}

impl RowAnswer {
    /// A row as an answer.
    pub fn new(row: &Row, formula: Formula) -> Self {
        let line = row.line;
        Self {
            key: row.key.clone(),
            name: row.name.clone(),
            funded: decimal(line.funded()),
            substantive: line.substantive().to_string(),
            vacant: decimal(line.vacant()),
            covered: line.covered().to_string(),
            uncovered: decimal(line.uncovered()),
            absent_cover: line.absent_cover().to_string(),
            above_establishment: line.above_establishment().to_string(),
            agency: line.agency().to_string(),
            working: line.working().to_string(),
            over_under: decimal(line.over_under(formula)),
            held_above: line.held_above().to_string(),
            away: line.away().to_string(),
            headcount: row.headcount,
            posts: row.posts,
            not_collected: row.not_collected.iter().map(|gap| gap.code()).collect(),
        }
    }
}

/// The baselines of a position in one text; `None` when the posts are simply those true on the day.
pub fn baseline_text(position: &Position) -> Option<String> {
    (!position.baselines.is_empty()).then(|| position.baselines.join("; "))
}

impl PositionAnswer {
    /// A position as an answer.
    pub fn new(position: Position, known_at: u64, formula: Formula) -> Self {
        Self {
            as_at: position.as_at.to_string(),
            known_at,
            baseline: baseline_text(&position),
            formula: formula.code(),
            by: position.by.code(),
            unit: "fte",
            rows: position.rows.iter().map(|row| RowAnswer::new(row, formula)).collect(),
            total: RowAnswer::new(&position.total, formula),
            position,
            formula_asked: formula,
        }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let posts = self.baseline.as_ref().map_or_else(
            || "the posts true on the day".to_owned(),
            |baseline| format!("baseline {baseline}"),
        );
        let title =
            format!("Position as at {}, {posts}, in FTE (known at change {})", self.as_at, self.known_at);
        let by = self.position.by;
        let mut table = Table::new(title, &headings(by));
        table.rows = self.position.rows.iter().map(|row| cells(by, row, self.formula_asked)).collect();
        table.total = Some(cells(by, &self.position.total, self.formula_asked));
        table.notes = self.notes();
        table
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![match self.formula_asked {
            Formula::F1 => {
                "Over/under by f1: funded less substantive less agency. Negative is over establishment.".to_owned()
            }
            Formula::F2 => "Over/under by f2: f1 less the vacancies too. Papers use it, but it counts a vacant post as a \
                            body. Negative is over establishment."
                .to_owned(),
        }];
        notes.push(
            "Agency is an \"of which\": it is counted again in covered, absent cover or above.".to_owned(),
        );
        if matches!(self.position.by, By::Basis | By::Cover) {
            notes.push("Funded and vacant FTE stand in the row of whoever fills them.".to_owned());
        }
        if !self.total.not_collected.is_empty() {
            let gaps = self.total.not_collected.join(", ");
            notes.push(format!("Not collected here, which is not zero: {gaps}."));
        }
        notes
    }
}

/// The headings of a position table; `project` and the pages use the same.
pub(crate) fn headings(by: By) -> [&'static str; 13] {
    let first = match by {
        By::Service => "Service",
        By::Team => "Team",
        By::Role => "Role",
        By::Basis => "Basis",
        By::Cover => "Held or covered",
    };
    [
        first,
        "#Funded",
        "#Substantive",
        "#Vacant",
        "#Covered",
        "#Uncovered",
        "#Absent cover",
        "#Above est.",
        "#Agency",
        "#Away",
        "#Working",
        "#Over/under",
        "#People",
    ]
}

fn cells(by: By, row: &Row, formula: Formula) -> Vec<String> {
    let line = row.line;
    let gap = by == By::Cover && row.not_collected.iter().any(|gap| gap.code() == row.key);
    let people = row.headcount.substantive.max(row.headcount.working + row.headcount.away);
    let or_gap = |text: String| if gap { "not collected".to_owned() } else { text };
    vec![
        row.name.clone(),
        show(line.funded()),
        line.substantive().to_string(),
        show(line.vacant()),
        or_gap(line.covered().to_string()),
        show(line.uncovered()),
        or_gap(line.absent_cover().to_string()),
        or_gap(line.above_establishment().to_string()),
        line.agency().to_string(),
        line.away().to_string(),
        line.working().to_string(),
        show(line.over_under(formula)),
        people.to_string(),
    ]
}
