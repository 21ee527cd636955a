import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";

const SQLITE: Record<string, [kind: string, what: string, hint: string]> = {
  SQLITE_FULL: ["disk_full", "the disk is full", "Free some space, then run the same command again; nothing is lost"],
  SQLITE_READONLY: ["read_only", "the ledger cannot be written", "Check the permissions of the file and its folder"],
  // Without a file of its own left, SQLite says the same.
  SQLITE_CANTOPEN: [
    "cannot_open",
    "the ledger cannot be opened",
    "Check that its folder exists and can be written, and that files may be opened (ulimit -n)",
  ],
  SQLITE_PERM: ["no_permission", "no permission for the ledger", "Check the permissions of the file and its folder"],
  SQLITE_CORRUPT: ["damaged_ledger", "the ledger is damaged", "Restore it from a backup; do not start without it"],
  SQLITE_NOTADB: ["damaged_ledger", "the file is not a ledger, or it is damaged", "Pass the ledger with --ledger FILE"],
  SQLITE_IOERR: ["disk_error", "the disk refused to read or write", "Check the disk, then run the same command again"],
  SQLITE_BUSY: ["ledger_busy", "another program holds the ledger", "Close it, then run the same command again"],
};

const SYSTEM: Record<string, [kind: string, what: string, hint: string]> = {
  ENOSPC: ["disk_full", "the disk is full", "Free some space, then run the same command again; nothing is lost"],
  EDQUOT: [
    "disk_full",
    "the disk quota is used up",
    "Free some space, then run the same command again; nothing is lost",
  ],
  EFBIG: ["file_too_large", "the file cannot grow any larger", "Raise the limit (ulimit -f), or choose another disk"],
  EACCES: ["no_permission", "no permission", "Check the permissions of the file and its folder"],
  EPERM: ["no_permission", "no permission", "Check the permissions of the file and its folder"],
  EROFS: ["read_only", "the file system is read-only", "Choose a folder that can be written to"],
  ENOENT: ["no_such_folder", "no such file or folder", "Check the path: does its folder exist?"],
  ENOTDIR: ["no_such_folder", "a part of the path is not a folder", "Check the path: does its folder exist?"],
  EISDIR: ["is_a_folder", "it is a folder, not a file", "Pass a file in it"],
  EIO: ["disk_error", "the disk refused to read or write", "Check the disk, then run the same command again"],
  EMFILE: ["too_many_files", "too many open files", "Raise the limit of open files (ulimit -n)"],
};

/** A path that somebody has given, and that the system calls something rare (a socket, a name too long …). */
const unusable = (code: string): [string, string, string] => [
  "unusable_path",
  `a file cannot be used (${code})`,
  "Pass another file",
];

/** What this machine refused, as a `ExitError` with exit 11; anything else comes back as it is. */
export function asMachineError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExitError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code !== "string") return error;
  // SQLite's extended codes go on after the primary one: SQLITE_IOERR_WRITE, SQLITE_CANTOPEN_ISDIR …
  const primary = code.split("_").slice(0, 2).join("_");
  const path = (error as NodeJS.ErrnoException).path;
  const known = SQLITE[primary] ?? SYSTEM[code] ?? (path === undefined ? undefined : unusable(code));
  if (known === undefined) return error;
  const [kind, what, hint] = known;
  const where = path === undefined ? "" : `: ${path}`;
  return new ExitError({
    exit: EXIT.machine,
    kind,
    message: `local error: ${what}${where}`,
    hint,
    cause: error,
  });
}
