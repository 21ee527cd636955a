import type { Database } from "better-sqlite3";

/** An export that a run was given, and whose rows are not all in the ledger. */
export interface GivenExport {
  /** As in `sources`. */
  readonly path: string;
  /** When the latest run that was given it began. */
  readonly given_at_ms: number;
}

/** One that is not to be read any more, by somebody's decision. */
export interface LeftOutExport extends GivenExport {
  readonly left_out_at_ms: number;
  readonly reason: string | null;
}

/** What runs were given to import: noted before anything of it is read, so that a run that dies leaves word of it. */
export class GivenExports {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  note(paths: readonly string[], run_id: number): void {
    const insert = this.#db.prepare(
      `INSERT INTO given_exports (path, run_id) VALUES (?, ?)
       ON CONFLICT (path) DO UPDATE SET run_id = excluded.run_id, left_out_at_ms = NULL, reason = NULL`,
    );
    for (const path of paths) insert.run(path, run_id);
  }

  /** It is known by another name. */
  rename(from: string, to: string): void {
    if (from === to) return;
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO given_exports
       SELECT ?, run_id, left_out_at_ms, reason FROM given_exports WHERE path = ?`,
      )
      .run(to, from);
    this.staged(from);
  }

  /** All of its records are rows. */
  staged(path: string): void {
    this.#db.prepare("DELETE FROM given_exports WHERE path = ?").run(path);
  }

  /** Those that are still to be read. */
  unread(): GivenExport[] {
    return this.#db
      .prepare<[], GivenExport>(
        `SELECT g.path, r.started_at_ms AS given_at_ms FROM given_exports g JOIN runs r ON r.id = g.run_id
         WHERE g.left_out_at_ms IS NULL ORDER BY g.run_id, g.path`,
      )
      .all();
  }

  leaveOut(path: string, reason: string | null, now_ms: number): void {
    this.#db
      .prepare("UPDATE given_exports SET left_out_at_ms = ?, reason = ? WHERE path = ?")
      .run(now_ms, reason, path);
  }

  leftOut(): LeftOutExport[] {
    return this.#db
      .prepare<[], LeftOutExport>(
        `SELECT g.path, r.started_at_ms AS given_at_ms, g.left_out_at_ms, g.reason
         FROM given_exports g JOIN runs r ON r.id = g.run_id
         WHERE g.left_out_at_ms IS NOT NULL ORDER BY g.left_out_at_ms, g.path`,
      )
      .all();
  }
}
