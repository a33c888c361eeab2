//! The API, version 1: the same questions as the pages and the same office, as JSON or CSV. `routes` names the paths; the
//! tables of [`endpoints`] say what each may be asked, and the OpenAPI document is made from both.

pub(crate) mod registers;

pub(crate) mod ahead;

use app::answers::returns::CheckAnswer;
use app::benchmarking::{self, Against, ShowAsk};
use app::measures::breakdown::Breakdown;
use app::measures::ground::Agreed;
use app::measures::measure::Count;
use app::measures::span::Step;
use app::measuring::{BooksAsk, FigureAsk, When};
use app::office::{CompareAsk, Office};
use app::reception::written;
use app::returning::{CheckAsk, check_returns};
use app::table::Table;
use app::workforce::Date;
use app::workforce::position::{Ask, By, Formula};
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::csv_response;
use crate::visit::Visit;

/// What an endpoint may be asked.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Whether an answer needs it.
    pub required: bool,
}

/// One endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// Its path, as in the table of routes.
    pub path: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// What it may be asked.
    pub parameters: &'static [Parameter],
}

const fn may(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, required: false }
}

const fn must(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, required: true }
}

const SERVICE: Parameter = may("service", "Only this service, by key or name");
const TEAM: Parameter = may("team", "Only this unit, by key or name");
const KNOWN_AT: Parameter =
    may("known_at", "As known at a change number, date or instant; the newest when left out");
const ROWS: Parameter =
    may("by", "What the rows are: service, team, role, basis or cover; team when left out");
const FORMULA: Parameter = may("formula", "How over and under are worked out: f1 or f2");

const AS_AT: Parameter = may("as_at", "The day of the start; the last day known when left out");
const BASELINE: Parameter = may("baseline", "The budget baseline, by key or name");
const OTHER: Parameter =
    may("assumptions", "Other values for assumptions, a line each, such as \"fill.SW\" = 0.2");
const STAYING: &[Parameter] = &[
    may("by", "Groups: team, role, route or cohort; everybody together when left out"),
    may("from", "The first day under observation; the first leaving date when left out"),
    may("to", "The last; the last day known when left out"),
    KNOWN_AT,
];

/// Every endpoint that answers a question.
pub fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().chain(registers::ENDPOINTS)
}

