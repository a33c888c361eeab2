//! Business cases as answers.

use forecast::case::check::pounds;
use forecast::case::file::{Approval, Comes, FinancialYear};
use forecast::case::{Case, Costed, Finding};
use serde::Serialize;

use crate::table::Table;

/// A checked case, as `mainstay case check --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct CheckCaseAnswer {
    pub id: String,
    pub title: String,
    pub errors: usize,
    pub findings: Vec<Finding>,
}

impl CheckCaseAnswer {
    pub(crate) fn new(case: &Case, findings: Vec<Finding>) -> Self {
        let errors = findings.iter().filter(|finding| finding.level == "error").count();
        Self { id: case.id.clone(), title: case.title.clone(), errors, findings }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let title = format!("{}: {} to put right, {} in all", self.title, self.errors, self.findings.len());
        findings(title, &self.findings)
    }
}

fn findings(title: String, findings: &[Finding]) -> Table {
    let mut table = Table::new(title, &["Level", "Where", "What"]);
    let row = |own: &Finding| vec![own.level.to_owned(), own.place.clone(), own.message.clone()];
    table.rows = findings.iter().map(row).collect();
    table
}

/// A costed case, as `mainstay case report --format json` prints it. Money is in whole pounds.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct ReportCaseAnswer {
    pub id: String,
    pub title: String,
    pub decided: String,
    pub source: String,
    /// New posts that the source states in all, and by strand.
    pub stated_new_fte: Option<f64>,
    pub new_fte_by_strand: f64,
    /// People to be recruited to vacancies that there are: no new posts.
    pub to_recruit: u32,
    pub years: Vec<CaseYearAnswer>,
    pub options: Vec<OptionAnswer>,
    pub break_even: Vec<BreakEvenAnswer>,
    pub leaver_cost: Option<i64>,
    pub must_be_true: Vec<String>,
    pub actions: Vec<ActionAnswer>,
    pub findings: Vec<Finding>,
    #[serde(skip)]
    money: Vec<Vec<String>>,
}

/// One financial year. What is to be considered is in no approved sum.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct CaseYearAnswer {
    pub year: String,
    pub approved: i64,
    pub to_be_considered: i64,
    pub posts_approved: i64,
    pub posts_to_be_considered: i64,
}

/// An option.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct OptionAnswer {
    pub name: String,
    pub costs: Vec<f64>,
    /// None where the source states no benefit.
    pub benefits: Option<Vec<f64>>,
    /// Of benefits less costs; of costs alone where no benefit is stated.
    pub present_value: f64,
}

/// What an amount would have to do to pay for itself.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct BreakEvenAnswer {
    pub title: String,
    pub pounds: i64,
    pub approval: Approval,
    pub premium: i64,
    pub premium_evidence: String,
    pub premium_source: String,
    pub agency_workers: f64,
}

/// A strand as an action.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct ActionAnswer {
    pub strand: String,
    pub title: String,
    pub kind: &'static str,
    pub fte: Option<f64>,
    pub owner: Option<String>,
    pub due: Option<String>,
}

fn state(approval: Approval) -> &'static str {
    match approval {
        Approval::Approved => "approved",
        Approval::ToBeConsidered => "to be considered",
    }
}

impl ReportCaseAnswer {
    pub(crate) fn new(case: &Case, costed: &Costed, findings: Vec<Finding>) -> Self {
        let year = |year: &FinancialYear| CaseYearAnswer {
            year: year.to_string(),
            approved: costed.in_year(*year, Approval::Approved),
            to_be_considered: costed.in_year(*year, Approval::ToBeConsidered),
            posts_approved: costed.posts_in_year(*year, Approval::Approved),
            posts_to_be_considered: costed.posts_in_year(*year, Approval::ToBeConsidered),
        };
        let premium = case.agency_premium.as_ref();
        let break_even = costed.break_even.iter().filter_map(|own| {
            let premium = premium?;
            Some(BreakEvenAnswer {
                title: own.title.clone(),
                pounds: own.pounds,
                approval: own.approval,
                premium: premium.pounds,
                premium_evidence: premium.evidence.clone(),
                premium_source: premium.source.clone(),
                agency_workers: own.workers,
            })
        });
        let action = |strand: &forecast::case::file::Strand| ActionAnswer {
            strand: strand.key.clone(),
            title: strand.title.clone(),
            kind: if strand.pay { "pay" } else { "not pay" },
            fte: (!strand.posts.is_empty()).then(|| strand.posts.iter().map(|post| post.fte).sum()),
            owner: strand.owner.clone(),
            due: strand.due.map(|due| due.to_string()),
        };
        let money =
            case.money.iter().chain(case.strands.iter().flat_map(|strand| &strand.costs)).map(|own| {
                let comes = if own.comes == Comes::Once { "once" } else { "every year" };
                let funding =
                    format!("{:?}", own.funding).to_lowercase().replace("basebudget", "base budget");
                vec![
                    own.title.clone(),
                    pounds(own.pounds),
                    own.year.to_string(),
                    comes.to_owned(),
                    funding,
                    state(own.approval).to_owned(),
                ]
            });
        Self {
            id: case.id.clone(),
            title: case.title.clone(),
            decided: case.decided.to_string(),
            source: case.source.clone(),
            stated_new_fte: case.stated_new_fte,
            new_fte_by_strand: costed.new_fte,
            to_recruit: costed.to_recruit,
            years: costed.years.iter().map(year).collect(),
            options: costed
                .options
                .iter()
                .map(|own| OptionAnswer {
                    name: own.name.clone(),
                    costs: own.costs.clone(),
                    benefits: own.benefits.clone(),
                    present_value: own.npv,
                })
                .collect(),
            break_even: break_even.collect(),
            leaver_cost: costed.leaver,
            must_be_true: case.must_be_true.clone(),
            actions: case.strands.iter().map(action).collect(),
            findings,
            money: money.collect(),
        }
    }

