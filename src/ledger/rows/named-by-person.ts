/**
 * SQL that is true of a row `r` whose record a person has named: nobody knows that it is ours, so that nothing is
 * done to it which the person did not ask for by the row's name.
 */
export const NAMED_BY_PERSON = `coalesce((SELECT s.how = 'person' AND s.verdict = 'done' FROM settlements s
  WHERE s.row_id = r.id ORDER BY s.id DESC LIMIT 1), 0)`;
