import Database from "better-sqlite3";
import type { Status } from "../../src/words/status.js";
import type { Payload } from "../../src/words/target-shape.js";

export interface RowView {
  readonly id: number;
  readonly key: string;
  readonly status: Status;
  /** What left, or would leave. */
  readonly payload: Payload;
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
  readonly #rows;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#attempts = this.#db
      .prepare<[string], number>("SELECT count(*) FROM attempts a JOIN rows r ON r.id = a.row_id WHERE r.key = ?")
      .pluck();
    this.#rows = this.#db.prepare<[], Omit<RowView, "payload"> & { payload: string }>(
      `SELECT id, key, status, coalesce(sent_payload, payload) AS payload, remote_id, doubt_since_ms, failure,
         (SELECT count(*) FROM attempts a WHERE a.row_id = rows.id
            AND (a.verdict IS NULL OR a.verdict IN ('lost', 'system_error', 'unreadable_answer'))) AS doubtful,
         (SELECT count(*) FROM settlements s WHERE s.row_id = rows.id) AS settlements
       FROM rows ORDER BY id`,
    );
  }

  /** Attempts of a row that are on disk. */
  attempts(key: string): number {
    return this.#attempts.get(key) ?? 0;
  }

  rows(): RowView[] {
    return this.#rows.all().map((row) => ({ ...row, payload: JSON.parse(row.payload) as Payload }));
  }

  close(): void {
    this.#db.close();
  }
}
