import type { Database } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { assertTransition } from "../../model/status.js";
import { failureJson, reasonIn, type Told, toldBy } from "../file/failures.js";
import { MAY_HOLD } from "./may-hold.js";
import { NAMED_BY_PERSON } from "./named-by-person.js";

/** A row whose record is to be deleted. */
export interface RowToDelete {
  readonly row_id: number;
  readonly key: string;
  readonly line: number;
  readonly remote_id: string;
  /** What was sent for the record, JSON. */
  readonly payload: string;
  /** What an update may have made of it, nobody knows: a JSON array of payloads. */
  readonly may_hold: string;
}

/** Which records: all that this ledger created, narrowed to those of one run, or to single rows. */
export interface DeletionChoice {
  /** Rows whose latest request left in this run. */
  readonly run_id?: number | undefined;
  readonly row_ids?: readonly number[] | undefined;
}

/** Records that could not be deleted, for one cause. */
export interface DeletionProblem extends Told {
  readonly kind: string;
  readonly code: number | null;
  readonly count: number;
  /** Of the first of their rows. */
  readonly keys: readonly string[];
}

export interface DeletionEntry {
  readonly remote_id: string;
  readonly run_id: number;
  readonly at_ms: number;
  readonly state: "planned" | "sending" | "deleted" | "already_gone" | "failed";
  readonly requests: number;
  readonly log_id: string | null;
  readonly failure: string | null;
}

export interface Deletion {
  readonly row_id: number;
  readonly remote_id: string;
  readonly log_id: string | null;
  readonly now_ms: number;
}

/** What becomes of a row whose record is gone. */
export interface RowAfterDelete {
  /** `pending`: it is to be sent again. */
  readonly status: "skipped" | "pending";
  /** Why it is skipped. */
  readonly failure: Failure | null;
  /** How long after a row's last request its key is spent. */
  readonly key_life_ms: number;
}

const CHOSEN = `FROM rows r WHERE r.status = 'done' AND r.remote_id IS NOT NULL
  AND ($run_id IS NULL OR $run_id =
    (SELECT a.run_id FROM attempts a WHERE a.row_id = r.id ORDER BY a.number DESC LIMIT 1))
  AND CASE WHEN $row_ids IS NULL THEN NOT ${NAMED_BY_PERSON}
    ELSE r.id IN (SELECT value FROM json_each($row_ids)) END`;

const KEYS_SHOWN = 10;

const OPEN = "('planned', 'sending', 'failed')";

