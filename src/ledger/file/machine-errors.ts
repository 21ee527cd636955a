import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Sentence } from "../../texts/catalogue.js";
import type { Refused } from "../../texts/en/machine.js";
import { saying } from "../../texts/saying.js";

const SQLITE: Readonly<Record<string, readonly [kind: string, what: Refused]>> = {
  SQLITE_FULL: ["disk_full", "disk_full"],
  SQLITE_READONLY: ["read_only", "ledger_read_only"],
  // Without a file of its own left, SQLite says the same.
  SQLITE_CANTOPEN: ["cannot_open", "ledger_not_opened"],
  SQLITE_PERM: ["no_permission", "ledger_forbidden"],
  SQLITE_CORRUPT: ["damaged_ledger", "ledger_damaged"],
  SQLITE_NOTADB: ["damaged_ledger", "not_a_database"],
  SQLITE_IOERR: ["disk_error", "disk_error"],
  SQLITE_BUSY: ["ledger_busy", "ledger_busy"],
};

const SYSTEM: Readonly<Record<string, readonly [kind: string, what: Refused]>> = {
  ENOSPC: ["disk_full", "disk_full"],
  EDQUOT: ["disk_full", "quota_full"],
  EFBIG: ["file_too_large", "file_too_large"],
  EACCES: ["no_permission", "forbidden"],
  EPERM: ["no_permission", "forbidden"],
  EROFS: ["read_only", "read_only"],
  ENOENT: ["no_such_folder", "not_found"],
  ENOTDIR: ["no_such_folder", "not_a_folder"],
  EISDIR: ["is_a_folder", "is_a_folder"],
  EIO: ["disk_error", "disk_error"],
  EMFILE: ["too_many_files", "too_many_files"],
};

/** What this machine refused, as a `ExitError` with exit 11; anything else comes back as it is. */
export function asMachineError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExitError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code !== "string") return error;
  // SQLite's extended codes go on after the primary one: SQLITE_IOERR_WRITE, SQLITE_CANTOPEN_ISDIR …
  const primary = code.split("_").slice(0, 2).join("_");
  const path = (error as NodeJS.ErrnoException).path;
  const known = SQLITE[primary] ?? SYSTEM[code];
  const refused = (kind: string, told: Sentence) => new ExitError({ exit: EXIT.machine, kind, ...told, cause: error });
  if (known !== undefined) return refused(known[0], saying("machine_refused", { what: known[1], path }));
  // A path that somebody has given, and that the system calls something rare: a socket, a name too long …
  return path === undefined ? error : refused("unusable_path", saying("file_unusable", { code, path }));
}
