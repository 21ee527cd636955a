-- What `verify` has read back. One verification may take several calls: what was read is not read again.

CREATE TABLE verifications (
  id           INTEGER PRIMARY KEY,
  sample       INTEGER,             -- so many rows, chosen by the seed; null: all of them
  seed         INTEGER NOT NULL,
  begun_at_ms  INTEGER NOT NULL,
  ended_at_ms  INTEGER              -- null: not all of it was read yet
) STRICT;

CREATE TABLE verified_rows (
  verification_id INTEGER NOT NULL REFERENCES verifications (id),
  subject         TEXT    NOT NULL,  -- what one reading is about, e.g. the talent
  row_id          INTEGER NOT NULL REFERENCES rows (id),
  remote_id       TEXT,
  verdict         TEXT    CHECK (verdict IN ('same', 'differing', 'missing')),  -- null: not read yet
  at_ms           INTEGER,
  differences     TEXT,              -- of a differing row: [{field, ours, theirs}], JSON
  PRIMARY KEY (verification_id, subject, row_id),
  CHECK ((verdict IS NULL) = (at_ms IS NULL)),
  CHECK ((differences IS NOT NULL) = (verdict IS NOT NULL AND verdict = 'differing'))
) STRICT, WITHOUT ROWID;

CREATE INDEX unverified_rows ON verified_rows (verification_id, subject) WHERE verdict IS NULL;
CREATE INDEX verified_findings ON verified_rows (verification_id, row_id) WHERE verdict <> 'same';

-- Records of the subjects read that no row of the ledger owns.
CREATE TABLE beyond_records (
  id              INTEGER PRIMARY KEY,
  verification_id INTEGER NOT NULL REFERENCES verifications (id),
  subject         TEXT    NOT NULL,
  record_id       TEXT    NOT NULL,
  double_of       INTEGER REFERENCES rows (id),  -- a row with the same content
  fields          TEXT    NOT NULL               -- as Feishu lists them, JSON
) STRICT;

CREATE INDEX beyond_by_subject ON beyond_records (verification_id, subject);
