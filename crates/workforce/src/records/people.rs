//! Workers and their spells of employment. Identity and equality data are records of their own, apart from employment,
//! so that they can be shown to named roles only, expire and be erased while every count still stands.

use crate::cell::{Key, Names, Text, codes};
use crate::period::Date;
use crate::record::record;

/// A worker's key.
pub type WorkerKey = Key<Worker>;
/// A spell's key.
pub type SpellKey = Key<Spell>;

impl Names for Worker {
    const KIND: &'static str = "worker";
}

impl Names for Spell {
    const KIND: &'static str = "spell";
}

record! {
    /// A person who works or worked for the service, employed or through an agency, by pseudonymous key.
    Worker: "worker" in "workers", personal false {
        /// The council's key for the person: a payroll or case-system number, never a name.
        key worker: WorkerKey,
        /// Social Work England registration number, as given.
        col registration: Option<Text>,
        /// First day on the register, where known.
        col registered_from: Option<Date>,
        /// Anything a reader should know; nothing personal.
        col note: Option<Text>,
    }
}

record! {
    /// Who a worker is. Kept apart from employment and erased with the person.
    Identity: "identity" in "identities", personal true {
        /// The worker.
        key worker: WorkerKey,
        /// Given name.
        col given_name: Option<Text>,
        /// Family name.
        col family_name: Option<Text>,
        /// Date of birth.
        col birth_date: Option<Date>,
        /// Work email address.
        col email: Option<Text>,
    }
}

codes! {
    /// Sex, as the census asks for it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Not known or not stated.
        NotKnown = "not-known",
    }
}

codes! {
    /// Whether the person says that they are disabled.
    Disability {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Asked and not stated.
        NotStated = "not-stated",
    }
}

codes! {
    /// Ethnicity in the codes of the children's social work workforce census.
    Ethnicity {
        /// White British.
        WhiteBritish = "WBRI",
        /// White Irish.
        WhiteIrish = "WIRI",
        /// Any other White background.
        WhiteOther = "WOTH",
        /// White and Black Caribbean.
        WhiteAndBlackCaribbean = "MWBC",
        /// White and Black African.
        WhiteAndBlackAfrican = "MWBA",
        /// White and Asian.
        WhiteAndAsian = "MWAS",
        /// Any other mixed background.
        MixedOther = "MOTH",
        /// Indian.
        Indian = "AIND",
        /// Pakistani.
        Pakistani = "APKN",
        /// Bangladeshi.
        Bangladeshi = "ABAN",
        /// Any other Asian background.
        AsianOther = "AOTH",
        /// Chinese.
        Chinese = "CHNE",
        /// Black Caribbean.
        BlackCaribbean = "BCRB",
        /// Black African.
        BlackAfrican = "BAFR",
        /// Any other Black background.
        BlackOther = "BOTH",
        /// Any other ethnic group.
        Other = "OOTH",
        /// Declared not stated, or refused.
        Refused = "REFU",
        /// Information not yet obtained.
        NotObtained = "NOBT",
    }
}

record! {
    /// A worker's equality data, held for the statutory census and equality monitoring only, until a stated day.
    Equality: "equality" in "equality", personal true {
        /// The worker.
        key worker: WorkerKey,
        /// Sex.
        col sex: Option<Sex>,
        /// Ethnicity.
        col ethnicity: Option<Ethnicity>,
        /// Disability.
        col disability: Option<Disability>,
        /// The purpose that it was collected for.
        col purpose: Option<Text>,
        /// The first day on which it should no longer be kept.
        col keep_until: Option<Date>,
    }
}

codes! {
    /// Level of the social work qualification, as the census asks for it.
    QualificationLevel {
        /// Undergraduate (census code 1).
        Undergraduate = "undergraduate",
        /// Postgraduate (2).
        Postgraduate = "postgraduate",
        /// Other (3).
        Other = "other",
    }
}

record! {
    /// How a worker qualified as a social worker.
    Qualification: "qualification" in "qualifications", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// Level of the social work qualification.
        col level: Option<QualificationLevel>,
        /// The university or college that gave it.
        col institution: Option<Text>,
        /// Whether by the Step Up to Social Work programme.
        col step_up: Option<bool>,
        /// Whether by the Frontline programme, later Approach Social Work.
        col frontline: Option<bool>,
    }
}

