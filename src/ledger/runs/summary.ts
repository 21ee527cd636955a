import type { Database } from "better-sqlite3";
import type { Said } from "../../model/said.js";
import { type Counts, noCounts, type Status } from "../../model/status.js";
import { saying } from "../../texts/saying.js";
import { readFailure, reasonIn, type Told, toldBy } from "../file/failures.js";

/** Rows with one cause. */
export interface Problem extends Told {
  readonly status: Status;
  readonly kind: string;
  readonly code: number | null;
  readonly field: string | null;
  readonly column: string | null;
  readonly count: number;
  /** The first of them, with the file where the ledger knows several. */
  readonly examples: readonly Example[];
}

export interface Skip extends Pick<Told, "reason" | "message"> {
  readonly kind: string;
  readonly count: number;
}

/** Rows with one cause, as SQL finds them. */
interface Group extends Pick<Problem, "status" | "kind" | "code" | "field" | "column" | "count"> {
  readonly reason: string;
  /** Of the first of them. */
  readonly failure: string;
  readonly first_id: number;
}

export interface Example {
  readonly path: string;
  readonly line: number;
  readonly key: string | null;
  readonly value: string | null;
  /** To say `value` in another language, where it is in words of ours. */
  readonly said?: Said;
}

interface Unasked {
  readonly path: string;
  readonly count: number;
}

export interface Changed {
  readonly count: number;
  readonly lines: readonly number[];
}

/** One row to mend. */
export interface FailingRow {
  readonly id: number;
  readonly source_id: number;
  readonly origin_id: number;
  readonly record_hash: Buffer;
  readonly line: number;
  readonly status: Status;
  readonly failure: string;
}

/** One row with all that is wrong with it. */
export interface RowProblem extends Omit<Example, "value" | "said"> {
  readonly status: Status;
  /** JSON of a Failure. */
  readonly failure: string;
}

/** A row that waits to be sent. */
export interface RowToSend {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly key: string;
  readonly payload: string;
}

/** Which rows a report speaks of: the whole ledger, or those that a staging pass met. */
export interface Scope {
  readonly pass?: number;
}

const EXAMPLES = 10;

/** What the ledger says: every number is a query. */
export class Summary {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  counts(scope: Scope = {}): Counts {
    const rows =
      scope.pass === undefined
        ? this.#db
            .prepare<[], { status: Status; n: number }>("SELECT status, count(*) AS n FROM rows GROUP BY status")
            .all()
        : this.#db
            .prepare<[number], { status: Status; n: number }>(
              "SELECT status, count(*) AS n FROM rows WHERE pass = ? GROUP BY status",
            )
            .all(scope.pass);
    const counts = noCounts();
    for (const { status, n } of rows) counts[status] = n;
    return counts;
  }

  /** Rows that need somebody, grouped by cause, the most frequent first. */
  problems(scope: Scope = {}): Problem[] {
    // The bare failure is that of the row that min(id) names: www.sqlite.org/lang_select.html#bareagg
    const groups = this.#db
      .prepare<[number | null, number | null], Group>(
        `SELECT status, failure ->> '$.kind' AS kind, failure ->> '$.code' AS code, failure ->> '$.field' AS field,
           failure ->> '$.column' AS "column", ${reasonIn("failure")} AS reason, failure, count(*) AS count,
           min(id) AS first_id
         FROM rows WHERE status IN ('invalid', 'rejected', 'failed', 'in_doubt') AND (? IS NULL OR pass = ?)
         GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count DESC, first_id`,
      )
      .all(scope.pass ?? null, scope.pass ?? null);
    return groups.map((group) => {
      const { status, kind, code, field, column, count } = group;
      const examples = this.#examples(group, scope);
      return { status, kind, code, field, column, ...toldBy(group.failure), count, examples };
    });
  }

