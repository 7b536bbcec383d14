-- +goose Up
CREATE TABLE config_version (          -- every configuration the center has had, as the file that it is
    n         INTEGER PRIMARY KEY,     -- 1, 2, 3 ...
    at        INTEGER NOT NULL,        -- Unix milliseconds at which it was saved
    by        TEXT NOT NULL,           -- opaque id of who saved it; file: somebody wrote the file
    sha       TEXT NOT NULL,           -- SHA-256 of the text, hex
    text      BLOB NOT NULL,           -- TOML
    effective TEXT NOT NULL,           -- now, or opening: before the next service day opens
    since     INTEGER NOT NULL         -- Unix milliseconds at which it came into force; 0: not yet; -1: it could not
) STRICT;
