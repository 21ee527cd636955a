import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RequestCounts, type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.js";
import { type Wiretap, wiretap } from "../hostile/wiretap.js";
import { query, rows, sumOf, workplace } from "./exports.js";
import { afterwards, type CallOptions, hire, type Ran, start } from "./program.js";

const DELETE = "external_application.delete";
const DELETIONS = /DELETE \/open-apis\/hire\/v1\/external_applications\/(\w+)/g;
const RATE = ["--rate", "1000"];

interface Place {
  readonly sandbox: Sandbox;
  /** Of the deletions. */
  readonly tap: Wiretap;
  readonly at: Required<Pick<CallOptions, "cwd" | "env">>;
  readonly ledger: string;
}

/** An export of so many rows that was run against a sandbox in this process. */
async function imported(count: number, options: SandboxOptions = {}): Promise<Place> {
  const sandbox = await startSandbox({ rate_per_s: 10_000, delete_per_min: 100_000, ...options });
  afterwards(() => sandbox.close());
  const { url, app_id, app_secret } = sandbox;
  const tap = await wiretap(url, "test", DELETIONS);
  const env = { FEISHU_BASE_URL: tap.url, FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret };
  const at = { cwd: workplace(rows(count)), env };
  expect((await hire(["run", "export.csv", ...RATE, "--json"], at)).json).toMatchObject({ exit: 0 });
  return { sandbox, tap, at, ledger: join(at.cwd, "hire-import.db") };
}

const undo = (at: CallOptions, ...args: string[]): Promise<Ran> => hire(["undo", ...RATE, ...args], at);
const keysAt = (sandbox: Sandbox) => sandbox.records().map(({ external_id }) => external_id);

