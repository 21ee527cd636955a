import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { query } from "./exports.js";
import { folder, hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const EXPORT = join(ROOT, "fixtures", "moka", "export.csv");
const GOLDEN = join(ROOT, "fixtures", "moka", "payloads.golden.ndjson");

/** Most starts in any second, by the ledger's clock of whole milliseconds. */
function worstSecond(starts_ms: readonly number[]): number {
  const within = (first_ms: number) => starts_ms.filter((ms) => ms >= first_ms && ms < first_ms + 998).length;
  return Math.max(...starts_ms.map(within));
}

it("sends 120 rows, never above the cap as they leave, as the mapping says", async () => {
  // The sandbox's own cap is out of the way: how a busy machine delivers what has left is nobody's promise.
  const feishu = await sandboxHere({ latency_ms: 100 });
  const cwd = folder();
  const args = ["-m", join(ROOT, "fixtures/moka/mapping.yaml"), "--limit", "120", "--json"];
  const { json } = await hire(["run", EXPORT, ...args], { cwd, env: feishu.env });
  const starts = query<{ ms: number }>(join(cwd, "hire-import.db"), "SELECT started_at_ms AS ms FROM attempts");
  expect(worstSecond(starts.map(({ ms }) => ms))).toBeLessThanOrEqual(20);
  expect(json).toMatchObject({ exit: 10, requests: { sent: 120, retried: 0, throttled: 0 } });

  const golden = readFileSync(GOLDEN, "utf8").trim().split("\n");
  const mapped = new Map(golden.map((line) => JSON.parse(line)).map((payload) => [payload.external_id, payload]));
  const records = await feishu.records();
  expect(records).toHaveLength(json.counts.done);
  for (const { external_id, fields } of records) {
    expect({ external_id, ...fields }).toEqual(mapped.get(external_id));
  }
});
