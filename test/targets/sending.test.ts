import { describe, expect, it } from "vitest";
import { COMMON_CODES, codeTable, meaningOf, mergeCodes } from "../../src/feishu/codes.js";
import { TARGETS } from "../../src/targets/index.js";
import { query } from "../cli/exports.js";
import { EXAMPLES, type Example } from "./examples.js";
import { rig } from "./rig.js";

const each = TARGETS.map((target) => [target.name, target, EXAMPLES[target.name] as Example] as const);
const OUT_OF_THE_WAY = { rate_per_s: 1_000, publish_per_s: 1_000, external_per_s: 1_000 };
const nths = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.concurrent.each(each)("%s: against the sandbox", (_name, target, example) => {
  it("is done once it is answered, with an id or with the reason why there is none", async (context) => {
    const { sandbox, ledger, load, run } = await rig(context, target);
    await load([example.payload(1)]);
    await run();
    const row = ledger.row_details.byKey(target.key(example.payload(1)))[0];
    expect(row).toMatchObject({ status: "done", failure: null });
    expect(sandbox.records()).toHaveLength(1);
    expect(row?.remote_id).toBe("none" in target.remote_id ? null : sandbox.records()[0]?.id);
    expect(sandbox.requests()[example.api]).toMatchObject({ arrived: 1, codes: { 0: 1 } });
  });

  it("is rejected for good with what to do", async (context) => {
    const { refused } = example;
    if (refused === undefined) return;
    const { ledger, load, run, status } = await rig(context, target);
    await load([refused]);
    await run();
    expect(status(target.key(refused))).toBe("rejected");
    const [problem] = ledger.summary.problems();
    const codes = mergeCodes(COMMON_CODES, codeTable(target.codes));
    expect(problem).toMatchObject({ code: example.refused_code, hint: meaningOf(codes, example.refused_code)?.hint });
  });

  it("keeps its cap in every sliding second, a retry included, and is never throttled", async (context) => {
    // The sandbox's own cap is out of the way: what counts is when requests leave, not how they are delivered.
    const { sandbox, ledger, load, run } = await rig(context, target, OUT_OF_THE_WAY);
    const rows = target.cap_per_s * 2 + 3;
    await load(nths(rows).map((nth) => example.payload(nth)));
    sandbox.planFaults(example.api, [null, "throttle_400"]);
    await run();
    const counts = sandbox.requests()[example.api];
    expect(counts?.codes[99991400]).toBe(1);
    expect(counts?.arrived).toBe(rows + 1);
    const left = query<{ at_ms: number }>(ledger.path, "SELECT started_at_ms AS at_ms FROM attempts ORDER BY id");
    const within = (from: number) => left.filter(({ at_ms }) => at_ms >= from && at_ms < from + 1_000).length;
    expect(Math.max(...left.map(({ at_ms }) => within(at_ms)))).toBeLessThanOrEqual(target.cap_per_s);
    expect(sandbox.records()).toHaveLength(rows);
  });

  it("has a cap in the sandbox that is the one it declares", async (context) => {
    const now_ms = Date.now();
    const { sandbox } = await rig(context, target, { now_ms: () => now_ms });
    const { app_id, app_secret, url } = sandbox;
    const json = { "content-type": "application/json" };
    const post = (path: string, body: object, token = "") =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { ...(body instanceof FormData ? {} : json), authorization: `Bearer ${token}` },
        body: body instanceof FormData ? body : JSON.stringify(body),
      }).then((response) => response.json() as Promise<Record<string, unknown>>);
    const issued = await post("/open-apis/auth/v3/tenant_access_token/internal", { app_id, app_secret });
    const cap_per_s = example.burst ?? target.cap_per_s;
    const burst = nths(cap_per_s + 1).map((nth) => {
      const { path, body } = target.request(example.payload(nth));
      const form = new FormData();
      form.append("content", new Blob(["x"]), "x.txt");
      return post(path, (body ?? form) as object, String(issued.tenant_access_token));
    });
    const codes = (await Promise.all(burst)).map(({ code }) => code);
    expect(codes.filter((code) => code === 99991400)).toHaveLength(1);
    expect(codes.filter((code) => code === 0)).toHaveLength(cap_per_s);
  });

  it("is sent again, however old, where a second one is harmless: judged by its last answer alone", async (context) => {
    if (!("harmless" in target.idempotency)) return;
    const { sandbox, load, run, status } = await rig(context, target);
    const rows = nths(4).map((nth) => example.payload(nth));
    await load(rows);
    sandbox.planFaults(example.api, ["cut_after", "cut_before", "truncated_after", "error_500_before"]);
    await run({ key_is_old: true, leaps: true });
    for (const row of rows) expect(status(target.key(row))).toBe("done");
    expect(sandbox.requests()[example.api]?.accepted).toBe(8);
    expect(sandbox.records(), "two of them twice").toHaveLength(6);
  });

  it("is given up for now, and never in doubt, where a second one is harmless", async (context) => {
    if (!("harmless" in target.idempotency)) return;
    const { sandbox, load, run, status } = await rig(context, target);
    await load([example.payload(1)]);
    sandbox.planFaults(example.api, ["cut_after", "error_500_after"]);
    await run({ key_is_old: true, leaps: true, max_attempts: 2 });
    expect(status(target.key(example.payload(1)))).toBe("failed");
  });

  it("is settled by reading: what acted is done, what did not is sent again", async (context) => {
    if (example.list_api === undefined) return;
    const { sandbox, ledger, load, run, status } = await rig(context, target);
    const rows = nths(4).map((nth) => example.payload(nth));
    await load(rows);
    sandbox.planFaults(example.api, ["cut_after", "cut_before", "truncated_after", "error_500_before"]);
    await run({ key_is_old: true, leaps: true });
    for (const row of rows) expect(status(target.key(row))).toBe("done");
    const settled = ledger.settlements.countsOf(ledger.runs.latest()?.id ?? 0);
    expect(settled).toEqual([
      { how: "read", verdict: "absent", count: 2 },
      { how: "read", verdict: "done", count: 2 },
    ]);
    const made = example.made ?? ((row, { external_id }) => external_id === target.key(row));
    const owned = rows.map((row) => sandbox.records().filter((record) => made(row, record)).length);
    expect(owned, "each row once").toEqual([1, 1, 1, 1]);
    expect(sandbox.requests()[example.api]?.accepted, "nothing that acted was sent again").toBe(6);
    expect(sandbox.requests()[example.list_api]?.accepted).toBeGreaterThan(0);
  });

  it("stays in doubt while what Feishu holds cannot be read", async (context) => {
    if (example.list_api === undefined) return;
    const { sandbox, load, run, status } = await rig(context, target);
    await load([example.payload(1)]);
    sandbox.planFaults(example.api, ["cut_after"]);
    // The look before anything is sent is answered.
    const first = !("none" in target.find) && target.find.first === true ? [null] : [];
    sandbox.planFaults(example.list_api, [...first, ...Array(4).fill("html_200_after")]);
    await run({ key_is_old: true, max_attempts: 2 });
    expect(status(target.key(example.payload(1)))).toBe("in_doubt");
    expect(sandbox.requests()[example.api]?.arrived).toBe(1);
  });
});
