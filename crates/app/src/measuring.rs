//! Figures and the books: what a person asks, resolved against the record.

use measures::breakdown::Breakdown;
use measures::disclosure::Policy;
use measures::exact::Amount;
use measures::figure::{Figure, Question};
use measures::ground::{Agreed, Ground};
use measures::measure::{Count, Measure};
use measures::registry;
use measures::span::{Span, Step};
use workforce::Date;
use workforce::change::ChangeNumber;

use crate::answers::books::BooksAnswer;
use crate::answers::figures::{ChartAnswer, FigureAnswer, FiguresAnswer, MeasureList};
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::policy::Action;

/// When a figure is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On a day.
    AsAt(Date),
    /// Over the year that ends with a day, or on that day.
    YearEnding(Date),
    /// From a first day to a last day, or on the last day.
    Between(Date, Date),
}

/// A question about a measure.
#[derive(Debug, Clone)]
pub struct FigureAsk {
    /// The measure's id.
    pub measure: String,
    /// When.
    pub when: When,
    /// Only this service.
    pub service: Option<String>,
    /// Only this team.
    pub team: Option<String>,
    /// The baseline of the posts.
    pub baseline: Option<String>,
    /// Broken down by this.
    pub by: Option<Breakdown>,
    /// Cut into these.
    pub series: Option<Step>,
    /// As known at a change number, date or instant.
    pub known_at: Option<String>,
    /// Whether the records behind each figure are given.
    pub evidence: bool,
    /// Whether the answer may leave the council: small counts of people are suppressed.
    pub release: bool,
    /// The instant of a release, RFC 3339 in UTC with whole seconds.
    pub at: String,
    /// A numerator that somebody prints, in place of the record's.
    pub numerator: Option<Amount>,
    /// What the council has agreed about workload.
    pub agreed: Agreed,
}

/// A question about the books.
#[derive(Debug, Clone)]
pub struct BooksAsk {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Only this service.
    pub service: Option<String>,
    /// Only this team.
    pub team: Option<String>,
    /// In FTE or people.
    pub count: Count,
    /// As known at a change number, date or instant.
    pub known_at: Option<String>,
}

fn span(from: Date, to: Date) -> Result<Span, OfficeError> {
    Span::new(from, to)
        .ok_or_else(|| OfficeError::Usage(format!("{from} is after {to}: give the first day first")))
}

/// The days that a measure needs.
fn days(measure: &Measure, when: When) -> Result<Span, OfficeError> {
    match when {
        When::AsAt(day) if measure.kind.is_over_a_period() => Err(OfficeError::Usage(format!(
            "`{}` is counted over a period: give --year-ending {day}, or --from and --to",
            measure.id
        ))),
        When::AsAt(day) => Ok(Span::day(day)),
        When::YearEnding(day) => Ok(Span::year_ending(day)),
        When::Between(from, to) => span(from, to),
    }
}

/// The unit that a question is about: the team, which must lie in the service when both are given, or the service.
fn unit(
    known: &Known,
    service: Option<&str>,
    team: Option<&str>,
    day: Date,
) -> Result<Option<u32>, OfficeError> {
    let find = |name: Option<&str>| name.map(|name| known.workforce.unit_named(name, day)).transpose();
    match (find(service)?, find(team)?) {
        (Some(service), Some(team)) if !known.workforce.lies_in(team, service, day) => {
            Err(OfficeError::Usage(format!(
                "team `{}` does not belong to service `{}` on {day}",
                known.workforce.unit_key(team),
                known.workforce.unit_key(service)
            )))
        }
        (service, team) => Ok(team.or(service)),
    }
}

fn measure(id: &str) -> Result<&'static Measure, OfficeError> {
    registry::find(id).ok_or_else(|| {
        let near = intake::names::nearest(id, registry::all().map(|measure| measure.id));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        OfficeError::Usage(format!("there is no measure `{id}`{near} `mainstay figures` lists them"))
    })
}

impl Office {
    /// Every measure.
    pub fn measures() -> MeasureList {
        MeasureList::new(registry::all())
    }

