//! Who works where and on what basis, who is away, and how many cases are held.

use crate::cell::{Key, Names, Text, codes};
use crate::period::Date;
use crate::quantity::{Days, Fte};
use crate::record::record;
use crate::records::{PostKey, RoleKey, UnitKey, WorkerKey};

/// An occupancy's key.
pub type OccupancyKey = Key<Occupancy>;

impl Names for Occupancy {
    const KIND: &'static str = "occupancy";
}

codes! {
    /// On what footing a worker is in a post.
    Basis {
        /// Holds the post permanently.
        Substantive = "substantive",
        /// Holds the post on a contract with an end.
        FixedTerm = "fixed-term",
        /// Holds another post and acts up into this one.
        ActingUp = "acting-up",
        /// On loan from another employer or service.
        SecondmentIn = "secondment-in",
        /// Employed to stand in.
        Cover = "cover",
        /// Working beyond the posts, such as in an academy.
        Supernumerary = "supernumerary",
        /// Supplied by an agency, or self-employed.
        Agency = "agency",
    }
}

impl Basis {
    /// Whether a worker on this basis holds the post, so that it is not vacant. A fixed-term holder does: the DfE counts
    /// a post as vacant when no employed worker holds it, and agency cover does not fill it.
    pub fn holds(self) -> bool {
        matches!(self, Self::Substantive | Self::FixedTerm)
    }
}

codes! {
    /// What an occupancy that holds no post stands in for.
    CoverReason {
        /// Cover for a vacant post, while recruiting.
        Vacancy = "vacancy",
        /// Cover for a holder on long-term sickness.
        LongTermSickness = "long-term-sickness",
        /// Cover for a holder on maternity or other family leave.
        Maternity = "maternity",
        /// Cover for a holder on secondment.
        Secondment = "secondment",
        /// Cover for a holder who is acting up.
        ActingUp = "acting-up",
        /// Additional workload, in nobody's post.
        AdditionalWorkload = "additional-workload",
        /// Skill mix: too few experienced workers, in nobody's post.
        SkillMix = "skill-mix",
    }
}

impl CoverReason {
    /// Whether it stands in for a holder who is away.
    pub fn is_for_absent_holder(self) -> bool {
        matches!(self, Self::LongTermSickness | Self::Maternity | Self::Secondment | Self::ActingUp)
    }
}

record! {
    /// A worker in a post, or working without one, for some FTE, over some dates, on some basis.
    Occupancy: "occupancy" in "occupancies", personal false {
        /// The council's key for the occupancy, such as an assignment number.
        key occupancy: OccupancyKey,
        /// The worker.
        col worker: WorkerKey,
        /// The post; blank for work that no post stands behind.
        col post: Option<PostKey>,
        /// The unit worked in, where there is no post.
        col team: Option<UnitKey>,
        /// The role worked in, where there is no post.
        col role: Option<RoleKey>,
        /// FTE worked: at most 1; 0 for a casual or zero-hours worker.
        col fte: Fte,
        /// First day.
        col from: Date,
        /// First day on which it no longer holds; blank while it does. The end of the spell ends it too.
        col to: Option<Date>,
        /// The planned end, used to project ahead; until `to` is known the worker is still counted.
        col expected_end: Option<Date>,
        /// On what footing.
        col basis: Basis,
        /// What it stands in for; needed for cover, acting up, secondment in and agency.
        col cover: Option<CoverReason>,
        /// The supplying agency.
        col supplier: Option<Text>,
        /// Anything a reader should know; nothing personal.
        col note: Option<Text>,
    }
}

codes! {
    /// What kind of absence.
    AbsenceKind {
        /// Sickness; counts as away from the post once it has lasted four weeks.
        Sickness = "sickness",
        /// Maternity, paternity, adoption or shared parental leave.
        Maternity = "maternity",
        /// On secondment elsewhere.
        SecondmentOut = "secondment-out",
        /// Career break or other long unpaid leave.
        CareerBreak = "career-break",
        /// Suspended.
        Suspension = "suspension",
        /// Study or training release.
        Study = "study",
        /// Paid leave for public duties.
        PublicDuties = "public-duties",
        /// Other paid leave.
        OtherPaid = "other-paid",
        /// Other unpaid leave.
        Unpaid = "unpaid",
        /// Absent without leave.
        Unauthorised = "unauthorised",
    }
}

record! {
    /// A dated spell away from work, whole or continuing. Its medical detail is not kept.
    Absence: "absence" in "absences", personal false {
        /// The council's key for the absence.
        key absence: Text,
        /// The worker.
        col worker: WorkerKey,
        /// What kind.
        col kind: AbsenceKind,
        /// First day away.
        col from: Date,
        /// First day back; blank while away.
        col to: Option<Date>,
        /// The day on which the worker is expected back, used to project ahead.
        col expected_return: Option<Date>,
        /// Working days lost, as the council counts them.
        col days_lost: Option<Days>,
        /// Days of the week worked while it lasted, Monday first, such as `MTWTF--`.
        col work_pattern: Option<Text>,
    }
}

record! {
    /// The cases that a worker holds on a day: numbers by type, never anything about a child.
    Caseload: "caseload" in "caseloads", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// The day.
        key on: Date,
        /// Assessments.
        col assessment: Option<u32>,
        /// Child in need plans.
        col child_in_need: Option<u32>,
        /// Child protection plans.
        col child_protection: Option<u32>,
        /// Children looked after.
        col looked_after: Option<u32>,
        /// Care leavers.
        col care_leaver: Option<u32>,
        /// Fostering, adoption and kinship households.
        col carers: Option<u32>,
        /// Adults with care and support needs.
        col adults: Option<u32>,
        /// Any other type.
        col other: Option<u32>,
        /// Cases whose type the extract does not give.
        col untyped: Option<u32>,
    }
}

impl Caseload {
    /// All cases held on the day.
    pub fn total(&self) -> u32 {
        let counts = [
            self.assessment,
            self.child_in_need,
            self.child_protection,
            self.looked_after,
            self.care_leaver,
            self.carers,
            self.adults,
            self.other,
            self.untyped,
        ];
        counts.into_iter().flatten().fold(0, u32::saturating_add)
    }
}
