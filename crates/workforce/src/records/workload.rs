//! What a caseload weighs and how much a worker can carry. The cases themselves are `caseload` records: totals by type.

use crate::cell::{Text, codes, keys};
use crate::period::Date;
use crate::quantity::{Fte, Points};
use crate::record::record;
use crate::records::{RoleKey, UnitKey, WorkerKey};

keys! {
    /// A weighting's key.
    WeightingKey of Weighting: "weighting";
}

codes! {
    /// A type of case, as caseloads are counted.
    CaseType {
        /// Assessments.
        Assessment = "assessment",
        /// Child in need plans.
        ChildInNeed = "child-in-need",
        /// Child protection plans.
        ChildProtection = "child-protection",
        /// Children looked after.
        LookedAfter = "looked-after",
        /// Care leavers.
        CareLeaver = "care-leaver",
        /// Fostering, adoption and kinship households.
        Carers = "carers",
        /// Adults with care and support needs.
        Adults = "adults",
        /// Any other type.
        Other = "other",
        /// Of no stated type.
        Untyped = "untyped",
    }
}

record! {
    /// A version of a scheme that weighs cases. Old versions stay, so that old figures can be made again.
    Weighting: "weighting" in "weightings", personal false {
        /// Its key, such as `2024`.
        key weighting: WeightingKey,
        /// Its name.
        col name: Text,
        /// First day on which it is used.
        col from: Date,
        /// First day on which it no longer is.
        col to: Option<Date>,
        /// Points that a full-time worker without reductions can carry.
        col capacity: Points,
        /// Points of work that every worker has whatever the cases, such as meetings and travel.
        col fixed: Option<Points>,
        /// Who agreed it, and where it is from.
        col source: Option<Text>,
    }
}

record! {
    /// What a case of a type weighs in a weighting.
    WeightingPoints: "weighting_points" in "weighting-points", personal false {
        /// The weighting.
        key weighting: WeightingKey,
        /// The type of case.
        key case_type: CaseType,
        /// Points.
        col points: Points,
    }
}

record! {
    /// The number of cases agreed as most for a full-time worker of a role, from a day, until a later row takes over.
    CaseLimit: "case_limit" in "case-limits", personal false {
        /// The role.
        key role: RoleKey,
        /// First day.
        key from: Date,
        /// Most cases for a full-time worker.
        col cases: u32,
        /// Where it was agreed.
        col source: Option<Text>,
    }
}

codes! {
    /// Why a worker carries less.
    ReductionKind {
        /// Newly qualified.
        NewlyQualified = "newly-qualified",
        /// Protected time for learning.
        ProtectedTime = "protected-time",
        /// Other duties, such as supervising students or standing for a union.
        OtherDuties = "other-duties",
        /// Agreed for another reason, which is not kept here.
        Agreed = "agreed",
    }
}

record! {
    /// A share of a worker's capacity that is kept free between two days.
    Reduction: "reduction" in "reductions", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// A short label, such as `asye`.
        key reduction: Text,
        /// First day.
        col from: Date,
        /// First day on which it no longer holds.
        col to: Option<Date>,
        /// Why.
        col kind: ReductionKind,
        /// The share that is kept free, such as `0.1`.
        col share: Fte,
    }
}

codes! {
    /// What is counted of the demand on a service.
    DemandSeries {
        /// Contacts.
        Contacts = "contacts",
        /// Referrals in the period.
        Referrals = "referrals",
        /// Assessments completed in the period.
        Assessments = "assessments",
        /// Children in need on the day.
        ChildrenInNeed = "children-in-need",
        /// Child protection plans on the day.
        ProtectionPlans = "protection-plans",
        /// Children looked after on the day.
        LookedAfter = "looked-after",
        /// Changes of social worker for a child, on average, as a service reports them.
        WorkerChanges = "worker-changes",
    }
}

record! {
    /// A figure of demand on a service, as a total: nothing about any child.
    Demand: "demand" in "demand", personal false {
        /// What is counted.
        key series: DemandSeries,
        /// The unit.
        key unit: UnitKey,
        /// The day, or the last day of the period.
        key on: Date,
        /// Months of the period; blank for a count on the day.
        col months: Option<u32>,
        /// The figure.
        col figure: Points,
        /// Where it is from.
        col source: Option<Text>,
    }
}
