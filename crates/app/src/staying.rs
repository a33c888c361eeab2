//! How long people stay and where leavers go, from the record.

use measures::ground::{Agreed, Ground};
use measures::span::Span;
use measures::staying::{Staying, StayingBy};
use workforce::Date;

use crate::answers::staying::{DestinationsAnswer, SurvivalAnswer};
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;

/// A question about how long people stay.
#[derive(Debug, Clone)]
pub struct StayAsk {
    /// The groups; everybody together without.
    pub by: Option<StayingBy>,
    /// The first day under observation; the first leaving date in the record without.
    pub from: Option<Date>,
    /// The last; the last day on which anybody joined or left without.
    pub to: Option<Date>,
    /// Spells with no more than so many days between them are one.
    pub gap: u16,
    /// Curves speak only where at least so many people are at risk.
    pub floor: u64,
    /// As known at a change number, date or instant.
    pub known_at: Option<String>,
}

/// A question with its data.
pub(crate) struct Stayed<'a> {
    pub(crate) ask: &'a StayAsk,
    pub(crate) known_at: u64,
    pub(crate) staying: Staying,
}

impl Office {
    /// The data of a question; rights first.
    async fn stayed<'a>(&self, council: &Council, ask: &'a StayAsk) -> Result<Stayed<'a>, OfficeError> {
        self.may(Action::Forecast)?;
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let recorded_on = self.recorded_on(council, known.number).await?;
        let ground = Ground::new(&known.workforce, recorded_on, Agreed::default());
        let observed = ground.observed();
        let window = match (
            ask.from.or(observed.map(|span| span.from)),
            ask.to.or(observed.map(|span| span.to)),
        ) {
            (Some(from), Some(to)) => Span::new(from, to),
            _ => {
                return Err(OfficeError::Usage(
                    "nobody has left in this record, so nothing says since when leaving is recorded: give --from and --to"
                        .to_owned(),
                ));
            }
        };
        let window = window.ok_or_else(|| {
            OfficeError::Usage(
                "the first day under observation is after the last: set --from and --to".to_owned(),
            )
        })?;
        let staying = ground.staying(window, ask.by, ask.gap);
        Ok(Stayed { ask, known_at: known.number.0, staying })
    }

    /// Survival curves, with the test between groups.
    pub async fn survival(&self, council: &Council, ask: &StayAsk) -> Result<SurvivalAnswer, OfficeError> {
        SurvivalAnswer::new(&self.stayed(council, ask).await?)
    }

    /// Where leavers go.
    pub async fn destinations(
        &self,
        council: &Council,
        ask: &StayAsk,
    ) -> Result<DestinationsAnswer, OfficeError> {
        DestinationsAnswer::new(&self.stayed(council, ask).await?)
    }
}
