//! Figures and the books: what a person asks, resolved against the record.

use std::sync::Arc;

use measures::breakdown::Breakdown;
use measures::compare::Unlike;
use measures::disclosure::Policy;
use measures::exact::Amount;
use measures::figure::{Figure, Question};
use measures::ground::{Agreed, Ground};
use measures::measure::{Count, Measure};
use measures::registry;
use measures::span::{Span, Step};
use workforce::Date;
use workforce::change::ChangeNumber;
use workforce::quantity::NoNumber;

use crate::answers::beside::{BesideAnswer, Change, ChangeAnswer, PairAnswer};
use crate::answers::books::BooksAnswer;
use crate::answers::figures::{ChartAnswer, FigureAnswer, FiguresAnswer, MeasureList};
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::policy::Action;
use crate::publications::Publications;

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

impl When {
    /// The first day; of a year that ends with a day, the day after that of the year before.
    pub fn first(self) -> Date {
        match self {
            Self::AsAt(day) | Self::Between(day, _) => day,
            Self::YearEnding(day) => Span::year_ending(day).from,
        }
    }

    /// The last day.
    pub fn last(self) -> Date {
        match self {
            Self::AsAt(day) | Self::YearEnding(day) | Self::Between(_, day) => day,
        }
    }
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

impl FigureAsk {
    /// A measure of the whole council, as it is known now, for use inside the council.
    pub fn of(measure: &str, when: When) -> Self {
        Self {
            measure: measure.to_owned(),
            when,
            service: None,
            team: None,
            baseline: None,
            by: None,
            series: None,
            known_at: None,
            evidence: false,
            release: false,
            at: String::new(),
            numerator: None,
            agreed: Agreed::default(),
        }
    }
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

/// A question with the record that it is put to.
struct Asked<'q> {
    ask: &'q FigureAsk,
    measure: &'static Measure,
    whole: Span,
    known: Arc<Known>,
    recorded_on: Date,
    unit: Option<u32>,
}

/// A measure of shares has groups of its own.
fn fits_groups(measure: &Measure, ask: &FigureAsk) -> Result<(), OfficeError> {
    let Some(groups) = measure.groups else { return Ok(()) };
    let id = measure.id;
    if let Some(by) = ask.by.filter(|by| *by != groups) {
        return Err(OfficeError::Usage(format!(
            "`{id}` is a share of the whole by {groups} and cannot be cut by {by} as well: leave out --by, or ask for one \
             unit with --team or --service"
        )));
    }
    if ask.numerator.is_some() {
        return Err(OfficeError::Usage(format!(
            "`{id}` is one figure for each {groups}: no one numerator can stand in for all of them"
        )));
    }
    Ok(())
}

impl Asked<'_> {
    /// What the figures are broken down by.
    fn by(&self) -> Option<Breakdown> {
        self.measure.groups.or(self.ask.by)
    }

    fn ground(&self) -> Ground<'_> {
        Ground::new(&self.known.workforce, self.recorded_on, self.ask.agreed)
    }

    /// One question for each step of a series.
    fn questions(&self) -> impl Iterator<Item = Question<'_>> {
        let spans = self.ask.series.map_or_else(|| vec![self.whole], |step| self.whole.cut(step));
        spans.into_iter().map(|span| Question {
            span,
            unit: self.unit,
            baseline: self.ask.baseline.as_deref(),
            by: self.ask.by,
        })
    }

    /// The figures for use inside the council.
    fn figures(&self) -> Result<Vec<Figure>, OfficeError> {
        let ground = self.ground();
        let mut figures = Vec::new();
        for question in self.questions() {
            figures.extend(ground.figures(self.measure, &question)?);
        }
        if let Some(numerator) = self.ask.numerator {
            figures = figures.iter().map(|figure| figure.with_numerator(numerator)).collect();
        }
        Ok(figures)
    }

    fn answer(&self, figures: &[Figure]) -> FiguresAnswer {
        let shown: Vec<FigureAnswer> = figures.iter().map(|figure| self.shown(figure)).collect();
        let single = self.by().is_none() && self.ask.series.is_none();
        let charted = self.ask.series.is_some() && self.by().is_none();
        let chart = if charted { ChartAnswer::new(self.measure, &shown) } else { None };
        FiguresAnswer { measure: self.measure.id, title: self.measure.title, single, figures: shown, chart }
    }

    /// The figures as they may leave the council, remembered in what is given.
    fn released(
        &self,
        council: &Council,
        publications: &mut Publications,
    ) -> Result<Vec<Figure>, OfficeError> {
        let ground = self.ground();
        let mut figures = Vec::new();
        for question in self.questions() {
            let (policy, memory) = (Policy::default(), &publications.memory);
            let release = ground.release(&council.code, self.measure, &question, &policy, memory)?;
            publications.memory = release.memory;
            figures.extend(release.figures.iter().map(|one| one.figure().clone()));
        }
        Ok(figures)
    }

    fn shown(&self, figure: &Figure) -> FigureAnswer {
        let scope = self.unit.map(|unit| self.known.workforce.name_of_unit(unit, self.whole.to));
        FigureAnswer::new(figure, self.known.number.0, scope, self.ask.evidence)
    }
}

