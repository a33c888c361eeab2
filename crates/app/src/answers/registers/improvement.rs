//! Improvement, as answers.

use ::registers::improvement::{
    ActionLine, ConsultationLine, DecidedLine, EventLine, GroupLine, PriorityLine, RecommendationLine,
    RiskLine,
};
use serde_json::{Value, json};
use workforce::Date;

use super::{Told, day, many, pounds};
use crate::table::Table;

fn late(yes: bool) -> String {
    if yes { "OVERDUE".to_owned() } else { String::new() }
}

/// Actions, recommendations and risks.
pub(crate) fn actions(
    actions: &[ActionLine],
    recommendations: &[RecommendationLine],
    risks: &[RiskLine],
    on: Date,
    known_at: u64,
) -> Told {
    let headings = [
        "Action",
        "What",
        "Owner",
        "Status",
        "Due",
        "Overdue",
        "Answers",
        "Evidence for",
        "against",
        "Effect to look at",
    ];
    let mut table = Table::new(format!("Actions on {on}"), &headings);
    for one in actions {
        let effect = one.to_check.as_ref();
        table.rows.push(vec![
            one.action.clone(),
            one.title.clone(),
            one.owner.clone(),
            one.status.to_string(),
            day(one.due),
            late(one.overdue),
            one.recommendations.join(", "),
            one.evidence.0.to_string(),
            one.evidence.1.to_string(),
            effect.map(|(measure, figure, by)| format!("{measure} {figure} by {by}")).unwrap_or_default(),
        ]);
    }
    table.lead(0, "action", actions.iter().map(|one| &one.action));
    let headings =
        ["Source", "#Number", "Kind", "What it asks", "Due", "Overdue", "State", "Actions", "Evidence"];
    let mut asked = Table::new("Recommendations and requirements", &headings);
    for one in recommendations {
        let evidence: Vec<String> = one.evidence.iter().map(|(day, told)| format!("{day}: {told}")).collect();
        asked.rows.push(vec![
            one.source.clone(),
            one.number.clone(),
            one.kind.to_owned(),
            one.text.clone(),
            day(one.due),
            late(one.overdue),
            one.state.words().to_owned(),
            one.actions.join(", "),
            evidence.join("; "),
        ]);
    }
    asked.lead(1, "recommendation", recommendations.iter().map(|one| &one.recommendation));
    let mut rated = Table::new("Risks", &["Risk", "What might happen", "Owner", "#Score", "#Aim", "Ratings"]);
    for one in risks {
        let history: Vec<String> = one.history.iter().map(|(day, score)| format!("{day}: {score}")).collect();
        rated.rows.push(vec![
            one.risk.clone(),
            one.title.clone(),
            one.owner.clone(),
            one.history.last().map(|(_, score)| score.to_string()).unwrap_or_default(),
            one.target.map(|target| target.to_string()).unwrap_or_default(),
            history.join("; "),
        ]);
    }
    rated.lead(0, "risk", risks.iter().map(|one| &one.risk));
    let late = actions.iter().filter(|one| one.overdue).count();
    let unmet = recommendations.iter().filter(|one| one.overdue).count();
    let unchecked = actions.iter().filter(|one| one.to_check.is_some()).count();
    let due = if late + unmet + unchecked > 0 {
        format!(
            "Overdue: {}, {}. Effects to be looked at: {unchecked}.",
            many(late, "action", "actions"),
            many(unmet, "recommendation", "recommendations")
        )
    } else {
        String::new()
    };
    let tables =
        [table, asked, rated].into_iter().enumerate().filter(|(at, one)| *at == 0 || !one.rows.is_empty());
    Told::new(known_at, tables.map(|(_, one)| one).collect())
        .due(due)
        .with("as_at", on)
        .with("actions", actions)
        .with("recommendations", recommendations)
        .with("risks", risks)
}

/// A priority with the figures of its measures, as they are shown: the measure's id, its title and the figure.
pub(crate) struct Judged {
    /// The priority.
    pub(crate) line: PriorityLine,
    /// Each measure's id, title and figure.
    pub(crate) figures: Vec<(String, String, String)>,
}

/// What a board looks at beside actions and risks.
pub(crate) struct Board {
    /// Priorities with the figures of their measures.
    pub(crate) priorities: Vec<Judged>,
    /// Decisions of the last twelve months.
    pub(crate) decided: Vec<DecidedLine>,
    /// What is expected from outside.
    pub(crate) horizon: Vec<EventLine>,
    /// Groups with their meetings.
    pub(crate) groups: Vec<GroupLine>,
    /// Consultations.
    pub(crate) consultations: Vec<ConsultationLine>,
}

