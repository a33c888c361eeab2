//! The forecast: a simulation of the council's children's social work with its ranges, beside scenarios; what it rests on;
//! and how good such forecasts have been.

use app::answers::simulated::{PathAnswer, RunAnswer};
use app::error::OfficeError;
use app::forecast::council::tornado::Tornado;
use app::forecast::simulate::Measure;
use app::forecast::simulate::run::By;
use app::forecasting::{BacktestAsk, RunAsk, backtests};
use app::planning::Plan;
use app::policy::Action;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charts::Words;
use charts::fan::{Fan, Moment, draw};
use serde_json::json;

use crate::components::{Button, Checkboxes, Choice, Details, Fieldset, InsetText, Textarea};
use crate::failure::{Failure, sentence};
use crate::form::{Filled, input, select};
use crate::grid::Grid;
use crate::page::{Page, address, escape, html, link};
use crate::pages::position::answered;
use crate::runs::Run;
use crate::visit::Visit;

/// The most months, and the most trials, that a page asks for.
const MONTHS: u16 = 120;
const TRIALS: u64 = 100_000;

const GROUPS: [(&str, &str); 3] =
    [("", "The whole"), ("team", "Teams beside the whole"), ("role", "Roles beside the whole")];

fn number<T: std::str::FromStr>(asked: &Filled, name: &str, otherwise: T) -> Option<T> {
    match asked.get(name) {
        "" => Some(otherwise),
        text => text.parse().ok(),
    }
}

/// The question, or what is wrong with it by field.
pub(crate) async fn read(
    visit: &Visit,
    asked: &Filled,
) -> Result<Result<RunAsk, Vec<(&'static str, String)>>, Failure> {
    let months = number(asked, "months", 24).filter(|months| (1..=MONTHS).contains(months));
    let trials = number(asked, "trials", 10_000).filter(|trials| (100..=TRIALS).contains(trials));
    let seed = number(asked, "seed", 1);
    let as_at = asked.date("as_at");
    let mut wrong = Vec::new();
    if months.is_none() {
        wrong.push(("months", format!("Enter a number of months from 1 to {MONTHS}")));
    }
    if trials.is_none() {
        wrong.push(("trials", format!("Enter a number of trials from 100 to {TRIALS}")));
    }
    if seed.is_none() {
        wrong.push(("seed", "Enter a whole number for the seed".to_owned()));
    }
    if let Err(problem) = &as_at {
        wrong.push(("as_at", problem.clone()));
    }
    let (kept, _) = visit.office().plans(visit.council(), Plan::Scenario).await?;
    let mut scenarios = Vec::new();
    for id in asked.all("scenario") {
        match kept.iter().find(|kept| kept.id == id) {
            Some(kept) => scenarios.push((kept.id.clone(), kept.text.clone())),
            None => wrong.push(("scenario", format!("No scenario is kept by the name {id}"))),
        }
    }
    let (Some(months), Some(trials), Some(seed), Ok(as_at), true) =
        (months, trials, seed, as_at, wrong.is_empty())
    else {
        return Ok(Err(wrong));
    };
    Ok(Ok(RunAsk {
        months,
        trials,
        seed,
        scenarios,
        assumptions: asked.some("assumptions").map(|text| ("Other values".to_owned(), text)),
        by: match asked.get("by") {
            "team" => By::Team,
            "role" => By::Role,
            _ => By::Nothing,
        },
        as_at,
        baseline: asked.some("baseline"),
        known_at: asked.some("known_at"),
        sensitivity: true,
    }))
}

/// The question; what is wrong with it is told on the page.
async fn question(visit: &Visit, page: &mut Page, asked: &Filled) -> Result<Option<RunAsk>, Failure> {
    match read(visit, asked).await? {
        Ok(ask) => Ok(Some(ask)),
        Err(wrong) => {
            for (field, problem) in wrong {
                page.error(field, problem);
            }
            Ok(None)
        }
    }
}

/// A run that has begun.
pub(crate) fn begun(visit: &Visit, ask: RunAsk) -> Result<std::sync::Arc<Run>, OfficeError> {
    visit.site.runs().begin(owner(visit), visit.office(), visit.council().clone(), ask)
}

/// The room's first page.
pub(crate) async fn show(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Forecast").under(&[]);
    form(&visit, &mut page, &asked).await?;
    Ok(visit.show(page))
}

