-- +goose Up
CREATE TABLE event (
    seq  INTEGER PRIMARY KEY,          -- 1, 2, 3 ... without a gap
    body BLOB NOT NULL,                -- the entry's JSON, byte for byte as hashed
    hash BLOB NOT NULL                 -- SHA-256(hash of seq-1 || body)
) STRICT;

CREATE TABLE service_day (             -- where a day begins in the log
    day   TEXT PRIMARY KEY,
    first INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number (                  -- a number is given once, whatever the program believes
    day    TEXT NOT NULL,
    series TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (day, series, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reply (                   -- answers remembered by idempotency key, for the service day
    scope  TEXT NOT NULL,              -- who asked
    key    TEXT NOT NULL,
    body   BLOB NOT NULL,              -- SHA-256 of the request
    status INTEGER NOT NULL,
    answer BLOB NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_token (            -- admits one answer; knows no ticket and keeps no time of use
    hash    BLOB PRIMARY KEY,          -- SHA-256 of the token
    counter TEXT NOT NULL,
    service TEXT NOT NULL,
    purpose TEXT NOT NULL,
    expires INTEGER NOT NULL,          -- Unix seconds
    state   INTEGER NOT NULL           -- 0 open, 1 spent, 2 taken back
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_pending (          -- answers that wait for a batch, in random order
    id            BLOB PRIMARY KEY,
    counter       TEXT NOT NULL,
    service       TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    hour          TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    overall       INTEGER NOT NULL,
    reasons       TEXT NOT NULL        -- comma separated codes
) STRICT, WITHOUT ROWID;

CREATE TABLE account (                 -- people who log in; not in the log, can be deleted
    id       TEXT PRIMARY KEY,         -- opaque, this is what the log sees
    name     TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,            -- argon2id, PHC string
    roles    TEXT NOT NULL,            -- comma separated
    counter  TEXT NOT NULL             -- the only one the person may run; empty: any
) STRICT, WITHOUT ROWID;
