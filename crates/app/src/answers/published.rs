//! Published tables and their checks, as answers.

use serde::Serialize;
use workforce::position::show;
use workforce::published::{Check, Explanation};
use workforce::quantity::{Fte, NoNumber, Printed, Quantity};
use workforce::records::PublishedTable;

use crate::table::{Table, decimal};

/// The published tables that a store holds, as `mainstay published list --format json` prints them.
#[derive(Debug, Clone, Serialize, Default)]
pub struct PublishedList {
    /// The tables.
    pub tables: Vec<ListedTable>,
}

/// One published table.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the fields of `PublishedTable`")]
pub struct ListedTable {
    pub id: String,
    pub council: String,
    pub title: String,
    pub paper: String,
    pub committee: Option<String>,
    pub meeting: Option<String>,
    pub as_at: String,
}

impl ListedTable {
    /// A table of a council.
    pub fn new(council: &str, table: &PublishedTable) -> Self {
        Self {
            id: table.table.to_string(),
            council: council.to_owned(),
            title: table.title.to_string(),
            paper: table.paper.to_string(),
            committee: table.committee.as_ref().map(ToString::to_string),
            meeting: table.meeting.map(|day| day.to_string()),
            as_at: table.as_at.to_string(),
        }
    }
}

impl PublishedList {
    /// As a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new("Published tables", &["Id", "Council", "As at", "Meeting", "Title"]);
        table.rows = self
            .tables
            .iter()
            .map(|listed| {
                let meeting = listed.meeting.clone().unwrap_or_default();
                vec![
                    listed.id.clone(),
                    listed.council.clone(),
                    listed.as_at.clone(),
                    meeting,
                    listed.title.clone(),
                ]
            })
            .collect();
        table
    }
}

/// A check, as `mainstay published check --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::published`")]
pub struct CheckAnswer {
    pub id: String,
    pub title: String,
    pub column: Option<String>,
    pub rows: Vec<CheckedAnswer>,
    pub total: TotalAnswer,
    pub adds_up: bool,
    pub sums: Vec<SumAnswer>,
    pub differs_from_record: Vec<DifferenceAnswer>,
    #[serde(skip)]
    check: Check,
}

/// One row and the formulas that its derived figure follows.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::published`")]
pub struct CheckedAnswer {
    pub key: String,
    pub printed: Option<String>,
    pub f1: Option<String>,
    pub f2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variance: Option<String>,
    pub follows: Vec<&'static str>,
}

/// The total of the derived column.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::published`")]
pub struct TotalAnswer {
    pub printed: Option<String>,
    pub f1: Option<String>,
    pub f2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variance: Option<String>,
}

/// A column's printed total and the sum of its rows.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::published`")]
pub struct SumAnswer {
    pub column: String,
    pub printed: String,
    pub sum: String,
    pub adds_up: bool,
}

/// A printed input that the record contradicts; `null` is a no-number.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "named as the terms of `workforce::published`")]
pub struct DifferenceAnswer {
    pub key: String,
    pub column: String,
    pub printed: Option<String>,
    pub record: Option<String>,
}

fn text(figure: Option<Printed>) -> Option<String> {
    figure.map(|figure| figure.to_string())
}

impl CheckAnswer {
    /// A check as an answer.
    pub fn new(check: Check) -> Self {
        let row = |row: &workforce::published::CheckedRow| CheckedAnswer {
            key: row.key.clone(),
            printed: text(row.derived.printed),
            f1: text(row.derived.f1),
            f2: text(row.derived.f2),
            variance: text(row.derived.variance),
            follows: row.derived.follows(),
        };
        let Explanation { printed, f1, f2, variance } = check.total.clone();
        let sum = |sum: &workforce::published::ColumnSum| SumAnswer {
            column: sum.column.clone(),
            printed: sum.printed.to_string(),
            sum: sum.sum.to_string(),
            adds_up: sum.printed == sum.sum,
        };
        Self {
            id: check.table.table.to_string(),
            title: check.table.title.to_string(),
            column: check.derived_column.clone(),
            rows: check.rows.iter().map(row).collect(),
            total: TotalAnswer {
                printed: text(printed),
                f1: text(f1),
                f2: text(f2),
                variance: text(variance),
            },
            adds_up: check.adds_up(),
            sums: check.sums.iter().map(sum).collect(),
            differs_from_record: check
                .differs_from_record
                .iter()
                .map(|difference| DifferenceAnswer {
                    key: difference.key.clone(),
                    column: difference.column.clone(),
                    printed: decimal(difference.printed),
                    record: decimal(difference.record),
                })
                .collect(),
            check,
        }
    }

    /// As tables: the derived column, and where the record differs.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = vec![self.derived()];
        if !self.check.differs_from_record.is_empty() {
            tables.push(self.differences());
        }
        tables
    }

    fn derived(&self) -> Table {
        let column = self.column.as_deref().unwrap_or("no derived column");
        let title = format!("{}: the column \"{column}\" as printed and by each formula", self.title);
        let mut table = Table::new(title, &["Row", "#Printed", "#f1", "#f2", "#Variance", "Follows"]);
        let derived = |key: &str, explained: &Explanation, follows: String| {
            let cell =
                |figure: Option<Printed>| figure.map_or_else(|| "-".to_owned(), |figure| figure.to_string());
            let Explanation { printed, f1, f2, variance } = explained;
            vec![key.to_owned(), cell(*printed), cell(*f1), cell(*f2), cell(*variance), follows]
        };
        let words = |explained: &Explanation| match (explained.printed, explained.follows().as_slice()) {
            (None, _) => "not printed".to_owned(),
            (_, []) => "neither".to_owned(),
            (_, names) => names.join(" and "),
        };
        table.rows =
            self.check.rows.iter().map(|row| derived(&row.key, &row.derived, words(&row.derived))).collect();
        table.total = Some(derived("Total", &self.check.total, words(&self.check.total)));
        table.notes = self.notes();
        table
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let printed = self.rows.iter().filter(|row| row.printed.is_some());
        let formulas: Vec<Vec<&str>> = printed.map(|row| row.follows.clone()).collect();
        let all_follow = |name: &str| formulas.iter().all(|follows| follows.contains(&name));
        if self.column.is_some() && !["f1", "f2", "variance"].iter().any(|name| all_follow(name)) {
            notes.push("No one formula gives the whole column: the paper mixes them.".to_owned());
        }
        for sum in self.sums.iter().filter(|sum| !sum.adds_up) {
            notes.push(format!(
                "Column {} is printed as {} and adds up to {}.",
                sum.column, sum.printed, sum.sum
            ));
        }
        if self.adds_up {
            notes.push("Every printed total is the sum of its printed rows.".to_owned());
        }
        notes
    }

    fn differences(&self) -> Table {
        let title = "Where the record differs from what was printed";
        let mut table = Table::new(title, &["Row", "Column", "#Printed", "#Record", "#Difference"]);
        table.rows = self
            .check
            .differs_from_record
            .iter()
            .map(|d| {
                let difference: Quantity = (|| Ok::<Fte, NoNumber>(d.record? - d.printed?))();
                let difference =
                    difference.map_or_else(|_| "-".to_owned(), |fte| crate::table::signed(Ok(fte)));
                vec![d.key.clone(), d.column.clone(), show(d.printed), show(d.record), difference]
            })
            .collect();
        table
    }
}
