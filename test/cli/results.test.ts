import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { query, readCsv, rows, talent, workplace } from "./exports.js";
import { hire, type Scope, start } from "./program.js";
import { type Answer, type Created, type ScriptedFeishu, say, scriptedFeishu } from "./scripted.js";

type Json = Readonly<Record<string, string | number | null>>;

const ndjson = (cwd: string, file: string): Json[] =>
  readFileSync(join(cwd, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);

/** A row that was in doubt, one refused, one invalid, one repeated, the others done at once. */
async function imported(scope: Scope = "test"): Promise<{ cwd: string; feishu: ScriptedFeishu }> {
  const all = rows(6, (n) => (n === 4 ? { talent: "" } : {}));
  const cwd = workplace([...all, ...all.slice(4, 5)], scope);
  const how = ({ external_id, nth }: Created): Answer => {
    if (external_id === "A-3") return say(400, 1002102, "no such talent");
    return external_id === "A-2" && nth === 1 ? { how: "cut", acts: true } : "ok";
  };
  const feishu = await scriptedFeishu(how, { scope });
  expect((await hire(["run", "export.csv", "--json"], { cwd, env: feishu.env })).json).toMatchObject({ exit: 1 });
  return { cwd, feishu };
}

let cwd: string;
let feishu: ScriptedFeishu;
beforeAll(async () => {
  ({ cwd, feishu } = await imported("file"));
});

describe("hire-import results", () => {
  it("tells of every row what became of it, in the order of the lines", async () => {
    const { json } = await hire(["results", "-o", "all.ndjson", "--json"], { cwd });
    expect(json).toMatchObject({ exit: 0, file: "all.ndjson", format: "ndjson", rows: 7 });
    expect(json.next).toBe("hire-import report -o report.html");
    const told = ndjson(cwd, "all.ndjson");
    const held = new Map(feishu.held);
    expect(told.map(({ line, key, status, remote_id, attempts }) => [line, key, status, remote_id, attempts])).toEqual([
      [2, "A-1", "done", held.get("A-1"), 1],
      [3, "A-2", "done", held.get("A-2"), 2],
      [4, "A-3", "rejected", null, 1],
      [5, "A-4", "invalid", null, 0],
      [6, "A-5", "done", held.get("A-5"), 1],
      [7, "A-6", "done", held.get("A-6"), 1],
      [8, "A-5", "skipped", null, 0],
    ]);
    expect(told[1]).toMatchObject({ settled_by: "repeat", settled_as: "done", kind: null });
    expect(told[2]).toMatchObject({ kind: "refused", code: 1002102, settled_by: null });
    expect(told[3]).toMatchObject({ kind: "missing_value", code: null, first_attempt: null, last_attempt: null });
    expect(new Set(told.map((row) => row.export))).toEqual(new Set([join(cwd, "export.csv")]));
    const [attempt] = query<{ at: number }>(
      join(cwd, "hire-import.db"),
      "SELECT max(started_at_ms) AS at FROM attempts WHERE row_id = (SELECT id FROM rows WHERE key = 'A-2')",
    );
    expect(told[1]?.last_attempt).toBe(new Date(attempt?.at as number).toISOString());
    expect(Date.parse(told[1]?.first_attempt as string)).toBeLessThan(attempt?.at as number);
  });

  it("says the same as CSV, to a file of its owner's alone and to stdout", async () => {
    await hire(["results", "-o", "all.jsonl"], { cwd });
    await hire(["results", "-o", "all.csv"], { cwd });
    const text = readFileSync(join(cwd, "all.csv"), "utf8");
    expect((await hire(["results"], { cwd })).stdout).toBe(text);
    expect(text.startsWith("\ufeffexport,line,key,status,remote_id,")).toBe(true);
    const said = ndjson(cwd, "all.jsonl").map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? "")])),
    );
    expect(readCsv(text)).toEqual(said);
    expect(statSync(join(cwd, "all.csv")).mode & 0o777).toBe(0o600);
  });

  it("writes the map from keys to ids, and only the rows that are asked for", async () => {
    const map = await hire(["results", "--map", "-o", "ids.csv", "--json"], { cwd });
    expect(map.json).toMatchObject({ exit: 0, rows: 4 });
    const ids = readCsv(readFileSync(join(cwd, "ids.csv"), "utf8"));
    expect(ids).toEqual([...feishu.held].sort().map(([key, remote_id]) => ({ key, remote_id })));
    await hire(["results", "--status", "invalid, rejected", "-o", "some.ndjson"], { cwd });
    expect(ndjson(cwd, "some.ndjson").map(({ key }) => key)).toEqual(["A-3", "A-4"]);
  });

  it("gives a spreadsheet formulas that show ids whole, and nothing to run", async () => {
    const hostile = '=HYPERLINK("x")';
    const cwd = workplace([...rows(1), { id: hostile, talent: talent(9), job: "Job", stage: "Interview" }]);
    const feishu = await scriptedFeishu();
    await hire(["run", "export.csv"], { cwd, env: feishu.env });
    const cells = async (...args: string[]) => readCsv((await hire(["results", ...args], { cwd })).stdout);
    const [, id] = feishu.held[0] as readonly [string, string];
    expect(await cells("--for-spreadsheet")).toMatchObject([
      { key: '="A-1"', remote_id: `="${id}"`, attempts: "1" },
      { key: '="=HYPERLINK(""x"")"' },
    ]);
    expect(await cells("--map")).toMatchObject([{ key: "A-1", remote_id: id }, { key: `'${hostile}` }]);
    const [, exact] = (await hire(["results", "--map", "--format", "ndjson"], { cwd })).stdout.split("\n");
    expect(JSON.parse(exact as string).key).toBe(hostile);
  });

  it("names the file that a row was mended in, and the one that it came from", async () => {
    const { cwd, feishu } = await imported();
    await hire(["failures", "-o", "failed.csv"], { cwd });
    const failed = readFileSync(join(cwd, "failed.csv"), "utf8");
    writeFileSync(join(cwd, "failed.csv"), failed.replace("A-4,,", `A-4,${talent(4)},`));
    expect((await hire(["run", "failed.csv", "--json"], { cwd, env: feishu.env })).json.counts.done).toBe(5);
    await hire(["results", "--status", "done", "-o", "done.ndjson"], { cwd });
    const mended = ndjson(cwd, "done.ndjson").filter((row) => row.mended_from !== null);
    expect(mended).toMatchObject([
      { key: "A-4", export: join(cwd, "failed.csv"), mended_from: join(cwd, "export.csv"), attempts: 1 },
    ]);
  });

  it("reads one moment of the ledger while a run works", async () => {
    const cwd = workplace(rows(40));
    const feishu = await scriptedFeishu(({ external_id }) => (external_id === "A-30" ? { how: "hang" } : "ok"));
    const run = start(["run", "export.csv", "--concurrency", "1", "--rate", "500"], { cwd, env: feishu.env });
    await feishu.has(30);
    const { exit, stderr } = await hire(["results", "-o", "now.ndjson"], { cwd });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringContaining("An import is running") });
    const report = await hire(["report", "-o", "report.html"], { cwd });
    expect(report.stdout, "another run would be refused").toMatch(/next:\nhire-import status --watch\n$/);
    const told = ndjson(cwd, "now.ndjson");
    expect(told.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 29 }, () => "done"),
      ...Array.from({ length: 10 }, () => "pending"),
      "sending",
    ]);
    run.kill("SIGKILL");
  });

  it.each([
    ["a name without a format", ["-o", "results.txt"], ""],
    ["an unknown status", ["--status", "lost"], "Statuses are pending, sending"],
    ["formulas in NDJSON", ["-o", "results.ndjson", "--for-spreadsheet"], "works with CSV only"],
    ["the map of some statuses", ["--map", "--status", "done"], "--map"],
    ["the export", ["-o", "export.csv"], "Refusing to overwrite"],
    ["JSON and the rows on one stdout", ["--json"], "needs an output file"],
  ])("refuses %s", async (_, args, message) => {
    const ran = await hire(["results", ...args], { cwd });
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(readFileSync(join(cwd, "export.csv"), "utf8")).toMatch(/^id,talent,job,stage,note\nA-1,/);
  });
});
