//! Posts, the budgets that fund them, the decisions that make and change them, and their moves.

use crate::cell::{Flag, Key, List, Names, Text, codes};
use crate::period::Date;
use crate::quantity::{Fte, Pence};
use crate::record::record;
use crate::records::{RoleKey, UnitKey};

/// A post's key.
pub type PostKey = Key<Post>;
/// A budget baseline's key.
pub type BaselineKey = Key<Baseline>;
/// A decision's key.
pub type DecisionKey = Key<Decision>;

impl Names for Post {
    const KIND: &'static str = "post";
}

impl Names for Baseline {
    const KIND: &'static str = "baseline";
}

impl Names for Decision {
    const KIND: &'static str = "decision";
}

codes! {
    /// How a post is paid for.
    Funding {
        /// The base budget: recurring.
        Base = "base",
        /// Council money for a limited time.
        TimeLimited = "time-limited",
        /// A grant from outside.
        Grant = "grant",
    }
}

record! {
    /// A funded slot, as it stands from a date; it exists when nobody is in it. A later row for the same post takes over
    /// from its own date.
    Post: "post" in "posts", personal false {
        /// The council's post number.
        key post: PostKey,
        /// First day on which this row holds.
        key from: Date,
        /// First day on which the post no longer exists; blank while it does.
        col to: Option<Date>,
        /// The role that it is for.
        col role: RoleKey,
        /// The unit that it sits in.
        col team: UnitKey,
        /// Its funded FTE.
        col fte: Fte,
        /// How it is paid for; a post without it is reported and counts as funded.
        col funding: Option<Funding>,
        /// First day on which the money has run out; the post is not funded from then on.
        col funding_to: Option<Date>,
        /// Designated hard to recruit to.
        col hard_to_recruit: Flag,
        /// The partner for whom the council hosts the post.
        col hosted_for: Option<Text>,
        /// The decision that made or changed it.
        col decision: Option<DecisionKey>,
        /// The baselines that it counts in; blank means every baseline whose dates and scope cover it.
        col baselines: List<BaselineKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// Something that a budget or establishment list does not record, which must not be read as zero.
    NotCollected {
        /// Posts that nobody holds or covers: only filled posts are listed.
        Vacant = "vacant",
        /// Cover for a vacancy.
        Vacancy = "vacancy",
        /// Cover for long-term sickness.
        LongTermSickness = "long-term-sickness",
        /// Cover for maternity and other family leave.
        Maternity = "maternity",
        /// Cover for a holder on secondment.
        Secondment = "secondment",
        /// Cover for a holder who is acting up.
        ActingUp = "acting-up",
        /// Extra hands for additional workload.
        AdditionalWorkload = "additional-workload",
        /// Extra hands for skill mix.
        SkillMix = "skill-mix",
    }
}

record! {
    /// A named budget: the set of posts true within its dates and scope, so that two years can stand side by side.
    Baseline: "baseline" in "baselines", personal false {
        /// The baseline's key, such as `2012-13`.
        key baseline: BaselineKey,
        /// Its name, such as `12/13`.
        col name: Text,
        /// First day of the budget.
        col from: Date,
        /// First day after it; blank when open.
        col to: Option<Date>,
        /// The unit whose posts it budgets for; blank means the whole council.
        col service: Option<UnitKey>,
        /// The roles that it budgets for; blank means all.
        col roles: List<RoleKey>,
        /// What the list behind it does not record.
        col not_collected: List<NotCollected>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// How far a decision has got.
    DecisionStatus {
        /// Put forward.
        Proposed = "proposed",
        /// Approved.
        Approved = "approved",
        /// Left to be considered later: not approved.
        ToBeConsidered = "to-be-considered",
        /// Refused.
        Refused = "refused",
        /// Taken back before it had effect.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What a body was asked to do.
    Sought {
        /// Take note.
        Note = "note",
        /// Approve.
        Approve = "approve",
        /// Endorse what another body is to approve.
        Endorse = "endorse",
        /// Consider later.
        Consider = "consider",
        /// Refer to another body.
        Refer = "refer",
    }
}

record! {
    /// A decision of the council that makes or changes posts, titles or money.
    Decision: "decision" in "decisions", personal false {
        /// The decision's key.
        key decision: DecisionKey,
        /// The day on which it was made.
        col on: Date,
        /// The committee, board or officer post that made it.
        col body: Option<Text>,
        /// What it decides, in a line.
        col title: Text,
        /// How far it has got.
        col status: DecisionStatus,
        /// What the body was asked to do.
        col sought: Option<Sought>,
        /// The paper or minute reference.
        col reference: Option<Text>,
        /// The money that it commits, in pounds.
        col amount: Option<Pence>,
        /// The purse and year, such as `reserves 2021/22`.
        col purse: Option<Text>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// What a decision does to posts.
    EffectKind {
        /// Makes posts.
        Create = "create",
        /// Adds to the posts of a role.
        Increase = "increase",
        /// Takes from the posts of a role.
        Reduce = "reduce",
        /// Ends the posts of a role.
        Abolish = "abolish",
        /// Changes grade or title without changing the quantity.
        Regrade = "regrade",
        /// Sets out to recruit to posts that exist: makes none.
        Recruit = "recruit",
    }
}

record! {
    /// One effect of a decision on posts. The quantity may be blank: papers often decide a change without stating it.
    DecisionEffect: "decision_effect" in "decision-effects", personal false {
        /// The decision.
        key decision: DecisionKey,
        /// A short label within the decision, such as `a`.
        key effect: Text,
        /// What it does.
        col kind: EffectKind,
        /// The role whose posts it changes; blank when it names none.
        col role: Option<RoleKey>,
        /// The unit whose posts it changes; blank when it names none.
        col team: Option<UnitKey>,
        /// The change in FTE: more is positive, fewer is negative; blank when not stated.
        col fte: Option<Fte>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

record! {
    /// One post's move between teams or titles on a date. The moves of one transfer must conserve the total.
    Transfer: "transfer" in "transfers", personal false {
        /// The transfer that the move belongs to.
        key transfer: Text,
        /// The post that moves.
        key post: PostKey,
        /// The first day in its new place.
        col on: Date,
        /// The unit that it leaves; blank when it stays in its unit.
        col from_team: Option<UnitKey>,
        /// The unit that it joins.
        col to_team: Option<UnitKey>,
        /// The title that it leaves; blank when it keeps its title.
        col from_role: Option<RoleKey>,
        /// The title that it takes.
        col to_role: Option<RoleKey>,
        /// The FTE that leaves.
        col fte_out: Fte,
        /// The FTE that arrives; must be the same.
        col fte_in: Fte,
        /// The decision that ordered it.
        col decision: Option<DecisionKey>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}