/// Two figures of one group; a group may be in one of two breakdowns only.
struct Pair {
    one: Option<Figure>,
    other: Option<Figure>,
}

impl Pair {
    fn unlike(&self) -> Vec<Unlike> {
        match (&self.one, &self.other) {
            (Some(one), Some(other)) => one.unlike(other),
            _ => Vec::new(),
        }
    }

    fn change(&self) -> Result<Change, NoNumber> {
        match (&self.one, &self.other) {
            (Some(one), Some(other)) => {
                let printed = one.value.ok().zip(other.value.ok()).map(|(one, other)| one.less(other));
                one.change_from(other).map(|exact| Change { exact, printed })
            }
            _ => Err(NoNumber::NotAvailable),
        }
    }
}

/// Figures with those of the same groups, in the order of the first; then what only the second has.
fn pairs(figures: Vec<Figure>, others: Vec<Figure>) -> Vec<Pair> {
    let mut others: Vec<Option<Figure>> = others.into_iter().map(Some).collect();
    let alone = figures.len() == 1 && others.len() == 1;
    let mut pairs: Vec<Pair> = Vec::new();
    for one in figures {
        let same = |other: &&mut Option<Figure>| {
            other.as_ref().is_some_and(|other| alone || other.group == one.group)
        };
        let other = others.iter_mut().find(same).and_then(Option::take);
        pairs.push(Pair { one: Some(one), other });
    }
    pairs.extend(others.into_iter().flatten().map(|other| Pair { one: None, other: Some(other) }));
    pairs
}

impl Office {
    /// Every measure.
    pub fn measures() -> MeasureList {
        MeasureList::new(registry::all())
    }

    /// The day on which the record was as it is at a change.
    pub(crate) async fn recorded_on(
        &self,
        council: &Council,
        number: ChangeNumber,
    ) -> Result<Date, OfficeError> {
        let logged = self.store.log(&council.code).await?;
        let change = logged.iter().find(|change| change.number == number);
        let day = change.and_then(|change| change.note.at.get(..10)?.parse().ok());
        Ok(day.unwrap_or(Date::MIN))
    }

    /// The figures that a question asks for.
    pub async fn figure(&self, council: &Council, ask: &FigureAsk) -> Result<FiguresAnswer, OfficeError> {
        let asked = self.asked(council, ask, None).await?;
        Ok(asked.answer(&self.answered(council, &asked).await?))
    }

    /// The figures that a question asks for beside those of another, group by group, with the change. Unlike figures are
    /// refused, before anything is released, unless they are asked for although they are unlike.
    pub async fn figure_beside(
        &self,
        council: &Council,
        ask: &FigureAsk,
        with: &FigureAsk,
        although_unlike: bool,
    ) -> Result<BesideAnswer, OfficeError> {
        if [ask, with].iter().any(|ask| ask.series.is_some() || ask.numerator.is_some()) {
            return Err(OfficeError::Usage(
                "figures are compared one with one, or group by group: leave out --series and --numerator"
                    .to_owned(),
            ));
        }
        let one = self.asked(council, ask, None).await?;
        let other = self.asked(council, with, Some(&one)).await?;
        let pairs = pairs(one.figures()?, other.figures()?);
        let mut unlike: Vec<Unlike> = pairs.iter().flat_map(Pair::unlike).collect();
        unlike.sort_unstable();
        unlike.dedup();
        if !unlike.is_empty() && !although_unlike {
            let what: Vec<&str> = unlike.iter().map(|unlike| unlike.words()).collect();
            return Err(OfficeError::Usage(format!(
                "`{}` and `{}` as asked are figures of {}: a change between them would mean nothing by itself; ask for \
                 like ones, or give --although-unlike to see them side by side, labelled",
                one.measure.id,
                other.measure.id,
                what.join("; of ")
            )));
        }
        let released = ask.release || with.release;
        let pairs = if released {
            let figures = self.answered(council, &one).await?;
            self::pairs(figures, self.answered(council, &other).await?)
        } else {
            pairs
        };
        let single = one.by().is_none() && other.by().is_none();
        let answer = |pair: &Pair| PairAnswer {
            figure: pair.one.as_ref().map(|figure| one.shown(figure)),
            with: pair.other.as_ref().map(|figure| other.shown(figure)),
            change: ChangeAnswer::new(pair.change(), one.measure),
            unlike: pair.unlike(),
        };
        Ok(BesideAnswer { single, pairs: pairs.iter().map(answer).collect() })
    }

