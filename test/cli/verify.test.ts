import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import { query, type Row, readCsv, rows, talent, workplace } from "./exports.js";
import { afterwards, type CallOptions, hire, type Ran } from "./program.js";

const RATE = ["--rate", "1000"];

/** An export that was run against a sandbox in this process. */
async function imported(
  all: readonly Row[],
): Promise<{ sandbox: Sandbox; at: Required<Pick<CallOptions, "cwd" | "env">>; ledger: string }> {
  const sandbox = await startSandbox({ rate_per_s: 10_000 });
  afterwards(() => sandbox.close());
  const { url, app_id, app_secret } = sandbox;
  const env = { FEISHU_BASE_URL: url, FEISHU_APP_ID: app_id, FEISHU_APP_SECRET: app_secret };
  const at = { cwd: workplace(all), env };
  expect((await hire(["run", "export.csv", ...RATE, "--json"], at)).json).toMatchObject({ exit: 0 });
  return { sandbox, at, ledger: join(at.cwd, "hire-import.db") };
}

/** What somebody does in Feishu Hire meanwhile. */
async function byHand(sandbox: Sandbox, method: string, id: string, fields: object): Promise<void> {
  const { url, app_id, app_secret } = sandbox;
  const ask = async (path: string, how: string, body: object, token?: string) => {
    const headers = { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/open-apis/${path}`, { method: how, headers, body: JSON.stringify(body) });
    return (await answer.json()) as { code: number; tenant_access_token: string };
  };
  const { tenant_access_token } = await ask("auth/v3/tenant_access_token/internal", "POST", { app_id, app_secret });
  const answer = await ask(`hire/v1/external_applications${id}`, method, fields, tenant_access_token);
  expect(answer).toMatchObject({ code: 0 });
}

const idOf = (sandbox: Sandbox, key: string): string =>
  `/${sandbox.records().find(({ external_id }) => external_id === key)?.id}`;

const verify = (at: CallOptions, ...args: string[]): Promise<Ran> => hire(["verify", ...RATE, ...args], at);

describe("hire-import verify", () => {
  it("reads back every row, changes nothing, and stands in the ledger as a run", async () => {
    const { sandbox, at, ledger } = await imported(rows(30, (n) => ({ talent: talent(Math.ceil(n / 3)) })));
    const before = query(ledger, "SELECT * FROM rows");
    const { json } = await verify(at, "--json");
    expect(json).toMatchObject({
      ok: true,
      exit: 0,
      rows: 30,
      counts: { done: 30 },
      next: "hire-import report -o report.html",
    });
    expect(json.verified).toMatchObject({ rows: 30, same: 30, differing: 0, missing: 0, unread: 0, beyond: 0 });
    expect(json.requests, "each talent once").toMatchObject({ sent: 0, reads: 10 });
    expect(query(ledger, "SELECT * FROM rows")).toEqual(before);
    expect(query(ledger, "SELECT command, exit, reads FROM runs ORDER BY id DESC LIMIT 1")).toEqual([
      { command: "verify", exit: 0, reads: 10 },
    ]);
    expect(sandbox.requests()["external_application.update"]).toBeUndefined();
  });

  it("tells what differs, what is missing and what is nobody's", async () => {
    const { sandbox, at } = await imported(rows(6));
    const long = "长".repeat(60);
    await byHand(sandbox, "PUT", idOf(sandbox, "A-1"), { talent_id: talent(1), job_title: long, stage: "Interview" });
    await byHand(sandbox, "DELETE", idOf(sandbox, "A-2"), {});
    await byHand(sandbox, "POST", "", { talent_id: talent(3), job_title: "somebody's own", stage: "Offer" });
    const { exit, stdout } = await verify(at, "-o", "verified.csv");
    expect(exit).toBe(1);
    expect(stdout).toContain("6 of 6 rows read back");
    expect(stdout).toContain(`A-1 (export.csv line 2): job_title is "${"长".repeat(40)}…" in Feishu, "Job 1" was sent`);
    expect(stdout).toMatch(/A-2 \(export.csv line 3\): its record is missing in Feishu Hire \d{19}/);
    expect(stdout).toMatch(/record \d{19} of \d{19}: not created by this import/);
    expect(stdout).toMatch(/next:\s+hire-import explain A-1 --remote\n$/);
    const file = join(at.cwd, "verified.csv");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const report = readCsv(readFileSync(file, "utf8"));
    expect(report.map(({ verdict }) => verdict)).toEqual([
      "differing",
      "missing",
      "same",
      "same",
      "same",
      "same",
      "beyond",
    ]);
    expect(report[0]).toMatchObject({ key: "A-1", field: "job_title", ours: "Job 1", theirs: long });
    const { json } = await verify(at, "--json");
    expect(json).toMatchObject({ exit: 1, verified: { same: 4, differing: 1, missing: 1, beyond: 1, doubles: 0 } });
    expect(json.findings).toHaveLength(3);
    expect(json.findings[0].theirs).toBe(`${"长".repeat(40)}…`);
  });

  it("does not mind records of others, but those with the very content of a row", async () => {
    const { sandbox, at } = await imported(rows(3));
    await byHand(sandbox, "POST", "", { talent_id: talent(1), job_title: "another" });
    expect((await verify(at, "--json")).json).toMatchObject({ exit: 0, verified: { beyond: 1, doubles: 0 } });
    await byHand(sandbox, "POST", "", { talent_id: talent(1), job_title: "Job 1", stage: "Interview" });
    const { json } = await verify(at, "--json");
    expect(json).toMatchObject({ exit: 1, verified: { same: 3, beyond: 2, doubles: 1 } });
    expect(json.findings[0]).toMatchObject({ verdict: "double", key: "A-1" });
  });

  it("goes on where it stopped; --again starts over; --sample reads so many rows", async () => {
    const { at } = await imported(rows(8));
    const first = (await verify(at, "--limit", "5", "--json")).json;
    expect(first).toMatchObject({ exit: 10, verified: { same: 5, unread: 3 }, requests: { reads: 5 } });
    expect(first.next).toBe("hire-import verify --rate 1000 --json");
    expect((await verify(at, "--again", "--limit", "6", "--json")).json).toMatchObject({ verified: { unread: 2 } });
    const rest = await verify(at, "--json");
    expect(rest.json).toMatchObject({ exit: 0, verified: { same: 8 }, requests: { reads: 2 } });
    expect(rest.stderr).toMatch(/Resuming verification of .*: 6 of 8 rows checked/);
    const sample = (await verify(at, "--sample", "3", "--json")).json;
    expect(sample).toMatchObject({ exit: 0, verified: { rows: 3, same: 3, sample: 3 }, requests: { reads: 3 } });
  });

  it("tells why nothing could be read, and says nothing good of an empty ledger", async () => {
    const { sandbox, at } = await imported(rows(2));
    sandbox.planFaults("external_application.list", ["html_200_after", "html_200_after"]);
    const { json } = await verify(at, "--max-attempts", "1", "--json");
    expect(json).toMatchObject({ exit: 10, verified: { unread: 2 }, unread_because: { kind: "unreadable_answer" } });
    const wrong = { ...at, env: { ...at.env, FEISHU_APP_SECRET: "another" } };
    expect((await verify(wrong, "--json")).json).toMatchObject({ exit: 3, error: { kind: "refused_us" } });
    const empty = { ...at, cwd: workplace(rows(1, () => ({ id: "" }))) };
    await hire(["run", "export.csv"], empty);
    const nothing = await verify(empty);
    expect(nothing).toMatchObject({ exit: 0 });
    expect(nothing.stdout).toMatch(/^Nothing to verify: no row is imported yet\n/);
  });

  it("refuses to write over an export, and another place", async () => {
    const { at } = await imported(rows(1));
    expect(await verify(at, "-o", "export.csv")).toMatchObject({ exit: 2, stdout: "" });
    const elsewhere = await hire(["verify", "--sandbox", "--json"], at);
    expect(elsewhere.json).toMatchObject({ exit: 9, error: { kind: "other_ledger" } });
  });
});
