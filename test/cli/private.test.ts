import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { csvText, MAPPING, talent } from "./exports.js";
import { folder, hire, type Ran } from "./program.js";
import { type ScriptedFeishu, say, scriptedFeishu } from "./scripted.js";

const SECRET = "canary-secret-0123456789abcdef";
const TOKEN = "t-canarytoken0123456789abcdef";
/** Cells of a column that no field uses, and of one that a field does. */
const UNUSED = "canary-unused-cell";
const USED = "canary-used-cell";

/** A row that is done, one that Feishu refuses, one that is throttled first, one that we refuse. */
const ROWS = [
  { id: "K-1", talent: talent(1), job: `${USED}-1`, note: `${UNUSED}-1` },
  { id: "K-2", talent: talent(2), job: `${USED}-2`, note: `${UNUSED}-2` },
  { id: "K-3", talent: talent(3), job: `${USED}-3`, note: `${UNUSED}-3` },
  { id: "K-4", talent: "", job: `${USED}-4`, note: `${UNUSED}-4` },
];

let cwd: string;
let feishu: ScriptedFeishu;
/** What each call printed, by its name. */
const printed: Record<string, Ran> = {};

beforeAll(async () => {
  cwd = folder("file");
  writeFileSync(join(cwd, "export.csv"), csvText(ROWS));
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  const how = ({ external_id, nth }: { external_id: string; nth: number }) => {
    // A server that says too much.
    if (external_id === "K-2") return say(400, 1002102, `no such talent for ${TOKEN}`);
    return external_id === "K-3" && nth === 1 ? say(400, 99991400, "slow down") : ("ok" as const);
  };
  feishu = await scriptedFeishu(how, { app_secret: SECRET, token: () => TOKEN, scope: "file" });
  const call = async (name: string, ...args: string[]) => {
    printed[name] = await hire(args, { cwd, env: feishu.env });
  };
  await call("check", "check", "export.csv", "--json");
  await call("run", "run", "export.csv", "--log-file", "run.log", "-v");
  await call("again", "run", "export.csv", "--log-file", "run.log", "--json");
  await call("status", "status", "--json");
  const wrong = { ...feishu.env, FEISHU_APP_SECRET: `${SECRET}-wrong` };
  printed.wrong = await hire(["run", "export.csv", "-l", "wrong.db", "-v", "--json"], { cwd, env: wrong });
});

const logLines = () =>
  readFileSync(join(cwd, "run.log"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("the log", () => {
  it("has a line for each attempt, with its facts and nothing else", () => {
    const attempts = logLines().filter(({ event }) => event === "attempt");
    expect(attempts).toHaveLength(4);
    for (const attempt of attempts) {
      expect(Object.keys(attempt).sort()).toEqual(
        [
          ...["level", "time", "version", "event", "key", "line", "number", "from", "status"],
          ...["verdict", "http_status", "code", "log_id", "took_ms"],
        ].sort(),
      );
    }
    const of = (key: string) => attempts.filter((attempt) => attempt.key === key);
    const log_id = "20250106080000SCRIPTED";
    expect(of("K-1")).toMatchObject([{ line: 2, number: 1, status: "done", http_status: 200, code: 0, log_id }]);
    expect(of("K-2")).toMatchObject([{ line: 3, status: "rejected", http_status: 400, code: 1002102, log_id }]);
    expect(of("K-3")).toMatchObject([
      { number: 1, verdict: "throttled", code: 99991400 },
      { number: 2, code: 0 },
    ]);
    for (const { took_ms, time } of attempts) {
      expect(took_ms).toEqual(expect.any(Number));
      expect(Date.parse(time as string)).not.toBeNaN();
    }
  });

  it("tells when a run began and ended, and is appended to", () => {
    const runs = logLines().filter(({ event }) => event === "run_began" || event === "run_ended");
    expect(runs.map(({ event, run }) => [event, run])).toEqual([
      ["run_began", 1],
      ["run_ended", 1],
      ["run_began", 2],
      ["run_ended", 2],
    ]);
    expect(runs[1]).toMatchObject({ exit: 1, sent: 4, throttled: 1, done: 2, rejected: 1, invalid: 1 });
  });

  it("comes on stderr, too, with --verbose, and never on stdout", () => {
    const { stdout, stderr } = printed.run as Ran;
    expect(stderr.match(/"event":"attempt"/g)).toHaveLength(4);
    expect(stdout).not.toContain('"event"');
    expect((printed.wrong as Ran).json).toMatchObject({ exit: 3 });
  });
});

describe("what is private", () => {
  const files = () => {
    const ours = readdirSync(cwd).filter((name) => name !== "export.csv" && name !== "mapping.yaml");
    expect(ours).toEqual(expect.arrayContaining(["hire-import.db", "run.log", "wrong.db"]));
    return ours.map((name) => [name, readFileSync(join(cwd, name)).toString("latin1")] as const);
  };
  const outputs = () =>
    Object.entries(printed).flatMap(([name, { stdout, stderr }]) => [
      [`stdout of ${name}`, stdout] as const,
      [`stderr of ${name}`, stderr] as const,
    ]);

  it.each([
    ["the app secret", SECRET],
    ["a token", TOKEN],
    ["a cell of a column that no field uses", UNUSED],
  ])("%s is nowhere", (_what, canary) => {
    expect(feishu.came.length, "the canaries were at work").toBeGreaterThan(0);
    for (const [where, text] of [...files(), ...outputs()]) {
      expect({ where, found: text.includes(canary) }).toEqual({ where, found: false });
    }
  });

  it("no cell is in the log or on stderr", () => {
    const log = files().filter(([name]) => name === "run.log");
    const stderr = outputs().filter(([name]) => name.startsWith("stderr"));
    for (const [where, text] of [...log, ...stderr]) {
      expect({ where, found: text.includes(USED) || text.includes(talent(1)) }).toEqual({ where, found: false });
    }
  });

  it("the failures alone hold what the export holds", async () => {
    const { stdout } = await hire(["failures"], { cwd });
    expect(stdout).toContain(`${UNUSED}-2`);
    expect(stdout).toContain(`${UNUSED}-4`);
    expect(stdout).not.toContain(`${UNUSED}-1`);
    expect(stdout).not.toContain(TOKEN);
  });
});
