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

    /// Adds an account unless its name is taken.
    ADD_ACCOUNT = "INSERT INTO accounts (id, council, name, shown, role, teams, password, made_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (name) DO NOTHING" => [];
    /// The account with a name; whether it uses one-time codes, and how many subjects of single sign-on are linked to it.
    ACCOUNT_NAMED = "SELECT id, council, name, shown, role, teams, password, closed, made_at, version, \
        (SELECT COUNT(*) FROM codes WHERE codes.account = accounts.id AND codes.confirmed = 1) AS codes, \
        (SELECT COUNT(*) FROM subjects WHERE subjects.account = accounts.id) AS subjects FROM accounts \
        WHERE name = $1"
        => [id: Text, council: Text, name: Text, shown: Text, role: Text, teams: Text, password: Text, closed: Int,
            made_at: Text, version: Int, codes: Int, subjects: Int];
    /// The account with an id.
    ACCOUNT = "SELECT id, council, name, shown, role, teams, password, closed, made_at, version, \
        (SELECT COUNT(*) FROM codes WHERE codes.account = accounts.id AND codes.confirmed = 1) AS codes, \
        (SELECT COUNT(*) FROM subjects WHERE subjects.account = accounts.id) AS subjects FROM accounts \
        WHERE id = $1"
        => [id: Text, council: Text, name: Text, shown: Text, role: Text, teams: Text, password: Text, closed: Int,
            made_at: Text, version: Int, codes: Int, subjects: Int];
    /// Every account of a council.
    ACCOUNTS = "SELECT id, council, name, shown, role, teams, password, closed, made_at, version, \
        (SELECT COUNT(*) FROM codes WHERE codes.account = accounts.id AND codes.confirmed = 1) AS codes, \
        (SELECT COUNT(*) FROM subjects WHERE subjects.account = accounts.id) AS subjects FROM accounts \
        WHERE council = $1"
        => [id: Text, council: Text, name: Text, shown: Text, role: Text, teams: Text, password: Text, closed: Int,
            made_at: Text, version: Int, codes: Int, subjects: Int];
    /// The account that a subject of single sign-on is linked to.
    ACCOUNT_OF_SUBJECT = "SELECT id, council, name, shown, role, teams, password, closed, made_at, version, \
        (SELECT COUNT(*) FROM codes WHERE codes.account = accounts.id AND codes.confirmed = 1) AS codes, \
        (SELECT COUNT(*) FROM subjects WHERE subjects.account = accounts.id) AS subjects FROM accounts \
        WHERE id = (SELECT s.account FROM subjects s WHERE s.issuer = $1 AND s.subject = $2)"
        => [id: Text, council: Text, name: Text, shown: Text, role: Text, teams: Text, password: Text, closed: Int,
            made_at: Text, version: Int, codes: Int, subjects: Int];
    /// How many accounts there are.
    COUNT_ACCOUNTS = "SELECT COUNT(*) AS accounts FROM accounts" => [accounts: Int];
    /// Changes an account that nobody else has changed since.
    CHANGE_ACCOUNT = "UPDATE accounts SET shown = $3, role = $4, teams = $5, closed = $6, version = version + 1 \
        WHERE id = $1 AND version = $2" => [];
    /// Gives an account a password.
    SET_PASSWORD = "UPDATE accounts SET password = $2, version = version + 1 WHERE id = $1" => [];

    /// Takes an account's password away.
    FORGET_PASSWORD = "UPDATE accounts SET password = NULL, version = version + 1 WHERE id = $1" => [];

    /// Offers an account a secret for one-time codes, unless it has one that is confirmed or was offered after $4.
    OFFER_CODES = "INSERT INTO codes (account, secret, made_at) VALUES ($1, $2, $3) ON CONFLICT (account) DO UPDATE SET \
        secret = excluded.secret, made_at = excluded.made_at WHERE codes.confirmed = 0 AND codes.made_at <= $4" => [];
    /// The secret of an account's one-time codes.
    CODES = "SELECT secret, confirmed, last_step FROM codes WHERE account = $1"
        => [secret: Bytes, confirmed: Int, last_step: Int];
    /// Confirms the secret that was offered, by the step of the first code.
    CONFIRM_CODES = "UPDATE codes SET confirmed = 1, last_step = $3 WHERE account = $1 AND secret = $2 AND confirmed = 0" => [];
    /// Uses up a time step and every one before it.
    USE_STEP = "UPDATE codes SET last_step = $2 WHERE account = $1 AND confirmed = 1 AND last_step < $2" => [];
    /// Ends an account's one-time codes.
    END_CODES = "DELETE FROM codes WHERE account = $1" => [];
    /// Keeps a recovery code.
    ADD_RECOVERY = "INSERT INTO recovery_codes (account, digest) VALUES ($1, $2)" => [];
    /// Uses a recovery code up.
    USE_RECOVERY = "DELETE FROM recovery_codes WHERE account = $1 AND digest = $2" => [];
    /// Ends an account's recovery codes.
    END_RECOVERY = "DELETE FROM recovery_codes WHERE account = $1" => [];
    /// How many recovery codes an account has left.
    COUNT_RECOVERY = "SELECT COUNT(*) AS left_over FROM recovery_codes WHERE account = $1" => [left_over: Int];

    /// Links a subject of single sign-on to an account, unless either is linked already.
    ADD_SUBJECT = "INSERT INTO subjects (issuer, subject, account) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING" => [];
    /// Notes that a single sign-on has begun.
    ADD_SIGN_ON = "INSERT INTO sign_ons (state, browser, nonce, verifier, next, ends_at) VALUES ($1, $2, $3, $4, $5, $6)" => [];
    /// Takes a single sign-on that the same browser began, once.
    TAKE_SIGN_ON = "DELETE FROM sign_ons WHERE state = $1 AND browser = $2 AND ends_at > $3 RETURNING nonce, verifier, next"
        => [nonce: Text, verifier: Text, next: Text];
    /// Clears away single sign-ons that nobody came back from.
    CLEAR_SIGN_ONS = "DELETE FROM sign_ons WHERE ends_at <= $1" => [];

    /// Keeps a pass.
    ADD_PASS = "INSERT INTO passes (digest, kind, account, label, began_at, seen_at, ends_at) \
        VALUES ($1, $2, $3, $4, $5, $5, $6)" => [];
    /// A pass that has not ended.
    PASS = "SELECT account, label, began_at, seen_at, ends_at FROM passes WHERE digest = $1 AND kind = $2 AND ends_at > $3"
        => [account: Text, label: Text, began_at: Text, seen_at: Text, ends_at: Text];
    /// The passes of an account.
    PASSES_OF = "SELECT digest, label, began_at, seen_at, ends_at FROM passes WHERE account = $1 AND kind = $2 \
        AND ends_at > $3 ORDER BY began_at" => [digest: Bytes, label: Text, began_at: Text, seen_at: Text, ends_at: Text];
    /// Notes that a pass was used.
    SEE_PASS = "UPDATE passes SET seen_at = $2 WHERE digest = $1" => [];
    /// Ends a pass.
    END_PASS = "DELETE FROM passes WHERE digest = $1 AND kind = $2" => [];
    /// Ends an account's passes of a kind.
    END_PASSES_OF = "DELETE FROM passes WHERE account = $1 AND kind = $2" => [];
    /// Clears away what has ended.
    CLEAR_PASSES = "DELETE FROM passes WHERE ends_at <= $1" => [];

    /// Counts an attempt: $2 is now, $3 the instant before which a window is over.
    COUNT_ATTEMPT = "INSERT INTO attempts (bucket, since, made) VALUES ($1, $2, 1) ON CONFLICT (bucket) DO UPDATE SET \
        made = CASE WHEN attempts.since <= $3 THEN 1 ELSE attempts.made + 1 END, \
        since = CASE WHEN attempts.since <= $3 THEN excluded.since ELSE attempts.since END RETURNING made" => [made: Int];
    /// Forgets the attempts of a bucket.
    FORGET_ATTEMPTS = "DELETE FROM attempts WHERE bucket = $1" => [];
    /// Clears away windows that are over.
    CLEAR_ATTEMPTS = "DELETE FROM attempts WHERE since <= $1" => [];

    /// Notes who looked at whose data.
    ADD_VIEWING = "INSERT INTO viewings (id, council, seen_at, seen_by, worker, what) VALUES ($1, $2, $3, $4, $5, $6)" => [];
    /// Who looked at whose data: between $2 and $3, of a worker or by someone where $4 or $5 is not empty, newest first.
    VIEWINGS = "SELECT seen_at, seen_by, worker, what FROM viewings WHERE council = $1 AND seen_at >= $2 AND seen_at <= $3 \
        AND (CAST($4 AS TEXT) = '' OR worker = $4) AND (CAST($5 AS TEXT) = '' OR seen_by = $5) \
        ORDER BY seen_at DESC, id LIMIT $6" => [seen_at: Text, seen_by: Text, worker: Text, what: Text];

    /// Keeps a file that was sent.
    ADD_UPLOAD = "INSERT INTO uploads (id, seq, council, account, sent_at, name, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        => [];
    /// The files of an upload.
    UPLOAD = "SELECT name, bytes FROM uploads WHERE id = $1 AND council = $2 AND account = $3 ORDER BY seq"
        => [name: Text, bytes: Bytes];
    /// Forgets an upload.
    FORGET_UPLOAD = "DELETE FROM uploads WHERE id = $1 AND council = $2 AND account = $3" => [];
    /// Forgets a council's uploads up to an instant.
    CLEAR_UPLOADS = "DELETE FROM uploads WHERE council = $1 AND sent_at <= $2" => [];

    /// Keeps a mapping in place of any of the same name.
    KEEP_MAPPING = "INSERT INTO mappings (council, name, text, kept_at, kept_by) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (council, name) DO UPDATE SET text = excluded.text, kept_at = excluded.kept_at, kept_by = excluded.kept_by"
        => [];
    /// A council's mappings.
    MAPPINGS = "SELECT name, text, kept_at, kept_by FROM mappings WHERE council = $1"
        => [name: Text, text: Text, kept_at: Text, kept_by: Text];
}

