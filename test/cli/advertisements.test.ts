import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../src/csv/file/write.js";
import { desk, FAST, keysOf } from "./advertisement-desk.js";
import { readCsv } from "./exports.js";
import { folder, hire, PROGRAM, ROOT, start, startProcess } from "./program.js";
import { sandboxProcess } from "./sandbox.js";

const EXPORT = join(ROOT, "fixtures", "advertisements", "export.csv");
const MAPPING = join(ROOT, "fixtures", "advertisements", "mapping.yaml");
const AD = "7050000000000000011";

describe("the example of advertisements", () => {
  it("check, canary, run, mend, retry", async () => {
    const feishu = await sandboxProcess(FAST);
    const cwd = folder();
    const call = async (...args: string[]) => (await hire([...args, "--json"], { cwd, env: feishu.env })).json;
    const send = (command: string, ...args: string[]) => call(command, ...args, "--yes", "--rate", "200");

    const checked = await call("check", EXPORT, "-m", MAPPING);
    expect(checked).toMatchObject({ exit: 1, rows: 60, calls: 54, expected_seconds: 6 });
    expect(checked.unmapped).toMatchObject([{ field: "job_channel_id", value: "合作网站" }]);

    const canary = await send("run", EXPORT, "-m", MAPPING, "--limit", "2");
    expect(canary).toMatchObject({ exit: 10, target: "job-advertisement", counts: { done: 2, pending: 52 } });
    expect(await feishu.records()).toHaveLength(2);

    const ran = await send("run", EXPORT, "-m", MAPPING);
    expect(ran).toMatchObject({ exit: 1, counts: { done: 49, skipped: 3, invalid: 3, rejected: 5 } });
    const refused = ran.problems.filter(({ status }: { status: string }) => status === "rejected");
    expect(refused.map(({ code, hint }: { code: number; hint: string }) => [code, hint])).toEqual([
      [1002609, expect.stringMatching(/open the job .* retry --only rejected/)],
      [1002624, expect.stringMatching(/check advertisement_id/)],
    ]);

    expect(await call("failures", "-m", MAPPING, "-o", "failed.csv")).toMatchObject({ rows: 8 });
    const mended = readCsv(readFileSync(join(cwd, "failed.csv"), "utf8")).map((row) => ({
      ...row,
      广告ID:
        row._code === "1002609" ? (row.广告ID as string) : `70502118382916${String(row._line).padStart(3, "0")}11`,
      发布渠道: row.发布渠道 === "合作网站" ? "内推平台" : (row.发布渠道 as string),
    }));
    const names = Object.keys(mended[0] as object) as (keyof (typeof mended)[0])[];
    const lines = mended.map((row) => csvLine(names.map((name) => row[name])));
    writeFileSync(join(cwd, "failed.csv"), csvLine(names) + lines.join(""));
    const again = await send("run", "failed.csv", "-m", MAPPING);
    // The id is part of the key: with another one, a row that was sent is another row.
    expect(again).toMatchObject({ exit: 1, rows: 62, counts: { done: 54, invalid: 0, rejected: 5 } });

    const open = ["7050211838291600609", "7050211838292800609"];
    await fetch(`${feishu.url}/sandbox/jobs`, { method: "POST", body: JSON.stringify({ open }) });
    const retried = await send("retry", "--only", "rejected", "--code", "1002609");
    expect(retried).toMatchObject({ exit: 1, counts: { done: 57, rejected: 2 } });
    for (const row of readCsv(readFileSync(join(cwd, "failed.csv"), "utf8"))) {
      if (row._code === "1002624") await call("resolve", row._row as string, "--skip", "--reason", "another id");
    }
    expect(await call("status")).toMatchObject({ exit: 0, rows: 62, counts: { done: 57, skipped: 5 } });

    const records = await feishu.records();
    expect(new Set(keysOf(records)).size).toBe(57);
    expect(records.map(({ fields }) => fields.publications)).toEqual(Array(57).fill(1));
    expect(await send("run", EXPORT, "-m", MAPPING)).toMatchObject({ exit: 0, requests: { sent: 0 } });
  });
});

