import { readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { printable } from "../../model/text.js";

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
      message: `${JSON.stringify(printable(name))} cannot be the name of a ledger`,
      hint: "name a file, without blanks around its name or control characters in it, with --ledger FILE",
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
    message: `${printable(name)} cannot be the name of a ledger: this name is reserved for files beside a ledger`,
    hint: "name the ledger itself, or choose another name, with --ledger FILE",
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
  const refused = (kind: string, message: string, hint: string) =>
    new ExitError({ exit: EXIT.usage, kind, message: `${path} ${message}`, hint });
  if (about.isDirectory()) throw refused("is_a_folder", "is a folder, not a ledger", "name a file with --ledger FILE");
  if (!about.isFile()) throw refused("not_a_file", "is no ordinary file", "name a file with --ledger FILE");
  if (about.nlink <= 1) return;
  // SQLite keeps the latest entries beside the name that it was given: the other names do not see them.
  throw refused(
    "ledger_has_links",
    `has ${about.nlink} names (hard links): two runs could use it by two of them`,
    "keep one name: copy the file (cp), remove the others, and give the copy this name",
  );
}
