//! A fresh store for each test, on either engine.
//!
//! SQLite stores live in a temporary folder. PostgreSQL stores are databases of their own on the server that
//! `MAINSTAY_TEST_POSTGRES` names (`cargo xtask test` starts one); without it the PostgreSQL half of a test says that it is
//! not run, and in CI that is a failure.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use ledger::{Engine, Store};
use sqlx::{Connection, Executor};
use tempfile::TempDir;

/// The variable that names the server.
pub const SERVER: &str = "MAINSTAY_TEST_POSTGRES";

/// A place for a store, gone when dropped.
#[derive(Debug)]
pub struct Place {
    /// The engine.
    pub engine: Engine,
    /// The address to open.
    pub address: String,
    folder: TempDir,
    database: Option<(String, String)>,
}

impl Place {
    /// A place for a SQLite store.
    ///
    /// # Panics
    /// When the system gives no temporary folder.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("the system gives a temporary folder");
        let address = folder.path().join("store.db").display().to_string();
        Self { engine: Engine::Sqlite, address, folder, database: None }
    }

    /// A database on the tests' server; `None` where there is no server.
    ///
    /// # Panics
    /// When the server refuses, or in CI when none is named.
    pub async fn postgres() -> Option<Self> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI, {SERVER} must be set");
            eprintln!("not run: PostgreSQL ({SERVER} is not set)");
            return None;
        };
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("mainstay_test_{}_{number}", std::process::id());
        run(&server, format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').expect("the server's URL ends with a database");
        let address = format!("{base}/{name}");
        let folder = TempDir::new().expect("the system gives a temporary folder");
        Some(Self { engine: Engine::Postgres, address, folder, database: Some((server, name)) })
    }

    /// Both places, or the first alone where there is no server.
    pub async fn both() -> Vec<Self> {
        let mut places = vec![Self::sqlite()];
        places.extend(Self::postgres().await);
        places
    }

    /// Opens the store, making it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Store {
        Store::open_or_create(&self.address).await.expect("a fresh place can be made a store")
    }

    /// A file in the place's own folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The place's own folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

async fn run(server: &str, statement: String) {
    let mut connection = sqlx::PgConnection::connect(server).await.expect("the tests' server answers");
    let done = connection.execute(sqlx::AssertSqlSafe(statement)).await;
    done.expect("the tests' server does as it is told");
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = self.database.take() {
            let drop = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                if let Ok(runtime) = runtime {
                    runtime.block_on(run(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
                }
            });
            // A database left behind goes with the tests' server.
            let _ = drop.join();
        }
    }
}
