//! What a paper asks, answered by the record: all of it, or why not.

mod forecast;
mod position;
mod register;

use measures::disclosure::Policy;
use measures::span::Span;
use papers::built::{Cell, NoNumber, Passport};
use papers::compose::{Answers, Moved, Movement, Point, Since, TableAnswer};
use papers::paper::{ChartSpec, FigureSpec, Paper, RecordsSpec, TableSpec, When as PaperWhen};
use papers::words;
use workforce::change::ChangeNumber;
use workforce::compare::compare;
use workforce::position::{Ask as PositionAsk, Formula};
use workforce::quantity::{Fte, Quantity};

use crate::answers::figures::{FigureAnswer, PeriodAnswer};
use crate::error::OfficeError;
use crate::measuring::{FigureAsk, When};
use crate::office::{Council, Known, Office};
use crate::publications::Publications;

/// How a paper's questions are put.
pub(super) struct Ask<'q> {
    /// Whether the answers may leave the council.
    pub(super) release: bool,
    /// The instant of a release.
    pub(super) at: &'q str,
    /// As known at this change; the head without one.
    pub(super) known_at: Option<u64>,
}

fn when(when: PaperWhen) -> When {
    match when {
        PaperWhen::Day(day) => When::AsAt(day),
        PaperWhen::YearEnding(day) => When::YearEnding(day),
        PaperWhen::Between(from, to) => When::Between(from, to),
    }
}

impl Ask<'_> {
    /// A question about a measure for the whole council.
    fn of(&self, measure: &str, at: PaperWhen) -> FigureAsk {
        FigureAsk {
            known_at: self.known_at.map(|number| number.to_string()),
            release: self.release,
            at: self.at.to_owned(),
            ..FigureAsk::of(measure, when(at))
        }
    }
}

/// A figure as a paper carries it.
fn passport(id: &str, figure: &FigureAnswer) -> Passport {
    let (period, length) = match &figure.period {
        PeriodAnswer::Day { as_at } => (as_at.clone(), "a day".to_owned()),
        PeriodAnswer::Days { from, to } => (format!("{from} to {to}"), length(from, to)),
    };
    Passport {
        id: id.to_owned(),
        measure: figure.measure.to_owned(),
        title: figure.title.to_owned(),
        value: figure.value.clone(),
        none: NoNumber::from_code(figure.status),
        unit: figure.unit.to_owned(),
        numerator: figure.unrounded.numerator.clone(),
        denominator: figure.unrounded.denominator.clone(),
        population: figure.population.clone(),
        period,
        length,
        definition: figure.definition.text.to_owned(),
        source: figure.definition.source.to_owned(),
        known_at: figure.known_at,
        cautions: figure.cautions.clone(),
    }
}

fn length(from: &str, to: &str) -> String {
    let span = from.parse().ok().zip(to.parse().ok()).and_then(|(from, to)| Span::new(from, to));
    match span.map(|span| (span.months(), span.days())) {
        Some((Some(months), _)) => format!("{months} months"),
        Some((None, days)) => format!("{days} days"),
        None => String::new(),
    }
}

