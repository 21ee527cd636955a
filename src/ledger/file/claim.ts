import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import { refuseOlder } from "./hold.js";
import { Home, hasLog, lostLog } from "./home.js";
import { isUsed, type Lock } from "./lock.js";
import type { WatchedDatabase } from "./watched-database.js";

/**
 * Makes sure that the file that `lock` has locked is the one that every run of this ledger locks: the ledger itself
 * remembers it. Where it was another one (tidied away, or reached by another name), nobody at all may have the ledger
 * open: SQLite's own lock on its bytes tells that, whatever its name.
 *
 * `connect` opens the ledger and brings it up to date. Throws an ExitError with exit 8 where somebody uses it.
 */
export function claim(path: string, lock: Lock, connect: () => WatchedDatabase): WatchedDatabase {
  // Asked first: a connection makes one.
  const has_log = hasLog(path);
  // From its first reading on a connection keeps everybody else from having the file alone.
  let db = connect();
  try {
    const home = new Home(db);
    home.refuseCopy(path);
    const is_known = refuseOlder(db, path, lock.witness());
    if (!has_log && !is_known) home.refuseParted(path);
    if (!home.isLockedBy(lock.file_id())) {
      db.close();
      claimAlone(path, lock);
      db = connect();
      if (!new Home(db).isLockedBy(lock.file_id())) throw isUsed(path);
    }
    new Home(db).enter(path, lock.file_id());
    rmSync(lostLog(path), { force: true });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function claimAlone(path: string, lock: Lock): void {
  const db = new Database(path, { timeout: 1_000 });
  try {
    db.pragma("locking_mode = EXCLUSIVE");
    db.transaction(() => new Home(db).note(path, lock.file_id())).immediate();
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith("SQLITE_BUSY")) throw error;
    throw new ExitError({
      exit: EXIT.locked,
      kind: "locked",
      ...saying("ledger_open_elsewhere", { path }),
      cause: error,
    });
  } finally {
    db.close();
  }
}
