import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";

/** As SQLite does it by itself. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
const CHECKPOINT_COMMITS = 64;

/** Where the -shm file says how often the log was begun anew, and what was moved of it: aSalt, nBackfill. */
const SALT = { at: 32, bytes: 8 };
const MOVED = { at: 96, bytes: 4 };

const PAGE_BYTES = 4096;
/** So many pages tell one state of the file from another; of a larger file they stand far apart, but it grows. */
const PAGES_SEEN = 256;

/**
 * The ledger's main file. Between two checkpoints nobody writes it: so it is noticed when another program does
 * (a backup that is put back, a file that is cut short). Checkpoints are therefore made here and not by SQLite itself.
 */
export class MainFile {
  readonly #db: Database;
  readonly #path: string;
  /** Never closed before the connection is: to close any handle of a file ends all locks on it (POSIX). */
  readonly #fd: number;
  readonly #shm_fd: number;
  #state: State = { bytes: 0, mtime_ns: 0n, print: "" };
  #log_state = "";
  #wal_bytes = 0;
  #commits = 0;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
    this.#fd = openSync(path, "r");
    db.pragma("wal_autocheckpoint = 0");
    // The first reading makes it.
    db.pragma("user_version");
    this.#shm_fd = openSync(`${path}-shm`, "r");
    this.#checkpoint();
  }

  /** After a commit: moves what the -wal file holds into the main file, where it is much. */
  committed(): void {
    this.#log_state = this.#logState();
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
    const { size, mtimeNs } = fstatSync(this.#fd, { bigint: true });
    if (size === BigInt(this.#state.bytes) && mtimeNs === this.#state.mtime_ns) return false;
    // Another program may make a checkpoint, and a touch, or a copy of itself, does no harm.
    const [now, log_state] = [this.#look(), this.#logState()];
    const is_checkpoint = log_state !== this.#log_state;
    if (!is_checkpoint && (now.bytes < this.#state.bytes || now.print !== this.#state.print)) return true;
    this.#state = now;
    this.#log_state = log_state;
    return false;
  }

  close(): void {
    if (!this.#db.open) return;
    this.#db.close();
    closeSync(this.#fd);
    closeSync(this.#shm_fd);
  }

  /**
   * Closes the connection without touching whatever stands at the path now: SQLite would write the rest of the -wal
   * file into it, and leaves alone a file that it finds moved.
   */
  closeAside(): void {
    const aside = `${this.#path}.aside`;
    const is_there = existsSync(this.#path);
    if (is_there) renameSync(this.#path, aside);
    this.close();
    if (is_there) renameSync(aside, this.#path);
  }

  #checkpoint(): void {
    this.#db.pragma("wal_checkpoint(PASSIVE)");
    this.#commits = 0;
    this.#state = this.#look();
    this.#log_state = this.#logState();
  }

  /** Changes with every checkpoint, whoever makes it (sqlite.org/walformat.html). */
  #logState(): string {
    return [SALT, MOVED]
      .map(({ at, bytes }) => {
        const state = Buffer.alloc(bytes);
        readSync(this.#shm_fd, state, 0, bytes, at);
        return state.toString("hex");
      })
      .join(" ");
  }

  #look(): State {
    const { size, mtimeNs: mtime_ns } = fstatSync(this.#fd, { bigint: true });
    const bytes = Number(size);
    const hash = createHash("sha256");
    const page = Buffer.alloc(PAGE_BYTES);
    const step = Math.max(1, Math.floor(bytes / PAGE_BYTES / PAGES_SEEN));
    for (let nth = 0; nth * PAGE_BYTES < bytes; nth += step) {
      const got = readSync(this.#fd, page, 0, PAGE_BYTES, nth * PAGE_BYTES);
      hash.update(page.subarray(0, got));
    }
    return { bytes, mtime_ns, print: hash.digest("hex") };
  }
}

interface State {
  readonly bytes: number;
  readonly mtime_ns: bigint;
  readonly print: string;
}
