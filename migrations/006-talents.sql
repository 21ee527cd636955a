-- What Feishu answered when it was asked for a person's talent. Mail, phone and id number stand here as a keyed hash only.

CREATE TABLE talent_secret (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  secret         BLOB    NOT NULL            -- 32 random bytes, this ledger's alone: the key of the hashes
) STRICT;

CREATE TABLE talent_answers (
  key_hash       BLOB    NOT NULL PRIMARY KEY,
  answer         TEXT    NOT NULL CHECK (answer = 'found' OR answer = 'not_found' OR answer = 'several'
                   OR answer = 'refused'),
  talent_id      TEXT,
  code           INTEGER,                    -- Feishu's number, where it refused the key
  run_id         INTEGER NOT NULL,           -- that asked last
  asked_at_ms    INTEGER NOT NULL,
  CHECK ((talent_id IS NOT NULL) = (answer = 'found')),
  CHECK (code IS NULL OR answer = 'refused')
) STRICT, WITHOUT ROWID;