async fn form(visit: &Visit, page: &mut Page, asked: &Filled) -> Result<(), Failure> {
    page.prose(
        "What the council’s children’s social work may come to, month by month, from its own record: known dated events \
         first, then rates with their uncertainty. Groups only: nothing is predicted for anybody by name.",
    );
    let ways = [
        ("/forecast/assumptions", "What it rests on"),
        ("/forecast/backtest", "How good such forecasts have been"),
        ("/staying", "How long people stay"),
        ("/destinations", "Where leavers go"),
        ("/cases", "Business cases"),
    ];
    let ways: Vec<String> = ways.iter().map(|(href, words)| link(href, words)).collect();
    page.raw(&format!("<p class=\"govuk-body\">{}</p>", ways.join(" | ")));
    let or = |name: &str, otherwise: &str| asked.some(name).unwrap_or_else(|| otherwise.to_owned());
    let narrow = |name: &str, label: &str, value: &str| {
        let mut field = input(name, label, value);
        "govuk-input--width-5".clone_into(&mut field.classes);
        html(&field)
    };
    let groups = GROUPS.map(|(code, words)| (code.to_owned(), words.to_owned()));
    let (kept, _) = visit.office().plans(visit.council(), Plan::Scenario).await?;
    let wanted = asked.all("scenario");
    let scenarios = Checkboxes {
        name: "scenario".to_owned(),
        fieldset: Some(Fieldset { legend: "Scenarios to set beside it".into(), ..Fieldset::default() }),
        hint: Some("A scenario never touches the baseline".into()),
        classes: "govuk-checkboxes--small".to_owned(),
        items: kept
            .iter()
            .map(|kept| Choice {
                value: kept.id.clone(),
                text: kept.title.clone(),
                checked: wanted.contains(&kept.id),
                ..Choice::default()
            })
            .collect(),
        ..Checkboxes::default()
    };
    let other = Textarea {
        id: "assumptions".to_owned(),
        name: "assumptions".to_owned(),
        label: "Other values for assumptions (optional)".into(),
        hint: Some("A line for each, such as \"fill.SW\" = 0.2".into()),
        value: asked.raw("assumptions").to_owned(),
        rows: Some(3),
        spellcheck: Some(false),
        ..Textarea::default()
    };
    let mut fields = narrow("months", "Months ahead", &or("months", "24"));
    fields += &narrow("trials", "Trials", &or("trials", "10000"));
    fields += &narrow("seed", "Seed: the same gives the same answer", &or("seed", "1"));
    fields +=
        &html(&crate::form::date_input("as_at", "From (the last day known without)", asked.get("as_at")));
    fields += &html(&select("by", "Groups", &groups, asked.get("by")));
    let scenarios = if kept.is_empty() { String::new() } else { html(&scenarios) };
    page.raw(&format!(
        "<form action=\"/forecast/runs\" method=\"post\" novalidate>{fields}{scenarios}{}{}</form>",
        html(&other),
        html(&Button { text: "Run the forecast".to_owned(), ..Button::default() })
    ));
    let edit: Vec<String> =
        kept.iter().map(|kept| link(&format!("/scenarios/{}", kept.id), &kept.title)).collect();
    let new = if visit.may(Action::EditRecord) {
        link("/scenarios/new", "Write a scenario")
    } else {
        String::new()
    };
    let all: Vec<String> = edit.into_iter().chain(Some(new)).filter(|one| !one.is_empty()).collect();
    page.raw(&format!("<p class=\"govuk-body\">Scenarios: {}</p>", all.join(" | ")));
    Ok(())
}

/// An address that asks the same question.
fn again(path: &str, asked: &Filled) -> String {
    let question: Vec<(&str, &str)> =
        asked.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    address(path, &question)
}

fn owner(visit: &Visit) -> String {
    format!("{}/{}", visit.council().code, visit.visitor.name)
}

/// Begins a run.
pub(crate) async fn begin(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Forecast").under(&[]);
    let Some(ask) = question(&visit, &mut page, &asked).await? else {
        form(&visit, &mut page, &asked).await?;
        return Ok(visit.show(page));
    };
    // What is wrong with the question itself is told beside it, before anything runs.
    if let Err(problem) = visit.office().assumptions(visit.council(), &ask).await {
        if !matches!(problem, OfficeError::Usage(_) | OfficeError::Refused(_)) {
            return Err(problem.into());
        }
        page.error("", sentence(&problem.to_string()));
        form(&visit, &mut page, &asked).await?;
        return Ok(visit.show(page));
    }
    let run = begun(&visit, ask)?;
    run.settle().await;
    Ok(Redirect::to(&again(&format!("/forecast/runs/{}", run.id), &asked)).into_response())
}