codes! {
    /// Knowledge and skills status, which the census collected until 2024.
    KnowledgeSkills {
        /// Assessed and supported year in employment (census code 1).
        AssessedYear = "assessed-year",
        /// Frontline practitioner (2).
        Practitioner = "practitioner",
        /// Practice supervisor (3).
        Supervisor = "supervisor",
        /// Practice leader (4).
        Leader = "leader",
    }
}

record! {
    /// A worker's knowledge and skills status from a day, until a later row takes over.
    KnowledgeStatus: "knowledge_status" in "knowledge_statuses", personal false {
        /// The worker.
        key worker: WorkerKey,
        /// First day.
        key from: Date,
        /// The status.
        col status: KnowledgeSkills,
    }
}

codes! {
    /// Where a starter came from (census code set CS091).
    Origin {
        /// Newly qualified social worker (census code 1).
        NewlyQualified = "newly-qualified",
        /// Social worker in a different local authority in England (2).
        OtherAuthority = "other-authority",
        /// Social worker outside England (3).
        OutsideEngland = "outside-england",
        /// Agency or consultancy social work in England (4).
        Agency = "agency",
        /// Other social work role in England, not local authority (5).
        OtherSocialWork = "other-social-work",
        /// Other social care role in England, local authority or not (6).
        SocialCare = "social-care",
        /// Not social care, any role outside England, no employment or career break (7).
        NotSocialCare = "not-social-care",
        /// Other (8).
        Other = "other",
        /// Not known (9).
        NotKnown = "not-known",
        /// Not yet collected (10).
        NotYetCollected = "not-yet-collected",
    }
}

codes! {
    /// Why a leaver left (census code set CS097).
    LeavingReason {
        /// Resignation (census code 1).
        Resignation = "resignation",
        /// Voluntary redundancy (2).
        VoluntaryRedundancy = "voluntary-redundancy",
        /// Compulsory redundancy (3).
        CompulsoryRedundancy = "compulsory-redundancy",
        /// Dismissed (4).
        Dismissed = "dismissed",
        /// Retired (5).
        Retired = "retired",
        /// Deceased (6).
        Deceased = "deceased",
        /// Moved to a role within the authority that is not child and family social work (7).
        MovedWithin = "moved-within",
        /// Other (8).
        Other = "other",
        /// Not known (9).
        NotKnown = "not-known",
        /// Not yet collected (10).
        NotYetCollected = "not-yet-collected",
    }
}

codes! {
    /// Where a leaver went (census code set CS092; its numbers are not those of CS091).
    Destination {
        /// Social worker in a different local authority in England (census code 1).
        OtherAuthority = "other-authority",
        /// Social worker outside England (2).
        OutsideEngland = "outside-england",
        /// Agency or consultancy social work in England (3).
        Agency = "agency",
        /// Other social work role in England, not local authority (4).
        OtherSocialWork = "other-social-work",
        /// Other social care role in England, local authority or not (5).
        SocialCare = "social-care",
        /// Not social care, no employment, redundancy, career break or left England (6).
        NotSocialCare = "not-social-care",
        /// Other (7).
        Other = "other",
        /// Not known (8).
        NotKnown = "not-known",
        /// Not yet collected (9).
        NotYetCollected = "not-yet-collected",
    }
}

record! {
    /// One worker's continuous employment by the council. Agency workers have none.
    Spell: "spell" in "spells", personal false {
        /// The council's key for the spell, such as a contract number.
        key spell: SpellKey,
        /// The worker.
        col worker: WorkerKey,
        /// First day of employment.
        col started: Date,
        /// Where the worker came from.
        col origin: Option<Origin>,
        /// The leaving date: the first day on which the worker is no longer in post.
        col left: Option<Date>,
        /// Why the worker left.
        col reason: Option<LeavingReason>,
        /// Where the worker went.
        col destination: Option<Destination>,
        /// The day on which notice was given.
        col notice_given: Option<Date>,
        /// Anything a reader should know; nothing personal.
        col note: Option<Text>,
    }
}
