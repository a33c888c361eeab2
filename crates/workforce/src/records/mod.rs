//! Every record kind, one file per subject, and the registry of them all.
//!
//! To add a kind: declare it with `record!` in the file of its subject and add one line to `kinds!` below. Its layout,
//! import, export, template, flat view and documentation follow.

mod agency;
mod development;
mod improvement;
mod incentives;
mod leaving;
mod papers;
mod pay;
mod people;
mod plans;
mod policy;
mod posts;
mod programmes;
mod published;
mod recruitment;
mod returned;
mod structure;
mod work;
mod workload;

pub use agency::{
    AgencyReturn, CoolOffExemption, Derogation, Engagement, EngagementKey, EngagementRate, ReferenceGiver,
    Route, StatusDetermination, SupplyModel,
};
pub use development::{
    Course, CourseCompletion, CourseKey, EducatorStage, FeePayer, PracticeEducator, RegisterStatus, Renewal,
    RightToWork, Supervision, SupervisionRule, WorkRight,
};
pub use improvement::{
    Action, ActionKey, ActionStatus, Consultation, Evidence, ExpectedEvent, GovernanceGroup, GroupKey,
    ImprovementSource, Meeting, Priority, PriorityKey, Recommendation, RecommendationKey, RecommendationKind,
    Risk, RiskKey, RiskRating, SourceKey, SourceKind, Strategy, StrategyKey,
};
pub use incentives::{
    AwardKey, IncentiveAward, IncentiveInstalment, IncentiveRepayment, IncentiveScheme, SchemeKey,
    SchemeKind, Taper, Waiver,
};
pub use leaving::{ExitInterview, ExitReason, HeldBy, StayInterview, Survey, SurveyKey, SurveyResult};
pub use papers::{ClaimCorrection, PaperDraft};
pub use pay::{Eligible, Incentive, IncentiveOffer, Payment, PaymentKind, Salary};
pub use people::{
    Destination, Disability, Equality, Ethnicity, Identity, KnowledgeSkills, KnowledgeStatus, LeavingReason,
    Origin, Qualification, QualificationLevel, Sex, Spell, SpellKey, Worker, WorkerKey,
};
pub use plans::{BusinessCase, Scenario};
pub use policy::{Mark, Parameter};
pub use posts::{
    Baseline, BaselineKey, Decision, DecisionEffect, DecisionKey, DecisionStatus, EffectKind, Funding,
    NotCollected, Post, PostKey, Sought, Transfer,
};
pub use programmes::{
    Cohort, CohortKey, Enrolment, EnrolmentKey, EnrolmentOutcome, Milestone, Programme, ProgrammeKey,
    ProgrammeKind, ProgrammePause, ProgrammeStage, StageKind,
};
pub use published::{
    Axis, Derived, Means, Missing, PublishedCell, PublishedLine, PublishedTable, TableBy, TableKey,
};
pub use recruitment::{
    Advert, AdvertKey, AdvertViews, ApplicantEquality, ApplicantStatus, Application, ApplicationKey,
    ApplicationStage, Campaign, CampaignKey, CampaignKind, Channel, ChannelKey, Enquiry, InterviewRound,
    PanelMembers, PanelPool, Stage, Vacancy, VacancyKey, VacancyReason,
};
pub use returned::CensusTotal;
pub use structure::{
    AgencyJobType, CensusRole, Role, RoleKey, RoleMapping, ServiceSide, Unit, UnitKey, UnitKind,
};
pub use work::{Absence, AbsenceKind, Basis, Caseload, CoverReason, Occupancy, OccupancyKey};
pub use workload::{
    CaseLimit, CaseType, Demand, DemandSeries, Reduction, ReductionKind, Weighting, WeightingKey,
    WeightingPoints,
};

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::change::{Change, ChangeNumber, Content, Entry, RecordId};
use crate::layout::Layout;
use crate::record::{CellProblem, Kind};

/// A record body that could not be read back: the ledger and this program disagree about its shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record {record} cannot be read at change {number}: {problem}; was it written by a newer Mainstay?")]
pub struct FoldError {
    /// The record.
    pub record: RecordId,
    /// The change that wrote it.
    pub number: ChangeNumber,
    /// What is wrong with its body.
    pub problem: String,
}

