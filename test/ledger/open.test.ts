import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../src/ledger/file/lock.js";
import { migrate } from "../../src/ledger/file/migrate.js";
import { type Ledger, openLedger, openScratchLedger, readLedger } from "../../src/ledger/open.js";
import { folder, ledgerWith, look, stopOf } from "./support.js";

const pragma = (path: string, name: string): unknown => {
  const db = new Database(path, { readonly: true });
  const value = db.pragma(name, { simple: true });
  db.close();
  return value;
};

describe("a new ledger", () => {
  it("is of the newest version, and marked as ours", () => {
    const { path } = ledgerWith();
    expect(pragma(path, "user_version")).toBe(readdirSync("migrations").length);
    expect(pragma(path, "application_id")).toBe(Buffer.from("HImp").readInt32BE());
  });

  it("and all that lies beside it can be read by its owner alone, whatever the umask", () => {
    const before = process.umask(0);
    try {
      const { ledger, path } = ledgerWith("A-1");
      const lock = takeLock(path);
      const modes = ["", "-wal", "-shm", ".lock"].map((end) => (statSync(path + end).mode & 0o777).toString(8));
      expect(modes).toEqual(["600", "600", "600", "600"]);
      lock.release();
      const scratch = openScratchLedger(`${path}.scratch`, path);
      expect(scratch.summary.counts()).toEqual(ledger.summary.counts());
      scratch.close();
    } finally {
      process.umask(before);
    }
  });

  it("commits only what is on the disk, but for what it is told not to sync", () => {
    const connections = new Set<Database.Database>();
    const { pragma: original } = Database.prototype;
    Database.prototype.pragma = function (this: Database.Database, ...args) {
      connections.add(this);
      return original.apply(this, args);
    };
    let ledger: Ledger;
    try {
      ({ ledger } = ledgerWith());
    } finally {
      Database.prototype.pragma = original;
    }
    const open = Array.from(connections).filter((db) => db.open);
    expect(open).toHaveLength(1);
    for (const db of open) {
      const synchronous = () => db.pragma("synchronous", { simple: true });
      expect(synchronous()).toBe(2);
      expect(ledger.unsynced(synchronous)).toBe(1);
      const refused = () => {
        throw new Error("The disk is full");
      };
      expect(() => ledger.unsynced(refused)).toThrow("The disk is full");
      expect(synchronous(), "the next one is synced again").toBe(2);
      expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
      expect(db.pragma("foreign_keys", { simple: true })).toBe(1);
    }
  });

  it("is the same one when it is opened again", () => {
    const { ledger, path } = ledgerWith("A-1");
    const again = openLedger(path);
    expect(again.setup.get()).toEqual(ledger.setup.get());
    again.close();
  });
});

describe("migrations", () => {
  const migrations = (...files: readonly string[]): string => {
    const path = folder();
    files.forEach((sql, index) => {
      writeFileSync(join(path, `00${index + 1}-step.sql`), sql);
    });
    return `${path}/`;
  };
  const ONE = "CREATE TABLE one (a)";
  const TWO = "CREATE TABLE two (a); INSERT INTO two SELECT a FROM one";

  it("are applied in their order, and each once", () => {
    const db = new Database(":memory:");
    migrate(db, migrations(ONE));
    db.exec("INSERT INTO one VALUES (7)");
    const both = migrations(ONE, TWO);
    migrate(db, both);
    migrate(db, both);
    expect(db.prepare("SELECT a FROM two").pluck().all()).toEqual([7]);
    expect(db.pragma("user_version", { simple: true })).toBe(2);
  });

  it("that break leave the ledger as it was, and usable", () => {
    const db = new Database(":memory:");
    migrate(db, migrations(ONE));
    expect(() => migrate(db, migrations(ONE, `${TWO}; CREATE TABLE two (b)`))).toThrow("two already exists");
    expect(db.pragma("user_version", { simple: true })).toBe(1);
    expect(db.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["one"]);
    migrate(db, migrations(ONE, TWO));
    expect(db.pragma("user_version", { simple: true })).toBe(2);
  });

  it("that break in the middle of several leave none of them", () => {
    const db = new Database(":memory:");
    expect(() => migrate(db, migrations(ONE, "nonsense"))).toThrow("syntax error");
    expect(db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBe(0);
  });

  it("take no notice of other files", () => {
    const db = new Database(":memory:");
    const path = migrations(ONE);
    writeFileSync(`${path}README.md`, "not SQL");
    migrate(db, path);
    expect(db.pragma("user_version", { simple: true })).toBe(1);
  });
});

describe.each([
  ["a run", openLedger],
  ["a look", readLedger],
  ["a check", (path: string) => openScratchLedger(`${path}.scratch`, path)],
])("what %s refuses to open", (_, open) => {
  it("a ledger of a newer program", () => {
    const { path, ledger } = ledgerWith();
    const db = new Database(path);
    db.pragma("user_version = 999");
    db.close();
    const stop = stopOf(() => open(path));
    expect(stop).toMatchObject({ exit: 2, kind: "newer_ledger" });
    expect(stop.message).toContain("999");
    ledger.close();
  });

  it("a database that is no ledger", () => {
    const path = join(folder(), "other.db");
    new Database(path).exec("CREATE TABLE theirs (a)").close();
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "not_a_ledger" });
    expect(look(path, "SELECT count(*) AS n FROM sqlite_schema")).toEqual({ n: 1 });
  });

  it("a file that is no database", () => {
    const path = join(folder(), "letter.db");
    writeFileSync(path, "Dear Sir or Madam, ".repeat(100));
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "damaged_ledger" });
  });
});

describe("reading a ledger", () => {
  it("says that there is none, and makes none", () => {
    const path = join(folder(), "none.db");
    expect(stopOf(() => readLedger(path))).toMatchObject({ exit: 2, kind: "no_ledger" });
    expect(existsSync(path)).toBe(false);
  });

  it("says that an empty file is none, and does not make it one", () => {
    const path = join(folder(), "empty.db");
    writeFileSync(path, "");
    for (const open of [openLedger, readLedger]) {
      expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "empty_ledger" });
    }
    expect(statSync(path).size).toBe(0);
  });

  it("refuses a folder", () => {
    const path = join(folder(), "sub");
    mkdirSync(path);
    for (const open of [openLedger, readLedger]) {
      expect(stopOf(() => open(path))).toMatchObject({ exit: 2, kind: "is_a_folder" });
    }
  });

  it("refuses a place where nothing can be written with the machine's exit code", () => {
    expect(stopOf(() => openLedger("/proc/no-such-folder/test.db"))).toMatchObject({ exit: 11 });
  });
});
