-- One-time codes and single sign-on, on SQLite.
-- The PostgreSQL file of the same name makes the same tables and columns. Add files; never edit one.

-- A pass may also be a sign-in that waits for a code. A check cannot be changed in place here.
CREATE TABLE passes_of_old (
    digest BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('session', 'link', 'token', 'waiting')),
    account TEXT NOT NULL,
    label TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;
INSERT INTO passes_of_old (digest, kind, account, label, began_at, seen_at, ends_at)
    SELECT digest, kind, account, label, began_at, seen_at, ends_at FROM passes;
DROP TABLE passes;
ALTER TABLE passes_of_old RENAME TO passes;
CREATE INDEX passes_by_account ON passes (account);

-- The secret of an account's one-time codes. It counts once its owner has confirmed it by a first code.
CREATE TABLE codes (
    account TEXT NOT NULL PRIMARY KEY,
    secret BLOB NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    -- The time step of the last code that was used: no code works twice.
    last_step INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL
) STRICT;

-- Codes for when the device is lost, each gone when it is used. Only their digests are here.
CREATE TABLE recovery_codes (
    account TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (account, digest)
) STRICT;

-- Whom a provider of single sign-on knows under which subject.
CREATE TABLE subjects (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE UNIQUE INDEX subjects_by_account ON subjects (account);

-- Single sign-ons that have begun: what was sent to the provider, bound to the browser that began. Each is taken once.
CREATE TABLE sign_ons (
    state BLOB NOT NULL PRIMARY KEY,
    browser BLOB NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;
