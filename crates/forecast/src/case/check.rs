//! What is wrong with a case, what its source does not state, and what does not add up.

use benchmarks::Measure;

use super::cost::new_fte;
use super::file::{Approval, Case, FinancialYear};

/// Something to put right, or to know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// `error` or `note`.
    pub level: &'static str,
    /// Where.
    pub place: String,
    /// What, and how to put it right.
    pub message: String,
}

fn error(place: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding { level: "error", place: place.into(), message: message.into() }
}

fn note(place: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding { level: "note", place: place.into(), message: message.into() }
}

/// Everything there is to say.
pub fn check(case: &Case) -> Vec<Finding> {
    let mut found = numbers(case);
    found.extend(strands(case));
    found.extend(options(case));
    found.extend(money(case));
    for missing in &case.missing {
        found.push(note(
            "missing",
            format!("{missing} was not to hand: nothing is concluded from its silence"),
        ));
    }
    found
}

fn numbers(case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    if !(case.discount_rate > -1.0 && case.discount_rate < 1.0) {
        found.push(error("discount_rate", "must be a share, such as 0.035"));
    }
    for (key, share) in
        [("optimism.costs", case.optimism.costs), ("optimism.benefits", case.optimism.benefits)]
    {
        if !(0.0..=2.0).contains(&share) {
            found.push(error(key, "must be a share, such as 0.1"));
        }
    }
    if case.until < case.price_year {
        found.push(error("until", "is before price_year"));
    }
    let amounts = case.money.iter().chain(case.strands.iter().flat_map(|strand| &strand.costs));
    for money in amounts.filter(|money| money.pounds < 0) {
        found.push(error(&money.title, "`pounds` is negative: a saving is a benefit, not a cost"));
    }
    for pay in &case.pay {
        if pay.salary <= 0 || !(0.0..=1.0).contains(&pay.on_costs) {
            found.push(error(&pay.role, "`salary` must be above 0 and `on_costs` a share, such as 0.3"));
        }
    }
    found
}

fn strands(case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut keys: Vec<&str> = case.strands.iter().map(|strand| strand.key.as_str()).collect();
    keys.sort_unstable();
    for twice in keys.windows(2).filter(|pair| pair[0] == pair[1]) {
        found.push(error(format!("strand {}", twice[0]), "is given twice"));
    }
    for strand in &case.strands {
        let place = format!("strand {}", strand.key);
        if strand.posts.is_empty() && strand.costs.is_empty() {
            found.push(note(&place, "neither posts nor cost are stated: not nought, not known"));
        }
        for post in &strand.posts {
            if !(post.fte > 0.0 && post.fte < 10_000.0) {
                found.push(error(&place, format!("{}: `fte` must be above 0", post.role)));
            }
            if post.from.zip(post.until).is_some_and(|(from, until)| until < from) {
                found.push(error(&place, format!("{}: `until` is before `from`", post.role)));
            }
            if post.from.is_none() {
                found.push(note(&place, format!("{}: no start is stated, so no part-year cost", post.role)));
            }
            if !case.pay.iter().any(|pay| pay.role == post.role) {
                found.push(note(&place, format!("{}: no pay is given, so its cost is not known", post.role)));
            }
        }
    }
    let by_strand = new_fte(case);
    if let Some(stated) = case.stated_new_fte {
        let left = stated - by_strand;
        if left < -1e-9 {
            found.push(error(
                "stated_new_fte",
                format!("strands add up to {by_strand} FTE, more than the {stated} stated"),
            ));
        } else if left > 1e-9 {
            found.push(note(
                "stated_new_fte",
                format!("{stated} new FTE are stated; strands state {by_strand}; {left} are in no strand"),
            ));
        }
    }
    found
}

fn options(case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    if !case.options.iter().any(|option| option.nothing) {
        found.push(error("option", "\"do nothing\" is missing: add an [[option]] with `nothing = true`"));
    }
    for option in &case.options {
        if option.nothing && !(option.takes.is_empty() && option.agency_replaced.is_empty()) {
            found.push(error(&option.name, "does nothing, and so neither takes money nor replaces anybody"));
        }
        for year in option.agency_replaced.keys().chain(option.leavers_avoided.keys()) {
            if let Err(problem) = FinancialYear::try_from(year.clone()) {
                found.push(error(&option.name, problem));
            }
        }
        if !option.agency_replaced.is_empty() && case.agency_premium.is_none() {
            found.push(error(&option.name, "replaces agency workers, but `agency_premium` is missing"));
        }
        if !option.leavers_avoided.is_empty() && case.leaver_cost.is_empty() {
            found.push(error(&option.name, "avoids leavers, but there is no [[leaver_cost]]"));
        }
        let doubled = !option.agency_replaced.is_empty()
            && !option.leavers_avoided.is_empty()
            && case.leaver_cost.iter().any(|line| line.title.to_lowercase().contains("agency"));
        if doubled {
            found
                .push(error(&option.name, "counts the agency premium twice: take it out of [[leaver_cost]]"));
        }
    }
    for benefit in &case.benefits {
        if Measure::from_column(&benefit.measure).is_none() {
            found.push(error(
                &benefit.measure,
                "is no published measure; `mainstay benchmark show` lists them",
            ));
        }
        if benefit.expected.is_empty() {
            found.push(note(
                &benefit.measure,
                "no expected value is stated, so what happened is shown beside nothing",
            ));
        }
        for year in benefit.expected.keys().filter(|year| year.parse::<u16>().is_err()) {
            found.push(error(
                &benefit.measure,
                format!("`{year}` is no year ending 30 September, such as 2022"),
            ));
        }
    }
    found
}

fn money(case: &Case) -> Vec<Finding> {
    let considered: i64 = amounts(case, Approval::ToBeConsidered);
    let approved = amounts(case, Approval::Approved);
    let mut found = Vec::new();
    if considered > 0 {
        found.push(note(
            "money",
            format!(
                "{} is to be considered and counts in no approved total; {} is approved",
                pounds(considered),
                pounds(approved)
            ),
        ));
    }
    if case.stated_new_fte.is_some() && considered + approved > 0 {
        found.push(note(
            "money",
            "the total is never divided by FTE: it buys supplements, relocation and fees as well as posts",
        ));
    }
    found
}

fn amounts(case: &Case, approval: Approval) -> i64 {
    let all = case.money.iter().chain(case.strands.iter().flat_map(|strand| &strand.costs));
    all.filter(|money| money.approval == approval).map(|money| money.pounds).sum()
}

/// Pounds with thousands apart.
pub fn pounds(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{}£{text}", if value < 0 { "-" } else { "" })
}