/// A run: how far it is, or what came of it.
pub(crate) async fn run(visit: Visit, Path(id): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("Forecast").under(&[("Forecast", "/forecast")]);
    let Some(run) = visit.site.runs().find(&owner(&visit), &id) else {
        page = page.with_status(StatusCode::NOT_FOUND);
        page.prose(
            "This run is no longer kept. Run it again: the same question and seed give the same answer.",
        );
        form(&visit, &mut page, &asked).await?;
        return Ok(visit.show(page));
    };
    match run.outcome() {
        None => going(&mut page, &run),
        Some(Ok(None)) => {
            page.prose("The run was stopped, and nothing came of it.");
            form(&visit, &mut page, &asked).await?;
        }
        Some(Err(problem)) => {
            page.error("", sentence(&problem.to_string()));
            form(&visit, &mut page, &asked).await?;
        }
        Some(Ok(Some(answer))) => {
            verdict(&visit, &mut page).await?;
            came(&mut page, answer);
            let assumptions = visit.office().assumptions(visit.council(), &run.ask).await?;
            page.table(&Grid::new(assumptions.table()));
            page.raw(&format!(
                "<p class=\"govuk-body\">{}</p>",
                link(&again("/forecast", &asked), "Change the question")
            ));
        }
    }
    Ok(visit.show(page))
}

/// What the forecast turns on, as bars; the numbers are among its tables.
fn turns(tornado: &Tornado, months: u16) -> String {
    let bars: Vec<_> = tornado
        .turns
        .iter()
        .map(|turn| charts::bars::Bar {
            name: turn.what.clone(),
            value: Some((turn.high - turn.low).abs()),
            shown: format!("{:.1} to {:.1}", turn.low.min(turn.high), turn.low.max(turn.high)),
            interval: None,
            marked: false,
        })
        .collect();
    let words = Words {
        id: "turns".to_owned(),
        title: format!(
            "What it turns on: how far each sort of assumption moves FTE in post in month {months}"
        ),
        description:
            "A bar for each sort of assumption, the longest first. A table below holds every number."
                .to_owned(),
        unit: "FTE".to_owned(),
    };
    format!("<div class=\"mainstay-chart\">{}</div>", charts::bars::draw(&words, &bars))
}

fn going(page: &mut Page, run: &Run) {
    let (done, all) = run.done();
    page.raw(&format!(
        "<p class=\"govuk-body\" role=\"status\" data-progress=\"/forecast/runs/{}/progress\">{done} of {all} trials are done.</p>",
        run.id
    ));
    page.raw(&format!(
        "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"\">Look again</a></p>\
         <form action=\"/forecast/runs/{}/stop\" method=\"post\">{}</form>",
        run.id,
        html(&Button {
            text: "Stop it".to_owned(),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        })
    ));
}

/// How far a run is, for the script that keeps the page up to date.
pub(crate) async fn progress(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let run = visit.site.runs().find(&owner(&visit), &id).ok_or(Failure::NotFound)?;
    let (done, all) = run.done();
    let words = format!("{done} of {all} trials are done.");
    Ok(Json(json!({ "words": words, "finished": run.outcome().is_some() })).into_response())
}

/// Stops a run.
pub(crate) async fn stop(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let run = visit.site.runs().find(&owner(&visit), &id).ok_or(Failure::NotFound)?;
    run.stop();
    run.settle().await;
    Ok(Redirect::to(&format!("/forecast/runs/{id}")).into_response())
}

/// What came of a run: a fan for each measure, and every number.
fn came(page: &mut Page, answer: &RunAnswer) {
    page.heading(&format!("From {}, {} months ahead", answer.start, answer.months));
    for measure in Measure::ALL {
        let of = |path: &&PathAnswer| path.measure == measure.code() && path.group.is_none();
        let fans: Vec<Fan> = answer.paths.iter().filter(of).map(fan).collect();
        // What was not reckoned has no chart; a note says why.
        if fans.is_empty() {
            continue;
        }
        let words = Words {
            id: format!("fan-{}", measure.code()),
            title: format!("{}, by month", measure.title()),
            description: format!(
                "A line with bands that hold half, 80% and 90% of {} trials, and {} scenarios as dashed lines with their 90% \
                 bounds. The table below holds the numbers.",
                answer.trials,
                answer.scenarios.len()
            ),
            unit: measure.title().rsplit(", ").next().unwrap_or_default().to_owned(),
        };
        page.raw(&format!("<div class=\"mainstay-chart\">{}</div>", draw(&words, &fans)));
    }
    if let Some(tornado) = &answer.sensitivity {
        page.raw(&turns(tornado, answer.months));
    }
    for table in answer.tables() {
        page.table(&Grid::new(table));
    }
}

