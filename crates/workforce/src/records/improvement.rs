//! Improvement: what the council set out to do, what others told it to do, what is being done, and what came of it.
//!
//! Officers and members are named by their role, never by name.

use crate::cell::{Flag, List, Text, codes, keys};
use crate::period::Date;
use crate::record::record;
use crate::records::DecisionKey;

keys! {
    /// A strategy's key.
    StrategyKey of Strategy: "strategy";
    /// A priority's key.
    PriorityKey of Priority: "priority";
    /// A source's key.
    SourceKey of ImprovementSource: "improvement_source";
    /// A recommendation's key.
    RecommendationKey of Recommendation: "recommendation";
    /// An action's key.
    ActionKey of Action: "action";
    /// A risk's key.
    RiskKey of Risk: "risk";
    /// A governance group's key.
    GroupKey of GovernanceGroup: "governance_group";
}

record! {
    /// A strategy or plan.
    Strategy: "strategy" in "strategies", personal false {
        /// Its key.
        key strategy: StrategyKey,
        /// Its title.
        col title: Text,
        /// First day.
        col from: Date,
        /// First day after it.
        col to: Option<Date>,
        /// The body that agreed it.
        col body: Option<Text>,
    }
}

record! {
    /// A priority of a strategy, with the measures by which it is judged.
    Priority: "priority" in "priorities", personal false {
        /// Its key.
        key priority: PriorityKey,
        /// The strategy.
        col strategy: StrategyKey,
        /// What it is, in a line.
        col title: Text,
        /// The measures, by their ids, such as `turnover_rate_fte`.
        col measures: List<Text>,
        /// Its place in the strategy.
        col rank: Option<u32>,
    }
}

codes! {
    /// Where recommendations come from.
    SourceKind {
        /// An inspection or a visit of inspectors.
        Inspection = "inspection",
        /// An improvement notice or a direction.
        Notice = "notice",
        /// A committee or a scrutiny group.
        Committee = "committee",
        /// A review by peers or an adviser.
        Review = "review",
        /// A survey of staff.
        Survey = "survey",
        /// National policy or research.
        National = "national",
    }
}

record! {
    /// What recommendations come from: an inspection, a notice, a committee, a survey.
    ImprovementSource: "improvement_source" in "improvement-sources", personal false {
        /// Its key.
        key source: SourceKey,
        /// What sort.
        col kind: SourceKind,
        /// Its title.
        col title: Text,
        /// The body that made it.
        col body: Option<Text>,
        /// Its day.
        col on: Date,
        /// Where it can be read.
        col reference: Option<Text>,
    }
}

codes! {
    /// How binding it is.
    RecommendationKind {
        /// A recommendation.
        Recommendation = "recommendation",
        /// A requirement of a notice or direction.
        Requirement = "requirement",
        /// A finding that asks for something to be done.
        Finding = "finding",
    }
}

