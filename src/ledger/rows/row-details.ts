import type { Database } from "better-sqlite3";
import type { Status } from "../../model/status.js";

/** A row with all that the ledger knows of it. */
export interface RowDetail {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  /** Where it was first read, if it was mended in another file since. */
  readonly origin_path: string;
  readonly key: string | null;
  readonly owns_key: 0 | 1;
  readonly status: Status;
  readonly payload: string | null;
  readonly sent_payload: string | null;
  readonly failure: string | null;
  readonly remote_id: string | null;
  readonly doubt_since_ms: number | null;
  readonly not_before_ms: number | null;
  readonly updated_at_ms: number;
}

/** One HTTP request, whatever it was for. */
export interface RequestEntry {
  readonly number: number;
  readonly run_id: number;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly verdict: string | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly log_id: string | null;
}

export interface AttemptEntry extends RequestEntry {
  readonly fingerprint: string;
}

const COLUMNS = `r.id, s.path, r.line, o.path AS origin_path, r.key, r.owns_key, r.status, r.payload, r.sent_payload,
  r.failure, r.remote_id, r.doubt_since_ms, r.not_before_ms, r.updated_at_ms
  FROM rows r JOIN sources s ON s.id = r.source_id JOIN sources o ON o.id = r.origin_id`;

/** Tells of single rows. */
export class RowDetails {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Every row with this key: its owner first, then those that repeat or contradict it. */
  byKey(key: string): RowDetail[] {
    return this.#db
      .prepare<[string], RowDetail>(`SELECT ${COLUMNS} WHERE r.key = ? ORDER BY r.owns_key DESC, r.id`)
      .all(key);
  }

  /** Rows whose record begins on this line of its file. */
  byLine(line: number): RowDetail[] {
    return this.#db.prepare<[number], RowDetail>(`SELECT ${COLUMNS} WHERE r.line = ? ORDER BY r.id`).all(line);
  }

  byId(row_id: number): RowDetail | undefined {
    return this.#db.prepare<[number], RowDetail>(`SELECT ${COLUMNS} WHERE r.id = ?`).get(row_id);
  }

  attempts(row_id: number): AttemptEntry[] {
    return this.#db
      .prepare<[number], AttemptEntry>(
        `SELECT number, run_id, fingerprint, started_at_ms, ended_at_ms, verdict, http_status, code, log_id
         FROM attempts WHERE row_id = ? ORDER BY number`,
      )
      .all(row_id);
  }
}
