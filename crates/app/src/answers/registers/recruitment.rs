//! Funnels and vacancies, as answers.

use ::registers::recruitment::{Chain, Funnel, Times, Trend, VacancyAge};
use serde_json::{Value, json};
use workforce::Date;
use workforce::quantity::Pence;
use workforce::records::{PanelPool, Stage};

use super::{Told, of, pounds};
use crate::table::Table;

fn median(times: Option<Times>) -> String {
    let half = |times: Times| if times.median_halves % 2 == 1 { ".5" } else { "" };
    times.map(|times| format!("{}{}", times.median_halves / 2, half(times))).unwrap_or_default()
}

fn money(amount: Option<Pence>) -> String {
    amount.map(pounds).unwrap_or_default()
}

/// Funnels, and applications for each advert over time.
pub(crate) fn funnel(funnels: &[Funnel], trend: &Trend, (from, to): (Date, Date), known_at: u64) -> Told {
    let headings = [
        "Group",
        "#Adverts",
        "#Views",
        "#Applications",
        "#Shortlisted",
        "#Interviewed",
        "#Offered",
        "#Started",
        "#6 months",
        "#12 months",
        "#24 months",
        "#Days to hire",
        "#Cost",
        "#Per start",
        "#Per start kept a year",
        "#Agency here, started",
        "#Incentive decided",
    ];
    let mut table = Table::new(format!("Recruitment: adverts opened {from} to {to}"), &headings);
    let row = |funnel: &Funnel| {
        let mut row = vec![
            funnel.name.clone(),
            funnel.adverts.to_string(),
            funnel.views.map(|views| views.to_string()).unwrap_or_default(),
            funnel.applications.to_string(),
        ];
        let stages = [Stage::Shortlisted, Stage::Interviewed, Stage::Offered, Stage::Started];
        row.extend(stages.map(|stage| funnel.at(stage).to_string()));
        row.extend(funnel.still.iter().map(|still| of(still.here, still.of)));
        row.extend([
            median(funnel.to_hire),
            money(funnel.cost),
            money(funnel.cost_per_start()),
            money(funnel.cost_per_retained()),
            of(funnel.converted.0, funnel.converted.1),
            funnel.incentive_decided.to_string(),
        ]);
        row
    };
    let mut rows: Vec<Vec<String>> = funnels.iter().map(row).collect();
    table.total = rows.pop();
    table.rows = rows;
    table.notes.push(
        "A cost is told where that of every advert is recorded; the campaign's own cost is in its own line and in the total. \
         Days to hire are the median from application to start. A start kept a year is told when every start has had its year."
            .to_owned(),
    );
    let mut each = Table::new("Applications for each advert", &["Quarter", "#Adverts", "#Applications"]);
    each.rows = trend
        .quarters
        .iter()
        .map(|(quarter, adverts, applications)| {
            vec![quarter.to_string(), adverts.to_string(), applications.to_string()]
        })
        .collect();
    each.notes.push(match trend.slope {
        Some((slope, low, high)) => {
            let p = trend.p.map(|p| format!("; Mann-Kendall p {p:.3}")).unwrap_or_default();
            format!("From quarter to quarter {slope:+.2} applications an advert (Theil-Sen, 95%: {low:+.2} to {high:+.2}{p}).")
        }
        None => "Too few quarters with adverts, or one without, for a trend.".to_owned(),
    });
    let data: Vec<Value> = funnels
        .iter()
        .map(|one| {
            json!({ "funnel": one, "cost_per_start": one.cost_per_start(), "cost_per_retained": one.cost_per_retained() })
        })
        .collect();
    Told::new(known_at, vec![table, each])
        .with("from", from)
        .with("to", to)
        .with("funnels", data)
        .with("per_advert", trend)
}

/// Open vacancies, chains and rounds.
pub(crate) fn vacancies(
    ages: &[VacancyAge],
    chains: &[Chain],
    (rounds, pools): &(usize, Vec<(PanelPool, u32, bool)>),
    on: Date,
    known_at: u64,
) -> Told {
    let mut open = Table::new(
        format!("Vacancies open on {on}"),
        &["Vacancy", "Post", "#Days", "Advertised", "Hard to recruit"],
    );
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    for one in ages {
        open.rows.push(vec![
            one.vacancy.clone(),
            one.post.clone(),
            one.days.to_string(),
            yes(one.advertised),
            yes(one.hard),
        ]);
    }
    open.notes.push(format!("They ask for {rounds} rounds of interviews."));
    for (pool, can, enough) in pools {
        let told = if *enough { "enough" } else { "NOT ENOUGH" };
        open.notes.push(format!("The pool `{pool}` can take {can} rounds in a month: {told} for one month."));
    }
    let mut linked =
        Table::new("Chains of vacancies", &["Vacancies, each opened by the one before", "#From within"]);
    for chain in chains.iter().filter(|chain| chain.vacancies.len() > 1) {
        linked.rows.push(vec![chain.vacancies.join(" → "), of(chain.internal, chain.filled)]);
    }
    let internal: u64 = chains.iter().map(|chain| chain.internal).sum();
    let filled: u64 = chains.iter().map(|chain| chain.filled).sum();
    linked.notes.push(format!("Filled from within, of all that were filled: {}.", of(internal, filled)));
    Told::new(known_at, vec![open, linked])
        .with("as_at", on)
        .with("vacancies", ages)
        .with("chains", chains)
        .with("internal", internal)
        .with("filled", filled)
        .with("rounds", rounds)
}
