//! What changed since the previous paper on the theme: figure by figure, and the establishment split into posts, people
//! and what only became known later.

use super::{Desk, column};
use crate::built::{Block, Cell, NoNumber, Passport, Table};
use crate::words;

/// What changed since a published paper.
#[derive(Debug, Clone)]
pub struct Since {
    /// The title and as-at date of that paper.
    pub paper: String,
    /// Figures that both papers have, by id.
    pub figures: Vec<Moved>,
    /// Over and under establishment (f1: funded less substantive less agency); none where no position can be taken.
    pub establishment: Option<Movement>,
}

/// A figure then and now.
#[derive(Debug, Clone)]
pub struct Moved {
    /// As that paper printed it.
    pub then: Passport,
    /// The same question as known now; none where it may not be shown.
    pub restated: Option<Passport>,
    /// As this paper prints it.
    pub now: Passport,
}

/// A movement in FTE and its parts, which add up; none where a part may not be shown.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "named as the terms of `workforce::compare`")]
pub struct Movement {
    pub from: Cell,
    pub posts: Cell,
    pub people: Cell,
    pub restated: Cell,
    pub to: Cell,
}

/// The difference of two printed values, which is exact for them.
fn less(one: &Passport, other: &Passport) -> Cell {
    let number = |figure: &Passport| figure.value.as_deref().and_then(words::millionths);
    match (number(one), number(other)) {
        (Some(one), Some(other)) => Cell::Number(words::signed(one - other)),
        _ => Cell::None(one.none.or(other.none).unwrap_or(NoNumber::NotAvailable)),
    }
}

pub(super) fn write(desk: &mut Desk<'_>) {
    let Some(since) = &desk.answers.since else {
        return desk.say("There is no earlier paper on this theme to compare with.");
    };
    desk.say(format!("Since {}:", since.paper));
    let mut definitions = Vec::new();
    let mut rows = Vec::new();
    for moved in &since.figures {
        let unlike = words::unlike(&moved.now, &moved.then);
        let difference = |one: &Passport, other: &Passport| {
            if unlike.is_empty() { less(one, other) } else { Cell::None(NoNumber::NotApplicable) }
        };
        if !unlike.is_empty() {
            definitions.push(format!(
                "{} is of {} now: no change is worked out.",
                moved.now.title,
                unlike.join(" and of ")
            ));
        }
        let restated = moved.restated.as_ref();
        rows.push(vec![
            Cell::Text(format!("{} ({})", moved.now.title, moved.now.unit)),
            moved.then.cell(),
            restated.map_or(Cell::None(NoNumber::Suppressed), |again| difference(again, &moved.then)),
            restated.map_or(Cell::None(NoNumber::Suppressed), |again| difference(&moved.now, again)),
            moved.now.cell(),
        ]);
    }
    if rows.is_empty() {
        desk.say("That paper and this one have no figure in common.");
    } else {
        let headings = ["Earlier paper", "Restated", "Changed since", "This paper"];
        let mut columns = vec![column("Figure", false)];
        columns.extend(headings.map(|heading| column(heading, true)));
        let mut notes = vec![
            "Restated: the earlier figure as the record knows it now, less as it was printed. Changed since: this paper's \
             figure less the earlier one as known now."
                .to_owned(),
        ];
        notes.extend(definitions);
        let caption = "Figures of both papers".to_owned();
        desk.blocks.push(Block::Table(Table { caption, columns, rows, has_total: false, notes }));
    }
    if let Some(movement) = since.establishment.clone() {
        establishment(desk, movement);
    }
}

fn establishment(desk: &mut Desk<'_>, movement: Movement) {
    let row = |name: &str, cell: Cell| vec![Cell::Text(name.to_owned()), cell];
    let table = Table {
        caption: "Under (positive) or over (negative) establishment, in FTE: what moved it".to_owned(),
        columns: vec![column("Part", false), column("FTE", true)],
        rows: vec![
            row("In the earlier paper", movement.from),
            row("Restated since", movement.restated),
            row("Posts made, ended or changed", movement.posts),
            row("People", movement.people),
            row("Now", movement.to),
        ],
        has_total: true,
        notes: vec![
            "Funded less substantive less agency, in FTE; the parts add up to the last row.".to_owned(),
        ],
    };
    desk.blocks.push(Block::Table(table));
}
