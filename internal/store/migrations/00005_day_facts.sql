-- +goose Up
CREATE TABLE day_facts (               -- what closed days came to; folded from the log, may be thrown away
    day     TEXT PRIMARY KEY,
    version INTEGER NOT NULL,          -- of the fold that made it
    head    INTEGER NOT NULL,          -- the day's last entry
    hash    BLOB NOT NULL,             -- of that entry: facts of another log are no facts
    facts   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
