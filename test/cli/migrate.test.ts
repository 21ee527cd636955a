import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/cli/commands/migrate/plan.js";
import { query } from "./exports.js";
import { folder, hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const STEPS = ["candidates", "applications", "interviews"] as const;

/** The first records of some exports of the linked fixtures, with their mappings; the candidates have no CVs. */
function history(records: number): string {
  const cwd = folder();
  const fixture = (name: string) => readFileSync(join(ROOT, "fixtures", "history", name), "utf8");
  for (const name of STEPS) {
    writeFileSync(
      join(cwd, `${name}.csv`),
      fixture(`${name}.csv`)
        .split("\r\n")
        .slice(0, records + 1)
        .join("\r\n"),
    );
    writeFileSync(join(cwd, `${name}.yaml`), fixture(`${name}.yaml`).replace(/^ *resume_attachment_id:.*\n/m, ""));
  }
  const steps = STEPS.map((name) => `  - { name: ${name}, mapping: ${name}.yaml, exports: ${name}.csv }\n`);
  writeFileSync(join(cwd, "plan.yaml"), `steps:\n${steps.join("")}`);
  return cwd;
}

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

describe("a plan", () => {
  const planOf = (text: string) => {
    const cwd = history(1);
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
    ["steps:\n  - { name: a b, mapping: candidates.yaml, exports: candidates.csv }\n", /a name without spaces/],
    ["steps:\n  - { name: a, mapping: candidates.yaml }\n", /exports: is missing/],
  ])("is refused where it says %j", (text, message) => {
    expect(planOf(text)).toThrow(message);
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
