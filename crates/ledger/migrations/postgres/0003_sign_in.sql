-- One-time codes and single sign-on, on PostgreSQL.
-- The SQLite file of the same name makes the same tables and columns. Add files; never edit one.

-- A pass may also be a sign-in that waits for a code.
ALTER TABLE passes DROP CONSTRAINT passes_kind_check;
ALTER TABLE passes ADD CONSTRAINT passes_kind_check CHECK (kind IN ('session', 'link', 'token', 'waiting'));

-- The secret of an account's one-time codes. It counts once its owner has confirmed it by a first code.
CREATE TABLE codes (
    account TEXT NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL,
    confirmed BIGINT NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    -- The time step of the last code that was used: no code works twice.
    last_step BIGINT NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL
);

-- Codes for when the device is lost, each gone when it is used. Only their digests are here.
CREATE TABLE recovery_codes (
    account TEXT NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (account, digest)
);

-- Whom a provider of single sign-on knows under which subject.
CREATE TABLE subjects (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE UNIQUE INDEX subjects_by_account ON subjects (account);

-- Single sign-ons that have begun: what was sent to the provider, bound to the browser that began. Each is taken once.
CREATE TABLE sign_ons (
    state BYTEA NOT NULL PRIMARY KEY,
    browser BYTEA NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    ends_at TEXT NOT NULL
);
