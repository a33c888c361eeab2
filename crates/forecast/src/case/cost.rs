//! Costs by financial year, present value and break-even.

use statistics::money::present_value;

use super::file::{Approval, Case, Choice, Comes, FinancialYear, Funding, Money, Post};

/// Costs of one financial year, in whole pounds, of one approval state and source of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearCost {
    /// The year.
    pub year: FinancialYear,
    /// Decided on, or not.
    pub approval: Approval,
    /// Where from.
    pub funding: Funding,
    /// Whole pounds.
    pub pounds: i64,
}

/// What an option comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// Its name.
    pub name: String,
    /// Costs by year, with optimism added.
    pub costs: Vec<f64>,
    /// Benefits by year, with optimism taken off; none where none is stated.
    pub benefits: Option<Vec<f64>>,
    /// Present value of benefits less costs; of costs alone where no benefit is stated.
    pub npv: f64,
}

/// A case with its sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Costed {
    /// The financial years.
    pub years: Vec<FinancialYear>,
    /// Money as the source states it, by year.
    pub stated: Vec<YearCost>,
    /// Posts with known pay and start, by year: in part of the first, whole afterwards.
    pub posts: Vec<YearCost>,
    /// New posts of the strands.
    pub new_fte: f64,
    /// People to be recruited to vacancies that there are.
    pub to_recruit: u32,
    /// The options.
    pub options: Vec<Totals>,
    /// One leaver's cost, in whole pounds; none without lines.
    pub leaver: Option<i64>,
    /// For each yearly amount: how many agency workers it would have to replace.
    pub break_even: Vec<BreakEven>,
}

/// How many agency workers an amount would have to replace to pay for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// The amount's title.
    pub title: String,
    /// Whole pounds a year.
    pub pounds: i64,
    /// Decided on, or not.
    pub approval: Approval,
    /// Workers: the amount over the premium.
    pub workers: f64,
}

/// New posts of the strands.
pub fn new_fte(case: &Case) -> f64 {
    case.strands.iter().flat_map(|strand| &strand.posts).map(|post| post.fte).sum()
}

#[expect(clippy::cast_precision_loss, reason = "amounts of a council are far below 2^53 pounds")]
fn real(pounds: i64) -> f64 {
    pounds as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a council's amounts")]
fn whole(pounds: f64) -> i64 {
    pounds.round() as i64
}

fn moneys(case: &Case) -> impl Iterator<Item = &Money> {
    case.money.iter().chain(case.strands.iter().flat_map(|strand| &strand.costs))
}

/// The case with its sums.
pub fn costed(case: &Case) -> Costed {
    let first = FinancialYear::of(case.decided).min(case.price_year);
    let years: Vec<FinancialYear> = (first.0..=case.until.0).map(FinancialYear).collect();
    let mut stated = Vec::new();
    for money in moneys(case) {
        let in_year = |year: &&FinancialYear| match money.comes {
            Comes::Once => **year == money.year,
            Comes::EveryYear => **year >= money.year,
        };
        stated.extend(years.iter().filter(in_year).map(|year| YearCost {
            year: *year,
            approval: money.approval,
            funding: money.funding,
            pounds: money.pounds,
        }));
    }
    let all = case.strands.iter().flat_map(|strand| &strand.posts);
    let posts = all.flat_map(|post| years.iter().filter_map(|year| post_cost(case, post, *year))).collect();
    let leaver: i64 = case.leaver_cost.iter().map(|line| line.pounds).sum();
    let leaver = (!case.leaver_cost.is_empty()).then_some(leaver);
    let premium = case.agency_premium.as_ref().map(|premium| premium.pounds).filter(|premium| *premium > 0);
    let break_even = premium.map_or_else(Vec::new, |premium| {
        let yearly = moneys(case).filter(|money| money.comes == Comes::EveryYear);
        yearly
            .map(|money| BreakEven {
                title: money.title.clone(),
                pounds: money.pounds,
                approval: money.approval,
                workers: real(money.pounds) / real(premium),
            })
            .collect()
    });
    let mut costed = Costed {
        years,
        stated,
        posts,
        new_fte: new_fte(case),
        to_recruit: case.recruitment.iter().map(|own| own.people).sum(),
        options: Vec::new(),
        leaver,
        break_even,
    };
    costed.options = case.options.iter().map(|option| totals(case, &costed, option)).collect();
    costed
}

/// A post's cost in a year: months in post over twelve. None where pay or start are not known, or it is not there then.
fn post_cost(case: &Case, post: &Post, year: FinancialYear) -> Option<YearCost> {
    let pay =
        case.pay.iter().filter(|pay| pay.role == post.role && pay.year <= year).max_by_key(|pay| pay.year)?;
    let from = post.from?;
    let month = |day: workforce::Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let start = month(year.first_day());
    let first = month(from).max(start);
    let end = post.until.map_or(start + 12, |until| (month(until) + 1).min(start + 12));
    let months = (end - first).clamp(0, 12);
    let yearly = real(pay.salary) * (1.0 + pay.on_costs) * post.fte;
    (months > 0).then(|| YearCost {
        year,
        approval: post.approval,
        funding: post.funding,
        pounds: whole(yearly * f64::from(months) / 12.0),
    })
}

fn totals(case: &Case, costed: &Costed, option: &Choice) -> Totals {
    let cost = |year: &FinancialYear| {
        let own =
            costed.stated.iter().filter(|own| own.year == *year && option.takes.contains(&own.approval));
        real(own.map(|own| own.pounds).sum()) * (1.0 + case.optimism.costs)
    };
    let costs: Vec<f64> = costed.years.iter().map(cost).collect();
    let premium = case.agency_premium.as_ref().map_or(0.0, |premium| real(premium.pounds));
    let leaver = costed.leaver.map_or(0.0, real);
    let states = !(option.agency_replaced.is_empty() && option.leavers_avoided.is_empty()) || option.nothing;
    let benefit = |year: &FinancialYear| {
        let of = |path: &std::collections::BTreeMap<String, f64>| {
            let own =
                path.iter().find(|(key, _)| FinancialYear::try_from((*key).clone()).as_ref() == Ok(year));
            own.map_or(0.0, |(_, value)| *value)
        };
        (of(&option.agency_replaced) * premium + of(&option.leavers_avoided) * leaver)
            * (1.0 - case.optimism.benefits)
    };
    let benefits = states.then(|| costed.years.iter().map(benefit).collect::<Vec<f64>>());
    let net: Vec<f64> = costs
        .iter()
        .enumerate()
        .map(|(at, cost)| benefits.as_ref().map_or(0.0, |benefits| benefits[at]) - cost)
        .collect();
    let npv = present_value(&net, case.discount_rate).unwrap_or(0.0);
    Totals { name: option.name.clone(), costs, benefits, npv }
}

impl Costed {
    /// The stated money of one approval state in a year.
    pub fn in_year(&self, year: FinancialYear, approval: Approval) -> i64 {
        self.stated
            .iter()
            .filter(|own| own.year == year && own.approval == approval)
            .map(|own| own.pounds)
            .sum()
    }

    /// What posts with known pay come to in a year, in one approval state.
    pub fn posts_in_year(&self, year: FinancialYear, approval: Approval) -> i64 {
        self.posts
            .iter()
            .filter(|own| own.year == year && own.approval == approval)
            .map(|own| own.pounds)
            .sum()
    }
}
