import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { packageFile } from "../../model/package-files.js";
import { saying } from "../../texts/saying.js";

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
      ...saying("ledger_not_ours", { path }),
    });
  }
  const known = migrationFiles(MIGRATIONS).length;
  const version = versionOf(db);
  if (version > known) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "newer_ledger",
      ...saying("ledger_newer", { path, version, known }),
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
    ...saying("ledger_not_begun", { path, is_empty: version === 0 }),
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
