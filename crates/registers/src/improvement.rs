//! Improvement: actions and what is overdue, recommendations with their evidence, risks over time, effects checked.

mod board;

use serde::Serialize;
use workforce::Date;
use workforce::records::{Action, ActionStatus, Evidence, Recommendation, Records, Risk, RiskRating};

pub use board::{
    ConsultationLine, DecidedLine, EventLine, GroupLine, PriorityLine, consultations, decided, groups,
    horizon, priorities,
};

/// An action as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionLine {
    /// The action.
    pub action: String,
    /// What is to be done.
    pub title: String,
    /// Who answers for it, by role.
    pub owner: String,
    /// How far it has got.
    pub status: ActionStatus,
    /// The day by which it is to be done.
    pub due: Option<Date>,
    /// Whether it is past due and neither done nor given up.
    pub overdue: bool,
    /// The recommendations that it answers.
    pub recommendations: Vec<String>,
    /// How much evidence there is, for and against.
    pub evidence: (usize, usize),
    /// The effect that was expected, where its day has come: the measure, the figure, and the day.
    pub to_check: Option<(String, String, Date)>,
}

impl ActionLine {
    /// Whether it is neither done nor given up.
    pub fn is_open(&self) -> bool {
        matches!(self.status, ActionStatus::Planned | ActionStatus::UnderWay)
    }
}

/// How an action stands on a day: what ended later had not ended then.
fn status_on(action: &Action, on: Date) -> ActionStatus {
    let ended = matches!(action.status, ActionStatus::Done | ActionStatus::Stopped);
    if ended && action.ended_on.is_some_and(|day| day > on) { ActionStatus::UnderWay } else { action.status }
}

fn evidence_of<'a>(records: &'a Records, action: &str, on: Date) -> Vec<&'a Evidence> {
    let all = records.evidence.values();
    let mut own: Vec<&Evidence> = all.filter(|one| one.action.as_str() == action && one.on <= on).collect();
    own.sort_by(|a, b| (a.on, &a.evidence).cmp(&(b.on, &b.evidence)));
    own
}

/// The actions agreed by a day: overdue first, then by due day.
pub fn actions(records: &Records, on: Date, overdue_only: bool) -> Vec<ActionLine> {
    let agreed = records.actions.values().filter(|action| action.agreed_on.is_none_or(|day| day <= on));
    let mut lines: Vec<ActionLine> = agreed
        .map(|action| {
            let status = status_on(action, on);
            let open = matches!(status, ActionStatus::Planned | ActionStatus::UnderWay);
            let evidence = evidence_of(records, action.action.as_str(), on);
            let against = evidence.iter().filter(|one| one.against.0).count();
            let expected = action.expected_by.filter(|day| *day <= on).and_then(|day| {
                Some((
                    action.expected_measure.as_ref()?.to_string(),
                    action.expected_figure.as_ref()?.to_string(),
                    day,
                ))
            });
            // An effect that was looked at since its day needs no reminder.
            let looked = expected.as_ref().is_some_and(|(measure, _, day)| {
                evidence.iter().any(|one| one.measure.as_deref() == Some(measure) && one.on >= *day)
            });
            ActionLine {
                action: action.action.to_string(),
                title: action.title.to_string(),
                owner: action.owner.to_string(),
                status,
                due: action.due,
                overdue: open && action.due.is_some_and(|due| due < on),
                recommendations: action.recommendations.iter().map(ToString::to_string).collect(),
                evidence: (evidence.len() - against, against),
                to_check: expected.filter(|_| !looked),
            }
        })
        .filter(|line| line.overdue || !overdue_only)
        .collect();
    lines.sort_by(|a, b| {
        (!a.overdue, a.due.is_none(), a.due, &a.action).cmp(&(!b.overdue, b.due.is_none(), b.due, &b.action))
    });
    lines
}

/// How a recommendation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecommendationState {
    /// Met, or withdrawn by whoever made it.
    Closed,
    /// Every action that answers it is done; nobody closed it yet.
    ActionsDone,
    /// Being answered.
    Open,
    /// Nothing answers it.
    Unanswered,
}

impl RecommendationState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::ActionsDone => "actions done, not closed",
            Self::Open => "open",
            Self::Unanswered => "no action answers it",
        }
    }
}

