//! Units and roles: the dated tree of services and teams, and the council's career ladder.

use crate::cell::{Flag, Key, List, Names, Text, codes};
use crate::period::Date;
use crate::record::record;

/// A unit's key.
pub type UnitKey = Key<Unit>;
/// A role's key.
pub type RoleKey = Key<Role>;

impl Names for Unit {
    const KIND: &'static str = "unit";
}

impl Names for Role {
    const KIND: &'static str = "role";
}

codes! {
    /// Where a unit stands in the tree.
    UnitKind {
        /// A service: the level at which a head of service answers for the whole.
        Service = "service",
        /// An area or group of teams inside a service.
        Area = "area",
        /// A team.
        Team = "team",
    }
}

codes! {
    /// Whom a unit serves.
    ServiceSide {
        /// Children and families.
        Children = "children",
        /// Adults.
        Adults = "adults",
        /// Children and adults alike.
        Both = "both",
    }
}

record! {
    /// A service, area or team, as it stands from a date. A later row for the same unit takes over from its own date.
    Unit: "unit" in "units", personal false {
        /// The council's code for the unit.
        key unit: UnitKey,
        /// First day on which this row holds.
        key from: Date,
        /// First day on which the unit no longer exists; blank while it does.
        col to: Option<Date>,
        /// The unit's name.
        col name: Text,
        /// Its place in the tree.
        col kind: UnitKind,
        /// The unit that it belongs to; blank at the top.
        col parent: Option<UnitKey>,
        /// Whom it serves; blank means as its parent.
        col side: Option<ServiceSide>,
        /// The units that carry on its work after it ends (a restructure's bridge).
        col successors: List<UnitKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// The role in the organisation of the children's social work workforce census (code set CS090).
    CensusRole {
        /// Senior manager (census code 1).
        SeniorManager = "senior-manager",
        /// Middle manager (census code 2).
        MiddleManager = "middle-manager",
        /// First line manager (census code 3).
        FirstLineManager = "first-line-manager",
        /// Senior practitioner (census code 4).
        SeniorPractitioner = "senior-practitioner",
        /// Case holder (census code 5).
        CaseHolder = "case-holder",
        /// Qualified without cases (census code 6).
        QualifiedWithoutCases = "qualified-without-cases",
    }
}

codes! {
    /// The core job types of the statutory agency rules for children's social work.
    AgencyJobType {
        /// Social worker.
        SocialWorker = "SW",
        /// Senior social worker.
        SeniorSocialWorker = "SSW",
        /// Advanced practitioner.
        AdvancedPractitioner = "AP",
        /// Team manager.
        TeamManager = "TM",
        /// Independent reviewing officer or child protection conference chair.
        ReviewingOfficer = "IRO",
    }
}

record! {
    /// A grade of work on the council's career ladder, as it stands from a date.
    Role: "role" in "roles", personal false {
        /// The council's code for the role.
        key role: RoleKey,
        /// First day on which this row holds.
        key from: Date,
        /// First day on which the role is no longer used; blank while it is.
        col to: Option<Date>,
        /// The council's title.
        col title: Text,
        /// The council's grade.
        col grade: Option<Text>,
        /// Whether a holder must be a registered social worker.
        col qualified: bool,
        /// Whether it is in scope of the children's social work workforce census.
        col census: Flag,
        /// The census role; needed where the role is in scope.
        col census_role: Option<CensusRole>,
        /// The agency core job type; needed where agency workers may fill it.
        col agency_job_type: Option<AgencyJobType>,
        /// Place on the ladder for tables: lower comes first.
        col rank: Option<u32>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// A title that takes over from another on a date: the bridge that lets the two be read as one in transition.
    RoleMapping: "role_mapping" in "role-mappings", personal false {
        /// The older role.
        key from_role: RoleKey,
        /// The role that takes over from it.
        key to_role: RoleKey,
        /// The day from which it does.
        col on: Date,
        /// The decision that ordered it.
        col decision: Option<crate::records::DecisionKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}
