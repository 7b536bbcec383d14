-- +goose Up
CREATE TABLE IF NOT EXISTS session (   -- logged-in browsers, so that a power cut logs nobody out
    token   TEXT PRIMARY KEY,          -- hash of the cookie
    data    BLOB NOT NULL,
    expires INTEGER NOT NULL           -- Unix seconds
) STRICT, WITHOUT ROWID;
