//! Ofsted's standard and short ILACS inspections of authorities' children's services, published March 2018 to 2023.
//!
//! Focused and monitoring visits carry no judgement and are not here.

use std::sync::LazyLock;

use workforce::Date;

use crate::areas;
use crate::tables::Sheet;

/// A judgement, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// Outstanding.
    Outstanding,
    /// Good.
    Good,
    /// Requires improvement to be good.
    RequiresImprovement,
    /// Inadequate.
    Inadequate,
}

impl Judgement {
    /// As printed.
    pub fn text(self) -> &'static str {
        match self {
            Self::Outstanding => "Outstanding",
            Self::Good => "Good",
            Self::RequiresImprovement => "Requires improvement to be good",
            Self::Inadequate => "Inadequate",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let all = [Self::Outstanding, Self::Good, Self::RequiresImprovement, Self::Inadequate];
        all.into_iter().find(|judgement| judgement.text() == text)
    }
}

/// An inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The authority's ONS code.
    pub ons_code: String,
    /// The authority.
    pub name: String,
    /// Ofsted's region, which is not one of the nine.
    pub ofsted_region: String,
    /// When it was done.
    pub inspected: Date,
    /// When its report was published.
    pub published: Date,
    /// Whether it was a short one.
    pub short: bool,
    /// Overall effectiveness.
    pub overall: Judgement,
    /// The impact of leaders on social work practice.
    pub leaders: Judgement,
    /// The experiences of children who need help and protection.
    pub help_and_protection: Judgement,
    /// The experiences of children in care.
    pub children_in_care: Judgement,
    /// The experiences of care leavers; not judged before 1 January 2023.
    pub care_leavers: Option<Judgement>,
}

static ROWS: LazyLock<Vec<Inspection>> = LazyLock::new(|| {
    let sheet = Sheet::bundled(include_str!("../../data/ofsted-ilacs-history.csv"));
    let lines = sheet.lines().map(|line| {
        let judged = |column| Judgement::parse(line.get(column)).expect("the judgements are known");
        Inspection {
            ons_code: line.text("ons_code"),
            name: line.text("la_name"),
            ofsted_region: line.text("ofsted_region"),
            inspected: line.date("inspection_date"),
            published: line.date("publication_date"),
            short: line.get("inspection_type") == "ILACS Short Inspection",
            overall: judged("overall_effectiveness"),
            leaders: judged("impact_of_leaders"),
            help_and_protection: judged("help_and_protection"),
            children_in_care: judged("children_in_care"),
            care_leavers: Judgement::parse(line.get("care_leavers")),
        }
    });
    lines.collect()
});

/// Every inspection.
pub fn rows() -> &'static [Inspection] {
    &ROWS
}

/// An authority's inspections, by code or name, oldest report first.
pub fn inspections(area: &str) -> Vec<&'static Inspection> {
    let Some(authority) = areas::find(area) else { return Vec::new() };
    let own = |row: &&Inspection| {
        row.ons_code == authority.ons_code || authority.other_ons_codes.contains(&row.ons_code)
    };
    let mut found: Vec<_> = rows().iter().filter(own).collect();
    found.sort_by_key(|row| row.published);
    found
}

/// The inspection whose report was the last published on a day.
pub fn standing_on(area: &str, day: Date) -> Option<&'static Inspection> {
    inspections(area).into_iter().rfind(|row| row.published <= day)
}
