//! Consistency: what is wrong or doubtful in a whole set of records, wherever it came from.
//!
//! A breach is data, not an error: it names the record, the column, the value, why, and how to put it right. Import
//! reports the breaches that a file would bring in; nothing here changes anything.

mod dates;
mod references;
mod registers;
mod sums;

use crate::change::RecordId;
use crate::period::Date;
use crate::record::Kind;
use crate::records::Records;

/// How much a breach matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Cannot be true as it stands: an import that brings it in is refused.
    Error,
    /// May well be true, but someone should look.
    Query,
}

/// One kind of breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its code.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What it is, in a line.
    pub title: &'static str,
    /// Why it matters.
    pub explanation: &'static str,
    /// How to put it right.
    pub fix: &'static str,
}

macro_rules! rules {
    ($($name:ident: $code:literal, $level:ident, $title:literal, $explanation:literal, $fix:literal;)+) => {
        $( pub(crate) const $name: Rule =
            Rule { code: $code, level: Level::$level, title: $title, explanation: $explanation, fix: $fix }; )+

        /// Every rule, in the order of the documentation.
        pub const RULES: &[Rule] = &[$($name),+];
    };
}

rules! {
    ORPHAN_KEY: "orphan-key", Error, "A reference to a record that does not exist",
        "Nothing can be counted for a post, worker, role or unit that the record does not hold.",
        "Correct the key, or add the missing record to the same import.";
    END_BEFORE_START: "end-before-start", Error, "An end before its start",
        "A period that ends before it starts holds on no day.",
        "Correct one of the two dates.";
    FTE_OUT_OF_RANGE: "fte-out-of-range", Error, "FTE outside 0 to 1",
        "One worker in one post works at most full time.",
        "Give the FTE as a share of full time, such as 0.8; map weekly hours with `hours` and `full_time`.";
    FTE_ZERO: "fte-zero", Query, "An occupancy with no FTE",
        "Casual and zero-hours workers have none; anyone else is counted as a person and adds no FTE.",
        "Give the FTE, unless the worker has no contracted hours.";
    SALARY_NEGATIVE: "salary-negative", Error, "A negative salary",
        "A salary is an amount for a year, zero or more.",
        "Correct the amount.";
    POST_FTE_NEGATIVE: "post-fte-negative", Error, "A post with negative FTE",
        "A post is funded for some FTE or none.",
        "Correct the FTE; to end a post, give it an end date.";
    WORKER_FTE_OVER_ONE: "worker-fte-over-one", Query, "A worker with more than 1 FTE in all",
        "Occupancies of one worker that overlap add up to more than full time; often an old one was not ended.",
        "End the occupancy that no longer holds, or correct the FTE.";
    OUTSIDE_POST_DATES: "outside-post-dates", Query, "An occupancy outside its post's dates",
        "Someone sits in a post that does not exist yet or any more; they show as above establishment.",
        "Correct the dates, or move the worker to the post that took over.";
    OUTSIDE_SPELL_DATES: "outside-spell-dates", Query, "An occupancy outside the worker's employment",
        "An employed worker holds a post on days when no spell of employment is recorded.",
        "Add the spell, or correct the dates; agency workers have the basis `agency`.";
    OVER_HELD_POST: "over-held-post", Query, "Holders beyond the post's FTE",
        "Two substantive holders together hold more than the post is funded for; the rest is above establishment.",
        "End one of the occupancies, or give one a basis such as cover or supernumerary.";
    POST_WITHOUT_FUNDING: "post-without-funding", Query, "A post with no funding line",
        "Nobody can say what pays for it or for how long; it is counted as funded.",
        "Give `base`, `time-limited` or `grant`.";
    COVER_WITHOUT_REASON: "cover-without-reason", Query, "Cover with no reason",
        "Agency, acting-up and other cover stands in for something; without a reason it is taken to cover a vacancy.",
        "Give the reason, such as `vacancy` or `maternity`.";
    NO_PLACE: "no-place", Query, "An occupancy with neither post nor team and role",
        "It is counted, above establishment, but in no team or role.",
        "Give the post, or the team and role.";
    TRANSFER_NOT_CONSERVED: "transfer-not-conserved", Error, "A transfer that does not conserve the total",
        "What leaves one team or title must arrive in another: the same post with the same FTE.",
        "Correct the FTE or the place; use a decision to make or end posts.";
    FUTURE_DATED: "future-dated", Query, "A record that starts in the future",
        "It counts from its own date; starts agreed ahead are welcome, typing errors are not.",
        "Check the date.";
    OVERLAPPING_SPELLS: "overlapping-spells", Query, "Two spells of one worker on the same day",
        "A spell is continuous employment, so one worker has one at a time.",
        "End the earlier spell, or join the two.";
    UNIT_LOOP: "unit-loop", Error, "A unit below itself",
        "The tree of services and teams must have a top.",
        "Correct the parent.";
    NUMBER_OUT_OF_RANGE: "number-out-of-range", Error, "A number outside its range",
        "Ratings, shares, scores and amounts have a least and a most.",
        "Correct the number.";
    NOT_AGENCY: "not-agency", Error, "An engagement of someone who is not an agency worker",
        "The rules for agency workers are asked of engagements; an employed worker has none.",
        "Name the agency worker's occupancy, or correct its basis.";
    QUARTER_FORM: "quarter-form", Error, "A quarter that is not one",
        "Quarterly returns are found by the quarter of their data.",
        "Write the year and the quarter, such as 2025-Q1 for January to March.";
    STAGE_ORDER: "stage-order", Query, "A stage of an application before one that it follows",
        "Time in stage and time to hire are counted between stages.",
        "Correct one of the dates.";
    UNKNOWN_WITHIN: "unknown-within", Error, "A label that the scheme or programme does not have",
        "What is due is matched to what was paid or held by the label.",
        "Correct the label, or add the instalment or stage.";
    OUTCOME_WITHOUT_DATE: "outcome-without-date", Query, "An outcome of no stated day",
        "Retention from the end of a programme is counted from that day.",
        "Give the day.";
    SHARED_ADDRESS: "shared-address", Query, "Two channels with one address",
        "A link is often copied from another channel; views and applications are then counted for the wrong one.",
        "Correct one of the addresses, or end one of the channels.";
    CENSUS_REASON_DIFFERS: "census-reason-differs", Query, "A reason for leaving that goes with another census code",
        "What the leaver said and what the census is told should not contradict each other unseen.",
        "Correct the reason of the spell, or the reason that was coded; both may be right.";
}

/// Something wrong or doubtful in the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// The record that should be looked at first.
    pub record: RecordId,
    /// The column concerned.
    pub column: Option<&'static str>,
    /// Its value.
    pub value: Option<String>,
    /// What is wrong, in a sentence with the particulars.
    pub message: String,
    /// Other records that take part.
    pub others: Vec<RecordId>,
}

/// A breach of a rule by one column of a record.
fn breach<T: Kind>(rule: Rule, record: &T, column: &'static str, message: String) -> Breach {
    let value = T::LAYOUT.column(column).and_then(|at| record.to_row().swap_remove(at));
    let record = RecordId::new(T::LAYOUT.kind, record.key());
    Breach { rule, record, column: Some(column), value, message, others: Vec::new() }
}

/// Checks a whole set of records. `today` divides what is from what is yet to come.
pub fn check(records: &Records, today: Date) -> Vec<Breach> {
    let mut found = Vec::new();
    references::check(records, &mut found);
    dates::check(records, today, &mut found);
    sums::check(records, &mut found);
    registers::check(records, &mut found);
    found.sort_by(|a, b| (&a.record, a.rule.code, &a.message).cmp(&(&b.record, b.rule.code, &b.message)));
    found
}
