import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rows, UNKNOWN_TALENT, workplace } from "./exports.js";
import { hire } from "./program.js";
import { sandboxHere } from "./sandbox.js";
import { scriptedFeishu } from "./scripted.js";

const run = (...more: string[]) => ["run", "export.csv", "--rate", "500", "--json", ...more];

describe("--max-errors", () => {
  const some = rows(40, (n) => (n % 4 === 0 ? { talent: UNKNOWN_TALENT } : {}));

  it("stops at so many rows refused, with exit 6 and the failures to mend", async () => {
    const cwd = workplace(some);
    const { env } = await sandboxHere();
    const { json } = await hire(run("--max-errors", "3", "--concurrency", "1"), { cwd, env });
    expect(json).toMatchObject({ exit: 6, counts: { rejected: 3, done: 9, pending: 28 }, requests: { sent: 12 } });
    expect(json.stopped).toMatchObject({ why: "max_errors", message: expect.stringMatching(/3 of 12 rows/) });
    expect(json.next).toMatch(/^hire-import failures/);
    const next = (await hire(run("--max-errors", "3", "--concurrency", "1"), { cwd, env })).json;
    expect(next, "counts this call's rows alone").toMatchObject({ exit: 6, counts: { rejected: 6, done: 18 } });
  });

  it("counts a share after a hundred rows", async () => {
    const { env } = await sandboxHere();
    const all = rows(160, (n) => (n % 4 === 0 ? { talent: UNKNOWN_TALENT } : {}));
    const { json } = await hire(run("--max-errors", "20%", "--concurrency", "1"), { cwd: workplace(all), env });
    expect(json).toMatchObject({ exit: 6, counts: { rejected: 25, done: 75 }, stopped: { why: "max_errors" } });
  });

  it("stops without being asked where the first fifty are refused for one reason; off goes on", async () => {
    const cwd = workplace(rows(60, () => ({ talent: UNKNOWN_TALENT })));
    const { env } = await sandboxHere();
    const { json } = await hire(run("--concurrency", "1"), { cwd, env });
    expect(json).toMatchObject({ exit: 6, counts: { rejected: 50, pending: 10 }, stopped: { why: "same_refusal" } });
    expect(json.stopped.hint).toContain("--max-errors off");
    const people = await hire(["run", "export.csv", "-l", "b.db", "--concurrency", "1", "--rate", "500"], { cwd, env });
    expect(people.exit).toBe(6);
    expect(people.stderr).toMatch(/Stopped: the first 50 rows were all refused for the same reason/);
    const off = (await hire(run("--max-errors", "off"), { cwd, env })).json;
    expect(off).toMatchObject({ exit: 1, counts: { rejected: 60, pending: 0 }, requests: { sent: 10 } });
  });
});

describe("--max-duration", () => {
  it("stops taking rows, lets the others end, and leaves the rest pending", async () => {
    const cwd = workplace(rows(200));
    const { env } = await sandboxHere({ latency_ms: 50 });
    const { json } = await hire(["run", "export.csv", "--rate", "20", "--max-duration", "1s", "--json"], { cwd, env });
    expect(json).toMatchObject({ exit: 10, counts: { sending: 0, in_doubt: 0 } });
    expect(json.counts.pending).toBeGreaterThan(150);
    expect(json.counts.done).toBeGreaterThan(0);
    expect(json.next).toBe("hire-import run export.csv --rate 20 --json");
  });
});

describe("a flag's environment twin", () => {
  it("stands for the flag, and the flag beats it", async () => {
    const cwd = workplace(rows(20));
    const { env } = await sandboxHere();
    const twins = { ...env, HIRE_IMPORT_LIMIT: "5", HIRE_IMPORT_RATE: "500", HIRE_IMPORT_JSON: "1" };
    const call = async (...args: string[]) => (await hire(["run", "export.csv", ...args], { cwd, env: twins })).json;
    expect(await call()).toMatchObject({ exit: 10, requests: { sent: 5 } });
    expect(await call("--limit", "3")).toMatchObject({ exit: 10, requests: { sent: 3 }, counts: { done: 8 } });
  });

  it.each(["0", "false", "no", ""])("is off where a switch is %j", async (off) => {
    const cwd = workplace(rows(2));
    const { env } = await sandboxHere();
    const ran = await hire(["run", "export.csv", "--rate", "500"], { cwd, env: { ...env, HIRE_IMPORT_JSON: off } });
    expect(ran.stdout).toMatch(/\nFinished\.\nThis run: 2 imported .*\nTotal: 2 of 2 rows imported\.\n/);
  });

  it("is not set where it is set to nothing", async () => {
    const cwd = workplace(rows(2));
    const { env } = await sandboxHere();
    const nothing = { HIRE_IMPORT_LIMIT: "", HIRE_IMPORT_BASE_URL: "", HIRE_IMPORT_LEDGER: "" };
    const ran = await hire(run(), { cwd, env: { ...env, ...nothing } });
    expect(ran.json).toMatchObject({ exit: 0, ledger: "hire-import.db" });
  });

  it("makes usage errors JSON, too", async () => {
    const { exit, json } = await hire(["run"], { env: { HIRE_IMPORT_JSON: "1" } });
    expect({ exit, json }).toMatchObject({ exit: 2, json: { command: "run", exit: 2, error: { kind: "usage" } } });
  });
});

describe("the place and the credentials", () => {
  it("goes to --base-url before HIRE_IMPORT_BASE_URL before FEISHU_BASE_URL", async () => {
    const [flag, twin, feishu] = await Promise.all([scriptedFeishu(), scriptedFeishu(), scriptedFeishu()]);
    const env = { ...feishu.env, HIRE_IMPORT_BASE_URL: twin.url };
    const call = (...args: string[]) => hire(run(...args), { cwd: workplace(rows(1)), env });
    await call("--base-url", flag.url);
    expect([flag, twin, feishu].map(({ came }) => came.length)).toEqual([1, 0, 0]);
    await call();
    expect([flag, twin, feishu].map(({ came }) => came.length)).toEqual([1, 1, 0]);
    await hire(run(), { cwd: workplace(rows(1)), env: feishu.env });
    expect([flag, twin, feishu].map(({ came }) => came.length)).toEqual([1, 1, 1]);
  });

  it("reads the secret from --app-secret-file, without its line end", async () => {
    const cwd = workplace(rows(1));
    const { url } = await scriptedFeishu(() => "ok", { app_secret: "from-a-file" });
    writeFileSync(join(cwd, "secret.txt"), "from-a-file\n");
    const env = { FEISHU_BASE_URL: url, FEISHU_APP_ID: "cli_scripted" };
    expect((await hire(run("--app-secret-file", "secret.txt"), { cwd, env })).json).toMatchObject({ exit: 0 });
  });
});
