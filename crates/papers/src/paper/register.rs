//! A table of a register in a paper: what the recruitment, agency, improvement and other registers say on a day.

use workforce::Date;
use workforce::cell::{Value, codes};

use super::table::{Source, Table};

codes! {
    /// What can be shown of the registers. None names a worker.
    Register {
        /// The recruitment funnel by campaign.
        Funnel = "funnel",
        /// Open vacancies with their age, rounds to plan, chains.
        Vacancies = "vacancies",
        /// What agency work cost, and its premium, by team.
        AgencyCost = "agency-cost",
        /// Incentive schemes: cost, take-up, who stayed after.
        Incentives = "incentives",
        /// Cohorts of early careers, and who stays of those who started.
        Cohorts = "cohorts",
        /// Actions, recommendations with their evidence, risks.
        Actions = "actions",
        /// The same, overdue only.
        Overdue = "overdue",
        /// The board's pack.
        Board = "board",
        /// Workload by team.
        Workload = "workload",
        /// What leavers and stayers said, above the threshold.
        Exits = "exits",
        /// The parameters of policy on a day, with their sources.
        Parameters = "parameters",
    }
}

impl Register {
    /// Whether it is about some days rather than one, so that it needs `from`.
    pub fn is_over_days(self) -> bool {
        matches!(self, Self::Funnel | Self::AgencyCost | Self::Exits)
    }

    /// Whether it tells of posts, actions and parameters only, so that it may leave the council as it is: the others count
    /// people, the board's pack by the figures of its priorities, and have not been through disclosure control.
    pub fn may_leave(self) -> bool {
        matches!(self, Self::Vacancies | Self::Actions | Self::Overdue | Self::Parameters)
    }
}

/// A table of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterSpec {
    /// Its id in the paper.
    pub id: String,
    /// Its caption; the register's own without one.
    pub caption: Option<String>,
    /// Its notes, before the register's own.
    pub notes: Vec<String>,
    /// Which register.
    pub register: Register,
    /// Which of its tables, from 1.
    pub table: u32,
    /// The day, or the last of some days.
    pub as_at: Date,
    /// The first of some days.
    pub from: Option<Date>,
}

/// Reads a table of a register.
pub(super) fn read(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> RegisterSpec {
    one.only(&["id", "caption", "notes", "register", "table", "as_at", "from"], source);
    let named = one.text("register", source);
    let register = Register::parse(&named).unwrap_or_else(|why| {
        if !named.is_empty() {
            source.problem(one.place("register"), format!("`register`: {why}"));
        }
        Register::Actions
    });
    let spec = RegisterSpec {
        id: one.text("id", source),
        caption: one.maybe_text("caption", source).filter(|text| !text.is_empty()),
        notes: one.texts("notes", source),
        register,
        table: one.whole("table", 1, source),
        as_at: one.maybe_date("as_at", source).unwrap_or(usual),
        from: one.maybe_date("from", source),
    };
    if register.is_over_days() != spec.from.is_some() {
        let what = if register.is_over_days() {
            format!("`{register}` is over some days: give `from`, the first, and `as_at`, the last")
        } else {
            format!("`{register}` is on a day: leave out `from`")
        };
        source.problem(one.place("from"), what);
    }
    if spec.from.is_some_and(|from| from > spec.as_at) {
        source.problem(one.place("from"), "the first day is after the last");
    }
    spec
}