    /// A question, allowed and resolved against the record: that of the question before it, where both are put to the record
    /// as it was known then.
    async fn asked<'q>(
        &self,
        council: &Council,
        ask: &'q FigureAsk,
        before: Option<&Asked<'_>>,
    ) -> Result<Asked<'q>, OfficeError> {
        self.confined(Action::ReadFigures)?;
        if ask.evidence {
            self.confined(Action::ReadRecord)?;
        }
        let measure = measure(&ask.measure)?;
        if measure.is_personal() || ask.by.is_some_and(Breakdown::is_personal) {
            self.may(Action::ReadEquality)?;
        }
        fits_groups(measure, ask)?;
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
        let (known, recorded_on) = match before.filter(|before| before.ask.known_at == ask.known_at) {
            Some(before) => (Arc::clone(&before.known), before.recorded_on),
            None => {
                let known = self.known(council, ask.known_at.as_deref()).await?;
                let recorded_on = self.recorded_on(council, known.number).await?;
                (known, recorded_on)
            }
        };
        let asked = (ask.service.as_deref(), ask.team.as_deref());
        let (service, team) = self.may_for(Action::ReadFigures, &known, asked, whole.to)?;
        let unit = unit(&known, service.as_deref(), team.as_deref(), whole.to)?;
        Ok(Asked { ask, measure, whole, known, recorded_on, unit })
    }

    /// The figures of a question, as they may be shown.
    async fn answered(&self, council: &Council, asked: &Asked<'_>) -> Result<Vec<Figure>, OfficeError> {
        if !asked.ask.release {
            return asked.figures();
        }
        let mut publications = self.publications(council).await?;
        let figures = asked.released(council, &mut publications)?;
        // Remembered before it is shown: what is shown and not remembered could be undone by the next release.
        publications.shown = Some(asked.answer(&figures));
        let reason = format!("Released: {} {:?}", asked.ask.measure, asked.ask.when);
        self.remember(council, publications, &reason, &asked.ask.at, Vec::new(), Vec::new()).await?;
        Ok(figures)
    }

    /// The figures of a question that is one of many: what it releases is added to the memory given, which the asker keeps.
    pub(crate) async fn figures_within(
        &self,
        council: &Council,
        ask: &FigureAsk,
        publications: &mut Publications,
    ) -> Result<Vec<FigureAnswer>, OfficeError> {
        let asked = self.asked(council, ask, None).await?;
        let figures = if ask.release { asked.released(council, publications)? } else { asked.figures()? };
        Ok(figures.iter().map(|figure| asked.shown(figure)).collect())
    }

    /// The books of a scope over a period.
    pub async fn books(&self, council: &Council, ask: &BooksAsk) -> Result<BooksAnswer, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let span = span(ask.from, ask.to)?;
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let asked = (ask.service.as_deref(), ask.team.as_deref());
        let (service, team) = self.may_for(Action::ReadRecord, &known, asked, span.to)?;
        let unit = unit(&known, service.as_deref(), team.as_deref(), span.to)?;
        let ground = Ground::new(&known.workforce, span.to, Agreed::default());
        let books = ground.books(span, unit, ask.count);
        let scope = unit.map(|unit| known.workforce.name_of_unit(unit, span.to).to_owned());
        Ok(BooksAnswer::new(&books, known.number.0, scope))
    }
}