fn fan(path: &PathAnswer) -> Fan {
    let moment = |month: &app::answers::simulated::MonthAnswer| {
        let own = &month.summary;
        Moment {
            when: month.month.to_string(),
            middle: own.median,
            bands: vec![
                (own.lower_50, own.upper_50),
                (own.lower_80, own.upper_80),
                (own.lower_90, own.upper_90),
            ],
        }
    };
    let name = if path.variant == "baseline" { "As it is" } else { path.variant.as_str() };
    Fan { name: name.to_owned(), moments: path.months.iter().map(moment).collect() }
}

/// How good such ranges have been, in sentences, before the forecast itself.
async fn verdict(visit: &Visit, page: &mut Page) -> Result<(), Failure> {
    let shelf = visit.office().releases().await?;
    let told = visit.site.backtests(visit.office().actor(), &shelf)?;
    let sentences: Vec<String> = told.iter().map(|one| format!("<li>{}</li>", escape(one))).collect();
    let sentences = sentences.concat();
    page.put(&InsetText {
        html: format!(
            "<p class=\"govuk-body\">How good forecasts of the published series have been:</p>\
             <ul class=\"govuk-list govuk-list--bullet\">{sentences}</ul><p class=\"govuk-body\">{}</p>",
            link("/forecast/backtest", "The scores")
        ),
        ..InsetText::default()
    });
    Ok(())
}

/// Every assumption with its range and source.
pub(crate) async fn assumptions(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("What a forecast rests on").under(&[("Forecast", "/forecast")]);
    let Some(ask) = question(&visit, &mut page, &asked).await? else { return Ok(visit.show(page)) };
    let answer = visit.office().assumptions(visit.council(), &ask).await;
    if let Some(answer) = answered(&mut page, answer)? {
        page.table(&Grid::new(answer.table()));
    }
    Ok(visit.show(page))
}

/// How good forecasts of the published series have been, for all councils and for one.
pub(crate) async fn backtest(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    let mut page = Page::new("How good such forecasts have been").under(&[("Forecast", "/forecast")]);
    let authority = asked.some("authority");
    let field = input("authority", "Council, by name or code (optional)", asked.get("authority"));
    page.raw(&super::filter::form("/forecast/backtest", &html(&field), "Show"));
    if authority.is_none() {
        let (office, council) = (visit.office(), visit.council().clone());
        let runtime = tokio::runtime::Handle::current();
        // As long as a run takes: not on a thread that answers others.
        let own = tokio::task::spawn_blocking(move || runtime.block_on(office.hindsight(&council, 12, 1)))
            .await
            .map_err(|problem| Failure::Unreadable(problem.to_string()))??;
        if !own.forecasts.is_empty() {
            page.heading("This council’s own past");
            for table in own.tables() {
                page.table(&Grid::new(table));
            }
            page.heading("The published series of every council");
        }
    }
    let shelf = visit.office().releases().await?;
    let actor = visit.office().actor().clone();
    let ask = BacktestAsk { authority, ..BacktestAsk::default() };
    let answer = tokio::task::spawn_blocking(move || backtests(&actor, &shelf, &ask))
        .await
        .map_err(|problem| Failure::Unreadable(problem.to_string()))?;
    if let Some(answer) = answered(&mut page, answer)? {
        for told in answer.verdicts() {
            page.prose(&sentence(&told));
        }
        for table in answer.tables() {
            page.table(&Grid::new(table));
        }
        page.put(&Details {
            summary_text: "What the scores mean".to_owned(),
            html: "<p class=\"govuk-body\">CRPS is in the series’ own unit: smaller is better, and for a forecast of one \
                   number it is the distance from what happened. An interval that holds 80% should hold what happened in 80% \
                   of forecasts: far less means too sure, far more means too vague.</p>"
                .to_owned(),
            ..Details::default()
        });
    }
    Ok(visit.show(page))
}