impl Office {
    /// Answers everything that a paper asks.
    pub(super) async fn answers(
        &self,
        council: &Council,
        paper: &Paper,
        ask: &Ask<'_>,
        publications: &mut Publications,
    ) -> Result<Answers, OfficeError> {
        let known_at = ask.known_at.map(|number| number.to_string());
        let known = self.known(council, known_at.as_deref()).await?;
        // Every question is put to the same state of the record, whatever is added meanwhile.
        let ask = Ask { known_at: Some(known.number.0), ..*ask };
        let mut answers = Answers {
            council: council.name.clone(),
            released: ask.release,
            known_at: known.number.0,
            version: 1,
            ..Answers::default()
        };
        for spec in &paper.figures {
            let figure = self.paper_figure(council, spec, &ask, publications).await?;
            answers.figures.insert(spec.id.clone(), figure);
        }
        for spec in paper.tables.iter().filter(|spec| !spec.columns.is_empty()) {
            let table = self.paper_table(council, spec, &ask, publications).await?;
            answers.tables.insert(spec.id.clone(), table);
        }
        for spec in &paper.charts {
            let points = self.paper_chart(council, spec, &ask, publications).await?;
            answers.charts.insert(spec.id.clone(), points);
        }
        for spec in &paper.positions {
            let answer = position::answer(&known.workforce, spec, ask.release)
                .map_err(|problem| named("position", &spec.id, problem))?;
            answers.positions.insert(spec.id.clone(), answer);
        }
        for spec in &paper.registers {
            let table = self.paper_register(council, spec, ask.release, known.number).await;
            let table = table.map_err(|problem| named("register", &spec.id, problem))?;
            answers.registers.insert(spec.id.clone(), table);
        }
        for spec in &paper.forecasts {
            let answer = self.paper_forecast(council, spec, ask.release, known.number).await;
            let answer = answer.map_err(|problem| named("forecast", &spec.id, problem))?;
            answers.forecasts.insert(spec.id.clone(), answer);
        }
        for spec in &paper.records {
            answers.records.insert(spec.id.clone(), rows(&known, spec));
        }
        if let Some(previous) = &paper.previous {
            answers.since = Some(self.since(council, paper, previous, &known, &answers).await?);
        }
        Ok(answers)
    }

    async fn paper_figure(
        &self,
        council: &Council,
        spec: &FigureSpec,
        ask: &Ask<'_>,
        publications: &mut Publications,
    ) -> Result<Passport, OfficeError> {
        let asked = FigureAsk {
            service: spec.service.clone(),
            team: spec.team.clone(),
            baseline: spec.baseline.clone(),
            ..ask.of(&spec.measure, spec.when)
        };
        let figures = self.figures_within(council, &asked, publications).await;
        let figures = figures.map_err(|problem| named("figure", &spec.id, problem))?;
        match figures.as_slice() {
            [one] => Ok(passport(&spec.id, one)),
            _ => Err(OfficeError::Usage(format!(
                "figure `{}`: `{}` has one figure for each group, so it belongs in a table or a chart",
                spec.id, spec.measure
            ))),
        }
    }

    async fn paper_table(
        &self,
        council: &Council,
        spec: &TableSpec,
        ask: &Ask<'_>,
        publications: &mut Publications,
    ) -> Result<TableAnswer, OfficeError> {
        let mut answer = TableAnswer::default();
        for column in &spec.columns {
            let whole = FigureAsk {
                service: spec.service.clone(),
                baseline: column.baseline.clone(),
                ..ask.of(&column.measure, column.when)
            };
            let grouped = FigureAsk { by: spec.by, ..whole.clone() };
            let figures = self.figures_within(council, &grouped, publications).await;
            let figures = figures.map_err(|problem| named("table", &spec.id, problem))?;
            let group = |figure: &FigureAnswer| {
                let group = figure.group.as_ref()?;
                Some((group.key.clone(), group.name.clone(), passport(&group.key, figure)))
            };
            answer.columns.push(figures.iter().filter_map(group).collect());
            if spec.total {
                let figures = self.figures_within(council, &whole, publications).await;
                let figures = figures.map_err(|problem| named("table", &spec.id, problem))?;
                answer.totals.extend(figures.first().map(|one| passport("total", one)));
            }
        }
        Ok(answer)
    }

    async fn paper_chart(
        &self,
        council: &Council,
        spec: &ChartSpec,
        ask: &Ask<'_>,
        publications: &mut Publications,
    ) -> Result<Vec<Point>, OfficeError> {
        let asked = FigureAsk {
            service: spec.service.clone(),
            team: spec.team.clone(),
            by: spec.by,
            series: spec.series,
            ..ask.of(&spec.measure, spec.when)
        };
        let figures = self.figures_within(council, &asked, publications).await;
        let figures = figures.map_err(|problem| named("chart", &spec.id, problem))?;
        let point = |figure: &FigureAnswer| {
            let interval = figure.interval.as_ref().and_then(|interval| {
                Some((interval.low.as_ref()?.parse().ok()?, interval.high.parse().ok()?))
            });
            let label = figure.group.as_ref().map_or_else(|| last_day(figure), |group| group.name.clone());
            Point { label, figure: passport(&spec.id, figure), interval }
        };
        Ok(figures.iter().map(point).collect())
    }

