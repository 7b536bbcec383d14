-- +goose Up
create table point (
  id      text primary key,
  epoch   text not null default '',          -- told last
  online  integer not null default 0,
  session text not null default '',
  changed integer not null default 0,        -- when online changed, ms
  told    text not null default '{}',        -- last birth message
  snap    blob,                              -- last live state, as sent
  snapped integer not null default 0,        -- when it came, ms
  refused integer not null default 0         -- messages that could not be read at all
) strict;

create table epoch (
  point   text not null,
  epoch   text not null,
  nr      integer not null,                  -- 1, 2, ... in the order the point told them
  first   integer not null,
  seq     integer not null,                  -- the watermark: everything up to here is stored or in quarantine
  hash    blob,                              -- of event seq; null where it is not known
  forked  integer not null default 0,        -- the same sequence came with another hash
  loose   integer not null default 0,        -- its first event follows nothing that is stored here
  primary key (point, epoch)
) strict, without rowid;

create table event (
  point      text not null,
  epoch      text not null,
  seq        integer not null,
  type       text not null,
  day        text not null,
  hash       blob not null,
  body       blob not null,
  received   integer not null,               -- ms
  superseded integer not null default 0,     -- the point's log no longer has it
  primary key (point, epoch, seq)
) strict, without rowid;

create index event_seq on event (point, seq);

-- An event told again, unchanged, under a later epoch.
create table echo (
  point text not null,
  epoch text not null,
  seq   integer not null,
  hash  blob not null,
  primary key (point, epoch, seq)
) strict, without rowid;

-- What came and could not be stored as an event. The watermark passes it.
create table quarantine (
  id       integer primary key,
  point    text not null,
  epoch    text not null,
  seq      integer not null,
  reason   text not null,                    -- unreadable, chain, fork
  detail   text not null,
  digest   blob not null,                    -- SHA-256 of raw: the same thing is kept once
  raw      blob not null,
  received integer not null,                 -- ms
  unique (point, epoch, seq, digest)
) strict;
