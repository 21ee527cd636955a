import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ledgerPath } from "../../src/ledger/file/file-name.js";
import { isLocked, type Lock, takeLock } from "../../src/ledger/file/lock.js";
import { type Ledger, openLedger, readLedger } from "../../src/ledger/open.js";
import { because } from "../../src/texts/because.js";
import { tamper } from "../cli/exports.js";
import { ENDED_OK, folder, look, stopOf } from "./support.js";

interface Opened {
  readonly ledger: Ledger;
  readonly lock: Lock;
  readonly run_id: number;
  close(): void;
}

/** As a run opens it: with a row for each key where it is new. */
function open(path: string, ...keys: readonly string[]): Opened {
  const lock = takeLock(path);
  let ledger: Ledger;
  try {
    ledger = openLedger(path, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
  if (ledger.setup.get() === undefined) ledger.setup.create("external-application", "[]", 1);
  const run_id = ledger.transaction(() => ledger.runs.begin("run", "1.0.0", 1, 1000));
  if (keys.length > 0) {
    const source_id = ledger.sources.begin({ path: "/a.csv", sha256: "00", size_bytes: 1, dialect: "{}", facts: null });
    ledger.transaction(() => {
      keys.forEach((key, index) => {
        const at = { source_id, line: index + 2, record_hash: Buffer.from(key), pass: run_id, now_ms: 1000 };
        ledger.staging.insertOwner(at, key, { status: "pending", key, payload: `{"key":"${key}"}`, failure: null });
      });
    });
  }
  const close = () => {
    ledger.close();
    lock.release();
  };
  onTestFinished(() => {
    try {
      close();
    } catch {
      // The test has closed it.
    }
  });
  return { ledger, lock, run_id, close };
}

const intend = ({ ledger, run_id }: Pick<Opened, "ledger" | "run_id">, row_id = 1, number = 1) =>
  ledger.attempts.begin({ row_id, run_id, number, fingerprint: "f", now_ms: 2_000 });

const attemptsIn = (path: string) => look<{ n: number }>(path, "SELECT count(*) AS n FROM attempts").n;

const newPath = () => join(folder(), "real.db");

describe("the name of a ledger", () => {
  it.each([
    "",
    " real.db",
    "real.db ",
    "real.db\r",
    "real.db\n",
    "a\tb.db",
    "real.db\0x",
    ":memory:",
    "file:real.db",
    "\u3000real.db",
    "real.db\u00a0",
    "real\u007f.db",
    "real.db-wal",
    "real.DB-SHM",
    "real.db-journal",
    "real.db.lock",
  ])("%j is refused, by whoever opens it", (name) => {
    for (const use of [takeLock, openLedger, readLedger]) {
      expect(stopOf(() => use(name))).toMatchObject({ exit: 2, kind: "bad_ledger_name" });
    }
  });

  it.each(["real.db", "名单 2024.db", "a b.db", ".hidden.db", "no-ending", 'it\'s "q" %41?x#y.db'])(
    "%j is a name like any other",
    (name) => {
      const path = join(folder(), name);
      const { close } = open(path, "A-1");
      readLedger(path).close();
      close();
      expect(readdirSync(dirname(path)).sort()).toEqual([name, `${name}.lock`].sort());
    },
  );

  it("is one, by whatever links, spellings and folders it is reached", () => {
    const place = folder();
    const path = join(place, "real.db");
    mkdirSync(join(place, "sub"));
    symlinkSync(place, join(place, "sub", "up"));
    symlinkSync("real.db", join(place, "link.db"));
    symlinkSync(join("sub", "up", "link.db"), join(place, "link-of-link.db"));
    const names = [
      "real.db",
      "link.db",
      "link-of-link.db",
      "sub/up/real.db",
      "sub/../real.db",
      "sub/up/sub/up/link.db",
    ];
    // Before there is one, too.
    for (const made of [false, true]) {
      if (made) open(path).close();
      for (const name of names) expect(ledgerPath(`${place}/${name}`)).toBe(ledgerPath(path));
    }
  });
});

describe("a second run", () => {
  it.each([
    ["a symbolic link", (path: string) => symlinkSync(path, `${path}.link`), ".link"],
    ["a folder that is a link", (path: string) => symlinkSync(dirname(path), `${path}.folder`), ".folder/real.db"],
  ])("by %s is refused", (_name, make, end) => {
    const path = newPath();
    open(path, "A-1");
    make(path);
    expect(stopOf(() => open(path + end))).toMatchObject({ exit: 8, kind: "locked" });
    expect(isLocked(ledgerPath(path + end))).toBe(true);
  });

  it("by a hard link is refused, and the first one may come to its end", () => {
    const path = newPath();
    const first = open(path, "A-1");
    linkSync(path, `${path}.hard`);
    for (const name of [path, `${path}.hard`]) expect([2, 8]).toContain(stopOf(() => open(name)).exit);
    expect(stopOf(() => openLedger(`${path}.hard`))).toMatchObject({ exit: 2, kind: "ledger_has_links" });
    expect(stopOf(() => readLedger(`${path}.hard`))).toMatchObject({ exit: 2, kind: "ledger_has_links" });
    intend(first);
    first.close();
    expect(stopOf(() => open(path))).toMatchObject({ exit: 2, kind: "ledger_has_links" });
    rmSync(`${path}.hard`);
    open(path).close();
  });

  it("is refused though the lock's file was tidied away, and the first one goes on", () => {
    const path = newPath();
    const first = open(path, "A-1", "A-2");
    rmSync(`${path}.lock`);
    expect(stopOf(() => open(path))).toMatchObject({ exit: 8, kind: "locked" });
    rmSync(`${path}.lock`);
    writeFileSync(`${path}.lock`, "");
    expect(stopOf(() => open(path))).toMatchObject({ exit: 8, kind: "locked" });
    intend(first);
    // It notices, and takes the new file: everybody sees again that a run works.
    first.ledger.insist();
    expect(first.lock.witness().attempts).toBe(1);
    expect(isLocked(path)).toBe(true);
    expect(stopOf(() => open(path))).toMatchObject({ exit: 8 });
    intend(first, 2);
    first.close();
    expect(isLocked(path)).toBe(false);
    expect(attemptsIn(path)).toBe(2);
    open(path).close();
  });

  it("is not kept away by a lock's file that was tidied away when nobody worked", () => {
    const path = newPath();
    open(path, "A-1").close();
    for (const change of [
      () => rmSync(`${path}.lock`),
      () => renameSync(`${path}.lock`, `${path}.lock.bak`),
      () => copyFileSync(`${path}.lock.bak`, `${path}.lock`),
    ]) {
      change();
      open(path).close();
    }
  });

  it("where somebody merely reads: refused only while the lock's file is another one, and said", () => {
    const path = newPath();
    open(path, "A-1").close();
    const reader = readLedger(path);
    expect(reader.summary.counts().pending).toBe(1);
    open(path).close();
    renameSync(`${path}.lock`, `${path}.lock.bak`);
    const stop = stopOf(() => open(path));
    expect(stop).toMatchObject({ exit: 8, hint: expect.stringContaining("close what reads") });
    reader.close();
    open(path).close();
  });

  it("that got round the lock all the same ends the first one, before it sends anything more", () => {
    const path = newPath();
    const first = open(path, "A-1", "A-2");
    intend(first);
    // Without the lock: a file system that has none, a program of another kind.
    const ledger = openLedger(path);
    const second = { ledger, run_id: ledger.runs.begin("run", "1.0.0", 2, 3_000) };
    expect(stopOf(() => intend(first, 2))).toMatchObject({ exit: 8, kind: "locked" });
    expect(stopOf(() => first.ledger.transaction(() => undefined))).toMatchObject({ exit: 8 });
    expect(stopOf(() => first.ledger.insist())).toMatchObject({ exit: 8 });
    expect(attemptsIn(path)).toBe(1);
    intend(second, 2);
    ledger.runs.end(second.run_id, 0, ENDED_OK, 4_000);
    ledger.close();
  });
});

describe("a copy of a ledger that is still there", () => {
  it("is refused, and named; where it was moved or is alone it is not", () => {
    const path = newPath();
    const copy = `${path}.copy`;
    const first = open(path, "A-1");
    copyFileSync(path, copy);
    first.close();
    copyFileSync(path, copy);
    expect(stopOf(() => open(copy))).toMatchObject({
      exit: 9,
      kind: "copied_ledger",
      message: expect.stringContaining(path),
    });
    readLedger(copy).close();
    open(path).close();
    rmSync(path);
    open(copy).close();
    const moved = join(folder(), "moved.db");
    renameSync(copy, moved);
    open(moved).close();
  });

  it("that another ledger has taken the place of is none", () => {
    const path = newPath();
    open(path, "A-1").close();
    const old = join(folder(), "old.db");
    renameSync(path, old);
    rmSync(`${path}.lock`);
    open(path, "B-1").close();
    open(old).close();
  });
});

describe("a ledger without the -wal file that a killed run has left", () => {
  /** Its files as a kill leaves them, and its own name is gone: it was moved alone. */
  const killed = (...ends: string[]) => {
    const path = newPath();
    const run = open(path, "A-1", "A-2");
    intend(run);
    const place = join(folder(), "moved.db");
    for (const end of ["", "-wal", ".lock"]) spawnSync("cp", [path + end, `${path}.kept${end}`]);
    run.close();
    for (const end of ["", "-wal", ".lock"]) rmSync(path + end, { force: true });
    for (const end of ends) renameSync(`${path}.kept${end}`, place + end);
    return { path: place, log: `${path}.kept-wal` };
  };

  it("is refused by whoever opens it, and goes on once that is put back", () => {
    const { path, log } = killed("");
    for (const use of [open, readLedger, open]) {
      expect(stopOf(() => use(path))).toMatchObject({ exit: 11, kind: "log_missing" });
    }
    renameSync(log, `${path}-wal`);
    const run = open(path);
    expect(attemptsIn(path)).toBe(1);
    run.close();
    const elsewhere = join(folder(), "again.db");
    renameSync(path, elsewhere);
    open(elsewhere).close();
  });

  it("goes on without, where somebody says that it is gone for good", () => {
    const { path } = killed("");
    expect(stopOf(() => open(path)).hint).toContain(`${path}-wal.lost`);
    writeFileSync(`${path}-wal.lost`, "");
    open(path).close();
    expect(existsSync(`${path}-wal.lost`)).toBe(false);
    expect(attemptsIn(path)).toBe(0);
  });

  it("says where that file is, if it stands where it was", () => {
    const path = newPath();
    const run = open(path, "A-1");
    intend(run);
    const moved = join(folder(), "moved.db");
    spawnSync("cp", [path, moved]);
    spawnSync("cp", [`${path}-wal`, `${path}.kept`]);
    run.close();
    rmSync(path);
    renameSync(`${path}.kept`, `${path}-wal`);
    expect(stopOf(() => open(moved)).hint).toContain(`mv ${path}-wal ${moved}-wal`);
  });

  it("goes on where another program has put it into the ledger: the lock's file knows", () => {
    const { path } = killed("", "-wal", ".lock");
    tamper(path, "PRAGMA wal_checkpoint(TRUNCATE)");
    expect(existsSync(`${path}-wal`)).toBe(false);
    open(path).close();
  });

  it("is none where the run has ended, also beside a reader; nor where a run has saved it", () => {
    const path = newPath();
    const run = open(path, "A-1");
    intend(run);
    const reader = readLedger(path);
    run.close();
    reader.close();
    const moved = join(folder(), "moved.db");
    renameSync(path, moved);
    readLedger(moved).close();
    const again = open(moved);
    renameSync(moved, `${moved}.away`);
    expect(stopOf(() => intend(again, 2))).toMatchObject({ exit: 11, kind: "ledger_gone" });
    again.close();
    const last = open(`${moved}.away`);
    expect(attemptsIn(`${moved}.away`)).toBe(1);
    last.close();
  });
});

describe("a ledger that goes while a run works", () => {
  const begun = () => {
    const path = newPath();
    const run = open(path, "A-1", "A-2", "A-3");
    intend(run);
    return { path, run };
  };
  const expectExit = (run: Opened, kind: string) => {
    for (const act of [
      () => intend(run, 2),
      () => run.ledger.transaction(() => undefined),
      () => run.ledger.insist(),
    ]) {
      expect(stopOf(act)).toMatchObject({ exit: 11, kind });
    }
    return stopOf(() => intend(run, 2));
  };

  it.each([
    ["deleted", (path: string) => rmSync(path)],
    ["moved", (path: string) => renameSync(path, `${path}.away`)],
    [
      "deleted with all that lies beside it",
      (path: string) => {
        for (const end of ["", "-wal", "-shm", ".lock"]) rmSync(path + end);
      },
    ],
    [
      "replaced by another",
      (path: string) => {
        copyFileSync(path, `${path}.other`);
        renameSync(`${path}.other`, path);
      },
    ],
    [
      "replaced by a folder",
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      "replaced by a link to a copy",
      (path: string) => {
        copyFileSync(path, `${path}.other`);
        rmSync(path);
        symlinkSync(`${path}.other`, path);
      },
    ],
  ])("%s: nothing more leaves, and all that it held can be had", (_name, happen) => {
    const { path, run } = begun();
    happen(path);
    const stop = expectExit(run, "ledger_gone");
    expect(stop.hint).toContain(`mv ${path}.rescued ${path}`);
    run.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(statSync(`${path}.rescued`).mode & 0o777).toBe(0o600);
    // As it is told to do.
    rmSync(path, { recursive: true, force: true });
    renameSync(`${path}.rescued`, path);
    expect(attemptsIn(path)).toBe(1);
    const next = open(path);
    expect(next.ledger.attempts.markInterrupted(3_000)).toBe(1);
    intend(next, 2);
    next.close();
  });

  it("moved with its folder: it is whole there", () => {
    const { path, run } = begun();
    const elsewhere = `${dirname(path)}-elsewhere`;
    renameSync(dirname(path), elsewhere);
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    expect(expectExit(run, "ledger_gone").hint).toContain("it is whole there");
    run.close();
    const there = join(elsewhere, basename(path));
    expect(attemptsIn(there)).toBe(1);
    open(there).close();
  });

  it.each([["-wal"], ["-wal", "-shm"]])(
    "without its %s %s: nothing is lost, and the same command goes on",
    (...ends) => {
      const { path, run } = begun();
      for (const end of ends) rmSync(path + end);
      expect(expectExit(run, "ledger_gone").hint).toContain("run the same command again");
      run.close();
      expect(attemptsIn(path)).toBe(1);
      const next = open(path);
      intend(next, 2);
      next.close();
    },
  );

  it.each([
    ["cut short", (path: string) => truncateSync(path, 8_192)],
    ["emptied", (path: string) => truncateSync(path, 0)],
    ["overwritten by a backup", (path: string, backup: string) => writeFileSync(path, readFileSync(backup))],
    ["overwritten by something else", (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size, "x"))],
  ])("%s: it stops, and leaves the file as it is then", (_name, happen) => {
    const path = newPath();
    const backup = `${path}.backup`;
    open(path, "A-1", "A-2", "A-3").close();
    copyFileSync(path, backup);
    const before = open(path);
    intend(before);
    before.close();
    const run = open(path);
    happen(path, backup);
    const now = readFileSync(path);
    expectExit(run, "ledger_overwritten");
    run.close();
    expect(readFileSync(path).equals(now)).toBe(true);
    expect(existsSync(`${path}-wal`)).toBe(false);
    // What was sent since the backup is in no ledger: nobody goes on as if it had not been.
    const exits: Record<string, string> = { emptied: "empty_ledger", "overwritten by a backup": "older_copy" };
    const kind = exits[_name];
    if (kind !== undefined) expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind });
  });

  it("looked into, changed and tidied up by a program that knows SQLite: it goes on", () => {
    const { path, run: first } = begun();
    first.close();
    const run = open(path);
    intend(run, 2);
    tamper(
      path,
      "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (zeroblob(20000)); PRAGMA wal_checkpoint(TRUNCATE)",
    );
    intend(run, 3);
    run.ledger.insist();
    run.close();
    expect(attemptsIn(path)).toBe(3);
  });

  it("touched, or written with what it holds: it goes on", () => {
    const { path, run: first } = begun();
    first.close();
    const run = open(path);
    utimesSync(path, 1, 1);
    intend(run, 2);
    // Read by another process: to open a ledger by Node's own functions ends the locks of this one.
    spawnSync("cp", [path, `${path}.copy`]);
    spawnSync("cp", [`${path}.copy`, path]);
    run.ledger.insist();
    intend(run, 3);
    run.close();
    expect(attemptsIn(path)).toBe(3);
  });

  it("is not taken for gone by its own checkpoints, also where a reader stands still", () => {
    const path = newPath();
    const run = open(path, "A-1");
    const padding = "x".repeat(500_000);
    const grow = () =>
      run.ledger.transaction(() => {
        const at = { source_id: 1, line: 3, record_hash: Buffer.from("r"), pass: 1, now_ms: 1 };
        const failure = because("bad_value", { id: "as_written", message: padding, hint: "" });
        run.ledger.staging.insertKeyless(at, { status: "invalid", key: null, payload: null, failure });
      });
    for (let n = 0; n < 20; n++) grow();
    const reader = readLedger(path);
    reader.snapshot(() => {
      reader.summary.counts();
      for (let n = 0; n < 20; n++) grow();
    });
    reader.close();
    for (let n = 0; n < 20; n++) grow();
    run.ledger.insist();
    run.close();
    expect(statSync(path).size).toBeGreaterThan(30_000_000);
  });
});

