-- The ledger's tables on PostgreSQL.
-- The SQLite file of the same name makes the same tables and columns. Add files; never edit one.

CREATE TABLE mainstay_store (
    version BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE councils (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    head BIGINT NOT NULL,
    head_digest BYTEA NOT NULL
);

CREATE TABLE changes (
    council TEXT NOT NULL REFERENCES councils (code),
    number BIGINT NOT NULL CHECK (number > 0),
    recorded_at TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    entry_count BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (council, number)
);

CREATE TABLE entries (
    council TEXT NOT NULL,
    number BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    tag TEXT NOT NULL CHECK (tag IN ('body', 'withdrawn', 'erased', 'redacted')),
    body TEXT,
    salt BYTEA,
    erased BIGINT NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    digest BYTEA NOT NULL,
    PRIMARY KEY (council, number, seq),
    FOREIGN KEY (council, number) REFERENCES changes (council, number)
);

-- One entry per record and change. Kind comes first because the flat views ask by kind, across councils.
CREATE UNIQUE INDEX entries_by_record ON entries (kind, council, key, number);

CREATE TABLE blobs (
    council TEXT NOT NULL REFERENCES councils (code),
    digest BYTEA NOT NULL,
    bytes BYTEA,
    erased BIGINT NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    PRIMARY KEY (council, digest)
);

CREATE TABLE change_blobs (
    council TEXT NOT NULL,
    number BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (council, number, seq),
    FOREIGN KEY (council, number) REFERENCES changes (council, number),
    FOREIGN KEY (council, digest) REFERENCES blobs (council, digest)
);

-- The flat views this program has made, so that it can tell when a layout has moved on.
CREATE TABLE flat_views (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
);

-- No samples of bodies or files in the planner's statistics: an erasure could not reach them there.
ALTER TABLE entries ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE entries ALTER COLUMN salt SET STATISTICS 0;
ALTER TABLE blobs ALTER COLUMN bytes SET STATISTICS 0;