/// An instant later than any.
pub(crate) const END_OF_TIME: &str = "9999-12-31T23:59:59Z";

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

/// What a backup keeps beside history: who may come in, who looked at whose data, and the mappings. Passes, attempts,
/// sign-ons that have begun and files in hand end with the store that they belong to. The secrets of one-time codes are
/// kept, so that a restored store lets nobody in by a password alone who needed more before.
pub(crate) const KEPT_TABLES: [Table; 6] = [
    Table {
        name: "accounts",
        columns: &[
            ("id", Kind::Text),
            ("council", Kind::Text),
            ("name", Kind::Text),
            ("shown", Kind::Text),
            ("role", Kind::Text),
            ("teams", Kind::Text),
            ("password", Kind::Text),
            ("closed", Kind::Int),
            ("made_at", Kind::Text),
            ("version", Kind::Int),
        ],
        order: "id",
    },
    Table {
        name: "codes",
        columns: &[
            ("account", Kind::Text),
            ("secret", Kind::Bytes),
            ("confirmed", Kind::Int),
            ("last_step", Kind::Int),
            ("made_at", Kind::Text),
        ],
        order: "account",
    },
    Table {
        name: "recovery_codes",
        columns: &[("account", Kind::Text), ("digest", Kind::Bytes)],
        order: "account, digest",
    },
    Table {
        name: "subjects",
        columns: &[("issuer", Kind::Text), ("subject", Kind::Text), ("account", Kind::Text)],
        order: "issuer, subject",
    },
    Table {
        name: "viewings",
        columns: &[
            ("id", Kind::Text),
            ("council", Kind::Text),
            ("seen_at", Kind::Text),
            ("seen_by", Kind::Text),
            ("worker", Kind::Text),
            ("what", Kind::Text),
        ],
        order: "id",
    },
    Table {
        name: "mappings",
        columns: &[
            ("council", Kind::Text),
            ("name", Kind::Text),
            ("text", Kind::Text),
            ("kept_at", Kind::Text),
            ("kept_by", Kind::Text),
        ],
        order: "council, name",
    },
];
/// Empties what a backup does not keep, in a SQLite copy.
pub(crate) const CLEAR_COPY: &str =
    "DELETE FROM passes; DELETE FROM attempts; DELETE FROM sign_ons; DELETE FROM uploads; VACUUM";

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
