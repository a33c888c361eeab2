//! What every page needs: the reception, the settings and the clock.

use std::fmt;
use std::sync::Arc;

use app::reception::Reception;
use app::workforce::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sign_on::Provider;

use crate::measuring::Tallies;
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
