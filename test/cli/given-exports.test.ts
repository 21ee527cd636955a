import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CommandResult } from "../../src/cli/command-result.js";
import { report } from "../../src/cli/commands/report/report.js";
import { status } from "../../src/cli/commands/status/status.js";
import { Output } from "../../src/cli/output.js";
import { openLedger } from "../../src/ledger/open.js";
import { csvText, rows, workplace } from "./exports.js";
import { hire } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

const second = (n: number) => ({ id: `B-${n}` });

/** A first export that is done, and a second that a run was given and then did not come to read. */
async function halfRead() {
  const cwd = workplace(rows(3));
  writeFileSync(join(cwd, "second.csv"), csvText(rows(4, second)));
  const feishu = await scriptedFeishu();
  const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });
  expect((await call("run", "export.csv", "--rate", "500")).exit).toBe(0);
  // As a run leaves it that was killed while it read.
  const ledger = openLedger(join(cwd, "hire-import.db"));
  const argv = ["run", "export.csv", "second.csv", "--rate", "500"];
  const run_id = ledger.runs.begin("run", "1.0.0", 1, Date.now(), argv);
  ledger.given_exports.note([join(cwd, "export.csv"), join(cwd, "second.csv")], run_id);
  ledger.given_exports.staged(join(cwd, "export.csv"));
  ledger.close();
  return { cwd, call, feishu };
}

/** What a reader prints, without a process of its own. */
async function facts(
  cwd: string,
  command: "status" | "report",
): Promise<CommandResult["facts"] & { exit: number; next: string }> {
  const flags = { ledger: join(cwd, "hire-import.db"), mapping: join(cwd, "mapping.yaml") };
  const output = new Output({ quiet: true });
  const result =
    command === "status"
      ? await status(flags, output)
      : await report({ ...flags, output: join(cwd, "r.html") }, output);
  return { ...result.facts, exit: result.exit, next: result.next ?? "" };
}

describe("an export that a run was given and has not read to its end", () => {
  it("keeps everything unfinished, and says how to go on, until the same command has read it", async () => {
    const { cwd, call, feishu } = await halfRead();
    const unread_exports = [{ export: join(cwd, "second.csv"), given: expect.any(String) }];
    const next = expect.stringMatching(/^hire-import run .*export\.csv .*second\.csv /);
    expect(await facts(cwd, "status")).toMatchObject({ exit: 10, rows: 3, counts: { done: 3 }, unread_exports, next });
    const verdict = "Not finished: second.csv has not been read completely";
    expect(await facts(cwd, "report")).toMatchObject({ verdict, next });
    // Another list does not make it forgotten.
    const another = await call("run", "export.csv", "--json");
    expect(another.json).toMatchObject({ exit: 10, unread_exports, next: expect.stringContaining("second.csv") });
    const whole = await call("run", "export.csv", "second.csv", "--rate", "500", "--json");
    expect(whole.json).toMatchObject({ exit: 0, rows: 7 });
    expect(whole.json).not.toHaveProperty("unread_exports");
    expect(await facts(cwd, "status")).toMatchObject({ exit: 0, rows: 7 });
    expect(feishu.held).toHaveLength(7);
  });

  it("is told by verify, retry and results, too", async () => {
    const { cwd, call } = await halfRead();
    const unread_exports = [{ export: join(cwd, "second.csv"), given: expect.any(String) }];
    expect((await call("results")).stderr).toMatch(/Not all rows are here: .*second\.csv/);
    expect((await call("retry", "--json")).json).toMatchObject({ exit: 10, unread_exports });
    expect((await call("verify", "--json")).json).toMatchObject({ exit: 10, unread_exports });
  });

  it("that is gone for good is left out by a decision, which is kept and told", async () => {
    const { cwd, call } = await halfRead();
    rmSync(join(cwd, "second.csv"));
    const told = await call("status");
    expect(told.stdout).toMatch(/second\.csv \(run of .*\) was not read to its end/);
    const advice = /If it is gone for good: hire-import (resolve .*second\.csv.*)\n/.exec(told.stdout)?.[1] ?? "";
    expect((await call("resolve", "third.csv", "--export", "--skip")).exit).toBe(2);
    const decided = await call(...advice.split(" "), "--reason", "a draft", "--json");
    expect(decided.json).toMatchObject({ exit: 0, export: join(cwd, "second.csv"), status: "left_out" });
    const left_out_exports = [{ export: join(cwd, "second.csv"), left_out: expect.any(String), reason: "a draft" }];
    expect(await facts(cwd, "status")).toMatchObject({ exit: 0, left_out_exports });
    await facts(cwd, "report");
    expect(readFileSync(join(cwd, "r.html"), "utf8")).toContain("second.csv was left out");
    // Once it is there again, it is read like any other.
    writeFileSync(join(cwd, "second.csv"), csvText(rows(4, second)));
    const again = await call("run", "export.csv", "second.csv", "--json");
    expect(again.json).toMatchObject({ exit: 0, rows: 7 });
    expect(again.json).not.toHaveProperty("left_out_exports");
  });

  it("is noted in the commit in which the run begins, and before anything of it is read", async () => {
    const cwd = workplace(rows(3));
    const feishu = await scriptedFeishu();
    // Its times can be read in two ways: it is refused after the run has begun.
    writeFileSync(join(cwd, "mapping.yaml"), MAPPING_WITH_TIMES);
    writeFileSync(join(cwd, "export.csv"), "id,talent,job,at\nA-1,6930815272790200007,Cook,01/02/2024\n");
    const ran = await hire(["run", "export.csv", "--json"], { cwd, env: feishu.env });
    expect(ran.exit).toBe(2);
    const unread_exports = [{ export: join(cwd, "export.csv") }];
    expect(await facts(cwd, "status")).toMatchObject({ exit: 10, rows: 0, unread_exports });
    expect(await facts(cwd, "report")).toMatchObject({ verdict: expect.stringMatching(/^Not finished: export\.csv/) });
  });
});

const MAPPING_WITH_TIMES = `target: external-application
timezone: Asia/Shanghai
fields:
  external_id: id
  talent_id: talent
  job_title: job
  create_time: at
`;

it("a ledger without any row is not finished", async () => {
  const cwd = workplace(rows(1));
  openLedger(join(cwd, "hire-import.db")).close();
  expect(await facts(cwd, "status")).toMatchObject({ exit: 10, rows: 0 });
});
