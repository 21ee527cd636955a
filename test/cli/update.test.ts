import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAY_ACT_MS } from "../../src/model/late.js";
import { createRandom } from "../../src/sandbox/random.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.js";
import { type Wiretap, wiretap } from "../hostile/wiretap.js";
import { tableOf } from "../report/desk.js";
import { howMany, KILL_SEED, mustMeet, strike } from "../support/kill-series.js";
import { csvText, query, type Row, rows, sumOf, tamper, workplace } from "./exports.js";
import { afterwards, type CallOptions, hire, type Ran, start } from "./program.js";

const UPDATE = "external_application.update";
const PUTS = /PUT \/open-apis\/hire\/v1\/external_applications\/(\w+)/g;
const CREATE = "external_application.create";

interface Place {
  readonly sandbox: Sandbox;
  /** Of the overwrites. */
  readonly tap: Wiretap;
  readonly at: Required<Pick<CallOptions, "cwd" | "env">>;
  readonly ledger: string;
}

const write = ({ at }: Place, all: readonly Row[]): void => writeFileSync(join(at.cwd, "export.csv"), csvText(all));
/** The rows with all of their stages set. */
const inStage = (count: number, stage: string): Row[] => rows(count, () => ({ stage }));

/** An export of so many rows that was run against a sandbox in this process. */
async function imported(count: number, options: SandboxOptions = {}): Promise<Place> {
  const sandbox = await startSandbox({ rate_per_s: 10_000, delete_per_min: 100_000, ...options });
  afterwards(() => sandbox.close());
  const { url, app_id, app_secret } = sandbox;
  const tap = await wiretap(url, "test", PUTS);
  const env = { FEISHU_BASE_URL: tap.url, FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret };
  const at = { cwd: workplace(rows(count)), env };
  expect((await hire(["run", "export.csv", "--rate", "1000", "--json"], at)).json).toMatchObject({ exit: 0 });
  return { sandbox, tap, at, ledger: join(at.cwd, "hire-import.db") };
}

const update = (at: CallOptions, ...args: string[]): Promise<Ran> =>
  hire(["run", "export.csv", "--update-changed", "--rate", "1000", ...args], at);
const stagesAt = (sandbox: Sandbox) => sandbox.records().map(({ fields }) => fields.stage);
const putsAt = (sandbox: Sandbox) => sandbox.requests()[UPDATE]?.arrived ?? 0;

