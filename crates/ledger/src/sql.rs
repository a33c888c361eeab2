//! Every statement the ledger uses, by name, in one list.
//!
//! One text serves both engines; a test prepares each on both and compares the result columns with what is said here.
//! The few that cannot be one text (what an engine is asked about itself) stand apart at the end, as pairs. The texts of
//! many-row inserts are made from [`TABLES`], and hold nothing but names and placeholders.
//!
//! No statement may hold a value: values are bound.

/// What a column holds, as both engines understand it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A 64-bit whole number.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A statement and the columns it answers with.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// The statement's name in this module.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The names and kinds of its result columns, in order.
    pub columns: &'static [(&'static str, Kind)],
}

macro_rules! statements {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal => [$($column:ident: $kind:ident),*]; )+) => {
        $( $(#[doc = $doc])+ pub(crate) const $name: &str = $text; )+

        /// Every statement that both engines share.
        pub const STATEMENTS: &[Statement] = &[$(Statement {
            name: stringify!($name),
            text: $text,
            columns: &[$((stringify!($column), Kind::$kind)),*],
        }),+];
    };
}

statements! {
    /// The newest version of the tables.
    VERSION = "SELECT COALESCE(MAX(version), 0) AS version FROM mainstay_store" => [version: Int];
    /// Notes that a migration has been applied.
    ADD_VERSION = "INSERT INTO mainstay_store (version, name) VALUES ($1, $2)" => [];

    /// Adds a council unless its code is there.
    ADD_COUNCIL =
        "INSERT INTO councils (code, name, head, head_digest) VALUES ($1, $2, 0, $3) ON CONFLICT (code) DO NOTHING" => [];
    /// Every council.
    COUNCILS = "SELECT code, name, head, head_digest FROM councils" => [code: Text, name: Text, head: Int, head_digest: Bytes];
    /// One council.
    COUNCIL = "SELECT code, name, head, head_digest FROM councils WHERE code = $1"
        => [code: Text, name: Text, head: Int, head_digest: Bytes];
    /// Takes the council's row lock; nobody else can append to it until the transaction ends.
    LOCK_COUNCIL = "UPDATE councils SET head = head WHERE code = $1 RETURNING head, head_digest"
        => [head: Int, head_digest: Bytes];
    /// Moves a council's head.
    MOVE_HEAD = "UPDATE councils SET head = $2, head_digest = $3 WHERE code = $1" => [];
    /// How many councils there are.
    COUNT_COUNCILS = "SELECT COUNT(*) AS councils FROM councils" => [councils: Int];

    /// Which records later changes touched, and by whom.
    TOUCHED_SINCE = "SELECT e.kind, e.key, e.number, c.signed_by, c.recorded_at FROM entries e \
        JOIN changes c ON c.council = e.council AND c.number = e.number \
        WHERE e.council = $1 AND e.number > $2 ORDER BY e.number"
        => [kind: Text, key: Text, number: Int, signed_by: Text, recorded_at: Text];
    /// Keeps a file's bytes; a file erased earlier comes back only because someone imports it again.
    ADD_BLOB = "INSERT INTO blobs (council, digest, bytes, erased) VALUES ($1, $2, $3, 0) \
        ON CONFLICT (council, digest) DO UPDATE SET bytes = excluded.bytes, erased = 0 WHERE blobs.erased = 1" => [];

    /// Headers of changes in a range: after $2, up to $3, at most $4.
    CHANGES = "SELECT number, recorded_at, signed_by, reason, source, entry_count, digest FROM changes \
        WHERE council = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4"
        => [number: Int, recorded_at: Text, signed_by: Text, reason: Text, source: Text, entry_count: Int, digest: Bytes];
    /// Entries of the changes in a range: after $2, up to $3.
    ENTRIES = "SELECT number, seq, kind, key, tag, body, salt, erased, digest FROM entries \
        WHERE council = $1 AND number > $2 AND number <= $3 ORDER BY number, seq"
        => [number: Int, seq: Int, kind: Text, key: Text, tag: Text, body: Text, salt: Bytes, erased: Int, digest: Bytes];
    /// Files named by the changes in a range: after $2, up to $3.
    LINKS = "SELECT number, seq, digest, name, media_type FROM change_blobs \
        WHERE council = $1 AND number > $2 AND number <= $3 ORDER BY number, seq"
        => [number: Int, seq: Int, digest: Bytes, name: Text, media_type: Text];
    /// The last change recorded at or before an instant.
    LAST_AT = "SELECT COALESCE(MAX(number), 0) AS number FROM changes WHERE council = $1 AND recorded_at <= $2"
        => [number: Int];
    /// The last entry per record at or before a change.
    STATE = "SELECT e.number, e.kind, e.key, e.tag, e.body FROM entries e \
        WHERE e.council = $1 AND e.number <= $2 AND NOT EXISTS (\
            SELECT 1 FROM entries later WHERE later.kind = e.kind AND later.council = e.council \
            AND later.key = e.key AND later.number > e.number AND later.number <= $2) \
        ORDER BY e.number, e.seq"
        => [number: Int, kind: Text, key: Text, tag: Text, body: Text];
    /// Everything said of a record, or of the records whose compound key begins with $3.
    HISTORY = "SELECT e.number, e.key, e.tag, e.body, c.recorded_at, c.signed_by, c.reason, c.source FROM entries e \
        JOIN changes c ON c.council = e.council AND c.number = e.number \
        WHERE e.council = $1 AND e.kind = $2 AND (e.key = $3 \
            OR SUBSTR(e.key, 1, CAST(LENGTH(CAST($3 AS TEXT)) AS INTEGER) + 1) = CAST($3 AS TEXT) || '@') \
        ORDER BY e.number, e.seq"
        => [number: Int, key: Text, tag: Text, body: Text, recorded_at: Text, signed_by: Text, reason: Text, source: Text];
    /// A file's bytes.
    BLOB = "SELECT bytes, erased FROM blobs WHERE council = $1 AND digest = $2" => [bytes: Bytes, erased: Int];

    /// How often a record is named.
    COUNT_RECORD = "SELECT COUNT(*) AS entries FROM entries WHERE council = $1 AND kind = $2 AND key = $3"
        => [entries: Int];
    /// Blanks a record's bodies before a change.
    BLANK_ENTRIES = "UPDATE entries SET body = NULL, salt = NULL, erased = 1 WHERE council = $1 AND kind = $2 \
        AND key = $3 AND number < $4 AND erased = 0 AND tag IN ('body', 'redacted')" => [];
    /// Blanks the files of the changes that touched a record before a change.
    BLANK_BLOBS = "UPDATE blobs SET bytes = NULL, erased = 1 WHERE council = $1 AND erased = 0 AND digest IN (\
        SELECT l.digest FROM change_blobs l JOIN entries e ON e.council = l.council AND e.number = l.number \
        WHERE l.council = $1 AND e.kind = $2 AND e.key = $3 AND e.number < $4)" => [];

    /// The last erasure of each record.
    ERASURES = "SELECT kind, key, MAX(number) AS number FROM entries \
        WHERE council = $1 AND tag IN ('erased', 'redacted') GROUP BY kind, key"
        => [kind: Text, key: Text, number: Int];
    /// Every kept file of a council.
    BLOBS = "SELECT digest, bytes, erased FROM blobs WHERE council = $1" => [digest: Bytes, bytes: Bytes, erased: Int];
    /// Every council that history names.
    COUNCILS_NAMED = "SELECT council FROM changes UNION SELECT council FROM entries UNION SELECT council FROM blobs \
        UNION SELECT council FROM change_blobs" => [council: Text];

    /// The flat views this program made.
    VIEWS = "SELECT name, definition FROM flat_views" => [name: Text, definition: Text];
    /// Notes a flat view.
    ADD_VIEW = "INSERT INTO flat_views (name, definition) VALUES ($1, $2)" => [];
    /// Forgets a flat view.
    FORGET_VIEW = "DELETE FROM flat_views WHERE name = $1" => [];
}

/// What is asked of an engine about itself, which no one text can do.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// How many tables of ours there are, and how many of anybody's.
pub(crate) const TABLES_THERE: Pair = Pair {
    sqlite: "SELECT COALESCE(SUM(name = 'mainstay_store'), 0) AS ours, COUNT(*) AS anybodys FROM sqlite_master \
        WHERE type IN ('table', 'view')",
    postgres: "SELECT COALESCE(CAST(SUM(CASE WHEN table_name = 'mainstay_store' THEN 1 ELSE 0 END) AS BIGINT), 0) AS ours, \
        COUNT(*) AS anybodys FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA() \
        AND table_name IN ('mainstay_store', 'councils', 'changes', 'entries', 'blobs', 'change_blobs', 'flat_views')",
};
/// Begins a transaction that will write.
pub(crate) const BEGIN_WRITE: Pair = Pair { sqlite: "BEGIN IMMEDIATE", postgres: "BEGIN" };
/// Begins a transaction that sees one moment.
pub(crate) const BEGIN_SNAPSHOT: Pair =
    Pair { sqlite: "BEGIN", postgres: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" };
/// Lets one program at a time make the tables.
pub(crate) const LOCK_TABLES: Pair =
    Pair { sqlite: "SELECT 1", postgres: "SELECT CAST(pg_advisory_xact_lock(7021991) AS TEXT)" };
/// SQLite's own check of the file.
pub(crate) const INTEGRITY: &str = "PRAGMA integrity_check";
/// Moves what is in SQLite's log into the file and empties the log.
pub(crate) const CHECKPOINT: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
/// Writes a copy of a live SQLite store.
pub(crate) const COPY_INTO: &str = "VACUUM INTO $1";
/// Rewrites PostgreSQL's tables so that no file of theirs holds a blanked row.
pub(crate) const REWRITE: [&str; 2] = ["VACUUM (FULL, ANALYZE) entries", "VACUUM (FULL, ANALYZE) blobs"];

/// A table of history, for many-row inserts and for copying.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [(&'static str, Kind)],
    /// The order in which a copy reads it.
    pub order: &'static str,
}

/// Every table of history, in an order that keeps references whole.
pub const TABLES: [Table; 5] = [COUNCIL_TABLE, CHANGE_TABLE, ENTRY_TABLE, BLOB_TABLE, LINK_TABLE];

/// Councils.
pub(crate) const COUNCIL_TABLE: Table = Table {
    name: "councils",
    columns: &[("code", Kind::Text), ("name", Kind::Text), ("head", Kind::Int), ("head_digest", Kind::Bytes)],
    order: "code",
};
/// Changes.
pub(crate) const CHANGE_TABLE: Table = Table {
    name: "changes",
    columns: &[
        ("council", Kind::Text),
        ("number", Kind::Int),
        ("recorded_at", Kind::Text),
        ("signed_by", Kind::Text),
        ("reason", Kind::Text),
        ("source", Kind::Text),
        ("entry_count", Kind::Int),
        ("digest", Kind::Bytes),
    ],
    order: "council, number",
};
/// Entries.
pub(crate) const ENTRY_TABLE: Table = Table {
    name: "entries",
    columns: &[
        ("council", Kind::Text),
        ("number", Kind::Int),
        ("seq", Kind::Int),
        ("kind", Kind::Text),
        ("key", Kind::Text),
        ("tag", Kind::Text),
        ("body", Kind::Text),
        ("salt", Kind::Bytes),
        ("erased", Kind::Int),
        ("digest", Kind::Bytes),
    ],
    order: "council, number, seq",
};
/// Imported files.
pub(crate) const BLOB_TABLE: Table = Table {
    name: "blobs",
    columns: &[
        ("council", Kind::Text),
        ("digest", Kind::Bytes),
        ("bytes", Kind::Bytes),
        ("erased", Kind::Int),
    ],
    order: "council, digest",
};
/// Which change brought which file.
pub(crate) const LINK_TABLE: Table = Table {
    name: "change_blobs",
    columns: &[
        ("council", Kind::Text),
        ("number", Kind::Int),
        ("seq", Kind::Int),
        ("digest", Kind::Bytes),
        ("name", Kind::Text),
        ("media_type", Kind::Text),
    ],
    order: "council, number, seq",
};

/// The row counts of many-row inserts, largest first: few texts, so that each is prepared once.
pub(crate) const BATCHES: [usize; 3] = [256, 16, 1];

impl Table {
    /// An insert of this many rows.
    pub fn insert(&self, rows: usize) -> String {
        let names = self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let width = self.columns.len();
        let row = |at: usize| {
            let places = (1..=width).map(|column| format!("${}", at * width + column)).collect::<Vec<_>>();
            format!("({})", places.join(", "))
        };
        let rows = (0..rows).map(row).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {} ({names}) VALUES {rows}", self.name)
    }

    /// A read of every row.
    pub fn select(&self) -> String {
        let names = self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        format!("SELECT {names} FROM {} ORDER BY {}", self.name, self.order)
    }
}
