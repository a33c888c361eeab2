//! What every page needs: the reception, the settings and the clock.

use std::fmt;
use std::sync::Arc;

use app::reception::Reception;
use app::workforce::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::measuring::Tallies;
use crate::settings::Settings;

/// The site. Clones share it.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

struct Inner {
    reception: Reception,
    settings: Settings,
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
        Self {
            inner: Arc::new(Inner {
                reception,
                settings,
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
