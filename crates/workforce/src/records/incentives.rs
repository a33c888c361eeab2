//! What the council pays to recruit and keep: schemes with their terms, awards to spells of employment, money paid back.
//!
//! What is due and what is to be paid back is computed (`registers`); what was paid is a `payment` that names its award.

use crate::cell::{List, Text, codes, keys};
use crate::period::Date;
use crate::quantity::Pence;
use crate::record::record;
use crate::records::{DecisionKey, Incentive, PostKey, RoleKey, SpellKey, UnitKey};

keys! {
    /// A scheme's key.
    SchemeKey of IncentiveScheme: "incentive_scheme";
    /// An award's key.
    AwardKey of IncentiveAward: "incentive_award";
}

codes! {
    /// What sort of scheme.
    SchemeKind {
        /// A supplement to the salary while the market asks for it.
        MarketSupplement = "market-supplement",
        /// A payment for staying.
        Retention = "retention",
        /// A payment for joining.
        GoldenHello = "golden-hello",
        /// Costs of moving house.
        Relocation = "relocation",
        /// The registration fee, paid for the worker.
        RegistrationFee = "registration-fee",
        /// A payment for bringing someone in.
        ReferAFriend = "refer-a-friend",
        /// Support while qualifying.
        Bursary = "bursary",
    }
}

codes! {
    /// How what is to be paid back falls over the tie-in.
    Taper {
        /// All of it until the tie-in ends.
        None = "none",
        /// By the day, evenly.
        Linear = "linear",
        /// By whole steps of `step_months`, evenly.
        Stepped = "stepped",
    }
}

codes! {
    /// Why nothing is to be paid back.
    Waiver {
        /// The worker was made redundant.
        Redundancy = "redundancy",
        /// Ill health.
        IllHealth = "ill-health",
        /// The worker died.
        Death = "death",
        /// The worker moved within the council.
        InternalMove = "internal-move",
        /// The council decided so for another reason.
        Discretion = "discretion",
    }
}

record! {
    /// A scheme by which the council pays to recruit or keep: who may have it and for how long it is open.
    IncentiveScheme: "incentive_scheme" in "incentive-schemes", personal false {
        /// The scheme's key.
        key scheme: SchemeKey,
        /// Its name.
        col name: Text,
        /// What sort.
        col kind: SchemeKind,
        /// What the census calls it.
        col census: Option<Incentive>,
        /// First day on which it is awarded.
        col from: Date,
        /// First day on which it is awarded no more.
        col to: Option<Date>,
        /// Roles that may have it; blank means all.
        col roles: List<RoleKey>,
        /// Units, with all below them, that may have it; blank means all.
        col teams: List<UnitKey>,
        /// Posts that may have it; blank means all.
        col posts: List<PostKey>,
        /// Whole months of service needed.
        col service_months: Option<u32>,
        /// Waivers that follow from the reason for leaving, without further decision.
        col waivers: List<Waiver>,
        /// What the employer pays on top of each pound, in hundredths of a per cent: 2080 is 20.8%.
        col on_cost_hundredths: Option<u32>,
        /// The decision that made it.
        col decision: Option<DecisionKey>,
        /// The day by which it is reviewed.
        col review_on: Option<Date>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// One payment of a scheme: when, how much, and how long it ties.
    IncentiveInstalment: "incentive_instalment" in "incentive-instalments", personal false {
        /// The scheme.
        key scheme: SchemeKey,
        /// A short label within the scheme, such as `1`.
        key instalment: Text,
        /// Whole months after the award.
        col after_months: u32,
        /// How much.
        col amount: Pence,
        /// Whole months, from the day on which it falls due, within which a leaver pays back; blank or 0 for none.
        col tie_in_months: Option<u32>,
        /// How what is to be paid back falls; blank means none.
        col taper: Option<Taper>,
        /// The length of a step, for a stepped taper; 12 when blank.
        col step_months: Option<u32>,
    }
}

record! {
    /// A scheme awarded to a spell of employment.
    IncentiveAward: "incentive_award" in "incentive-awards", personal false {
        /// The award's key.
        key award: AwardKey,
        /// The scheme.
        col scheme: SchemeKey,
        /// The spell of employment.
        col spell: SpellKey,
        /// The day from which months are counted.
        col awarded_on: Date,
        /// The day on which the worker agreed in writing to pay back.
        col agreed_on: Option<Date>,
        /// First day on which no further instalment is paid; blank while it runs.
        col ended_on: Option<Date>,
        /// Why nothing is to be paid back, where the council decided so.
        col waived: Option<Waiver>,
        /// The day on which it decided so.
        col waived_on: Option<Date>,
        /// Who decided, by role.
        col waived_by: Option<Text>,
    }
}

record! {
    /// Money of an award that was paid back.
    IncentiveRepayment: "incentive_repayment" in "incentive-repayments", personal false {
        /// The repayment's key.
        key repayment: Text,
        /// The award.
        col award: AwardKey,
        /// The day.
        col paid_on: Date,
        /// How much.
        col amount: Pence,
    }
}
