import { spawnSync } from "node:child_process";
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/cli/commands/check/check.js";
import { failures } from "../../src/cli/commands/failures/failures.js";
import { init } from "../../src/cli/commands/init/init.js";
import { report } from "../../src/cli/commands/report/report.js";
import { results } from "../../src/cli/commands/results/results.js";
import { Output } from "../../src/cli/output.js";
import { ExitError } from "../../src/model/exit-error.js";
import { disk, MAY_MOUNT } from "../support/disk.js";
import { rows, workplace } from "./exports.js";
import { folder, hire, PROGRAM, startProcess } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

const ROWS = 900;
/** Each file would be larger. A reader of the ledger needs 32 KiB for its index in memory. */
const LIMIT_KIB = 40;

let cwd: string;

beforeAll(async () => {
  // One row is done; the others have a reason to stand in every list.
  cwd = workplace(
    rows(ROWS, (n) => (n === 1 ? {} : { talent: "" })),
    "file",
  );
  const feishu = await scriptedFeishu(() => "ok", { scope: "file" });
  const ran = await hire(["run", "export.csv"], { cwd, env: feishu.env });
  expect(ran.exit, ran.stderr).toBe(1);
  const wide = Array.from({ length: 2_000 }, (_, n) => `Column of many ${n}`).join(",");
  writeFileSync(join(cwd, "wide.csv"), `${wide}\n${"x,".repeat(1_999)}x\n`);
});

const output = new Output({ quiet: true });

/** Commands that write a file. */
const WRITERS: readonly (readonly [name: string, file: string, write: (path: string) => Promise<unknown>])[] = [
  ["results", "all.csv", (path) => results({ ...flags(), output: path }, output)],
  ["results, NDJSON", "all.ndjson", (path) => results({ ...flags(), output: path }, output)],
  ["results --map", "map.csv", (path) => results({ ...flags(), output: path, map: true }, output)],
  ["failures", "failed.csv", (path) => failures({ ...flags(), output: path }, output)],
  ["report", "report.html", (path) => report({ ...flags(), output: path }, output)],
  [
    "check --problems",
    "problems.csv",
    (path) => check([join(cwd, "export.csv")], { ...flags(), problems: path }, output, []),
  ],
  ["init", "wide.yaml", (path) => init([join(cwd, "wide.csv")], { ...flags(), mapping: path }, output)],
];

const flags = () => ({ ledger: join(cwd, "hire-import.db"), mapping: join(cwd, "mapping.yaml") });

const smallDisk = () => disk(`size=${LIMIT_KIB}k`);

/** The program under a shell's rules. */
async function underShell(rules: string, ...args: readonly string[]) {
  const words = ["-c", `${rules}; exec "$0" "$@"`, process.execPath, PROGRAM, ...args];
  const { exit, stdout, stderr } = await startProcess("bash", words, { cwd }).ended;
  return { exit, stdout, stderr };
}

describe("a file that must stay", () => {
  it.each(["export.csv", "mapping.yaml"])("%s is never written to by a hard link", async (name) => {
    const place = folder();
    for (const file of ["export.csv", "mapping.yaml"]) copyFileSync(join(cwd, file), join(place, file));
    linkSync(join(place, name), join(place, "link.csv"));
    const before = readFileSync(join(place, name));
    for (const args of [
      ["check", "export.csv", "--problems", "link.csv"],
      ["run", "export.csv", "--sandbox", "--log-file", "link.csv"],
    ]) {
      const { json } = await hire([...args, "--json"], { cwd: place });
      expect(json.error.kind).toBe("would_overwrite");
      expect(readFileSync(join(place, name)).equals(before)).toBe(true);
    }
  });
});

