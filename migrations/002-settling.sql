-- How doubt is settled, and what was deleted again.

-- A row that is not to be sent before this moment: the key of a record that was deleted is still spent.
ALTER TABLE rows ADD COLUMN not_before_ms INTEGER;

-- The command line that began it, JSON, so that `status` can say how to go on. No flag carries a secret.
ALTER TABLE runs ADD COLUMN argv TEXT;
-- Pages of Feishu's lists that a run asked for.
ALTER TABLE runs ADD COLUMN reads INTEGER NOT NULL DEFAULT 0;

CREATE INDEX rows_by_remote_id ON rows (remote_id) WHERE remote_id IS NOT NULL;

-- How each doubt was settled, or why it could not be.
CREATE TABLE settlements (
  id        INTEGER PRIMARY KEY,
  row_id    INTEGER NOT NULL REFERENCES rows (id),
  run_id    INTEGER REFERENCES runs (id),   -- null: a person decided
  at_ms     INTEGER NOT NULL,
  how       TEXT    NOT NULL CHECK (how IN ('repeat', 'read', 'person')),
  verdict   TEXT    NOT NULL CHECK (verdict IN ('done', 'absent', 'in_doubt', 'pending', 'skipped')),
  evidence  TEXT    NOT NULL                -- what was seen, or the person's reason, JSON
) STRICT;

CREATE INDEX settlements_by_row ON settlements (row_id);

-- Records that `undo` is to delete, and what became of each.
CREATE TABLE deletions (
  id              INTEGER PRIMARY KEY,
  row_id          INTEGER NOT NULL REFERENCES rows (id),
  remote_id       TEXT    NOT NULL UNIQUE,
  run_id          INTEGER NOT NULL REFERENCES runs (id),  -- which planned it
  at_ms           INTEGER NOT NULL,                       -- when it came to its state
  state           TEXT    NOT NULL CHECK (state IN ('planned', 'sending', 'deleted', 'already_gone', 'failed')),
  requests        INTEGER NOT NULL DEFAULT 0,
  last_request_ms INTEGER,                                -- on disk before the request leaves
  log_id          TEXT,                                   -- of the last answer
  failure         TEXT,
  CHECK (failure IS NOT NULL OR state <> 'failed'),
  CHECK (last_request_ms IS NOT NULL OR state NOT IN ('sending', 'deleted'))
) STRICT;

CREATE INDEX deletions_by_row ON deletions (row_id);

-- The records that were mended elsewhere: when their export is staged again they are found by this.
CREATE INDEX rows_mended ON rows (origin_id, record_hash) WHERE source_id <> origin_id;
