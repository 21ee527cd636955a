import type { Database, Statement } from "better-sqlite3";
import type { Status } from "../../model/status.js";

/** A row as another import knows it: by its key. */
export interface KeyedRow {
  readonly key: string;
  readonly status: Status;
  /** The id under which Feishu holds it; null while it does not, or where its target has none. */
  readonly remote_id: string | null;
}

/** What became of the rows of a ledger, for imports whose rows hang on them. */
export class Keys {
  readonly #db: Database;

  readonly #missing: Statement<[string], string>;

  constructor(db: Database) {
    this.#db = db;
    this.#missing = db
      .prepare<[string], string>(
        `SELECT DISTINCT value FROM json_each(?) AS asked
         WHERE NOT EXISTS (SELECT 1 FROM rows WHERE remote_id = asked.value)`,
      )
      .pluck();
  }

  /** Those of many ids that no done row has, now: one question is far cheaper than one for each. */
  missing(remote_ids: readonly string[]): string[] {
    return this.#missing.all(JSON.stringify(remote_ids));
  }

  /** As a generator: to be read to its end before the ledger is closed. In the order of the keys. */
  *each(): Generator<KeyedRow, void> {
    yield* this.#db
      .prepare<[], KeyedRow>("SELECT key, status, remote_id FROM rows WHERE owns_key = 1 ORDER BY key")
      .iterate();
  }
}
