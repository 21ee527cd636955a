-- In which ledgers of other imports the ids of parents are looked up, by the mapping that was staged last.
CREATE TABLE parents (
  place  TEXT NOT NULL,              -- where the id stands in a payload, JSON: keys, and null for any item of a list
  path   TEXT NOT NULL,              -- of the ledger, absolute
  name   TEXT NOT NULL,              -- as the mapping writes it
  PRIMARY KEY (place, path)
) STRICT;
