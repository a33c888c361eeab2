//! Recruiting: vacancies advertised, campaigns, adverts, enquiries, applications with their stages, rounds of interviews.
//!
//! An applicant is a key of the council's applicant-tracking system: no name, no answer to an equality question. Those are
//! counts of their own.

use crate::cell::{Flag, List, Text, codes, keys};
use crate::period::Date;
use crate::quantity::{Fte, Pence};
use crate::record::record;
use crate::records::{Origin, PostKey, RoleKey, SpellKey, UnitKey};

keys! {
    /// A vacancy's key.
    VacancyKey of Vacancy: "vacancy";
    /// A campaign's key.
    CampaignKey of Campaign: "campaign";
    /// A channel's key.
    ChannelKey of Channel: "channel";
    /// An advert's key.
    AdvertKey of Advert: "advert";
    /// An application's key.
    ApplicationKey of Application: "application";
}

codes! {
    /// Why a post is to be filled.
    VacancyReason {
        /// The holder leaves.
        Leaver = "leaver",
        /// The holder moves to another post of the council.
        InternalMove = "internal-move",
        /// The holder reduces hours.
        FewerHours = "fewer-hours",
        /// The post is new.
        NewPost = "new-post",
        /// The holder acts up or is on loan.
        ActingUp = "acting-up",
        /// To take the place of agency cover.
        ReplaceAgency = "replace-agency",
    }
}

