//! The establishment position in a paper: its lines on a date, beside an earlier one, or month by month ahead.

use workforce::Date;
use workforce::cell::{Value, codes};
use workforce::position::{By, Formula};

use super::read::Problem;
use super::table::{Source, Table};

codes! {
    /// A column of a position, by the terms of `workforce::position`.
    PositionColumn {
        /// Funded posts.
        Funded = "funded",
        /// Held by permanent and fixed-term staff.
        Substantive = "substantive",
        /// Without such a holder, covered or not.
        Vacant = "vacant",
        /// Vacant and covered.
        Covered = "covered",
        /// Vacant and nobody covering.
        Uncovered = "uncovered",
        /// Cover for holders who are away.
        AbsentCover = "absent_cover",
        /// In nobody's post.
        AboveEstablishment = "above_establishment",
        /// Agency workers, wherever they are counted besides.
        Agency = "agency",
        /// Holders who are away.
        Away = "away",
        /// Everybody at work.
        Working = "working",
        /// Over (below zero) or under establishment.
        OverUnder = "over_under",
        /// People, by number.
        People = "people",
    }
}

impl PositionColumn {
    /// Its heading, where the paper gives none.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Funded => "Funded",
            Self::Substantive => "Substantive",
            Self::Vacant => "Vacant",
            Self::Covered => "Covered",
            Self::Uncovered => "Uncovered",
            Self::AbsentCover => "Absent cover",
            Self::AboveEstablishment => "Above establishment",
            Self::Agency => "Agency",
            Self::Away => "Away",
            Self::Working => "Working",
            Self::OverUnder => "Over (-) or under",
            Self::People => "People",
        }
    }

    /// Whether it tells of posts only; every other says how many people there are, or lets it be worked out.
    pub fn is_of_posts(self) -> bool {
        self == Self::Funded
    }
}

/// A position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionSpec {
    /// Its id in the paper.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its notes.
    pub notes: Vec<String>,
    /// The date.
    pub as_at: Date,
    /// An earlier date to stand beside it, with the change; none without one.
    pub before: Option<Date>,
    /// So many months ahead instead, from known dated events; 0 for none.
    pub months: u32,
    /// The baseline of the posts.
    pub baseline: Option<String>,
    /// Only this service.
    pub service: Option<String>,
    /// Only this team.
    pub team: Option<String>,
    /// What its rows are.
    pub by: By,
    /// Its columns.
    pub columns: Vec<PositionColumn>,
    /// How over and under is worked out.
    pub formula: Formula,
}

/// The most months ahead.
const MONTHS: u32 = 12;

/// Reads a position.
pub(super) fn read(one: Table<'_, '_>, usual: Date, source: &mut Source<'_>) -> PositionSpec {
    let known = [
        "id", "caption", "notes", "as_at", "before", "months", "baseline", "service", "team", "by",
        "columns", "formula",
    ];
    one.only(&known, source);
    let months = one.whole("months", 0, source);
    let spec = PositionSpec {
        id: one.text("id", source),
        caption: one.text("caption", source),
        notes: one.texts("notes", source),
        as_at: one.maybe_date("as_at", source).unwrap_or(usual),
        before: one.maybe_date("before", source),
        months,
        baseline: one.maybe_text("baseline", source),
        service: one.maybe_text("service", source),
        team: one.maybe_text("team", source),
        by: code(one, "by", By::Role, source),
        columns: columns(one, source),
        formula: code(one, "formula", Formula::F1, source),
    };
    if months > MONTHS {
        source.problem(one.place("months"), format!("`months` is {MONTHS} at most"));
    }
    if months > 0 && (spec.columns.len() != 1 || spec.before.is_some()) {
        source.problem(one.place("months"), "month by month a position shows one column, and no date before");
    }
    if spec.before.is_some_and(|before| before >= spec.as_at) {
        source.problem(one.place("before"), format!("`before` must be before {}", spec.as_at));
    }
    spec
}

/// One of some codes, or the usual one.
fn code<T: Value>(one: Table<'_, '_>, key: &str, usual: T, source: &mut Source<'_>) -> T {
    match one.maybe_text(key, source).map(|text| T::parse(&text)) {
        None => usual,
        Some(Ok(code)) => code,
        Some(Err(why)) => {
            source.problem(one.place(key), format!("`{key}`: {why}"));
            usual
        }
    }
}

fn columns(one: Table<'_, '_>, source: &mut Source<'_>) -> Vec<PositionColumn> {
    let texts = one.texts("columns", source);
    if texts.is_empty() {
        let usual = [
            PositionColumn::Funded,
            PositionColumn::Substantive,
            PositionColumn::Agency,
            PositionColumn::Vacant,
            PositionColumn::Uncovered,
            PositionColumn::OverUnder,
        ];
        return usual.to_vec();
    }
    let mut found = Vec::new();
    for text in texts {
        match PositionColumn::parse(&text) {
            Ok(column) => found.push(column),
            Err(why) => source
                .problems
                .push(Problem { line: source.line(one.place("columns")), what: format!("`columns`: {why}") }),
        }
    }
    found
}
