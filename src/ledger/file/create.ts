import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import { Home, hasLog } from "./home.js";
import type { Lock } from "./lock.js";
import { migrate } from "./migrate.js";

/** Makes a new ledger at `path`: all of it at once, so that a kill leaves none, never a part of one. */
export function createLedger(path: string, lock: Lock | undefined): void {
  refuseRemains(path, lock);
  const draft = `${path}.${randomBytes(4).toString("hex")}.new`;
  // SQLite gives its -wal and -shm files the mode of the file itself: its owner's alone.
  closeSync(openSync(draft, "wx", 0o600));
  try {
    const db = new Database(draft);
    try {
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = FULL");
      migrate(db);
      if (lock !== undefined) new Home(db).note(path, lock.file_id());
    } finally {
      db.close();
    }
    renameSync(draft, path);
    syncFolder(path);
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(draft + end, { force: true });
  }
}

/** An empty file is no new ledger: a disk was full, or somebody has emptied one. */
export function refuseEmpty(path: string): void {
  if (statSync(path).size > 0) return;
  throw new ExitError({
    exit: EXIT.machine,
    kind: "empty_ledger",
    ...saying("ledger_file_empty", { path }),
  });
}

/** What stands beside a ledger that is not there: it was one, and rows may have been sent with it. */
function refuseRemains(path: string, lock: Lock | undefined): void {
  const attempts = lock?.witness().attempts ?? 0;
  if (attempts === 0 && !hasLog(path)) return;
  const is_rescued = existsSync(`${path}.rescued`);
  throw new ExitError({
    exit: EXIT.machine,
    kind: "ledger_gone",
    ...saying("ledger_gone", { path, attempts, is_rescued }),
  });
}

/** A new name is on disk only once its folder is. */
function syncFolder(path: string): void {
  let folder: number | undefined;
  try {
    folder = openSync(dirname(path), "r");
    fsyncSync(folder);
  } catch {
    // Not every system opens folders. SQLite does the same for its own files, and no row has left yet.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}