describe("what is visible to the public", () => {
  it("is not sent without a yes where nobody can be asked; with nothing to send none is needed", async () => {
    const { feishu, call, json } = await desk([`${AD},3`, `${AD},2`]);
    const refused = await json("run", "export.csv");
    expect(refused).toMatchObject({
      exit: 2,
      counts: { pending: 2 },
      requests: { sent: 0 },
      error: { kind: "needs_yes", message: expect.stringContaining("2 rows: 1 advertisement, 2 channels") },
      next: "hire-import run export.csv --json --yes",
    });
    expect(await feishu.records()).toEqual([]);
    const canary = await call("run", "export.csv", "--limit", "1");
    expect([canary.exit, canary.stderr]).toEqual([2, expect.stringContaining("1 row: 1 advertisement, 1 channel")]);
    expect(await json("run", "export.csv", "--yes")).toMatchObject({ exit: 0, counts: { done: 2 } });
    expect(await json("run", "export.csv")).toMatchObject({ exit: 0, requests: { sent: 0 } });
    const told = (await call("explain", `${AD}@3`)).stdout;
    expect(told).toContain("no id: Feishu accepts a publication without giving an id for it");
  });
});

describe.skipIf(!existsSync("/usr/bin/script"))("on a terminal", () => {
  /** The program on a terminal of its own, and what somebody types there. */
  async function typed(word: string) {
    const { feishu, cwd, json } = await desk([`${AD},3`, `${AD},2`]);
    const line = `'${process.execPath}' '${PROGRAM}' run export.csv --no-color`;
    const shell = `printf '${word}' | script -qec "${line}" /dev/null`;
    const { exit, stdout } = await startProcess("/bin/sh", ["-c", shell], {
      cwd,
      env: { ...feishu.env, TERM: "xterm" },
    }).ended;
    return { exit, stdout, records: await feishu.records(), status: await json("status") };
  }

  it("tells what would be published, and goes on with a yes", async () => {
    const { exit, stdout, records } = await typed("y\\n");
    expect(stdout).toContain("Published advertisements are visible to the public at once");
    expect(stdout).toMatch(/This command sends 2 rows: 1 advertisement, 2 channels\.\s+Publish them\? \[y\/N\]/);
    expect([exit, records.length]).toEqual([0, 2]);
  });

  it.each(["n\\n", "\\n", ""])("takes %j for a no, and sends nothing", async (word) => {
    const { exit, records, status } = await typed(word);
    expect([exit, records.length]).toEqual([2, 0]);
    expect(status).toMatchObject({ exit: 10, counts: { pending: 2 } });
  });
});

describe("what was published", () => {
  it("is verified by its channel's records, and cannot be undone", async () => {
    const { json, post } = await desk([`${AD},3`, "7050000000000000012,3"]);
    await json("run", "export.csv", "--yes");
    expect(await json("verify")).toMatchObject({ exit: 0 });
    await post("jobs", { close: [AD] });
    expect(await json("verify")).toMatchObject({ exit: 1 });
    const undone = await json("undo", "--confirm", "2");
    expect(undone).toMatchObject({ exit: 2, error: { message: expect.stringContaining("offline") } });
  });
});

describe("the tenant's switch", () => {
  it("ends the run with exit 3 and says where it is; the same line goes on", async () => {
    const { json, post } = await desk([`${AD},3`, "7050000000000000012,3"], [...FAST, "--no-api-sync"]);
    const stopped = await json("run", "export.csv", "--yes", "--concurrency", "1");
    expect(stopped).toMatchObject({
      exit: 3,
      counts: { failed: 1, pending: 1 },
      error: {
        code: 1002613,
        hint: expect.stringMatching(/Settings > Job management > Job settings.*通过 API 同步职位/),
      },
    });
    await post("jobs", { api_sync: true });
    expect(await json("run", "export.csv", "--yes")).toMatchObject({ exit: 0, counts: { done: 2 } });
  });
});

