-- +goose Up
CREATE TABLE appointment (             -- booked times of today and later; the log has them for ever
    id      TEXT PRIMARY KEY,
    day     TEXT NOT NULL,             -- of the slot
    service TEXT NOT NULL,
    purpose TEXT NOT NULL,
    slot    INTEGER NOT NULL,          -- Unix seconds
    state   TEXT NOT NULL              -- booked, arrived, canceled
) STRICT, WITHOUT ROWID;

CREATE INDEX appointment_day ON appointment (day);

CREATE TABLE phone (                   -- how many numbers a phone has taken today, to keep the limits
    hash    BLOB NOT NULL,             -- keyed hash of the phone's cookie; emptied when the next day begins
    service TEXT NOT NULL,
    taken   INTEGER NOT NULL,
    PRIMARY KEY (hash, service)
) STRICT, WITHOUT ROWID;
