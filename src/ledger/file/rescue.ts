import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Sentence } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";

/** What is gone: the file at the path, the -wal file beside it, or what this process has put into the file. */
export type Loss = "file" | "wal" | "content";

/** Saves what can be saved of a ledger that was taken from under a run, and says what to do. */
export function rescue(db: Database, path: string, loss: Loss): ExitError {
  const machine = (kind: string, told: Sentence) => new ExitError({ exit: EXIT.machine, kind, ...told });
  // A reader that stands still is not waited for.
  db.pragma("busy_timeout = 100");
  const saved = () => ({ path, copy: save(db, path), is_replaced: existsSync(path) });
  switch (loss) {
    case "wal": {
      const is_whole = putIntoFile(db);
      const rescued = is_whole ? { path, copy: undefined, is_replaced: false } : saved();
      return machine("ledger_gone", saying("ledger_log_deleted", { ...rescued, is_whole }));
    }
    case "file": {
      // Where it was only moved, it is whole there.
      const is_whole = putIntoFile(db);
      return machine("ledger_gone", saying("ledger_taken_away", { ...saved(), is_whole }));
    }
    case "content":
      return machine("ledger_overwritten", saying("ledger_overwritten", { path }));
  }
}

/** True where the main file holds everything now. */
function putIntoFile(db: Database): boolean {
  try {
    // Last of all: where this comes into the file, everything has.
    db.exec("UPDATE home SET in_use = 0");
    const [{ busy, log, checkpointed }] = db.pragma("wal_checkpoint(TRUNCATE)") as [
      { busy: number; log: number; checkpointed: number },
    ];
    return busy === 0 && log === checkpointed;
  } catch {
    return false;
  }
}

/** Writes all that the connection still sees into a file of its own; undefined where that cannot be. */
function save(db: Database, path: string): string | undefined {
  for (let n = 1; n <= 99; n++) {
    const copy = n === 1 ? `${path}.rescued` : `${path}.rescued-${n}`;
    if (existsSync(copy)) continue;
    try {
      closeSync(openSync(copy, "wx", 0o600));
      db.prepare("VACUUM INTO ?").run(copy);
      return copy;
    } catch {
      rmSync(copy, { force: true });
      return undefined;
    }
  }
  return undefined;
}
