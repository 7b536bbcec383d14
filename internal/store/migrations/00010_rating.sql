-- +goose Up
ALTER TABLE rating_token ADD COLUMN official TEXT NOT NULL DEFAULT '';    -- opaque id of who finished the leg
ALTER TABLE rating_token ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;    -- Unix seconds of the finish; 0: from before this column
ALTER TABLE rating_token ADD COLUMN label TEXT NOT NULL DEFAULT '{}';     -- JSON: what the log may tell of the leg; empty: not settled yet

CREATE TABLE rating_waiting (          -- answers that wait for a batch: no token, no ticket, no time
    id      BLOB PRIMARY KEY,          -- SHA-256 of the answer's key and its token: who gave it finds it again
    leg     TEXT NOT NULL,             -- JSON: what legs like the one answered have in common
    label   TEXT NOT NULL,             -- JSON: what the log may tell of it; empty: not settled yet
    answer  TEXT NOT NULL,             -- JSON
    comment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO rating_waiting SELECT unhex(hex(id) || hex(zeroblob(32 - length(id)))), '{}', '{}', json_object('questionnaire', questionnaire, 'overall', overall, 'reasons',
    json(CASE reasons WHEN '' THEN '[]' ELSE '["' || replace(reasons, ',', '","') || '"]' END)), '' FROM rating_pending;
DROP TABLE rating_pending;

CREATE TABLE rating_key (              -- answers taken, so that a repetition counts once
    key BLOB PRIMARY KEY,              -- SHA-256 of the answer's key
    id  BLOB NOT NULL,                 -- as in rating_waiting
    day TEXT NOT NULL                  -- on which it came; kept for a month
) STRICT, WITHOUT ROWID;

CREATE INDEX rating_key_day ON rating_key (day);

CREATE TABLE rating_comment (          -- what citizens added in their own words; never in the log
    id    TEXT PRIMARY KEY,            -- random
    day   TEXT NOT NULL,               -- on which its batch entered the log
    label TEXT NOT NULL,               -- JSON, as its answer's
    text  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rating_comment_day ON rating_comment (day);
