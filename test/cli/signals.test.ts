import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wiretap } from "../hostile/wiretap.js";
import { rows, sumOf, workplace } from "./exports.js";
import { folder, hire, PROGRAM, start, startProcess } from "./program.js";
import { sandboxHere } from "./sandbox.js";
import { scriptedFeishu } from "./scripted.js";

const ROWS = 60;
const run = ["run", "export.csv", "--rate", "40"];

describe.each([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s", (signal, exit) => {
  it(`lets requests under way come to their end, prints the summary and ends with ${exit}`, async () => {
    const cwd = workplace(rows(ROWS));
    const feishu = await sandboxHere({ latency_ms: 700 });
    const tap = await wiretap(feishu.url);
    const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
    const call = start([...run, "--json", "--log-file", "run.log"], { cwd, env });
    await tap.has(5);
    call.kill(signal);
    const ended = await call.ended;
    expect(ended.stderr).toContain("topping after the requests under way");
    const { json } = ended;
    expect({ ended: ended.exit, json }).toMatchObject({ ended: exit, json: { exit, ok: false, rows: ROWS } });
    expect(sumOf(json.counts)).toBe(ROWS);
    expect(json.counts).toMatchObject({ sending: 0, in_doubt: 0, failed: 0 });
    expect(json.counts.done, "what had left came to its end").toBe(json.requests.sent);
    expect(json.counts.pending).toBeGreaterThan(0);
    expect(json.next).toBe("hire-import run export.csv --rate 40 --json --log-file run.log");
    expect((await feishu.records()).length).toBe(json.counts.done);
  });
});

const MAY_CONTAIN = spawnSync("unshare", ["--pid", "--fork", "true"]).status === 0;

describe.skipIf(!MAY_CONTAIN)("process 1 of a container, for which the kernel ends nothing by itself", () => {
  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)("%s ends a command that merely waits", async (signal, exit) => {
    const program = [process.execPath, PROGRAM, "doctor"];
    const env = { FEISHU_BASE_URL: "http://127.0.0.1:9", FEISHU_APP_ID: "cli_a", FEISHU_APP_SECRET: "secret" };
    const isolated = ["--pid", "--fork", "--kill-child", "sh", "-c", 'echo begun; exec "$0" "$@"', ...program];
    const call = startProcess("unshare", isolated, { cwd: folder(), env });
    await call.says(/begun/);
    // Until it heeds signals it can be ended by none of them: so again and again.
    const [child] = spawnSync("pgrep", ["-P", String(call.pid)])
      .stdout.toString()
      .split("\n");
    const timer = setInterval(() => spawnSync("kill", ["-s", signal.slice(3), String(child)]), 200);
    const { exit: ended } = await call.ended;
    clearInterval(timer);
    expect(ended).toBe(exit);
  });
});

describe("a second signal", () => {
  it("ends the run at once, and the next run settles what was under way", async () => {
    const cwd = workplace(rows(ROWS));
    const feishu = await scriptedFeishu(() => ({ how: "hang", acts: true }));
    const call = start(run, { cwd, env: feishu.env });
    await feishu.has(3);
    call.kill("SIGINT");
    await call.says(/Stopping after/);
    call.kill("SIGINT");
    expect((await call.ended).exit).toBe(130);

    const status = (await hire(["status", "--json"], { cwd })).json;
    expect(status).toMatchObject({ exit: 10, running: false });
    expect(sumOf(status.counts)).toBe(ROWS);
    expect(status.counts.sending).toBeGreaterThan(0);
    feishu.answer(() => "ok");
    const next = await hire([...run, "--json"], { cwd, env: feishu.env });
    expect(next.json).toMatchObject({ exit: 0, counts: { done: ROWS } });
    expect(feishu.held).toHaveLength(ROWS);
  });
});

describe("two at once", () => {
  it("ends with 8 where another run uses the ledger, and status tells of that run", async () => {
    const cwd = workplace(rows(ROWS));
    const feishu = await scriptedFeishu(() => ({ how: "hang" }));
    const first = start(run, { cwd, env: feishu.env });
    await feishu.has(1);
    const second = await hire([...run, "--json"], { cwd, env: feishu.env });
    expect({ exit: second.exit, json: second.json }).toMatchObject({ exit: 8, json: { error: { kind: "locked" } } });
    expect(second.json.error.hint).toMatch(/^hire-import status/);
    const retry = await hire(["retry"], { cwd, env: feishu.env });
    expect(retry).toMatchObject({ exit: 8, stdout: "" });
    first.kill("SIGKILL");
    await first.ended;
    feishu.answer(() => "ok");
    expect((await hire(run, { cwd, env: feishu.env })).exit, "a killed run leaves no lock behind").toBe(0);
  });

  it("ends with 8 with --sandbox, too, and leaves the records of the run that works alone", async () => {
    const cwd = workplace(rows(40));
    const args = ["run", "export.csv", "--sandbox", "--json", "--rate", "6"];
    const first = start([...args, "-v"], { cwd });
    await first.says(/"event":"attempt"/);
    expect((await hire(args, { cwd })).exit).toBe(8);
    expect((await first.ended).json).toMatchObject({ exit: 0, counts: { done: 40 } });
    const records = readFileSync(join(cwd, "hire-import.db.sandbox"), "utf8").match(/"op":"create"/g);
    expect(records).toHaveLength(40);
  });

  it("lets status watch the counts move from a second process", async () => {
    const cwd = workplace(rows(ROWS));
    const [first, second] = [gate(), gate()];
    const feishu = await scriptedFeishu(({ external_id }) => {
      const nth = Number(external_id.slice(2));
      return nth <= 5 ? "ok" : { how: "held", until: nth <= 30 ? first.opened : second.opened };
    });
    const call = start(["run", "export.csv"], { cwd, env: feishu.env });
    const statusWith = async (done: number) => {
      for (;;) {
        const { json } = await hire(["status", "--json"], { cwd });
        if (json.counts?.done >= done) return json;
      }
    };
    const early = await statusWith(1);
    first.open();
    const later = await statusWith(early.counts.done + 1);
    for (const json of [early, later]) {
      expect(json).toMatchObject({ exit: 10, running: true, rows: ROWS });
      expect(sumOf(json.counts)).toBe(ROWS);
    }
    expect(later.requests.sent).toBeGreaterThanOrEqual(later.counts.done);
    expect(later.eta_seconds).toBeGreaterThanOrEqual(0);
    const watched = start(["status", "--watch"], { cwd });
    await watched.says(/\d+ of 60 .*\/s/);
    second.open();
    expect((await call.ended).exit).toBe(0);
    expect((await watched.ended).exit).toBe(0);
  });
});

/** What waits for `opened` goes on once it is opened. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
