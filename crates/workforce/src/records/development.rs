//! Supervision, learning and registration: what is due by policy, what was held, who is registered until when.

use crate::cell::{Flag, List, Text, codes, keys};
use crate::period::Date;
use crate::quantity::{Days, Pence};
use crate::record::record;
use crate::records::{RoleKey, UnitKey, WorkerKey};

keys! {
    /// A course's key.
    CourseKey of Course: "course";
}

record! {
    /// How often workers of a role are supervised, from a day, until a later row takes over.
    SupervisionRule: "supervision_rule" in "supervision-rules", personal false {
        /// The role.
        key role: RoleKey,
        /// First day.
        key from: Date,
        /// At least every so many days.
        col every_days: u32,
        /// Minutes that a session is meant to last.
        col minutes: Option<u32>,
        /// Where it is from.
        col source: Option<Text>,
    }
}

record! {
    /// A supervision that was held. What was said is not kept.
    Supervision: "supervision" in "supervisions", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// The day.
        key on: Date,
        /// Minutes.
        col minutes: Option<u32>,
        /// Whether it was reflective.
        col reflective: Option<bool>,
    }
}

record! {
    /// A course, workshop or briefing.
    Course: "course" in "courses", personal false {
        /// Its key.
        key course: CourseKey,
        /// Its name.
        col name: Text,
        /// The roles that it is for; blank means all.
        col roles: List<RoleKey>,
        /// The units that it is for, with all below them; blank means all.
        col teams: List<UnitKey>,
        /// Days that it takes.
        col days: Option<Days>,
        /// Cost for a place.
        col cost: Option<Pence>,
        /// Whole months after which it is to be done again; blank for never.
        col again_months: Option<u32>,
        /// The day on which it is planned to begin.
        col planned_from: Option<Date>,
    }
}

record! {
    /// A course that a worker completed.
    CourseCompletion: "course_completion" in "course-completions", personal false {
        /// The course.
        key course: CourseKey,
        /// The worker.
        key worker: WorkerKey,
        /// The day.
        key on: Date,
    }
}

codes! {
    /// Who pays the registration fee.
    FeePayer {
        /// The worker.
        Worker = "worker",
        /// The council.
        Council = "council",
    }
}

codes! {
    /// What the register says of a social worker.
    RegisterStatus {
        /// On the register.
        Registered = "registered",
        /// On it with conditions of practice.
        Conditions = "conditions",
        /// Suspended.
        Suspended = "suspended",
        /// Not on it.
        NotRegistered = "not-registered",
    }
}

record! {
    /// How far a worker's yearly renewal with Social Work England has got. The number is the worker's own.
    Renewal: "renewal" in "renewals", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// The year in which the window closes, such as 2026 for 30 November 2026.
        key year: u32,
        /// The day on which the form was sent.
        col form_on: Option<Date>,
        /// Pieces of continuing professional development recorded.
        col pieces: Option<u32>,
        /// Whether one of them reflects with a peer.
        col peer: Flag,
        /// The day on which the fee was paid.
        col fee_on: Option<Date>,
        /// Who paid it.
        col fee_by: Option<FeePayer>,
        /// The day on which the register showed the renewal.
        col renewed_on: Option<Date>,
        /// What the register last said.
        col status: Option<RegisterStatus>,
        /// The day of that.
        col status_on: Option<Date>,
    }
}

codes! {
    /// On what ground a worker may work here.
    WorkRight {
        /// British or Irish.
        Citizen = "citizen",
        /// Settled.
        Settled = "settled",
        /// Leave to remain until a day, sponsored by the council.
        Sponsored = "sponsored",
        /// Leave to remain until a day, not sponsored.
        Leave = "leave",
    }
}

record! {
    /// On what ground a worker may work here and until when. For named roles only, and erased with the person.
    RightToWork: "right_to_work" in "rights-to-work", personal true {
        /// The worker.
        key worker: WorkerKey,
        /// The ground.
        col ground: WorkRight,
        /// The day on which it was looked at.
        col checked_on: Option<Date>,
        /// First day on which it no longer holds.
        col ends: Option<Date>,
        /// The occupation code of the sponsorship.
        col occupation_code: Option<Text>,
        /// What the council pays towards the next application.
        col council_pays: Option<Pence>,
        /// The day by which this record should no longer be kept.
        col keep_until: Option<Date>,
    }
}

codes! {
    /// How far a practice educator is qualified.
    EducatorStage {
        /// Stage 1: supervises and assesses students with another educator.
        One = "stage-1",
        /// Stage 2: assesses last placements alone.
        Two = "stage-2",
    }
}

record! {
    /// A worker who is qualified to teach and assess students.
    PracticeEducator: "practice_educator" in "practice-educators", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// How far.
        col stage: EducatorStage,
        /// The day on which it was reached.
        col from: Date,
        /// First day on which it no longer holds.
        col to: Option<Date>,
        /// Students at a time.
        col students: Option<u32>,
    }
}
