import type { Database } from "better-sqlite3";
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

  constructor(db: Database) {
    this.#db = db;
  }

  /** As a generator: to be read to its end before the ledger is closed. In the order of the keys. */
  *each(): Generator<KeyedRow, void> {
    yield* this.#db
      .prepare<[], KeyedRow>("SELECT key, status, remote_id FROM rows WHERE owns_key = 1 ORDER BY key")
      .iterate();
  }
}
