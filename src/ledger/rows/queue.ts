import type { Database, Statement } from "better-sqlite3";
import type { Status } from "../../model/status.js";
import { LATEST_START, UNANSWERED } from "./unanswered.js";

/** A row to be sent. */
export interface QueuedRow {
  readonly id: number;
  readonly key: string;
  readonly line: number;
  readonly status: Status;
  /** The JSON that is to leave: for a row in doubt, what left before. */
  readonly payload: string;
  /** 1: it has other content by now than what left. */
  readonly is_changed: 0 | 1;
  readonly attempts: number;
  readonly doubt_since_ms: number | null;
  readonly failure: string | null;
  readonly updated_at_ms: number;
  /** When the last of its requests left that nobody has answered and that may have acted after all; null: none. */
  readonly unanswered_at_ms: number | null;
  /** It is not to be sent before this moment. */
  readonly not_before_ms: number | null;
}

// That it was read as absent once nothing could act any more proves that a request did not act.
const UNPROVEN = `${UNANSWERED} AND NOT EXISTS (SELECT 1 FROM settlements s WHERE s.row_id = rows.id
  AND s.verdict = 'absent' AND s.evidence ->> '$.proven' = 1 AND s.run_id >= a.run_id AND s.at_ms >= a.started_at_ms)`;

const COLUMNS = `id, key, line, status, attempts, doubt_since_ms, failure, updated_at_ms, not_before_ms,
  CASE WHEN attempts > 0
    THEN (SELECT max(${LATEST_START}) FROM attempts a WHERE a.row_id = rows.id AND ${UNPROVEN}) END AS unanswered_at_ms,
  CASE WHEN status = 'in_doubt' THEN coalesce(sent_payload, payload) ELSE payload END AS payload,
  status = 'in_doubt' AND sent_payload IS NOT NULL AND sent_payload <> payload AS is_changed`;

/** Hands out rows in the order in which they were staged. */
export class Queue {
  readonly #next: Statement<[Status, number, number, number | null, number | null, number], QueuedRow>;
  readonly #byKey: Statement<[string], QueuedRow>;
  readonly #byId: Statement<[number], QueuedRow>;
  readonly #outcome: Statement<[number], unknown>;

  constructor(db: Database) {
    this.#next = db.prepare(
      `SELECT ${COLUMNS} FROM rows WHERE status = ? AND id > ? AND coalesce(not_before_ms, 0) <= ?
         AND (? IS NULL OR json_extract(failure, '$.code') = ?) ORDER BY id LIMIT ?`,
    );
    this.#byKey = db.prepare(`SELECT ${COLUMNS} FROM rows WHERE key = ? AND owns_key = 1`);
    this.#outcome = db.prepare("SELECT status, remote_id FROM rows WHERE id = ?");
    this.#byId = db.prepare(`SELECT ${COLUMNS} FROM rows WHERE id = ?`);
  }

  /**
   * At most `limit` rows of a status behind row `after_id` that may be sent at `now_ms`; with `code`, only those that
   * Feishu answered so.
   */
  next(status: Status, after_id: number, now_ms: number, limit: number, code?: number): QueuedRow[] {
    return this.#next.all(status, after_id, now_ms, code ?? null, code ?? null, limit);
  }

  byId(row_id: number): QueuedRow | undefined {
    return this.#byId.get(row_id);
  }

  /** What a row has come to by now. */
  outcomeOf(row_id: number): { status: Status; remote_id: string | null } {
    return this.#outcome.get(row_id) as { status: Status; remote_id: string | null };
  }

  byKey(key: string): QueuedRow | undefined {
    return this.#byKey.get(key);
  }
}
