import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { query, rows, workplace } from "./exports.js";
import { hire } from "./program.js";
import { type Answer, type Created, type ScriptOptions, say, scriptedFeishu } from "./scripted.js";

/** Three rows, of which the second meets `first` on its first request. */
async function runThree(first: Answer, args: readonly string[] = [], options: ScriptOptions = {}) {
  const cwd = workplace(rows(3));
  const how = ({ external_id, nth }: Created): Answer => (external_id === "A-2" && nth === 1 ? first : "ok");
  const feishu = await scriptedFeishu(how, options);
  const { json } = await hire(["run", "export.csv", "--json", ...args], { cwd, env: feishu.env });
  const attempts = query<{ verdict: string }>(
    join(cwd, "hire-import.db"),
    "SELECT verdict FROM attempts WHERE row_id = (SELECT id FROM rows WHERE key = 'A-2') ORDER BY number",
  );
  return { json, feishu, verdicts: attempts.map(({ verdict }) => verdict) };
}

interface Case {
  readonly name: string;
  readonly first: Answer;
  readonly args?: readonly string[];
  readonly verdict: string;
  readonly throttled?: number;
}

const html: Answer = { how: "say", status: 200, body: "<html>Sign in to the network</html>" };

it.each<Case>([
  { name: "1002001 with HTTP 500", first: say(500, 1002001, "system error"), verdict: "system_error" },
  { name: "1002001 with HTTP 200", first: say(200, 1002001, "system error"), verdict: "system_error" },
  { name: "a connection cut after acting", first: { how: "cut", acts: true }, verdict: "lost" },
  { name: "a connection cut before acting", first: { how: "cut" }, verdict: "lost" },
  {
    name: "429 with a reset of one second",
    first: say(429, 99991400, "limited", { "x-ogw-ratelimit-reset": "1" }),
    verdict: "throttled",
    throttled: 1,
  },
  { name: "99991400 with HTTP 400", first: say(400, 99991400, "limited"), verdict: "throttled", throttled: 1 },
  { name: "a page of HTML with HTTP 200", first: html, verdict: "unreadable_answer" },
  {
    name: "code 0 without an id",
    first: { how: "say", status: 200, body: { code: 0, msg: "success", data: {} } },
    verdict: "accepted",
  },
  { name: "no answer in time", first: { how: "hang" }, args: ["--timeout", "1s"], verdict: "lost" },
])("is done after $name, each row once", async ({ first, args = [], verdict, throttled = 0 }) => {
  const { json, feishu, verdicts } = await runThree(first, args);
  expect(json).toMatchObject({ exit: 0, counts: { done: 3 }, requests: { sent: 4, retried: 1, throttled } });
  expect(verdicts).toEqual([verdict, "accepted"]);
  expect(feishu.held.map(([id]) => id).sort()).toEqual(["A-1", "A-2", "A-3"]);
  expect(feishu.tokens()).toBe(1);
});

it("asks for one new token when the old one is dead, and no attempt is lost", async () => {
  const { json, feishu, verdicts } = await runThree(say(400, 99991663, "invalid token"), ["--max-attempts", "1"]);
  expect(json).toMatchObject({ exit: 0, counts: { done: 3 } });
  expect(verdicts).toEqual(["token_dead", "accepted"]);
  expect(feishu.tokens()).toBe(2);
});

it("costs no attempt to be throttled", async () => {
  const { json, verdicts } = await runThree(say(400, 99991400, "limited"), ["--max-attempts", "1"]);
  expect(json).toMatchObject({ exit: 0, counts: { done: 3 } });
  expect(verdicts).toEqual(["throttled", "accepted"]);
});

describe("a row that may have acted each time, until --max-attempts", () => {
  const args = ["run", "export.csv", "--json", "--max-attempts", "2"];
  const cutForever = () =>
    scriptedFeishu(({ external_id }) => (external_id === "A-2" ? { how: "cut", acts: true } : "ok"));

  it("is settled by reading what Feishu holds", async () => {
    const feishu = await cutForever();
    const { json } = await hire(args, { cwd: workplace(rows(3)), env: feishu.env });
    expect(json).toMatchObject({ exit: 0, counts: { done: 3 }, requests: { sent: 4, retried: 1 } });
    expect(feishu.held).toHaveLength(3);
  });

  it("stays in doubt where nothing can be read, and is settled by the next run", async () => {
    const cwd = workplace(rows(3));
    const feishu = await cutForever();
    feishu.lists(false);
    const first = (await hire(args, { cwd, env: feishu.env })).json;
    expect(first).toMatchObject({ exit: 7, counts: { done: 2, in_doubt: 1 }, requests: { sent: 4, retried: 1 } });
    feishu.answer(() => "ok");
    expect((await hire(args, { cwd, env: feishu.env })).json).toMatchObject({ exit: 0, counts: { done: 3 } });
    expect(feishu.held).toHaveLength(3);
  });
});

it("fails a row that Feishu was too busy for, and sends it by the next run", async () => {
  const cwd = workplace(rows(3));
  const feishu = await scriptedFeishu(({ external_id }) => (external_id === "A-2" ? say(400, 1550, "busy") : "ok"));
  const args = ["run", "export.csv", "--json", "--max-attempts", "2"];
  const first = (await hire(args, { cwd, env: feishu.env })).json;
  expect(first).toMatchObject({
    exit: 1,
    counts: { done: 2, failed: 1 },
    problems: [{ status: "failed", code: 1550 }],
  });
  feishu.answer(() => "ok");
  expect((await hire(args, { cwd, env: feishu.env })).json).toMatchObject({ exit: 0, requests: { sent: 1 } });
});

it("is loud about a code that nobody knows", async () => {
  const { json } = await runThree(say(400, 4711, "what is this"));
  expect(json).toMatchObject({ exit: 1, counts: { done: 2, rejected: 1 } });
  expect(json.problems).toMatchObject([{ status: "rejected", kind: "unknown_code", code: 4711 }]);
  expect(json.problems[0].message).toContain("4711");
});