record! {
    /// A post, or a part of one, that the council means to fill.
    Vacancy: "vacancy" in "vacancies", personal false {
        /// Its key.
        key vacancy: VacancyKey,
        /// The post.
        col post: PostKey,
        /// FTE to fill; blank means the post's.
        col fte: Option<Fte>,
        /// Why.
        col reason: Option<VacancyReason>,
        /// The day on which it became vacant, or will.
        col vacant_from: Date,
        /// The day on which filling it was approved.
        col approved_on: Option<Date>,
        /// Designated hard to recruit to.
        col hard_to_recruit: Flag,
        /// The role that it may be regraded to for want of applicants.
        col regrade_to: Option<RoleKey>,
        /// The day on which someone started in it, or it was given up.
        col closed_on: Option<Date>,
        /// Given up: not filled, and not to be.
        col given_up: Flag,
        /// The vacancy that arose because this one was filled from within.
        col leads_to: Option<VacancyKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// What sort of campaign.
    CampaignKind {
        /// Open all the time.
        Rolling = "rolling",
        /// For named vacancies.
        Targeted = "targeted",
        /// Overseas.
        Overseas = "overseas",
        /// For those who come back to social work.
        ReturnToWork = "return-to-work",
        /// For agency workers to become employed.
        AgencyConversion = "agency-conversion",
        /// For newly qualified workers.
        NewlyQualified = "newly-qualified",
        /// Within the council only.
        Internal = "internal",
    }
}

record! {
    /// A campaign to recruit.
    Campaign: "campaign" in "campaigns", personal false {
        /// Its key.
        key campaign: CampaignKey,
        /// Its name.
        col name: Text,
        /// What sort.
        col kind: CampaignKind,
        /// First day.
        col from: Date,
        /// First day after it.
        col to: Option<Date>,
        /// What it cost beyond its adverts.
        col cost: Option<Pence>,
        /// How many starts it aims at.
        col target: Option<u32>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// Where the council advertises: a board, a page, a fair.
    Channel: "channel" in "channels", personal false {
        /// Its key.
        key channel: ChannelKey,
        /// Its name.
        col name: Text,
        /// Its address.
        col address: Option<Text>,
        /// Whether the council may advertise there; blank while not known.
        col eligible: Option<bool>,
        /// Why not, or on what terms.
        col terms: Option<Text>,
        /// When that was last looked at.
        col looked_on: Option<Date>,
    }
}

record! {
    /// An advert: what for, where, when and at what cost.
    Advert: "advert" in "adverts", personal false {
        /// Its key.
        key advert: AdvertKey,
        /// The campaign.
        col campaign: Option<CampaignKey>,
        /// The channel.
        col channel: ChannelKey,
        /// The role.
        col role: RoleKey,
        /// The team; blank for several.
        col team: Option<UnitKey>,
        /// The vacancies that it is for.
        col vacancies: List<VacancyKey>,
        /// First day.
        col opened: Date,
        /// First day on which nobody can apply any more.
        col closed: Option<Date>,
        /// A special place on the channel.
        col slot: Option<Text>,
        /// What it cost.
        col cost: Option<Pence>,
    }
}

record! {
    /// How often an advert was looked at on a day, as the channel counts.
    AdvertViews: "advert_views" in "advert-views", personal false {
        /// The advert.
        key advert: AdvertKey,
        /// The day.
        key on: Date,
        /// Views on that day.
        col views: u32,
    }
}

record! {
    /// Someone asked about working here. Who is not kept.
    Enquiry: "enquiry" in "enquiries", personal false {
        /// Its key.
        key enquiry: Text,
        /// The day.
        col on: Date,
        /// The channel.
        col channel: Option<ChannelKey>,
        /// The campaign.
        col campaign: Option<CampaignKey>,
        /// What moved them to ask, in a few words.
        col motive: Option<Text>,
        /// The day by which someone should answer.
        col follow_up_due: Option<Date>,
        /// The day on which someone did.
        col followed_up: Option<Date>,
        /// The application that came of it.
        col application: Option<ApplicationKey>,
    }
}

codes! {
    /// What an applicant does now.
    ApplicantStatus {
        /// Works for this council in a permanent post.
        Internal = "internal",
        /// Works here through an agency.
        AgencyHere = "agency-here",
        /// Works elsewhere through an agency.
        AgencyElsewhere = "agency-elsewhere",
        /// Works for another authority.
        OtherAuthority = "other-authority",
        /// Newly qualified, or about to be.
        NewlyQualified = "newly-qualified",
        /// A student on placement here.
        PlacementStudent = "placement-student",
        /// Works outside England.
        OutsideEngland = "outside-england",
        /// Comes back to social work after a break.
        Returning = "returning",
        /// Anything else.
        Other = "other",
    }
}

impl ApplicantStatus {
    /// The origin that a starter of this status has in the census.
    pub fn origin(self) -> Option<Origin> {
        match self {
            Self::AgencyHere | Self::AgencyElsewhere => Some(Origin::Agency),
            Self::OtherAuthority => Some(Origin::OtherAuthority),
            Self::NewlyQualified | Self::PlacementStudent => Some(Origin::NewlyQualified),
            Self::OutsideEngland => Some(Origin::OutsideEngland),
            Self::Internal | Self::Returning | Self::Other => None,
        }
    }
}

record! {
    /// An application, by the key of the applicant-tracking system.
    Application: "application" in "applications", personal false {
        /// Its key.
        key application: ApplicationKey,
        /// The advert that it answers.
        col advert: AdvertKey,
        /// The vacancy that it came to be considered for.
        col vacancy: Option<VacancyKey>,
        /// The day on which it came.
        col received: Date,
        /// What the applicant does now.
        col status: Option<ApplicantStatus>,
        /// The region where the applicant works, where in another authority.
        col region: Option<Text>,
        /// Whole years of experience since qualifying.
        col years: Option<u32>,
        /// The spell of employment that came of it.
        col spell: Option<SpellKey>,
        /// Said that a golden hello or help with moving house decided it.
        col incentive_decided: Option<bool>,
    }
}

codes! {
    /// A step of an application.
    Stage {
        /// Put on the shortlist.
        Shortlisted = "shortlisted",
        /// Interviewed.
        Interviewed = "interviewed",
        /// Offered the post.
        Offered = "offered",
        /// Accepted.
        Accepted = "accepted",
        /// All checks are back.
        ChecksDone = "checks-done",
        /// Started.
        Started = "started",
        /// Turned down by the council.
        Rejected = "rejected",
        /// Withdrew.
        Withdrawn = "withdrawn",
        /// Declined the offer.
        Declined = "declined",
    }
}

record! {
    /// The day on which an application reached a stage.
    ApplicationStage: "application_stage" in "application-stages", personal false {
        /// The application.
        key application: ApplicationKey,
        /// The stage.
        key stage: Stage,
        /// The day.
        col on: Date,
    }
}

record! {
    /// What applicants of a campaign answered to an equality question, as counts that are tied to nobody.
    ApplicantEquality: "applicant_equality" in "applicant-equality", personal false {
        /// The campaign.
        key campaign: CampaignKey,
        /// The question, such as `sex` or `ethnicity`.
        key question: Text,
        /// The answer.
        key answer: Text,
        /// Applied.
        col applied: u32,
        /// Shortlisted.
        col shortlisted: Option<u32>,
        /// Appointed.
        col appointed: Option<u32>,
    }
}

record! {
    /// A day of interviews: for which vacancies, and who was on the panel, by number.
    InterviewRound: "interview_round" in "interview-rounds", personal false {
        /// Its key.
        key round: Text,
        /// The day.
        col on: Date,
        /// The role.
        col role: Option<RoleKey>,
        /// The vacancies.
        col vacancies: List<VacancyKey>,
        /// How many interviews.
        col interviews: Option<u32>,
        /// How many managers and practitioners on the panel.
        col panel: Option<u32>,
        /// How many young people on the panel: a number only.
        col young_people: Option<u32>,
        /// Held: a planned round becomes one that was.
        col held: Flag,
    }
}

codes! {
    /// Who sits on panels.
    PanelPool {
        /// Managers and practitioners trained to interview.
        Staff = "staff",
        /// Young people trained to interview: a number only.
        YoungPeople = "young-people",
    }
}

record! {
    /// How many are trained to sit on panels, from a day, until a later row takes over.
    PanelMembers: "panel_members" in "panel-members", personal false {
        /// Who.
        key pool: PanelPool,
        /// First day.
        key from: Date,
        /// How many.
        col trained: u32,
        /// Rounds in a month that each can take.
        col rounds_a_month: Option<u32>,
    }
}