describe("an output file is whole, or it is not there", () => {
  // The map has one line, which fits.
  const long = WRITERS.filter(([name]) => name !== "results --map");
  it.skipIf(!MAY_MOUNT).each(long)("%s on a full disk", async (_name, file, write) => {
    const small = smallDisk();
    const path = join(small, file);
    const stop = await write(path).catch((error: unknown) => error);
    expect(stop).toBeInstanceOf(ExitError);
    expect(stop).toMatchObject({ exit: 11, kind: "disk_full", message: expect.stringContaining(path) });
    expect((stop as ExitError).message).not.toContain(".part");
    expect(readdirSync(small)).toEqual([]);
  });

  it.each(WRITERS)("%s in a folder that is not there", async (_name, file, write) => {
    const path = join(folder(), "none", file);
    const stop = await write(path).catch((error: unknown) => error);
    expect(stop).toMatchObject({ exit: 11, kind: "no_such_folder", message: expect.stringContaining(path) });
  });

  it.each(long)("%s where there is room", async (_name, file, write) => {
    const path = join(folder(), file);
    await write(path);
    expect(statSync(path).size).toBeGreaterThan(LIMIT_KIB * 1024);
  });

  it("where files may grow no larger", async () => {
    const path = join(folder(), "all.csv");
    const { exit, stdout, stderr } = await underShell(`ulimit -f ${LIMIT_KIB}`, "results", "-o", path, "--json");
    expect(exit, stderr).toBe(11);
    expect(JSON.parse(stdout).error).toMatchObject({ kind: "file_too_large", message: expect.stringContaining(path) });
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it.skipIf(!MAY_MOUNT)("leaves a file that was there before as it was", async () => {
    const small = smallDisk();
    const path = join(small, "all.csv");
    writeFileSync(path, "of last week\n");
    await expect(results({ ...flags(), output: path }, output)).rejects.toThrow(ExitError);
    expect(readFileSync(path, "utf8")).toBe("of last week\n");
    await results({ ...flags(), output: path, status: ["done"] }, output);
    expect(readFileSync(path, "utf8")).toContain("A-1");
  });
});

describe("what goes to stdout", () => {
  it.skipIf(!MAY_MOUNT).each([
    ["results", ["results"]],
    ["failures", ["failures"]],
    ["report", ["report", "-o", "-"]],
  ])("%s ends with 11 where it is cut short", async (_name, args) => {
    const small = smallDisk();
    // The last bytes that fit are a part of what was to be written: nothing but their number tells.
    const cut = await underShell(`exec > ${join(small, "out")}`, ...args);
    expect(cut, cut.stderr).toMatchObject({ exit: 11 });
    expect(cut.stderr).toMatch(/^error: local error: the disk is full: stdout\n/);
    expect(cut.stderr).not.toMatch(/^ {4}at /m);
  });

  it.each([["results"], ["failures"]])("%s ends as ever where its reader has had enough", async (name) => {
    const line = `"$0" "$@" | head -n 1; exit \${PIPESTATUS[0]}`;
    const args = ["-c", line, process.execPath, PROGRAM, name];
    const ended = await startProcess("bash", args, { cwd }).ended;
    expect([ended.exit, ended.stderr]).toEqual([0, ""]);
  });

  it("status says so where its answer goes nowhere, and keeps the ledger's code", async () => {
    const told = await underShell("exec > /dev/full", "status", "--json");
    expect(told).toMatchObject({ exit: 1, stderr: expect.stringMatching(/could not be written to stdout \(ENOSPC\)/) });
    expect((await underShell("exec > /dev/full", "explain", "A-1")).exit).toBe(11);
  });
});

describe("what cannot be told ends no import", () => {
  const run = ["run", "export.csv", "--rate", "500", "-v"];
  const fresh = () => workplace(rows(12));

  it.each([
    ["both on a full disk", "exec >/dev/full 2>&1"],
    ["stderr into a pipe that nobody reads", "exec 2> >(true); sleep 0.2"],
    ["both closed, and stdin", "exec <&- >&- 2>&-"],
  ])("%s", async (_name, rules) => {
    const place = fresh();
    const feishu = await scriptedFeishu();
    const args = ["-c", `${rules}; exec "$0" "$@"`, process.execPath, PROGRAM, ...run];
    const ended = await startProcess("bash", args, { cwd: place, env: feishu.env }).ended;
    expect(ended.exit, ended.stderr).toBe(0);
    expect(feishu.held).toHaveLength(12);
  });

  it("the log's disk full: told once, by the log's name", async () => {
    const feishu = await scriptedFeishu();
    const ended = await hire(["run", "export.csv", "--log-file", "/dev/full"], { cwd: fresh(), env: feishu.env });
    expect([ended.exit, ended.stderr]).toEqual([0, expect.stringContaining("the log /dev/full cannot be written")]);
    expect(ended.stderr.match(/\/dev\/full/g)).toHaveLength(1);
    expect(feishu.held).toHaveLength(12);
  });
});

describe("a log that is no file of ours", () => {
  it("keeps its mode", async ({ skip }) => {
    const place = workplace(rows(2));
    mkdirSync(join(place, "dev"));
    const device = join(place, "dev", "zero");
    if (spawnSync("mknod", ["-m", "666", device, "c", "1", "5"]).status !== 0) skip("this user may make no device");
    writeFileSync(join(place, "theirs.log"), "", { mode: 0o644 });
    const feishu = await scriptedFeishu();
    for (const log of [device, "theirs.log"]) {
      const ended = await hire(["run", "export.csv", "--log-file", log], { cwd: place, env: feishu.env });
      expect(ended.exit, ended.stderr).toBe(0);
    }
    expect(statSync(device).mode & 0o777).toBe(0o666);
    expect(statSync(join(place, "theirs.log")).mode & 0o777).toBe(0o644);
  });

  it("is refused where it is a pipe that nobody reads, before anything is sent", async () => {
    const place = workplace(rows(2));
    expect(spawnSync("mkfifo", [join(place, "pipe")]).status).toBe(0);
    const feishu = await scriptedFeishu();
    const args = ["run", "export.csv", "--log-file", "pipe"];
    const ended = await hire([...args, "--json"], { cwd: place, env: feishu.env });
    expect(ended.json).toMatchObject({ exit: 11, error: { kind: "unusable_path" } });
    expect(feishu.came).toHaveLength(0);
  });
});
