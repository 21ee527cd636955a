import type { Database } from "better-sqlite3";
import { type Counts, noCounts, type Status } from "../../model/status.js";
import type { RunEntry } from "../runs/runs.js";
import { CODE_BEFORE, FAILURE_BEFORE, LATEST_DECISION } from "./decisions.js";

/** What became of the rows that one file has brought. */
export interface FileOutcome {
  readonly path: string;
  readonly sha256: string;
  /** Preamble, blank and total lines, JSON; null while the file was not read whole. */
  readonly not_rows: string | null;
  readonly counts: Counts;
  /** Those of them that another file has mended. */
  readonly mended: number;
  /** Rows of other files that this one has mended. */
  readonly mends: number;
}

/** Requests for rows that a run has sent. */
export interface RunRequests {
  readonly run_id: number;
  readonly first_ms: number;
  /** When the last of them ended; where no answer was recorded, when it left. */
  readonly last_ms: number;
  readonly requests: number;
  readonly throttled: number;
}

/** Requests for rows that left within one stretch of time: the `slot`th of its width since 1970 UTC. */
export interface Slot {
  readonly slot: number;
  readonly requests: number;
  readonly throttled: number;
}

export interface OutageEntry {
  readonly run_id: number;
  readonly command: string;
  readonly began_at_ms: number;
  /** Null: it lasted until the run's end. */
  readonly ended_at_ms: number | null;
  /** JSON of a Failure: what showed it. */
  readonly failure: string;
}

/** Rows that were in doubt and are not any more, by how the latest doubt of each was settled. */
export interface SettledDoubts {
  readonly how: "repeat" | "read" | "person";
  readonly verdict: string;
  readonly count: number;
}

/** A row that a person has left out, and why it was not in Feishu Hire before. */
export interface LeftOutRow {
  readonly key: string | null;
  readonly path: string;
  readonly line: number;
  readonly at_ms: number;
  /** Its status before. */
  readonly was: string | null;
  readonly reason: string | null;
  readonly code: number | null;
  /** JSON of a Failure. */
  readonly failure: string | null;
}

export interface LatestVerification {
  readonly id: number;
  readonly sample: number | null;
  readonly begun_at_ms: number;
  readonly ended_at_ms: number | null;
}

/** Requests that create or correct records. */
const SENT = `(SELECT run_id, started_at_ms, ended_at_ms, verdict FROM attempts
  UNION ALL SELECT run_id, started_at_ms, ended_at_ms, verdict FROM update_attempts)`;

const THROTTLED = "coalesce(sum(verdict = 'throttled'), 0) AS throttled";

/** Looks back over all that the ledger has seen. Every number is a query. */
export class History {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** By the file in which a row was first read; each row counts once. */
  files(): FileOutcome[] {
    const groups = this.#db
      .prepare<[], { origin_id: number; source_id: number; status: Status; n: number }>(
        "SELECT origin_id, source_id, status, count(*) AS n FROM rows GROUP BY origin_id, source_id, status",
      )
      .all();
    const sources = this.#db
      .prepare<[], { id: number; path: string; sha256: string; not_rows: string | null }>(
        "SELECT id, path, sha256, not_rows FROM sources ORDER BY id",
      )
      .all();
    return sources.map(({ id, ...source }) => {
      const counts = noCounts();
      let mended = 0;
      let mends = 0;
      for (const { origin_id, source_id, status, n } of groups) {
        if (origin_id === id) counts[status] += n;
        if (origin_id === id && source_id !== id) mended += n;
        if (origin_id !== id && source_id === id) mends += n;
      }
      return { ...source, counts, mended, mends };
    });
  }

  /** The latest calls, the earliest of them first. */
  runs(limit: number): RunEntry[] {
    return this.#db
      .prepare<[number], RunEntry>(
        `SELECT id, command, started_at_ms, ended_at_ms, exit, sent, retried, throttled, reads
         FROM runs ORDER BY id DESC LIMIT ?`,
      )
      .all(limit)
      .reverse();
  }

  countRuns(): number {
    return this.#db.prepare<[], number>("SELECT count(*) FROM runs").pluck().get() as number;
  }

