import { rmSync } from "node:fs";
import type { Database, Statement } from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { saying } from "../../texts/saying.js";
import { fileId } from "./file-name.js";
import { Home } from "./home.js";
import { isUsed, type Lock, ledgerNumber, type Witness } from "./lock.js";
import { MainFile } from "./main-file.js";
import { type Loss, rescue } from "./rescue.js";
import type { Watch, WatchedDatabase } from "./watched-database.js";

/**
 * A run's hold on the ledger that it has opened. Before each transaction it makes sure that the ledger still is the
 * file at its path, and inside it that no other run has begun on it: whatever way round the lock somebody has found,
 * nothing more is sent. After each it tells the lock's file how many attempts the ledger holds.
 */
export class Hold implements Watch {
  readonly #db: WatchedDatabase;
  readonly #path: string;
  readonly #lock: Lock | undefined;
  readonly #file_id: string | undefined;
  readonly #main: MainFile;
  readonly #latestRun: Statement<[], number>;
  readonly #latestAttempt: Statement<[], number>;
  readonly #ledgerId: Statement<[], string>;
  #wal_id: string | undefined;
  #run_id: number | undefined;
  #noted: number | undefined;
  #lost: { readonly what: Loss; readonly stop: ExitError } | undefined;

  constructor(db: WatchedDatabase, path: string, lock: Lock | undefined) {
    this.#db = db;
    this.#path = path;
    this.#lock = lock;
    this.#file_id = fileId(path);
    this.#main = new MainFile(db, path);
    this.#latestRun = db.prepare<[], number>("SELECT max(id) FROM runs").pluck();
    this.#latestAttempt = db.prepare<[], number>("SELECT coalesce(max(id), 0) FROM attempts").pluck();
    this.#ledgerId = db.prepare<[], string>("SELECT ledger_id FROM setup").pluck();
    this.#wal_id = fileId(`${path}-wal`);
    db.watch = this;
  }

  /** This process works as this run from now on. */
  began(run_id: number): void {
    this.#run_id = run_id;
  }

  /** Throws an ExitError where this process must not go on; for whoever waits without writing anything. */
  insist(): void {
    this.before();
    this.inside();
    if (this.#lock?.renew() !== true) return;
    new Home(this.#db).note(this.#path, this.#lock.file_id());
    // The new file knows of nothing yet.
    this.#noted = undefined;
    this.#testify();
  }

  before(): void {
    if (this.#lost !== undefined) throw this.#lost.stop;
    const what = this.#whatIsLost();
    if (what === undefined) return;
    this.#lost = { what, stop: rescue(this.#db, this.#path, what) };
    // What is written now would stand beside whatever ledger comes to this path next.
    this.#db.pragma("query_only = ON");
    // A log beside a file that it does not belong to would spoil it.
    if (what !== "wal" && this.#isOurLog()) rmSync(`${this.#path}-wal`);
    throw this.#lost.stop;
  }

  inside(): void {
    if (this.#run_id === undefined || this.#latestRun.get() === this.#run_id) return;
    throw isUsed(this.#path);
  }

  after(): void {
    this.#wal_id ??= fileId(`${this.#path}-wal`);
    this.#main.committed();
    this.#testify();
  }

  close(): void {
    if (this.#lost?.what === "content") return this.#main.closeAside();
    this.#leave();
    this.#main.close();
  }

  #leave(): void {
    if (!this.#db.open || this.#lock === undefined || this.#lost !== undefined) return;
    try {
      if (this.#whatIsLost() !== undefined) return;
      new Home(this.#db).leave(this.#lock.file_id());
      // SQLite leaves it to the last one that has the ledger open, and a reader does not do it.
      this.#db.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // A full disk, say: then it is asked for when the ledger is moved.
    }
  }

  #isOurLog(): boolean {
    return this.#wal_id !== undefined && fileId(`${this.#path}-wal`) === this.#wal_id;
  }

  #whatIsLost(): Loss | undefined {
    if (fileId(this.#path) !== this.#file_id) return "file";
    if (this.#wal_id !== undefined && !this.#isOurLog()) return "wal";
    return this.#main.isForeign() ? "content" : undefined;
  }

  /** The lock's file never knows of an attempt that the ledger does not hold. */
  #testify(): void {
    if (this.#lock === undefined) return;
    const attempts = this.#latestAttempt.get() as number;
    if (attempts === this.#noted) return;
    const ledger_id = this.#ledgerId.get();
    if (ledger_id === undefined) return;
    this.#lock.note({ ledger: ledgerNumber(ledger_id), attempts });
    this.#noted = attempts;
  }
}

/**
 * Throws an ExitError where the lock's file remembers attempts that the ledger does not know. True where it knows this
 * ledger, so that nothing of it is missing.
 */
export function refuseOlder(db: Database, path: string, { ledger, attempts }: Witness): boolean {
  const ledger_id = db.prepare<[], string>("SELECT ledger_id FROM setup").pluck().get();
  // A ledger without an id never ran; of one whose -wal file was damaged in its first run no more is left.
  const is_its_own = ledger_id === undefined ? attempts > 0 : ledgerNumber(ledger_id) === ledger;
  if (!is_its_own) return false;
  const held = db.prepare<[], number>("SELECT coalesce(max(id), 0) FROM attempts").pluck().get() as number;
  if (held >= attempts) return true;
  throw new ExitError({
    exit: EXIT.machine,
    kind: "older_copy",
    ...saying("ledger_older_copy", { path, held, attempts }),
  });
}
