-- +goose Up
CREATE TABLE hook (                    -- how far each web hook has been told the log
    id  TEXT PRIMARY KEY,
    seq INTEGER NOT NULL               -- the receiver has taken everything up to here
) STRICT, WITHOUT ROWID;
