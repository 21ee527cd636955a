import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { disk, MAY_MOUNT } from "../support/disk.js";
import { rows, sumOf, tamper, workplace } from "./exports.js";
import { hire, PROGRAM, startProcess } from "./program.js";
import { type ScriptedFeishu, scriptedFeishu } from "./scripted.js";

const run = (...more: string[]) => ["run", "export.csv", "--rate", "500", ...more];

async function expectMachine(args: readonly string[], cwd: string, feishu: ScriptedFeishu, kind: string) {
  const ran = await hire([...args, "--json"], { cwd, env: feishu.env });
  expect(ran.json).toMatchObject({ exit: 11, ok: false, error: { kind } });
  expect(ran.json.error.hint).toMatch(/\S/);
  expect(ran.stderr).toMatch(/^error: local error: /m);
  expect(ran.stderr).not.toMatch(/^ {4}at /m);
  return ran.json;
}

describe("exit 11: this machine refused", () => {
  it.each([
    ["a ledger in a folder that is not there", ["-l", "nowhere/a.db"], "no_such_folder"],
    ["a ledger in a file", ["-l", "export.csv/a.db"], "no_such_folder"],
    ["a log in a folder that is not there", ["--log-file", "nowhere/a.log"], "no_such_folder"],
    ["a log that is a folder", ["--log-file", "."], "is_a_folder"],
    ["a ledger where nothing can be written", ["-l", "/proc/a.db"], "no_such_folder"],
  ])("%s", async (_name, flags, kind) => {
    const feishu = await scriptedFeishu();
    await expectMachine(run(...flags), workplace(rows(3)), feishu, kind);
    expect(feishu.came).toEqual([]);
  });

  it.each([
    ["garbage", (path: string) => writeFileSync(path, Buffer.alloc(8192, "rubbish")), "damaged_ledger"],
    ["an export", (path: string) => writeFileSync(path, "id,talent\n1,2\n"), "damaged_ledger"],
    ["another program's database", (path: string) => tamper(path, "CREATE TABLE cats (name)"), "not_a_ledger"],
  ])("%s for a ledger, which stays as it is", async (_name, write, kind) => {
    const cwd = workplace(rows(3));
    const ledger = join(cwd, "hire-import.db");
    write(ledger);
    const before = readFileSync(ledger);
    const feishu = await scriptedFeishu();
    const { json } = await hire([...run(), "--json"], { cwd, env: feishu.env });
    expect(json).toMatchObject({ exit: 11, error: { kind } });
    expect(readFileSync(ledger).equals(before)).toBe(true);
    expect((await hire(["status", "--json"], { cwd })).json).toMatchObject({ exit: 11, error: { kind } });
    expect(feishu.came).toEqual([]);
  });

  it.each([
    ["failures", ["failures", "-o", "nowhere/failed.csv"]],
    ["check", ["check", "export.csv", "--problems", "nowhere/problems.csv"]],
  ])("a file of %s in a folder that is not there", async (_name, args) => {
    const cwd = workplace(rows(3, (n) => (n === 1 ? { talent: "" } : {})));
    const feishu = await scriptedFeishu();
    await hire(run(), { cwd, env: feishu.env });
    await expectMachine(args, cwd, feishu, "no_such_folder");
  });

  it.skipIf(!MAY_MOUNT)("a read-only file system", async () => {
    const path = disk("ro,size=1m");
    const feishu = await scriptedFeishu();
    await expectMachine(run("-l", join(path, "a.db")), workplace(rows(3)), feishu, "read_only");
  });

  it.skipIf(!MAY_MOUNT)("a full disk while rows are staged: nothing was sent", async () => {
    const path = disk("size=512k");
    const feishu = await scriptedFeishu();
    await expectMachine(run("-l", join(path, "a.db")), workplace(rows(5_000)), feishu, "disk_full");
    expect(feishu.came).toEqual([]);
  });

  it.skipIf(!MAY_MOUNT)(
    "a full disk while rows are sent: what was answered is kept, and it goes on once there is room",
    async () => {
      const path = disk("size=8m");
      const cwd = workplace(rows(300));
      const ledger = join(path, "a.db");
      const feishu = await scriptedFeishu();
      expect((await hire(run("-l", ledger, "--limit", "5"), { cwd, env: feishu.env })).exit).toBe(10);
      // Room for the log of a few commits, and no more.
      const filler = join(path, "filler");
      spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4k"]);
      truncateSync(filler, statSync(filler).size - 160 * 1024);
      const json = await expectMachine(run("-l", ledger), cwd, feishu, "disk_full");
      expect(sumOf(json.counts)).toBe(300);
      expect(json.requests.sent).toBeGreaterThan(0);
      rmSync(filler);
      const status = (await hire(["status", "-l", ledger, "--json"], { cwd })).json;
      expect(sumOf(status.counts)).toBe(300);
      expect((await hire(run("-l", ledger, "--json"), { cwd, env: feishu.env })).json).toMatchObject({
        exit: 0,
        counts: { done: 300 },
      });
      expect(feishu.held).toHaveLength(300);
    },
  );

  it("files that may grow no larger", async () => {
    const cwd = workplace(rows(3_000));
    const feishu = await scriptedFeishu();
    const limited = `trap '' XFSZ; ulimit -f 200; exec "$0" "$@" --json`;
    const args = ["-c", limited, process.execPath, PROGRAM, ...run("--limit", "1")];
    const ended = await startProcess("bash", args, { cwd, env: feishu.env }).ended;
    expect(ended.json).toMatchObject({ exit: 11, error: { kind: "disk_error" } });
    expect(feishu.came).toEqual([]);
  });
});

it("leaves ledger, log, problems and failures to their owner alone, and no draft behind", async () => {
  const cwd = workplace(rows(3, (n) => (n === 1 ? { talent: "" } : {})));
  mkdirSync(join(cwd, "out"));
  const feishu = await scriptedFeishu();
  const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });
  await call(...run("-l", "out/a.db", "--log-file", "out/a.log"));
  await call("failures", "-l", "out/a.db", "-o", "out/failed.csv");
  await call("check", "export.csv", "-l", "out/a.db", "--problems", "out/problems.csv");
  await call("run", "export.csv", "-l", "out/b.db", "--sandbox");
  const files = readdirSync(join(cwd, "out"));
  expect(files).toEqual(
    expect.arrayContaining(["a.db", "a.db.lock", "a.log", "b.db.sandbox", "failed.csv", "problems.csv"]),
  );
  expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
  for (const name of files) {
    expect({ name, mode: (statSync(join(cwd, "out", name)).mode & 0o777).toString(8) }).toEqual({ name, mode: "600" });
  }
});
