//! What stands around the prose: the front block, the implications grid, the sign-off chain, background papers.

use super::{Desk, column};
use crate::built::{Block, Cell, Run, Table};
use crate::words::date;

/// The front block: of when, for whom, by whom, and how old the figures are.
pub(super) fn write(desk: &mut Desk<'_>) {
    let paper = desk.paper;
    let mut lines = vec![
        ("Committee", paper.committee.clone()),
        ("Date of meeting", date(paper.meeting)),
        ("Figures as at", date(paper.as_at)),
        ("Report of", paper.report_of.clone()),
        ("Contact", paper.contact.clone()),
        ("Classification", paper.classification.clone()),
    ];
    if desk.answers.version > 1 {
        lines.push(("Version", format!("{}, a correction", desk.answers.version)));
    }
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let items = lines.map(|(name, value)| vec![Run::Strong(format!("{name}: ")), Run::Text(value)]).collect();
    desk.blocks.push(Block::List { numbered: false, items });
    if let Some(correction) = &paper.correction {
        desk.say(format!("What this version puts right: {correction}"));
    }
    let age = (paper.meeting - paper.as_at).get_days();
    if age > i32::try_from(paper.stale_after_days).unwrap_or(i32::MAX) {
        desk.say(format!(
            "These figures are {age} days old on the day of the meeting. What happened since {} is not in them.",
            date(paper.as_at)
        ));
    }
    if !desk.answers.released {
        desk.say("For use inside the council: small counts of people are shown. Not for publication.");
    }
}

/// The implications grid.
pub(super) fn implications(desk: &mut Desk<'_>) {
    let rows: Vec<_> = desk
        .paper
        .implications
        .iter()
        .map(|(area, text)| vec![Cell::Text(area.clone()), Cell::Text(text.clone())])
        .collect();
    table(desk, "Implications", ["Area", "Implications"], rows);
}

/// The sign-off chain.
pub(super) fn sign_off(desk: &mut Desk<'_>) {
    let rows: Vec<_> = desk
        .paper
        .sign_off
        .iter()
        .map(|(role, cleared)| {
            let cleared = cleared.map_or_else(|| "not yet cleared".to_owned(), date);
            vec![Cell::Text(role.clone()), Cell::Text(cleared)]
        })
        .collect();
    table(desk, "Sign-off", ["Role", "Cleared"], rows);
}

fn table(desk: &mut Desk<'_>, caption: &str, headings: [&str; 2], rows: Vec<Vec<Cell>>) {
    if rows.is_empty() {
        return desk.say(format!("{caption}: nothing is recorded."));
    }
    desk.blocks.push(Block::Table(Table {
        caption: caption.to_owned(),
        columns: headings.map(|heading| column(heading, false)).to_vec(),
        rows,
        has_total: false,
        notes: Vec::new(),
    }));
}

/// What stands at the end: background papers, and where the figures are from.
pub(super) fn close(desk: &mut Desk<'_>) {
    if !desk.paper.background.is_empty() {
        desk.heading(2, "Background papers");
        let items = desk.paper.background.iter().map(|one| vec![Run::Text(one.clone())]).collect();
        desk.blocks.push(Block::List { numbered: false, items });
    }
    let mut cautions: Vec<String> = Vec::new();
    for figure in &desk.figures {
        for caution in &figure.cautions {
            let said = format!("{}: {caution}.", figure.title);
            if !cautions.contains(&said) {
                cautions.push(said);
            }
        }
    }
    desk.heading(2, "About the figures");
    let (council, known_at) = (&desk.answers.council, desk.answers.known_at);
    let mut said =
        format!("Figures are from the workforce record of {council} as known at change {known_at}.");
    if !desk.figures.is_empty() {
        said.push_str(" The data appendix gives the definition, the parts and the source of each.");
    }
    desk.say(said);
    if !cautions.is_empty() {
        let items = cautions.into_iter().map(|text| vec![Run::Text(text)]).collect();
        desk.blocks.push(Block::List { numbered: false, items });
    }
}
