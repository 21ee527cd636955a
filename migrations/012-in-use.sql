-- 1: a run has the ledger open, or had it when it was killed. What it has committed may be in the -wal file alone then,
-- so a ledger that says so, without one beside it, was parted from its latest entries. Cleared when a run ends.
ALTER TABLE home ADD COLUMN in_use INTEGER NOT NULL DEFAULT 0 CHECK (in_use IN (0, 1));