  /** Of each run that has sent something for a row, in their order. */
  requests(): RunRequests[] {
    return this.#db
      .prepare<[], RunRequests>(
        `SELECT run_id, min(started_at_ms) AS first_ms, max(coalesce(ended_at_ms, started_at_ms)) AS last_ms,
           count(*) AS requests, ${THROTTLED} FROM ${SENT} GROUP BY run_id ORDER BY run_id`,
      )
      .all();
  }

  /** Slots in which something left, in the order of time. */
  slots(width_ms: number): Slot[] {
    // A bound number is a REAL, and a division by it has fractions.
    return this.#db
      .prepare<[number], Slot>(
        `SELECT started_at_ms / CAST(? AS INTEGER) AS slot, count(*) AS requests, ${THROTTLED} FROM ${SENT}
         GROUP BY slot ORDER BY slot`,
      )
      .all(width_ms);
  }

  outages(): OutageEntry[] {
    return this.#db
      .prepare<[], OutageEntry>(
        `SELECT o.run_id, r.command, o.began_at_ms, coalesce(o.ended_at_ms, r.ended_at_ms) AS ended_at_ms,
           o.failure FROM outages o JOIN runs r ON r.id = o.run_id ORDER BY o.id`,
      )
      .all();
  }

  /** A person also decides on rows that were never in doubt: those are no doubts. */
  settledDoubts(): SettledDoubts[] {
    const doubt = "(how <> 'person' OR evidence ->> '$.was' = 'in_doubt')";
    return this.#db
      .prepare<[], SettledDoubts>(
        `SELECT s.how, s.verdict, count(*) AS count FROM settlements s JOIN rows r ON r.id = s.row_id
         WHERE r.status <> 'in_doubt' AND s.id = (SELECT max(id) FROM settlements WHERE row_id = s.row_id AND ${doubt})
         GROUP BY s.how, s.verdict ORDER BY count DESC, s.how, s.verdict`,
      )
      .all();
  }

  /** Rows that a person has left out, in the order of files and lines. */
  leftOut(limit: number): LeftOutRow[] {
    return this.#db
      .prepare<[number], LeftOutRow>(
        `SELECT r.key, s.path, r.line, d.at_ms, d.evidence ->> '$.was' AS was, d.evidence ->> '$.reason' AS reason,
           ${CODE_BEFORE} AS code, ${FAILURE_BEFORE} AS failure
         FROM rows r JOIN sources s ON s.id = r.source_id JOIN settlements d ON d.id = ${LATEST_DECISION}
         WHERE r.status = 'skipped' AND r.failure ->> '$.kind' = 'left_out' ORDER BY r.source_id, r.line, r.id LIMIT ?`,
      )
      .all(limit);
  }

  /** Done rows that the latest verification has found as they were sent, and that nothing was sent for since. */
  countVerified(): number {
    return this.#db
      .prepare<[], number>(
        `SELECT count(*) FROM verified_rows v JOIN rows r ON r.id = v.row_id
         WHERE v.verification_id = (SELECT max(id) FROM verifications) AND v.verdict = 'same'
           AND r.status = 'done' AND r.remote_id IS v.remote_id
           AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.row_id = r.id AND a.started_at_ms >= v.at_ms)
           AND NOT EXISTS (SELECT 1 FROM updates u WHERE u.row_id = r.id AND u.at_ms >= v.at_ms)`,
      )
      .pluck()
      .get() as number;
  }

  deletions(): { state: string; count: number }[] {
    return this.#db
      .prepare<[], { state: string; count: number }>(
        "SELECT state, count(*) AS count FROM deletions GROUP BY state ORDER BY count DESC",
      )
      .all();
  }

  updates(): { state: string; count: number }[] {
    return this.#db
      .prepare<[], { state: string; count: number }>(
        `SELECT CASE WHEN state = 'updated' AND undoes IS NOT NULL THEN 'taken_back' ELSE state END AS state,
           count(*) AS count FROM updates WHERE state <> 'superseded' GROUP BY 1 ORDER BY count DESC`,
      )
      .all();
  }

  latestVerification(): LatestVerification | undefined {
    return this.#db
      .prepare<[], LatestVerification>(
        "SELECT id, sample, begun_at_ms, ended_at_ms FROM verifications ORDER BY id DESC LIMIT 1",
      )
      .get();
  }
}
