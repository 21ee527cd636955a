import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { packageFile } from "../../model/package-files.js";

/** Marks the file as ours (`PRAGMA application_id`): the letters HImp. */
const APPLICATION_ID = 0x48496d70;

const MIGRATIONS = packageFile("migrations");

function migrationFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .sort();
}

/** Refuses a file that is no ledger, and a ledger that a newer program has written. */
export function checkVersion(db: Database, path: string): void {
  const application = db.pragma("application_id", { simple: true });
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() as number;
  if (application !== APPLICATION_ID && tables > 0) {
    throw new ExitError({
      exit: EXIT.machine,
      kind: "not_a_ledger",
      message: `${path} is a database, but not a ledger of hire-import`,
      hint: "name the ledger with --ledger FILE",
    });
  }
  const known = migrationFiles(MIGRATIONS).length;
  const version = versionOf(db);
  if (version > known) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "newer_ledger",
      message: `${path} was written by a newer hire-import (ledger version ${version}, this program supports ${known})`,
      hint: "Update hire-import, then run the same command again",
    });
  }
}

/** True of a ledger that only an older program has written. */
export function isOlder(db: Database): boolean {
  const version = versionOf(db);
  return version > 0 && version < migrationFiles(MIGRATIONS).length;
}

/** A ledger that is only read must be of this program's own version: reading it changes nothing. */
export function requireCurrent(db: Database, path: string): void {
  const version = versionOf(db);
  if (version === migrationFiles(MIGRATIONS).length) return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: version === 0 ? "empty_ledger" : "older_ledger",
    message: version === 0 ? `${path} is an empty file, not a ledger yet` : `${path} is of an older hire-import`,
    hint: "start with hire-import run EXPORT, which brings the ledger up to date",
  });
}

/** Applies what is missing, in order, all of it or nothing. */
export function migrate(db: Database, folder = MIGRATIONS): void {
  const version = versionOf(db);
  const missing = migrationFiles(folder).slice(version);
  if (missing.length === 0) return;
  db.transaction(() => {
    for (const name of missing) db.exec(readFileSync(join(folder, name), "utf8"));
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${version + missing.length}`);
  }).immediate();
}

function versionOf(db: Database): number {
  return db.pragma("user_version", { simple: true }) as number;
}
