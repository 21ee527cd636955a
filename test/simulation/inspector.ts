import Database from "better-sqlite3";
import type { Payload } from "../../src/model/payload.js";
import type { Status } from "../../src/model/status.js";

export interface RowView {
  readonly id: number;
  readonly key: string;
  readonly status: Status;
  /** What left, or would leave; empty where it is not known whose the row is. */
  readonly payload: Payload;
  /** 1: the mapping makes something else of it than what left. */
  readonly is_changed: 0 | 1;
  /** What an update may have made of its record. */
  readonly may_hold: readonly Payload[];
  readonly remote_id: string | null;
  readonly doubt_since_ms: number | null;
  /** JSON of a Failure. */
  readonly failure: string | null;
  /** Attempts after which nobody could know whether Feishu had acted. */
  readonly doubtful: number;
  readonly settlements: number;
}

/** Reads the ledger's file beside the program, as somebody else would. */
export class Inspector {
  readonly #db: Database.Database;
  readonly #attempts;
  readonly #overwrites;
  readonly #latest_run;
  readonly #tried;
  readonly #rows;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#attempts = this.#db
      .prepare<[string], number>("SELECT count(*) FROM attempts a JOIN rows r ON r.id = a.row_id WHERE r.key = ?")
      .pluck();
    this.#overwrites = this.#db
      .prepare<[string], number>(
        "SELECT count(*) FROM update_attempts a JOIN updates u ON u.id = a.update_id WHERE u.remote_id = ?",
      )
      .pluck();
    this.#latest_run = this.#db.prepare<[], number>("SELECT coalesce(max(id), 0) FROM runs").pluck();
    this.#tried = this.#db
      .prepare<[{ run_id: number }], number>(
        `SELECT row_id FROM attempts WHERE run_id > $run_id
         UNION SELECT row_id FROM settlements WHERE run_id > $run_id`,
      )
      .pluck();
    this.#rows = this.#db.prepare<
      [],
      Omit<RowView, "payload" | "may_hold"> & { payload: string | null; may_hold: string }
    >(
      `SELECT id, key, status, coalesce(sent_payload, payload) AS payload, remote_id, doubt_since_ms, failure,
         sent_payload IS NOT NULL AS is_changed, (SELECT json_group_array(json(u.after)) FROM updates u
            WHERE u.row_id = rows.id AND u.may_hold = 1) AS may_hold,
         (SELECT count(*) FROM attempts a WHERE a.row_id = rows.id AND (a.verdict IS NULL
            OR a.verdict IN ('lost', 'system_error', 'unreadable_answer', 'foreign_answer'))) AS doubtful,
         (SELECT count(*) FROM settlements s WHERE s.row_id = rows.id) AS settlements
       FROM rows ORDER BY id`,
    );
  }

  /** Attempts of a row that are on disk. */
  attempts(key: string): number {
    return this.#attempts.get(key) ?? 0;
  }

  /** Requests to overwrite a record that are on disk. */
  overwrites(remote_id: string): number {
    return this.#overwrites.get(remote_id) ?? 0;
  }

  latestRun(): number {
    return this.#latest_run.get() ?? 0;
  }

  /** Rows that were sent, or read, by runs after this one. */
  triedSince(run_id: number): Set<number> {
    return new Set(this.#tried.all({ run_id }));
  }

  rows(): RowView[] {
    return this.#rows.all().map((row) => ({
      ...row,
      payload: JSON.parse(row.payload ?? "{}") as Payload,
      may_hold: JSON.parse(row.may_hold) as Payload[],
    }));
  }

  close(): void {
    this.#db.close();
  }
}
