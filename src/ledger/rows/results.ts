import type { Database } from "better-sqlite3";
import type { Status } from "../../model/status.js";
import { CODE_BEFORE, FAILURE_BEFORE, LATEST_DECISION } from "./decisions.js";

/** What became of one row. Times are milliseconds since 1970 UTC. */
export interface ResultRow {
  /** Where its content stands now. */
  readonly path: string;
  readonly line: number;
  /** Where it was first read, if it was mended in another file since. */
  readonly mended_from: string | null;
  readonly key: string | null;
  readonly status: Status;
  readonly remote_id: string | null;
  readonly attempts: number;
  readonly first_attempt_ms: number | null;
  readonly last_attempt_ms: number | null;
  /** `repeat`, `read` or `person`, and what it was settled as; null where it was never in doubt. */
  readonly settled_by: string | null;
  readonly settled_as: string | null;
  readonly settled_ms: number | null;
  /** Why it has its status. */
  readonly kind: string | null;
  readonly code: number | null;
  /** JSON of a Failure. */
  readonly failure: string | null;
  /** Of a row that a person has left out: the person's words, and JSON of what was wrong before. */
  readonly reason: string | null;
  readonly failure_before: string | null;
  /** When its record was given other content. */
  readonly updated_ms: number | null;
  /** The record that `undo` has deleted. */
  readonly deleted_id: string | null;
  readonly deleted_ms: number | null;
}

/** A row's key, and the record that it became. */
export interface MapEntry {
  readonly key: string;
  readonly remote_id: string;
}

const RESULT = `SELECT s.path, r.line, CASE WHEN r.origin_id <> r.source_id THEN o.path END AS mended_from,
    r.key, r.status, r.remote_id, r.attempts,
    (SELECT a.started_at_ms FROM attempts a WHERE a.row_id = r.id ORDER BY a.number LIMIT 1) AS first_attempt_ms,
    (SELECT a.started_at_ms FROM attempts a WHERE a.row_id = r.id ORDER BY a.number DESC LIMIT 1) AS last_attempt_ms,
    e.how AS settled_by, e.verdict AS settled_as, e.at_ms AS settled_ms,
    r.failure ->> '$.kind' AS kind, coalesce(r.failure ->> '$.code', ${CODE_BEFORE}) AS code,
    r.failure, d.evidence ->> '$.reason' AS reason, ${FAILURE_BEFORE} AS failure_before,
    (SELECT max(u.at_ms) FROM updates u WHERE u.row_id = r.id AND u.state = 'updated') AS updated_ms,
    x.remote_id AS deleted_id, x.at_ms AS deleted_ms
  FROM rows r JOIN sources s ON s.id = r.source_id JOIN sources o ON o.id = r.origin_id
    LEFT JOIN settlements e ON e.id = (SELECT max(id) FROM settlements WHERE row_id = r.id)
    LEFT JOIN settlements d ON d.id = ${LATEST_DECISION}
      AND r.status = 'skipped' AND r.failure ->> '$.kind' = 'left_out'
    LEFT JOIN deletions x ON x.id =
      (SELECT max(id) FROM deletions WHERE row_id = r.id AND state IN ('deleted', 'already_gone'))
  WHERE r.id = ?`;

/** Tells of every row, one by one: a million rows need no more memory than one. */
export class Results {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** In the order of files and lines; only rows of these statuses, where some are given. All of one moment. */
  *each(statuses?: readonly Status[]): Generator<ResultRow, void> {
    const row = this.#db.prepare<[number], ResultRow>(RESULT);
    // Sorted are numbers alone: SQLite would write a million whole rows to a temporary file.
    const ids = this.#db
      .prepare<[object], number>(
        `SELECT id FROM rows WHERE $statuses IS NULL OR status IN (SELECT value FROM json_each($statuses))
         ORDER BY source_id, line, id`,
      )
      .pluck();
    for (const id of ids.iterate({ statuses: statuses === undefined ? null : JSON.stringify(statuses) })) {
      yield row.get(id) as ResultRow;
    }
  }

  /** Every row that Feishu holds under an id, in the same order. */
  *map(): Generator<MapEntry, void> {
    yield* this.#db
      .prepare<[], MapEntry>(
        "SELECT key, remote_id FROM rows WHERE remote_id IS NOT NULL AND owns_key = 1 ORDER BY source_id, line, id",
      )
      .iterate();
  }
}