record! {
    /// A numbered recommendation, requirement or finding.
    Recommendation: "recommendation" in "recommendations", personal false {
        /// Its key.
        key recommendation: RecommendationKey,
        /// The source.
        col source: SourceKey,
        /// Its number there.
        col number: Text,
        /// How binding it is.
        col kind: RecommendationKind,
        /// What it asks for, in our own words.
        col text: Text,
        /// The priority that it falls under.
        col priority: Option<PriorityKey>,
        /// The day by which it is to be met.
        col due: Option<Date>,
        /// The day on which it was met, or withdrawn by whoever made it.
        col closed_on: Option<Date>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// How far an action has got.
    ActionStatus {
        /// Not begun.
        Planned = "planned",
        /// Under way.
        UnderWay = "under-way",
        /// Done.
        Done = "done",
        /// Given up.
        Stopped = "stopped",
    }
}

record! {
    /// Something to be done, who answers for it, by when, and what is expected of it.
    Action: "action" in "actions", personal false {
        /// Its key.
        key action: ActionKey,
        /// What is to be done, in a line.
        col title: Text,
        /// Who answers for it, by role.
        col owner: Text,
        /// The recommendations that it answers.
        col recommendations: List<RecommendationKey>,
        /// The priorities that it serves.
        col priorities: List<PriorityKey>,
        /// The day on which it was agreed.
        col agreed_on: Option<Date>,
        /// The day by which it is to be done.
        col due: Option<Date>,
        /// How far it has got.
        col status: ActionStatus,
        /// The day on which it was done or given up.
        col ended_on: Option<Date>,
        /// The measure that it is expected to move, by its id.
        col expected_measure: Option<Text>,
        /// The figure expected of that measure.
        col expected_figure: Option<Text>,
        /// The day by which it is expected.
        col expected_by: Option<Date>,
        /// The decision behind it.
        col decision: Option<DecisionKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// Evidence for an action or against it: a figure with where it is from, or what was seen.
    Evidence: "evidence" in "evidence", personal false {
        /// The action.
        key action: ActionKey,
        /// A short label within the action.
        key evidence: Text,
        /// The day that it is about.
        col on: Date,
        /// What it shows, in a line.
        col shows: Text,
        /// The measure, by its id.
        col measure: Option<Text>,
        /// The figure as said.
        col figure: Option<Text>,
        /// Where it can be found: a paper's paragraph, or a figure's passport.
        col reference: Option<Text>,
        /// Whether it speaks against the action's having worked.
        col against: Flag,
    }
}

record! {
    /// A risk that the council keeps watch on.
    Risk: "risk" in "risks", personal false {
        /// Its key.
        key risk: RiskKey,
        /// What might happen, in a line.
        col title: Text,
        /// Who answers for it, by role.
        col owner: Text,
        /// First day on the register.
        col from: Date,
        /// First day off it.
        col to: Option<Date>,
        /// Actions that lessen it.
        col actions: List<ActionKey>,
    }
}

record! {
    /// How a risk was rated on a day: 1 is least, 5 is most.
    RiskRating: "risk_rating" in "risk-ratings", personal false {
        /// The risk.
        key risk: RiskKey,
        /// The day.
        key on: Date,
        /// How likely, 1 to 5.
        col likelihood: u32,
        /// How bad, 1 to 5.
        col impact: u32,
        /// The product that is aimed at, 1 to 25.
        col target: Option<u32>,
        /// Why it changed, in a line.
        col note: Option<Text>,
    }
}

record! {
    /// A consultation of staff, unions or partners.
    Consultation: "consultation" in "consultations", personal false {
        /// Its key.
        key consultation: Text,
        /// On what, in a line.
        col title: Text,
        /// First day.
        col from: Date,
        /// First day after it.
        col to: Option<Date>,
        /// Whom it asked.
        col asked: Option<Text>,
        /// How many answered.
        col answers: Option<u32>,
        /// What came of it.
        col outcome: Option<Text>,
        /// The decision that it led to.
        col decision: Option<DecisionKey>,
    }
}

record! {
    /// Something expected from outside: a response, a law, an inspection. Dates that slip are kept.
    ExpectedEvent: "expected_event" in "expected-events", personal false {
        /// Its key.
        key event: Text,
        /// The day on which this expectation was noted: each revision is a row.
        key noted_on: Date,
        /// What is expected, in a line.
        col title: Text,
        /// From whom.
        col body: Option<Text>,
        /// When.
        col expected_on: Option<Date>,
        /// The day on which it happened.
        col happened_on: Option<Date>,
    }
}

record! {
    /// A board, steering group or committee that looks after improvement.
    GovernanceGroup: "governance_group" in "governance-groups", personal false {
        /// Its key.
        key group: GroupKey,
        /// Its name.
        col name: Text,
        /// Who is on it, by role.
        col members: Option<Text>,
        /// It meets at least every so many days.
        col every_days: Option<u32>,
    }
}

record! {
    /// A meeting of a group.
    Meeting: "meeting" in "meetings", personal false {
        /// The group.
        key group: GroupKey,
        /// The day.
        key on: Date,
        /// What was decided, in a line.
        col decided: Option<Text>,
        /// Actions that it made or looked at.
        col actions: List<ActionKey>,
        /// Where the minutes are.
        col reference: Option<Text>,
    }
}