  /** Rows that are nobody's until Feishu is asked who the person is, by the export that they are read from. */
  unasked(): Unasked[] {
    return this.#db
      .prepare<[], Unasked>(
        `SELECT s.path, count(*) AS count FROM rows r JOIN sources s ON s.id = r.source_id
         WHERE r.status = 'invalid' AND r.failure ->> '$.kind' = 'talent_not_asked' GROUP BY s.id`,
      )
      .all();
  }

  /** Rows that hang on rows of another import which is not finished, by the export that they are read from. */
  waitingForParents(): Unasked[] {
    return this.#db
      .prepare<[], Unasked>(
        `SELECT s.path, count(*) AS count FROM rows r JOIN sources s ON s.id = r.source_id
         WHERE r.status = 'invalid' AND r.failure ->> '$.kind' = 'parent_not_done'
           AND (r.failure ->> '$.parent_status' IN ('pending', 'sending')
             OR r.failure ->> '$.reason.id' = 'parent_gone') GROUP BY s.id`,
      )
      .all();
  }

  /** Why rows are not to be sent. */
  skips(scope: Scope = {}): Skip[] {
    return this.#db
      .prepare<[number | null, number | null], { kind: string; failure: string; count: number }>(
        `SELECT failure ->> '$.kind' AS kind, min(failure) AS failure, count(*) AS count
         FROM rows WHERE status = 'skipped' AND (? IS NULL OR pass = ?)
         GROUP BY kind, ${reasonIn("failure")} ORDER BY count DESC`,
      )
      .all(scope.pass ?? null, scope.pass ?? null)
      .map(({ kind, failure, count }) => {
        const { reason, message } = toldBy(failure);
        return { kind, reason, message, count };
      });
  }

