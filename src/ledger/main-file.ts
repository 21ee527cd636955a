import { existsSync, renameSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";

/** As SQLite does it by itself. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
const CHECKPOINT_COMMITS = 64;

/** What the file holds of the ledger, without what stands in the -wal file. */
interface Content {
  readonly ledger_id: string | undefined;
  readonly attempts: number;
}

/**
 * The ledger's main file. Between two checkpoints nobody writes it: so it is noticed when another program does
 * (a backup that is put back, a file that is cut short). Checkpoints are therefore made here and not by SQLite itself.
 */
export class MainFile {
  readonly #db: Database.Database;
  readonly #path: string;
  #stamp: Stamp = NO_STAMP;
  /** As of the latest checkpoint; undefined where a reader kept that from being whole. */
  #content: Content | undefined;
  #wal_bytes = 0;
  #commits = 0;

  constructor(db: Database.Database, path: string) {
    this.#db = db;
    this.#path = path;
    db.pragma("wal_autocheckpoint = 0");
    this.#checkpoint();
  }

  /** Moves what the -wal file holds into the main file, where it is much. */
  checkpoint(): void {
    this.#commits += 1;
    const bytes = statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes < CHECKPOINT_BYTES) return;
    // The file keeps its size when it is begun anew.
    if (bytes < this.#wal_bytes + CHECKPOINT_BYTES && this.#commits < CHECKPOINT_COMMITS) return;
    this.#wal_bytes = bytes;
    this.#checkpoint();
  }

  /** Somebody else has written the file, and what is in it now is not what this process has put there. */
  isForeign(): boolean {
    const stamp = stampOf(this.#path);
    if (stamp.text === this.#stamp.text) return false;
    if (stamp.bytes < this.#stamp.bytes) return true;
    const { ledger_id, attempts } = this.#content ?? {};
    if (ledger_id !== undefined && attempts !== undefined) {
      const now = contentAt(this.#path);
      if (now?.ledger_id !== ledger_id || now.attempts < attempts) return true;
    }
    this.#stamp = stamp;
    return false;
  }

  /**
   * Closes the connection without touching whatever stands at the path now: SQLite would write the rest of the -wal
   * file into it, and leaves alone a file that it finds moved.
   */
  closeAside(): void {
    const aside = `${this.#path}.aside`;
    const is_there = existsSync(this.#path);
    if (is_there) renameSync(this.#path, aside);
    this.#db.close();
    if (is_there) renameSync(aside, this.#path);
  }

  #checkpoint(): void {
    const [{ log, checkpointed }] = this.#db.pragma("wal_checkpoint(PASSIVE)") as [
      { log: number; checkpointed: number },
    ];
    this.#commits = 0;
    this.#stamp = stampOf(this.#path);
    this.#content = log === checkpointed ? contentOf(this.#db) : undefined;
  }
}

interface Stamp {
  readonly bytes: number;
  readonly text: string;
}

const NO_STAMP: Stamp = { bytes: 0, text: "" };

function stampOf(path: string): Stamp {
  const about = statSync(path, { bigint: true, throwIfNoEntry: false });
  return about === undefined ? NO_STAMP : { bytes: Number(about.size), text: `${about.size} ${about.mtimeNs}` };
}

function contentOf(db: Database.Database): Content {
  return {
    ledger_id: db.prepare<[], string>("SELECT ledger_id FROM setup").pluck().get(),
    attempts: db.prepare<[], number>("SELECT coalesce(max(id), 0) FROM attempts").pluck().get() as number,
  };
}

/** Undefined where the file alone is no ledger. */
function contentAt(path: string): Content | undefined {
  let db: Database.Database | undefined;
  try {
    // As if there were no -wal file.
    db = new Database(`${pathToFileURL(path).href}?immutable=1`, { readonly: true });
    return contentOf(db);
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}
