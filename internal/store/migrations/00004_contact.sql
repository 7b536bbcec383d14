-- +goose Up
CREATE TABLE contact (                 -- addresses of who wants to be told of a number; never in the log
    ticket  TEXT PRIMARY KEY,          -- one address a ticket
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    lang    TEXT NOT NULL,
    given   INTEGER NOT NULL,          -- Unix seconds
    expires INTEGER NOT NULL           -- Unix seconds: deleted by then, whatever becomes of the ticket
) STRICT, WITHOUT ROWID;