/** The records that `undo` deletes: planned, then each with its intent before the request leaves, then its end. */
export class Deletions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  count(choice: DeletionChoice): number {
    return this.#number(`SELECT count(*) ${CHOSEN}`, choice);
  }

  /** Rows whose record a person has named: `count` leaves them out. */
  namedByPerson(): number {
    return this.#number(
      `SELECT count(*) FROM rows r WHERE r.status = 'done' AND r.remote_id IS NOT NULL
         AND ${NAMED_BY_PERSON}`,
      {},
    );
  }

  /** The calls that planned these records and left them unfinished, null for what nobody has planned yet. */
  plansOf(choice: DeletionChoice): Set<number | null> {
    const plans = this.#db
      .prepare<[object], number | null>(
        `SELECT DISTINCT (SELECT d.run_id FROM deletions d
           WHERE d.remote_id = r.remote_id AND d.state IN ${OPEN}) ${CHOSEN}`,
      )
      .pluck()
      .all(parameters(choice));
    return new Set(plans);
  }

  /** How many records were confirmed in this call. */
  plannedBy(run_id: number): number {
    const count = this.#db.prepare<[number], number>("SELECT count(*) FROM deletions WHERE run_id = ?");
    return count.pluck().get(run_id) as number;
  }

  /**
   * Writes down that these records, at most `limit` of them, are to be deleted. What an earlier call has planned stays
   * that call's.
   */
  plan(choice: DeletionChoice, limit: number, run_id: number, now_ms: number): void {
    this.#db
      .prepare(
        `INSERT INTO deletions (row_id, remote_id, run_id, at_ms, state)
         SELECT r.id, r.remote_id, $plan, $now_ms, 'planned' ${CHOSEN} ORDER BY r.id LIMIT $limit
         ON CONFLICT (remote_id) DO UPDATE SET row_id = excluded.row_id, at_ms = excluded.at_ms, failure = NULL,
           state = CASE WHEN state = 'sending' THEN 'sending' ELSE 'planned' END`,
      )
      .run({ ...parameters(choice), plan: run_id, now_ms, limit });
  }

  /** At most `limit` of these rows behind row `after_id`. */
  next(choice: DeletionChoice, after_id: number, limit: number): RowToDelete[] {
    return this.#db
      .prepare<[object], RowToDelete>(
        `SELECT r.id AS row_id, r.key, r.line, r.remote_id, coalesce(r.sent_payload, r.payload) AS payload,
           ${MAY_HOLD} AS may_hold ${CHOSEN} AND r.id > $after_id ORDER BY r.id LIMIT $limit`,
      )
      .all({ ...parameters(choice), after_id, limit });
  }

  /** Puts the intent on disk. Must have returned before the first byte leaves. */
  begin(remote_id: string, now_ms: number): void {
    const intent = this.#db.prepare(
      `UPDATE deletions SET state = 'sending', requests = requests + 1, last_request_ms = ?, at_ms = ?
       WHERE remote_id = ?`,
    );
    this.#db.transaction(() => intent.run(now_ms, now_ms, remote_id)).immediate();
  }

  /** The record is gone: its id stays here, and its row becomes what `after` says. */
  gone(deletion: Deletion, state: "deleted" | "already_gone", after: RowAfterDelete): void {
    const { row_id, now_ms } = deletion;
    const { status, failure, key_life_ms } = after;
    this.#db
      .transaction(() => {
        assertTransition("done", status);
        this.#end(deletion, state, null);
        const { changes } = this.#db
          .prepare(
            `UPDATE rows SET status = $status, failure = $failure, remote_id = NULL, updated_at_ms = $now_ms,
               sent_payload = CASE WHEN $status = 'skipped' THEN sent_payload END,
               not_before_ms = CASE WHEN $key_life_ms > 0 THEN $key_life_ms +
                 (SELECT max(coalesce(a.ended_at_ms, a.started_at_ms)) FROM attempts a WHERE a.row_id = rows.id) END
             WHERE id = $row_id AND status = 'done'`,
          )
          .run({ row_id, status, failure: failureJson(failure), now_ms, key_life_ms });
        if (changes !== 1) throw new Error(`row ${row_id} was not done when its record was deleted`);
        // What was to be made of the record, and what may have become of it, went with it.
        this.#db
          .prepare(
            `UPDATE updates SET may_hold = 0,
               state = CASE WHEN state IN ('planned', 'sending') THEN 'superseded' ELSE state END
             WHERE row_id = ? AND (may_hold = 1 OR state IN ('planned', 'sending'))`,
          )
          .run(row_id);
      })
      .immediate();
  }

  /** The record may still be there; its row stays `done`. */
  failed(deletion: Deletion, failure: Failure): void {
    this.#end(deletion, "failed", failure);
  }

  /** Why records of this choice could not be deleted, grouped by cause, the most frequent first. */
  failures(choice: DeletionChoice): DeletionProblem[] {
    return this.#db
      .prepare<[object], Pick<DeletionProblem, "kind" | "code" | "count"> & { failure: string; keys: string }>(
        `SELECT failure ->> '$.kind' AS kind, failure ->> '$.code' AS code, min(failure) AS failure,
           count(*) AS count, json_group_array(key) AS keys FROM
           (SELECT r.key, (SELECT d.failure FROM deletions d
              WHERE d.remote_id = r.remote_id AND d.state = 'failed') AS failure
            ${CHOSEN} ORDER BY r.id)
         WHERE failure IS NOT NULL GROUP BY 1, 2, ${reasonIn("failure")} ORDER BY count DESC`,
      )
      .all(parameters(choice))
      .map(({ failure, keys, ...group }) => ({
        ...group,
        ...toldBy(failure),
        keys: (JSON.parse(keys) as string[]).slice(0, KEYS_SHOWN),
      }));
  }

  /** Deletions of a row's records, the earliest first. */
  of(row_id: number): DeletionEntry[] {
    return this.#db
      .prepare<[number], DeletionEntry>(
        `SELECT remote_id, run_id, at_ms, state, requests, log_id, failure FROM deletions WHERE row_id = ? ORDER BY id`,
      )
      .all(row_id);
  }

  /** When the last request of all left, 0 where none has. */
  lastRequest(): number {
    return this.#number("SELECT coalesce(max(last_request_ms), 0) FROM deletions", {});
  }

  #end({ remote_id, log_id, now_ms }: Deletion, state: string, failure: Failure | null): void {
    this.#db
      .prepare("UPDATE deletions SET state = ?, failure = ?, log_id = ?, at_ms = ? WHERE remote_id = ?")
      .run(state, failureJson(failure), log_id, now_ms, remote_id);
  }

  #number(sql: string, choice: DeletionChoice): number {
    return this.#db.prepare<[object], number>(sql).pluck().get(parameters(choice)) as number;
  }
}

function parameters({ run_id, row_ids }: DeletionChoice): { run_id: number | null; row_ids: string | null } {
  return { run_id: run_id ?? null, row_ids: row_ids === undefined ? null : JSON.stringify(row_ids) };
}