  #examples(group: Group, scope: Scope): Example[] {
    return this.#db
      .prepare<
        [Status, number, string, number | null, string | null, string | null, string, number | null, number | null],
        Omit<Example, "value"> & { readonly failure: string }
      >(
        `SELECT s.path, r.line, r.key, r.failure FROM rows r JOIN sources s ON s.id = r.source_id
         WHERE r.status = ? AND r.id >= ? AND r.failure ->> '$.kind' = ? AND r.failure ->> '$.code' IS ?
           AND r.failure ->> '$.field' IS ? AND r.failure ->> '$.column' IS ? AND ${reasonIn("r.failure")} = ?
           AND (? IS NULL OR r.pass = ?) ORDER BY r.id LIMIT ${EXAMPLES}`,
      )
      .all(
        group.status,
        group.first_id,
        group.kind,
        group.code,
        group.field,
        group.column,
        group.reason,
        scope.pass ?? null,
        scope.pass ?? null,
      )
      .map(({ failure, ...example }) => ({ ...example, ...detailOf(failure) }));
  }

  /** Done rows that the newest mapping or export would make another payload of. */
  changed(scope: Scope = {}): Changed {
    const pass = scope.pass ?? null;
    const where = "status = 'done' AND sent_payload IS NOT NULL AND (? IS NULL OR pass = ?)";
    const count = this.#number(`SELECT count(*) FROM rows WHERE ${where}`, pass, pass);
    if (count === 0) return { count, lines: [] };
    const lines = this.#db.prepare<[number | null, number | null], number>(
      `SELECT line FROM rows WHERE ${where} ORDER BY id LIMIT 20`,
    );
    return { count, lines: lines.pluck().all(pass, pass) };
  }

  /** Rows that are not to be sent yet, and when the first of them may be, milliseconds since 1970 UTC. */
  waiting(now_ms: number): { count: number; until_ms: number } | undefined {
    // Only a deletion or a person makes a row wait: without one, a million rows need not be looked at.
    const may_wait =
      "SELECT EXISTS (SELECT 1 FROM deletions) OR EXISTS (SELECT 1 FROM settlements WHERE how = 'person')";
    if (this.#number(may_wait) === 0) return undefined;
    const waiting = this.#db
      .prepare<[number], { count: number; until_ms: number | null }>(
        `SELECT count(*) AS count, min(not_before_ms) AS until_ms FROM rows
         WHERE status = 'pending' AND not_before_ms > ?`,
      )
      .get(now_ms);
    return waiting === undefined || waiting.until_ms === null ? undefined : { ...waiting, until_ms: waiting.until_ms };
  }

  /** The newest row's number. */
  lastRow(): number {
    return this.#number("SELECT coalesce(max(id), 0) FROM rows");
  }

  /** Rows behind `after_id` that a pass has met. */
  metSince(pass: number, after_id: number): number {
    return this.#number("SELECT count(*) FROM rows WHERE pass = ? AND id > ?", pass, after_id);
  }

  hasFailing(source_id: number): boolean {
    const failing = "status IN ('invalid', 'rejected', 'failed')";
    return this.#number(`SELECT EXISTS (SELECT 1 FROM rows WHERE source_id = ? AND ${failing})`, source_id) === 1;
  }

  hasUnreadable(source_id: number): boolean {
    return (
      this.#number(
        `SELECT EXISTS (SELECT 1 FROM rows WHERE source_id = ? AND status = 'invalid'
           AND failure ->> '$.kind' IN ('unreadable_record', 'ragged_record', 'undecodable'))`,
        source_id,
      ) === 1
    );
  }

  #number(sql: string, ...values: readonly (number | null)[]): number {
    return this.#db
      .prepare<(number | null)[], number>(sql)
      .pluck()
      .get(...values) as number;
  }

  // As generators: a statement that has begun and that nobody reads would keep the ledger from being closed.

  /** The rows to mend of one export, in the order of its lines. */
  *failing(source_id: number): Generator<FailingRow, void> {
    yield* this.#db
      .prepare<[number], FailingRow>(
        `SELECT id, source_id, origin_id, record_hash, line, status, failure FROM rows
         WHERE source_id = ? AND status IN ('invalid', 'rejected', 'failed') ORDER BY line, id`,
      )
      .iterate(source_id);
  }

  /** The rows of a pass that a run would send. `payload` is JSON. */
  *eachToSend(pass: number): Generator<{ line: number; payload: string }, void> {
    yield* this.#db
      .prepare<[number], { line: number; payload: string }>(
        `SELECT line, payload FROM rows WHERE status IN ('pending', 'failed', 'in_doubt') AND pass = ?
         ORDER BY source_id, line`,
      )
      .iterate(pass);
  }

  /** The first and the last row of a pass that a run would send. `payload` is JSON. */
  toSendAtEnds(pass: number): RowToSend[] {
    // By the plus, rows are looked at in their order, up to the first one: an index of statuses would have all sorted.
    const where = "+r.status IN ('pending', 'failed', 'in_doubt') AND r.pass = ?";
    const end = (order: "ASC" | "DESC") =>
      this.#db
        .prepare<[number], RowToSend>(
          `SELECT r.id, s.path, r.line, r.key, r.payload FROM rows r JOIN sources s ON s.id = r.source_id
           WHERE ${where} ORDER BY r.id ${order} LIMIT 1`,
        )
        .get(pass);
    const [first, last] = [end("ASC"), end("DESC")];
    return first === undefined || last === undefined ? [] : first.id === last.id ? [first] : [first, last];
  }

  /** Every problem of a pass, row by row, for `check --problems`. */
  *eachProblem(pass: number): Generator<RowProblem, void> {
    yield* this.#db
      .prepare<[number], RowProblem>(
        `SELECT s.path, r.line, r.key, r.status, r.failure
         FROM rows r JOIN sources s ON s.id = r.source_id
         WHERE r.status IN ('invalid', 'rejected', 'failed', 'in_doubt') AND r.pass = ? ORDER BY r.source_id, r.line`,
      )
      .iterate(pass);
  }
}

/** What is one row's own, in English, and what to say it in another language from. */
function detailOf(failure: string): Pick<Example, "value" | "said"> {
  const { value = null, others } = readFailure(failure);
  return others === undefined ? { value } : { value, said: saying("also_on", { others }).said };
}