/// A recommendation or requirement, with what answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecommendationLine {
    /// Its key.
    pub recommendation: String,
    /// The source's title.
    pub source: String,
    /// Its number there.
    pub number: String,
    /// How binding it is.
    pub kind: &'static str,
    /// What it asks for.
    pub text: String,
    /// The day by which it is to be met.
    pub due: Option<Date>,
    /// How it stands.
    pub state: RecommendationState,
    /// Whether it is past due and not closed.
    pub overdue: bool,
    /// The actions that answer it.
    pub actions: Vec<String>,
    /// What was seen, the latest last: each as told, with its day.
    pub evidence: Vec<(Date, String)>,
}

/// Numbers sort as numbers where they are numbers.
fn number_order(text: &str) -> (u32, String) {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or(u32::MAX), text.to_owned())
}

/// The recommendations made by a day, by source and number.
pub fn recommendations(records: &Records, on: Date) -> Vec<RecommendationLine> {
    let source = |one: &Recommendation| records.improvement_sources.get(one.source.as_str());
    let made =
        records.recommendations.values().filter(|one| source(one).is_none_or(|source| source.on <= on));
    let mut made: Vec<&Recommendation> = made.collect();
    made.sort_by_key(|one| (one.source.to_string(), number_order(&one.number)));
    let lines = made.into_iter().map(|one| {
        let mut answers: Vec<&Action> = records
            .actions
            .values()
            .filter(|action| action.recommendations.contains(&one.recommendation))
            .filter(|action| action.agreed_on.is_none_or(|day| day <= on))
            .collect();
        answers.sort_unstable_by(|a, b| a.action.cmp(&b.action));
        let mut evidence: Vec<(Date, String)> = answers
            .iter()
            .flat_map(|action| evidence_of(records, action.action.as_str(), on))
            .map(|one| (one.on, told(one)))
            .collect();
        evidence.sort();
        let done = answers.iter().all(|action| status_on(action, on) == ActionStatus::Done);
        let closed = one.closed_on.is_some_and(|day| day <= on);
        let state = match (closed, answers.is_empty(), done) {
            (true, ..) => RecommendationState::Closed,
            (_, true, _) => RecommendationState::Unanswered,
            (_, _, true) => RecommendationState::ActionsDone,
            _ => RecommendationState::Open,
        };
        RecommendationLine {
            recommendation: one.recommendation.to_string(),
            source: source(one).map_or_else(|| one.source.to_string(), |source| source.title.to_string()),
            number: one.number.to_string(),
            kind: one.kind.code(),
            text: one.text.to_string(),
            due: one.due,
            state,
            overdue: !closed && one.due.is_some_and(|due| due < on),
            actions: answers.iter().map(|action| action.action.to_string()).collect(),
            evidence,
        }
    });
    lines.collect()
}

fn told(one: &Evidence) -> String {
    let figure = match (&one.measure, &one.figure) {
        (Some(measure), Some(figure)) => format!(" ({measure}: {figure})"),
        (None, Some(figure)) => format!(" ({figure})"),
        _ => String::new(),
    };
    let against = if one.against.0 { "against: " } else { "" };
    format!("{against}{}{figure}", one.shows)
}

/// A risk with its rating on a day and how it got there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskLine {
    /// The risk.
    pub risk: String,
    /// What might happen.
    pub title: String,
    /// Who answers for it, by role.
    pub owner: String,
    /// Ratings by the day, the latest last: the day, likelihood × impact.
    pub history: Vec<(Date, u32)>,
    /// The score that is aimed at.
    pub target: Option<u32>,
}

/// The risks on the register on a day, the highest first.
pub fn risks(records: &Records, on: Date) -> Vec<RiskLine> {
    let on_register = |risk: &&Risk| workforce::period::Period::new(risk.from, risk.to).holds(on);
    let lines = records.risks.values().filter(on_register).map(|risk| {
        let ratings = records.risk_ratings.values();
        let mut own: Vec<&RiskRating> = ratings.filter(|one| one.risk == risk.risk && one.on <= on).collect();
        own.sort_by_key(|one| one.on);
        RiskLine {
            risk: risk.risk.to_string(),
            title: risk.title.to_string(),
            owner: risk.owner.to_string(),
            history: own.iter().map(|one| (one.on, one.likelihood * one.impact)).collect(),
            target: own.last().and_then(|one| one.target),
        }
    });
    let mut lines: Vec<RiskLine> = lines.collect();
    let score = |line: &RiskLine| line.history.last().map_or(0, |(_, score)| *score);
    lines.sort_by(|a, b| (score(b), &a.risk).cmp(&(score(a), &b.risk)));
    lines
}
