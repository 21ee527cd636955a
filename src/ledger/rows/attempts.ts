import type { Database, Statement } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { assertTransition, type Status } from "../../model/status.js";
import { because } from "../../texts/because.js";
import { failureJson } from "../file/failures.js";

/** What an attempt came to, and what becomes of its row. */
export interface Outcome {
  readonly status: "done" | "rejected" | "failed" | "in_doubt" | "pending";
  readonly remote_id: string | null;
  readonly failure: Failure | null;
  /** Start of the first attempt that may have acted; null where none may have. */
  readonly doubt_since_ms: number | null;
  /** `accepted`, or the kind of failure. */
  readonly verdict: string;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly log_id: string | null;
}

export interface Intent {
  readonly row_id: number;
  readonly run_id: number;
  /** Counts the row's attempts over all runs, from 1. */
  readonly number: number;
  readonly fingerprint: string;
  readonly now_ms: number;
  /** Where it may have been later than that, by another clock. */
  readonly latest_ms?: number;
}

const CRASHED: Failure = because("lost", { id: "interrupted" });

/** Null: no later than it says anyway. */
export function laterThan({ now_ms, latest_ms = now_ms }: Pick<Intent, "now_ms" | "latest_ms">): number | null {
  return latest_ms > now_ms ? latest_ms : null;
}

/** The one place where a row's status changes once it is sent. Each call is one transaction. */
export class Attempts {
  readonly #db: Database;
  readonly #row: Statement<[number], { status: Status; doubt_since_ms: number | null }>;
  readonly #toSending: Statement;
  readonly #insertAttempt: Statement;
  readonly #endAttempt: Statement;
  readonly #toOutcome: Statement;
  readonly #settledByRepeat: Statement;
  readonly #intending;
  readonly #recording;

  constructor(db: Database) {
    this.#db = db;
    this.#intending = db.transaction((intent: Intent) => this.#intend(intent));
    this.#recording = db.transaction((...given: Parameters<Attempts["finish"]>) => this.#record(...given));
    this.#row = db.prepare("SELECT status, doubt_since_ms FROM rows WHERE id = ?");
    // A row in doubt goes on with what left; any other starts with what the mapping makes of it now.
    this.#toSending = db.prepare(
      `UPDATE rows SET status = 'sending', attempts = ?, updated_at_ms = ?, failure = NULL,
         sent_payload = CASE WHEN status = 'in_doubt' THEN sent_payload END WHERE id = ?`,
    );
    this.#insertAttempt = db.prepare(
      `INSERT INTO attempts (row_id, run_id, number, fingerprint, started_at_ms, latest_start_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#endAttempt = db.prepare(
      "UPDATE attempts SET ended_at_ms = ?, verdict = ?, http_status = ?, code = ?, log_id = ? WHERE id = ?",
    );
    this.#settledByRepeat = db.prepare(
      `INSERT INTO settlements (row_id, run_id, at_ms, how, verdict, evidence)
       SELECT a.row_id, a.run_id, ?, 'repeat', 'done', ? FROM attempts a WHERE a.id = ?`,
    );
    this.#toOutcome = db.prepare(
      `UPDATE rows SET status = ?, remote_id = ?, failure = ?, doubt_since_ms = ?, updated_at_ms = ? WHERE id = ?`,
    );
  }

  /**
   * Puts the intent on disk: the row is `sending` from here on, whatever happens. Returns the attempt's id.
   * Must have returned before the first byte leaves.
   */
  begin(intent: Intent): number {
    return this.#intending.immediate(intent);
  }

  finish(attempt_id: number, row_id: number, outcome: Outcome, now_ms: number): void {
    this.#recording.immediate(attempt_id, row_id, outcome, now_ms);
  }

  #intend(intent: Intent): number {
    const { row_id, run_id, number, fingerprint, now_ms } = intent;
    assertTransition(this.#rowOf(row_id).status, "sending");
    this.#toSending.run(number, now_ms, row_id);
    const inserted = this.#insertAttempt.run(row_id, run_id, number, fingerprint, now_ms, laterThan(intent));
    return Number(inserted.lastInsertRowid);
  }

  #record(attempt_id: number, row_id: number, outcome: Outcome, now_ms: number): void {
    const before = this.#rowOf(row_id);
    assertTransition(before.status, outcome.status);
    this.#endAttempt.run(now_ms, outcome.verdict, outcome.http_status, outcome.code, outcome.log_id, attempt_id);
    const failure = failureJson(outcome.failure);
    this.#toOutcome.run(outcome.status, outcome.remote_id, failure, outcome.doubt_since_ms, now_ms, row_id);
    const settled = outcome.status === "done" && before.doubt_since_ms !== null;
    if (settled) this.#settledByRepeat.run(now_ms, JSON.stringify({ id: outcome.remote_id }), attempt_id);
  }

  /** Not to be sent, by what Feishu was asked before anything left. */
  refuse(row_id: number, failure: Failure, now_ms: number): void {
    assertTransition(this.#rowOf(row_id).status, "invalid");
    this.#db
      .prepare("UPDATE rows SET status = 'invalid', failure = ?, updated_at_ms = ? WHERE id = ?")
      .run(JSON.stringify(failure), now_ms, row_id);
  }

  /** A dead run's rows that were under way are in doubt since their first attempt that may have acted. */
  markInterrupted(now_ms: number): number {
    return this.#db
      .prepare(
        `UPDATE rows SET status = 'in_doubt', failure = ?, updated_at_ms = ?, doubt_since_ms = coalesce(doubt_since_ms,
           (SELECT a.started_at_ms FROM attempts a WHERE a.row_id = rows.id ORDER BY a.number DESC LIMIT 1))
         WHERE status = 'sending'`,
      )
      .run(failureJson(CRASHED), now_ms).changes;
  }

  #rowOf(row_id: number): { status: Status; doubt_since_ms: number | null } {
    const row = this.#row.get(row_id);
    if (row === undefined) throw new Error(`the ledger has no row ${row_id}`);
    return row;
  }
}
