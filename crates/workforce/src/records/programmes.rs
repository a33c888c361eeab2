//! Early careers: programmes with their stages, cohorts, who is enrolled, and what was held of what is due.
//!
//! Milestones are computed from a programme's stages (`registers`); only what happened is recorded.

use crate::cell::{Flag, Text, codes, keys};
use crate::period::Date;
use crate::quantity::Fte;
use crate::record::record;
use crate::records::{PostKey, UnitKey, WorkerKey};

keys! {
    /// A programme's key.
    ProgrammeKey of Programme: "programme";
    /// A cohort's key.
    CohortKey of Cohort: "cohort";
    /// An enrolment's key.
    EnrolmentKey of Enrolment: "enrolment";
}

codes! {
    /// What sort of programme.
    ProgrammeKind {
        /// Assessed and supported year in employment.
        Asye = "asye",
        /// A further year after it.
        Consolidation = "consolidation",
        /// The two-year induction, as it was called in 2025.
        Induction = "swip",
        /// Early career development programme, from September 2027.
        EarlyCareerDevelopment = "ecdp",
        /// Degree apprenticeship.
        Apprenticeship = "apprenticeship",
        /// Step Up to Social Work.
        StepUp = "step-up",
        /// Approach Social Work, formerly Frontline.
        Approach = "approach",
        /// A scholarship or bursary towards qualifying.
        Scholarship = "scholarship",
        /// Induction of workers from overseas.
        Overseas = "overseas",
        /// Return to social work.
        Return = "return",
        /// Students' practice placements.
        Placement = "placement",
    }
}

codes! {
    /// What a stage of a programme asks for.
    StageKind {
        /// A review, once.
        Review = "review",
        /// Supervision at least every `every_days`.
        Supervision = "supervision",
        /// Protected time: `share` of the week.
        ProtectedTime = "protected-time",
        /// A workload of at most `share` of a confident worker's.
        Workload = "workload",
        /// A moderation or progression panel, once.
        Panel = "panel",
    }
}

record! {
    /// A programme as it stands from a date. A later row for the same programme takes over for those who start from then on.
    Programme: "programme" in "programmes", personal false {
        /// The programme's key.
        key programme: ProgrammeKey,
        /// First day.
        key from: Date,
        /// First day on which nobody starts it any more.
        col to: Option<Date>,
        /// Its name.
        col name: Text,
        /// What sort.
        col kind: ProgrammeKind,
        /// Whole months that it takes a full-time worker.
        col months: u32,
        /// Whole months at most, pauses included; blank for no limit.
        col longest_months: Option<u32>,
        /// Whether part-time workers take longer, in proportion to their FTE.
        col pro_rata: Flag,
        /// Where it is from.
        col source: Option<Text>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// A stage of a programme: what is due, or holds, between two times after the start.
    ProgrammeStage: "programme_stage" in "programme-stages", personal false {
        /// The programme.
        key programme: ProgrammeKey,
        /// A short label within it, such as `review-3`.
        key stage: Text,
        /// First day on which it counts, for those who start from then on.
        key from: Date,
        /// What it asks for.
        col kind: StageKind,
        /// What it is, in a line.
        col name: Text,
        /// Whole weeks after the start at which it begins; for a review or panel, at which it is due.
        col at_weeks: Option<u32>,
        /// The same in whole months, where it is said in months.
        col at_months: Option<u32>,
        /// Whole weeks after the start at which it ends.
        col to_weeks: Option<u32>,
        /// The same in whole months.
        col to_months: Option<u32>,
        /// For supervision: at least every so many days.
        col every_days: Option<u32>,
        /// For protected time and workload: the share, such as `0.9`.
        col share: Option<Fte>,
    }
}

record! {
    /// A group who start a programme together.
    Cohort: "cohort" in "cohorts", personal false {
        /// The cohort's key.
        key cohort: CohortKey,
        /// The programme.
        col programme: ProgrammeKey,
        /// Its name.
        col name: Text,
        /// The day on which it starts.
        col starts: Date,
        /// How many places there are.
        col places: Option<u32>,
        /// Where its figures are from, when they are a paper's.
        col source: Option<Text>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// How an enrolment ended.
    EnrolmentOutcome {
        /// Passed.
        Passed = "passed",
        /// Put off: the programme goes on beyond its planned end.
        Deferred = "deferred",
        /// Failed.
        Failed = "failed",
        /// Left the council before the end.
        Left = "left",
        /// Took no further part, and stayed with the council.
        Withdrew = "withdrew",
    }
}

record! {
    /// A worker, or a student by a key of their own, on a programme.
    Enrolment: "enrolment" in "enrolments", personal false {
        /// The enrolment's key.
        key enrolment: EnrolmentKey,
        /// The cohort.
        col cohort: CohortKey,
        /// The worker; blank for someone who was never employed, such as a student.
        col worker: Option<WorkerKey>,
        /// First day on the programme.
        col started: Date,
        /// FTE worked on it; blank means full time.
        col fte: Option<Fte>,
        /// How it ended, or stands.
        col outcome: Option<EnrolmentOutcome>,
        /// The day of that.
        col outcome_on: Option<Date>,
        /// The worker who supervises or assesses.
        col supervisor: Option<WorkerKey>,
        /// The team of the practice placement or of the programme.
        col team: Option<UnitKey>,
        /// The post that it is to lead into.
        col intended_post: Option<PostKey>,
    }
}

record! {
    /// Days of an enrolment that do not count, agreed by all concerned. Why is not kept here.
    ProgrammePause: "programme_pause" in "programme-pauses", personal false {
        /// The enrolment.
        key enrolment: EnrolmentKey,
        /// First day.
        key from: Date,
        /// First day on which the programme goes on; blank while it is paused.
        col to: Option<Date>,
    }
}

record! {
    /// A review or panel of an enrolment that was held.
    Milestone: "milestone" in "milestones", personal false {
        /// The enrolment.
        key enrolment: EnrolmentKey,
        /// The stage.
        key stage: Text,
        /// The day on which it was held.
        col held_on: Date,
        /// What came of it, in a line; nothing personal.
        col result: Option<Text>,
    }
}
