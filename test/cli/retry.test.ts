import { cpSync, renameSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { query, rows, workplace } from "./exports.js";
import { type CallOptions, folder, hire } from "./program.js";
import { type Created, type ScriptedFeishu, say, scriptedFeishu } from "./scripted.js";

/** What becomes of each row at first. A-6 is invalid and never sent. */
function atFirst({ external_id }: Created) {
  switch (external_id) {
    case "A-1":
      return say(400, 1002102, "talent not exist");
    case "A-2":
      return say(400, 4711, "no idea");
    case "A-3":
      return say(400, 1550, "busy");
    case "A-4":
      return { how: "cut", acts: true } as const;
    default:
      return "ok" as const;
  }
}

let feishu: ScriptedFeishu;
/** Holds the ledger that each test gets a copy of. */
let original: string;
let options: CallOptions;
const retry = async (...args: string[]) => (await hire(["retry", "--json", ...args], options)).json;

beforeAll(async () => {
  feishu = await scriptedFeishu(atFirst, { scope: "file" });
  feishu.lists(false);
  original = workplace(
    rows(6, (n) => (n === 6 ? { talent: "" } : {})),
    "file",
  );
  const { json } = await hire(["run", "export.csv", "--max-attempts", "1", "--json"], {
    cwd: original,
    env: feishu.env,
  });
  expect(json.counts).toMatchObject({ done: 1, rejected: 2, failed: 1, in_doubt: 1, invalid: 1 });
  feishu.answer(() => "ok");
  // A copy of a ledger that is still at its place is refused.
  const kept = join(folder("file"), "kept");
  renameSync(original, kept);
  original = kept;
});
beforeEach(() => {
  options = { cwd: folder(), env: feishu.env };
  cpSync(original, options.cwd as string, { recursive: true });
});

/** Which rows the requests since then were for. */
const since = (before: number) =>
  feishu.came
    .slice(before)
    .map(({ external_id }) => external_id)
    .sort();

describe("retry", () => {
  it.each([
    ["failed rows by default", [], ["A-3"]],
    ["the statuses of --only", ["--only", "rejected"], ["A-1", "A-2"]],
    ["several statuses", ["--only", "rejected,in_doubt, failed"], ["A-1", "A-2", "A-3", "A-4"]],
    ["what Feishu answered so", ["--code", "1002102"], ["A-1"]],
    ["a code within --only", ["--only", "rejected", "--code", "4711"], ["A-2"]],
    ["the rows named", ["--key", "A-2", "A-4"], ["A-2", "A-4"]],
    ["nothing where nothing fits", ["--code", "1"], []],
  ])("sends %s", async (_name, args, sent) => {
    const before = feishu.came.length;
    const json = await retry(...args);
    expect(since(before)).toEqual(sent);
    expect(json).toMatchObject({ command: "retry", rows: 6, requests: { sent: sent.length, retried: sent.length } });
    expect(json.counts.done).toBe(1 + sent.length);
  });

  it.each([
    ["done rows by their status", ["--only", "done"], "not_retriable", /done.*it is imported already/],
    ["invalid rows by their status", ["--only", "rejected,invalid"], "not_retriable", /invalid.*correct its content/],
    ["a status that is none", ["--only", "refused"], "not_retriable", /refused: unknown status/],
    ["a done row", ["--key", "A-5"], "not_retriable", /A-5 is done.*it is imported already/],
    ["an invalid row, and sends no other of that call", ["--key", "A-1", "A-6"], "not_retriable", /A-6 is invalid/],
    ["an unknown key", ["--key", "A-7"], "no_such_key", /No row with the key A-7/],
    ["a code that is no number", ["--code", "x"], "usage", /whole number/],
  ])("refuses %s", async (_name, args, kind, says) => {
    const before = feishu.came.length;
    const json = await retry(...args);
    expect(json).toMatchObject({ exit: 2, ok: false, error: { kind, message: expect.stringMatching(says) } });
    expect(since(before)).toEqual([]);
  });

  it("needs no export, speaks of the whole ledger, and says how to go on with rows left pending", async () => {
    const cwd = workplace(rows(3));
    const env = (await scriptedFeishu()).env;
    await hire(["run", "export.csv", "--limit", "1"], { cwd, env });
    const json = (await hire(["retry", "--json"], { cwd, env })).json;
    expect(json).toMatchObject({ exit: 10, rows: 3, counts: { done: 1, pending: 2 }, requests: { sent: 0 } });
    expect(json.next).toBe("hire-import run export.csv");
  });

  it("keeps every attempt of a row", async () => {
    await retry("--only", "rejected,failed,in_doubt");
    const numbers = query<{ numbers: string }>(
      join(options.cwd as string, "hire-import.db"),
      "SELECT group_concat(number) AS numbers FROM attempts GROUP BY row_id ORDER BY row_id",
    );
    expect(numbers.map((each) => each.numbers)).toEqual(["1,2", "1,2", "1,2", "1,2", "1"]);
  });
});
