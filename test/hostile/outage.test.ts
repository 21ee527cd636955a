import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { query, rows, workplace } from "../cli/exports.js";
import { folder, hire, type Ran, start } from "../cli/program.js";
import { sandboxHere } from "../cli/sandbox.js";
import { type Answer, scriptedFeishu } from "../cli/scripted.js";
import { wiretap } from "./wiretap.js";

const run = ["run", "export.csv", "--json"];

const keysOf = (count: number) => rows(count).map(({ id }) => id);

function timesSaid(text: string, pattern: RegExp): number {
  return text.split("\n").filter((line) => pattern.test(line)).length;
}

/** Not what stands in the line of progress meanwhile, which a slow run prints now and then. */
const BEGAN = /is unreachable \(/;

/** An outage is one line when it begins and one when it is over, however many rows and probes it met. */
function expectToldOnce({ stderr }: Ran): void {
  expect(stderr).toMatch(/Feishu is unreachable/);
  expect({
    began: timesSaid(stderr, BEGAN),
    over: timesSaid(stderr, /Feishu is back after/),
    others: timesSaid(stderr, /^(?!.*(unreachable|is back after|\d+\/s of|records of several lines)).+/),
  }).toEqual({ began: 1, over: 1, others: 0 });
}

describe.concurrent("an outage is waited out, told once, and nothing is lost or doubled", () => {
  it("when nothing listens yet", async () => {
    const cwd = workplace(rows(90), "file");
    const feishu = await scriptedFeishu(undefined, { scope: "file" });
    const tap = await wiretap(feishu.url, "file");
    await tap.shut();
    const call = start([...run, "--rate", "100"], { cwd, env: { ...feishu.env, FEISHU_BASE_URL: tap.url } }, "file");
    await call.says(/unreachable/);
    // Long enough for several looks.
    await wait(2_500);
    await tap.open();
    const ended = await call.ended;
    expect(ended.json).toMatchObject({ exit: 0, counts: { done: 90 }, requests: { sent: 90, retried: 0 } });
    expectToldOnce(ended);
  });

  it("when the server goes away while rows are under way", async () => {
    const cwd = workplace(rows(90), "file");
    const feishu = await scriptedFeishu(undefined, { scope: "file" });
    const tap = await wiretap(feishu.url, "file");
    const call = start([...run, "--rate", "60"], { cwd, env: { ...feishu.env, FEISHU_BASE_URL: tap.url } }, "file");
    await tap.has(30);
    await tap.shut();
    await call.says(/unreachable/);
    await wait(2_000);
    await tap.open();
    const ended = await call.ended;
    expect(ended.json).toMatchObject({ exit: 0, counts: { done: 90 } });
    expect(feishu.held.map(([key]) => key).sort()).toEqual(keysOf(90).sort());
    expectToldOnce(ended);
  });

  it("when every connection is reset as soon as it stands", async () => {
    const cwd = workplace(rows(90), "file");
    const feishu = await scriptedFeishu(undefined, { scope: "file" });
    const tap = await wiretap(feishu.url, "file");
    const call = start([...run, "--rate", "60"], { cwd, env: { ...feishu.env, FEISHU_BASE_URL: tap.url } }, "file");
    await tap.has(30);
    tap.reset();
    await call.says(/unreachable/);
    await wait(2_500);
    await tap.open();
    const ended = await call.ended;
    expect(ended.json).toMatchObject({ exit: 0, counts: { done: 90 } });
    expect(feishu.held.map(([key]) => key).sort()).toEqual(keysOf(90).sort());
    expectToldOnce(ended);
  });

  it("when a proxy answers 503 with a page of HTML", async () => {
    const cwd = workplace(rows(60), "file");
    const html: Answer = { how: "say", status: 503, body: "<html><h1>503 Service Unavailable</h1></html>" };
    const feishu = await scriptedFeishu(({ external_id }) => (Number(external_id.slice(2)) > 10 ? html : "ok"), {
      scope: "file",
    });
    const call = start([...run, "--rate", "60", "--max-attempts", "8"], { cwd, env: feishu.env }, "file");
    await call.says(/unreachable/);
    await wait(2_500);
    feishu.answer(() => "ok");
    const ended = await call.ended;
    expect(ended.json).toMatchObject({ exit: 0, counts: { done: 60 } });
    expect(feishu.held.map(([key]) => key).sort()).toEqual(keysOf(60).sort());
    expectToldOnce(ended);
    // Rows are held back: were each of them sent again and again, there would be hundreds.
    expect(feishu.came.length).toBeLessThan(60 * 3);
  });
});

describe.concurrent("an outage that lasts", () => {
  it("ends with 4 and one sentence where the name does not resolve", async () => {
    const cwd = workplace(rows(40), "file");
    const env = { FEISHU_APP_ID: "cli_a", FEISHU_APP_SECRET: "nobody-asks" };
    const args = ["run", "export.csv", "--base-url", "https://no-such-host.invalid", "--max-outage", "3s"];
    const { exit, stdout, stderr } = await hire(args, { cwd, env });
    expect(exit).toBe(4);
    expect(timesSaid(stderr, /^error: /), stderr).toBe(1);
    expect(stderr).toMatch(/^error: .* for \d+ seconds.*(ENOTFOUND|EAI_AGAIN)/m);
    expect(timesSaid(stderr, BEGAN)).toBe(1);
    expect(stderr.split("\n").length).toBeLessThan(6);
    expect(stdout).toMatch(/next:\nhire-import run export\.csv --base-url \S+ --max-outage 3s\n$/);
    expect(stdout).toMatch(/40 to send/);
  });

  it("ends with 4 where a proxy keeps answering HTML, and the next call goes on", async () => {
    const cwd = workplace(rows(40), "file");
    const feishu = await scriptedFeishu(() => ({ how: "say", status: 503, body: "<html>down</html>" }), {
      scope: "file",
    });
    const args = [...run, "--rate", "100", "--max-outage", "2s", "--max-attempts", "20"];
    const first = await hire(args, { cwd, env: feishu.env });
    expect({ exit: first.exit, json: first.json }).toMatchObject({ exit: 4, json: { error: { kind: "unreachable" } } });
    expect(timesSaid(first.stderr, BEGAN)).toBe(1);
    expect(first.json.counts.sending).toBe(0);
    feishu.answer(() => "ok");
    const next = await hire(args, { cwd, env: feishu.env });
    expect(next.json).toMatchObject({ exit: 0, counts: { done: 40 } });
    expect(feishu.held).toHaveLength(40);
  });
});

/** Most moments in any sliding second. */
function worstSecond(times_ms: readonly number[]): number {
  const sorted = Array.from(times_ms).sort((a, b) => a - b);
  return Math.max(...sorted.map((from, index) => sorted.slice(index).filter((at) => at - from < 1_000).length));
}

describe("a program that was suspended while it sends", () => {
  it("catches nothing up, and takes the answers that came meanwhile", async () => {
    const cap_per_s = 20;
    const cwd = workplace(rows(110), "file");
    const feishu = await sandboxHere({ latency_ms: 300 }, "file");
    const tap = await wiretap(feishu.url, "file");
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
    const call = start([...run, "--timeout", "2s"], { cwd, env }, "file");
    await tap.has(35);
    call.kill("SIGSTOP");
    await wait(3_500);
    call.kill("SIGCONT");
    const { json } = await call.ended;
    lag.disable();
    expect(json).toMatchObject({ exit: 0, counts: { done: 110 }, requests: { sent: 110, retried: 0, throttled: 0 } });
    const starts = query<{ at: number }>(join(cwd, "hire-import.db"), "SELECT started_at_ms AS at FROM attempts");
    expect(worstSecond(starts.map(({ at }) => at))).toBeLessThanOrEqual(cap_per_s);
    // What arrives while this very process is stalled is seen only afterwards, all at once.
    const stalled = Math.floor((cap_per_s * (lag.max - 5e6)) / 1e9);
    expect(worstSecond(tap.times_ms)).toBeLessThanOrEqual(cap_per_s + Math.max(0, stalled));
  });
});

/** Makes `Date` of a child process stand elsewhere, by SHIFT_MS. */
function shiftedClock(shift_ms: number): Readonly<Record<string, string>> {
  const file = join(folder("file"), "shift-clock.mjs");
  writeFileSync(
    file,
    `const shift_ms = Number(process.env.SHIFT_MS);
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + shift_ms);
    else super(...args);
  }
  static now() {
    return Real.now() + shift_ms;
  }
};
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}`, SHIFT_MS: String(shift_ms) };
}

describe.concurrent("a wall clock that was set back between two runs", () => {
  it.each([
    { back: "a minute", shift_ms: -60_000 },
    { back: "two days", shift_ms: -172_800_000 },
  ])("by $back makes every age unknown: rows in doubt are read, not repeated", async ({ shift_ms }) => {
    const in_doubt = 12;
    const cwd = workplace(rows(20), "file");
    const ledger = join(cwd, "hire-import.db");
    const feishu = await sandboxHere({}, "file");
    const tap = await wiretap(feishu.url, "file");
    const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
    const next = { "external_application.create": Array.from({ length: in_doubt }, () => "hang_after") };
    await fetch(`${feishu.url}/sandbox/faults`, { method: "POST", body: JSON.stringify({ next }) });
    const args = [...run, "--rate", "100", "--concurrency", String(in_doubt)];
    const killed = start(args, { cwd, env }, "file");
    while ((await feishu.records()).length < in_doubt);
    killed.kill("SIGKILL");
    await killed.ended;
    expect(query(ledger, "SELECT 1 FROM rows WHERE status = 'sending'")).toHaveLength(in_doubt);

    const { json } = await hire(args, { cwd, env: { ...env, ...shiftedClock(shift_ms) } });
    expect(json).toMatchObject({ exit: 0, counts: { done: 20 }, requests: { sent: 20 - in_doubt, retried: 0 } });
    expect(Math.max(...tap.seen.values()), "no row was sent twice").toBe(1);
    const settled = query(ledger, "SELECT 1 FROM settlements WHERE how = 'read' AND verdict = 'done'");
    expect(settled).toHaveLength(in_doubt);
    expect(await feishu.records()).toHaveLength(20);
  });
});
