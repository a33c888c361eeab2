//! What workers are paid, as far as the census and the papers ask, and what the council pays beyond base salary.

use crate::cell::{Text, codes};
use crate::period::Date;
use crate::quantity::Pence;
use crate::record::record;
use crate::records::{AwardKey, WorkerKey};

record! {
    /// A worker's base salary from a day, until a later row takes over.
    Salary: "salary" in "salaries", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// First day.
        key from: Date,
        /// Base salary for a year. The census does not say whether a part-time worker's is the full-time rate or what is
        /// paid for the hours worked: give what the council returns.
        col annual: Pence,
    }
}

codes! {
    /// What a payment beyond base salary is for.
    PaymentKind {
        /// Recruitment or retention.
        RecruitmentRetention = "recruitment-retention",
        /// Anything else but expenses.
        Other = "other",
    }
}

record! {
    /// A payment to a worker beyond base salary. Expenses such as mileage are none.
    Payment: "payment" in "payments", personal false {
        /// The council's key for the payment.
        key payment: Text,
        /// The worker.
        col worker: WorkerKey,
        /// What it is for.
        col kind: PaymentKind,
        /// The day on which it was paid.
        col paid_on: Date,
        /// How much.
        col amount: Pence,
        /// The award of an incentive that it pays, where it pays one.
        col award: Option<AwardKey>,
        /// The instalment of that award's scheme.
        col instalment: Option<Text>,
        /// Anything a reader should know; nothing personal.
        col note: Option<Text>,
    }
}

codes! {
    /// What a council may pay its social workers beyond base salary, as the census asks for it from 2025.
    Incentive {
        /// A financial incentive to join.
        RecruitmentBonus = "recruitment-bonus",
        /// A financial incentive to stay.
        RetentionBonus = "retention-bonus",
        /// Bonuses or rewards for performance.
        PerformanceAward = "performance-award",
        /// For using one's own car, without claiming single trips or miles.
        CarAllowance = "car-allowance",
        /// Costs of moving house on starting.
        RelocationPackage = "relocation-package",
        /// For geographic location, where it is not in base salary.
        RegionalWeighting = "regional-weighting",
        /// Social Work England registration, in part or in full.
        RegistrationFee = "registration-fee",
        /// Disclosure and Barring Service checks, in part or in full.
        DisclosureCheck = "disclosure-check",
        /// Any other payment or allowance; `detail` says which, and whether for all or some.
        OtherAllowances = "other-allowances",
    }
}

codes! {
    /// Which of the social workers whom a council employs may have something.
    Eligible {
        /// None (census code 0).
        None = "none",
        /// All (1).
        All = "all",
        /// Some (2).
        Some = "some",
    }
}

record! {
    /// Whether the council pays an incentive from a day, and to whom, until a later row takes over.
    IncentiveOffer: "incentive_offer" in "incentive_offers", personal false {
        /// The incentive.
        key incentive: Incentive,
        /// First day.
        key from: Date,
        /// Which employed social workers may have it; blank for other allowances.
        col eligible: Option<Eligible>,
        /// What it is, in words.
        col detail: Option<Text>,
    }
}
