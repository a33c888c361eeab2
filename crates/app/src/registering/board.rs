//! What a board is given: priorities with the figures of their measures, actions, recommendations, risks, decisions, what is
//! expected, groups and consultations; and what leavers said by year, beside turnover.

use ::registers::parameter::Parameters;
use ::registers::{improvement, leaving};
use measures::registry;
use workforce::Date;
use workforce::period::Period;

use crate::answers::figures::FigureAnswer;
use crate::answers::registers as answers;
use crate::answers::registers::Told;
use crate::answers::registers::improvement::{Board, Judged};
use crate::answers::registers::leaving::Year;
use crate::error::OfficeError;
use crate::measuring::{FigureAsk, When};
use crate::office::{Council, Office};
use crate::policy::Action;

/// The same day so many years before.
fn years_before(day: Date, years: i64) -> Date {
    day.saturating_sub(jiff::Span::new().years(years))
}

impl Office {
    /// A figure of the whole council as it is shown, over the year that ends with a day or on that day.
    async fn shown(&self, council: &Council, measure: &str, on: Date) -> Result<String, OfficeError> {
        let ask = FigureAsk::of(measure, When::YearEnding(on));
        let answer = self.figure(council, &ask).await?;
        Ok(answer.figures.iter().map(FigureAnswer::shown).collect::<Vec<_>>().join(", "))
    }

    /// Everything that a board looks at, as it stands on a day.
    pub async fn board(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let actions = self.actions(council, on, false).await?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let mut priorities = Vec::new();
        for line in improvement::priorities(records, on) {
            let mut figures = Vec::new();
            for id in &line.measures {
                let figure = match registry::find(id) {
                    // Where several budgets are in force a figure of posts says so, and the board is still given the rest.
                    Some(measure) => match self.shown(council, measure.id, on).await {
                        Ok(figure) => (measure.title.to_owned(), figure),
                        Err(OfficeError::Usage(why)) => (measure.title.to_owned(), why),
                        Err(other) => return Err(other),
                    },
                    None => (id.clone(), "no such measure".to_owned()),
                };
                figures.push((id.clone(), figure.0, figure.1));
            }
            priorities.push(Judged { line, figures });
        }
        let board = Board {
            priorities,
            decided: improvement::decided(records, on),
            horizon: improvement::horizon(records, on),
            groups: improvement::groups(records, on),
            consultations: improvement::consultations(records, on),
        };
        Ok(answers::improvement::board(&board, actions, on))
    }

    /// What leavers said in each of so many years that end on the same day of the year, beside the turnover of the year.
    pub async fn exits_by_year(&self, council: &Council, on: Date, years: u8) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let parameters = Parameters::new(known.workforce.records(), None);
        let least = parameters.number("results.least-answers", on).unwrap_or(10);
        let mut told = Vec::new();
        for before in 0..i64::from(years) {
            let to = years_before(on, before);
            let from = years_before(on, before + 1).tomorrow().unwrap_or(to);
            let period = Period::new(from, to.tomorrow().ok());
            told.push(Year {
                days: (from, to),
                exits: leaving::exits(&known.workforce, period, least.into()),
                turnover: self.shown(council, "turnover_rate_headcount", to).await?,
            });
        }
        Ok(answers::leaving::years(&told, least, known.number.0))
    }
}
