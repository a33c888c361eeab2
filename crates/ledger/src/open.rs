//! Opening and creating stores: connections, durability settings and migrations.
//!
//! Nothing here reads or writes history.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Row, Transaction};
use tokio::sync::{Mutex, MutexGuard};

use crate::address::{Access, Address, Engine};
use crate::error::StoreError;
use crate::sql;

/// One step of the tables' history: a number, a name and its text for each engine.
struct Migration {
    version: u32,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+];
    };
}

migrations!(1 "0001_ledger", 2 "0002_accounts", 3 "0003_sign_in");

/// Durable before an append answers; wait for other writers; zero what is deleted.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 30000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; \
    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";

/// An open store. Cheap to clone; every clone uses the same few connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    address: Address,
    pool: AnyPool,
    /// SQLite has one writer at a time; waiting here is fair, waiting in SQLite is not.
    writer: Mutex<()>,
}

/// A transaction that may write, holding the place in this program's queue of SQLite writers.
pub(crate) struct Writing<'s> {
    pub(crate) tx: Transaction<'static, Any>,
    _turn: Option<MutexGuard<'s, ()>>,
}

impl Writing<'_> {
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        self.tx.commit().await
    }
}

impl Store {
    /// Opens a store that exists: a path, `sqlite:PATH` or `postgres://…`. Brings older tables up to date.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let address = Address::parse(address)?;
        if let Address::File(path) = &address {
            refuse_missing(path)?;
        }
        Self::connect(address, Access::Write).await?.made(false).await
    }

    /// Opens a store, creating the file and the tables where there are none. A PostgreSQL database must exist already.
    pub async fn open_or_create(address: &str) -> Result<Self, StoreError> {
        Self::connect(Address::parse(address)?, Access::Create).await?.made(true).await
    }

    /// Opens a SQLite store that nothing may be written to: a backup.
    pub(crate) async fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        refuse_missing(path)?;
        let path = path.to_str().ok_or_else(|| StoreError::Address("the path is not UTF-8".to_owned()))?;
        let store = Self::connect(Address::parse(path)?, Access::Read).await?;
        let (ours, _) = store.tables_there().await?;
        if !ours {
            return Err(store.not_a_store("it has none of Mainstay's tables"));
        }
        let found = version(&mut *store.connection().await?).await?;
        store.refuse_newer(found)?;
        if found < newest() {
            let detail = "an older Mainstay made it; copy it, open the copy once, and use that";
            return Err(store.not_a_store(detail));
        }
        Ok(store)
    }

    /// Which engine holds the store.
    pub fn engine(&self) -> Engine {
        self.inner.address.engine()
    }

    /// The file of a SQLite store.
    pub fn file(&self) -> Option<&Path> {
        match &self.inner.address {
            Address::File(path) => Some(path),
            Address::Server { .. } => None,
        }
    }

    /// Closes every connection. A SQLite store's log is then folded into its file.
    pub async fn close(&self) {
        self.inner.pool.close().await;
    }

    pub(crate) async fn connection(&self) -> Result<PoolConnection<Any>, StoreError> {
        self.inner.pool.acquire().await.map_err(|error| self.unopened(error))
    }

    /// Begins a transaction that may write.
    pub(crate) async fn write(&self) -> Result<Writing<'_>, StoreError> {
        let turn = match self.engine() {
            Engine::Sqlite => Some(self.inner.writer.lock().await),
            Engine::Postgres => None,
        };
        let tx = self.inner.pool.begin_with(self.engine().pick(sql::BEGIN_WRITE)).await?;
        Ok(Writing { tx, _turn: turn })
    }

    /// Begins a transaction that sees one moment, whatever is written meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.inner.pool.begin_with(self.engine().pick(sql::BEGIN_SNAPSHOT)).await?)
    }

    async fn connect(address: Address, access: Access) -> Result<Self, StoreError> {
        if let Address::File(path) = &address {
            refuse_other_files(path)?;
        }
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let options: AnyConnectOptions = address
            .url(access)?
            .parse()
            .map_err(|_| StoreError::Address(format!("{address} is not a usable database URL")))?;
        let is_sqlite = address.engine() == Engine::Sqlite;
        let pool = AnyPoolOptions::new()
            .max_connections(if is_sqlite { 4 } else { 8 })
            .acquire_timeout(Duration::from_secs(40))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_sqlite {
                        connection.execute(sqlx::raw_sql(SQLITE_SETTINGS)).await?;
                    }
                    Ok(())
                })
            })
            .connect_lazy_with(options.clone());
        let store = Self { inner: Arc::new(Inner { address, pool, writer: Mutex::new(()) }) };
        // The pool would wait its whole timeout for a server that refuses: ask once, plainly.
        let plainly = AnyConnection::connect_with(&options).await.map_err(|error| store.unopened(error))?;
        plainly.close().await.map_err(|error| store.unopened(error))?;
        store.connection().await?;
        Ok(store)
    }

    /// Checks that the tables are there and known, making or updating them where allowed.
    async fn made(self, create: bool) -> Result<Self, StoreError> {
        let (ours, anybodys) = self.tables_there().await?;
        if !ours && anybodys {
            return Err(self.not_a_store("it holds tables of something else"));
        }
        if !ours && !create {
            return Err(self.not_a_store("it is empty; create the store first"));
        }
        let found = if ours { version(&mut *self.connection().await?).await? } else { 0 };
        self.refuse_newer(found)?;
        if self.engine() == Engine::Sqlite {
            self.use_log().await?;
        }
        if found < newest() {
            self.migrate().await?;
        }
        Ok(self)
    }

    /// Readers do not block the writer, nor the writer readers. The setting stays with the file.
    async fn use_log(&self) -> Result<(), StoreError> {
        let mut connection = self.connection().await?;
        // Two programs creating one file at once can meet here, where SQLite answers busy without waiting.
        for _ in 0..50 {
            match connection.execute(sqlx::raw_sql("PRAGMA journal_mode = WAL")).await {
                Ok(_) => return Ok(()),
                Err(error) if is_busy(&error) => tokio::time::sleep(Duration::from_millis(100)).await,
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Unavailable("another program has been writing to it for too long".to_owned()))
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut writing = self.write().await?;
        let engine = self.engine();
        writing.tx.execute(sqlx::raw_sql(engine.pick(sql::LOCK_TABLES))).await?;
        // Another program may have been first; look again now that it cannot.
        let (ours, _) = tables_there(&mut writing.tx, engine).await?;
        let found = if ours { version(&mut writing.tx).await? } else { 0 };
        self.refuse_newer(found)?;
        for step in MIGRATIONS.iter().filter(|step| step.version > found) {
            let text = engine.pick(sql::Pair { sqlite: step.sqlite, postgres: step.postgres });
            writing.tx.execute(sqlx::raw_sql(text)).await?;
            let noted = sqlx::query(sql::ADD_VERSION).bind(i64::from(step.version)).bind(step.name);
            noted.execute(&mut *writing.tx).await?;
        }
        Ok(writing.commit().await?)
    }

    async fn tables_there(&self) -> Result<(bool, bool), StoreError> {
        let mut connection = self.connection().await?;
        tables_there(&mut connection, self.engine()).await.map_err(|error| self.unopened(error))
    }

    fn refuse_newer(&self, found: u32) -> Result<(), StoreError> {
        if found > newest() {
            return Err(StoreError::Newer { store: self.to_string(), found, known: newest() });
        }
        Ok(())
    }

    fn not_a_store(&self, detail: &str) -> StoreError {
        StoreError::NotAStore { store: self.to_string(), detail: detail.to_owned() }
    }

    /// An error before the store is known to be one.
    fn unopened(&self, error: sqlx::Error) -> StoreError {
        let foreign = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|code| code == "26");
        match StoreError::from(error) {
            StoreError::Damaged(_) if foreign => self.not_a_store("the file is not a SQLite database"),
            StoreError::Unavailable(detail) => StoreError::Unavailable(format!("{self}: {detail}")),
            other => other,
        }
    }
}