    /// What changed since a published paper.
    async fn since(
        &self,
        council: &Council,
        paper: &Paper,
        previous: &str,
        known: &Known,
        answers: &Answers,
    ) -> Result<Since, OfficeError> {
        let shelved = self.found_paper(council, previous).await?;
        let (frozen, source) = (self.frozen(&shelved).await?, self.source(&shelved).await?);
        let mut figures = Vec::new();
        for then in &frozen.figures {
            let (Some(now), Some(spec)) =
                (answers.figures.get(&then.id), source.figures.iter().find(|spec| spec.id == then.id))
            else {
                continue;
            };
            // What became known of a figure that was released is released by its own correction only.
            let restated = if answers.released {
                None
            } else {
                let ask = Ask { release: false, at: "", known_at: Some(known.number.0) };
                let mut unused = self.publications(council).await?;
                Some(self.paper_figure(council, spec, &ask, &mut unused).await?)
            };
            figures.push(Moved { then: then.clone(), restated, now: now.clone() });
        }
        let then = self.known(council, Some(&shelved.paper.known_at.to_string())).await?;
        let asks = (PositionAsk::on(source.as_at), PositionAsk::on(paper.as_at));
        let compared = compare(&then.workforce, &known.workforce, &asks.0, &asks.1, Formula::F1);
        // Where several baselines are in force there is no one position to compare.
        let establishment = compared.ok().map(|compared| movement(&compared.total, answers.released));
        let title = format!("{} (figures as at {})", shelved.paper.title, words::date(source.as_at));
        Ok(Since { paper: title, figures, establishment })
    }
}

/// A movement as a paper may show it: in a release, not at all where a part of it is of few people.
fn movement(effect: &workforce::compare::Effect, released: bool) -> Movement {
    let policy = Policy::default();
    let small = |part: Quantity| {
        part.is_ok_and(|fte| {
            let people = fte.millionths().unsigned_abs().div_ceil(1_000_000);
            policy.is_small(people)
        })
    };
    let withheld = released && (small(effect.people_effect) || small(effect.restated) || small(effect.total));
    let cell = |part: Quantity, sign: bool| match part {
        _ if withheld => Cell::None(NoNumber::Suppressed),
        Ok(fte) if sign && fte > Fte::ZERO => Cell::Number(format!("+{fte}")),
        Ok(fte) => Cell::Number(fte.to_string()),
        Err(_) => Cell::None(NoNumber::NotAvailable),
    };
    Movement {
        from: cell(effect.from, false),
        posts: cell(effect.posts_effect, true),
        people: cell(effect.people_effect, true),
        restated: cell(effect.restated, true),
        to: cell(effect.to, false),
    }
}

/// The rows of a list of records.
fn rows(known: &Known, spec: &RecordsSpec) -> Vec<Vec<String>> {
    let records = known.workforce.records().of_kind(&spec.kind);
    let row = |record: &workforce::records::Record| {
        let (layout, cells) = (record.layout(), record.to_row());
        let cell = |name: &String| {
            let at = layout.columns.iter().position(|column| column.name == *name)?;
            cells.get(at).cloned().flatten()
        };
        spec.columns.iter().map(|name| cell(name).unwrap_or_default()).collect()
    };
    records.iter().map(row).collect()
}

fn last_day(figure: &FigureAnswer) -> String {
    match &figure.period {
        PeriodAnswer::Day { as_at: day } | PeriodAnswer::Days { to: day, .. } => day.clone(),
    }
}

/// A part is of the change that the whole paper is of, or the paper is not built.
fn still(answered: u64, known_at: ChangeNumber) -> Result<(), OfficeError> {
    if answered == known_at.0 {
        return Ok(());
    }
    Err(OfficeError::Refused("the record was changed meanwhile: build the paper again".to_owned()))
}

/// A problem with the part of the paper that it is in.
fn named(kind: &str, id: &str, problem: OfficeError) -> OfficeError {
    match problem {
        OfficeError::Usage(text) => OfficeError::Usage(format!("{kind} `{id}`: {text}")),
        OfficeError::Refused(text) => OfficeError::Refused(format!("{kind} `{id}`: {text}")),
        other => other,
    }
}
