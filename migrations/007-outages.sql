-- When Feishu was out of reach while a run worked: requests that never left are in no other table.

CREATE TABLE outages (
  id            INTEGER PRIMARY KEY,
  run_id        INTEGER NOT NULL REFERENCES runs (id),
  began_at_ms   INTEGER NOT NULL,
  ended_at_ms   INTEGER,          -- null: it lasted until the run's end
  failure       TEXT    NOT NULL  -- what showed it, JSON
) STRICT;
