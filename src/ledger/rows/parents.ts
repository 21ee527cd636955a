import { dirname, relative, resolve } from "node:path";
import type { Database } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { assertTransition, type Status } from "../../model/status.js";
import { failureJson } from "../file/failures.js";

/** Where the ids of parents stand in payloads, and the ledger that they come from. */
export interface ParentPlace {
  /** Keys, and null for any item of a list. */
  readonly place: readonly (string | null)[];
  /** Absolute. */
  readonly path: string;
  /** As the mapping writes it. */
  readonly name: string;
}

/** A row that Feishu holds, under its parents' ids as they were when it was sent. */
export interface SentRow {
  readonly line: number;
  readonly payload: string;
}

/** What rows of this ledger hang on in ledgers of other imports. */
export class Parents {
  readonly #db: Database;
  readonly #folder: string;

  /** `path`: of the ledger. */
  constructor(db: Database, path: string) {
    this.#db = db;
    this.#folder = dirname(path);
  }

  all(): ParentPlace[] {
    return this.#db
      .prepare<[], { place: string; path: string; name: string }>("SELECT * FROM parents ORDER BY place, path")
      .all()
      .map(({ place, path, name }) => ({
        place: JSON.parse(place) as ParentPlace["place"],
        path: resolve(this.#folder, path),
        name,
      }));
  }

  /** Only these from now on. Kept as seen from this ledger: a history is moved with its folder. */
  note(places: readonly ParentPlace[]): void {
    this.#db.transaction(() => {
      this.#db.prepare("DELETE FROM parents").run();
      const insert = this.#db.prepare("INSERT INTO parents (place, path, name) VALUES (?, ?, ?)");
      for (const { place, path, name } of places) {
        insert.run(JSON.stringify(place), relative(this.#folder, path), name);
      }
    })();
  }

  /** As a generator: to be read to its end before the ledger is used otherwise. */
  *sentRows(): Generator<SentRow, void> {
    yield* this.#db
      .prepare<[], SentRow>(
        "SELECT line, coalesce(sent_payload, payload) AS payload FROM rows WHERE status = 'done' ORDER BY id",
      )
      .iterate();
  }

  /** A row whose parent is another one by now is not sent as it is; its export is read again by the next run. */
  refuse(row_id: number, failure: Failure, now_ms: number): void {
    this.#db.transaction(() => {
      const { status, source_id } = this.#db
        .prepare<[number], { status: Status; source_id: number }>("SELECT status, source_id FROM rows WHERE id = ?")
        .get(row_id) as { status: Status; source_id: number };
      assertTransition(status, "invalid");
      this.#db
        .prepare("UPDATE rows SET status = 'invalid', failure = ?, updated_at_ms = ? WHERE id = ?")
        .run(failureJson(failure), now_ms, row_id);
      this.#db.prepare("UPDATE sources SET staged_as = NULL WHERE id = ?").run(source_id);
    })();
  }
}
