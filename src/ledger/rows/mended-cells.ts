import type { Database, Statement } from "better-sqlite3";

/** Which columns of a row somebody has mended since it was exported. */
export class MendedCells {
  readonly #of: Statement<[number], string>;
  readonly #forget: Statement<[number]>;
  readonly #note: Statement<[number, string]>;

  constructor(db: Database) {
    this.#of = db
      .prepare<[number], string>('SELECT "column" FROM mended_cells WHERE row_id = ? ORDER BY "column"')
      .pluck();
    this.#forget = db.prepare("DELETE FROM mended_cells WHERE row_id = ?");
    this.#note = db.prepare("INSERT INTO mended_cells VALUES (?, ?)");
  }

  of(row_id: number): readonly string[] {
    return this.#of.all(row_id);
  }

  /** These are all of them, each title once. */
  note(row_id: number, columns: readonly string[]): void {
    const noted = this.of(row_id);
    if (noted.length === columns.length && noted.every((column) => columns.includes(column))) return;
    this.#forget.run(row_id);
    for (const column of columns) this.#note.run(row_id, column);
  }
}
