//! The log-rank test and the Cox model.

use serde::Serialize;
use statistics::survival::Spells;
use statistics::survival::cox::{self, NoFit, Ties};
use statistics::survival::log_rank::log_rank as test;

use super::input::{Asked, Input, wrong};
use super::node::{Label, Node};
use super::{Result, answer};

#[derive(Serialize)]
struct LogRankAnswer {
    chisq: Option<f64>,
    df: usize,
    p: Option<f64>,
    groups: Vec<GroupRow>,
}

#[derive(Serialize)]
struct GroupRow {
    group: Label,
    observed: f64,
    expected: f64,
}

pub(super) fn log_rank(input: &Input) -> Result {
    let spells = input.spells(Input::events)?;
    let (codes, labels) = input.labels("group", spells.len())?;
    let strata = input.optional_labels("stratum", spells.len())?;
    let found = test(&spells, &codes, labels.len(), strata.as_ref().map(|(codes, _)| codes.as_slice()));
    let groups = labels.into_iter().zip(&found.groups).map(|(group, own)| GroupRow {
        group,
        observed: own.observed,
        expected: own.expected,
    });
    answer(&LogRankAnswer { chisq: found.chisq, df: found.df, p: found.p, groups: groups.collect() })
}

#[derive(Serialize)]
struct CoxAnswer {
    coefficients: Vec<CoefficientRow>,
    loglik: [Option<f64>; 2],
    score: Option<f64>,
    n: usize,
    events: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Serialize)]
struct CoefficientRow {
    name: String,
    coef: Option<f64>,
    se: Option<f64>,
}

/// Drivers by name, with the rows that have all of them.
struct Drivers {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    rows: Vec<usize>,
}

fn drivers(input: &Input, wanted: usize) -> std::result::Result<Drivers, Asked> {
    let node = input.node("covariates")?;
    let Node::Object(pairs) = node else {
        return Err(wrong("covariates", format!("is {}, not an object of lists by name", node.kind())));
    };
    let mut columns = Vec::with_capacity(pairs.len());
    for (at, (name, node)) in pairs.iter().enumerate() {
        let key = format!("covariates.{name}");
        if pairs[..at].iter().any(|earlier| earlier.0 == *name) {
            return Err(wrong(&key, "is given twice"));
        }
        let Node::List(nodes) = node else {
            return Err(wrong(&key, format!("is {}, not a list", node.kind())));
        };
        if nodes.len() != wanted {
            return Err(wrong(&key, format!("has {} values where `exit` has {wanted}", nodes.len())));
        }
        let value = |(place, node): (usize, &Node)| match node {
            Node::Null => Ok(None),
            Node::Flag(flag) => Ok(Some(f64::from(u8::from(*flag)))),
            node => match node.number() {
                Some(number) => Ok(Some(number)),
                None => {
                    Err(wrong(&key, format!("holds {} at place {place} (from 0), not a number", node.kind())))
                }
            },
        };
        columns.push(nodes.iter().enumerate().map(value).collect::<std::result::Result<Vec<_>, _>>()?);
    }
    let rows: Vec<usize> =
        (0..wanted).filter(|row| columns.iter().all(|column| column[*row].is_some())).collect();
    let complete = |column: &Vec<Option<f64>>| rows.iter().filter_map(|row| column[*row]).collect();
    Ok(Drivers {
        names: pairs.iter().map(|pair| pair.0.clone()).collect(),
        columns: columns.iter().map(complete).collect(),
        rows,
    })
}

pub(super) fn cox(input: &Input) -> Result {
    let all = input.spells(Input::events)?;
    let ties = input.word("ties", &[("efron", Ties::Efron), ("breslow", Ties::Breslow)])?;
    let Drivers { names, columns, rows } = drivers(input, all.len())?;
    let pick = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
    let outcome: Vec<u32> = rows.iter().map(|row| all.outcome()[*row]).collect();
    let spells = Spells::new(all.entry().map(pick), pick(all.exit()), outcome)
        .map_err(|problem| Asked(problem.to_string()))?;
    let mut notes = Vec::new();
    if rows.len() < all.len() {
        notes.push(format!("{} rows without all covariates are left out", all.len() - rows.len()));
    }
    let fit = match cox::fit(&spells, &columns, ties) {
        Ok(fit) => fit,
        Err(NoFit::NoEvents) => {
            notes.push("there is no event: nothing can be fitted".to_owned());
            let none = |name| CoefficientRow { name, coef: None, se: None };
            return answer(&CoxAnswer {
                coefficients: names.into_iter().map(none).collect(),
                loglik: [None, None],
                score: None,
                n: spells.len(),
                events: 0,
                notes,
            });
        }
        Err(problem) => return Err(wrong("covariates", problem)),
    };
    for (which, name) in names.iter().enumerate() {
        if fit.without_limit.contains(&which) {
            notes.push(format!("`{name}` has no finite best value: nobody left on one side of it"));
        } else if fit.coefficients[which].is_none() {
            notes.push(format!("`{name}` never varies or repeats other covariates"));
        }
    }
    let row = |(name, own): (String, &Option<cox::Coefficient>)| CoefficientRow {
        name,
        coef: own.map(|own| own.coefficient),
        se: own.map(|own| own.se),
    };
    answer(&CoxAnswer {
        coefficients: names.into_iter().zip(&fit.coefficients).map(row).collect(),
        loglik: [Some(fit.null), Some(fit.fitted)],
        score: Some(fit.score),
        n: fit.rows,
        events: fit.events,
        notes,
    })
}
