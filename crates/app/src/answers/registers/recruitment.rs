//! Funnels and vacancies, as answers.

use ::registers::recruitment::{Chain, EnquiryLine, Funnel, FunnelBy, RoundMonth, Times, Trend, VacancyAge};
use std::collections::BTreeMap;

use serde_json::{Value, json};
use workforce::Date;
use workforce::quantity::Pence;
use workforce::records::{PanelPool, Stage};

use super::{BarLine, Bars, Told, many, of, pounds};
use crate::table::Table;

fn median(times: Option<Times>) -> String {
    let half = |times: Times| if times.median_halves % 2 == 1 { ".5" } else { "" };
    times.map(|times| format!("{}{}", times.median_halves / 2, half(times))).unwrap_or_default()
}

fn money(amount: Option<Pence>) -> String {
    amount.map(pounds).unwrap_or_default()
}

/// Funnels, and applications for each advert over time.
pub(crate) fn funnel(
    funnels: &[Funnel],
    trend: &Trend,
    enquiries: &[EnquiryLine],
    ((from, to), by): ((Date, Date), FunnelBy),
    known_at: u64,
) -> Told {
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
    let kind = match by {
        FunnelBy::Campaign => Some("campaign"),
        FunnelBy::Channel => Some("channel"),
        FunnelBy::Role => Some("role"),
        FunnelBy::Team => Some("unit"),
        FunnelBy::Status => None,
    };
    if let Some(kind) = kind {
        let groups = &funnels[..table.rows.len()];
        table.lead(0, kind, groups.iter().map(|one| if one.key == "-" { "" } else { one.key.as_str() }));
    }
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
    let steps = funnels.last().map(steps).unwrap_or_default();
    let data: Vec<Value> = funnels
        .iter()
        .map(|one| {
            json!({ "funnel": one, "cost_per_start": one.cost_per_start(), "cost_per_retained": one.cost_per_retained() })
        })
        .collect();
    let asked = enquired(enquiries, (from, to));
    Told::new(known_at, [table, each].into_iter().chain(asked).collect())
        .with("enquiries", enquiries)
        .with("from", from)
        .with("to", to)
        .with("funnels", data)
        .with("per_advert", trend)
        .drawn(Bars {
            id: "funnel",
            title: format!("From application to start: adverts opened {from} to {to}"),
            unit: "people",
            lines: steps,
        })
}

/// Enquiries as a table, where there are any.
fn enquired(lines: &[EnquiryLine], (from, to): (Date, Date)) -> Option<Table> {
    let headings = [
        "Channel",
        "#Enquiries",
        "#Answered in time",
        "#Answered late",
        "#Not answered, overdue",
        "#Applied",
    ];
    let mut table = Table::new(format!("Enquiries, {from} to {to}"), &headings);
    for line in lines {
        let counts = [line.enquiries, line.in_time, line.late, line.overdue, line.applied];
        table.rows.push([vec![line.name.clone()], counts.map(|count| count.to_string()).to_vec()].concat());
    }
    table.lead(0, "channel", lines.iter().map(|line| &line.channel));
    (!lines.is_empty()).then_some(table)
}

/// The steps of the way in, and who is still here, as bars.
fn steps(all: &Funnel) -> Vec<BarLine> {
    if all.applications == 0 {
        return Vec::new();
    }
    let words = |stage: Stage| {
        let code = stage.code().replace('-', " ");
        code[..1].to_uppercase() + &code[1..]
    };
    let reached = all.reached.iter().map(|(stage, count)| BarLine::count(words(*stage), *count));
    let still = all.still.iter().filter(|still| still.of > 0).map(|still| BarLine {
        shown: of(still.here, still.of),
        ..BarLine::count(format!("Here after {} months", still.months), still.here)
    });
    std::iter::once(BarLine::count("Applications", all.applications)).chain(reached).chain(still).collect()
}

/// Months with their rounds, as a table.
fn rounds_table(months: &[RoundMonth]) -> Table {
    let headings = [
        "From",
        "To",
        "#Posts vacant",
        "#Not yet taken",
        "#Rounds needed",
        "Planned",
        "To plan",
        "#Waiting",
        "Panels can take",
    ];
    let mut table = Table::new("Rounds of interviews, month by month", &headings);
    let days = |days: &[Date]| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    for month in months {
        let pools: Vec<String> = month
            .pools
            .iter()
            .map(|one| {
                let enough = if one.enough { "" } else { " (NOT ENOUGH)" };
                format!("{}: {}{enough}", one.pool, one.rounds)
            })
            .collect();
        table.rows.push(vec![
            month.from.to_string(),
            month.to.to_string(),
            month.vacant.map_or_else(|| "not known".to_owned(), |vacant| vacant.to_string()),
            month.open.to_string(),
            month.needed.to_string(),
            days(&month.planned),
            days(&month.proposed),
            month.waiting.to_string(),
            pools.join("; "),
        ]);
    }
    table.notes.push(
        "Posts vacant at each month's end are projected from known dated events. What a round takes counts as filled, so that \
         no vacancy asks for two; what the panels cannot do waits for the next month. Vacancies a round and the days that a \
         round needs beforehand are the parameters `recruitment.…`."
            .to_owned(),
    );
    table
}

/// Where posts are: by post, the team's name and the role's title.
pub(crate) type Places = BTreeMap<String, (String, String)>;

/// Open vacancies, chains and rounds.
pub(crate) fn vacancies(
    (ages, places): (&[VacancyAge], &Places),
    chains: &[Chain],
    (rounds, pools): &(usize, Vec<(PanelPool, u32, bool)>),
    calendar: &[RoundMonth],
    on: Date,
    known_at: u64,
) -> Told {
    let mut open = Table::new(
        format!("Vacancies open on {on}"),
        &["Vacancy", "Post", "Team", "Role", "#Days", "Advertised", "Hard to recruit"],
    );
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    for one in ages {
        let (team, role) = places.get(&one.post).cloned().unwrap_or_default();
        open.rows.push(vec![
            one.vacancy.clone(),
            one.post.clone(),
            team,
            role,
            one.days.to_string(),
            yes(one.advertised),
            yes(one.hard),
        ]);
    }
    open.lead(0, "vacancy", ages.iter().map(|one| &one.vacancy));
    open.lead(1, "post", ages.iter().map(|one| &one.post));
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
    let firsts = chains.iter().filter(|chain| chain.vacancies.len() > 1).map(|chain| &chain.vacancies[0]);
    linked.lead(0, "vacancy", firsts);
    let internal: u64 = chains.iter().map(|chain| chain.internal).sum();
    let filled: u64 = chains.iter().map(|chain| chain.filled).sum();
    linked.notes.push(format!("Filled from within, of all that were filled: {}.", of(internal, filled)));
    let now: Vec<&VacancyAge> = ages.iter().filter(|one| one.days >= 0).collect();
    let silent = now.iter().filter(|one| !one.advertised).count();
    let due = now.first().map(|oldest| {
        let open = many(now.len(), "vacancy is open", "vacancies are open");
        format!("{open}, the oldest for {} days; {silent} not advertised.", oldest.days)
    });
    Told::new(known_at, vec![open, rounds_table(calendar), linked])
        .due(due.unwrap_or_default())
        .with("as_at", on)
        .with("calendar", calendar)
        .with("vacancies", ages)
        .with("chains", chains)
        .with("internal", internal)
        .with("filled", filled)
        .with("rounds", rounds)
}
