import type { Database, Statement } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { assertTransition, type Status } from "../../model/status.js";
import { failureJson } from "../file/failures.js";

/** A row as staging sees it. */
export interface StagedRow {
  readonly id: number;
  readonly source_id: number;
  readonly line: number;
  readonly origin_id: number;
  readonly record_hash: Buffer;
  readonly occurrence: number | null;
  readonly key: string | null;
  readonly owns_key: 0 | 1;
  readonly pass: number;
  readonly status: Status;
  readonly payload: string | null;
  readonly sent_payload: string | null;
  readonly failure: string | null;
  readonly attempts: number;
}

/** A record's place: where it stands, and what it is known by. */
export interface RecordLocation {
  readonly source_id: number;
  readonly line: number;
  readonly record_hash: Buffer;
  readonly pass: number;
  readonly now_ms: number;
}

/** What a record makes of its row. */
export interface Content {
  readonly status: "pending" | "skipped" | "invalid";
  readonly key: string | null;
  readonly payload: string | null;
  readonly failure: Failure | null;
}

/** Writes what a staging pass finds. Every statement is one row's. */
export class Staging {
  readonly #insertOwner: Statement;
  readonly #insertKeyless: Statement;
  readonly #byKey: Statement<[string], StagedRow>;
  readonly #byId: Statement<[number], StagedRow>;
  readonly #firstUnmet: Statement<[number, Buffer, number], StagedRow>;
  readonly #mendedFrom: Statement<[number, Buffer], StagedRow>;
  readonly #rewrite: Statement;
  readonly #move: Statement;
  readonly #stand: Statement;
  readonly #touch: Statement;
  readonly #keep: Statement;
  readonly #giveUpKey: Statement;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    this.#insertOwner = db.prepare(
      `INSERT INTO rows (source_id, line, origin_id, record_hash, pass, updated_at_ms, key, owns_key, status, payload,
         failure)
       VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#insertKeyless = db.prepare(
      `INSERT INTO rows (source_id, line, origin_id, record_hash, pass, updated_at_ms, key, owns_key, status, payload,
         failure, occurrence)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?,
         (SELECT coalesce(max(occurrence), 0) + 1 FROM rows
          WHERE origin_id = ? AND record_hash = ? AND occurrence IS NOT NULL))`,
    );
    this.#byKey = db.prepare("SELECT * FROM rows WHERE key = ? AND owns_key = 1");
    this.#byId = db.prepare("SELECT * FROM rows WHERE id = ?");
    this.#firstUnmet = db.prepare(
      `SELECT * FROM rows WHERE origin_id = ? AND record_hash = ? AND occurrence IS NOT NULL AND pass <> ?
       ORDER BY occurrence LIMIT 1`,
    );
    this.#mendedFrom = db.prepare(
      "SELECT * FROM rows WHERE origin_id = ? AND record_hash = ? AND source_id <> origin_id ORDER BY id",
    );
    this.#rewrite = db.prepare(
      `UPDATE rows SET source_id = ?, line = ?, pass = ?, updated_at_ms = ?, key = ?, owns_key = ?, status = ?,
         payload = ?, failure = ? WHERE id = ?`,
    );
    this.#move = db.prepare(
      "UPDATE rows SET source_id = ?, line = ?, pass = ?, origin_id = ?, record_hash = ? WHERE id = ?",
    );
    this.#stand = db.prepare("UPDATE rows SET source_id = ?, line = ?, pass = ? WHERE id = ?");
    this.#touch = db.prepare("UPDATE rows SET pass = ? WHERE id = ?");
    // While an update of it may have acted, nobody knows that Feishu holds what the row says, were it the same again.
    this.#keep = db.prepare(
      `UPDATE rows SET pass = ?, payload = ?, sent_payload = CASE
         WHEN EXISTS (SELECT 1 FROM updates u WHERE u.row_id = rows.id AND u.may_hold = 1)
         THEN coalesce(sent_payload, payload) ELSE ? END WHERE id = ?`,
    );
    this.#giveUpKey = db.prepare(
      `UPDATE rows SET owns_key = 0, occurrence = (SELECT coalesce(max(r.occurrence), 0) + 1 FROM rows r
         WHERE r.origin_id = rows.origin_id AND r.record_hash = rows.record_hash AND r.occurrence IS NOT NULL)
       WHERE id = ?`,
    );
  }

  /** False where another row owns the key already. */
  insertOwner(at: RecordLocation, key: string, content: Content): boolean {
    const { changes } = this.#insertOwner.run(
      at.source_id,
      at.line,
      at.source_id,
      at.record_hash,
      at.pass,
      at.now_ms,
      key,
      content.status,
      content.payload,
      failureJson(content.failure),
    );
    return changes === 1;
  }

  /** A row that no key tells from others: known by its record and how-many-eth it is. */
  insertKeyless(at: RecordLocation, content: Content): void {
    this.#insertKeyless.run(
      at.source_id,
      at.line,
      at.source_id,
      at.record_hash,
      at.pass,
      at.now_ms,
      content.key,
      content.status,
      content.payload,
      failureJson(content.failure),
      at.source_id,
      at.record_hash,
    );
  }

  byKey(key: string): StagedRow | undefined {
    return this.#byKey.get(key);
  }

  byId(id: number): StagedRow | undefined {
    return this.#byId.get(id);
  }

  /** True where rows of this export are known by their record, not by a key. */
  hasKeyless(origin_id: number): boolean {
    return (
      this.#db.prepare("SELECT 1 FROM rows WHERE origin_id = ? AND occurrence IS NOT NULL LIMIT 1").get(origin_id) !==
      undefined
    );
  }

  /** The first row of this export with this very record that the pass has not met yet. */
  firstUnmet(at: RecordLocation): StagedRow | undefined {
    return this.#firstUnmet.get(at.source_id, at.record_hash, at.pass);
  }

  /** True where rows of this export have their content from elsewhere now, e.g. from a mended failures file. */
  hasMended(origin_id: number): boolean {
    return (
      this.#db.prepare("SELECT 1 FROM rows WHERE origin_id = ? AND source_id <> origin_id LIMIT 1").get(origin_id) !==
      undefined
    );
  }

  /** The rows that were this very record of this export before they were mended elsewhere. */
  mendedFrom(at: RecordLocation): StagedRow[] {
    return this.#mendedFrom.all(at.source_id, at.record_hash);
  }

  /** Gives a row new content. */
  rewrite(
    row: StagedRow,
    at: Omit<RecordLocation, "record_hash">,
    content: Content & { readonly owns_key: boolean },
  ): void {
    assertTransition(row.status, content.status);
    this.#rewrite.run(
      at.source_id,
      at.line,
      at.pass,
      at.now_ms,
      content.key,
      content.owns_key ? 1 : 0,
      content.status,
      content.payload,
      failureJson(content.failure),
      row.id,
    );
  }

  /**
   * The row's record stands here now, and this is what it is known by. A mended row stays known by the record that
   * was mended, too: that one must never become a row of its own.
   */
  move(row: StagedRow, at: RecordLocation): void {
    if (row.source_id !== row.origin_id && row.origin_id !== at.source_id) {
      this.#stand.run(at.source_id, at.line, at.pass, row.id);
      return;
    }
    this.#move.run(at.source_id, at.line, at.pass, at.source_id, at.record_hash, row.id);
  }

  /** The pass has met the row and changes nothing. */
  touch(row: StagedRow, pass: number): void {
    this.#touch.run(pass, row.id);
  }

  /** A row that left keeps what left (`sent_payload`) beside what the mapping makes of it now. */
  keep(row: StagedRow, pass: number, payload: string, sent_payload: string | null): void {
    this.#keep.run(pass, payload, sent_payload, row.id);
  }

  giveUpKey(row: StagedRow): void {
    this.#giveUpKey.run(row.id);
  }

  /**
   * Invalid rows of an export that its newest version no longer has, so that mending it in place leaves nothing behind:
   * those known by their record alone, and those known by a key that were never sent and not mended elsewhere.
   */
  supersede(origin_id: number, pass: number, failure: Failure, now_ms: number): number {
    return this.#db
      .prepare(
        `UPDATE rows SET status = 'skipped', failure = ?, updated_at_ms = ?
         WHERE status = 'invalid' AND origin_id = ? AND pass <> ?
           AND (occurrence IS NOT NULL AND owns_key = 0
             OR attempts = 0 AND source_id = origin_id)`,
      )
      .run(failureJson(failure), now_ms, origin_id, pass).changes;
  }

  /**
   * Rows that Feishu does not hold and whose record is another row by now, because the mapping makes another key of it:
   * one record is one row.
   */
  supersedeRekeyed(origin_id: number, pass: number, failure: Failure, now_ms: number): number {
    return this.#db
      .prepare(
        `UPDATE rows SET status = 'skipped', failure = ?, updated_at_ms = ?
         WHERE status IN ('pending', 'failed', 'rejected') AND origin_id = ? AND source_id = origin_id AND pass <> ?
           AND record_hash IN (SELECT record_hash FROM rows WHERE origin_id = ? AND pass = ? AND owns_key = 1)`,
      )
      .run(failureJson(failure), now_ms, origin_id, pass, origin_id, pass).changes;
  }

  /** The export is to be read again by the next run, however unchanged it is. */
  readAgain(source_id: number): void {
    this.#db.prepare("UPDATE sources SET staged_as = NULL WHERE id = ?").run(source_id);
  }

  /** The same of the export that a row is read from. */
  readAgainRow(row_id: number): void {
    const sql = "UPDATE sources SET staged_as = NULL WHERE id = (SELECT source_id FROM rows WHERE id = ?)";
    this.#db.prepare(sql).run(row_id);
  }

  /** Each row of a key conflict names the others' lines, with the file where it is another one. */
  nameConflicts(pass: number, conflict: Failure): void {
    this.#db.exec("DROP TABLE IF EXISTS temp.conflicts");
    this.#db.exec(
      "CREATE TEMP TABLE conflicts (row_id INTEGER PRIMARY KEY, key TEXT, source_id INTEGER, line INTEGER)",
    );
    const found = this.#db
      .prepare(
        `INSERT INTO conflicts SELECT id, key, source_id, line FROM rows
         WHERE status = 'invalid' AND pass = ? AND json_extract(failure, '$.kind') = 'key_conflict'`,
      )
      .run(pass).changes;
    if (found === 0) return;
    // A repeat of a row that is in conflict is in it as well: whoever decides must see all of the lines.
    this.#db
      .prepare(
        `UPDATE rows SET status = 'invalid', failure = ?
         WHERE status = 'skipped' AND owns_key = 0 AND failure ->> '$.kind' = 'repeat' AND key IN
           (SELECT o.key FROM rows o JOIN conflicts c ON c.row_id = o.id WHERE o.owns_key = 1)`,
      )
      .run(failureJson(conflict));
    this.#db.exec(`INSERT OR IGNORE INTO conflicts SELECT id, key, source_id, line FROM rows
      WHERE status = 'invalid' AND owns_key = 0 AND failure ->> '$.kind' = 'key_conflict'
        AND key IN (SELECT key FROM conflicts)`);
    // The key's owner may be a row that was sent and so is not invalid itself.
    this.#db.exec(`INSERT OR IGNORE INTO conflicts SELECT id, key, source_id, line FROM rows
      WHERE owns_key = 1 AND key IN (SELECT key FROM conflicts)`);
    this.#db.exec("CREATE INDEX temp.conflicts_by_key ON conflicts (key)");
    this.#db.exec(`UPDATE rows SET failure = json_set(failure, '$.others', json((
        SELECT json_group_array(json(place)) FROM (
          SELECT CASE WHEN c.source_id = rows.source_id THEN json_object('line', c.line)
            ELSE json_object('line', c.line, 'path', s.path) END AS place
          FROM conflicts c JOIN sources s ON s.id = c.source_id
          WHERE c.key = rows.key AND c.row_id <> rows.id ORDER BY c.line LIMIT 5))))
      WHERE id IN (SELECT row_id FROM conflicts) AND status = 'invalid'
        AND json_extract(failure, '$.kind') = 'key_conflict'`);
  }
}