describe("hire-import run --update-changed", () => {
  it("shows what changes, and overwrites nothing before somebody has given the number of records", async () => {
    const place = await imported(5);
    const { sandbox, at } = place;
    write(
      place,
      rows(5, (n) => ({ stage: n < 5 ? "Hired" : "Interview", ...(n === 2 ? { job: "" } : {}) })),
    );
    const unasked = await hire(["run", "export.csv", "--update-changed"], at);
    expect(unasked).toMatchObject({ exit: 2 });
    expect(unasked.stdout).toMatch(/next:\s+hire-import run export.csv --update-changed --confirm 4\n$/);
    expect(unasked.stderr).toContain("This overwrites 4 records in Feishu Hire, in about 0 s (20 a second)");
    expect(unasked.stderr).toMatch(/4 {2}stage\n +1 {2}job_title\n/);
    expect(unasked.stderr).toContain('line 3 (A-2): job_title "Job 2" -> nothing; stage "Interview" -> "Hired"');
    expect(unasked.stderr).toContain("and 1 other");
    expect(await update(at, "--yes"), "a yes is no number").toMatchObject({ exit: 2 });
    const wrong = (await update(at, "--confirm", "5", "--json")).json;
    expect(wrong).toMatchObject({ exit: 2, error: { kind: "not_confirmed" }, to_update: { records: 4 } });
    expect(wrong.error.message).toContain("4 records are affected");
    expect(wrong.next, "nobody is offered to overwrite more than was meant").toBeUndefined();
    const plain = await hire(["run", "export.csv"], at);
    expect(plain, "never by itself").toMatchObject({ exit: 0 });
    expect(plain.stdout).toContain("4 imported rows have changed since (line 2, 3, 4, 5). Not sent.");
    expect(await hire(["retry", "--json"], at)).toMatchObject({ exit: 0 });
    expect(putsAt(sandbox)).toBe(0);
  });

  it("overwrites what has changed, and explain tells of it", async () => {
    const place = await imported(4);
    const { sandbox, at } = place;
    write(
      place,
      rows(5, (n) => ({ stage: n < 4 ? "Hired" : "Interview", job: n === 1 ? "" : `Job ${n}` })),
    );
    const { json } = await update(at, "--confirm", "3", "--json");
    expect(json).toMatchObject({ ok: true, exit: 0, counts: { done: 5 }, changed: { count: 0 } });
    expect(json.updated).toEqual({ planned: 3, updated: 3, failed: 0 });
    expect(json.requests, "a new row, and three updates").toMatchObject({ sent: 4, retried: 0 });
    expect(stagesAt(sandbox)).toEqual(["Hired", "Hired", "Hired", "Interview", "Interview"]);
    expect(sandbox.records()[0]?.fields, "what is left out is cleared").not.toHaveProperty("job_title");
    expect((await hire(["status", "--json"], at)).json).toMatchObject({ exit: 0, updated: { planned: 3, updated: 3 } });
    const told = await hire(["explain", "A-2"], at);
    expect(told.stdout).toMatch(/run \(run 2\) updates: stage "Interview" -> "Hired"; updated\n/);
    expect(told.stdout).toMatch(/request 1 \(run 2\): accepted, HTTP 200, code 0, log id \w+/);
    const [{ updates }] = (await hire(["explain", "A-2", "--json"], at)).json.rows;
    expect(updates).toMatchObject([
      { state: "updated", changes: [{ field: "stage", before: "Interview", after: "Hired" }] },
    ]);
    expect((await hire(["verify", "--json"], at)).json).toMatchObject({ exit: 0, verified: { same: 5 } });
    const again = await update(at, "--confirm", "3", "--json");
    expect(again.json, "the same line again does nothing").toMatchObject({ exit: 0, requests: { sent: 0 } });
  });

  it("takes only some with --limit, and says how to go on", async () => {
    const place = await imported(5);
    const { sandbox, at } = place;
    write(place, inStage(5, "Hired"));
    const some = await update(at, "--limit", "2", "--confirm", "2");
    expect(some).toMatchObject({ exit: 0, stdout: expect.stringContaining("2 records updated\n") });
    expect(some.stdout).toContain("3 imported rows have changed since");
    expect(stagesAt(sandbox).filter((stage) => stage === "Hired")).toHaveLength(2);
    expect((await update(at, "--confirm", "3", "--json")).json).toMatchObject({ exit: 0, updated: { updated: 3 } });
  });

  it("tells what could not be updated: the row stays done, and changed", async () => {
    const place = await imported(3);
    const { sandbox, at } = place;
    await deletedBySomebody(sandbox, sandbox.records()[1]?.id as string);
    write(place, inStage(3, "Hired"));
    const { json } = await update(at, "--confirm", "3", "--json");
    expect(json).toMatchObject({ exit: 1, counts: { done: 3 }, updated: { planned: 3, updated: 2, failed: 1 } });
    expect(json).toMatchObject({ changed: { count: 1, lines: [3] } });
    const [problem] = json.problems;
    expect(problem).toMatchObject({ status: "done", kind: "record_gone", code: 1002002, count: 1, lines: [3] });
    expect(json.next).toBe("hire-import explain A-2");
    const status = await hire(["status"], at);
    expect(status.stdout).toContain("1  not updated  The record is no longer in Feishu Hire: it was deleted there");
    const noted = await hire(["undo", "--key", "A-2", "--rate", "100", "--confirm", "1", "--json"], at);
    expect(noted.json).toMatchObject({ exit: 0, undone: { already_gone: 1 } });
  });

  it("goes on by the same line after a signal, with the number that was given first", async () => {
    const place = await imported(12);
    const { sandbox, tap, at } = place;
    write(place, inStage(12, "Hired"));
    const line = ["run", "export.csv", "--update-changed", "--confirm", "12"];
    const running = start([...line, "--rate", "5"], at);
    await tap.has(3);
    running.kill("SIGINT");
    const stopped = await running.ended;
    expect(stopped).toMatchObject({ exit: 130 });
    expect(stopped.stdout).toMatch(/\d records? updated, \d+ left\n/);
    expect(stopped.stdout).toMatch(/next:\s+hire-import run export.csv --update-changed --confirm 12 --rate 5\n/);
    expect(stagesAt(sandbox)).toContain("Interview");
    expect((await hire(line, at)).exit).toBe(0);
    expect([new Set(stagesAt(sandbox)), putsAt(sandbox)]).toEqual([new Set(["Hired"]), 12]);
  });

  it("is refused for a target without updates, and a number without it", async () => {
    const { at } = await imported(1);
    writeFileSync(
      join(at.cwd, "ads.yaml"),
      "target: job-advertisement\nfields: { advertisement_id: id, job_channel_id: talent }\n",
    );
    const ads = await hire(["run", "export.csv", "-m", "ads.yaml", "-l", "a.db", "--update-changed", "--json"], at);
    expect(ads.json).toMatchObject({ exit: 2, error: { kind: "cannot_update" } });
    const number = await hire(["run", "export.csv", "--confirm", "1", "--json"], at);
    expect(number.json).toMatchObject({ exit: 2, error: { kind: "cannot_update" } });
  });
});

