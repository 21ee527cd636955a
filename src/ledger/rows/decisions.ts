// What a person has decided of a row `r`, as SQL. The row's own failure tells of the decision from then on, so what was
// wrong before stands in the decision; ledgers of 0.2.0 have it in the row's last attempt alone.

/** The id of the latest decision on the row. */
export const LATEST_DECISION = "(SELECT max(id) FROM settlements WHERE row_id = r.id AND how = 'person')";

/** Feishu's number before the decision `d`. */
export const CODE_BEFORE = `coalesce(d.evidence ->> '$.failure.code',
  (SELECT a.code FROM attempts a WHERE a.row_id = r.id AND d.evidence ->> '$.was' IN ('rejected', 'failed')
   ORDER BY a.number DESC LIMIT 1))`;

/** JSON of the row's failure before the decision `d`. */
export const FAILURE_BEFORE = "d.evidence ->> '$.failure'";
