//! Agency engagements: the terms on which an agency worker is in an occupancy, what is paid, and what was allowed.
//!
//! Who, where, when, what for and through which agency are the occupancy's; only what the statutory rules for agency child
//! and family social workers ask besides is here.

use crate::cell::{Flag, Text, codes, keys};
use crate::period::Date;
use crate::quantity::{Hours, Pence};
use crate::record::record;
use crate::records::{AgencyJobType, OccupancyKey};

keys! {
    /// An engagement's key.
    EngagementKey of Engagement: "engagement";
}

codes! {
    /// Through whom an agency worker is paid.
    Route {
        /// On the agency's own payroll.
        Payroll = "paye",
        /// By an umbrella company.
        Umbrella = "umbrella",
        /// Through the worker's own limited company.
        LimitedCompany = "limited-company",
    }
}

codes! {
    /// How agency workers are supplied.
    SupplyModel {
        /// One worker at a time.
        Individual = "individual",
        /// A project team, with a manager of its own.
        ProjectTeam = "project-team",
        /// A managed team or another packaged service.
        ManagedTeam = "managed-team",
    }
}

impl SupplyModel {
    /// Whether it is a project team or another packaged model.
    pub fn is_packaged(self) -> bool {
        self != Self::Individual
    }
}

codes! {
    /// Why the time to wait after a substantive role does not apply.
    CoolOffExemption {
        /// The worker was made redundant from the role.
        Redundancy = "redundancy",
        /// The worker left the role during probation.
        Probation = "probation",
    }
}

codes! {
    /// Who gave a reference.
    ReferenceGiver {
        /// The council.
        Council = "council",
        /// The agency or the managed service provider, which may only obtain, keep or pass on.
        Agency = "agency",
    }
}

codes! {
    /// What the council found of a worker who is paid through an intermediary.
    StatusDetermination {
        /// Would be an employee for tax.
        Inside = "inside",
        /// Would not.
        Outside = "outside",
    }
}

record! {
    /// The terms of one agency worker's assignment, beside the occupancy that says who, where, when and what for.
    Engagement: "engagement" in "engagements", personal false {
        /// The council's key for the assignment.
        key engagement: EngagementKey,
        /// The occupancy, of the basis `agency`.
        col occupancy: OccupancyKey,
        /// The day on which it was offered; blank means its first day.
        col offered_on: Option<Date>,
        /// Through whom the worker is paid.
        col route: Option<Route>,
        /// The core job type; blank means that of the role.
        col job_type: Option<AgencyJobType>,
        /// How the worker is supplied.
        col model: Option<SupplyModel>,
        /// The project or package that the worker belongs to.
        col package: Option<Text>,
        /// Hours in a week.
        col hours: Option<Hours>,
        /// Weeks of notice that either side gives.
        col notice_weeks: Option<u32>,
        /// Weeks of notice of the same or an equivalent substantive post.
        col substantive_notice_weeks: Option<u32>,
        /// The day on which a substantive role in an authority's children's services was last left; blank when none was.
        col left_substantive_on: Option<Date>,
        /// Whether it is known that no substantive role was left, or when it was.
        col left_checked: Flag,
        /// The region of the authority that was left, as on that day; blank means this council's own.
        col left_region: Option<Text>,
        /// Why the time to wait does not apply.
        col cool_off_exemption: Option<CoolOffExemption>,
        /// Whole months of direct employment by an authority in child and family social work since registering, before the
        /// first day, breaks and agency work left out.
        col experience_months: Option<u32>,
        /// Detailed practice references obtained before the offer.
        col references: Option<u32>,
        /// A reference for the worker was asked for on this day.
        col reference_asked_on: Option<Date>,
        /// It was given on this day.
        col reference_given_on: Option<Date>,
        /// Who gave it.
        col reference_given_by: Option<ReferenceGiver>,
        /// The day on which the reference at the end was shared with the worker.
        col end_reference_shared_on: Option<Date>,
        /// In a package: whether the council named and approved the worker beforehand.
        col approved_in_advance: Option<bool>,
        /// In a package: whether the cost is told apart for each worker and other service.
        col cost_told_apart: Option<bool>,
        /// In a package: whether the council keeps full control of practice.
        col council_controls: Option<bool>,
        /// Whether the contract of supply lets the rules be met.
        col contract_allows: Option<bool>,
        /// Bound by a contract made before the rules began, which does not let them be met.
        col bound_before: Flag,
        /// Off-payroll working: what the council found.
        col status: Option<StatusDetermination>,
        /// The day on which it told so.
        col status_on: Option<Date>,
        /// Anything a reader should know; nothing personal.
        col note: Option<Text>,
    }
}

record! {
    /// What is paid for an hour of an agency worker from a day, until a later row takes over. The parts add up to the charge.
    EngagementRate: "engagement_rate" in "engagement-rates", personal false {
        /// The engagement.
        key engagement: EngagementKey,
        /// First day.
        key from: Date,
        /// Pay for an hour; for an umbrella or limited company, what the assignment pays for an hour.
        col pay: Pence,
        /// Employer's National Insurance for an hour, where it comes on top.
        col employer_ni: Option<Pence>,
        /// Holiday pay for an hour, where it comes on top.
        col holiday: Option<Pence>,
        /// Employer's pension for an hour.
        col pension: Option<Pence>,
        /// Apprenticeship levy for an hour.
        col levy: Option<Pence>,
        /// The agency's margin for an hour.
        col margin: Option<Pence>,
        /// The managed service provider's fee for an hour.
        col fee: Option<Pence>,
    }
}

impl EngagementRate {
    /// What an hour costs the council: all parts together.
    pub fn charge(&self) -> Pence {
        let parts = [self.employer_ni, self.holiday, self.pension, self.levy, self.margin, self.fee];
        self.pay + parts.into_iter().flatten().sum()
    }
}

record! {
    /// Leave to depart from an agency rule: who allowed it, when, why, and until when. Officers by their role, never by name.
    Derogation: "derogation" in "derogations", personal false {
        /// The council's key for it.
        key derogation: Text,
        /// The rule, such as `AR-01`.
        col rule: Text,
        /// The engagement; blank for the whole council.
        col engagement: Option<EngagementKey>,
        /// First day on which it holds.
        col from: Date,
        /// First day on which it no longer does: the review.
        col to: Option<Date>,
        /// The day on which the director of children's services signed.
        col director_signed_on: Option<Date>,
        /// The day on which the chief executive signed.
        col chief_executive_signed_on: Option<Date>,
        /// Who else allowed it, by role.
        col approved_by: Option<Text>,
        /// The day on which they did.
        col approved_on: Option<Date>,
        /// Why.
        col reason: Option<Text>,
        /// The day on which the region was told.
        col told_region_on: Option<Date>,
        /// The quarter in whose return it is told, such as `2025-Q4`.
        col quarter: Option<Text>,
    }
}

record! {
    /// A quarterly agency return to the DfE: when it was sent, and what only the council can say in it.
    AgencyReturn: "agency_return" in "agency-returns", personal false {
        /// The quarter of data, such as `2025-Q1` for January to March.
        key quarter: Text,
        /// The day on which it was sent; blank until then.
        col sent_on: Option<Date>,
        /// The day on which the map of roles to core job types was sent.
        col job_map_sent_on: Option<Date>,
        /// Why rules were not complied with, in words.
        col explanation: Option<Text>,
        /// Agencies whose conduct affected compliance.
        col agencies: Option<Text>,
    }
}
