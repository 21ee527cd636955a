import type { Database, Statement } from "better-sqlite3";

/** Null for a column that the export does not have. */
export type OriginalCells = readonly (string | null)[];

/** A bit for each hash by its first 23 bits: what is not wanted, most of a large export, is known without a query. */
const FILTER_BITS = 23;

/**
 * Cells of records as they first stood in their exports, for one failures file. They lie in SQLite's temporary file,
 * which is gone with the connection, and never in the ledger: memory stays flat however many there are.
 */
export class Originals {
  readonly #db: Database;
  readonly #filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  readonly #want: Statement<[number], Buffer>;
  readonly #is_wanted: Statement<[number, Buffer], number>;
  readonly #keep: Statement<[string, number, Buffer]>;
  readonly #of: Statement<[number], string | null>;

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      `DROP TABLE IF EXISTS temp.originals;
       CREATE TEMP TABLE originals (row_id INTEGER PRIMARY KEY, origin_id INTEGER NOT NULL, record_hash BLOB NOT NULL,
         cells TEXT) STRICT;
       CREATE INDEX temp.originals_by_record ON originals (origin_id, record_hash);`,
    );
    this.#want = db
      .prepare<[number], Buffer>(
        `INSERT OR IGNORE INTO originals SELECT id, origin_id, record_hash, NULL FROM rows WHERE id = ?
         RETURNING record_hash`,
      )
      .pluck();
    this.#is_wanted = db
      .prepare<[number, Buffer], number>("SELECT 1 FROM originals WHERE origin_id = ? AND record_hash = ? LIMIT 1")
      .pluck();
    this.#keep = db.prepare("UPDATE originals SET cells = ? WHERE origin_id = ? AND record_hash = ?");
    this.#of = db.prepare<[number], string | null>("SELECT cells FROM originals WHERE row_id = ?").pluck();
  }

  /** Asks for the record of a row, if there is such a row. */
  want(row_id: number): void {
    const hash = this.#want.get(row_id);
    if (hash === undefined) return;
    const bit = bitOf(hash);
    this.#filter[bit >> 3] = (this.#filter[bit >> 3] as number) | (1 << (bit & 7));
  }

  /** How many are wanted of each export. */
  wanted(): { readonly origin_id: number; readonly rows: number }[] {
    return this.#db
      .prepare<[], { origin_id: number; rows: number }>(
        "SELECT origin_id, count(*) AS rows FROM originals GROUP BY origin_id",
      )
      .all();
  }

  /** Takes a record of an export where it is wanted; `cells` is asked for only then. */
  keep(origin_id: number, hash: Buffer, cells: () => OriginalCells): void {
    if (this.#isWanted(origin_id, hash)) this.#keep.run(JSON.stringify(cells()), origin_id, hash);
  }

  #isWanted(origin_id: number, hash: Buffer): boolean {
    const bit = bitOf(hash);
    const may_be = ((this.#filter[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
    return may_be && this.#is_wanted.get(origin_id, hash) !== undefined;
  }

  /** The cells that were kept for a row; undefined where there are none. */
  of(row_id: number): OriginalCells | undefined {
    const cells = this.#of.get(row_id);
    return cells === undefined || cells === null ? undefined : (JSON.parse(cells) as OriginalCells);
  }
}

function bitOf(hash: Buffer): number {
  return hash.readUInt32BE(0) >>> (32 - FILTER_BITS);
}