describe("what the lock's file remembers", () => {
  const sent = (path: string) => {
    const run = open(path, "A-1", "A-2");
    intend(run);
    return run;
  };

  it("a ledger that is gone is not begun anew in silence; on purpose it is", () => {
    const path = newPath();
    sent(path).close();
    rmSync(path);
    expect(stopOf(() => open(path))).toMatchObject({
      exit: 11,
      kind: "ledger_gone",
      message: expect.stringContaining("1 request"),
    });
    rmSync(`${path}.lock`);
    open(path).close();
  });

  it("one that nothing was sent with is", () => {
    const path = newPath();
    open(path, "A-1").close();
    rmSync(path);
    open(path).close();
  });

  it.each([
    ["damaged", (log: string) => writeFileSync(log, Buffer.alloc(statSync(log).size, "x"))],
    ["cut short", (log: string) => truncateSync(log, 8_192)],
  ])("the -wal file of a first run that was killed, %s, is noticed, by readers too", (_name, happen) => {
    const path = newPath();
    const run = open(path, "A-1", "A-2");
    intend(run);
    const killed = folder();
    for (const end of ["", "-wal"]) copyFileSync(path + end, join(killed, `real.db${end}`));
    run.close();
    for (const end of ["", "-wal"]) copyFileSync(join(killed, `real.db${end}`), path + end);
    happen(`${path}-wal`);
    expect(stopOf(() => readLedger(path))).toMatchObject({ exit: 11, kind: "older_copy" });
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "older_copy" });
  });

  it("a -wal file that was deleted, or an older copy that was put back, is noticed", () => {
    const path = newPath();
    open(path, "A-1", "A-2").close();
    copyFileSync(path, `${path}.backup`);
    const run = open(path);
    intend(run);
    // A run that was killed: all that it leaves are its files.
    const killed = folder();
    for (const end of ["", "-wal"]) copyFileSync(path + end, join(killed, `real.db${end}`));
    run.close();
    copyFileSync(join(killed, "real.db"), path);
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "older_copy" });
    copyFileSync(join(killed, "real.db-wal"), `${path}-wal`);
    open(path).close();
    renameSync(`${path}.backup`, path);
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "older_copy" });
    rmSync(`${path}.lock`);
    open(path).close();
  });

  it("says nothing against a ledger of another import, nor one that has more", () => {
    const path = newPath();
    sent(path).close();
    const other = newPath();
    open(other, "B-1").close();
    copyFileSync(path, `${path}.mine`);
    rmSync(other.replace("real.db", "nothing.db"), { force: true });
    renameSync(other, path);
    open(path).close();
    renameSync(`${path}.mine`, path);
    open(path).close();
  });

  it("a log without its ledger is not begun upon", () => {
    const path = newPath();
    appendFileSync(`${path}-wal`, "frames");
    expect(stopOf(() => open(path))).toMatchObject({ exit: 11, kind: "ledger_gone" });
  });
});
