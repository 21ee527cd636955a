import type { Database } from "better-sqlite3";
import type { Status } from "../../model/status.js";

/** Requests of one call: all that left, those of them that repeated a row, and those that Feishu throttled. */
export interface Requests {
  sent: number;
  retried: number;
  throttled: number;
  /** Pages of Feishu's lists that were asked for to settle rows in doubt; not in `sent`. */
  reads: number;
}

/** Of a call that asked nothing. */
export const NO_REQUESTS: Readonly<Requests> = { sent: 0, retried: 0, throttled: 0, reads: 0 };

export interface RunEntry extends Requests {
  readonly id: number;
  readonly command: string;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly exit: number | null;
}

export interface SentRow {
  readonly key: string | null;
  readonly line: number;
  readonly payload: string;
  readonly remote_id: string | null;
}

export class Runs {
  readonly #db: Database;
  readonly #onBegin: (run_id: number) => void;

  constructor(db: Database, onBegin: (run_id: number) => void) {
    this.#db = db;
    this.#onBegin = onBegin;
  }

  /** `argv`: what the user typed, without the program's name. */
  begin(command: string, version: string, pid: number, now_ms: number, argv: readonly string[] = []): number {
    const { lastInsertRowid } = this.#db
      .prepare("INSERT INTO runs (command, version, pid, started_at_ms, argv) VALUES (?, ?, ?, ?, ?)")
      .run(command, version, pid, now_ms, JSON.stringify(argv));
    this.#onBegin(Number(lastInsertRowid));
    return Number(lastInsertRowid);
  }

  end(id: number, exit: number, requests: Requests, now_ms: number): void {
    this.#db
      .prepare(
        "UPDATE runs SET ended_at_ms = ?, exit = ?, sent = ?, retried = ?, throttled = ?, reads = ? WHERE id = ?",
      )
      .run(now_ms, exit, requests.sent, requests.retried, requests.throttled, requests.reads, id);
  }

  latest(): RunEntry | undefined {
    return this.#db
      .prepare<[], RunEntry>(
        `SELECT id, command, started_at_ms, ended_at_ms, exit, sent, retried, throttled, reads
         FROM runs ORDER BY id DESC LIMIT 1`,
      )
      .get();
  }

  /** The words of the latest call of a command, if there was one. */
  latestLine(command = "run"): readonly string[] | undefined {
    const argv = this.#db
      .prepare<[string], string | null>("SELECT argv FROM runs WHERE command = ? ORDER BY id DESC LIMIT 1")
      .pluck()
      .get(command);
    return argv === undefined || argv === null ? undefined : (JSON.parse(argv) as string[]);
  }

  /** Requests of a run that has not ended, counted from its attempts; what met a dead connection has not left. */
  requestsSoFar(run_id: number): Requests {
    return this.#db
      .prepare<[{ run_id: number }], Requests>(
        `SELECT count(*) AS sent, coalesce(sum(number > 1), 0) AS retried,
           coalesce(sum(verdict = 'throttled'), 0) AS throttled, 0 AS reads FROM
           (SELECT number, verdict FROM attempts WHERE run_id = $run_id
            UNION ALL SELECT number, verdict FROM update_attempts WHERE run_id = $run_id)
         WHERE verdict IS NOT 'unreachable'`,
      )
      .get({ run_id }) as Requests;
  }

  /** What became of the rows for which a run has sent something. */
  outcomesOf(run_id: number): { status: Status; count: number }[] {
    return this.#db
      .prepare<[number], { status: Status; count: number }>(
        `SELECT status, count(*) AS count FROM rows
         WHERE id IN (SELECT row_id FROM attempts WHERE run_id = ?) GROUP BY status`,
      )
      .all(run_id);
  }

  /** Rows that were in Feishu already when a run asked. */
  foundBy(run_id: number): number {
    return this.#db
      .prepare<[number], number>("SELECT count(*) FROM attempts WHERE run_id = ? AND verdict = 'found'")
      .pluck()
      .get(run_id) as number;
  }

  /** Rows that a run has sent and that Feishu holds, in their order. `payload` is JSON. */
  doneBy(run_id: number, limit: number): SentRow[] {
    return this.#db
      .prepare<[number, number], SentRow>(
        `SELECT key, line, coalesce(sent_payload, payload) AS payload, remote_id FROM rows
         WHERE status = 'done' AND id IN (SELECT row_id FROM attempts WHERE run_id = ?) ORDER BY id LIMIT ?`,
      )
      .all(run_id, limit);
  }

  /** Requests that the latest run has begun in the last `window_s` seconds, per second. */
  rate(now_ms: number, window_s: number): number {
    // At 20 a second a window of ten seconds is in the last thousand attempts.
    const count = this.#db
      .prepare<[number], number>(
        `SELECT count(*) FROM
           (SELECT * FROM (SELECT run_id, started_at_ms FROM attempts ORDER BY id DESC LIMIT 1000) UNION ALL
            SELECT * FROM (SELECT run_id, started_at_ms FROM update_attempts ORDER BY id DESC LIMIT 1000))
         WHERE started_at_ms > ? AND run_id = (SELECT max(id) FROM runs)`,
      )
      .pluck()
      .get(now_ms - window_s * 1000) as number;
    return count / window_s;
  }

  /** The latest moment the ledger knows of, 0 for a new one: a wall clock that stands before it was set back. */
  latestEntry(): number {
    return (
      this.#db
        .prepare<[], number>(
          `SELECT max(
             coalesce((SELECT max(started_at_ms, coalesce(ended_at_ms, 0)) FROM attempts ORDER BY id DESC LIMIT 1), 0),
             coalesce((SELECT max(started_at_ms, coalesce(ended_at_ms, 0)) FROM update_attempts
               ORDER BY id DESC LIMIT 1), 0),
             coalesce((SELECT max(coalesce(ended_at_ms, started_at_ms)) FROM runs), 0))`,
        )
        .pluck()
        .get() ?? 0
    );
  }

  /** When the last attempt left, 0 where none has. */
  lastStart(): number {
    return (
      this.#db.prepare<[], number>("SELECT started_at_ms FROM attempts ORDER BY id DESC LIMIT 1").pluck().get() ?? 0
    );
  }
}
