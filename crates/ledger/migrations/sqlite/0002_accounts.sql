-- Who may come in, and what is in hand, on SQLite. Unlike the ledger, these tables are changed in place.
-- The PostgreSQL file of the same name makes the same tables and columns. Add files; never edit one.

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    council TEXT NOT NULL,
    -- What someone signs in with, in lower case.
    name TEXT NOT NULL UNIQUE,
    shown TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Keys of units, separated by line feeds.
    teams TEXT NOT NULL,
    -- A PHC string; none until the account's owner has chosen a password.
    password TEXT,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    made_at TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- Sessions, one-time links and tokens: whoever bears the secret has the right. Only the secret's digest is here.
CREATE TABLE passes (
    digest BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('session', 'link', 'token')),
    account TEXT NOT NULL,
    label TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;

CREATE INDEX passes_by_account ON passes (account);

-- Attempts to sign in, by name and by address, within a window that begins at since.
CREATE TABLE attempts (
    bucket TEXT NOT NULL PRIMARY KEY,
    since TEXT NOT NULL,
    made INTEGER NOT NULL
) STRICT;

-- Who looked at whose data.
CREATE TABLE viewings (
    id TEXT NOT NULL PRIMARY KEY,
    council TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    seen_by TEXT NOT NULL,
    worker TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE INDEX viewings_by_council ON viewings (council, seen_at);

-- Files that were sent and are not yet in the record: one row each, gone when they are accepted, given up or old.
CREATE TABLE uploads (
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    council TEXT NOT NULL,
    account TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (id, seq)
) STRICT;

-- Mapping files that a council has agreed on, by name.
CREATE TABLE mappings (
    council TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    kept_by TEXT NOT NULL,
    PRIMARY KEY (council, name)
) STRICT;
