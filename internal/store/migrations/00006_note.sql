-- +goose Up
CREATE TABLE note (                    -- what staff write for the next counter; the log has the id alone
    id      TEXT PRIMARY KEY,
    ticket  TEXT NOT NULL,
    day     TEXT NOT NULL,             -- service day of the ticket
    counter TEXT NOT NULL,             -- where it was written; empty: the greeter's desk
    author  TEXT NOT NULL,             -- opaque id
    at      INTEGER NOT NULL,          -- Unix seconds
    text    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX note_ticket ON note (ticket, at, id);
CREATE INDEX note_day ON note (day);

CREATE TABLE explanation (             -- what officials say about their own figures; the log has the id alone
    id     TEXT PRIMARY KEY,
    author TEXT NOT NULL,              -- opaque id
    about  TEXT NOT NULL,              -- the service day that is explained
    figure TEXT NOT NULL,
    ticket TEXT NOT NULL,              -- empty: none in particular
    at     INTEGER NOT NULL,           -- Unix seconds
    text   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX explanation_about ON explanation (about, at, id);
CREATE INDEX explanation_author ON explanation (author, about, at, id);
