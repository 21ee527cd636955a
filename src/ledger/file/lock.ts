import { closeSync, existsSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import { fileId, ledgerPath } from "./file-name.js";

/** What the lock's file remembers of the ledger that it belongs to. */
export interface Witness {
  /** See `ledgerNumber`. */
  readonly ledger: number;
  /** The latest attempt that the ledger has held. */
  readonly attempts: number;
}

/** Released by `release`, or by the operating system when the process ends in whatever way. */
export interface Lock {
  readonly ledger_path: string;
  /** Of its file. */
  file_id(): string;
  witness(): Witness;
  /** Not synced: a power cut may take it, so it never knows more than the ledger. */
  note(witness: Witness): void;
  /** Takes the lock anew where its file was tidied away. True where that was so, and nobody else holds it now. */
  renew(): boolean;
  release(): void;
}

/** The ledger's own id as the number that fits into the head of the lock's file. */
export function ledgerNumber(ledger_id: string): number {
  return Number.parseInt(ledger_id.slice(1), 16) | 0;
}

/**
 * Takes the ledger for this process, by SQLite's exclusive lock on a small database beside it: the operating system
 * drops its file locks with the process, so a killed run leaves no lock behind. That the file beside it is the one
 * that every other run has locked is for `claim` to find out, in the ledger itself.
 *
 * @throws ExitError with exit 8 when another run holds it.
 */
export function takeLock(name: string): Lock {
  const ledger_path = ledgerPath(name);
  // A look from `status` holds the file for an instant: wait it out.
  const held = lockFile(lockPath(ledger_path), 1000);
  if (held === undefined) throw isUsed(ledger_path);
  return new HeldLock(ledger_path, held);
}

export function isUsed(ledger_path: string): ExitError {
  return new ExitError({
    exit: EXIT.locked,
    kind: "locked",
    ...saying("ledger_in_use", { path: ledger_path }),
  });
}

/** True while some run holds the ledger. Writes nothing, so that an archived ledger can be asked, too. */
export function isLocked(ledger_path: string): boolean {
  return lookAtLock(ledger_path, () => false);
}

/** What the lock's file remembers, for whoever only reads the ledger; undefined where a run holds it. */
export function lookAtWitness(ledger_path: string): Witness | undefined {
  let witness: Witness = { ledger: 0, attempts: 0 };
  const is_held = lookAtLock(ledger_path, (db) => {
    witness = witnessIn(db);
    return false;
  });
  return is_held ? undefined : witness;
}

function witnessIn(db: Database.Database): Witness {
  const ledger = db.pragma("application_id", { simple: true }) as number;
  return { ledger, attempts: db.pragma("user_version", { simple: true }) as number };
}

/** True where a run holds it, or `look` is. */
function lookAtLock(ledger_path: string, look: (db: Database.Database) => boolean): boolean {
  const path = lockPath(ledger_path);
  if (!existsSync(path)) return false;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, timeout: 0 });
    db.pragma("user_version");
    return look(db);
  } catch (error) {
    return isBusy(error);
  } finally {
    db?.close();
  }
}

const lockPath = (ledger_path: string): string => `${ledger_path}.lock`;

const isBusy = (error: unknown): boolean => String((error as { code?: string }).code).startsWith("SQLITE_BUSY");

/** A file that this process alone has locked, until its connection is closed. */
export interface Held {
  readonly db: Database.Database;
  readonly file_id: string;
}

/** Makes the file where there is none, and locks it. Undefined where another process has. */
export function lockFile(path: string, wait_ms: number): Held | undefined {
  // Never opened but by SQLite once it is locked: to close any other handle of it would end the lock (POSIX).
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const file_id = fileId(path) ?? "";
  const db = new Database(path, { timeout: wait_ms });
  try {
    // The lock outlives the transactions in which something is noted. All of it is one page, which is written at once.
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("journal_mode = MEMORY");
    db.pragma("synchronous = OFF");
    db.exec("BEGIN EXCLUSIVE");
    db.exec("COMMIT");
    if (fileId(path) === file_id) return { db, file_id };
    // It was tidied away while it was taken: whoever comes next locks another file.
    db.close();
    return lockFile(path, wait_ms);
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

class HeldLock implements Lock {
  readonly ledger_path: string;
  #held: Held;
  #noted_ledger: number | undefined;
  /** Locks on files that have no name any more. */
  readonly #nameless: Held[] = [];

  constructor(ledger_path: string, held: Held) {
    this.ledger_path = ledger_path;
    this.#held = held;
  }

  file_id(): string {
    return this.#held.file_id;
  }

  witness(): Witness {
    return witnessIn(this.#held.db);
  }

  note({ ledger, attempts }: Witness): void {
    const { db } = this.#held;
    if (this.#noted_ledger !== ledger) db.pragma(`application_id = ${ledger}`);
    this.#noted_ledger = ledger;
    db.pragma(`user_version = ${attempts}`);
  }

  renew(): boolean {
    if (fileId(lockPath(this.ledger_path)) === this.#held.file_id) return false;
    const held = lockFile(lockPath(this.ledger_path), 0);
    // Who just looks, or is about to be refused by the ledger itself, which is open here. It is tried again.
    if (held === undefined) return false;
    this.#nameless.push(this.#held);
    this.#held = held;
    this.#noted_ledger = undefined;
    return true;
  }

  release(): void {
    for (const { db } of [...this.#nameless, this.#held]) db.close();
  }
}