/// The drivers of both engines are made known once per process.
static DRIVERS: Once = Once::new();

fn newest() -> u32 {
    MIGRATIONS.last().map_or(0, |step| step.version)
}

fn refuse_missing(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        let detail = "it is a folder".to_owned();
        return Err(StoreError::NotAStore { store: path.display().to_string(), detail });
    }
    if !path.exists() {
        return Err(StoreError::NotFound(path.display().to_string()));
    }
    Ok(())
}

/// Refuses a file that holds something else than a SQLite database; asked of the engine, the pool would try again until its
/// time is up.
fn refuse_other_files(path: &Path) -> Result<(), StoreError> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let mut start = Vec::new();
    // What is not there or cannot be read is for the engine to report.
    let Ok(file) = std::fs::File::open(path) else { return Ok(()) };
    let read = std::io::Read::read_to_end(&mut std::io::Read::take(file, MAGIC.len() as u64), &mut start);
    if read.is_ok() && !start.is_empty() && start != MAGIC {
        let detail = "the file is not a SQLite database".to_owned();
        return Err(StoreError::NotAStore { store: path.display().to_string(), detail });
    }
    Ok(())
}

fn is_busy(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

/// Whether our tables are there, and whether anything is that stands in their way.
async fn tables_there(connection: &mut AnyConnection, engine: Engine) -> Result<(bool, bool), sqlx::Error> {
    let row = sqlx::query(engine.pick(sql::TABLES_THERE)).fetch_one(connection).await?;
    Ok((row.try_get::<i64, _>(0)? > 0, row.try_get::<i64, _>(1)? > 0))
}

async fn version(connection: &mut AnyConnection) -> Result<u32, StoreError> {
    let row = sqlx::query(sql::VERSION).fetch_one(connection).await?;
    let found = row.try_get::<i64, _>(0)?;
    u32::try_from(found).map_err(|_| StoreError::Damaged(format!("the tables' version is {found}")))
}

impl fmt::Display for Store {
    /// The store's address, without any password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.inner.address, f)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_from_one_without_gaps_and_named_after_their_number() {
        for (at, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(step.version as usize, at + 1);
            assert!(step.name.starts_with(&format!("{:04}_", step.version)));
        }
    }
}
