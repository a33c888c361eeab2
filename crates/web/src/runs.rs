//! Long runs: simulations that go on while their page is looked at, say how far they are and can be stopped. They are kept
//! in this process only, for a while; a run is made again from its question and seed, with the same answer.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use app::answers::simulated::RunAnswer;
use app::error::OfficeError;
use app::forecast::simulate::run::Watch;
use app::forecasting::{RunAsk, run_name};
use app::office::{Council, Office};
use tokio::sync::Semaphore;

/// How many runs are kept.
const KEPT: usize = 32;

/// A run.
#[derive(Debug)]
pub(crate) struct Run {
    /// Its name: random, so that it cannot be guessed.
    pub(crate) id: String,
    /// Whose it is: nobody else finds it.
    owner: String,
    /// What was asked.
    pub(crate) ask: RunAsk,
    /// How far it is.
    pub(crate) watch: Watch,
    outcome: OnceLock<Result<Option<RunAnswer>, OfficeError>>,
}

impl Run {
    /// What came of it: none while it goes on; the inner none when it was stopped.
    pub(crate) fn outcome(&self) -> Option<&Result<Option<RunAnswer>, OfficeError>> {
        self.outcome.get()
    }

    /// How many trials of how many are done.
    pub(crate) fn done(&self) -> (u64, u64) {
        (self.watch.done.load(Ordering::Relaxed).min(self.ask.trials), self.ask.trials)
    }

    /// Stops it as soon as may be.
    pub(crate) fn stop(&self) {
        self.watch.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for it, but not for long: most runs are done before a reader would notice.
    pub(crate) async fn settle(&self) {
        for _ in 0..40 {
            if self.outcome.get().is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The runs of a process.
#[derive(Debug)]
pub(crate) struct Runs {
    all: Mutex<Vec<Arc<Run>>>,
    /// One at a time: a run takes every core.
    turn: Arc<Semaphore>,
}

impl Default for Runs {
    fn default() -> Self {
        Self { all: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Runs {
    /// Begins a run. One of the same owner that still goes on is stopped.
    pub(crate) fn begin(
        &self,
        owner: String,
        office: Office,
        council: Council,
        ask: RunAsk,
    ) -> Result<Arc<Run>, OfficeError> {
        let id = run_name()?;
        let run = Arc::new(Run { id, owner, ask, watch: Watch::default(), outcome: OnceLock::new() });
        {
            let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
            for own in all.iter().filter(|own| own.owner == run.owner && own.outcome.get().is_none()) {
                own.stop();
            }
            let settled = all.iter().position(|own| own.outcome.get().is_some());
            if let (true, Some(oldest)) = (all.len() >= KEPT, settled) {
                all.remove(oldest);
            }
            all.push(Arc::clone(&run));
        }
        let (going, turn) = (Arc::clone(&run), Arc::clone(&self.turn));
        tokio::spawn(async move {
            let Ok(turn) = turn.acquire_owned().await else { return };
            let own = Arc::clone(&going);
            let runtime = tokio::runtime::Handle::current();
            let made = tokio::task::spawn_blocking(move || {
                if own.watch.stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                runtime.block_on(office.forecast(&council, &own.ask, &own.watch))
            });
            let outcome = made.await.unwrap_or_else(|problem| Err(OfficeError::Refused(problem.to_string())));
            drop(turn);
            let _ = going.outcome.set(outcome);
        });
        Ok(run)
    }

    /// A run by its name, for whoever began it.
    pub(crate) fn find(&self, owner: &str, id: &str) -> Option<Arc<Run>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|run| run.id == id && run.owner == owner).cloned()
    }
}
