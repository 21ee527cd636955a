-- The ledger of one migration: one target, one app, one place, one key rule.

CREATE TABLE setup (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  ledger_id      TEXT    NOT NULL,           -- stands in the `_row` column of a failures file
  target         TEXT    NOT NULL,
  key_rule       TEXT    NOT NULL,           -- which columns make the key, canonical JSON
  app_id         TEXT,                       -- unknown until the first run that sends
  place          TEXT,                       -- the base URL, or `sandbox`
  created_at_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (
  id             INTEGER PRIMARY KEY,
  command        TEXT    NOT NULL,
  version        TEXT    NOT NULL,
  pid            INTEGER NOT NULL,
  started_at_ms  INTEGER NOT NULL,
  ended_at_ms    INTEGER,                    -- null: it still works, or it was killed
  exit           INTEGER,
  sent           INTEGER NOT NULL DEFAULT 0,
  retried        INTEGER NOT NULL DEFAULT 0,
  throttled      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- An export (or a mended failures file) that rows came from.
CREATE TABLE sources (
  id             INTEGER PRIMARY KEY,
  path           TEXT    NOT NULL UNIQUE,    -- absolute
  sha256         TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  dialect        TEXT    NOT NULL,           -- how it was read, JSON: `failures` reads it again
  staged_as      TEXT,                       -- mapping hash and program version it was staged whole with
  not_rows       TEXT                        -- preamble, blank and total lines, JSON
) STRICT;

CREATE TABLE rows (
  id             INTEGER PRIMARY KEY,
  source_id      INTEGER NOT NULL REFERENCES sources (id),  -- where its content stands now
  line           INTEGER NOT NULL,
  origin_id      INTEGER NOT NULL REFERENCES sources (id),  -- where it was first read; a mended row has another source
  record_hash    BLOB    NOT NULL,                          -- of the record at its origin
  occurrence     INTEGER,                                   -- how-many-eth such record; null for a row known by its key
  key            TEXT,
  owns_key       INTEGER NOT NULL CHECK (owns_key IN (0, 1)),
  pass           INTEGER NOT NULL,                          -- the run that last met it while staging
  -- OR and not IN: SQLite builds a table in memory for an IN of three words or more, anew for each row.
  status         TEXT    NOT NULL CHECK (status = 'pending' OR status = 'sending' OR status = 'done' OR status = 'skipped'
                   OR status = 'invalid' OR status = 'rejected' OR status = 'failed' OR status = 'in_doubt'),
  payload        TEXT,                                      -- what the mapping makes of it now
  sent_payload   TEXT,                                      -- what left, where `payload` has changed since
  failure        TEXT,                                      -- why it has this status, JSON
  remote_id      TEXT,
  attempts       INTEGER NOT NULL DEFAULT 0,
  doubt_since_ms INTEGER,                                   -- start of the first attempt that may have acted
  updated_at_ms  INTEGER NOT NULL,
  CHECK (owns_key = 0 OR key IS NOT NULL),
  CHECK (owns_key = 1 OR occurrence IS NOT NULL),
  CHECK (owns_key = 1 OR status IN ('skipped', 'invalid')),
  CHECK (payload IS NOT NULL OR status IN ('skipped', 'invalid')),
  CHECK (failure IS NOT NULL OR status = 'pending' OR status = 'sending' OR status = 'done'),
  CHECK (attempts > 0
         OR (status <> 'sending' AND status <> 'done' AND status <> 'rejected' AND status <> 'in_doubt')),
  CHECK (doubt_since_ms IS NOT NULL OR status <> 'in_doubt'),
  CHECK (remote_id IS NULL OR status = 'done')
) STRICT;

CREATE INDEX rows_by_status ON rows (status);
CREATE UNIQUE INDEX rows_by_key ON rows (key) WHERE owns_key = 1;
CREATE INDEX rows_by_record ON rows (origin_id, record_hash) WHERE occurrence IS NOT NULL;
CREATE INDEX rows_changed   ON rows (status) WHERE sent_payload IS NOT NULL;

-- One line for each HTTP request sent for a row. The line is on disk before the first byte leaves.
CREATE TABLE attempts (
  id             INTEGER PRIMARY KEY,
  row_id         INTEGER NOT NULL REFERENCES rows (id),
  run_id         INTEGER NOT NULL REFERENCES runs (id),
  number         INTEGER NOT NULL,
  fingerprint    TEXT    NOT NULL,           -- hash of the payload that left
  started_at_ms  INTEGER NOT NULL,
  ended_at_ms    INTEGER,                    -- null: no answer was recorded
  verdict        TEXT,                       -- `accepted`, or the kind of failure
  http_status    INTEGER,
  code           INTEGER,
  log_id         TEXT,
  UNIQUE (row_id, number)
) STRICT;
