import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { disk, MAY_MOUNT, makeReadOnly } from "../support/disk.js";
import { csvText, rows, tamper, workplace } from "./exports.js";
import { afterwards, folder, hire, PROGRAM, start } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

let cwd: string;

beforeAll(async () => {
  cwd = workplace(
    rows(4_000, (n) => (n === 1 ? {} : { talent: "" })),
    "file",
  );
  const feishu = await scriptedFeishu(() => "ok", { scope: "file" });
  expect((await hire(["run", "export.csv"], { cwd, env: feishu.env })).exit).toBe(1);
});

/** The ledger in a place where nothing can be written. */
function archive(prepare: (path: string) => void): string {
  const place = disk("size=64m");
  const path = join(place, "hire-import.db");
  cpSync(join(cwd, "hire-import.db"), path);
  prepare(path);
  makeReadOnly(place);
  return path;
}

/** What a run that was killed leaves: entries that are in the -wal file alone. */
function withLog(path: string): void {
  const db = new Database(path);
  db.pragma("wal_autocheckpoint = 0");
  db.exec("UPDATE rows SET remote_id = '7400000000000000042' WHERE status = 'done'");
  cpSync(path, `${path}.killed`);
  cpSync(`${path}-wal`, `${path}.killed-wal`);
  db.close();
  for (const end of ["", "-wal"]) cpSync(`${path}.killed${end}`, path + end);
}

describe.skipIf(!MAY_MOUNT)("an archived ledger", () => {
  it.each([
    ["whole", () => undefined, "status"],
    ["with latest entries beside it", withLog, "7400000000000000042"],
    ["with a lock's file", (path: string) => writeFileSync(`${path}.lock`, ""), "status"],
    ["of an older version", (path: string) => older(path), "status"],
  ])("%s, in a place where nothing can be written, can be read", async (_name, prepare, id) => {
    const path = archive(prepare);
    const call = (...args: string[]) => hire([...args, "-l", path], { cwd });
    expect((await call("status", "--json")).json).toMatchObject({ exit: 1, rows: 4_000, running: false });
    expect((await call("results", "--status", "done")).stdout).toContain(id);
    expect((await call("explain", "A-1", "--json")).json).toMatchObject({ exit: 0, key: "A-1" });
    const report = join(folder(), "report.html");
    expect(await call("report", "-o", report)).toMatchObject({ exit: 0 });
    if (id !== "status") return;
    expect(await call("failures", "-o", join(folder(), "failed.csv"))).toMatchObject({ exit: 0, stderr: "" });
    expect((await call("check", "export.csv", "--json")).json).toMatchObject({ exit: 1, rows: 4_000, new: 0 });
    expect(existsSync(`${path}-shm`)).toBe(false);
  });

  it("cannot be run with, and says so", async () => {
    const path = archive(() => undefined);
    const feishu = await scriptedFeishu();
    const ran = await hire(["run", "export.csv", "-l", path, "--json"], { cwd, env: feishu.env });
    expect(ran.json).toMatchObject({ exit: 11, error: { kind: "read_only" } });
  });
});

/** As the version before wrote it. */
function older(path: string): void {
  tamper(
    path,
    `DROP TABLE parents; DROP TABLE home; DROP TABLE given_exports;
     DROP INDEX sources_by_content; ALTER TABLE sources DROP COLUMN content_sha256;
     ALTER TABLE attempts DROP COLUMN latest_start_ms; ALTER TABLE update_attempts DROP COLUMN latest_start_ms;
     PRAGMA user_version = 8`,
  );
}

describe("a reader that stands still", () => {
  it.each([
    ["results", "-l"],
    ["failures", "-l"],
  ])("%s into a pager keeps nothing from the ledger", async (command, flag) => {
    const path = join(folder(), "hire-import.db");
    cpSync(join(cwd, "hire-import.db"), path);
    const child = spawn(process.execPath, [PROGRAM, command, flag, path], { cwd, stdio: ["ignore", "pipe", "ignore"] });
    afterwards(() => void child.kill("SIGKILL"));
    await once(child.stdout, "readable");
    const db = new Database(path, { timeout: 0 });
    db.exec("UPDATE rows SET attempts = attempts + 1 WHERE status = 'done'");
    expect(db.pragma("wal_checkpoint(TRUNCATE)")).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
    db.close();
    let bytes = 0;
    for await (const chunk of child.stdout) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(200_000);
  });
});

describe("temporary files", () => {
  it("of a process that was killed are removed by the next call; those of one that lives are not", async () => {
    const tmp = folder();
    const env = { TMPDIR: tmp };
    const feed = () => {
      const child = spawn(process.execPath, [PROGRAM, "check", "-"], { cwd, env: { ...process.env, ...env } });
      afterwards(() => void child.kill("SIGKILL"));
      child.stdin.write(csvText(rows(2)));
      return child;
    };
    const [dead, alive] = [feed(), feed()];
    const spools = () => readdirSync(tmp).filter((name) => existsSync(join(tmp, name, "export.csv")));
    while (spools().length < 2) await new Promise((resolve) => setImmediate(resolve));
    dead.kill("SIGKILL");
    await once(dead, "close");
    mkdirSync(join(tmp, "hire-import-stdin-theirs"));
    symlinkSync(dirname(cwd), join(tmp, "hire-import-check-link"));
    expect((await hire(["status"], { cwd, env })).exit).toBe(1);
    expect(spools()).toHaveLength(1);
    expect(readdirSync(tmp)).toEqual(expect.arrayContaining(["hire-import-stdin-theirs", "hire-import-check-link"]));
    alive.stdin.end();
    await once(alive, "close");
    expect(spools()).toEqual([]);
    rmSync(join(tmp, "hire-import-check-link"));
  });

  it("of version 0.2.0, which held no lock, are removed once they are a day old", async () => {
    const tmp = folder();
    const left = (name: string, hours: number) => {
      mkdirSync(join(tmp, name));
      writeFileSync(join(tmp, name, "export.csv"), "");
      const then_s = (Date.now() - hours * 3_600_000) / 1_000;
      for (const path of [join(tmp, name, "export.csv"), join(tmp, name)]) utimesSync(path, then_s, then_s);
    };
    left("hire-import-stdin-old", 25);
    left("hire-import-check-young", 23);
    left("hire-importer-stdin-theirs", 99);
    await hire(["status"], { cwd, env: { TMPDIR: tmp } });
    expect(readdirSync(tmp).sort()).toEqual(["hire-import-check-young", "hire-importer-stdin-theirs"]);
  });

  it("that another call removes in the same moment cost a call nothing", async () => {
    const hook = join(folder(), "hook.mjs");
    writeFileSync(
      hook,
      `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { rmSync } = fs;
fs.rmSync = (path, options) => {
  rmSync(path, options);
  if (/hire-import-check-/.test(path)) throw Object.assign(new Error("ENOTEMPTY"), { code: "ENOTEMPTY" });
};
syncBuiltinESMExports();
`,
    );
    const tmp = folder();
    const env = { TMPDIR: tmp, NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` };
    const { exit, stderr } = await hire(["check", "export.csv", "-l", "none.db"], { cwd, env });
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: expect.not.stringContaining("ENOTEMPTY") });
    expect(readdirSync(tmp)).toEqual([]);
  });

  it("are gone with a check that was stopped", async () => {
    const tmp = folder();
    const call = start(["check", "-"], { cwd, env: { TMPDIR: tmp } });
    expect((await call.ended).exit).toBe(2);
    expect(statSync(tmp).isDirectory() && readdirSync(tmp)).toEqual([]);
  });
});