macro_rules! kinds {
    ($( $(#[$doc:meta])* $field:ident: $type:ident, )+) => {
        /// One record of any kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant holds the documented type of the same name")]
        pub enum Record { $($type($type),)+ }

        /// Every layout, in the order in which files are best filled in.
        pub const LAYOUTS: &[Layout] = &[$(<$type as Kind>::LAYOUT),+];

        impl Record {
            /// Which record this is.
            pub fn id(&self) -> RecordId {
                match self { $(Self::$type(record) => RecordId::new(<$type as Kind>::LAYOUT.kind, record.key()),)+ }
            }

            /// The layout of its kind.
            pub fn layout(&self) -> Layout {
                match self { $(Self::$type(_) => <$type as Kind>::LAYOUT,)+ }
            }

            /// Its row of canonical texts.
            pub fn to_row(&self) -> Vec<Option<String>> {
                match self { $(Self::$type(record) => record.to_row(),)+ }
            }

            /// Its body: a JSON object without the blanks.
            pub fn body(&self) -> String {
                let body = match self { $(Self::$type(record) => serde_json::to_string(record),)+ };
                body.expect("a record is a map of plain values, which JSON can always hold")
            }

            /// Reads a row of the named kind; `None` when there is no such kind.
            pub fn from_row(kind: &str, cells: &[Option<&str>]) -> Option<Result<Self, Vec<CellProblem>>> {
                $( if kind == <$type as Kind>::LAYOUT.kind {
                    return Some($type::from_row(cells).map(Self::$type));
                } )+
                None
            }

            /// Reads a body of the named kind.
            pub fn from_body(kind: &str, body: &str) -> Result<Self, String> {
                $( if kind == <$type as Kind>::LAYOUT.kind {
                    return serde_json::from_str(body).map(Self::$type).map_err(|problem| problem.to_string());
                } )+
                Err(format!("there is no record kind `{kind}`"))
            }
        }

        $( impl From<$type> for Record {
            fn from(record: $type) -> Self {
                Self::$type(record)
            }
        } )+

        /// The records themselves, each kind by key: what a ledger's changes fold into.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each field holds the records of the documented type by key")]
        pub struct Records { $(pub $field: FxHashMap<CompactString, $type>,)+ }

        impl Records {
            /// Puts a record in place of any with the same key.
            pub fn put(&mut self, record: Record) {
                match record { $(Record::$type(record) => { self.$field.insert(record.key(), record); })+ }
            }

            /// Applies one body, withdrawal or erasure.
            fn apply_entry(&mut self, record: &RecordId, content: &Content) -> Result<(), String> {
                $( if record.kind == <$type as Kind>::LAYOUT.kind {
                    match content {
                        Content::Body(body) => {
                            let read = serde_json::from_str(body).map_err(|problem| problem.to_string())?;
                            self.$field.insert(record.key.clone(), read);
                        }
                        Content::Withdrawn | Content::Erased => { self.$field.remove(&record.key); }
                    }
                    return Ok(());
                } )+
                Err(format!("there is no record kind `{}`", record.kind))
            }

            /// The record with this id, if there is one.
            pub fn get(&self, id: &RecordId) -> Option<Record> {
                $( if id.kind == <$type as Kind>::LAYOUT.kind {
                    return self.$field.get(&id.key).cloned().map(Record::$type);
                } )+
                None
            }

            /// Every record of the named kind, by key.
            pub fn of_kind(&self, kind: &str) -> Vec<Record> {
                $( if kind == <$type as Kind>::LAYOUT.kind {
                    let mut found: Vec<_> = self.$field.iter().collect();
                    found.sort_unstable_by_key(|(key, _)| *key);
                    return found.into_iter().map(|(_, record)| Record::$type(record.clone())).collect();
                } )+
                Vec::new()
            }

            /// How many records there are of all kinds.
            pub fn len(&self) -> usize {
                0 $(+ self.$field.len())+
            }
        }
    };
}

kinds! {
    units: Unit,
    roles: Role,
    role_mappings: RoleMapping,
    decisions: Decision,
    decision_effects: DecisionEffect,
    baselines: Baseline,
    posts: Post,
    transfers: Transfer,
    workers: Worker,
    identities: Identity,
    equality: Equality,
    qualifications: Qualification,
    knowledge_statuses: KnowledgeStatus,
    spells: Spell,
    occupancies: Occupancy,
    absences: Absence,
    caseloads: Caseload,
    salaries: Salary,
    payments: Payment,
    incentive_offers: IncentiveOffer,
    census_totals: CensusTotal,
    business_cases: BusinessCase,
    paper_drafts: PaperDraft,
    claim_corrections: ClaimCorrection,
    scenarios: Scenario,
    parameters: Parameter,
    engagements: Engagement,
    engagement_rates: EngagementRate,
    derogations: Derogation,
    agency_returns: AgencyReturn,
    incentive_schemes: IncentiveScheme,
    incentive_instalments: IncentiveInstalment,
    incentive_awards: IncentiveAward,
    incentive_repayments: IncentiveRepayment,
    programmes: Programme,
    programme_stages: ProgrammeStage,
    cohorts: Cohort,
    enrolments: Enrolment,
    programme_pauses: ProgrammePause,
    milestones: Milestone,
    strategies: Strategy,
    priorities: Priority,
    improvement_sources: ImprovementSource,
    recommendations: Recommendation,
    actions: Action,
    evidence: Evidence,
    risks: Risk,
    risk_ratings: RiskRating,
    consultations: Consultation,
    expected_events: ExpectedEvent,
    governance_groups: GovernanceGroup,
    meetings: Meeting,
    weightings: Weighting,
    weighting_points: WeightingPoints,
    case_limits: CaseLimit,
    reductions: Reduction,
    demand: Demand,
    vacancies: Vacancy,
    campaigns: Campaign,
    channels: Channel,
    adverts: Advert,
    advert_views: AdvertViews,
    enquiries: Enquiry,
    applications: Application,
    application_stages: ApplicationStage,
    applicant_equality: ApplicantEquality,
    interview_rounds: InterviewRound,
    panel_members: PanelMembers,
    supervision_rules: SupervisionRule,
    supervisions: Supervision,
    courses: Course,
    course_completions: CourseCompletion,
    renewals: Renewal,
    rights_to_work: RightToWork,
    practice_educators: PracticeEducator,
    exit_interviews: ExitInterview,
    stay_interviews: StayInterview,
    surveys: Survey,
    survey_results: SurveyResult,
    published_tables: PublishedTable,
    published_lines: PublishedLine,
    published_cells: PublishedCell,
}

impl Records {
    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every record, in the order of [`LAYOUTS`] and then by key.
    pub fn all(&self) -> impl Iterator<Item = Record> + '_ {
        LAYOUTS.iter().flat_map(|layout| self.of_kind(layout.kind))
    }

    /// Applies one entry of a change.
    pub fn apply(&mut self, number: ChangeNumber, entry: &Entry) -> Result<(), FoldError> {
        self.apply_entry(&entry.record, &entry.content).map_err(|problem| FoldError {
            record: entry.record.clone(),
            number,
            problem,
        })
    }

    /// Applies every entry of a change.
    pub fn apply_change(&mut self, change: &Change) -> Result<(), FoldError> {
        change.entries.iter().try_for_each(|entry| self.apply(change.number, entry))
    }

    /// Folds changes, in the order of their numbers.
    pub fn fold<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Result<Self, FoldError> {
        let mut records = Self::default();
        for change in changes {
            records.apply_change(change)?;
        }
        Ok(records)
    }
}

impl FromIterator<Record> for Records {
    fn from_iter<I: IntoIterator<Item = Record>>(all: I) -> Self {
        let mut records = Self::default();
        all.into_iter().for_each(|record| records.put(record));
        records
    }
}

/// The layout of a kind, named by its word (`post`) or its sheet (`posts`).
pub fn layout(name: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| layout.kind == name || layout.name == name)
}
