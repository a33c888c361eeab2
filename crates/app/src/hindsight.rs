//! How good forecasts of the council's own past would have been, from what was known at the time.

use forecast::council::own::{SCORED, Told, told};
use forecast::council::{begin, beliefs::count};
use forecast::simulate::run::{By, Plan, Watch, run};
use forecast::simulate::{Rates, RoleRates};
use measures::ground::{Agreed, Ground};
use workforce::Date;

use crate::answers::hindsight::HindsightAnswer;
use crate::error::OfficeError;
use crate::forecasting::{first_year, usual};
use crate::office::{Council, Known, Office};
use crate::policy::Action;

/// Trials of each forecast.
const TRIALS: u64 = 2_000;

/// A simulation as a backtest makes it.
fn plan(months: u16, seed: u64) -> Plan {
    Plan { months, trials: TRIALS, seed, cores: 1, parameters: true, years: true, by: By::Nothing }
}

/// What the record says on a day of each measure that is scored, by the rules of the simulation's own start.
fn stood(known: &Known, day: Date) -> Option<[f64; 3]> {
    let ground = Ground::new(&known.workforce, Date::MAX, Agreed::default());
    let begun = begin(&ground, day, 1, None, &first_year(known, day))
        .ok()
        .filter(|begun| !begun.world.slots.is_empty())?;
    // The start itself is asked for: no rate plays a part in it.
    let still = Rates::plain(vec![RoleRates::default(); begun.world.roles.len()]);
    let once = Plan { trials: 1, ..plan(1, 0) };
    let outcome = run(&begun.world, &still, &once, &[], &Watch::default())?;
    Some(SCORED.map(|measure| outcome.counts(0, 0, measure, 0).mean()))
}

impl Office {
    /// Forecasts of each 30 September from that of so many months before, as the record was known then.
    pub async fn hindsight(
        &self,
        council: &Council,
        months: u16,
        seed: u64,
    ) -> Result<HindsightAnswer, OfficeError> {
        self.may(Action::Forecast)?;
        let months = months.clamp(1, 36);
        let now = self.known(council, None).await?;
        let log = self.store.log(&council.code).await?;
        let days: Vec<Date> =
            log.iter().filter_map(|change| change.note.at.get(..10)?.parse().ok()).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(HindsightAnswer::new(now.number.0, months, Vec::new()));
        };
        let mut so_far: [Vec<f64>; 3] = Default::default();
        let mut all: Vec<Told> = Vec::new();
        for year in first.year()..=last.year() {
            let Ok(origin) = Date::new(year, 9, 30) else { continue };
            let target = origin.saturating_add(jiff::Span::new().months(i32::from(months)));
            if origin < *first || target > *last {
                continue;
            }
            let then = self.known(council, Some(&origin.to_string())).await?;
            let Some(stands) = stood(&then, origin) else { continue };
            for (values, value) in so_far.iter_mut().zip(stands) {
                values.push(value);
            }
            let Some(happened) = stood(&now, target) else { continue };
            let ground = Ground::new(&then.workforce, origin, Agreed::default());
            let first = first_year(&then, origin);
            let begun = begin(&ground, origin, months, None, &first)?;
            let beliefs = count(&ground, &begun, &usual(), &first, None)?;
            let Some(outcome) =
                run(&begun.world, &beliefs.rates, &plan(months, seed), &[], &Watch::default())
            else {
                continue;
            };
            let names = (origin.to_string(), target.to_string());
            for (at, measure) in SCORED.into_iter().enumerate() {
                let forecast = outcome.counts(0, 0, measure, months);
                all.extend(told((&names.0, &names.1), measure, forecast, &so_far[at], happened[at]));
            }
        }
        Ok(HindsightAnswer::new(now.number.0, months, all))
    }
}
