//! Improvement, as answers.

use ::registers::improvement::{ActionLine, RecommendationLine, RiskLine};
use workforce::Date;

use super::{Told, day};
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
        "",
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
    let headings = ["Source", "#Number", "Kind", "What it asks", "Due", "", "State", "Actions", "Evidence"];
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
    let tables =
        [table, asked, rated].into_iter().enumerate().filter(|(at, one)| *at == 0 || !one.rows.is_empty());
    Told::new(known_at, tables.map(|(_, one)| one).collect())
        .with("as_at", on)
        .with("actions", actions)
        .with("recommendations", recommendations)
        .with("risks", risks)
}
