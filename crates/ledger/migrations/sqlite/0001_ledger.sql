-- The ledger's tables on SQLite. Strict, so that a value of the wrong type cannot be stored.
-- The PostgreSQL file of the same name makes the same tables and columns. Add files; never edit one.

CREATE TABLE mainstay_store (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE councils (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    head INTEGER NOT NULL,
    head_digest BLOB NOT NULL
) STRICT;

CREATE TABLE changes (
    council TEXT NOT NULL REFERENCES councils (code),
    number INTEGER NOT NULL CHECK (number > 0),
    recorded_at TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    entry_count INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (council, number)
) STRICT;

CREATE TABLE entries (
    council TEXT NOT NULL,
    number INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    tag TEXT NOT NULL CHECK (tag IN ('body', 'withdrawn', 'erased', 'redacted')),
    body TEXT,
    salt BLOB,
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    digest BLOB NOT NULL,
    PRIMARY KEY (council, number, seq),
    FOREIGN KEY (council, number) REFERENCES changes (council, number)
) STRICT;

-- One entry per record and change. Kind comes first because the flat views ask by kind, across councils.
CREATE UNIQUE INDEX entries_by_record ON entries (kind, council, key, number);

CREATE TABLE blobs (
    council TEXT NOT NULL REFERENCES councils (code),
    digest BLOB NOT NULL,
    bytes BLOB,
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    PRIMARY KEY (council, digest)
) STRICT;

CREATE TABLE change_blobs (
    council TEXT NOT NULL,
    number INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (council, number, seq),
    FOREIGN KEY (council, number) REFERENCES changes (council, number),
    FOREIGN KEY (council, digest) REFERENCES blobs (council, digest)
) STRICT;

-- The flat views this program has made, so that it can tell when a layout has moved on.
CREATE TABLE flat_views (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
) STRICT;
