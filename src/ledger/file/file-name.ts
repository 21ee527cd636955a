import { readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { printable } from "../../model/text.js";
import type { Sentence } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";

/** As many as Linux follows. */
const LINKS_MAX = 40;

/**
 * The one path of a ledger, whatever name it was reached by: absolute, behind symbolic links, also where it is yet to
 * be made.
 *
 * @throws ExitError with exit 2 for a name that SQLite would read as another one, or as no file at all.
 */
export function ledgerPath(name: string): string {
  // better-sqlite3 cuts blanks off both ends, and SQLite ends a name at its first NUL.
  const is_odd = name.trim() !== name || /\p{Cc}/u.test(name) || /^(:memory:|file:)/i.test(name);
  if (BESIDE.test(name)) throw isBeside(name);
  if (name === "" || is_odd) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "bad_ledger_name",
      ...saying("ledger_name_odd", { name: printable(name) }),
    });
  }
  return behindLinks(resolve(name), 0);
}

/** What stands beside a ledger: SQLite and we would take the one for the other. */
const BESIDE = /(-(wal|shm|journal)|\.lock)$/i;

function isBeside(name: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "bad_ledger_name",
    ...saying("ledger_name_reserved", { name: printable(name) }),
  });
}

function behindLinks(path: string, links: number): string {
  try {
    return realpathSync.native(path);
  } catch {
    // It is yet to be made, or nobody may look.
  }
  const folder = dirname(path);
  if (folder === path || links > LINKS_MAX) return path;
  let to: string;
  try {
    to = readlinkSync(path);
  } catch {
    return join(behindLinks(folder, links), basename(path));
  }
  return behindLinks(resolve(behindLinks(folder, links), to), links + 1);
}

/** Tells a file from every other one on this machine, whatever its name; undefined where there is none. */
export function fileId(path: string): string | undefined {
  const about = statSync(path, { bigint: true, throwIfNoEntry: false });
  return about === undefined ? undefined : `${about.dev}:${about.ino}`;
}

/** Refuses what is there and can be no ledger: a folder, a device, a file with several names. */
export function refuseOddFile(path: string): void {
  const about = statSync(path, { throwIfNoEntry: false });
  if (about === undefined) return;
  const refused = (kind: string, told: Sentence) => new ExitError({ exit: EXIT.usage, kind, ...told });
  if (about.isDirectory()) throw refused("is_a_folder", saying("ledger_is_folder", { path }));
  if (!about.isFile()) throw refused("not_a_file", saying("ledger_not_regular", { path }));
  if (about.nlink <= 1) return;
  // SQLite keeps the latest entries beside the name that it was given: the other names do not see them.
  throw refused("ledger_has_links", saying("ledger_has_links", { path, links: about.nlink }));
}