/// The endpoints besides those of the registers.
const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/api/v1/position",
        about: "The establishment position on a date, in FTE",
        parameters: &[
            must("as_at", "The date"),
            KNOWN_AT,
            may("baseline", "The budget baseline, by key or name"),
            SERVICE,
            TEAM,
            ROWS,
            FORMULA,
        ],
    },
    Endpoint {
        path: "/api/v1/position/compare",
        about: "Two positions compared: posts, people and restated",
        parameters: &[
            must("from", "The first date"),
            must("to", "The second date"),
            may("from_known_at", "When the first was known"),
            may("to_known_at", "When the second was known"),
            may("from_baseline", "The first baseline"),
            may("to_baseline", "The second baseline"),
            SERVICE,
            TEAM,
            ROWS,
            FORMULA,
        ],
    },
    Endpoint {
        path: "/api/v1/position/project",
        about: "The position projected from known dated events",
        parameters: &[
            must("as_at", "The first day"),
            may("months", "How many months ahead; 6 when left out"),
            may("baseline", "The budget baseline"),
            KNOWN_AT,
            SERVICE,
            TEAM,
            ROWS,
        ],
    },
    Endpoint { path: "/api/v1/figures", about: "The measures that there are", parameters: &[] },
    Endpoint {
        path: "/api/v1/figures/{id}",
        about: "A figure with its definition, parts, interval and evidence",
        parameters: &[
            must("to", "The last day of the period, or the day"),
            may("from", "The first day; a year before when left out"),
            may(
                "by",
                "Broken down by service, team, role, census-role, reason, destination, origin, tenure, age, sex or ethnicity",
            ),
            may("series", "Cut into month, quarter, census or financial years"),
            may("baseline", "The budget baseline of the posts"),
            may("evidence", "yes: the records behind it"),
            KNOWN_AT,
            SERVICE,
            TEAM,
        ],
    },
    Endpoint {
        path: "/api/v1/books",
        about: "Opening, joined, moved, left and closing, each line with its records",
        parameters: &[
            must("from", "The first day"),
            must("to", "The last day"),
            may("unit", "fte or headcount; fte when left out"),
            KNOWN_AT,
            SERVICE,
            TEAM,
        ],
    },
    Endpoint {
        path: "/api/v1/survival",
        about: "How long people stay: curves with late entry, and the test between groups",
        parameters: STAYING,
    },
    Endpoint {
        path: "/api/v1/destinations",
        about: "Where leavers go, by time since they joined",
        parameters: STAYING,
    },
    Endpoint {
        path: "/api/v1/forecast",
        about: "What the workforce may come to by month, with its ranges; the same question and seed give the same answer",
        parameters: &[
            may("months", "Months ahead; 24 when left out"),
            may("trials", "Trials; 10,000 when left out"),
            may("seed", "The seed; 1 when left out"),
            may("by", "Groups beside the whole: team or role"),
            may("scenario", "A kept scenario to set beside it, by name; may be given several times"),
            AS_AT,
            BASELINE,
            OTHER,
            KNOWN_AT,
        ],
    },
    Endpoint {
        path: "/api/v1/forecast/assumptions",
        about: "Every assumption of a forecast with its range and source",
        parameters: &[AS_AT, BASELINE, OTHER, KNOWN_AT],
    },
    Endpoint {
        path: "/api/v1/released",
        about: "Every figure that was released, as it was shown then; the CSV lists them",
        parameters: &[],
    },
    Endpoint {
        path: "/api/v1/benchmarks",
        about: "A council’s published figures, beside others",
        parameters: &[
            must("authority", "The council, by DfE code, ONS code or name"),
            may("measure", "One measure"),
            may("year", "One year ending 30 September"),
            may("against", "Beside neighbours, region or england"),
        ],
    },
    Endpoint {
        path: "/api/v1/records/{kind}",
        about: "The records of a kind",
        parameters: &[may("find", "Only those with this text")],
    },
    Endpoint {
        path: "/api/v1/changes",
        about: "Every change: who, when, why and from where",
        parameters: &[],
    },
];

/// The path at which a return is checked; it takes the return’s XML as its body.
pub const CENSUS: &str = "/api/v1/census/check";

/// An answer as JSON, or its first table as CSV where that is asked for.
fn answer(
    asked: &Filled,
    data: &impl Serialize,
    table: impl FnOnce() -> Option<Table>,
) -> Result<Response, ApiFailure> {
    match asked.get("format") {
        "" | "json" => Ok(Json(data).into_response()),
        "csv" => Ok(table().map_or_else(|| Json(data).into_response(), |table| csv_response(&table))),
        other => Err(unread(format!("format: `{other}` is neither json nor csv"))),
    }
}

/// A failure as JSON.
#[derive(Debug)]
pub(crate) struct ApiFailure(Failure);

impl<E: Into<Failure>> From<E> for ApiFailure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiFailure {
    fn into_response(self) -> Response {
        let told = self.0.told();
        (told.status, Json(json!({ "error": told.message }))).into_response()
    }
}

fn unread(why: String) -> ApiFailure {
    ApiFailure(Failure::Unreadable(why))
}

type Answer = Result<Response, ApiFailure>;

fn day(asked: &Filled, name: &str) -> Result<Date, ApiFailure> {
    let day = asked.date(name).map_err(unread)?;
    day.ok_or_else(|| unread(format!("{name} is needed: a date such as 2024-09-30")))
}

fn code<T: app::workforce::cell::Value>(asked: &Filled, name: &str, otherwise: T) -> Result<T, ApiFailure> {
    match asked.get(name) {
        "" => Ok(otherwise),
        text => T::parse(text).map_err(|problem| unread(format!("{name}: `{text}` {problem}"))),
    }
}

fn ask(asked: &Filled, as_at: Date, baseline: &str) -> Result<Ask, ApiFailure> {
    Ok(Ask {
        as_at,
        baseline: asked.some(baseline),
        service: asked.some("service"),
        team: asked.some("team"),
        by: code(asked, "by", By::Team)?,
    })
}

