-- The cells that somebody has mended in a failures file, by their column's title: what the export says of them
-- counts no more.
CREATE TABLE mended_cells (
  row_id   INTEGER NOT NULL REFERENCES rows (id),
  "column" TEXT    NOT NULL,
  PRIMARY KEY (row_id, "column")
) STRICT, WITHOUT ROWID;
