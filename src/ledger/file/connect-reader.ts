import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { refuseOlder } from "./hold.js";
import { Home, hasLog } from "./home.js";
import { lookAtWitness } from "./lock.js";
import { checkVersion, isOlder, migrate, requireCurrent } from "./migrate.js";

/** Gives a folder of the caller's own, for a copy of what cannot be read where it is. */
export type Scratch = () => string;

/**
 * A connection that reads the ledger at `path`, also while a run works. An archived ledger, in a place where nothing
 * can be written, is read too; and with `scratch` one that an older program has written.
 */
export function connectReader(path: string, scratch?: Scratch): Database.Database {
  // Asked first: a run that begins now may send more.
  const witness = lookAtWitness(path);
  // A connection may make one.
  const has_log = hasLog(path);
  const db = connectAsIs(path, scratch);
  try {
    checkVersion(db, path);
    if (scratch === undefined || !isOlder(db)) requireCurrent(db, path);
    else return brought(db, join(scratch(), basename(path)));
    const is_known = witness === undefined || refuseOlder(db, path, witness);
    if (!has_log && !is_known) new Home(db).refuseParted(path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The ledger as it stands, whatever its version. */
export function connectAsIs(path: string, scratch?: Scratch): Database.Database {
  const db = new Database(path, { readonly: true });
  try {
    db.pragma("user_version");
    return db;
  } catch (error) {
    db.close();
    if (!isPlace(error) || scratch === undefined) throw error;
  }
  // SQLite writes files of its own beside a ledger that it reads.
  const copy = join(scratch(), basename(path));
  for (const end of ["", "-wal"]) {
    if (!existsSync(path + end)) continue;
    copyFileSync(path + end, copy + end);
    chmodSync(copy + end, 0o600);
  }
  return new Database(copy);
}

/** The place is to blame, not the file. */
function isPlace(error: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/.test(String((error as { code?: string }).code));
}

/** A copy as this program writes it. */
function brought(db: Database.Database, copy: string): Database.Database {
  db.prepare("VACUUM INTO ?").run(copy);
  db.close();
  const own = new Database(copy);
  own.pragma("synchronous = OFF");
  migrate(own);
  return own;
}
