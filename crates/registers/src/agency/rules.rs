//! The registry of the agency rules: one entry each. The pages under `docs/agency/rules` are generated from here.
//!
//! The ids `AR-01` to `AR-10` are Mainstay's own. The full text of the guidance was not available: what a rule says is
//! restated from the department's own summaries and from the press, and each says from which.

mod case;
mod council;
mod package;
mod price;
mod worker;

pub(crate) use case::role_type;
pub use case::{Case, Whole};

use std::fmt;

use workforce::records::Mark;

/// How binding a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// A legal duty.
    Legal,
    /// Statutory guidance: to be followed unless circumstances are exceptional.
    Guidance,
    /// A memorandum among councils.
    Voluntary,
}

impl Duty {
    /// Reads the value of a parameter `agency.rule.…`; none when the rule is off.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Legal, Self::Guidance, Self::Voluntary].into_iter().find(|duty| duty.code() == text)
    }

    /// The word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Legal => "legal",
            Self::Guidance => "guidance",
            Self::Voluntary => "voluntary",
        }
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// What a rule finds of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is met.
    Pass,
    /// It does not apply.
    NotAsked,
    /// It is not met: the column to look at, its value, and the particulars.
    Fail(&'static str, Option<String>, String),
    /// The record does not say enough: the column that is missing, and what it would have to say.
    Unknown(&'static str, String),
}

/// How a rule is asked.
#[derive(Clone, Copy)]
pub enum Asks {
    /// Of each engagement.
    Engagement(fn(&Case<'_>) -> Verdict),
    /// Of the council: a verdict for each thing found, with the record that it is about.
    Council(fn(&Whole<'_>) -> Vec<(String, Verdict)>),
}

impl fmt::Debug for Asks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Engagement(_) => "Engagement",
            Self::Council(_) => "Council",
        })
    }
}

/// An example: a sound council with some fields changed and records added, looked at on a day.
///
/// A line `engagement notice_weeks=3` changes fields of the sound council's record of that kind; a line that begins with
/// `+` adds a record; a line that begins with `-` takes one away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The day, or a quarter.
    pub on: &'static str,
    /// What differs from the sound council.
    pub differs: &'static [&'static str],
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The id.
    pub id: &'static str,
    /// What must hold, in a few words.
    pub title: &'static str,
    /// What it asks and of whom, and what it lets pass.
    pub explanation: &'static str,
    /// How to put it right.
    pub fix: &'static str,
    /// The parameters that it reads, besides the one that says when it is in force.
    pub parameters: &'static [&'static str],
    /// Where it comes from.
    pub source: &'static str,
    /// How sure its content is.
    pub mark: Mark,
    /// How it is asked.
    pub asks: Asks,
    /// Cases in which it is met.
    pub passes: &'static [Example],
    /// Cases in which it is not.
    pub fails: &'static [Example],
}

impl Rule {
    /// The parameter that says when it is in force and how binding it is.
    pub fn duty(&self) -> String {
        format!("agency.rule.{}", self.id)
    }
}

/// Every rule, in the order of their ids.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [price::RULES, package::RULES, worker::RULES, council::RULES].into_iter().flatten()
}

/// The rule with an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id))
}
