//! What every page needs: the reception, the settings and the clock.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use app::benchmarking::Shelf;
use app::error::OfficeError;
use app::forecasting::{BacktestAsk, backtests};
use app::policy::Actor;
use app::reception::Reception;
use app::workforce::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sign_on::Provider;

use crate::measuring::Tallies;
use crate::runs::Runs;
use crate::settings::Settings;

/// The page that a browser comes back to from the provider of single sign-on.
pub const RETURNED: &str = "/sign-in/returned";

/// The site. Clones share it.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

struct Inner {
    reception: Reception,
    settings: Settings,
    provider: Option<Provider>,
    tallies: Tallies,
    runs: Runs,
    /// What is said of past forecasts, by the releases that it was worked out from.
    backtests: Mutex<Option<(String, Vec<String>)>>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("settings", &self.inner.settings).finish_non_exhaustive()
    }
}

impl Site {
    /// A site over a store, on the machine's clock.
    pub fn new(reception: Reception, settings: Settings) -> Self {
        Self::with_clock(reception, settings, Timestamp::now)
    }

    /// A site on a clock of its own, for tests.
    pub fn with_clock(
        reception: Reception,
        settings: Settings,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        let returned = format!("{}{RETURNED}", settings.url());
        let provider = settings.sign_on.clone().map(|known| Provider::new(known, returned));
        Self {
            inner: Arc::new(Inner {
                reception,
                settings,
                provider,
                tallies: Tallies::default(),
                runs: Runs::default(),
                backtests: Mutex::default(),
                clock: Box::new(clock),
            }),
        }
    }

    /// Where people come in.
    pub fn reception(&self) -> &Reception {
        &self.inner.reception
    }

    /// How the pages are served.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The simulations that were begun here.
    pub(crate) fn runs(&self) -> &Runs {
        &self.inner.runs
    }

    /// How good forecasts of the published series have been, in sentences: worked out once for the releases at hand.
    pub(crate) fn backtests(&self, actor: &Actor, of: &Shelf) -> Result<Vec<String>, OfficeError> {
        let labels = of.labels();
        let mut kept = self.inner.backtests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, told)) = kept.as_ref().filter(|(known, _)| *known == labels) {
            return Ok(told.clone());
        }
        let told = backtests(actor, of, &BacktestAsk::default())?.verdicts();
        *kept = Some((labels, told.clone()));
        Ok(told)
    }

    /// The council's provider of single sign-on, where there is one.
    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.inner.provider.as_ref()
    }

    /// What the service counts about itself.
    pub(crate) fn tallies(&self) -> &Tallies {
        &self.inner.tallies
    }

    /// The instant of now.
    pub fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    /// Today's date, in UTC.
    pub fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }
}
