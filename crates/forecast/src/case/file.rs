//! A business case as a file has it. Amounts are whole pounds; dates are civil dates; a financial year is named `2021-22`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use workforce::Date;

/// A case.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The council's DfE code.
    pub council: String,
    /// The day of the decision.
    pub decided: Date,
    /// Where it is recorded; attachments that were not to hand are named in `missing`.
    pub source: String,
    /// What was not to hand.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The year whose prices all amounts are in.
    pub price_year: FinancialYear,
    /// The last financial year that is looked at.
    pub until: FinancialYear,
    /// Discount rate of real flows; HM Treasury's when not given.
    #[serde(default = "green_book")]
    pub discount_rate: f64,
    /// What is added to costs and taken off benefits, as shares, for optimism.
    #[serde(default)]
    pub optimism: Optimism,
    /// New posts as the source states them in all.
    pub stated_new_fte: Option<f64>,
    /// Vacancies that are to be recruited to, which are no new posts.
    #[serde(default, rename = "recruitment")]
    pub recruitment: Vec<Recruitment>,
    /// The strands.
    #[serde(default, rename = "strand")]
    pub strands: Vec<Strand>,
    /// Money as the source states it.
    #[serde(default, rename = "money")]
    pub money: Vec<Money>,
    /// Pay by role and year.
    #[serde(default, rename = "pay")]
    pub pay: Vec<Pay>,
    /// What an agency worker costs more than an employed one, a year.
    pub agency_premium: Option<Assumed>,
    /// What one leaver costs, built up from lines.
    #[serde(default, rename = "leaver_cost")]
    pub leaver_cost: Vec<Line>,
    /// The options, "do nothing" among them.
    #[serde(default, rename = "option")]
    pub options: Vec<Choice>,
    /// Expected benefits as paths.
    #[serde(default, rename = "benefit")]
    pub benefits: Vec<Benefit>,
    /// What else must be true.
    #[serde(default)]
    pub must_be_true: Vec<String>,
}

fn green_book() -> f64 {
    statistics::money::GREEN_BOOK
}

/// A financial year, by the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct FinancialYear(pub i16);

impl TryFrom<String> for FinancialYear {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no financial year; write 2021-22");
        let (first, second) = text.split_once(['-', '/']).ok_or_else(wrong)?;
        let first: i16 = first.parse().map_err(|_| wrong())?;
        let second: i16 = second.parse().map_err(|_| wrong())?;
        if (1990..=2100).contains(&first) && (first + 1) % 100 == second % 100 {
            Ok(Self(first))
        } else {
            Err(wrong())
        }
    }
}

impl std::fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl FinancialYear {
    /// The year that a day lies in.
    pub fn of(day: Date) -> Self {
        Self(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        jiff::civil::date(self.0, 4, 1)
    }
}

/// Optimism bias.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "shares")]
pub struct Optimism {
    pub costs: f64,
    pub benefits: f64,
}

/// Where money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the field's words")]
pub enum Funding {
    Reserves,
    BaseBudget,
    Grant,
    NotStated,
}

/// Whether money has been decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the field's words")]
pub enum Approval {
    Approved,
    ToBeConsidered,
}

/// Whether a cost comes once or every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "plain words")]
pub enum Comes {
    Once,
    EveryYear,
}

/// Vacancies to be recruited to.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Recruitment {
    pub title: String,
    pub people: u32,
    /// Whether the source says "approximately".
    #[serde(default)]
    pub approximate: bool,
}

/// A strand.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strand {
    /// Its letter or number.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Pay, or not pay.
    #[serde(default)]
    pub pay: bool,
    /// New posts, as far as the source states them.
    #[serde(default, rename = "post")]
    pub posts: Vec<Post>,
    /// Costs of its own, as far as the source states them.
    #[serde(default, rename = "cost")]
    pub costs: Vec<Money>,
    /// Who does it, where the strand is an action.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Date>,
}

/// New posts of one kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Post {
    pub role: String,
    pub fte: f64,
    pub from: Option<Date>,
    /// The last day, for fixed-term posts.
    pub until: Option<Date>,
    #[serde(default = "not_stated")]
    pub funding: Funding,
    pub approval: Approval,
}

fn not_stated() -> Funding {
    Funding::NotStated
}

/// An amount as the source states it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Money {
    pub title: String,
    /// Whole pounds.
    pub pounds: i64,
    /// The first financial year.
    pub year: FinancialYear,
    pub comes: Comes,
    pub funding: Funding,
    pub approval: Approval,
}

/// Pay of a role in a year: a dated parameter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Pay {
    pub role: String,
    /// The first financial year that it holds in.
    pub year: FinancialYear,
    /// Whole pounds for one FTE.
    pub salary: i64,
    /// On-costs as a share of salary.
    pub on_costs: f64,
    pub source: String,
}

/// A value that is assumed.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Assumed {
    pub pounds: i64,
    pub evidence: String,
    pub source: String,
}

/// A line of a build-up.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "plain words")]
pub struct Line {
    pub title: String,
    pub pounds: i64,
    pub source: String,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Whether nothing changes.
    #[serde(default)]
    pub nothing: bool,
    /// The approval states whose money it takes in.
    #[serde(default)]
    pub takes: Vec<Approval>,
    /// Agency workers fewer than without it, by financial year.
    #[serde(default)]
    pub agency_replaced: BTreeMap<String, f64>,
    /// Leavers fewer, by financial year.
    #[serde(default)]
    pub leavers_avoided: BTreeMap<String, f64>,
}

/// An expected benefit as a path.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// A published measure, such as `agency_fte`.
    pub measure: String,
    /// What it is expected to be, by year ending 30 September; empty where the source states none.
    #[serde(default)]
    pub expected: BTreeMap<String, f64>,
}

/// Reads a case, or says why it cannot be read.
pub fn read(text: &str) -> Result<Case, String> {
    toml::from_str(text).map_err(|problem| problem.to_string().trim().to_owned())
}
