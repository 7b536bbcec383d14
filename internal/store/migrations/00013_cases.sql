-- +goose Up
CREATE TABLE feedback_case (           -- what citizens want an answer to; no text, no person
    id        TEXT PRIMARY KEY,        -- opaque
    state     TEXT NOT NULL,
    hour      TEXT NOT NULL,           -- in which it was opened: a finer time would lead to a ticket
    told      INTEGER NOT NULL,        -- 1: the log has it
    desk      INTEGER NOT NULL,        -- 1: opened by somebody who works here
    matter    TEXT NOT NULL,
    counter   TEXT NOT NULL,           -- as the citizen names it, empty: none
    day       TEXT NOT NULL,           -- likewise
    apart     TEXT NOT NULL,           -- opaque ids of those who must not see it, comma separated
    route     TEXT NOT NULL,
    due       TEXT NOT NULL,           -- service day
    reference TEXT NOT NULL,           -- of the official complaint
    handler   TEXT NOT NULL,           -- opaque id
    answered  TEXT NOT NULL,           -- service day of the newest answer
    late      INTEGER NOT NULL,
    reopened  INTEGER NOT NULL,
    verdict   INTEGER NOT NULL,
    closed    TEXT NOT NULL            -- service day, empty: it goes on
) STRICT, WITHOUT ROWID;

CREATE TABLE case_text (               -- what was written; deleted for good when its time is over
    seq     INTEGER PRIMARY KEY,       -- in which order they were written
    id      TEXT NOT NULL UNIQUE,      -- opaque
    case_id TEXT NOT NULL,
    kind    TEXT NOT NULL,             -- question, objection, answer, note, or a step: take, pass
    author  TEXT NOT NULL,             -- opaque id, empty: the citizen
    at      INTEGER NOT NULL,          -- Unix seconds; of a citizen's words the full hour
    text    TEXT NOT NULL
) STRICT;
CREATE INDEX case_text_of ON case_text (case_id, at);
CREATE INDEX case_text_by ON case_text (author, at);

CREATE TABLE case_contact (            -- where the answer goes; deleted with the end of the case
    case_id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    lang    TEXT NOT NULL,
    told    TEXT NOT NULL              -- what became of the message about the newest answer: owed, claimed, sent or a cause
) STRICT, WITHOUT ROWID;
