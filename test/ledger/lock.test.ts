import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { isLocked, lockFile, takeLock } from "../../src/ledger/file/lock.js";
import { readLedger } from "../../src/ledger/open.js";
import { folder, ledgerWith, stopOf } from "./support.js";

const BUILT = pathToFileURL("dist/index.js").href;

/** Another process that takes the lock, says so, and then holds it until it is killed. */
function other(path: string): ChildProcess {
  const code = `import { takeLock } from ${JSON.stringify(BUILT)};
    try { globalThis.lock = takeLock(process.argv[1]); } catch (error) { process.exit(error.exit ?? 99); }
    console.log("held"); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, path], { stdio: ["ignore", "pipe", 2] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

async function held(path: string): Promise<ChildProcess> {
  const child = other(path);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child;
}

describe("the lock of a ledger", () => {
  it("keeps a second process out with exit 8", async () => {
    const { path } = ledgerWith();
    const lock = takeLock(path);
    const [exit] = await once(other(path), "exit");
    expect(exit).toBe(8);
    lock.release();
    await held(path);
  });

  it("says which ledger another process holds, and lets it be read meanwhile", async () => {
    const { path, ledger } = ledgerWith("A-1");
    const child = await held(path);
    const stop = stopOf(() => takeLock(path));
    expect(stop).toMatchObject({ exit: 8, kind: "locked" });
    expect(stop.message).toContain(path);
    expect(isLocked(path)).toBe(true);
    ledger.transaction(() => {
      const reader = readLedger(path);
      expect(reader.summary.counts().pending).toBe(1);
      reader.close();
    });
    child.kill("SIGKILL");
  });

  it("is gone with a process that was killed", async () => {
    const { path } = ledgerWith();
    const child = await held(path);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isLocked(path)).toBe(false);
    takeLock(path).release();
  });

  it("can be taken again once it is released, and is not there before it was ever taken", () => {
    const { path } = ledgerWith();
    expect(isLocked(path)).toBe(false);
    for (const _ of [1, 2]) {
      const lock = takeLock(path);
      expect(isLocked(path)).toBe(true);
      lock.release();
      expect(isLocked(path)).toBe(false);
    }
  });
});

describe("a lock whose file was tidied away", () => {
  const taken = () => {
    const path = join(folder(), "test.db");
    const lock = takeLock(path);
    onTestFinished(() => lock.release());
    lock.note({ ledger: 5, attempts: 1 });
    return { lock, file: `${path}.lock` };
  };

  it("is taken anew, and its new file remembers as much; the old one stays locked", () => {
    const { lock, file } = taken();
    renameSync(file, `${file}.old`);
    expect([lock.renew(), lock.renew()]).toEqual([true, false]);
    lock.note({ ledger: 5, attempts: 2 });
    expect(lock.witness()).toEqual({ ledger: 5, attempts: 2 });
    expect(lockFile(`${file}.old`, 0)).toBeUndefined();
    expect(lockFile(file, 0)).toBeUndefined();
  });

  it("is taken anew later where somebody else holds the new file: a look, or a run that the ledger refuses", () => {
    const { lock, file } = taken();
    renameSync(file, `${file}.old`);
    const other = lockFile(file, 0);
    expect(other).toBeDefined();
    expect(lock.renew()).toBe(false);
    other?.db.close();
    expect(lock.renew()).toBe(true);
  });
});
