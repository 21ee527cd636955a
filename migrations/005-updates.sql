-- Records that are there already and are to hold something else: `run --update-changed`, and `undo --run` of it.

-- While an update of a row may have acted, the row's `sent_payload` is not null: nobody knows that Feishu holds `payload`.
CREATE TABLE updates (
  id         INTEGER PRIMARY KEY,
  row_id     INTEGER NOT NULL REFERENCES rows (id),
  remote_id  TEXT    NOT NULL,
  plan_id    INTEGER NOT NULL REFERENCES runs (id),    -- the call in which its number of records was confirmed
  run_id     INTEGER NOT NULL REFERENCES runs (id),    -- the call that is to send it: the latest that planned it
  undoes     INTEGER REFERENCES updates (id),          -- the update that it takes back; null: it corrects
  before     TEXT    NOT NULL,                         -- the payload that Feishu held by this ledger
  after      TEXT    NOT NULL,                         -- the payload that it is to hold
  state      TEXT    NOT NULL CHECK (state IN ('planned', 'sending', 'updated', 'failed', 'superseded')),
  may_hold   INTEGER NOT NULL DEFAULT 0 CHECK (may_hold IN (0, 1)),  -- 1: a request may have acted, nobody knows
  at_ms      INTEGER NOT NULL,                         -- when it came to its state
  failure    TEXT,
  CHECK ((failure IS NOT NULL) = (state = 'failed')),
  CHECK (may_hold = 1 OR state <> 'sending'),          -- a request that certainly did not act is planned again
  CHECK (may_hold = 0 OR state IN ('sending', 'failed', 'superseded'))
) STRICT;

-- One at a time is under way for a row: an older image never comes after a newer one.
CREATE UNIQUE INDEX updates_open ON updates (row_id) WHERE state IN ('planned', 'sending');
CREATE INDEX updates_by_row    ON updates (row_id);
CREATE INDEX updates_by_run    ON updates (run_id);
CREATE INDEX updates_by_plan   ON updates (plan_id);
CREATE INDEX updates_unsure    ON updates (row_id) WHERE may_hold = 1;
CREATE INDEX updates_failed    ON updates (row_id) WHERE state = 'failed';

-- One line for each HTTP request of an update. The line is on disk before the first byte leaves.
CREATE TABLE update_attempts (
  id             INTEGER PRIMARY KEY,
  update_id      INTEGER NOT NULL REFERENCES updates (id),
  run_id         INTEGER NOT NULL REFERENCES runs (id),
  number         INTEGER NOT NULL,
  started_at_ms  INTEGER NOT NULL,
  ended_at_ms    INTEGER,                    -- null: no answer was recorded
  verdict        TEXT,                       -- `accepted`, or the kind of failure
  http_status    INTEGER,
  code           INTEGER,
  log_id         TEXT,
  UNIQUE (update_id, number)
) STRICT;

CREATE INDEX update_attempts_by_run ON update_attempts (run_id);
