//! Why people leave and stay, as they say: interviews with coded reasons, surveys with their numbers.
//!
//! Reasons are for named roles; what is shown to others is counts above a threshold. Words in the worker's own voice are a
//! restricted record of their own, which is erased with the person.

use crate::cell::{List, Text, codes, keys};
use crate::period::Date;
use crate::quantity::Printed;
use crate::record::record;
use crate::records::{LeavingReason, SpellKey, UnitKey, WorkerKey};

keys! {
    /// A survey's key.
    SurveyKey of Survey: "survey";
}

codes! {
    /// A reason for leaving, or for thinking of it, of the second level. The first level is its theme.
    ExitReason {
        /// Workload: too many cases.
        Caseload = "workload-cases",
        /// Workload: cases too complex.
        Complexity = "workload-complexity",
        /// Workload: hours.
        Hours = "workload-hours",
        /// Workload: paperwork and systems.
        Administration = "workload-administration",
        /// Management: quality of supervision.
        Supervision = "management-supervision",
        /// Management: seen and reachable.
        Visibility = "management-visibility",
        /// Management: trust.
        Trust = "management-trust",
        /// Management: conflict.
        Conflict = "management-conflict",
        /// Pay: basic pay.
        BasicPay = "pay-basic",
        /// Pay: what agencies pay.
        AgencyPay = "pay-agency",
        /// Pay: an incentive ended.
        IncentiveEnded = "pay-incentive-ended",
        /// Progression: no way up.
        NoRoute = "progression-no-route",
        /// Progression: refused by a panel.
        Refused = "progression-refused",
        /// Progression: learning.
        Training = "progression-training",
        /// Wellbeing: stress.
        Stress = "wellbeing-stress",
        /// Wellbeing: distress from the work.
        Trauma = "wellbeing-trauma",
        /// Wellbeing: threats and violence.
        Threats = "wellbeing-threats",
        /// Flexibility: hours of work.
        FlexibleHours = "flexibility-hours",
        /// Flexibility: place of work.
        Place = "flexibility-place",
        /// Flexibility: travel and commuting.
        Commute = "flexibility-commute",
        /// Culture: bullying.
        Bullying = "culture-bullying",
        /// Culture: racism or other discrimination.
        Discrimination = "culture-discrimination",
        /// Culture: not belonging.
        Belonging = "culture-belonging",
        /// Practice: the model of practice.
        PracticeModel = "practice-model",
        /// Practice: courts, thresholds, partners.
        PracticeSystem = "practice-system",
        /// Practice: what followed an inspection.
        Inspection = "practice-inspection",
        /// Personal: moving house.
        Relocation = "personal-relocation",
        /// Personal: family.
        Family = "personal-family",
        /// Personal: health.
        Health = "personal-health",
        /// Personal: retirement.
        Retirement = "personal-retirement",
        /// Personal: study or another career.
        OtherCareer = "personal-other-career",
        /// Employment: leave to remain or registration.
        Status = "employment-status",
        /// Employment: the contract or its money ended.
        ContractEnded = "employment-contract-ended",
    }
}

impl ExitReason {
    /// Its theme: the first level, such as `workload`.
    pub fn theme(self) -> &'static str {
        let code = self.code();
        code.split_once('-').map_or(code, |(theme, _)| theme)
    }

    /// The reason of the census that it goes with; most go with resignation.
    pub fn census(self) -> LeavingReason {
        match self {
            Self::Retirement => LeavingReason::Retired,
            Self::ContractEnded => LeavingReason::Other,
            _ => LeavingReason::Resignation,
        }
    }
}

codes! {
    /// Who held an interview.
    HeldBy {
        /// The line manager.
        Manager = "manager",
        /// Another manager.
        OtherManager = "other-manager",
        /// Human resources.
        Hr = "hr",
        /// Someone outside the service.
        Independent = "independent",
    }
}

record! {
    /// An interview with someone who leaves: offered, held, and the reasons as coded. For named roles only.
    ExitInterview: "exit_interview" in "exit-interviews", personal true {
        /// The spell that ends.
        key spell: SpellKey,
        /// The day on which it was offered.
        col offered_on: Option<Date>,
        /// The day on which it was held; blank when it was not.
        col held_on: Option<Date>,
        /// Who held it.
        col held_by: Option<HeldBy>,
        /// The main reason.
        col main_reason: Option<ExitReason>,
        /// Other reasons.
        col reasons: List<ExitReason>,
        /// Whether the council would have liked to keep the worker.
        col regretted: Option<bool>,
        /// Whether the worker could have been kept.
        col avoidable: Option<bool>,
        /// Whether the worker would come back.
        col would_return: Option<bool>,
        /// What the worker said, where it is kept at all.
        col words: Option<Text>,
        /// The day by which this record should no longer be kept.
        col keep_until: Option<Date>,
    }
}

record! {
    /// An interview with someone who stays. For named roles only.
    StayInterview: "stay_interview" in "stay-interviews", personal true {
        /// The worker.
        key worker: WorkerKey,
        /// The day.
        key on: Date,
        /// Who held it.
        col held_by: Option<HeldBy>,
        /// How likely the worker is to be here in twelve months, from 0 to 10.
        col intent: Option<u32>,
        /// What keeps the worker, as themes.
        col keeps: Option<Text>,
        /// What might make the worker leave.
        col reasons: List<ExitReason>,
        /// The day by which this record should no longer be kept.
        col keep_until: Option<Date>,
    }
}

record! {
    /// A survey of staff.
    Survey: "survey" in "surveys", personal false {
        /// Its key.
        key survey: SurveyKey,
        /// Its name.
        col name: Text,
        /// First day.
        col from: Date,
        /// First day after it.
        col to: Option<Date>,
        /// How many were asked.
        col asked: Option<u32>,
        /// How many answered.
        col answered: Option<u32>,
    }
}

record! {
    /// The result of a question for a unit: how many answered, and how many favourably.
    SurveyResult: "survey_result" in "survey-results", personal false {
        /// The survey.
        key survey: SurveyKey,
        /// The question, by number.
        key question: Text,
        /// The unit that answered.
        key unit: UnitKey,
        /// The question, in words.
        col words: Option<Text>,
        /// The standard for employers of social workers that it speaks to, 1 to 8.
        col standard: Option<u32>,
        /// How many answered it.
        col answered: u32,
        /// How many of them agreed, or answered favourably.
        col agreed: Option<u32>,
        /// The mean, where it is a scale.
        col mean: Option<Printed>,
    }
}
