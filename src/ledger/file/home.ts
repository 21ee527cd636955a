import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import { fileId } from "./file-name.js";

interface HomeRow {
  readonly path: string;
  readonly lock_file: string;
  readonly in_use: 0 | 1;
}

/** Whether a -wal file with anything in it stands beside the ledger. */
export function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** By this file somebody says that a -wal file is gone for good. */
export function lostLog(path: string): string {
  return `${path}-wal.lost`;
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

  /** From now on, until `leave`, the latest entries may be in the -wal file alone. */
  enter(path: string, lock_file: string): void {
    this.note(path, lock_file);
    this.#db.exec("UPDATE home SET in_use = 1");
  }

  /** What is committed will be in the ledger itself; not where another run has entered since. */
  leave(lock_file: string): void {
    this.#db.prepare("UPDATE home SET in_use = 0 WHERE lock_file = ?").run(lock_file);
  }

  /**
   * Throws an ExitError where the ledger at `path` was parted from its -wal file: it was moved or copied alone after a
   * run was killed, or is reached by a name of its own. Without the latest entries their rows would be sent again.
   */
  refuseParted(path: string): void {
    const home = this.#get();
    if (home === undefined || home.in_use === 0 || existsSync(lostLog(path))) return;
    const log = `${path}-wal`;
    const before = `${home.path}-wal`;
    const is_there = !existsSync(home.path) && hasLog(home.path);
    throw new ExitError({
      exit: EXIT.machine,
      kind: "log_missing",
      ...saying("ledger_log_missing", { path, log, before, is_there, lost: lostLog(path) }),
    });
  }

  /** Throws an ExitError where the ledger at `path` is a copy of one that is still there: both would send its rows. */
  refuseCopy(path: string): void {
    const home = this.#get();
    if (home === undefined || home.path === path || !existsSync(home.path)) return;
    if (fileId(home.path) === fileId(path)) return;
    if (ledgerIdAt(home.path) !== this.#ledgerId()) return;
    throw new ExitError({
      exit: EXIT.other_ledger,
      kind: "copied_ledger",
      ...saying("ledger_copied", { path, home: home.path }),
    });
  }

  #get(): HomeRow | undefined {
    return this.#db.prepare<[], HomeRow>("SELECT path, lock_file, in_use FROM home").get();
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