/// The board's tables before those of actions, recommendations and risks.
pub(crate) fn board(board: &Board, actions: Told, on: Date) -> Told {
    let mut told = actions;
    let mut tables = vec![judged(&board.priorities, on)];
    tables.append(&mut told.tables);
    tables.extend([
        decided(&board.decided),
        horizon(&board.horizon),
        groups(&board.groups),
        consultations(&board.consultations),
    ]);
    told.tables = tables;
    let priorities: Vec<Value> = board
        .priorities
        .iter()
        .map(|one| {
            let figures: Vec<Value> = one
                .figures
                .iter()
                .map(|(id, title, figure)| json!({ "measure": id, "title": title, "figure": figure }))
                .collect();
            json!({ "priority": one.line, "figures": figures })
        })
        .collect();
    told.with("priorities", priorities)
        .with("decisions", &board.decided)
        .with("horizon", &board.horizon)
        .with("groups", &board.groups)
        .with("consultations", &board.consultations)
}

fn judged(priorities: &[Judged], on: Date) -> Table {
    let headings = ["Priority", "Strategy", "Judged by", "#Actions open", "#Overdue"];
    let mut table = Table::new(format!("Priorities on {on}"), &headings);
    for one in priorities {
        let figures: Vec<String> =
            one.figures.iter().map(|(_, title, figure)| format!("{title}: {figure}")).collect();
        table.rows.push(vec![
            one.line.title.clone(),
            one.line.strategy.clone(),
            figures.join("; "),
            one.line.open.to_string(),
            one.line.overdue.to_string(),
        ]);
    }
    table.lead(0, "priority", priorities.iter().map(|one| &one.line.priority));
    table.notes.push(format!(
        "Figures of periods are of the year that ended on {on}, others of that day: the page of each measure has its definition \
         and the records behind it."
    ));
    table
}

fn decided(lines: &[DecidedLine]) -> Table {
    let headings = ["Decision", "On", "By", "What", "Asked to", "Status", "#Money", "From"];
    let mut table = Table::new("Decisions of the last twelve months", &headings);
    for one in lines {
        table.rows.push(vec![
            one.decision.clone(),
            one.on.to_string(),
            one.body.clone().unwrap_or_default(),
            one.title.clone(),
            one.sought.unwrap_or_default().to_owned(),
            one.status.to_string(),
            one.amount.map(pounds).unwrap_or_default(),
            one.purse.clone().unwrap_or_default(),
        ]);
    }
    table.lead(0, "decision", lines.iter().map(|one| &one.decision));
    table.notes.push("Money is approved only where the status says so.".to_owned());
    table
}

fn horizon(lines: &[EventLine]) -> Table {
    let headings = ["What is expected", "From", "When", "Overdue", "Expected before", "Noted"];
    let mut table = Table::new("Expected from outside", &headings);
    for one in lines {
        table.rows.push(vec![
            one.title.clone(),
            one.body.clone().unwrap_or_default(),
            day(one.expected),
            late(one.overdue),
            one.before.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            one.noted.to_string(),
        ]);
    }
    table.lead(0, "expected_event", lines.iter().map(|one| format!("{}@{}", one.event, one.noted)));
    table
}

fn groups(lines: &[GroupLine]) -> Table {
    let headings = ["Group", "Last met", "Decided then", "To meet by", "Overdue", "#Meetings in a year"];
    let mut table = Table::new("Groups and their meetings", &headings);
    for one in lines {
        table.rows.push(vec![
            one.name.clone(),
            day(one.last),
            one.decided.clone().unwrap_or_default(),
            day(one.due),
            late(one.overdue),
            one.meetings.to_string(),
        ]);
    }
    table.lead(0, "governance_group", lines.iter().map(|one| &one.group));
    table
}

fn consultations(lines: &[ConsultationLine]) -> Table {
    let headings = ["On what", "From", "To", "Asked", "#Answers", "What came of it"];
    let mut table = Table::new("Consultations", &headings);
    for one in lines {
        table.rows.push(vec![
            one.title.clone(),
            one.from.to_string(),
            if one.open && one.to.is_none() { "open".to_owned() } else { day(one.to) },
            one.asked.clone().unwrap_or_default(),
            one.answers.map(|answers| answers.to_string()).unwrap_or_default(),
            one.outcome.clone().unwrap_or_default(),
        ]);
    }
    table.lead(0, "consultation", lines.iter().map(|one| &one.consultation));
    table
}
