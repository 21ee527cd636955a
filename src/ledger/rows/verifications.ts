import type { Database } from "better-sqlite3";
import { MAY_HOLD } from "./may-hold.js";

export interface Verification {
  readonly id: number;
  readonly begun_at_ms: number;
  /** An earlier call began it and did not come to its end. */
  readonly is_resumed: boolean;
}

/** Which rows are read back: all, or so many of them, chosen by the seed. */
export interface VerificationChoice {
  readonly sample: number | undefined;
  readonly seed: number;
}

export interface RowToVerify {
  readonly row_id: number;
  readonly key: string;
  readonly line: number;
  readonly remote_id: string | null;
  /** What was sent, JSON. */
  readonly payload: string;
  /** What an update may have made of it, nobody knows: a JSON array of payloads. */
  readonly may_hold: string;
  /** When it became what it is. */
  readonly updated_at_ms: number;
}

/** A field in which Feishu's record is not what was sent; null: nothing. */
export interface Difference {
  readonly field: string;
  readonly ours: string | number | null;
  readonly theirs: string | number | null;
}

export interface VerifiedRow {
  readonly row_id: number;
  readonly verdict: "same" | "differing" | "missing";
  readonly differences: readonly Difference[];
}

export interface BeyondRecord {
  readonly record_id: string;
  /** The row that has the same content. */
  readonly double_of: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface VerificationCounts {
  readonly rows: number;
  readonly same: number;
  readonly differing: number;
  readonly missing: number;
  readonly unread: number;
  readonly beyond: number;
  /** Those of `beyond` that have the content of a row. */
  readonly doubles: number;
}

/** One line of the report. For `beyond` and `double`: `key`, `line` and `path` are those of the row that it equals. */
export interface VerificationLine {
  readonly verdict: "same" | "differing" | "missing" | "unread" | "beyond" | "double";
  readonly key: string | null;
  readonly path: string | null;
  readonly line: number | null;
  readonly subject: string;
  readonly remote_id: string | null;
  /** JSON of `Difference[]`, or of the record's fields. */
  readonly detail: string | null;
}

const DONE = "FROM rows r WHERE r.status = 'done'";

/** What `verify` has read back of the rows that are done. */
export class Verifications {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The verification that such a choice goes on with, or a new one. `again`: a new one in any case. */
  open({ sample, seed }: VerificationChoice, again: boolean, now_ms: number): Verification {
    const begun = this.#db
      .prepare<[number | null, number], { id: number; begun_at_ms: number }>(
        `SELECT id, begun_at_ms FROM verifications WHERE ended_at_ms IS NULL AND sample IS ? AND seed = ?
         ORDER BY id DESC LIMIT 1`,
      )
      .get(sample ?? null, seed);
    if (begun !== undefined && !again) return { ...begun, is_resumed: true };
    return this.#db
      .transaction(() => {
        this.#forget(begun?.id ?? 0);
        const { lastInsertRowid } = this.#db
          .prepare("INSERT INTO verifications (sample, seed, begun_at_ms) VALUES (?, ?, ?)")
          .run(sample ?? null, seed, now_ms);
        return { id: Number(lastInsertRowid), begun_at_ms: now_ms, is_resumed: false };
      })
      .immediate();
  }

  /**
   * Notes which rows are to be read, by what they are about. What was read is kept, unless its row has changed since.
   */
  plan(
    id: number,
    { sample, seed }: VerificationChoice,
    subjectOf: (payload: string, remote_id: string | null) => string,
  ): void {
    this.#db.function("subject_of", (payload, remote_id) => subjectOf(String(payload), remote_id as string | null));
    this.#db.function("shuffled", (row_id) => shuffled(Number(row_id), seed));
    const chosen = sample === undefined ? "" : "ORDER BY shuffled(r.id) LIMIT $sample";
    this.#db
      .transaction(() => {
        this.#db
          .prepare(
            `DELETE FROM verified_rows AS v WHERE v.verification_id = ? AND (v.verdict IS NULL OR NOT EXISTS
               (SELECT 1 ${DONE} AND r.id = v.row_id AND r.remote_id IS v.remote_id) OR EXISTS
               (SELECT 1 FROM updates u WHERE u.row_id = v.row_id AND u.at_ms >= v.at_ms))`,
          )
          .run(id);
        this.#db
          .prepare(
            `INSERT OR IGNORE INTO verified_rows (verification_id, subject, row_id, remote_id)
             SELECT $id, subject_of(coalesce(r.sent_payload, r.payload), r.remote_id), r.id, r.remote_id
             ${DONE} ${chosen}`,
          )
          .run({ id, ...(sample === undefined ? {} : { sample }) });
      })
      .immediate();
  }

  /** At most `limit` subjects behind `after` of which some row was not read yet. */
  subjects(id: number, after: string, limit: number): string[] {
    return this.#db
      .prepare<[number, string, number], string>(
        `SELECT DISTINCT subject FROM verified_rows WHERE verification_id = ? AND verdict IS NULL AND subject > ?
         ORDER BY subject LIMIT ?`,
      )
      .pluck()
      .all(id, after, limit);
  }

  rows(id: number, subject: string): RowToVerify[] {
    return this.#db
      .prepare<[number, string], RowToVerify>(
        `SELECT r.id AS row_id, r.key, r.line, r.remote_id, coalesce(r.sent_payload, r.payload) AS payload,
           r.updated_at_ms, ${MAY_HOLD} AS may_hold FROM verified_rows v JOIN rows r ON r.id = v.row_id
         WHERE v.verification_id = ? AND v.subject = ? ORDER BY r.id`,
      )
      .all(id, subject);
  }

