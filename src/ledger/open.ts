import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { saying } from "../texts/saying.js";
import { claim } from "./file/claim.js";
import { connectAsIs, connectReader, type Scratch } from "./file/connect-reader.js";
import { createLedger, refuseEmpty } from "./file/create.js";
import { ledgerPath, refuseOddFile } from "./file/file-name.js";
import { Hold } from "./file/hold.js";
import { Keys } from "./file/keys.js";
import type { Lock } from "./file/lock.js";
import { asMachineError } from "./file/machine-errors.js";
import { checkVersion, migrate } from "./file/migrate.js";
import { WatchedDatabase } from "./file/watched-database.js";
import { Attempts } from "./rows/attempts.js";
import { Copies } from "./rows/copies.js";
import { Deletions } from "./rows/deletions.js";
import { History } from "./rows/history.js";
import { MendedCells } from "./rows/mended-cells.js";
import { Originals } from "./rows/originals.js";
import { Parents } from "./rows/parents.js";
import { Queue } from "./rows/queue.js";
import { Results } from "./rows/results.js";
import { RowDetails } from "./rows/row-details.js";
import { Settlements } from "./rows/settlements.js";
import { Staging } from "./rows/staging.js";
import { Talents } from "./rows/talents.js";
import { UpdateSummary } from "./rows/update-counts.js";
import { Updates } from "./rows/updates.js";
import { Verifications } from "./rows/verifications.js";
import { GivenExports } from "./runs/given-exports.js";
import { Outages } from "./runs/outages.js";
import { Runs } from "./runs/runs.js";
import { SetupTable } from "./runs/setup.js";
import { Sources } from "./runs/sources.js";
import { Summary } from "./runs/summary.js";

const SYNCED = "synchronous = FULL";
/** The WAL is one log: the next commit that is synced takes along all that stand before it (sqlite.org/wal.html). */
const UNSYNCED = "synchronous = NORMAL";

/** The SQLite file that knows every row, every attempt and every outcome. All of it is synchronous. */
export interface Ledger {
  readonly path: string;
  readonly setup: SetupTable;
  readonly runs: Runs;
  readonly sources: Sources;
  readonly given_exports: GivenExports;
  readonly staging: Staging;
  readonly queue: Queue;
  readonly attempts: Attempts;
  readonly settlements: Settlements;
  readonly summary: Summary;
  readonly row_details: RowDetails;
  readonly deletions: Deletions;
  readonly updates: Updates;
  readonly update_counts: UpdateSummary;
  readonly verifications: Verifications;
  readonly outages: Outages;
  readonly results: Results;
  readonly history: History;
  readonly mended_cells: MendedCells;
  readonly talents: Talents;
  readonly keys: Keys;
  readonly parents: Parents;
  readonly copies: Copies;
  /** Empty ones; those given out before are no good any more. */
  originals(): Originals;
  /** All of `work` or nothing. `work` must not await: no transaction is held across a request. */
  transaction<T>(work: () => T): T;
  /**
   * What `work` commits is on the disk with the next commit outside of it, and a power cut before that takes it; an end
   * of the process does not. For what the ledger can do without: what came of a request whose intent is on the disk.
   */
  unsynced<T>(work: () => T): T;
  /** All that `read` sees is of one moment, also while a run works. It must not await. */
  snapshot<T>(read: () => T): T;
  /**
   * Throws an ExitError where this process must write no more: the file is another one, or another run has begun on it.
   */
  insist(): void;
  close(): void;
}

/**
 * Opens the ledger for a run, and makes it where there is none. Without the lock nothing keeps another run away, but
 * the one that has begun before sends nothing more.
 */
