import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/cli/commands/migrate/plan.js";
import type { ExitError } from "../../src/model/exit-error.js";
import { sentenceOf, shown, tableOf, toneOf } from "../report/desk.js";
import { query, tamper } from "./exports.js";
import { shortHistory as history, LINKED as STEPS, history as wholeHistory } from "./history.js";
import { hire } from "./program.js";
import { sandboxHere } from "./sandbox.js";

interface Row {
  readonly key: string;
  readonly remote_id: string | null;
  readonly parent: string | null;
  readonly status: string;
}

const rowsOf = (cwd: string, step: string, parent: string) =>
  query<Row>(
    join(cwd, `${step}.db`),
    `SELECT key, remote_id, status, payload ->> '$.${parent}' AS parent FROM rows WHERE owns_key = 1 ORDER BY key`,
  );

describe("a whole history by one line", () => {
  it("takes up rows whose parents are there by now, and says what is left", async () => {
    const cwd = history(3);
    const feishu = await sandboxHere();
    const line = ["migrate", "plan.yaml", "--rate", "40", "--json"];
    const first = await hire([...line, "--limit", "1"], { cwd, env: feishu.env });
    expect(first.exit).toBe(10);
    expect(first.json.steps.map(({ counts }: { counts: { done: number } }) => counts.done)).toEqual([1, 1, 0]);
    const second = await hire(line, { cwd, env: feishu.env });
    expect(second.json.steps.map(({ counts }: { counts: { done: number } }) => counts.done).slice(0, 2)).toEqual([
      3, 3,
    ]);
    expect((await feishu.records()).filter(({ resource }) => resource === "talent")).toHaveLength(3);
  });

  it("tells whom Feishu knew already, and writes nobody's data into a log", async () => {
    const cwd = history(3);
    const feishu = await sandboxHere();
    const body = JSON.stringify({
      add: [{ talent_id: "7050000000000000011", email: "c0002@example.org" }],
      remove: [],
    });
    await fetch(`${feishu.url}/sandbox/talents`, { method: "POST", body });
    const line = ["migrate", "plan.yaml", "--rate", "40", "--log-file", "run.log", "--verbose"];
    const ran = await hire([...line, "--json"], { cwd, env: feishu.env });
    expect(ran.json.steps[0]).toMatchObject({ found: 1, counts: { done: 3 } });
    expect(rowsOf(cwd, "candidates", "none")[1]?.remote_id).toBe("7050000000000000011");
    await hire(["migrate", "plan.yaml", "--verify", "--log-file", "run.log"], { cwd, env: feishu.env });
    const log = readFileSync(join(cwd, "run.log"), "utf8");
    expect(log).toMatch(/"verdict":"found"/);
    expect(`${log}${ran.stderr}`).not.toMatch(/@example|李样三|13800009|示例大学/);
  });

  it("names its plan in the next command, whatever stands before it", async () => {
    const cwd = history(3);
    writeFileSync(
      join(cwd, "plan.yaml"),
      "steps:\n  - { name: who, mapping: candidates.yaml, exports: candidates.csv }\n",
    );
    const { env } = await sandboxHere();
    const done = await hire(["migrate", "--rate", "40", "plan.yaml", "--json"], { cwd, env });
    expect(done.json).toMatchObject({
      exit: 0,
      next: "hire-import migrate plan.yaml --verify",
    });
  });

  it("rehearses in one sandbox, which each ledger finds again", async () => {
    const cwd = history(2);
    const ran = await hire(["migrate", "plan.yaml", "--sandbox", "--rate", "40"], { cwd });
    expect(ran.stdout).toMatch(/candidates +2 of 2 rows done\n/);
    const verified = await hire(["verify", "-l", "applications.db", "--sandbox"], { cwd });
    expect(verified.exit).toBe(0);
    expect(verified.stdout).toMatch(/2 of 2 rows read back/);
    expect(`${ran.stderr}${verified.stderr}`).not.toMatch(/@example|示一|13800009/);
  });

  it("says which steps have not begun, where an earlier one was stopped", async () => {
    const cwd = history(2);
    const feishu = await sandboxHere();
    const env = { ...feishu.env, FEISHU_APP_SECRET: "wrong" };
    const ran = await hire(["migrate", "plan.yaml", "--json"], { cwd, env });
    expect(ran.exit).toBe(3);
    expect(ran.json.steps.map(({ exit }: { exit: number | null }) => exit)).toEqual([3, null, null]);
  });
});

