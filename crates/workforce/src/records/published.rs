//! What a paper printed, held as a claim beside the record and never mixed into it.
//!
//! A published table is a header, its lines (rows and columns, each with what it means) and its cells.

use crate::cell::{Flag, Key, Names, Text, codes};
use crate::period::Date;
use crate::quantity::Printed;
use crate::record::record;
use crate::records::{BaselineKey, RoleKey, UnitKey};

/// A published table's key.
pub type TableKey = Key<PublishedTable>;

impl Names for PublishedTable {
    const KIND: &'static str = "published_table";
}

codes! {
    /// What the rows of a published table are.
    TableBy {
        /// One row per role.
        Role = "role",
        /// One row per team.
        Team = "team",
        /// One row per reason for being there: holders, cover by reason, uncovered posts.
        Cover = "cover",
    }
}

record! {
    /// A table that a paper printed.
    PublishedTable: "published_table" in "published-tables", personal false {
        /// The table's key, such as `herefordshire-2013-12-13`.
        key table: TableKey,
        /// Its title.
        col title: Text,
        /// The paper that printed it.
        col paper: Text,
        /// The committee, board or group that received it.
        col committee: Option<Text>,
        /// The day of the meeting.
        col meeting: Option<Date>,
        /// The day that its figures describe.
        col as_at: Date,
        /// The baseline that it is drawn on.
        col baseline: Option<BaselineKey>,
        /// The unit that it covers; blank means the whole council.
        col service: Option<UnitKey>,
        /// What its rows are.
        col by: TableBy,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}

codes! {
    /// Row or column.
    Axis {
        /// A row.
        Row = "row",
        /// A column.
        Column = "column",
    }
}

codes! {
    /// What a row or column of a published table is, in the record's words.
    Means {
        /// Funded posts.
        Funded = "funded",
        /// Holders of posts.
        Substantive = "substantive",
        /// Agency workers.
        Agency = "agency",
        /// Posts that the paper calls vacant.
        Vacant = "vacant",
        /// Posts with no holder and no cover.
        Uncovered = "uncovered",
        /// Cover of vacant posts.
        Vacancy = "vacancy",
        /// Cover for long-term sickness.
        LongTermSickness = "long-term-sickness",
        /// Cover for maternity and other family leave.
        Maternity = "maternity",
        /// Cover for secondments.
        Secondment = "secondment",
        /// Cover for acting up.
        ActingUp = "acting-up",
        /// Additional workload.
        AdditionalWorkload = "additional-workload",
        /// Skill mix.
        SkillMix = "skill-mix",
        /// The whole position on a date, for the columns of a table by cover.
        Assignments = "assignments",
        /// Over or under establishment: a derived column.
        OverUnder = "over-under",
        /// The second date less the first: a derived column.
        Variance = "variance",
    }
}

impl Means {
    /// Whether a column of it is worked out from the others.
    pub fn derived(self) -> Option<Derived> {
        match self {
            Self::OverUnder => Some(Derived::OverUnder),
            Self::Variance => Some(Derived::Variance),
            _ => None,
        }
    }
}

/// How a derived column can have been worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// By one of the over/under formulas.
    OverUnder,
    /// Second date less first.
    Variance,
}

record! {
    /// A row or column of a published table and what it means.
    PublishedLine: "published_line" in "published-lines", personal false {
        /// The table.
        key table: TableKey,
        /// Row or column.
        key axis: Axis,
        /// Its heading, as printed.
        key heading: Text,
        /// Its place, from 1.
        col place: u32,
        /// What it is in the record's words; blank where the role says it.
        col means: Option<Means>,
        /// The role that the row is for.
        col role: Option<RoleKey>,
        /// The team that the row is for.
        col team: Option<UnitKey>,
        /// The day that the column describes, where the table has several.
        col as_at: Option<Date>,
        /// Whether it is the printed total.
        col total: Flag,
    }
}

codes! {
    /// Why a printed cell holds no number.
    Missing {
        /// Nobody collected it: not zero.
        NotCollected = "not-collected",
        /// The question does not arise.
        NotApplicable = "not-applicable",
        /// It was withheld.
        Suppressed = "suppressed",
    }
}

record! {
    /// One cell of a published table, exactly as printed.
    PublishedCell: "published_cell" in "published-cells", personal false {
        /// The table.
        key table: TableKey,
        /// The row's heading.
        key row: Text,
        /// The column's heading.
        key column: Text,
        /// The printed figure; brackets are written as a minus sign.
        col printed: Option<Printed>,
        /// Why there is none.
        col missing: Option<Missing>,
    }
}