    /// As tables: the template of the paper.
    pub fn tables(&self) -> Vec<Table> {
        let mut money = Table::new(
            format!("{} ({}; {})", self.title, self.decided, self.source),
            &["Money as stated", "#Amount", "From year", "Comes", "Funding", "State"],
        );
        money.rows.clone_from(&self.money);
        let fte = self.stated_new_fte.map_or_else(|| "not stated".to_owned(), |fte| format!("{fte}"));
        money.notes.push(format!(
            "New posts: {fte} FTE stated, {} of them by strand. People to recruit to vacancies that there are: {}. The two \
             are different things and are not added.",
            self.new_fte_by_strand, self.to_recruit
        ));
        let mut years = Table::new(
            "By financial year, as stated",
            &["Year", "#Approved", "#To be considered", "#Posts, approved", "#Posts, to be considered"],
        );
        years.rows = self
            .years
            .iter()
            .map(|own| {
                let all =
                    [own.approved, own.to_be_considered, own.posts_approved, own.posts_to_be_considered];
                std::iter::once(own.year.clone()).chain(all.map(pounds)).collect()
            })
            .collect();
        years
            .notes
            .push("What is to be considered is in no approved sum. No sum is divided by FTE.".to_owned());
        let mut tables = vec![money, years, self.options_table()];
        if !self.break_even.is_empty() {
            tables.push(self.break_even_table());
        }
        let mut actions =
            Table::new("Strands as actions", &["Strand", "What", "Kind", "#FTE", "Owner", "Due"]);
        let unknown = || "not stated".to_owned();
        actions.rows = self
            .actions
            .iter()
            .map(|own| {
                vec![
                    own.strand.clone(),
                    own.title.clone(),
                    own.kind.to_owned(),
                    own.fte.map_or_else(unknown, |fte| fte.to_string()),
                    own.owner.clone().unwrap_or_else(unknown),
                    own.due.clone().unwrap_or_else(unknown),
                ]
            })
            .collect();
        tables.push(actions);
        tables.push(findings("What its source does not state, and what to know".to_owned(), &self.findings));
        tables
    }

    fn options_table(&self) -> Table {
        let mut table = Table::new("Options", &["Option", "#Costs", "#Benefits", "#Present value"]);
        #[expect(clippy::cast_possible_truncation, reason = "a council's amounts")]
        let shown = |value: f64| pounds(value.round() as i64);
        table.rows = self
            .options
            .iter()
            .map(|own| {
                let benefits = own.benefits.as_ref();
                vec![
                    own.name.clone(),
                    shown(own.costs.iter().sum()),
                    benefits.map_or_else(|| "not stated".to_owned(), |own| shown(own.iter().sum())),
                    shown(own.present_value),
                ]
            })
            .collect();
        table.notes.push("Real flows, the first year not discounted. Where no benefit is stated, the present value is of costs alone.".to_owned());
        table
    }

    fn break_even_table(&self) -> Table {
        let mut table = Table::new(
            "What must be true for it to pay",
            &["Amount", "#A year", "State", "#Agency premium", "#Workers to replace"],
        );
        table.rows = self
            .break_even
            .iter()
            .map(|own| {
                vec![
                    own.title.clone(),
                    pounds(own.pounds),
                    state(own.approval).to_owned(),
                    pounds(own.premium),
                    format!("{:.0}", own.agency_workers),
                ]
            })
            .collect();
        for own in &self.break_even {
            table.notes.push(format!(
                "{:.0} agency workers would have to be replaced for {} a year to pay for itself, at a premium of {} each \
                 (evidence {}: {}); {} are to be recruited.",
                own.agency_workers,
                pounds(own.pounds),
                pounds(own.premium),
                own.premium_evidence,
                own.premium_source,
                self.to_recruit
            ));
        }
        table.notes.extend(self.must_be_true.iter().map(|own| format!("What else must be true: {own}")));
        table
    }
}

/// A case beside what happened, as `mainstay case track --format json` prints it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct TrackCaseAnswer {
    pub id: String,
    pub title: String,
    pub decided: String,
    pub release: String,
    pub path: Vec<PathRow>,
}

/// One measure in one year ending 30 September.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "plain words")]
pub struct PathRow {
    pub measure: &'static str,
    pub year: u16,
    pub expected: Option<f64>,
    pub actual: String,
    pub england: Option<String>,
    /// The council's own figure by the same definition, as its record knows it now; where the record was asked.
    pub own: Option<String>,
}

impl TrackCaseAnswer {
    pub(crate) fn new(case: &Case, release: &str, path: Vec<PathRow>) -> Self {
        Self {
            id: case.id.clone(),
            title: case.title.clone(),
            decided: case.decided.to_string(),
            release: release.to_owned(),
            path,
        }
    }

    /// As a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new(
            format!("{}: after {}, as published in release {}", self.title, self.decided, self.release),
            &["Measure", "#Year to 30 September", "#Expected", "#Council", "#England", "#Own record"],
        );
        table.rows = self
            .path
            .iter()
            .map(|own| {
                vec![
                    own.measure.to_owned(),
                    own.year.to_string(),
                    own.expected.map_or_else(|| "not stated".to_owned(), |value| value.to_string()),
                    own.actual.clone(),
                    own.england.clone().unwrap_or_default(),
                    own.own.clone().unwrap_or_default(),
                ]
            })
            .collect();
        table.notes.push(
            "What came after the decision, not because of it: a path of years beside England's, never two points."
                .to_owned(),
        );
        table
    }
}