/// The position.
pub(crate) async fn position(visit: Visit, asked: Filled) -> Answer {
    let ask = ask(&asked, day(&asked, "as_at")?, "baseline")?;
    let formula = code(&asked, "formula", Formula::F1)?;
    let known_at = asked.some("known_at");
    let found = visit.office().position(visit.council(), &ask, known_at.as_deref(), formula).await?;
    answer(&asked, &found, || Some(found.table()))
}

/// Two positions.
pub(crate) async fn compare(visit: Visit, asked: Filled) -> Answer {
    let compare = CompareAsk {
        from: ask(&asked, day(&asked, "from")?, "from_baseline")?,
        to: ask(&asked, day(&asked, "to")?, "to_baseline")?,
        from_known_at: asked.some("from_known_at"),
        to_known_at: asked.some("to_known_at"),
        formula: code(&asked, "formula", Formula::F1)?,
    };
    let found = visit.office().compare(visit.council(), &compare).await?;
    answer(&asked, &found, || Some(found.table()))
}

/// The position ahead.
pub(crate) async fn project(visit: Visit, asked: Filled) -> Answer {
    let ask = ask(&asked, day(&asked, "as_at")?, "baseline")?;
    let months: u32 = code(&asked, "months", 6)?;
    let known_at = asked.some("known_at");
    let found = visit.office().project(visit.council(), &ask, months, known_at.as_deref()).await?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// The measures.
pub(crate) async fn measures(_visit: Visit, asked: Filled) -> Answer {
    let found = Office::measures();
    answer(&asked, &found, || Some(found.table()))
}

/// One figure, or several.
pub(crate) async fn figure(visit: Visit, Path(measure): Path<String>, asked: Filled) -> Answer {
    let to = day(&asked, "to")?;
    let from = asked.date("from").map_err(unread)?;
    let by = asked.some("by").map(|_| code(&asked, "by", Breakdown::Team)).transpose()?;
    let series = match asked.get("series") {
        "" => None,
        "month" => Some(Step::Month),
        "quarter" => Some(Step::Quarter),
        "census" => Some(Step::Census),
        "financial" => Some(Step::Financial),
        other => return Err(unread(format!("series: `{other}` is not month, quarter, census or financial"))),
    };
    let ask = FigureAsk {
        measure,
        when: from.map_or(When::YearEnding(to), |from| When::Between(from, to)),
        service: asked.some("service"),
        team: asked.some("team"),
        baseline: asked.some("baseline"),
        by,
        series,
        known_at: asked.some("known_at"),
        evidence: asked.get("evidence") == "yes",
        release: false,
        at: written(visit.now()),
        numerator: None,
        agreed: Agreed::default(),
    };
    let found = visit.office().figure(visit.council(), &ask).await?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// The books.
pub(crate) async fn books(visit: Visit, asked: Filled) -> Answer {
    let ask = BooksAsk {
        from: day(&asked, "from")?,
        to: day(&asked, "to")?,
        service: asked.some("service"),
        team: asked.some("team"),
        count: match asked.get("unit") {
            "" | "fte" => Count::Fte,
            "headcount" => Count::Headcount,
            other => return Err(unread(format!("unit: `{other}` is neither fte nor headcount"))),
        },
        known_at: asked.some("known_at"),
    };
    let found = visit.office().books(visit.council(), &ask).await?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// What has been released.
pub(crate) async fn released(visit: Visit, asked: Filled) -> Answer {
    let found = visit.office().released(visit.council()).await?;
    answer(&asked, &json!({ "released": found }), || Some(app::released::listed(&found)))
}

/// What is published.
pub(crate) async fn benchmarks(visit: Visit, asked: Filled) -> Answer {
    let against = match asked.get("against") {
        "" => None,
        "neighbours" => Some(Against::Neighbours),
        "region" => Some(Against::Region),
        "england" => Some(Against::England),
        other => return Err(unread(format!("against: `{other}` is not neighbours, region or england"))),
    };
    let year = asked.some("year").map(|_| code(&asked, "year", 0_u32)).transpose()?;
    let year = year.map(|year| u16::try_from(year).unwrap_or(u16::MAX));
    let authority = asked.get("authority").to_owned();
    let ask = ShowAsk { authority, measure: asked.some("measure"), year, against, release: None };
    let releases = visit.office().releases().await?;
    let found = benchmarking::show(&releases, &ask)?;
    answer(&asked, &found, || found.tables().into_iter().next())
}

/// The records of a kind. A look at people's data is noted first.
pub(crate) async fn records(visit: Visit, Path(kind): Path<String>, asked: Filled) -> Answer {
    let (table, ids) = visit.office().records_of(visit.council(), &kind, asked.get("find")).await?;
    if app::changing::layout(&kind)?.personal {
        let workers: Vec<String> = ids.iter().map(|id| id.key.to_string()).collect();
        visit.note(&workers, &format!("API: {kind}")).await?;
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
    let row = |(id, cells): (&app::workforce::change::RecordId, &Vec<String>)| {
        let filled = names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let fields: serde_json::Map<String, Value> =
            filled.map(|(name, cell)| ((*name).to_owned(), Value::from(cell.as_str()))).collect();
        json!({ "record": id.to_string(), "fields": fields })
    };
    let all: Vec<Value> = ids.iter().zip(&table.rows).map(row).collect();
    answer(&asked, &json!({ "kind": kind, "records": all, "notes": table.notes }), || Some(table))
}

/// The log.
pub(crate) async fn changes(visit: Visit, asked: Filled) -> Answer {
    let found = visit.office().log(visit.council()).await?;
    answer(&asked, &found, || Some(found.table()))
}

/// Checks a return that comes as the body.
pub(crate) async fn census(visit: Visit, body: axum::body::Bytes) -> Answer {
    let actor = visit.office().actor().clone();
    let file = crate::pages::census::in_memory("return.xml".to_owned(), body.to_vec());
    let ask = CheckAsk::default();
    let checked = tokio::task::spawn_blocking(move || check_returns(&actor, &[file], None, &ask))
        .await
        .map_err(|problem| unread(problem.to_string()))?;
    let found: CheckAnswer = checked?;
    Ok(Json(found.json()).into_response())
}

/// The OpenAPI document.
pub(crate) async fn openapi() -> Json<Value> {
    Json(document())
}

/// The OpenAPI document of the API, made from [`endpoints`].
pub fn document() -> Value {
    let string = || json!({ "type": "string" });
    let failure = |about: &str| {
        json!({ "description": about, "content": { "application/json": { "schema":
        { "$ref": "#/components/schemas/Failure" } } } })
    };
    let mut paths = serde_json::Map::new();
    for endpoint in endpoints() {
        let mut parameters: Vec<Value> = endpoint
            .parameters
            .iter()
            .map(|one| {
                json!({ "name": one.name, "in": "query", "required": one.required, "description": one.about,
                "schema": string() })
            })
            .collect();
        parameters
            .push(json!({ "name": "format", "in": "query", "required": false, "description": "json or csv",
            "schema": { "type": "string", "enum": ["json", "csv"] } }));
        if let Some((_, rest)) = endpoint.path.split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": string() }));
        }
        let responses = json!({
            "200": { "description": endpoint.about, "content": {
                "application/json": { "schema": { "type": "object" } }, "text/csv": { "schema": string() } } },
            "400": failure("The question cannot be answered"),
            "401": failure("Neither a session nor a token"),
            "403": failure("The policy does not allow it"),
        });
        let get = json!({ "summary": endpoint.about, "parameters": parameters, "responses": responses });
        paths.insert(endpoint.path.to_owned(), json!({ "get": get }));
    }
    paths.insert(
        CENSUS.to_owned(),
        json!({ "post": { "summary": "Check a return of the children’s social work workforce census",
            "requestBody": { "required": true, "content": { "application/xml": { "schema": string() } } },
            "responses": { "200": { "description": "The findings", "content": { "application/json":
                { "schema": { "type": "object" } } } }, "401": failure("Neither a session nor a token"),
                "403": failure("The policy does not allow it") } } }),
    );
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Mainstay", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT" },
            "description": "The workforce record of a council: the same questions, rights and answers as the pages." },
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "mainstay" },
            },
            "schemas": { "Failure": { "type": "object", "required": ["error"], "properties": { "error": string() } } },
        },
    })
}