describe("killed at any moment", () => {
  it(`each record is there once and holds the newest content (seed ${KILL_SEED})`, async () => {
    const ROWS = 60;
    const ROUNDS = howMany(4, 12);
    const place = await imported(ROWS, { latency_ms: 100 });
    const { sandbox, tap, at, ledger } = place;
    const random = createRandom(KILL_SEED, "update");
    sandbox.setFaults({ cut_after: 0.05, error_500_after: 0.05, cut_before: 0.03 });
    const arrivals = (more: number) => tap.has(tap.times_ms.length + more);
    let killed_with_updates_under_way = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      // Content changes under updates that are under way; every second time it is another one.
      if (round % 2 === 1) write(place, inStage(ROWS, `Stage ${round}`));
      const number = await numberOf(at);
      const line = ["run", "export.csv", "--update-changed", "--confirm", number, "--rate", "40", "--json"];
      const { exit, stderr } = await strike(start(line, at), { round, random, arrivals, most: 12, longest_ms: 1_500 });
      expect([null, 0], stderr).toContain(exit);
      const under_way = query(ledger, "SELECT 1 FROM updates WHERE state = 'sending'").length;
      // As long ago as Feishu may still act on what nobody has answered: the next overwrite waits for that.
      tamper(
        ledger,
        `UPDATE update_attempts SET started_at_ms = started_at_ms - ${MAY_ACT_MS}, latest_start_ms = NULL`,
      );
      if (under_way > 0) killed_with_updates_under_way += 1;
      const { json } = await hire(["status", "--json"], at);
      expect([json.exit, sumOf(json.counts), json.counts.done]).toEqual([0, ROWS, ROWS]);
    }
    expect(killed_with_updates_under_way, "or the kills prove nothing").toBeGreaterThanOrEqual(mustMeet(ROUNDS));
    sandbox.setFaults({});
    write(place, inStage(ROWS, "At last"));
    const last = await update(at, "--confirm", String(ROWS), "--json");
    expect(last.json).toMatchObject({ exit: 0, updated: { updated: ROWS }, changed: { count: 0 } });
    expect(new Set(stagesAt(sandbox))).toEqual(new Set(["At last"]));
    const keys = sandbox.records().map(({ external_id }) => external_id);
    expect([keys.length, new Set(keys).size]).toEqual([ROWS, ROWS]);
    expect(sandbox.requests()[CREATE]?.arrived).toBe(ROWS);
    const open = query(ledger, "SELECT 1 FROM updates WHERE may_hold = 1 OR state IN ('planned', 'sending')");
    expect(open).toEqual([]);
    expect(attempts(ledger), "every overwrite that came was on disk before").toBeGreaterThanOrEqual(putsAt(sandbox));
  });
});

