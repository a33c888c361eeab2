//! The registers for programs: the same answers as their pages and commands. Whoever is confined to their own teams gets
//! their own, and the look at workers who are named is noted first.

use app::answers::registers::Told;
use app::registering::{Looked, quarter};
use app::registers::agency::CostBy;
use app::registers::recruitment::{FunnelAsk, FunnelBy};
use app::registers::workload::LoadBy;
use app::workforce::Date;
use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;

use super::{Answer, ApiFailure, Endpoint, Parameter, code, day, may, must, unread};
use crate::form::Filled;
use crate::grid::csv_response;
use crate::visit::Visit;

const AS_AT: Parameter = may("as_at", "The day; today when left out");
const FROM: Parameter = must("from", "The first day");
const TO: Parameter = must("to", "The last day, which counts");
const TABLE: Parameter = may("table", "For CSV, the number of the table; 1 when left out");

/// The registers' endpoints.
pub(super) const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/api/v1/registers",
        about: "What is due now of each register that the asker may see",
        parameters: &[AS_AT],
    },
    Endpoint {
        path: "/api/v1/registers/parameters",
        about: "The parameters of policy on a day, with their sources",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/recruitment",
        about: "The recruitment funnel of adverts that opened on some days",
        parameters: &[
            FROM,
            TO,
            may("campaign", "Of one campaign, by key"),
            may("channel", "Of one channel, by key"),
            may("role", "Of one role, by key"),
            may("by", "campaign, channel, role, team or status; campaign when left out"),
            TABLE,
        ],
    },
    Endpoint {
        path: "/api/v1/registers/vacancies",
        about: "Open vacancies with their age, rounds of interviews to plan, chains of vacancies",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/agency/due",
        about: "Engagements that end soon or are past their end, and workers who could be asked to stay",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/agency/check",
        about: "The statutory rules for agency workers, asked of every engagement",
        parameters: &[AS_AT, may("quarter", "Over a quarter, such as 2025-Q1, in place of a day")],
    },
    Endpoint {
        path: "/api/v1/registers/agency/cost",
        about: "What agency work cost, and its premium over employing",
        parameters: &[FROM, TO, may("by", "team, month, reason or supplier; team when left out"), TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/agency/return",
        about: "A quarter’s agency figures with what is missing, in a layout of our own",
        parameters: &[must("quarter", "The quarter, such as 2025-Q1"), TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/cohorts",
        about: "Every cohort of early careers, with retention from starters and from the programme’s end",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/cohorts/{cohort}",
        about: "One cohort: who is on it, its reviews and panels",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/supervision",
        about: "Supervision due and held, by worker and role, and how far courses have reached",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/renewals",
        about: "Registration with Social Work England: who is at risk before the window closes",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/right-to-work",
        about: "Rights to work that end",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/workload",
        about: "Cases against agreed limits, and weighted points against capacity",
        parameters: &[
            AS_AT,
            may("by", "team, role or worker; team when left out"),
            may("weighting", "A version of the weighting; the one in use when left out"),
            TABLE,
        ],
    },
    Endpoint {
        path: "/api/v1/registers/exits",
        about: "What leavers said by theme, and surveys, above the threshold",
        parameters: &[FROM, TO, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/exits/years",
        about: "Themes by year beside turnover",
        parameters: &[TO, may("years", "How many years, 1 to 20; 5 when left out"), TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/incentives/due",
        about: "Incentives due to be paid, and to be paid back",
        parameters: &[AS_AT, TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/incentives/cost",
        about: "What incentive schemes cost, who took them up, and who stayed after",
        parameters: &[
            AS_AT,
            may("months", "Over how many months staying is looked at; 12 when left out"),
            TABLE,
        ],
    },
    Endpoint {
        path: "/api/v1/registers/improvement",
        about: "Actions, recommendations and risks",
        parameters: &[AS_AT, may("overdue", "yes: only what is overdue"), TABLE],
    },
    Endpoint {
        path: "/api/v1/registers/improvement/board",
        about: "What a board is given: priorities with their figures, actions, risks, decisions, what is expected, meetings",
        parameters: &[AS_AT, TABLE],
    },
];

/// An answer as JSON, or one of its tables as CSV.
async fn told(visit: &Visit, asked: &Filled, told: Told, what: &str) -> Answer {
    if !told.workers.is_empty() {
        visit.note(&told.workers, &format!("API: {what}")).await?;
    }
    let number: u32 = code(asked, "table", 1)?;
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let Some(table) = at.and_then(|at| told.tables.get(at)) else {
        return Err(unread(format!("table: there are tables 1 to {}", told.tables.len())));
    };
    super::answer(asked, &told, || Some(table.clone()))
}

fn as_at(visit: &Visit, asked: &Filled) -> Result<Date, ApiFailure> {
    Ok(asked.date("as_at").map_err(unread)?.unwrap_or_else(|| visit.today()))
}

fn days(asked: &Filled) -> Result<(Date, Date), ApiFailure> {
    Ok((day(asked, "from")?, day(asked, "to")?))
}

/// Endpoints that are asked for a day and nothing else: the use case, and what a look at its workers is called.
macro_rules! of_day {
    ($( $name:ident $use_case:ident $what:literal; )+) => {$(
        pub(crate) async fn $name(visit: Visit, asked: Filled) -> Answer {
            let on = as_at(&visit, &asked)?;
            let found = visit.office().$use_case(visit.council(), on).await?;
            told(&visit, &asked, found, $what).await
        }
    )+};
}

of_day! {
    vacancies vacancies "vacancies";
    agency_due agency_due "agency due";
    cohorts cohorts "cohorts";
    supervision supervision "supervision";
    right_to_work leave_to_remain "leave to remain";
    incentives_due incentives_due "incentives due";
    board board "board";
}

pub(crate) async fn due_now(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let all = visit.office().due_now(visit.council(), on).await?;
    let mut table = app::table::Table::new(format!("What is due on {on}"), &["Register", "Due"]);
    table.rows = all.iter().map(|(register, due)| vec![register.code().to_owned(), due.clone()]).collect();
    let data: Vec<_> =
        all.iter().map(|(register, due)| serde_json::json!({ "register": register, "due": due })).collect();
    super::answer(&asked, &serde_json::json!({ "as_at": on, "registers": data }), || Some(table))
}

pub(crate) async fn parameters(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let found = visit.office().parameters(visit.council(), Some(on)).await?;
    told(&visit, &asked, found, "parameters").await
}

pub(crate) async fn recruitment(visit: Visit, asked: Filled) -> Answer {
    let ask = FunnelAsk {
        campaign: asked.some("campaign"),
        channel: asked.some("channel"),
        role: asked.some("role"),
    };
    let by = code(&asked, "by", FunnelBy::Campaign)?;
    let found = visit.office().funnel(visit.council(), &ask, days(&asked)?, by).await?;
    told(&visit, &asked, found, "recruitment").await
}

pub(crate) async fn agency_check(visit: Visit, asked: Filled) -> Answer {
    let looked = match asked.some("quarter") {
        Some(text) => Looked::Quarter(quarter(&text)?),
        None => Looked::AsAt(as_at(&visit, &asked)?),
    };
    let found = visit.office().agency_check(visit.council(), looked).await?;
    visit.note(&found.workers(), "API: agency check").await?;
    match asked.get("format") {
        "" | "json" => Ok(Json(found.json()).into_response()),
        "csv" => {
            let mut list = found.list();
            "Agency rules".clone_into(&mut list.title);
            Ok(csv_response(&list))
        }
        other => Err(unread(format!("format: `{other}` is neither json nor csv"))),
    }
}

pub(crate) async fn agency_cost(visit: Visit, asked: Filled) -> Answer {
    let by = code(&asked, "by", CostBy::Team)?;
    let found = visit.office().agency_cost(visit.council(), days(&asked)?, by).await?;
    told(&visit, &asked, found, "agency cost").await
}

pub(crate) async fn agency_return(visit: Visit, asked: Filled) -> Answer {
    let wanted = quarter(asked.get("quarter"))?;
    let found = visit.office().agency_quarter(visit.council(), wanted).await?;
    told(&visit, &asked, found, "agency return").await
}

pub(crate) async fn cohort(visit: Visit, Path(cohort): Path<String>, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let found = visit.office().cohort(visit.council(), &cohort, on).await?;
    told(&visit, &asked, found, "a cohort").await
}

pub(crate) async fn renewals(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let found = visit.office().renewals(visit.council(), on, None).await?;
    told(&visit, &asked, found, "renewals").await
}

pub(crate) async fn workload(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let by = code(&asked, "by", LoadBy::Team)?;
    let version = asked.some("weighting");
    let found = visit.office().workload(visit.council(), on, by, version.as_deref()).await?;
    told(&visit, &asked, found, "workload").await
}

pub(crate) async fn exits(visit: Visit, asked: Filled) -> Answer {
    let found = visit.office().exits(visit.council(), days(&asked)?).await?;
    told(&visit, &asked, found, "exits").await
}

pub(crate) async fn exit_years(visit: Visit, asked: Filled) -> Answer {
    let to = day(&asked, "to")?;
    let years: u32 = code(&asked, "years", 5)?;
    let years = u8::try_from(years).ok().filter(|years| (1..=20).contains(years));
    let years = years.ok_or_else(|| unread("years: give a number from 1 to 20".to_owned()))?;
    let found = visit.office().exits_by_year(visit.council(), to, years).await?;
    told(&visit, &asked, found, "exits by year").await
}

pub(crate) async fn incentives_cost(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let months: u32 = code(&asked, "months", 12)?;
    let found = visit.office().incentives_cost(visit.council(), on, months).await?;
    told(&visit, &asked, found, "incentives cost").await
}

pub(crate) async fn improvement(visit: Visit, asked: Filled) -> Answer {
    let on = as_at(&visit, &asked)?;
    let overdue = code(&asked, "overdue", false)?;
    let found = visit.office().actions(visit.council(), on, overdue).await?;
    told(&visit, &asked, found, "improvement").await
}