describe("the page of all steps", () => {
  const SOUND = STEPS.slice(0, 2);
  const pageOf = (cwd: string, page = "plan.html") => readFileSync(join(cwd, page), "utf8");

  it("is green once every step is, and leads to the pages of the steps", async () => {
    const cwd = history(2, SOUND);
    const { env } = await sandboxHere();
    const call = (...more: string[]) => hire(["migrate", "plan.yaml", "--rate", "40", ...more], { cwd, env });
    const sent = await call("--json");
    expect(sent.json).toMatchObject({ exit: 0, report: "plan.html", signed_off: false });
    expect(toneOf(pageOf(cwd))).toBe("open");
    expect(sentenceOf(pageOf(cwd))).toBe("Not finished: 2 of 2 steps not complete and verified");
    expect(shown(pageOf(cwd))).toContain("hire-import migrate plan.yaml --verify");

    const verified = await call("--verify");
    expect(verified.stdout).toMatch(
      /\nAll steps on one page: plan.html\n {2}History complete, verified: 4 imported, 0/,
    );
    const page = pageOf(cwd);
    expect(toneOf(page)).toBe("good");
    const steps = tableOf(page, "Steps, in the order of the plan").slice(1);
    expect(steps.map(([name, rows]) => [name, rows])).toEqual([
      ...SOUND.map((name) => [name, "2"]),
      ["all steps", "4"],
    ]);
    for (const name of SOUND) {
      expect(page).toContain(`href="plan-steps/${name}.html"`);
      expect(toneOf(pageOf(cwd, `plan-steps/${name}.html`))).toBe("good");
    }
    const again = (await call("--verify", "--json")).json;
    expect(again).toMatchObject({ exit: 0, signed_off: true });
    expect(again).not.toHaveProperty("next");
    expect(page).not.toMatch(/@example|李样三|13800009|(src|href)="[a-z]+:/);

    await hire(["undo", "-l", "applications.db", "--confirm", "2", "--rate", "40"], { cwd, env });
    const undone = await call("--json");
    expect(undone.json.signed_off).toBe(false);
    expect(sentenceOf(pageOf(cwd))).toBe("Not finished: 1 of 2 steps not complete and verified");
  });

  it("is in Chinese for who reads Chinese, and tells what has not begun", async () => {
    const cwd = history(2);
    const { env } = await sandboxHere();
    const chinese = { ...env, FEISHU_APP_SECRET: "wrong", HIRE_IMPORT_LANG: "zh" };
    await hire(["migrate", "plan.yaml"], { cwd, env: chinese });
    const page = pageOf(cwd);
    expect(page).toContain('<html lang="zh-CN">');
    const steps = tableOf(page, "步骤，按计划顺序").slice(1, -1);
    expect(steps.map((cells) => cells.at(-1))).toEqual(["… 未完成：还有 2 行待发送", "… 尚未开始", "… 尚未开始"]);
    writeFileSync(join(cwd, "applications.db"), "no ledger");
    await hire(["migrate", "plan.yaml"], { cwd, env: chinese });
    const refused = tableOf(pageOf(cwd), "步骤，按计划顺序").map((cells) => cells.at(-1) ?? "");
    expect(refused[2]).toMatch(/^! .*账本/);
  });

  it("never takes the place of a file that is something else", async () => {
    const cwd = history(1);
    writeFileSync(join(cwd, "plan.html"), "<p>my notes</p>");
    const ran = await hire(["migrate", "plan.yaml", "--json"], { cwd });
    expect(ran.json).toMatchObject({ exit: 2, error: { kind: "would_overwrite" } });
    expect(pageOf(cwd)).toBe("<p>my notes</p>");
  });

  it("is told where it cannot be written, and the rows are done all the same", async () => {
    const cwd = history(1, SOUND);
    const { env } = await sandboxHere();
    writeFileSync(join(cwd, "plan-steps"), "");
    const ran = await hire(["migrate", "plan.yaml", "--json"], { cwd, env });
    expect(ran.json).toMatchObject({ exit: 11, counts: { done: 2 } });
    expect(ran.stderr).toMatch(/plan-steps/);
  });

  it("calls files complete that nobody can read back, and says so", async () => {
    const cwd = wholeHistory("few");
    const { env } = await sandboxHere();
    writeFileSync(join(cwd, "plan.yaml"), "steps:\n  - { name: cvs, mapping: cvs.yaml, exports: one.csv }\n");
    writeFileSync(
      join(cwd, "one.csv"),
      readFileSync(join(cwd, "cvs.csv"), "utf8").split("\r\n").slice(0, 2).join("\r\n"),
    );
    const ran = await hire(["migrate", "plan.yaml", "--json"], { cwd, env });
    expect(ran.json).toMatchObject({ exit: 0, signed_off: true, counts: { done: 1 } });
    expect(shown(pageOf(cwd))).toContain("shows no records of cvs again");
    expect(sentenceOf(pageOf(cwd, "plan-steps/cvs.html"))).toBe(
      "Import complete, cannot be read back: 1 imported, 0 left out",
    );
    const explained = () => hire(["explain", "--line", "2", "-l", "cvs.db"], { cwd });
    expect((await explained()).stdout).not.toMatch(/may be in Feishu twice/);
    tamper(join(cwd, "cvs.db"), "UPDATE attempts SET verdict = 'lost'");
    expect((await explained()).stdout).toMatch(/the file may be in Feishu twice/);
    const status = (...flags: string[]) => hire(["status", "-l", "cvs.db", ...flags], { cwd });
    expect((await status("--json")).json.may_be_twice).toEqual({ count: 1, lines: [2] });
    expect((await status()).stdout).toMatch(/1 file may be in Feishu twice \(line 2\)/);
    const results = await hire(["results", "-l", "cvs.db", "-o", "r.csv", "--json"], { cwd });
    expect(results.json.may_be_twice.count).toBe(1);
    await hire(["report", "-l", "cvs.db", "-o", "r.html"], { cwd });
    expect([toneOf(pageOf(cwd, "r.html")), shown(pageOf(cwd, "r.html"))]).toEqual([
      "good",
      expect.stringContaining("1 file may be there twice"),
    ]);
    const refused = await hire(["verify", "-l", "cvs.db", "--json"], { cwd, env });
    expect(refused.json.error.message).toMatch(/^attachments cannot be read back: Feishu has no list of files/);
  });

  it("advises nothing that its records cannot do, where rows have changed", async () => {
    const cwd = history(1, ["candidates"]);
    const { env } = await sandboxHere();
    await hire(["migrate", "plan.yaml"], { cwd, env });
    const export_path = join(cwd, "candidates.csv");
    const text = readFileSync(export_path, "utf8");
    const [, first] = text.split("\r\n");
    writeFileSync(export_path, text.replace(first ?? "", (first ?? "").replace(/,([^,]+),/, ",$1x,")));
    const ran = await hire(["migrate", "plan.yaml"], { cwd, env });
    expect(ran.stdout).toMatch(/1 imported row has changed since \(line 2\)\. Not sent: Feishu replaces whole lists/);
    expect(shown(pageOf(cwd, "plan-steps/candidates.html"))).toMatch(/cannot be updated: restore the export/);
    expect(ran.stdout + pageOf(cwd)).not.toMatch(/--update-changed/);
  });

  it("leaves each step's ledger with a line of its own to go on by", async () => {
    const cwd = history(2);
    const { env } = await sandboxHere();
    await hire(["migrate", "--rate", "40", "plan.yaml", "--limit", "1"], { cwd, env });
    const status = await hire(["status", "-l", "candidates.db", "--json"], { cwd, env });
    expect(status.json.next).toBe("hire-import run candidates.csv --rate 40 -m candidates.yaml -l candidates.db");
  });
});

it("does not send all again where a step has another name, and names the ledger that has sent it", async () => {
  const cwd = history(2);
  const { env, records } = await sandboxHere();
  await hire(["migrate", "plan.yaml", "--rate", "40"], { cwd, env });
  const before = (await records()).length;
  const plan = readFileSync(join(cwd, "plan.yaml"), "utf8");
  writeFileSync(join(cwd, "plan.yaml"), plan.replace("name: applications", "name: old-applications"));
  const ran = await hire(["migrate", "plan.yaml", "--rate", "40", "--json"], { cwd, env });
  expect(ran.json).toMatchObject({
    exit: 2,
    error: {
      kind: "step_renamed",
      message: expect.stringMatching(/applications.csv were sent before.*applications.db/),
    },
  });
  // Somebody else's ledger of the same export, and that of a rehearsal, are no reason.
  await hire(["run", "candidates.csv", "-m", "candidates.yaml", "-l", "trial.db", "--sandbox"], { cwd });
  writeFileSync(
    join(cwd, "plan.yaml"),
    plan.replace("}", ", ledger: candidates.db }").replace("name: candidates", "name: people"),
  );
  expect((await hire(["migrate", "plan.yaml", "--rate", "40", "--json"], { cwd, env })).json.error).toBeUndefined();
  expect(await records()).toHaveLength(before);
});

describe("a plan", () => {
  const planOf = (text: string) => {
    const cwd = history(1);
    symlinkSync(".", join(cwd, "here"));
    symlinkSync("x.db", join(cwd, "y.db"));
    writeFileSync(join(cwd, "plan.yaml"), text);
    return () => readPlan(join(cwd, "plan.yaml"));
  };
  const step = (name: string, more = "") =>
    `  - { name: ${name}, mapping: ${name}.yaml, exports: ${name}.csv${more} }\n`;

  it.each([
    ["steps:\n  - { name: a, maping: a.yaml, exports: a.csv }\n", /line 2: steps\[0\].maping: unknown key.*mapping/],
    ["step: []\n", /step: unknown key.*steps/],
    ["steps: []\n", /has no step/],
    [`steps:\n${step("candidates")}${step("candidates")}`, /line 3: .*there is a step candidates above/],
    [`steps:\n${step("applications")}${step("candidates")}`, /line 2: .*candidates: that step has to come first/],
    [`steps:\n${step("applications")}`, /talent_id is looked up in candidates.db, which is the ledger of no step/],
    [`steps:\n${step("nobody")}`, /there is no file .*nobody.csv/],
    ["steps:\n  - { name: a, mapping: candidates.yaml, exports: cand*.csv }\n", /takes no wildcards: list the files/],
    [`steps:\n${step("applications", ", ledger: candidates.db")}`, /the ledger of this very step/],
    [`steps:\n${step("candidates", ", ledger: candidates.csv")}`, /candidates.csv is a file that the plan reads/],
    [`steps:\n${step("candidates", ", ledger: no/x.db")}`, /there is no folder .*no for the ledger/],
    [
      `steps:\n${step("candidates", ", ledger: here/x.db")}${step("applications", ", ledger: x.db")}`,
      /ledger of the step/,
    ],
    [`steps:\n${step("candidates", ", ledger: x.db")}${step("applications", ", ledger: y.db")}`, /ledger of the step/],
    [`steps:\n${step("candidates")}${step("applications", ", ledger: here/candidates.db-wal")}`, /candidates.db-wal/],
    ["steps:\n  - { name: a b, mapping: candidates.yaml, exports: candidates.csv }\n", /a name without spaces/],
    ["steps:\n  - { name: a, mapping: candidates.yaml }\n", /exports: is missing/],
  ])("is refused where it says %j", (text, message) => {
    expect(planOf(text)).toThrow(message);
  });

  it("is refused where two steps look ids up in each other", () => {
    const cwd = history(1);
    const other = readFileSync(join(cwd, "applications.yaml"), "utf8").replace("candidates.db", "applications.db");
    writeFileSync(join(cwd, "applications.yaml"), other.replace("applications.db", "candidates.db"));
    writeFileSync(join(cwd, "candidates.yaml"), other);
    writeFileSync(join(cwd, "plan.yaml"), `steps:\n${step("candidates")}${step("applications")}`);
    expect(() => readPlan(join(cwd, "plan.yaml"))).toThrow(/neither can come first/);
  });

  it.each([
    ["", /plan.yaml is empty: it must be a YAML map with steps/],
    ["a,b\n1,2\n", /plan.yaml is not a plan: it must be a YAML map with steps/],
    ["steps:\n\t- a\n", /not valid YAML/],
  ])("is told to be none, as a plan, where it is %j", (text, message) => {
    const read = planOf(text);
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect((error as ExitError).hint).toMatch(/^Correct the plan/);
    }
  });

  it("is not there, or a folder: both are told with what a plan is", () => {
    expect(() => readPlan(join(history(1), "none.yaml"))).toThrow(/Plan not found/);
    expect(() => readPlan(history(1))).toThrow(/is a folder, not a plan/);
  });

  it("may begin with a byte order mark and end its lines as Windows does", () => {
    const { steps } = planOf(`\uFEFFsteps:\n${step("candidates")}`.replaceAll("\n", "\r\n"))();
    expect(steps).toHaveLength(1);
  });

  it("has its ledgers beside it", () => {
    const { steps } = planOf(
      `steps:\n${step("candidates")}${step("applications", ", ledger: candidates2.db")}`.replace(
        "applications.yaml",
        "candidates.yaml",
      ),
    )();
    expect(steps.map(({ ledger }) => ledger.replace(/.*\//, ""))).toEqual(["candidates.db", "candidates2.db"]);
  });
});
