-- Where the ledger was last opened to be written, and by which lock: so it is noticed that the lock's file was tidied
-- away, or that this is a copy of a ledger that is still there.
CREATE TABLE home (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  path       TEXT    NOT NULL,           -- absolute, behind symbolic links
  lock_file  TEXT    NOT NULL            -- device and inode of the lock's file
) STRICT;

-- Exports that a run was given and that have not been staged whole yet: until then nothing is finished.
CREATE TABLE given_exports (
  path           TEXT    NOT NULL PRIMARY KEY,   -- as in `sources`
  run_id         INTEGER NOT NULL REFERENCES runs (id),
  left_out_at_ms INTEGER,                        -- not null: by somebody's decision it is not to be read any more
  reason         TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO given_exports (path, run_id)
  SELECT path, (SELECT max(id) FROM runs) FROM sources
  WHERE not_rows IS NULL AND EXISTS (SELECT 1 FROM runs);
