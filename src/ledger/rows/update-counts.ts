import type { Database } from "better-sqlite3";
import { reasonIn, type Told, toldBy } from "../file/failures.js";
import type { RequestEntry } from "./row-details.js";

/** Updates of one call. */
export interface UpdateCounts {
  readonly planned: number;
  readonly updated: number;
  readonly failed: number;
}

/** Done rows whose records could not be updated, for one cause. */
export interface UpdateProblem extends Told {
  readonly kind: string;
  readonly code: number | null;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly { readonly path: string; readonly line: number; readonly key: string }[];
}

export interface UpdateEntry {
  readonly id: number;
  /** The call that was to send it, e.g. a `run` or an `undo`. */
  readonly run_id: number;
  readonly command: string;
  readonly at_ms: number;
  readonly state: "planned" | "sending" | "updated" | "failed" | "superseded";
  /** Payloads, JSON. */
  readonly before: string;
  readonly after: string;
  readonly failure: string | null;
  readonly attempts: readonly RequestEntry[];
}

const EXAMPLES = 10;

/** What the ledger says of updates. */
export class UpdateSummary {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Of what one call was to send; what a later call planned again is that one's. */
  countsOf(run_id: number): UpdateCounts {
    return this.#db
      .prepare<[number], UpdateCounts>(
        `SELECT count(*) AS planned, count(*) FILTER (WHERE state = 'updated') AS updated,
           count(*) FILTER (WHERE state = 'failed') AS failed FROM updates WHERE run_id = ? AND state <> 'superseded'`,
      )
      .get(run_id) as UpdateCounts;
  }

  /** Why records do not hold what they should, by cause, the most frequent first. `run_id`: of one call alone. */
  problems(run_id: number | null = null): UpdateProblem[] {
    return this.#db
      .prepare<
        [{ run_id: number | null }],
        Pick<UpdateProblem, "kind" | "code" | "count"> & { failure: string; examples: string }
      >(
        `SELECT failure ->> '$.kind' AS kind, failure ->> '$.code' AS code, min(failure) AS failure, count(*) AS count,
           json_group_array(json_object('path', path, 'line', line, 'key', key)) AS examples FROM
           (SELECT u.failure, s.path, r.line, r.key FROM updates u JOIN rows r ON r.id = u.row_id
              JOIN sources s ON s.id = r.source_id
            WHERE u.state = 'failed' AND r.status = 'done' AND r.remote_id = u.remote_id
              AND ($run_id IS NULL AND r.sent_payload IS NOT NULL OR u.run_id = $run_id)
              AND NOT EXISTS (SELECT 1 FROM updates n WHERE n.row_id = u.row_id AND n.id > u.id) ORDER BY r.id)
         GROUP BY 1, 2, ${reasonIn("failure")} ORDER BY count DESC`,
      )
      .all({ run_id })
      .map(({ failure, examples, ...group }) => ({
        ...group,
        ...toldBy(failure),
        examples: JSON.parse(examples).slice(0, EXAMPLES),
      }));
  }

  /** Updates of a row's record, the earliest first. */
  of(row_id: number): UpdateEntry[] {
    const attempts = this.#db.prepare<[number], RequestEntry>(
      `SELECT number, run_id, started_at_ms, ended_at_ms, verdict, http_status, code, log_id
       FROM update_attempts WHERE update_id = ? ORDER BY number`,
    );
    return this.#db
      .prepare<[number], Omit<UpdateEntry, "attempts">>(
        `SELECT u.id, u.run_id, c.command, u.at_ms, u.state, u.before, u.after, u.failure
         FROM updates u JOIN runs c ON c.id = u.run_id WHERE u.row_id = ? ORDER BY u.id`,
      )
      .all(row_id)
      .map((entry) => ({ ...entry, attempts: attempts.all(entry.id) }));
  }
}