describe("hire-import undo", () => {
  it("deletes nothing before somebody has given the number of records", async () => {
    const { sandbox, at } = await imported(3);
    const unasked = await hire(["undo"], at);
    expect(unasked).toMatchObject({
      exit: 2,
      stdout: expect.stringMatching(/^next:\s+hire-import undo --confirm 3\n$/),
    });
    expect(unasked.stderr).toContain("This permanently deletes 3 records in Feishu Hire, in about 9 s (20 a minute)");
    expect(await undo(at, "--yes")).toMatchObject({ exit: 2 });
    const wrong = await undo(at, "--confirm", "2", "--json");
    expect(wrong.json).toMatchObject({ exit: 2, error: { kind: "not_confirmed" }, counts: { done: 3 } });
    expect(wrong.json.next, "nobody is offered to delete more than was meant").toBeUndefined();
    expect(sandbox.requests()[DELETE]).toBeUndefined();
  });

  it("deletes what the ledger created; explain tells of it, and run leaves it so", async () => {
    const { sandbox, at, ledger } = await imported(4);
    const { json } = await undo(at, "--confirm", "4", "--json");
    expect(json).toMatchObject({ ok: true, exit: 0, rows: 4, counts: { done: 0, skipped: 4 }, failures: [] });
    expect(json.undone).toEqual({ records: 4, deleted: 4, already_gone: 0, taken_back: 0, failed: 0, left: 0 });
    expect(keysAt(sandbox)).toEqual([]);
    expect((await hire(["status", "--json"], at)).json).toMatchObject({ exit: 0, rows: 4, counts: { skipped: 4 } });
    const told = await hire(["explain", "A-2"], at);
    expect(told.stdout).toMatch(/undo \(run 2\): record \d{19} deleted, log id \w+\n/);
    expect((await hire(["explain", "A-2", "--json"], at)).json.rows[0].deletions).toMatchObject([{ state: "deleted" }]);
    const again = await hire(["run", "export.csv", "--json"], at);
    expect(again.json).toMatchObject({ exit: 0, requests: { sent: 0 }, counts: { skipped: 4 } });
    const nothing = await undo(at, "--confirm", "4");
    expect(nothing).toMatchObject({ exit: 0, stderr: "" });
    expect(nothing.stdout).toMatch(/^Nothing to undo: no chosen row/);
    expect(query(ledger, "SELECT command FROM runs WHERE command = 'undo'")).toHaveLength(1);
  });

  it("deletes the rows of one run, or some of them by key", async () => {
    const { sandbox, at } = await imported(5);
    expect((await undo(at, "--key", "A-2", "A-4", "--confirm", "2", "--json")).json).toMatchObject({ exit: 0 });
    expect(keysAt(sandbox)).toEqual(["A-1", "A-3", "A-5"]);
    expect((await undo(at, "--key", "A-2", "--json")).json).toMatchObject({ exit: 2, error: { kind: "cannot_undo" } });
    expect((await undo(at, "--run", "2", "--json")).json).toMatchObject({ exit: 0, undone: { records: 0 } });
    expect((await undo(at, "--run", "1", "--confirm", "3", "--json")).json).toMatchObject({ undone: { deleted: 3 } });
    expect(keysAt(sandbox)).toEqual([]);
  });

  it("stopped, goes on by the same line with the number that was given first", async () => {
    const { sandbox, tap, at } = await imported(12);
    const line = ["undo", "--rate", "5", "--confirm", "12"];
    const running = start(line, at);
    await tap.has(3);
    running.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped).toMatchObject({ exit: 130 });
    expect(stopped.stdout).toMatch(/left +\d\n/);
    expect(stopped.stdout).toMatch(/next:\s+hire-import undo --rate 5 --confirm 12\n/);
    const left = keysAt(sandbox).length;
    expect(left).toBeGreaterThan(0);
    const { json } = await undo(at, "--confirm", "12", "--json");
    expect(json).toMatchObject({ exit: 0, undone: { records: left, deleted: left }, counts: { skipped: 12 } });
    expect(sandbox.requests()[DELETE]?.arrived, "each once").toBe(12);
  });

  it("survives to be killed at any moment: what is gone is gone, and is not a failure", async () => {
    const { sandbox, tap, at } = await imported(12, { latency_ms: 30 });
    for (const count of [1, 5, 8]) {
      const running = start(["undo", "--rate", "50", "--confirm", "12"], at);
      await tap.has(count);
      running.kill("SIGKILL");
      await running.ended;
      const { json } = await hire(["status", "--json"], at);
      expect(sumOf(json.counts)).toBe(12);
    }
    const { json } = await undo(at, "--confirm", "12", "--json");
    expect(json).toMatchObject({ exit: 0, undone: { failed: 0, left: 0 }, counts: { skipped: 12 } });
    expect(keysAt(sandbox)).toEqual([]);
  });

  it("settles lost answers and refusals by reading, and tells what it could not delete", async () => {
    const { sandbox, at } = await imported(3);
    sandbox.planFaults(DELETE, ["cut_after", null, "cut_before", null]);
    const { json } = await undo(at, "--confirm", "3", "--json");
    expect(json).toMatchObject({ exit: 0, undone: { deleted: 2, already_gone: 1 }, requests: { sent: 5, reads: 1 } });
    const other = await imported(2);
    other.sandbox.setFaults({ error_500_before: 1 });
    const failed = await undo(other.at, "--confirm", "2", "--max-attempts", "1", "--max-outage", "1s");
    expect(failed.exit === 1 || failed.exit === 4).toBe(true);
    expect(keysAt(other.sandbox)).toEqual(["A-1", "A-2"]);
  });

  it("stops at so many errors, and after so long", async () => {
    const { sandbox, at } = await imported(4);
    sandbox.planFaults(DELETE, ["error_500_before"]);
    const limits = ["--max-attempts", "1", "--max-errors", "1"];
    expect((await undo(at, "--confirm", "4", ...limits, "--json")).json).toMatchObject({ exit: 6 });
    expect(sandbox.requests()[DELETE]).toMatchObject({ arrived: 1 });
    const slow = await hire(["undo", "--confirm", "4", "--max-duration", "1s", "--json"], at);
    expect(slow.json).toMatchObject({ exit: 10 });
    expect(slow.json.undone.left).toBeGreaterThan(0);
  });

  it("with --resend, sends the rows again once their keys are free, and not before", async () => {
    const { at } = await imported(2);
    expect((await undo(at, "--resend", "--confirm", "2", "--json")).json).toMatchObject({ counts: { pending: 2 } });
    const early = (await hire(["run", "export.csv", "--json"], at)).json;
    expect(early).toMatchObject({ exit: 10, requests: { sent: 0 }, waiting: { count: 2 } });
    expect((await hire(["status"], at)).stdout).toMatch(/2 pending rows wait until \d{4}-/);
    expect((await hire(["retry", "--key", "A-1", "--json"], at)).json).toMatchObject({ exit: 2 });
  });

  it("keeps the pace of 20 a minute, or a lower one; a higher one only on this machine", async () => {
    const { sandbox, at } = await imported(3);
    const elsewhere = { ...at, env: { ...at.env, FEISHU_BASE_URL: "https://feishu.invalid" } };
    const refused = await hire(["undo", "--rate", "1", "--confirm", "3", "--json"], elsewhere);
    expect(refused.json).toMatchObject({ exit: 2, error: { kind: "rate_above_cap" } });
    expect((await hire(["undo", "--confirm", "3", "--json"], at)).json).toMatchObject({ undone: { deleted: 3 } });
    const { first_arrival_ms, last_arrival_ms } = sandbox.requests()[DELETE] as RequestCounts;
    // Six seconds, less what the first was late on its way: to the millisecond it is the pacer's tests that know it.
    expect((last_arrival_ms ?? 0) - (first_arrival_ms ?? 0)).toBeGreaterThan(3_000);
  });

  it("refuses what cannot be undone, and another place", async () => {
    const { at } = await imported(1);
    expect((await hire(["undo", "--sandbox", "--json"], at)).json).toMatchObject({ exit: 9 });
    expect((await undo(at, "--key", "B-1", "--json")).json).toMatchObject({ exit: 2, error: { kind: "no_such_key" } });
    expect((await hire(["undo", "-l", "none.db", "--json"], at)).json).toMatchObject({ error: { kind: "no_ledger" } });
  });
});