export function openLedger(name: string, lock?: Lock): Ledger {
  return guarded(() => {
    const path = ledgerPath(name);
    refuseOddFile(path);
    if (existsSync(path)) refuseEmpty(path);
    else createLedger(path, lock);
    const connect = () => connectTo(path);
    const db = lock === undefined ? connect() : claim(path, lock, connect);
    try {
      return assemble(db, path, new Hold(db, path, lock));
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function connectTo(path: string): WatchedDatabase {
  const db = new WatchedDatabase(path, { fileMustExist: true });
  try {
    checkVersion(db, path);
    db.pragma("journal_mode = WAL");
    // The intent must be on disk before the first byte leaves: a commit returns after its fsync.
    db.pragma(SYNCED);
    configure(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a ledger to read it, also while a run works. `scratch`: see `connectReader`. */
export function readLedger(name: string, scratch?: Scratch): Ledger {
  return guarded(() => {
    const path = ledgerPath(name);
    refuseOddFile(path);
    if (!existsSync(path)) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "no_ledger",
        ...saying("ledger_missing", { path }),
      });
    }
    refuseEmpty(path);
    const db = connectReader(path, scratch);
    try {
      configure(db);
      return assemble(db, path);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A ledger of its own for `check`: a copy of the one at `path` where there is one, never synced, thrown away. */
export function openScratchLedger(scratch_path: string, path: string | undefined, scratch?: Scratch): Ledger {
  return guarded(() => {
    if (path !== undefined) {
      const original = connectAsIs(path, scratch);
      try {
        checkVersion(original, path);
        original.prepare("VACUUM INTO ?").run(scratch_path);
      } finally {
        original.close();
      }
    }
    const db = new Database(scratch_path);
    db.pragma("journal_mode = OFF");
    db.pragma("synchronous = OFF");
    configure(db);
    migrate(db);
    return assemble(db, scratch_path);
  });
}

function configure(db: Database.Database): void {
  db.pragma("foreign_keys = ON");
  // Staging a million rows is no faster with 32 MiB, in the order of the keys or against it (measured).
  db.pragma("cache_size = -4096");
}

/** `hold`: of a ledger that a run writes. */
function assemble(db: Database.Database, path: string, hold?: Hold): Ledger {
  return whenAsked(
    {
      setup: () => new SetupTable(db),
      runs: () => new Runs(db, (run_id) => hold?.began(run_id)),
      sources: () => new Sources(db),
      given_exports: () => new GivenExports(db),
      staging: () => new Staging(db),
      queue: () => new Queue(db),
      attempts: () => new Attempts(db),
      settlements: () => new Settlements(db),
      summary: () => new Summary(db),
      row_details: () => new RowDetails(db),
      deletions: () => new Deletions(db),
      updates: () => new Updates(db),
      update_counts: () => new UpdateSummary(db),
      verifications: () => new Verifications(db),
      outages: () => new Outages(db),
      results: () => new Results(db),
      history: () => new History(db),
      mended_cells: () => new MendedCells(db),
      talents: () => new Talents(db),
      keys: () => new Keys(db),
      parents: () => new Parents(db, path),
      copies: () => new Copies(db),
    },
    {
      path,
      originals: () => new Originals(db),
      transaction: (work) => db.transaction(work).immediate(),
      // By `exec`, which costs an eighth of `pragma` (measured), twice for each row.
      unsynced: (work) => {
        db.exec(`PRAGMA ${UNSYNCED}`);
        try {
          return work();
        } finally {
          db.exec(`PRAGMA ${SYNCED}`);
        }
      },
      snapshot: (read) => db.transaction(read).deferred(),
      insist: () => hold?.insist(),
      close: () => (hold ?? db).close(),
    },
  );
}

/** A part prepares its statements when it is first asked for: `status` needs few of them. */
function whenAsked<Name extends keyof Ledger>(
  parts: { readonly [Each in Name]: () => Ledger[Each] },
  others: Omit<Ledger, Name>,
): Ledger {
  const ledger = { ...others };
  for (const name of Object.keys(parts) as Name[]) {
    const get = () => {
      const value = parts[name]();
      Object.defineProperty(ledger, name, { value });
      return value;
    };
    Object.defineProperty(ledger, name, { get, enumerable: true, configurable: true });
  }
  return ledger as Ledger;
}

function guarded<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw asMachineError(error);
  }
}
