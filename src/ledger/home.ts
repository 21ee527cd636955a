import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { fileId } from "./file-name.js";

interface HomeRow {
  readonly path: string;
  readonly lock_file: string;
}

/** Where the ledger was last opened to be written, and by which lock. */
export class Home {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  isLockedBy(lock_file: string): boolean {
    return this.#get()?.lock_file === lock_file;
  }

  note(path: string, lock_file: string): void {
    this.#db
      .prepare(
        `INSERT INTO home (id, path, lock_file) VALUES (1, ?, ?)
         ON CONFLICT (id) DO UPDATE SET path = excluded.path, lock_file = excluded.lock_file`,
      )
      .run(path, lock_file);
  }

  /**
   * Throws an ExitError where the ledger at `path` is a copy of one that is still there: both would send the same rows.
   */
  refuseCopy(path: string): void {
    const home = this.#get();
    if (home === undefined || home.path === path || !existsSync(home.path)) return;
    if (fileId(home.path) === fileId(path)) return;
    if (ledgerIdAt(home.path) !== this.#ledgerId()) return;
    throw new ExitError({
      exit: EXIT.other_ledger,
      kind: "copied_ledger",
      message: `${path} is a copy of the ledger ${home.path}, which is still there: both would send the same rows`,
      hint: `go on with --ledger ${home.path}; if the copy is the one to go on with, move that one away first`,
    });
  }

  #get(): HomeRow | undefined {
    return this.#db.prepare<[], HomeRow>("SELECT path, lock_file FROM home").get();
  }

  #ledgerId(): string | undefined {
    return this.#db.prepare<[], string>("SELECT ledger_id FROM setup").pluck().get();
  }
}

/** Undefined where there is no ledger that can be read. */
function ledgerIdAt(path: string): string | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true });
    return db.prepare<[], string>("SELECT ledger_id FROM setup").pluck().get();
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}
