//! What a council says about findings: the explanations that go with a return as its note.
//!
//! COLLECT takes a return whose queries are explained. Explanations are kept beside the return, so that next year's analyst
//! finds them; a query that does not apply to the council can be turned off. An error stays one, explained or not.

use serde::Deserialize;

use super::finding::{Finding, Level};
use super::rules::{self, Severity};

/// A council's notes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// Explanations.
    #[serde(default)]
    pub explain: Vec<Explanation>,
    /// Queries that are not asked: ids of rules.
    #[serde(default)]
    pub off: Vec<String>,
    /// The lowest and highest base salary that are likely, in pounds.
    pub salary: Option<(i64, i64)>,
}

/// An explanation of findings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The rule.
    pub rule: String,
    /// Only of this registration number.
    pub swe: Option<String>,
    /// Only about this item.
    pub item: Option<String>,
    /// The explanation.
    pub note: String,
}

impl Explanation {
    /// Whether a finding is one that it explains.
    pub fn explains(&self, finding: &Finding) -> bool {
        let swe = |swe: &String| finding.swe.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(swe));
        let item = |item: &String| finding.item.as_ref().is_some_and(|known| known.name() == item);
        self.rule.eq_ignore_ascii_case(finding.rule.id)
            && self.swe.as_ref().is_none_or(swe)
            && self.item.as_ref().is_none_or(item)
    }
}

impl Notes {
    /// What is wrong with the notes themselves, each in a sentence.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (at, one) in self.explain.iter().enumerate() {
            if rules::by_id(&one.rule).is_none() {
                problems.push(format!("explanation {}: there is no rule {}", at + 1, one.rule));
            }
            if one.note.trim().is_empty() {
                problems.push(format!("explanation {}, of {}: the note is blank", at + 1, one.rule));
            }
        }
        if let Some((low, high)) = self.salary.filter(|(low, high)| !(0..=*high).contains(low)) {
            problems.push(format!("salary: {low} to {high} is no range of pounds"));
        }
        for id in &self.off {
            match rules::by_id(id) {
                None => problems.push(format!("off: there is no rule {id}")),
                Some(rule) if rule.severity == Severity::Error => {
                    problems.push(format!("off: {id} is an error, and only queries can be turned off"));
                }
                Some(_) => {}
            }
        }
        problems
    }

    /// Whether a finding is turned off.
    pub fn is_off(&self, finding: &Finding) -> bool {
        finding.level == Level::Query && self.off.iter().any(|id| id.eq_ignore_ascii_case(finding.rule.id))
    }

    /// The explanation of a finding: the first that fits, those for one worker before those for all.
    pub fn of(&self, finding: &Finding) -> Option<&str> {
        let fits = || self.explain.iter().filter(|one| one.explains(finding));
        let found = fits().find(|one| one.swe.is_some()).or_else(|| fits().next());
        found.map(|one| one.note.as_str())
    }
}