describe("doubt", () => {
  it("is settled by reading alone, and nothing that acted is sent again", async () => {
    const { feishu, json, post } = await desk([`${AD},3`, `${AD},2`, "7050000000000000012,3"]);
    await post("faults", { next: { "advertisement.publish": ["cut_after", "error_500_before", null] } });
    const ran = await json("run", "export.csv", "--yes");
    expect(ran).toMatchObject({ exit: 0, counts: { done: 3 }, requests: { sent: 4, retried: 1 } });
    expect(ran.settled).toEqual([
      { how: "read", verdict: "absent", count: 1 },
      { how: "read", verdict: "done", count: 1 },
    ]);
    expect((await feishu.records()).map(({ fields }) => fields.publications)).toEqual([1, 1, 1]);
  });

  it("about a request that nobody answered is waited for, which is said and can be stopped", async () => {
    const { feishu, cwd, json, post } = await desk([`${AD},3`, `${AD},2`]);
    await post("faults", { next: { "advertisement.publish": ["hang_before", "hang_before"] } });
    const call = start(["run", "export.csv", "--yes", "--timeout", "1s"], { cwd, env: feishu.env });
    await call.says(/was not answered, and Feishu may still act on it/);
    call.kill("SIGINT");
    const { exit, stderr } = await call.ended;
    expect(exit, stderr).toBe(130);
    expect(stderr.match(/may still act/g)).toHaveLength(1);
    expect(await json("status")).toMatchObject({ exit: 7, counts: { in_doubt: 2 } });

    const decided = await json("resolve", `${AD}@3`, "--send");
    expect(decided).toMatchObject({ exit: 0, status: "pending", not_before: expect.any(String) });
    const wait_ms = Date.parse(decided.not_before) - Date.now();
    expect(wait_ms > 200_000 && wait_ms < 300_000, decided.not_before).toBe(true);
    const status = await json("status");
    expect(status).toMatchObject({ waiting: { count: 1, until: decided.not_before } });
    const early = await json("retry", "--yes", "--key", `${AD}@3`);
    expect(early).toMatchObject({ exit: 2, error: { message: expect.stringContaining("may still act") } });
  });

  it("is a person's to decide where nothing can be read, without an id", async () => {
    const { json, call, post } = await desk([`${AD},3`]);
    const unread = Array(2).fill("html_200_after");
    const next = { "advertisement.publish": ["cut_after"], "job_publish_record.search": unread };
    await post("faults", { next });
    const ran = await json("run", "export.csv", "--yes", "--max-attempts", "2");
    expect(ran).toMatchObject({ exit: 7, counts: { in_doubt: 1 } });
    const remote = await json("explain", `${AD}@3`, "--remote");
    expect(remote.remote).toMatchObject([{ id: AD, likeness: "same", owner: null }]);
    expect(await json("resolve", `${AD}@3`, "--done", "123")).toMatchObject({ exit: 2 });
    expect(await json("resolve", `${AD}@3`, "--done")).toMatchObject({ exit: 0, status: "done" });
    expect((await call("status")).exit).toBe(0);
  });
});

describe("asking before anything is sent", () => {
  it("lists the channels of all recruiting sites with the referral platform", async () => {
    const { json, call } = await desk([`${AD},3`]);
    const { channels } = await json("channels");
    expect(channels.map((each: { job_channel_id: string }) => each.job_channel_id)).toEqual([
      "7220000000000000211",
      "7220000000000000422",
      "7220000000000000633",
      "3",
    ]);
    expect((await call("channels")).stdout).toMatch(/^7220000000000000211 {2}社会招聘官网 \(social\)\n/);
  });

  it("warns of unknown channels and closed jobs, publishes nothing and changes no exit code", async () => {
    const { feishu, json, call, post } = await desk([`${AD},3`, "7050000000000000012,3", `${AD},99`]);
    expect(await json("run", "export.csv", "--yes", "--limit", "1")).toMatchObject({ counts: { done: 1 } });
    await post("jobs", { close: [AD] });
    const { exit, warnings } = await json("check", "export.csv", "--online");
    expect(exit).toBe(0);
    expect(warnings).toMatchObject([
      { kind: "unknown_channel", field: "job_channel_id", value: "99", count: 1, lines: [4] },
      { kind: "closed_job", field: "advertisement_id", value: AD, count: 1, lines: [4] },
    ]);
    const told = (await call("check", "export.csv", "--online")).stdout;
    expect(told).toMatch(
      /1 {2}warning {2}job_channel_id "99": no recruiting site .*\n +line 4\n +→ hire-import channels/,
    );
    expect(await json("check", "export.csv")).toMatchObject({ warnings: [] });
    expect(await feishu.records()).toHaveLength(1);
  });

  it("ends with 3 where Feishu refuses us, and with 2 where it does not know whom to be", async () => {
    const { cwd, feishu, call } = await desk([`${AD},3`]);
    const env = { ...feishu.env, FEISHU_APP_SECRET: "another" };
    expect(await hire(["check", "export.csv", "--online"], { cwd, env })).toMatchObject({ exit: 3 });
    expect(await hire(["channels"], { cwd, env })).toMatchObject({ exit: 3 });
    expect(await hire(["check", "export.csv", "--online"], { cwd })).toMatchObject({ exit: 2 });
    expect((await call("check", "export.csv", "--online")).exit).toBe(0);
  });
});