    /// The day on which the record was as it is at a change.
    async fn recorded_on(&self, council: &Council, number: ChangeNumber) -> Result<Date, OfficeError> {
        let logged = self.store.log(&council.code).await?;
        let change = logged.iter().find(|change| change.number == number);
        let day = change.and_then(|change| change.note.at.get(..10)?.parse().ok());
        Ok(day.unwrap_or(Date::MIN))
    }

    /// The figures that a question asks for.
    pub async fn figure(&self, council: &Council, ask: &FigureAsk) -> Result<FiguresAnswer, OfficeError> {
        self.may(Action::ReadFigures)?;
        if ask.evidence {
            self.may(Action::ReadRecord)?;
        }
        if ask.by.is_some_and(Breakdown::is_personal) {
            self.may(Action::ReadPersonal)?;
        }
        let measure = measure(&ask.measure)?;
        // A series of days is cut from a period, so a day alone cannot be cut.
        let whole = match (ask.series, ask.when) {
            (Some(_), When::AsAt(_)) => {
                return Err(OfficeError::Usage(
                    "a series needs --from and --to, or --year-ending".to_owned(),
                ));
            }
            (_, when) => days(measure, when)?,
        };
        if ask.release {
            self.may(Action::Release)?;
        }
        if ask.release && (ask.evidence || ask.numerator.is_some()) {
            return Err(OfficeError::Usage(
                "a release has neither the records behind it nor a numerator from elsewhere".to_owned(),
            ));
        }
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let recorded_on = self.recorded_on(council, known.number).await?;
        let ground = Ground::new(&known.workforce, recorded_on, ask.agreed);
        let mut publications = if ask.release { Some(self.publications(council).await?) } else { None };
        let spans = ask.series.map_or_else(|| vec![whole], |step| whole.cut(step));
        let unit = unit(&known, ask.service.as_deref(), ask.team.as_deref(), whole.to)?;
        let scope = unit.map(|unit| known.workforce.name_of_unit(unit, whole.to).to_owned());
        let mut figures = Vec::new();
        for span in spans {
            let question = Question { span, unit, baseline: ask.baseline.as_deref(), by: ask.by };
            let answer =
                |figure: &Figure| FigureAnswer::new(figure, known.number.0, scope.as_deref(), ask.evidence);
            match &mut publications {
                Some(publications) => {
                    let (policy, memory) = (Policy::default(), &publications.memory);
                    let release = ground.release(&council.code, measure, &question, &policy, memory)?;
                    publications.memory = release.memory;
                    figures.extend(release.figures.iter().map(|one| answer(one.figure())));
                }
                None => {
                    let mut made = ground.figures(measure, &question)?;
                    if let Some(numerator) = ask.numerator {
                        made = made.iter().map(|figure| figure.with_numerator(numerator)).collect();
                    }
                    figures.extend(made.iter().map(answer));
                }
            }
        }
        if let Some(publications) = publications {
            // Remembered before it is shown: what is shown and not remembered could be undone by the next release.
            let what = format!("{} {:?}", ask.measure, ask.when);
            self.remember(council, publications, &what, &ask.at).await?;
        }
        let single = ask.by.is_none() && ask.series.is_none();
        let charted = ask.series.is_some() && ask.by.is_none();
        let chart = if charted { ChartAnswer::new(measure, &figures) } else { None };
        Ok(FiguresAnswer { measure: measure.id, title: measure.title, single, figures, chart })
    }

    /// The books of a scope over a period.
    pub async fn books(&self, council: &Council, ask: &BooksAsk) -> Result<BooksAnswer, OfficeError> {
        self.may(Action::ReadFigures)?;
        self.may(Action::ReadRecord)?;
        let span = span(ask.from, ask.to)?;
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let unit = unit(&known, ask.service.as_deref(), ask.team.as_deref(), span.to)?;
        let ground = Ground::new(&known.workforce, span.to, Agreed::default());
        let books = ground.books(span, unit, ask.count);
        let scope = unit.map(|unit| known.workforce.name_of_unit(unit, span.to).to_owned());
        Ok(BooksAnswer::new(&books, known.number.0, scope))
    }
}
