-- +goose Up
ALTER TABLE account ADD COLUMN person TEXT NOT NULL DEFAULT '';          -- full name, as figures and pages show it
ALTER TABLE account ADD COLUMN employer TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN post TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN stamp TEXT NOT NULL DEFAULT '';           -- changes with what ends the sessions
ALTER TABLE account ADD COLUMN totp TEXT NOT NULL DEFAULT '';            -- secret, sealed with the key beside the database
ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;     -- the newest code that was used
ALTER TABLE account ADD COLUMN recovery TEXT NOT NULL DEFAULT '';        -- keyed hashes of the codes left, comma separated
ALTER TABLE account ADD COLUMN pin TEXT NOT NULL DEFAULT '';             -- argon2id of a keyed hash, PHC string
ALTER TABLE account ADD COLUMN pin_failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN made INTEGER NOT NULL DEFAULT 0;          -- Unix seconds
ALTER TABLE account ADD COLUMN last INTEGER NOT NULL DEFAULT 0;          -- last log-in, Unix seconds
ALTER TABLE account ADD COLUMN off INTEGER NOT NULL DEFAULT 0;           -- 1: may not log in

CREATE TABLE station (                 -- computers at counters that may ask for a PIN
    id      TEXT PRIMARY KEY,          -- opaque
    hash    TEXT NOT NULL UNIQUE,      -- SHA-256 of its cookie, hex
    counter TEXT NOT NULL,
    paired  INTEGER NOT NULL,          -- Unix seconds
    by      TEXT NOT NULL              -- account or credential that paired it
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection (              -- who may look, until when
    id      TEXT PRIMARY KEY,          -- opaque
    account TEXT NOT NULL,
    opened  INTEGER NOT NULL,          -- Unix seconds
    until   INTEGER NOT NULL,
    closed  INTEGER NOT NULL,          -- 0: not yet
    entry   INTEGER NOT NULL           -- that opened it: its hash is the seed of every sample
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (                  -- visits drawn by it
    inspection TEXT NOT NULL,
    first      TEXT NOT NULL,          -- service days
    last       TEXT NOT NULL,
    choice     INTEGER NOT NULL,       -- the inspector's own number
    visits     INTEGER NOT NULL,       -- that there were
    up_to      INTEGER NOT NULL,       -- up to this entry
    tickets    TEXT NOT NULL,          -- ids, comma separated
    drawn      INTEGER NOT NULL        -- Unix seconds
) STRICT;

CREATE TABLE erasure (                 -- what was deleted for good, and the proof
    at       INTEGER NOT NULL,         -- Unix seconds
    what     TEXT NOT NULL,
    before   INTEGER NOT NULL,         -- everything older went; 0: what one person asked for
    rows     INTEGER NOT NULL,
    remained INTEGER NOT NULL          -- rows counted afterwards that should have gone: 0
) STRICT;
