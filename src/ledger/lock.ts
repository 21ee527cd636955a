import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../words/exit.js";
import { Stop } from "../words/stop.js";

/** Released by `release`, or by the operating system when the process ends in whatever way. */
export interface Lock {
  release(): void;
}

/**
 * Takes the ledger for this process, by an exclusive SQLite transaction on an empty file beside it: the operating
 * system drops its file locks with the process, so a killed run leaves no lock behind.
 *
 * @throws Stop with exit 8 when another run holds it.
 */
export function takeLock(ledger_path: string): Lock {
  // A look from `status` holds the file for an instant: wait it out.
  const lock = tryLock(ledger_path, 1000);
  if (lock !== undefined) return lock;
  throw new Stop({
    exit: EXIT.locked,
    kind: "locked",
    message: `another run is using ${ledger_path}`,
    hint: `hire-import status -l ${ledger_path}`,
  });
}

/** True while some run holds the ledger. */
export function isLocked(ledger_path: string): boolean {
  if (!existsSync(`${ledger_path}.lock`)) return false;
  const lock = tryLock(ledger_path, 0);
  lock?.release();
  return lock === undefined;
}

function tryLock(ledger_path: string, wait_ms: number): Lock | undefined {
  const path = `${ledger_path}.lock`;
  closeSync(openSync(path, "a", 0o600));
  const db = new Database(path, { timeout: wait_ms });
  try {
    chmodSync(path, 0o600);
    db.exec("BEGIN EXCLUSIVE");
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") return undefined;
    throw error;
  }
}