describe("undo --run of an update", () => {
  it("brings back what was overwritten, deletes what the run created, and says which is which", async () => {
    const place = await imported(4);
    const { sandbox, at } = place;
    write(place, [...inStage(4, "Hired").slice(0, 3), ...rows(6).slice(3)]);
    expect((await update(at, "--confirm", "3", "--json")).json).toMatchObject({ exit: 0, counts: { done: 6 } });
    const asked = await hire(["undo", "--run", "2"], at);
    expect(asked).toMatchObject({ exit: 2 });
    expect(asked.stderr).toContain("This permanently deletes 2 records in Feishu Hire that run 2 sent, in about 6 s");
    expect(asked.stderr).toContain("gives 3 records that run 2 updated the content from before");
    expect(asked.stderr).toContain('stage "Hired" -> "Interview"');
    const { json } = await hire(["undo", "--run", "2", "--rate", "50", "--confirm", "5", "--json"], at);
    expect(json).toMatchObject({ exit: 0, counts: { done: 4, skipped: 2 } });
    expect(json.undone).toEqual({ records: 5, deleted: 2, already_gone: 0, taken_back: 3, failed: 0, left: 0 });
    expect(stagesAt(sandbox)).toEqual(["Interview", "Interview", "Interview", "Interview"]);
    expect((await hire(["status", "--json"], at)).json, "changed again").toMatchObject({ changed: { count: 3 } });
    expect((await hire(["explain", "A-1"], at)).stdout).toMatch(/undo \(run 4\) updates: stage "Hired" -> "Interview"/);
    expect((await hire(["undo", "--run", "2"], at)).stdout).toMatch(/^Nothing to undo/);
    const page = (await hire(["report", "-o", "-"], at)).stdout;
    expect(tableOf(page, "Updated").slice(1).sort(), "one is not the other").toEqual([
      ["taken back", "3"],
      ["updated", "3"],
    ]);
    const all = await hire(["undo", "--rate", "50", "--confirm", "4", "--json"], at);
    expect(all.json, "all that was created, updated or not").toMatchObject({ undone: { deleted: 4, taken_back: 0 } });
    expect(sandbox.records()).toEqual([]);
  });

  it("killed, goes on by the same line; a limit takes some, what is quick first", async () => {
    const place = await imported(8, { latency_ms: 30 });
    const { sandbox, tap, at } = place;
    write(place, [...inStage(8, "Hired"), ...rows(10).slice(8)]);
    await update(at, "--confirm", "8");
    const running = start(["undo", "--run", "2", "--rate", "10", "--confirm", "10"], at);
    await tap.has(8 + 3);
    running.kill("SIGKILL");
    await running.ended;
    const line = ["undo", "--run", "2", "--rate", "50", "--confirm", "10", "--json"];
    expect((await hire(line, at)).json).toMatchObject({ exit: 0, undone: { failed: 0, left: 0 } });
    expect(stagesAt(sandbox)).toEqual(Array.from({ length: 8 }, () => "Interview"));
  });
});

/** Not by the program: the ledger knows nothing of it. */
async function deletedBySomebody({ url, app_id, app_secret }: Sandbox, id: string): Promise<void> {
  const apis = `${url}/open-apis`;
  const body = JSON.stringify({ app_id, app_secret });
  const json = { "content-type": "application/json" };
  const token = await fetch(`${apis}/auth/v3/tenant_access_token/internal`, { method: "POST", headers: json, body });
  const { tenant_access_token } = (await token.json()) as { tenant_access_token: string };
  const headers = { authorization: `Bearer ${tenant_access_token}` };
  const answer = await fetch(`${apis}/hire/v1/external_applications/${id}`, { method: "DELETE", headers });
  expect(await answer.json()).toMatchObject({ code: 0 });
}

/** The number that a call would have to confirm. */
async function numberOf(at: CallOptions): Promise<string> {
  const { json } = await hire(["run", "export.csv", "--update-changed", "--json"], at);
  return String(json.to_update.records);
}

function attempts(ledger: string): number {
  return query<{ n: number }>(ledger, "SELECT count(*) AS n FROM update_attempts")[0]?.n ?? 0;
}