  /** What one reading has shown. */
  record(
    id: number,
    subject: string,
    rows: readonly VerifiedRow[],
    beyond: readonly BeyondRecord[],
    now_ms: number,
  ): void {
    const verify = this.#db.prepare(
      `UPDATE verified_rows SET verdict = ?, differences = ?, at_ms = ?
       WHERE verification_id = ? AND subject = ? AND row_id = ?`,
    );
    const insert = this.#db.prepare(
      "INSERT INTO beyond_records (verification_id, subject, record_id, double_of, fields) VALUES (?, ?, ?, ?, ?)",
    );
    this.#db
      .transaction(() => {
        for (const { row_id, verdict, differences } of rows) {
          const found = verdict === "differing" ? JSON.stringify(differences) : null;
          verify.run(verdict, found, now_ms, id, subject, row_id);
        }
        this.#db.prepare("DELETE FROM beyond_records WHERE verification_id = ? AND subject = ?").run(id, subject);
        for (const { record_id, double_of, fields } of beyond) {
          insert.run(id, subject, record_id, double_of ?? null, JSON.stringify(fields));
        }
      })
      .immediate();
  }

  end(id: number, now_ms: number): void {
    this.#db.prepare("UPDATE verifications SET ended_at_ms = ? WHERE id = ?").run(now_ms, id);
  }

  counts(id: number): VerificationCounts {
    const rows = this.#db
      .prepare<[number], Omit<VerificationCounts, "beyond" | "doubles">>(
        `SELECT count(*) AS rows, count(*) FILTER (WHERE verdict = 'same') AS same,
           count(*) FILTER (WHERE verdict = 'differing') AS differing,
           count(*) FILTER (WHERE verdict = 'missing') AS missing, count(*) FILTER (WHERE verdict IS NULL) AS unread
         FROM verified_rows WHERE verification_id = ?`,
      )
      .get(id) as Omit<VerificationCounts, "beyond" | "doubles">;
    const records = this.#db
      .prepare<[number], Pick<VerificationCounts, "beyond" | "doubles">>(
        "SELECT count(*) AS beyond, count(double_of) AS doubles FROM beyond_records WHERE verification_id = ?",
      )
      .get(id) as Pick<VerificationCounts, "beyond" | "doubles">;
    return { ...rows, ...records };
  }

  /** The whole report: rows in the order of staging, then the records that no row owns. */
  *lines(id: number): Generator<VerificationLine> {
    yield* this.#rowLines(id, "ORDER BY v.row_id");
    yield* this.#beyondLines(id, "ORDER BY b.id");
  }

  /** What is not as it should be, then what nobody knows, at most `limit` of each kind. */
  findings(id: number, limit: number): VerificationLine[] {
    return [
      ...this.#rowLines(id, `AND v.verdict <> 'same' ORDER BY v.row_id LIMIT ${limit}`),
      ...this.#beyondLines(id, `AND b.double_of IS NOT NULL ORDER BY b.id LIMIT ${limit}`),
      ...this.#beyondLines(id, `AND b.double_of IS NULL ORDER BY b.id LIMIT ${limit}`),
    ];
  }

  /** In how many rows each field differs, the most frequent first. */
  differingFields(id: number): { field: string; count: number }[] {
    return this.#db
      .prepare<[number], { field: string; count: number }>(
        `SELECT d.value ->> '$.field' AS field, count(*) AS count FROM verified_rows v, json_each(v.differences) d
         WHERE v.verification_id = ? AND v.verdict = 'differing' GROUP BY 1 ORDER BY 2 DESC, 1`,
      )
      .all(id);
  }

  *#rowLines(id: number, more: string): Generator<VerificationLine, void> {
    yield* this.#db
      .prepare<[number], VerificationLine>(
        `SELECT coalesce(v.verdict, 'unread') AS verdict, r.key, s.path, r.line, v.subject, v.remote_id,
           v.differences AS detail
         FROM verified_rows v JOIN rows r ON r.id = v.row_id JOIN sources s ON s.id = r.source_id
         WHERE v.verification_id = ? ${more}`,
      )
      .iterate(id);
  }

  *#beyondLines(id: number, more: string): Generator<VerificationLine, void> {
    yield* this.#db
      .prepare<[number], VerificationLine>(
        `SELECT CASE WHEN b.double_of IS NULL THEN 'beyond' ELSE 'double' END AS verdict, r.key, s.path, r.line,
           b.subject, b.record_id AS remote_id, b.fields AS detail
         FROM beyond_records b LEFT JOIN rows r ON r.id = b.double_of LEFT JOIN sources s ON s.id = r.source_id
         WHERE b.verification_id = ? ${more}`,
      )
      .iterate(id);
  }

  /** What ended, and what is begun again: their numbers have been told. */
  #forget(unfinished_id: number): void {
    const old = "(SELECT id FROM verifications WHERE ended_at_ms IS NOT NULL OR id = ?)";
    this.#db.prepare(`DELETE FROM verified_rows WHERE verification_id IN ${old}`).run(unfinished_id);
    this.#db.prepare(`DELETE FROM beyond_records WHERE verification_id IN ${old}`).run(unfinished_id);
    this.#db.prepare("DELETE FROM verifications WHERE ended_at_ms IS NOT NULL OR id = ?").run(unfinished_id);
  }
}

/** An order that looks like chance and is the same every time: the last steps of MurmurHash3, which lose nothing. */
function shuffled(row_id: number, seed: number): number {
  let mixed = (row_id ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
