import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";

/** What is gone: the file at the path, the -wal file beside it, or what this process has put into the file. */
export type Loss = "file" | "wal" | "content";

/** Saves what can be saved of a ledger that was taken from under a run, and says what to do. */
export function rescue(db: Database, path: string, loss: Loss): ExitError {
  const machine = (kind: string, message: string, hint: string) =>
    new ExitError({ exit: EXIT.machine, kind, message, hint });
  // A reader that stands still is not waited for.
  db.pragma("busy_timeout = 100");
  switch (loss) {
    case "wal": {
      const is_whole = putIntoFile(db);
      const message = `${path}-wal, which holds the ledger's latest entries, was deleted while this run worked`;
      if (is_whole)
        return machine(
          "ledger_gone",
          message,
          "nothing is lost, they are in the ledger now: run the same command again",
        );
      return machine("ledger_gone", message, restored(path, save(db, path)));
    }
    case "file": {
      // Where it was only moved, it is whole there.
      const is_whole = putIntoFile(db);
      const message = `the ledger ${path} was deleted, moved or replaced while this run worked`;
      const copy = save(db, path);
      const moved = is_whole
        ? "; if it was moved, with its folder or alone, it is whole there: name it with --ledger"
        : "";
      return machine("ledger_gone", message, `${restored(path, copy)}${moved}`);
    }
    case "content":
      return machine(
        "ledger_overwritten",
        `another program has overwritten the ledger ${path}, or cut it short, while this run worked`,
        "put the newest backup back; the next run says how many requests it does not know of, and does not go on",
      );
  }
}

function restored(path: string, copy: string | undefined): string {
  if (copy === undefined)
    return "put it back as it was; never go on with an older copy, whose rows would be sent twice";
  const first = existsSync(path) ? `move away the file that is at ${path} now, ` : "";
  return `all that it held is in ${copy}: ${first}mv ${copy} ${path}, then run the same command again`;
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
